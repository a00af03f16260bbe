//! Laws of the language by name, and that reading is total.

use crate::arbitrary::{condition, known_clause, wild_clause};
use crate::fuzzing::properties::text::{normal, read, text, total};
use arbtest::arbitrary::{Result, Unstructured};
use headcount::condition::{Condition, MAX_TEXT, Segment, Severity};
use headcount::query::{Dialect, from_json_text, parse, print, print_lines, to_json, tokens};

fn any(u: &mut Unstructured<'_>) -> Result<Condition> {
    let clause = if u.arbitrary()? { wild_clause } else { known_clause };
    condition(u, &clause)
}

#[test]
fn parse_print_identity() {
    arbtest::arbtest(|u| {
        let condition = any(u)?;
        let printed = text(&condition);
        let again = read(&printed);
        assert_eq!(again, normal(&condition), "{printed}");
        assert_eq!(text(&again), printed);
        let lines = print_lines(&condition).unwrap().text;
        assert_eq!(read(&lines), again, "{lines}");
        Ok(())
    });
}

#[test]
fn text_json_text_identity() {
    arbtest::arbtest(|u| {
        let printed = text(&any(u)?);
        let segment = Segment { name: Some("s".into()), condition: read(&printed) };
        let document = to_json(&segment).to_string();
        let (again, problems) = from_json_text(&document).unwrap();
        assert_eq!(problems, [], "{document}");
        assert_eq!(again, segment, "{document}");
        assert_eq!(text(&again.condition), printed);
        Ok(())
    });
}

#[test]
fn legacy_equals_current() {
    let mut said = 0;
    arbtest::arbtest(|u| {
        let condition = condition(u, &known_clause)?;
        let current = print(&condition, Dialect::Current);
        let Ok(legacy) = print(&condition, Dialect::Legacy) else { return Ok(()) };
        let current = current.unwrap_or_else(|problems| panic!("{}: {problems:?}", legacy.text));
        let parsed = parse(&legacy.text);
        assert!(parsed.problems.iter().all(|problem| problem.severity == Severity::Warning), "{}", legacy.text);
        assert_eq!(parsed.condition, read(&current.text), "{}", legacy.text);
        assert_eq!(current.text, text(&condition));
        said += 1;
        Ok(())
    });
    assert!(said > 20, "only {said} conditions could be said");
}

#[test]
fn any_bytes_are_read() {
    arbtest::arbtest(|u| {
        let bytes: Vec<u8> = u.arbitrary()?;
        total(&String::from_utf8_lossy(&bytes));
        Ok(())
    });
}

const WORDS: [&str; 64] = [
    "AND",
    "OR",
    "NOT",
    "BETWEEN",
    "IN",
    "CONTAINS",
    "ANY",
    "ALL",
    "NONE",
    "STARTS",
    "ENDS",
    "WITH",
    "IS",
    "NULL",
    "MATCHES",
    "NOT_MATCHES",
    "(",
    ")",
    ",",
    ":",
    "=",
    "!=",
    ">",
    ">=",
    "<",
    "<=",
    "==",
    "<>",
    "!",
    "&&",
    "||",
    "≥",
    "a",
    "amount_spent",
    "orders_placed",
    "coordinates",
    "since",
    "until",
    "count_at_least",
    "anniversary",
    "stat",
    "date",
    "profile.'Shoe size'",
    "profile.",
    "'x'",
    "''",
    "'",
    "\"x\"",
    "‘x’",
    "'a\\n'",
    "5",
    "1.5",
    "1,000",
    "-30d",
    "-30D",
    "2024-01-01",
    "2024-02-30",
    "2024-01-01T24:00:00",
    "12_months_ago",
    "today",
    "true",
    "false",
    "$",
    "-- c\n",
];

#[test]
fn any_soup_of_tokens_is_read() {
    arbtest::arbtest(|u| {
        let mut source = String::new();
        for _ in 0..u.int_in_range(0..=40)? {
            source.push_str(u.choose(&WORDS)?);
            source.push_str(u.choose(&[" ", " ", "", "\n"])?);
        }
        total(&source);
        Ok(())
    });
}

#[test]
fn any_mutation_of_a_good_text_is_read() {
    let inputs = include_str!("../../golden/problems/query.inputs");
    let inputs: Vec<&str> = inputs.lines().collect();
    arbtest::arbtest(|u| {
        let mut letters: Vec<char> = match u.arbitrary()? {
            true => text(&any(u)?).chars().collect(),
            false => u.choose(&inputs)?.replace('⏎', "\n").chars().collect(),
        };
        for _ in 0..u.int_in_range(1..=4)? {
            let at = u.int_in_range(0..=letters.len())?;
            match u.int_in_range(0..=2)? {
                0 if at < letters.len() => {
                    letters.remove(at);
                }
                1 => letters.truncate(at),
                _ => {
                    let word = u.choose(&WORDS)?;
                    letters.splice(at..at, word.chars());
                }
            }
        }
        total(&letters.into_iter().collect::<String>());
        Ok(())
    });
}

#[test]
fn hostile_texts_are_problems() {
    for unit in [
        "(",
        ")",
        "()",
        "(a = 1",
        "NOT ",
        "NOT (",
        "'",
        "'\\'\n",
        "\\'",
        "\"",
        "‘",
        "\"\n",
        "a.'",
        "a.'\n",
        "$ ",
        "€",
        "a ",
        "a = 1 AND ",
        "a = 1 OR b = 2 AND ",
        "a = 1 b = 2 ",
        "a IN (1,",
        "1,",
        "1,000",
        ",000",
        "a > 1,000",
        "1:1+1",
        "f(",
        "f(a:",
        "f MATCHES (",
        "f MATCHES (a = 1,",
        "f MATCHES (a = 1) AND ",
        "-",
        "--",
        "-- \n",
        "2024-01-01 ",
        "a BETWEEN ",
        "a = stat(",
        "a = (",
        "a = b ",
        "a NOT BETWEEN 1 AND ",
        "x,",
        ":",
        "=",
        "a = 1,",
        "f(since: 1, until: 2, ",
        "\u{0}",
        "\n",
        "é",
        "AND ",
    ] {
        let long = unit.repeat(MAX_TEXT / unit.len());
        for length in [10_000, long.len()] {
            let end = (0..=length).rev().find(|end| long.is_char_boundary(*end)).unwrap();
            total(&long[..end]);
        }
    }
    let long = "x".repeat(MAX_TEXT + 1);
    let parsed = parse(&long);
    assert_eq!(parsed.problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["text-too-long"]);
    assert_eq!(tokens(&long), []);
}
