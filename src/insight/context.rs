//! What the whole segment would be if one of its nodes were otherwise.

use crate::check::{Checked, Node, NodeKind};
use crate::eval::Evaluation;
use crate::rows::RowSet;

/// A node of the condition with the customers it holds for.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    /// The node itself.
    pub(super) node: &'a Node,
    /// Its place among the nodes of the evaluation.
    pub(super) place: usize,
    /// Its path.
    pub(super) path: &'a str,
    /// Customers, also such as are not there at the instant of evaluation.
    pub(super) set: &'a RowSet,
    /// How its children are joined.
    pub(super) join: Join,
    /// Nodes of the condition below it.
    pub(super) children: Vec<Tree<'a>>,
}

/// How a node's children are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Join {
    /// Every child.
    All,
    /// Some child.
    Any,
    /// The complement of the child.
    Not,
    /// No children.
    Leaf,
}

/// The whole segment as it depends on one node. Along a path every AND, OR and NOT is monotone: the
/// customers for whom the node decides are all in where it holds, or all in where it does not.
#[derive(Debug, Clone)]
pub(super) struct Context {
    /// Customers for whom the node decides.
    pub(super) decides: RowSet,
    /// The segment's count if the node held for no one.
    pub(super) base: u32,
    /// Whether those it decides for are in where it holds.
    pub(super) positive: bool,
}

/// For whom the children of a group decide, in two sets whatever their number.
#[derive(Debug)]
pub(super) struct Shares {
    all: bool,
    /// Customers for whom every child decides: all of an AND hold, none of an OR.
    every: RowSet,
    /// Customers for whom exactly one child decides: the one of an AND that does not hold, of an OR that does.
    one: RowSet,
    /// How many of those the group decides for are in it without a child that no one of `one` is in.
    others: u32,
}

impl<'a> Tree<'a> {
    /// The tree of an evaluation whose nodes were asked for; `None` if they were not.
    pub(super) fn of(checked: &'a Checked, evaluation: &'a Evaluation) -> Option<Tree<'a>> {
        let mut sets = evaluation.nodes.iter().map(|(path, set)| (path.as_str(), &**set)).enumerate();
        build(&checked.root, &mut sets)
    }

    /// Whether it is a clause, and no group or negation.
    pub(super) fn is_clause(&self) -> bool {
        self.join == Join::Leaf
    }
}

fn build<'a>(node: &'a Node, sets: &mut impl Iterator<Item = (usize, (&'a str, &'a RowSet))>) -> Option<Tree<'a>> {
    let (place, (path, set)) = sets.next()?;
    debug_assert_eq!(path, node.path);
    let (join, below) = match &node.kind {
        NodeKind::All(children) => (Join::All, &children[..]),
        NodeKind::Any(children) => (Join::Any, &children[..]),
        NodeKind::Not(child) => (Join::Not, std::slice::from_ref(&**child)),
        NodeKind::Value { .. } | NodeKind::Rows(_) => (Join::Leaf, &[][..]),
    };
    // A clause that was split into several tests is one node of the condition.
    let below: Vec<&Node> = below.iter().filter(|child| child.path != node.path).collect();
    let join = if below.is_empty() && !node_is_empty_group(node) { Join::Leaf } else { join };
    let mut children = Vec::with_capacity(below.len());
    for child in below {
        children.push(build(child, sets)?);
    }
    Some(Tree { node, place, path, set, join, children })
}

fn node_is_empty_group(node: &Node) -> bool {
    matches!(&node.kind, NodeKind::All(children) | NodeKind::Any(children) if children.is_empty())
}

impl Context {
    /// The context of the root.
    pub(super) fn of_root(universe: &RowSet) -> Context {
        Context { decides: universe.clone(), base: 0, positive: true }
    }

    /// The segment's count if the node held for so many of those it decides for.
    pub(super) fn count(&self, holding: u32) -> u32 {
        if self.positive { self.base + holding } else { self.base - holding }
    }

    /// The context of a child of a node, which is `self`'s.
    pub(super) fn of_child(&self, node: &Tree<'_>, child: &Tree<'_>) -> Context {
        self.deciding(node, Shares::of_node(node, &self.decides).decides(child.set))
    }

    /// The context of a child of a node, which is `self`'s, that decides for these customers.
    pub(super) fn deciding(&self, node: &Tree<'_>, decides: RowSet) -> Context {
        let base = match node.join {
            Join::All | Join::Leaf => self.base,
            Join::Any => self.count(self.decides.count() - decides.count()),
            Join::Not => return self.clone().complement(),
        };
        Context { decides, base, positive: self.positive }
    }

    /// The context of a node's complement.
    pub(super) fn complement(self) -> Context {
        Context { base: self.count(self.decides.count()), positive: !self.positive, decides: self.decides }
    }
}

/// Words of a stretch of a group's sets that stays in the nearest cache.
const STRETCH: usize = 512;

impl Shares {
    /// Of children with these sets, joined by AND (`all`) or OR; `decides` are those the group decides for.
    pub(super) fn of<'s>(children: impl Iterator<Item = &'s RowSet> + Clone, all: bool, decides: &RowSet) -> Shares {
        let (mut every, mut one) = (decides.clone(), RowSet::empty(decides.len()));
        let (every_words, one_words) = (every.words_mut(), one.words_mut());
        for (at, (every, one)) in every_words.chunks_mut(STRETCH).zip(one_words.chunks_mut(STRETCH)).enumerate() {
            // Of those the group decides for: for whom every child decides so far, for whom one alone.
            for child in children.clone() {
                let child = &child.words()[at * STRETCH..];
                for ((every, one), child) in every.iter_mut().zip(one.iter_mut()).zip(child) {
                    let apart = if all { !child } else { *child };
                    (*every, *one) = (*every & !apart, *one & !apart | *every & apart);
                }
            }
        }
        let others = if all { every.count() + one.count() } else { decides.count() - every.count() };
        Shares { all, every, one, others }
    }

    /// Of a node's children.
    pub(super) fn of_node(node: &Tree<'_>, decides: &RowSet) -> Shares {
        Shares::of(node.children.iter().map(|child| child.set), node.join != Join::Any, decides)
    }

    /// The customers for whom a child with this set decides.
    pub(super) fn decides(&self, child: &RowSet) -> RowSet {
        let mut decides = self.one.clone();
        if self.all {
            decides.minus(child)
        } else {
            decides.and(child)
        }
        decides.or(&self.every);
        decides
    }

    /// The segment's count without a child; `context` is the group's.
    pub(super) fn without(&self, child: &RowSet, context: &Context) -> u32 {
        context.count(self.others - self.one.common(child))
    }
}
