//! Filled tables → a snapshot: ids become ordinals, child rows are sorted by customer and time,
//! columns are written.

use super::columns::Column;
use super::figures;
use super::later;
use super::report::{Countries, Loss, Report, TableReport};
use super::tables::{Table, Tables, has_id, needs_id, parent_of, time_name};
use super::{Options, Packed, within};
use crate::error::{Code, Error, Result};
use crate::snapshot::arrow::write_stream;
use crate::snapshot::{Array, Currency, Manifest, Part, TableName, Values};
use crate::time::Zone;
use crate::value::{currency_exponent, upper};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// No place in the packed table.
const NOWHERE: u32 = u32::MAX;

/// The rows of a table that are packed.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// Source rows in packed order.
    pub(super) rows: Vec<u32>,
    /// Place of each row's parent in its packed table.
    pub(super) parents: Vec<u32>,
}

/// Packs tables.
///
/// # Errors
/// See [`super::Importer::finish`].
pub(super) fn pack(mut tables: Tables, mut report: Report, options: &Options) -> Result<Packed> {
    if report.files.iter().all(|file| file.kind.is_none()) {
        return Err(Error::new(Code::UnknownInput, "None of the files is a table or an export that is known.").help(
            "Name a table's file after it, like customers.csv or orders.jsonl, or say what it is in a mapping file.",
        ));
    }
    later::settle(&mut tables, &mut report);
    if !tables.get(TableName::Customers).present {
        return Err(Error::new(Code::BadInput, "The files have no customers.").help("Add a customers table."));
    }
    let code = currency(&tables, options, &mut report);
    if options.time_zone.is_none() {
        report.warn("zone-default", "No time zone was given: days begin at midnight UTC.");
    }
    let exponent = currency_exponent(&code).unwrap_or(2);
    if let Some(Column::Addresses(addresses)) = tables.get(TableName::Customers).column("addresses") {
        addresses.unknown().for_each(|key| report.unknown(&format!("addresses.{key}")));
    }
    let mut packing = Packing { tables: &tables, report: &mut report, code: &code };
    let kept = packing.join();
    report.figures = figures::compare(&tables, &kept, options.taken_at);
    let zone = tables.zone().clone();
    let mut countries = Countries::default();
    let (mut parts, mut described) = (Vec::new(), Vec::new());
    let mut written = 0;
    for name in TableName::ALL {
        let table = tables.get_mut(name);
        if !table.present {
            continue;
        }
        if name == TableName::Lines && described.iter().all(|part: &Part| part.table != TableName::Orders) {
            report.warn("lines-without-orders", "There are order lines, but no orders: the lines are left out.");
            continue;
        }
        let arrays = arrays(table, &kept[name as usize], &zone, &mut countries);
        report.tables.push(TableReport {
            table: name.as_str(),
            rows: kept[name as usize].rows.len() as u64,
            columns: arrays.iter().map(|array| array.name.clone()).collect(),
        });
        let bytes = write_stream(&arrays);
        drop(arrays);
        written += bytes.len();
        within(tables.bytes() + written, options.max_bytes)?;
        let path = format!("{}.arrow", name.as_str());
        described.push(Part::of(name, path.as_str(), kept[name as usize].rows.len() as u32, &bytes));
        parts.push((path, bytes));
    }
    report.countries = countries.report();
    let mut manifest = Manifest {
        snapshot_id: String::new(),
        taken_at: options.taken_at,
        zone,
        zone_source: options.zone_source.clone(),
        currency: Currency { code, exponent },
        customers: kept[TableName::Customers as usize].rows.len() as u32,
        parts: described,
    };
    manifest.snapshot_id = identity(&manifest);
    Ok(Packed { manifest, parts, report })
}

