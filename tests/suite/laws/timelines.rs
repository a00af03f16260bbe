//! Every day of a timeline is a count of its own, and who enters and leaves is told by two of them.

use super::tries::{hold, pairs};
use super::{asked, document, ids, text};
use headcount::session::{Request, SegmentInput, TimelineQuestion};
use headcount::time::Day;
use std::cell::RefCell;

#[test]
fn every_day_of_a_timeline_is_a_count_of_its_own() {
    let moving = RefCell::new(0);
    hold("every_day_of_a_timeline_is_a_count_of_its_own", pairs() / 30, |u| {
        let (before, days) = (u.int_in_range(-5..=50)?, u.int_in_range(1..=14)?);
        let mut asked = asked(u, 3, 2)?;
        for (condition, _) in asked.conditions.clone() {
            let from = Day::parse(&asked.scene.day.to_string()).expect("a day").plus_days(-before);
            let question = TimelineQuestion {
                segment: SegmentInput::of(&serde_json::from_str(&document(&condition)).expect("a document")),
                options: asked.request.clone(),
                from: Some(from),
                to: Some(from.plus_days(days)),
                ids: 3,
            };
            let reply = asked.session.timeline(&question).expect("a timeline");
            let told = || format!("from {from}: {}\n{:?}\n{}", text(&condition), asked.request, asked.scene.shop);
            let mut at = |day: Day| {
                let request = Request { as_of: Some(day.to_string()), ..asked.request.clone() };
                let mut found = ids(&mut asked.session, &condition, &request).expect("a valid segment");
                found.sort();
                found
            };
            let mut before = at(from.plus_days(-1));
            for (day, moment) in &reply.days {
                let now = at(*day);
                let gone = |of: &[String], from: &[String]| -> Vec<String> {
                    of.iter().filter(|id| !from.contains(id)).cloned().collect()
                };
                let (entered, left) = (gone(&now, &before), gone(&before, &now));
                let counts = (now.len(), entered.len(), left.len());
                let found = (moment.count as usize, moment.entered as usize, moment.left as usize);
                assert_eq!(found, counts, "{day} {}", told());
                assert_eq!(moment.entered_ids, entered[..entered.len().min(3)], "{day} {}", told());
                assert_eq!(moment.left_ids, left[..left.len().min(3)], "{day} {}", told());
                *moving.borrow_mut() += counts.1 + counts.2;
                before = now;
            }
        }
        Ok(())
    });
    assert!(std::env::var("HEADCOUNT_SEED").is_ok() || moving.into_inner() > 100, "too few enter and leave");
}
