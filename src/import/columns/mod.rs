//! Growing columns of the tables being read. A row's value is set at most once; rows without one
//! are filled in when a later row is set or the column is packed.

mod addresses;
mod any;
mod coded;
mod gathered;
mod interner;
mod lists;
mod numbers;
mod packed;
mod texts;
mod times;

pub(super) use addresses::{Addresses, FIELDS as ADDRESS_FIELDS, field as address_field};
pub(super) use any::Any;
pub(super) use coded::Coded;
pub(super) use gathered::Gathered;
pub(super) use interner::{Interner, Text};
pub(super) use lists::Lists;
pub(super) use numbers::{Floats, Numbers, fits, millionths};
pub(super) use packed::{Ints, group};
pub(super) use texts::{Spelling, Texts};
pub(super) use times::Times;

use super::cell::{Cell, parse_boolean};
use super::report::Countries;
use crate::rows::RowSet;
use crate::snapshot::arrow::Shape;
use crate::snapshot::{Array, Form, Key, Kind, Values};
use crate::time::Zone;

/// Why a value cannot be kept; ends a sentence that begins with the value.
pub(super) type Why = &'static str;

/// Places of a column: calls its argument with each, in order, as often as it is asked to.
pub(super) type Places<'a> = &'a dyn Fn(&mut dyn FnMut(usize));

/// A growing column.
#[derive(Debug)]
pub(super) enum Column {
    /// Times and dates.
    Time(Times),
    /// Exact numbers.
    Number(Numbers),
    /// Coordinates.
    Float(Floats),
    /// Yes, no or missing.
    Boolean(Booleans),
    /// Texts.
    Text(Texts),
    /// Lists of texts.
    List(Lists),
    /// Addresses of customers.
    Addresses(Box<Addresses>),
    /// Values whose type is decided when all are known.
    Any(Any),
}

impl Column {
    /// An empty column for values stored in a form.
    pub(super) fn of(form: Form, name: &str) -> Column {
        match form {
            Form::Time if name == "birth_date" => Column::Time(Times::of_dates()),
            Form::Time => Column::Time(Times::default()),
            Form::Money | Form::Number => Column::Number(Numbers::decimal()),
            Form::Integer => Column::Number(Numbers::whole()),
            Form::Boolean => Column::Boolean(Booleans::default()),
            Form::Text(key) => Column::Text(Texts::new(match key {
                Key::Plain(Kind::Exact) => Spelling::Exact,
                Key::Plain(Kind::Id) => Spelling::Id,
                Key::Country => Spelling::Country,
                Key::DomainOfEmail => Spelling::DomainOfEmail,
                Key::Plain(Kind::Enum | Kind::Folded) | Key::Path | Key::Domain | Key::Subscription => {
                    Spelling::Trimmed
                }
            })),
            Form::List(key) => Column::List(Lists::new(key == Key::Plain(Kind::Id), true)),
            Form::Answers => Column::List(Lists::new(false, false)),
            Form::Any => Column::Any(Any::default()),
        }
    }

    /// Sets the value of a row at or past the end of the column.
    pub(super) fn set(&mut self, row: usize, cell: Cell<'_>, zone: &Zone) -> Result<(), Why> {
        if row < self.len() {
            return Err("stands in a second column of this name");
        }
        self.resize(row);
        match self {
            Column::Time(times) => times.push(cell, zone),
            Column::Number(numbers) => numbers.push(cell),
            Column::Float(floats) => floats.push(cell),
            Column::Boolean(booleans) => booleans.push(cell),
            Column::Text(texts) => texts.push(cell),
            Column::List(lists) => lists.push(cell),
            Column::Addresses(addresses) => addresses.push(cell, zone),
            Column::Any(any) => any.push(cell),
        }
    }

