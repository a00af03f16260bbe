//! The walk over the condition tree: groups, limits and what the whole tree is told.

use super::checked::{Checked, Node, NodeKind, Options, ResolvedDate};
use super::{Outcome, codes};
use crate::condition::{Condition, Literal, MAX_DEPTH, MAX_NODES, Problem, References, Test};
use crate::snapshot::Snapshot;
use crate::time::{Day, Zone};

/// What one check knows and has found so far.
pub(super) struct Checker<'a> {
    pub(super) snapshot: Option<&'a Snapshot>,
    /// Without a snapshot: whether one with every canonical column is taken for granted.
    pub(super) canonical: bool,
    pub(super) options: &'a Options,
    pub(super) zone: &'a Zone,
    /// The segments that can be named, if there is a library.
    pub(super) references: Option<&'a References>,
    /// Keys of the segments being looked into, outermost first.
    pub(super) chain: Vec<String>,
    /// Nodes of all segments named so far.
    pub(super) expanded: usize,
    pub(super) today: Day,
    pub(super) dates: Vec<ResolvedDate>,
    /// Path of the first literal that moves with today.
    pub(super) first_relative: Option<String>,
    current: Vec<String>,
    pub(super) problems: Vec<Problem>,
}

/// Checks the whole tree and keeps what can be read of it.
pub(super) fn run(
    condition: &Condition,
    snapshot: Option<&Snapshot>,
    options: &Options,
    zone: &Zone,
    references: Option<&References>,
    canonical: bool,
) -> Outcome {
    let mut checker = Checker {
        snapshot,
        canonical,
        options,
        zone,
        references,
        chain: references.and_then(References::edited_key).map(str::to_owned).into_iter().collect(),
        expanded: 0,
        today: zone.day_of(options.as_of),
        dates: Vec::new(),
        first_relative: None,
        current: Vec::new(),
        problems: Vec::new(),
    };
    let mut root = None;
    match limit(condition) {
        Some(problem) => checker.problem(problem),
        None => root = checker.node(condition, String::new()),
    }
    checker.note_age();
    let root = root.unwrap_or(Node { path: String::new(), kind: NodeKind::All(vec![]) });
    let Checker { dates, current, problems, .. } = checker;
    let used_current = current;
    let known = snapshot.is_some() || canonical;
    let checked = known.then(|| Checked { root, options: options.clone(), dates, used_current });
    Outcome { checked, problems }
}

/// Whether the tree is within the limits of depth and size, so that it may be walked by recursion.
pub fn within_limits(condition: &Condition) -> bool {
    limit(condition).is_none()
}

/// The problem of a condition with more than `most` clauses: fields, functions, anniversaries.
pub fn too_many_clauses(condition: &Condition, most: usize) -> Option<Problem> {
    let mut clauses = 0;
    let mut rest = vec![condition];
    while let Some(condition) = rest.pop() {
        match condition {
            Condition::All(children) | Condition::Any(children) => rest.extend(children),
            Condition::Not(child) => rest.push(child),
            _ => clauses += 1,
        }
    }
    (clauses > most).then(|| {
        let message = format!("The segment has {clauses} conditions; at most {most} are allowed here. Remove some.");
        Problem::error(codes::TOO_MANY_CLAUSES, "", message)
    })
}

/// How many nodes a tree within the limits has.
pub(super) fn nodes(condition: &Condition) -> usize {
    1 + match condition {
        Condition::All(children) | Condition::Any(children) => children.iter().map(nodes).sum(),
        Condition::Not(child) => nodes(child),
        _ => 0,
    }
}

/// The limit a tree breaks, found without recursion.
fn limit(condition: &Condition) -> Option<Problem> {
    let mut nodes = 0;
    let mut rest = vec![(condition, 0)];
    while let Some((condition, depth)) = rest.pop() {
        nodes += 1;
        if depth > MAX_DEPTH {
            return Some(too_deep());
        }
        if nodes > MAX_NODES {
            return Some(too_many());
        }
        match condition {
            Condition::All(children) | Condition::Any(children) => {
                rest.extend(children.iter().map(|child| (child, depth + 1)));
            }
            Condition::Not(child) => rest.push((child, depth + 1)),
            Condition::Field(clause) if nested(&clause.test) => return Some(too_deep()),
            Condition::Anniversary(clause) if nested(&clause.test) => return Some(too_deep()),
            Condition::Function(clause) => {
                if clause.parameters.len() > MAX_NODES {
                    return Some(too_many());
                }
                if clause.parameters.iter().any(|parameter| nested(&parameter.test)) {
                    return Some(too_deep());
                }
            }
            _ => {}
        }
    }
    None
}

