//! Why one customer is in a segment or not: every node's verdict, the customer's own values, how
//! far each is from flipping.

use super::shown::{Show, Shown};
use crate::check::{Bound, Checked, Measure, Node, NodeKind, Operand, Positive, Range, RowsTest, ValueTest};
use crate::error::Result;
use crate::eval::{Cache, Evaluation, Reading, Run};
use crate::plan::{self, Interval};
use crate::snapshot::{Column, Snapshot};
use crate::value::Decimal;

/// What a node says of the customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Path of the node.
    pub path: String,
    /// Whether the node holds for the customer.
    pub holds: bool,
    /// The values it is about: one for a field, one for each measure of a function in their order,
    /// the number of rows for a function without measures, none for groups.
    pub values: Vec<Own>,
}

/// A value of the customer that a test is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// The value.
    pub value: Shown,
    /// The least that must be added to the value so that its own test says otherwise, a multiple
    /// of the value's smallest decimal, for times of seconds. Of averages it is rounded away from
    /// zero. None for texts, for a missing value, and where no value says otherwise.
    pub distance: Option<Decimal>,
}

/// Every node's verdict on the customer in `row`, parents before children. `evaluation` has nodes.
///
/// # Errors
/// As [`crate::eval::evaluate`].
pub fn explain(
    checked: &Checked,
    evaluation: &Evaluation,
    snapshot: &Snapshot,
    cache: &mut Cache,
    row: u32,
) -> Result<Vec<Verdict>> {
    let mut verdicts: Vec<Verdict> = (evaluation.nodes.iter())
        .map(|(path, set)| Verdict { path: path.clone(), holds: set.contains(row), values: Vec::new() })
        .collect();
    let mut customer = Customer { snapshot, run: Run::new(snapshot, &checked.options, cache), row };
    // Nodes come in the order of the verdicts; a part of a clause has no verdict of its own.
    let mut rest = vec![&checked.root];
    for verdict in &mut verdicts {
        let Some(node) = rest.pop() else { break };
        let whole = |child: &&Node| child.path != node.path;
        match &node.kind {
            NodeKind::All(tests) if is_split(node, tests) => verdict.values.extend(customer.split(tests)?),
            NodeKind::All(children) | NodeKind::Any(children) => rest.extend(children.iter().rev().filter(whole)),
            NodeKind::Not(child) => rest.extend(Some(&**child).filter(whole)),
            NodeKind::Value { operand, test } => verdict.values.push(customer.own(operand, &[test])?),
            NodeKind::Rows(test) => verdict.values.extend(customer.measured(test)?),
        }
    }
    Ok(verdicts)
}

/// Whether the children are the tests a single clause was split into.
fn is_split(node: &Node, children: &[Node]) -> bool {
    !children.is_empty()
        && children.iter().all(|child| child.path == node.path && matches!(child.kind, NodeKind::Value { .. }))
}

/// The customer being asked.
struct Customer<'a> {
    snapshot: &'a Snapshot,
    run: Run<'a>,
    row: u32,
}

