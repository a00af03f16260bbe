//! A segment's count at several instants, such as the end of every day of a year.

use super::overlap::compare;
use crate::check::Checked;
use crate::error::Result;
use crate::eval::{self, Cache};
use crate::rows::RowSet;
use crate::snapshot::Snapshot;
use crate::time::Instant;
use std::sync::Arc;

/// The segment at one instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The instant.
    pub as_of: Instant,
    /// Members.
    pub count: u32,
    /// Customers there are.
    pub total: u32,
    /// Members who were not members at the instant before; of the first, all.
    pub entered: u32,
    /// Members at the instant before who are members no longer; of the first, none.
    pub left: u32,
}

/// The segment at each instant: `checked` is the condition checked for one after another, since
/// what relative dates mean moves with them. Each moment is what [`eval::evaluate`] says of that
/// instant; leaves that no instant changes are evaluated once. `cache` gives what it knows and
/// keeps nothing of the moments, which would drive out what the next edit needs.
///
/// # Errors
/// As [`eval::evaluate`].
pub fn timeline(checked: impl IntoIterator<Item = Checked>, snapshot: &Snapshot, cache: &Cache) -> Result<Vec<Moment>> {
    let mut cache = cache.clone();
    let mut before: Option<Arc<RowSet>> = None;
    let mut moments = Vec::new();
    for checked in checked {
        let evaluation = eval::evaluate(&checked, snapshot, &mut cache, false)?;
        let count = evaluation.members.count();
        let change = before.map(|before| compare(&before, &evaluation.members));
        let (entered, left) = change.map_or((count, 0), |change| (change.entered.count(), change.left.count()));
        let total = evaluation.universe.count();
        moments.push(Moment { as_of: checked.options.as_of, count, total, entered, left });
        before = Some(evaluation.members);
    }
    Ok(moments)
}
