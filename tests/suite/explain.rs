//! Law: an explanation's verdict is membership; and what it shows of a customer.

use crate::corpus::{Shops, all};
use headcount::session::{ExplainQuestion, ExplainReply, Request, SegmentInput, Session};
use serde_json::json;

fn explain(
    session: &mut Session,
    segment: &serde_json::Value,
    options: Request,
    customer: &str,
    days: u64,
) -> ExplainReply {
    let segment = SegmentInput::of(segment);
    let question = ExplainQuestion { segment, options, customer: customer.to_owned(), days: Some(days) };
    session.explain(&question).unwrap()
}

#[test]
fn an_explanation_is_membership() {
    let mut shops = Shops::default();
    let mut asked = 0;
    for case in all() {
        let (Some(members), Some(text)) = (&case.members, &case.segment) else { continue };
        let session = shops.session(&case.shop);
        for row in 0..session.snapshot().customers.len {
            let Some(headcount::snapshot::Column::Text(ids)) = session.snapshot().customers.columns.get("id") else {
                panic!("customers have ids")
            };
            let id = ids.keys[ids.codes.get(row as usize) as usize - 1].to_string();
            let reply = explain(session, &json!(text), case.request(), &id, 0);
            assert_eq!(reply.member, members.contains(&id), "{case}: {id}");
            if let Some(root) = reply.nodes.first() {
                assert_eq!(reply.member, root.holds && reply.present, "{case}: {id}");
            }
            asked += 1;
        }
    }
    assert!(asked > 3_000, "{asked}");
}

#[test]
fn days_of_flipping_are_what_a_count_says_then() {
    let mut shops = Shops::default();
    for (shop, segment) in [("calendar", "last_order_date >= -30d"), ("birthdays", "anniversary('birth_date') = today")]
    {
        let session = shops.session(shop);
        let everyone = session.members(headcount::session::Source::Text(""), &Request::default(), 0, 100).unwrap().ids;
        let mut flipped = 0;
        for id in everyone {
            let reply = explain(session, &json!(segment), Request::default(), &id, 366);
            let Some(day) = reply.flips else { continue };
            flipped += 1;
            let on = |day: &str| Request { as_of: Some(day.to_owned()), ..Request::default() };
            let before = headcount::time::Day::parse(&day).unwrap().plus_days(-1).to_string();
            assert_ne!(explain(session, &json!(segment), on(&day), &id, 0).member, reply.member, "{id} {day}");
            if before > "2026-08-16".to_owned() || shop == "birthdays" {
                let same = explain(session, &json!(segment), on(&before), &id, 0).member == reply.member;
                assert!(same || before < reply.identity.as_of, "{id} {day}");
            }
        }
        assert!(flipped > 0, "{shop}");
    }
}
