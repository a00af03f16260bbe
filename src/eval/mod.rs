//! Kernels over blocks of customers; remembered leaves.

use crate::check::{Checked, Options};
use crate::error::Result;
use crate::rows::RowSet;
use crate::snapshot::Snapshot;

/// What was computed on a snapshot so far.
#[derive(Debug, Default)]
pub struct Cache;

/// The answer to a segment.
#[derive(Debug, Clone)]
pub struct Evaluation {
    /// Who is in it.
    pub members: RowSet,
    /// Everyone there is at the instant of evaluation.
    pub universe: RowSet,
    /// The rows of every node, by path, if asked for.
    pub nodes: Vec<(String, RowSet)>,
}

/// Customers there are at the instant of evaluation (T12).
pub fn universe(_snapshot: &Snapshot, _options: &Options) -> RowSet {
    unimplemented!()
}

/// Evaluates a checked condition.
///
/// # Errors
/// [`crate::error::Code::OutOfRange`].
pub fn evaluate(_checked: &Checked, _snapshot: &Snapshot, _cache: &mut Cache, _nodes: bool) -> Result<Evaluation> {
    unimplemented!()
}
