//! Counts of every node: alone, with its earlier siblings, and the segment without it.

use super::context::{Context, Join, Tree, rests};
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
    let alone_in_group = node.children.len() == 1;
    let rests = if alone_in_group { vec![RowSet::empty(0)] } else { rests(node, universe.len()) };
    for (child, rest) in node.children.iter().zip(rests) {
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
        // Without the child, its group is what the others make up.
        let without_it = if alone_in_group { without } else { context.count(&rest) };
        counts.push(NodeCount {
            path: child.path.to_owned(),
            alone: common(child.set, universe),
            cumulative: common(&joined, universe),
            without_it,
        });
        gathered = Some(joined);
        if child.join != Join::Leaf {
            let own = match alone_in_group {
                true => context.of_children(node).swap_remove(0),
                false => context.of_child(node.join, &rest),
            };
            below(child, &own, without_it, universe, counts);
        }
    }
}

/// How many rows two sets share.
fn common(a: &RowSet, b: &RowSet) -> u32 {
    a.words().iter().zip(b.words()).map(|(a, b)| (a & b).count_ones()).sum()
}
