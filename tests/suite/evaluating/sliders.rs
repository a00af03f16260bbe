//! Sliders give at every stop the count of the segment with that bound in place.

use super::made_up::{Random, TAKEN_AT};
use super::{SHOP, checked, evaluate, options, trees};
use headcount::check::{
    Bound, Checked, Measure, Node, NodeKind, Positive, Range, RowColumn, RowTest, RowsTest, ValueTest,
};
use headcount::eval::Cache;
use headcount::insight::{Dial, slider};
use headcount::time::{Instant, Window};
use headcount::value::Decimal;

/// A tree with `kind` somewhere below its root, and the path of it.
fn around(random: &mut Random, kind: NodeKind) -> (Checked, String) {
    let other = |random: &mut Random, path: &str| Node { path: path.into(), kind: trees::leaf(random) };
    let (root, path) = match random.below(4) {
        0 => (kind, ""),
        1 => {
            let children = vec![other(random, "/of/0"), Node { path: "/of/1".into(), kind }, other(random, "/of/2")];
            (NodeKind::Any(children), "/of/1")
        }
        2 => {
            let inner =
                NodeKind::All(vec![Node { path: "/of/0/of/of/0".into(), kind }, other(random, "/of/0/of/of/1")]);
            let not = NodeKind::Not(Box::new(Node { path: "/of/0/of".into(), kind: inner }));
            (NodeKind::Any(vec![Node { path: "/of/0".into(), kind: not }, other(random, "/of/1")]), "/of/0/of/of/0")
        }
        _ => (NodeKind::All(vec![other(random, "/of/0"), Node { path: "/of/1".into(), kind }]), "/of/1"),
    };
    (checked(root, options()), path.to_owned())
}

/// The kind at a path, to be changed.
fn at<'a>(node: &'a mut Node, path: &str) -> Option<&'a mut NodeKind> {
    if node.path == path {
        return Some(&mut node.kind);
    }
    match &mut node.kind {
        NodeKind::All(children) | NodeKind::Any(children) => children.iter_mut().find_map(|child| at(child, path)),
        NodeKind::Not(child) => at(child, path),
        _ => None,
    }
}

#[test]
fn a_dragged_threshold() {
    let mut random = Random::new(29);
    let mut cache = Cache::default();
    let mut dragged = 0;
    for round in 0..60 {
        let rows = trees::rows(&mut random);
        let (measure, positive) = trees::measure(&mut random, rows.table);
        let test = trees::test(&mut random, positive);
        let as_value = random.below(2) == 0;
        let (kind, dial) = match as_value {
            true => {
                let operand = headcount::check::Operand::Measure { rows, measure };
                (NodeKind::Value { operand, test }, Dial::Value)
            }
            false => {
                let other = (Measure::Count, trees::test(&mut random, Positive::Within(vec![])));
                let measures = vec![other, (measure, test)];
                (NodeKind::Rows(RowsTest { rows, measures, negated: random.below(2) == 0 }), Dial::Measure(1))
            }
        };
        let (mut tree, path) = around(&mut random, kind);
        let Some(slider) = slider(&tree, &path, dial, &SHOP, &mut cache).unwrap() else { continue };
        dragged += 1;
        for _ in 0..6 {
            let (range, positive) = stop(&mut random, slider.scale, is_time(&mut tree, &path, dial));
            let test = test_of(&mut tree, &path, dial).unwrap();
            test.positive = positive;
            let count = evaluate(&tree, &mut cache).members.count();
            assert_eq!(slider.count(range), count, "round {round} {dial:?} {range:?}: {tree:?}");
        }
    }
    assert!(dragged > 40);
}

fn test_of<'a>(tree: &'a mut Checked, path: &str, dial: Dial) -> Option<&'a mut ValueTest> {
    match (at(&mut tree.root, path)?, dial) {
        (NodeKind::Value { test, .. }, Dial::Value) => Some(test),
        (NodeKind::Rows(test), Dial::Measure(number)) => Some(&mut test.measures[number].1),
        _ => None,
    }
}

