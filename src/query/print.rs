//! Tree → text, in each dialect.
//!
//! A group inside a group stands in parentheses, a group of one is that one, and a negation is the
//! complementary operator where there is one. So printed text raises no lint of mixed AND and OR,
//! and reading it gives the same tree, those two simplifications apart.

use super::clause::{implicit_list, newer_spelling};
use super::codes;
use super::literal::{is_writable, quoted, shown, written};
use super::shopify;
use super::token::{is_name, is_name_start, is_reserved};
use super::{Dialect, Printed};
use crate::condition::{
    AnniversaryClause, Condition, FieldClause, FunctionClause, Literal, MAX_DEPTH, Operator, Problem, Test,
};

/// Prints a condition in a dialect, on one line.
///
/// # Errors
/// A problem for each part the dialect cannot say.
pub fn print(condition: &Condition, dialect: Dialect) -> Result<Printed, Vec<Problem>> {
    run(condition, dialect, None)
}

/// Prints a condition with a line for each part of a group, indented by two blanks a level.
///
/// # Errors
/// A problem for each part that cannot be written.
pub fn print_lines(condition: &Condition) -> Result<Printed, Vec<Problem>> {
    run(condition, Dialect::Headcount, Some(0))
}

/// The text of a condition, if it has one.
pub(super) fn canonical(condition: &Condition) -> Option<String> {
    print(condition, Dialect::Headcount).ok().map(|printed| printed.text)
}

fn run(condition: &Condition, dialect: Dialect, indent: Option<usize>) -> Result<Printed, Vec<Problem>> {
    let mut printer = Printer { dialect, indent, text: String::new(), clauses: 0, refused: vec![], warnings: vec![] };
    match condition {
        _ if is_too_deep(condition) => {
            let message = format!("A segment is nested at most {MAX_DEPTH} levels deep; flatten it.");
            printer.refused.push(Problem::error(codes::TOO_DEEP, "", message));
        }
        Condition::All(children) if children.is_empty() && dialect == Dialect::Headcount => {}
        Condition::All(children) if children.is_empty() => {
            printer.not_in_shopify("", "Shopify has no segment of everyone; add a condition.");
        }
        _ => printer.node(condition, "", false, false),
    }
    if dialect != Dialect::Headcount {
        printer.check_limits();
    }
    match printer.refused.is_empty() {
        true => Ok(Printed { text: printer.text, problems: printer.warnings }),
        false => Err(printer.refused),
    }
}

/// Whether the tree is deeper than may be walked by recursion.
fn is_too_deep(condition: &Condition) -> bool {
    let mut rest = vec![(condition, 0)];
    while let Some((condition, depth)) = rest.pop() {
        if depth > MAX_DEPTH {
            return true;
        }
        match condition {
            Condition::All(children) | Condition::Any(children) => {
                rest.extend(children.iter().map(|child| (child, depth + 1)));
            }
            Condition::Not(child) => rest.push((child, depth + 1)),
            _ => {}
        }
    }
    false
}

struct Printer {
    dialect: Dialect,
    /// Blanks before a line, if there are lines.
    indent: Option<usize>,
    text: String,
    clauses: usize,
    refused: Vec<Problem>,
    warnings: Vec<Problem>,
}

impl Printer {
    fn node(&mut self, condition: &Condition, path: &str, negated: bool, grouped: bool) {
        match condition {
            Condition::All(children) => self.group(children, "AND", path, negated, grouped),
            Condition::Any(children) => self.group(children, "OR", path, negated, grouped),
            Condition::Not(child) => self.node(child, &format!("{path}/of"), !negated, grouped),
            Condition::Field(clause) => {
                self.clauses += 1;
                self.tested(&clause.test, path, negated, |printer, test| printer.field(clause, test, path));
            }
            Condition::Anniversary(clause) => {
                self.clauses += 1;
                self.tested(&clause.test, path, negated, |printer, test| printer.anniversary(clause, test, path));
            }
            Condition::Function(clause) => {
                self.clauses += 1;
                self.function(clause, clause.matches != negated, path);
            }
            Condition::Unknown(_) => {
                self.cannot(path, "This version cannot write a condition of an unknown kind; remove it.");
            }
        }
    }

