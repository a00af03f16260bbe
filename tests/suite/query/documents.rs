//! The JSON form: what is written, what is read, what is kept and what is refused.

use crate::arbitrary::{condition, wild_clause};
use headcount::condition::{Condition, MAX_DEPTH, MAX_TEXT, Segment};
use headcount::error::Code;
use headcount::query::{from_json_text, parse, to_json};
use serde_json::{Value, json};

fn document(text: &str) -> Value {
    let parsed = parse(text);
    assert_eq!(parsed.problems, [], "{text}");
    to_json(&Segment { name: None, condition: parsed.condition })
}

/// `code path` of every problem of a document's condition.
fn problems(condition: &Value) -> Vec<String> {
    let (segment, problems) = from_json_text(&json!({ "version": 1, "condition": condition }).to_string()).unwrap();
    let document = to_json(&segment);
    if problems.iter().all(|problem| problem.code != "unknown-key") {
        assert_eq!(document["condition"], *condition, "what cannot be read is kept");
    }
    problems.iter().map(|problem| format!("{} {}", problem.code, problem.path)).collect()
}

#[test]
fn the_document_of_the_specification_is_read_and_written() {
    let document = json!({ "version": 1, "name": "Lapsed VIPs", "condition":
        { "kind": "all", "of": [
            { "kind": "field", "field": "customer_tags", "operator": "contains", "value": "VIP" },
            { "kind": "field", "field": "amount_spent", "operator": "between", "from": "100.00", "to": "500.00" },
            { "kind": "function", "function": "orders_placed", "matches": false, "where": [
                { "parameter": "date", "operator": ">=", "value": "-90d" } ] },
            { "kind": "not", "of": { "kind": "any", "of": [] } } ] } });
    let (segment, problems) = from_json_text(&document.to_string()).unwrap();
    assert_eq!(problems, []);
    assert_eq!(segment.name.as_deref(), Some("Lapsed VIPs"));
    assert_eq!(to_json(&segment), document);
}

#[test]
fn each_literal_has_its_form() {
    for (text, value) in [
        ("'VIP'", json!("VIP")),
        ("'2024-01-01'", json!({ "text": "2024-01-01" })),
        ("'-30d'", json!({ "text": "-30d" })),
        ("'1.50'", json!({ "text": "1.50" })),
        ("'today'", json!({ "text": "today" })),
        ("'150'", json!("150")),
        ("'true'", json!("true")),
        ("2024-01-01", json!("2024-01-01")),
        ("2024-01-01T10:00:00", json!("2024-01-01T10:00:00")),
        ("-30d", json!("-30d")),
        ("+90min", json!("+90min")),
        ("today", json!("today")),
        ("yesterday", json!("yesterday")),
        ("true", json!(true)),
        ("150", json!(150)),
        ("-150", json!(-150)),
        ("1.50", json!("1.50")),
        ("9007199254740991", json!(9_007_199_254_740_991_i64)),
        ("9007199254740992", json!({ "integer": "9007199254740992" })),
        ("007", json!({ "integer": "007" })),
        ("-0", json!({ "integer": "-0" })),
        ("stat('average')", json!({ "stat": "average" })),
        ("(42.7, -23)", json!(["42.7", -23])),
    ] {
        let document = document(&format!("a = {text}"));
        assert_eq!(document["condition"]["value"], value, "{text}");
    }
}

#[test]
fn each_kind_has_its_form() {
    for (text, expected) in [
        ("", json!({ "kind": "all", "of": [] })),
        ("a IS NOT NULL", json!({ "kind": "field", "field": "a", "operator": "is not null" })),
        ("a NOT IN ('x')", json!({ "kind": "field", "field": "a", "operator": "not in", "values": ["x"] })),
        (
            "random_bucket('s') < 5",
            json!({ "kind": "field", "field": "random_bucket", "argument": "s", "operator": "<", "value": 5 }),
        ),
        (
            "anniversary('birth_date') BETWEEN today AND +30d",
            json!({ "kind": "anniversary", "field": "birth_date", "operator": "between", "from": "today", "to": "+30d" }),
        ),
        ("f MATCHES ()", json!({ "kind": "function", "function": "f", "matches": true, "where": [] })),
        ("NOT (a > 1)", json!({ "kind": "not", "of": { "kind": "field", "field": "a", "operator": ">", "value": 1 } })),
    ] {
        assert_eq!(document(text)["condition"], expected, "{text}");
        assert_eq!(problems(&expected), [""; 0], "{text}");
    }
}

