//! What flips by itself is what a later count says.

use super::tries::{hold, pairs};
use super::{asked, document, ids, text};
use headcount::session::{ExplainQuestion, Request, SegmentInput};
use headcount::time::Instant;
use std::cell::RefCell;

/// Days ahead that are looked at.
const DAYS: u64 = 12;

#[test]
fn what_flips_by_itself_is_the_first_that_differs() {
    let flipping = RefCell::new(0);
    hold("what_flips_by_itself_is_the_first_that_differs", pairs() / 20, |u| {
        let mut asked = asked(u, 3, 1)?;
        for (condition, _) in asked.conditions.clone() {
            let everyone = asked.everyone();
            let Some(id) = everyone.get(everyone.len() / 2) else { continue };
            let question = ExplainQuestion {
                segment: SegmentInput::of(&serde_json::from_str(&document(&condition)).expect("a document")),
                options: asked.request.clone(),
                customer: id.clone(),
                days: Some(DAYS),
            };
            let reply = asked.session.explain(&question).expect("a customer");
            let told = |at: Instant| {
                let flips = reply.flips.map(Instant::to_utc_string);
                let at = at.to_utc_string();
                format!("{id} at {at}, flips {flips:?}: {}\n{}", text(&condition), asked.scene.shop)
            };
            let among = text(&condition).contains("stat(") || text(&condition).contains("rfm_");
            let last = reply.flips.map_or(reply.until, |flips| Instant(flips.0 - 1));
            // Anywhere before it, and at its very end, nothing differs.
            let span = last.0 - reply.as_of.0;
            let parts = [1, 3_599, span / 7, span / 3, span / 2, span - 86_400, span].map(|part| reply.as_of.0 + part);
            let mut request = asked.request.clone();
            let mut member = |at: Instant| {
                request = Request { as_of: Some(at.to_utc_string()), ..request.clone() };
                ids(&mut asked.session, &condition, &request).expect("a valid segment").contains(id)
            };
            for at in parts.into_iter().map(Instant).filter(|at| !among && *at > reply.as_of && *at <= last) {
                assert_eq!(member(at), reply.member, "{}", told(at));
            }
            if let Some(flips) = reply.flips {
                assert_ne!(member(flips), reply.member, "{}", told(flips));
                *flipping.borrow_mut() += 1;
            }
        }
        Ok(())
    });
    assert!(std::env::var("HEADCOUNT_SEED").is_ok() || flipping.into_inner() > 30, "too little flips");
}
