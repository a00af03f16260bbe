//! Check: names, operators, literals and dates become meaning or problems.

use crate::zones::zone;
use headcount::catalogue::{FIELDS, FUNCTIONS, describe_fields};
use headcount::check::{
    Bound, CODES, Measure, NodeKind, Operand, Options, Origin, Outcome, Policy, Positive, Range, RowColumn, ValueTest,
    check, check_partial,
};
use headcount::condition::{
    AnniversaryClause, Condition, FieldClause, FunctionClause, Literal, OffsetUnit, Operator, Parameter, Test,
};
use headcount::order::ByName;
use headcount::snapshot::{Codes, Column, Currency, Lists, Numbers, Rows, Snapshot, TableName, Texts, Times};
use headcount::time::{Day, Instant, LocalSecond, Zone};
use headcount::value::Decimal;

fn literal(text: &str) -> Literal {
    if let Some(inner) = text.strip_prefix('\'') {
        return Literal::Text(inner.strip_suffix('\'').unwrap().to_owned());
    }
    let units = [
        ("min", OffsetUnit::Minute),
        ("d", OffsetUnit::Day),
        ("w", OffsetUnit::Week),
        ("m", OffsetUnit::Month),
        ("y", OffsetUnit::Year),
        ("h", OffsetUnit::Hour),
    ];
    if let Some(day) = Day::parse(text) {
        return Literal::Date(day);
    }
    if let Some((day, clock)) = text.split_once('T') {
        let part = |range: std::ops::Range<usize>| clock[range].parse::<i64>().unwrap();
        let second = part(0..2) * 3600 + part(3..5) * 60 + part(6..8);
        return Literal::DateTime(LocalSecond(Day::parse(day).unwrap().midnight().0 + second));
    }
    for (name, unit) in units {
        if let Some(Ok(amount)) = text.strip_suffix(name).map(str::parse) {
            return Literal::Offset { amount, unit };
        }
    }
    match text {
        "today" => Literal::Today,
        "yesterday" => Literal::Yesterday,
        "true" | "false" => Literal::Boolean(text == "true"),
        _ if text.starts_with("stat:") => Literal::Stat(text[5..].to_owned()),
        _ if text.contains('.') => Literal::Decimal(text.to_owned()),
        _ => Literal::Integer(text.to_owned()),
    }
}

fn test(operator: &str, values: &[&str]) -> Test {
    let operator = Operator::ALL.into_iter().find(|known| known.as_str() == operator).expect(operator);
    Test { operator, values: values.iter().map(|text| literal(text)).collect() }
}

fn field(name: &str, operator: &str, values: &[&str]) -> Condition {
    Condition::Field(FieldClause { field: name.into(), argument: None, test: test(operator, values) })
}

fn anniversary(name: &str, operator: &str, values: &[&str]) -> Condition {
    Condition::Anniversary(AnniversaryClause { field: name.into(), test: test(operator, values) })
}

fn function(name: &str, parameters: &[(&str, &str, &[&str])]) -> Condition {
    let parameters = parameters
        .iter()
        .map(|(name, operator, values)| Parameter { name: (*name).into(), test: test(operator, values) })
        .collect();
    Condition::Function(FunctionClause { function: name.into(), matches: true, parameters })
}

fn number(scale: u8, values: &[i64]) -> Column {
    let magnitude = values.iter().map(|value| u128::from(value.unsigned_abs())).sum();
    Column::Number(Numbers { scale, values: values.to_vec(), valid: None, magnitude })
}

fn text(rows: &[Option<&str>]) -> Column {
    let mut keys: Vec<String> = Vec::new();
    let codes = rows.iter().map(|row| match row {
        None => 0,
        Some(key) => match keys.iter().position(|known| known == key) {
            Some(at) => at as u32 + 1,
            None => {
                keys.push((*key).to_owned());
                keys.len() as u32
            }
        },
    });
    let codes = codes.collect();
    Column::Text(Texts { codes: Codes::narrow(codes, keys.len()), keys: keys.into(), shown: None })
}

