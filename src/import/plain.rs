//! Plain tables: columns named as in FORMAT.md.

use super::cell::{Cell, parse_number};
use super::decode::Cells;
use super::report::Report;
use super::tables::{Slot, Tables, needed_columns};
use crate::error::{Code, Error, Result};
use crate::snapshot::{Array, Form, TableName, Values, form_of};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Keys of objects whose places are remembered.
const REMEMBERED: usize = 10_000;

/// Objects whose keys are columns of their own: `profile: { score: 3 }` is `profile.score`.
const NESTED: [&str; 3] = ["profile", "answers", "metafields"];

/// A file of one plain table.
#[derive(Debug)]
pub(super) struct Plain {
    table: TableName,
    /// CSV: columns that are read, those a row must have first.
    plan: Vec<(Slot, usize, String)>,
    /// JSONL: where the values of a key go.
    keys: HashMap<String, Option<Slot>>,
}

impl Plain {
    /// Begins a file.
    pub(super) fn new(table: TableName) -> Plain {
        Plain { table, plan: Vec::new(), keys: HashMap::new() }
    }

    /// Reads a CSV header.
    pub(super) fn header(&mut self, cells: Cells<'_>, tables: &mut Tables, report: &mut Report) -> Result<()> {
        for (at, header) in cells.iter().enumerate() {
            let name = header.trim();
            let lower = name.to_ascii_lowercase();
            let slot = tables.slot(self.table, name).or_else(|| tables.slot(self.table, &lower));
            match slot {
                Some(slot) if self.plan.iter().any(|(taken, _, _)| *taken == slot) => {
                    report.warn("column-twice", format!("Column '{name}' stands twice; the first is read."));
                }
                Some(slot) => self.plan.push((slot, at, name.to_owned())),
                None if name.is_empty() || tables.leaves_out(self.table, &lower) => {}
                None => report.unknown(name),
            }
        }
        self.plan.sort_by_key(|(slot, _, _)| *slot);
        for needed in needed_columns(self.table) {
            let slot = tables.slot(self.table, needed);
            if !self.plan.iter().any(|(taken, _, _)| Some(*taken) == slot) {
                return Err(Error::new(Code::BadInput, format!("The file has no column '{needed}'."))
                    .help("Name the column so, or say in a mapping file which column it is."));
            }
        }
        Ok(())
    }

