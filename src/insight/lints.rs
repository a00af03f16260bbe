//! What only the data tells of a segment: clauses that change nothing on this snapshot, clauses
//! after which no one is left, customers who are let in for want of a value.

use super::context::{Context, Join, Shares, Tree};
use super::funnel::NodeCount;
use crate::catalogue::{self, Role};
use crate::check::{Checked, Node, NodeKind, Operand, Positive, RowsTest, ValueTest, codes, missing_matches};
use crate::condition::{Condition, Problem};
use crate::error::Result;
use crate::eval::{Cache, Evaluation, Run};
use crate::rows::RowSet;
use crate::snapshot::Snapshot;

/// Groups larger than this are not looked into.
const LOOKED_INTO: usize = 64;

/// What has been said of a clause that no one passes.
const NOBODY: [&str; 6] = [
    codes::NO_SUCH_VALUE,
    codes::UNKNOWN_VALUE,
    codes::POLICY_EXCLUDES,
    codes::CONTRADICTION,
    codes::EMPTY_RANGE,
    codes::EMPTY_GROUP,
];
/// What has been said of a clause that changes nothing.
const NOTHING: [&str; 4] = [codes::TAUTOLOGY, codes::REDUNDANT_CLAUSE, codes::REPEATED_CLAUSE, codes::EMPTY_GROUP];

/// The lints of a segment on a snapshot. `told` are the problems of its check, which are not
/// repeated; `evaluation` is one with nodes, `counts` are those of [`super::funnel`].
///
/// # Errors
/// As [`crate::eval::evaluate`].
pub fn lints(
    condition: &Condition,
    checked: &Checked,
    evaluation: &Evaluation,
    counts: &[NodeCount],
    told: &[Problem],
    snapshot: &Snapshot,
    cache: &mut Cache,
) -> Result<Vec<Problem>> {
    let universe = &*evaluation.universe;
    let mut found = Found { told, problems: Vec::new(), counts, universe, members: &evaluation.members };
    if let Some(tree) = Tree::of(checked, evaluation).filter(|_| found.everyone() > 0) {
        if tree.join == Join::Leaf {
            found.alone(&tree);
            if counts[0].alone == found.everyone() {
                let message = "Every customer of this snapshot passes this clause; it leaves out no one.";
                found.add(codes::CHANGES_NOTHING, tree.path, message.to_owned(), &NOTHING);
            }
        }
        found.group(&tree, &|| Context::of_root(universe));
    }
    let mut missing = Missing { run: Run::new(snapshot, &checked.options, cache), found: &mut found };
    missing.node(&checked.root, condition, true)?;
    Ok(found.problems)
}

struct Found<'a> {
    told: &'a [Problem],
    problems: Vec<Problem>,
    /// Of every node; the first is the segment's.
    counts: &'a [NodeCount],
    universe: &'a RowSet,
    members: &'a RowSet,
}