impl Customer<'_> {
    /// The value that the tests of a split clause are about.
    fn split(&mut self, nodes: &[Node]) -> Result<Option<Own>> {
        let mut tests = Vec::with_capacity(nodes.len());
        let mut of = None;
        for node in nodes {
            if let NodeKind::Value { operand, test } = &node.kind {
                of = Some(operand);
                tests.push(test);
            }
        }
        of.map(|operand| self.own(operand, &tests)).transpose()
    }

    /// The value of each measure, its tests together; the number of rows if there are none.
    fn measured(&mut self, test: &RowsTest) -> Result<Vec<Own>> {
        let operand = |measure: &Measure| Operand::Measure { rows: test.rows.clone(), measure: measure.clone() };
        if test.measures.is_empty() {
            let some = Range { low: Some(Bound { at: Decimal::new(1, 0), included: true }), high: None };
            let some = ValueTest { positive: Positive::Within(vec![some]), negated: false, strict: false };
            return Ok(vec![self.own(&operand(&Measure::Count), &[&some])?]);
        }
        let by_measure = test.measures.chunk_by(|a, b| a.0 == b.0);
        by_measure
            .map(|tests| self.own(&operand(&tests[0].0), &tests.iter().map(|of| &of.1).collect::<Vec<_>>()))
            .collect()
    }

    fn own(&mut self, operand: &Operand, tests: &[&ValueTest]) -> Result<Own> {
        let reading = self.run.reading(operand)?;
        if let (Reading::Plain(Column::Places(_)), [test]) = (&reading, tests) {
            return Ok(self.nearest(&reading, &test.positive).unwrap_or(Own { value: Shown::Missing, distance: None }));
        }
        let value = Show::new(&reading, operand, self.snapshot).of(self.row as usize);
        let mut bounds = Vec::with_capacity(tests.len());
        for test in tests {
            match self.run.intervals(&reading, &test.positive) {
                Some(inside) => bounds.push((inside, test.negated)),
                None => return Ok(Own { value, distance: None }),
            }
        }
        Ok(Own { value, distance: self.way(&reading, &bounds, least(operand)) })
    }

    /// The least to add to an ordered value so that the tests together say otherwise: of each
    /// bound the last value before it and the first after it are tried.
    fn way(&self, reading: &Reading<'_>, tests: &[(Vec<Interval>, bool)], least: i128) -> Option<Decimal> {
        let (view, row) = (reading.view()?, self.row as usize);
        if !view.is_present(row) {
            return None;
        }
        let now = tests
            .iter()
            .all(|(inside, negated)| inside.iter().any(|interval| view.is_inside(row, interval)) != *negated);
        let ranges: Vec<(Vec<(i128, i128)>, bool)> = tests
            .iter()
            .map(|(inside, negated)| (inside.iter().filter_map(Interval::integers).collect(), *negated))
            .collect();
        let then = |value: i128| {
            ranges.iter().all(|(inside, negated)| inside.iter().any(|of| of.0 <= value && value <= of.1) != *negated)
        };
        let ends = ranges.iter().flat_map(|(inside, _)| inside).flat_map(|(low, high)| {
            [low.checked_sub(1), Some(*low), Some(*high), high.checked_add(1)].into_iter().flatten()
        });
        let (sum, count) = view.ratio(row).unwrap_or_else(|| (view.whole(row), 1));
        let ways = ends
            .filter(|end| *end >= least && *end > i128::MIN && *end < i128::MAX && then(*end) != now)
            .filter_map(|end| end.checked_mul(i128::from(count))?.checked_sub(sum));
        let way = ways.min_by_key(|way| way.abs())?;
        let count = i128::from(count);
        Some(Decimal::new(way / count + (way % count).signum(), view.scale))
    }

    /// How far the nearest place is from the centre of a circle, and from its rim.
    fn nearest(&self, reading: &Reading<'_>, positive: &Positive) -> Option<Own> {
        let Reading::Plain(column @ Column::Places(places)) = reading else { return None };
        let own = places.offsets[self.row as usize] as usize..places.offsets[self.row as usize + 1] as usize;
        let plan::Bound::Near(circle) = plan::bind(positive, column) else {
            // Whether there is a place at all.
            let value = if own.is_empty() { Shown::Missing } else { Shown::Number(Decimal::new(own.len() as i128, 0)) };
            return Some(Own { value, distance: None });
        };
        let far = own.map(|at| circle.kilometres_to(places.latitude[at], places.longitude[at]));
        let nearest = far.min_by(f64::total_cmp)?;
        let metres = |kilometres: f64| (kilometres * 1000.0).round() as i128;
        let (nearest, rim) = (metres(nearest), metres(circle.kilometres));
        let distance = if nearest <= rim { rim - nearest + 1 } else { rim - nearest };
        let decimal = |metres| Decimal::new(metres, 3);
        Some(Own { value: Shown::Kilometres(decimal(nearest)), distance: Some(decimal(distance)) })
    }
}

/// The least value an operand can have.
fn least(operand: &Operand) -> i128 {
    match operand {
        Operand::Measure { measure: Measure::Count | Measure::Distinct(_), .. }
        | Operand::Counter(_)
        | Operand::Bucket { .. }
        | Operand::DaysSince(_)
        | Operand::YearsSince(_) => 0,
        Operand::Quintile { .. } => 1,
        _ => i128::MIN,
    }
}
