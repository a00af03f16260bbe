//! Shopify's dialects: what they can say, what is refused and why, and their limits.

use headcount::catalogue;
use headcount::condition::{Condition, Literal, Severity};
use headcount::query::{Dialect, parse, print, shopify_names};

fn read(text: &str) -> Condition {
    let parsed = parse(text);
    assert!(
        parsed.problems.iter().all(|problem| problem.severity == Severity::Warning),
        "{text}: {:?}",
        parsed.problems
    );
    parsed.condition
}

/// The printed text, or `path: reason` of each refusal.
fn say(text: &str, dialect: Dialect) -> String {
    match print(&read(text), dialect) {
        Ok(printed) => printed.text,
        Err(problems) => {
            assert!(problems.iter().all(|problem| problem.code == "not-in-shopify"), "{problems:?}");
            let lines: Vec<String> = problems.iter().map(|p| format!("! {}: {}", p.path, p.message)).collect();
            lines.join("\n")
        }
    }
}

#[test]
fn both_dialects_are_printed() {
    for (text, current, legacy) in [
        (
            "amount_spent > 100 AND customer_tags NOT CONTAINS 'x'",
            None,
            Some("amount_spent > 100 AND customer_tags NOT CONTAINS 'x'"),
        ),
        ("orders_placed MATCHES ()", None, Some("orders_placed() = true")),
        ("orders_placed IS NULL", None, Some("orders_placed IS NULL")),
        (
            "products_purchased NOT MATCHES (id IN (1, 2), date BETWEEN -12m AND today, quantity = 5)",
            None,
            Some("products_purchased(id: (1, 2), since: -12m, until: today, quantity: 5) = false"),
        ),
        (
            "orders_placed MATCHES (date >= 2024-01-01, count >= 2, sum_amount >= 10.50, amount >= 5)",
            None,
            Some(
                "orders_placed(since: 2024-01-01, count_at_least: 2, sum_amount_at_least: 10.50, amount_at_least: 5) = true",
            ),
        ),
        (
            "customer_within_distance MATCHES (coordinates = (42.7, -23.3), distance_km <= 10)",
            None,
            Some("customer_within_distance(coordinates: (42.7, -23.3), distance_km: 10) = true"),
        ),
        (
            "storefront_event.product_viewed(count_at_least: 1) = true",
            Some("storefront.product_viewed MATCHES (count >= 1)"),
            Some("storefront.product_viewed(count_at_least: 1) = true"),
        ),
        ("metafields.ns.key > 5 AND anniversary('metafields.facts.birth_date') = today", None, None),
        (
            "NOT (customer_countries CONTAINS 'BG')",
            Some("customer_countries NOT CONTAINS 'BG'"),
            Some("customer_countries NOT CONTAINS 'BG'"),
        ),
    ] {
        assert_eq!(say(text, Dialect::Current), current.unwrap_or(text), "{text}");
        assert_eq!(say(text, Dialect::Legacy), legacy.unwrap_or(text), "{text}");
    }
}

#[test]
fn what_shopify_cannot_say_is_named_with_the_reason() {
    for (text, expected) in [
        ("", "! : Shopify has no segment of everyone; add a condition."),
        ("gender = 'FEMALE'", "! : Shopify has no field `gender`; leave the condition out."),
        (
            "amount_spent > 1 AND profile.x = 1 AND answers.y CONTAINS 'z'",
            "! /of/1: Shopify has no field `profile.x`; leave the condition out.\n! /of/2: Shopify has no field `answers.y`; leave the condition out.",
        ),
        ("rfm_group IN ('LOYAL')", "! : Shopify has no IN for rfm_group; write one = each, joined by OR."),
        (
            "customer_tags CONTAINS ALL ('a', 'b')",
            "! : Shopify has no CONTAINS ALL for customer_tags; write one CONTAINS each, joined by AND.",
        ),
        (
            "customer_email_domain ENDS WITH '.bg'",
            "! : Shopify has no ENDS WITH for customer_email_domain; use another operator.",
        ),
        (
            "customer_email_domain CONTAINS 'mail'",
            "! : Shopify has no CONTAINS for customer_email_domain; use another operator.",
        ),
        ("customer_tags > 'a'", "! : Shopify has no > for customer_tags; use another operator."),
        ("amount_spent >= stat('average')", "! : Shopify has no statistic stat('average'); write the number."),
        ("last_order_date > -2h", "! : Shopify has no hours or minutes like -2h; write days."),
        ("NOT (amount_spent > 5)", "! /of: Shopify has no NOT before >; write the opposite comparison."),
        (
            "amount_spent > 1 OR NOT (number_of_orders > 5 AND number_of_orders < 9)",
            "! /of/1/of: Shopify has no NOT before a group; write the opposite conditions.",
        ),
        (
            "checkouts_abandoned MATCHES ()",
            "! /function: Shopify has no function `checkouts_abandoned`; leave the condition out.",
        ),
        (
            "orders_placed MATCHES (count > 1, status = 'x', amount IS NULL)",
            "! /where/1: Shopify's orders_placed has no parameter status; leave it out.\n! /where/2: Shopify has no IS NULL for amount; use another operator.",
        ),
        ("random_bucket('seed') < 5", "! : Shopify has no field `random_bucket`; leave the condition out."),
        ("anniversary('birth_date') = today", "! : Shopify has no date field `birth_date`; leave the condition out."),
    ] {
        assert_eq!(say(text, Dialect::Current), expected, "{text}");
    }
    for (text, expected) in [
        (
            "orders_placed MATCHES (count > 1)",
            "! /where/0: The legacy dialect cannot say count >; use the current one.",
        ),
        (
            "orders_placed MATCHES (count >= 1, date < today)",
            "! /where/1: The legacy dialect cannot say date <; use the current one.",
        ),
        (
            "products_purchased MATCHES (id NOT IN (1))",
            "! /where/0: The legacy dialect cannot say id NOT IN; use the current one.",
        ),
    ] {
        assert_eq!(say(text, Dialect::Legacy), expected, "{text}");
    }
}

