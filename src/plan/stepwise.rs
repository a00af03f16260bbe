//! Conditions in terms of what can be followed from one instant to the next: dates of customers,
//! numbers taken over rows, rows that exist. A condition and its stepwise form hold for the same
//! customers at the instant they are made for.

use super::interval::{integers, intervals};
use super::rows::{is_dated, tables};
use crate::check::{Measure, Node, NodeKind, Operand, Positive, RowColumn, RowTest, RowsSpec, RowsTest, ValueTest};
use crate::snapshot::Snapshot;
use crate::time::{Day, Instant, Window};

/// No date of years 0001 to 9999 is as many days from 1970.
const FAR: i64 = 4_000_000;

/// A condition, checked for `as_of`, in its stepwise form.
pub fn stepwise(node: &Node, as_of: Instant, snapshot: &Snapshot) -> Node {
    let again = |node: &Node| stepwise(node, as_of, snapshot);
    let of = |kind| Node { path: node.path.clone(), kind };
    let kind = match &node.kind {
        NodeKind::All(nodes) => NodeKind::All(nodes.iter().map(again).collect()),
        NodeKind::Any(nodes) => NodeKind::Any(nodes.iter().map(again).collect()),
        NodeKind::Not(node) => NodeKind::Not(Box::new(again(node))),
        NodeKind::Rows(test) if test.negated => {
            let test = RowsTest { negated: false, ..test.clone() };
            NodeKind::Not(Box::new(again(&of(NodeKind::Rows(test)))))
        }
        NodeKind::Rows(test) if !test.measures.is_empty() => {
            let value = |(measure, test): &(Measure, ValueTest), rows: &RowsSpec| {
                let operand = Operand::Measure { rows: rows.clone(), measure: measure.clone() };
                again(&of(NodeKind::Value { operand, test: test.clone() }))
            };
            NodeKind::All(test.measures.iter().map(|measured| value(measured, &test.rows)).collect())
        }
        NodeKind::Value { operand: Operand::Measure { rows, measure }, test }
            if matches!(measure, Measure::FirstAt | Measure::LastAt) && is_dated(&tables(rows, snapshot)) =>
        {
            let Some(kind) = of_end(rows, *measure == Measure::FirstAt, test, &of) else { return node.clone() };
            kind
        }
        NodeKind::Value { operand: Operand::DaysSince(since), test } => {
            let today = i64::from(snapshot.zone.day_of(as_of).0);
            let Some(kind) = of_days(since, test, snapshot, |days| Some(today.saturating_sub(days))) else {
                return node.clone();
            };
            return again(&of(kind));
        }
        // Of a date to come there are no years: a strict test tells it from others by that.
        NodeKind::Value { operand: Operand::YearsSince(since), test } if !(test.negated && test.strict) => {
            let today = snapshot.zone.day_of(as_of);
            let Some(kind) = of_days(since, test, snapshot, |years| last_of_age(years, today)) else {
                return node.clone();
            };
            return again(&of(kind));
        }
        kind => kind.clone(),
    };
    of(kind)
}

/// A test of the time of each customer's first or last row, as rows that exist: the last is in a
/// window if there is one from its start on and none from its end on.
fn of_end(rows: &RowsSpec, first: bool, test: &ValueTest, of: &impl Fn(NodeKind) -> Node) -> Option<NodeKind> {
    let existing = |from: Option<Instant>, until: Option<Instant>| {
        let positive = Positive::During(vec![Window { from, until }]);
        let mut rows = rows.clone();
        let test = ValueTest { positive, negated: false, strict: false };
        rows.filter.push(RowTest { column: RowColumn::At, test });
        of(NodeKind::Rows(RowsTest { rows, measures: Vec::new(), negated: false }))
    };
    let within = |window: &Window| {
        let (some, none) = match first {
            true => (existing(None, window.until), window.from.map(|from| existing(None, Some(from)))),
            false => (existing(window.from, None), window.until.map(|until| existing(Some(until), None))),
        };
        let none = none.map(|none| of(NodeKind::Not(Box::new(none))));
        of(NodeKind::All([some].into_iter().chain(none).collect()))
    };
    let positive = match &test.positive {
        Positive::During(windows) => NodeKind::Any(windows.iter().map(within).collect()),
        Positive::Missing => NodeKind::Not(Box::new(existing(None, None))),
        _ => return None,
    };
    Some(match (test.negated, test.strict) {
        (false, _) => positive,
        (true, false) => NodeKind::Not(Box::new(of(positive))),
        (true, true) => NodeKind::All(vec![existing(None, None), of(NodeKind::Not(Box::new(of(positive))))]),
    })
}

/// A test of how long ago a time is, as windows of it; `last` is the last day that is so many
/// days or years ago, [`None`] if no day is.
fn of_days(
    since: &Operand,
    test: &ValueTest,
    snapshot: &Snapshot,
    last: impl Fn(i64) -> Option<i64>,
) -> Option<NodeKind> {
    let Positive::Within(_) = test.positive else { return None };
    let start = |day: i64| snapshot.zone.start_of(Day(day.clamp(-FAR, FAR) as i32));
    let after = |ago: i64| Some(start(last(ago).map_or(-FAR, |day| day.saturating_add(1))));
    let window = |(least, most): (i64, i64)| Window { from: after(most.saturating_add(1)), until: after(least) };
    let windows = integers(&intervals(&test.positive, 0)?).into_iter().map(window).collect();
    let test = ValueTest { positive: Positive::During(windows), ..test.clone() };
    Some(NodeKind::Value { operand: since.clone(), test })
}

/// The last day on which one is born who is at least so old today (T10); at least nothing is
/// whoever is born by then.
fn last_of_age(years: i64, today: Day) -> Option<i64> {
    let months = 12 * years.clamp(0, 10_000);
    let day = today.plus_months(-months);
    // Who is born on 29 February is a year older on 28 February in common years.
    let days = [Day(day.0 + 1), day];
    days.into_iter().find(|day| day.plus_months(months) <= today).map(|day| i64::from(day.0))
}
