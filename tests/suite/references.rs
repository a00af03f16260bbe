//! Segments that name other segments.

use headcount::check::{Node, NodeKind, Options, Origin, Outcome, Policy, Positive, check_among};
use headcount::condition::{Condition, FieldClause, Literal, Membership, Operator, References, Test};
use headcount::snapshot::{Currency, Rows, Snapshot};
use headcount::time::{Instant, Zone};

fn names(operator: Operator, names: &[&str]) -> Condition {
    let values = names.iter().map(|name| Literal::Text((*name).to_owned())).collect();
    Condition::Field(FieldClause { field: "segments".into(), argument: None, test: Test { operator, values } })
}

fn bucket() -> Condition {
    let test = Test { operator: Operator::Less, values: vec![Literal::Integer("100".into())] };
    Condition::Field(FieldClause { field: "random_bucket".into(), argument: None, test })
}

fn check(condition: &Condition, references: Option<&References>) -> Outcome {
    let currency = Currency { code: "EUR".into(), exponent: 2 };
    let snapshot = Snapshot::of_customers("test".into(), Instant(0), Zone::utc(), currency, Rows::default());
    let options = Options { as_of: Instant(0), policy: Policy::default(), strict_missing: true };
    check_among(condition, Origin::Text, Some(&snapshot), &options, &Zone::utc(), references)
}

fn codes(outcome: &Outcome) -> Vec<&'static str> {
    outcome.problems.iter().map(|problem| problem.code).collect()
}

fn shape(node: &Node) -> String {
    let list = |nodes: &[Node]| nodes.iter().map(shape).collect::<Vec<_>>().join(" ");
    match &node.kind {
        NodeKind::All(nodes) => format!("all({})", list(nodes)),
        NodeKind::Any(nodes) => format!("any({})", list(nodes)),
        NodeKind::Not(node) => format!("not({})", shape(node)),
        NodeKind::Value { test, .. } => match &test.positive {
            Positive::OneOf(keys) => keys.join(","),
            _ => "value".to_owned(),
        },
        NodeKind::Rows(_) => "rows".to_owned(),
    }
}

fn library() -> References {
    let mut library = References::default();
    library.insert("VIP", Membership::Customers(vec!["7".into(), "gid://shop/Customer/8".into()]));
    library.insert("Sample", Membership::Condition(bucket()));
    library.insert("Both", Membership::Condition(names(Operator::ContainsAll, &["VIP", "Sample"])));
    library.insert("A", Membership::Condition(names(Operator::Contains, &["b"])));
    library.insert("B", Membership::Condition(names(Operator::NotContains, &["A"])));
    library.insert("Broken", Membership::Condition(names(Operator::Contains, &["nowhere"])));
    library
}

#[test]
fn named_segments_take_the_clauses_place() {
    for (operator, named, expected) in [
        (Operator::Contains, &[" vip "][..], "7,8"),
        (Operator::NotContains, &["VIP"], "not(7,8)"),
        (Operator::ContainsAny, &["VIP", "Sample"], "any(7,8 value)"),
        (Operator::ContainsNone, &["VIP", "Sample"], "not(any(7,8 value))"),
        (Operator::Contains, &["both"], "all(7,8 value)"),
    ] {
        let outcome = check(&names(operator, named), Some(&library()));
        assert_eq!(outcome.checked.map(|checked| shape(&checked.root)).as_deref(), Some(expected), "{named:?}");
    }
}

#[test]
fn references_that_lead_nowhere_are_problems() {
    let library = library();
    for (condition, library, expected) in [
        (names(Operator::Contains, &["VPI"]), Some(&library), "unknown-segment"),
        (names(Operator::Contains, &["VIP"]), None, "unknown-segment"),
        (names(Operator::Contains, &["A"]), Some(&library), "segment-cycle"),
        (names(Operator::Contains, &["Broken"]), Some(&library), "segment-invalid"),
        (names(Operator::IsNull, &[]), Some(&library), "operator-not-allowed"),
    ] {
        let outcome = check(&condition, library);
        assert!(outcome.checked.is_none());
        assert_eq!(codes(&outcome), [expected], "{condition:?}");
    }
    let near = check(&names(Operator::Contains, &["VPI"]), Some(&library));
    assert_eq!(near.problems[0].fix.as_ref().map(|fix| fix.text.as_str()), Some("'VIP'"));
    let own = library.editing("vip");
    assert_eq!(codes(&check(&names(Operator::Contains, &["Both"]), Some(&own))), ["segment-cycle"]);
}

#[test]
fn a_lattice_of_references_is_bounded() {
    let mut library = References::default();
    library.insert("s0", Membership::Condition(bucket()));
    for level in 1..40 {
        let below = format!("s{}", level - 1);
        let twice = Condition::All(vec![names(Operator::Contains, &[&below]), names(Operator::NotContains, &[&below])]);
        library.insert(format!("s{level}"), Membership::Condition(twice));
    }
    for level in [14, 39] {
        let name = format!("s{level}");
        let outcome = check(&names(Operator::Contains, &[&name]), Some(&library));
        assert!(outcome.checked.is_none() && outcome.problems.len() == 1, "{name}");
        assert!(["too-many-nodes", "too-deep"].contains(&outcome.problems[0].code));
    }
}
