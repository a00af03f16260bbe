//! What can only be joined when all rows are read: children may stand before their parents, and a
//! parent's figure may be the sum of its children's.

use super::cell::Cell;
use super::columns::{Column, Gathered, Interner, Ints, Numbers, fits, group, millionths};
use super::contacts::{self, Contacts};
use super::report::{Loss, Report};
use super::tables::{Slot, Tables};
use crate::snapshot::TableName;
use crate::value::Decimal;
use serde_json::{Map, Value};

/// No row.
pub(super) const NONE: u32 = u32::MAX;

/// What waits for all rows.
#[derive(Debug, Default)]
pub(super) struct Later {
    /// Addresses of customers from rows of something else.
    pub(super) addresses: Gathered,
    values: Values,
    sums: Vec<Sums>,
    made: Vec<Made>,
    /// Customers known by how they are reached.
    pub(super) contacts: Contacts,
}

/// Values of customers, each by the key of its customer.
#[derive(Debug, Default)]
struct Values {
    keys: Ints,
    /// The columns' places.
    columns: Ints,
    /// Numbers in `texts`.
    values: Ints,
    files: Ints,
    texts: Interner,
}

/// What adds up to one column of a table, each by the key of its row.
#[derive(Debug)]
struct Sums {
    table: TableName,
    column: &'static str,
    keys: Ints,
    /// Millionths; [`i64::MIN`] for a number that is not kept exactly.
    parts: Ints,
    files: Ints,
}

/// Rows for ids that no row of their own tells of.
#[derive(Debug)]
struct Made {
    table: TableName,
    /// By key: 0 without a row, else number + 1 in `texts`.
    objects: Ints,
    /// Objects of canonical columns as JSON.
    texts: Interner,
}

impl Later {
    /// Nothing; addresses without postal codes if `pseudonymous`.
    pub(super) fn new(pseudonymous: bool) -> Later {
        Later { addresses: Gathered::new(pseudonymous), ..Later::default() }
    }

    /// Bytes held, about.
    pub(super) fn bytes(&self) -> usize {
        let Values { keys, columns, values, files, texts } = &self.values;
        let values = [keys, columns, values, files].map(Ints::bytes).into_iter().sum::<usize>() + texts.bytes();
        let sums = |sums: &Sums| sums.keys.bytes() + sums.parts.bytes() + sums.files.bytes();
        let made = |made: &Made| made.objects.bytes() + made.texts.bytes();
        let rest: usize = self.sums.iter().map(sums).chain(self.made.iter().map(made)).sum();
        self.addresses.bytes() + self.contacts.bytes() + values + rest
    }

    /// A value of a customer, whose row may come before or after; its file's row is kept if that
    /// row is there, else it is an orphan.
    pub(super) fn value(&mut self, key: usize, slot: Slot, text: &str, file: usize) {
        let Slot::Column(column) = slot else { return };
        self.values.keys.push(key as i64);
        self.values.columns.push(column as i64);
        let number = self.values.texts.number(text);
        self.values.values.push(number as i64);
        self.values.files.push(file as i64);
    }

