//! Runs over the rows a clause picks, block by block: stretches of time first, then the bits of
//! the order policy, then the tests of single rows.

use super::column::{Test, valid};
use super::kernels;
use crate::aggregate::Picked;
use crate::plan::{Bound, Filter, Picks, Source, Stretch, Table};
use crate::rows::RowSet;
use crate::snapshot::Column;
use crate::time::Zone;
use std::ops::Range;
use std::sync::Arc;

/// The rows of one table that are wanted, ready to run over.
#[derive(Debug)]
pub(super) struct Runner<'a> {
    /// Which rows.
    pub(super) picks: Picks<'a>,
    /// Rows the order policy lets exist; `None` means all.
    existing: Option<Arc<RowSet>>,
    tests: Vec<RowTest<'a>>,
}

/// A filter, ready to run.
#[derive(Debug)]
struct RowTest<'a> {
    kind: Kind<'a>,
    negated: bool,
    strict: bool,
}

#[derive(Debug)]
enum Kind<'a> {
    /// On the row itself.
    Own(Test<'a>),
    /// On its order.
    Order(Test<'a>, &'a [u32]),
    /// On its product: which products pass and which have a value; the bit past the last
    /// product is that of a row without one.
    Product(Vec<u64>, Vec<u64>, &'a [u32], u32),
    /// On the row itself if it has a value, else on its product.
    Either(Test<'a>, Vec<u64>, Vec<u64>, &'a [u32], u32),
    /// The same for every row: none has a value.
    Nowhere(bool),
}

/// Words that are needed over and over.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    words: Vec<u64>,
    positive: Vec<u64>,
    valid: Vec<u64>,
    order: Vec<u64>,
}

