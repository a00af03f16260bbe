//! A number taken over each customer's rows, kept up as rows come and go.

use super::cells::Numbers;
use super::latest::time_of;
use super::measures::{Aligned, SumKind};
use super::rows::{Runner, Scratch};
use crate::aggregate::{NO_ROW, Picked};
use crate::check::{Measure, Positive, RowColumn, RowsSpec, ValueTest};
use crate::plan::{Interval, Stretch, Table, gained, integers};
use crate::rows::{BLOCK, RowSet};
use std::ops::Range;

/// The rows of each table as they are picked at a moment, and those that exist no longer from then on.
pub(super) type Moment<'a> = (Vec<Runner<'a>>, Vec<Range<usize>>);

/// Counts and sums of rows, with the test they must pass.
#[derive(Debug)]
pub(super) struct Tally {
    /// Which rows, whatever their time.
    rows: RowsSpec,
    /// `None` asks for a row.
    measured: Option<(Measure, ValueTest)>,
    test: Test,
    /// Who passes.
    set: RowSet,
    /// By customer. Of averages, rows with a value; of lines, orders.
    counts: Vec<u32>,
    sums: Vec<i64>,
}

/// The test of a number, at its scale.
#[derive(Debug)]
struct Test {
    /// `None` is a test of counts.
    sum: Option<SumKind>,
    intervals: Vec<Interval>,
    /// The integers inside the intervals.
    inside: Vec<Stretch>,
    negated: bool,
    /// What it says without a value.
    missing: bool,
}

/// The column a measure takes its numbers from, if it is one that is kept up.
pub(super) fn summed(measure: &Measure) -> Option<(&RowColumn, SumKind)> {
    match measure {
        Measure::Sum(column) => Some((column, SumKind::Sum)),
        Measure::SumIfAny(column) => Some((column, SumKind::IfAny)),
        Measure::Average(column) => Some((column, SumKind::Average)),
        _ => None,
    }
}

impl Tally {
    /// Nothing yet; `None` if the measure, or the test of it, cannot be kept up.
    pub(super) fn new(
        rows: RowsSpec,
        measured: Option<(&Measure, &ValueTest)>,
        numbers: &Aligned<'_>,
    ) -> Option<Tally> {
        let sum = measured.and_then(|(measure, _)| summed(measure)).map(|(_, kind)| kind);
        let counted = measured.is_none_or(|(measure, _)| *measure == Measure::Count);
        if !counted && (sum.is_none() || numbers.magnitude() > i64::MAX as u128) {
            return None;
        }
        let (mut intervals, mut inside) = (Vec::new(), vec![(1, i64::MAX)]);
        let (mut negated, mut missing) = (false, false);
        if let Some((_, test)) = measured {
            let Positive::Within(_) = test.positive else { return None };
            intervals = crate::plan::intervals(&test.positive, numbers.scale)?;
            inside = integers(&intervals);
            (negated, missing) = (test.negated, test.negated && !test.strict);
        }
        let measured = measured.map(|(measure, test)| (measure.clone(), test.clone()));
        let test = Test { sum, intervals, inside, negated, missing };
        Some(Tally { rows, measured, test, set: RowSet::empty(0), counts: Vec::new(), sums: Vec::new() })
    }

    /// Whether it is of these rows, whatever their time, and this test.
    pub(super) fn is_of(&self, rows: &RowsSpec, measured: Option<(&Measure, &ValueTest)>) -> bool {
        let own = self.measured.as_ref().map(|(measure, test)| (measure, test));
        self.rows == *rows && own == measured
    }

    /// Who passes now.
    pub(super) fn set(&self) -> &RowSet {
        &self.set
    }

    /// Takes the rows the runners pick first.
    pub(super) fn begin(&mut self, runners: &[Runner<'_>], numbers: &[Option<Numbers<'_>>], customers: u32) {
        let size = customers as usize;
        self.counts = vec![0; size];
        self.sums = vec![0; if self.test.sum.is_some() { size } else { 0 }];
        let mut scratch = Scratch::default();
        for block in 0..size.div_ceil(BLOCK) {
            for (place, runner) in runners.iter().enumerate() {
                let numbers = numbers.get(place).and_then(Option::as_ref);
                let table = &runner.picks.table;
                runner.each(block, &mut scratch, |picked| self.add(block, table, numbers, picked, 1, None));
            }
        }
        let sum = |customer: usize| self.sums.get(customer).copied().unwrap_or(0);
        self.set = RowSet::from_fn(customers, |customer| {
            self.test.passes(self.counts[customer as usize], sum(customer as usize))
        });
    }

