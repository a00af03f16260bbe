//! Which clause moved customers between two answers.
//!
//! A clause decides about a customer if the whole segment would say otherwise were the clause
//! alone otherwise. What moved a customer is a clause that only one of the two segments has: one
//! of the later that decides for who entered or against who left, or one of the earlier that
//! decided against who entered or for who left. Clauses that both have moved no one, unless the
//! two are asked at different instants or for different orders.

use super::context::{Shares, Tree};
use super::overlap::{Comparison, compare};
use crate::check::{Checked, Node, NodeKind};
use crate::eval::Evaluation;
use crate::rows::RowSet;

/// One of the two answers; the evaluation has nodes.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The segment.
    pub checked: &'a Checked,
    /// Its answer.
    pub evaluation: &'a Evaluation,
}

/// What changed, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Who entered, left, stayed.
    pub moved: Comparison,
    /// Every clause that only one side has, the earlier side's first, in the order of its tree.
    pub causes: Vec<Cause>,
    /// Who entered or left though no clause decides alone: several did together, or how they are
    /// joined.
    pub together: Moved,
    /// Who entered or left because they were not there, or are there no longer, at the other instant.
    pub presence: Moved,
}

/// A clause and whom it moved; several may have moved one customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// Whether it stands in the later segment.
    pub later: bool,
    /// Path of the clause.
    pub path: String,
    /// Whom it decides about.
    pub moved: Moved,
}

/// Numbers of customers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Moved {
    /// Who entered.
    pub entered: u32,
    /// Who left.
    pub left: u32,
}

impl Change {
    /// How many of who moved did so in `members`, too.
    pub fn as_in(&self, members: &RowSet) -> Moved {
        let Comparison { entered, left, .. } = &self.moved;
        Moved { entered: common(entered, members, true).count(), left: common(left, members, false).count() }
    }
}

/// What changed from one answer to another of the same snapshot, and which clauses did it.
pub fn changes(before: Side<'_>, after: Side<'_>) -> Change {
    let moved = compare(&before.evaluation.members, &after.evaluation.members);
    let arrived = common(&moved.entered, &before.evaluation.universe, false);
    let departed = common(&moved.left, &after.evaluation.universe, false);
    let presence = Moved { entered: arrived.count(), left: departed.count() };
    let mut rest = Rest { entered: moved.entered.clone(), left: moved.left.clone() };
    rest.entered.minus(&arrived);
    rest.left.minus(&departed);
    let among = rest.clone();
    let mut causes = Vec::new();
    let same = before.checked.options == after.checked.options;
    for (side, other, later) in [(before, after, false), (after, before, true)] {
        let Some(tree) = Tree::of(side.checked, side.evaluation) else { continue };
        let mut others = Vec::new();
        if same {
            leaves(&other.checked.root, &mut others);
        }
        walk(&tree, &side.evaluation.universe, &mut |leaf, decides| {
            if let Some(place) = others.iter().position(|other| alike(leaf.node, other)) {
                others.swap_remove(place);
                return;
            }
            let entered = common(&among.entered, decides, true);
            let left = common(&among.left, decides, true);
            rest.entered.minus(&entered);
            rest.left.minus(&left);
            let moved = Moved { entered: entered.count(), left: left.count() };
            causes.push(Cause { later, path: leaf.path.to_owned(), moved });
        });
    }
    let together = Moved { entered: rest.entered.count(), left: rest.left.count() };
    Change { moved, causes, together, presence }
}

/// Who moved and is not told yet.
#[derive(Clone)]
struct Rest {
    entered: RowSet,
    left: RowSet,
}

/// The rows of `set` that are in `other`, or that are not.
fn common(set: &RowSet, other: &RowSet, inside: bool) -> RowSet {
    let mut common = set.clone();
    if inside {
        common.and(other)
    } else {
        common.minus(other)
    }
    common
}

/// Visits the clauses below a node, each with the customers for whom it decides.
fn walk<'t>(tree: &'t Tree<'_>, decides: &RowSet, visit: &mut dyn FnMut(&'t Tree<'_>, &RowSet)) {
    if tree.is_clause() {
        return visit(tree, decides);
    }
    let shares = Shares::of_node(tree, decides);
    for child in &tree.children {
        walk(child, &shares.decides(child.set), visit);
    }
}

/// The clauses below a node.
fn leaves<'n>(node: &'n Node, found: &mut Vec<&'n Node>) {
    match &node.kind {
        NodeKind::All(children) | NodeKind::Any(children) if children.iter().all(|child| child.path != node.path) => {
            children.iter().for_each(|child| leaves(child, found));
        }
        NodeKind::Not(child) if child.path != node.path => leaves(child, found),
        _ => found.push(node),
    }
}

/// Whether two nodes ask the same, wherever they stand.
fn alike(a: &Node, b: &Node) -> bool {
    match (&a.kind, &b.kind) {
        (NodeKind::All(a), NodeKind::All(b)) | (NodeKind::Any(a), NodeKind::Any(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(a, b))
        }
        (NodeKind::Not(a), NodeKind::Not(b)) => alike(a, b),
        (a, b) => a == b,
    }
}

/// What changed in a segment from one state of the data to another; `before` is told in the rows of
/// `after`. A clause moved a customer if its own answer changed, and it decides about them now.
pub fn drift(before: &Evaluation, after: Side<'_>) -> Change {
    let Evaluation { members, universe, nodes, .. } = after.evaluation;
    let moved = compare(&before.members, members);
    let arrived = common(&moved.entered, &before.universe, false);
    let departed = common(&moved.left, universe, false);
    let presence = Moved { entered: arrived.count(), left: departed.count() };
    let among = Rest { entered: common(&moved.entered, &arrived, false), left: common(&moved.left, &departed, false) };
    let mut rest = among.clone();
    let mut causes = Vec::new();
    let tree = Tree::of(after.checked, after.evaluation).filter(|_| before.nodes.len() == nodes.len());
    if let Some(tree) = tree {
        walk(&tree, universe, &mut |leaf, decides| {
            let Some((_, earlier)) = before.nodes.iter().find(|(path, _)| path == leaf.path) else { return };
            let mut changed = leaf.set.clone();
            changed.minus(earlier);
            changed.or(&common(earlier, leaf.set, false));
            changed.and(decides);
            let entered = common(&among.entered, &changed, true);
            let left = common(&among.left, &changed, true);
            rest.entered.minus(&entered);
            rest.left.minus(&left);
            let moved = Moved { entered: entered.count(), left: left.count() };
            causes.push(Cause { later: true, path: leaf.path.to_owned(), moved });
        });
    }
    let together = Moved { entered: rest.entered.count(), left: rest.left.count() };
    Change { moved, causes, together, presence }
}
