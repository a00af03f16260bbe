//! Exact counts of a whole segment at every stop of one dragged bound.
//!
//! For each customer the segment depends on the dragged leaf in one of four ways: in it only where
//! the leaf holds, only where it does not, always, never. Values of the first two kinds of
//! customers are kept in the order of their sketch codes, with running counts, so that the count
//! at any bound is two look-ups and a glance into one bucket.

use super::context::{Context, Join, Tree};
use crate::check::{Bound, Checked, Node, NodeKind, Operand, Range, RowsTest, ValueTest};
use crate::error::Result;
use crate::eval::{self, Cache, Pivot, Reading, Run};
use crate::plan::{Interval, intervals};
use crate::rows::RowSet;
use crate::snapshot::Snapshot;
use crate::value::Decimal;

/// What of a leaf is dragged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dial {
    /// The bound of a value's test.
    Value,
    /// The bound of a function's measure, by its place among the measures.
    Measure(usize),
    /// The start of a function's window of time: "in the last … days".
    From,
}

/// Exact counts at every bound.
#[derive(Debug)]
pub struct Slider {
    /// Digits after the point of the values; 0 for times, which are UTC seconds.
    pub scale: u8,
    /// The segment's count if the leaf held for no one.
    base: i64,
    /// Customers who are in only where the leaf holds.
    with: Pivot,
    /// Customers who are in only where it does not.
    without: Pivot,
    /// Whether the leaf is the complement of its bounds.
    negated: bool,
    /// Whether the complement leaves out customers without a value.
    strict: bool,
}

/// One bar of a histogram: values from `from` up to the next bar's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// The least value of the bar.
    pub from: Decimal,
    /// Customers with a value in it for whom the bound decides.
    pub customers: u32,
    /// The segment's count if the test were "at least `from`".
    pub at_least: u32,
}

/// The slider of a leaf, by the path of its node; `None` if the leaf has no such bound: another
/// path, a test of text, a window of a measure other than a count, a statistic.
///
/// # Errors
/// As [`eval::evaluate`].
pub fn slider(
    checked: &Checked,
    path: &str,
    dial: Dial,
    snapshot: &Snapshot,
    cache: &mut Cache,
) -> Result<Option<Slider>> {
    let evaluation = eval::evaluate(checked, snapshot, cache, true)?;
    let Some(tree) = Tree::of(checked, &evaluation) else { return Ok(None) };
    let root = Context::of_root(&evaluation.universe);
    let Some((leaf, context)) = find(&tree, &checked.root, root, path) else { return Ok(None) };
    let mut run = Run::new(snapshot, &checked.options, cache);
    match (&leaf.kind, dial) {
        (NodeKind::Value { operand, test }, Dial::Value) => of_value(&mut run, operand, test, context),
        (NodeKind::Rows(test), Dial::Measure(number)) => of_measure(&mut run, test, number, context),
        (NodeKind::Rows(test), Dial::From) => of_window(&mut run, test, context),
        _ => Ok(None),
    }
}

/// The node at a path with its context.
fn find<'a>(tree: &Tree<'a>, node: &'a Node, context: Context, path: &str) -> Option<(&'a Node, Context)> {
    if node.path == path {
        return Some((node, context));
    }
    let below: Vec<&Node> = match &node.kind {
        NodeKind::All(children) | NodeKind::Any(children) => children.iter().collect(),
        NodeKind::Not(child) => vec![child],
        NodeKind::Value { .. } | NodeKind::Rows(_) => vec![],
    };
    if tree.join == Join::Leaf {
        return None;
    }
    let inside = |child: &Node| path == child.path || path.starts_with(&format!("{}/", child.path));
    let place = below.iter().position(|child| inside(child))?;
    let context = context.of_children(tree).into_iter().nth(place)?;
    find(&tree.children[place], below[place], context, path)
}

