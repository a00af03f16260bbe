//! Lints on the children of one group: clauses that repeat, contradict, complete or imply others.
//!
//! Clauses on one value are joined as sets of values, so that any number of them is seen through,
//! NOT and nested groups of the same kind included. Everything else is compared pair by pair.

use super::checked::{Bound, RowsSpec};
use super::checked::{Measure, Node, NodeKind, Operand, Positive, Range, RowsTest, ValueTest};
use super::codes;
use super::sets::Passing;
use super::walk::Checker;
use crate::condition::{Condition, Problem};
use crate::query::{self, Dialect};
use crate::value::Decimal;

/// Groups larger than this are not compared.
const COMPARED: usize = 64;

/// A clause on one value: which, and what passes.
struct Held {
    operand: Operand,
    passing: Passing,
    /// The child of the group it belongs to.
    child: usize,
    /// Whether it is all that its child says.
    alone: bool,
}

/// Whether a child is told of for the first time.
fn first(told: &mut Vec<usize>, child: usize) -> bool {
    let first = !told.contains(&child);
    if first {
        told.push(child);
    }
    first
}

impl Checker<'_> {
    /// Looks at the children of an AND (`all`) or OR; `conditions` are all that were written.
    pub(super) fn lint_group(&mut self, children: &[Node], all: bool, conditions: &[Condition], path: &str) {
        if children.len() > COMPARED {
            return;
        }
        let mut told = Vec::new();
        for (index, later) in children.iter().enumerate() {
            let earlier = &children[..index];
            if earlier.iter().any(|earlier| same(earlier, later)) {
                let message = "This clause repeats an earlier one of its group; remove it.";
                let problem = Problem::warning(codes::REPEATED_CLAUSE, &later.path, message);
                self.problem(without(problem, later, conditions, all, path));
                first(&mut told, index);
            } else if earlier.iter().any(|earlier| complements(earlier, later)) {
                let (code, message) = match all {
                    true => (
                        codes::CONTRADICTION,
                        "This clause is the exact opposite of an earlier one, so no one is in both; remove one.",
                    ),
                    false => (
                        codes::TAUTOLOGY,
                        "This clause is the exact opposite of an earlier one, so everyone is in one of them; remove \
                         one.",
                    ),
                };
                self.problem(Problem::warning(code, &later.path, message));
                first(&mut told, index);
            }
        }
        let held = held(children, all);
        let mut seen: Vec<&Operand> = Vec::new();
        for first in &held {
            if !seen.contains(&&first.operand) {
                seen.push(&first.operand);
                let of_one: Vec<&Held> = held.iter().filter(|held| held.operand == first.operand).collect();
                self.lint_values(&of_one, children, all, &mut told, &|problem, node| {
                    without(problem, node, conditions, all, path)
                });
            }
        }
    }

    /// Joins the clauses on one value one by one. In an OR all sets are complements, so that the
    /// same words serve: an empty intersection is then a whole union.
    fn lint_values(
        &mut self,
        clauses: &[&Held],
        children: &[Node],
        all: bool,
        told: &mut Vec<usize>,
        without: &dyn Fn(Problem, &Node) -> Problem,
    ) {
        let mut joined = Passing::all(&clauses[0].operand);
        for (index, clause) in clauses.iter().enumerate() {
            let next = joined.within(&clause.passing);
            let path = &children[clause.child].path;
            let others = clauses[..index].iter().any(|other| other.child != clause.child);
            if next.is_empty() && !joined.is_empty() && others && first(told, clause.child) {
                let (code, message) = match all {
                    true => (
                        codes::CONTRADICTION,
                        "This clause and an earlier one cannot both hold, so no one is in both; use OR or change one.",
                    ),
                    false => (
                        codes::TAUTOLOGY,
                        "One of this clause and the earlier ones always holds, so everyone is in; use AND or change \
                         one.",
                    ),
                };
                self.problem(Problem::warning(code, path, message));
            } else if clause.alone && others && joined.inside(&clause.passing) && first(told, clause.child) {
                let message = match all {
                    true => "This clause changes nothing: an earlier one is narrower; remove it.",
                    false => "This clause changes nothing: an earlier one is wider; remove it.",
                };
                self.problem(without(
                    Problem::warning(codes::REDUNDANT_CLAUSE, path, message),
                    &children[clause.child],
                ));
            } else if !next.is_empty() {
                self.lint_earlier(clause, &clauses[..index], children, all, told, without);
            }
            joined = next;
        }
    }

    /// Earlier clauses that a later one makes superfluous.
    fn lint_earlier(
        &mut self,
        clause: &Held,
        earlier: &[&Held],
        children: &[Node],
        all: bool,
        told: &mut Vec<usize>,
        without: &dyn Fn(Problem, &Node) -> Problem,
    ) {
        for other in earlier.iter().filter(|other| other.alone && other.child != clause.child) {
            if clause.passing.inside(&other.passing) && first(told, other.child) {
                let message = match all {
                    true => "This clause changes nothing: a later one is narrower; remove it.",
                    false => "This clause changes nothing: a later one is wider; remove it.",
                };
                let node = &children[other.child];
                self.problem(without(Problem::warning(codes::REDUNDANT_CLAUSE, &node.path, message), node));
            }
        }
    }

    /// A clause that by itself holds for everyone or for no one.
    pub(super) fn lint_alone(&mut self, node: &Node) {
        let mut held = Vec::new();
        collect(node, false, 0, &mut held);
        let [Held { operand, passing, .. }] = &held[..] else { return };
        // What is wrong with the range has been said.
        if self.problems.iter().any(|told| told.code == codes::EMPTY_RANGE && told.path == node.path) {
            return;
        }
        let everything = Passing::all(operand);
        let problem = if passing.within(&everything).is_empty() {
            let message = "No customer can have such a value, so no one is in; change the value.";
            Problem::warning(codes::CONTRADICTION, &node.path, message)
        } else if everything.inside(passing) {
            let message = "Every customer has such a value, so everyone is in; change the value or remove the clause.";
            Problem::warning(codes::TAUTOLOGY, &node.path, message)
        } else {
            return;
        };
        self.problem(problem);
    }
}

