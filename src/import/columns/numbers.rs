//! Growing columns of exact numbers, and of coordinates.

use super::{Ints, Places, Why, array};
use crate::double;
use crate::import::cell::{Cell, parse_number};
use crate::snapshot::arrow::Shape;
use crate::snapshot::{Array, Values};
use crate::value::Decimal;

/// Most decimals of a number (M1).
const DECIMALS: u8 = 6;

/// Exact numbers of rows at the least scale that holds them all. Every value fits 64 bits with
/// [`DECIMALS`] decimals, so that raising the scale never overflows.
#[derive(Debug)]
pub(in crate::import) struct Numbers {
    values: Ints,
    /// 1 where a row has a number.
    valid: Ints,
    scale: u8,
    whole: bool,
}

impl Numbers {
    /// A column of numbers with up to six decimals.
    pub(in crate::import) fn decimal() -> Numbers {
        Numbers::of_scale(0)
    }

    /// A column of numbers with so many decimals, and no more.
    pub(super) fn of_scale(scale: u8) -> Numbers {
        Numbers { values: Ints::new(), valid: Ints::new(), scale, whole: false }
    }

    /// A column of whole numbers of 64 bits.
    pub(in crate::import) fn whole() -> Numbers {
        Numbers { whole: true, ..Numbers::decimal() }
    }

    /// A column of whole numbers, one in every row.
    pub(in crate::import) fn of(values: Ints) -> Numbers {
        let mut valid = Ints::new();
        (0..values.len()).for_each(|_| valid.push(1));
        Numbers { values, valid, scale: 0, whole: true }
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

    fn is_valid(&self, row: usize) -> bool {
        self.valid.at(row) == Some(1)
    }

    /// The number of a row; none for rows past the end.
    pub(in crate::import) fn value(&self, row: usize) -> Option<Decimal> {
        self.is_valid(row).then(|| Decimal::new(i128::from(self.values.get(row)), self.scale))
    }

    /// Gives a row the number of the last one.
    pub(in crate::import) fn copy_last(&mut self, row: usize) {
        self.values.copy_last(row);
        self.valid.copy_last(row);
    }

    /// Digits after the point of every number.
    pub(in crate::import) fn scale(&self) -> u8 {
        self.scale
    }

    /// Appends a row.
    pub(in crate::import) fn push(&mut self, cell: Cell<'_>) -> Result<(), Why> {
        let read = if cell.is_blank() { Ok(None) } else { self.read(cell).map(Some) };
        self.put(read.unwrap_or(None));
        read.map(|_| ())
    }

    /// Appends a row with a number that [`fits`], or without one.
    pub(in crate::import) fn put(&mut self, number: Option<Decimal>) {
        let Some(number) = number else {
            self.values.push(0);
            self.valid.push(0);
            return;
        };
        if number.scale() > self.scale {
            let unit = 10i64.pow(u32::from(number.scale() - self.scale));
            self.values = std::mem::take(&mut self.values).map(&mut |value| value * unit);
            self.scale = number.scale();
        }
        let mantissa = number.at_scale(self.scale).and_then(|mantissa| i64::try_from(mantissa).ok());
        self.values.push(mantissa.unwrap_or(0));
        self.valid.push(i64::from(mantissa.is_some()));
    }

    /// How the numbers at places are written.
    pub(in crate::import) fn shape(&self, places: Places<'_>) -> Shape {
        let (mut least, mut greatest) = (0, 0);
        places(&mut |at| {
            let value = self.values.get(at);
            (least, greatest) = (value.min(least), value.max(greatest));
        });
        match self.whole {
            true => Shape::Integer { least, greatest },
            false => Shape::Decimal { least, greatest, scale: self.scale },
        }
    }

    /// The rows as integers or decimals.
    pub(in crate::import) fn array(&self, name: &str, rows: &[u32]) -> Array {
        let get = |row: &u32| self.values.get(*row as usize);
        let values = match self.whole {
            true => Values::Integer(rows.iter().map(get).collect()),
            false => Values::Decimal { scale: self.scale, values: rows.iter().map(get).collect() },
        };
        array(name, rows, |row| self.is_valid(row), values)
    }

    fn read(&self, cell: Cell<'_>) -> Result<Decimal, Why> {
        let number = cell.text().and_then(|text| parse_number(&text)).ok_or("is no number")?;
        match self.whole {
            true if number.scale() > 0 => Err("is no whole number"),
            true => i64::try_from(number.mantissa()).map(|_| number).map_err(|_| "is too large"),
            false => fits(number).map(|()| number),
        }
    }
}

/// Whether a number is kept exactly.
pub(in crate::import) fn fits(number: Decimal) -> Result<(), Why> {
    millionths(number).map(|_| ())
}

/// A number that is kept exactly, in millionths.
pub(in crate::import) fn millionths(number: Decimal) -> Result<i64, Why> {
    if number.scale() > DECIMALS {
        return Err("has more than six decimals");
    }
    let widest = number.at_scale(DECIMALS).and_then(|mantissa| i64::try_from(mantissa).ok());
    widest.ok_or("is too large")
}

/// A number of degrees, with an exponent or without; of the digits after its point 18 count.
fn degrees(text: &str) -> Option<f64> {
    let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let exponent: i32 = exponent.parse().ok()?;
    let (kept, rest) =
        digits.split_at_checked(digits.find('.').map_or(digits.len(), |point| point + 19)).unwrap_or((digits, ""));
    let number = Decimal::parse(kept).filter(|_| rest.bytes().all(|byte| byte.is_ascii_digit()))?;
    let scale = i32::from(number.scale()).checked_sub(exponent)?;
    let unit = |digits: i32| 10i128.checked_pow(digits.unsigned_abs());
    match scale {
        ..0 => Some(double::nearest(number.mantissa().checked_mul(unit(scale)?)?, 0)),
        0..=18 => Some(double::nearest(number.mantissa(), scale as u8)),
        _ => Some(double::nearest(unit(scale - 18).map_or(0, |unit| number.mantissa() / unit), 18)),
    }
}

/// Degrees of rows.
#[derive(Debug, Default)]
pub(in crate::import) struct Floats {
    /// Bits of doubles.
    values: Ints,
    /// 1 where a row has degrees.
    valid: Ints,
}

impl Floats {
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

    /// What tells the degrees of rows apart.
    pub(super) fn code(&self, row: usize) -> i64 {
        if self.valid.at(row) == Some(1) { self.values.get(row) } else { -1 }
    }

    /// Appends a row.
    pub(in crate::import) fn push(&mut self, cell: Cell<'_>) -> Result<(), Why> {
        let number = |text: &str| degrees(text.trim()).filter(|degrees| degrees.abs() <= 180.0);
        let read = match cell.is_blank() {
            true => Ok(None),
            false => cell.text().and_then(|text| number(&text)).map(Some).ok_or("is no number of degrees"),
        };
        self.values.push(read.unwrap_or(None).unwrap_or(0.0).to_bits() as i64);
        self.valid.push(i64::from(matches!(read, Ok(Some(_)))));
        read.map(|_| ())
    }

    /// The rows as doubles.
    pub(in crate::import) fn array(&self, name: &str, rows: &[u32]) -> Array {
        let degrees = |row: &u32| f64::from_bits(self.values.get(*row as usize) as u64);
        let values = Values::Float(rows.iter().map(degrees).collect());
        array(name, rows, |row| self.valid.get(row) == 1, values)
    }
}
