//! Addresses of customers collected row by row from a file of something else.

use super::{Addresses, Interner};
use crate::import::cell::Cell;
use crate::time::Zone;
use serde_json::Value;
use std::collections::HashSet;

/// Distinct addresses of customers, in order of first use.
#[derive(Debug, Default)]
pub(in crate::import) struct Gathered {
    /// Addresses as JSON.
    texts: Interner,
    /// Key of the customer and number of the address.
    pairs: Vec<(u32, u32)>,
    seen: HashSet<(u32, u32)>,
}

impl Gathered {
    /// Adds an address of a customer, unless it has it.
    pub(in crate::import) fn add(&mut self, key: usize, address: &str) {
        let pair = (key as u32, self.texts.number(address) as u32);
        if self.seen.insert(pair) {
            self.pairs.push(pair);
        }
    }

    /// Whether there is none.
    pub(in crate::import) fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// Bytes held.
    pub(in crate::import) fn bytes(&self) -> usize {
        self.texts.bytes() + self.pairs.capacity() * 8 + self.seen.capacity() * 10
    }

    /// The column of the first `rows` customers; `row_of` gives the row of a key.
    pub(in crate::import) fn into_column(
        self,
        rows: u32,
        row_of: impl Fn(usize) -> Option<u32>,
        zone: &Zone,
    ) -> Addresses {
        let known = self.pairs.iter().filter_map(|(key, number)| Some((row_of(*key as usize)?, *number)));
        let mut pairs: Vec<(u32, u32)> = known.collect();
        // Stable: a customer's addresses stay in order of first use.
        pairs.sort_by_key(|(row, _)| *row);
        let values: Vec<Value> =
            self.texts.iter().map(|text| serde_json::from_str(text).unwrap_or(Value::Null)).collect();
        let mut column = Addresses::new();
        for of_row in pairs.chunk_by(|a, b| a.0 == b.0) {
            column.resize(of_row[0].0 as usize);
            let list = of_row.iter().map(|(_, number)| values[*number as usize].clone()).collect();
            // What a field of an address cannot hold is missing there.
            _ = column.push(Cell::Json(&Value::Array(list)), zone);
        }
        column.resize(rows as usize);
        column
    }
}
