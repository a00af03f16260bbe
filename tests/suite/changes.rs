//! What changed from one segment to another, and from day to day.

use crate::corpus::open;
use headcount::session::{CompareQuestion, Request, SegmentInput, Session, Source, TimelineQuestion};
use headcount::time::Day;
use serde_json::{Value, json};

fn shop() -> Session {
    let customer = |id: &str, tags: Value| json!({ "id": id, "tags": tags });
    let order = |id: u32, customer: &str, day: &str, total: &str| json!({ "id": id, "customer_id": customer, "placed_at": format!("{day}T10:00:00Z"), "total": total });
    let late = json!({ "id": "e", "created_at": "2026-08-10T10:00:00Z" });
    open(&json!({
        "time_zone": "Europe/Sofia",
        "currency": "EUR",
        "taken_at": "2026-08-16T09:00:00Z",
        "tables": {
            "customers": [customer("a", json!(["VIP"])), customer("b", json!(["VIP"])), customer("c", json!([])), customer("d", json!([])), late],
            "orders": [
                order(1, "a", "2026-08-01", "50.00"),
                order(2, "b", "2026-08-05", "150.00"),
                order(3, "c", "2026-08-10", "250.00"),
                order(4, "e", "2026-08-12", "10.00")
            ]
        }
    }))
}

fn compare(before: &str, after: &str, before_as_of: Option<&str>) -> Value {
    let question = CompareQuestion {
        before: SegmentInput::of(&json!(before)),
        after: SegmentInput::of(&json!(after)),
        options: Request::default(),
        before_options: before_as_of.map(|day| Request { as_of: Some(day.to_owned()), ..Request::default() }),
        ids: 10,
    };
    shop().compare(&question).unwrap().to_value()
}

/// Segment, path, entered, left of each cause.
fn causes(reply: &Value) -> Vec<(String, String, u64, u64)> {
    let text = |cause: &Value, key: &str| cause[key].as_str().unwrap().to_owned();
    let cause = |cause: &Value| {
        (text(cause, "of"), text(cause, "path"), cause["entered"].as_u64().unwrap(), cause["left"].as_u64().unwrap())
    };
    reply["causes"].as_array().unwrap().iter().map(cause).collect()
}

fn cause(of: &str, path: &str, entered: u64, left: u64) -> (String, String, u64, u64) {
    (of.to_owned(), path.to_owned(), entered, left)
}

#[test]
fn an_added_clause_did_it() {
    let reply = compare("number_of_orders >= 1", "number_of_orders >= 1 AND customer_tags CONTAINS 'vip'", None);
    assert_eq!(reply["ids"], json!({ "entered": [], "left": ["c", "e"] }));
    assert_eq!((&reply["before"], &reply["after"], &reply["stayed"]), (&json!(4), &json!(2), &json!(2)));
    assert_eq!(causes(&reply), [cause("after", "/of/1", 0, 2)]);
    let reply = compare("customer_tags CONTAINS 'vip'", "customer_tags CONTAINS 'vip' OR number_of_orders >= 1", None);
    assert_eq!(reply["ids"], json!({ "entered": ["c", "e"], "left": [] }));
    assert_eq!(causes(&reply), [cause("after", "/of/1", 2, 0)]);
}

#[test]
fn a_removed_clause_did_it() {
    let reply = compare("number_of_orders >= 1 AND customer_tags CONTAINS 'vip'", "number_of_orders >= 1", None);
    assert_eq!(reply["ids"]["entered"], json!(["c", "e"]));
    assert_eq!(causes(&reply), [cause("before", "/of/1", 2, 0)]);
}

#[test]
fn an_edited_threshold_stands_on_both_sides() {
    let reply = compare("amount_spent >= 100", "amount_spent < 100", None);
    assert_eq!((&reply["entered"], &reply["left"], &reply["stayed"]), (&json!(3), &json!(2), &json!(0)));
    assert_eq!(causes(&reply), [cause("before", "", 3, 2), cause("after", "", 3, 2)]);
}

