//! Growing columns that take the narrowest type all their values fit: `profile.*`,
//! `metafields.*`.

use super::lists::json_array;
use super::{Interner, Ints, Lists, Why, array};
use crate::import::cell::{Cell, parse_number};
use crate::rows::RowSet;
use crate::snapshot::{Array, Values};
use crate::time::{Fact, Zone, parse_fact};
use crate::value::Decimal;
use serde_json::Value;

/// Values of rows as texts; lists of them once a row has a JSON array.
#[derive(Debug)]
pub(in crate::import) enum Any {
    /// No row had a list.
    Texts {
        /// 0 without a value, else number + 1 in `texts`.
        codes: Ints,
        /// Distinct texts.
        texts: Interner,
    },
    /// Some row had a list; the others' values are lists of one.
    Lists(Lists),
}

impl Default for Any {
    fn default() -> Any {
        Any::Texts { codes: Ints::new(), texts: Interner::default() }
    }
}

impl Any {
    /// Rows so far.
    pub(in crate::import) fn len(&self) -> usize {
        match self {
            Any::Texts { codes, .. } => codes.len(),
            Any::Lists(lists) => lists.len(),
        }
    }

    /// Adds rows without a value or drops the last rows, to `len`.
    pub(in crate::import) fn resize(&mut self, len: usize) {
        match self {
            Any::Texts { codes, .. } => codes.resize(len),
            Any::Lists(lists) => lists.resize(len),
        }
    }

    /// Whether a row has no value.
    pub(in crate::import) fn can_fill(&self, row: usize) -> bool {
        matches!(self, Any::Texts { codes, .. } if codes.get(row) == 0)
    }

    /// Gives a row the value of the last one.
    pub(in crate::import) fn copy_last(&mut self, row: usize) {
        if let Any::Texts { codes, .. } = self {
            codes.copy_last(row);
        }
    }

    /// Bytes held.
    pub(in crate::import) fn bytes(&self) -> usize {
        match self {
            Any::Texts { codes, texts } => codes.bytes() + texts.bytes(),
            Any::Lists(lists) => lists.bytes(),
        }
    }

    /// Appends a row.
    pub(in crate::import) fn push(&mut self, cell: Cell<'_>) -> Result<(), Why> {
        if let Any::Lists(lists) = self {
            return lists.push(cell);
        }
        let is_list = match cell {
            Cell::Json(Value::Array(_)) => true,
            cell => cell.text().is_some_and(|text| json_array(&text).is_some()),
        };
        let Any::Texts { codes, texts } = self else { return Ok(()) };
        if is_list {
            let mut lists = Lists::of_texts(codes, std::mem::take(texts));
            let outcome = lists.push(cell);
            *self = Any::Lists(lists);
            return outcome;
        }
        let text = if cell.is_missing() { None } else { Some(cell.text().ok_or("is an object")) };
        let text = text.transpose();
        codes.push(match &text {
            Ok(Some(text)) => texts.number(text) as i64 + 1,
            _ => 0,
        });
        text.map(|_| ())
    }

    /// The rows in the narrowest type that holds them all.
    pub(in crate::import) fn array(&self, name: &str, rows: &[u32], zone: &Zone) -> Array {
        match self {
            Any::Lists(lists) => lists.array(name, rows),
            Any::Texts { codes, texts } => {
                let column = Scalars { codes, texts, rows };
                column.narrowest(name, zone)
            }
        }
    }
}

/// Rows of a column of texts.
struct Scalars<'a> {
    codes: &'a Ints,
    texts: &'a Interner,
    rows: &'a [u32],
}

