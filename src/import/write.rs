//! A joined table → the pieces of its part.

use super::columns::{Booleans, Coded, Column, Interner, Ints, Numbers, Spelling, Texts};
use super::delta;
use super::report::Countries;
use super::tables::{Table, needs_id, parent_of, time_name};
use crate::error::Result;
use crate::rows::BLOCK;
use crate::snapshot::arrow::Stream;
use crate::snapshot::{Array, Part, Rows, TableName, event_kind, outline, outline_of};
use crate::time::Zone;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, VecDeque};

/// A part being written: what its batches are made of, and what is ready.
#[derive(Debug)]
pub(super) struct Writing {
    table: TableName,
    path: String,
    columns: Vec<(String, Column)>,
    /// What its columns hold.
    pub(super) types: Vec<(String, String)>,
    /// The table's rows in the order they are packed in.
    rows: Vec<u32>,
    /// Rows of them that are written.
    written: usize,
    stream: Stream,
    /// Pieces that are ready; empty at the end.
    ready: VecDeque<Vec<u8>>,
    ended: bool,
    hash: Sha256,
    bytes: u64,
    /// What the columns are once they are read.
    outline: Rows,
    /// Of events: their kinds.
    kinds: BTreeSet<String>,
}

impl Writing {
    /// Begins the part of a table whose rows are joined: schema and dictionaries.
    ///
    /// `keys` are the parents' ids of a delta's rows; `base` its base's types of columns.
    ///
    /// # Errors
    /// [`crate::error::Code::PackAnew`] if a column of a delta does not go with the base's.
    pub(super) fn begin(
        mut table: Table,
        rows: Vec<u32>,
        zone: &Zone,
        countries: &mut Countries,
        (keys, base): (Option<Interner>, &[(String, String)]),
        exponent: u8,
    ) -> Result<Writing> {
        let table_name = table.name;
        let mut columns = columns(&mut table, keys);
        drop(table);
        let (mut shapes, mut types, mut kinds) = (Vec::new(), Vec::new(), BTreeSet::new());
        for (name, column) in &mut columns {
            let places = |each: &mut dyn FnMut(usize)| rows.iter().for_each(|row| each(*row as usize));
            let known = base.iter().find(|(known, _)| table_name == TableName::Customers && known == name);
            column.settle(&places, zone, countries, known.map(|(_, type_)| type_.as_str()));
            types.extend(column.type_name().map(|type_| (name.clone(), type_.to_owned())));
            if let (TableName::Events, "kind", Column::Text(texts)) = (table_name, name.as_str(), &*column) {
                kinds.extend(texts.used(&places).map(|text| event_kind(&text)));
            }
        }
        if table_name == TableName::Customers {
            delta::agree(&types, base)?;
        }
        for (name, column) in &mut columns {
            let places = |each: &mut dyn FnMut(usize)| rows.iter().for_each(|row| each(*row as usize));
            shapes.push((name.clone(), column.shape(&places)));
        }
        let mut ready = VecDeque::new();
        let stream = Stream::begin(shapes, &mut |piece| ready.push_back(piece));
        let arrays: Vec<Array> = columns.iter().map(|(name, column)| column.array(name, &[])).collect();
        Ok(Writing {
            table: table_name,
            path: format!("{}.arrow", table_name.as_str()),
            outline: outline_of(table_name, &arrays, exponent),
            columns,
            types,
            rows,
            written: 0,
            stream,
            ready,
            ended: false,
            hash: Sha256::new(),
            bytes: 0,
            kinds,
        })
    }

    /// Names of the columns.
    pub(super) fn columns(&self) -> Vec<String> {
        self.columns.iter().map(|(name, _)| name.clone()).collect()
    }

    /// The path of the part.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// Rows of the part.
    pub(super) fn rows(&self) -> usize {
        self.rows.len()
    }

    /// Bytes held.
    pub(super) fn bytes_held(&self) -> usize {
        let columns: usize = self.columns.iter().map(|(_, column)| column.bytes()).sum();
        columns + self.rows.capacity() * 4 + self.ready.iter().map(Vec::len).sum::<usize>()
    }

    /// The next piece of the part; none at its end.
    pub(super) fn next(&mut self) -> Option<Vec<u8>> {
        if self.ready.is_empty() && !self.ended {
            self.batch();
        }
        let piece = self.ready.pop_front()?;
        self.hash.update(&piece);
        self.bytes += piece.len() as u64;
        Some(piece)
    }

    /// Makes the next batch ready, or the end mark.
    fn batch(&mut self) {
        let end = self.rows.len().min(self.written + BLOCK);
        let rows = &self.rows[self.written..end];
        if rows.is_empty() {
            self.ended = true;
            self.columns = Vec::new();
            self.ready.push_back(Stream::END.to_vec());
            return;
        }
        let mut batch = self.stream.batch(0..rows.len() as u32);
        self.columns.iter().for_each(|(name, column)| batch.add(&column.array(name, rows)));
        batch.end(&mut |piece| self.ready.push_back(piece));
        self.written = end;
    }

    /// What the manifest says of the part, and of its columns if it may be read later.
    pub(super) fn end(self) -> (Part, Vec<Value>) {
        let sha256 = self.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        let name = self.table.as_str();
        let told = match self.table {
            TableName::Customers => Vec::new(),
            TableName::Events if !self.kinds.is_empty() => {
                self.kinds.iter().map(|kind| outline(format!("{name}/{kind}"), &self.outline)).collect()
            }
            _ => vec![outline(name.to_owned(), &self.outline)],
        };
        (Part { table: self.table, path: self.path, rows: self.rows.len() as u32, bytes: self.bytes, sha256 }, told)
    }
}

/// The columns of a joined table as they are packed: those that every row has, then by name.
fn columns(table: &mut Table, keys: Option<Interner>) -> Vec<(String, Column)> {
    use std::mem::{replace, take};
    let mut columns = Vec::new();
    let mut add = |name: &str, column: Column| columns.push((name.to_owned(), column));
    if let Some(parent) = parent_of(table.name) {
        let name = if parent == TableName::Orders { "order" } else { "customer" };
        let parents = replace(&mut table.parents, Ints::new());
        match keys {
            None => add(name, Column::Number(Numbers::of(parents))),
            Some(keys) => {
                let known = keys.len() as i64;
                let codes = parents.map(&mut |key| if (0..known).contains(&key) { key + 1 } else { 0 });
                add(&format!("{name}_id"), Column::Text(Texts::of(Coded::of(codes, keys))));
            }
        }
    }
    if let Some(name) = time_name(table.name) {
        add(name, Column::Time(take(&mut table.times)));
    }
    if table.has_ids || needs_id(table.name) {
        add("id", Column::Text(Texts::of(table.take_ids())));
    }
    if table.name == TableName::Events {
        add("kind", Column::Text(replace(&mut table.kinds, Texts::new(Spelling::Exact))));
    }
    if table.deleted.iter().any(|flag| flag == 1) {
        add("deleted", Column::Boolean(Booleans::of_flags(take(&mut table.deleted))));
    }
    let mut others = take(&mut table.columns);
    others.sort_by(|a, b| a.0.cmp(&b.0));
    columns.extend(others);
    columns
}
