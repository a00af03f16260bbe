//! The corpus: the same cases put to the reference and to the native engine.

mod cases;
mod coverage;
mod engine;

pub(crate) use cases::{Case, Shops, all, document};
pub(crate) use engine::{author, open, open_packed, pack};

use crate::reference::{self, Answer, Unavailable};
use headcount::condition::Condition;
use headcount::query;
use std::collections::BTreeSet;

/// The case's condition, read from its text or document.
fn condition(case: &Case) -> Condition {
    match &case.condition {
        Some(document) => {
            let text = serde_json::json!({ "version": 1, "condition": document }).to_string();
            query::from_json_text(&text).expect("a segment document").0.condition
        }
        None => query::parse(case.segment.as_deref().unwrap_or_default()).condition,
    }
}

fn ids(list: &[String]) -> BTreeSet<String> {
    let set: BTreeSet<String> = list.iter().cloned().collect();
    assert_eq!(set.len(), list.len(), "an id stands twice in a case: {list:?}");
    set
}

#[test]
fn the_reference_gives_the_ids_of_every_case() {
    let mut shops = Shops::default();
    let mut wrong = Vec::new();
    let mut judged = 0;
    for case in all() {
        let shop = shops.reference(&case.shop);
        let Some(members) = &case.members else {
            // Of segments with problems the reference only knows what there is no data on.
            if case.problems.iter().all(|problem| problem.code == "unavailable") {
                judged += 1;
                let answer = reference::answer(shop, &condition(&case), &case.options());
                if !matches!(answer, Err(Unavailable(_))) {
                    wrong.push(format!("{case}: the reference has data"));
                }
            }
            continue;
        };
        judged += 1;
        let expected = ids(members);
        match reference::answer(shop, &condition(&case), &case.options()) {
            Ok(Answer { members, universe }) => {
                if members != expected {
                    wrong.push(format!("{case}\n    expected {expected:?}\n    reference {members:?}"));
                }
                if case.universe.as_ref().is_some_and(|expected| ids(expected) != universe) {
                    wrong.push(format!("{case}\n    expected of all {:?}\n    reference {universe:?}", case.universe));
                }
            }
            Err(Unavailable(what)) => wrong.push(format!("{case}: the reference has no data on {what}")),
        }
    }
    assert!(wrong.is_empty(), "{} of {judged} cases:\n{}", wrong.len(), wrong.join("\n"));
    println!("witness reference evaluator: {judged} cases");
}

#[test]
fn the_engine_gives_the_ids_of_every_case() {
    let mut shops = Shops::default();
    let mut wrong = Vec::new();
    let cases = all();
    for case in &cases {
        if let Err(why) = engine::judge(shops.session(&case.shop), case) {
            wrong.push(format!("{case}\n    {why}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    println!("witness native engine: {} cases", cases.len());
}