/// Whether a value is a tuple of tuples, which no type reads.
fn nested(test: &Test) -> bool {
    let tuple = |literal: &Literal| matches!(literal, Literal::Tuple(_));
    test.values.iter().any(|literal| matches!(literal, Literal::Tuple(values) if values.iter().any(tuple)))
}

fn too_deep() -> Problem {
    let message =
        format!("The segment is nested more than {MAX_DEPTH} levels deep, or a list holds lists; flatten it.");
    Problem::error(codes::TOO_DEEP, "", message)
}

fn too_many() -> Problem {
    Problem::error(codes::TOO_MANY_NODES, "", format!("The segment has more than {MAX_NODES} parts; split it."))
}

impl<'a> Checker<'a> {
    pub(super) fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Notes that a field answers with its current value (T12).
    pub(super) fn note_current(&mut self, name: &str) {
        let below = self.current.partition_point(|known| known.as_str() < name);
        if self.current.get(below).is_none_or(|known| known != name) {
            self.current.insert(below, name.to_owned());
        }
    }

    pub(super) fn node(&mut self, condition: &Condition, path: String) -> Option<Node> {
        let (dates, current) = (self.dates.len(), self.current.clone());
        let node = match condition {
            Condition::All(children) => self.group(children, path, true),
            Condition::Any(children) => self.group(children, path, false),
            Condition::Not(child) => {
                self.node(child, format!("{path}/of")).map(|child| Node { path, kind: NodeKind::Not(Box::new(child)) })
            }
            Condition::Field(clause) => self.field_clause(clause, &path),
            Condition::Function(clause) => self.function_clause(clause, &path),
            Condition::Anniversary(clause) => self.anniversary_clause(clause, &path),
            Condition::Unknown(value) => {
                let message = match value.get("kind").and_then(|kind| kind.as_str()) {
                    Some(kind) => format!(
                        "This version knows no condition {}; remove it or open the segment in a newer one.",
                        super::written::shown(kind)
                    ),
                    None => "A condition needs a kind: all, any, not, field, function or anniversary.".to_owned(),
                };
                self.problem(Problem::error(codes::UNKNOWN_KIND, path, message));
                None
            }
        };
        if let (Some(node), Condition::Field(_) | Condition::Function(_)) = (&node, condition) {
            self.lint_alone(node);
        }
        if node.is_none() {
            self.dates.truncate(dates);
            self.current = current;
        }
        node
    }

    fn group(&mut self, children: &[Condition], path: String, all: bool) -> Option<Node> {
        if children.is_empty() && !(all && path.is_empty()) {
            let message = match all {
                true => "An empty AND matches everyone; add a condition or remove the group.",
                false => "An empty OR matches no one; add a condition or remove the group.",
            };
            self.problem(Problem::warning(codes::EMPTY_GROUP, path.as_str(), message));
        }
        let kept: Vec<Node> = (children.iter().enumerate())
            .filter_map(|(index, child)| self.node(child, format!("{path}/of/{index}")))
            .collect();
        if kept.is_empty() && !children.is_empty() {
            return None;
        }
        self.lint_group(&kept, all, children, &path);
        Some(Node { path, kind: if all { NodeKind::All(kept) } else { NodeKind::Any(kept) } })
    }

    /// Says so when the snapshot is older than the instant of evaluation.
    fn note_age(&mut self) {
        let Some(snapshot) = self.snapshot.filter(|snapshot| snapshot.taken_at < self.options.as_of) else { return };
        let taken = self.zone.day_of(snapshot.taken_at);
        match self.first_relative.take() {
            Some(path) if taken < self.today => {
                let message = format!(
                    "The snapshot was taken on {taken}, so conditions on dates up to {} see nothing later; load a newer one.",
                    self.today
                );
                self.problem(Problem::warning(codes::SNAPSHOT_OLDER, path, message));
            }
            _ => {
                let message = format!(
                    "The snapshot was taken at {}, earlier than the instant asked for; nothing later is in it.",
                    snapshot.taken_at.to_utc_string()
                );
                self.problem(Problem::warning(codes::AS_OF_LATER, "", message));
            }
        }
    }
}
