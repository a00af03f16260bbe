//! What changed since a snapshot, applied to it: its tables become what packing anew would make them.
//!
//! First everything is read and checked against the base, which nothing changes; what follows
//! cannot fail. The base is never read again: each table is made anew of its own columns and the
//! delta's, one column after the other.

mod merge;
mod read;
mod take;

use super::load::Calendar;
use super::manifest::Manifest;
use super::open::{Given, Opening};
use super::store::{LeftOut, Rows, Snapshot};
use crate::error::{Code, Error, Result};
use crate::order::ByName;
use crate::rows::RowSet;
use crate::time::Zone;
use crate::value::id_key;
use merge::anew;
use std::collections::HashMap;

/// No row: what is unknown, lost or gone.
const NONE: u32 = u32::MAX;

/// What became of the base's customers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The row of each of them afterwards; `None` if the customers are those of the base.
    moved: Option<Vec<u32>>,
    /// How many there are afterwards.
    customers: u32,
    /// Row and id of those who are gone.
    pub gone: Vec<(u32, String)>,
}

impl Applied {
    /// A set of the base's customers among those afterwards; who is gone is in none.
    pub fn moved(&self, customers: &RowSet) -> RowSet {
        let Some(moved) = &self.moved else { return customers.clone() };
        let mut set = RowSet::empty(self.customers);
        customers.iter().map(|row| moved[row as usize]).filter(|row| *row != NONE).for_each(|row| set.insert(row));
        set
    }
}

/// Numbers of ids.
#[derive(Debug, Default)]
struct Ids(HashMap<String, u32>);

impl Ids {
    /// The number of an id, [`NONE`] of a blank one.
    fn number(&mut self, text: &str) -> u32 {
        let key = id_key(text);
        match self.0.get(key) {
            _ if key.is_empty() => NONE,
            Some(number) => *number,
            None => {
                let next = self.0.len() as u32;
                self.0.insert(key.to_owned(), next);
                next
            }
        }
    }

    /// The ids whose numbers pass.
    fn those(&self, test: impl Fn(usize) -> bool) -> impl Iterator<Item = String> {
        self.0.iter().filter(move |(_, number)| test(**number as usize)).map(|(id, _)| id.clone())
    }
}

/// Rows of a table that are replaced, removed or added by id.
#[derive(Debug, Default)]
struct Upserts {
    /// Of each row afterwards where it comes from: a row of the base, or behind them of the delta.
    rows: Vec<u32>,
    /// Of each row of the base its row afterwards.
    moved: Vec<u32>,
    /// By number of an id its row afterwards.
    place: Vec<u32>,
}

/// Rows of the base that a delta's orders or checkouts replace.
#[derive(Debug, Default)]
struct Replaced {
    /// By row of the base: whether it is replaced or removed.
    rows: Option<RowSet>,
    /// Of each row of the base the delta's in its place, [`NONE`] if there is none.
    by: Vec<u32>,
}

/// Orders or checkouts of a delta, and what they replace.
type Dated = (Rows, Replaced);

impl Replaced {
    /// The delta's row in the place of a row of the base.
    fn of(&self, row: u32) -> Option<u32> {
        self.by.get(row as usize).copied().filter(|by| *by != NONE)
    }
}

/// A delta that was read, and found to go with its base.
#[derive(Debug)]
struct Delta {
    customers: Option<(Rows, Upserts)>,
    products: Option<(Rows, Upserts)>,
    orders: Option<Dated>,
    lines: Option<Lines>,
    checkouts: Option<Dated>,
    events: Option<ByName<Rows>>,
    store_credit: Option<(Rows, RowSet)>,
    left_out: LeftOut,
    /// How many customers there are afterwards.
    count: u32,
}

/// Lines of a delta.
#[derive(Debug)]
struct Lines {
    rows: Rows,
    /// The order of each: a row of the base, or behind them of the delta, or [`NONE`].
    orders: Vec<u32>,
}

impl Snapshot {
    /// Applies a delta to this snapshot, its base: afterwards it is what packing the whole data anew
    /// would have given. What fails leaves it as it was.
    ///
    /// # Errors
    /// [`Code::WrongBase`] if the delta is for another snapshot, [`Code::PackAnew`] for what cannot
    /// be applied exactly (FORMAT.md lists it), and those of [`Snapshot::open`] for its parts.
    pub fn apply<'a>(
        &mut self,
        manifest: &Manifest,
        parts: impl IntoIterator<Item = impl Into<Given<'a>>>,
    ) -> Result<Applied> {
        if !self.unread().is_empty() {
            let names: Vec<&str> = self.unread().iter().map(|table| table.as_str()).collect();
            let names = names.join(", ");
            let message = format!("A delta is applied when every table was read; these were not: {names}.");
            return Err(Error::new(Code::MissingPart, message).at(names));
        }
        let packed_in = self.agree(manifest)?;
        let zone = if self.origin.zone.as_ref() == Some(&self.zone) { packed_in.clone() } else { self.zone.clone() };
        let given: Vec<Given<'_>> = parts.into_iter().map(Into::into).collect();
        let calendar = Calendar::new(&zone);
        let delta = Delta::read(self, manifest, &given, &calendar)?;
        delta.agree(self)?;
        let applied = delta.take_into(self, &calendar);
        self.id.clone_from(&manifest.snapshot_id);
        self.taken_at = manifest.taken_at;
        self.zone = zone;
        self.origin.zone = Some(packed_in);
        Ok(applied)
    }

    /// Checks a delta's manifest against this snapshot; gives the zone both are packed in.
    fn agree(&self, manifest: &Manifest) -> Result<Zone> {
        let wrong = |message: String, help: &str| Err(Error::new(Code::WrongBase, message).help(help));
        let base = match &manifest.base {
            Some(base) => base,
            None => {
                let help = "Open it instead, or pack the changes with this snapshot as their base.";
                return wrong("This is a whole snapshot and no delta.".to_owned(), help);
            }
        };
        if *base != self.id {
            let message = format!("The delta changes the snapshot '{base}', and '{}' is open.", self.id);
            return wrong(message, "Apply the deltas between them first, in their order, or open the newest snapshot.");
        }
        if manifest.taken_at <= self.taken_at {
            return wrong("The delta is not later than its base.".to_owned(), "Pack it with the time of its data.");
        }
        if manifest.currency != self.currency {
            return Err(anew(format!(
                "The delta is in {}, the base in {}.",
                manifest.currency.code, self.currency.code
            )));
        }
        let Some(zone) = &self.origin.zone else { return Err(anew("Nothing can be applied to this snapshot.")) };
        if manifest.zone.name() != zone.name() {
            let (new, old) = (manifest.zone.name(), zone.name());
            return Err(anew(format!("The delta is in the time zone {new}, the base in {old}.")));
        }
        let (new, old) = (manifest.zone.transitions(), zone.transitions());
        match (new.starts_with(old), old.starts_with(new)) {
            (true, _) => Ok(manifest.zone.clone()),
            (_, true) => Ok(zone.clone()),
            _ => Err(anew(format!("The rules of the time zone {} have changed since the base.", zone.name()))),
        }
    }

    /// What the delta's tables are opened with, once there are `customers`.
    fn opening<'a>(&'a self, calendar: &'a Calendar<'a>, customers: u32) -> Opening<'a> {
        Opening { calendar, currency: &self.currency, customers }
    }
}
