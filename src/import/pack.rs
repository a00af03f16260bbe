//! Filled tables → a snapshot, piece by piece: a table is gone when its part is written.

use super::columns::{Column, Interner};
use super::delta;
use super::figures;
use super::join::{Places, join};
use super::later;
use super::report::{Countries, Report, TableReport};
use super::tables::{Tables, parent_of};
use super::write::Writing;
use super::{Options, within};
use crate::error::{Code, Error, Result};
use crate::snapshot::{Currency, LeftOut, Manifest, Part, TableName};
use crate::value::{currency_exponent, upper};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Some of the bytes of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The part's path.
    pub path: String,
    /// The bytes behind those of the piece before.
    pub bytes: Vec<u8>,
}

/// A snapshot being written, after all files are read.
///
/// Its parts come one after the other, customers first, each in pieces of at most 65,536 rows.
/// What was read of a table is given back as soon as its part is written, and nothing that was
/// handed out is kept: the most that is held is what was held after reading, and 4 bytes for every
/// row of a table, customer and order.
#[derive(Debug)]
pub struct Packing {
    tables: Tables,
    report: Report,
    options: Options,
    code: String,
    countries: Countries,
    customers: Places,
    orders: Places,
    /// Customers that are packed.
    count: u32,
    left_out: LeftOut,
    /// Ids of a delta's customers and orders, by which its other rows name them.
    keys: [Option<Interner>; 2],
    /// Types of the columns of customers, the base's among them.
    types: Vec<(String, String)>,
    /// Rows of customers and orders, which are joined first, until their parts begin.
    joined: [Option<Vec<u32>>; 2],
    /// The table after those that were begun.
    next: usize,
    writing: Option<Writing>,
    parts: Vec<Part>,
    /// Outlines of the tables that may be read later.
    outlines: Vec<Value>,
}

impl Packing {
    /// Joins what was read.
    ///
    /// # Errors
    /// See [`super::Importer::pack`].
    pub(super) fn new(mut tables: Tables, mut report: Report, options: Options) -> Result<Packing> {
        if report.files.iter().all(|file| file.kind.is_none()) {
            return Err(Error::new(Code::UnknownInput, "None of the files is a table or an export that is known.")
                .help(
                "Name a table's file after it, like customers.csv or orders.jsonl, or say what it is in a mapping file.",
            ));
        }
        later::settle(&mut tables, &mut report);
        tables.close();
        if options.base.is_some() {
            delta::refuse_contacts(&tables)?;
        } else if !tables.get(TableName::Customers).present {
            return Err(Error::new(Code::BadInput, "The files have no customers.").help("Add a customers table."));
        }
        let code = currency(&tables, &options, &mut report);
        if options.time_zone.is_none() {
            report.warn("zone-default", "No time zone was given: days begin at midnight UTC.");
        }
        if let Some(Column::Addresses(addresses)) = tables.get(TableName::Customers).column("addresses") {
            addresses.unknown().for_each(|key| report.unknown(&format!("addresses.{key}")));
        }
        let customer_rows = join(tables.get_mut(TableName::Customers), &Places::default(), &code, &mut report);
        let count = customer_rows.len() as u32;
        let places_of = |tables: &Tables, name, rows: &[u32]| match options.base {
            Some(_) => Places::of_keys(tables.get(name)),
            None => Places::of(tables.get(name), rows),
        };
        let customers = places_of(&tables, TableName::Customers, &customer_rows);
        let order_rows = join(tables.get_mut(TableName::Orders), &customers, &code, &mut report);
        let orders = places_of(&tables, TableName::Orders, &order_rows);
        let (mut left_out, mut keys) = (LeftOut::default(), [None, None]);
        if options.base.is_some() {
            keys = [TableName::Customers, TableName::Orders].map(|name| Some(tables.get(name).keys.clone()));
        } else {
            report.figures = figures::compare(&tables, &customer_rows, &order_rows, options.taken_at);
            left_out = delta::left_out(&tables, &customers, &orders);
        }
        let packing = Packing {
            count,
            left_out,
            keys,
            types: options.base.as_ref().map_or_else(Vec::new, |base| base.columns.clone()),
            tables,
            report,
            options,
            code,
            countries: Countries::default(),
            customers,
            orders,
            joined: [Some(customer_rows), Some(order_rows)],
            next: 0,
            writing: None,
            parts: Vec::new(),
            outlines: Vec::new(),
        };
        within(packing.bytes_held(), packing.options.max_bytes)?;
        Ok(packing)
    }

