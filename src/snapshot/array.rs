//! A table's columns between files and the store: what the Arrow reader gives, the importer
//! builds and the Arrow writer takes. Every accepted Arrow type becomes one of these few.

use super::strings::Strings;
use crate::rows::RowSet;

/// One named column of `len` values.
#[derive(Debug, Clone, PartialEq)]
pub struct Array {
    /// Column name.
    pub name: String,
    /// Number of values.
    pub len: u32,
    /// The rows that have a value; `None` means all.
    pub valid: Option<RowSet>,
    /// The values; what stands in a row without a value is unspecified but in bounds.
    pub values: Values,
}

/// Values of one logical type.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// No row has a value.
    Null,
    /// True rows.
    Boolean(RowSet),
    /// Whole numbers.
    Integer(Vec<i64>),
    /// Exact decimals `values[i] / 10^scale`; scale at most 18.
    Decimal {
        /// Digits after the point.
        scale: u8,
        /// Mantissas.
        values: Vec<i64>,
    },
    /// The same, if 64 bits do not hold all mantissas.
    Wide {
        /// Digits after the point.
        scale: u8,
        /// Mantissas.
        values: Vec<i128>,
    },
    /// IEEE 754 doubles.
    Float(Vec<f64>),
    /// Local dates, days since 1970-01-01.
    Day(Vec<i32>),
    /// Instants, seconds since 1970-01-01T00:00:00Z (fractions cut towards the past).
    Second(Vec<i64>),
    /// Text by dictionary: `dictionary[codes[i]]`.
    Text {
        /// Indices into `dictionary`, all in bounds.
        codes: Vec<u32>,
        /// Distinct or not, in order of first use.
        dictionary: Strings,
    },
    /// Lists: row `i` holds items `offsets[i]..offsets[i + 1]`.
    List {
        /// `len + 1` ascending offsets.
        offsets: Vec<u32>,
        /// The items of all rows.
        items: Box<Array>,
    },
    /// Fields of one row side by side, each as long as the parent.
    Struct(Vec<Array>),
}

impl Array {
    /// Whether row `row` has a value.
    pub fn is_valid(&self, row: u32) -> bool {
        !matches!(self.values, Values::Null) && self.valid.as_ref().is_none_or(|valid| valid.contains(row))
    }

    /// The text of row `row`, if this is a text column with a value there.
    pub fn text(&self, row: u32) -> Option<&str> {
        match &self.values {
            Values::Text { codes, dictionary } if self.is_valid(row) => Some(&dictionary[codes[row as usize] as usize]),
            _ => None,
        }
    }
}
