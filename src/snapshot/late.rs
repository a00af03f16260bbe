//! Tables that are read after the snapshot was opened: until then only their columns are known.

use super::column::{Column, Numbers};
use super::manifest::Manifest;
use super::open::{Given, IN_ORDER, is_given};
use super::outline;
use super::store::{Rows, Snapshot, TableName};
use crate::error::{Code, Error, Result};

/// The tables that are still to be read.
#[derive(Debug, Clone, Default)]
pub struct Unread {
    tables: Vec<TableName>,
    /// The stored row of each packed order, as long as there are lines to be read.
    places: Vec<u32>,
}

impl Unread {
    /// The stored row of each packed order.
    pub(super) fn places(&self) -> &[u32] {
        &self.places
    }

    /// A table was read; of orders whose lines are to come, with these places.
    pub(super) fn end(&mut self, table: TableName, places: Vec<u32>) {
        self.tables.retain(|unread| *unread != table);
        if let TableName::Orders | TableName::Lines = table {
            self.places = places;
        }
    }
}

impl Snapshot {
    /// The tables whose rows and values are not known yet.
    pub fn unread(&self) -> &[TableName] {
        &self.unread.tables
    }

    /// Reads the unread tables of which parts are given, all parts of each.
    ///
    /// # Errors
    /// Those of [`Snapshot::open`]; [`Code::MissingPart`] too if a table is to be read before one
    /// it refers to, [`Code::PartMismatch`] if its columns are not those the manifest tells. The
    /// tables read before the one that fails stay.
    pub fn read<'a>(
        &mut self,
        manifest: &Manifest,
        parts: impl IntoIterator<Item = impl Into<Given<'a>>>,
    ) -> Result<()> {
        self.read_given(manifest, &parts.into_iter().map(Into::into).collect::<Vec<_>>())
    }

    fn read_given(&mut self, manifest: &Manifest, given: &[Given<'_>]) -> Result<()> {
        for table in IN_ORDER {
            if self.unread().contains(&table) && is_given(manifest, given, table) {
                self.read_one(manifest, given, table)?;
            }
        }
        Ok(())
    }

    /// Takes the outlines of the manifest for the tables that have parts.
    pub(super) fn leave_unread(&mut self, manifest: &Manifest) -> Result<()> {
        for told in &manifest.tables {
            let (name, rows) = outline::columns(told).map_err(bad)?;
            let table = name.split('/').next().and_then(TableName::parse);
            let has_parts = |table: &TableName| manifest.parts.iter().any(|part| part.table == *table);
            let Some(table) = table.filter(|table| *table != TableName::Customers && has_parts(table)) else {
                continue;
            };
            // Without a kind there are no events.
            if name != TableName::Events.as_str() {
                self.put(&name, rows).map_err(bad)?;
            }
            if !self.unread().contains(&table) {
                self.unread.tables.push(table);
            }
        }
        Ok(())
    }

    /// Holds the rows of a table that was unread against its outline: what was answered about its
    /// columns stays true. Numbers get the decimals that were told, if these are more.
    pub(super) fn keep_promise(&self, table: TableName, rows: &mut [(String, Rows)]) -> Result<()> {
        if !self.unread().contains(&table) {
            return Ok(());
        }
        let told = self.rows_of(table);
        let mut same = told.len() == rows.len();
        for (name, rows) in rows {
            let Some((_, told)) = told.iter().find(|(known, _)| known == name) else {
                same = false;
                continue;
            };
            // Other names than those told are refused below.
            for (values, told) in rows.columns.values_mut().zip(told.columns.values()) {
                if let (Column::Number(numbers), Column::Number(told)) = (values, told) {
                    raise(numbers, told.scale)?;
                }
            }
            same &= outline::outline(String::new(), rows) == outline::outline(String::new(), told);
        }
        match same {
            true => Ok(()),
            false => Err(Error::new(Code::PartMismatch, "The part's columns are not those the manifest tells.")
                .help("Pack the snapshot again.")),
        }
    }
}

/// Brings numbers to a scale that is not below theirs.
fn raise(numbers: &mut Numbers, scale: u8) -> Result<()> {
    let unit = 10i64.checked_pow(u32::from(scale.saturating_sub(numbers.scale)));
    let Some(unit) = unit.filter(|unit| *unit > 1) else {
        return if unit.is_some() { Ok(()) } else { Err(too_large()) };
    };
    for value in &mut numbers.values {
        *value = value.checked_mul(unit).ok_or_else(too_large)?;
    }
    numbers.magnitude *= unit as u128;
    numbers.scale = scale;
    Ok(())
}

fn too_large() -> Error {
    Error::new(Code::OutOfRange, "A number has too many digits for the decimals the manifest tells.")
}

/// The outline's error as one of the manifest.
fn bad(error: Error) -> Error {
    Error::new(Code::BadManifest, error.message().replace("This outline", "An outline of the manifest"))
        .at("manifest.json")
}
