//! Counts of every node: alone, with its earlier siblings, and the segment without it.

use super::context::{Context, Join, Tree};
use crate::check::Checked;
use crate::eval::Evaluation;
use crate::rows::RowSet;

/// Counts of one node, of customers there are at the instant of evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeCount {
    /// Path of the node.
    pub path: String,
    /// Customers for whom the node alone holds.
    pub alone: u32,
    /// Customers after this and all earlier siblings: left of an AND, gathered by an OR.
    pub cumulative: u32,
    /// The whole segment's count with this node left out of its group. A group or negation of
    /// which nothing is left is left out itself; a segment of which nothing is left is everyone.
    pub without_it: u32,
}

/// Counts of every node, parents before children, of an evaluation whose nodes were asked for.
pub fn funnel(checked: &Checked, evaluation: &Evaluation) -> Vec<NodeCount> {
    let Some(tree) = Tree::of(checked, evaluation) else { return Vec::new() };
    let universe = &*evaluation.universe;
    let mut counts = Vec::with_capacity(evaluation.nodes.len());
    let alone = common(tree.set, universe);
    counts.push(NodeCount { path: tree.path.to_owned(), alone, cumulative: alone, without_it: universe.count() });
    below(&tree, &Context::of_root(universe), universe.count(), universe, &mut counts);
    counts
}

/// Adds the counts of a node's children; `without` is the segment's count without the node.
fn below(node: &Tree<'_>, context: &Context, without: u32, universe: &RowSet, counts: &mut Vec<NodeCount>) {
    let mut gathered: Option<RowSet> = None;
    for (child, own) in node.children.iter().zip(context.of_children(node)) {
        let joined = match (gathered.take(), node.join) {
            (Some(mut joined), Join::Any) => {
                joined.or(child.set);
                joined
            }
            (Some(mut joined), _) => {
                joined.and(child.set);
                joined
            }
            (None, _) => child.set.clone(),
        };
        let without_it = match node.join {
            _ if node.children.len() == 1 => without,
            Join::All => own.with.count(),
            _ => own.without.count(),
        };
        counts.push(NodeCount {
            path: child.path.to_owned(),
            alone: common(child.set, universe),
            cumulative: common(&joined, universe),
            without_it,
        });
        gathered = Some(joined);
        below(child, &own, without_it, universe, counts);
    }
}

/// How many rows two sets share.
fn common(a: &RowSet, b: &RowSet) -> u32 {
    a.words().iter().zip(b.words()).map(|(a, b)| (a & b).count_ones()).sum()
}
