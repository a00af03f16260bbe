//! Which operators a value takes, and the tests they stand for.

use super::checked::{Positive, ValueTest};
use super::codes;
use super::fields::Subject;
use super::walk::Checker;
use super::written::{is_negative, or_list, value_path, written};
use crate::catalogue::{Form, Type};
use crate::condition::{Literal, MAX_VALUES, Operator, Problem, Test};

impl Checker<'_> {
    /// The tests an operator stands for, all of which must hold; `None` if it has a problem.
    pub(super) fn value_tests(&mut self, subject: &Subject<'_>, test: &Test) -> Option<Vec<ValueTest>> {
        let allowed = self.operator_allowed(subject, test, subject.type_.operators());
        let fits = self.operands_fit(subject, test);
        if subject.type_ == Type::Any {
            self.unknown_type(subject);
        }
        if !fits || subject.type_ == Type::Any {
            return None;
        }
        if matches!(test.operator, Operator::IsNull | Operator::IsNotNull) {
            let negated = test.operator == Operator::IsNotNull;
            return allowed.then(|| vec![ValueTest { positive: Positive::Missing, negated, strict: false }]);
        }
        let positives = match subject.type_ {
            Type::Date => self.date_tests(subject, test).map(|positive| vec![positive]),
            Type::Money | Type::Decimal | Type::Integer => self.number_tests(subject, test),
            Type::Boolean => self.boolean(subject, test).map(|yes| vec![Positive::Is(yes)]),
            _ => self.text_tests(subject, test).map(|positive| vec![positive]),
        }?;
        let negated = is_negative(test.operator);
        let strict = negated && self.options.strict_missing;
        allowed.then(|| positives.into_iter().map(|positive| ValueTest { positive, negated, strict }).collect())
    }

    /// Whether the operator is among `allowed`; a problem that names those if not.
    pub(super) fn operator_allowed(&mut self, subject: &Subject<'_>, test: &Test, allowed: &[Operator]) -> bool {
        if allowed.contains(&test.operator) {
            return true;
        }
        let words: Vec<String> = allowed.iter().map(|operator| operator.as_str().to_owned()).collect();
        let operator = test.operator.as_str();
        let message = format!("{} does not take {operator}; write {}.", subject.name, or_list(&words));
        let problem = Problem::error(codes::OPERATOR_NOT_ALLOWED, format!("{}/operator", subject.path), message);
        let meant = meant(subject.type_, test).filter(|meant| allowed.contains(meant));
        self.problem(match meant {
            Some(meant) => problem.fix(meant.as_str()),
            None => problem,
        });
        false
    }

    /// Whether the operator has the right number of operands.
    pub(super) fn operands_fit(&mut self, subject: &Subject<'_>, test: &Test) -> bool {
        let count = test.values.len();
        let operator = test.operator.as_str();
        let message = match test.operator.operand_count() {
            Some(needed) if needed != count => match needed {
                0 => format!("{operator} takes no value; leave it out."),
                1 => format!("{operator} takes one value; write {} {operator} and a value.", subject.name),
                _ => format!("{operator} takes two values; write {} BETWEEN a AND b.", subject.name),
            },
            None if count == 0 => format!("{operator} needs at least one value in its list."),
            None if count > MAX_VALUES => {
                let message = format!("A list takes at most {MAX_VALUES} values, this one has {count}; shorten it.");
                self.problem(Problem::error(codes::TOO_MANY_VALUES, &subject.path, message));
                return false;
            }
            _ => return true,
        };
        self.problem(Problem::error(codes::VALUE_COUNT, &subject.path, message));
        false
    }

    fn boolean(&mut self, subject: &Subject<'_>, test: &Test) -> Option<bool> {
        let literal = test.values.first()?;
        let path = value_path(&subject.path, test.operator, 0);
        let message = format!("{} is true or false; write one of the two without quotes.", subject.name);
        let problem = Problem::error(codes::WRONG_TYPE, path, message);
        match literal {
            Literal::Boolean(yes) => return Some(*yes),
            Literal::Text(text) if ["true", "false"].contains(&text.to_ascii_lowercase().as_str()) => {
                self.problem(problem.fix(text.to_ascii_lowercase()));
            }
            _ => self.problem(problem),
        }
        None
    }

    fn text_tests(&mut self, subject: &Subject<'_>, test: &Test) -> Option<Positive> {
        let operator = test.operator;
        let part = matches!(operator, Operator::StartsWith | Operator::EndsWith)
            || (matches!(subject.type_, Type::String(_))
                && matches!(operator, Operator::Contains | Operator::NotContains));
        if part {
            let path = value_path(&subject.path, operator, 0);
            let text = self.text(subject, test.values.first()?, path)?;
            let text = self.part_key(subject, &text);
            return Some(match operator {
                Operator::StartsWith => Positive::StartsWith(text),
                Operator::EndsWith => Positive::EndsWith(text),
                _ => Positive::Substring(text),
            });
        }
        if matches!(subject.type_, Type::Text(Form::Path) | Type::Texts(Form::Path)) {
            return self.path_keys(subject, test).map(Positive::PathContains);
        }
        let keys = self.keys(subject, test)?;
        Some(match subject.type_ {
            Type::List(_) | Type::Ids | Type::Texts(_) if operator == Operator::ContainsAll => {
                Positive::ContainsAll(keys)
            }
            Type::List(_) | Type::Ids | Type::Texts(_) => Positive::ContainsAny(keys),
            _ => Positive::OneOf(keys),
        })
    }

    /// Reports a literal that is not what the subject's type needs, with the quoted text as a fix.
    pub(super) fn needs_quotes(&mut self, subject: &Subject<'_>, literal: &Literal, path: String) {
        let spelt = written(literal);
        let problem = match literal {
            Literal::Tuple(_) | Literal::Stat(_) => {
                let message = format!("{} is text; write it in quotes instead of {spelt}.", subject.name);
                Problem::error(codes::WRONG_TYPE, path, message)
            }
            _ => {
                let quoted = super::written::quoted(&spelt);
                let message = format!("{} is text; write {quoted} in quotes.", subject.name);
                Problem::error(codes::NEEDS_QUOTES, path, message).fix(quoted)
            }
        };
        self.problem(problem);
    }
}

/// The operator of the type that says what another type's operator says.
fn meant(type_: Type, test: &Test) -> Option<Operator> {
    match (type_, test.operator) {
        (Type::List(_) | Type::Ids, Operator::Equal) => Some(Operator::Contains),
        (Type::List(_) | Type::Ids, Operator::NotEqual) => Some(Operator::NotContains),
        (Type::List(_) | Type::Ids, Operator::In) => Some(Operator::ContainsAny),
        (Type::List(_) | Type::Ids, Operator::NotIn) => Some(Operator::ContainsNone),
        (_, Operator::Contains) => Some(Operator::Equal),
        (_, Operator::NotContains) => Some(Operator::NotEqual),
        (_, Operator::ContainsAny) => Some(Operator::In),
        (_, Operator::ContainsNone) => Some(Operator::NotIn),
        _ => None,
    }
}