    /// Goes on from the rows that the runners of the first of `moments` pick to those of each other,
    /// at which some rows exist no longer. The customers who turn at each, once for every turn.
    pub(super) fn steps(
        &mut self,
        moments: &[Moment<'_>],
        numbers: &[Option<Numbers<'_>>],
        customers: u32,
    ) -> Vec<Vec<u32>> {
        let changes: Vec<[Vec<Stretch>; 2]> = (moments.windows(2))
            .map(|pair| {
                let [before, now] = [&pair[0].0[0].picks.stretches, &pair[1].0[0].picks.stretches];
                [gained(before, now), gained(now, before)]
            })
            .collect();
        let mut turns = vec![Vec::new(); changes.len()];
        let mut scratch = Scratch::default();
        for block in 0..(customers as usize).div_ceil(BLOCK) {
            for ((pair, [went, came]), turns) in moments.windows(2).zip(&changes).zip(&mut turns) {
                for (place, (before, now)) in pair[0].0.iter().zip(&pair[1].0).enumerate() {
                    let table = &now.picks.table;
                    let numbers = numbers.get(place).and_then(Option::as_ref);
                    let mut add =
                        |picked: &Picked<'_>, sign| self.add(block, table, numbers, picked, sign, Some(turns));
                    let starts = &table.rows.block_starts;
                    let of_block = starts[block] as usize..starts[block + 1] as usize;
                    for rows in pair[1].1.iter().filter(|rows| of_block.contains(&rows.start)) {
                        let time = time_of(table, rows.start as u32);
                        if before.picks.stretches.iter().any(|(first, last)| (*first..=*last).contains(&time)) {
                            before.passing(rows.clone(), None, &mut scratch, |picked| add(picked, -1));
                        }
                    }
                    now.each_in(went, block, &mut scratch, |picked| add(picked, -1));
                    now.each_in(came, block, &mut scratch, |picked| add(picked, 1));
                }
            }
        }
        turns
    }

    /// Adds picked rows of a block, or takes them away. Notes each customer who turns in `turns`.
    /// A function of its own: an engine optimises what is called often, not one long loop.
    #[inline(never)]
    fn add(
        &mut self,
        block: usize,
        table: &Table<'_>,
        numbers: Option<&Numbers<'_>>,
        picked: &Picked<'_>,
        sign: i64,
        mut turns: Option<&mut Vec<u32>>,
    ) {
        let Tally { test, set, counts, sums, .. } = self;
        let first = block * BLOCK;
        let (local, counts) = (&table.rows.local, &mut counts[first..]);
        let words = if turns.is_some() { set.block_mut(block) } else { &mut [] };
        let mut bring = |customer: usize, count: u32, sum: i64| {
            let Some(turns) = &mut turns else { return };
            let (word, bit) = (&mut words[customer / 64], customer % 64);
            if test.passes(count, sum) != (*word >> bit & 1 == 1) {
                *word ^= 1 << bit;
                turns.push((first + customer) as u32);
            }
        };
        let Some(kind) = test.sum else {
            // Lines of one order stand together, and come and go with it (A4).
            let parents = if table.orders.is_some() { &table.rows.parents[..] } else { &[] };
            let mut last = NO_ROW;
            return picked.each(|row| {
                if let Some(parent) = parents.get(row) {
                    if *parent == last {
                        return;
                    }
                    last = *parent;
                }
                let customer = usize::from(local[row]);
                let count = counts[customer].wrapping_add_signed(sign as i32);
                counts[customer] = count;
                bring(customer, count, 0);
            });
        };
        let sums = &mut sums[first..];
        picked.each(|row| {
            let (customer, value) = (usize::from(local[row]), numbers.and_then(|numbers| numbers.get(row)));
            let sum = sums[customer].wrapping_add(sign * value.unwrap_or(0));
            let counted = kind != SumKind::Average || value.is_some();
            let count = counts[customer].wrapping_add_signed(sign as i32 * i32::from(counted));
            (sums[customer], counts[customer]) = (sum, count);
            bring(customer, count, sum);
        });
    }
}

impl Test {
    #[inline(always)]
    fn passes(&self, count: u32, sum: i64) -> bool {
        let among = |number: i64| self.inside.iter().any(|(first, last)| (*first..=*last).contains(&number));
        let inside = match self.sum {
            None => among(i64::from(count)),
            Some(SumKind::Sum) => among(sum),
            Some(_) if count == 0 => return self.missing,
            Some(SumKind::IfAny) => among(sum),
            Some(SumKind::Average) => self.intervals.iter().any(|interval| interval.contains(i128::from(sum), count)),
        };
        inside != self.negated
    }
}