fn list(keys: &[&str], rows: &[&[u32]]) -> Column {
    let mut offsets = vec![0];
    let mut codes = Vec::new();
    for row in rows {
        codes.extend_from_slice(row);
        offsets.push(codes.len() as u32);
    }
    let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
    Column::List(Lists { offsets, codes, keys: keys.into(), shown: None })
}

fn times(days: &[Option<&str>], date_only: bool) -> Column {
    let seconds =
        days.iter().map(|day| day.map_or(Times::MISSING, |day| Day::parse(day).unwrap().midnight().0)).collect();
    Column::Time(Times { seconds, date_only, day_codes: vec![], first_day: Day(0) })
}

fn columns(list: Vec<(&str, Column)>) -> ByName<Column> {
    list.into_iter().map(|(name, column)| (name.to_owned(), column)).collect()
}

/// Three customers; the instant of the snapshot is 2026-08-16T12:00Z.
fn snapshot() -> Snapshot {
    let customers = columns(vec![
        ("id", text(&[Some("1"), Some("2"), Some("3")])),
        ("created_at", times(&[Some("2024-01-01"), Some("2024-01-02"), None], false)),
        ("birth_date", times(&[Some("1980-02-29"), None, None], true)),
        ("tags", list(&["vip", "wholesale"], &[&[0], &[0, 1], &[]])),
        ("email_status", text(&[Some("SUBSCRIBED"), Some("WEIRD"), None])),
        ("product_subscription_status", text(&[Some("ACTIVE"), None, None])),
        ("language", text(&[Some("en"), Some("en-US"), None])),
        ("countries", list(&["GB", "BG"], &[&[0], &[1], &[]])),
        ("cities", list(&["GB-london"], &[&[0], &[], &[]])),
        ("gender", text(&[Some("FEMALE"), None, None])),
        ("profile.score", number(1, &[15, 20, 0])),
        ("profile.points", number(0, &[15, 20, 0])),
        ("profile.Shoe size", text(&[Some("42"), None, None])),
        ("answers.size", list(&["s", "m"], &[&[0], &[1], &[]])),
        ("coordinates", list(&[], &[&[], &[], &[]])),
    ]);
    let orders = Rows {
        len: 2,
        columns: columns(vec![
            ("total", number(2, &[1000, 2000])),
            ("refunded", number(2, &[0, 500])),
            ("status", text(&[Some("COMPLETED"), Some("CANCELLED")])),
        ]),
        ..Rows::default()
    };
    let products = Rows {
        len: 2,
        columns: columns(vec![
            ("categories", list(&["apparel > shoes", "apparel > shoes > boots"], &[&[0], &[1]])),
            ("tags", list(&["sale"], &[&[0], &[]])),
        ]),
        ..Rows::default()
    };
    let lines = Rows {
        len: 2,
        columns: columns(vec![("product_id", text(&[Some("77"), Some("85123A")])), ("quantity", number(0, &[1, 2]))]),
        ..Rows::default()
    };
    let checkouts = Rows {
        len: 1,
        columns: columns(vec![
            ("completed_at", times(&[None], false)),
            ("started_at", times(&[Some("2026-08-01")], true)),
            ("value", number(2, &[100])),
        ]),
        ..Rows::default()
    };
    let events = Rows { len: 1, columns: columns(vec![("object_id", text(&[Some("9")]))]), ..Rows::default() };
    let taken_at = Instant::parse("2026-08-16T12:00:00Z", &Zone::utc()).unwrap();
    let currency = Currency { code: "EUR".into(), exponent: 2 };
    let customers = Rows { len: 3, columns: customers, ..Rows::default() };
    Snapshot {
        orders: Some(orders),
        lines: Some(lines),
        products: Some(products),
        checkouts: Some(checkouts),
        events: ByName::from_iter([("product_view".to_owned(), events)]),
        ..Snapshot::of_customers("small".into(), taken_at, Zone::utc(), currency, customers)
    }
}

fn options() -> Options {
    let as_of = Instant::parse("2026-08-16T12:00:00Z", &Zone::utc()).unwrap();
    Options { as_of, policy: Policy::default(), strict_missing: false }
}

fn checked(condition: &Condition) -> Outcome {
    check(condition, Origin::Text, Some(&snapshot()), &options(), &Zone::utc())
}

