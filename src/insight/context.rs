//! What the whole segment would be if one of its nodes were otherwise.

use crate::check::{Checked, Node, NodeKind};
use crate::eval::Evaluation;
use crate::rows::RowSet;

/// A node of the condition with the customers it holds for.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    /// The node itself.
    pub(super) node: &'a Node,
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

/// The whole segment as it depends on one node: where the node holds it is `with`, elsewhere
/// `without`.
#[derive(Debug, Clone)]
pub(super) struct Context {
    /// The segment if the node held for everyone.
    pub(super) with: RowSet,
    /// The segment if the node held for no one.
    pub(super) without: RowSet,
}

impl<'a> Tree<'a> {
    /// The tree of an evaluation whose nodes were asked for; `None` if they were not.
    pub(super) fn of(checked: &'a Checked, evaluation: &'a Evaluation) -> Option<Tree<'a>> {
        let mut sets = evaluation.nodes.iter().map(|(path, set)| (path.as_str(), &**set));
        build(&checked.root, &mut sets)
    }

    /// Whether it is a clause, and no group or negation.
    pub(super) fn is_clause(&self) -> bool {
        self.join == Join::Leaf
    }
}

fn build<'a>(node: &'a Node, sets: &mut impl Iterator<Item = (&'a str, &'a RowSet)>) -> Option<Tree<'a>> {
    let (path, set) = sets.next()?;
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
    Some(Tree { node, path, set, join, children })
}

fn node_is_empty_group(node: &Node) -> bool {
    matches!(&node.kind, NodeKind::All(children) | NodeKind::Any(children) if children.is_empty())
}

impl Context {
    /// The context of the root.
    pub(super) fn of_root(universe: &RowSet) -> Context {
        Context { with: universe.clone(), without: RowSet::empty(universe.len()) }
    }

    /// The contexts of a node's children; the node's own is `self`.
    pub(super) fn of_children(&self, node: &Tree<'_>) -> Vec<Context> {
        match node.join {
            Join::Leaf => Vec::new(),
            Join::Not => vec![Context { with: self.without.clone(), without: self.with.clone() }],
            Join::All | Join::Any => {
                rests(node, self.with.len()).iter().map(|rest| self.of_child(node.join, rest)).collect()
            }
        }
    }

    /// The context of a child of an AND or OR, the other children of which make up `rest`.
    pub(super) fn of_child(&self, join: Join, rest: &RowSet) -> Context {
        let chosen = self.chosen(rest);
        match join {
            Join::Any => Context { with: self.with.clone(), without: chosen },
            _ => Context { with: chosen, without: self.without.clone() },
        }
    }

    /// How many are in the segment if the node held for `set`.
    pub(super) fn count(&self, set: &RowSet) -> u32 {
        let words = set.words().iter().zip(self.with.words()).zip(self.without.words());
        words.map(|((set, with), without)| (set & with | !set & without).count_ones()).sum()
    }

    /// The segment if the node held for `set`.
    pub(super) fn chosen(&self, set: &RowSet) -> RowSet {
        let mut chosen = self.with.clone();
        chosen.and(set);
        let mut otherwise = self.without.clone();
        otherwise.minus(set);
        chosen.or(&otherwise);
        chosen
    }
}

/// For each child the others joined: prefixes and suffixes, two operations a child.
pub(super) fn rests(node: &Tree<'_>, len: u32) -> Vec<RowSet> {
    let all = node.join == Join::All;
    let join = |a: &mut RowSet, b: &RowSet| if all { a.and(b) } else { a.or(b) };
    let nothing = || if all { RowSet::full(len) } else { RowSet::empty(len) };
    let mut rests = Vec::with_capacity(node.children.len());
    let mut before = nothing();
    for child in &node.children {
        rests.push(before.clone());
        join(&mut before, child.set);
    }
    let mut after = nothing();
    for (rest, child) in rests.iter_mut().zip(&node.children).rev() {
        join(rest, &after);
        join(&mut after, child.set);
    }
    rests
}
