//! Law: an explanation's verdict is membership; and what it shows of a customer.

use crate::corpus::{Case, Shops, all};
use headcount::document::parse;
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

/// The reply as the page gets it, with dates a year ahead.
fn told(shop: &str, segment: &str, customer: &str) -> Value {
    let mut shops = Shops::default();
    explain(shops.session(shop), &json!(segment), &Request::default(), customer, 366).to_value()
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
            missing += u32::from(parse(&reply.to_value().to_string(), "reply").unwrap()["nodes"][0]["missing"] == true);
            if let Some(flips) = reply.flips {
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
