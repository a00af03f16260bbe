//! Which rows of a table are packed, and in which order: ids become ordinals, the losses are
//! counted.

use super::columns::group;
use super::report::{Loss, Report};
use super::tables::{Table, has_id, parent_of, time_name};
use crate::value::upper;

/// Packed places of rows by their keys, or why they are not packed.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// From [`LOST`] on no places.
    by_key: Vec<u32>,
    /// Rows that are packed.
    pub(super) len: usize,
    /// Whether every key is a place of its own, the last one nobody's: of a delta's parents, which
    /// may be in the base.
    own_keys: bool,
}

/// A key that no row has; those before it stand for a [`Loss`].
const NOWHERE: u32 = u32::MAX;

/// The first number that is no place.
const LOST: u32 = super::tables::MOST_ROWS;

/// Losses by their numbers.
const LOSSES: [Loss; 4] = [Loss::Duplicate, Loss::Orphan, Loss::WithoutCustomer, Loss::OtherCurrency];

impl Places {
    /// Where the rows of a joined table are; `rows` are those packed.
    pub(super) fn of(table: &Table, rows: &[u32]) -> Places {
        let mut by_key = vec![NOWHERE; table.keys.len()];
        let mut put = |row: u32, place: u32| {
            if let Some(key) = table.id_key(row) {
                by_key[key] = place;
            }
        };
        for (row, place) in (0..).zip(table.parents.iter()) {
            match loss_of(place) {
                None | Some(Loss::Duplicate) => {}
                Some(loss) => put(row, LOST + loss as u32),
            }
        }
        rows.iter().zip(0..).for_each(|(row, place)| put(*row, place));
        Places { by_key, len: rows.len(), own_keys: false }
    }

    /// The places of a delta's parents.
    pub(super) fn of_keys(table: &Table) -> Places {
        Places { by_key: Vec::new(), len: table.keys.len() + 1, own_keys: true }
    }

    /// The place of rows of a delta that only take another row's away.
    fn nobody(&self) -> Option<u32> {
        self.own_keys.then(|| self.len as u32 - 1)
    }

    /// Keys that no row has which is packed.
    pub(super) fn missing(&self) -> impl Iterator<Item = usize> + '_ {
        self.by_key.iter().enumerate().filter(|(_, place)| **place >= LOST).map(|(key, _)| key)
    }

    fn get(&self, key: usize) -> Result<u32, Loss> {
        if self.own_keys {
            return Ok(key as u32);
        }
        match self.by_key.get(key) {
            Some(place) if *place < LOST => Ok(*place),
            Some(place) => Err(*LOSSES.get((place - LOST) as usize).unwrap_or(&Loss::Orphan)),
            None => Err(Loss::Orphan),
        }
    }

    /// Bytes held.
    pub(super) fn bytes(&self) -> usize {
        self.by_key.capacity() * 4
    }
}

/// The loss that stands in the place of a row's parent, below zero.
fn loss_of(place: i64) -> Option<Loss> {
    usize::try_from(-1 - place).ok().and_then(|at| LOSSES.get(at).copied())
}

/// Decides which rows of a table are packed and counts the others; gives the packed rows in order.
/// Afterwards the table's parents are places in the packed parent table.
pub(super) fn join(table: &mut Table, parents: &Places, currency: &str, report: &mut Report) -> Vec<u32> {
    table.resize(table.rows as usize);
    let winners = winners(table);
    let own: Vec<bool> = table.currencies.tally().map(|(text, _)| upper(&text) == currency).collect();
    let codes = std::mem::take(&mut table.parents);
    let (mut row, mut removing) = (0, Vec::new());
    let places = codes.map(&mut |code| {
        let mut fate = fate(table, row, (code as usize).checked_sub(1), &winners, parents, &own);
        if let (true, Err(Loss::WithoutCustomer), Some(nobody)) = (table.deletes(row), fate, parents.nobody()) {
            fate = Ok(nobody);
        }
        count(report, table, row, fate.err());
        // What packing anew would leave out must not stay in the base.
        if let (Err(Loss::WithoutCustomer | Loss::OtherCurrency), Some(nobody)) = (fate, parents.nobody()) {
            if table.id_key(row).is_some() {
                removing.push(row);
                fate = Ok(nobody);
            }
        }
        row += 1;
        fate.map_or_else(|loss| -1 - loss as i64, i64::from)
    });
    table.parents = places;
    for row in removing {
        table.deleted.set(row as usize, 1);
    }
    drop(winners);
    report_duplicates(table, report);
    rows_in_order(table, parents.len)
}

/// By key: the last row that has it.
fn winners(table: &Table) -> Vec<u32> {
    if !has_id(table.name) {
        return Vec::new();
    }
    let mut winners = vec![NOWHERE; table.keys.len()];
    for row in 0..table.rows {
        if let Some(key) = table.id_key(row) {
            winners[key] = row;
        }
    }
    winners
}

/// The place of a row's parent (0 without one to have), or why the row is not packed.
fn fate(
    table: &Table,
    row: u32,
    parent: Option<usize>,
    winners: &[u32],
    parents: &Places,
    own: &[bool],
) -> Result<u32, Loss> {
    if !winners.is_empty() && table.id_key(row).is_some_and(|key| winners[key] != row) {
        return Err(Loss::Duplicate);
    }
    let mut place = 0;
    if parent_of(table.name).is_some() {
        place = parents.get(parent.ok_or(Loss::WithoutCustomer)?)?;
    }
    match table.currencies.number(row as usize) {
        Some(number) if !own[number] => Err(Loss::OtherCurrency),
        _ => Ok(place),
    }
}

/// Counts a row in the report of its file.
fn count(report: &mut Report, table: &Table, row: u32, loss: Option<Loss>) {
    let file = table.files.partition_point(|(first, _)| *first <= row);
    let Some((_, Some(file))) = file.checked_sub(1).map(|at| table.files[at]) else { return };
    let rows = &mut report.files[file].rows;
    match loss {
        None => rows.kept += 1,
        Some(loss) => rows.lose(loss),
    }
}

fn report_duplicates(table: &Table, report: &mut Report) {
    let mut ids: Vec<String> = Vec::new();
    let mut rows = 0;
    for (row, place) in (0..).zip(table.parents.iter()) {
        if loss_of(place) == Some(Loss::Duplicate) {
            rows += 1;
            let id = table.id(row);
            let id = id.as_deref().unwrap_or_default();
            if ids.len() < 10 && !ids.iter().any(|known| known == id) {
                ids.push(id.to_owned());
            }
        }
    }
    if rows > 0 {
        let message = format!(
            "{rows} rows of {} were replaced by a later row of the same id: {}.",
            table.name.as_str(),
            ids.join(", ")
        );
        report.warn("duplicates", message);
    }
}

/// The packed rows: by parent, then time, then as they were read.
fn rows_in_order(table: &Table, parents: usize) -> Vec<u32> {
    let places = &table.parents;
    if parent_of(table.name).is_none() {
        return (0..).zip(places.iter()).filter(|(_, place)| *place >= 0).map(|(row, _)| row).collect();
    }
    let (ends, mut rows) = group(places, parents);
    if time_name(table.name).is_some() {
        let mut start = 0;
        for end in ends {
            let of_parent = &mut rows[start..end as usize];
            if of_parent.len() > 1 {
                of_parent.sort_by_key(|row| table.times.order(*row as usize));
            }
            start = end as usize;
        }
    }
    rows
}