/// `code path [-> fix]` of every problem.
fn problems(outcome: &Outcome) -> Vec<String> {
    let line = |problem: &headcount::condition::Problem| match &problem.fix {
        Some(fix) => format!("{} {} -> {}", problem.code, problem.path, fix.text),
        None => format!("{} {}", problem.code, problem.path),
    };
    outcome.problems.iter().map(line).collect()
}

fn value_test(condition: &Condition) -> ValueTest {
    let outcome = checked(condition);
    match outcome.checked.unwrap_or_else(|| panic!("{:?}", outcome.problems)).root.kind {
        NodeKind::Value { test, .. } => test,
        other => panic!("{other:?}"),
    }
}

#[test]
fn literals_are_judged_by_the_type() {
    let cases: &[(Condition, &[&str])] = &[
        (field("number_of_orders", ">=", &["3"]), &[]),
        (field("number_of_orders", ">=", &["3.0"]), &["decimal-for-integer /value -> 3"]),
        (field("number_of_orders", ">=", &["2.5"]), &["decimal-for-integer /value"]),
        (field("number_of_orders", "=", &["9223372036854775807"]), &[]),
        (field("number_of_orders", "=", &["9223372036854775808"]), &["integer-too-large /value"]),
        (field("amount_spent", ">", &["100.005"]), &[]),
        (field("amount_spent", ">", &["'1,000.50'"]), &["quoted-number /value -> 1000.50"]),
        (field("amount_spent", ">", &["'$5'"]), &["quoted-number /value -> 5"]),
        (field("amount_spent", ">", &["'lots'"]), &["wrong-type /value"]),
        (field("amount_spent", ">", &["0.1234567890123456789"]), &["number-too-long /value"]),
        (field("amount_spent", "IN", &["1"]), &["operator-not-allowed /operator"]),
        (field("amount_spent", "BETWEEN", &["5", "1"]), &["reversed-range "]),
        (field("customer_added_date", ">=", &["'2024-01-01'"]), &["quoted-date /value -> 2024-01-01"]),
        (field("customer_added_date", ">=", &["2024"]), &["wrong-type /value"]),
        (field("customer_added_date", "BETWEEN", &["2024-02-01", "2024-01-01"]), &["reversed-range "]),
        (field("customer_added_date", "BETWEEN", &["today", "-1d"]), &["empty-range "]),
        (field("customer_added_date", ">=", &["-30d"]), &["covers-extra-day /operator -> >"]),
        (field("customer_added_date", ">", &["-30d"]), &[]),
        (field("customer_added_date", ">", &["-2h"]), &[]),
        (field("birth_date", ">", &["-2h"]), &["no-time-of-day /value"]),
        (field("abandoned_checkout_date", ">", &["-2h"]), &["no-time-of-day /value"]),
        (field("customer_tags", "CONTAINS", &["'VIP'"]), &[]),
        (field("customer_tags", "CONTAINS", &["2024-01-01"]), &["needs-quotes /value -> '2024-01-01'"]),
        (field("customer_tags", "CONTAINS", &["-30d"]), &["needs-quotes /value -> '-30d'"]),
        (field("customer_tags", "=", &["'vip'"]), &["operator-not-allowed /operator -> CONTAINS"]),
        (field("customer_tags", "NOT IN", &["'vip'"]), &["operator-not-allowed /operator -> CONTAINS NONE"]),
        (field("customer_tags", "CONTAINS", &["'VPI'"]), &["no-such-value /value -> 'vip'"]),
        (field("email_subscription_status", "=", &["'subscribed'"]), &["value-spelling /value -> 'SUBSCRIBED'"]),
        (field("email_subscription_status", "=", &["'SUBSCRIBD'"]), &["unknown-value /value -> 'SUBSCRIBED'"]),
        (field("email_subscription_status", "=", &["'weird'"]), &[]),
        (field("product_subscription_status", "=", &["'ACTIVE'"]), &["value-spelling /value -> 'SUBSCRIBED'"]),
        (field("gender", "=", &["'female'"]), &[]),
        (field("gender", "=", &["'x'"]), &["no-such-value /value"]),
        (field("gender", "!=", &["'female'"]), &["missing-matches "]),
        (field("customer_language", "=", &["'en'"]), &["language-alone /operator -> STARTS WITH"]),
        (field("customer_language", "=", &["'en-US'"]), &[]),
        (field("customer_countries", "CONTAINS", &["'United Kingdom'"]), &[]),
        (field("customer_countries", "CONTAINS", &["'Atlantis'"]), &["unknown-value /value"]),
        (field("customer_cities", "CONTAINS", &["'GB--London'"]), &[]),
        (field("customer_cities", "CONTAINS", &["'London'"]), &["bad-place /value"]),
        (field("profile.points", "=", &["1.5"]), &["decimal-for-integer /value"]),
        (field("profile.score", "=", &["1.5"]), &[]),
        (field("profile.Shoe size", "STARTS WITH", &["'4'"]), &[]),
        (field("answers.size", "CONTAINS ANY", &["'S'", "'M'"]), &[]),
        (field("profile.scor", "=", &["1.5"]), &["unavailable /field -> profile.score"]),
        (field("phone", "=", &["'1'"]), &["unavailable /field"]),
        (field("amount_spend", ">", &["1"]), &["unknown-field /field -> amount_spent"]),
        (field("orders_placed", ">", &["1"]), &["unknown-field /field"]),
        (field("amount_spent", "IS NULL", &["1"]), &["value-count "]),
        (field("amount_spent", "BETWEEN", &["1"]), &["value-count "]),
        (field("amount_spent", ">=", &["stat:average"]), &[]),
        (field("amount_spent", "BETWEEN", &["stat:p10", "stat:p90"]), &[]),
        (field("amount_spent", ">=", &["stat:mode"]), &["unknown-statistic /value"]),
        (field("amount_spent", "!=", &["stat:median"]), &["statistic-not-here /value"]),
        (anniversary("birth_date", "=", &["today"]), &[]),
        (anniversary("birth_date", ">", &["today"]), &["operator-not-allowed /operator"]),
        (anniversary("birth_date", "=", &["-1h"]), &["no-time-of-day /value"]),
        (anniversary("customer_tags", "=", &["today"]), &["not-a-date-field /field"]),
    ];
    for (condition, expected) in cases {
        assert_eq!(problems(&checked(condition)), *expected, "{condition:?}");
    }
}

