//! Growing columns of dates and times.

use super::{Ints, Why, array};
use crate::import::cell::Cell;
use crate::snapshot::arrow::Shape;
use crate::snapshot::{Array, Values};
use crate::time::{Fact, Zone, parse_fact};

/// Times of rows: days as long as no row has a time of day, seconds from then on.
#[derive(Debug, Default)]
pub(in crate::import) struct Times {
    /// Days since 1970-01-01, or UTC seconds.
    values: Ints,
    /// 1 where a row has a time.
    valid: Ints,
    seconds: bool,
    /// Whether a time of day is dropped (T9: a birthday is a date).
    dates: bool,
}

impl Times {
    /// A column of dates: of a time only its date as written is kept.
    pub(in crate::import) fn of_dates() -> Times {
        Times { dates: true, ..Times::default() }
    }

    /// Rows so far.
    pub(in crate::import) fn len(&self) -> usize {
        self.values.len()
    }

    /// Adds rows without a value or drops the last rows, to `len`.
    pub(in crate::import) fn resize(&mut self, len: usize) {
        self.values.resize(len);
        self.valid.resize(len);
    }

    /// Bytes held.
    pub(in crate::import) fn bytes(&self) -> usize {
        self.values.bytes() + self.valid.bytes()
    }

    /// Whether a row has a time.
    pub(in crate::import) fn is_valid(&self, row: usize) -> bool {
        self.valid.at(row) == Some(1)
    }

    /// Gives a row the time of the last one.
    pub(in crate::import) fn copy_last(&mut self, row: usize) {
        self.values.copy_last(row);
        self.valid.copy_last(row);
    }

    /// Gives a row another time if that is earlier. What cannot be read changes nothing.
    pub(in crate::import) fn lower(&mut self, row: usize, cell: Cell<'_>, zone: &Zone) {
        let len = self.len();
        if self.push(cell, zone).is_ok() && self.is_valid(len) && self.order(len) < self.order(row) {
            self.copy_last(row);
        }
        self.resize(len);
    }

    /// The UTC second of a row, the start of its day for a date (T13).
    pub(in crate::import) fn second(&self, row: usize, zone: &Zone) -> Option<i64> {
        let value = self.is_valid(row).then(|| self.values.get(row))?;
        Some(if self.seconds { value } else { zone.start_of(crate::time::Day(value as i32)).0 })
    }

    /// What rows are sorted by: days or seconds.
    pub(in crate::import) fn order(&self, row: usize) -> i64 {
        self.values.get(row)
    }

    /// Appends a row.
    pub(in crate::import) fn push(&mut self, cell: Cell<'_>, zone: &Zone) -> Result<(), Why> {
        if cell.is_blank() {
            self.put(None);
            return Ok(());
        }
        let fact = cell
            .text()
            .and_then(|text| if self.dates { parse_fact(text.trim().get(..10)?) } else { parse_fact(&text) });
        self.put_fact(fact, zone);
        fact.map(|_| ()).ok_or("is no date or time like 2026-08-16T09:30:00Z")
    }

    /// Appends a row with a day or, if some row has a time of day, a second.
    pub(super) fn put_fact(&mut self, fact: Option<Fact>, zone: &Zone) {
        let second = match fact {
            None => return self.put(None),
            Some(Fact::Day(day)) if !self.seconds => return self.put(Some(i64::from(day.0))),
            Some(Fact::Day(day)) => zone.start_of(day).0,
            Some(Fact::Local(local)) => zone.instant_of(local).0,
            Some(Fact::Instant(instant)) => instant.0,
        };
        if !self.seconds {
            self.turn_into_seconds(zone);
        }
        self.put(Some(second));
    }

    /// How the rows are written.
    pub(in crate::import) fn shape(&self) -> Shape {
        if self.seconds { Shape::Second } else { Shape::Day }
    }

    /// The rows as dates or timestamps.
    pub(in crate::import) fn array(&self, name: &str, rows: &[u32]) -> Array {
        let get = |row: &u32| self.values.get(*row as usize);
        let values = match self.seconds {
            true => Values::Second(rows.iter().map(get).collect()),
            false => Values::Day(rows.iter().map(|row| get(row) as i32).collect()),
        };
        array(name, rows, |row| self.is_valid(row), values)
    }

    fn put(&mut self, value: Option<i64>) {
        self.values.push(value.unwrap_or(0));
        self.valid.push(i64::from(value.is_some()));
    }

    fn turn_into_seconds(&mut self, zone: &Zone) {
        self.seconds = true;
        let (valid, mut row) = (&self.valid, 0);
        self.values = std::mem::take(&mut self.values).map(&mut |day| {
            row += 1;
            if valid.get(row - 1) == 1 { zone.start_of(crate::time::Day(day as i32)).0 } else { 0 }
        });
    }
}
