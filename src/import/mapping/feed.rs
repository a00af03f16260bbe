//! Rows of a mapped file → rows of the tables it feeds.
//!
//! One table takes a row for each row of the file: lines if they are fed, else the most detailed
//! one. Of customers, orders and products beside it each id is one row, made when the id first
//! stands in the file; later rows fill in what is missing there, an order's earliest time counts,
//! and each further address is added.

use super::source::{Lookups, Made, Record, Source};
use super::{Assignment, Entry, Mapping};
use crate::error::{Code, Error, Result};
use crate::import::plain::{Plain, RowOf};
use crate::import::report::{FileReport, Report};
use crate::import::tables::{Slot, Tables, needed_columns};
use crate::snapshot::TableName;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Tables by how much detail a row of theirs has.
const DETAIL: [TableName; 7] = [
    TableName::Lines,
    TableName::Events,
    TableName::StoreCredit,
    TableName::Checkouts,
    TableName::Orders,
    TableName::Products,
    TableName::Customers,
];

/// Columns a row may need before its others.
const OWN: [&str; 8] = ["id", "customer_id", "order_id", "placed_at", "started_at", "at", "kind", "currency"];

/// No row.
const NONE: u32 = u32::MAX;

/// A mapped file being read.
#[derive(Debug)]
pub(in crate::import) struct Mapped {
    file: usize,
    /// CSV: the place of each column of the header.
    places: HashMap<String, usize>,
    /// Tables fed; the first takes a row for each row.
    plans: Vec<Plan>,
    /// Dictionaries read from the file: name, key column, value column.
    lookups: Vec<(String, String, String)>,
    /// A plain table's JSONL: keys that are not mapped are columns of their own, these are.
    plain: Option<(Plain, Vec<String>)>,
}

/// How one table is fed.
#[derive(Debug)]
struct Plan {
    table: TableName,
    /// What a row must have first.
    columns: Vec<(Slot, String, Source)>,
    address: Vec<(String, Source)>,
    /// By key of an id: its row.
    rows: Vec<u32>,
}

/// What a row is read with.
pub(in crate::import) struct Reading<'a> {
    pub(in crate::import) tables: &'a mut Tables,
    pub(in crate::import) report: &'a mut Report,
    pub(in crate::import) lookups: &'a mut Lookups,
}

impl Mapped {
    /// What a mapping does with a file whose first row is `record`; `None` if nothing. `base` is
    /// the table the file's name tells, `headers` its columns in order (none for JSONL).
    /// A mapping's dictionaries alone are read if `dictionaries`, else its tables alone.
    pub(in crate::import) fn new(
        mapping: &Mapping,
        name: &str,
        record: &Record<'_>,
        headers: &[&str],
        dictionaries: bool,
        (base, file): (Option<TableName>, usize),
        reading: &mut Reading<'_>,
    ) -> Result<Option<Mapped>> {
        let mut mapped = Mapped { file, places: HashMap::new(), plans: Vec::new(), lookups: Vec::new(), plain: None };
        for (at, header) in headers.iter().enumerate() {
            mapped.places.entry((*header).to_owned()).or_insert(at);
        }
        if dictionaries {
            for lookup in mapping.lookups.iter().filter(|lookup| lookup.files.matches(name)) {
                for column in [&lookup.key, &lookup.value] {
                    needs_column(record, column)?;
                }
                reading.lookups.begin(&lookup.name);
                reading.report.file().kind = Some("lookup".to_owned());
                mapped.lookups.push((lookup.name.clone(), lookup.key.clone(), lookup.value.clone()));
            }
            return Ok((!mapped.lookups.is_empty()).then_some(mapped));
        }
        for entry in &mapping.tables {
            if entry.is_read_from(name, base, record) {
                mapped.plans.push(Plan::new(entry, record, reading)?);
            }
        }
        mapped.plans.sort_by_key(|plan| DETAIL.iter().position(|table| *table == plan.table));
        let Some(first) = mapped.plans.first() else { return Ok(None) };
        let table = first.table;
        if base == Some(table) && mapped.plans.len() == 1 {
            let mut used = Vec::new();
            mapped.plans[0].sources().for_each(|source| source.columns(&mut used));
            let used = used.into_iter().map(str::to_owned).collect();
            if matches!(record, Record::Object(_)) {
                mapped.plain = Some((Plain::new(table), used));
                mapped.plans[0].add_canonical(&OWN, false, reading.tables);
            } else {
                mapped.plans[0].add_canonical(headers, true, reading.tables);
            }
        }
        mapped.plans.iter_mut().for_each(|plan| plan.columns.sort_by_key(|(slot, _, _)| *slot));
        for plan in &mapped.plans {
            plan.check(reading.tables)?;
        }
        if let Some(second) = mapped.plans[1..].iter().find(|plan| !plan.is_entity()) {
            let (a, b) = (table.as_str(), second.table.as_str());
            return Err(Error::new(Code::BadMapping, format!("One file cannot feed both {a} and {b}.")));
        }
        mapped.begin(reading, headers);
        Ok(Some(mapped))
    }

