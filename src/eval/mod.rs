//! Kernels over blocks of customers; remembered leaves.

mod cache;
mod cells;
mod column;
mod groups;
mod kernels;
mod keys;
mod latest;
mod leaves;
mod measures;
mod operands;
mod order;
mod ordered;
mod pivot;
mod postings;
mod rows;
mod simd;
mod sketch;
mod statistics;
mod stops;
mod sweep;
mod tally;
mod universe;

pub use cache::Cache;
pub(crate) use operands::Reading;
pub(crate) use order::order_by_id;
pub(crate) use ordered::View;
pub(crate) use pivot::Pivot;
pub(crate) use statistics::statistic;
pub use stops::Stop;
pub(crate) use stops::{of_days, of_numbers};
pub use sweep::Sweep;

use crate::check::{Checked, Options};
use crate::error::Result;
use crate::rows::RowSet;
use crate::snapshot::Snapshot;
use std::sync::Arc;

/// The answer to a segment.
#[derive(Debug, Clone)]
pub struct Evaluation {
    /// Who is in it.
    pub members: Arc<RowSet>,
    /// Everyone there is at the instant of evaluation.
    pub universe: Arc<RowSet>,
    /// How many these are.
    pub everyone: u32,
    /// Every node of the condition for whom it holds, by path, parents before children, if asked
    /// for. Customers who are not there at that instant may be among them.
    pub nodes: Vec<(String, Arc<RowSet>)>,
}

/// One evaluation: a snapshot, options, and what is known already.
#[derive(Debug)]
pub(crate) struct Run<'a> {
    snapshot: &'a Snapshot,
    options: Arc<Options>,
    cache: &'a mut Cache,
}

/// Customers there are at the instant of evaluation (T12).
pub fn universe(snapshot: &Snapshot, options: &Options, cache: &mut Cache) -> Arc<RowSet> {
    Run::new(snapshot, options, cache).universe()
}

/// Evaluates a checked condition; with `nodes`, every node of it too. `cache` belongs to the
/// snapshot and never changes an answer.
///
/// # Errors
/// [`crate::error::Code::OutOfRange`] if an order is worth more, net of refunds, than 64 bits of
/// its smallest decimal hold.
pub fn evaluate(checked: &Checked, snapshot: &Snapshot, cache: &mut Cache, nodes: bool) -> Result<Evaluation> {
    let mut run = Run::new(snapshot, &checked.options, cache);
    let mut found = nodes.then(Vec::new);
    let root = run.node(&checked.root, found.as_mut())?;
    let (universe, everyone) = run.everyone();
    let members = if everyone == snapshot.customers.len {
        root.set
    } else {
        let mut members = (*root.set).clone();
        members.and(&universe);
        Arc::new(members)
    };
    let nodes = found.unwrap_or_default();
    Ok(Evaluation { members, universe, everyone, nodes })
}

impl<'a> Run<'a> {
    /// An evaluation with `options`.
    pub(crate) fn new(snapshot: &'a Snapshot, options: &Options, cache: &'a mut Cache) -> Run<'a> {
        Run { snapshot, options: Arc::new(options.clone()), cache }
    }

    /// Number of customers.
    fn customers(&self) -> usize {
        self.snapshot.customers.len as usize
    }
}
