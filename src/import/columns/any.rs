//! Growing columns that take the narrowest type all their values fit: `profile.*`,
//! `metafields.*`.

use super::lists::json_array;
use super::{Booleans, Coded, Column, Lists, Numbers, Places, Texts, Times, Why};
use crate::import::cell::{Cell, parse_number};
use crate::time::{Zone, parse_fact};
use crate::value::Decimal;
use serde_json::Value;

/// Values of rows as texts; lists of them once a row has a JSON array.
#[derive(Debug)]
pub(in crate::import) enum Any {
    /// No row had a list.
    Texts(Coded),
    /// Some row had a list; the others' values are lists of one.
    Lists(Lists),
}

impl Default for Any {
    fn default() -> Any {
        Any::Texts(Coded::default())
    }
}

impl Any {
    /// Rows so far.
    pub(in crate::import) fn len(&self) -> usize {
        match self {
            Any::Texts(texts) => texts.len(),
            Any::Lists(lists) => lists.len(),
        }
    }

    /// Adds rows without a value or drops the last rows, to `len`.
    pub(in crate::import) fn resize(&mut self, len: usize) {
        match self {
            Any::Texts(texts) => texts.resize(len),
            Any::Lists(lists) => lists.resize(len),
        }
    }

    /// Whether a row has no value.
    pub(in crate::import) fn can_fill(&self, row: usize) -> bool {
        matches!(self, Any::Texts(texts) if texts.number(row).is_none())
    }

    /// Gives a row the value of the last one.
    pub(in crate::import) fn copy_last(&mut self, row: usize) {
        if let Any::Texts(texts) = self {
            texts.copy_last(row);
        }
    }

    /// Bytes held.
    pub(in crate::import) fn bytes(&self) -> usize {
        match self {
            Any::Texts(texts) => texts.bytes(),
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
        let Any::Texts(texts) = self else { return Ok(()) };
        if is_list {
            let mut lists = Lists::of_texts(std::mem::take(texts));
            let outcome = lists.push(cell);
            *self = Any::Lists(lists);
            return outcome;
        }
        let text = if cell.is_missing() { None } else { Some(cell.text().ok_or("is an object")) };
        let text = text.transpose();
        texts.push(text.as_ref().ok().and_then(|text| text.as_deref()));
        text.map(|_| ())
    }

    /// No more rows are added.
    pub(in crate::import) fn close(&mut self) {
        match self {
            Any::Texts(texts) => texts.close(),
            Any::Lists(lists) => lists.close(),
        }
    }

    /// The narrowest column that holds what stands at places; itself if nothing does. If the base's
    /// is text or lists, so is it.
    pub(in crate::import) fn settle(self, places: Places<'_>, zone: &Zone, base: Option<&str>) -> Column {
        let texts = match self {
            Any::Lists(lists) => return Column::List(lists),
            Any::Texts(texts) => texts,
        };
        let uses = texts.uses(places);
        let used: Vec<usize> = (0..uses.len()).filter(|number| uses[*number] > 0).collect();
        let all = |is: &dyn Fn(&str) -> bool| {
            let texts = used.iter().map(|number| texts.texts().get(*number));
            texts.filter(|text| !text.trim().is_empty()).all(|text| is(&text))
        };
        let each = |take: &mut dyn FnMut(Option<&str>)| {
            for row in 0..texts.len() {
                let number = texts.number(row).filter(|number| uses[*number] > 0);
                let text = number.map(|number| texts.texts().get(number));
                take(text.as_deref().filter(|text| !text.trim().is_empty()));
            }
        };
        let scale = std::cell::Cell::new(0);
        if used.is_empty() {
            Column::Any(Any::Texts(texts))
        } else if base == Some("text") {
            Column::Text(Texts::of(texts))
        } else if base == Some("list") {
            Column::List(Lists::of_texts(texts))
        } else if all(&|_| false) && base.is_some() {
            // Blank texts are no values of another type.
            Column::Any(Any::Texts(texts))
        } else if all(&|_| false) {
            Column::Text(Texts::of(texts))
        } else if all(&|text| flag(text).is_some()) {
            let mut flags = Booleans::default();
            each(&mut |text| flags.put(text.and_then(flag)));
            Column::Boolean(flags)
        } else if all(&|text| whole(text).is_some()) {
            let mut numbers = Numbers::whole();
            each(&mut |text| numbers.put(text.and_then(whole).map(|number| Decimal::new(number.into(), 0))));
            Column::Number(numbers)
        } else if all(&|text| raise(&scale, number(text))) && all(&|text| fits(scale.get(), number(text))) {
            let mut numbers = Numbers::of_scale(scale.get());
            each(&mut |text| numbers.put(text.and_then(number)));
            Column::Number(numbers)
        } else if all(&|text| parse_fact(text).is_some()) {
            let mut times = Times::default();
            each(&mut |text| times.put_fact(text.and_then(parse_fact), zone));
            Column::Time(times)
        } else {
            Column::Text(Texts::of(texts))
        }
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

/// Whether a text is a number, to whose decimals the scale is raised.
fn raise(scale: &std::cell::Cell<u8>, number: Option<Decimal>) -> bool {
    scale.set(number.map_or(0, Decimal::scale).max(scale.get()));
    number.is_some()
}

/// Whether a number has 64 bits at a scale.
fn fits(scale: u8, number: Option<Decimal>) -> bool {
    number.and_then(|number| number.at_scale(scale)).is_some_and(|mantissa| i64::try_from(mantissa).is_ok())
}

fn whole(text: &str) -> Option<i64> {
    number(text)
        .filter(|number| number.scale() == 0 && !text.contains('.'))
        .and_then(|number| i64::try_from(number.mantissa()).ok())
}
