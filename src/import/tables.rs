//! The tables being read: rows are begun, their values set, and committed or abandoned.

use super::cell::{Cell, parse_boolean};
use super::columns::{Addresses, Coded, Column, Interner, Ints, Spelling, Text, Texts, Times, Why, address_field};
use super::later::Later;
use crate::error::{Code, Error, Result};
use crate::snapshot::{Form, Key, TableName, form_of};
use crate::time::Zone;
use crate::value::id_key;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Most columns of a table.
const COLUMNS: usize = 2_000;

/// Most rows of a table; a few numbers above it stand for rows that are nowhere.
pub(super) const MOST_ROWS: u32 = u32::MAX - 4;

/// Columns a pseudonymous snapshot leaves out; of `email` it keeps the domain.
const PERSONAL: [&str; 6] = ["email", "phone", "first_name", "last_name", "company_name", "postal_code"];

/// Where a value of a row goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Slot {
    /// The row's own id.
    Id,
    /// The row's customer; a line's order.
    Parent,
    /// When the row happened.
    Time,
    /// The kind of an event.
    Kind,
    /// The currency of an order or checkout.
    Currency,
    /// Of a delta: whether what has the row's id is no longer there.
    Deleted,
    /// One of [`Table::columns`].
    Column(usize),
}

/// A table being read.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: TableName,
    /// Whether any file told of this table, even one without rows.
    pub(super) present: bool,
    /// Committed rows.
    pub(super) rows: u32,
    /// The first row of each file, and the file if its rows are this table's.
    pub(super) files: Vec<(u32, Option<usize>)>,
    /// Ids of this table's rows, and ids its children refer to.
    pub(super) keys: Interner,
    /// 0 without an id, else number + 1 in `keys`.
    pub(super) ids: Ints,
    /// 0 without a parent, else number + 1 in the parent table's keys.
    pub(super) parents: Ints,
    pub(super) times: Times,
    pub(super) kinds: Texts,
    pub(super) currencies: Texts,
    /// 1 in rows of a delta that say that what has their id is gone.
    pub(super) deleted: Ints,
    /// Whether some file has a column for it.
    pub(super) has_ids: bool,
    /// Orders: whether a total is the sum of the amounts of the order's lines.
    pub(super) total_of_lines: bool,
    pub(super) columns: Vec<(String, Column)>,
    places: HashMap<String, usize>,
}

/// All tables, in the order of [`TableName::ALL`].
#[derive(Debug)]
pub(super) struct Tables {
    all: Vec<Table>,
    zone: Zone,
    /// Decimals of the currency's minor unit.
    exponent: u8,
    pseudonymous: bool,
    /// Whether the rows are a delta's.
    delta: bool,
    /// What can only be joined when all rows are read.
    pub(super) later: Later,
}

/// The name of a table's column of times.
pub(super) fn time_name(table: TableName) -> Option<&'static str> {
    match table {
        TableName::Orders => Some("placed_at"),
        TableName::Checkouts => Some("started_at"),
        TableName::Events => Some("at"),
        _ => None,
    }
}

/// The table a table's rows belong to.
pub(super) fn parent_of(table: TableName) -> Option<TableName> {
    match table {
        TableName::Customers | TableName::Products => None,
        TableName::Lines => Some(TableName::Orders),
        _ => Some(TableName::Customers),
    }
}

/// Whether rows of a table have ids of their own.
pub(super) fn has_id(table: TableName) -> bool {
    !matches!(table, TableName::Lines | TableName::Events | TableName::StoreCredit)
}

/// Whether a row without an id means nothing.
pub(super) fn needs_id(table: TableName) -> bool {
    matches!(table, TableName::Customers | TableName::Products)
}

/// The columns without which a table's file cannot be read, by their names in files.
pub(super) fn needed_columns(table: TableName) -> &'static [&'static str] {
    match table {
        TableName::Customers | TableName::Products => &["id"],
        TableName::Orders => &["customer_id", "placed_at"],
        TableName::Lines => &["order_id"],
        TableName::Checkouts => &["customer_id", "started_at"],
        TableName::Events => &["customer_id", "kind", "at"],
        TableName::StoreCredit => &["customer_id"],
    }
}

/// The key in a column of keys + 1.
fn key_at(keys: &Ints, row: u32) -> Option<usize> {
    (keys.at(row as usize)? as usize).checked_sub(1)
}

/// Whether a table has a column of that name.
pub(super) fn is_column(name: TableName, column: &str) -> bool {
    let mut tables = Tables::new(Zone::utc(), 2, false);
    tables.slot(name, column).is_some()
}

