//! What can only be joined when all rows are read: children may stand before their parents, and a
//! parent's figure may be the sum of its children's.

use super::cell::Cell;
use super::columns::{Column, Gathered, Interner, Numbers, fits};
use super::contacts::{self, Contacts};
use super::report::{Loss, Report};
use super::tables::{Slot, Tables};
use crate::snapshot::TableName;
use crate::value::Decimal;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What waits for all rows.
#[derive(Debug, Default)]
pub(super) struct Later {
    /// Addresses of customers from rows of something else.
    pub(super) addresses: Gathered,
    /// Values of rows by id.
    values: Vec<Waiting>,
    texts: Interner,
    /// Sums of rows by table, column, id and file, with the rows added.
    sums: BTreeMap<(TableName, &'static str, usize, usize), (Decimal, u64)>,
    /// Rows for ids that no row of their own tells of, as objects of canonical columns.
    rows: BTreeMap<(TableName, usize), Map<String, Value>>,
    /// Customers known by how they are reached.
    pub(super) contacts: Contacts,
}

/// The place of no column: the text is an address.
const ADDRESSES: u32 = u32::MAX;

/// A value that belongs to the row of an id.
#[derive(Debug)]
struct Waiting {
    table: TableName,
    key: u32,
    /// The column's place; [`ADDRESSES`] for an address.
    column: u32,
    /// The value's number in [`Later::texts`].
    text: u32,
    file: u32,
}

impl Later {
    /// Bytes held, about.
    pub(super) fn bytes(&self) -> usize {
        let entries = self.sums.len() * 64 + self.rows.len() * 300;
        self.addresses.bytes() + self.values.capacity() * size_of::<Waiting>() + self.texts.bytes() + entries
    }

    /// A value, the row of whose id may come before or after; its file's row is kept if that row
    /// is there, else it is an orphan.
    pub(super) fn value(&mut self, (table, key): (TableName, usize), slot: Slot, text: &str, file: usize) {
        let Slot::Column(column) = slot else { return };
        let text = self.texts.number(text) as u32;
        self.values.push(Waiting { table, key: key as u32, column: column as u32, text, file: file as u32 });
    }

    /// An address of a customer, which waits like a value.
    pub(super) fn address(&mut self, key: usize, address: &str, file: usize) {
        let text = self.texts.number(address) as u32;
        let table = TableName::Customers;
        self.values.push(Waiting { table, key: key as u32, column: ADDRESSES, text, file: file as u32 });
    }

