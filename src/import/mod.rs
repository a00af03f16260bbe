//! Files → snapshot, with a report that accounts for every row.

use crate::error::Result;
use crate::snapshot::Manifest;
use crate::time::{Instant, Zone};
use serde::Serialize;

/// Options of packing.
#[derive(Debug, Clone)]
pub struct Options {
    /// The shop's zone; UTC with a warning if missing.
    pub time_zone: Option<Zone>,
    /// Where the zone's transitions come from.
    pub zone_source: String,
    /// ISO 4217 code; that of the rows, else USD, if missing.
    pub currency: Option<String>,
    /// When the data was true.
    pub taken_at: Instant,
    /// How foreign headers are read.
    pub mapping: Option<Mapping>,
    /// Whether personal columns are left out.
    pub pseudonymous: bool,
    /// Most bytes packing may hold in memory.
    pub max_bytes: Option<u64>,
}

/// A mapping file.
#[derive(Debug, Clone)]
pub struct Mapping;

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// [`crate::error::Code::BadMapping`].
    pub fn parse(_text: &str) -> Result<Mapping> {
        unimplemented!()
    }
}

/// What packing did with every row.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {}

/// A packed snapshot.
#[derive(Debug, Clone)]
pub struct Packed {
    /// The manifest.
    pub manifest: Manifest,
    /// The parts by path, customers first.
    pub parts: Vec<(String, Vec<u8>)>,
    /// What was kept, skipped and why.
    pub report: Report,
}

/// Reads files chunk by chunk.
#[derive(Debug)]
pub struct Importer;

impl Importer {
    /// An importer.
    ///
    /// # Errors
    /// [`crate::error::Code::BadCurrency`].
    pub fn new(_options: Options) -> Result<Importer> {
        unimplemented!()
    }

    /// Begins a file; its name tells which table it is.
    ///
    /// # Errors
    /// [`crate::error::Code::UnknownInput`].
    pub fn start_file(&mut self, _name: &str) -> Result<()> {
        unimplemented!()
    }

    /// The next bytes of the file.
    ///
    /// # Errors
    /// [`crate::error::Code::BadInput`].
    pub fn push(&mut self, _chunk: &[u8]) -> Result<()> {
        unimplemented!()
    }

    /// Ends the file.
    ///
    /// # Errors
    /// [`crate::error::Code::BadInput`].
    pub fn end_file(&mut self) -> Result<()> {
        unimplemented!()
    }

    /// Rows read so far.
    pub fn rows(&self) -> u64 {
        unimplemented!()
    }

    /// Ends reading and packs.
    ///
    /// # Errors
    /// [`crate::error::Code::TooLarge`] and others.
    pub fn finish(self) -> Result<Packed> {
        unimplemented!()
    }
}