impl Table {
    fn new(name: TableName) -> Table {
        Table {
            name,
            present: false,
            rows: 0,
            files: Vec::new(),
            keys: Interner::default(),
            ids: Ints::new(),
            parents: Ints::new(),
            times: Times::default(),
            kinds: Texts::new(Spelling::Trimmed),
            currencies: Texts::new(Spelling::Trimmed),
            deleted: Ints::new(),
            has_ids: false,
            total_of_lines: false,
            columns: Vec::new(),
            places: HashMap::new(),
        }
    }

    /// A column by name.
    pub(super) fn column(&self, name: &str) -> Option<&Column> {
        self.places.get(name).map(|at| &self.columns[*at].1)
    }

    /// Adds a column, or replaces it.
    pub(super) fn set_column(&mut self, name: &str, column: Column) {
        match self.places.get(name) {
            Some(at) => self.columns[*at].1 = column,
            None => {
                self.places.insert(name.to_owned(), self.columns.len());
                self.columns.push((name.to_owned(), column));
            }
        }
    }

    /// Whether a row says that what has its id is gone.
    pub(super) fn deletes(&self, row: u32) -> bool {
        self.deleted.at(row as usize) == Some(1)
    }

    /// The key of a row's own id.
    pub(super) fn id_key(&self, row: u32) -> Option<usize> {
        key_at(&self.ids, row)
    }

    /// The key of a row's parent, in the parent table.
    pub(super) fn parent_key(&self, row: u32) -> Option<usize> {
        key_at(&self.parents, row)
    }

    /// A row's own id.
    pub(super) fn id(&self, row: u32) -> Option<Text<'_>> {
        self.id_key(row).map(|key| self.keys.get(key))
    }

    /// The ids of all rows, which are gone from here.
    pub(super) fn take_ids(&mut self) -> Coded {
        Coded::of(std::mem::take(&mut self.ids), std::mem::take(&mut self.keys))
    }

    /// No more rows are added.
    fn close(&mut self) {
        self.keys.close();
        self.kinds.close();
        self.currencies.close();
        self.columns.iter_mut().for_each(|(_, column)| column.close());
    }

    /// Bytes held.
    fn bytes(&self) -> usize {
        let own = self.keys.bytes() + self.ids.bytes() + self.parents.bytes() + self.times.bytes();
        let columns: usize = self.columns.iter().map(|(_, column)| column.bytes()).sum();
        own + self.kinds.bytes() + self.currencies.bytes() + self.deleted.bytes() + columns
    }

    /// Gives every column `rows` rows.
    pub(super) fn resize(&mut self, rows: usize) {
        self.ids.resize(rows);
        self.parents.resize(rows);
        self.times.resize(rows);
        self.kinds.resize(rows);
        self.currencies.resize(rows);
        self.deleted.resize(rows);
        self.columns.iter_mut().for_each(|(_, column)| column.resize(rows));
    }
}

impl Tables {
    /// Empty tables; local times are read in `zone`.
    pub(super) fn new(zone: Zone, exponent: u8, pseudonymous: bool) -> Tables {
        Tables {
            all: TableName::ALL.into_iter().map(Table::new).collect(),
            zone,
            exponent,
            pseudonymous,
            delta: false,
            later: Later::new(pseudonymous),
        }
    }

    /// The tables of a delta, or not.
    pub(super) fn of_delta(self, delta: bool) -> Tables {
        Tables { delta, ..self }
    }

    /// A table.
    pub(super) fn get(&self, name: TableName) -> &Table {
        &self.all[name as usize]
    }

    /// A table, to change.
    pub(super) fn get_mut(&mut self, name: TableName) -> &mut Table {
        &mut self.all[name as usize]
    }

    /// A table, which is empty here from now on.
    pub(super) fn take(&mut self, name: TableName) -> Table {
        std::mem::replace(&mut self.all[name as usize], Table::new(name))
    }

    /// No more rows are added: what only served to read them is given back.
    pub(super) fn close(&mut self) {
        self.all.iter_mut().for_each(Table::close);
    }

    /// The zone of local times.
    pub(super) fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Bytes held.
    pub(super) fn bytes(&self) -> usize {
        self.all.iter().map(Table::bytes).sum::<usize>() + self.later.bytes()
    }

    /// Where values of a column of a file go; the column is made if it is new. `None` if the table
    /// has no such column, or leaves it out.
    pub(super) fn slot(&mut self, name: TableName, column: &str) -> Option<Slot> {
        self.typed_slot(name, column, None)
    }

