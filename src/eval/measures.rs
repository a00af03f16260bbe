//! Measures over child rows: one value per customer.

use super::cells::{Keys, Numbers};
use super::latest::{LatestRows, time_of};
use super::ordered::Ordered;
use super::rows::{Runner, Scratch};
use crate::aggregate::{
    Distinct, Extremes, NO_ROW, Sums, Whole, count, count_parents, exists, per_customer, ranked_rows,
};
use crate::error::{Code, Error, Result};
use crate::plan::{Source, Table};
use crate::rows::{BLOCK, RowSet};
use crate::snapshot::Times;

/// Calls `visit` with each block and how many customers are in it.
fn each_block(customers: usize, mut visit: impl FnMut(usize, usize)) {
    for block in 0..customers.div_ceil(BLOCK) {
        visit(block, (customers - block * BLOCK).min(BLOCK));
    }
}

/// The customers with a picked row.
pub(super) fn having_rows(runners: &[Runner<'_>], customers: usize) -> RowSet {
    let mut set = RowSet::empty(customers as u32);
    let mut scratch = Scratch::default();
    each_block(customers, |block, _| {
        let words = set.block_mut(block);
        for runner in runners {
            runner.each(block, &mut scratch, |picked| exists(words, &runner.picks.table.rows.local, picked));
        }
    });
    set
}

/// How many rows each customer has; of lines, how many orders (A4).
pub(super) fn counts(runners: &[Runner<'_>], customers: usize) -> Ordered {
    let mut scratch = Scratch::default();
    let mut counts = per_customer(0);
    let blocks = |visit: &mut dyn FnMut(&[u32])| {
        each_block(customers, |block, size| {
            counts.fill(0);
            for runner in runners {
                let rows = runner.picks.table.rows;
                let mut parent = NO_ROW;
                runner.each(block, &mut scratch, |picked| match runner.picks.table.orders {
                    Some(_) => count_parents(&mut counts, &rows.local, &rows.parents, &mut parent, picked),
                    None => count(&mut counts, &rows.local, picked),
                });
            }
            visit(&counts[..size]);
        });
    };
    Ordered::counts(blocks, customers)
}

/// The time of the `rank`-th latest row of each of `among`, [`Times::MISSING`] for others; of lines, of the
/// `rank`-th latest order.
pub(super) fn ranked_times(runner: &Runner<'_>, among: &RowSet, rank: u32) -> Vec<i64> {
    let table = &runner.picks.table;
    let (rows, parents) = (table.rows, if table.orders.is_some() { &table.rows.parents[..] } else { &[] });
    let mut seconds = vec![Times::MISSING; among.len() as usize];
    let mut scratch = Scratch::default();
    let mut left = per_customer(0);
    for (block, found) in seconds.chunks_mut(BLOCK).enumerate() {
        left.fill(0);
        among.each(Some(block), |customer| left[customer % BLOCK] = rank);
        let mut parent = NO_ROW;
        runner.each_back(block, &mut scratch, |picked| {
            let keep = |customer: usize, row| found[customer] = time_of(table, row as u32);
            ranked_rows(&mut left, &rows.local, parents, &mut parent, picked, keep);
        });
    }
    seconds
}

/// How many different values each customer's rows have.
pub(super) fn distinct(runners: &[Runner<'_>], sources: &[(Table<'_>, Source<'_>)], customers: usize) -> Ordered {
    let mut scratch = Scratch::default();
    let mut counts = per_customer(0);
    let mut distinct = Distinct::default();
    let keys = Keys::of(sources);
    let blocks = |visit: &mut dyn FnMut(&[u32])| {
        each_block(customers, |block, size| {
            for (runner, keys) in runners.iter().zip(&keys) {
                runner.each(block, &mut scratch, |picked| {
                    keys.add_to(&mut distinct, &runner.picks.table.rows.local, picked);
                });
            }
            distinct.finish(&mut counts);
            visit(&counts[..size]);
        });
    };
    Ordered::counts(blocks, customers)
}

/// What a sum becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SumKind {
    /// 0 without rows.
    Sum,
    /// Missing without rows.
    IfAny,
    /// Divided by the number of rows with a value; missing without any.
    Average,
}

/// The numbers of each table, brought to one scale.
pub(super) struct Aligned<'a> {
    /// The numbers; `None` of a table without any.
    pub(super) numbers: Vec<Option<Numbers<'a>>>,
    /// Digits after the point.
    pub(super) scale: u8,
}

impl<'a> Aligned<'a> {
    /// The numbers behind the sources.
    ///
    /// # Errors
    /// [`Code::OutOfRange`] if events of several kinds keep their numbers at different scales.
    pub(super) fn of(sources: &[(Table<'a>, Source<'a>)]) -> Result<Aligned<'a>> {
        let numbers: Vec<Option<Numbers<'a>>> =
            sources.iter().map(|(table, source)| Numbers::of(table, *source)).collect();
        let mut scales = numbers.iter().flatten().map(|numbers| numbers.scale);
        let scale = scales.next().unwrap_or(0);
        if scales.any(|other| other != scale) {
            let message = "Numbers of several kinds of events have different decimals; ask about one kind at a time.";
            return Err(Error::new(Code::OutOfRange, message));
        }
        Ok(Aligned { numbers, scale })
    }

    /// At least the sum of all magnitudes.
    pub(super) fn magnitude(&self) -> u128 {
        self.numbers.iter().flatten().fold(0, |sum, numbers| sum.saturating_add(numbers.magnitude))
    }

    /// Sums or averages.
    pub(super) fn sums(&self, runners: &[Runner<'_>], customers: usize, kind: SumKind) -> Ordered {
        let magnitude = self.magnitude();
        let mut out = Whole::with_capacity(customers, magnitude);
        let mut counts: Vec<u32> = Vec::new();
        let mut any = RowSet::empty(customers as u32);
        let mut scratch = Scratch::default();
        let mut sums = Sums::new(magnitude, kind == SumKind::Average, kind == SumKind::IfAny);
        each_block(customers, |block, size| {
            sums.clear();
            for (runner, numbers) in runners.iter().zip(&self.numbers) {
                let local = &runner.picks.table.rows.local;
                runner.each(block, &mut scratch, |picked| match numbers {
                    Some(numbers) => numbers.add_to(&mut sums, local, picked),
                    None => sums.add(local, picked, |_| None),
                });
            }
            sums.append_to(&mut out, size);
            match kind {
                SumKind::Sum => {}
                SumKind::IfAny => copy_words(&sums.any, any.block_mut(block)),
                SumKind::Average => counts.extend_from_slice(&sums.counts[..size]),
            }
        });
        match kind {
            SumKind::Sum => Ordered::new(self.scale, out, |_| true),
            SumKind::IfAny => Ordered::new(self.scale, out, |row| any.contains(row as u32)),
            SumKind::Average => Ordered::ratio(self.scale, out, counts),
        }
    }

    /// Least or greatest values.
    pub(super) fn extremes(&self, runners: &[Runner<'_>], customers: usize, greatest: bool) -> Ordered {
        let mut out = Vec::with_capacity(customers);
        let mut any = RowSet::empty(customers as u32);
        let mut scratch = Scratch::default();
        let mut extremes = Extremes::new(greatest);
        each_block(customers, |block, size| {
            extremes.clear();
            for (runner, numbers) in runners.iter().zip(&self.numbers) {
                let local = &runner.picks.table.rows.local;
                runner.each(block, &mut scratch, |picked| {
                    if let Some(numbers) = numbers {
                        numbers.extend(&mut extremes, local, picked);
                    }
                });
            }
            out.extend_from_slice(&extremes.values[..size]);
            copy_words(&extremes.any, any.block_mut(block));
        });
        Ordered::new(self.scale, Whole::Narrow(out), |row| any.contains(row as u32))
    }

    /// The values of the latest rows, if they are numbers or times.
    pub(super) fn latest(&self, latest: &LatestRows) -> Option<Ordered> {
        if self.numbers.iter().any(Option::is_none) || self.numbers.is_empty() {
            return None;
        }
        let value = |customer: usize| {
            let (table, row) = latest.get(customer)?;
            self.numbers[table]?.get(row)
        };
        let values: Vec<Option<i64>> = (0..latest.len()).map(value).collect();
        let whole = Whole::Narrow(values.iter().map(|value| value.unwrap_or(Times::MISSING)).collect());
        Some(Ordered::new(self.scale, whole, |row| values[row].is_some()))
    }
}

/// The time of each customer's earliest (`first`) or latest row.
pub(super) fn end_times(runners: &[Runner<'_>], customers: usize, first: bool) -> Ordered {
    let mut seconds = Vec::with_capacity(customers);
    let mut scratch = Scratch::default();
    let mut times = per_customer(Times::MISSING);
    each_block(customers, |block, size| {
        times.fill(Times::MISSING);
        for runner in runners {
            let table = &runner.picks.table;
            runner.each(block, &mut scratch, |picked| {
                picked.each(|row| {
                    let (time, kept) = (time_of(table, row as u32), &mut times[usize::from(table.rows.local[row])]);
                    // No time is the least of all.
                    *kept = if first && *kept != Times::MISSING { time.min(*kept) } else { time.max(*kept) };
                });
            });
        }
        seconds.extend_from_slice(&times[..size]);
    });
    Ordered::times(seconds)
}

fn copy_words(from: &[u64], to: &mut [u64]) {
    let count = to.len();
    to.copy_from_slice(&from[..count]);
}
