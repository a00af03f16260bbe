//! Arrow IPC with raw ids, as a warehouse writes it: read whole, then row by row like JSON.

use super::{Each, Row};
use crate::error::Result;
use crate::rows::RowSet;
use crate::snapshot::arrow::read_stream;
use crate::snapshot::{Array, Values};
use crate::time::{Day, Instant};
use crate::value::Decimal;
use serde_json::{Map, Value};

/// Whether bytes begin a stream or a file.
pub(super) fn is_arrow(head: &[u8]) -> bool {
    head.starts_with(b"ARROW1") || head.starts_with(&[0xff, 0xff, 0xff, 0xff])
}

/// Reads a whole stream or file; rows are numbered from 1.
pub(super) fn read(bytes: &[u8], each: &mut Each<'_>) -> Result<()> {
    let arrays = read_stream(bytes, "the Arrow data")?;
    each(0, Row::Columns(&arrays))?;
    let rows = arrays.first().map_or(0, |array| array.len);
    let mut object: Map<String, Value> = arrays.iter().map(|array| (array.name.clone(), Value::Null)).collect();
    for row in 0..rows {
        for (array, value) in arrays.iter().zip(object.values_mut()) {
            *value = value_at(array, row);
        }
        each(u64::from(row) + 1, Row::Object(&object))?;
    }
    Ok(())
}

/// A value as JSON says it; numbers, dates and times as text.
fn value_at(array: &Array, row: u32) -> Value {
    if !array.is_valid(row) {
        return Value::Null;
    }
    let at = row as usize;
    match &array.values {
        Values::Null => Value::Null,
        Values::Boolean(set) => Value::Bool(RowSet::contains(set, row)),
        Values::Integer(values) => Value::String(values[at].to_string()),
        Values::Decimal { scale, values } => Value::String(Decimal::new(values[at], *scale).to_string()),
        Values::Float(values) if values[at].is_nan() => Value::Null,
        Values::Float(values) => Value::String(values[at].to_string()),
        Values::Day(values) => Value::String(Day(values[at]).to_string()),
        Values::Second(values) => Value::String(Instant(values[at]).to_utc_string()),
        Values::Text { codes, dictionary } => Value::String(dictionary[codes[at] as usize].to_owned()),
        Values::List { offsets, items } => {
            Value::Array((offsets[at]..offsets[at + 1]).map(|item| value_at(items, item)).collect())
        }
        Values::Struct(fields) => fields.iter().map(|field| (field.name.clone(), value_at(field, row))).collect(),
    }
}
