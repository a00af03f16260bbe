//! Every rule, pitfall, criterion, name and operator is proved by a case.

use super::{all, condition};
use headcount::catalogue::{self, FIELDS, FUNCTIONS, Type};
use headcount::condition::{Condition, Operator, Test};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The rules of the semantics.
const RULES: [(&str, u8); 9] =
    [("T", 13), ("N", 5), ("A", 7), ("M", 7), ("X", 8), ("G", 1), ("B", 2), ("I", 3), ("law: ", 0)];

/// The pitfalls of the semantics, as the cases name them. Those of foreign files are held by the
/// import tests.
const PITFALLS: [&str; 29] = [
    "31 dates in >= -30d",
    "shop midnight at UTC+14 and UTC-12",
    "23- and 25-hour days, skipped midnight",
    "31 March -1m",
    "29 February",
    "birthdays over New Year",
    "last_order_date = -2d against orders_placed",
    "average over no orders",
    "count = 0",
    "\"at most n\" includes none",
    "NOT of OR",
    "NOT CONTAINS on no tags",
    "!= on missing",
    "precedence without parentheses",
    "BETWEEN a AND b AND c",
    "+30d before numbers",
    "escaped quotes",
    "parameter twice",
    "legacy = false",
    "refunds, cancelled, test orders",
    "JPY and KWD",
    "0.1 + 0.2",
    "mixed currencies",
    "tags differing in case",
    "İstanbul, Łódź, Đà Nẵng, Kraków",
    "time frame alone",
    "a stale answer after an edit",
    "snapshot older than today",
    "renamed enum values",
];

/// The criteria of the systems this product replaces that a segment can ask.
const CRITERIA: [&str; 32] = [
    "abandoned cart value",
    "pages visited",
    "product clicked",
    "time spent on website",
    "abandoned cart size",
    "shipping cost",
    "country where the cart was abandoned",
    "purchase frequency",
    "abandonment frequency",
    "prefixed value",
    "customer is tagged VIP",
    "frequently purchased",
    "age, marital status, gender, location, funnel",
    "order status",
    "volume of revenue, number of orders",
    "date of registration, of last order",
    "accepts marketing messages",
    "country, region (city)",
    "tag, customer group",
    "products ordered by category",
    "date of abandoned cart",
    "communication channel",
    "additional profile fields",
    "ordered exactly 2 days ago",
    "registration questions",
    "first and last interaction",
    "average check",
    "subscribed to a certain form",
    "orders include one of two products",
    "viewed products more than 3 times",
    "viewed several products of a category",
    "automatic or manual segment",
];

#[test]
fn every_rule_pitfall_and_criterion_has_a_case() {
    let mut proved: BTreeMap<String, usize> = BTreeMap::new();
    let cases = all();
    for case in &cases {
        assert!(!case.proves.is_empty(), "{case} proves nothing");
        for rule in &case.proves {
            *proved.entry(rule.clone()).or_default() += 1;
        }
    }
    let rules = RULES.iter().flat_map(|(letter, last)| (1..=*last).map(move |number| format!("{letter}{number}")));
    let pitfalls = PITFALLS.iter().map(|pitfall| format!("pitfall: {pitfall}"));
    let criteria = CRITERIA.iter().map(|criterion| format!("criterion: {criterion}"));
    let wanted: BTreeSet<String> = rules.chain(pitfalls).chain(criteria).collect();
    let missing: Vec<&String> = wanted.iter().filter(|rule| !proved.contains_key(*rule)).collect();
    assert!(missing.is_empty(), "no case proves {missing:?}");
    let numbered = |rule: &str| rule.starts_with(|c: char| c.is_ascii_uppercase()) && rule.len() < 4;
    let stray: Vec<&String> = (proved.keys())
        .filter(|rule| numbered(rule) || rule.starts_with("pitfall: ") || rule.starts_with("criterion: "))
        .filter(|rule| !wanted.contains(*rule))
        .collect();
    assert!(stray.is_empty(), "cases prove what is in no list: {stray:?}");
    println!("corpus: {} cases, {} rules, pitfalls and criteria", cases.len(), wanted.len());
}

#[test]
fn no_two_cases_ask_the_same() {
    let mut seen = BTreeMap::new();
    for case in all() {
        let asked = format!(
            "{} {:?} {:?} {:?} {:?} {} {:?}",
            case.shop, case.segment, case.condition, case.as_of, case.policy, case.strict_missing, case.after
        );
        if let Some(other) = seen.insert(asked, case.name.clone()) {
            panic!("{case} asks what '{other}' asks");
        }
    }
}

#[test]
fn every_name_and_operator_is_counted_in_some_case() {
    let mut asked = HashSet::new();
    for case in all().iter().filter(|case| case.members.is_some()) {
        walk(&condition(case), &mut asked);
    }
    let mut missing = Vec::new();
    let mut wanted = 0;
    let mut want = |what: (String, Operator), asked: &HashSet<(String, Operator)>| {
        wanted += 1;
        if !asked.contains(&what) {
            missing.push(format!("{} {}", what.0, what.1.as_str()));
        }
    };
    let names: HashSet<&str> = asked.iter().map(|(name, _)| name.as_str()).collect();
    let mut unnamed = Vec::new();
    let mut named = |name: String| {
        if !names.contains(name.as_str()) {
            unnamed.push(name);
        }
    };
    for field in FIELDS {
        for operator in field.type_.operators() {
            want((kind(field.type_), *operator), &asked);
        }
        named(field.name.to_owned());
    }
    for function in FUNCTIONS {
        for parameter in function.parameters {
            for operator in parameter.type_.operators() {
                want((format!("row {}", kind(parameter.type_)), *operator), &asked);
            }
            let name = format!("{}.{}", function.name, parameter.name);
            named(name);
        }
    }
    missing.sort();
    missing.dedup();
    assert!(missing.is_empty() && unnamed.is_empty(), "no case counts {missing:?} {unnamed:?}");
    println!("corpus: {wanted} operators of fields and parameters");
}

/// A type by name; closed lists are one type.
fn kind(type_: Type) -> String {
    match type_ {
        Type::Enum(_) => "Enum".into(),
        other => format!("{other:?}"),
    }
}

/// Notes each clause under its name and under its type.
fn walk(condition: &Condition, asked: &mut HashSet<(String, Operator)>) {
    let mut note = |name: &str, type_: String, test: &Test| {
        asked.insert((name.to_owned(), test.operator));
        asked.insert((type_, test.operator));
    };
    match condition {
        Condition::All(children) | Condition::Any(children) => children.iter().for_each(|child| walk(child, asked)),
        Condition::Not(child) => walk(child, asked),
        Condition::Field(clause) => {
            if let Some(field) = catalogue::field(&clause.field, None) {
                note(&clause.field, kind(field.type_), &clause.test);
            }
        }
        Condition::Function(clause) => {
            let Some(function) = catalogue::function(&clause.function) else { return };
            for parameter in &clause.parameters {
                let Some(known) = function.parameter(&parameter.name) else { continue };
                let name = format!("{}.{}", function.name, parameter.name);
                note(&name, format!("row {}", kind(known.type_)), &parameter.test);
            }
        }
        Condition::Anniversary(_) | Condition::Unknown(_) => {}
    }
}
