//! Law: an explanation's verdict is membership; and what it shows of a customer.

use crate::corpus::{Case, Shops, all, open};
use crate::golden::golden_file;
use headcount::error::Code;
use headcount::session::{ExplainQuestion, ExplainReply, Request, SegmentInput, Session, Source};
use headcount::time::Instant;
use serde_json::{Value, json};

fn explain(session: &mut Session, segment: &Value, options: &Request, customer: &str, days: u64) -> ExplainReply {
    let question = ExplainQuestion {
        segment: SegmentInput::of(segment),
        options: options.clone(),
        customer: customer.to_owned(),
        days: Some(days),
    };
    session.explain(&question).unwrap()
}

fn everyone(session: &mut Session) -> Vec<String> {
    // Also those who are not there yet.
    let far = Request { as_of: Some("9000-01-01".to_owned()), ..Request::default() };
    session.members(Source::Text(""), &far, 0, usize::MAX).unwrap().ids
}

fn segment(case: &Case) -> Value {
    match (&case.segment, &case.condition) {
        (Some(text), _) => json!(text),
        (_, condition) => json!({ "version": 1, "condition": condition }),
    }
}

#[test]
fn an_explanation_is_membership() {
    let mut shops = Shops::default();
    let (mut asked, mut flipping, mut missing) = (0, 0, 0);
    for case in all() {
        let Some(members) = &case.members else { continue };
        let (segment, request) = (segment(&case), case.request());
        let session = shops.session(&case.shop);
        for (place, id) in everyone(session).into_iter().enumerate() {
            // Looking ahead asks again at every midnight: of a few customers is enough.
            let days = if place < 3 { 40 } else { 0 };
            let reply = explain(session, &segment, &request, &id, days);
            assert_eq!(reply.member, members.contains(&id), "{case}: {id}");
            assert_eq!(reply.member, reply.nodes[0].holds && reply.present, "{case}: {id}");
            asked += 1;
            missing += u32::from(reply.to_value()["nodes"][0]["missing"] == true);
            // Among others it is looked at once a day, so the instant is not the first.
            let among = case.segment.as_deref().is_some_and(|text| text.contains("stat(") || text.contains("rfm_"));
            if let Some(flips) = reply.flips.filter(|_| !among) {
                flipping += 1;
                let mut member = |at: Instant| {
                    let request = Request { as_of: Some(at.to_utc_string()), ..request.clone() };
                    let source = SegmentInput::of(&segment);
                    session.members(source.source(), &request, 0, usize::MAX).unwrap().ids.contains(&id)
                };
                assert_ne!(member(flips), reply.member, "{case}: {id} at {}", flips.to_utc_string());
                // Between now and then nothing happens.
                let span = flips.0 - reply.as_of.0;
                for part in [1, span / 3, span / 2, span - 1] {
                    let at = Instant(reply.as_of.0 + part.min(span - 1));
                    assert_eq!(member(at), reply.member, "{case}: {id} at {}", at.to_utc_string());
                }
            }
        }
    }
    println!("explained: {asked} pairs, {flipping} flip, {missing} for want of a value");
    assert!(asked > 3_000 && flipping > 100 && missing > 100, "{asked}, {flipping}, {missing}");
}

/// A shop of two: `ada` has bought twice, `bob` never.
fn shop() -> Session {
    open(&json!({
        "time_zone": "Europe/Sofia",
        "currency": "EUR",
        "taken_at": "2026-08-16T09:00:00Z",
        "tables": {
            "customers": [
                { "id": "ada", "tags": ["VIP", "New"], "birth_date": "1990-08-20",
                  "addresses": [{ "country": "BG", "latitude": 42.1354, "longitude": 24.7453 }] },
                { "id": "bob", "account_status": "LAPSED" }
            ],
            "orders": [
                { "id": 1, "customer_id": "ada", "placed_at": "2026-07-20T10:00:00Z", "total": "95.00" },
                { "id": 2, "customer_id": "ada", "placed_at": "2026-08-01T12:00:00Z", "total": "30.00" }
            ]
        }
    }))
}

