//! Rule groups of react-querybuilder, both ways.

use crate::arbitrary::{condition, known_clause};
use headcount::author::{Answer, Author, FormatQuestion, Question};
use headcount::condition::{Condition, MAX_DEPTH, Segment};
use headcount::error::Code;
use headcount::query::{
    Dialect, from_json_text, from_react_querybuilder, parse, print, to_json, to_react_querybuilder,
};
use headcount::session::SegmentInput;
use headcount::time::Instant;
use serde_json::{Value, json};

fn segment(condition: Condition) -> Segment {
    Segment { name: None, condition }
}

/// The text of a rule group and its problems.
fn read(group: &Value) -> (String, Vec<String>) {
    let (segment, problems) = from_react_querybuilder(&group.to_string()).unwrap();
    let text = print(&segment.condition, Dialect::Headcount).map_or_else(|_| "?".to_owned(), |printed| printed.text);
    (text, problems.iter().map(|problem| format!("{} {}", problem.code, problem.path)).collect())
}

fn and(rules: Value) -> Value {
    json!({ "combinator": "and", "rules": rules })
}

#[test]
fn rules_are_read() {
    let one = |rule: Value| and(json!([rule]));
    let rule = |field: &str, operator: &str, value: Value| json!({ "id": "x", "field": field, "operator": operator, "value": value, "valueSource": "value" });
    let orders = |quantity: Value, rules: Value| {
        one(json!({ "field": "orders_placed", "operator": "=", "match": quantity, "value": and(rules) }))
    };
    for (group, expected) in [
        (and(json!([])), ""),
        (json!({ "combinator": "or", "not": true, "rules": [] }), ""),
        (one(rule("age", ">=", json!(18))), "age >= 18"),
        (one(rule("age", ">=", json!("18"))), "age >= '18'"),
        (one(rule("amount_spent", "<", json!(10.5))), "amount_spent < 10.5"),
        (one(rule("customer_added_date", ">", json!("-30d"))), "customer_added_date > -30d"),
        (one(rule("a", "between", json!([1, 2]))), "a BETWEEN 1 AND 2"),
        (one(rule("a", "between", json!("2024-01-01, 2024-02-01"))), "a BETWEEN 2024-01-01 AND 2024-02-01"),
        (one(rule("a", "notBetween", json!(["1.5", "2.5"]))), "NOT (a BETWEEN 1.5 AND 2.5)"),
        (one(rule("a", "in", json!(["x", "y"]))), "a IN ('x', 'y')"),
        (one(rule("a", "notIn", json!("x, y\\,z ,"))), "a NOT IN ('x', 'y,z')"),
        (one(rule("a", "contains", json!("x"))), "a CONTAINS 'x'"),
        (one(rule("a", "doesNotContain", json!("x"))), "a NOT CONTAINS 'x'"),
        (one(rule("a", "beginsWith", json!("x"))), "a STARTS WITH 'x'"),
        (one(rule("a", "doesNotBeginWith", json!("x"))), "NOT (a STARTS WITH 'x')"),
        (one(rule("a", "doesNotEndWith", json!("x"))), "NOT (a ENDS WITH 'x')"),
        (one(rule("a", "null", json!(""))), "a IS NULL"),
        (one(rule("a", "notNull", json!(null))), "a IS NOT NULL"),
        (one(rule("a", "containsAny", json!("x,y"))), "a CONTAINS ANY ('x', 'y')"),
        (one(rule("a", "=", json!(true))), "a = true"),
        (one(rule("a", ">=", json!({ "stat": "median" }))), "a >= stat('median')"),
        (one(rule("random_bucket('it\\'s')", "<", json!(500))), "random_bucket('it\\'s') < 500"),
        (one(rule("anniversary('birth_date')", "=", json!("today"))), "anniversary('birth_date') = today"),
        (orders(json!({ "mode": "some" }), json!([])), "orders_placed MATCHES ()"),
        (
            orders(json!({ "mode": "none" }), json!([rule("date", ">=", json!("-90d"))])),
            "orders_placed NOT MATCHES (date >= -90d)",
        ),
        (
            orders(json!({ "mode": "atLeast", "threshold": 2 }), json!([rule("amount", ">", json!(5))])),
            "orders_placed MATCHES (amount > 5, count >= 2)",
        ),
        (orders(json!({ "mode": "atLeast", "threshold": 1 }), json!([])), "orders_placed MATCHES ()"),
        (orders(json!({ "mode": "atMost", "threshold": 3 }), json!([])), "orders_placed MATCHES (count <= 3)"),
        (orders(json!({ "mode": "atMost", "threshold": 0 }), json!([])), "orders_placed NOT MATCHES ()"),
        (orders(json!({ "mode": "exactly", "threshold": 3 }), json!([])), "orders_placed MATCHES (count = 3)"),
        (
            json!({ "combinator": "OR", "not": true, "rules": [rule("a", "=", json!(1)), and(json!([rule("b", "=", json!(2)), rule("c", "=", json!(3))]))] }),
            "NOT (a = 1 OR (b = 2 AND c = 3))",
        ),
        (json!({ "combinator": "and", "not": true, "rules": [rule("a", ">", json!(1))] }), "NOT (a > 1)"),
        (
            and(
                json!([rule("a", "=", json!(1)), { "muted": true, "field": "b", "operator": "=", "value": 1 }, rule("~", "=", json!(1)), rule("c", "~", json!(1))]),
            ),
            "a = 1",
        ),
        (
            json!({ "rules": [rule("a", "=", json!(1)), "or", rule("b", "=", json!(2)), "AND", rule("c", "=", json!(3))] }),
            "a = 1 OR (b = 2 AND c = 3)",
        ),
        (
            json!({ "rules": [rule("a", "=", json!(1)), "and", { "rules": [rule("b", "=", json!(2))], "not": true }] }),
            "a = 1 AND b != 2",
        ),
        (json!({ "rules": [] }), ""),
        (
            json!({ "rules": [rule("a", "=", json!(1)), "or", rule("~", "=", json!(1)), "and", rule("c", "=", json!(3))] }),
            "a = 1 AND c = 3",
        ),
        (json!({ "rules": [rule("~", "=", json!(1)), "xor", rule("c", "=", json!(3))] }), "c = 3"),
        (json!({ "combinator": "xor", "rules": [rule("a", "=", json!(1)), rule("~", "=", json!(1))] }), "a = 1"),
        (one(rule("a", "notin", json!("x"))), "a NOT IN ('x')"),
        (one(rule("a", "in", json!(5))), "a IN (5)"),
        (one(rule("a", "in", json!(["x", ""]))), "a IN ('x', '')"),
        (one(rule("a", "in", json!({ "$bigint": "9007199254740993" }))), "a IN (9007199254740993)"),
        (one(rule("a", "between", json!("1,2,3"))), "a BETWEEN '1' AND '2'"),
        (and(json!([rule("a", "in", json!("")), rule("b", "=", json!(1))])), "b = 1"),
        (and(json!([rule("a", "notIn", json!([])), rule("b", "=", json!(1))])), "b = 1"),
        (and(json!([rule("a", "between", json!("5,")), rule("b", "=", json!(1))])), "b = 1"),
        (and(json!([rule("a", "between", json!(" ,5,6")), rule("b", "=", json!(1))])), "b = 1"),
        (and(json!([rule("a", "between", json!([null, 5])), rule("b", "=", json!(1))])), "b = 1"),
        (and(json!([rule("a", "notBetween", json!([1, ""])), rule("b", "=", json!(1))])), "b = 1"),
        (one(json!({ "field": "a", "operator": "=", "value": 1, "match": { "mode": "" }, "lhs": null })), "a = 1"),
        (one(json!({ "field": "a", "operator": "null", "value": "b", "valueSource": "field" })), "a IS NULL"),
        (one(json!({ "field": "a", "operator": "in", "value": "", "valueSource": "field" })), ""),
        (
            one(json!({ "field": "orders_placed", "operator": "=", "match": { "mode": "SOME" }, "value": { "rules": [
                rule("amount", ">", json!(5)), "and", and(json!([rule("date", ">=", json!("-90d")), rule("id", "in", json!([]))])) ] } })),
            "orders_placed MATCHES (amount > 5, date >= -90d)",
        ),
    ] {
        assert_eq!(read(&group), (expected.to_owned(), vec![]), "{group}");
    }
}

