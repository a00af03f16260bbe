//! Addresses of customers collected row by row from a file of something else.

use super::{Addresses, Ints, group};
use crate::import::later::NONE;
use crate::import::report::{FileReport, Loss};
use crate::time::Zone;
use serde_json::{Map, Value};

/// Addresses in the order they were read.
#[derive(Debug, Default)]
pub(in crate::import) struct Gathered {
    /// Rows of one address.
    addresses: Addresses,
    /// Keys of the customers.
    keys: Ints,
    /// The file whose row an address is; −1 for one that is part of a row.
    files: Ints,
}

impl Gathered {
    /// None; without postal codes if `pseudonymous`.
    pub(in crate::import) fn new(pseudonymous: bool) -> Gathered {
        Gathered { addresses: Addresses::new(pseudonymous), ..Gathered::default() }
    }

    /// Adds an address of a customer; `file` if it is a row of its own there.
    pub(in crate::import) fn add(
        &mut self,
        key: usize,
        file: Option<usize>,
        address: &Map<String, Value>,
        zone: &Zone,
    ) {
        // What a field of an address cannot hold is missing there.
        _ = self.addresses.push_one(address, zone);
        self.keys.push(key as i64);
        self.files.push(file.map_or(-1, |file| file as i64));
    }

    /// Whether there is none.
    pub(in crate::import) fn is_empty(&self) -> bool {
        self.keys.len() == 0
    }

    /// Bytes held.
    pub(in crate::import) fn bytes(&self) -> usize {
        self.addresses.bytes() + self.keys.bytes() + self.files.bytes()
    }

    /// Counts the rows of files that are addresses; `rows` are the customers' by key.
    pub(in crate::import) fn count(&self, rows: &[u32], files: &mut [FileReport]) {
        for (key, file) in self.keys.iter().zip(self.files.iter()) {
            let Some(file) = usize::try_from(file).ok().and_then(|file| files.get_mut(file)) else { continue };
            match rows[key as usize] {
                NONE => file.rows.lose(Loss::Orphan),
                _ => file.rows.kept += 1,
            }
        }
    }

    /// The column of the first `len` customers, whose rows by key are `rows`. A customer's addresses
    /// stay in order, each once.
    pub(in crate::import) fn into_column(self, rows: &[u32], len: u32) -> Addresses {
        let row_of = |key| match rows[key as usize] {
            NONE => -1,
            row => i64::from(row),
        };
        let (ends, places) = group(&self.keys.map(&mut |key| row_of(key)), len as usize);
        self.addresses.regrouped(&ends, &places)
    }
}