#[test]
fn clauses_that_did_it_together_or_did_not_change_are_not_blamed() {
    let (vip, rich) = ("customer_tags CONTAINS 'vip'", "amount_spent >= 200");
    let reply = compare(&format!("{vip} OR {rich}"), &format!("{rich} AND {vip}"), None);
    assert_eq!((&reply["left"], &reply["together"]["left"]), (&json!(3), &json!(3)));
    assert_eq!(causes(&reply), []);
    let reply = compare("", "customer_tags CONTAINS 'x' AND amount_spent >= 200", None);
    assert_eq!(causes(&reply), [cause("after", "/of/0", 0, 1), cause("after", "/of/1", 0, 0)]);
    assert_eq!(reply["together"], json!({ "entered": 0, "left": 4 }));
}

#[test]
fn another_instant_is_a_cause_of_its_own() {
    let reply = compare("number_of_orders >= 1", "number_of_orders >= 1", Some("2026-08-05"));
    assert_eq!(reply["ids"]["entered"], json!(["c", "e"]));
    assert_eq!(reply["presence"], json!({ "entered": 1, "left": 0 }));
    assert_eq!(causes(&reply), [cause("before", "", 1, 0), cause("after", "", 1, 0)]);
}

fn timeline(session: &mut Session, segment: &str, from: Option<&str>, to: Option<&str>) -> Value {
    let day = |text: &str| Day::parse(text).unwrap();
    let question = TimelineQuestion {
        segment: SegmentInput::of(&json!(segment)),
        options: Request::default(),
        from: from.map(day),
        to: to.map(day),
        ids: 5,
    };
    session.timeline(&question).unwrap().to_value()
}

#[test]
fn every_day_is_a_count_of_its_own() {
    let mut shop = shop();
    let reply = timeline(&mut shop, "last_order_date >= -7d", Some("2026-07-30"), Some("2026-08-25"));
    let days = reply["days"].as_array().unwrap();
    assert_eq!(days.len(), 27);
    let mut before = 0;
    for day in days {
        let as_of = day["day"].as_str().unwrap().to_owned();
        let request = Request { as_of: Some(as_of), ..Request::default() };
        let count = shop.count(Source::Text("last_order_date >= -7d"), &request).unwrap();
        assert_eq!((&day["count"], &day["total"]), (&json!(count.count), &json!(count.total)));
        assert_eq!(day["asOf"], json!(count.identity.as_of));
        let number = |key: &str| day[key].as_u64().unwrap() as i64;
        assert_eq!(before + number("entered") - number("left"), number("count"));
        assert_eq!(day["ids"]["left"].as_array().unwrap().len() as i64, number("left"));
        before = number("count");
    }
    let leaving: Vec<(&Value, &Value)> =
        days.iter().filter(|day| day["left"] != 0).map(|day| (&day["day"], &day["ids"]["left"][0])).collect();
    let expected = [("2026-08-09", "a"), ("2026-08-13", "b"), ("2026-08-18", "c"), ("2026-08-20", "e")];
    let expected: Vec<(Value, Value)> = expected.map(|(day, id)| (json!(day), json!(id))).to_vec();
    assert_eq!(leaving, expected.iter().map(|(day, id)| (day, id)).collect::<Vec<_>>());
    let default = timeline(&mut shop, "", None, None);
    let days = default["days"].as_array().unwrap();
    assert_eq!((days.len(), &days[29]["day"], &days[0]["entered"]), (30, &json!("2026-08-16"), &json!(0)));
}

#[test]
fn days_in_the_wrong_order_are_an_error() {
    let question = |from: &str, to: &str| TimelineQuestion {
        segment: SegmentInput::of(&json!("")),
        options: Request::default(),
        from: Day::parse(from),
        to: Day::parse(to),
        ids: 0,
    };
    for (from, to) in [("2026-01-02", "2026-01-01"), ("2000-01-01", "2026-01-01")] {
        let error = shop().timeline(&question(from, to)).unwrap_err();
        assert_eq!(error.code(), headcount::error::Code::BadArgument);
    }
}
