//! Clauses on child rows: a function's parameters become tests of rows and of measures.

use super::checked::{Node, NodeKind, RowTest, RowsTest};
use super::codes;
use super::fields::Subject;
use super::walk::Checker;
use super::written::{did_you_mean, shown, written};
use crate::catalogue::{self, Cell, FUNCTIONS, Facts, Function, Parameter, Role};
use crate::condition::{self, FunctionClause, Operator, Problem};

impl Checker<'_> {
    pub(super) fn function_clause(&mut self, clause: &FunctionClause, path: &str) -> Option<Node> {
        let Some(function) = catalogue::function(&clause.function) else {
            self.unknown_function(&clause.function, path);
            return None;
        };
        let mut fine = true;
        if let Some(message) = self.snapshot.and_then(|snapshot| catalogue::missing_function(snapshot, function)) {
            self.problem(Problem::error(codes::UNAVAILABLE, format!("{path}/function"), message));
            fine = false;
        }
        if function.current {
            self.note_current(function.name);
        }
        fine &= self.each_once(&clause.parameters, path);
        if function.facts == Facts::Places {
            for (index, parameter) in clause.parameters.iter().enumerate() {
                self.known_parameter(function, &parameter.name, &format!("{path}/where/{index}"));
            }
            return self.circle(function, clause, path).filter(|_| fine);
        }
        let mut rows = self.rows(function.facts);
        let mut measures = Vec::new();
        for (index, parameter) in clause.parameters.iter().enumerate() {
            let path = format!("{path}/where/{index}");
            let Some(known) = self.known_parameter(function, &parameter.name, &path) else {
                fine = false;
                continue;
            };
            let Some(tests) = self.parameter_tests(function, known, parameter, path, fine) else {
                fine = false;
                continue;
            };
            for test in tests {
                match known.role {
                    Role::Row(cell) => rows.filter.push(RowTest { column: self.cell(cell), test }),
                    Role::Measure(figure) => measures.push((self.measure(figure), test)),
                    Role::Centre | Role::Radius(_) => {}
                }
            }
        }
        let negated = !clause.matches;
        fine.then(|| Node { path: path.to_owned(), kind: NodeKind::Rows(RowsTest { rows, measures, negated }) })
    }

    fn parameter_tests(
        &mut self,
        function: &'static Function,
        known: &'static Parameter,
        parameter: &condition::Parameter,
        path: String,
        function_there: bool,
    ) -> Option<Vec<super::checked::ValueTest>> {
        let facts = function.facts;
        let cell = match known.role {
            Role::Row(cell) => Some(cell),
            Role::Measure(figure) => figure.cell(),
            Role::Centre | Role::Radius(_) => None,
        };
        let missing = self.snapshot.filter(|_| function_there);
        let missing = missing.and_then(|snapshot| catalogue::missing_parameter(snapshot, function, known));
        if let Some(message) = &missing {
            self.problem(Problem::error(codes::UNAVAILABLE, format!("{path}/parameter"), message));
        }
        if known.current {
            self.note_current(&format!("{}.{}", function.name, known.name));
        }
        let snapshot = self.snapshot;
        let row_cell = cell.filter(|_| matches!(known.role, Role::Row(_)));
        let subject = Subject {
            name: format!("{} of {}", known.name, function.name),
            type_: known.type_,
            path,
            column: snapshot.zip(row_cell).and_then(|(snapshot, cell)| catalogue::column_of(snapshot, facts, cell)),
            date_only: snapshot.zip(cell).is_some_and(|(snapshot, cell)| catalogue::date_only(snapshot, facts, cell)),
            statistics: matches!(known.role, Role::Measure(_)),
            order_status: matches!(cell, Some(Cell::Order("status")))
                || (facts == Facts::Table(crate::snapshot::TableName::Orders) && cell == Some(Cell::Own("status"))),
            of_customer: false,
        };
        self.value_tests(&subject, &parameter.test).filter(|_| missing.is_none())
    }

    fn known_parameter(&mut self, function: &'static Function, name: &str, path: &str) -> Option<&'static Parameter> {
        if let Some(known) = function.parameter(name) {
            return Some(known);
        }
        let names = function.parameters.iter().map(|parameter| parameter.name);
        let near: Vec<String> = catalogue::nearest(name, names.clone()).into_iter().map(str::to_owned).collect();
        let message = match near.is_empty() {
            true => {
                let known: Vec<&str> = names.collect();
                format!("{} has no parameter {}; it takes {}.", function.name, shown(name), known.join(", "))
            }
            false => format!("{} has no parameter {}{}", function.name, shown(name), did_you_mean(&near)),
        };
        let problem = Problem::error(codes::UNKNOWN_PARAMETER, format!("{path}/parameter"), message);
        self.problem_with_near(problem, name, &near);
        None
    }

    fn unknown_function(&mut self, name: &str, path: &str) {
        let path = format!("{path}/function");
        if catalogue::field(name, self.snapshot).is_some() {
            let message = format!("{name} is a field, not a function; compare it directly, like {name} IS NOT NULL.");
            self.problem(Problem::error(codes::UNKNOWN_FUNCTION, path, message));
            return;
        }
        let names = FUNCTIONS.iter().map(|function| function.name);
        let near: Vec<String> = catalogue::nearest(name, names).into_iter().map(str::to_owned).collect();
        let message = format!("There is no function {}{}", shown(name), did_you_mean(&near));
        let problem = Problem::error(codes::UNKNOWN_FUNCTION, path, message);
        self.problem_with_near(problem, name, &near);
    }

    /// Whether every parameter appears once; proposes BETWEEN for the two ends of a range.
    fn each_once(&mut self, parameters: &[condition::Parameter], path: &str) -> bool {
        let mut fine = true;
        for (index, parameter) in parameters.iter().enumerate() {
            let Some(first) = parameters[..index].iter().find(|first| first.name == parameter.name) else { continue };
            fine = false;
            let end = |lower: bool| {
                let operators = match lower {
                    true => [Operator::Greater, Operator::GreaterOrEqual],
                    false => [Operator::Less, Operator::LessOrEqual],
                };
                [first, parameter].into_iter().find(|end| operators.contains(&end.test.operator))?.test.values.first()
            };
            let name = &parameter.name;
            let message = match (end(true), end(false)) {
                (Some(low), Some(high)) => format!(
                    "A parameter appears once; write `{name} BETWEEN {} AND {}`, which includes both ends.",
                    written(low),
                    written(high)
                ),
                _ => format!("A parameter appears once; keep one {name}, or use BETWEEN or IN."),
            };
            self.problem(Problem::error(codes::PARAMETER_TWICE, format!("{path}/where/{index}"), message));
        }
        fine
    }
}
