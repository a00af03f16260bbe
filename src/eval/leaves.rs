//! Leaves: tests of one value per customer, and of child rows.

use super::cache::{Key, Numbered, Value};
use super::column::Test;
use super::latest::LatestRows;
use super::operands::Reading;
use super::postings::Postings;
use super::universe::{having_value, whole};
use super::{Run, measures, statistics};
use crate::check::{Operand, Positive, RowsTest, ValueTest};
use crate::error::Result;
use crate::plan::{Bound, Interval, MonthDays, Source, Table, bind, intervals};
use crate::rows::RowSet;
use crate::snapshot::{Column, Lists};
use std::sync::Arc;

impl<'a> Run<'a> {
    /// The customers whose value passes a test.
    pub(super) fn value_leaf(&mut self, operand: &Operand, test: &ValueTest) -> Result<Numbered> {
        let options = match test.positive {
            Positive::AgainstStatistic { .. } => Some(self.options.clone()),
            _ => self.options_for(operand),
        };
        let key = Key::Value(options, operand.clone(), test.clone());
        if let Some(kept) = self.cache.get_set(&key) {
            return Ok(kept);
        }
        let reading = self.reading(operand)?;
        let mut set = self.positive(&reading, operand, &test.positive)?;
        if test.negated {
            set.not();
            if test.strict {
                set.and(&self.present(&reading));
            }
        }
        Ok(self.cache.put_set(key, set))
    }

    /// The customers whose value passes a test.
    pub(crate) fn value_set(&mut self, operand: &Operand, test: &ValueTest) -> Result<Arc<RowSet>> {
        self.value_leaf(operand, test).map(|numbered| numbered.set)
    }

    /// The customers whose rows exist and pass.
    pub(crate) fn rows_set(&mut self, test: &RowsTest) -> Result<Arc<RowSet>> {
        self.rows_leaf(test).map(|numbered| numbered.set)
    }

    /// The customers whose rows exist and pass.
    pub(super) fn rows_leaf(&mut self, test: &RowsTest) -> Result<Numbered> {
        if let ([(measure, value)], false) = (&test.measures[..], test.negated) {
            return self.value_leaf(&Operand::Measure { rows: test.rows.clone(), measure: measure.clone() }, value);
        }
        let key = Key::Rows(self.options.clone(), test.clone());
        if let Some(kept) = self.cache.get_set(&key) {
            return Ok(kept);
        }
        let mut set = match test.measures.is_empty() {
            true => {
                let amounts = self.amounts_for(test.rows.filter.iter().map(|test| &test.column))?;
                let customers = self.customers();
                measures::having_rows(&self.runners(&test.rows, amounts.column()), customers)
            }
            false => RowSet::full(self.snapshot.customers.len),
        };
        for (measure, value) in &test.measures {
            let operand = Operand::Measure { rows: test.rows.clone(), measure: measure.clone() };
            set.and(&self.value_leaf(&operand, value)?.set);
        }
        if test.negated {
            set.not();
        }
        Ok(self.cache.put_set(key, set))
    }

    fn positive(&mut self, reading: &Reading<'a>, operand: &Operand, positive: &Positive) -> Result<RowSet> {
        let nobody = || RowSet::empty(self.snapshot.customers.len);
        Ok(match (positive, reading) {
            (Positive::Missing, _) => {
                let mut set = self.present(reading);
                set.not();
                set
            }
            (_, Reading::Plain(column)) => self.plain(operand, column, positive),
            (_, Reading::Latest(latest, sources)) => self.of_latest(latest, sources, positive),
            (Positive::AnniversaryIn(spans), _) => self.anniversaries(reading, operand, spans)?,
            _ => match (reading.view(), self.intervals(reading, positive)) {
                (Some(view), Some(inside)) => view.within(&inside),
                _ => nobody(),
            },
        })
    }

