//! What may stand at a place of a text: the grammar's expectation, filled from the catalogue.
//!
//! Total and without data: values that only a snapshot's rows hold are left to the caller, who is
//! told which ([`Wanted`]).

mod dates;
mod names;
mod operators;
mod proposal;
mod values;

pub use proposal::{Kind, Proposal};
pub use values::{Of, Wanted};

use crate::catalogue::{self, Field, Function, Parameter, Type};
use crate::condition::{Operator, References, Span};
use crate::query::{self, Cursor, Expected};
use crate::snapshot::Snapshot;
use crate::time::Day;
use proposal::List;

/// What proposals are made from beside the text.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The snapshot, if there is one.
    pub snapshot: Option<&'a Snapshot>,
    /// The segments that can be named.
    pub references: Option<&'a References>,
    /// The shop's day at the instant of evaluation.
    pub today: Day,
}

/// What may stand at a place.
#[derive(Debug, Clone)]
pub struct Completion {
    /// The bytes every proposal replaces.
    pub span: Span,
    /// What may stand there, best first.
    pub proposals: Vec<Proposal>,
    /// The values of data that may stand there too.
    pub wanted: Option<Wanted>,
    /// The blank, if one is needed, that is put before what is inserted.
    pub gap: &'static str,
}

/// What the clause or parameter around the place is about.
#[derive(Clone, Copy)]
enum Subject<'a> {
    Field(Field<'a>),
    Function(&'static Function),
    Parameter(&'static Parameter),
    Anniversary,
    Unknown,
}

/// What may stand at byte `offset` of a text.
pub fn complete(text: &str, offset: usize, context: Context<'_>) -> Completion {
    let cursor = query::cursor(text, offset);
    let subject = subject(&cursor, context.snapshot);
    let mut list = List::new(&cursor);
    let mut wanted = None;
    match cursor.expected {
        Expected::Condition => {
            list.names(context.snapshot);
            list.word("NOT", "the opposite");
            list.mark("(");
        }
        Expected::Operator => list.operators(subject, text),
        Expected::Value(operator) | Expected::ListValue(operator) => {
            let listed = matches!(cursor.expected, Expected::ListValue(_));
            list.values(subject, operator, context);
            wanted = Wanted::of(subject, operator, text, &cursor);
            if !listed && operator == Operator::Contains {
                list.lists_of(subject, text);
            }
        }
        Expected::And => list.word("AND", "the other end"),
        Expected::Open => list.mark("("),
        Expected::ListNext | Expected::ParameterNext => {
            list.mark(",");
            list.mark(")");
        }
        Expected::Argument => {
            if let Subject::Function(function) = subject {
                list.parameters(function, true, context.snapshot);
                list.mark(")");
            }
        }
        Expected::DateField => list.date_fields(context.snapshot, closing(text, &cursor)),
        Expected::Parameter { legacy } => {
            if let Subject::Function(function) = subject {
                list.parameters(function, legacy, context.snapshot);
            }
            if cursor.taken.is_empty() {
                list.mark(")");
            }
        }
        Expected::Colon => list.mark(":"),
        Expected::Statistic => list.statistics(Some(closing(text, &cursor))),
        Expected::Close => list.mark(")"),
        Expected::Truth => {
            list.word("= true", "customers it holds for");
            list.word("= false", "all others");
        }
        Expected::TruthValue => {
            list.word("true", "customers it holds for");
            list.word("false", "all others");
        }
        Expected::Joint { open } => {
            list.word("AND", "both hold");
            list.word("OR", "one of both holds");
            if open {
                list.mark(")");
            }
        }
        Expected::Nothing => {}
    }
    let gap = gap(text, cursor.span.start);
    let mut proposals = list.done();
    for proposal in proposals.iter_mut().filter(|proposal| ![",", ")", ":", "('')"].contains(&proposal.insert.as_str()))
    {
        proposal.insert.insert_str(0, gap);
    }
    Completion { span: cursor.span, proposals, wanted, gap }
}

/// What keeps an inserted word from what stands before it: a blank, unless one or a parenthesis does.
fn gap(text: &str, at: usize) -> &'static str {
    let close = |c: char| c.is_whitespace() || c == '(';
    if text[..at].chars().next_back().is_none_or(close) { "" } else { " " }
}

/// The parenthesis that ends what is inserted, unless one follows.
fn closing(text: &str, cursor: &Cursor) -> &'static str {
    if text[cursor.span.end..].trim_start().starts_with(')') { "" } else { ")" }
}

fn subject<'a>(cursor: &'a Cursor, snapshot: Option<&Snapshot>) -> Subject<'a> {
    if cursor.anniversary {
        return Subject::Anniversary;
    }
    if let Some(function) = catalogue::function(&cursor.name) {
        return match &cursor.parameter {
            None => Subject::Function(function),
            Some(name) => {
                let known = function.parameter(names::parameter_meant(name));
                known.map_or(Subject::Unknown, Subject::Parameter)
            }
        };
    }
    catalogue::field(&cursor.name, snapshot).map_or(Subject::Unknown, Subject::Field)
}

impl Subject<'_> {
    fn type_(&self) -> Type {
        match self {
            Subject::Field(field) => field.type_,
            Subject::Parameter(parameter) => parameter.type_,
            Subject::Anniversary => Type::Date,
            Subject::Function(_) | Subject::Unknown => Type::Any,
        }
    }
}