#[test]
fn limits_of_shopify_are_warnings() {
    let warned = |text: &str| {
        let printed = print(&read(text), Dialect::Current).unwrap();
        assert!(printed.problems.iter().all(|problem| problem.severity == Severity::Warning));
        printed.problems.iter().map(|p| format!("{} {}", p.path, p.message)).collect::<Vec<_>>()
    };
    let clauses = |count: usize| vec!["amount_spent > 1"; count].join(" AND ");
    assert_eq!(warned(&clauses(10)), [""; 0]);
    assert_eq!(warned(&clauses(11)), [" Shopify takes at most 10 conditions, this segment has 11; shorten it."]);
    let ids = |count: usize| format!("products_purchased MATCHES (id IN ({}))", vec!["1"; count].join(", "));
    assert_eq!(warned(&ids(500)), [""; 0]);
    assert_eq!(warned(&ids(501)), ["/where/0 Shopify takes at most 500 values in a list; shorten it."]);
    let long = format!("customer_tags CONTAINS '{}'", "é".repeat(4_976));
    assert_eq!(warned(&long), [" Shopify takes at most 5000 characters, this segment has 5001; shorten it."]);
    assert_eq!(warned(&long.replacen('é', "", 1)), [""; 0]);
}

#[test]
fn what_has_no_text_is_refused() {
    let field = |text: &str, change: fn(&mut headcount::condition::Test)| {
        let mut condition = read(text);
        if let Condition::Field(clause) = &mut condition {
            change(&mut clause.test);
        }
        condition
    };
    let mut deep = read("a = 1");
    for _ in 0..65 {
        deep = Condition::Not(Box::new(deep));
    }
    for (condition, code, path) in [
        (Condition::Any(vec![]), "cannot-be-written", ""),
        (Condition::All(vec![read("a = 1"), Condition::All(vec![])]), "cannot-be-written", "/of/1"),
        (Condition::Not(Box::new(Condition::Any(vec![]))), "cannot-be-written", "/of"),
        (Condition::Unknown(serde_json::json!({ "kind": "moon" })), "cannot-be-written", ""),
        (field("a = 1", |test| test.values.clear()), "cannot-be-written", ""),
        (field("a = 1", |test| test.values.push(Literal::Today)), "cannot-be-written", ""),
        (field("a IN (1)", |test| test.values.clear()), "cannot-be-written", ""),
        (field("a IN (1)", |test| test.values = vec![Literal::Tuple(vec![Literal::Today])]), "cannot-be-written", ""),
        (field("a = 1", |test| test.values = vec![Literal::Tuple(vec![])]), "cannot-be-written", ""),
        (field("a = 1", |test| test.values = vec![Literal::Integer("1 OR b = 2".into())]), "cannot-be-written", ""),
        (field("a = 1", |test| test.values = vec![Literal::Decimal("1.5.2".into())]), "cannot-be-written", ""),
        (
            field("a = 1", |test| test.values = vec![Literal::Date(headcount::time::Day(i32::MAX))]),
            "cannot-be-written",
            "",
        ),
        (deep, "too-deep", ""),
    ] {
        for dialect in [Dialect::Headcount, Dialect::Current, Dialect::Legacy] {
            let problems = print(&condition, dialect).expect_err("has no text");
            let found = problems.iter().find(|problem| problem.code == code);
            assert_eq!(found.map(|problem| problem.path.as_str()), Some(path), "{condition:?} {problems:?}");
        }
    }
}

#[test]
fn shopifys_names_are_in_the_catalogue() {
    let names = shopify_names();
    assert!(names.len() > 50);
    for name in names {
        match name.split_once(' ') {
            None => assert!(catalogue::field(&name, None).is_some(), "{name}"),
            Some((function, parameter)) => {
                let function = catalogue::function(function).unwrap_or_else(|| panic!("{name}"));
                assert!(function.parameter(parameter).is_some(), "{name}");
            }
        }
    }
}