    /// Tells the tables and the report that rows of this file follow.
    fn begin(&mut self, reading: &mut Reading<'_>, headers: &[&str]) {
        for (at, plan) in self.plans.iter_mut().enumerate() {
            reading.tables.begin_file(plan.table, (at == 0).then_some(self.file));
            if at > 0 {
                let table = reading.tables.get(plan.table);
                for row in 0..table.rows {
                    if let Some(key) = table.id_key(row) {
                        *place(&mut plan.rows, key) = row;
                    }
                }
            }
        }
        let names: Vec<&str> = self.plans.iter().map(|plan| plan.table.as_str()).collect();
        let file = reading.report.file();
        *file =
            FileReport { name: std::mem::take(&mut file.name), kind: Some(names.join("+")), ..FileReport::default() };
        let mut used = Vec::new();
        self.plans.iter().flat_map(Plan::sources).for_each(|source| source.columns(&mut used));
        headers.iter().filter(|header| !used.contains(header)).for_each(|header| reading.report.unknown(header));
    }

    /// Whether the file only has dictionaries.
    pub(in crate::import) fn is_dictionary(&self) -> bool {
        self.plans.is_empty()
    }

    /// Reads a CSV record.
    pub(in crate::import) fn cells(
        &mut self,
        line: u64,
        cells: crate::import::decode::Cells<'_>,
        reading: &mut Reading<'_>,
    ) -> Result<()> {
        let places = std::mem::take(&mut self.places);
        let outcome = self.row(line, &Record::Cells(cells, &places), reading);
        self.places = places;
        outcome
    }

    /// Reads a JSONL object.
    pub(in crate::import) fn object(
        &mut self,
        line: u64,
        object: &Map<String, Value>,
        reading: &mut Reading<'_>,
    ) -> Result<()> {
        self.row(line, &Record::Object(object), reading)
    }

    fn row(&mut self, line: u64, record: &Record<'_>, reading: &mut Reading<'_>) -> Result<()> {
        for (name, key, value) in &self.lookups {
            let (key, value) = (record.cell(key), record.cell(value));
            if let (Some(key), Some(value)) = (key.text(), value.text()) {
                reading.lookups.insert(name, &key, &value);
            }
        }
        let Some((primary, derived)) = self.plans.split_first_mut() else { return Ok(()) };
        let at = (self.file, line);
        if !primary.set_needed(at, record, reading) {
            return Ok(());
        }
        for plan in derived {
            if !plan.merge(at, record, reading)? {
                reading.tables.abandon(primary.table);
                return Ok(());
            }
        }
        primary.set_rest(at, record, reading);
        if let (Some((plain, used)), Record::Object(object)) = (&mut self.plain, record) {
            plain.set_columns(object, &mut primary.row_of(at, reading), |key| used.iter().any(|used| used == key));
        }
        if let (false, Some(key)) = (primary.address.is_empty(), reading.tables.current_key(primary.table)) {
            primary.add_address(key, at, record, reading);
        }
        reading.tables.commit(primary.table)
    }
}

impl Entry {
    /// Whether the table is read from a file: one that is named, or named after the table, or
    /// that has every column the mapping names.
    fn is_read_from(&self, name: &str, base: Option<TableName>, record: &Record<'_>) -> bool {
        match &self.files {
            Some(files) => files.matches(name),
            None if base.is_some() => base == Some(self.table),
            None => {
                let mut columns = Vec::new();
                self.sources().for_each(|source| source.columns(&mut columns));
                !columns.is_empty() && columns.iter().all(|column| record.has(column))
            }
        }
    }
}

fn needs_column(record: &Record<'_>, column: &str) -> Result<()> {
    match record {
        Record::Cells(_, places) if !places.contains_key(column) => {
            Err(Error::new(Code::BadInput, format!("The file has no column '{column}', which the mapping names.")))
        }
        _ => Ok(()),
    }
}

/// The row of a key.
fn place(rows: &mut Vec<u32>, key: usize) -> &mut u32 {
    if rows.len() <= key {
        rows.resize(key + 1, NONE);
    }
    &mut rows[key]
}

impl Plan {
    fn new(entry: &Entry, record: &Record<'_>, reading: &mut Reading<'_>) -> Result<Plan> {
        let mut plan =
            Plan { table: entry.table, columns: Vec::new(), address: entry.address.clone(), rows: Vec::new() };
        let mut columns = Vec::new();
        entry.sources().for_each(|source| source.columns(&mut columns));
        columns.into_iter().try_for_each(|column| needs_column(record, column))?;
        for Assignment { name, form, source } in &entry.columns {
            if let Some(slot) = reading.tables.typed_slot(entry.table, name, *form) {
                plan.columns.push((slot, name.clone(), source.clone()));
            }
        }
        if entry.total_of_lines {
            reading.tables.get_mut(TableName::Orders).total_of_lines = true;
        }
        Ok(plan)
    }

