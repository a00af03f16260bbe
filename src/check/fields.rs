//! Clauses on a value of the customer: fields and anniversaries.

use super::checked::{Node, NodeKind, Operand, ValueTest};
use super::codes;
use super::walk::Checker;
use super::written::{did_you_mean, shown};
use crate::catalogue::{self, FIELDS, FUNCTIONS, Source, Type};
use crate::condition::{AnniversaryClause, FieldClause, FunctionClause, Operator, Problem, Test};
use crate::snapshot::Column;

/// What a test is about: a field, or a parameter of a function.
pub(super) struct Subject<'a> {
    /// Its name in sentences.
    pub(super) name: String,
    /// Its type.
    pub(super) type_: Type,
    /// Path of the clause or parameter.
    pub(super) path: String,
    /// The snapshot's column behind it, if it is a single one.
    pub(super) column: Option<&'a Column>,
    /// Whether its dates have no time of day.
    pub(super) date_only: bool,
    /// Whether statistics may stand for its numbers.
    pub(super) statistics: bool,
    /// Whether it is the status of an order.
    pub(super) order_status: bool,
    /// Whether it is a value of a customer and not of a row.
    pub(super) of_customer: bool,
}

impl<'a> Subject<'a> {
    /// A field that no column stands behind.
    fn of(field: &catalogue::Field<'_>, path: &str) -> Subject<'a> {
        Subject {
            name: field.name.to_owned(),
            type_: field.type_,
            path: path.to_owned(),
            column: None,
            date_only: false,
            statistics: false,
            order_status: false,
            of_customer: true,
        }
    }
}

impl Checker<'_> {
    pub(super) fn field_clause(&mut self, clause: &FieldClause, path: &str) -> Option<Node> {
        let Some(field) = catalogue::field(&clause.field, self.snapshot) else {
            if let Some(function) = rows_at_all(clause) {
                return self.function_clause(&function, path);
            }
            self.unknown_field(&clause.field, path);
            return None;
        };
        if clause.argument.is_some() && !field.argument {
            let message = format!("{} takes nothing in parentheses; leave them out.", field.name);
            self.problem(Problem::error(codes::BAD_ARGUMENT, format!("{path}/argument"), message));
            return None;
        }
        let missing = self.snapshot.and_then(|snapshot| catalogue::missing_field(snapshot, &field));
        if let Some(message) = &missing {
            self.unavailable_field(field.name, message, path);
        }
        if field.source == Source::Segments {
            return self.segments_clause(&Subject::of(&field, path), clause, path);
        }
        let operand = self.operand(&field, clause.argument.as_deref());
        let subject = Subject {
            name: field.name.to_owned(),
            type_: field.type_,
            path: path.to_owned(),
            column: self.field_column(&field),
            date_only: self.field_date_only(&field),
            statistics: field.type_.is_number(),
            order_status: field.name == "last_order_status",
            of_customer: true,
        };
        let tests = self.value_tests(&subject, &clause.test)?;
        if missing.is_some() {
            return None;
        }
        if let Source::Column(_) = field.source {
            self.lint_missing_matches(&subject, &clause.test);
        }
        Some(value_node(path, &operand, tests))
    }

    pub(super) fn anniversary_clause(&mut self, clause: &AnniversaryClause, path: &str) -> Option<Node> {
        let Some(field) = catalogue::field(&clause.field, self.snapshot) else {
            self.unknown_field(&clause.field, path);
            return None;
        };
        if !matches!(field.type_, Type::Date | Type::Any) {
            let message = format!("{} is no date field; anniversary needs one, like 'birth_date'.", field.name);
            self.problem(Problem::error(codes::NOT_A_DATE_FIELD, format!("{path}/field"), message));
            return None;
        }
        let missing = self.snapshot.and_then(|snapshot| catalogue::missing_field(snapshot, &field));
        if let Some(message) = &missing {
            self.unavailable_field(field.name, message, path);
        }
        let operand = self.operand(&field, None);
        let subject = Subject {
            name: format!("anniversary('{}')", field.name),
            type_: Type::Date,
            path: path.to_owned(),
            column: self.field_column(&field),
            date_only: true,
            statistics: false,
            order_status: false,
            of_customer: true,
        };
        let test = &clause.test;
        let allowed = [Operator::Equal, Operator::NotEqual, Operator::Between];
        if !self.operator_allowed(&subject, test, &allowed) || !self.operands_fit(&subject, test) {
            return None;
        }
        let positive = self.anniversary_tests(&subject, test)?;
        if field.type_ == Type::Any {
            self.unknown_type(&subject);
        }
        if missing.is_some() {
            return None;
        }
        let negated = test.operator == Operator::NotEqual;
        let strict = negated && self.options.strict_missing;
        Some(value_node(path, &operand, vec![ValueTest { positive, negated, strict }]))
    }