#[test]
fn functions_name_their_parameters() {
    let cases: &[(Condition, &[&str])] = &[
        (function("orders_placed", &[]), &[]),
        (function("orders_placed", &[("date", ">", &["-30d"]), ("amount", ">=", &["5"]), ("count", ">", &["1"])]), &[]),
        (
            function("orders_placed", &[("date", ">", &["2024-01-01"]), ("date", "<", &["2024-02-01"])]),
            &["parameter-twice /where/1"],
        ),
        (function("orders_placed", &[("dat", ">", &["-30d"])]), &["unknown-parameter /where/0/parameter -> date"]),
        (function("orders_placed", &[("shipping", ">", &["1"])]), &["unavailable /where/0/parameter"]),
        (function("orders_placed", &[("amount", "IN", &["1"])]), &["operator-not-allowed /where/0/operator"]),
        (function("orders_placed", &[("amount", ">", &["stat:max"])]), &["statistic-not-here /where/0/value"]),
        (function("orders_placed", &[("sum_amount", ">", &["stat:average"])]), &[]),
        (function("orders_placed", &[("status", "=", &["'cancelled'"])]), &["policy-excludes /where/0/value"]),
        (function("orders_placed", &[("status", "!=", &["'cancelled'"])]), &[]),
        (function("order_placed", &[]), &["unknown-function /function -> orders_placed"]),
        (function("amount_spent", &[]), &["unknown-function /function"]),
        (function("storefront.session", &[("sum_duration", ">", &["600"])]), &["unavailable /function"]),
        (function("store_credit_accounts", &[]), &["unavailable /function"]),
        (function("products_purchased", &[("id", "IN", &["77", "'85123A'"]), ("count", ">=", &["2"])]), &[]),
        (function("products_purchased", &[("id", "=", &["077"])]), &["leading-zeros /where/0/value -> '077'"]),
        (function("products_purchased", &[("category", "=", &["'Shoes > Boots'"])]), &[]),
        (function("products_purchased", &[("category", "=", &["'shoes'"])]), &["several-categories /where/0/value"]),
        (function("products_purchased", &[("category", "=", &["'a > '"])]), &["bad-category /where/0/value"]),
        (function("products_purchased", &[("tag", "!=", &["'Sale'"])]), &[]),
        (function("customer_within_distance", &[("distance_km", "<=", &["5"])]), &["missing-parameter "]),
    ];
    for (condition, expected) in cases {
        assert_eq!(problems(&checked(condition)), *expected, "{condition:?}");
    }
}

