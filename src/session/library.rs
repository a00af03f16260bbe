//! The segment library in the page's words: opened from the host's store, changed by commands,
//! counted on the snapshot.

use super::{Request, Session, Source};
use crate::document::{self, Object, Read, object, texts};
use crate::error::{Code, Error, Result};
use crate::library::{Action, Change, Command, Entry, Filter, Kind, Library, Merge, Query, Record};
use crate::query::quoted;
use crate::rows::RowSet;
use crate::snapshot::Column;
use crate::value::id_key;
use serde_json::Value;
use std::sync::Arc;

/// What can be asked of the library: `{ "library": { "open": { … } } }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LibraryQuestion {
    /// Takes the store's document; an empty library without one.
    Open {
        /// The document.
        document: Option<String>,
    },
    /// Carries out a command.
    Change(Command),
    /// The segments a filter lets through.
    Search(Filter),
    /// The log, newest first.
    Log {
        /// Id of one segment; every segment's log without it.
        segment: Option<String>,
        /// Entries to pass over.
        offset: usize,
        /// Most entries.
        limit: usize,
    },
    /// The whole document, for a store or an export.
    Document,
    /// Takes in an exported library.
    Import {
        /// The document.
        document: String,
        /// What happens to taken names.
        merge: Merge,
        /// The caller's clock, ISO 8601.
        now: String,
    },
    /// Counts every segment on the snapshot and keeps the counts.
    Count {
        /// Options of evaluation.
        options: Request,
        /// The caller's clock, ISO 8601.
        now: String,
    },
    /// What one customer is shown: segments they are in, and the variants of the active ones.
    Customer {
        /// The customer's id.
        customer: String,
        /// Options of evaluation.
        options: Request,
    },
}

/// The answer to the question of the same name.
#[derive(Debug, Clone)]
pub enum LibraryAnswer {
    /// To `open`, `import` and `count`.
    Opened {
        /// The revision to compare before the store is written.
        revision: u64,
        /// Ids of the segments that came or were counted.
        segments: Vec<String>,
    },
    /// To `change`.
    Changed(Change),
    /// To `search`.
    Found {
        /// The segments, as they are saved, with what refers to them.
        segments: Vec<RecordReply>,
    },
    /// To `log`.
    Log {
        /// Entries there are in all.
        total: usize,
        /// This page of them.
        entries: Vec<Entry>,
    },
    /// To `document`.
    Document {
        /// The revision it is of.
        revision: u64,
        /// The document.
        document: String,
    },
    /// To `customer`.
    Customer {
        /// Ids of the segments the customer is in.
        segments: Vec<String>,
        /// Ids of the product variants the active ones of them are shown.
        variants: Vec<String>,
    },
}

/// A segment as listed.
#[derive(Debug, Clone)]
pub struct RecordReply {
    /// The segment.
    pub record: Record,
    /// Names of the segments that refer to it.
    pub referred_by: Vec<String>,
}

impl Read for LibraryQuestion {
    fn of(value: &Value) -> Result<LibraryQuestion> {
        let (name, content) = document::tagged(value, "questions")?;
        let from = Object::of(content, "questions")?;
        Ok(match name {
            "open" => LibraryQuestion::Open { document: from.maybe_text("document")? },
            "change" => LibraryQuestion::Change(Command::of(content)?),
            "search" => LibraryQuestion::Search(Filter::of(content)?),
            "log" => LibraryQuestion::Log {
                segment: from.maybe_text("segment")?,
                offset: from.maybe_whole("offset")?.unwrap_or(0) as usize,
                limit: from.whole("limit")? as usize,
            },
            "document" => LibraryQuestion::Document,
            "import" => LibraryQuestion::Import {
                document: from.text("document")?,
                merge: from.choice("merge", &Merge::WORDS)?.unwrap_or(Merge::Rename),
                now: from.text("now")?,
            },
            "count" => LibraryQuestion::Count { options: Request::within(from)?, now: from.text("now")? },
            "customer" => {
                LibraryQuestion::Customer { customer: from.text("customer")?, options: Request::within(from)? }
            }
            other => {
                return Err(Error::new(Code::BadArgument, format!("There is no question '{other}' of the library.")));
            }
        })
    }
}

impl LibraryAnswer {
    /// The answer as a document.
    pub fn to_value(&self) -> Value {
        match self {
            LibraryAnswer::Opened { revision, segments } => {
                object([("revision", (*revision).into()), ("segments", texts(segments))])
            }
            LibraryAnswer::Changed(change) => change.to_value(),
            LibraryAnswer::Found { segments } => {
                object([("segments", segments.iter().map(RecordReply::to_value).collect())])
            }
            LibraryAnswer::Log { total, entries } => {
                object([("total", (*total).into()), ("entries", entries.iter().map(Entry::to_value).collect())])
            }
            LibraryAnswer::Document { revision, document } => {
                object([("revision", (*revision).into()), ("document", document.as_str().into())])
            }
            LibraryAnswer::Customer { segments, variants } => {
                object([("segments", texts(segments)), ("variants", texts(variants))])
            }
        }
    }
}

impl RecordReply {
    fn to_value(&self) -> Value {
        let mut value = self.record.to_value();
        value["referredBy"] = texts(&self.referred_by);
        value
    }
}

