//! One condition at one instant after another: what time moves is stepped, not evaluated anew.
//!
//! From one instant to the next a few rows enter or leave the windows of a leaf, and a few orders
//! cease to exist. Their customers alone are looked at again. The set is then remembered under the
//! key that [`evaluate`] asks for, so that all else stays its work; a leaf that is not stepped, or
//! that is not what it was an instant before, is evaluated as ever.

use super::cache::{Cache, Key, Value};
use super::measures::Aligned;
use super::rows::Runner;
use super::tally::{self, Tally, summed};
use super::universe::{ends, past};
use super::{Evaluation, Run, evaluate};
use crate::check::{Checked, Measure, Node, NodeKind, Operand, Options, Positive, RowsSpec, ValueTest};
use crate::error::Result;
use crate::plan::{
    Bound, Filter, Picks, Source, Stretch, Table, gained, integers, intervals, is_dated, pick, stepwise, tables,
    without_times,
};
use crate::rows::RowSet;
use crate::snapshot::{Column, Rows, Snapshot, TableName, Times};
use crate::time::{Instant, Zone};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// Most instants a leaf's rows are followed ahead at once: a block of customers stays at hand
/// meanwhile, and what they turn at is kept.
const AHEAD: usize = 128;

/// Evaluations of a condition, each for a later instant than the one before.
#[derive(Debug)]
pub struct Sweep<'a> {
    course: Course<'a>,
    cache: Cache,
    universe: Option<Stepped>,
    leaves: Vec<Option<Stepped>>,
    /// Orders, and lines, that exist at the start.
    existing: Vec<(TableName, Option<Arc<RowSet>>)>,
    /// When they cease to, ascending.
    ends: Option<Arc<Vec<(i64, u32)>>>,
    calendars: HashMap<String, Calendar>,
}

/// The moments, and how far they were come to.
#[derive(Debug)]
struct Course<'a> {
    snapshot: &'a Snapshot,
    moments: Vec<Checked>,
    /// The next of them.
    next: usize,
    /// The moment that those up to the next follow.
    start: usize,
}

/// A set as it was at the last moment.
#[derive(Debug)]
struct Stepped {
    key: Key,
    set: Arc<RowSet>,
    state: State,
}

/// What tells how the set differs a moment later.
#[derive(Debug)]
enum State {
    /// Customers whose time is in the stretches, or is not.
    Dates(String, Vec<Stretch>, bool),
    /// Customers by a number taken over their rows; who turns at the moments to come, the next
    /// one last.
    Tally(Box<Tally>, Vec<Vec<u32>>),
}

/// A tally, with who turns at the moments to come, the next one last.
type Ahead = (Box<Tally>, Vec<Vec<u32>>);

/// The rows of a leaf that is followed.
struct Followed<'r> {
    tables: Vec<Table<'r>>,
    amounts: Option<&'r Column>,
    /// Those that exist at the start; `None` means all.
    existing: Option<Arc<RowSet>>,
    /// When orders cease to.
    ends: Arc<Vec<(i64, u32)>>,
}

/// Customers by the local day of a time of theirs.
#[derive(Debug)]
struct Calendar {
    /// Those of code `c` are `rows[starts[c]..starts[c + 1]]`.
    starts: Vec<u32>,
    rows: Vec<u32>,
}