#[test]
fn values_distances_and_days() {
    let mut shop = shop();
    let zero = || (Value::Null, Value::Null);
    let text = |a: &str, b: &str| (json!(a), json!(b));
    let flips = |at: &str| json!(at);
    // Segment, customer; whether it holds, the value and the way to the other answer, when it flips.
    let cases = [
        ("amount_spent >= 150", "ada", false, text("125.00", "25.00"), Value::Null),
        ("amount_spent > 125.00", "ada", false, text("125.00", "0.01"), Value::Null),
        ("amount_spent > 100.005", "ada", true, text("125.00", "-25.00"), Value::Null),
        ("number_of_orders < 2", "ada", false, text("2", "-1"), Value::Null),
        ("number_of_orders <= 2", "ada", true, text("2", "1"), Value::Null),
        ("number_of_orders != 2", "ada", false, text("2", "-1"), Value::Null),
        ("number_of_orders BETWEEN 5 AND 9", "ada", false, text("2", "3"), Value::Null),
        ("number_of_orders >= 0", "bob", true, (json!("0"), Value::Null), Value::Null),
        // The average stays 62.50 while the customer's own value is thought to change.
        ("amount_spent >= stat('average')", "ada", true, text("125.00", "-62.51"), Value::Null),
        ("rfm_monetary = 5", "ada", true, text("5", "-1"), Value::Null),
        ("average_order_value > 70", "ada", false, text("62.50", "7.51"), Value::Null),
        ("average_order_value > 70", "bob", false, zero(), Value::Null),
        ("last_order_date >= -30d", "bob", false, zero(), Value::Null),
        // 30 days before 31 August is 1 August; the first second of 17 July is 15 days, 15 hours before noon UTC.
        (
            "last_order_date >= -30d",
            "ada",
            true,
            text("2026-08-01T15:00:00", "-1350001"),
            flips("2026-08-31T21:00:00Z"),
        ),
        (
            "last_order_date < -30d",
            "ada",
            false,
            text("2026-08-01T15:00:00", "-1350001"),
            flips("2026-08-31T21:00:00Z"),
        ),
        ("last_order_date > -400h", "ada", true, text("2026-08-01T15:00:00", "-154800"), flips("2026-08-18T04:00:00Z")),
        ("days_since_last_order > 15", "ada", false, text("15", "1"), flips("2026-08-16T21:00:00Z")),
        ("age < 36", "ada", true, text("35", "1"), flips("2026-08-19T21:00:00Z")),
        (
            "anniversary('birth_date') = today",
            "ada",
            false,
            (json!("1990-08-20"), Value::Null),
            flips("2026-08-19T21:00:00Z"),
        ),
        ("orders_placed MATCHES (date >= -20d)", "ada", true, text("1", "-1"), flips("2026-08-21T21:00:00Z")),
        ("orders_placed NOT MATCHES (date >= -20d)", "ada", false, text("1", "-1"), flips("2026-08-21T21:00:00Z")),
        ("orders_placed MATCHES (date >= -20d, sum_amount >= 40)", "ada", false, text("30.00", "10.00"), Value::Null),
        ("customer_tags CONTAINS 'vip'", "ada", true, (json!(["VIP", "New"]), Value::Null), Value::Null),
        (
            "customer_within_distance MATCHES (coordinates = (42.6977, 23.3219), distance_km <= 100)",
            "ada",
            false,
            text("132.522", "-32.522"),
            Value::Null,
        ),
    ];
    for (segment, customer, holds, (value, distance), flips) in cases {
        let reply = explain(&mut shop, &json!(segment), &Request::default(), customer, 366).to_value();
        // The clause, or the first of a group.
        let nodes = reply["nodes"].as_array().unwrap();
        let node = nodes.get(1).unwrap_or(&nodes[0]);
        let own = &node["values"][0];
        let missing = own["kind"] == "missing";
        assert_eq!((&reply["member"], &node["holds"]), (&json!(holds), &json!(holds)), "{segment}: {reply}");
        assert_eq!((&own["value"], &own["distance"]), (&value, &distance), "{segment}: {reply}");
        assert_eq!((&reply["flips"], &node["flips"]), (&flips, &flips), "{segment}: {reply}");
        assert_eq!((&node["missing"], missing), (&json!(missing), value.is_null()), "{segment}: {reply}");
    }
}

