//! Groups and negations: bitmaps of the leaves, joined.

use super::Run;
use super::cache::{Key, Numbered};
use crate::check::{Node, NodeKind};
use crate::error::Result;
use crate::order;
use crate::rows::RowSet;
use std::sync::Arc;

/// Bitmaps of nodes by path, as they are found.
pub(super) type Found = Vec<(String, Arc<RowSet>)>;

impl Run<'_> {
    /// The customers a node holds for. Nodes of the condition are added to `found`, parents first;
    /// the parts a single clause was split into have the clause's path and are not.
    pub(super) fn node(&mut self, node: &Node, mut found: Option<&mut Found>) -> Result<Numbered> {
        let place = found.as_ref().map(|found| found.len());
        if let Some(found) = found.as_deref_mut() {
            found.push((node.path.clone(), Arc::new(RowSet::empty(0))));
        }
        let numbered = match &node.kind {
            NodeKind::All(children) => self.group(node, children, true, found.as_deref_mut())?,
            NodeKind::Any(children) => self.group(node, children, false, found.as_deref_mut())?,
            NodeKind::Not(child) => {
                let found = if child.path == node.path { None } else { found.as_deref_mut() };
                let child = self.node(child, found)?;
                self.complement(&child)
            }
            NodeKind::Value { operand, test } => self.value_leaf(operand, test)?,
            NodeKind::Rows(test) => self.rows_leaf(test)?,
        };
        if let (Some(found), Some(place)) = (found, place) {
            found[place].1 = numbered.set.clone();
        }
        Ok(numbered)
    }

    fn group(&mut self, node: &Node, children: &[Node], all: bool, mut found: Option<&mut Found>) -> Result<Numbered> {
        let mut parts = Vec::with_capacity(children.len());
        for child in children {
            let part_of_clause = child.path == node.path;
            let found = if part_of_clause { None } else { found.as_deref_mut() };
            parts.push(self.node(child, found)?);
        }
        order::sort_by_key(&mut parts, |part| part.number);
        parts.dedup_by_key(|part| part.number);
        if let [only] = &parts[..] {
            return Ok(only.clone());
        }
        let key = Key::Group(all, parts.iter().map(|part| part.number).collect());
        if let Some(kept) = self.cache.get_set(&key) {
            return Ok(kept);
        }
        let set = join(&parts, all, self.snapshot.customers.len);
        Ok(self.cache.put_set(key, set))
    }

    fn complement(&mut self, child: &Numbered) -> Numbered {
        let key = Key::Not(child.number);
        if let Some(kept) = self.cache.get_set(&key) {
            return kept;
        }
        let mut set = (*child.set).clone();
        set.not();
        self.cache.put_set(key, set)
    }
}

/// Everyone in all parts, or in some part; of none, everyone and no one (N5).
fn join(parts: &[Numbered], all: bool, customers: u32) -> RowSet {
    let Some((first, rest)) = parts.split_first() else {
        return if all { RowSet::full(customers) } else { RowSet::empty(customers) };
    };
    let mut set = (*first.set).clone();
    for part in rest {
        if all { set.and(&part.set) } else { set.or(&part.set) }
    }
    set
}
