//! The field or parameter a question names, bound to the snapshot.

use super::Session;
use crate::catalogue::{self, Type};
use crate::check::{self, Checked, NodeKind, Operand, Options, Origin};
use crate::condition::{Condition, FunctionClause, Operator, Parameter, Severity, Test};
use crate::error::{Code, Error, Result};
use crate::insight::Subject;
use crate::query;

/// What a question is about.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    /// Its name for people.
    pub(super) label: String,
    /// The type of its values.
    pub(super) type_: Type,
    /// Where they stand.
    pub(super) of: Subject,
    /// That a customer has one.
    pub(super) there: Checked,
}

impl Session {
    /// The field of a name, argument and all, or the parameter of `function.parameter`.
    ///
    /// # Errors
    /// [`Code::BadArgument`], in the checker's words, if there is none or the snapshot lacks it;
    /// [`Code::MissingPart`] if it was not read yet.
    pub(super) fn asked(&self, name: &str, options: &Options) -> Result<Asked> {
        let test = Test { operator: Operator::IsNotNull, values: Vec::new() };
        let of_function = name.rsplit_once('.').and_then(|(function, parameter)| {
            let function = catalogue::function(function)?;
            Some((function, function.parameter(parameter)))
        });
        let (condition, known) = match of_function {
            Some((function, known)) => {
                let parameter = name.rsplit('.').next().unwrap_or_default().to_owned();
                let parameters = vec![Parameter { name: parameter, test }];
                let clause = FunctionClause { function: function.name.to_owned(), matches: true, parameters };
                (Condition::Function(clause), known.map(|known| (known.label.to_owned(), known.type_)))
            }
            // As it is written in a segment, spelling, argument and all.
            None => match query::parse(&format!("{name} IS NOT NULL")).condition {
                Condition::Field(clause) if clause.test == test => {
                    let field = catalogue::field(&clause.field, Some(&self.snapshot));
                    let known = field.map(|field| (field.label.to_owned(), field.type_));
                    (Condition::Field(clause), known)
                }
                _ => return Err(Error::new(Code::BadArgument, format!("'{name}' is no field."))),
            },
        };
        self.need(&condition, None)?;
        let (snapshot, zone) = (Some(&self.snapshot), &self.snapshot.zone);
        let outcome = check::check(&condition, Origin::Text, snapshot, options, zone);
        let wrong = outcome.problems.into_iter().find(|problem| problem.severity == Severity::Error);
        let none = || Error::new(Code::BadArgument, format!("{name} has no values that can be listed."));
        let (Some(checked), Some((label, type_))) = (outcome.checked, known) else {
            return Err(wrong.map_or_else(none, |problem| Error::new(Code::BadArgument, problem.message)));
        };
        let of = match checked.root.kind.clone() {
            NodeKind::Value { operand, .. } => Subject::Value(operand),
            NodeKind::Rows(mut test) => match (test.measures.pop(), test.rows.filter.pop()) {
                (Some((measure, _)), filter) => {
                    test.rows.filter.extend(filter);
                    Subject::Value(Operand::Measure { rows: test.rows, measure })
                }
                (None, Some(filter)) => Subject::Row(test.rows, filter.column),
                (None, None) => return Err(none()),
            },
            _ => return Err(none()),
        };
        Ok(Asked { label, type_, of, there: checked })
    }
}
