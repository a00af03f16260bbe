//! Parts → an opened [`Snapshot`].

use super::array::{Array, Values};
use super::arrow::read_stream;
use super::children::{LEFT_OUT, arrange, arrange_lines, ordinals};
use super::column::Column;
use super::concat::concat;
use super::ids;
use super::load::{self, Calendar, Context, Distinct, addresses, gather, seconds_of};
use super::manifest::Manifest;
use super::schema::{Form, Key, form_of};
use super::store::{Currency, Origin, Rows, Snapshot, TableName};
use crate::error::{Code, Error, Result};
use crate::time::Zone;
use crate::value::{currency_exponent, lower, upper};
use std::borrow::Cow;
use std::collections::HashMap;

/// One table as read: its columns and the name errors give it.
#[derive(Debug)]
pub(super) struct Table {
    name: TableName,
    pub(super) place: String,
    arrays: Vec<Array>,
    pub(super) len: u32,
}

/// The tables besides customers in the order they are read in: what a table refers to comes first.
pub(super) const IN_ORDER: [TableName; 6] = [
    TableName::Products,
    TableName::Orders,
    TableName::Lines,
    TableName::Checkouts,
    TableName::Events,
    TableName::StoreCredit,
];

impl Snapshot {
    /// Opens a snapshot from its parts, given by path in any order; paths the manifest does not
    /// name are ignored. `zone` replaces the manifest's.
    ///
    /// A table whose outline the manifest tells may be left out with all its parts: it is
    /// [unread](Snapshot::unread) until [`Snapshot::read`].
    ///
    /// # Errors
    /// [`Code::MissingPart`] if another part is not given, [`Code::PartMismatch`] if one is not what
    /// the manifest describes, and whatever is wrong inside: see [`read_stream`] and FORMAT.md.
    pub fn open<'a>(
        manifest: &Manifest,
        parts: impl IntoIterator<Item = impl Into<Given<'a>>>,
        zone: Option<Zone>,
    ) -> Result<Snapshot> {
        Snapshot::open_given(manifest, &parts.into_iter().map(Into::into).collect::<Vec<_>>(), zone)
    }

    fn open_given(manifest: &Manifest, given: &[Given<'_>], zone: Option<Zone>) -> Result<Snapshot> {
        if let Some(base) = &manifest.base {
            let message = format!("This is a delta, what changed since the snapshot '{base}', and no snapshot.");
            return Err(Error::new(Code::WrongBase, message).help("Open that snapshot and apply the delta to it."));
        }
        let zone = zone.unwrap_or_else(|| manifest.zone.clone());
        let Some(table) = read_table(manifest, given, TableName::Customers)? else {
            return Err(Error::new(Code::BadManifest, "The snapshot has no customers table.").at("manifest.json"));
        };
        let calendar = Calendar::new(&zone);
        let opening = Opening { calendar: &calendar, currency: &manifest.currency, customers: table.len };
        let customers = opening.customers(table)?;
        let Manifest { snapshot_id, taken_at, currency, .. } = manifest;
        let mut snapshot = Snapshot {
            origin: Origin { zone: Some(manifest.zone.clone()), left_out: manifest.left_out.clone() },
            ..Snapshot::of_customers(snapshot_id.clone(), *taken_at, zone, currency.clone(), customers)
        };
        snapshot.leave_unread(manifest)?;
        for table in IN_ORDER {
            if !snapshot.unread().contains(&table) || is_given(manifest, given, table) {
                snapshot.read_one(manifest, given, table)?;
            }
        }
        Ok(snapshot)
    }

    /// Reads the parts of a table. What fails leaves the snapshot as it was.
    pub(super) fn read_one(&mut self, manifest: &Manifest, given: &[Given<'_>], name: TableName) -> Result<()> {
        let Some(table) = read_table(manifest, given, name)? else { return Ok(()) };
        let place = table.place.clone();
        if let Some(first) = name.refers_to().iter().find(|first| self.unread().contains(first)) {
            let message = format!("The {} table is read after the {} table.", name.as_str(), first.as_str());
            return Err(Error::new(Code::MissingPart, message).at(place));
        }
        let (zone, currency) = (self.zone.clone(), self.currency.clone());
        let calendar = Calendar::new(&zone);
        let opening = Opening { calendar: &calendar, currency: &currency, customers: self.customers.len };
        let mut places = Vec::new();
        let mut rows = match name {
            TableName::Customers => return Ok(()),
            TableName::Products => vec![(name.as_str().to_owned(), opening.products(table)?)],
            TableName::Orders => {
                let (rows, order) = opening.dated(table, "placed_at")?;
                if manifest.parts.iter().any(|part| part.table == TableName::Lines) {
                    places = order.places();
                }
                vec![(name.as_str().to_owned(), rows)]
            }
            TableName::Lines => {
                let Some(orders) = &self.orders else {
                    let message = "The snapshot has order lines, but no orders.";
                    return Err(Error::new(Code::BadManifest, message).at(place));
                };
                let rows = opening.lines(table, orders, self.unread.places(), self.products.as_ref())?;
                vec![(name.as_str().to_owned(), rows)]
            }
            TableName::Checkouts => vec![(name.as_str().to_owned(), opening.dated(table, "started_at")?.0)],
            TableName::Events => opening.events(table, self.products.as_ref())?,
            TableName::StoreCredit => vec![(name.as_str().to_owned(), opening.store_credit(table)?)],
        };
        self.keep_promise(name, &mut rows).map_err(|error| error.at(place))?;
        for (name, rows) in rows {
            self.put(&name, rows)?;
        }
        self.unread.end(name, places);
        Ok(())
    }
}

/// Whether a part of the table is given.
pub(super) fn is_given(manifest: &Manifest, given: &[Given<'_>], table: TableName) -> bool {
    let mut parts = manifest.parts.iter().filter(|part| part.table == table);
    parts.any(|part| given.iter().any(|given| given.path == part.path))
}

/// A part as it is given.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// The path the manifest names it by.
    pub path: &'a str,
    /// Its bytes.
    pub bytes: Bytes<'a>,
    /// Their SHA-256 in lower-case hexadecimal digits, if the host has computed it: processors
    /// have instructions for it that wasm has not.
    pub sha256: Option<&'a str>,
}

/// The bytes of a part.
#[derive(Clone, Copy)]
pub enum Bytes<'a> {
    /// They are there.
    Held(&'a [u8]),
    /// They lie elsewhere, and are handed over when the part is read: no two parts are held at a time.
    /// Once handed over they are gone.
    Elsewhere(&'a dyn Fn() -> Option<Vec<u8>>),
}

impl<'a> From<(&'a str, &'a [u8])> for Given<'a> {
    fn from((path, bytes): (&'a str, &'a [u8])) -> Given<'a> {
        Given { path, bytes: Bytes::Held(bytes), sha256: None }
    }
}

impl<'a> Given<'a> {
    fn bytes(&self) -> Option<Cow<'a, [u8]>> {
        match self.bytes {
            Bytes::Held(bytes) => Some(Cow::Borrowed(bytes)),
            Bytes::Elsewhere(take) => take().map(Cow::Owned),
        }
    }
}

