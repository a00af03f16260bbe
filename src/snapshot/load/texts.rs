//! Texts → dictionary codes and the keys they are compared by.

use super::{gather, mistyped};
use crate::error::Result;
use crate::snapshot::array::{Array, Values};
use crate::snapshot::column::{Codes, Kind, Texts};
use crate::snapshot::schema::Key;
use crate::snapshot::strings::Strings;
use crate::value::{country_code, email_domain, fold_case, id_key, nfc, upper};
use foldhash::fast::FixedState;
use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::BuildHasher;

/// Distinct keys with the first spelling of each, in order of first use.
#[derive(Debug, Default)]
pub(super) struct Keys {
    pub(super) keys: Strings,
    /// `None` as long as every key shows itself.
    pub(super) shown: Option<Strings>,
    /// Whether each key is behind the one before, as ids often are: by length, then by bytes. Then
    /// they differ, and none has a place below.
    unordered: bool,
    /// Place by hash; a key whose hash another already has is found in `collided`.
    places: HashMap<u64, u32, FixedState>,
    collided: HashMap<String, u32>,
}

impl Keys {
    /// The place of a key, which `shown` spells if it is new.
    pub(super) fn place(&mut self, key: &str, shown: &str) -> u32 {
        let next = self.keys.len() as u32;
        let last = next.checked_sub(1).map_or("", |last| &self.keys[last as usize]);
        let behind = next == 0 || (last.len(), last) < (key.len(), key);
        if self.unordered || !behind {
            if let Some(place) = self.find(key, next) {
                return place;
            }
        }
        if self.shown.is_none() && shown != key {
            self.shown = Some(self.keys.clone());
        }
        if let Some(all) = &mut self.shown {
            all.push(shown);
        }
        self.keys.push(key);
        next
    }

    /// The place of a key that is known; if it is not, `next` becomes it.
    fn find(&mut self, key: &str, next: u32) -> Option<u32> {
        if !self.unordered {
            self.unordered = true;
            for (key, place) in self.keys.iter().zip(0..) {
                if *self.places.entry(hash(key)).or_insert(place) != place {
                    self.collided.insert(key.to_owned(), place);
                }
            }
        }
        let place = *self.places.entry(hash(key)).or_insert(next);
        if place == next {
            return None;
        }
        if &self.keys[place as usize] == key {
            return Some(place);
        }
        let place = *self.collided.entry(key.to_owned()).or_insert(next);
        (place != next).then_some(place)
    }

    /// The place of a text's key; `None` if the text stands for no value.
    pub(super) fn place_of(&mut self, key: Key, text: &str) -> Option<u32> {
        let made = key_of(key, text)?;
        Some(self.place(&made, shown_of(key, &made, text)))
    }

    /// A column whose rows have these keys: 0 without a value, else place + 1.
    pub(super) fn into_texts(mut self, codes: Vec<u32>) -> Texts {
        self.keys.shrink();
        self.shown.iter_mut().for_each(Strings::shrink);
        Texts { codes: Codes::narrow(codes, self.keys.len()), keys: self.keys, shown: self.shown }
    }
}

fn hash(key: &str) -> u64 {
    FixedState::default().hash_one(key)
}

/// The key of a text; `None` if the text stands for no value.
fn key_of(key: Key, text: &str) -> Option<Cow<'_, str>> {
    let made = match key {
        Key::Plain(Kind::Exact) if text.is_ascii() => return Some(Cow::Borrowed(text)),
        Key::Plain(Kind::Exact) => return Some(Cow::Owned(nfc(text))),
        Key::Plain(Kind::Enum) => Cow::Owned(upper(text)),
        Key::Plain(Kind::Folded) => Cow::Owned(fold_case(text)),
        Key::Plain(Kind::Id) => Cow::Borrowed(id_key(text)),
        Key::Country => Cow::Borrowed(country_code(text)?),
        Key::Path => Cow::Owned(path_key(text)),
        Key::Domain => Cow::Owned(email_domain(&format!("@{text}"))?),
        Key::DomainOfEmail => Cow::Owned(email_domain(text)?),
        Key::Subscription => match upper(text).as_str() {
            "ACTIVE" => Cow::Borrowed("SUBSCRIBED"),
            "CANCELED" => Cow::Borrowed("CANCELLED"),
            other => Cow::Owned(other.to_owned()),
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
    /// For each row 0 without a value, else `i + 1` for text `i`.
    pub(in crate::snapshot) numbers: Vec<u32>,
    texts: Source<'a>,
}

/// The texts, as distinct as the array's dictionary.
#[derive(Debug)]
enum Source<'a> {
    /// Entries of a dictionary, in order of first use.
    Entries(&'a Strings, Vec<u32>),
    /// Written for the purpose.
    Written(Strings),
}

impl Source<'_> {
    /// The texts, and others besides if it is a dictionary.
    fn strings(&self) -> &Strings {
        match self {
            Source::Entries(dictionary, _) => dictionary,
            Source::Written(written) => written,
        }
    }
}

