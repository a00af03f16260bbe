//! Which child rows a clause is about: tables, stretches of time, tests of single rows.

use super::bound::{Bound, bind};
use super::interval::{integers, intervals};
use crate::check::{Measure, Positive, RowColumn, RowsSpec, RowsTest, ValueTest};
use crate::snapshot::{Column, Rows, Snapshot, TableName};

/// A child table; of events, those of one kind.
#[derive(Debug, Clone, Copy)]
pub struct Table<'a> {
    /// Its rows.
    pub rows: &'a Rows,
    /// For lines, their orders.
    pub orders: Option<&'a Rows>,
    /// The products its rows refer to.
    pub products: Option<&'a Rows>,
    /// Whether the order policy decides which rows exist.
    pub policy: bool,
}

/// Seconds from the first to the last, both included.
pub type Stretch = (i64, i64);

/// Rows of one table: those in a stretch of time that pass every filter.
#[derive(Debug)]
pub struct Picks<'a> {
    /// The table.
    pub table: Table<'a>,
    /// Ascending and apart; what is later than the instant of evaluation is not in them (T12).
    /// A table without a time has all its rows in them.
    pub stretches: Vec<Stretch>,
    /// Tests of one row, joined by AND.
    pub filters: Vec<Filter<'a>>,
}

/// Where a row's value stands.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    /// In a column of its own table.
    Own(&'a Column),
    /// It is the row's own time.
    At,
    /// In a column of its order.
    Order(&'a Column),
    /// In a column of its product.
    Product(&'a Column),
    /// In the first, else in its product's.
    Either(&'a Column, &'a Column),
    /// Nowhere: every row lacks it.
    Nowhere,
}

/// A test of one row.
#[derive(Debug)]
pub struct Filter<'a> {
    /// What is tested.
    pub source: Source<'a>,
    /// The positive test; of [`Source::Either`], on the first column.
    pub bound: Bound,
    /// Of [`Source::Either`]: on the second column.
    pub other: Bound,
    /// Whether the complement is meant.
    pub negated: bool,
    /// Whether the complement is false on a missing value.
    pub strict: bool,
}

/// The tables of a clause; none if the snapshot lacks them.
pub fn tables<'a>(spec: &RowsSpec, snapshot: &'a Snapshot) -> Vec<Table<'a>> {
    let products = snapshot.products.as_ref();
    let table = |rows| Table { rows, orders: None, products, policy: false };
    let orders = snapshot.orders.as_ref();
    match spec.table {
        TableName::Orders => orders.map(|rows| Table { policy: true, ..table(rows) }).into_iter().collect(),
        TableName::Lines => {
            let lines = snapshot.lines.as_ref().filter(|_| orders.is_some());
            lines.map(|rows| Table { orders, policy: true, ..table(rows) }).into_iter().collect()
        }
        TableName::Checkouts => snapshot.checkouts.as_ref().map(table).into_iter().collect(),
        TableName::StoreCredit => snapshot.store_credit.as_ref().map(table).into_iter().collect(),
        TableName::Events => spec.kinds.iter().filter_map(|kind| snapshot.events.get(kind)).map(table).collect(),
        TableName::Customers | TableName::Products => Vec::new(),
    }
}