impl<'a> Sweep<'a> {
    /// The condition as it was checked for each instant. `cache` gives what it knows; nothing of
    /// the sweep is kept in it.
    pub fn new(moments: impl IntoIterator<Item = Checked>, snapshot: &'a Snapshot, cache: &Cache) -> Sweep<'a> {
        let moment = |checked: Checked| Checked {
            root: stepwise(&checked.root, checked.options.as_of, snapshot),
            dates: Vec::new(),
            used_current: Vec::new(),
            ..checked
        };
        let moments = moments.into_iter().map(moment).collect();
        Sweep {
            course: Course { snapshot, moments, next: 0, start: 0 },
            cache: cache.clone(),
            universe: None,
            leaves: Vec::new(),
            existing: Vec::new(),
            ends: None,
            calendars: HashMap::new(),
        }
    }

    /// What [`evaluate`] says of the next instant, with the instant.
    ///
    /// # Errors
    /// As [`evaluate`].
    pub fn evaluate(&mut self) -> Result<Option<(Instant, Evaluation)>> {
        let now = self.course.next;
        let Some(checked) = self.course.moments.get(now).cloned() else { return Ok(None) };
        if !self.course.follows(now) {
            (self.course.start, self.universe, self.ends) = (now, None, None);
            self.leaves.clear();
            self.existing.clear();
        }
        self.cache.turn();
        let options = Arc::new(checked.options.clone());
        self.step_existing(now);
        self.step_universe(&options)?;
        let mut leaves = Vec::new();
        collect(&checked.root, &mut leaves);
        let mut kept = std::mem::take(&mut self.leaves);
        kept.resize_with(leaves.len(), || None);
        for (number, kept) in kept.iter_mut().enumerate() {
            *kept = self.step(leaves[number], number, kept.take(), &options)?;
        }
        self.leaves = kept;
        self.course.next += 1;
        let evaluation = evaluate(&checked, self.course.snapshot, &mut self.cache, false)?;
        Ok(Some((checked.options.as_of, evaluation)))
    }

    /// Steps a leaf, or begins to.
    fn step(
        &mut self,
        leaf: &NodeKind,
        number: usize,
        before: Option<Stepped>,
        options: &Arc<Options>,
    ) -> Result<Option<Stepped>> {
        if let NodeKind::Value { operand: operand @ Operand::Column(name), test } = leaf {
            let Positive::During(_) = test.positive else { return Ok(None) };
            let Some(intervals) = intervals(&test.positive, 0) else { return Ok(None) };
            let key = Key::Value(None, operand.clone(), test.clone());
            let first = |run: &mut Run<'_>| run.value_set(operand, test);
            return self.step_dates(key, (name, integers(&intervals), test.negated), first, before, options);
        }
        let key = match leaf {
            NodeKind::Rows(test) => Key::Rows(options.clone(), test.clone()),
            NodeKind::Value { operand, test } => Key::Value(Some(options.clone()), operand.clone(), test.clone()),
            _ => return Ok(None),
        };
        let Some((rows, measured)) = rows_of(leaf) else { return Ok(None) };
        self.step_rows(key, number, rows, measured, before)
    }

    fn step_universe(&mut self, options: &Arc<Options>) -> Result<()> {
        let later = vec![(options.as_of.0.saturating_add(1), i64::MAX)];
        let (key, before) = (Key::Universe(options.clone()), self.universe.take());
        let first = |run: &mut Run<'_>| Ok(run.universe());
        self.universe = self.step_dates(key, ("created_at", later, true), first, before, options)?;
        Ok(())
    }

    /// Steps the customers whose time in a column is inside some stretches, or is not: those turn
    /// whose time one of both has, the stretches before or those now.
    fn step_dates(
        &mut self,
        key: Key,
        (column, inside, negated): (&str, Vec<Stretch>, bool),
        first: impl Fn(&mut Run<'_>) -> Result<Arc<RowSet>>,
        before: Option<Stepped>,
        options: &Options,
    ) -> Result<Option<Stepped>> {
        let Some(Column::Time(times)) = self.course.snapshot.customers.columns.get(column) else { return Ok(None) };
        if times.day_codes.is_empty() {
            return Ok(None);
        }
        let set = match before {
            Some(Stepped { key: old, mut set, state: State::Dates(of, was, turned) })
                if of == column && turned == negated =>
            {
                if old != key {
                    self.cache.remove(&old);
                    let calendar = self.calendars.entry(of).or_insert_with(|| Calendar::of(times));
                    let rows = Arc::make_mut(&mut set);
                    for (stretches, entered) in [(gained(&was, &inside), false), (gained(&inside, &was), true)] {
                        for stretch in stretches {
                            let turn = |row| rows.set(row, entered != negated);
                            calendar.each(times, &self.course.snapshot.zone, stretch, turn);
                        }
                    }
                    self.cache.put_set(key.clone(), set.clone());
                }
                set
            }
            _ => first(&mut Run::new(self.course.snapshot, options, &mut self.cache))?,
        };
        Ok(Some(Stepped { key, set, state: State::Dates(column.to_owned(), inside, negated) }))
    }

    /// Steps the customers who have a row, or the number over whose rows passes a test.
    fn step_rows(
        &mut self,
        key: Key,
        number: usize,
        rows: &RowsSpec,
        measured: Option<(&Measure, &ValueTest)>,
        before: Option<Stepped>,
    ) -> Result<Option<Stepped>> {
        if let Some(before) = &before {
            self.cache.remove(&before.key);
        }
        let (mut set, mut state) = match before {
            Some(Stepped { set, state: State::Tally(tally, turns), .. }) => (set, Some((tally, turns))),
            _ => (Arc::new(RowSet::empty(0)), None),
        };
        if state.as_ref().is_none_or(|(_, turns)| turns.is_empty()) {
            let tally = state.map(|(tally, _)| tally);
            let Some(ahead) = self.look_ahead(number, rows, measured, tally)? else { return Ok(None) };
            state = Some(ahead);
        }
        let Some((tally, mut turns)) = state else { return Ok(None) };
        match turns.pop() {
            Some(turned) => {
                let set = Arc::make_mut(&mut set);
                turned.into_iter().for_each(|customer| set.set(customer, !set.contains(customer)));
            }
            None => set = Arc::new(tally.set().clone()),
        }
        self.cache.put_set(key.clone(), set.clone());
        Ok(Some(Stepped { key, set, state: State::Tally(tally, turns) }))
    }

    /// Who turns at the moments from the next one on; nothing if the tally begins with it. `None`
    /// if the leaf cannot be followed.
    fn look_ahead(
        &mut self,
        number: usize,
        rows: &RowsSpec,
        measured: Option<(&Measure, &ValueTest)>,
        tally: Option<Box<Tally>>,
    ) -> Result<Option<Ahead>> {
        let found = tables(rows, self.course.snapshot);
        if !is_dated(&found) {
            return Ok(None);
        }
        let of = measured.and_then(|(measure, _)| summed(measure)).map(|(column, _)| column);
        let (existing, ends) = match found[0].policy {
            true => (self.existing(rows.table), self.ends()),
            false => (None, Arc::default()),
        };
        let Sweep { course, cache, .. } = self;
        let columns = rows.filter.iter().map(|test| &test.column).chain(of);
        let amounts = Run::new(course.snapshot, &course.moments[course.start].options, cache).amounts_for(columns)?;
        let sources: Vec<_> =
            of.iter().flat_map(|of| found.iter().map(|table| (*table, table.source(of, amounts.column())))).collect();
        // What has no common scale is for the evaluation to refuse.
        let Ok(numbers) = Aligned::of(&sources) else { return Ok(None) };
        let customers = course.snapshot.customers.len;
        let followed = Followed { tables: found, amounts: amounts.column(), existing, ends };
        if let Some(mut tally) = tally.filter(|tally| tally.is_of(&without_times(rows), measured)) {
            let moments = course.ahead(number, &followed, &tally);
            let mut turns = tally.steps(&moments, &numbers.numbers, customers);
            if !turns.is_empty() {
                turns.reverse();
                return Ok(Some((tally, turns)));
            }
        }
        let Some(mut tally) = Tally::new(without_times(rows), measured, &numbers) else { return Ok(None) };
        tally.begin(&course.runners(course.next, rows, &followed), &numbers.numbers, customers);
        Ok(Some((Box::new(tally), Vec::new())))
    }

    /// Orders or lines that exist at the start.
    fn existing(&mut self, table: TableName) -> Option<Arc<RowSet>> {
        if let Some((_, known)) = self.existing.iter().find(|(of, _)| *of == table) {
            return known.clone();
        }
        let options = &self.course.moments[self.course.start].options;
        let existing = Run::new(self.course.snapshot, options, &mut self.cache).existing(table);
        self.existing.push((table, existing.clone()));
        existing
    }

    /// When orders that exist at the start cease to.
    fn ends(&mut self) -> Arc<Vec<(i64, u32)>> {
        if let Some(ends) = &self.ends {
            return ends.clone();
        }
        let existing = self.existing(TableName::Orders);
        let since = self.course.moments[self.course.start].options.as_of.0;
        let exists = |row| existing.as_ref().is_none_or(|rows| rows.contains(row));
        let mut ends: Vec<(i64, u32)> = Vec::new();
        for column in self.course.end_columns() {
            let Column::Time(times) = column else { continue };
            ends.extend(times.seconds.iter().copied().zip(0..).filter(|(at, row)| *at > since && exists(*row)));
        }
        // An order may end twice: be cancelled, then deleted.
        ends.sort_unstable_by_key(|(at, row)| (*row, *at));
        ends.dedup_by_key(|(_, row)| *row);
        ends.sort_unstable();
        self.ends.insert(Arc::new(ends)).clone()
    }

    /// Brings what exists, as the last evaluation knew it, up to a moment.
    fn step_existing(&mut self, moment: usize) {
        if moment == self.course.start {
            return;
        }
        for table in [TableName::Orders, TableName::Lines] {
            let [before, now] =
                [moment - 1, moment].map(|moment| Arc::new(self.course.moments[moment].options.clone()));
            let key = Key::Existing(before, table);
            let Some(Value::Existing(mut rows)) = self.cache.get(&key) else { continue };
            self.cache.remove(&key);
            let ends = self.ends();
            let of = |rows: &Option<Rows>| rows.as_ref().map_or(0, |rows| rows.len);
            let len =
                of(if table == TableName::Lines { &self.course.snapshot.lines } else { &self.course.snapshot.orders });
            for ended in self.course.ended(&ends, moment, table) {
                let existing = Arc::make_mut(rows.get_or_insert_with(|| Arc::new(RowSet::full(len))));
                ended.for_each(|row| existing.set(row as u32, false));
            }
            self.cache.put(Key::Existing(now, table), Value::Existing(rows));
        }
    }
}

impl<'a> Course<'a> {
    /// Whether a moment is the one before, but for the time that has passed.
    fn follows(&self, moment: usize) -> bool {
        let Some(before) = moment.checked_sub(1) else { return false };
        let (before, now) = (&self.moments[before].options, &self.moments[moment].options);
        before.as_of <= now.as_of && *before == Options { as_of: before.as_of, ..now.clone() }
    }

    /// The columns that tell from when on each order exists no longer.
    fn end_columns(&self) -> Vec<&'a Column> {
        let policy = &self.moments[self.start].options.policy;
        self.snapshot.orders.iter().flat_map(|orders| ends(policy, orders)).collect()
    }

    /// A leaf of a moment, by its place in the tree.
    fn leaf(&self, moment: usize, number: usize) -> Option<&NodeKind> {
        let mut leaves = Vec::new();
        collect(&self.moments[moment].root, &mut leaves);
        leaves.get(number).copied()
    }

    /// The rows of a leaf at the last moment, and at each to come that asks for what a tally counts,
    /// with those that cease to exist then.
    fn ahead<'r>(&'r self, number: usize, followed: &Followed<'r>, tally: &Tally) -> Vec<tally::Moment<'r>> {
        let mut ahead = Vec::new();
        for moment in (self.next - 1..self.moments.len()).take(AHEAD + 1) {
            let Some((rows, measured)) = self.leaf(moment, number).and_then(rows_of) else { break };
            let last = moment + 1 == self.next;
            if !tally.is_of(&without_times(rows), measured) || !(last || self.follows(moment)) {
                break;
            }
            let ended = if last { Vec::new() } else { self.ended(&followed.ends, moment, rows.table) };
            ahead.push((self.runners(moment, rows, followed), ended));
        }
        ahead
    }

    /// Those that run over a leaf's rows as they are at a moment.
    fn runners<'r>(&'r self, moment: usize, rows: &RowsSpec, followed: &Followed<'r>) -> Vec<Runner<'r>> {
        let as_of = self.moments[moment].options.as_of.0;
        let runner = |table: &Table<'r>| {
            let mut picks = pick(rows, *table, followed.amounts, as_of);
            if table.policy && moment > self.start {
                self.add_living(&mut picks, as_of);
            }
            Runner::new(picks, followed.existing.clone(), &self.snapshot.zone)
        };
        followed.tables.iter().map(runner).collect()
    }

