//! The native engine put to a case: tables packed through the importer, a session, its answers.

use super::Case;
use super::cases::ExpectedProblem;
use crate::zones::zone;
use headcount::author::{Author, Question};
use headcount::document::Read;
use headcount::error::{Code, Error};
use headcount::import::{Importer, Options, Packed};
use headcount::session::{ProblemReply, Session, Source};
use headcount::snapshot::Manifest;
use headcount::time::Instant;
use serde_json::{Value, json};

/// Packs a shop's files, or its tables as JSONL, and opens the snapshot.
pub(crate) fn open(shop: &Value) -> Session {
    open_packed(&pack(shop, None).expect("a snapshot"), shop, |_| true)
}

/// Opens a packed shop, its saved segments at hand; parts are given at once if `given` says so.
pub(crate) fn open_packed(packed: &Packed, shop: &Value, given: impl Fn(&str) -> bool) -> Session {
    let parts = packed.parts.iter().filter(|(path, _)| given(path));
    let parts = parts.map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
    let mut session =
        Session::open(&packed.manifest.to_json_string(), parts, None).expect("a snapshot that was just packed");
    if let Some(segments) = shop["segments"].as_object() {
        let entry = |(name, saved): (&String, &Value)| {
            let kind = if saved.is_array() { "members" } else { "condition" };
            json!({ "id": name, "name": name, kind: saved })
        };
        session.refer_to(&Value::from_iter(segments.iter().map(entry)).to_string()).expect("segments");
    }
    session
}

/// Packs a shop's files, or its tables as JSONL; those that changed since a base if there is one.
pub(crate) fn pack(shop: &Value, base: Option<Manifest>) -> Result<Packed, Error> {
    let text = |key: &str| shop[key].as_str().unwrap_or_else(|| panic!("a shop has a {key}"));
    let zone = zone(text("time_zone"));
    let options = Options {
        taken_at: Instant::parse_as_of(text("taken_at"), &zone).expect("taken_at"),
        time_zone: Some(zone),
        zone_source: "jiff".into(),
        currency: Some(text("currency").to_owned()),
        mapping: None,
        pseudonymous: false,
        max_bytes: None,
        base,
    };
    let mut importer = Importer::new(options)?;
    for (name, content) in files(shop) {
        importer.start_file(&name).expect("a known file");
        importer.push(content.as_bytes()).expect("rows");
        importer.end_file().expect("rows");
    }
    importer.finish()
}

/// What writes SQL of the snapshot: on its outline, with the shop's saved segments (a text is an
/// automatic one, a list of ids a manual one) in its library.
pub(crate) fn author(shop: &Value, session: &Session) -> Author {
    let mut author = Author::new(Some(&session.snapshot().outline().to_string())).expect("an outline");
    let mut ask = |question: Value| author.ask(&Question::of(&question).expect("a question"), Instant(0));
    ask(json!({ "library": { "open": {} } })).expect("an empty library");
    for (name, saved) in shop["segments"].as_object().into_iter().flatten() {
        let now = "2026-08-16T12:00:00Z";
        let action = match saved {
            Value::String(_) => {
                json!({ "do": "create", "now": now, "name": name, "condition": saved, "active": false })
            }
            ids => json!({ "do": "createManual", "now": now, "name": name, "members": ids, "active": false }),
        };
        if let Err(error) = ask(json!({ "library": { "change": action } })) {
            // A shop may have what no library lets in; no statement names it.
            assert_eq!(error.code(), Code::SegmentCycle, "{error}");
        }
    }
    author
}

fn files(shop: &Value) -> Vec<(String, String)> {
    if let Some(files) = shop["files"].as_object() {
        return files.iter().map(|(name, text)| (name.clone(), text.as_str().expect(name).to_owned())).collect();
    }
    let tables = shop["tables"].as_object().expect("tables");
    let lines = |rows: &Value| rows.as_array().expect("rows").iter().map(|row| format!("{row}\n")).collect::<String>();
    tables.iter().map(|(name, rows)| (format!("{name}.jsonl"), lines(rows))).collect()
}

/// Whether the engine answers as the case expects.
pub(super) fn judge(session: &mut Session, case: &Case) -> Result<(), String> {
    let request = case.request();
    for segment in &case.after {
        session.count(Source::Text(segment), &request).map_err(|why| why.to_string())?;
    }
    let document = case
        .condition
        .as_ref()
        .map(|condition| serde_json::json!({ "version": 1, "condition": condition }).to_string());
    let source = match &document {
        Some(document) => Source::Json(document),
        None => Source::Text(case.segment.as_deref().unwrap_or_default()),
    };
    let reply = session.count(source, &request).map_err(|why| why.to_string())?;
    let text = case.segment.as_deref();
    for expected in &case.problems {
        if !reply.problems.iter().any(|found| fits(expected, found, text)) {
            return Err(format!("lacks {expected:?} among {}", list(&reply.problems)));
        }
    }
    let errors: Vec<&ProblemReply> = reply.problems.iter().filter(|problem| problem.severity == "error").collect();
    let Some(members) = &case.members else {
        let stray = errors.iter().find(|found| !case.problems.iter().any(|expected| fits(expected, found, text)));
        return match stray {
            _ if reply.count.is_some() => Err("is counted".into()),
            Some(_) => Err(format!("has more problems: {}", list(&reply.problems))),
            None => Ok(()),
        };
    };
    if !errors.is_empty() {
        return Err(format!("has problems: {}", list(&reply.problems)));
    }
    let mut expected = members.clone();
    expected.sort();
    let found = session.members(source, &request, 0, usize::MAX).map_err(|why| why.to_string())?;
    if found.ids != expected {
        return Err(format!("expected {expected:?}\n    engine   {:?}", found.ids));
    }
    if (reply.count, found.total) != (Some(expected.len() as u32), expected.len() as u32) {
        return Err(format!("counts {:?} and {}", reply.count, found.total));
    }
    if case.universe.as_ref().is_some_and(|universe| universe.len() as u32 != reply.total) {
        return Err(format!("counts {} in all", reply.total));
    }
    for date in &case.dates {
        let found = reply.dates.iter().find(|found| found.path == date.path);
        let Some(found) = found else { return Err(format!("resolves no date at {}", date.path)) };
        if (&found.from, &found.until) != (&date.from, &date.until) {
            return Err(format!("resolves {} to {:?} … {:?}", date.path, found.from, found.until));
        }
    }
    match &case.used_current {
        Some(fields) if *fields != reply.used_current_values => {
            Err(format!("uses the current {:?}", reply.used_current_values))
        }
        _ => Ok(()),
    }
}

fn fits(expected: &ExpectedProblem, found: &ProblemReply, text: Option<&str>) -> bool {
    let stretch = || -> Option<String> {
        let (text, span) = (text?, found.span?);
        let units: Vec<u16> = text.encode_utf16().collect();
        Some(String::from_utf16_lossy(&units[span.start..span.end]))
    };
    expected.code == found.code && (expected.at.is_none() || expected.at == stretch())
}

fn list(problems: &[ProblemReply]) -> String {
    let shown = problems.iter().map(|problem| format!("{} {} at {:?}", problem.severity, problem.code, problem.span));
    shown.collect::<Vec<_>>().join("; ")
}
