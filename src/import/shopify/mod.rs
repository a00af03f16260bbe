//! Shopify's exports, recognised by content: bulk-operation JSONL, the customers CSV, the orders
//! CSV.

mod bulk;
mod customers_csv;
mod orders_csv;

pub(super) use bulk::Bulk;
pub(super) use customers_csv::CustomersCsv;
pub(super) use orders_csv::OrdersCsv;

use super::cell::Cell;
use super::decode::Cells;
use super::plain::RowOf;
use super::report::Report;
use super::tables::{Slot, Tables};
use crate::snapshot::TableName;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Beginning of Shopify's global ids.
const GID: &str = "gid://shopify/";

/// A CSV export of Shopify's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CsvExport {
    Customers,
    Orders,
}

/// Which export a CSV header is.
pub(super) fn csv_export(header: Cells<'_>) -> Option<CsvExport> {
    let has = |name: &str| header.iter().any(|cell| cell.trim().eq_ignore_ascii_case(name));
    if has("Name") && has("Lineitem quantity") && has("Created at") {
        Some(CsvExport::Orders)
    } else if has("Total Spent") && has("Total Orders") && (has("Customer ID") || has("Email")) {
        Some(CsvExport::Customers)
    } else {
        None
    }
}

/// Whether an object is a line of a bulk operation's result, given whether the file is named
/// after a plain table.
pub(super) fn is_bulk(object: &Map<String, Value>, named: bool) -> bool {
    if object.contains_key("__parentId") {
        return true;
    }
    let gid = object.get("id").and_then(Value::as_str).is_some_and(|id| id.starts_with(GID));
    gid && (!named || object.keys().any(|key| key.bytes().any(|byte| byte.is_ascii_uppercase())))
}

/// The kind of a global id: `Customer` of `gid://shopify/Customer/1`.
fn kind_of(gid: &str) -> Option<&str> {
    gid.strip_prefix(GID)?.split('/').next()
}

/// Slots of canonical columns, looked up once.
#[derive(Debug, Default)]
struct Slots(HashMap<(TableName, &'static str), Option<Slot>>);

impl Slots {
    fn get(&mut self, tables: &mut Tables, table: TableName, column: &'static str) -> Option<Slot> {
        *self.0.entry((table, column)).or_insert_with(|| tables.slot(table, column))
    }
}

/// A row being filled by names of canonical columns.
struct Filling<'a> {
    row: RowOf<'a>,
    slots: &'a mut Slots,
    skipped: bool,
}

impl<'a> Filling<'a> {
    fn new(
        table: TableName,
        line: u64,
        slots: &'a mut Slots,
        tables: &'a mut Tables,
        report: &'a mut Report,
    ) -> Filling<'a> {
        Filling { row: RowOf { table, line, tables, report }, slots, skipped: false }
    }

    /// Sets a value; one that a row must have and that cannot be read skips the row.
    fn set(&mut self, column: &'static str, cell: Cell<'_>) {
        if self.skipped {
            return;
        }
        let slot = self.slots.get(self.row.tables, self.row.table, column);
        if let Some(slot) = slot {
            self.skipped = !self.row.set(slot, column, cell);
        }
    }

    fn text(&mut self, column: &'static str, text: &str) {
        self.set(column, Cell::Text(text));
    }

    /// Whether the row can be kept so far; if not it is skipped.
    fn is_kept(&mut self) -> bool {
        !self.skipped && self.row.has_needed()
    }
}
