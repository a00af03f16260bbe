//! Literals as the language writes them, for messages and fixes.

pub(super) use crate::query::quoted;
pub use crate::query::written;

use crate::condition::Operator;

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
        _ if operator.takes_list() => format!("{path}/values/{index}"),
        _ => format!("{path}/value"),
    }
}

/// Whether the operator is a complement: its positive form is negated.
pub(super) const fn is_negative(operator: Operator) -> bool {
    matches!(
        operator,
        Operator::NotEqual | Operator::NotIn | Operator::NotContains | Operator::ContainsNone | Operator::IsNotNull
    )
}