/// Verifies and reads the parts of a table; `None` if the manifest has none.
pub(super) fn read_table(manifest: &Manifest, given: &[Given<'_>], name: TableName) -> Result<Option<Table>> {
    let mut parts = Vec::new();
    let mut place = name.as_str().to_owned();
    for part in manifest.parts.iter().filter(|part| part.table == name) {
        let found = given.iter().rfind(|given| given.path == part.path);
        let (bytes, sha256) = found.and_then(|given| Some((given.bytes()?, given.sha256))).ok_or_else(|| {
            Error::new(Code::MissingPart, "The manifest names this part, but it was not given.").at(part.path.clone())
        })?;
        part.verify(&bytes, sha256)?;
        let arrays = read_stream(&bytes, &part.path)?;
        drop(bytes);
        let rows = arrays.first().map_or(0, |array| array.len);
        if rows != part.rows {
            let message = format!("The part has {rows} rows, the manifest says {}.", part.rows);
            return Err(Error::new(Code::PartMismatch, message).at(part.path.clone()));
        }
        place.clone_from(&part.path);
        parts.push(arrays);
    }
    if parts.is_empty() {
        return Ok(None);
    }
    if parts.len() > 1 {
        place = name.as_str().to_owned();
    }
    let arrays = concat(parts, &place)?;
    let len = arrays.first().map_or(0, |array| array.len);
    Ok(Some(Table { name, place, arrays, len }))
}

impl Table {
    pub(super) fn find(&self, name: &str) -> Option<&Array> {
        self.arrays.iter().find(|array| array.name == name)
    }

    pub(super) fn need(&self, name: &str) -> Result<&Array> {
        self.find(name).ok_or_else(|| {
            let message = format!("The {} table has no column '{name}'.", self.name.as_str());
            Error::new(Code::BadArrow, message).at(self.place.clone())
        })
    }

    /// The ordinals of a column below `bound`; the column is dropped.
    fn take_ordinals(&mut self, name: &str, bound: u32, of: &str) -> Result<Vec<u32>> {
        let taken = ordinals(self.need(name)?, bound, of).map_err(self.in_column(name))?;
        self.arrays.retain(|array| array.name != name);
        Ok(taken)
    }

    pub(super) fn in_column<'a>(&'a self, name: &'a str) -> impl Fn(Error) -> Error + 'a {
        move |error| error.at(format!("{}, column '{name}'", self.place))
    }
}

/// Which row of a part each stored row is.
pub(super) struct Stored {
    rows: Vec<u32>,
    /// Rows of the part.
    of: usize,
}

impl Stored {
    /// The stored row of each row of the part, [`LEFT_OUT`] if none.
    pub(super) fn places(&self) -> Vec<u32> {
        let mut places = vec![LEFT_OUT; self.of];
        self.rows.iter().zip(0..).for_each(|(row, place)| places[*row as usize] = place);
        places
    }
}

/// What every table is opened with.
pub(super) struct Opening<'a> {
    pub(super) calendar: &'a Calendar<'a>,
    pub(super) currency: &'a Currency,
    /// How many there are.
    pub(super) customers: u32,
}

