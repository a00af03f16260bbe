//! The earliest or latest picked row of each customer.

use super::rows::{Runner, Scratch};
use crate::aggregate::{NO_ROW, first_rows, last_rows, per_customer};
use crate::plan::Table;
use crate::rows::BLOCK;
use crate::snapshot::Times;

/// One row a customer, of one of the tables of a clause.
#[derive(Debug)]
pub(crate) struct LatestRows {
    /// Which table; empty if there is one alone.
    tables: Vec<u8>,
    /// Which row, [`NO_ROW`] without any.
    rows: Vec<u32>,
}

impl LatestRows {
    /// The earliest (`first`) or latest rows. Of two at one time in different tables the later
    /// table's is the latest.
    pub(super) fn find(runners: &[Runner<'_>], customers: usize, first: bool) -> LatestRows {
        let mut out = LatestRows { tables: Vec::new(), rows: Vec::with_capacity(customers) };
        let mut scratch = Scratch::default();
        let mut rows = per_customer(NO_ROW);
        for block in 0..customers.div_ceil(BLOCK) {
            let mut best: Vec<(u8, u32)> = Vec::new();
            let size = (customers - block * BLOCK).min(BLOCK);
            for (number, runner) in runners.iter().enumerate() {
                rows.fill(NO_ROW);
                let local = &runner.picks.table.rows.local;
                runner.each(block, &mut scratch, |picked| match first {
                    true => first_rows(&mut rows, local, picked),
                    false => last_rows(&mut rows, local, picked),
                });
                if runners.len() == 1 {
                    out.rows.extend_from_slice(&rows[..size]);
                    continue;
                }
                best.resize(size, (0, NO_ROW));
                for (best, row) in best.iter_mut().zip(rows.iter()).filter(|(_, row)| **row != NO_ROW) {
                    let time = |(table, row): (u8, u32)| time_of(&runners[usize::from(table)].picks.table, row);
                    let found = (number as u8, *row);
                    let better =
                        best.1 == NO_ROW || if first { time(found) < time(*best) } else { time(found) >= time(*best) };
                    if better {
                        *best = found;
                    }
                }
            }
            if runners.len() != 1 {
                best.resize(size, (0, NO_ROW));
                out.tables.extend(best.iter().map(|(table, _)| *table));
                out.rows.extend(best.iter().map(|(_, row)| *row));
            }
        }
        out
    }

    /// The table's number and the row of a customer.
    pub(crate) fn get(&self, customer: usize) -> Option<(usize, usize)> {
        let row = self.rows[customer];
        let table = self.tables.get(customer).map_or(0, |table| usize::from(*table));
        (row != NO_ROW).then_some((table, row as usize))
    }

    /// How many customers there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Bytes held.
    pub(super) fn bytes(&self) -> usize {
        self.rows.len() * 4 + self.tables.len()
    }
}

/// The time of a row; [`Times::MISSING`] in a table without one.
#[inline]
pub(super) fn time_of(table: &Table<'_>, row: u32) -> i64 {
    match table.orders {
        Some(orders) => orders.at[table.rows.parents[row as usize] as usize],
        None => table.rows.at.get(row as usize).copied().unwrap_or(Times::MISSING),
    }
}