#[test]
fn any_tree_survives_its_document() {
    arbtest::arbtest(|u| {
        let condition = condition(u, &wild_clause)?;
        let condition =
            if u.ratio(1, 5)? { Condition::Any(vec![condition, Condition::Any(vec![])]) } else { condition };
        let segment = Segment { name: None, condition };
        let text = to_json(&segment).to_string();
        assert_eq!(from_json_text(&text).unwrap(), (segment, vec![]), "{text}");
        Ok(())
    });
}

#[test]
fn what_cannot_be_read_is_kept_and_reported() {
    let field = |key: &str, value: Value| {
        let mut node = json!({ "kind": "field", "field": "a", "operator": "=", "value": 1 });
        node[key] = value;
        node
    };
    for (condition, expected) in [
        (json!({ "kind": "moon", "phase": [1, { "of": "x" }] }), "unknown-kind "),
        (json!({ "field": "a" }), "unknown-kind "),
        (json!("all"), "unknown-kind "),
        (json!(null), "unknown-kind "),
        (json!({ "kind": "all" }), "bad-condition "),
        (json!({ "kind": "any", "of": { "kind": "all", "of": [] } }), "bad-condition "),
        (json!({ "kind": "not", "of": [] }), "bad-condition "),
        (json!({ "kind": "all", "of": [{ "kind": "field", "field": "a" }] }), "bad-condition /of/0/operator"),
        (json!({ "kind": "not", "of": { "kind": "field", "field": 5 } }), "bad-condition /of/field"),
        (field("operator", json!("like")), "bad-condition /operator"),
        (field("argument", json!(5)), "bad-condition /argument"),
        (field("value", json!(null)), "bad-condition /value"),
        (field("value", json!({ "stat": 5 })), "bad-condition /value"),
        (field("value", json!({ "stat": "min", "text": "a" })), "bad-condition /value"),
        (field("value", json!({ "integer": "1.5" })), "bad-condition /value"),
        (field("value", json!([[1]])), "bad-condition /value"),
        (field("operator", json!("between")), "bad-condition /from"),
        (field("operator", json!("in")), "bad-condition /values"),
        (json!({ "kind": "field", "field": "a", "operator": "in", "values": [1, null] }), "bad-condition /values/1"),
        (json!({ "kind": "function", "function": "f", "matches": "yes" }), "bad-condition /matches"),
        (json!({ "kind": "function", "function": "f", "where": {} }), "bad-condition /where"),
        (json!({ "kind": "function", "function": "f", "where": [5] }), "bad-condition /where/0"),
        (
            json!({ "kind": "function", "function": "f", "where": [{ "parameter": "p", "operator": "=" }] }),
            "bad-condition /where/0/value",
        ),
        (field("values", json!([])), "unknown-key "),
        (json!({ "kind": "all", "of": [], "colour": "red" }), "unknown-key "),
    ] {
        assert_eq!(problems(&condition), [expected], "{condition}");
    }
    let huge = r#"{ "version": 1, "condition": { "kind": "field", "field": "a", "operator": "=", "value": 1e5 } }"#;
    assert_eq!(from_json_text(huge).unwrap().1[0].code, "bad-condition");
    let lenient =
        r#"{ "condition": { "kind": "function", "function": "f" }, "name": null, "colour": 1, "version": 1 }"#;
    let (segment, problems) = from_json_text(lenient).unwrap();
    assert_eq!(segment.condition, parse("f MATCHES ()").condition);
    assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["unknown-key"]);
    let private = r#"{ "version": 1, "condition": { "$serde_json::private::Number": "x" } }"#;
    let (segment, problems) = from_json_text(private).unwrap();
    assert_eq!(problems[0].code, "unknown-kind", "an object like any other");
    assert_eq!(from_json_text(&to_json(&segment).to_string()).unwrap().0, segment);
    let upper = r#"{ "version": 1, "condition": { "kind": "field", "field": "a", "operator": "IS NULL" } }"#;
    assert_eq!(from_json_text(upper).unwrap().0.condition, parse("a IS NULL").condition);
}

