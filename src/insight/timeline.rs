//! A segment's count at several instants, such as the end of every day of a year.

use super::members::id_of;
use crate::check::Checked;
use crate::error::Result;
use crate::eval::{Cache, Evaluation, Sweep};
use crate::rows::RowSet;
use crate::snapshot::Snapshot;
use crate::time::Instant;
use std::sync::Arc;

/// The segment at one instant.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// The first ids of those who entered, ascending as text; of the first instant, none.
    pub entered_ids: Vec<String>,
    /// The first ids of those who left, ascending as text.
    pub left_ids: Vec<String>,
}

/// The segment at each instant: `checked` is the condition checked for one after another, since
/// what relative dates mean moves with them. Each moment is what [`crate::eval::evaluate`] says of that
/// instant; leaves are followed from one to the next ([`Sweep`]). At most `ids` ids are listed each
/// way. `cache` gives what it knows and keeps nothing of the moments, which would drive out what
/// the next edit needs.
///
/// # Errors
/// As [`crate::eval::evaluate`].
pub fn timeline(
    checked: impl IntoIterator<Item = Checked>,
    snapshot: &Snapshot,
    cache: &Cache,
    ids: usize,
) -> Result<Vec<Moment>> {
    let mut sweep = Sweep::new(checked, snapshot, cache);
    let mut before: Option<Arc<RowSet>> = None;
    let mut moments: Vec<Moment> = Vec::new();
    while let Some((as_of, evaluation)) = sweep.evaluate()? {
        let Evaluation { members, everyone: total, .. } = evaluation;
        let count = members.count();
        let (mut entered, mut left) = (count, 0);
        let (mut entered_ids, mut left_ids) = (Vec::new(), Vec::new());
        if let (Some(before), Some(last)) = (before, moments.last()) {
            let stayed = members.common(&before);
            (entered, left) = (count - stayed, last.count - stayed);
            entered_ids = first_ids(&members, &before, snapshot, ids);
            left_ids = first_ids(&before, &members, snapshot, ids);
        }
        moments.push(Moment { as_of, count, total, entered, left, entered_ids, left_ids });
        before = Some(members);
    }
    Ok(moments)
}

/// The first ids, as text, of those in one set and not in the other.
fn first_ids(of: &RowSet, without: &RowSet, snapshot: &Snapshot, most: usize) -> Vec<String> {
    if most == 0 {
        return Vec::new();
    }
    let mut rows = of.clone();
    rows.minus(without);
    let mut ids: Vec<&str> = rows.iter().map(|row| id_of(snapshot, row)).collect();
    if ids.len() > most {
        ids.select_nth_unstable(most);
        ids.truncate(most);
    }
    ids.sort_unstable();
    ids.into_iter().map(str::to_owned).collect()
}