    /// Checks the columns of Arrow data: an integer may mean units or cents, and a double may not
    /// be what was meant.
    pub(super) fn columns(&self, columns: &[Array], tables: &Tables) -> Result<()> {
        for column in columns.iter().filter(|column| form_of(self.table, &column.name) == Some(Form::Money)) {
            let refused = |why: String, help: &str| {
                Err(Error::new(Code::UnsupportedType, why).at(format!("column '{}'", column.name)).help(help))
            };
            match &column.values {
                Values::Integer(_) => {
                    return refused(
                        "The column should hold money, but holds integers.".to_owned(),
                        "Cast it to decimals, or give the field the metadata 'headcount.scale'.",
                    );
                }
                Values::Float(values) => {
                    let inexact = |row: &u32| {
                        let number = parse_number(&values[*row as usize].to_string());
                        let fits = number.is_some_and(|number| number.scale() <= tables.exponent());
                        column.is_valid(*row) && !values[*row as usize].is_nan() && !fits
                    };
                    if let Some(row) = (0..column.len).find(inexact) {
                        let value = values[row as usize];
                        return refused(
                            format!(
                                "The column holds money as doubles, and {value} is no exact multiple of the currency's minor unit."
                            ),
                            "Cast it to decimals.",
                        );
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Reads a CSV record.
    pub(super) fn cells(
        &mut self,
        line: u64,
        cells: Cells<'_>,
        tables: &mut Tables,
        report: &mut Report,
    ) -> Result<()> {
        let first = self.plan.partition_point(|(slot, _, _)| !matches!(slot, Slot::Column(_)));
        let mut row = RowOf { table: self.table, line, tables, report };
        for (slot, at, name) in &self.plan[..first] {
            if !row.set(*slot, name, Cell::Text(cells.get(*at))) {
                return Ok(());
            }
        }
        if !row.has_needed() {
            return Ok(());
        }
        for (slot, at, name) in &self.plan[first..] {
            row.set(*slot, name, Cell::Text(cells.get(*at)));
        }
        tables.commit(self.table)
    }

    /// Reads a JSONL object.
    pub(super) fn object(
        &mut self,
        line: u64,
        object: &Map<String, Value>,
        tables: &mut Tables,
        report: &mut Report,
    ) -> Result<()> {
        let mut row = RowOf { table: self.table, line, tables, report };
        for (key, value) in object {
            let slot = slot_of(&mut self.keys, key, &mut row);
            if let Some(slot) = slot.filter(|slot| !matches!(slot, Slot::Column(_))) {
                if !row.set(slot, key, Cell::Json(value)) {
                    return Ok(());
                }
            }
        }
        if !row.has_needed() {
            return Ok(());
        }
        self.set_columns(object, &mut row, |_| false);
        tables.commit(self.table)
    }

    /// Sets the values of an object that are columns of their own, but for keys left out.
    pub(super) fn set_columns(
        &mut self,
        object: &Map<String, Value>,
        row: &mut RowOf<'_>,
        leave: impl Fn(&str) -> bool,
    ) {
        for (key, value) in object.iter().filter(|(key, _)| !leave(key)) {
            match value {
                Value::Object(inner) if NESTED.contains(&key.as_str()) => {
                    nested(&mut self.keys, &mut key.clone(), inner, row);
                }
                _ => {
                    if let Some(slot @ Slot::Column(_)) = slot_of(&mut self.keys, key, row) {
                        row.set(slot, key, Cell::Json(value));
                    }
                }
            }
        }
    }
}

/// Sets the values of an object inside a row, each under `path.key`.
fn nested(
    keys: &mut HashMap<String, Option<Slot>>,
    path: &mut String,
    object: &Map<String, Value>,
    row: &mut RowOf<'_>,
) {
    let len = path.len();
    for (key, value) in object {
        path.push('.');
        path.push_str(key);
        match value {
            Value::Object(inner) => nested(keys, path, inner, row),
            _ => {
                if let Some(slot) = slot_of(keys, path, row) {
                    row.set(slot, path, Cell::Json(value));
                }
            }
        }
        path.truncate(len);
    }
}

/// Where the values of a key go; unknown keys are reported once.
fn slot_of(keys: &mut HashMap<String, Option<Slot>>, key: &str, row: &mut RowOf<'_>) -> Option<Slot> {
    if let Some(slot) = keys.get(key) {
        return *slot;
    }
    let slot = row.tables.slot(row.table, key);
    let is_parent = row.table == TableName::Customers && NESTED.contains(&key);
    if slot.is_none() && !is_parent && !row.tables.leaves_out(row.table, key) {
        row.report.unknown(key);
    }
    if keys.len() < REMEMBERED {
        keys.insert(key.to_owned(), slot);
    }
    slot
}

/// The row being read.
pub(super) struct RowOf<'a> {
    pub(super) table: TableName,
    pub(super) line: u64,
    pub(super) tables: &'a mut Tables,
    pub(super) report: &'a mut Report,
}

impl RowOf<'_> {
    /// Sets a value; what cannot be read is reported. False if the row is skipped for it.
    pub(super) fn set(&mut self, slot: Slot, name: &str, cell: Cell<'_>) -> bool {
        let Err(why) = self.tables.set(self.table, slot, cell) else { return true };
        if matches!(slot, Slot::Column(_) | Slot::Currency) {
            self.report.unreadable(name, self.line, &cell.shown(), why);
            return true;
        }
        self.skip(format!("{name} '{}' {why}", cell.shown()));
        false
    }

    /// Whether the row has what it must have; else it is skipped.
    pub(super) fn has_needed(&mut self) -> bool {
        match self.tables.lacks(self.table) {
            None => true,
            Some(lacking) => {
                self.skip(format!("the row has no {lacking}"));
                false
            }
        }
    }

    fn skip(&mut self, reason: String) {
        self.tables.abandon(self.table);
        self.report.skip(self.line, reason);
    }
}