    /// A row of a file that adds to a figure of the row of an id.
    pub(super) fn add(&mut self, (table, column): (TableName, &'static str), key: usize, part: Decimal, file: usize) {
        let known = self.sums.iter().position(|sums| (sums.table, sums.column) == (table, column));
        let at = known.unwrap_or_else(|| {
            self.sums.push(Sums { table, column, keys: Ints::new(), parts: Ints::new(), files: Ints::new() });
            self.sums.len() - 1
        });
        self.sums[at].keys.push(key as i64);
        self.sums[at].parts.push(millionths(part).unwrap_or(i64::MIN));
        self.sums[at].files.push(file as i64);
    }

    /// A row to be made of `object` if no file tells of its id.
    pub(super) fn row(&mut self, table: TableName, key: usize, object: &dyn Fn() -> Map<String, Value>) {
        let known = self.made.iter().position(|made| made.table == table);
        let at = known.unwrap_or_else(|| {
            self.made.push(Made { table, objects: Ints::new(), texts: Interner::default() });
            self.made.len() - 1
        });
        let Made { objects, texts, .. } = &mut self.made[at];
        objects.resize(objects.len().max(key + 1));
        if objects.get(key) == 0 {
            objects.set(key, texts.number(&Value::Object(object()).to_string()) as i64 + 1);
        }
    }

    /// Forgets the rows to be made of a table.
    pub(super) fn forget(&mut self, table: TableName) {
        self.made.retain(|made| made.table != table);
    }
}

/// Joins what waited.
pub(super) fn settle(tables: &mut Tables, report: &mut Report) {
    let later = std::mem::take(&mut tables.later);
    contacts::settle(tables, report, later.contacts);
    later.made.into_iter().for_each(|made| add_rows(tables, made));
    add_values(tables, report, later.values);
    later.sums.into_iter().for_each(|sums| add_sums(tables, report, sums));
    add_totals(tables, report);
    add_addresses(tables, later.addresses, report);
}

/// The last row of each id of a table; [`NONE`] without one.
pub(super) fn rows_by_key(tables: &Tables, name: TableName) -> Vec<u32> {
    let table = tables.get(name);
    let mut rows = vec![NONE; table.keys.len()];
    for row in 0..table.rows {
        if let Some(key) = table.id_key(row) {
            rows[key] = row;
        }
    }
    rows
}

/// Rows for ids without one. Customers are only made if no file has customers: an order of a
/// customer who is missing there is an orphan (I2).
fn add_rows(tables: &mut Tables, made: Made) {
    let name = made.table;
    if name == TableName::Customers && (tables.get(name).present || tables.is_delta()) {
        return;
    }
    let rows = rows_by_key(tables, name);
    tables.begin_file(name, None);
    for (key, number) in made.objects.iter().enumerate().filter(|(key, number)| *number != 0 && rows[*key] == NONE) {
        let id = tables.get(name).keys.get(key).to_string();
        _ = tables.set(name, Slot::Id, Cell::Text(&id));
        tables.get_mut(name).has_ids = true;
        let object = serde_json::from_str(&made.texts.get(number as usize - 1)).unwrap_or(Value::Null);
        for (column, value) in object.as_object().into_iter().flatten() {
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

/// Sets values of customers.
fn add_values(tables: &mut Tables, report: &mut Report, waiting: Values) {
    if waiting.keys.len() == 0 {
        return;
    }
    let rows = rows_by_key(tables, TableName::Customers);
    for at in 0..waiting.keys.len() {
        let counts = &mut report.files[waiting.files.get(at) as usize].rows;
        match rows[waiting.keys.get(at) as usize] {
            NONE => counts.lose(Loss::Orphan),
            row => {
                counts.kept += 1;
                let slot = Slot::Column(waiting.columns.get(at) as usize);
                let text = waiting.texts.get(waiting.values.get(at) as usize);
                tables.fill(TableName::Customers, row, slot, Cell::Text(&text));
            }
        }
    }
}

/// Sums for rows that have no figure of their own.
fn add_sums(tables: &mut Tables, report: &mut Report, sums: Sums) {
    let Sums { table, column, keys, parts, files } = sums;
    let rows = rows_by_key(tables, table);
    let Some(slot) = tables.slot(table, column) else { return };
    let (ends, members) = group(&keys, rows.len());
    let mut start = 0;
    for (row, end) in rows.into_iter().zip(ends) {
        let of_row = &members[start..end as usize];
        start = end as usize;
        let (mut sum, mut exact) = (0i128, true);
        for part in of_row {
            let counts = &mut report.files[files.get(*part as usize) as usize].rows;
            if row == NONE {
                counts.lose(Loss::Orphan);
                continue;
            }
            counts.kept += 1;
            match parts.get(*part as usize) {
                i64::MIN => exact = false,
                part => sum += i128::from(part),
            }
        }
        let sum = Decimal::new(sum, 6).normalized();
        if row == NONE || of_row.is_empty() {
            continue;
        }
        if !exact || fits(sum).is_err() {
            report.warn("sum-too-large", format!("A sum for {column} is too large and left out."));
        } else if tables.can_fill(table, row, slot) {
            tables.fill(table, row, slot, Cell::Text(&sum.to_string()));
        }
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
    if gathered.is_empty() {
        return;
    }
    let rows = rows_by_key(tables, TableName::Customers);
    gathered.count(&rows, &mut report.files);
    let customers = tables.get_mut(TableName::Customers);
    if customers.column("addresses").is_some() {
        let message = "Customers have addresses of their own: those gathered from other rows are left out.";
        report.warn("addresses-twice", message);
        return;
    }
    let addresses = gathered.into_column(&rows, customers.rows);
    customers.set_column("addresses", Column::Addresses(Box::new(addresses)));
}