/// The first 32 hexadecimal digits of the SHA-256 of the manifest without its identity: the same
/// data packed alike is the same snapshot.
fn identity(manifest: &Manifest) -> String {
    let digest = Sha256::digest(manifest.to_json_string().as_bytes());
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// The shop's currency: as given, else the one most rows have.
fn currency(tables: &Tables, options: &Options, report: &mut Report) -> String {
    if let Some(code) = &options.currency {
        return code.clone();
    }
    let mut rows: BTreeMap<String, u64> = BTreeMap::new();
    for name in [TableName::Orders, TableName::Checkouts] {
        for (text, uses) in tables.get(name).currencies.tally() {
            if currency_exponent(&upper(text)).is_some() {
                *rows.entry(upper(text)).or_default() += uses;
            }
        }
    }
    let most = rows.iter().max_by_key(|(code, uses)| (**uses, std::cmp::Reverse((*code).clone())));
    let (code, why) = match most {
        Some((code, _)) if rows.len() == 1 => (code.clone(), "the rows' own"),
        Some((code, _)) => (code.clone(), "the one most rows have"),
        None => ("USD".to_owned(), "for want of a better one"),
    };
    report.warn("currency-default", format!("No currency was given: {code}, {why}, is taken for the shop's."));
    code
}

struct Packing<'a> {
    tables: &'a Tables,
    report: &'a mut Report,
    code: &'a str,
}

impl Packing<'_> {
    /// Decides which rows are packed and where, table by table; counts the others.
    fn join(&mut self) -> Vec<Kept> {
        let mut kept: Vec<Kept> = TableName::ALL.iter().map(|_| Kept::default()).collect();
        let customers = self.keyed(TableName::Customers, &[]);
        let places = places(self.tables.get(TableName::Customers), &customers.rows);
        let orders = self.keyed(TableName::Orders, &places);
        let order_places = self::places(self.tables.get(TableName::Orders), &orders.rows);
        kept[TableName::Lines as usize] = self.lines(&order_places, &places);
        for name in [TableName::Products, TableName::Checkouts, TableName::Events, TableName::StoreCredit] {
            kept[name as usize] = self.keyed(name, &places);
        }
        kept[TableName::Customers as usize] = customers;
        kept[TableName::Orders as usize] = orders;
        kept
    }

    /// The rows of a table whose parents, if it has any, stand at `places`.
    fn keyed(&mut self, name: TableName, places: &[u32]) -> Kept {
        let table = self.tables.get(name);
        let fates = Fates::of(table, places, self.code);
        let mut kept = Kept::default();
        for row in 0..table.rows {
            match fates.of_row(row) {
                Err(loss) => count(self.report, table, row, Some(loss)),
                Ok(parent) => {
                    count(self.report, table, row, None);
                    kept.rows.push(row);
                    kept.parents.push(parent);
                }
            }
        }
        self.report_duplicates(&fates);
        if parent_of(name).is_some() {
            sort(&mut kept, |row| table_order(self.tables.get(name), row));
        }
        kept
    }

    /// Lines share the fate of their orders.
    fn lines(&mut self, order_places: &[u32], customer_places: &[u32]) -> Kept {
        let (table, orders) = (self.tables.get(TableName::Lines), self.tables.get(TableName::Orders));
        let fates = Fates::of(orders, customer_places, self.code);
        let mut kept = Kept::default();
        for row in 0..table.rows {
            let Some(key) = table.parent_key(row) else { continue };
            let place = order_places.get(key).copied().unwrap_or(NOWHERE);
            if place != NOWHERE {
                count(self.report, table, row, None);
                kept.rows.push(row);
                kept.parents.push(place);
                continue;
            }
            let order = fates.winners.get(key).copied().filter(|order| *order != NOWHERE);
            let loss = order.map_or(Loss::Orphan, |order| fates.of_row(order).err().unwrap_or(Loss::Orphan));
            count(self.report, table, row, Some(loss));
        }
        sort(&mut kept, |_| 0);
        kept
    }

    fn report_duplicates(&mut self, fates: &Fates<'_>) {
        let table = fates.table;
        let lost = (0..table.rows).filter(|row| fates.is_replaced(*row));
        let mut ids: Vec<&str> = Vec::new();
        let mut rows = 0;
        for row in lost {
            rows += 1;
            let id = table.id(row).unwrap_or_default();
            if ids.len() < 10 && !ids.contains(&id) {
                ids.push(id);
            }
        }
        if rows > 0 {
            let message = format!(
                "{rows} rows of {} were replaced by a later row of the same id: {}.",
                table.name.as_str(),
                ids.join(", ")
            );
            self.report.warn("duplicates", message);
        }
    }
}

/// What becomes of the rows of a table with ids or parents.
struct Fates<'a> {
    table: &'a Table,
    places: &'a [u32],
    /// By id: the last row that has it.
    winners: Vec<u32>,
    /// By number of a currency text: whether it is the shop's.
    own: Vec<bool>,
}

