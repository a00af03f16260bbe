//! What feeds a column: a column of the file, changed step by step, or made of several.

use super::dates::DateForm;
use crate::import::cell::{Cell, at_path, parse_number};
use crate::import::columns::Interner;
use crate::value::{Decimal, lower};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::HashMap;

/// What feeds a column.
#[derive(Debug, Clone)]
pub(super) enum Source {
    /// A column of the file.
    Column { name: String, steps: Vec<Step> },
    /// The product of numbers.
    Multiply(Vec<Source>),
    /// Texts with a text between them; missing if one is.
    Join(Vec<Source>, String),
    /// The same for every row.
    Constant(String),
    /// A text that no other row has.
    Row,
    /// The second where the first says yes.
    When(Box<Source>, Box<Source>),
}

/// One change of a text.
#[derive(Debug, Clone)]
pub(super) enum Step {
    /// Without a beginning it may have.
    DropPrefix(String),
    /// Without an end it may have.
    DropSuffix(String),
    /// `true` or `false`: whether it begins so.
    HasPrefix(String),
    /// `true` or `false`: whether it is one of these, in any letter case.
    In(Vec<String>),
    /// Another text for some texts.
    Replace(HashMap<String, String>),
    /// A date in a form of its own.
    Date(DateForm),
    /// A number with signs of a currency or between digits.
    Number {
        /// What separates the decimals.
        point: char,
    },
    /// The text of a dictionary; missing if it has none.
    Lookup(String),
}

/// Dictionaries read so far, by name.
#[derive(Debug, Default)]
pub(in crate::import) struct Lookups {
    dictionaries: HashMap<String, (Interner, Vec<String>)>,
}

impl Lookups {
    /// Begins a dictionary.
    pub(super) fn begin(&mut self, name: &str) {
        self.dictionaries.entry(name.to_owned()).or_default();
    }

    /// Whether a dictionary was begun.
    pub(super) fn has(&self, name: &str) -> bool {
        self.dictionaries.contains_key(name)
    }

    /// Adds a text; the last one of a key stays.
    pub(super) fn insert(&mut self, name: &str, key: &str, value: &str) {
        let (keys, values) = self.dictionaries.entry(name.to_owned()).or_default();
        let number = keys.number(key.trim());
        if number == values.len() {
            values.push(value.to_owned());
        } else {
            values[number] = value.to_owned();
        }
    }

    fn get(&self, name: &str, key: &str) -> Option<&str> {
        let (keys, values) = self.dictionaries.get(name)?;
        keys.find(key.trim()).map(|number| values[number].as_str())
    }
}

/// Where the columns of a row are found.
pub(in crate::import) enum Record<'a> {
    /// A record, with the place of each column of its header.
    Cells(crate::import::decode::Cells<'a>, &'a HashMap<String, usize>),
    /// An object.
    Object(&'a Map<String, Value>),
}

impl<'a> Record<'a> {
    /// A column's cell; of an object also `outer.inner`.
    pub(super) fn cell(&self, name: &str) -> Cell<'a> {
        match self {
            Record::Cells(cells, places) => Cell::Text(places.get(name).map_or("", |at| cells.get(*at))),
            Record::Object(object) => Cell::Json(at_path(object, name)),
        }
    }

    /// Whether the row has a column of that name.
    pub(super) fn has(&self, name: &str) -> bool {
        match self {
            Record::Cells(_, places) => places.contains_key(name),
            Record::Object(object) => {
                object.contains_key(name) || name.split('.').next().is_some_and(|outer| object.contains_key(outer))
            }
        }
    }
}

/// A value made by a source.
pub(super) enum Made<'a> {
    /// As the file has it.
    Cell(Cell<'a>),
    /// Made of it.
    Text(String),
}

impl Made<'_> {
    /// As a cell.
    pub(super) fn cell(&self) -> Cell<'_> {
        match self {
            Made::Cell(cell) => *cell,
            Made::Text(text) => Cell::Text(text),
        }
    }

    fn text(&self) -> Option<Cow<'_, str>> {
        let cell = self.cell();
        if cell.is_blank() { None } else { cell.text() }
    }
}

