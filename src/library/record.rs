//! The library's document: segments as they are saved, and the log.

use super::names;
use crate::condition::Condition;
use crate::error::Result;
use crate::query;
use std::collections::BTreeSet;

/// The whole document.
#[derive(Debug, Clone)]
pub(super) struct Document {
    pub(super) revision: u64,
    /// The number of the next segment's id.
    pub(super) next: u64,
    pub(super) segments: Vec<Record>,
    pub(super) log: Vec<Entry>,
}

/// One saved segment.
#[derive(Debug, Clone)]
pub struct Record {
    /// Identifies it for ever, unlike its name.
    pub id: String,
    /// Grows with every change of it.
    pub version: u64,
    /// What the staff call it.
    pub name: String,
    /// Who is in it.
    pub kind: Kind,
    /// Whether it is in use.
    pub active: bool,
    /// The flows it goes with; at most one of them is active.
    pub flows: Vec<Flow>,
    /// The campaigns it took part in.
    pub campaigns: Vec<Campaign>,
    /// Ids of product variants shown to its members alone.
    pub variants: Vec<String>,
    /// When it was created.
    pub created: String,
    /// When its name or criteria were last changed.
    pub edited: String,
    /// Its latest count.
    pub evaluated: Option<Evaluation>,
}

/// Who is in a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Whoever the condition holds for.
    Automatic {
        /// The condition as it was saved.
        condition: Query,
    },
    /// A list of customers; ids the snapshot does not know are kept.
    Manual {
        /// Ids, each once.
        members: BTreeSet<String>,
    },
}

/// A condition as text or as the JSON document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// The text language; comments and line breaks are kept.
    Text(String),
    /// `{ version, condition }`
    Document(serde_json::Value),
}

/// An automation that a segment starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// The host's id.
    pub id: String,
    /// What the staff call it.
    pub name: String,
    /// Whether it is the one that runs.
    pub active: bool,
}

/// A mailing that went to a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Campaign {
    /// The host's id.
    pub id: String,
    /// What the staff call it.
    pub name: String,
    /// When it was attached.
    pub at: String,
}

/// One count of a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    /// Members.
    pub count: u64,
    /// The count before this one, if there was one.
    pub previous: Option<u64>,
    /// The snapshot it was counted on.
    pub snapshot: String,
    /// The instant it holds for.
    pub as_of: String,
    /// When it was counted.
    pub at: String,
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: String,
    /// Id of the segment.
    pub segment: String,
    /// Its name at the time.
    pub name: String,
    /// What happened.
    pub event: Event,
}

/// What happened to a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// It was created.
    Created,
    /// It was imported from a file.
    Imported,
    /// It was renamed.
    Renamed {
        /// The name before.
        before: String,
        /// The name after.
        after: String,
    },
    /// Its criteria were changed.
    Edited {
        /// The condition before.
        before: Query,
        /// The condition after.
        after: Query,
        /// The count before, if it was known.
        count_before: Option<u64>,
        /// The count after, if it was known.
        count_after: Option<u64>,
    },
    /// It was put into use.
    Activated,
    /// It was put out of use.
    Deactivated,
    /// It was removed.
    Removed,
    /// A campaign went to it.
    CampaignAttached {
        /// The campaign's name.
        campaign: String,
    },
    /// A flow was attached.
    FlowAttached {
        /// The flow's name.
        flow: String,
        /// Whether it runs.
        active: bool,
    },
    /// A flow was detached.
    FlowDetached {
        /// The flow's name.
        flow: String,
    },
    /// Its product variants were changed.
    VariantsAssigned {
        /// The variants after.
        variants: Vec<String>,
    },
    /// Customers were put on or taken off a manual segment's list.
    MembersChanged {
        /// Those put on.
        added: Movement,
        /// Those taken off.
        removed: Movement,
    },
    /// Customers entered or left between two counts.
    Moved {
        /// Those who entered.
        entered: Movement,
        /// Those who left.
        left: Movement,
        /// Why, in one sentence: new data, edited criteria, time passing.
        reason: String,
    },
    /// Contact data of members changed between two snapshots.
    ContactChanged {
        /// The customers.
        customers: Movement,
        /// The columns that changed.
        columns: Vec<String>,
    },
}

/// Customers that a log entry is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Movement {
    /// How many.
    pub count: u64,
    /// Their ids, at most [`super::MAX_LOGGED`].
    pub ids: Vec<String>,
}

impl Movement {
    /// The movement of these customers.
    pub fn of(ids: impl IntoIterator<Item = String>) -> Movement {
        let mut ids = ids.into_iter();
        let kept: Vec<String> = ids.by_ref().take(super::MAX_LOGGED).collect();
        Movement { count: kept.len() as u64 + ids.count() as u64, ids: kept }
    }
}

impl Document {
    pub(super) fn empty() -> Document {
        Document { revision: 0, next: 1, segments: Vec::new(), log: Vec::new() }
    }
}

impl Record {
    /// What its name is compared by.
    pub(super) fn key(&self) -> String {
        names::key(&self.name)
    }

    /// Its tree, as far as it can be read; none for a manual segment.
    pub fn condition(&self) -> Option<Condition> {
        match &self.kind {
            Kind::Automatic { condition } => condition.read().ok(),
            Kind::Manual { .. } => None,
        }
    }
}

impl Query {
    /// The tree, as far as it can be read.
    ///
    /// # Errors
    /// [`Code::BadSegment`] for a document that is no segment.
    pub fn read(&self) -> Result<Condition> {
        match self {
            Query::Text(text) => Ok(query::parse(text).condition),
            Query::Document(document) => Ok(query::from_json_text(&document.to_string())?.0.condition),
        }
    }
}
