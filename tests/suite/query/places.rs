//! Where the parts of a tree stand in its text, and what its tokens are.

use headcount::author::{Answer, Author, Question};
use headcount::condition::Span;
use headcount::document::Read;
use headcount::query::{TokenKind, parse, tokens};
use headcount::time::Instant;

/// The stretch of a text with the path that has it.
fn paths(text: &str) -> Vec<String> {
    let parsed = parse(text);
    parsed.spans.paths().into_iter().map(|(path, span)| format!("{path} {}", &text[span.start..span.end])).collect()
}

#[test]
fn every_part_has_its_place() {
    assert_eq!(
        paths("amount_spent >= 5 AND NOT (x not in ('a', 'b') OR random_bucket('s') BETWEEN 1 AND 2)"),
        [
            " amount_spent >= 5 AND NOT (x not in ('a', 'b') OR random_bucket('s') BETWEEN 1 AND 2)",
            "/of/0 amount_spent >= 5",
            "/of/0/field amount_spent",
            "/of/0/operator >=",
            "/of/0/value 5",
            "/of/1 NOT (x not in ('a', 'b') OR random_bucket('s') BETWEEN 1 AND 2)",
            "/of/1/of (x not in ('a', 'b') OR random_bucket('s') BETWEEN 1 AND 2)",
            "/of/1/of/of/0 x not in ('a', 'b')",
            "/of/1/of/of/0/field x",
            "/of/1/of/of/0/operator not in",
            "/of/1/of/of/0/values/0 'a'",
            "/of/1/of/of/0/values/1 'b'",
            "/of/1/of/of/1 random_bucket('s') BETWEEN 1 AND 2",
            "/of/1/of/of/1/field random_bucket",
            "/of/1/of/of/1/argument 's'",
            "/of/1/of/of/1/operator BETWEEN",
            "/of/1/of/of/1/from 1",
            "/of/1/of/of/1/to 2",
        ]
    );
    assert_eq!(
        paths("f NOT MATCHES (date > -30d, id IN (1))"),
        [
            " f NOT MATCHES (date > -30d, id IN (1))",
            "/function f",
            "/matches NOT MATCHES",
            "/where/0 date > -30d",
            "/where/0/parameter date",
            "/where/0/operator >",
            "/where/0/value -30d",
            "/where/1 id IN (1)",
            "/where/1/parameter id",
            "/where/1/operator IN",
            "/where/1/values/0 1",
        ]
    );
}

#[test]
fn what_a_legacy_spelling_leaves_unsaid_has_no_place_of_its_own() {
    let text = "f(until: today, count_at_least: 2, id: (7, 8), since: -30d) = true";
    assert_eq!(
        paths(text),
        [
            format!(" {text}").as_str(),
            "/function f",
            "/where/0 until: today",
            "/where/0/from -30d",
            "/where/0/to today",
            "/where/1 count_at_least: 2",
            "/where/1/parameter count",
            "/where/1/value 2",
            "/where/2 id: (7, 8)",
            "/where/2/parameter id",
            "/where/2/values/0 7",
            "/where/2/values/1 8",
        ]
    );
    let spans = parse(text).spans;
    assert_eq!(spans.exact("/where/1/operator"), None);
    assert_eq!(spans.find("/where/1/operator"), spans.exact("/where/1"));
    assert_eq!(spans.find("/where/9/value"), spans.exact(""));
    assert_eq!(spans.find("/of/0/nonsense"), spans.exact(""));
}

#[test]
fn the_path_at_an_offset_is_the_smallest_part_there() {
    let text = "a > 5 AND f MATCHES (count = 2)";
    let spans = parse(text).spans;
    for (at, path) in [
        ("a >", "/of/0/field"),
        ("5", "/of/0/value"),
        ("AND", ""),
        ("count", "/of/1/where/0/parameter"),
        ("2)", "/of/1/where/0/value"),
    ] {
        assert_eq!(spans.path_at(text.find(at).unwrap()).as_deref(), Some(path), "{at}");
    }
    assert_eq!(spans.path_at(text.len() + 1), None);
    assert_eq!(parse("").spans.path_at(0).as_deref(), Some(""));
}

#[test]
fn a_problem_names_the_smallest_node_around_it() {
    let problems = parse("a > 5 AND (b = \"x\" OR c > ) AND d = 1").problems;
    let found: Vec<(&str, &str)> = problems.iter().map(|problem| (problem.code, problem.path.as_str())).collect();
    assert_eq!(found, [("wrong-quotes", "/of/1"), ("expected-value", "/of/1")]);
}

#[test]
fn tokens_have_kinds_for_colouring() {
    let text = "NOT profile.'Shoe size' >= 4.5 and x IN ('é', today, TRUE, -30d, 2024-02-30) -- c\n$";
    let found: Vec<(TokenKind, &str)> =
        tokens(text).iter().map(|token| (token.kind, &text[token.span.start..token.span.end])).collect();
    use TokenKind::{Boolean, Comment, Date, Keyword, Name, Number, Operator, Punctuation, Text, Unknown};
    assert_eq!(
        found,
        [
            (Keyword, "NOT"),
            (Name, "profile.'Shoe size'"),
            (Operator, ">="),
            (Number, "4.5"),
            (Keyword, "and"),
            (Name, "x"),
            (Keyword, "IN"),
            (Punctuation, "("),
            (Text, "'é'"),
            (Punctuation, ","),
            (Date, "today"),
            (Punctuation, ","),
            (Boolean, "TRUE"),
            (Punctuation, ","),
            (Date, "-30d"),
            (Punctuation, ","),
            (Date, "2024-02-30"),
            (Punctuation, ")"),
            (Comment, "-- c"),
            (Unknown, "$"),
        ]
    );
}

#[test]
fn no_fix_replaces_what_is_not_in_the_text() {
    let now = Instant(1_786_876_800);
    let fixes = |text: &str| -> Vec<(&'static str, Option<String>)> {
        let question = Question::of(&serde_json::json!({ "check": { "segment": text } })).unwrap();
        let Answer::Check(reply) = Author::default().ask(&question, now).unwrap() else { panic!("another answer") };
        reply.problems.into_iter().map(|problem| (problem.code, problem.fix.map(|fix| fix.text))).collect()
    };
    assert_eq!(fixes("orders_placed MATCHES (date >= -30d)"), [("covers-extra-day", Some(">".to_owned()))]);
    assert_eq!(fixes("orders_placed(since: -30d) = true"), [("covers-extra-day", None)]);
    assert_eq!(fixes("orders_placed(cuont_at_least: 2) = true"), [("unknown-parameter", Some("count".to_owned()))]);
    assert_eq!(fixes("orders_placed IS NULL AND storefront.session IS NOT NULL"), []);
}

#[test]
fn spans_are_bytes() {
    let parsed = parse("a = 'é日' AND b > ");
    assert_eq!(parsed.problems[0].span, Some(Span { start: 19, end: 19 }));
}
