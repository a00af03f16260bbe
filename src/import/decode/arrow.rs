//! Arrow IPC with raw ids, as a warehouse writes it: batch by batch, row by row like JSON.

use super::{Each, Row};
use crate::error::Result;
use crate::rows::RowSet;
use crate::snapshot::arrow::Batches;
use crate::snapshot::{Array, Values};
use crate::time::{Day, Instant};
use crate::value::Decimal;
use serde_json::{Map, Value};

/// Whether bytes begin a stream or a file.
pub(super) fn is_arrow(head: &[u8]) -> bool {
    head.starts_with(b"ARROW1") || head.starts_with(&[0xff, 0xff, 0xff, 0xff])
}

/// Arrow data being read; rows are numbered from 1.
#[derive(Debug)]
pub(super) struct Arrow {
    batches: Batches,
    rows: u64,
}

impl Arrow {
    pub(super) fn new() -> Arrow {
        Arrow { batches: Batches::new("the Arrow data"), rows: 0 }
    }

    /// Bytes held.
    pub(super) fn bytes(&self) -> usize {
        self.batches.bytes_held()
    }

    pub(super) fn push(&mut self, chunk: &[u8], each: &mut Each<'_>) -> Result<()> {
        let Arrow { batches, rows } = self;
        batches.push(chunk, &mut |arrays| pass_on(arrays, rows, each))
    }

    pub(super) fn finish(&mut self, each: &mut Each<'_>) -> Result<()> {
        let Arrow { batches, rows } = self;
        batches.finish(&mut |arrays| pass_on(arrays, rows, each))
    }
}

/// Passes the rows of a batch on, after its columns.
fn pass_on(arrays: &[Array], before: &mut u64, each: &mut Each<'_>) -> Result<()> {
    each(0, Row::Columns(arrays))?;
    let mut object: Map<String, Value> = arrays.iter().map(|array| (array.name.clone(), Value::Null)).collect();
    for row in 0..arrays.first().map_or(0, |array| array.len) {
        for (array, value) in arrays.iter().zip(object.values_mut()) {
            *value = value_at(array, row);
        }
        *before += 1;
        each(*before, Row::Object(&object))?;
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
        Values::Decimal { scale, values } => Value::String(Decimal::new(values[at].into(), *scale).to_string()),
        Values::Wide { scale, values } => Value::String(Decimal::new(values[at], *scale).to_string()),
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
