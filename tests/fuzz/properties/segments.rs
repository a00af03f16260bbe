//! What must hold of every segment, in whatever form it came.

use super::{chosen, shop};
use headcount::author::{self, Author};
use headcount::condition::{Condition, Segment};
use headcount::document::Read;
use headcount::error::Code;
use headcount::query::{from_json_text, to_json};
use headcount::session::{CountReply, ExplainQuestion, Request, Session, Source};
use headcount::time::Instant;
use serde_json::{Value, json};

/// A request for the counts of every node.
pub(crate) fn request() -> Request {
    Request { nodes: true, ..Request::default() }
}

fn count(session: &mut Session, source: Source<'_>, request: &Request) -> Option<CountReply> {
    match session.count(source, request) {
        Ok(reply) => Some(reply),
        Err(error) => {
            let expected = [Code::BadSegment, Code::UnsupportedVersion, Code::OutOfRange, Code::TooLarge];
            assert!(expected.contains(&error.code()), "{error}");
            None
        }
    }
}

/// Counts a segment and holds the answers against one another: count, members, nodes, the opposite; and one
/// of the others, for all of them take their time: what checking says, one customer explained, what is said
/// of it in words and in SQL. `condition` is its tree if nothing is wrong with it.
pub(crate) fn judged(source: Source<'_>, condition: Option<&Condition>) {
    let mut session = shop::session();
    let Some(reply) = count(&mut session, source, &request()) else { return };
    assert_eq!(reply.count.is_none(), errors(&reply) > 0, "{:?}", reply.problems);
    let choice = chosen(text_of(source).as_bytes(), 4);
    if choice == 0 {
        checked(&mut session, source, &reply);
    }
    if choice == 1 || reply.count.is_none() {
        told(source);
    }
    let Some(members) = reply.count else { return };
    assert!(members <= reply.total);
    let nodes = reply.nodes.as_ref().expect("nodes were asked for");
    assert!(nodes.iter().all(|node| node.alone.max(node.cumulative).max(node.without_it) <= reply.total));
    let ids = session.members(source, &Request::default(), 0, usize::MAX).expect("members of a valid segment").ids;
    assert_eq!(ids.len() as u32, members);
    assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
    if choice == 2 {
        explained(&mut session, source, &ids);
    }
    if let Some(condition) = condition {
        opposite(&mut session, condition, members, reply.total);
    }
}

fn text_of(source: Source<'_>) -> &str {
    let (Source::Text(text) | Source::Json(text)) = source;
    text
}

fn errors(reply: &CountReply) -> usize {
    reply.problems.iter().filter(|problem| problem.severity == "error").count()
}

/// Checking finds the errors that counting found, and what can be read of a segment is counted as before.
fn checked(session: &mut Session, source: Source<'_>, reply: &CountReply) {
    let found = session.check(source, &request()).expect("what was counted can be checked").problems;
    let wrong = found.iter().filter(|problem| problem.severity == "error").count();
    assert_eq!(wrong, errors(reply), "{found:?}\n{:?}", reply.problems);
    for (partial, nodes) in [(true, true), (false, false)] {
        let request = Request { partial, nodes, ..Request::default() };
        let again = count(session, source, &request).expect("what was counted");
        assert!(reply.count.is_none() || again.count == reply.count, "{:?}, not {:?}", again.count, reply.count);
    }
}

/// A customer in the segment or out of it is told so.
fn explained(session: &mut Session, source: Source<'_>, ids: &[String]) {
    let segment = segment_of(source);
    let customer = ["mai", "ana", "0012"][ids.len() % 3];
    let question = json!({ "segment": segment, "customer": customer, "days": 1 });
    let question = ExplainQuestion::of(&question).expect("a question");
    let reply = session.explain(&question).expect("a valid segment is explained");
    assert_eq!(reply.member, ids.iter().any(|id| id == customer), "{customer}");
}

/// A segment and its opposite are everyone; saved as a document it is the same.
fn opposite(session: &mut Session, condition: &Condition, members: u32, everyone: u32) {
    let saved = |condition: Condition| to_json(&Segment { name: None, condition }).to_string();
    let same = saved(condition.clone());
    let (read, problems) = from_json_text(&same).expect("what was written is read");
    assert_eq!((&read.condition, problems.len()), (condition, 0), "{same}");
    let not = saved(Condition::Not(Box::new(condition.clone())));
    for (document, expected) in [(same, members), (not, everyone - members)] {
        let reply = count(session, Source::Json(&document), &Request::default()).expect("a document");
        // One level more may be one too many.
        assert!(reply.count.is_none_or(|count| count == expected), "{document}: {:?}, not {expected}", reply.count);
    }
}

fn segment_of(source: Source<'_>) -> Value {
    match source {
        Source::Text(text) => text.into(),
        Source::Json(text) => serde_json::from_str(text).unwrap_or(Value::Null),
    }
}

/// What needs no rows answers too, or refuses with a code.
fn told(source: Source<'_>) {
    let segment = segment_of(source);
    if segment.is_null() {
        return;
    }
    let choice = chosen(text_of(source).as_bytes(), 35);
    let language = ["en", "de"][choice % 2];
    let dialect = ["duckdb", "postgres", "sqlite", "clickhouse", "spark"][choice % 5];
    let form = ["headcount", "lines", "current", "legacy", "shopify", "json", "react-querybuilder"][choice % 7];
    let mut author = shop::author();
    ask(&mut author, json!({ "describe": { "segment": segment, "language": language, "dates": choice > 17 } }));
    ask(&mut author, json!({ "sql": { "segment": segment, "dialect": dialect } }));
    ask(&mut author, json!({ "format": { "segment": segment, "to": form } }));
}

/// Asks what needs no rows.
pub(crate) fn ask(author: &mut Author, question: Value) {
    let read = author::Question::of(&question).unwrap_or_else(|error| panic!("{question}: {error}"));
    if let Err(error) = author.ask(&read, Instant(1_710_000_000)) {
        let expected = [Code::BadSegment, Code::InvalidSegment, Code::UnsupportedVersion, Code::OutOfRange];
        assert!(expected.contains(&error.code()), "{question}: {error}");
    }
}
