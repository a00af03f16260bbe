//! Lints on the children of one group: clauses that repeat, contradict or complete each other.

use super::checked::{Bound, Node, NodeKind, Positive, Range};
use super::codes;
use super::walk::Checker;
use crate::condition::Problem;
use crate::time::Window;

/// Groups larger than this are not compared pair by pair.
const COMPARED: usize = 64;

impl Checker<'_> {
    /// Compares the children of an AND (`all`) or OR pair by pair.
    pub(super) fn lint_group(&mut self, children: &[Node], all: bool) {
        if children.len() > COMPARED {
            return;
        }
        for (index, later) in children.iter().enumerate() {
            for earlier in &children[..index] {
                if same(earlier, later) {
                    let message = "This clause repeats an earlier one of its group; remove it.";
                    self.problem(Problem::warning(codes::REPEATED_CLAUSE, &later.path, message));
                    break;
                }
                if complements(earlier, later) {
                    let (code, message) = match all {
                        true => (
                            codes::CONTRADICTION,
                            "This clause is the exact opposite of an earlier one, so no one is in both; remove one.",
                        ),
                        false => (
                            codes::TAUTOLOGY,
                            "This clause is the exact opposite of an earlier one, so everyone is in one of them; remove one.",
                        ),
                    };
                    self.problem(Problem::warning(code, &later.path, message));
                    break;
                }
                if all && disjoint(earlier, later) {
                    let message =
                        "This clause and an earlier one cannot both hold, so no one is in both; use OR or change one.";
                    self.problem(Problem::warning(codes::CONTRADICTION, &later.path, message));
                    break;
                }
            }
        }
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

/// Whether two positive tests of one single-valued operand can never hold together.
fn disjoint(a: &Node, b: &Node) -> bool {
    let (NodeKind::Value { operand: x, test: a }, NodeKind::Value { operand: y, test: b }) = (&a.kind, &b.kind) else {
        return false;
    };
    if x != y || a.negated || b.negated {
        return false;
    }
    match (&a.positive, &b.positive) {
        (Positive::Within(a), Positive::Within(b)) => !a.iter().any(|a| b.iter().any(|b| ranges_meet(a, b))),
        (Positive::During(a), Positive::During(b)) => !a.iter().any(|a| b.iter().any(|b| windows_meet(a, b))),
        (Positive::OneOf(a), Positive::OneOf(b)) => a.len() <= COMPARED && !a.iter().any(|key| b.contains(key)),
        (Positive::Is(a), Positive::Is(b)) => a != b,
        (Positive::Missing, other) | (other, Positive::Missing) => *other != Positive::Missing,
        _ => false,
    }
}

fn ranges_meet(a: &Range, b: &Range) -> bool {
    let fits = |low: Option<Bound>, high: Option<Bound>| match (low, high) {
        (Some(low), Some(high)) => low.at < high.at || (low.at == high.at && low.included && high.included),
        _ => true,
    };
    fits(a.low, b.high) && fits(b.low, a.high)
}

fn windows_meet(a: &Window, b: &Window) -> bool {
    let fits = |from: Option<crate::time::Instant>, until: Option<crate::time::Instant>| match (from, until) {
        (Some(from), Some(until)) => from < until,
        _ => true,
    };
    fits(a.from, b.until) && fits(b.from, a.until)
}
