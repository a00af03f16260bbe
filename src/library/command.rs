//! What can be done to a library, as documents.

use super::record::{Event, Movement, Query};

/// One change that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// When: ISO 8601, from the caller's clock.
    pub now: String,
    /// What.
    pub action: Action,
}

/// What is asked for. `version` is the version of the segment the caller saw: another one there is
/// [`crate::error::Code::Conflict`], and nothing is changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// A new automatic segment.
    Create {
        /// Its name.
        name: String,
        /// Its condition.
        condition: Query,
        /// Whether it is in use at once.
        active: bool,
    },
    /// A new manual segment.
    CreateManual {
        /// Its name.
        name: String,
        /// Ids of its customers.
        members: Vec<String>,
        /// Whether it is in use at once.
        active: bool,
    },
    /// Another name; segments that refer to it follow.
    Rename {
        /// The segment.
        id: String,
        /// The version seen.
        version: u64,
        /// The new name.
        name: String,
    },
    /// Other criteria.
    Edit {
        /// The segment.
        id: String,
        /// The version seen.
        version: u64,
        /// The new condition.
        condition: Query,
        /// The count of the old condition, if known.
        count_before: Option<u64>,
        /// The count of the new one, if known.
        count_after: Option<u64>,
    },
    /// Into use.
    Activate {
        /// The segment.
        id: String,
    },
    /// Out of use.
    Deactivate {
        /// The segment.
        id: String,
    },
    /// A copy with its criteria, out of use, without campaigns, flows and variants.
    Duplicate {
        /// The segment.
        id: String,
        /// The copy's name; by default the first free numbered one.
        name: Option<String>,
    },
    /// Away with it.
    Remove {
        /// The segment.
        id: String,
        /// The version seen.
        version: u64,
    },
    /// A campaign went to its people.
    AttachCampaign {
        /// The segment.
        id: String,
        /// The campaign's id.
        campaign: String,
        /// The campaign's name.
        name: String,
    },
    /// A flow starts from it, or starts to run or to wait.
    AttachFlow {
        /// The segment.
        id: String,
        /// The flow's id.
        flow: String,
        /// The flow's name.
        name: String,
        /// Whether it is the one that runs.
        active: bool,
    },
    /// A flow no longer starts from it.
    DetachFlow {
        /// The segment.
        id: String,
        /// The flow's id.
        flow: String,
    },
    /// These product variants are shown to its people alone.
    AssignVariants {
        /// The segment.
        id: String,
        /// Ids of the variants.
        variants: Vec<String>,
    },
    /// Customers onto a manual segment's list.
    AddMembers {
        /// The segment.
        id: String,
        /// Ids of the customers.
        customers: Vec<String>,
    },
    /// Customers off a manual segment's list.
    RemoveMembers {
        /// The segment.
        id: String,
        /// Ids of the customers.
        customers: Vec<String>,
    },
    /// A count, and who moved since the one before.
    Evaluated {
        /// The segment.
        id: String,
        /// Members.
        count: u64,
        /// Id of the snapshot.
        snapshot: String,
        /// The instant it holds for.
        as_of: String,
        /// Those who entered.
        entered: Movement,
        /// Those who left.
        left: Movement,
        /// Why they moved.
        reason: String,
    },
    /// Contact data of its people changed.
    ContactChanged {
        /// The segment.
        id: String,
        /// Ids of the customers.
        customers: Vec<String>,
        /// The columns that changed.
        columns: Vec<String>,
    },
}

/// What a command changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The library's revision after it.
    pub revision: u64,
    /// Id of the segment it was about.
    pub id: String,
    /// Ids of segments whose references followed a new name.
    pub followed: Vec<String>,
    /// What the log says of it; none if nothing had to be changed.
    pub event: Option<Event>,
}
