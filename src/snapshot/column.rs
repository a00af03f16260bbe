//! Columns in the form kernels read them.

use super::strings::Strings;
use crate::rows::RowSet;
use crate::time::Day;

/// A loaded column of a table. Row `r` of every column of a table is the same row.
#[derive(Debug, Clone)]
pub enum Column {
    /// Times and dates.
    Time(Times),
    /// Integers, money and decimals.
    Number(Numbers),
    /// One text per row: enums, ids, strings.
    Text(Texts),
    /// Several texts per row: tags, groups, countries.
    List(Lists),
    /// Yes, no or missing.
    Boolean {
        /// Rows that say yes.
        yes: RowSet,
        /// Rows that say anything.
        valid: RowSet,
    },
    /// Coordinates, any number per row.
    Places(Places),
}

/// How a column's texts are compared. Keys are made once, when a column is loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Normal form C, letter case kept.
    Exact,
    /// Upper case.
    Enum,
    /// Trimmed, full case folding.
    Folded,
    /// [`crate::value::id_key`].
    Id,
}

/// Times of rows.
#[derive(Debug, Clone)]
pub struct Times {
    /// UTC second of each row, [`Times::MISSING`] without one. A fact that carries only a date
    /// happens at the start of that local day (T13).
    pub seconds: Vec<i64>,
    /// Whether the data carried dates without time: h and min offsets are then a problem (T13).
    pub date_only: bool,
    /// Local day of each row as `day - first_day + 1`, 0 without one; empty if the days span
    /// more than 65,534.
    pub day_codes: Vec<u16>,
    /// The day of code 1.
    pub first_day: Day,
}

impl Times {
    /// The second of a row without a time.
    pub const MISSING: i64 = i64::MIN;
}

/// Exact numbers of rows: `values[r] / 10^scale`.
#[derive(Debug, Clone)]
pub struct Numbers {
    /// Digits after the point: 0 for integers, at least the currency's exponent for money.
    pub scale: u8,
    /// Mantissas; 0 in rows without a value.
    pub values: Vec<i64>,
    /// Rows with a value; `None` means all.
    pub valid: Option<RowSet>,
    /// Sum of the magnitudes of all values, so that an accumulator's width can be chosen (M4).
    pub magnitude: u128,
}

/// One text per row, by dictionary.
#[derive(Debug, Clone)]
pub struct Texts {
    /// Code of each row: 0 without a value, `i + 1` for `keys[i]`.
    pub codes: Codes,
    /// Distinct keys, as compared.
    pub keys: Strings,
    /// The text to show for each key: the first spelling seen. `None` if that is the key itself.
    pub shown: Option<Strings>,
}

/// Several texts per row, by dictionary.
#[derive(Debug, Clone)]
pub struct Lists {
    /// Row `r` holds `codes[offsets[r]..offsets[r + 1]]`.
    pub offsets: Vec<u32>,
    /// Indices into `keys`; within a row distinct and ascending.
    pub codes: Vec<u32>,
    /// Distinct keys, as compared.
    pub keys: Strings,
    /// The text to show for each key: the first spelling seen. `None` if that is the key itself.
    pub shown: Option<Strings>,
}

impl Texts {
    /// The text to show for each key.
    pub fn shown(&self) -> &Strings {
        self.shown.as_ref().unwrap_or(&self.keys)
    }
}

impl Lists {
    /// The text to show for each key.
    pub fn shown(&self) -> &Strings {
        self.shown.as_ref().unwrap_or(&self.keys)
    }
}

/// Coordinates of rows: row `r` has places `offsets[r]..offsets[r + 1]`.
#[derive(Debug, Clone)]
pub struct Places {
    /// `rows + 1` ascending offsets.
    pub offsets: Vec<u32>,
    /// Degrees north, −90 to 90.
    pub latitude: Vec<f64>,
    /// Degrees east, −180 to 180.
    pub longitude: Vec<f64>,
}

/// Dictionary codes, as narrow as the dictionary allows.
#[derive(Debug, Clone)]
pub enum Codes {
    /// At most 255 keys.
    U8(Vec<u8>),
    /// At most 65,535 keys.
    U16(Vec<u16>),
    /// More.
    U32(Vec<u32>),
}

impl Codes {
    /// Narrows `codes`, whose greatest is `keys`.
    pub fn narrow(codes: Vec<u32>, keys: usize) -> Codes {
        if keys <= usize::from(u8::MAX) {
            Codes::U8(codes.into_iter().map(|code| code as u8).collect())
        } else if keys <= usize::from(u16::MAX) {
            Codes::U16(codes.into_iter().map(|code| code as u16).collect())
        } else {
            Codes::U32(codes)
        }
    }

    /// The code of a row.
    pub fn get(&self, row: usize) -> u32 {
        match self {
            Codes::U8(codes) => u32::from(codes[row]),
            Codes::U16(codes) => u32::from(codes[row]),
            Codes::U32(codes) => codes[row],
        }
    }
}