    /// Says that only a snapshot knows the type, where none is to be expected.
    pub(super) fn unknown_type(&mut self, subject: &Subject<'_>) {
        if self.canonical {
            let message = format!("Only a snapshot can tell what {} is; name one.", subject.name);
            self.problem(Problem::error(codes::UNAVAILABLE, &subject.path, message));
        }
    }

    fn unknown_field(&mut self, name: &str, path: &str) {
        let path = format!("{path}/field");
        if catalogue::function(name).is_some() {
            let message = format!("{name} is a function; write {name} MATCHES (…).");
            self.problem(Problem::error(codes::UNKNOWN_FIELD, path, message));
            return;
        }
        let known = FIELDS.iter().map(|field| field.name).chain(FUNCTIONS.iter().map(|function| function.name));
        let near: Vec<String> = match self.snapshot {
            Some(snapshot) => owned(catalogue::nearest(name, known.chain(catalogue::dynamic_names(snapshot)))),
            None => owned(catalogue::nearest(name, known)),
        };
        let message = format!("There is no field {}{}", shown(name), did_you_mean(&near));
        let problem = Problem::error(codes::UNKNOWN_FIELD, path, message);
        self.problem_with_near(problem, name, &near);
    }

    fn unavailable_field(&mut self, name: &str, message: &str, path: &str) {
        let problem = Problem::error(codes::UNAVAILABLE, format!("{path}/field"), message);
        let dynamic = catalogue::DYNAMIC.iter().any(|prefix| name.starts_with(prefix));
        let near = match self.snapshot.filter(|_| dynamic) {
            Some(snapshot) => owned(catalogue::nearest(name, catalogue::dynamic_names(snapshot))),
            None => vec![],
        };
        if near.is_empty() {
            self.problem(problem);
            return;
        }
        let message = format!("{}{}", message.trim_end_matches('.'), did_you_mean(&near));
        self.problem_with_near(Problem { message, ..problem }, name, &near);
    }

    /// Adds the nearest name as a fix if it is very near and the only one that is.
    pub(super) fn problem_with_near(&mut self, problem: Problem, wrong: &str, near: &[String]) {
        let mut very_near = near.iter().filter(|name| catalogue::very_near(wrong, name));
        match (very_near.next(), very_near.next()) {
            (Some(name), None) => self.problem(problem.fix(name)),
            _ => self.problem(problem),
        }
    }

    fn lint_missing_matches(&mut self, subject: &Subject<'_>, test: &Test) {
        let negative = super::written::is_negative(test.operator) && test.operator != Operator::IsNotNull;
        if !negative || self.options.strict_missing {
            return;
        }
        let (Some(snapshot), Some(column)) = (self.snapshot, subject.column) else { return };
        let count = super::lints::missing_values(column, snapshot.customers.len);
        if count > 0 {
            let message = super::lints::missing_matches(count, &subject.name);
            self.problem(Problem::warning(codes::MISSING_MATCHES, &subject.path, message));
        }
    }
}

/// A node for tests that must all hold for one value.
fn value_node(path: &str, operand: &Operand, mut tests: Vec<ValueTest>) -> Node {
    let value = |test| NodeKind::Value { operand: operand.clone(), test };
    let kind = match tests.len() {
        1 => value(tests.remove(0)),
        _ => NodeKind::All(tests.into_iter().map(|test| Node { path: path.to_owned(), kind: value(test) }).collect()),
    };
    Node { path: path.to_owned(), kind }
}

/// `function IS [NOT] NULL`, which is written like a field: whether there is any row.
fn rows_at_all(clause: &FieldClause) -> Option<FunctionClause> {
    let bare = clause.argument.is_none() && clause.test.values.is_empty();
    let matches = match clause.test.operator {
        Operator::IsNull if bare => false,
        Operator::IsNotNull if bare => true,
        _ => return None,
    };
    let function = catalogue::function(&clause.field)?.name.to_owned();
    Some(FunctionClause { function, matches, parameters: vec![] })
}

fn owned(names: Vec<&str>) -> Vec<String> {
    names.into_iter().map(str::to_owned).collect()
}
