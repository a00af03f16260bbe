//! Customers in the order of their ids.

use super::cache::{Cache, Key, Value};
use crate::snapshot::{Column, Snapshot};
use std::sync::Arc;

/// The rows of customers, ascending by the bytes of their ids.
pub(crate) fn order_by_id(snapshot: &Snapshot, cache: &mut Cache) -> Arc<Vec<u32>> {
    if let Some(Value::Order(kept)) = cache.get(&Key::Order) {
        return kept;
    }
    let mut rows: Vec<u32> = (0..snapshot.customers.len).collect();
    if let Some(Column::Text(ids)) = snapshot.customers.columns.get("id") {
        let id = |row: u32| ids.codes.get(row as usize).checked_sub(1).map(|key| &ids.keys[key as usize]);
        rows.sort_unstable_by_key(|row| id(*row));
    }
    let rows = Arc::new(rows);
    cache.put(Key::Order, Value::Order(rows.clone()));
    rows
}