    /// Like [`Tables::slot`]; a new column takes the form given, if one is.
    pub(super) fn typed_slot(&mut self, name: TableName, column: &str, form: Option<Form>) -> Option<Slot> {
        let (parent, time) = (parent_of(name), time_name(name));
        let table = &mut self.all[name as usize];
        let slot = match column {
            "id" if has_id(name) => {
                table.has_ids = true;
                Slot::Id
            }
            "customer_id" | "customer" if parent == Some(TableName::Customers) => Slot::Parent,
            "order_id" | "order" if parent == Some(TableName::Orders) => Slot::Parent,
            "kind" if name == TableName::Events => Slot::Kind,
            "currency" if matches!(name, TableName::Orders | TableName::Checkouts) => Slot::Currency,
            "deleted" if self.delta && (has_id(name) || name == TableName::StoreCredit) => Slot::Deleted,
            _ if time == Some(column) => Slot::Time,
            _ => return self.column_slot(name, column, form),
        };
        Some(slot)
    }

    fn column_slot(&mut self, name: TableName, column: &str, form: Option<Form>) -> Option<Slot> {
        let customers = name == TableName::Customers;
        let mut made = match column {
            "addresses" if customers => Column::Addresses(Box::new(Addresses::new(self.pseudonymous))),
            _ => match address_field(column).filter(|_| customers && column != "is_default") {
                Some(field) => field,
                None => match (form_of(name, column)?, form) {
                    (Form::Any, Some(form)) => Column::of(form, column),
                    (form, _) => Column::of(form, column),
                },
            },
        };
        let mut column = column;
        if self.pseudonymous && customers && PERSONAL.contains(&column) {
            if column != "email" {
                return None;
            }
            column = "email_domain";
            made = Column::of(Form::Text(Key::DomainOfEmail), column);
        }
        let table = &mut self.all[name as usize];
        if let Some(at) = table.places.get(column) {
            return Some(Slot::Column(*at));
        }
        if table.columns.len() >= COLUMNS {
            return None;
        }
        table.places.insert(column.to_owned(), table.columns.len());
        table.columns.push((column.to_owned(), made));
        Some(Slot::Column(table.columns.len() - 1))
    }

    /// Decimals of the currency's minor unit.
    pub(super) fn exponent(&self) -> u8 {
        self.exponent
    }

    /// Whether the rows are a delta's.
    pub(super) fn is_delta(&self) -> bool {
        self.delta
    }

    /// Whether personal columns are left out.
    pub(super) fn is_pseudonymous(&self) -> bool {
        self.pseudonymous
    }

    /// Whether a known column is left out of a pseudonymous snapshot.
    pub(super) fn leaves_out(&self, name: TableName, column: &str) -> bool {
        self.pseudonymous && name == TableName::Customers && PERSONAL.contains(&column)
    }

    /// Keeps an address of a customer until all rows are read; `file` if it is a row of its own there.
    pub(super) fn gather(&mut self, key: usize, file: Option<usize>, address: &Map<String, Value>) {
        self.later.addresses.add(key, file, address, &self.zone);
    }

    /// Keeps a row to be made if no file tells of its id. Customers are not made beside a file of
    /// customers.
    pub(super) fn make_later(&mut self, name: TableName, key: usize, object: &dyn Fn() -> Map<String, Value>) {
        if name == TableName::Customers && self.get(name).present {
            self.later.forget(name);
        } else {
            self.later.row(name, key, object);
        }
    }

    /// Begins the rows of a file; `None` for rows that are counted under another table.
    pub(super) fn begin_file(&mut self, name: TableName, file: Option<usize>) {
        let table = &mut self.all[name as usize];
        table.present = true;
        if table.files.last().is_none_or(|(_, last)| *last != file) {
            table.files.push((table.rows, file));
        }
    }

    /// The key of the own id of the row being read.
    pub(super) fn current_key(&self, name: TableName) -> Option<usize> {
        let table = &self.all[name as usize];
        table.id_key(table.rows)
    }

    /// The key of an id of a table's own rows; none if the cell has none.
    pub(super) fn key(&mut self, name: TableName, cell: Cell<'_>) -> Option<usize> {
        let text = cell.text().filter(|_| !cell.is_blank())?;
        Some(self.all[name as usize].keys.number(id_key(&text)))
    }

    /// Whether [`Tables::fill`] may change a value of a committed row.
    pub(super) fn can_fill(&self, name: TableName, row: u32, slot: Slot) -> bool {
        let table = &self.all[name as usize];
        match slot {
            Slot::Parent => table.parent_key(row).is_none(),
            Slot::Time => true,
            Slot::Column(at) => table.columns[at].1.can_fill(row as usize),
            Slot::Id | Slot::Kind | Slot::Currency | Slot::Deleted => false,
        }
    }

