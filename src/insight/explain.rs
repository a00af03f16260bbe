//! Why one customer is in a segment or not: every node's verdict, the customer's own values, how
//! far each is from flipping.

use crate::check::{Bound, Checked, Measure, Node, NodeKind, Operand, Positive, RowsTest, ValueTest};
use crate::error::Result;
use crate::eval::{Cache, Evaluation, Reading, Run};
use crate::plan::Source;
use crate::snapshot::{Column, Snapshot, Times};
use crate::time::Instant;
use crate::value::Decimal;

/// What a node says of the customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Path of the node.
    pub path: String,
    /// Whether the node holds for the customer.
    pub holds: bool,
    /// The values its tests are about, in the order of its measures; none for groups.
    pub values: Vec<Own>,
}

/// A value of the customer that a test is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// The value.
    pub value: Shown,
    /// What must be added to it so that the test's answer flips or is about to: the way to the
    /// nearest bound, in the value's unit, for times in seconds. None for texts, for a missing
    /// value, and where no bound is near.
    pub distance: Option<Decimal>,
}

/// One value, exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// There is none.
    Missing,
    /// A number.
    Number(Decimal),
    /// A quotient: a sum and how many it is of.
    Average(Decimal, u32),
    /// An instant, and whether the data has its date alone.
    Time(Instant, bool),
    /// A text.
    Text(String),
    /// Several texts.
    Texts(Vec<String>),
    /// A boolean.
    Boolean(bool),
    /// How many places.
    Places(u32),
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
    let mut run = Run::new(snapshot, &checked.options, cache);
    let mut verdicts: Vec<Verdict> = (evaluation.nodes.iter())
        .map(|(path, set)| Verdict { path: path.clone(), holds: set.contains(row), values: Vec::new() })
        .collect();
    let mut rest = vec![&checked.root];
    while let Some(node) = rest.pop() {
        let values = match &node.kind {
            NodeKind::All(children) | NodeKind::Any(children) => {
                rest.extend(children.iter().rev());
                continue;
            }
            NodeKind::Not(child) => {
                rest.push(child);
                continue;
            }
            NodeKind::Value { operand, test } => vec![own(&mut run, operand, test, row)?],
            NodeKind::Rows(test) => measured(&mut run, test, row)?,
        };
        let told = verdicts.iter_mut().find(|verdict| verdict.path == node.path);
        if let Some(verdict) = told {
            // One clause may be several tests of one value.
            let new = values.into_iter().filter(|own| !verdict.values.iter().any(|known| known.value == own.value));
            let new: Vec<Own> = new.collect();
            verdict.values.extend(new);
        }
    }
    Ok(verdicts)
}

/// The row of the customer of that id.
pub fn row_of(snapshot: &Snapshot, id: &str) -> Option<u32> {
    let Some(Column::Text(ids)) = snapshot.customers.columns.get("id") else { return None };
    let key = ids.keys.iter().position(|key| key == crate::value::id_key(id))? as u32 + 1;
    (0..snapshot.customers.len).find(|row| ids.codes.get(*row as usize) == key)
}

/// Whether a tree can come to mean something else as time goes by, apart from its windows.
pub fn ages(node: &Node) -> bool {
    match &node.kind {
        NodeKind::All(children) | NodeKind::Any(children) => children.iter().any(ages),
        NodeKind::Not(child) => ages(child),
        NodeKind::Value { operand, .. } => {
            matches!(operand, Operand::DaysSince(_) | Operand::YearsSince(_) | Operand::Quintile { .. })
        }
        NodeKind::Rows(_) => false,
    }
}

fn measured(run: &mut Run<'_>, test: &RowsTest, row: u32) -> Result<Vec<Own>> {
    let operand = |measure: &Measure| Operand::Measure { rows: test.rows.clone(), measure: measure.clone() };
    if test.measures.is_empty() {
        let some = crate::check::Range { low: Some(Bound { at: Decimal::new(1, 0), included: true }), high: None };
        let some = ValueTest { positive: Positive::Within(vec![some]), negated: false, strict: false };
        return Ok(vec![own(run, &operand(&Measure::Count), &some, row)?]);
    }
    test.measures.iter().map(|(measure, test)| own(run, &operand(measure), test, row)).collect()
}

