//! Ids of members.

use crate::eval::{Cache, Evaluation, order_by_id};
use crate::snapshot::{Column, Snapshot};

/// Ids of members, ascending as text (by their bytes), from `offset` on and at most `limit`.
pub fn members(
    evaluation: &Evaluation,
    snapshot: &Snapshot,
    cache: &mut Cache,
    offset: usize,
    limit: usize,
) -> Vec<String> {
    let Some(Column::Text(ids)) = snapshot.customers.columns.get("id") else { return Vec::new() };
    let order = order_by_id(snapshot, cache);
    let inside = order.iter().filter(|row| evaluation.members.contains(**row));
    let id = |row: &u32| ids.codes.get(*row as usize).checked_sub(1).map(|key| ids.keys[key as usize].to_owned());
    inside.skip(offset).take(limit).filter_map(id).collect()
}