#[test]
fn a_circle_is_a_point_and_a_radius() {
    let at = |latitude: &str, unit: &str, distance: &str| {
        let coordinates = Literal::Tuple(vec![literal(latitude), literal("23.3")]);
        Condition::Function(FunctionClause {
            function: "customer_within_distance".into(),
            matches: true,
            parameters: vec![
                Parameter {
                    name: "coordinates".into(),
                    test: Test { operator: Operator::Equal, values: vec![coordinates] },
                },
                Parameter { name: unit.into(), test: test("<=", &[distance]) },
            ],
        })
    };
    let near = value_test(&at("42.7", "distance_mi", "2.5"));
    let kilometres = Decimal::parse("4.02336").unwrap();
    assert!(matches!(near.positive, Positive::Near { kilometres: found, .. } if found == kilometres), "{near:?}");
    assert_eq!(problems(&checked(&at("91", "distance_km", "1"))), ["bad-coordinates /where/0/value"]);
    assert_eq!(problems(&checked(&at("9", "distance_km", "-1"))), ["bad-coordinates /where/1/value"]);
}

#[test]
fn windows_follow_the_zone() {
    let london = zone("Europe/London");
    let windows = |operator: &str, values: &[&str]| {
        let condition = field("customer_added_date", operator, values);
        let outcome = check(&condition, Origin::Text, Some(&snapshot()), &options(), &london);
        let checked = outcome.checked.unwrap_or_else(|| panic!("{:?}", outcome.problems));
        let NodeKind::Value { test, .. } = checked.root.kind else { panic!() };
        let Positive::During(windows) = test.positive else { panic!() };
        let show = |at: Option<Instant>| at.map_or("…".to_owned(), Instant::to_utc_string);
        windows
            .iter()
            .map(|window| format!("{} {}", show(window.from), show(window.until)).replace(":00Z", ""))
            .collect::<Vec<_>>()
            .join(", ")
    };
    for (operator, values, expected) in [
        ("=", &["2024-03-31"][..], "2024-03-31T00:00 2024-03-31T23:00"),
        ("!=", &["2024-10-27"], "2024-10-26T23:00 2024-10-28T00:00"),
        (">", &["2024-03-31"], "2024-03-31T23:00 …"),
        (">=", &["2024-03-31"], "2024-03-31T00:00 …"),
        ("<", &["2024-04-01"], "… 2024-03-31T23:00"),
        ("<=", &["2024-03-31"], "… 2024-03-31T23:00"),
        ("BETWEEN", &["2024-01-01", "2024-01-31"], "2024-01-01T00:00 2024-02-01T00:00"),
        ("BETWEEN", &["2021-01-01", "today"], "2021-01-01T00:00 2026-08-16T23:00"),
        ("IN", &["2024-01-01", "yesterday"], "2024-01-01T00:00 2024-01-02T00:00, 2026-08-14T23:00 2026-08-15T23:00"),
        ("=", &["-6m"], "2026-02-16T00:00 2026-02-17T00:00"),
        ("=", &["-2w"], "2026-08-01T23:00 2026-08-02T23:00"),
        (">=", &["-90min"], "2026-08-16T10:30 …"),
        (">", &["-24h"], "2026-08-15T12:00:01Z …"),
        ("<=", &["2024-01-01T10:00:00"], "… 2024-01-01T10:00:01Z"),
        ("BETWEEN", &["today", "-1d"], "2026-08-15T23:00 2026-08-15T23:00"),
        ("BETWEEN", &["2024-01-01T12:00:00", "2024-01-01"], "2024-01-01T12:00 2024-01-02T00:00"),
    ] {
        assert_eq!(windows(operator, values), expected, "{operator} {values:?}");
    }
}