#[test]
fn what_no_condition_says_is_kept_and_reported() {
    let fine = json!({ "field": "a", "operator": "=", "value": 1 });
    let beside = |rule: Value| and(json!([fine.clone(), rule]));
    for (group, expected) in [
        (json!({ "combinator": "xor", "rules": [fine.clone(), fine.clone()] }), "bad-rule "),
        (json!({ "rules": [fine.clone(), fine.clone(), fine.clone()] }), "bad-rule "),
        (json!({ "rules": ["and", fine.clone(), "and"] }), "bad-rule "),
        (json!({ "rules": [fine.clone(), fine.clone()] }), "bad-rule "),
        (json!({ "rules": [fine.clone(), "xor", fine.clone()] }), "bad-rule "),
        (
            beside(json!({ "field": "a", "operator": "=", "value": "b", "valueSource": "field" })),
            "bad-rule /of/1/value",
        ),
        (beside(json!({ "field": "a", "operator": "like", "value": "b" })), "bad-rule /of/1/operator"),
        (beside(json!({ "field": "a", "operator": "=", "value": null })), "bad-rule /of/1/value"),
        (beside(json!({ "field": "a", "operator": "between", "value": [1, [2]] })), "bad-rule /of/1/value"),
        (
            beside(json!({ "field": "a", "operator": "=", "value": "b", "valueSource": "parameter" })),
            "bad-rule /of/1/value",
        ),
        (
            beside(json!({ "field": "a", "operator": "=", "value": 1, "lhs": { "kind": "field", "field": "b" } })),
            "bad-rule /of/1",
        ),
        (beside(json!({ "field": "a", "value": 1 })), "bad-rule /of/1"),
        (beside(json!("or")), "bad-rule /of/1"),
        (beside(json!({ "kind": "function", "function": "orders_placed", "operator": "=" })), "bad-rule /of/1"),
        (beside(json!({ "combinator": "and", "not": true, "rules": [fine.clone(), 5] })), "bad-rule /of/1/of/of/1"),
        (beside(json!({ "combinator": "and", "rules": 5 })), "bad-rule /of/1"),
        (
            beside(json!({ "field": "f", "operator": "=", "match": { "mode": "all" }, "value": and(json!([])) })),
            "bad-rule /of/1/matches",
        ),
        (
            beside(
                json!({ "field": "f", "operator": "=", "match": { "mode": "atLeast", "threshold": 0.5 }, "value": and(json!([])) }),
            ),
            "bad-rule /of/1/matches",
        ),
        (
            beside(json!({ "field": "f", "operator": "=", "match": { "mode": "some" }, "value": "x" })),
            "bad-rule /of/1/where",
        ),
        (
            beside(
                json!({ "field": "f", "operator": "=", "match": { "mode": "some" }, "value": { "combinator": "or", "rules": [fine.clone(), fine.clone()] } }),
            ),
            "bad-rule /of/1/where",
        ),
        (
            beside(
                json!({ "field": "f", "operator": "=", "match": { "mode": "some" }, "value": and(json!([{ "combinator": "and", "not": true, "rules": [fine.clone()] }])) }),
            ),
            "bad-rule /of/1/where",
        ),
    ] {
        let (segment, problems) = from_react_querybuilder(&group.to_string()).unwrap();
        let found: Vec<String> = problems.iter().map(|problem| format!("{} {}", problem.code, problem.path)).collect();
        assert_eq!(found, [expected], "{group}");
        assert!(print(&segment.condition, Dialect::Headcount).is_err(), "nothing is left out silently");
        let saved = to_json(&segment).to_string();
        assert_eq!(from_json_text(&saved).unwrap().0, segment, "it does not become a condition by being saved");
    }
    for text in ["", "[]", "{}", r#"{ "combinator": "and" }"#, r#"{ "rules": {} }"#, &"[".repeat(9_999)] {
        assert_eq!(from_react_querybuilder(text).unwrap_err().code(), Code::BadSegment);
    }
}

