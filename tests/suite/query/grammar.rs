//! Runs every example of GRAMMAR.md and holds its table of problems against the codes.

use headcount::condition::{Condition, Segment};
use headcount::query::{CODES, Dialect, parse, print, to_json};

const PAGE: &str = include_str!("../../../src/query/GRAMMAR.md");

/// The examples: a text and the lines of what comes of it.
fn examples() -> Vec<(&'static str, Vec<&'static str>)> {
    let blocks = PAGE.split("```example\n").skip(1).map(|block| block.split("\n```").next().unwrap());
    let examples = blocks.flat_map(|block| block.split("\n\n")).map(|example| {
        let mut lines: Vec<&str> = example.lines().collect();
        let text = if lines[0].starts_with("=>") { "" } else { lines.remove(0) };
        (text, lines)
    });
    examples.collect()
}

fn said(condition: &Condition, dialect: Dialect) -> Vec<String> {
    match print(condition, dialect) {
        Ok(printed) => vec![printed.text],
        Err(problems) => problems.iter().map(|problem| format!("!! {} {}", problem.path, problem.message)).collect(),
    }
}

#[test]
fn every_example_holds() {
    let mut held = 0;
    for (text, lines) in examples() {
        let parsed = parse(text);
        let codes: Vec<&str> = parsed.problems.iter().map(|problem| problem.code).collect();
        let expected: Vec<&str> = lines.iter().filter_map(|line| line.strip_prefix("!! ")).collect();
        assert_eq!(codes.join(" "), expected.join(" "), "{text}");
        let of = |prefix: &str| -> Vec<String> {
            lines.iter().filter_map(|line| line.strip_prefix(prefix)).map(|line| line.trim().to_owned()).collect()
        };
        for (prefix, dialect) in
            [("=>", Dialect::Headcount), ("current ", Dialect::Current), ("legacy ", Dialect::Legacy)]
        {
            let expected = of(prefix);
            assert!(expected.is_empty() || said(&parsed.condition, dialect) == expected, "{text}: {expected:?}");
            held += expected.len();
        }
        for expected in of("json ") {
            let document = to_json(&Segment { name: None, condition: parsed.condition.clone() });
            let expected: serde_json::Value = serde_json::from_str(&expected).unwrap();
            assert_eq!(document["condition"], expected, "{text}");
            held += 1;
        }
        let known = ["=>", "!! ", "json ", "current ", "legacy "];
        assert!(lines.iter().all(|line| known.iter().any(|known| line.starts_with(known))), "{lines:?}");
    }
    assert!(held > 25, "only {held} lines of examples were held");
}

#[test]
fn every_code_is_documented() {
    let table = PAGE.split("\n## Problems\n").nth(1).unwrap();
    let documented: Vec<&str> = table.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    assert_eq!(documented, CODES);
}
