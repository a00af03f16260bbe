//! Members as a table: columns, orders, pages.

use crate::corpus::{document, open};
use headcount::error::Code;
use headcount::session::{MembersQuestion, MembersReply, Request, SegmentInput, Session, SortBy, Source};
use serde_json::{Value, json};

fn question(segment: &str, columns: &[&str], sort: Option<(&str, bool)>) -> MembersQuestion {
    MembersQuestion {
        segment: SegmentInput::of(&json!(segment)),
        options: Request::default(),
        offset: 0,
        limit: usize::MAX,
        columns: columns.iter().map(|name| (*name).to_owned()).collect(),
        sort: sort.map(|(column, descending)| SortBy { column: column.to_owned(), descending }),
    }
}

fn shop() -> Session {
    open(&json!({
        "time_zone": "Europe/Sofia",
        "currency": "JPY",
        "taken_at": "2026-08-16T09:00:00Z",
        "tables": {
            "customers": [
                { "id": "b", "email": "Ada@example.com", "tags": ["VIP", "New"], "birth_date": "1990-08-20",
                  "created_at": "2024-01-01T10:00:00Z", "profile.rank": 7 },
                { "id": "a", "email": "bob@example.com", "tags": [], "created_at": "2024-02-01T10:00:00Z" },
                { "id": "c", "email": "=cmd|x", "tags": ["new"], "birth_date": "1980-01-02", "profile.rank": 10 },
                { "id": "d" }
            ],
            "orders": [
                { "id": 1, "customer_id": "b", "placed_at": "2026-07-20", "total": "95", "status": "paid" },
                { "id": 2, "customer_id": "b", "placed_at": "2026-08-01", "total": "30", "status": "sent" },
                { "id": 3, "customer_id": "c", "placed_at": "2026-08-02", "total": "125", "status": "paid" }
            ]
        }
    }))
}

fn column(reply: &MembersReply, place: usize) -> Vec<Value> {
    reply.rows.0.as_array().unwrap().iter().map(|row| row[place].clone()).collect()
}

#[test]
fn a_column_is_any_field() {
    let mut shop = shop();
    let (none, both) = (Value::Null, json!(["VIP", "New"]));
    let cases = [
        ("id", "id", [json!("a"), json!("b"), json!("c"), json!("d")]),
        ("amount_spent", "money", [json!("0"), json!("125"), json!("125"), json!("0")]),
        ("number_of_orders", "integer", [json!("0"), json!("2"), json!("1"), json!("0")]),
        // 62.5 yen are shown half to even.
        ("average_order_value", "money", [none.clone(), json!("62"), json!("125"), none.clone()]),
        ("last_order_date", "date", [none.clone(), json!("2026-08-01"), json!("2026-08-02"), none.clone()]),
        ("last_order_status", "enum", [none.clone(), json!("sent"), json!("paid"), none.clone()]),
        ("days_since_last_order", "integer", [none.clone(), json!("15"), json!("14"), none.clone()]),
        (
            "customer_added_date",
            "date",
            [json!("2024-02-01T12:00:00"), json!("2024-01-01T12:00:00"), none.clone(), none.clone()],
        ),
        ("birth_date", "date", [none.clone(), json!("1990-08-20"), json!("1980-01-02"), none.clone()]),
        ("age", "integer", [none.clone(), json!("35"), json!("46"), none.clone()]),
        ("customer_tags", "list", [none.clone(), both, json!(["New"]), none.clone()]),
        ("profile.rank", "integer", [none.clone(), json!("7"), json!("10"), none.clone()]),
        ("orders_placed.max_amount", "money", [none.clone(), json!("95"), json!("125"), none.clone()]),
        ("rfm_monetary", "integer", [none.clone(), json!("5"), json!("5"), none]),
    ];
    for (name, type_, values) in cases {
        let reply = shop.table(&question("", &[name], None)).unwrap();
        assert_eq!((reply.total, reply.ids.join("")), (4, "abcd".to_owned()));
        assert_eq!(column(&reply, 0), values, "{name}");
        assert_eq!((&reply.columns.0[0]["name"], &reply.columns.0[0]["type"]), (&json!(name), &json!(type_)));
    }
    let buckets = shop.table(&question("", &["random_bucket('x')", "email"], None)).unwrap();
    assert!(column(&buckets, 0).iter().all(|bucket| bucket.as_str().unwrap().parse::<u32>().unwrap() < 10_000));
    assert_eq!(column(&buckets, 1)[2], "=cmd|x");
}