    /// Of orders or lines that exist at the start, leaves out what no longer does.
    fn add_living<'r>(&self, picks: &mut Picks<'r>, as_of: i64)
    where
        'a: 'r,
    {
        for column in self.end_columns() {
            let source = if picks.table.orders.is_some() { Source::Order(column) } else { Source::Own(column) };
            let bound = past(as_of);
            picks.filters.push(Filter { source, bound, other: Bound::Never, negated: true, strict: false });
        }
    }

    /// The orders, or lines of orders, that cease to exist between the moment before and this one.
    fn ended(&self, ends: &[(i64, u32)], moment: usize, table: TableName) -> Vec<Range<usize>> {
        let reached = |moment: usize| ends.partition_point(|(at, _)| *at <= self.moments[moment].options.as_of.0);
        let lines = self.snapshot.lines.as_ref().filter(|_| table == TableName::Lines);
        let rows = |(_, order): &(i64, u32)| match lines {
            None => *order as usize..*order as usize + 1,
            Some(lines) => {
                let from = |order: u32| lines.parents.partition_point(|parent| *parent < order);
                from(*order)..from(*order + 1)
            }
        };
        ends[reached(moment - 1)..reached(moment)].iter().map(rows).filter(|rows| !rows.is_empty()).collect()
    }
}

