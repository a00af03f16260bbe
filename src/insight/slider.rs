//! Exact counts of a whole segment at every stop of one dragged bound.
//!
//! For each customer the segment depends on the dragged leaf in one of four ways: in it only where
//! the leaf holds, only where it does not, always, never. Values of the first two kinds of
//! customers are kept in the order of their sketch codes, with running counts, so that the count
//! at any bound is two look-ups and a glance into one bucket.

use super::context::{Context, Join, Tree};
use crate::check::{Bound, Checked, Measure, Node, NodeKind, Operand, Positive, Range, RowsTest, ValueTest};
use crate::error::Result;
use crate::eval::{self, Cache, Pivot, Reading, Run};
use crate::plan::Interval;
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
/// path, a test of text, a window of a measure other than a count.
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
    Ok(dragged(checked, path, dial, snapshot, cache)?.and_then(Slider::new))
}

/// A leaf whose bound is dragged: the values, and how the segment depends on them.
#[derive(Debug)]
pub(super) struct Dragged<'a> {
    /// One value per customer.
    pub(super) reading: Reading<'a>,
    /// Whether the values are times.
    pub(super) times: bool,
    /// The segment's count if the leaf held for no one.
    pub(super) base: u32,
    /// Customers who are in only where the leaf holds.
    pub(super) with: RowSet,
    /// Customers who are in only where it does not.
    pub(super) without: RowSet,
    negated: bool,
    strict: bool,
}

/// The dragged leaf, by the path of its node.
///
/// # Errors
/// As [`eval::evaluate`].
pub(super) fn dragged<'a>(
    checked: &Checked,
    path: &str,
    dial: Dial,
    snapshot: &'a Snapshot,
    cache: &'a mut Cache,
) -> Result<Option<Dragged<'a>>> {
    let evaluation = eval::evaluate(checked, snapshot, cache, true)?;
    let Some(tree) = Tree::of(checked, &evaluation) else { return Ok(None) };
    let root = Context::of_root(&evaluation.universe);
    let Some((leaf, context)) = find(&tree, &checked.root, root, path) else { return Ok(None) };
    let mut run = Run::new(snapshot, &checked.options, cache);
    match (&leaf.kind, dial) {
        (NodeKind::Value { operand, test }, Dial::Value) => of_value(&mut run, operand, test, context),
        // A clause between a number and a statistic was split in two.
        (NodeKind::All(parts), Dial::Value) => match parts.first().filter(|part| part.path == leaf.path) {
            Some(Node { kind: NodeKind::Value { operand, test }, .. }) => of_value(&mut run, operand, test, context),
            _ => Ok(None),
        },
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
    let child = &tree.children[place];
    find(child, below[place], context.of_child(tree, child), path)
}

fn of_value<'a>(
    run: &mut Run<'a>,
    operand: &Operand,
    test: &ValueTest,
    context: Context,
) -> Result<Option<Dragged<'a>>> {
    let times = match test.positive {
        Positive::During(_) => true,
        Positive::Within(_) | Positive::AgainstStatistic { .. } => false,
        _ => return Ok(None),
    };
    Ok(Some(Dragged::new(run.reading(operand)?, times, context, (test.negated, test.strict))))
}

fn of_measure<'a>(
    run: &mut Run<'a>,
    test: &RowsTest,
    number: usize,
    mut context: Context,
) -> Result<Option<Dragged<'a>>> {
    let Some((measure, value)) = test.measures.get(number) else { return Ok(None) };
    if test.negated {
        context = context.complement();
    }
    let operand = |measure| Operand::Measure { rows: test.rows.clone(), measure };
    // The second half of a range between a number and a statistic goes with the first.
    let half = |at: usize, other: &(Measure, ValueTest)| {
        at == number + 1 && other.0 == *measure && matches!(other.1.positive, Positive::AgainstStatistic { .. })
    };
    let others = test.measures.iter().enumerate().filter(|(at, other)| *at != number && !half(*at, other));
    for (_, (other, value)) in others {
        context.decides.and(&*run.value_set(&operand(other.clone()), value)?);
    }
    of_value(run, &operand(measure.clone()), value, context)
}

fn of_window<'a>(run: &mut Run<'a>, test: &RowsTest, mut context: Context) -> Result<Option<Dragged<'a>>> {
    let Some((rank, fewer)) = crate::plan::rank_wanted(test) else { return Ok(None) };
    let Some(rows) = crate::plan::without_start(&test.rows) else { return Ok(None) };
    if test.negated != fewer {
        context = context.complement();
    }
    let reading = run.ranked_times(&rows, rank, &context.decides)?;
    Ok(reading.map(|reading| Dragged::new(reading, true, context, (false, false))))
}

impl<'a> Dragged<'a> {
    fn new(reading: Reading<'a>, times: bool, context: Context, (negated, strict): (bool, bool)) -> Dragged<'a> {
        let Context { decides, base, positive } = context;
        let nobody = RowSet::empty(decides.len());
        let (with, without) = if positive { (decides, nobody) } else { (nobody, decides) };
        Dragged { reading, times, base, with, without, negated, strict }
    }
}

impl Slider {
    fn new(dragged: Dragged<'_>) -> Option<Slider> {
        let view = dragged.reading.view()?;
        Some(Slider {
            scale: view.scale,
            base: i64::from(dragged.base),
            with: Pivot::of(&view, &dragged.with),
            without: Pivot::of(&view, &dragged.without),
            negated: dragged.negated,
            strict: dragged.strict,
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