impl<'a> Runner<'a> {
    /// Prepares the rows of `picks`.
    pub(super) fn new(picks: Picks<'a>, existing: Option<Arc<RowSet>>, zone: &'a Zone) -> Runner<'a> {
        let tests = picks.filters.iter().map(|filter| RowTest::new(filter, &picks.table, zone)).collect();
        Runner { picks, existing, tests }
    }

    /// Calls `visit` with the picked rows of a block, in ascending order.
    pub(super) fn each(&self, block: usize, scratch: &mut Scratch, visit: impl FnMut(&Picked<'_>)) {
        self.each_in(&self.picks.stretches, block, scratch, visit);
    }

    /// As [`Runner::each`], the latest first.
    pub(super) fn each_back(&self, block: usize, scratch: &mut Scratch, mut visit: impl FnMut(&Picked<'_>)) {
        for stretch in self.picks.stretches.iter().rev() {
            self.each_in(std::slice::from_ref(stretch), block, scratch, &mut visit);
        }
    }

    /// As [`Runner::each`], of other stretches of time.
    pub(super) fn each_in(
        &self,
        stretches: &[Stretch],
        block: usize,
        scratch: &mut Scratch,
        mut visit: impl FnMut(&Picked<'_>),
    ) {
        for stretch in stretches {
            let range = rows_in(&self.picks.table, block, *stretch);
            if !range.is_empty() {
                self.passing(range, self.existing.as_deref(), scratch, &mut visit);
            }
        }
    }

    /// Calls `visit` with those of some rows of a block that pass the tests and exist; without
    /// `existing` all do.
    pub(super) fn passing(
        &self,
        range: Range<usize>,
        existing: Option<&RowSet>,
        scratch: &mut Scratch,
        mut visit: impl FnMut(&Picked<'_>),
    ) {
        if existing.is_none() && self.tests.is_empty() {
            visit(&Picked { range, words: None });
            return;
        }
        self.write(range.clone(), existing, scratch);
        visit(&Picked { range, words: Some(&scratch.words) });
    }

    fn write(&self, range: Range<usize>, existing: Option<&RowSet>, scratch: &mut Scratch) {
        let first = range.start & !63;
        let count = (range.end - first).div_ceil(64);
        scratch.words.clear();
        match existing {
            Some(existing) => scratch.words.extend_from_slice(&existing.words()[first / 64..first / 64 + count]),
            None => scratch.words.resize(count, u64::MAX),
        }
        kernels::keep_rows(&mut scratch.words, range.start - first, range.end - first);
        let Scratch { words, positive, valid, order } = scratch;
        for test in &self.tests {
            positive.resize(count, 0);
            valid.resize(count, 0);
            test.write(first..range.end, positive, valid, order);
            kernels::and(words, positive);
        }
    }
}

/// The rows of a block whose time is in a stretch.
fn rows_in(table: &Table<'_>, block: usize, stretch: (i64, i64)) -> Range<usize> {
    let rows = table.rows;
    let of_block =
        |rows: &crate::snapshot::Rows| rows.block_starts[block] as usize..rows.block_starts[block + 1] as usize;
    let between = |at: &[i64], within: Range<usize>| {
        let at = &at[within.clone()];
        let from = at.partition_point(|at| *at < stretch.0);
        let to = at.partition_point(|at| *at <= stretch.1);
        within.start + from..within.start + to.max(from)
    };
    match table.orders {
        Some(orders) => {
            let parents = between(&orders.at, of_block(orders));
            let within = of_block(rows);
            let own = &rows.parents[within.clone()];
            let from = own.partition_point(|parent| (*parent as usize) < parents.start);
            let to = own.partition_point(|parent| (*parent as usize) < parents.end);
            within.start + from..within.start + to
        }
        None if rows.at.is_empty() => of_block(rows),
        None => between(&rows.at, of_block(rows)),
    }
}

impl<'a> RowTest<'a> {
    fn new(filter: &Filter<'a>, table: &Table<'a>, zone: &'a Zone) -> RowTest<'a> {
        let products = || table.products.map_or(0, |products| products.len);
        let kind = match filter.source {
            Source::Own(column) => Kind::Own(Test::new(column, &filter.bound, zone)),
            Source::Order(column) => Kind::Order(Test::new(column, &filter.bound, zone), &table.rows.parents),
            Source::Product(column) => {
                let (passing, valued) = on_products(column, &filter.bound, products(), zone);
                Kind::Product(passing, valued, &table.rows.products, products())
            }
            Source::Either(own, other) => {
                let (passing, valued) = on_products(other, &filter.other, products(), zone);
                let own = Test::new(own, &filter.bound, zone);
                Kind::Either(own, passing, valued, &table.rows.products, products())
            }
            Source::At => match table.orders {
                Some(orders) => Kind::Order(Test::of_times(&orders.at, &filter.bound, zone), &table.rows.parents),
                None => Kind::Own(Test::of_times(&table.rows.at, &filter.bound, zone)),
            },
            Source::Nowhere => Kind::Nowhere(matches!(filter.bound, Bound::Missing)),
        };
        RowTest { kind, negated: filter.negated, strict: filter.strict }
    }

    /// Writes which of `rows` pass; `rows` starts at a multiple of 64.
    fn write(&self, rows: Range<usize>, out: &mut [u64], valid: &mut [u64], order: &mut Vec<u64>) {
        match &self.kind {
            Kind::Own(test) => {
                test.positive(rows.clone(), out);
                if self.negated && self.strict {
                    test.valid(rows.clone(), valid);
                }
            }
            Kind::Order(test, parents) => {
                let parents = &parents[rows.clone()];
                let (Some(first), Some(last)) = (parents.first(), parents.last()) else { return };
                let first = *first as usize & !63;
                let of_orders = first..*last as usize + 1;
                order.resize(of_orders.len().div_ceil(64), 0);
                let bit = |order: &[u64], parent: u32| {
                    let place = parent as usize - first;
                    order[place / 64] >> (place % 64) & 1 == 1
                };
                test.positive(of_orders.clone(), order);
                kernels::write(parents, out, |parent| bit(order, parent));
                if self.negated && self.strict {
                    test.valid(of_orders, order);
                    kernels::write(parents, valid, |parent| bit(order, parent));
                }
            }
            Kind::Product(passing, valued, products, count) => {
                look_up(passing, products, *count, rows.clone(), out);
                if self.negated && self.strict {
                    look_up(valued, products, *count, rows.clone(), valid);
                }
            }
            Kind::Either(own, passing, valued, products, count) => {
                look_up(passing, products, *count, rows.clone(), out);
                let mut mine = vec![0; out.len()];
                own.valid(rows.clone(), &mut mine);
                out.iter_mut().zip(&mine).for_each(|(word, mine)| *word &= !mine);
                look_up(valued, products, *count, rows.clone(), valid);
                kernels::or(valid, &mine);
                own.positive(rows.clone(), &mut mine);
                match own.asks_missing() {
                    // Missing is what neither has.
                    true => out.iter_mut().zip(&*valid).for_each(|(word, valid)| *word = !valid),
                    false => kernels::or(out, &mine),
                }
            }
            Kind::Nowhere(missing) => {
                out.fill(if *missing { u64::MAX } else { 0 });
                valid.fill(0);
            }
        }
        if self.negated {
            out.iter_mut().for_each(|word| *word = !*word);
            if self.strict {
                kernels::and(out, valid);
            }
        }
    }
}

/// Which products pass and which have a value; no row has a product past the last one.
fn on_products(column: &Column, bound: &Bound, count: u32, zone: &Zone) -> (Vec<u64>, Vec<u64>) {
    let words = (count as usize + 1).div_ceil(64);
    let (mut passing, mut valued) = (vec![0; words], vec![0; words]);
    let used = (count as usize).div_ceil(64);
    Test::new(column, bound, zone).positive(0..count as usize, &mut passing[..used]);
    valid(column, 0..count as usize, &mut valued[..used]);
    if matches!(bound, Bound::Missing) {
        passing[count as usize / 64] |= 1 << (count % 64);
    }
    (passing, valued)
}

fn look_up(bits: &[u64], products: &[u32], count: u32, rows: Range<usize>, words: &mut [u64]) {
    // A table whose rows refer to no product keeps no references.
    if products.is_empty() {
        let bit = bits[count as usize / 64] >> (count % 64) & 1 == 1;
        words.fill(if bit { u64::MAX } else { 0 });
        return;
    }
    kernels::write(&products[rows], words, |product| {
        let product = product.min(count);
        bits[product as usize / 64] >> (product % 64) & 1 == 1
    });
}
