//! Questions: the documents with which a page asks for more than a count.

use super::{segments, shop};
use headcount::author;
use headcount::document::{self, Read};
use headcount::error::Code;
use headcount::session::{PackRequest, Question, Request, read};
use headcount::snapshot::Snapshot;
use headcount::time::Instant;
use serde_json::Value;

/// Any bytes as a question, as options, as an outline.
pub(crate) fn hold(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(value) = document::parse(text, "questions") else { return };
    if let Ok(question) = Question::of(&value) {
        if let Err(error) = shop::session().ask(&question) {
            assert!(!matches!(error.code(), Code::BadArrow | Code::BadManifest), "{error}");
        }
    }
    if let Ok(question) = author::Question::of(&value) {
        drop(shop::author().ask(&question, Instant(1_710_000_000)));
    }
    if let Ok(request) = read::<Request>(text, "options") {
        drop(shop::session().count(headcount::session::Source::Text("number_of_orders > 1"), &request));
    }
    if let Ok(request) = read::<PackRequest>(text, "options") {
        drop(request.resolve());
    }
    outlined(&value);
}

/// What is read of an outline is what is written of it, and segments can be checked against it.
fn outlined(value: &Value) {
    let Ok(snapshot) = Snapshot::of_outline(value) else { return };
    let written = snapshot.outline();
    let again = Snapshot::of_outline(&written).expect("an outline that was written");
    assert_eq!(again.outline(), written);
    let mut author = author::Author::new(Some(&written.to_string())).expect("an outline");
    let segment = "amount_spent > 5 AND last_order_date < -30d AND customer_tags CONTAINS 'vip'";
    segments::ask(&mut author, serde_json::json!({ "check": { "segment": segment } }));
    segments::ask(&mut author, serde_json::json!({ "sql": { "segment": segment, "dialect": "duckdb" } }));
    segments::ask(&mut author, Value::from("fields"));
}