    /// Feeds canonical columns of a plain table from the columns of their names.
    fn add_canonical(&mut self, headers: &[&str], all: bool, tables: &mut Tables) {
        let mut used = Vec::new();
        self.sources().for_each(|source| source.columns(&mut used));
        let used: Vec<String> = used.into_iter().map(str::to_owned).collect();
        for header in headers.iter().filter(|header| used.iter().all(|used| used != *header)) {
            let Some(slot) = tables.slot(self.table, header) else { continue };
            let wanted = all || !matches!(slot, Slot::Column(_));
            if wanted && self.columns.iter().all(|(taken, _, _)| *taken != slot) {
                let source = Source::Column { name: (*header).to_owned(), steps: Vec::new() };
                self.columns.push((slot, (*header).to_owned(), source));
            }
        }
    }

    /// Whether rows are customers, orders or products, which a detailed file repeats.
    fn is_entity(&self) -> bool {
        matches!(self.table, TableName::Customers | TableName::Orders | TableName::Products)
    }

    fn check(&self, tables: &mut Tables) -> Result<()> {
        for needed in needed_columns(self.table) {
            let slot = tables.slot(self.table, needed);
            if self.columns.iter().all(|(taken, _, _)| Some(*taken) != slot) {
                let table = self.table.as_str();
                return Err(Error::new(Code::BadMapping, format!("'{table}' of the mapping has no '{needed}'.")));
            }
        }
        Ok(())
    }

    fn sources(&self) -> impl Iterator<Item = &Source> {
        self.columns.iter().map(|(_, _, source)| source).chain(self.address.iter().map(|(_, source)| source))
    }

    fn needed(&self) -> usize {
        self.columns.partition_point(|(slot, _, _)| !matches!(slot, Slot::Column(_)))
    }

    /// Sets what a new row must have; false if it is skipped.
    fn set_needed(&self, at: (usize, u64), record: &Record<'_>, reading: &mut Reading<'_>) -> bool {
        for (slot, name, source) in &self.columns[..self.needed()] {
            let made = source.make(record, reading.lookups, at);
            if !self.row_of(at, reading).set(*slot, name, made.cell()) {
                return false;
            }
        }
        self.row_of(at, reading).has_needed()
    }

    /// Sets the other values of a new row.
    fn set_rest(&self, at: (usize, u64), record: &Record<'_>, reading: &mut Reading<'_>) {
        for (slot, name, source) in &self.columns[self.needed()..] {
            let made = source.make(record, reading.lookups, at);
            self.row_of(at, reading).set(*slot, name, made.cell());
        }
    }

    fn row_of<'a>(&self, at: (usize, u64), reading: &'a mut Reading<'_>) -> RowOf<'a> {
        RowOf { table: self.table, line: at.1, tables: reading.tables, report: reading.report }
    }

    /// Finds or makes the row of this row's id. False if the whole row is skipped: an order that
    /// cannot be made takes its line with it.
    fn merge(&mut self, at: (usize, u64), record: &Record<'_>, reading: &mut Reading<'_>) -> Result<bool> {
        let id = self.columns.iter().find(|(slot, _, _)| *slot == Slot::Id);
        let made = id.map(|(_, _, source)| source.make(record, reading.lookups, at));
        let key = made.as_ref().and_then(|made: &Made<'_>| reading.tables.key(self.table, made.cell()));
        let Some(key) = key else { return Ok(true) };
        let row = *place(&mut self.rows, key);
        if row != NONE {
            self.fill((row, key), at, record, reading);
            return Ok(true);
        }
        if !self.set_needed(at, record, reading) {
            return Ok(false);
        }
        self.set_rest(at, record, reading);
        let row = reading.tables.get(self.table).rows;
        *place(&mut self.rows, key) = row;
        self.add_address(key, at, record, reading);
        reading.tables.commit(self.table)?;
        Ok(true)
    }

    /// Fills in what an earlier row of this id did not have.
    fn fill(&self, (row, key): (u32, usize), at: (usize, u64), record: &Record<'_>, reading: &mut Reading<'_>) {
        for (slot, _, source) in &self.columns {
            if reading.tables.can_fill(self.table, row, *slot) {
                let made = source.make(record, reading.lookups, at);
                reading.tables.fill(self.table, row, *slot, made.cell());
            }
        }
        self.add_address(key, at, record, reading);
    }

    fn add_address(&self, key: usize, at: (usize, u64), record: &Record<'_>, reading: &mut Reading<'_>) {
        let mut address = Map::new();
        for (field, source) in &self.address {
            let made = source.make(record, reading.lookups, at);
            let cell = made.cell();
            if let (false, Some(text)) = (cell.is_blank(), cell.text()) {
                address.insert(field.clone(), Value::String(text.into_owned()));
            }
        }
        if !address.is_empty() {
            reading.tables.gather(key, None, &address);
        }
    }
}