impl<'a> Fates<'a> {
    fn of(table: &'a Table, places: &'a [u32], code: &str) -> Fates<'a> {
        let mut winners = Vec::new();
        if has_id(table.name) {
            winners = vec![NOWHERE; table.keys.len()];
            for row in 0..table.rows {
                if let Some(key) = table.id_key(row) {
                    winners[key] = row;
                }
            }
        }
        let own = table.currencies.tally().map(|(text, _)| upper(text) == code).collect();
        Fates { table, places, winners, own }
    }

    fn is_replaced(&self, row: u32) -> bool {
        !self.winners.is_empty() && self.table.id_key(row).is_some_and(|key| self.winners[key] != row)
    }

    /// The place of a row's parent (0 without one to have), or why the row is not packed.
    fn of_row(&self, row: u32) -> std::result::Result<u32, Loss> {
        if self.is_replaced(row) {
            return Err(Loss::Duplicate);
        }
        let mut place = 0;
        if parent_of(self.table.name).is_some() {
            let key = self.table.parent_key(row).ok_or(Loss::WithoutCustomer)?;
            place = self.places.get(key).copied().filter(|place| *place != NOWHERE).ok_or(Loss::Orphan)?;
        }
        match self.table.currencies.number(row as usize) {
            Some(number) if !self.own[number] => Err(Loss::OtherCurrency),
            _ => Ok(place),
        }
    }
}

/// The packed place of each key of a table.
fn places(table: &Table, rows: &[u32]) -> Vec<u32> {
    let mut places = vec![NOWHERE; table.keys.len()];
    for (row, place) in rows.iter().zip(0..) {
        if let Some(key) = table.id_key(*row) {
            places[key] = place;
        }
    }
    places
}

fn table_order(table: &Table, row: u32) -> i64 {
    if time_name(table.name).is_some() { table.times.order(row as usize) } else { 0 }
}

/// Sorts rows by parent, then `order`, then as they were read.
fn sort(kept: &mut Kept, order: impl Fn(u32) -> i64) {
    let mut both: Vec<(u32, u32)> = kept.parents.iter().copied().zip(kept.rows.iter().copied()).collect();
    both.sort_unstable_by_key(|(parent, row)| (*parent, order(*row), *row));
    kept.parents.iter_mut().zip(&both).for_each(|(parent, (sorted, _))| *parent = *sorted);
    kept.rows.iter_mut().zip(&both).for_each(|(row, (_, sorted))| *row = *sorted);
}

/// Counts a row in the report of its file.
fn count(report: &mut Report, table: &Table, row: u32, loss: Option<Loss>) {
    let file = table.files.partition_point(|(first, _)| *first <= row);
    let Some((_, Some(file))) = file.checked_sub(1).map(|at| table.files[at]) else { return };
    let rows = &mut report.files[file].rows;
    match loss {
        None => rows.kept += 1,
        Some(loss) => rows.lose(loss),
    }
}

/// The packed columns of a table, whose own are used up.
fn arrays(table: &mut Table, kept: &Kept, zone: &Zone, countries: &mut Countries) -> Vec<Array> {
    table.resize(table.rows as usize);
    let len = kept.rows.len() as u32;
    let mut arrays = Vec::new();
    if let Some(parent) = parent_of(table.name) {
        let name = if parent == TableName::Orders { "order" } else { "customer" };
        let values = Values::Integer(kept.parents.iter().map(|place| i64::from(*place)).collect());
        arrays.push(Array { name: name.to_owned(), len, valid: None, values });
    }
    if let Some(name) = time_name(table.name) {
        arrays.push(table.times.array(name, &kept.rows));
    }
    if table.has_ids || needs_id(table.name) {
        arrays.push(table.id_array(&kept.rows));
    }
    if table.name == TableName::Events {
        arrays.push(table.kinds.array("kind", &kept.rows, countries));
    }
    let mut columns: Vec<(String, Column)> = std::mem::take(&mut table.columns);
    columns.sort_by(|a, b| a.0.cmp(&b.0));
    for (name, column) in columns {
        arrays.push(column.array(&name, &kept.rows, zone, countries));
    }
    arrays
}