    /// Whether a row has no value that [`Column::fill`] could give it.
    pub(super) fn can_fill(&self, row: usize) -> bool {
        row >= self.len()
            || match self {
                Column::Time(times) => !times.is_valid(row),
                Column::Number(numbers) => numbers.value(row).is_none(),
                Column::Boolean(booleans) => booleans.get(row).is_none(),
                Column::Text(texts) => texts.number(row).is_none(),
                Column::Any(any) => any.can_fill(row),
                Column::Float(_) | Column::List(_) | Column::Addresses(_) => false,
            }
    }

    /// Gives a value to a row for which [`Column::can_fill`]. What cannot be read stays missing.
    pub(super) fn fill(&mut self, row: usize, cell: Cell<'_>, zone: &Zone) {
        let len = self.len();
        if row >= len {
            _ = self.set(row, cell, zone);
            return;
        }
        if self.set(len, cell, zone).is_ok() {
            match self {
                Column::Time(times) => times.copy_last(row),
                Column::Number(numbers) => numbers.copy_last(row),
                Column::Boolean(booleans) => booleans.0.copy_last(row),
                Column::Text(texts) => texts.copy_last(row),
                Column::Any(any) => any.copy_last(row),
                Column::Float(_) | Column::List(_) | Column::Addresses(_) => {}
            }
        }
        self.resize(len);
    }

    /// What tells the values of rows apart, as far as addresses need it.
    pub(super) fn code(&self, row: usize) -> i64 {
        match self {
            Column::Text(texts) => texts.number(row).map_or(-1, |number| number as i64),
            Column::Float(floats) => floats.code(row),
            Column::Boolean(booleans) => booleans.get(row).map_or(-1, i64::from),
            _ => 0,
        }
    }

    /// Rows so far.
    pub(super) fn len(&self) -> usize {
        match self {
            Column::Time(times) => times.len(),
            Column::Number(numbers) => numbers.len(),
            Column::Float(floats) => floats.len(),
            Column::Boolean(booleans) => booleans.0.len(),
            Column::Text(texts) => texts.len(),
            Column::List(lists) => lists.len(),
            Column::Addresses(addresses) => addresses.len(),
            Column::Any(any) => any.len(),
        }
    }

    /// Adds rows without a value or drops the last rows, to `len`.
    pub(super) fn resize(&mut self, len: usize) {
        match self {
            Column::Time(times) => times.resize(len),
            Column::Number(numbers) => numbers.resize(len),
            Column::Float(floats) => floats.resize(len),
            Column::Boolean(booleans) => booleans.0.resize(len),
            Column::Text(texts) => texts.resize(len),
            Column::List(lists) => lists.resize(len),
            Column::Addresses(addresses) => addresses.resize(len),
            Column::Any(any) => any.resize(len),
        }
    }

