//! The growing column of customers' addresses.

use super::{Booleans, Column, Floats, Ints, Spelling, Texts, Why};
use crate::import::cell::Cell;
use crate::import::report::Countries;
use crate::snapshot::{Array, Values};
use crate::time::Zone;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Fields of an address; each is also a flat column of the default address.
pub(in crate::import) const FIELDS: [&str; 7] =
    ["country", "region", "city", "postal_code", "latitude", "longitude", "is_default"];

/// Addresses of rows.
#[derive(Debug)]
pub(in crate::import) struct Addresses {
    /// Addresses up to the end of each row.
    ends: Ints,
    /// Addresses in all.
    count: usize,
    /// The fields some address has, in the order of [`FIELDS`].
    fields: [Option<Column>; 7],
    /// Keys that are no fields.
    unknown: BTreeSet<String>,
}

/// An empty column for a field of addresses.
pub(in crate::import) fn field(name: &str) -> Option<Column> {
    Some(match name {
        "country" => Column::Text(Texts::new(Spelling::Country)),
        "region" | "city" | "postal_code" => Column::Text(Texts::new(Spelling::Trimmed)),
        "latitude" | "longitude" => Column::Float(Floats::default()),
        "is_default" => Column::Boolean(Booleans::default()),
        _ => return None,
    })
}

impl Addresses {
    /// No rows.
    pub(in crate::import) fn new() -> Addresses {
        Addresses { ends: Ints::new(), count: 0, fields: Default::default(), unknown: BTreeSet::new() }
    }

    /// Rows so far.
    pub(in crate::import) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Adds empty rows or drops the last rows, to `len`.
    pub(in crate::import) fn resize(&mut self, len: usize) {
        if len < self.len() {
            self.ends.resize(len);
            self.drop_after(self.end_of(len));
        }
        while self.len() < len {
            self.ends.push(self.count as i64);
        }
        self.fields.iter_mut().flatten().for_each(|column| column.resize(self.count));
    }

    /// Bytes held.
    pub(in crate::import) fn bytes(&self) -> usize {
        self.ends.bytes() + self.fields.iter().flatten().map(Column::bytes).sum::<usize>()
    }

    /// Keys of addresses that are no fields.
    pub(in crate::import) fn unknown(&self) -> impl Iterator<Item = &str> {
        self.unknown.iter().map(String::as_str)
    }

    /// Appends a row: an array of objects, one object, or a text that is such JSON. A field that
    /// cannot be read is missing, the rest of its address is kept.
    pub(in crate::import) fn push(&mut self, cell: Cell<'_>, zone: &Zone) -> Result<(), Why> {
        let before = self.count;
        let outcome = self.read(cell, zone);
        if outcome.is_err() {
            self.drop_after(before);
        }
        self.ends.push(self.count as i64);
        match outcome? {
            None => Ok(()),
            Some(why) => Err(why),
        }
    }

    /// Reads addresses; gives what is wrong with a field of theirs.
    fn read(&mut self, cell: Cell<'_>, zone: &Zone) -> Result<Option<Why>, Why> {
        const WHY: Why = "is no list of addresses";
        if cell.is_blank() {
            return Ok(None);
        }
        match cell {
            Cell::Json(Value::Array(items)) => {
                let mut wrong = None;
                for item in items.iter().filter(|item| !item.is_null()) {
                    wrong = wrong.or(self.address(item.as_object().ok_or(WHY)?, zone));
                }
                Ok(wrong)
            }
            Cell::Json(Value::Object(address)) => Ok(self.address(address, zone)),
            other => {
                let text = other.text().ok_or(WHY)?;
                match serde_json::from_str(&text) {
                    Ok(value @ (Value::Array(_) | Value::Object(_))) => self.read(Cell::Json(&value), zone),
                    _ => Err(WHY),
                }
            }
        }
    }

    fn address(&mut self, address: &Map<String, Value>, zone: &Zone) -> Option<Why> {
        let mut wrong = None;
        for (key, value) in address {
            let Some(at) = FIELDS.iter().position(|field| field == key) else {
                if self.unknown.len() < 100 {
                    self.unknown.insert(key.clone());
                }
                continue;
            };
            if self.fields[at].is_none() {
                self.fields[at] = field(key);
            }
            let outcome =
                self.fields[at].as_mut().map_or(Ok(()), |column| column.set(self.count, Cell::Json(value), zone));
            wrong = wrong.or(outcome.err());
        }
        self.count += 1;
        wrong
    }

    fn drop_after(&mut self, count: usize) {
        self.count = count;
        for column in self.fields.iter_mut().flatten() {
            if column.len() > count {
                column.resize(count);
            }
        }
    }

    fn end_of(&self, rows: usize) -> usize {
        if rows == 0 { 0 } else { self.ends.get(rows - 1) as usize }
    }

    /// The rows as lists of structs.
    pub(in crate::import) fn array(&self, name: &str, rows: &[u32], zone: &Zone, countries: &mut Countries) -> Array {
        let span = |row: &u32| self.end_of(*row as usize) as u32..self.end_of(*row as usize + 1) as u32;
        let items: Vec<u32> = rows.iter().flat_map(span).collect();
        let mut offsets = vec![0];
        for row in rows {
            offsets.push(offsets[offsets.len() - 1] + span(row).len() as u32);
        }
        let fields = FIELDS
            .iter()
            .zip(&self.fields)
            .filter_map(|(field, column)| column.as_ref().map(|column| column.array(field, &items, zone, countries)));
        let values = Values::Struct(fields.collect());
        let items = Array { name: "item".into(), len: items.len() as u32, valid: None, values };
        let values = Values::List { offsets, items: Box::new(items) };
        Array { name: name.to_owned(), len: rows.len() as u32, valid: None, values }
    }
}