fn is_time(tree: &mut Checked, path: &str, dial: Dial) -> bool {
    matches!(test_of(tree, path, dial).unwrap().positive, Positive::During(_))
}

/// New bounds, and the test they stand for.
fn stop(random: &mut Random, scale: u8, time: bool) -> (Range, Positive) {
    if time {
        let window = trees::window(random);
        let bound =
            |at: Option<Instant>, included| at.map(|at| Bound { at: Decimal::new(i128::from(at.0), 0), included });
        let range = Range { low: bound(window.from, true), high: bound(window.until, false) };
        return (range, Positive::During(vec![window]));
    }
    let (most, scale) = if scale == 0 { (8, 0) } else { (4_000_000, scale + 2) };
    let range = trees::range(random, most, scale);
    (range, Positive::Within(vec![range]))
}

#[test]
fn a_dragged_window() {
    let mut random = Random::new(31);
    let mut cache = Cache::default();
    let mut dragged = 0;
    for round in 0..40 {
        let mut rows = trees::rows(&mut random);
        rows.filter.retain(|test| test.column != RowColumn::At);
        let window = Window { from: Some(Instant(0)), until: trees::window(&mut random).until };
        let test = ValueTest { positive: Positive::During(vec![window]), negated: false, strict: false };
        rows.filter.push(RowTest { column: RowColumn::At, test });
        let place = rows.filter.len() - 1;
        let measures = match random.below(3) {
            0 => vec![],
            _ => {
                let range = trees::range(&mut random, 4, 0);
                vec![(Measure::Count, trees::test(&mut random, Positive::Within(vec![range])))]
            }
        };
        let negated = random.below(3) == 0;
        let (mut tree, path) = around(&mut random, NodeKind::Rows(RowsTest { rows, measures, negated }));
        let Some(slider) = slider(&tree, &path, Dial::From, &SHOP, &mut cache).unwrap() else { continue };
        dragged += 1;
        for _ in 0..5 {
            let from = TAKEN_AT - random.below(1000 * 86_400) as i64;
            let Some(NodeKind::Rows(test)) = at(&mut tree.root, &path) else { panic!("no rows at {path}") };
            let Positive::During(windows) = &mut test.rows.filter[place].test.positive else { panic!() };
            windows[0].from = Some(Instant(from));
            let count = evaluate(&tree, &mut cache).members.count();
            assert_eq!(slider.at_least(Decimal::new(i128::from(from), 0)), count, "round {round}: {tree:?}");
        }
    }
    assert!(dragged > 15);
}

#[test]
fn bars_are_counts_between_edges() {
    let mut random = Random::new(37);
    let mut cache = Cache::default();
    let spent = NodeKind::Value {
        operand: headcount::check::Operand::Measure {
            rows: headcount::check::RowsSpec {
                table: headcount::snapshot::TableName::Orders,
                kinds: vec![],
                filter: vec![],
            },
            measure: Measure::Sum(RowColumn::Amount),
        },
        test: ValueTest { positive: Positive::Within(vec![]), negated: false, strict: false },
    };
    let other = Node { path: "/of/1".into(), kind: trees::value(&mut random) };
    let rest = evaluate(&checked(other.kind.clone(), options()), &mut cache).members.count();
    let tree = checked(NodeKind::All(vec![Node { path: "/of/0".into(), kind: spent }, other]), options());
    let slider = slider(&tree, "/of/0", Dial::Value, &SHOP, &mut cache).unwrap().unwrap();
    let (least, greatest) = slider.ends().unwrap();
    assert!(least <= greatest);
    let edges: Vec<Decimal> =
        [least, Decimal::new(5_000, 2), Decimal::new(10_005, 3), Decimal::new(300, 0)].into_iter().collect();
    let mut sorted = edges;
    sorted.sort();
    let bars = slider.bars(&sorted);
    assert_eq!(bars[0].at_least, rest);
    assert_eq!(bars.iter().map(|bar| bar.customers).sum::<u32>(), rest);
    for pair in bars.windows(2) {
        assert_eq!(pair[0].at_least - pair[1].at_least, pair[0].customers);
    }
}