/// The rows of a leaf, with the measure of them that is tested.
fn rows_of(leaf: &NodeKind) -> Option<(&RowsSpec, Option<(&Measure, &ValueTest)>)> {
    match leaf {
        NodeKind::Rows(test) => Some((&test.rows, None)),
        NodeKind::Value { operand: Operand::Measure { rows, measure }, test } => Some((rows, Some((measure, test)))),
        _ => None,
    }
}

impl Calendar {
    fn of(times: &Times) -> Calendar {
        let most = times.day_codes.iter().max().map_or(0, |code| usize::from(*code));
        let mut starts = vec![0u32; most + 2];
        times.day_codes.iter().for_each(|code| starts[usize::from(*code) + 1] += 1);
        (1..starts.len()).for_each(|code| starts[code] += starts[code - 1]);
        let mut next = starts.clone();
        let mut rows = vec![0; times.day_codes.len()];
        for (code, row) in times.day_codes.iter().zip(0..) {
            let place = &mut next[usize::from(*code)];
            rows[*place as usize] = row;
            *place += 1;
        }
        Calendar { starts, rows }
    }

    /// Calls `visit` with the rows whose time is in a stretch.
    fn each(&self, times: &Times, zone: &Zone, (first, last): Stretch, mut visit: impl FnMut(u32)) {
        let code = |second: i64| {
            let day = zone.day_of(Instant(second.clamp(-(1 << 40), 1 << 40)));
            (i64::from(day.0) - i64::from(times.first_day.0) + 1).clamp(1, self.starts.len() as i64 - 1) as usize
        };
        let end = self.starts[(code(last) + 1).min(self.starts.len() - 1)];
        for row in &self.rows[self.starts[code(first)].min(end) as usize..end as usize] {
            if (first..=last).contains(&times.seconds[*row as usize]) {
                visit(*row);
            }
        }
    }
}

/// The leaves of a tree, in order.
fn collect<'n>(node: &'n Node, leaves: &mut Vec<&'n NodeKind>) {
    match &node.kind {
        NodeKind::All(nodes) | NodeKind::Any(nodes) => nodes.iter().for_each(|node| collect(node, leaves)),
        NodeKind::Not(node) => collect(node, leaves),
        leaf => leaves.push(leaf),
    }
}
