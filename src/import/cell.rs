//! One value of a source row, before its column gives it a type.

use crate::value::Decimal;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// A value as its file writes it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Cell<'a> {
    /// A cell of text without quotes of its own: CSV and the like. Blank ones are missing (N1).
    Text(&'a str),
    /// A JSON value; numbers keep their text.
    Json(&'a Value),
}

impl<'a> Cell<'a> {
    /// Whether the cell says nothing: blank text, null.
    pub(super) fn is_missing(self) -> bool {
        match self {
            Cell::Text(text) => text.trim().is_empty(),
            Cell::Json(value) => value.is_null(),
        }
    }

    /// Like [`Cell::is_missing`]; a JSON `""` says nothing either (N1: it is a text only where
    /// texts are kept).
    pub(super) fn is_blank(self) -> bool {
        self.is_missing() || matches!(self, Cell::Json(Value::String(text)) if text.trim().is_empty())
    }

    /// The text of a string, number or boolean; `None` for lists and objects.
    pub(super) fn text(self) -> Option<Cow<'a, str>> {
        match self {
            Cell::Text(text) => Some(Cow::Borrowed(text)),
            Cell::Json(Value::String(text)) => Some(Cow::Borrowed(text)),
            Cell::Json(Value::Number(number)) => Some(number_text(&number.to_string())),
            Cell::Json(Value::Bool(true)) => Some(Cow::Borrowed("true")),
            Cell::Json(Value::Bool(false)) => Some(Cow::Borrowed("false")),
            Cell::Json(Value::Null | Value::Array(_) | Value::Object(_)) => None,
        }
    }

    /// The cell for people, at most 60 characters.
    pub(super) fn shown(self) -> String {
        let text = match self {
            Cell::Text(text) => Cow::Borrowed(text),
            Cell::Json(Value::String(text)) => Cow::Borrowed(text.as_str()),
            Cell::Json(other) => Cow::Owned(other.to_string()),
        };
        shortened(&text)
    }
}

/// At most 60 characters of a text.
pub(super) fn shortened(text: &str) -> String {
    let mut characters = text.chars();
    let mut short: String = characters.by_ref().take(60).collect();
    if characters.next().is_some() {
        short.push('…');
    }
    short
}

/// A value inside an object by its key, or by `outer.inner`; null if there is none.
pub(super) fn at_path<'a>(object: &'a Map<String, Value>, name: &str) -> &'a Value {
    const NULL: &Value = &Value::Null;
    if let Some(value) = object.get(name) {
        return value;
    }
    let Some((outer, inner)) = name.split_once('.') else { return NULL };
    match object.get(outer) {
        Some(Value::Object(object)) => at_path(object, inner),
        _ => NULL,
    }
}

/// A JSON number without exponent, where it can be written so.
fn number_text(text: &str) -> Cow<'static, str> {
    match parse_number(text) {
        Some(decimal) if text.contains(['e', 'E']) => Cow::Owned(decimal.to_string()),
        _ => Cow::Owned(text.to_owned()),
    }
}

/// Reads a number exactly: like [`Decimal::parse`], and with an exponent as JSON has them.
pub(super) fn parse_number(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let Some((digits, exponent)) = text.split_once(['e', 'E']) else {
        return Decimal::parse(text).map(Decimal::normalized);
    };
    let number = Decimal::parse(digits)?.normalized();
    let exponent: i32 = exponent.parse().ok()?;
    let scale = i32::from(number.scale()) - exponent.clamp(-100, 100);
    if number.mantissa() == 0 {
        return Some(Decimal::new(0, 0));
    }
    if scale >= 0 {
        return (scale <= 18).then(|| Decimal::new(number.mantissa(), scale as u8).normalized());
    }
    let unit = 10i128.checked_pow(scale.unsigned_abs())?;
    let mantissa = number.mantissa().checked_mul(unit)?;
    (mantissa.unsigned_abs() < 10u128.pow(18)).then(|| Decimal::new(mantissa, 0))
}

/// Reads a yes or no as files write them.
pub(super) fn parse_boolean(text: &str) -> Option<bool> {
    let text = text.trim();
    let is = |words: [&str; 4]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is(["true", "yes", "1", "t"]) {
        Some(true)
    } else if is(["false", "no", "0", "f"]) {
        Some(false)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_from_their_text() {
        for (text, shown) in [
            ("0.10", "0.1"),
            ("1e3", "1000"),
            ("1.5E-3", "0.0015"),
            ("-2.50e1", "-25"),
            ("0e99", "0"),
            (" 12 ", "12"),
            ("123456789012345678", "123456789012345678"),
        ] {
            assert_eq!(parse_number(text).unwrap().to_string(), shown, "{text}");
        }
        for text in ["1e18", "1e-19", "e5", "1e", "1e999999999999", "", "0x1", "1 000"] {
            assert!(parse_number(text).is_none(), "{text}");
        }
    }
}
