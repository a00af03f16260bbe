//! Growing columns of lists of texts.

use super::texts::pick;
use super::{Interner, Ints, Why};
use crate::import::cell::Cell;
use crate::snapshot::{Array, Values};
use crate::value::id_key;
use serde_json::Value;

/// Lists of rows, by dictionary. A missing list is an empty one.
#[derive(Debug)]
pub(in crate::import) struct Lists {
    /// Items up to the end of each row.
    ends: Ints,
    /// Number + 1 of each item in `texts`.
    codes: Ints,
    texts: Interner,
    ids: bool,
    /// Whether commas separate items in a text.
    commas: bool,
}

impl Lists {
    /// An empty column.
    pub(in crate::import) fn new(ids: bool, commas: bool) -> Lists {
        Lists { ends: Ints::new(), codes: Ints::new(), texts: Interner::default(), ids, commas }
    }

    /// A column of what a column of single texts holds, by their codes (0: none).
    pub(super) fn of_texts(codes: &Ints, texts: Interner) -> Lists {
        let mut lists = Lists { texts, ..Lists::new(false, false) };
        for code in codes.iter() {
            if code != 0 {
                lists.codes.push(code);
            }
            lists.end_row();
        }
        lists
    }

    /// Rows so far.
    pub(in crate::import) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Adds empty rows or drops the last rows, to `len`.
    pub(in crate::import) fn resize(&mut self, len: usize) {
        if len < self.len() {
            self.ends.resize(len);
            self.codes.resize(self.end_of(len));
        }
        while self.len() < len {
            self.end_row();
        }
    }

    /// Bytes held.
    pub(in crate::import) fn bytes(&self) -> usize {
        self.ends.bytes() + self.codes.bytes() + self.texts.bytes()
    }

    /// Appends a row.
    pub(in crate::import) fn push(&mut self, cell: Cell<'_>) -> Result<(), Why> {
        let outcome = self.items(cell);
        if outcome.is_err() {
            self.codes.resize(self.end_of(self.len()));
        }
        self.end_row();
        outcome
    }

    /// The rows as lists.
    pub(in crate::import) fn array(&self, name: &str, rows: &[u32]) -> Array {
        let mut offsets = vec![0u32];
        let span = |row: &u32| self.end_of(*row as usize)..self.end_of(*row as usize + 1);
        let mut total = 0;
        for row in rows {
            total += span(row).len() as u32;
            offsets.push(total);
        }
        let items = pick(&self.codes, &self.texts, rows.iter().flat_map(span));
        let items = Array { name: "item".into(), len: total, valid: None, values: items };
        let values = Values::List { offsets, items: Box::new(items) };
        Array { name: name.to_owned(), len: rows.len() as u32, valid: None, values }
    }

    fn items(&mut self, cell: Cell<'_>) -> Result<(), Why> {
        if cell.is_blank() {
            return Ok(());
        }
        if let Cell::Json(Value::Array(items)) = cell {
            return self.array_items(items);
        }
        let text = cell.text().ok_or("is no list")?;
        if let Some(items) = json_array(&text) {
            return self.array_items(&items);
        }
        let single = matches!(cell, Cell::Json(_)) && !self.commas;
        for item in text.split(|c| c == ',' && !single).map(str::trim).filter(|item| !item.is_empty()) {
            self.item(item);
        }
        Ok(())
    }

    fn array_items(&mut self, items: &[Value]) -> Result<(), Why> {
        for item in items.iter().filter(|item| !item.is_null()) {
            let text = Cell::Json(item).text().ok_or("is no list of texts")?;
            self.item(&text);
        }
        Ok(())
    }

    fn item(&mut self, text: &str) {
        let text = if self.ids { id_key(text) } else { text };
        let number = self.texts.number(text);
        self.codes.push(number as i64 + 1);
    }

    fn end_row(&mut self) {
        self.ends.push(self.codes.len() as i64);
    }

    fn end_of(&self, rows: usize) -> usize {
        if rows == 0 { 0 } else { self.ends.get(rows - 1) as usize }
    }
}

/// A text that is a JSON array of texts, numbers and booleans.
pub(super) fn json_array(text: &str) -> Option<Vec<Value>> {
    if !text.trim_start().starts_with('[') {
        return None;
    }
    let items: Vec<Value> = serde_json::from_str(text).ok()?;
    items.iter().all(|item| !item.is_array() && !item.is_object()).then_some(items)
}
