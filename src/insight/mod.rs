//! Members, counts of every node.

use crate::check::Checked;
use crate::eval::Evaluation;
use crate::snapshot::Snapshot;

/// Counts of one node.
#[derive(Debug, Clone)]
pub struct NodeCount {
    /// Path of the node.
    pub path: String,
    /// Customers for whom the node alone holds.
    pub alone: u32,
    /// Customers left after this and all earlier siblings.
    pub cumulative: u32,
    /// The whole segment's count with this node left out of its group.
    pub without_it: u32,
}

/// Counts of every node.
pub fn funnel(_checked: &Checked, _evaluation: &Evaluation) -> Vec<NodeCount> {
    unimplemented!()
}

/// Ids of members, ascending as text.
pub fn members(_evaluation: &Evaluation, _snapshot: &Snapshot, _offset: usize, _limit: usize) -> Vec<String> {
    unimplemented!()
}