/// The problem with a fix that leaves `node` out of its group.
fn without(problem: Problem, node: &Node, conditions: &[Condition], all: bool, path: &str) -> Problem {
    let index = node.path.strip_prefix(path).and_then(|rest| rest.strip_prefix("/of/")?.parse::<usize>().ok());
    let Some(index) = index else { return problem };
    let mut rest = conditions.to_vec();
    rest.remove(index);
    let several = rest.len() > 1;
    let group = if all { Condition::All(rest) } else { Condition::Any(rest) };
    match query::print(&group, Dialect::Headcount) {
        Ok(printed) if several && !path.is_empty() => problem.fix_node(path, format!("({})", printed.text)),
        Ok(printed) => problem.fix_node(path, printed.text),
        Err(_) => problem,
    }
}

/// The clauses of a group's children that are about one value each. In an OR (`all` false) what
/// passes is turned round: values that pass no clause.
fn held(children: &[Node], all: bool) -> Vec<Held> {
    let mut found = Vec::new();
    for (child, node) in children.iter().enumerate() {
        let before = found.len();
        let whole = collect(node, !all, child, &mut found);
        let alone = whole && found.len() == before + 1;
        found[before..].iter_mut().for_each(|held| held.alone = alone);
    }
    found
}

/// Adds what a node, or with `turned` its complement, says as an AND of clauses on values; whether
/// that is all it says.
fn collect(node: &Node, turned: bool, child: usize, found: &mut Vec<Held>) -> bool {
    let mut add = |operand: Operand, passing: Passing| {
        let passing = if turned { passing.complement().within(&Passing::all(&operand)) } else { passing };
        found.push(Held { operand, passing, child, alone: false });
        true
    };
    match &node.kind {
        NodeKind::Value { operand, test } => match Passing::of(operand, test) {
            Some(passing) => add(operand.clone(), passing),
            None => false,
        },
        NodeKind::Rows(rows) => match as_value(rows) {
            Some((operand, test)) => match Passing::of(&operand, &test) {
                Some(passing) => {
                    let passing =
                        if rows.negated { passing.complement().within(&Passing::all(&operand)) } else { passing };
                    add(operand, passing)
                }
                None => false,
            },
            None => false,
        },
        NodeKind::Not(inner) => collect(inner, !turned, child, found),
        NodeKind::All(inner) | NodeKind::Any(inner) if matches!(node.kind, NodeKind::All(_)) != turned => {
            // Every one is collected, also after one that cannot be.
            let mut whole = true;
            for node in inner {
                whole &= collect(node, turned, child, found);
            }
            whole
        }
        NodeKind::All(_) | NodeKind::Any(_) => false,
    }
}

/// Rows that pass one test as a test of one value: `MATCHES ()` is a count of at least 1.
fn as_value(rows: &RowsTest) -> Option<(Operand, ValueTest)> {
    let operand =
        |rows: &RowsSpec, measure: &Measure| Operand::Measure { rows: rows.clone(), measure: measure.clone() };
    match &rows.measures[..] {
        [] => {
            let some = Range { low: Some(Bound { at: Decimal::new(1, 0), included: true }), high: None };
            let test = ValueTest { positive: Positive::Within(vec![some]), negated: false, strict: false };
            Some((operand(&rows.rows, &Measure::Count), test))
        }
        [(measure, test)] => Some((operand(&rows.rows, measure), test.clone())),
        _ => None,
    }
}

fn same(a: &Node, b: &Node) -> bool {
    match (&a.kind, &b.kind) {
        (NodeKind::All(a), NodeKind::All(b)) | (NodeKind::Any(a), NodeKind::Any(b)) => {
            !a.is_empty() && a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (NodeKind::Not(a), NodeKind::Not(b)) => same(a, b),
        (NodeKind::Value { operand: x, test: a }, NodeKind::Value { operand: y, test: b }) => x == y && a == b,
        (NodeKind::Rows(a), NodeKind::Rows(b)) => a == b,
        _ => false,
    }
}

fn complements(a: &Node, b: &Node) -> bool {
    match (&a.kind, &b.kind) {
        (NodeKind::Not(inner), _) => same(inner, b),
        (_, NodeKind::Not(inner)) => same(a, inner),
        (NodeKind::Value { operand: x, test: a }, NodeKind::Value { operand: y, test: b }) => {
            x == y && a.positive == b.positive && a.negated != b.negated && !a.strict && !b.strict
        }
        (NodeKind::Rows(a), NodeKind::Rows(b)) => {
            a.negated != b.negated && a.rows == b.rows && a.measures == b.measures
        }
        _ => false,
    }
}