fn of_value(run: &mut Run<'_>, operand: &Operand, test: &ValueTest, context: Context) -> Result<Option<Slider>> {
    if intervals(&test.positive, 0).is_none() {
        return Ok(None);
    }
    let reading = run.reading(operand)?;
    Ok(Slider::new(&reading, context, test.negated, test.strict))
}

fn of_measure(run: &mut Run<'_>, test: &RowsTest, number: usize, mut context: Context) -> Result<Option<Slider>> {
    let Some((measure, value)) = test.measures.get(number) else { return Ok(None) };
    if test.negated {
        std::mem::swap(&mut context.with, &mut context.without);
    }
    let operand = |measure| Operand::Measure { rows: test.rows.clone(), measure };
    let mut rest = RowSet::full(context.with.len());
    for (_, (measure, value)) in test.measures.iter().enumerate().filter(|(other, _)| *other != number) {
        rest.and(&*run.value_set(&operand(measure.clone()), value)?);
    }
    context.with = context.chosen(&rest);
    of_value(run, &operand(measure.clone()), value, context)
}

fn of_window(run: &mut Run<'_>, test: &RowsTest, mut context: Context) -> Result<Option<Slider>> {
    let Some((rank, fewer)) = crate::plan::rank_wanted(test) else { return Ok(None) };
    let Some(rows) = crate::plan::without_start(&test.rows) else { return Ok(None) };
    if test.negated != fewer {
        std::mem::swap(&mut context.with, &mut context.without);
    }
    let reading = run.ranked_times(&rows, rank)?;
    Ok(reading.and_then(|reading| Slider::new(&reading, context, false, false)))
}

impl Slider {
    fn new(reading: &Reading<'_>, context: Context, negated: bool, strict: bool) -> Option<Slider> {
        let view = reading.view()?;
        let base = i64::from(context.without.count());
        let (mut with, mut without) = (context.with.clone(), context.without.clone());
        with.minus(&context.without);
        without.minus(&context.with);
        Some(Slider {
            scale: view.scale,
            base,
            with: Pivot::of(&view, &with),
            without: Pivot::of(&view, &without),
            negated,
            strict,
        })
    }

    /// The segment's count with these bounds in place of the leaf's own.
    pub fn count(&self, range: Range) -> u32 {
        let interval = Interval::of_range(&range, self.scale);
        let holding = |pivot: &Pivot| {
            let inside = pivot.count(&interval);
            i64::from(match (self.negated, self.strict) {
                (false, _) => inside,
                (true, true) => pivot.valued() - inside,
                (true, false) => pivot.size() - inside,
            })
        };
        (self.base + holding(&self.with) - holding(&self.without)) as u32
    }

    /// The segment's count with "at least `bound`" in place of the leaf's own bounds.
    pub fn at_least(&self, bound: Decimal) -> u32 {
        self.count(Range { low: Some(Bound { at: bound, included: true }), high: None })
    }

    /// The least and the greatest value among the customers for whom the bound decides.
    pub fn ends(&self) -> Option<(Decimal, Decimal)> {
        let ends = [self.with.ends(), self.without.ends()];
        let least = ends.iter().flatten().map(|ends| ends.0).min()?;
        let greatest = ends.iter().flatten().map(|ends| ends.1).max()?;
        Some((Decimal::new(least, self.scale), Decimal::new(greatest, self.scale)))
    }

    /// The bars between ascending edges, small enough to hand to a page: with them a drag from
    /// edge to edge needs no engine. The last bar holds everything from the last edge on.
    pub fn bars(&self, edges: &[Decimal]) -> Vec<Bar> {
        let from = |at: Decimal| Bound { at, included: true };
        let bar = |(place, edge): (usize, &Decimal)| {
            let next = edges.get(place + 1).map(|next| Bound { at: *next, included: false });
            let inside = Interval::of_range(&Range { low: Some(from(*edge)), high: next }, self.scale);
            let customers = self.with.count(&inside) + self.without.count(&inside);
            Bar { from: *edge, customers, at_least: self.at_least(*edge) }
        };
        edges.iter().enumerate().map(bar).collect()
    }
}
