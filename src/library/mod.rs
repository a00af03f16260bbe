//! Saved segments: their rules, what they are used for, their log. Pure: storage, clock and
//! snapshot are the caller's.
//!
//! Representation: one document, `{ format, version, revision, next, segments, log }`, camelCase
//! JSON. `revision` grows by one with every change, so that a store can compare and swap; every
//! segment has a `version` of its own, so that two editors of one segment are told apart from two
//! editors of one library. Instants are the caller's ISO 8601 text.

mod apply;
mod command;
mod document;
mod exchange;
mod names;
mod record;
mod references;
mod search;

pub use command::{Action, Change, Command};
pub use exchange::Merge;
pub use record::{Campaign, Entry, Evaluation, Event, Flow, Kind, Movement, Query, Record};
pub use search::{Filter, Order, Use};

use crate::error::{Code, Error, Result};
use record::Document;

/// Most characters of a segment's name.
pub const MAX_NAME: usize = 255;
/// Most ids that one log entry keeps; the totals beside them are exact.
pub const MAX_LOGGED: usize = 1_000;
/// `format` of every library document.
const FORMAT: &str = "headcount-library";
/// The highest `version` this code reads, and the one it writes.
const VERSION: u64 = 1;

/// A library of segments.
#[derive(Debug, Clone)]
pub struct Library {
    document: Document,
}

impl Default for Library {
    fn default() -> Library {
        Library { document: Document::empty() }
    }
}

impl Library {
    /// Reads a library's document.
    ///
    /// # Errors
    /// [`Code::UnsupportedVersion`] for a higher version, [`Code::BadLibrary`] for a text that is
    /// no such document or breaks the rules of names.
    pub fn parse(text: &str) -> Result<Library> {
        let document = Document::parse(text)?;
        let library = Library { document };
        for (index, record) in library.document.segments.iter().enumerate() {
            let earlier = &library.document.segments[..index];
            if earlier.iter().any(|other| other.id == record.id || other.key() == record.key()) {
                let message = format!("The library holds two segments '{}'.", record.name);
                return Err(Error::new(Code::BadLibrary, message).help("Rename one of them in the file."));
            }
        }
        Ok(library)
    }

    /// The document, for a store or an export.
    pub fn to_json_string(&self) -> String {
        self.document.to_json_string()
    }

    /// How many changes led here: what a store compares before it writes.
    pub fn revision(&self) -> u64 {
        self.document.revision
    }

    /// Every segment, in the order of creation.
    pub fn segments(&self) -> &[Record] {
        &self.document.segments
    }

    /// The log, oldest first; `segment` keeps the entries of one segment, removed ones included.
    pub fn log<'a>(&'a self, segment: Option<&'a str>) -> impl DoubleEndedIterator<Item = &'a Entry> {
        self.document.log.iter().filter(move |entry| segment.is_none_or(|id| entry.segment == id))
    }

    /// The segment of an id.
    ///
    /// # Errors
    /// [`Code::UnknownSegment`].
    pub fn segment(&self, id: &str) -> Result<&Record> {
        self.document.segments.iter().find(|record| record.id == id).ok_or_else(|| unknown(id))
    }

    /// The segment of a name, in any letter case.
    pub fn named(&self, name: &str) -> Option<&Record> {
        let key = names::key(name);
        self.document.segments.iter().find(|record| record.key() == key)
    }

    fn segment_mut(&mut self, id: &str) -> Result<&mut Record> {
        self.document.segments.iter_mut().find(|record| record.id == id).ok_or_else(|| unknown(id))
    }
}

fn unknown(id: &str) -> Error {
    Error::new(Code::UnknownSegment, format!("The library has no segment with the id '{id}'."))
        .help("It may have been removed in another window; load the library again.")
}
