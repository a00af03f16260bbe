//! Literals as the language writes them, for messages and fixes.

use crate::condition::{Literal, Operator};

/// The literal's spelling.
pub fn written(literal: &Literal) -> String {
    match literal {
        Literal::Text(text) => quoted(text),
        Literal::Integer(digits) | Literal::Decimal(digits) => digits.clone(),
        Literal::Date(day) => day.to_string(),
        Literal::DateTime(second) => second.to_string(),
        Literal::Today => "today".to_owned(),
        Literal::Yesterday => "yesterday".to_owned(),
        Literal::Offset { amount, unit } => format!("{amount:+}{}", unit.as_str()),
        Literal::Boolean(yes) => yes.to_string(),
        Literal::Tuple(values) => format!("({})", values.iter().map(written).collect::<Vec<_>>().join(", ")),
        Literal::Stat(name) => format!("stat({})", quoted(name)),
    }
}

/// The text between quotes.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

/// At most 40 letters of a text, quoted, for a sentence.
pub(super) fn shown(text: &str) -> String {
    if text.chars().count() <= 40 {
        return format!("'{text}'");
    }
    format!("'{}…'", text.chars().take(39).collect::<String>())
}

/// `a`, `a or b`, `a, b or c`.
pub(super) fn or_list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

/// `; did you mean a or b?`, or a full stop without candidates.
pub(super) fn did_you_mean(candidates: &[String]) -> String {
    if candidates.is_empty() { ".".to_owned() } else { format!("; did you mean {}?", or_list(candidates)) }
}

/// Path of the operand `index` of an operator whose clause has `path`.
pub fn value_path(path: &str, operator: Operator, index: usize) -> String {
    match operator {
        Operator::Between if index == 0 => format!("{path}/from"),
        Operator::Between => format!("{path}/to"),
        _ if takes_list(operator) => format!("{path}/values/{index}"),
        _ => format!("{path}/value"),
    }
}

/// Whether the operator takes any number of operands.
pub const fn takes_list(operator: Operator) -> bool {
    matches!(
        operator,
        Operator::In | Operator::NotIn | Operator::ContainsAny | Operator::ContainsAll | Operator::ContainsNone
    )
}

/// How many operands an operator takes; none if any number but zero.
pub(super) const fn operand_count(operator: Operator) -> Option<usize> {
    match operator {
        Operator::IsNull | Operator::IsNotNull => Some(0),
        Operator::Between => Some(2),
        _ if takes_list(operator) => None,
        _ => Some(1),
    }
}

/// Whether the operator is a complement: its positive form is negated.
pub(super) const fn is_negative(operator: Operator) -> bool {
    matches!(
        operator,
        Operator::NotEqual | Operator::NotIn | Operator::NotContains | Operator::ContainsNone | Operator::IsNotNull
    )
}
