//! Turns wishes into meaning: condition × catalogue × snapshot → [`Checked`], or all problems.

mod checked;
pub(crate) mod codes;
mod dates;
mod fields;
mod functions;
mod groups;
mod lints;
mod numbers;
mod operands;
mod places;
mod reads;
mod segments;
mod sets;
mod settle;
mod texts;
mod values;
mod walk;
mod written;

pub use checked::*;
pub use codes::CODES;
pub(crate) use codes::MISSING_MATCHES;
pub(crate) use lints::missing_matches;
pub use reads::tables_of;
pub use settle::settle;
pub use walk::{too_many_clauses, within_limits};
pub use written::{value_path, written};

use crate::condition::{Condition, Problem, References};
use crate::snapshot::Snapshot;
use crate::time::Zone;

/// How the condition reached us; decides how strictly its literals are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// As text: a literal has the type it is written in.
    Text,
    /// As JSON, whose strings carry dates, money and text alike: see [`settle`].
    Json,
}

/// What checking gave.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The condition's meaning, if it has one.
    pub checked: Option<Checked>,
    /// Everything wrong or doubtful, a group's own lints after its children. Paths are set, spans are not.
    pub problems: Vec<Problem>,
}

/// Checks a condition. Its meaning is given if there is a snapshot and no error-level problem.
///
/// Without a snapshot everything that needs none is checked all the same: names, operators,
/// literals, closed lists (whose unknown values are then warnings).
pub fn check(
    condition: &Condition,
    origin: Origin,
    snapshot: Option<&Snapshot>,
    options: &Options,
    zone: &Zone,
) -> Outcome {
    check_among(condition, origin, snapshot, options, zone, None)
}

/// Checks a condition that may name other segments: each is put in the place of the clause that
/// names it. Without a library (`None`) naming one is a problem.
pub fn check_among(
    condition: &Condition,
    origin: Origin,
    snapshot: Option<&Snapshot>,
    options: &Options,
    zone: &Zone,
    references: Option<&References>,
) -> Outcome {
    let mut outcome = check_partial(condition, origin, snapshot, options, zone, references);
    if outcome.problems.iter().any(|problem| problem.severity == crate::condition::Severity::Error) {
        outcome.checked = None;
    }
    outcome
}

/// Checks a condition and keeps what can be read of it: a clause with an error-level problem is
/// left out of its group, a group or negation of nothing but left-out clauses is left out itself,
/// and if nothing is left the condition is everyone. `checked` is absent only without a snapshot.
pub fn check_partial(
    condition: &Condition,
    origin: Origin,
    snapshot: Option<&Snapshot>,
    options: &Options,
    zone: &Zone,
    references: Option<&References>,
) -> Outcome {
    run(condition, origin, snapshot, options, zone, references, false)
}

/// Checks a condition for a database that has every canonical table and column, and keeps what
/// can be read of it as [`check_partial`] does. What only a snapshot can tell is a problem: fields
/// of the shop's own, other segments.
pub fn check_canonical(condition: &Condition, origin: Origin, options: &Options, zone: &Zone) -> Outcome {
    run(condition, origin, None, options, zone, None, true)
}

fn run(
    condition: &Condition,
    origin: Origin,
    snapshot: Option<&Snapshot>,
    options: &Options,
    zone: &Zone,
    references: Option<&References>,
    canonical: bool,
) -> Outcome {
    if origin == Origin::Json && walk::within_limits(condition) {
        let mut settled = condition.clone();
        settle(&mut settled, snapshot);
        return walk::run(&settled, snapshot, options, zone, references, canonical);
    }
    walk::run(condition, snapshot, options, zone, references, canonical)
}