    fn group(&mut self, children: &[Condition], word: &str, path: &str, negated: bool, grouped: bool) {
        match children {
            [] => self.cannot(path, format!("An empty {word} cannot be written; add a condition or remove the group.")),
            [only] => self.node(only, &format!("{path}/of/0"), negated, grouped),
            _ => {
                if negated {
                    self.not_in_shopify(path, "Shopify has no NOT before a group; write the opposite conditions.");
                    self.text.push_str("NOT ");
                }
                let enclosed = grouped || negated;
                if enclosed {
                    self.text.push('(');
                    self.indent = self.indent.map(|indent| indent + 2);
                    self.line("");
                }
                for (index, child) in children.iter().enumerate() {
                    if index > 0 {
                        self.line(" ");
                        self.text.push_str(word);
                        self.text.push(' ');
                    }
                    self.node(child, &format!("{path}/of/{index}"), false, true);
                }
                if enclosed {
                    self.indent = self.indent.map(|indent| indent - 2);
                    self.line("");
                    self.text.push(')');
                }
            }
        }
    }

    /// A new line if there are lines, else `otherwise`.
    fn line(&mut self, otherwise: &str) {
        match self.indent {
            Some(indent) => {
                self.text.push('\n');
                self.text.extend(std::iter::repeat_n(' ', indent));
            }
            None => self.text.push_str(otherwise),
        }
    }

    /// Prints a clause negated by its complementary operator, else by NOT.
    fn tested(&mut self, test: &Test, path: &str, negated: bool, print: impl Fn(&mut Printer, &Test)) {
        if !negated {
            return print(self, test);
        }
        if let Some(operator) = test.operator.complement() {
            return print(self, &Test { operator, values: test.values.clone() });
        }
        let operator = test.operator.as_str();
        self.not_in_shopify(path, format!("Shopify has no NOT before {operator}; write the opposite comparison."));
        self.text.push_str("NOT (");
        print(self, test);
        self.text.push(')');
    }

    fn field(&mut self, clause: &FieldClause, test: &Test, path: &str) {
        self.text.push_str(&name(&clause.field));
        if let Some(argument) = &clause.argument {
            self.text.push_str(&format!("({})", quoted(argument)));
        }
        if self.dialect != Dialect::Headcount
            && let Some(reason) = shopify::refuses_field(&newer_spelling(clause.field.clone()), clause, test)
        {
            self.not_in_shopify(path, reason);
        }
        self.test(test, path);
    }

    fn anniversary(&mut self, clause: &AnniversaryClause, test: &Test, path: &str) {
        let field = newer_spelling(clause.field.clone());
        self.text.push_str(&format!("anniversary({})", quoted(&field)));
        if self.dialect != Dialect::Headcount
            && let Some(reason) = shopify::refuses_anniversary(&field, test)
        {
            self.not_in_shopify(path, reason);
        }
        self.test(test, path);
    }

    fn function(&mut self, clause: &FunctionClause, matches: bool, path: &str) {
        let function = newer_spelling(clause.function.clone());
        self.text.push_str(&name(&function));
        let legacy = self.dialect == Dialect::Legacy;
        if self.dialect != Dialect::Headcount {
            for (part, reason) in shopify::refuses_function(&function, clause) {
                self.not_in_shopify(&format!("{path}{part}"), reason);
            }
        }
        self.text.push_str(match (legacy, matches) {
            (true, _) => "(",
            (false, true) => " MATCHES (",
            (false, false) => " NOT MATCHES (",
        });
        for (index, parameter) in clause.parameters.iter().enumerate() {
            if index > 0 {
                self.text.push_str(", ");
            }
            let path = format!("{path}/where/{index}");
            let test = listed(&parameter.name, &parameter.test);
            if legacy {
                self.legacy_parameter(&parameter.name, &test, &path);
            } else {
                self.text.push_str(&name(&parameter.name));
                self.test(&test, &path);
            }
        }
        self.text.push_str(match (legacy, matches) {
            (false, _) => ")",
            (true, true) => ") = true",
            (true, false) => ") = false",
        });
    }

    fn legacy_parameter(&mut self, parameter: &str, test: &Test, path: &str) {
        if !self.is_whole(test, path) {
            return;
        }
        match shopify::legacy_parameter(parameter, test) {
            Some(text) => {
                self.text.push_str(&text);
                self.literals(test, path);
            }
            None => {
                let operator = test.operator.as_str();
                self.not_in_shopify(
                    path,
                    format!("The legacy dialect cannot say {parameter} {operator}; use the current one."),
                );
            }
        }
    }

