//! A segment's count at several instants, such as the end of every day of a year.

use super::members::id_of;
use super::overlap::compare;
use super::table::by_id;
use crate::check::Checked;
use crate::error::Result;
use crate::eval::{self, Cache};
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
/// what relative dates mean moves with them. Each moment is what [`eval::evaluate`] says of that
/// instant; leaves that no instant changes are evaluated once. At most `ids` ids are listed each
/// way. `cache` gives what it knows and keeps nothing of the moments, which would drive out what
/// the next edit needs.
///
/// # Errors
/// As [`eval::evaluate`].
pub fn timeline(
    checked: impl IntoIterator<Item = Checked>,
    snapshot: &Snapshot,
    cache: &Cache,
    ids: usize,
) -> Result<Vec<Moment>> {
    let mut cache = cache.clone();
    let mut before: Option<Arc<RowSet>> = None;
    let mut moments = Vec::new();
    for checked in checked {
        let evaluation = eval::evaluate(&checked, snapshot, &mut cache, false)?;
        let mut moment = Moment {
            as_of: checked.options.as_of,
            count: evaluation.members.count(),
            total: evaluation.universe.count(),
            entered: 0,
            left: 0,
            entered_ids: Vec::new(),
            left_ids: Vec::new(),
        };
        moment.entered = moment.count;
        if let Some(before) = before {
            let change = compare(&before, &evaluation.members);
            (moment.entered, moment.left) = (change.entered.count(), change.left.count());
            let mut first = |set: &RowSet| -> Vec<String> {
                if ids == 0 || set.is_empty() {
                    return Vec::new();
                }
                let rows = by_id(set, snapshot, &mut cache);
                rows.iter().take(ids).map(|row| id_of(snapshot, *row).to_owned()).collect()
            };
            (moment.entered_ids, moment.left_ids) = (first(&change.entered), first(&change.left));
        }
        moments.push(moment);
        before = Some(evaluation.members);
    }
    Ok(moments)
}
