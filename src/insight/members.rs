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
    let order = order_by_id(snapshot, cache);
    let inside = order.iter().filter(|row| evaluation.members.contains(**row));
    inside.skip(offset).take(limit).map(|row| id_of(snapshot, *row).to_owned()).collect()
}

/// The id of the customer in `row`.
pub fn id_of(snapshot: &Snapshot, row: u32) -> &str {
    match snapshot.customers.columns.get("id") {
        Some(Column::Text(ids)) => ids.codes.get(row as usize).checked_sub(1).map_or("", |key| &ids.keys[key as usize]),
        _ => "",
    }
}