    /// A row of a file that adds to a figure of the row of an id.
    pub(super) fn add(&mut self, (table, column): (TableName, &'static str), key: usize, part: Decimal, file: usize) {
        let (sum, rows) = self.sums.entry((table, column, key, file)).or_insert((Decimal::new(0, 0), 0));
        *sum = plus(*sum, part);
        *rows += 1;
    }

    /// A row to be made of `object` if no file tells of its id.
    pub(super) fn row(&mut self, table: TableName, key: usize, object: impl FnOnce() -> Map<String, Value>) {
        self.rows.entry((table, key)).or_insert_with(object);
    }
}

/// Joins what waited.
pub(super) fn settle(tables: &mut Tables, report: &mut Report) {
    let mut later = std::mem::take(&mut tables.later);
    contacts::settle(tables, report, later.contacts);
    add_rows(tables, later.rows);
    add_values(tables, report, &later.values, &later.texts, &mut later.addresses);
    add_sums(tables, report, later.sums);
    add_totals(tables, report);
    if !later.addresses.is_empty() {
        add_addresses(tables, later.addresses, report);
    }
}

/// The last row of each id of a table.
pub(super) fn rows_by_key(tables: &Tables, name: TableName) -> Vec<Option<u32>> {
    let table = tables.get(name);
    let mut rows = vec![None; table.keys.len()];
    for row in 0..table.rows {
        if let Some(key) = table.id_key(row) {
            rows[key] = Some(row);
        }
    }
    rows
}

/// Rows for ids without one. Customers are only made if no file has customers: an order of a
/// customer who is missing there is an orphan (I2).
fn add_rows(tables: &mut Tables, waiting: BTreeMap<(TableName, usize), Map<String, Value>>) {
    let mut known: Option<(TableName, Vec<Option<u32>>)> = None;
    for ((name, key), object) in waiting {
        if known.as_ref().is_none_or(|(of, _)| *of != name) {
            if name == TableName::Customers && tables.get(name).present {
                continue;
            }
            known = Some((name, rows_by_key(tables, name)));
            tables.begin_file(name, None);
        }
        if known.as_ref().is_some_and(|(_, rows)| rows[key].is_some()) {
            continue;
        }
        let id = tables.get(name).keys.get(key).to_owned();
        _ = tables.set(name, Slot::Id, Cell::Text(&id));
        tables.get_mut(name).has_ids = true;
        for (column, value) in &object {
            if let Some(slot) = tables.slot(name, column) {
                // An object made here has only values its columns take.
                _ = tables.set(name, slot, Cell::Json(value));
            }
        }
        if tables.commit(name).is_err() {
            tables.abandon(name);
            return;
        }
    }
}

/// Sets values of rows by id; gives the addresses among them.
fn add_values(
    tables: &mut Tables,
    report: &mut Report,
    values: &[Waiting],
    texts: &Interner,
    addresses: &mut Gathered,
) {
    let mut known: BTreeMap<TableName, Vec<Option<u32>>> = BTreeMap::new();
    for waiting in values {
        let rows = known.entry(waiting.table).or_insert_with(|| rows_by_key(tables, waiting.table));
        let counts = &mut report.files[waiting.file as usize].rows;
        let text = texts.get(waiting.text as usize);
        match rows[waiting.key as usize] {
            None => counts.lose(Loss::Orphan),
            Some(row) => {
                counts.kept += 1;
                if waiting.column == ADDRESSES {
                    addresses.add(waiting.key as usize, text);
                } else {
                    tables.fill(waiting.table, row, Slot::Column(waiting.column as usize), Cell::Text(text));
                }
            }
        }
    }
}

/// Sums for rows that have no figure of their own.
fn add_sums(
    tables: &mut Tables,
    report: &mut Report,
    sums: BTreeMap<(TableName, &'static str, usize, usize), (Decimal, u64)>,
) {
    let mut whole: BTreeMap<(TableName, &'static str, usize), Decimal> = BTreeMap::new();
    let mut known: BTreeMap<TableName, Vec<Option<u32>>> = BTreeMap::new();
    for ((name, column, key, file), (sum, rows)) in sums {
        let place = known.entry(name).or_insert_with(|| rows_by_key(tables, name))[key];
        let counts = &mut report.files[file].rows;
        if place.is_none() {
            counts.orphans += rows;
            continue;
        }
        counts.kept += rows;
        let all = whole.entry((name, column, key)).or_insert(Decimal::new(0, 0));
        *all = plus(*all, sum);
    }
    for ((name, column, key), sum) in whole {
        let (Some(row), Some(slot)) = (known[&name][key], tables.slot(name, column)) else { continue };
        if fits(sum).is_err() {
            report.warn("sum-too-large", format!("A sum for {column} is too large and left out."));
        } else if tables.can_fill(name, row, slot) {
            tables.fill(name, row, slot, Cell::Text(&sum.to_string()));
        }
    }
}

/// The sum of two numbers; the first alone if it has too many digits.
fn plus(a: Decimal, b: Decimal) -> Decimal {
    let scale = a.scale().max(b.scale());
    match (a.at_scale(scale), b.at_scale(scale)) {
        (Some(x), Some(y)) => x.checked_add(y).map_or(a, |sum| Decimal::new(sum, scale).normalized()),
        _ => a,
    }
}

/// Totals of orders that are the sum of their lines' amounts.
fn add_totals(tables: &mut Tables, report: &mut Report) {
    if !tables.get(TableName::Orders).total_of_lines {
        return;
    }
    let lines = tables.get(TableName::Lines);
    let mut sums: Vec<Option<i128>> = vec![None; tables.get(TableName::Orders).keys.len()];
    let Some(Column::Number(amounts)) = lines.column("amount") else {
        report.warn("no-amounts", "Orders have no totals: their lines have no amounts to add up.");
        return;
    };
    for row in 0..lines.rows {
        if let (Some(key), Some(amount)) = (lines.parent_key(row), amounts.value(row as usize)) {
            *sums[key].get_or_insert(0) += amount.mantissa();
        }
    }
    let scale = amounts.scale();
    let orders = tables.get(TableName::Orders);
    let mut totals = Numbers::decimal();
    let mut unkept = 0u64;
    for row in 0..orders.rows {
        let sum = orders.id_key(row).and_then(|key| sums[key]).map(|sum| Decimal::new(sum, scale).normalized());
        let given = || match orders.column("total") {
            Some(Column::Number(totals)) => totals.value(row as usize),
            _ => None,
        };
        let kept = sum.map_or_else(given, |sum| fits(sum).is_ok().then_some(sum));
        unkept += u64::from(sum.is_some() && kept.is_none());
        totals.put(kept);
    }
    if unkept > 0 {
        report.warn("total-too-large", format!("{unkept} orders have no total: the sum of their lines is too large."));
    }
    tables.get_mut(TableName::Orders).set_column("total", Column::Number(totals));
}

/// Addresses that were gathered from rows of something else.
fn add_addresses(tables: &mut Tables, gathered: Gathered, report: &mut Report) {
    let zone = tables.zone().clone();
    let row_of = rows_by_key(tables, TableName::Customers);
    let customers = tables.get_mut(TableName::Customers);
    if customers.column("addresses").is_some() {
        let message = "Customers have addresses of their own: those gathered from other rows are left out.";
        report.warn("addresses-twice", message);
        return;
    }
    let addresses = gathered.into_column(customers.rows, |key| row_of[key], &zone);
    customers.set_column("addresses", Column::Addresses(Box::new(addresses)));
}
