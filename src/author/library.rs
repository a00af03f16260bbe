//! The segment library in the page's words: opened from the host's store, changed by commands.
//!
//! Counting is the engine's: [`LibraryQuestion::Segments`] tells it what to count, and
//! [`LibraryQuestion::Counted`] takes the counts in.

use super::Author;
use crate::document::{self, Object, Read, object, texts};
use crate::error::{Code, Error, Result};
use crate::library::{Action, Change, Command, Entry, Filter, Kind, Library, Merge, Movement, Record};
use crate::query::{self, Dialect, quoted};
use serde_json::Value;

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
    /// Every segment as a condition, to be counted where the rows are.
    Segments,
    /// Keeps counts.
    Counted {
        /// Each segment that could be counted; another keeps its last count.
        counts: Vec<Counted>,
        /// Identifies the packed data.
        snapshot: String,
        /// The instant of the counts, UTC.
        as_of: String,
        /// The caller's clock, ISO 8601.
        now: String,
    },
    /// What a customer who is in these segments is shown.
    Shown {
        /// Ids of the segments.
        segments: Vec<String>,
    },
}

/// A segment that was counted, with who moved since the count before if that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Id of the segment.
    pub id: String,
    /// Members.
    pub count: u64,
    /// Those who entered.
    pub entered: Movement,
    /// Those who left.
    pub left: Movement,
    /// Paths of the clauses that moved someone, with how many entered and left by each.
    pub causes: Vec<(String, u64, u64)>,
    /// How many entered because they are new, and left because they are gone.
    pub presence: (u64, u64),
    /// How many entered and left because time has passed.
    pub time: (u64, u64),
}

/// The answer to the question of the same name.
#[derive(Debug, Clone)]
pub enum LibraryAnswer {
    /// To `open`, `import` and `counted`.
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
    /// To `segments`: id and condition of each.
    Segments(Vec<(String, Value)>),
    /// To `shown`.
    Shown {
        /// Ids of the product variants that the active ones of the segments are shown.
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
                offset: from.maybe_size("offset")?.unwrap_or(0),
                limit: from.size("limit")?,
            },
            "document" => LibraryQuestion::Document,
            "import" => LibraryQuestion::Import {
                document: from.text("document")?,
                merge: from.choice("merge", &Merge::WORDS)?.unwrap_or(Merge::Rename),
                now: from.text("now")?,
            },
            "segments" => LibraryQuestion::Segments,
            "counted" => LibraryQuestion::Counted {
                counts: from.list("counts", count)?,
                snapshot: from.text("snapshot")?,
                as_of: from.text("asOf")?,
                now: from.text("now")?,
            },
            "shown" => LibraryQuestion::Shown { segments: from.maybe_texts("segments")?.unwrap_or_default() },
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
            LibraryAnswer::Segments(segments) => {
                let entry = |(id, condition): &(String, Value)| {
                    object([("id", id.as_str().into()), ("segment", condition.clone())])
                };
                segments.iter().map(entry).collect()
            }
            LibraryAnswer::Shown { variants } => texts(variants),
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

fn count(value: &Value) -> Result<Counted> {
    let from = Object::of(value, "counts")?;
    let moved = |key: &str| {
        let from = Object::of(from.get(key).unwrap_or(&Value::Null), "counts")?;
        let ids = Movement::of(from.maybe_texts("ids")?.unwrap_or_default());
        Ok::<_, Error>(Movement { count: from.maybe_whole("count")?.unwrap_or(ids.count), ..ids })
    };
    let cause = |value| {
        let from = Object::of(value, "causes")?;
        Ok((from.text("path")?, from.whole("entered")?, from.whole("left")?))
    };
    let both = |key: &str| {
        let from = Object::of(from.get(key).unwrap_or(&Value::Null), "counts")?;
        Ok::<_, Error>((from.maybe_whole("entered")?.unwrap_or(0), from.maybe_whole("left")?.unwrap_or(0)))
    };
    Ok(Counted {
        id: from.text("id")?,
        count: from.whole("count")?,
        entered: moved("entered")?,
        left: moved("left")?,
        causes: from.list("causes", cause)?,
        presence: both("presence")?,
        time: both("time")?,
    })
}

/// Why customers moved since the data of before, in one sentence: whether time passed or the data
/// changed, and the clauses whose answer did.
fn reason(record: &Record, counted: &Counted) -> String {
    let condition = record.condition();
    let words = |path: &str| {
        let clause = condition.as_ref().and_then(|condition| condition.at(path))?;
        query::print(clause, Dialect::Headcount).ok().map(|printed| printed.text)
    };
    let clauses = counted.causes.iter().map(|(path, entered, left)| (words(path), (*entered, *left)));
    let presence = (Some("customers who are new or gone".to_owned()), counted.presence);
    let told: Vec<String> = clauses
        .chain([presence])
        .filter_map(|(words, moved)| Some(format!("{} ({})", words?, numbers(moved)?)))
        .collect();
    let all = (counted.entered.count, counted.left.count);
    let why = match numbers(counted.time) {
        Some(_) if counted.time == all => "Time passed".to_owned(),
        Some(numbers) => format!("The data changed, and time passed ({numbers} by that alone)"),
        None => "The data changed".to_owned(),
    };
    if told.is_empty() { format!("{why}.") } else { format!("{why}: {}.", told.join("; ")) }
}

/// Who moved, if anyone did.
fn numbers(moved: (u64, u64)) -> Option<String> {
    match moved {
        (0, 0) => None,
        (entered, 0) => Some(format!("{entered} entered")),
        (0, left) => Some(format!("{left} left")),
        (entered, left) => Some(format!("{entered} entered, {left} left")),
    }
}

impl Author {
    /// The library, empty until one is opened.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// Answers a question about the library.
    ///
    /// # Errors
    /// Those of [`Library::parse`], [`Library::apply`] and [`Library::import`].
    pub fn ask_library(&mut self, question: &LibraryQuestion) -> Result<LibraryAnswer> {
        match question {
            LibraryQuestion::Open { document } => {
                self.library = document.as_deref().map_or_else(|| Ok(Library::default()), Library::parse)?;
                self.references = Some(self.library.references());
                Ok(self.revised(self.library.segments().iter().map(|record| record.id.clone()).collect()))
            }
            LibraryQuestion::Change(command) => {
                let change = self.library.apply(command.clone())?;
                self.references = Some(self.library.references());
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
                self.references = Some(self.library.references());
                Ok(self.revised(came))
            }
            LibraryQuestion::Segments => Ok(LibraryAnswer::Segments(self.segments())),
            LibraryQuestion::Counted { counts, snapshot, as_of, now } => self.counted(counts, snapshot, as_of, now),
            LibraryQuestion::Shown { segments } => self.shown(segments),
        }
    }