#[test]
fn every_date_literal_is_resolved() {
    let condition = Condition::All(vec![
        field("customer_added_date", "BETWEEN", &["2024-01-01", "2024-01-31"]),
        function("orders_placed", &[("date", ">", &["-1d"])]),
    ]);
    let dates = checked(&condition).checked.unwrap().dates;
    let paths: Vec<&str> = dates.iter().map(|date| date.path.as_str()).collect();
    assert_eq!(paths, ["/of/0/from", "/of/0/to", "/of/1/where/0/value"]);
    assert_eq!(dates[0].window, dates[1].window);
    assert_eq!(dates[2].own.until, dates[2].window.from);
}

#[test]
fn anniversaries_cross_new_year() {
    let days = |operator: &str, values: &[&str]| {
        let Positive::AnniversaryIn(pairs) = value_test(&anniversary("birth_date", operator, values)).positive else {
            panic!()
        };
        pairs.iter().map(|(a, b)| format!("{a} {b}")).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(days("=", &["today"]), "2026-08-16 2026-08-16");
    assert_eq!(days("BETWEEN", &["today", "+30d"]), "2026-08-16 2026-09-15");
    assert_eq!(days("BETWEEN", &["2024-12-20", "2024-01-05"]), "2024-12-20 2025-01-05");
    assert_eq!(days("BETWEEN", &["2024-03-01", "2024-02-29"]), "2024-03-01 2025-02-28");
}

#[test]
fn numbers_become_ranges() {
    let bound = |text: &str, included| Some(Bound { at: Decimal::parse(text).unwrap(), included });
    for (operator, values, low, high) in [
        ("=", &["5"][..], bound("5", true), bound("5", true)),
        (">", &["100.005"], bound("100.005", false), None),
        ("<=", &["5"], None, bound("5", true)),
        ("BETWEEN", &["1", "2"], bound("1", true), bound("2", true)),
    ] {
        let test = value_test(&field("amount_spent", operator, values));
        assert_eq!(test.positive, Positive::Within(vec![Range { low, high }]), "{operator}");
    }
}

#[test]
fn a_statistic_and_a_number_are_two_tests() {
    let outcome = checked(&field("amount_spent", "BETWEEN", &["10", "stat:median"]));
    let NodeKind::All(nodes) = outcome.checked.unwrap().root.kind else { panic!() };
    assert_eq!(nodes.len(), 2);
}

#[test]
fn negative_operators_are_complements_unless_strict() {
    let condition = field("gender", "!=", &["'FEMALE'"]);
    assert_eq!(
        value_test(&condition),
        ValueTest { positive: Positive::OneOf(vec!["FEMALE".into()]), negated: true, strict: false }
    );
    let strict = Options { strict_missing: true, ..options() };
    let outcome = check(&condition, Origin::Text, Some(&snapshot()), &strict, &Zone::utc());
    let NodeKind::Value { test, .. } = outcome.checked.unwrap().root.kind else { panic!() };
    assert!(test.strict && outcome.problems.is_empty());
    let missing = value_test(&field("gender", "IS NOT NULL", &[]));
    assert_eq!(missing, ValueTest { positive: Positive::Missing, negated: true, strict: false });
}

#[test]
fn figures_come_from_orders_or_else_from_the_import() {
    let mut imported = snapshot();
    imported.customers.columns.insert("amount_spent".into(), number(2, &[1, 2, 3]));
    let condition = field("amount_spent", ">", &["1"]);
    let of = |snapshot: &Snapshot| {
        let checked = check(&condition, Origin::Text, Some(snapshot), &options(), &Zone::utc()).checked.unwrap();
        let NodeKind::Value { operand, .. } = checked.root.kind else { panic!() };
        (operand, checked.used_current)
    };
    let (operand, current) = of(&imported);
    assert!(matches!(operand, Operand::Measure { measure: Measure::Sum(RowColumn::Amount), .. }));
    assert_eq!(current, ["amount_refunded"]);
    imported.orders = None;
    assert_eq!(of(&imported), (Operand::Counter("amount_spent".into()), vec!["amount_spent".into()]));
    imported.customers.columns.remove("amount_spent");
    let outcome = check(&condition, Origin::Text, Some(&imported), &options(), &Zone::utc());
    assert_eq!(problems(&outcome), ["unavailable /field"]);
    assert_eq!(outcome.problems[0].message, "No data on orders: this snapshot has none.");
}

#[test]
fn abandoned_means_not_completed_by_as_of() {
    let checked = checked(&field("abandoned_cart_value", ">", &["1"])).checked.unwrap();
    let NodeKind::Value { operand: Operand::Measure { rows, measure }, .. } = checked.root.kind else { panic!() };
    assert_eq!((rows.table, measure), (TableName::Checkouts, Measure::Latest(RowColumn::Own("value".into()))));
    assert_eq!(rows.filter[0].column, RowColumn::Own("completed_at".into()));
    assert!(rows.filter[0].test.negated);
}

#[test]
fn groups_are_compared() {
    let tag = || field("customer_tags", "CONTAINS", &["'VIP'"]);
    let not_tag = || field("customer_tags", "NOT CONTAINS", &["'vip'"]);
    let spent = |operator: &str, value: &str| field("amount_spent", operator, &[value]);
    let cases: Vec<(Condition, &[&str])> = vec![
        (Condition::All(vec![spent("<", "5"), spent(">", "10")]), &["contradiction /of/1"]),
        (Condition::All(vec![spent("<=", "5"), spent(">=", "5")]), &[]),
        (Condition::Any(vec![spent("<", "5"), spent(">", "10")]), &[]),
        (Condition::All(vec![tag(), tag()]), &["repeated-clause /of/1 -> customer_tags CONTAINS 'VIP'"]),
        (
            Condition::All(vec![spent(">", "5"), spent(">", "3"), tag()]),
            &["redundant-clause /of/1 -> amount_spent > 5 AND customer_tags CONTAINS 'VIP'"],
        ),
        (Condition::All(vec![spent(">", "3"), spent(">", "5")]), &["redundant-clause /of/0 -> amount_spent > 5"]),
        (Condition::Any(vec![spent(">", "3"), spent(">", "5")]), &["redundant-clause /of/1 -> amount_spent > 3"]),
        (Condition::Any(vec![spent(">", "3"), spent("<=", "5")]), &["tautology /of/1"]),
        (
            Condition::All(vec![spent(">", "3"), spent("<", "8"), Condition::Not(Box::new(spent("<", "9")))]),
            &["contradiction /of/2"],
        ),
        (field("rfm_recency", ">", &["5"]), &["contradiction "]),
        (field("random_bucket", ">=", &["0"]), &["tautology "]),
        (field("number_of_orders", "IS NULL", &[]), &["contradiction "]),
        (Condition::Any(vec![tag(), not_tag()]), &["missing-matches /of/1", "tautology /of/1"]),
        (Condition::Not(Box::new(Condition::Any(vec![]))), &["empty-group /of"]),
        (Condition::All(vec![]), &[]),
        (Condition::Unknown(serde_json::json!({ "kind": "moon" })), &["unknown-kind "]),
    ];
    for (condition, expected) in cases {
        assert_eq!(problems(&checked(&condition)), expected, "{condition:?}");
    }
}

#[test]
fn bad_clauses_are_left_out_of_a_partial_check() {
    let bad = || field("nothing_like_it", "=", &["1"]);
    let good = || field("customer_added_date", ">", &["-1d"]);
    let partial = |condition: Condition| {
        check_partial(&condition, Origin::Text, Some(&snapshot()), &options(), &Zone::utc(), None).checked.unwrap()
    };
    let NodeKind::All(kept) = partial(Condition::All(vec![bad(), good()])).root.kind else { panic!() };
    assert_eq!(kept.iter().map(|node| node.path.as_str()).collect::<Vec<_>>(), ["/of/1"]);
    let NodeKind::All(kept) = partial(Condition::Not(Box::new(Condition::Any(vec![bad()])))).root.kind else {
        panic!()
    };
    assert!(kept.is_empty());
    assert!(checked(&Condition::All(vec![bad(), good()])).checked.is_none());
}

#[test]
fn json_literals_take_the_type_of_their_field() {
    let cases: &[(Condition, &[&str])] = &[
        (
            field("customer_tags", "CONTAINS NONE", &["2024-01-01", "-30d", "1.50"]),
            &["no-such-value /values/0", "no-such-value /values/1", "no-such-value /values/2", "missing-matches "],
        ),
        (field("amount_spent", ">", &["'100'"]), &[]),
        (field("customer_added_date", ">", &["2024-01-01"]), &[]),
        (field("customer_tags", "CONTAINS", &["5"]), &["needs-quotes /value -> '5'"]),
    ];
    for (condition, expected) in cases {
        let outcome = check(condition, Origin::Json, Some(&snapshot()), &options(), &Zone::utc());
        assert_eq!(problems(&outcome), *expected, "{condition:?}");
    }
}

#[test]
fn without_a_snapshot_names_and_literals_are_still_checked() {
    let cases: &[(Condition, &[&str])] = &[
        (field("profile.anything", "STARTS WITH", &["5"]), &[]),
        (field("email_subscription_status", "=", &["'nope'"]), &["unknown-value /value"]),
        (field("amount_spend", ">", &["1"]), &["unknown-field /field -> amount_spent"]),
        (function("storefront.session", &[("sum_duration", ">", &["600"])]), &[]),
    ];
    for (condition, expected) in cases {
        let outcome = check(condition, Origin::Text, None, &options(), &Zone::utc());
        assert_eq!(problems(&outcome), *expected, "{condition:?}");
        assert!(outcome.checked.is_none());
    }
}

#[test]
fn an_older_snapshot_is_said() {
    let later = Options { as_of: Instant(options().as_of.0 + 2 * 86_400), ..options() };
    let told =
        |condition: &Condition| problems(&check(condition, Origin::Text, Some(&snapshot()), &later, &Zone::utc()));
    assert_eq!(told(&field("customer_added_date", "=", &["today"])), ["snapshot-older /value"]);
    assert_eq!(told(&field("number_of_orders", "=", &["1"])), ["as-of-later "]);
}

#[test]
fn hostile_trees_are_problems() {
    let mut deep = field("number_of_orders", "=", &["1"]);
    for _ in 0..5_000 {
        deep = Condition::Not(Box::new(deep));
    }
    assert_eq!(problems(&check(&deep, Origin::Json, Some(&snapshot()), &options(), &Zone::utc())), ["too-deep "]);
    let wide = Condition::All(vec![field("number_of_orders", "=", &["1"]); 1_001]);
    assert_eq!(problems(&checked(&wide)), ["too-many-nodes "]);
    let long = vec!["'a'"; 10_001];
    assert_eq!(problems(&checked(&field("customer_tags", "CONTAINS ANY", &long))), ["too-many-values "]);
    for amount in [i32::MIN, i32::MAX] {
        for unit in ["d", "w", "m", "y", "h", "min"] {
            let value = format!("{amount}{unit}");
            checked(&field("customer_added_date", "=", &[&value]));
            checked(&anniversary("birth_date", "BETWEEN", &[&value, "today"]));
        }
    }
}

#[test]
fn every_code_is_documented() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/check/PROBLEMS.md")).unwrap();
    let documented: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    assert_eq!(documented, CODES);
}

#[test]
fn the_table_describes_itself() {
    let without = describe_fields(None);
    assert_eq!(without.len(), FIELDS.len() + FUNCTIONS.len() + 1);
    assert!(without.iter().all(|row| row.available && row.why.is_none()));
    let with = describe_fields(Some(&snapshot()));
    let row = |name: &str| with.iter().find(|row| row.name == name).unwrap();
    assert_eq!(row("profile.points").type_, "integer");
    assert_eq!(row("amount_spent").unit.as_deref(), Some("EUR"));
    assert_eq!(
        row("storefront.session").why.as_deref(),
        Some("No data on time spent on website: this snapshot has none.")
    );
    assert!(!row("phone").available);
}
