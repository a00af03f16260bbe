//! Operands: one value per customer, read from a column or computed and kept.

use super::cache::{Key, Value};
use super::latest::LatestRows;
use super::measures::{self, Aligned, SumKind};
use super::ordered::{Ordered, Values, View};
use super::rows::Runner;
use super::sketch::{Map, Sketch};
use super::{Run, statistics};
use crate::aggregate::{Cut, Whole};
use crate::check::{Measure, Operand, RowColumn, RowsSpec};
use crate::error::Result;
use crate::plan::{Edge, Interval, Source, Table, pick};
use crate::rows::RowSet;
use crate::snapshot::{Column, Numbers, Times};
use crate::time::{Day, Days, Instant};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// One value per customer.
#[derive(Debug)]
pub(crate) enum Reading<'a> {
    /// Computed numbers or times.
    Computed(Arc<Ordered>),
    /// A column of numbers with its codes.
    Numbers(&'a Numbers, Arc<Sketch>),
    /// A column of times whose codes are its days.
    Days(&'a Times, Map),
    /// A column of times too far apart for that.
    Times(&'a Times, Arc<Sketch>),
    /// A column of anything else.
    Plain(&'a Column),
    /// A value of the latest row that is neither number nor time.
    Latest(Arc<LatestRows>, Vec<(Table<'a>, Source<'a>)>),
    /// No customer has a value.
    Nothing,
}

impl Reading<'_> {
    /// The values, if they have an order.
    pub(crate) fn view(&self) -> Option<View<'_>> {
        match self {
            Reading::Computed(ordered) => Some(ordered.view()),
            Reading::Numbers(numbers, sketch) => Some(View {
                scale: numbers.scale,
                codes: &sketch.codes,
                map: &sketch.map,
                values: Values::Narrow(&numbers.values),
            }),
            Reading::Days(times, map) => {
                Some(View { scale: 0, codes: &times.day_codes, map, values: Values::Narrow(&times.seconds) })
            }
            Reading::Times(times, sketch) => {
                let values = Values::Narrow(&times.seconds);
                Some(View { scale: 0, codes: &sketch.codes, map: &sketch.map, values })
            }
            Reading::Plain(_) | Reading::Latest(..) | Reading::Nothing => None,
        }
    }
}

impl<'a> Run<'a> {
    /// The values of an operand.
    pub(crate) fn reading(&mut self, operand: &Operand) -> Result<Reading<'a>> {
        match operand {
            Operand::Column(name) => Ok(self.column(name, operand)),
            Operand::Counter(name) => Ok(match self.snapshot.customers.columns.get(name) {
                Some(Column::Number(numbers)) => {
                    // Rows without a value hold 0, which is what a counter then is (N2).
                    Reading::Numbers(numbers, self.sketch(operand, &numbers.values, |_| true))
                }
                _ => self.column(name, operand),
            }),
            Operand::Measure { rows, measure: Measure::Latest(column) } => self.latest(operand, rows, column),
            _ => self.computed(operand).map(Reading::Computed),
        }
    }

    /// The values of a column of the customers table.
    pub(super) fn column(&mut self, name: &str, operand: &Operand) -> Reading<'a> {
        match self.snapshot.customers.columns.get(name) {
            Some(Column::Number(numbers)) => {
                let valid = numbers.valid.as_ref();
                let present = |row: usize| valid.is_none_or(|valid| valid.contains(row as u32));
                Reading::Numbers(numbers, self.sketch(operand, &numbers.values, present))
            }
            Some(Column::Time(times)) if times.day_codes.is_empty() => {
                let present = |row: usize| times.seconds[row] != Times::MISSING;
                Reading::Times(times, self.sketch(operand, &times.seconds, present))
            }
            Some(Column::Time(times)) => {
                Reading::Days(times, Map::Days { first: times.first_day, zone: self.snapshot.zone.clone() })
            }
            Some(column) => Reading::Plain(column),
            None => Reading::Nothing,
        }
    }

    fn sketch(&mut self, operand: &Operand, values: &[i64], present: impl Fn(usize) -> bool) -> Arc<Sketch> {
        let key = Key::Reading(None, operand.clone());
        if let Some(Value::Sketch(kept)) = self.cache.get(&key) {
            return kept;
        }
        let sketch = Arc::new(Sketch::of_narrow(values, present));
        self.cache.put(key, Value::Sketch(sketch.clone()));
        sketch
    }

    /// Computes an operand that is no column of the snapshot, or finds what was computed.
    fn computed(&mut self, operand: &Operand) -> Result<Arc<Ordered>> {
        let key = Key::Reading(self.options_for(operand), operand.clone());
        if let Some(Value::Ordered(kept)) = self.cache.get(&key) {
            return Ok(kept);
        }
        let ordered = Arc::new(match operand {
            Operand::Measure { rows, measure } => self.measure(rows, measure)?,
            Operand::DaysSince(of) => self.days_since(of)?,
            Operand::YearsSince(of) => self.years_since(of)?,
            Operand::FirstPresent(of) => self.first_present(of)?,
            Operand::Extreme { earliest, of } => self.extreme(of, *earliest)?,
            Operand::Bucket { seed } => self.buckets(seed),
            Operand::Quintile { of, smaller_is_better, among } => self.quintiles(of, *smaller_is_better, among)?,
            Operand::Column(_) | Operand::Counter(_) => unreachable!("columns are read, not computed"),
        });
        self.cache.put(key, Value::Ordered(ordered.clone()));
        Ok(ordered)
    }

    /// The options an operand depends on.
    pub(super) fn options_for(&self, operand: &Operand) -> Option<Arc<crate::check::Options>> {
        match operand {
            Operand::Column(_) | Operand::Counter(_) | Operand::Bucket { .. } => None,
            _ => Some(self.options.clone()),
        }
    }

    fn measure(&mut self, spec: &RowsSpec, measure: &Measure) -> Result<Ordered> {
        let of = match measure {
            Measure::Sum(column)
            | Measure::SumIfAny(column)
            | Measure::Average(column)
            | Measure::Minimum(column)
            | Measure::Maximum(column)
            | Measure::Latest(column)
            | Measure::Distinct(column) => Some(column),
            Measure::Count | Measure::FirstAt | Measure::LastAt => None,
        };
        let columns = spec.filter.iter().map(|test| &test.column).chain(of);
        let amounts = self.amounts_for(columns)?;
        let (runners, customers) = (self.runners(spec, amounts.column()), self.customers());
        let sources: Vec<(Table<'_>, Source<'_>)> = match of {
            Some(column) => {
                let tables = runners.iter().map(|runner| runner.picks.table);
                tables.map(|table| (table, table.source(column, amounts.column()))).collect()
            }
            None => Vec::new(),
        };
        let sums = |kind| Ok(Aligned::of(&sources)?.sums(&runners, customers, kind));
        let extremes = |greatest| Ok(Aligned::of(&sources)?.extremes(&runners, customers, greatest));
        match measure {
            Measure::Count => Ok(measures::counts(&runners, customers)),
            Measure::Distinct(_) => Ok(measures::distinct(&runners, &sources, customers)),
            Measure::Sum(_) => sums(SumKind::Sum),
            Measure::SumIfAny(_) => sums(SumKind::IfAny),
            Measure::Average(_) => sums(SumKind::Average),
            Measure::Minimum(_) => extremes(false),
            Measure::Maximum(_) => extremes(true),
            Measure::FirstAt | Measure::LastAt => {
                Ok(measures::end_times(&runners, customers, *measure == Measure::FirstAt))
            }
            Measure::Latest(_) => {
                let latest = Aligned::of(&sources)?.latest(&LatestRows::find(&runners, customers, false));
                Ok(latest.unwrap_or_else(|| Ordered::times(vec![Times::MISSING; customers])))
            }
        }
    }

    /// The time of the `rank`-th latest row of each of `among`, as if others had none; `None` of rows of several
    /// tables.
    pub(crate) fn ranked_times(&mut self, spec: &RowsSpec, rank: u32, among: &RowSet) -> Result<Option<Reading<'a>>> {
        let key = Key::Ranked(self.options.clone(), spec.clone(), rank, among.clone());
        if let Some(Value::Ordered(kept)) = self.cache.get(&key) {
            return Ok(Some(Reading::Computed(kept)));
        }
        let amounts = self.amounts_for(spec.filter.iter().map(|test| &test.column))?;
        let runners = self.runners(spec, amounts.column());
        let [runner] = &runners[..] else { return Ok(None) };
        let ranked = Arc::new(Ordered::days(measures::ranked_times(runner, among, rank), &self.snapshot.zone));
        self.cache.put(key, Value::Ordered(ranked.clone()));
        Ok(Some(Reading::Computed(ranked)))
    }

    /// The rows of a clause, ready to run over.
    pub(super) fn runners<'r>(&mut self, spec: &RowsSpec, amounts: Option<&'r Column>) -> Vec<Runner<'r>>
    where
        'a: 'r,
    {
        let last = self.options.as_of.0;
        let zone = &self.snapshot.zone;
        let runner = |(table, existing)| Runner::new(pick(spec, table, amounts, last), existing, zone);
        self.tables(spec).into_iter().map(runner).collect()
    }

    fn latest(&mut self, operand: &Operand, spec: &RowsSpec, column: &RowColumn) -> Result<Reading<'a>> {
        let tables = self.tables(spec);
        let sources: Vec<(Table<'a>, Source<'a>)> =
            tables.into_iter().map(|(table, _)| (table, table.source(column, None))).collect();
        let textual = sources.iter().any(|(_, source)| match source {
            Source::Own(column) | Source::Order(column) | Source::Product(column) | Source::Either(column, _) => {
                !matches!(column, Column::Number(_) | Column::Time(_))
            }
            Source::At | Source::Nowhere => false,
        });
        if !textual {
            return self.computed(operand).map(Reading::Computed);
        }
        let key = Key::Reading(self.options_for(operand), operand.clone());
        if let Some(Value::Latest(kept)) = self.cache.get(&key) {
            return Ok(Reading::Latest(kept, sources));
        }
        let amounts = self.amounts_for(spec.filter.iter().map(|test| &test.column))?;
        let customers = self.customers();
        let latest = Arc::new(LatestRows::find(&self.runners(spec, amounts.column()), customers, false));
        self.cache.put(key, Value::Latest(latest.clone()));
        Ok(Reading::Latest(latest, sources))
    }

    /// The times of an operand, [`Times::MISSING`] where there is none.
    pub(super) fn seconds(&mut self, operand: &Operand) -> Result<Vec<i64>> {
        let reading = self.reading(operand)?;
        Ok(match (&reading, reading.view()) {
            (Reading::Days(times, _) | Reading::Times(times, _), _) => times.seconds.clone(),
            (_, Some(view)) => {
                let second = |row| if view.is_present(row) { view.whole(row) as i64 } else { Times::MISSING };
                (0..view.codes.len()).map(second).collect()
            }
            (_, None) => vec![Times::MISSING; self.customers()],
        })
    }

    /// A number made of the local day of each customer's time; `None` is a missing value.
    fn by_day(&mut self, operand: &Operand, make: impl Fn(Day) -> Option<i64>) -> Result<Ordered> {
        let seconds = self.seconds(operand)?;
        let there = || seconds.iter().copied().filter(|second| *second != Times::MISSING);
        let (least, greatest) = (there().min().unwrap_or(0), there().max().unwrap_or(0));
        let zone = &self.snapshot.zone;
        let made: Vec<Option<i64>> = match Days::between(zone, least, greatest, 1 << 16) {
            Some(days) => {
                let count = days.index(greatest) as i32 + 1;
                let table: Vec<Option<i64>> = (0..count).map(|day| make(Day(days.first().0 + day))).collect();
                let of = |second: &i64| if *second == Times::MISSING { None } else { table[days.index(*second)] };
                seconds.iter().map(of).collect()
            }
            None => {
                let of =
                    |second: &i64| (*second != Times::MISSING).then(|| zone.day_of(Instant(*second))).and_then(&make);
                seconds.iter().map(of).collect()
            }
        };
        let values = Whole::Narrow(made.iter().map(|value| value.unwrap_or(0)).collect());
        Ok(Ordered::new(0, values, |row| made[row].is_some()))
    }

    fn today(&self) -> Day {
        self.snapshot.zone.day_of(self.options.as_of)
    }

    fn days_since(&mut self, of: &Operand) -> Result<Ordered> {
        let today = self.today();
        self.by_day(of, |day| Some(i64::from(today.0) - i64::from(day.0)))
    }

    fn years_since(&mut self, of: &Operand) -> Result<Ordered> {
        let today = self.today();
        self.by_day(of, |day| full_years(day, today))
    }

    fn first_present(&mut self, of: &[Operand]) -> Result<Ordered> {
        let as_of = self.options.as_of.0;
        let mut first = vec![Times::MISSING; self.customers()];
        for operand in of {
            let seconds = self.seconds(operand)?;
            for (kept, second) in first.iter_mut().zip(seconds) {
                if *kept == Times::MISSING && second <= as_of {
                    *kept = second;
                }
            }
        }
        Ok(Ordered::times(first))
    }

    fn extreme(&mut self, of: &[Operand], earliest: bool) -> Result<Ordered> {
        let mut extreme = vec![Times::MISSING; self.customers()];
        for operand in of {
            let seconds = self.seconds(operand)?;
            for (kept, second) in extreme.iter_mut().zip(seconds) {
                // A missing time is the least of all integers.
                if *kept == Times::MISSING || (earliest && second != Times::MISSING && second < *kept) {
                    *kept = second;
                } else if !earliest {
                    *kept = second.max(*kept);
                }
            }
        }
        Ok(Ordered::times(extreme))
    }

    fn buckets(&self, seed: &str) -> Ordered {
        let Some(Column::Text(ids)) = self.snapshot.customers.columns.get("id") else {
            return Ordered::times(vec![Times::MISSING; self.customers()]);
        };
        let seeded = Sha256::new().chain_update(seed).chain_update("\n");
        let bucket = |key: &str| {
            let hash = seeded.clone().chain_update(key).finalize();
            let first: [u8; 8] = hash[..8].try_into().expect("a hash has 32 bytes");
            (u64::from_be_bytes(first) % 10_000) as i64
        };
        let of_key: Vec<i64> = ids.keys.iter().map(bucket).collect();
        let of_row = |row: usize| ids.codes.get(row).checked_sub(1).map(|key| of_key[key as usize]);
        let values = Whole::Narrow((0..self.customers()).map(|row| of_row(row).unwrap_or(0)).collect());
        Ordered::new(0, values, |row| of_row(row).is_some())
    }

    fn quintiles(&mut self, of: &Operand, smaller_is_better: bool, among: &Operand) -> Result<Ordered> {
        let mut buyers = RowSet::empty(self.customers() as u32);
        if let Some(view) = self.reading(among)?.view() {
            let positive = Edge { at: Cut::integer(0), included: false };
            buyers = view.within(&[Interval { low: Some(positive), high: None }]);
        }
        buyers.and(&self.universe());
        let reading = self.reading(of)?;
        let scores = match reading.view() {
            Some(view) => statistics::quintiles(&view, &buyers, smaller_is_better),
            None => vec![0; self.customers()],
        };
        let present: RowSet = RowSet::from_fn(scores.len() as u32, |row| scores[row as usize] > 0);
        Ok(Ordered::new(0, Whole::Narrow(scores), |row| present.contains(row as u32)))
    }
}

/// Full years from a date to today; `None` if it is later. Born on 29 February, one is a year
/// older on 28 February in common years.
fn full_years(date: Day, today: Day) -> Option<i64> {
    if date > today {
        return None;
    }
    let years = i64::from(today.ymd().0) - i64::from(date.ymd().0);
    // Adding years clamps 29 February to the 28th.
    let kept = date.plus_months(12 * years) <= today;
    Some(years - i64::from(!kept))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_count_on_the_day_they_are_kept() {
        let day = |text| Day::parse(text).unwrap();
        for (born, today, age) in [
            ("2000-02-29", "2023-02-27", Some(22)),
            ("2000-02-29", "2023-02-28", Some(23)),
            ("2000-02-29", "2024-02-28", Some(23)),
            ("2000-02-29", "2024-02-29", Some(24)),
            ("2000-06-15", "2000-06-15", Some(0)),
            ("2000-06-15", "2000-06-14", None),
            ("1999-12-31", "2000-01-01", Some(0)),
        ] {
            assert_eq!(full_years(day(born), day(today)), age, "{born} {today}");
        }
    }
}