#[test]
fn what_is_no_document_is_refused() {
    for (text, code) in [
        ("", Code::BadSegment),
        ("amount_spent > 1", Code::BadSegment),
        ("[]", Code::BadSegment),
        ("{}", Code::BadSegment),
        (r#"{ "condition": { "kind": "all", "of": [] } }"#, Code::BadSegment),
        (r#"{ "version": "1", "condition": { "kind": "all", "of": [] } }"#, Code::BadSegment),
        (r#"{ "version": 0, "condition": { "kind": "all", "of": [] } }"#, Code::BadSegment),
        (r#"{ "version": 1 }"#, Code::BadSegment),
        (r#"{ "version": 1, "name": 5, "condition": { "kind": "all", "of": [] } }"#, Code::BadSegment),
        (r#"{ "version": 1, "condition": { "kind": "all", "of": [] } } 5"#, Code::BadSegment),
        (r#"{ "version": 2, "condition": { "kind": "all", "of": [] } }"#, Code::UnsupportedVersion),
        (r#"{ "version": 18446744073709551615, "condition": {} }"#, Code::UnsupportedVersion),
    ] {
        let error = from_json_text(text).expect_err(text);
        assert_eq!(error.code(), code, "{text}");
        assert!(error.to_string().ends_with(['.', '}']), "{error}");
    }
}

fn nested(levels: usize, open: &str, close: &str) -> String {
    let leaf = r#"{ "kind": "function", "function": "f", "where": [{ "parameter": "p", "operator": "=", "value": [{ "stat": "min" }] }] }"#;
    format!(r#"{{ "version": 1, "condition": {}{leaf}{} }}"#, open.repeat(levels), close.repeat(levels))
}

#[test]
fn depth_and_length_have_limits() {
    let group = |levels| nested(levels, r#"{ "kind": "all", "of": ["#, "] }");
    let not = |levels| nested(levels, r#"{ "kind": "not", "of": "#, " }");
    for text in [group(MAX_DEPTH), not(MAX_DEPTH)] {
        let (segment, problems) = from_json_text(&text).unwrap();
        assert_eq!(problems, []);
        assert_eq!(from_json_text(&to_json(&segment).to_string()).unwrap().0, segment);
    }
    let (segment, problems) = from_json_text(&not(MAX_DEPTH + 1)).unwrap();
    assert_eq!(problems[0].code, "too-deep");
    assert_eq!(from_json_text(&to_json(&segment).to_string()).unwrap().0, segment, "what lies too deep is kept");
    for text in
        [group(MAX_DEPTH + 2), not(200), nested(10_000, "[", "]"), "[".repeat(MAX_TEXT), "{\"a\":".repeat(9_999)]
    {
        assert_eq!(from_json_text(&text).unwrap_err().code(), Code::BadSegment);
    }
    let long = format!(
        r#"{{ "version": 1, "name": "{}", "condition": {{ "kind": "all", "of": [] }} }}"#,
        "x".repeat(MAX_TEXT)
    );
    assert_eq!(from_json_text(&long).unwrap_err().code(), Code::BadSegment);
}

#[test]
fn any_json_is_read_or_refused() {
    const PIECES: [&str; 30] = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"kind\":\"all\"",
        "\"kind\":\"not\"",
        "\"kind\":\"field\"",
        "\"kind\":\"function\"",
        "\"of\":",
        "\"of\":[",
        "\"field\":\"a\"",
        "\"operator\":\"in\"",
        "\"operator\":\"=\"",
        "\"value\":",
        "\"values\":[",
        "\"where\":[",
        "\"parameter\":\"p\"",
        "\"stat\":\"min\"",
        "5",
        "-1.5",
        "1e400",
        "null",
        "true",
        "\"x\"",
        "\"-30d\"",
        "\"\\ud800\"",
        "\"",
        "\\",
    ];
    arbtest::arbtest(|u| {
        let mut text = String::new();
        for _ in 0..u.int_in_range(0..=30)? {
            text.push_str(u.choose(&PIECES)?);
            text.push_str(u.choose(&["", ",", " "])?);
        }
        for text in [text.clone(), format!(r#"{{"version":1,"condition":{{{text}}}}}"#)] {
            if let Ok((segment, _)) = from_json_text(&text) {
                assert_eq!(from_json_text(&to_json(&segment).to_string()).unwrap().0, segment, "{text}");
            }
        }
        Ok(())
    });
}