impl Opening<'_> {
    /// Adds the stored columns of a table, gathered by `rows`, dropping each array once read.
    pub(super) fn load(&self, table: Table, rows: &[u32], into: &mut Rows) -> Result<()> {
        let float_decimals = match table.name {
            TableName::StoreCredit => credit_decimals(&table, self.currency.exponent),
            _ => self.currency.exponent,
        };
        let context =
            Context { calendar: self.calendar, exponent: self.currency.exponent, float_decimals, place: &table.place };
        for array in table.arrays {
            if let Some(form) = form_of(table.name, &array.name) {
                let column = load::column(&array, form, rows, &context)?;
                into.columns.insert(array.name, column);
            }
        }
        Ok(())
    }

    /// The customer of every row.
    fn ordinals(&self, table: &mut Table) -> Result<Vec<u32>> {
        table.take_ordinals("customer", self.customers, "customers")
    }

    fn customers(&self, table: Table) -> Result<Rows> {
        let all = (0..table.len).collect();
        self.some_customers(table, all)
    }

    /// Some rows of the customers table.
    pub(super) fn some_customers(&self, table: Table, rows: Vec<u32>) -> Result<Rows> {
        table.need("id")?;
        let place = table.place.clone();
        let mut out = Rows { len: rows.len() as u32, ..Rows::default() };
        for (name, column) in addresses::derive(&table.arrays, &rows, &table.place)? {
            out.columns.insert(name.to_owned(), column);
        }
        if let (Some(email), None) = (table.find("email"), table.find("email_domain")) {
            let context = Context {
                calendar: self.calendar,
                exponent: self.currency.exponent,
                float_decimals: self.currency.exponent,
                place: &table.place,
            };
            let column = load::column(email, Form::Text(Key::DomainOfEmail), &rows, &context)?;
            out.columns.insert("email_domain".into(), column);
        }
        self.load(table, &rows, &mut out)?;
        let distinct = check_ids(&out, &place)?;
        if distinct != out.len {
            let message = format!("{} customers share {distinct} ids.", out.len);
            return Err(Error::new(Code::BadArrow, message).at(format!("{place}, column 'id'")));
        }
        Ok(out)
    }

    fn products(&self, table: Table) -> Result<Rows> {
        let all = (0..table.len).collect();
        self.some_products(table, all)
    }

    /// Some rows of the products table.
    pub(super) fn some_products(&self, table: Table, rows: Vec<u32>) -> Result<Rows> {
        table.need("id")?;
        let place = table.place.clone();
        let mut out = Rows { len: rows.len() as u32, ..Rows::default() };
        self.load(table, &rows, &mut out)?;
        check_ids(&out, &place)?;
        Ok(out)
    }

    /// Orders or checkouts, and the order they are stored in.
    fn dated(&self, mut table: Table, time: &str) -> Result<(Rows, Stored)> {
        let customers = self.ordinals(&mut table)?;
        self.dated_of(table, customers, time)
    }

    /// Orders or checkouts of these customers; [`LEFT_OUT`] stands for no row.
    pub(super) fn dated_of(&self, mut table: Table, mut customers: Vec<u32>, time: &str) -> Result<(Rows, Stored)> {
        if let Some(currency) = table.find("currency") {
            self.leave_out_foreign(currency, &mut customers).map_err(table.in_column("currency"))?;
        }
        let (seconds, date_only) = self.seconds(&table, time, &customers)?;
        let (rows, mut out) = arrange(&customers, self.customers, Some(&seconds), table.find("id"));
        drop(seconds);
        self.keep_dates(&table, time, date_only, &rows, &mut out)?;
        let ids = table.arrays.iter().position(|array| array.name == "id").map(|at| table.arrays.swap_remove(at));
        out.ids = ids.map(|ids| ids::kept(ids, &rows));
        self.load(table, &rows, &mut out)?;
        Ok((out, Stored { rows, of: customers.len() }))
    }

    /// Leaves out rows in another currency than the shop's (M2); one without is in the shop's.
    fn leave_out_foreign(&self, currency: &Array, customers: &mut [u32]) -> Result<()> {
        let all: Vec<u32> = (0..currency.len).collect();
        let own = |text: &str| text.trim().is_empty() || upper(text) == self.currency.code;
        for (customer, own) in customers.iter_mut().zip(Distinct::of(currency, &all)?.map(true, own)) {
            if !own {
                *customer = LEFT_OUT;
            }
        }
        Ok(())
    }

    /// The time of every row that is kept.
    fn seconds<'t>(&self, table: &'t Table, name: &str, customers: &[u32]) -> Result<(Cow<'t, [i64]>, bool)> {
        let array = table.need(name)?;
        let (seconds, date_only) = seconds_of(array, self.calendar).map_err(table.in_column(name))?;
        let full = array.valid.is_none() && !matches!(array.values, Values::Null);
        let without = (0..if full { 0 } else { array.len })
            .find(|row| customers[*row as usize] != LEFT_OUT && !array.is_valid(*row));
        match without {
            None => Ok((seconds, date_only)),
            Some(row) => Err(table.in_column(name)(
                Error::new(Code::BadArrow, format!("Row {row} has no time."))
                    .help("Leave rows without a time out when packing."),
            )),
        }
    }

    /// Keeps a table's own time as a column if it is of dates without time, so that offsets in
    /// hours can be refused (T13).
    fn keep_dates(&self, table: &Table, name: &str, date_only: bool, rows: &[u32], out: &mut Rows) -> Result<()> {
        if date_only {
            let context = Context { calendar: self.calendar, exponent: 0, float_decimals: 0, place: &table.place };
            out.columns.insert(name.to_owned(), load::column(table.need(name)?, Form::Time, rows, &context)?);
        }
        Ok(())
    }

    /// `places` are the stored rows of the packed orders.
    fn lines(&self, mut table: Table, orders: &Rows, places: &[u32], products: Option<&Rows>) -> Result<Rows> {
        let mut parents = table.take_ordinals("order", places.len() as u32, "orders")?;
        parents.iter_mut().for_each(|order| *order = places[*order as usize]);
        let (rows, mut out) = arrange_lines(&parents, orders);
        self.load(table, &rows, &mut out)?;
        refer(&mut out, "product_id", products);
        Ok(out)
    }

    /// The events of each kind, by the outline's names.
    fn events(&self, mut table: Table, products: Option<&Rows>) -> Result<Vec<(String, Rows)>> {
        let customers = self.ordinals(&mut table)?;
        let kinds = self.events_of(table, customers, products)?;
        Ok(kinds.into_iter().map(|(kind, rows)| (format!("events/{kind}"), rows)).collect())
    }

    /// Events of these customers, by kind; [`LEFT_OUT`] stands for no row.
    pub(super) fn events_of(
        &self,
        table: Table,
        customers: Vec<u32>,
        products: Option<&Rows>,
    ) -> Result<Vec<(String, Rows)>> {
        let (seconds, date_only) = self.seconds(&table, "at", &customers)?;
        let all: Vec<u32> = (0..table.len).collect();
        let kinds = Distinct::of(table.need("kind")?, &all).map_err(table.in_column("kind"))?;
        if let Some(row) = kinds.numbers.iter().position(|number| *number == 0) {
            return Err(table.in_column("kind")(Error::new(Code::BadArrow, format!("Row {row} has no kind."))));
        }
        let names: Vec<String> = kinds.texts().map(event_kind).collect();
        // Kinds that differ in case alone are one.
        let first = |name: &String| names.iter().position(|known| known == name).unwrap_or_default();
        let kind_of: Vec<usize> = names.iter().map(first).collect();
        let mut ends = vec![0; names.len() + 1];
        kinds.numbers.iter().for_each(|number| ends[kind_of[*number as usize - 1] + 1] += 1);
        (0..names.len()).for_each(|kind| ends[kind + 1] += ends[kind]);
        // Where each kind begins, then as its rows come where it ends.
        let mut by_kind = vec![0; table.len as usize];
        for (number, row) in kinds.numbers.iter().zip(0..) {
            let end = &mut ends[kind_of[*number as usize - 1]];
            by_kind[*end] = row;
            *end += 1;
        }
        let mut out: Vec<(String, Vec<u32>, Rows)> = Vec::new();
        let mut start = 0;
        for (kind, end) in names.iter().zip(ends) {
            let rows = &by_kind[std::mem::replace(&mut start, end)..end];
            if rows.is_empty() {
                continue;
            }
            let (own, at) = (gather(&customers, rows), gather(&seconds, rows));
            let (order, mut events) = arrange(&own, self.customers, Some(&at), None);
            drop((own, at));
            let order = gather(rows, &order);
            self.keep_dates(&table, "at", date_only, &order, &mut events)?;
            out.push((kind.clone(), order, events));
        }
        drop((by_kind, seconds, customers));
        let context = Context {
            calendar: self.calendar,
            exponent: self.currency.exponent,
            float_decimals: self.currency.exponent,
            place: &table.place,
        };
        for array in table.arrays {
            let Some(form) = form_of(TableName::Events, &array.name) else { continue };
            for (_, order, events) in &mut out {
                events.columns.insert(array.name.clone(), load::column(&array, form, order, &context)?);
            }
        }
        for (kind, _, events) in &mut out {
            if kind.starts_with("product_") {
                refer(events, "object_id", products);
            }
        }
        Ok(out.into_iter().map(|(kind, _, events)| (kind, events)).collect())
    }

    fn store_credit(&self, mut table: Table) -> Result<Rows> {
        let customers = self.ordinals(&mut table)?;
        self.store_credit_of(table, customers)
    }

    /// Accounts of these customers; [`LEFT_OUT`] stands for no row.
    pub(super) fn store_credit_of(&self, table: Table, customers: Vec<u32>) -> Result<Rows> {
        let (rows, mut out) = arrange(&customers, self.customers, None, None);
        self.load(table, &rows, &mut out)?;
        Ok(out)
    }
}