impl Scalars<'_> {
    fn narrowest(&self, name: &str, zone: &Zone) -> Array {
        let mut used = vec![false; self.texts.len()];
        let numbers = self.rows.iter().map(|row| self.codes.get(*row as usize)).filter(|code| *code != 0);
        numbers.for_each(|code| used[code as usize - 1] = true);
        let used: Vec<usize> = (0..used.len()).filter(|number| used[*number]).collect();
        let texts = || used.iter().map(|number| self.texts.get(*number)).filter(|text| !text.trim().is_empty());
        if texts().next().is_none() && used.is_empty() {
            return self.array(name, Values::Null, |_| true);
        }
        let values = if texts().next().is_none() {
            None
        } else if texts().all(|text| flag(text).is_some()) {
            let yes = |row: u32| self.text(row).and_then(flag) == Some(true);
            Some(Values::Boolean(RowSet::from_fn(self.rows.len() as u32, yes)))
        } else if texts().all(|text| whole(text).is_some()) {
            Some(Values::Integer(self.map(|text| whole(text).unwrap_or(0), 0)))
        } else if let Some(scale) = decimals(texts()) {
            let mantissa = |text: &str| number(text).and_then(|number| number.at_scale(scale)).unwrap_or(0);
            Some(Values::Decimal { scale, values: self.map(mantissa, 0) })
        } else if texts().all(|text| matches!(parse_fact(text), Some(Fact::Day(_)))) {
            let day = |text: &str| match parse_fact(text) {
                Some(Fact::Day(day)) => day.0,
                _ => 0,
            };
            Some(Values::Day(self.map(day, 0)))
        } else if texts().all(|text| parse_fact(text).is_some()) {
            Some(Values::Second(self.map(|text| second(text, zone), 0)))
        } else {
            None
        };
        match values {
            Some(values) => self.array(name, values, |text| !text.trim().is_empty()),
            None => {
                let picked = super::texts::pick(self.codes, self.texts, self.rows.iter().map(|row| *row as usize));
                self.array(name, picked, |_| true)
            }
        }
    }

    fn text(&self, at: u32) -> Option<&str> {
        match self.codes.get(self.rows[at as usize] as usize) {
            0 => None,
            code => Some(self.texts.get(code as usize - 1)),
        }
    }

    /// A value of every row, made once a text.
    fn map<T: Copy>(&self, make: impl Fn(&str) -> T, none: T) -> Vec<T> {
        let mut made: Vec<Option<T>> = vec![None; self.texts.len()];
        let value = |row: &u32| match self.codes.get(*row as usize) {
            0 => none,
            code => *made[code as usize - 1].get_or_insert_with(|| make(self.texts.get(code as usize - 1))),
        };
        self.rows.iter().map(value).collect()
    }

    fn array(&self, name: &str, values: Values, is_value: impl Fn(&str) -> bool) -> Array {
        let valid = |row: usize| match self.codes.get(row) {
            0 => false,
            code => is_value(self.texts.get(code as usize - 1)),
        };
        array(name, self.rows, valid, values)
    }
}

fn flag(text: &str) -> Option<bool> {
    match text.trim() {
        text if text.eq_ignore_ascii_case("true") => Some(true),
        text if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

/// A number as people write it: an id like `007` or a phone number like `+49` is none.
fn number(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let digits = text.strip_prefix('-').unwrap_or(text);
    let padded = digits.starts_with('0') && digits.len() > 1 && !digits.starts_with("0.");
    (!padded && !digits.starts_with(['+', '-'])).then(|| parse_number(text)).flatten()
}

fn whole(text: &str) -> Option<i64> {
    number(text)
        .filter(|number| number.scale() == 0 && !text.contains('.'))
        .and_then(|number| i64::try_from(number.mantissa()).ok())
}

/// The scale at which all texts are numbers of 64 bits.
fn decimals<'a>(texts: impl Iterator<Item = &'a str>) -> Option<u8> {
    let numbers: Vec<Decimal> = texts.map(number).collect::<Option<_>>()?;
    let scale = numbers.iter().map(|number| number.scale()).max()?;
    numbers.iter().all(|number| number.at_scale(scale).is_some_and(|it| i64::try_from(it).is_ok())).then_some(scale)
}

fn second(text: &str, zone: &Zone) -> i64 {
    match parse_fact(text) {
        Some(Fact::Instant(instant)) => instant.0,
        Some(Fact::Local(local)) => zone.instant_of(local).0,
        Some(Fact::Day(day)) => zone.start_of(day).0,
        None => 0,
    }
}