    /// Gives a committed row a value it lacks, or an earlier time.
    pub(super) fn fill(&mut self, name: TableName, row: u32, slot: Slot, cell: Cell<'_>) {
        let at = row as usize;
        match slot {
            Slot::Parent => {
                let Some(key) = self.key(parent_of(name).unwrap_or(name), cell) else { return };
                let parents = &mut self.all[name as usize].parents;
                parents.resize(parents.len().max(at + 1));
                parents.set(at, key as i64 + 1);
            }
            Slot::Time => self.all[name as usize].times.lower(at, cell, &self.zone),
            Slot::Column(column) => self.all[name as usize].columns[column].1.fill(at, cell, &self.zone),
            Slot::Id | Slot::Kind | Slot::Currency | Slot::Deleted => {}
        }
    }

    /// Sets a value of the row being read.
    pub(super) fn set(&mut self, name: TableName, slot: Slot, cell: Cell<'_>) -> std::result::Result<(), Why> {
        let row = self.all[name as usize].rows as usize;
        let key_table = match slot {
            Slot::Parent => parent_of(name).unwrap_or(name),
            _ => name,
        };
        if matches!(slot, Slot::Id | Slot::Parent) {
            if cell.is_blank() {
                return Ok(());
            }
            let text = cell.text().ok_or("is no id")?;
            let number = self.all[key_table as usize].keys.number(id_key(&text)) as i64 + 1;
            let table = &mut self.all[name as usize];
            let keys = if slot == Slot::Id { &mut table.ids } else { &mut table.parents };
            if keys.len() <= row {
                keys.resize(row);
                keys.push(number);
            }
            return Ok(());
        }
        let table = &mut self.all[name as usize];
        match slot {
            Slot::Time if table.times.len() <= row => {
                table.times.resize(row);
                table.times.push(cell, &self.zone)
            }
            Slot::Kind if table.kinds.len() <= row => {
                table.kinds.resize(row);
                table.kinds.push(cell)
            }
            Slot::Currency if table.currencies.len() <= row => {
                table.currencies.resize(row);
                table.currencies.push(cell)
            }
            Slot::Deleted if table.deleted.len() <= row => {
                table.deleted.resize(row);
                let flag =
                    if cell.is_blank() { Some(false) } else { cell.text().and_then(|text| parse_boolean(&text)) };
                table.deleted.push(i64::from(flag == Some(true)));
                flag.map(|_| ()).ok_or("is no yes or no")
            }
            Slot::Column(at) => table.columns[at].1.set(row, cell, &self.zone),
            _ => Ok(()),
        }
    }

    /// What the row being read lacks to mean anything.
    pub(super) fn lacks(&self, name: TableName) -> Option<&'static str> {
        let table = &self.all[name as usize];
        let row = table.rows as usize;
        if needs_id(name) && (table.ids.len() <= row || table.ids.get(row) == 0) {
            return Some("id");
        }
        if name == TableName::Lines && (table.parents.len() <= row || table.parents.get(row) == 0) {
            return Some("order_id");
        }
        if name == TableName::Events && (table.kinds.len() <= row || table.kinds.get(row).is_none()) {
            return Some("kind");
        }
        let gone = table.deletes(table.rows) && table.ids.at(row).is_some_and(|id| id != 0);
        time_name(name).filter(|_| !gone && !table.times.is_valid(row))
    }

    /// Keeps the row being read.
    pub(super) fn commit(&mut self, name: TableName) -> Result<()> {
        let table = &mut self.all[name as usize];
        table.rows = table.rows.checked_add(1).filter(|rows| *rows <= MOST_ROWS).ok_or_else(|| {
            Error::new(Code::TooLarge, format!("The {} table has more than 2^32 − 5 rows.", name.as_str()))
        })?;
        Ok(())
    }

    /// Forgets the row being read.
    pub(super) fn abandon(&mut self, name: TableName) {
        let table = &mut self.all[name as usize];
        let rows = table.rows as usize;
        let longer = |len: usize| len > rows;
        if longer(table.ids.len()) {
            table.ids.resize(rows);
        }
        if longer(table.parents.len()) {
            table.parents.resize(rows);
        }
        if longer(table.times.len()) {
            table.times.resize(rows);
        }
        if longer(table.kinds.len()) {
            table.kinds.resize(rows);
        }
        if longer(table.currencies.len()) {
            table.currencies.resize(rows);
        }
        if longer(table.deleted.len()) {
            table.deleted.resize(rows);
        }
        table.columns.iter_mut().filter(|(_, column)| longer(column.len())).for_each(|(_, column)| column.resize(rows));
    }
}