impl<'a> Distinct<'a> {
    /// Of the rows of an array of texts, or of integers as decimal digits. Rows that share a
    /// dictionary entry share its number, so that keys are made once an entry.
    pub(in crate::snapshot) fn of(array: &'a Array, rows: &[u32]) -> Result<Distinct<'a>> {
        match &array.values {
            Values::Null => Ok(Distinct { numbers: vec![0; rows.len()], texts: Source::Written(Strings::new()) }),
            Values::Text { codes, dictionary } => {
                let mut seen = vec![0; dictionary.len()];
                let mut entries = Vec::new();
                let mut numbers = vec![0; rows.len()];
                for (number, row) in numbers.iter_mut().zip(rows) {
                    if array.valid.as_ref().is_some_and(|valid| !valid.contains(*row)) {
                        continue;
                    }
                    let code = codes[*row as usize];
                    let seen = &mut seen[code as usize];
                    if *seen == 0 {
                        entries.push(code);
                        *seen = entries.len() as u32;
                    }
                    *number = *seen;
                }
                Ok(Distinct { numbers, texts: Source::Entries(dictionary, entries) })
            }
            Values::Integer(values) => Ok(Distinct::of_integers(array, values, rows)),
            other => Err(mistyped("text", other)),
        }
    }

    fn of_integers(array: &Array, values: &[i64], rows: &[u32]) -> Distinct<'a> {
        let mut written = Strings::new();
        let valid = |row: &u32| array.is_valid(*row).then(|| values[*row as usize]);
        // Numbers that ascend are distinct; no need to look for them.
        let ascending = rows.is_sorted_by(|a, b| match (valid(a), valid(b)) {
            (Some(a), Some(b)) => a < b,
            (_, b) => b.is_none(),
        });
        let mut seen: HashMap<i64, u32, FixedState> = HashMap::default();
        let number = |row: &u32| {
            let Some(value) = valid(row) else { return 0 };
            let next = written.len() as u32 + 1;
            let number = if ascending { next } else { *seen.entry(value).or_insert(next) };
            if number == next {
                written.push_integer(value);
            }
            number
        };
        let numbers = rows.iter().map(number).collect();
        Distinct { numbers, texts: Source::Written(written) }
    }

    /// How many distinct texts there are.
    pub(in crate::snapshot) fn len(&self) -> usize {
        match &self.texts {
            Source::Entries(_, entries) => entries.len(),
            Source::Written(written) => written.len(),
        }
    }

    /// The distinct texts.
    pub(in crate::snapshot) fn texts(&self) -> impl Iterator<Item = &str> {
        let strings = self.texts.strings();
        (0..self.len()).map(move |number| match &self.texts {
            Source::Entries(_, entries) => &strings[entries[number] as usize],
            Source::Written(_) => &strings[number],
        })
    }

    /// The text of one of the rows.
    pub(in crate::snapshot) fn text(&self, at: usize) -> Option<&str> {
        let number = self.numbers[at].checked_sub(1)? as usize;
        match &self.texts {
            Source::Entries(dictionary, entries) => dictionary.get(entries[number] as usize),
            Source::Written(written) => written.get(number),
        }
    }

    /// Something made of each text, `none` for rows without one.
    pub(in crate::snapshot) fn map<T: Copy + Default>(&self, none: T, make: impl FnMut(&str) -> T) -> Vec<T> {
        let mut made = Vec::with_capacity(self.len() + 1);
        made.push(none);
        made.extend(self.texts().map(make));
        gather(&made, &self.numbers)
    }
}

pub(super) fn load(array: &Array, key: Key, rows: &[u32]) -> Result<Texts> {
    let mut keys = Keys::default();
    let texts = Distinct::of(array, rows)?;
    keys.keys.reserve(texts.len(), texts.texts.strings().text_bytes());
    let codes = texts.map(0, |text| keys.place_of(key, text).map_or(0, |place| place + 1));
    Ok(keys.into_texts(codes))
}
