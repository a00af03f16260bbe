//! Counts of every node: alone, with its earlier siblings, and the segment without it.

use super::context::{Context, Join, Shares, Tree};
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
    let (alone, everyone) = (tree.set.common(universe), evaluation.everyone);
    counts.push(NodeCount { path: tree.path.to_owned(), alone, cumulative: alone, without_it: everyone });
    below(&tree, &|| Context::of_root(universe), everyone, universe, &mut counts);
    counts
}

/// Adds the counts of a node's children; `without` is the segment's count without the node, `context` makes
/// the node's own, which is not needed where clauses have no siblings.
fn below(node: &Tree<'_>, context: &dyn Fn() -> Context, without: u32, universe: &RowSet, counts: &mut Vec<NodeCount>) {
    let Some(first) = node.children.first() else { return };
    let several = (node.children.len() > 1).then(|| {
        let context = context();
        (Shares::of_node(node, &context.decides), context)
    });
    let mut gathered = first.set.clone();
    for (index, child) in node.children.iter().enumerate() {
        let alone = child.set.common(universe);
        let cumulative = match (index, node.join) {
            (0, _) => alone,
            (_, Join::Any) => {
                gathered.or(child.set);
                gathered.common(universe)
            }
            _ => {
                gathered.and(child.set);
                gathered.common(universe)
            }
        };
        // Without the child, its group is what the others make up.
        let without_it = several.as_ref().map_or(without, |(shares, context)| shares.without(child.set, context));
        counts.push(NodeCount { path: child.path.to_owned(), alone, cumulative, without_it });
        if child.join != Join::Leaf {
            let own = || match &several {
                Some((shares, context)) => context.deciding(node, shares.decides(child.set)),
                None => context().of_child(node, child),
            };
            below(child, &own, without_it, universe, counts);
        }
    }
}