#[test]
fn orders_are_stable_and_leave_the_missing_last() {
    let mut shop = shop();
    for (sort, up, down) in [
        ("id", "abcd", "dcba"),
        ("amount_spent", "adbc", "bcad"),
        ("number_of_orders", "adcb", "bcad"),
        ("average_order_value", "bcad", "cbad"),
        ("last_order_date", "bcad", "cbad"),
        ("last_order_status", "cbad", "bcad"),
        ("customer_added_date", "bacd", "abcd"),
        ("email", "cbad", "abcd"),
        // A list goes by its texts in order: new before new, vip.
        ("customer_tags", "cbad", "bcad"),
        ("profile.rank", "bcad", "cbad"),
    ] {
        for (descending, expected) in [(false, up), (true, down)] {
            let whole = shop.table(&question("", &[], Some((sort, descending)))).unwrap();
            assert_eq!(whole.ids.join(""), expected, "{sort} {descending}");
            for offset in 0..5 {
                let page = MembersQuestion { offset, limit: 2, ..question("", &["id"], Some((sort, descending))) };
                let page = shop.table(&page).unwrap();
                assert_eq!(page.ids, whole.ids[offset.min(4)..(offset + 2).min(4)], "{sort} {descending}");
                assert_eq!(page.total, 4);
            }
        }
    }
}

#[test]
fn a_kept_order_is_that_of_the_question() {
    let mut shop = shop();
    let ids = |shop: &mut Session, segment: &str, as_of: Option<&str>| {
        let mut question = question(segment, &[], Some(("amount_spent", true)));
        question.options.as_of = as_of.map(str::to_owned);
        shop.table(&question).unwrap().ids.join("")
    };
    assert_eq!(ids(&mut shop, "", None), "bcad");
    assert_eq!(ids(&mut shop, "number_of_orders = 1", None), "c");
    assert_eq!(ids(&mut shop, "", Some("2026-07-31")), "bacd");
    assert_eq!(ids(&mut shop, "", None), "bcad");
}

#[test]
fn what_is_no_column_is_an_error_that_says_why() {
    let mut shop = shop();
    for (name, words) in [
        ("amuont_spent", "amount_spent"),
        ("orders_placed", "no values"),
        ("segments", "IS NOT NULL"),
        ("phone", "No data on phone"),
        ("id IS NULL OR amount_spent", "no field"),
        ("orders_placed.amount", "for every row"),
        ("amount_spent > 5 AND amount_spent", "no field"),
        ("", "no field"),
    ] {
        let error = shop.table(&question("", &[name], None)).unwrap_err();
        assert_eq!(error.code(), Code::BadArgument, "{name}: {error}");
        assert!(error.message().contains(words), "{name}: {error}");
        assert_eq!(shop.table(&question("", &[], Some((name, false)))).unwrap_err(), error);
    }
}

#[test]
fn every_field_of_every_type_is_a_column() {
    let mut session = open(&document("everything"));
    let fields: Vec<String> = (session.opened().fields.into_iter())
        .filter(|field| field.kind == "field" && field.available && field.name != "segments")
        .map(|field| field.name)
        .collect();
    assert!(fields.len() > 30, "{}", fields.len());
    for name in fields {
        let missing = session.members(Source::Text(&format!("{name} IS NULL")), &Request::default(), 0, 1000).unwrap();
        for descending in [false, true] {
            let reply = session.table(&question("", &[&name], Some((&name, descending)))).unwrap();
            let values = column(&reply, 0);
            let without: Vec<&String> =
                reply.ids.iter().zip(&values).filter(|of| of.1.is_null()).map(|of| of.0).collect();
            // What has no value is what IS NULL gives, and stands last.
            assert_eq!(without, missing.ids.iter().collect::<Vec<_>>(), "{name}");
            assert!(values.iter().skip_while(|value| !value.is_null()).all(Value::is_null), "{name}: {values:?}");
        }
    }
}
