//! Segments as documents: the JSON form and react-querybuilder's rule groups.

use super::{segments, text};
use headcount::condition::Severity;
use headcount::query::{from_json_text, from_react_querybuilder, to_json};
use headcount::session::Source;

/// Any bytes as a segment's document.
pub(crate) fn hold(data: &[u8]) {
    let Ok(document) = std::str::from_utf8(data) else { return };
    let read = from_json_text(document);
    let rules = from_react_querybuilder(document);
    for (segment, problems) in [&read, &rules].into_iter().flatten() {
        let written = to_json(segment).to_string();
        let (again, _) = from_json_text(&written).unwrap_or_else(|error| panic!("{written}: {error}"));
        assert_eq!(again, *segment, "{written}");
        if problems.iter().all(|problem| problem.severity != Severity::Error) {
            text::spelled(&segment.condition);
        }
    }
    let fine =
        |problems: &[headcount::condition::Problem]| problems.iter().all(|problem| problem.severity != Severity::Error);
    let condition = read.as_ref().ok().filter(|(_, problems)| fine(problems)).map(|(segment, _)| &segment.condition);
    segments::judged(Source::Json(document), condition);
}
