//! When a customer's verdicts flip by themselves: windows that move with the day or with the
//! hour, ages, facts that are known but still to come.

use crate::check::{Checked, Node, NodeKind, Operand, Positive, RowsTest, ValueTest};
use crate::error::Result;
use crate::eval::{self, Cache};
use crate::snapshot::{Column, Rows, Snapshot, Times};
use crate::time::{Instant, Window, Zone};

/// Most instants looked at.
const MOST: usize = 1_000;

/// The first instant at which each node says otherwise than it does now, if one was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foresight {
    /// Of membership.
    pub member: Option<Instant>,
    /// Of each node, parents before children.
    pub nodes: Vec<Option<Instant>>,
    /// The last instant looked at: nothing flips before it but what is told here.
    pub until: Instant,
}

/// Asks of the customer in `row` again at each of `instants`, which ascend. `checked` gives the
/// condition as it is checked for an instant.
///
/// # Errors
/// As [`eval::evaluate`].
pub fn foresee(
    snapshot: &Snapshot,
    row: u32,
    now: &Checked,
    instants: &[Instant],
    checked: &mut dyn FnMut(Instant) -> Option<Checked>,
) -> Result<Foresight> {
    let mut cache = Cache::with_limit(1 << 20);
    let first = eval::evaluate(now, snapshot, &mut cache, true)?;
    let until = instants.last().copied().unwrap_or(now.options.as_of);
    let mut found = Foresight { member: None, nodes: vec![None; first.nodes.len()], until };
    for at in instants {
        let Some(then) = checked(*at) else { continue };
        let then = eval::evaluate(&then, snapshot, &mut cache, true)?;
        if found.member.is_none() && then.members.contains(row) != first.members.contains(row) {
            found.member = Some(*at);
        }
        for ((flips, (_, before)), (_, after)) in found.nodes.iter_mut().zip(&first.nodes).zip(&then.nodes) {
            if flips.is_none() && before.contains(row) != after.contains(row) {
                *flips = Some(*at);
            }
        }
        if found.member.is_some() && found.nodes.iter().all(Option::is_some) {
            break;
        }
    }
    Ok(found)
}

/// The instants after now and up to that of `last` at which a verdict on the only customer of
/// `single` can flip; between two of them none does. `next` is `now` checked for one second
/// later, `last` for the last instant asked about. Of more than [`MOST`] only the first are
/// given, and false with them.
pub fn turns(single: &Snapshot, now: &Checked, next: &Checked, last: &Checked) -> (Vec<Instant>, bool) {
    let (as_of, until) = (now.options.as_of, last.options.as_of);
    let facts = facts(single);
    // A fact to come is seen from its own instant on.
    let mut turns = facts.clone();
    if last.root != now.root || ages(&now.root) {
        turns.extend(days(&single.zone, as_of, until).iter().map(|day| day.0));
    }
    for (end, moved) in ends(now).into_iter().zip(ends(next)) {
        if let (Some(end), Some(moved)) = (end, moved) {
            if moved.0 == end.0 + 1 {
                // An end that rolls with the clock passes a fact a second after it is on it.
                let ahead = as_of.0 - end.0;
                turns.extend(facts.iter().map(|fact| fact.saturating_add(ahead + 1)));
            }
        }
    }
    turns.retain(|turn| *turn > as_of.0 && *turn <= until.0);
    turns.sort_unstable();
    turns.dedup();
    let whole = turns.len() <= MOST;
    (turns.into_iter().take(MOST).map(Instant).collect(), whole)
}

/// The starts of local days after `after` and up to `until`.
pub fn days(zone: &Zone, after: Instant, until: Instant) -> Vec<Instant> {
    let (today, last) = (zone.day_of(after), zone.day_of(until));
    let start = |day| zone.start_of(crate::time::Day(day));
    (today.0 + 1..=last.0).map(start).filter(|start| *start > after && *start <= until).collect()
}

/// Whether a node compares the customer with others.
pub fn compares(node: &Node) -> bool {
    let against = |test: &ValueTest| matches!(test.positive, Positive::AgainstStatistic { .. });
    match &node.kind {
        NodeKind::All(children) | NodeKind::Any(children) => children.iter().any(compares),
        NodeKind::Not(child) => compares(child),
        NodeKind::Value { operand, test } => against(test) || matches!(operand, Operand::Quintile { .. }),
        NodeKind::Rows(test) => test.measures.iter().any(|(_, test)| against(test)),
    }
}

/// Whether a node means something else every day, apart from its windows.
fn ages(node: &Node) -> bool {
    match &node.kind {
        NodeKind::All(children) | NodeKind::Any(children) => children.iter().any(ages),
        NodeKind::Not(child) => ages(child),
        NodeKind::Value { operand, .. } => matches!(operand, Operand::DaysSince(_) | Operand::YearsSince(_)),
        NodeKind::Rows(_) => false,
    }
}

/// Every second at which something of the snapshot's customers happens.
fn facts(snapshot: &Snapshot) -> Vec<i64> {
    let tables = [&snapshot.orders, &snapshot.lines, &snapshot.checkouts, &snapshot.store_credit];
    let mut facts = Vec::new();
    let mut add = |rows: &Rows| {
        facts.extend_from_slice(&rows.at);
        for column in rows.columns.values() {
            if let Column::Time(times) = column {
                facts.extend(times.seconds.iter().filter(|second| **second != Times::MISSING));
            }
        }
    };
    add(&snapshot.customers);
    tables.into_iter().flatten().for_each(&mut add);
    snapshot.events.values().for_each(&mut add);
    facts.sort_unstable();
    facts.dedup();
    facts
}

/// The ends of all windows of a condition, in the order of its nodes.
fn ends(checked: &Checked) -> Vec<Option<Instant>> {
    fn of_test(test: &ValueTest, ends: &mut Vec<Option<Instant>>) {
        if let Positive::During(windows) = &test.positive {
            ends.extend(windows.iter().flat_map(|Window { from, until }| [*from, *until]));
        }
    }
    fn of_rows(test: &RowsTest, ends: &mut Vec<Option<Instant>>) {
        test.rows.filter.iter().for_each(|row| of_test(&row.test, ends));
    }
    fn of_node(node: &Node, ends: &mut Vec<Option<Instant>>) {
        match &node.kind {
            NodeKind::All(children) | NodeKind::Any(children) => children.iter().for_each(|child| of_node(child, ends)),
            NodeKind::Not(child) => of_node(child, ends),
            NodeKind::Value { test, .. } => of_test(test, ends),
            NodeKind::Rows(test) => of_rows(test, ends),
        }
    }
    let mut ends_found = Vec::new();
    of_node(&checked.root, &mut ends_found);
    ends_found
}
