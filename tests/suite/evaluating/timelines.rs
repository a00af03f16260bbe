//! A timeline is the same segment asked at each instant.

use super::made_up::Random;
use super::{SHOP, checked, evaluate_anew, options, trees};
use headcount::check::{Checked, Node, NodeKind, Operand, Options, Positive, RowColumn, RowsSpec, ValueTest};
use headcount::eval::Cache;
use headcount::insight::timeline;
use headcount::rows::RowSet;
use headcount::time::Instant;

const DAY: i64 = 86_400;

/// The condition with every second window moved as far as the instant is: those a date of the
/// calendar stands for stay.
fn moved(node: &Node, by: i64, count: &mut u32) -> Node {
    let test = |test: &ValueTest, count: &mut u32| {
        let mut test = test.clone();
        *count += 1;
        if let (Positive::During(windows), false) = (&mut test.positive, *count % 2 == 0) {
            let shift = |at: &mut Option<Instant>| *at = at.map(|at| Instant(at.0 + by));
            windows.iter_mut().for_each(|window| [&mut window.from, &mut window.until].into_iter().for_each(shift));
        }
        test
    };
    let rows = |rows: &RowsSpec, count: &mut u32| {
        let mut rows = rows.clone();
        let windows = rows.filter.iter_mut().filter(|filter| filter.column == RowColumn::At);
        windows.for_each(|filter| filter.test = test(&filter.test, count));
        rows
    };
    let kind = match &node.kind {
        NodeKind::All(nodes) => NodeKind::All(nodes.iter().map(|node| moved(node, by, count)).collect()),
        NodeKind::Any(nodes) => NodeKind::Any(nodes.iter().map(|node| moved(node, by, count)).collect()),
        NodeKind::Not(node) => NodeKind::Not(Box::new(moved(node, by, count))),
        NodeKind::Value { operand, test: of } => {
            let operand = match operand {
                Operand::Measure { rows: of, measure } => {
                    Operand::Measure { rows: rows(of, count), measure: measure.clone() }
                }
                other => other.clone(),
            };
            NodeKind::Value { operand, test: test(of, count) }
        }
        NodeKind::Rows(of) => {
            let mut of = of.clone();
            of.rows = rows(&of.rows, count);
            of.measures.iter_mut().for_each(|(_, of)| *of = test(of, count));
            NodeKind::Rows(of)
        }
    };
    Node { path: node.path.clone(), kind }
}

/// Holds a timeline of `root` at instants so many seconds before the usual one to evaluations of
/// their own; how many entered and left in all.
fn hold(root: &Node, options: &Options, before: &[i64]) -> u32 {
    let at = |seconds: i64| -> Checked {
        let options = Options { as_of: Instant(options.as_of.0 - seconds), ..options.clone() };
        checked(moved(root, -seconds, &mut 0).kind, options)
    };
    let cache = Cache::default();
    let moments = timeline(before.iter().map(|seconds| at(*seconds)), &SHOP, &cache, 3).unwrap();
    assert_eq!(cache.bytes(), 0, "nothing of the moments is kept");
    let mut earlier = RowSet::empty(SHOP.customers.len);
    let mut moving = 0;
    for (place, (seconds, moment)) in before.iter().zip(moments).enumerate() {
        let alone = evaluate_anew(&at(*seconds));
        let told = || format!("moment {place} of {before:?}, {options:?}: {root:?}");
        assert_eq!((moment.count, moment.total), (alone.members.count(), alone.universe.count()), "{}", told());
        let joined = alone.members.iter().filter(|row| !earlier.contains(*row)).count() as u32;
        let gone = earlier.iter().filter(|row| !alone.members.contains(*row)).count() as u32;
        assert_eq!((moment.entered, moment.left), (joined, gone), "{}", told());
        assert!(moment.left_ids.len() == gone.min(3) as usize && moment.left_ids.is_sorted());
        moving += if place > 0 { joined + gone } else { 0 };
        earlier = (*alone.members).clone();
    }
    moving
}

#[test]
fn every_moment_is_an_evaluation_of_its_own() {
    let mut random = Random::new(43);
    let months: Vec<i64> = (0..8).rev().map(|month| 30 * DAY * month).collect();
    let days: Vec<i64> = (0..6).rev().map(|day| DAY * day + day % 2 * 3_600).collect();
    // The same instant twice, and an earlier one: what was stepped begins again.
    let astray = [90, 60, 60, 75, 30].map(|day| DAY * day);
    let mut moving = 0;
    for number in 0..24 {
        let root = match number % 3 {
            0 => trees::tree(&mut random, 2, String::new()),
            _ => Node { path: String::new(), kind: trees::leaf(&mut random) },
        };
        let mut options = options();
        options.policy.include_cancelled = number % 5 == 0;
        options.policy.gross = number % 4 == 0;
        options.policy.statuses = (number % 7 == 0).then(|| vec!["PAID".into(), "SHIPPED".into()]);
        moving += hold(&root, &options, [&months[..], &days, &astray][number % 3]);
    }
    assert!(moving > 10_000, "only {moving} enter and leave");
    let everyone = timeline([checked(NodeKind::All(vec![]), options())], &SHOP, &Cache::default(), 0).unwrap();
    assert_eq!((everyone.len(), everyone[0].count), (1, everyone[0].total));
}