impl Found<'_> {
    /// Adds a problem, unless one of `codes` has been told of the node or a part of it.
    fn add(&mut self, code: &'static str, path: &str, message: String, codes: &[&str]) -> bool {
        let about = |told: &Problem| told.path == path || is_below(&told.path, path);
        if self.told.iter().any(|told| about(told) && codes.contains(&told.code)) {
            return false;
        }
        self.problems.push(Problem::warning(code, path, message));
        true
    }

    /// How many customers there are: the segment without all that it says.
    fn everyone(&self) -> u32 {
        self.counts.first().map_or(0, |whole| whole.without_it)
    }

    /// A clause that holds for no one.
    fn alone(&mut self, node: &Tree<'_>) {
        if self.counts[node.place].alone == 0 {
            let message = "No customer of this snapshot passes this clause; check its values.";
            self.add(codes::NOBODY_LEFT, node.path, message.to_owned(), &NOBODY);
        }
    }

    /// Looks at the children of a node; `context` makes its own, which is seldom needed.
    fn group(&mut self, node: &Tree<'_>, context: &dyn Fn() -> Context) {
        // Children that stand elsewhere are those of a segment that the clause names.
        let own = node.children.iter().all(|child| child.path[node.path.len()..].starts_with("/of"));
        if node.children.len() > LOOKED_INTO || !own {
            return;
        }
        let ended = node.join == Join::All && self.ends(node);
        let mut told = vec![false; node.children.len()];
        if !ended && node.children.len() > 1 {
            self.superfluous(node, context, &mut told);
        }
        for (index, child) in node.children.iter().enumerate() {
            // Where no one is left anyway, only what leaves no one is told of.
            if told[index] || (ended && self.counts[child.place].alone > 0) {
                continue;
            }
            match child.join {
                Join::Leaf => self.alone(child),
                _ => self.group(child, &|| context().of_child(node, child)),
            }
        }
    }

    /// Whether an AND holds for no one; says after which clause, if others do.
    fn ends(&mut self, node: &Tree<'_>) -> bool {
        let mut before = self.everyone();
        for child in &node.children {
            let count = &self.counts[child.place];
            if count.cumulative > 0 {
                before = count.cumulative;
                continue;
            }
            if count.alone > 0 {
                let message = match before {
                    1 => "No one is left here: the only customer who passes the clauses before does not pass this \
                          one; change one of them."
                        .to_owned(),
                    _ => format!(
                        "No one is left here: none of the {before} customers who pass the clauses before passes this \
                         one; change one of them."
                    ),
                };
                self.add(codes::NOBODY_LEFT, child.path, message, &NOBODY);
            }
            return true;
        }
        false
    }

    /// Children without which the segment has the same members, the last first: of several that
    /// say the same the first is kept.
    fn superfluous(&mut self, node: &Tree<'_>, context: &dyn Fn() -> Context, told: &mut [bool]) {
        let whole = self.counts[0].alone;
        let all = node.join == Join::All;
        let mut kept: Vec<&RowSet> = node.children.iter().map(|child| child.set).collect();
        for (index, child) in node.children.iter().enumerate().rev() {
            // What changes something beside clauses that change nothing does so without them.
            let mut changes = kept.len() == 1 || self.counts[child.place].without_it != whole;
            if !changes && kept.len() < node.children.len() {
                let context = context();
                let shares = Shares::of(kept.iter().copied(), all, &context.decides);
                changes = shares.without(child.set, &context) != whole;
            }
            if !changes && (all || self.counts[child.place].alone > 0) {
                let why = match all {
                    true => "everyone it would leave out is left out already",
                    false => "everyone it lets in is in already",
                };
                let message = format!("Without this clause the count is {whole} too: {why} on this snapshot.");
                told[index] = self.add(codes::CHANGES_NOTHING, child.path, message, &NOTHING);
            }
            if told[index] {
                kept.remove(index);
            }
        }
    }
}

/// Whether a path leads to a part of the node at another.
fn is_below(path: &str, node: &str) -> bool {
    path.strip_prefix(node).is_some_and(|rest| rest.starts_with('/') && !rest.starts_with("/of"))
}

/// Who is let in for want of a value.
struct Missing<'a, 'f> {
    run: Run<'a>,
    found: &'f mut Found<'a>,
}

impl Missing<'_, '_> {
    /// Looks at a node whose condition is known; `positive` unless a NOT turns it round.
    fn node(&mut self, node: &Node, condition: &Condition, positive: bool) -> Result<()> {
        match (&node.kind, condition) {
            (NodeKind::All(children) | NodeKind::Any(children), Condition::All(of) | Condition::Any(of)) => {
                for child in children {
                    let index = child.path[node.path.len()..].strip_prefix("/of/");
                    let own = index.and_then(|index| of.get(index.parse::<usize>().ok()?));
                    if let Some(condition) = own {
                        self.node(child, condition, positive)?;
                    }
                }
                Ok(())
            }
            (NodeKind::Not(child), Condition::Not(of)) => self.node(child, of, !positive),
            (NodeKind::Value { operand, test }, Condition::Field(clause)) if positive => {
                self.value(operand, test, &node.path, &clause.field)
            }
            (NodeKind::Value { operand, test }, Condition::Anniversary(clause)) if positive => {
                self.value(operand, test, &node.path, &clause.field)
            }
            (NodeKind::Rows(test), Condition::Function(clause)) if positive && !test.negated => {
                self.measures(test, clause, &node.path)
            }
            _ => Ok(()),
        }
    }