#[test]
fn every_node_and_every_measure_is_told() {
    let mut shop = shop();
    let segment = "NOT (number_of_orders = 1 OR orders_placed MATCHES (max_amount > 90, count >= 3, amount > 20))";
    let reply = explain(&mut shop, &json!(segment), &Request::default(), "ada", 0).to_value();
    let of = |node: &Value| (node["path"].clone(), node["holds"].clone());
    let nodes: Vec<_> = reply["nodes"].as_array().unwrap().iter().map(of).collect();
    let expected = [("", true), ("/of", false), ("/of/of/0", false), ("/of/of/1", false)];
    assert_eq!(nodes, expected.map(|(path, holds)| (json!(path), json!(holds))));
    let own = |value: &Value| (value["parameter"].clone(), value["value"].clone(), value["distance"].clone());
    let values: Vec<_> = reply["nodes"][3]["values"].as_array().unwrap().iter().map(own).collect();
    let expected = [("max_amount", "95.00", "-5.00"), ("count", "2", "1")];
    assert_eq!(values, expected.map(|(name, value, way)| (json!(name), json!(value), json!(way))));
}

#[test]
fn a_clause_about_other_segments_is_one_node_however_it_is_negated() {
    let mut shops = Shops::default();
    let session = shops.session("library");
    for (operator, paths) in [
        ("NOT CONTAINS", vec!["", "/of/0", "/of/1"]),
        ("CONTAINS NONE", vec!["", "/of/0", "/of/1"]),
        ("CONTAINS", vec!["", "/of/0", "/of/0/value/of/0", "/of/0/value/of/1", "/of/1"]),
    ] {
        let names = if operator == "CONTAINS NONE" { "('big buyers')" } else { "'big buyers'" };
        let segment = format!("segments {operator} {names} AND number_of_orders >= 1");
        let reply = explain(session, &json!(segment), &Request::default(), "1", 0).to_value();
        let nodes = reply["nodes"].as_array().unwrap();
        assert_eq!(nodes.iter().map(|node| node["path"].as_str().unwrap()).collect::<Vec<_>>(), paths, "{segment}");
        assert_eq!(nodes.last().unwrap()["values"][0]["value"], "1", "{segment}");
        let request = Request { nodes: true, ..Request::default() };
        let counted = session.count(Source::Text(&segment), &request).unwrap().nodes.unwrap();
        assert_eq!(counted.iter().map(|node| node.path.as_str()).collect::<Vec<_>>(), paths, "{segment}");
    }
}

/// A node on one line: its path, its answer, values with their distances, when it flips.
fn line(node: &Value) -> String {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let mut line = format!("    {} {}", if node["holds"] == true { '+' } else { '-' }, text(&node["path"]));
    for own in node["values"].as_array().unwrap() {
        let name = own["parameter"].as_str().map_or(String::new(), |name| format!("{name}: "));
        let distance = own["distance"].as_str().map_or(String::new(), |distance| format!(" ({distance})"));
        line += &format!("  {name}{} {}{distance}", text(&own["kind"]), text(&own["value"]));
    }
    if let Some(flips) = node["flipsLocal"].as_str() {
        line += &format!("  flips {flips}");
    }
    line
}

#[test]
fn every_criterion_is_explained_as_the_file_says() {
    let mut shops = Shops::default();
    let session = shops.session("everything");
    let customers = everyone(session);
    let mut found = String::new();
    for case in all().iter().filter(|case| case.shop == "everything" && case.members.is_some()) {
        found += &format!("{}\n", case.segment.as_deref().unwrap_or("(a document)"));
        for id in &customers {
            let reply = explain(session, &segment(case), &case.request(), id, 60).to_value();
            found += &format!("  {id} {}\n", if reply["member"] == true { "in" } else { "out" });
            for node in reply["nodes"].as_array().unwrap() {
                found += &format!("{}\n", line(node).trim_end());
            }
        }
    }
    golden_file("tests/golden/explain/everything.txt", &found);
}

#[test]
fn a_customer_who_is_not_in_the_snapshot_is_an_error() {
    let question = ExplainQuestion {
        segment: SegmentInput::of(&json!("")),
        options: Request::default(),
        customer: "eve".to_owned(),
        days: None,
    };
    assert_eq!(shop().explain(&question).unwrap_err().code(), Code::UnknownCustomer);
}