    /// Bytes held.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Column::Time(times) => times.bytes(),
            Column::Number(numbers) => numbers.bytes(),
            Column::Float(floats) => floats.bytes(),
            Column::Boolean(booleans) => booleans.0.bytes(),
            Column::Text(texts) => texts.bytes(),
            Column::List(lists) => lists.bytes(),
            Column::Addresses(addresses) => addresses.bytes(),
            Column::Any(any) => any.bytes(),
        }
    }

    /// No more rows are added: what only served to read them is given back.
    pub(super) fn close(&mut self) {
        match self {
            Column::Text(texts) => texts.close(),
            Column::List(lists) => lists.close(),
            Column::Addresses(addresses) => addresses.close(),
            Column::Any(any) => any.close(),
            Column::Time(_) | Column::Number(_) | Column::Float(_) | Column::Boolean(_) => {}
        }
    }

    /// Decides the type of the column by the rows at `places`. The column has all its rows.
    /// Of a delta's, `base` is the type of the base's column, which text and lists keep.
    pub(super) fn settle(&mut self, places: Places<'_>, zone: &Zone, countries: &mut Countries, base: Option<&str>) {
        match self {
            Column::Text(texts) => texts.settle(places, countries),
            Column::Addresses(addresses) => addresses.settle(places, zone, countries),
            Column::Any(any) => *self = std::mem::take(any).settle(places, zone, base),
            Column::Time(_) | Column::Number(_) | Column::Float(_) | Column::Boolean(_) | Column::List(_) => {}
        }
    }

    /// What a settled column holds; none if nothing that tells.
    pub(super) fn type_name(&self) -> Option<&'static str> {
        Some(match self {
            Column::Time(_) => "date",
            Column::Number(_) | Column::Float(_) => "number",
            Column::Boolean(_) => "boolean",
            // Blank texts alone may turn out to be of any type.
            Column::Text(texts) if texts.is_blank() => return None,
            Column::Text(_) => "text",
            Column::List(_) | Column::Addresses(_) => "list",
            Column::Any(_) => return None,
        })
    }

    /// How the rows at `places` are written. The column is settled; texts that the shape's
    /// dictionaries hold are gone from it.
    pub(super) fn shape(&mut self, places: Places<'_>) -> Shape {
        match self {
            Column::Time(times) => times.shape(),
            Column::Number(numbers) => numbers.shape(places),
            Column::Float(_) => Shape::Float,
            Column::Boolean(_) => Shape::Boolean,
            Column::Text(texts) => texts.coded.shape(places),
            Column::List(lists) => lists.shape(places),
            Column::Addresses(addresses) => addresses.shape(places),
            Column::Any(_) => Shape::Null,
        }
    }

    /// The rows `rows`, in that order, as a batch of the shape.
    pub(super) fn array(&self, name: &str, rows: &[u32]) -> Array {
        match self {
            Column::Time(times) => times.array(name, rows),
            Column::Number(numbers) => numbers.array(name, rows),
            Column::Float(floats) => floats.array(name, rows),
            Column::Boolean(booleans) => booleans.array(name, rows),
            Column::Text(texts) => texts.coded.array(name, rows),
            Column::List(lists) => lists.array(name, rows),
            Column::Addresses(addresses) => addresses.array(name, rows),
            Column::Any(_) => {
                Array { name: name.to_owned(), len: rows.len() as u32, valid: None, values: Values::Null }
            }
        }
    }
}

/// Yes, no or missing: 2, 1, 0.
#[derive(Debug, Default)]
pub(super) struct Booleans(Ints);

impl Booleans {
    /// The value of a row; none for rows past the end.
    pub(super) fn get(&self, row: usize) -> Option<bool> {
        match self.0.at(row)? {
            0 => None,
            flag => Some(flag == 2),
        }
    }

    /// Of ones and zeros.
    pub(super) fn of_flags(flags: Ints) -> Booleans {
        Booleans(flags.map(&mut |flag| 1 + flag))
    }

    fn put(&mut self, flag: Option<bool>) {
        self.0.push(flag.map_or(0, |flag| 1 + i64::from(flag)));
    }

    fn push(&mut self, cell: Cell<'_>) -> Result<(), Why> {
        let read = if cell.is_blank() { Ok(None) } else { boolean(cell).map(Some) };
        self.put(read.unwrap_or(None));
        read.map(|_| ())
    }

    fn array(&self, name: &str, rows: &[u32]) -> Array {
        let yes = RowSet::from_fn(rows.len() as u32, |row| self.get(rows[row as usize] as usize) == Some(true));
        array(name, rows, |row| self.get(row).is_some(), Values::Boolean(yes))
    }
}

fn boolean(cell: Cell<'_>) -> Result<bool, Why> {
    cell.text().and_then(|text| parse_boolean(&text)).ok_or("is no yes or no")
}

/// An array of the values of `rows`, of which those have one for which `valid` holds.
fn array(name: &str, rows: &[u32], valid: impl Fn(usize) -> bool, values: Values) -> Array {
    let len = rows.len() as u32;
    let missing = rows.iter().any(|row| !valid(*row as usize));
    let valid = missing.then(|| RowSet::from_fn(len, |row| valid(rows[row as usize] as usize)));
    Array { name: name.to_owned(), len, valid, values }
}
