//! What the rows of a file mean: a plain table, a mapped file, or nothing.

use super::State;
use super::decode::Row;
use super::mapping::{Mapped, Reading, Record};
use super::plain::Plain;
use super::shopify::{self, Bulk, CsvExport, CustomersCsv, OrdersCsv};
use crate::error::Result;
use crate::snapshot::TableName;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// What the rows of the file being read mean.
pub(super) enum Feed {
    /// The first row will tell; whether only dictionaries of the mapping are read.
    Undecided { dictionaries: bool },
    /// Rows of one plain table.
    Plain(Plain),
    /// Rows that the mapping describes.
    Mapped(Box<Mapped>),
    /// Lines of a bulk operation of Shopify's.
    Bulk(Bulk),
    /// Shopify's export of customers.
    Customers(CustomersCsv),
    /// Shopify's export of orders.
    Orders(OrdersCsv),
    /// Nothing that is known.
    Ignored,
}

impl Feed {
    /// Reads a row; whether it counts as one.
    pub(super) fn row(&mut self, name: &str, line: u64, row: Row<'_>, state: &mut State) -> Result<bool> {
        if let (Feed::Undecided { dictionaries }, false) = (&self, matches!(row, Row::Broken(_))) {
            *self = Feed::of(name, &row, *dictionaries, state)?;
        }
        let State { tables, report, lookups, .. } = state;
        let file = report.current;
        if let Row::Header(cells) = row {
            let mut reading = Reading { tables, report, lookups };
            match self {
                Feed::Plain(plain) => plain.header(cells, reading.tables, reading.report)?,
                Feed::Customers(customers) => customers.header(cells, &mut reading),
                Feed::Orders(orders) => orders.header(cells, &mut reading),
                _ => {}
            }
            return Ok(false);
        }
        if let Row::Columns(columns) = row {
            if let Feed::Plain(plain) = self {
                plain.columns(columns, tables)?;
            }
            return Ok(false);
        }
        if matches!(self, Feed::Ignored) {
            return Ok(false);
        }
        report.file().rows.read += 1;
        match (self, row) {
            (_, Row::Broken(reason)) => report.skip(line, reason),
            (Feed::Plain(plain), Row::Cells(cells)) => plain.cells(line, cells, tables, report)?,
            (Feed::Plain(plain), Row::Object(object)) => plain.object(line, object, tables, report)?,
            (Feed::Mapped(mapped), row) => {
                if mapped.is_dictionary() {
                    report.file().rows.kept += 1;
                }
                let mut reading = Reading { tables, report, lookups };
                match row {
                    Row::Cells(cells) => mapped.cells(line, cells, &mut reading)?,
                    Row::Object(object) => mapped.object(line, object, &mut reading)?,
                    Row::Header(_) | Row::Columns(_) | Row::Broken(_) => {}
                }
            }
            (Feed::Bulk(bulk), Row::Object(object)) => {
                bulk.object(line, object, file, &mut Reading { tables, report, lookups })?;
            }
            (Feed::Customers(customers), Row::Cells(cells)) => {
                customers.cells(line, cells, &mut Reading { tables, report, lookups })?;
            }
            (Feed::Orders(orders), Row::Cells(cells)) => {
                orders.cells(line, cells, &mut Reading { tables, report, lookups })?;
            }
            _ => {}
        }
        Ok(true)
    }

    /// Decides by a file's name and first row.
    fn of(name: &str, row: &Row<'_>, dictionaries: bool, state: &mut State) -> Result<Feed> {
        let base = table_of(name);
        if let Some(mapped) = mapped(name, row, dictionaries, base, state)? {
            return Ok(Feed::Mapped(Box::new(mapped)));
        }
        if dictionaries {
            return Ok(Feed::Ignored);
        }
        if let Some((kind, feed)) = shopify_export(row, base.is_some()) {
            state.report.file().kind = Some(kind.to_owned());
            return Ok(feed);
        }
        match base {
            Some(table) => {
                begin(table, state);
                Ok(Feed::Plain(Plain::new(table)))
            }
            None => {
                let file = state.report.file();
                if file.kind.is_none() {
                    file.ignored = Some("it is no table or export that is known".to_owned());
                }
                Ok(Feed::Ignored)
            }
        }
    }
}

/// What the mapping, if there is one, does with a file.
fn mapped(
    name: &str,
    row: &Row<'_>,
    dictionaries: bool,
    base: Option<TableName>,
    state: &mut State,
) -> Result<Option<Mapped>> {
    let State { tables, report, lookups, mapping: Some(mapping) } = state else { return Ok(None) };
    let mut places = HashMap::new();
    let mut headers: Vec<&str> = Vec::new();
    let keys: Map<String, Value>;
    let record = match row {
        Row::Header(cells) => {
            headers.extend(cells.iter().map(str::trim));
            for (at, header) in headers.iter().enumerate() {
                places.entry((*header).to_owned()).or_insert(at);
            }
            Record::Cells(*cells, &places)
        }
        Row::Object(object) => Record::Object(object),
        Row::Columns(columns) => {
            keys = columns.iter().map(|column| (column.name.clone(), Value::Null)).collect();
            Record::Object(&keys)
        }
        Row::Cells(_) | Row::Broken(_) => return Ok(None),
    };
    let file = report.current;
    let mut reading = Reading { tables, report, lookups };
    Mapped::new(mapping, name, &record, &headers, dictionaries, (base, file), &mut reading)
}

/// The export of Shopify's that a first row belongs to; `named`: the file has a table's name.
fn shopify_export(row: &Row<'_>, named: bool) -> Option<(&'static str, Feed)> {
    match row {
        Row::Header(cells) => match shopify::csv_export(*cells)? {
            CsvExport::Customers => Some(("shopify-customers", Feed::Customers(CustomersCsv::default()))),
            CsvExport::Orders => Some(("shopify-orders", Feed::Orders(OrdersCsv::default()))),
        },
        Row::Object(object) if shopify::is_bulk(object, named) => Some(("shopify-bulk", Feed::Bulk(Bulk::default()))),
        _ => None,
    }
}

/// Begins a file of a plain table.
pub(super) fn begin(table: TableName, state: &mut State) {
    let at = state.report.current;
    state.report.file().kind = Some(table.as_str().to_owned());
    state.tables.begin_file(table, Some(at));
}

/// The table a file's base name tells: `orders.csv`, `data/Orders-2024.jsonl.gz`.
pub(super) fn table_of(name: &str) -> Option<TableName> {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name).to_ascii_lowercase();
    let base = base.split('.').next().unwrap_or(&base);
    TableName::parse(base).or_else(|| {
        let stem = base.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | ' ' | '(' | ')'));
        TableName::parse(stem)
    })
}
