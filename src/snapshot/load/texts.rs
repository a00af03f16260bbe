//! Texts → dictionary codes and the keys they are compared by.

use super::mistyped;
use crate::error::Result;
use crate::snapshot::array::{Array, Values};
use crate::snapshot::column::{Codes, Kind, Texts};
use crate::snapshot::schema::Key;
use crate::value::{country_code, email_domain, fold_case, id_key, nfc, upper};
use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Distinct keys with the first spelling of each, in order of first use.
#[derive(Debug, Default)]
pub(super) struct Keys {
    pub(super) keys: Vec<String>,
    pub(super) shown: Vec<String>,
    /// Place by hash; a key whose hash another already has is found in `collided`.
    places: HashMap<u64, u32>,
    collided: HashMap<String, u32>,
}

impl Keys {
    /// The place of a key, which `shown` spells if it is new.
    pub(super) fn place(&mut self, key: String, shown: &str) -> u32 {
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        let next = self.keys.len() as u32;
        let place = *self.places.entry(hasher.finish()).or_insert(next);
        if place != next {
            if self.keys[place as usize] == key {
                return place;
            }
            if let Some(place) = self.collided.get(&key) {
                return *place;
            }
            self.collided.insert(key.clone(), next);
        }
        self.shown.push(shown.to_owned());
        self.keys.push(key);
        next
    }

    /// The place of a text's key; `None` if the text stands for no value.
    pub(super) fn place_of(&mut self, key: Key, text: &str) -> Option<u32> {
        let made = key_of(key, text)?;
        let shown = shown_of(key, &made, text).to_owned();
        Some(self.place(made, &shown))
    }
}

/// The key of a text; `None` if the text stands for no value.
fn key_of(key: Key, text: &str) -> Option<String> {
    let made = match key {
        Key::Plain(Kind::Exact) => return Some(nfc(text)),
        Key::Plain(Kind::Enum) => upper(text),
        Key::Plain(Kind::Folded) => fold_case(text),
        Key::Plain(Kind::Id) => id_key(text).to_owned(),
        Key::Country => country_code(text)?.to_owned(),
        Key::Path => path_key(text),
        Key::Domain => email_domain(&format!("@{text}"))?,
        Key::DomainOfEmail => email_domain(text)?,
        Key::Subscription => match upper(text).as_str() {
            "ACTIVE" => "SUBSCRIBED".into(),
            "CANCELED" => "CANCELLED".into(),
            other => other.to_owned(),
        },
    };
    (!made.is_empty()).then_some(made)
}

/// A category path: components trimmed and folded, empty ones dropped.
fn path_key(text: &str) -> String {
    let parts: Vec<String> = text.split('>').map(fold_case).filter(|part| !part.is_empty()).collect();
    parts.join(" > ")
}

/// How a text is shown beside its key: derived keys show themselves, ids and exact texts are
/// shown as compared, others as first written.
fn shown_of<'a>(key: Key, made: &'a str, text: &'a str) -> &'a str {
    match key {
        Key::Plain(Kind::Id) | Key::Country | Key::Domain | Key::DomainOfEmail | Key::Subscription => made,
        Key::Plain(_) | Key::Path => text.trim(),
    }
}

/// The text of a row: texts, and integers in decimal digits. `None` without a value.
pub(in crate::snapshot) fn integer_text(array: &Array, row: u32) -> Option<Cow<'_, str>> {
    match &array.values {
        Values::Integer(values) if array.is_valid(row) => Some(Cow::Owned(values[row as usize].to_string())),
        _ => array.text(row).map(Cow::Borrowed),
    }
}

/// Distinct texts of rows.
#[derive(Debug)]
pub(in crate::snapshot) struct Distinct<'a> {
    /// For each row 0 without a value, else `i + 1` for `texts[i]`.
    pub(in crate::snapshot) numbers: Vec<u32>,
    /// The texts, as distinct as the array's dictionary.
    pub(in crate::snapshot) texts: Vec<Cow<'a, str>>,
}

impl<'a> Distinct<'a> {
    /// Of the rows of an array of texts, or of integers as decimal digits. Rows that share a
    /// dictionary entry share its number, so that keys are made once an entry.
    pub(in crate::snapshot) fn of(array: &'a Array, rows: &[u32]) -> Result<Distinct<'a>> {
        let mut texts = Vec::new();
        let numbers = match &array.values {
            Values::Null => vec![0; rows.len()],
            Values::Text { codes, dictionary } => {
                let mut seen = vec![0; dictionary.len()];
                let mut number = |row: &u32| {
                    if !array.is_valid(*row) {
                        return 0;
                    }
                    let code = codes[*row as usize] as usize;
                    if seen[code] == 0 {
                        texts.push(Cow::Borrowed(dictionary[code].as_str()));
                        seen[code] = texts.len() as u32;
                    }
                    seen[code]
                };
                rows.iter().map(&mut number).collect()
            }
            Values::Integer(values) => {
                let mut seen = HashMap::new();
                let mut number = |row: &u32| {
                    if !array.is_valid(*row) {
                        return 0;
                    }
                    let value = values[*row as usize];
                    *seen.entry(value).or_insert_with(|| {
                        texts.push(Cow::Owned(value.to_string()));
                        texts.len() as u32
                    })
                };
                rows.iter().map(&mut number).collect()
            }
            other => return Err(mistyped("text", other)),
        };
        Ok(Distinct { numbers, texts })
    }

    /// The text of one of the rows.
    pub(in crate::snapshot) fn text(&self, at: usize) -> Option<&str> {
        match self.numbers[at] {
            0 => None,
            number => Some(&self.texts[number as usize - 1]),
        }
    }

    /// Something made of each text, `none` for rows without one.
    pub(in crate::snapshot) fn map<T: Copy>(&self, none: T, mut make: impl FnMut(&str) -> T) -> Vec<T> {
        let made: Vec<T> = self.texts.iter().map(|text| make(text)).collect();
        self.numbers.iter().map(|number| if *number == 0 { none } else { made[*number as usize - 1] }).collect()
    }
}

pub(super) fn load(array: &Array, key: Key, rows: &[u32]) -> Result<Texts> {
    let mut keys = Keys::default();
    let codes = Distinct::of(array, rows)?.map(0, |text| keys.place_of(key, text).map_or(0, |place| place + 1));
    Ok(Texts { codes: Codes::narrow(codes, keys.keys.len()), keys: keys.keys, shown: keys.shown })
}