fn own(run: &mut Run<'_>, operand: &Operand, test: &ValueTest, row: u32) -> Result<Own> {
    let value = shown(&run.reading(operand)?, operand, row as usize);
    let distance = match &value {
        Shown::Number(number) => way(*number, &ends(&test.positive)),
        Shown::Average(sum, count) => {
            let mean = Decimal::new(sum.mantissa() / i128::from(*count), sum.scale());
            way(mean, &ends(&test.positive))
        }
        Shown::Time(at, _) => way(Decimal::new(i128::from(at.0), 0), &ends(&test.positive)),
        _ => None,
    };
    Ok(Own { value, distance })
}

fn shown(reading: &Reading<'_>, operand: &Operand, row: usize) -> Shown {
    if let Some(view) = reading.view() {
        if !view.is_present(row) {
            return Shown::Missing;
        }
        if let Some((sum, count)) = view.ratio(row) {
            return Shown::Average(Decimal::new(sum, view.scale), count);
        }
        let whole = view.whole(row);
        return match (is_time(operand), reading) {
            (_, Reading::Days(times, _)) | (_, Reading::Times(times, _)) => {
                Shown::Time(Instant(whole as i64), times.date_only)
            }
            (true, _) => Shown::Time(Instant(whole as i64), false),
            _ => Shown::Number(Decimal::new(whole, view.scale)),
        };
    }
    match reading {
        Reading::Plain(column) => cell(column, row),
        Reading::Latest(latest, sources) => match latest.get(row) {
            None => Shown::Missing,
            Some((number, at)) => match sources[number].1 {
                Source::Own(column) => cell(column, at),
                _ => Shown::Missing,
            },
        },
        _ => Shown::Missing,
    }
}

fn cell(column: &Column, row: usize) -> Shown {
    match column {
        Column::Text(texts) => match texts.codes.get(row) as usize {
            0 => Shown::Missing,
            code => Shown::Text(texts.shown()[code - 1].to_string()),
        },
        Column::List(lists) => {
            let own = &lists.codes[lists.offsets[row] as usize..lists.offsets[row + 1] as usize];
            match own {
                [] => Shown::Missing,
                _ => Shown::Texts(own.iter().map(|code| lists.shown()[*code as usize].to_string()).collect()),
            }
        }
        Column::Boolean { yes, valid } if valid.contains(row as u32) => Shown::Boolean(yes.contains(row as u32)),
        Column::Time(times) if times.seconds[row] != Times::MISSING => {
            Shown::Time(Instant(times.seconds[row]), times.date_only)
        }
        Column::Number(numbers) if numbers.valid.as_ref().is_none_or(|valid| valid.contains(row as u32)) => {
            Shown::Number(Decimal::new(i128::from(numbers.values[row]), numbers.scale))
        }
        Column::Places(places) if places.offsets[row] < places.offsets[row + 1] => {
            Shown::Places(places.offsets[row + 1] - places.offsets[row])
        }
        _ => Shown::Missing,
    }
}

fn is_time(operand: &Operand) -> bool {
    match operand {
        Operand::Measure { measure, .. } => matches!(measure, Measure::FirstAt | Measure::LastAt),
        Operand::FirstPresent(_) | Operand::Extreme { .. } => true,
        _ => false,
    }
}

/// The bounds of a test.
fn ends(positive: &Positive) -> Vec<Decimal> {
    match positive {
        Positive::Within(ranges) => {
            ranges.iter().flat_map(|range| [range.low, range.high]).flatten().map(|bound| bound.at).collect()
        }
        Positive::During(windows) => {
            let ends = windows.iter().flat_map(|window| [window.from, window.until]).flatten();
            ends.map(|at| Decimal::new(i128::from(at.0), 0)).collect()
        }
        _ => Vec::new(),
    }
}

/// The way from a value to the nearest bound.
fn way(value: Decimal, ends: &[Decimal]) -> Option<Decimal> {
    let to = |end: &Decimal| {
        let scale = value.scale().max(end.scale());
        Some(Decimal::new(end.at_scale(scale)?.checked_sub(value.at_scale(scale)?)?, scale).normalized())
    };
    ends.iter().filter_map(to).min_by_key(|way| Decimal::new(way.mantissa().abs(), way.scale()))
}