    /// The next piece of the snapshot; none after the last.
    ///
    /// # Errors
    /// [`Code::TooLarge`] past `max_bytes`.
    pub fn next_piece(&mut self) -> Result<Option<Piece>> {
        loop {
            if let Some(mut writing) = self.writing.take() {
                match writing.next() {
                    Some(bytes) => {
                        let path = writing.path().to_owned();
                        self.writing = Some(writing);
                        return Ok(Some(Piece { path, bytes }));
                    }
                    None => {
                        let (part, outlines) = writing.end();
                        self.parts.push(part);
                        self.outlines.extend(outlines);
                    }
                }
            }
            let Some(name) = TableName::ALL.get(self.next) else { return Ok(None) };
            self.next += 1;
            if self.tables.get(*name).present {
                self.begin(*name)?;
                within(self.bytes_held(), self.options.max_bytes)?;
            }
        }
    }

    /// The manifest and the report, when there are no more pieces.
    pub fn end(mut self) -> (Manifest, Report) {
        let exponent = self.exponent();
        self.report.countries = self.countries.report();
        let mut manifest = Manifest {
            snapshot_id: String::new(),
            taken_at: self.options.taken_at,
            zone: self.tables.zone().clone(),
            zone_source: self.options.zone_source,
            currency: Currency { code: self.code, exponent },
            customers: self.count,
            parts: self.parts,
            tables: self.outlines,
            base: self.options.base.map(|base| base.snapshot_id),
            left_out: self.left_out,
            columns: self.types,
        };
        manifest.snapshot_id = identity(&manifest);
        (manifest, self.report)
    }

    /// Bytes held, but for small change.
    pub fn bytes_held(&self) -> usize {
        let joined: usize = self.joined.iter().flatten().map(|rows| rows.capacity() * 4).sum();
        let writing = self.writing.as_ref().map_or(0, Writing::bytes_held);
        self.tables.bytes() + self.customers.bytes() + self.orders.bytes() + joined + writing
    }

    /// Decimals of the shop's currency.
    fn exponent(&self) -> u8 {
        currency_exponent(&self.code).unwrap_or(2)
    }

    /// Begins the part of a table.
    fn begin(&mut self, name: TableName) -> Result<()> {
        let parents = if name == TableName::Lines { &self.orders } else { &self.customers };
        let mut table = self.tables.take(name);
        let rows = match self.joined.get_mut(name as usize).and_then(Option::take) {
            Some(rows) => rows,
            None => join(&mut table, parents, &self.code, &mut self.report),
        };
        if name == TableName::Lines
            && self.options.base.is_none()
            && self.parts.iter().all(|part| part.table != TableName::Orders)
        {
            self.report.warn("lines-without-orders", "There are order lines, but no orders: the lines are left out.");
            return Ok(());
        }
        let zone = self.tables.zone().clone();
        let exponent = self.exponent();
        let keys = parent_of(name).and_then(|parent| self.keys[usize::from(parent == TableName::Orders)].clone());
        let writing = Writing::begin(table, rows, &zone, &mut self.countries, (keys, &self.types), exponent)?;
        if name == TableName::Customers {
            delta::add(&mut self.types, &writing.types);
        }
        self.report.tables.push(TableReport {
            table: name.as_str(),
            rows: writing.rows() as u64,
            columns: writing.columns(),
        });
        self.writing = Some(writing);
        Ok(())
    }
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
            if currency_exponent(&upper(&text)).is_some() {
                *rows.entry(upper(&text)).or_default() += u64::from(uses);
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