impl Session {
    /// The library, empty until one is opened.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// Answers a question about the library.
    ///
    /// # Errors
    /// Those of [`Library::parse`], [`Library::apply`], [`Library::import`], and
    /// [`Code::BadArgument`] for options, [`Code::UnknownCustomer`].
    pub fn ask_library(&mut self, question: &LibraryQuestion) -> Result<LibraryAnswer> {
        match question {
            LibraryQuestion::Open { document } => {
                self.library = document.as_deref().map_or_else(|| Ok(Library::default()), Library::parse)?;
                self.refer_to(Some(self.library.references(None)));
                Ok(self.revised(self.library.segments().iter().map(|record| record.id.clone()).collect()))
            }
            LibraryQuestion::Change(command) => {
                let change = self.library.apply(command.clone())?;
                self.refer_to(Some(self.library.references(None)));
                Ok(LibraryAnswer::Changed(change))
            }
            LibraryQuestion::Search(filter) => {
                let reply = |record: &Record| RecordReply {
                    record: record.clone(),
                    referred_by: self.library.referring_to(&record.id).iter().map(|other| other.name.clone()).collect(),
                };
                Ok(LibraryAnswer::Found { segments: self.library.search(filter).into_iter().map(reply).collect() })
            }
            LibraryQuestion::Log { segment, offset, limit } => {
                let entries = || self.library.log(segment.as_deref()).rev();
                let page = entries().skip(*offset).take(*limit).cloned().collect();
                Ok(LibraryAnswer::Log { total: entries().count(), entries: page })
            }
            LibraryQuestion::Document => Ok(LibraryAnswer::Document {
                revision: self.library.revision(),
                document: self.library.to_json_string(),
            }),
            LibraryQuestion::Import { document, merge, now } => {
                let came = self.library.import(document, *merge, now)?;
                self.refer_to(Some(self.library.references(None)));
                Ok(self.revised(came))
            }
            LibraryQuestion::Count { options, now } => self.count_library(options, now),
            LibraryQuestion::Customer { customer, options } => self.customer(customer, options),
        }
    }

    fn revised(&self, segments: Vec<String>) -> LibraryAnswer {
        LibraryAnswer::Opened { revision: self.library.revision(), segments }
    }

    /// Counts what can be counted: a segment with a problem keeps its last count.
    fn count_library(&mut self, request: &Request, now: &str) -> Result<LibraryAnswer> {
        let as_of = request.resolve(self.snapshot.taken_at, &self.snapshot.zone)?.as_of.to_utc_string();
        let mut counted = Vec::new();
        for (id, members) in self.members_of_all(request)? {
            let action = Action::Evaluated {
                id: id.clone(),
                count: u64::from(members.count()),
                snapshot: self.snapshot.id.clone(),
                as_of: as_of.clone(),
                entered: Vec::new(),
                left: Vec::new(),
                reason: String::new(),
            };
            self.library.apply(Command { now: now.to_owned(), action })?;
            counted.push(id);
        }
        Ok(self.revised(counted))
    }

    fn customer(&mut self, customer: &str, request: &Request) -> Result<LibraryAnswer> {
        let row = self.row_of(customer)?;
        let mut answer = (Vec::new(), Vec::new());
        for (id, members) in self.members_of_all(request)? {
            if !members.contains(row) {
                continue;
            }
            let record = self.library.segment(&id)?;
            for variant in record.variants.iter().filter(|_| record.active) {
                if !answer.1.contains(variant) {
                    answer.1.push(variant.clone());
                }
            }
            answer.0.push(id);
        }
        Ok(LibraryAnswer::Customer { segments: answer.0, variants: answer.1 })
    }

    /// The row of a customer's id.
    ///
    /// # Errors
    /// [`Code::UnknownCustomer`] if the snapshot has none.
    pub(super) fn row_of(&self, customer: &str) -> Result<u32> {
        let key = id_key(customer);
        let row = match self.snapshot.customers.columns.get("id") {
            Some(Column::Text(ids)) => ids.keys.iter().position(|known| known == key).and_then(|key| {
                (0..self.snapshot.customers.len).find(|row| ids.codes.get(*row as usize) == key as u32 + 1)
            }),
            _ => None,
        };
        row.ok_or_else(|| {
            Error::new(Code::UnknownCustomer, format!("The snapshot has no customer with the id '{key}'."))
                .help("Check the id; it is the one of the customers table.")
        })
    }

    /// The members of every segment that can be counted, by id.
    fn members_of_all(&mut self, request: &Request) -> Result<Vec<(String, Arc<RowSet>)>> {
        let segments: Vec<(String, Query)> = (self.library.segments().iter())
            .map(|record| {
                let query = match &record.kind {
                    Kind::Automatic { condition } => condition.clone(),
                    Kind::Manual { .. } => Query::Text(format!("segments CONTAINS {}", quoted(&record.name))),
                };
                (record.id.clone(), query)
            })
            .collect();
        let request = Request { nodes: false, partial: false, ..request.clone() };
        let mut all = Vec::new();
        for (id, query) in segments {
            let json = match &query {
                Query::Text(_) => None,
                Query::Document(document) => Some(document.to_string()),
            };
            let source = match (&query, &json) {
                (Query::Text(text), _) => Source::Text(text),
                (_, Some(json)) => Source::Json(json),
                (_, None) => continue,
            };
            match self.evaluate(source, &request) {
                Ok(evaluation) => all.push((id, evaluation.members)),
                Err(error) if matches!(error.code(), Code::InvalidSegment | Code::BadSegment) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(all)
    }
}