/// A kind of events as it is stored.
pub(crate) fn event_kind(text: &str) -> String {
    lower(text.trim())
}

/// Checks that every row has an id; gives the number of distinct ones.
fn check_ids(rows: &Rows, place: &str) -> Result<u32> {
    let Some(Column::Text(ids)) = rows.columns.get("id") else { return Ok(0) };
    match (0..rows.len).find(|row| ids.codes.get(*row as usize) == 0) {
        None => Ok(ids.keys.len() as u32),
        Some(row) => {
            Err(Error::new(Code::BadArrow, format!("Row {row} has no id.")).at(format!("{place}, column 'id'")))
        }
    }
}

/// Finds the products that rows name in a column: the row in the products table, `u32::MAX`
/// without one there.
pub(super) fn refer(rows: &mut Rows, column: &str, products: Option<&Rows>) {
    rows.products = vec![u32::MAX; rows.len as usize];
    let known = products.and_then(|products| products.columns.get("id"));
    let (Some(Column::Text(ids)), Some(Column::Text(known))) = (rows.columns.get(column), known) else { return };
    let mut row_of_key = vec![u32::MAX; known.keys.len()];
    for row in 0..products.map_or(0, |products| products.len) {
        // The last row of an id that stands in several wins, as for customers (I1).
        row_of_key[known.codes.get(row as usize) as usize - 1] = row;
    }
    let row_of: HashMap<&str, u32> = known.keys.iter().zip(row_of_key).collect();
    let of_key: Vec<u32> = ids.keys.iter().map(|key| row_of.get(key).copied().unwrap_or(u32::MAX)).collect();
    let product = |row| ids.codes.get(row as usize).checked_sub(1).map_or(u32::MAX, |key| of_key[key as usize]);
    rows.products = (0..rows.len).map(product).collect();
}

/// The greatest exponent among the currencies of store credit, which keeps each row's own (M2).
fn credit_decimals(table: &Table, least: u8) -> u8 {
    let Some(Values::Text { dictionary, .. }) = table.find("currency").map(|array| &array.values) else { return least };
    dictionary.iter().filter_map(|code| currency_exponent(&upper(code))).max().unwrap_or(least).max(least)
}