#[test]
fn conditions_are_written() {
    let written = |text: &str| {
        let (group, problems) = to_react_querybuilder(&segment(parse(text).condition));
        assert_eq!(problems, [], "{text}");
        group
    };
    assert_eq!(written(""), and(json!([])));
    assert_eq!(
        written("a = 1 AND NOT (b BETWEEN -30d AND today OR c IS NULL)"),
        and(json!([
            { "field": "a", "operator": "=", "value": 1 },
            { "combinator": "or", "not": true, "rules": [
                { "field": "b", "operator": "between", "value": ["-30d", "today"] },
                { "field": "c", "operator": "null", "value": null } ] } ]))
    );
    assert_eq!(
        written("orders_placed NOT MATCHES (id IN (1, 2), date >= -90d)"),
        and(json!([{ "field": "orders_placed", "operator": "=", "match": { "mode": "none" }, "value": and(json!([
            { "field": "id", "operator": "in", "value": [1, 2] },
            { "field": "date", "operator": ">=", "value": "-90d" } ])) }]))
    );
    let no_one = json!({ "combinator": "and", "not": true, "rules": [and(json!([]))] });
    for condition in [Condition::Any(vec![]), Condition::Not(Box::new(Condition::All(vec![])))] {
        let (group, problems) = to_react_querybuilder(&segment(condition));
        assert_eq!((&group, problems.len()), (&no_one, 0));
        let (again, problems) = from_react_querybuilder(&group.to_string()).unwrap();
        assert_eq!((again.condition, problems), (Condition::Not(Box::new(Condition::All(vec![]))), vec![]));
    }
    let unsaid = Condition::All(vec![
        parse("a = 1").condition,
        Condition::Unknown(json!({ "kind": "moon" })),
        from_json(&json!({ "kind": "field", "field": "a", "operator": "in", "values": [] })),
        from_json(&json!({ "kind": "field", "field": "~", "operator": "is null" })),
        from_json(&json!({ "kind": "function", "function": "~" })),
        from_json(
            &json!({ "kind": "function", "function": "f", "where": [{ "parameter": "~", "operator": "is null" }] }),
        ),
    ]);
    let (group, problems) = to_react_querybuilder(&segment(unsaid));
    assert_eq!(group["rules"].as_array().unwrap().len(), 2);
    let paths: Vec<&str> = problems.iter().map(|problem| problem.path.as_str()).collect();
    assert_eq!(paths, ["/of/1", "/of/2", "/of/3", "/of/4", "/of/5/where/0"]);
}

