//! Which segments a segment names, and how the names follow a rename.

use super::record::{Kind, Query, Record};
use super::{Library, names};
use crate::condition::{Condition, FieldClause, Literal, Membership, References};
use crate::document::object;
use crate::error::{Code, Error, Result};
use crate::order;
use crate::query;
use serde_json::Value;
use std::collections::BTreeSet;

/// The field whose values are names of segments.
const FIELD: &str = "segments";

impl Library {
    /// Every segment by name, for `check`.
    pub fn references(&self) -> References {
        let mut references = References::default();
        for record in self.segments() {
            let members = match &record.kind {
                Kind::Manual { members } => Membership::Customers(members.iter().cloned().collect()),
                // What cannot be read matches no one and says so where it is opened.
                Kind::Automatic { condition } => {
                    Membership::Condition(condition.read().unwrap_or(Condition::Any(vec![])))
                }
            };
            references.insert(&record.name, members);
        }
        references
    }

    /// Every segment that a condition may name, as a document for where the rows are:
    /// `[{ "id", "name", "condition" }, { "id", "name", "members" }]`.
    pub fn nameable(&self) -> Value {
        let entry = |record: &Record| {
            let (key, value) = match &record.kind {
                Kind::Manual { members } => ("members", members.iter().map(|id| Value::from(id.as_str())).collect()),
                Kind::Automatic { condition } => ("condition", condition.to_value()),
            };
            object([("id", record.id.as_str().into()), ("name", record.name.as_str().into()), (key, value)])
        };
        self.segments().iter().map(entry).collect()
    }

    /// The segments that name the one with this id.
    pub fn referring_to(&self, id: &str) -> Vec<&Record> {
        let Ok(record) = self.segment(id) else { return Vec::new() };
        let key = record.key();
        self.segments().iter().filter(|other| other.id != id && named_by(other).contains(&key)).collect()
    }

    /// Refuses a condition of the segment `name` that leads back to it.
    pub(super) fn refuse_cycle(&self, name: &str, condition: &Query) -> Result<()> {
        let own = names::key(name);
        let mut seen = BTreeSet::new();
        let mut open: Vec<String> = names_in(&condition.read()?).into_iter().collect();
        while let Some(key) = open.pop() {
            if key == own {
                let message = format!("The segment '{name}' would refer to itself, directly or through others.");
                return Err(Error::new(Code::SegmentCycle, message).help("Remove the reference."));
            }
            if let Some(record) = self.named(&key).filter(|_| seen.insert(key.clone())) {
                open.extend(named_by(record));
            }
        }
        Ok(())
    }

    /// Puts the new name where the old one was named; gives the ids of the segments changed.
    pub(super) fn follow(&mut self, before: &str, after: &str) -> Vec<String> {
        let key = names::key(before);
        let mut followed = Vec::new();
        for record in &mut self.document.segments {
            if !named_by(record).contains(&key) {
                continue;
            }
            if let Kind::Automatic { condition } = &mut record.kind {
                *condition = renamed(condition, &key, after);
                record.version += 1;
                followed.push(record.id.clone());
            }
        }
        followed
    }
}

/// The keys of the segments a segment names.
fn named_by(record: &Record) -> BTreeSet<String> {
    record.condition().map(|condition| names_in(&condition)).unwrap_or_default()
}

fn names_in(condition: &Condition) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    each_clause(condition, String::new(), &mut |clause, _| {
        found.extend(clause.test.values.iter().filter_map(text).map(names::key));
    });
    found
}

/// The literals of `clause` that name `key`, by index.
fn places(clause: &FieldClause, key: &str) -> Vec<usize> {
    let named = |literal| text(literal).is_some_and(|name| names::key(name) == key);
    (0..clause.test.values.len()).filter(|index| named(&clause.test.values[*index])).collect()
}

fn text(literal: &Literal) -> Option<&str> {
    match literal {
        Literal::Text(text) => Some(text),
        _ => None,
    }
}

fn each_clause(condition: &Condition, path: String, visit: &mut impl FnMut(&FieldClause, &str)) {
    match condition {
        Condition::All(children) | Condition::Any(children) => {
            for (index, child) in children.iter().enumerate() {
                each_clause(child, format!("{path}/of/{index}"), visit);
            }
        }
        Condition::Not(child) => each_clause(child, format!("{path}/of"), visit),
        Condition::Field(clause) if clause.field == FIELD => visit(clause, &path),
        _ => {}
    }
}

/// The query with another name in the place of `key`; of a text only the names change, so its
/// comments and line breaks stay.
fn renamed(query: &Query, key: &str, after: &str) -> Query {
    let quoted = format!("'{}'", after.replace('\\', "\\\\").replace('\'', "\\'"));
    match query {
        Query::Text(source) => {
            let parsed = query::parse(source);
            let mut spans = Vec::new();
            each_clause(&parsed.condition, String::new(), &mut |clause, path| {
                for index in places(clause, key) {
                    let literal = match clause.test.values.len() {
                        1 => parsed.spans.find(&format!("{path}/value")).filter(|span| is_string(source, *span)),
                        _ => None,
                    };
                    let literal = literal.or_else(|| parsed.spans.find(&format!("{path}/values/{index}")));
                    spans.extend(literal.filter(|span| is_string(source, *span)));
                }
            });
            order::sort_by_key(&mut spans, |span| std::cmp::Reverse(span.start));
            let mut text = source.clone();
            for span in spans {
                text.replace_range(span.start..span.end, &quoted);
            }
            Query::Text(text)
        }
        Query::Document(document) => {
            let mut document = document.clone();
            if let Some(condition) = document.get_mut("condition") {
                rename_in(condition, key, after);
            }
            Query::Document(document)
        }
    }
}

fn is_string(source: &str, span: crate::condition::Span) -> bool {
    source.get(span.start..span.end).is_some_and(|part| part.starts_with('\'') && part.len() > 1)
}

fn rename_in(node: &mut serde_json::Value, key: &str, after: &str) {
    let own = node.get("kind").and_then(|kind| kind.as_str()) == Some("field")
        && node.get("field").and_then(|field| field.as_str()) == Some(FIELD);
    let replace = |value: &mut serde_json::Value| {
        if value.as_str().is_some_and(|name| names::key(name) == key) {
            *value = after.into();
        }
    };
    if own {
        node.get_mut("value").into_iter().for_each(replace);
        node.get_mut("values").and_then(|values| values.as_array_mut()).into_iter().flatten().for_each(replace);
    }
    match node.get_mut("of") {
        Some(serde_json::Value::Array(children)) => {
            children.iter_mut().for_each(|child| rename_in(child, key, after));
        }
        Some(child) => rename_in(child, key, after),
        None => {}
    }
}