    fn revised(&self, segments: Vec<String>) -> LibraryAnswer {
        LibraryAnswer::Opened { revision: self.library.revision(), segments }
    }

    /// Id and condition of every segment; a manual one is named.
    fn segments(&self) -> Vec<(String, Value)> {
        let condition = |record: &Record| match &record.kind {
            Kind::Automatic { condition } => condition.to_value(),
            Kind::Manual { .. } => format!("segments CONTAINS {}", quoted(&record.name)).into(),
        };
        self.library.segments().iter().map(|record| (record.id.clone(), condition(record))).collect()
    }

    fn counted(&mut self, counts: &[Counted], snapshot: &str, as_of: &str, now: &str) -> Result<LibraryAnswer> {
        for counted in counts {
            let Counted { id, count, entered, left, .. } = counted;
            let reason = reason(self.library.segment(id)?, counted);
            let action = Action::Evaluated {
                id: id.clone(),
                count: *count,
                snapshot: snapshot.to_owned(),
                as_of: as_of.to_owned(),
                entered: entered.clone(),
                left: left.clone(),
                reason,
            };
            self.library.apply(Command { now: now.to_owned(), action })?;
        }
        Ok(self.revised(counts.iter().map(|counted| counted.id.clone()).collect()))
    }

    fn shown(&self, segments: &[String]) -> Result<LibraryAnswer> {
        let mut variants: Vec<String> = Vec::new();
        for id in segments {
            let record = self.library.segment(id)?;
            for variant in record.variants.iter().filter(|_| record.active) {
                if !variants.contains(variant) {
                    variants.push(variant.clone());
                }
            }
        }
        Ok(LibraryAnswer::Shown { variants })
    }
}
