//! Gives the literals of a JSON document the type of the field they stand beside.

use super::written::written;
use crate::catalogue::{self, Type};
use crate::condition::{Condition, Literal, Test};
use crate::snapshot::Snapshot;
use crate::value::Decimal;

/// Turns literals that JSON cannot tell apart into those of their field: beside a textual field
/// what looked like a date, an offset or a decimal becomes text; beside a number, text of digits
/// becomes a number. Everything else stays as it is, for `check` to judge. Afterwards the
/// condition prints as text that reads back as itself.
///
/// The tree must be within the limits of depth and nodes.
pub fn settle(condition: &mut Condition, snapshot: Option<&Snapshot>) {
    match condition {
        Condition::All(children) | Condition::Any(children) => {
            children.iter_mut().for_each(|child| settle(child, snapshot));
        }
        Condition::Not(child) => settle(child, snapshot),
        Condition::Field(clause) => {
            if let Some(field) = catalogue::field(&clause.field, snapshot) {
                settle_test(&mut clause.test, field.type_);
            }
        }
        Condition::Function(clause) => {
            let Some(function) = catalogue::function(&clause.function) else { return };
            for parameter in &mut clause.parameters {
                if let Some(known) = function.parameter(&parameter.name) {
                    settle_test(&mut parameter.test, known.type_);
                }
            }
        }
        Condition::Anniversary(_) | Condition::Unknown(_) => {}
    }
}

fn settle_test(test: &mut Test, type_: Type) {
    for literal in &mut test.values {
        settle_literal(literal, type_);
    }
}

fn settle_literal(literal: &mut Literal, type_: Type) {
    if let Literal::Tuple(values) = literal {
        let inner = if type_ == Type::Coordinates { Type::Decimal } else { type_ };
        values.iter_mut().for_each(|value| settle_literal(value, inner));
        return;
    }
    if type_.is_textual() {
        let looked_typed = matches!(
            literal,
            Literal::Decimal(_)
                | Literal::Date(_)
                | Literal::DateTime(_)
                | Literal::Today
                | Literal::Yesterday
                | Literal::Offset { .. }
        );
        if looked_typed {
            *literal = Literal::Text(written(literal));
        }
    } else if type_.is_number() || type_ == Type::Distance {
        if let Literal::Text(text) = literal {
            if Decimal::parse(text).is_some() {
                let digits = text.trim_start_matches('+').to_owned();
                *literal = if digits.contains('.') { Literal::Decimal(digits) } else { Literal::Integer(digits) };
            }
        }
    }
}
