//! Growing columns of lists of texts.

use super::{Coded, Ints, Places, Why};
use crate::import::cell::Cell;
use crate::snapshot::arrow::Shape;
use crate::snapshot::{Array, Values};
use crate::value::id_key;
use serde_json::Value;

/// Lists of rows, by dictionary. A missing list is an empty one.
#[derive(Debug)]
pub(in crate::import) struct Lists {
    /// Items up to the end of each row.
    ends: Ints,
    items: Coded,
    ids: bool,
    /// Whether commas separate items in a text.
    commas: bool,
}

impl Lists {
    /// An empty column.
    pub(in crate::import) fn new(ids: bool, commas: bool) -> Lists {
        Lists { ends: Ints::new(), items: Coded::default(), ids, commas }
    }

    /// A column of what a column of single texts holds.
    pub(super) fn of_texts(texts: Coded) -> Lists {
        let mut lists = Lists::new(false, false);
        let (codes, texts) = texts.into_parts();
        let (mut items, mut count) = (Ints::new(), 0);
        for code in codes.iter() {
            if code != 0 {
                items.push(code);
                count += 1;
            }
            lists.ends.push(count);
        }
        lists.items = Coded::of(items, texts);
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
            self.items.resize(self.end_of(len));
        }
        while self.len() < len {
            self.end_row();
        }
    }

    /// Bytes held.
    pub(in crate::import) fn bytes(&self) -> usize {
        self.ends.bytes() + self.items.bytes()
    }

    /// No more rows are added.
    pub(in crate::import) fn close(&mut self) {
        self.items.close();
    }

    /// Appends a row.
    pub(in crate::import) fn push(&mut self, cell: Cell<'_>) -> Result<(), Why> {
        let outcome = self.items(cell);
        if outcome.is_err() {
            self.items.resize(self.end_of(self.len()));
        }
        self.end_row();
        outcome
    }

    /// How the lists at places are written.
    pub(in crate::import) fn shape(&mut self, places: Places<'_>) -> Shape {
        let (ends, mut items) = (&self.ends, 0);
        places(&mut |at| items += span(ends, at).len());
        let item = self.items.shape(&|each| places(&mut |at| span(ends, at).for_each(&mut *each)));
        Shape::List { items, item: Box::new(item) }
    }

    /// The rows as lists.
    pub(in crate::import) fn array(&self, name: &str, rows: &[u32]) -> Array {
        list(name, rows, &self.ends, |items| {
            let values = self.items.values(&|each| items.iter().for_each(|item| each(*item as usize)));
            Array { name: "item".into(), len: items.len() as u32, valid: None, values }
        })
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
        self.items.push(Some(text));
    }

    fn end_row(&mut self) {
        self.ends.push(self.items.len() as i64);
    }

    fn end_of(&self, rows: usize) -> usize {
        end_of(&self.ends, rows)
    }
}

/// Items up to the end of so many rows.
pub(super) fn end_of(ends: &Ints, rows: usize) -> usize {
    if rows == 0 { 0 } else { ends.get(rows - 1) as usize }
}

/// The items of a row.
pub(super) fn span(ends: &Ints, row: usize) -> std::ops::Range<usize> {
    end_of(ends, row)..end_of(ends, row + 1)
}

/// Rows as lists of the items that `make` takes the places of.
pub(super) fn list(name: &str, rows: &[u32], ends: &Ints, make: impl FnOnce(&[u32]) -> Array) -> Array {
    let (mut offsets, mut items) = (vec![0], Vec::new());
    for row in rows {
        items.extend(span(ends, *row as usize).map(|item| item as u32));
        offsets.push(items.len() as u32);
    }
    let values = Values::List { offsets, items: Box::new(make(&items)) };
    Array { name: name.to_owned(), len: rows.len() as u32, valid: None, values }
}

/// A text that is a JSON array of texts, numbers and booleans.
pub(super) fn json_array(text: &str) -> Option<Vec<Value>> {
    if !text.trim_start().starts_with('[') {
        return None;
    }
    let items: Vec<Value> = serde_json::from_str(text).ok()?;
    items.iter().all(|item| !item.is_array() && !item.is_object()).then_some(items)
}
