//! Lists of texts → [`Lists`]: blanks dropped, each key once a row.

use super::mistyped;
use super::texts::{Distinct, Keys};
use crate::error::{Code, Error, Result};
use crate::snapshot::array::{Array, Values};
use crate::snapshot::column::Lists;
use crate::snapshot::schema::Key;
use crate::snapshot::strings::Strings;

/// A growing [`Lists`].
#[derive(Debug)]
pub(super) struct Growing {
    keys: Keys,
    offsets: Vec<u32>,
    codes: Vec<u32>,
}

impl Growing {
    /// No rows yet.
    pub(super) fn new() -> Growing {
        Growing { keys: Keys::default(), offsets: vec![0], codes: Vec::new() }
    }

    /// Adds a key to the row being built.
    pub(super) fn add(&mut self, key: &str, shown: &str) {
        let place = self.keys.place(key, shown);
        self.codes.push(place);
    }

    /// Ends the row: its codes are sorted, repeats dropped.
    pub(super) fn end_row(&mut self) -> Result<()> {
        let start = self.offsets[self.offsets.len() - 1] as usize;
        self.codes[start..].sort_unstable();
        let mut kept = start;
        for at in start..self.codes.len() {
            if kept == start || self.codes[kept - 1] != self.codes[at] {
                self.codes[kept] = self.codes[at];
                kept += 1;
            }
        }
        self.codes.truncate(kept);
        let end = u32::try_from(kept)
            .map_err(|_| Error::new(Code::TooLarge, "The lists have more than 2^32 − 1 items together."))?;
        self.offsets.push(end);
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
    let kept: Vec<u32> = rows
        .iter()
        .filter(|row| array.is_valid(**row))
        .flat_map(|row| offsets[*row as usize]..offsets[*row as usize + 1])
        .collect();
    let mut growing = Growing::new();
    let places = Distinct::of(items, &kept)?
        .map(None, |text| if text.trim().is_empty() { None } else { growing.keys.place_of(key, text) });
    let mut places = places.into_iter();
    for row in rows {
        if array.is_valid(*row) {
            let items = (offsets[*row as usize + 1] - offsets[*row as usize]) as usize;
            growing.codes.extend(places.by_ref().take(items).flatten());
        }
        growing.end_row()?;
    }
    Ok(growing.finish())
}

/// A text as a list of one.
pub(super) fn of_one(array: &Array, key: Key, rows: &[u32]) -> Result<Lists> {
    let mut growing = Growing::new();
    let places = Distinct::of(array, rows)?.map(None, |text| growing.keys.place_of(key, text));
    for place in places {
        growing.codes.extend(place);
        growing.end_row()?;
    }
    Ok(growing.finish())
}

fn empty() -> Lists {
    Lists { offsets: Vec::new(), codes: Vec::new(), keys: Strings::new(), shown: None }
}