impl<'a> Table<'a> {
    /// Where a row's value stands. `amounts` is what orders are worth under the policy.
    pub fn source(&self, column: &RowColumn, amounts: Option<&'a Column>) -> Source<'a> {
        let own = |name: &str| self.rows.columns.get(name);
        let of_order = |name: &str| self.orders.and_then(|orders| orders.columns.get(name));
        let of_product = |name: &str| self.products.and_then(|products| products.columns.get(name));
        match column {
            RowColumn::At => Source::At,
            RowColumn::Amount if self.orders.is_some() => amounts.map_or(Source::Nowhere, Source::Order),
            RowColumn::Amount => amounts.map_or(Source::Nowhere, Source::Own),
            RowColumn::Own(name) => own(name).map_or(Source::Nowhere, Source::Own),
            RowColumn::Order(name) => of_order(name).map_or(Source::Nowhere, Source::Order),
            RowColumn::Product(name) => of_product(name).map_or(Source::Nowhere, Source::Product),
            RowColumn::OwnOrProduct(name) => match (own(name), of_product(product_column(name))) {
                (Some(own), Some(other)) => Source::Either(own, other),
                (Some(own), None) => Source::Own(own),
                (None, Some(other)) => Source::Product(other),
                (None, None) => Source::Nowhere,
            },
        }
    }
}

/// The product's column that stands in for a row's own.
fn product_column(own: &str) -> &str {
    if own == "category" { "categories" } else { own }
}

/// Whether what orders are worth is needed for a column.
pub fn amounts_needed(column: &RowColumn) -> bool {
    *column == RowColumn::Amount
}

/// The rows of a clause in one of its tables. `last` is the last second that is seen.
pub fn pick<'a>(spec: &RowsSpec, table: Table<'a>, amounts: Option<&'a Column>, last: i64) -> Picks<'a> {
    let mut stretches = vec![(i64::MIN, last)];
    let mut filters = Vec::new();
    for test in &spec.filter {
        match window_of(&test.column, &test.test) {
            Some(window) => stretches = intersect(&stretches, &window),
            None => filters.push(filter(table.source(&test.column, amounts), &test.test)),
        }
    }
    Picks { table, stretches, filters }
}

/// The stretches of time a test of the row's own time stands for.
fn window_of(column: &RowColumn, test: &ValueTest) -> Option<Vec<Stretch>> {
    let stretches = match (column, &test.positive) {
        (RowColumn::At, Positive::During(_)) => integers(&intervals(&test.positive, 0)?),
        (RowColumn::At, Positive::Missing) => Vec::new(),
        _ => return None,
    };
    Some(if test.negated { complement(&stretches) } else { stretches })
}

/// Of a test of how many rows there are: the rank that the least number wanted is, counted from
/// the latest row, and whether fewer rows than that are wanted instead. `None` if the test asks
/// for anything else.
pub fn rank_wanted(test: &RowsTest) -> Option<(u32, bool)> {
    let (rank, fewer) = match &test.measures[..] {
        [] => (1, false),
        [(Measure::Count, ValueTest { positive: positive @ Positive::Within(ranges), negated, .. })] => {
            let interval = intervals(positive, 0)?.into_iter().next().filter(|_| ranges.len() == 1)?;
            match (interval.low, interval.high) {
                (Some(low), None) => (low.at.first_integer(low.included), *negated),
                (None, Some(high)) => (high.at.last_integer(high.included).saturating_add(1), !*negated),
                _ => return None,
            }
        }
        _ => return None,
    };
    u32::try_from(rank).ok().filter(|rank| *rank > 0).map(|rank| (rank, fewer))
}

/// The rows of a clause whatever their time.
pub fn without_times(spec: &RowsSpec) -> RowsSpec {
    let mut spec = spec.clone();
    spec.filter.retain(|test| window_of(&test.column, &test.test).is_none());
    spec
}

/// Whether there are rows, all of which have a time.
pub fn is_dated(tables: &[Table<'_>]) -> bool {
    !tables.is_empty() && tables.iter().all(|table| !table.orders.unwrap_or(table.rows).at.is_empty())
}

/// The rows of a clause whatever the start of its window of time; `None` if it has no window with
/// a start.
pub fn without_start(spec: &RowsSpec) -> Option<RowsSpec> {
    let mut spec = spec.clone();
    let mut starts = 0;
    for test in spec.filter.iter_mut().filter(|test| test.column == RowColumn::At) {
        match &mut test.test {
            ValueTest { positive: Positive::During(windows), negated: false, .. } if windows.len() == 1 => {
                starts += u32::from(windows[0].from.is_some());
                windows[0].from = None;
            }
            _ => return None,
        }
    }
    (starts == 1).then_some(spec)
}

fn complement(stretches: &[Stretch]) -> Vec<Stretch> {
    let mut out = Vec::with_capacity(stretches.len() + 1);
    let mut next = Some(i64::MIN);
    for (first, last) in stretches {
        if let Some(from) = next.filter(|from| from < first && *first > i64::MIN + 1) {
            out.push((from, first - 1));
        }
        next = last.checked_add(1);
    }
    out.extend(next.map(|from| (from, i64::MAX)));
    out
}

/// What of `now` is not in `before`, both ascending and apart.
pub fn gained(now: &[Stretch], before: &[Stretch]) -> Vec<Stretch> {
    intersect(now, &complement(before))
}

fn intersect(a: &[Stretch], b: &[Stretch]) -> Vec<Stretch> {
    let mut out = Vec::new();
    for (first, last) in a {
        out.extend(b.iter().map(|other| (*first.max(&other.0), *last.min(&other.1))).filter(|(from, to)| from <= to));
    }
    out
}

fn filter<'a>(source: Source<'a>, test: &ValueTest) -> Filter<'a> {
    let positive = &test.positive;
    let (bound, other) = match source {
        Source::Own(column) | Source::Order(column) | Source::Product(column) => (bind(positive, column), Bound::Never),
        Source::Either(own, other) => (bind(positive, own), bind(positive, other)),
        Source::At => (on_time(positive), Bound::Never),
        Source::Nowhere => (on_nothing(positive), Bound::Never),
    };
    Filter { source, bound, other, negated: test.negated, strict: test.strict }
}

fn on_time(positive: &Positive) -> Bound {
    match positive {
        Positive::AnniversaryIn(spans) => Bound::Anniversary(super::bound::MonthDays::of(spans)),
        _ => Bound::Never,
    }
}

fn on_nothing(positive: &Positive) -> Bound {
    match positive {
        Positive::Missing => Bound::Missing,
        _ => Bound::Never,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complements_of_stretches() {
        let all = (i64::MIN, i64::MAX);
        assert_eq!(complement(&[]), [all]);
        assert_eq!(complement(&[(5, 9), (11, i64::MAX)]), [(i64::MIN, 4), (10, 10)]);
        assert_eq!(complement(&[(i64::MIN + 1, 3)]), [(4, i64::MAX)]);
        assert_eq!(intersect(&[all], &complement(&[(5, 9)])), complement(&[(5, 9)]));
        assert_eq!(intersect(&[(0, 4), (6, 9)], &[(3, 7)]), [(3, 4), (6, 7)]);
    }
}