    fn value(&mut self, operand: &Operand, test: &ValueTest, path: &str, name: &str) -> Result<()> {
        if !lets_in(test) {
            return Ok(());
        }
        let missing = self.run.value_set(operand, &missing())?;
        let count = self.let_in(&missing);
        self.say(count, path, missing_matches(count, name));
        Ok(())
    }

    /// How many have no value; 0 if none of them is a member, for then the rest leaves them out.
    fn let_in(&self, missing: &RowSet) -> u32 {
        let members = missing.words().iter().zip(self.found.members.words()).any(|(a, b)| a & b != 0);
        if members { missing.common(self.found.universe) } else { 0 }
    }

    fn say(&mut self, count: u32, path: &str, message: String) {
        if count > 0 {
            self.found.add(codes::MISSING_MATCHES, path, message, &[codes::MISSING_MATCHES]);
        }
    }

    fn measures(&mut self, test: &RowsTest, clause: &crate::condition::FunctionClause, path: &str) -> Result<()> {
        let Some(function) = catalogue::function(&clause.function) else { return Ok(()) };
        let named: Vec<(usize, &str, bool)> = (clause.parameters.iter().enumerate())
            .filter_map(|(index, written)| {
                let parameter = function.parameter(&written.name)?;
                Some((index, parameter.name, matches!(parameter.role, Role::Measure(_))))
            })
            .collect();
        let measures = named.iter().filter(|(.., measure)| *measure);
        for ((index, name, _), (measure, value)) in measures.zip(&test.measures) {
            if lets_in(value) {
                let operand = Operand::Measure { rows: test.rows.clone(), measure: measure.clone() };
                let missing = self.run.value_set(&operand, &missing())?;
                let count = self.let_in(&missing);
                let (who, pass) = if count == 1 { ("customer has", "passes") } else { ("customers have", "pass") };
                let message = format!(
                    "{count} {who} no {name} of {} and {pass} this clause; ask for count >= 1 too to leave them out.",
                    function.name
                );
                self.say(count, &format!("{path}/where/{index}"), message);
            }
        }
        // What a function always asks of its rows stands before what is written.
        let rows: Vec<_> = named.iter().filter(|(.., measure)| !*measure).collect();
        let first = test.rows.filter.len().saturating_sub(rows.len());
        for (place, (index, name, _)) in rows.into_iter().enumerate() {
            let Some(filter) = test.rows.filter.get(first + place).filter(|filter| lets_in(&filter.test)) else {
                continue;
            };
            let mut without = RowsTest { rows: test.rows.clone(), measures: vec![], negated: false };
            without.rows.filter[first + place].test = missing();
            debug_assert_eq!(without.rows.filter[first + place].column, filter.column);
            let missing = self.run.rows_set(&without)?;
            let count = self.let_in(&missing);
            let who = if count == 1 { "customer has" } else { "customers have" };
            let message = format!(
                "{count} {who} rows of {} without {name}, which pass this clause; ask for what it is, not for what it is \
                 not, to leave them out.",
                function.name
            );
            self.say(count, &format!("{path}/where/{index}"), message);
        }
        Ok(())
    }
}

/// Whether a test is true of a missing value though it does not ask for one.
fn lets_in(test: &ValueTest) -> bool {
    test.negated && !test.strict && test.positive != Positive::Missing
}

fn missing() -> ValueTest {
    ValueTest { positive: Positive::Missing, negated: false, strict: false }
}