impl Source {
    /// The columns of the file it is made of.
    pub(super) fn columns<'a>(&'a self, into: &mut Vec<&'a str>) {
        match self {
            Source::Column { name, .. } => into.push(name),
            Source::Multiply(sources) | Source::Join(sources, _) => {
                sources.iter().for_each(|source| source.columns(into));
            }
            Source::When(test, value) => {
                test.columns(into);
                value.columns(into);
            }
            Source::Constant(_) | Source::Row => {}
        }
    }

    /// The dictionaries it needs.
    pub(super) fn lookups<'a>(&'a self, into: &mut Vec<&'a str>) {
        match self {
            Source::Column { steps, .. } => into.extend(steps.iter().filter_map(|step| match step {
                Step::Lookup(name) => Some(name.as_str()),
                _ => None,
            })),
            Source::Multiply(sources) | Source::Join(sources, _) => {
                sources.iter().for_each(|source| source.lookups(into));
            }
            Source::When(test, value) => {
                test.lookups(into);
                value.lookups(into);
            }
            Source::Constant(_) | Source::Row => {}
        }
    }

    /// The value for a row; `row` tells it from all others.
    pub(super) fn make<'a>(&self, record: &Record<'a>, lookups: &Lookups, row: (usize, u64)) -> Made<'a> {
        match self {
            Source::Column { name, steps } if steps.is_empty() => Made::Cell(record.cell(name)),
            Source::Column { name, steps } => {
                let cell = record.cell(name);
                let Some(text) = cell.text().filter(|_| !cell.is_blank()) else { return Made::Cell(cell) };
                Made::Text(steps.iter().fold(text.into_owned(), |text, step| step.apply(text, lookups)))
            }
            Source::Multiply(factors) => {
                let mut product = Decimal::new(1, 0);
                for factor in factors {
                    let made = factor.make(record, lookups, row);
                    let Some(text) = made.text() else { return Made::Text(String::new()) };
                    let Some(number) = parse_number(&text) else { return Made::Text(text.into_owned()) };
                    match multiply(product, number) {
                        Some(number) => product = number,
                        None => return Made::Text(format!("{product} × {number}")),
                    }
                }
                Made::Text(product.to_string())
            }
            Source::Join(sources, between) => {
                let mut joined = String::new();
                for (at, source) in sources.iter().enumerate() {
                    let made = source.make(record, lookups, row);
                    let Some(text) = made.text() else { return Made::Text(String::new()) };
                    if at > 0 {
                        joined.push_str(between);
                    }
                    joined.push_str(&text);
                }
                Made::Text(joined)
            }
            Source::Constant(text) => Made::Text(text.clone()),
            Source::Row => Made::Text(format!("{}-{}", row.0 + 1, row.1)),
            Source::When(test, value) => {
                let says = test.make(record, lookups, row);
                let yes = says.text().and_then(|text| crate::import::cell::parse_boolean(&text)) == Some(true);
                if yes { value.make(record, lookups, row) } else { Made::Text(String::new()) }
            }
        }
    }
}

/// The exact product; `None` if it has too many digits.
fn multiply(a: Decimal, b: Decimal) -> Option<Decimal> {
    let mantissa = a.mantissa().checked_mul(b.mantissa())?;
    let scale = a.scale() + b.scale();
    let digits = mantissa.unsigned_abs() < 10u128.pow(36);
    (scale <= 18 && digits).then(|| Decimal::new(mantissa, scale).normalized())
}

impl Step {
    fn apply(&self, text: String, lookups: &Lookups) -> String {
        let trimmed = text.trim();
        match self {
            Step::DropPrefix(prefix) => trimmed.strip_prefix(prefix.as_str()).unwrap_or(trimmed).to_owned(),
            Step::DropSuffix(suffix) => trimmed.strip_suffix(suffix.as_str()).unwrap_or(trimmed).to_owned(),
            Step::HasPrefix(prefix) => trimmed.starts_with(prefix.as_str()).to_string(),
            Step::In(texts) => {
                let lower = lower(trimmed);
                texts.contains(&lower).to_string()
            }
            Step::Replace(texts) => texts.get(trimmed).cloned().unwrap_or(text),
            Step::Date(form) => form.to_iso(&text).unwrap_or(text),
            Step::Number { point } => plain_number(&text, *point).unwrap_or(text),
            Step::Lookup(name) => lookups.get(name, trimmed).unwrap_or("").to_owned(),
        }
    }
}

/// A number without its currency's signs and the signs between groups of digits.
fn plain_number(text: &str, point: char) -> Option<String> {
    let text = text.trim();
    let negative = text.starts_with('(') && text.ends_with(')') || text.contains(['-', '−']);
    let mut plain = String::from(if negative { "-" } else { "" });
    for c in text.chars() {
        if c.is_ascii_digit() {
            plain.push(c);
        } else if c == point && !plain.contains('.') {
            plain.push('.');
        } else if c.is_alphabetic() && plain.bytes().any(|byte| byte.is_ascii_digit()) && c.is_ascii_lowercase() {
            // `1k`, `2e3`: not a plain number.
            return None;
        }
    }
    if !plain.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let plain = plain.trim_end_matches('.').replacen("-.", "-0.", 1);
    Some(if plain.starts_with('.') { format!("0{plain}") } else { plain })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lose_their_signs() {
        for (text, point, plain) in [
            ("$90,000 ", '.', Some("90000")),
            ("1.234,50 €", ',', Some("1234.50")),
            ("(12.00)", '.', Some("-12.00")),
            ("-$.5", '.', Some("-0.5")),
            ("US$ 1", '.', Some("1")),
            ("5k", '.', None),
            ("n/a", '.', None),
        ] {
            assert_eq!(plain_number(text, point).as_deref(), plain, "{text}");
        }
    }
}