fn from_json(condition: &Value) -> Condition {
    from_json_text(&json!({ "version": 1, "condition": condition }).to_string()).unwrap().0.condition
}

#[test]
fn blank_ends_and_the_deepest_function_survive() {
    let function = parse("f MATCHES (a BETWEEN '' AND '2024-01-01', b IN ('', ' ', 'today'))").condition;
    let deepest = (0..MAX_DEPTH).fold(function, |inner, level| match level % 2 {
        0 => Condition::Any(vec![inner, parse("a = 1").condition]),
        _ => Condition::Not(Box::new(inner)),
    });
    let (group, problems) = to_react_querybuilder(&segment(deepest.clone()));
    assert_eq!(problems, []);
    let (again, problems) = from_react_querybuilder(&group.to_string()).unwrap();
    assert_eq!((again.condition, problems), (deepest, vec![]));
}

/// A group of one is that one; nothing else is lost.
fn plain(condition: &Condition) -> Condition {
    match condition {
        Condition::All(children) | Condition::Any(children) if children.len() == 1 => plain(&children[0]),
        Condition::All(children) => Condition::All(children.iter().map(plain).collect()),
        Condition::Any(children) => Condition::Any(children.iter().map(plain).collect()),
        Condition::Not(child) => Condition::Not(Box::new(plain(child))),
        other => other.clone(),
    }
}

#[test]
fn conditions_survive_their_rules() {
    arbtest::arbtest(|u| {
        let condition = condition(u, &known_clause)?;
        let (group, problems) = to_react_querybuilder(&segment(condition.clone()));
        assert_eq!(problems, []);
        let (again, problems) = from_react_querybuilder(&group.to_string()).unwrap();
        assert_eq!(problems, [], "{group}");
        assert_eq!(again.condition, plain(&condition), "{group}");
        Ok(())
    });
}

#[test]
fn a_rule_group_is_a_segment_wherever_one_is_asked_for() {
    let group = and(json!([
        { "field": "customer_tags", "operator": "contains", "value": "2024-01-01" },
        { "field": "amount_spent", "operator": ">", "value": "100" }
    ]))
    .to_string();
    let said = |segment: Value, to: &str| {
        let question = FormatQuestion { segment: SegmentInput::of(&segment), to: to.to_owned() };
        match Author::default().ask(&Question::Format(question), Instant(0)) {
            Ok(Answer::Format(reply)) => Ok(reply.text),
            Ok(other) => panic!("{other:?}"),
            Err(error) => Err(error.code()),
        }
    };
    let json = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let text = "customer_tags CONTAINS '2024-01-01' AND amount_spent > 100";
    assert_eq!(said(json(&group), "headcount").as_deref(), Ok(text));
    assert_eq!(
        said(json(&group), "lines").as_deref(),
        Ok("customer_tags CONTAINS '2024-01-01'\nAND amount_spent > 100")
    );
    let document = said(json(&group), "json").unwrap();
    let again: Value = serde_json::from_str(&said(json(&document), "react-querybuilder").unwrap()).unwrap();
    assert_eq!(again, serde_json::from_str::<Value>(&group).unwrap());
    let rules = said(json!("amount_spent > 100"), "react-querybuilder").unwrap();
    assert_eq!(rules, r#"{"combinator":"and","rules":[{"field":"amount_spent","operator":">","value":100}]}"#);
    assert_eq!(said(json(r#"{ "rules": [5] }"#), "headcount"), Err(Code::InvalidSegment));
    assert_eq!(said(json(r#"{ "rules": 5 }"#), "headcount"), Err(Code::BadSegment));
    assert_eq!(said(json!(""), "xml"), Err(Code::BadArgument));
    let empty = r#"{ "version": 1, "condition": { "kind": "field", "field": "a", "operator": "in", "values": [] } }"#;
    assert_eq!(said(json(empty), "react-querybuilder"), Err(Code::InvalidSegment));
}
