//! Lists of texts → [`Lists`]: blanks dropped, each key once a row.

use super::mistyped;
use super::texts::{Distinct, Keys};
use crate::error::{Code, Error, Result};
use crate::snapshot::array::{Array, Values};
use crate::snapshot::column::Lists;
use crate::snapshot::schema::Key;
use crate::snapshot::strings::Strings;

/// Instead of a place: no key.
const NONE: u32 = u32::MAX;

/// A growing [`Lists`].
#[derive(Debug)]
pub(super) struct Growing {
    pub(super) keys: Keys,
    /// Of all rows; those of rows to come are 0.
    offsets: Vec<u32>,
    /// Rows that ended.
    rows: usize,
    /// Places of keys; those of the row being built are added to it.
    pub(super) codes: Vec<u32>,
}

impl Growing {
    /// No rows yet, of so many.
    pub(super) fn new(rows: usize) -> Growing {
        Growing { keys: Keys::default(), offsets: vec![0; rows + 1], rows: 0, codes: Vec::new() }
    }

    /// Ends the row: its codes are sorted, repeats dropped.
    pub(super) fn end_row(&mut self) -> Result<()> {
        let start = self.offsets[self.rows] as usize;
        if self.codes.len() > start + 1 && !self.codes[start..].is_sorted_by(|a, b| a < b) {
            self.codes[start..].sort_unstable();
            let mut kept = start;
            for at in start..self.codes.len() {
                if kept == start || self.codes[kept - 1] != self.codes[at] {
                    self.codes[kept] = self.codes[at];
                    kept += 1;
                }
            }
            self.codes.truncate(kept);
        }
        let end = u32::try_from(self.codes.len())
            .map_err(|_| Error::new(Code::TooLarge, "The lists have more than 2^32 − 1 items together."))?;
        self.rows += 1;
        self.offsets[self.rows] = end;
        Ok(())
    }

    /// The finished column.
    pub(super) fn finish(self) -> Lists {
        Lists { offsets: self.offsets, codes: self.codes, keys: self.keys.keys, shown: self.keys.shown }
    }
}

pub(super) fn load(array: &Array, key: Key, rows: &[u32]) -> Result<Lists> {
    let (offsets, items) = match &array.values {
        Values::List { offsets, items } => (offsets, items),
        Values::Null => return Ok(Lists { offsets: vec![0; rows.len() + 1], ..empty() }),
        other => return Err(mistyped("lists of text", other)),
    };
    // Lists of nothing but nulls may claim any number of items without a byte to show for it.
    if matches!(items.values, Values::Null) {
        return Ok(Lists { offsets: vec![0; rows.len() + 1], ..empty() });
    }
    let mut kept: Vec<u32> = Vec::new();
    for row in rows.iter().filter(|row| array.is_valid(**row)) {
        kept.extend(offsets[*row as usize]..offsets[*row as usize + 1]);
    }
    let mut growing = Growing::new(rows.len());
    let places = Distinct::of(items, &kept)?.map(NONE, |text| match text.trim() {
        "" => NONE,
        _ => growing.keys.place_of(key, text).unwrap_or(NONE),
    });
    drop(kept);
    growing.codes.reserve(places.len());
    let mut places = &places[..];
    for row in rows {
        if array.is_valid(*row) {
            let own;
            (own, places) = places.split_at((offsets[*row as usize + 1] - offsets[*row as usize]) as usize);
            growing.codes.extend(own.iter().filter(|place| **place != NONE));
        }
        growing.end_row()?;
    }
    Ok(growing.finish())
}

/// A text as a list of one.
pub(super) fn of_one(array: &Array, key: Key, rows: &[u32]) -> Result<Lists> {
    let mut growing = Growing::new(rows.len());
    let places = Distinct::of(array, rows)?.map(NONE, |text| growing.keys.place_of(key, text).unwrap_or(NONE));
    for place in places {
        growing.codes.extend((place != NONE).then_some(place));
        growing.end_row()?;
    }
    Ok(growing.finish())
}

fn empty() -> Lists {
    Lists { offsets: Vec::new(), codes: Vec::new(), keys: Strings::new(), shown: None }
}