    /// The intervals a test of ordered values stands for, at their scale; `None` for other tests,
    /// and for a statistic of no one.
    pub(crate) fn intervals(&mut self, reading: &Reading<'a>, positive: &Positive) -> Option<Vec<Interval>> {
        let view = reading.view()?;
        match positive {
            Positive::AgainstStatistic { low, high } => {
                statistics::interval(&view, &self.universe(), *low, *high).map(|interval| vec![interval])
            }
            _ => intervals(positive, view.scale),
        }
    }

    fn plain(&mut self, operand: &Operand, column: &'a Column, positive: &Positive) -> RowSet {
        match (bind(positive, column), column, operand) {
            (Bound::Any(set), Column::List(lists), Operand::Column(name)) => self.postings(name, lists).any(&set.keys),
            (Bound::All(keys), Column::List(lists), Operand::Column(name)) => self.postings(name, lists).all(&keys),
            (bound, ..) => self.whole_column(column, &bound),
        }
    }

    fn postings(&mut self, name: &str, lists: &Lists) -> Arc<Postings> {
        let key = Key::Postings(name.to_owned());
        if let Some(Value::Postings(kept)) = self.cache.get(&key) {
            return kept;
        }
        let postings = Arc::new(Postings::of(lists));
        self.cache.put(key, Value::Postings(postings.clone()));
        postings
    }

    fn anniversaries(
        &mut self,
        reading: &Reading<'a>,
        operand: &Operand,
        spans: &[(crate::time::Day, crate::time::Day)],
    ) -> Result<RowSet> {
        let days = Bound::Anniversary(MonthDays::of(spans));
        let zone = &self.snapshot.zone;
        if let (Reading::Days(..), Operand::Column(name)) = (reading, operand) {
            return Ok(self.whole_column(&self.snapshot.customers.columns[name], &days));
        }
        let seconds = self.seconds(operand)?;
        let test = Test::of_times(&seconds, &days, zone);
        Ok(whole(seconds.len() as u32, |rows, words| test.positive(rows, words)))
    }

    /// The customers whose latest row passes.
    fn of_latest(&self, latest: &LatestRows, sources: &[(Table<'a>, Source<'a>)], positive: &Positive) -> RowSet {
        let rows: Vec<RowSet> = sources
            .iter()
            .map(|(table, source)| {
                on_rows(table, *source, |column, len| {
                    let test = Test::new(column, &bind(positive, column), &self.snapshot.zone);
                    whole(len, |rows, words| test.positive(rows, words))
                })
            })
            .collect();
        picked(latest, sources, &rows)
    }

    /// The customers who have a value.
    fn present(&self, reading: &Reading<'a>) -> RowSet {
        match (reading, reading.view()) {
            (_, Some(view)) => view.present(),
            (Reading::Plain(column), _) => having_value(self.snapshot.customers.len, column),
            (Reading::Latest(latest, sources), _) => {
                let rows: Vec<RowSet> = sources
                    .iter()
                    .map(|(table, source)| on_rows(table, *source, |column, len| having_value(len, column)))
                    .collect();
                picked(latest, sources, &rows)
            }
            _ => RowSet::empty(self.snapshot.customers.len),
        }
    }
}

/// Rows of the table a source's values stand in.
fn on_rows(table: &Table<'_>, source: Source<'_>, rows: impl Fn(&Column, u32) -> RowSet) -> RowSet {
    match source {
        Source::Own(column) | Source::Either(column, _) => rows(column, table.rows.len),
        Source::Order(column) => rows(column, table.orders.map_or(0, |orders| orders.len)),
        Source::Product(column) => rows(column, table.products.map_or(0, |products| products.len)),
        Source::At | Source::Nowhere => RowSet::empty(0),
    }
}

/// The customers whose latest row, or the row it refers to, is among `rows` of its table.
fn picked(latest: &LatestRows, sources: &[(Table<'_>, Source<'_>)], rows: &[RowSet]) -> RowSet {
    RowSet::from_fn(latest.len() as u32, |customer| {
        let Some((number, row)) = latest.get(customer as usize) else { return false };
        let (table, source) = &sources[number];
        let at = match source {
            Source::Order(_) => table.rows.parents[row],
            Source::Product(_) => table.rows.products[row],
            _ => row as u32,
        };
        rows[number].contains(at)
    })
}
