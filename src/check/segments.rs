//! `segments CONTAINS 'VIP'`: the named segments, put in the clause's place.

use super::checked::{Node, NodeKind, Operand, Positive, ValueTest};
use super::fields::Subject;
use super::walk::Checker;
use super::written::{did_you_mean, quoted, shown, value_path};
use super::{codes, settle, walk};
use crate::catalogue::{MEMBERSHIP, nearest, very_near};
use crate::condition::{FieldClause, Membership, Operator, Problem, Severity};
use crate::value::{fold_case, id_key};

/// Most segments that name one another in a row.
const MAX_CHAIN: usize = 16;
/// Most nodes that the segments named in one condition may come to.
const MAX_EXPANDED: usize = 10_000;

impl Checker<'_> {
    /// The node of a clause on `segments`. Membership is never missing, so `strict_missing` does
    /// not touch it; IS NULL is refused, for it would ask about the asking segment too.
    pub(super) fn segments_clause(&mut self, subject: &Subject<'_>, clause: &FieldClause, path: &str) -> Option<Node> {
        let test = &clause.test;
        if !self.operator_allowed(subject, test, MEMBERSHIP) || !self.operands_fit(subject, test) {
            return None;
        }
        let single = test.values.len() == 1;
        let mut nodes = Vec::new();
        let mut whole = true;
        for (index, literal) in test.values.iter().enumerate() {
            let at = value_path(path, test.operator, index);
            let node = self.text(subject, literal, at.clone()).and_then(|name| self.named(&name, &at));
            match node {
                Some(node) => nodes.push(node),
                None => whole = false,
            }
        }
        if !whole {
            return None;
        }
        let group = match test.operator {
            _ if single => nodes.pop()?.kind,
            Operator::ContainsAll => NodeKind::All(nodes),
            _ => NodeKind::Any(nodes),
        };
        let negated = matches!(test.operator, Operator::NotContains | Operator::ContainsNone);
        let inner = Node { path: path.to_owned(), kind: group };
        Some(match negated {
            true => Node { path: path.to_owned(), kind: NodeKind::Not(Box::new(inner)) },
            false => inner,
        })
    }

    /// The node of the segment of that name.
    fn named(&mut self, name: &str, path: &str) -> Option<Node> {
        let key = fold_case(name);
        let Some(references) = self.references else {
            if self.snapshot.is_some() || self.canonical {
                let message = "There is no segment library here, so `segments` cannot be asked; open one.";
                self.problem(Problem::error(codes::UNKNOWN_SEGMENT, path, message));
            }
            return None;
        };
        if self.chain.contains(&key) {
            let message =
                format!("{} refers to itself, directly or through others; remove the reference.", shown(name));
            self.problem(Problem::error(codes::SEGMENT_CYCLE, path, message));
            return None;
        }
        let Some(reference) = references.get(&key) else {
            let near: Vec<&str> = nearest(name.trim(), references.names());
            let choices: Vec<String> = near.iter().map(|name| shown(name)).collect();
            let message = format!("There is no segment {}{}", shown(name), did_you_mean(&choices));
            let problem = Problem::error(codes::UNKNOWN_SEGMENT, path, message);
            let near = near.first().filter(|near| very_near(name.trim(), near)).map(|near| quoted(near));
            self.problem(match near {
                Some(near) => problem.fix(near),
                None => problem,
            });
            return None;
        };
        match &reference.members {
            Membership::Customers(ids) => {
                let keys = ids.iter().map(|id| id_key(id).to_owned()).collect();
                let test = ValueTest { positive: Positive::OneOf(keys), negated: false, strict: false };
                let kind = NodeKind::Value { operand: Operand::Column("id".to_owned()), test };
                Some(Node { path: path.to_owned(), kind })
            }
            Membership::Condition(condition) => {
                if !walk::within_limits(condition) || self.chain.len() >= MAX_CHAIN {
                    let message =
                        format!("{} is nested too deep or refers to too long a chain of segments.", shown(name));
                    self.problem(Problem::error(codes::TOO_DEEP, path, message));
                    return None;
                }
                self.expanded += walk::nodes(condition);
                if self.expanded > MAX_EXPANDED {
                    let message =
                        format!("The segments named here come to more than {MAX_EXPANDED} conditions; name fewer.");
                    self.problem(Problem::error(codes::TOO_MANY_NODES, path, message));
                    return None;
                }
                let mut condition = condition.clone();
                settle(&mut condition, self.snapshot);
                self.chain.push(key);
                let node = self.inner(name, &condition, path);
                self.chain.pop();
                node
            }
        }
    }

    /// Checks another segment's condition; its errors become one problem of the clause, its
    /// warnings and dates stay its own.
    fn inner(&mut self, name: &str, condition: &crate::condition::Condition, path: &str) -> Option<Node> {
        let (before, dates) = (std::mem::take(&mut self.problems), self.dates.len());
        let relative = self.first_relative.clone();
        let node = self.node(condition, path.to_owned());
        let inner = std::mem::replace(&mut self.problems, before);
        self.dates.truncate(dates);
        if self.first_relative != relative {
            self.first_relative = relative.or_else(|| Some(path.to_owned()));
        }
        let Some(error) = inner.iter().find(|problem| problem.severity == Severity::Error) else { return node };
        let problem = match error.code {
            codes::SEGMENT_CYCLE | codes::TOO_DEEP | codes::TOO_MANY_NODES => {
                Problem::error(error.code, path, error.message.clone())
            }
            _ => {
                let message = format!("The segment {} has a problem; mend it first: {}", shown(name), error.message);
                Problem::error(codes::SEGMENT_INVALID, path, message)
            }
        };
        self.problem(problem);
        None
    }
}
