//! The growing column of customers' addresses.

use super::lists::{end_of, list, span};
use super::{Booleans, Column, Floats, Ints, Places, Spelling, Texts, Why};
use crate::import::cell::Cell;
use crate::import::report::Countries;
use crate::snapshot::arrow::Shape;
use crate::snapshot::{Array, Values};
use crate::time::Zone;
use serde_json::{Map, Value};
use std::collections::{BTreeSet, HashSet};

/// Fields of an address; each is also a flat column of the default address.
pub(in crate::import) const FIELDS: [&str; 7] =
    ["country", "region", "city", "postal_code", "latitude", "longitude", "is_default"];

/// Addresses of rows.
#[derive(Debug, Default)]
pub(in crate::import) struct Addresses {
    /// Addresses up to the end of each row.
    ends: Ints,
    /// Places of the rows' addresses in the fields, if they are not there in their order.
    order: Option<Ints>,
    /// Addresses in the fields.
    count: usize,
    /// The fields some address has, in the order of [`FIELDS`].
    fields: [Option<Column>; 7],
    /// Keys that are no fields.
    unknown: BTreeSet<String>,
    /// Whether postal codes are left out.
    pseudonymous: bool,
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
    /// No rows; without postal codes if `pseudonymous`.
    pub(in crate::import) fn new(pseudonymous: bool) -> Addresses {
        Addresses { pseudonymous, ..Addresses::default() }
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
        self.ends.bytes()
            + self.order.as_ref().map_or(0, Ints::bytes)
            + self.fields.iter().flatten().map(Column::bytes).sum::<usize>()
    }

    /// No more rows are added.
    pub(in crate::import) fn close(&mut self) {
        self.fields.iter_mut().flatten().for_each(Column::close);
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

    /// Appends a row of one address.
    pub(super) fn push_one(&mut self, address: &Map<String, Value>, zone: &Zone) -> Option<Why> {
        let wrong = self.address(address, zone);
        self.ends.push(self.count as i64);
        wrong
    }

    /// Other rows of the same addresses: those at `places`, up to `ends`. Of equal addresses of a
    /// row the first stays.
    pub(super) fn regrouped(mut self, ends: &[u32], places: &[u32]) -> Addresses {
        self.fields.iter_mut().flatten().for_each(|column| column.resize(self.count));
        let codes = |place: u32| -> Vec<i64> {
            self.fields.iter().flatten().map(|column| column.code(place as usize)).collect()
        };
        let (mut order, mut new_ends, mut start) = (Ints::new(), Ints::new(), 0);
        let mut known: HashSet<Vec<i64>> = HashSet::new();
        for end in ends {
            known.clear();
            let of_row = &places[start..*end as usize];
            for place in of_row.iter().filter(|place| of_row.len() == 1 || known.insert(codes(**place))) {
                order.push(i64::from(*place));
            }
            new_ends.push(order.len() as i64);
            start = *end as usize;
        }
        Addresses { ends: new_ends, order: Some(order), ..self }
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
            if self.pseudonymous && key == "postal_code" {
                continue;
            }
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

    fn end_of(&self, rows: usize) -> usize {
        end_of(&self.ends, rows)
    }

    fn drop_after(&mut self, count: usize) {
        self.count = count;
        for column in self.fields.iter_mut().flatten() {
            if column.len() > count {
                column.resize(count);
            }
        }
    }

    /// Calls `each` with the places of the addresses of rows.
    fn items(&self, rows: Places<'_>, each: &mut dyn FnMut(usize)) {
        rows(&mut |row| span(&self.ends, row).for_each(|item| each(self.place(item))));
    }

    /// The place of an address in the fields.
    fn place(&self, item: usize) -> usize {
        self.order.as_ref().map_or(item, |order| order.get(item) as usize)
    }

    /// Decides the types of fields.
    pub(in crate::import) fn settle(&mut self, rows: Places<'_>, zone: &Zone, countries: &mut Countries) {
        for at in 0..FIELDS.len() {
            if let Some(mut column) = self.fields[at].take() {
                column.resize(self.count);
                column.settle(&|each| self.items(rows, each), zone, countries, None);
                self.fields[at] = Some(column);
            }
        }
    }

    /// How the addresses of rows are written.
    pub(in crate::import) fn shape(&mut self, rows: Places<'_>) -> Shape {
        let (mut items, mut fields) = (0, Vec::new());
        self.items(rows, &mut |_| items += 1);
        for (at, name) in FIELDS.iter().enumerate() {
            if let Some(mut column) = self.fields[at].take() {
                fields.push(((*name).to_owned(), column.shape(&|each| self.items(rows, each))));
                self.fields[at] = Some(column);
            }
        }
        Shape::List { items, item: Box::new(Shape::Struct(fields)) }
    }

    /// The rows as lists of structs.
    pub(in crate::import) fn array(&self, name: &str, rows: &[u32]) -> Array {
        list(name, rows, &self.ends, |items| {
            let places: Vec<u32> = items.iter().map(|item| self.place(*item as usize) as u32).collect();
            let fields = FIELDS.iter().zip(&self.fields);
            let fields = fields.filter_map(|(name, column)| Some(column.as_ref()?.array(name, &places)));
            let values = Values::Struct(fields.collect());
            Array { name: "item".into(), len: items.len() as u32, valid: None, values }
        })
    }
}