    fn test(&mut self, test: &Test, path: &str) {
        if !self.is_whole(test, path) {
            return;
        }
        self.text.push(' ');
        self.text.push_str(test.operator.as_str());
        match (test.operator, test.values.as_slice()) {
            (_, []) => {}
            (Operator::Between, [from, to]) => {
                self.text.push_str(&format!(" {} AND {}", written(from), written(to)));
            }
            (operator, values) if operator.takes_list() => {
                let values: Vec<String> = values.iter().map(written).collect();
                self.text.push_str(&format!(" ({})", values.join(", ")));
            }
            (_, values) => {
                self.text.push(' ');
                self.text.push_str(&written(&values[0]));
            }
        }
        self.literals(test, path);
    }

    /// Whether the operator has the operands it needs and each has a spelling.
    fn is_whole(&mut self, test: &Test, path: &str) -> bool {
        let count = test.values.len();
        let fits = test.operator.operand_count().map_or(count > 0, |needed| needed == count);
        let tuple = |value: &Literal| matches!(value, Literal::Tuple(_));
        let single = test.operator.takes_list() || test.operator == Operator::Between;
        if !fits {
            let operator = test.operator.as_str();
            self.cannot(path, format!("{operator} does not take {count} values; give it those it needs."));
        } else if !test.values.iter().all(|value| is_writable(value) && !(single && tuple(value))) {
            self.cannot(path, "A value here is no number, date or list that can be written; change it.");
        } else {
            return true;
        }
        false
    }

    /// Refuses literals that Shopify does not know.
    fn literals(&mut self, test: &Test, path: &str) {
        if self.dialect == Dialect::Headcount {
            return;
        }
        for value in &test.values {
            if let Some(reason) = shopify::refuses_literal(value) {
                self.not_in_shopify(path, reason);
            }
        }
        if test.values.len() > shopify::MAX_VALUES {
            let message = format!("Shopify takes at most {} values in a list; shorten it.", shopify::MAX_VALUES);
            self.warnings.push(Problem::warning(codes::SHOPIFY_LIMIT, path, message));
        }
    }

    fn check_limits(&mut self) {
        let length = self.text.chars().count();
        for (found, most, what) in
            [(self.clauses, shopify::MAX_CLAUSES, "conditions"), (length, shopify::MAX_LENGTH, "characters")]
        {
            if found > most {
                let message = format!("Shopify takes at most {most} {what}, this segment has {found}; shorten it.");
                self.warnings.push(Problem::warning(codes::SHOPIFY_LIMIT, "", message));
            }
        }
    }

    fn cannot(&mut self, path: &str, message: impl Into<String>) {
        self.refused.push(Problem::error(codes::CANNOT_BE_WRITTEN, path, message));
    }

    /// Refuses a part, unless the dialect is the one that has everything.
    fn not_in_shopify(&mut self, path: &str, message: impl Into<String>) {
        if self.dialect != Dialect::Headcount {
            self.refused.push(Problem::error(codes::NOT_IN_SHOPIFY, path, message));
        }
    }
}

/// The test of a parameter in which a list that is compared is IN, as it is read.
fn listed(parameter: &str, test: &Test) -> Test {
    match (implicit_list(test.operator), test.values.as_slice()) {
        (Some(operator), [Literal::Tuple(values)]) if parameter != "coordinates" => {
            Test { operator, values: values.clone() }
        }
        _ => test.clone(),
    }
}

/// A name with the parts in quotes that are no words.
pub fn name(name: &str) -> String {
    let name = newer_spelling(name.to_owned());
    let single = !name.contains('.');
    let parts = name.split('.').enumerate().map(|(index, part)| {
        let begins = part.starts_with(if index == 0 { is_name_start } else { is_name });
        let plain = begins && part.chars().all(is_name) && !part.contains("--");
        let taken = single && (is_reserved(part) || part.eq_ignore_ascii_case("anniversary"));
        if plain && !taken { part.to_owned() } else { quoted(part) }
    });
    parts.collect::<Vec<_>>().join(".")
}

/// What a Shopify dialect says of a part it lacks.
pub(super) fn lacks(what: &str, name: &str) -> String {
    format!("Shopify has no {what} {}; leave the condition out.", shown(name))
}
