//! Normal forms, marks and letter case of Unicode, from one compact table.
//!
//! `unicode.bin` holds what the crates unicode-normalization and caseless and the standard library
//! hold, as differences of neighbours: an eighth of their size in a compressed engine.
//! `tests/suite/unicode.rs` writes it from them and compares every character. Its numbers are LEB128, signed ones zigzag; a
//! character is the difference to the one before it, the n-th of a decomposition to the n-th of
//! the decomposition before. Lists, each led by its length: canonical decompositions,
//! compatibility decompositions where they differ, runs of combining classes, runs of marks; for
//! folding, small and large letters runs of those that change by a constant difference, then those
//! that become several.

use crate::order;
use std::sync::LazyLock;

static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables::read(include_bytes!("unicode.bin")));

/// Most characters of a decomposition.
const LONGEST: usize = 18;

/// First syllable, and the first of each of the three letters it is made of.
const HANGUL: u32 = 0xAC00;
const LEADING: u32 = 0x1100;
const VOWEL: u32 = 0x1161;
const TRAILING: u32 = 0x11A7;
/// How many vowels, trailing letters (with none), and syllables there are.
const VOWELS: u32 = 21;
const TRAILINGS: u32 = 28;
const SYLLABLES: u32 = 19 * VOWELS * TRAILINGS;

/// Normal form C.
pub fn nfc(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    compose(&decompose(text, false))
}

/// Normal form KC.
pub fn nfkc(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    compose(&decompose(text, true))
}

/// Normal form KD.
pub fn nfkd(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    decompose(text, true).iter().map(|(_, c)| c).collect()
}

/// Full case folding, without normalising.
pub fn case_fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    TABLES.fold.mapped(text)
}

/// In small letters, each by itself: a large sigma becomes the same one everywhere.
pub fn lower(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    TABLES.lower.mapped(text)
}

/// In large letters.
pub fn upper(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_uppercase();
    }
    TABLES.upper.mapped(text)
}

/// Whether a character is another in small or in large letters.
pub fn is_cased(c: char) -> bool {
    TABLES.lower.changes(c) || TABLES.upper.changes(c)
}

/// Whether a character is a mark (general category M).
pub fn is_mark(c: char) -> bool {
    run_of(&TABLES.marks, c).is_some()
}

/// Characters of one property, from `first` to `last`.
struct Run {
    first: u32,
    last: u32,
    value: i32,
}

/// Texts by character, ascending.
#[derive(Default)]
struct Texts {
    /// The character, and where its text ends in `pool`.
    entries: Vec<(char, u32)>,
    pool: Vec<char>,
}

struct Tables {
    canonical: Texts,
    compatible: Texts,
    /// Two characters and the one they compose to, ascending.
    composed: Vec<((char, char), char)>,
    classes: Vec<Run>,
    marks: Vec<Run>,
    fold: Case,
    lower: Case,
    upper: Case,
}

/// What letters become.
struct Case {
    /// The value is the difference, doubled; odd if only every other character of the run changes.
    runs: Vec<Run>,
    several: Texts,
}

impl Case {
    fn mapped(&self, text: &str) -> String {
        let mut mapped = String::with_capacity(text.len());
        for c in text.chars() {
            match self.several.find(c) {
                Some(several) => mapped.extend(several),
                None => mapped.push(self.one(c)),
            }
        }
        mapped
    }

    fn one(&self, c: char) -> char {
        match run_of(&self.runs, c) {
            Some(run) if run.value & 1 == 0 || (c as u32 - run.first).is_multiple_of(2) => {
                shifted(c as u32, run.value >> 1)
            }
            _ => c,
        }
    }

    fn changes(&self, c: char) -> bool {
        self.several.find(c).is_some() || self.one(c) != c
    }
}

impl Tables {
    fn read(bytes: &'static [u8]) -> Tables {
        let mut reader = Reader { bytes };
        let mut composed = Vec::new();
        let canonical = reader.texts(|c, text| composed.push(((text[0], text[1]), c)));
        order::sort_by_key(&mut composed, |pair| *pair);
        let (compatible, classes, marks) = (reader.texts(|_, _| {}), reader.runs(true), reader.runs(false));
        Tables {
            canonical,
            compatible,
            composed,
            classes,
            marks,
            fold: reader.case(),
            lower: reader.case(),
            upper: reader.case(),
        }
    }

    fn class(&self, c: char) -> u8 {
        run_of(&self.classes, c).map_or(0, |run| run.value as u8)
    }

    fn decompose(&self, c: char, compatible: bool, out: &mut Vec<(u8, char)>) {
        let syllable = (c as u32).wrapping_sub(HANGUL);
        if syllable < SYLLABLES {
            let (vowel, trailing) = (syllable / TRAILINGS % VOWELS, syllable % TRAILINGS);
            let letters = [LEADING + syllable / TRAILINGS / VOWELS, VOWEL + vowel, TRAILING + trailing];
            out.extend(letters[..if trailing == 0 { 2 } else { 3 }].iter().map(|code| (0, character(*code))));
            return;
        }
        let found = if compatible { self.compatible.find(c) } else { None };
        if let Some(text) = found {
            return out.extend(text.iter().map(|c| (self.class(*c), *c)));
        }
        match self.canonical.find(c) {
            Some(text) => text.iter().for_each(|c| self.decompose(*c, compatible, out)),
            None => out.push((self.class(c), c)),
        }
    }

    fn compose(&self, first: char, second: char) -> Option<char> {
        let (leading, vowel) = ((first as u32).wrapping_sub(LEADING), (second as u32).wrapping_sub(VOWEL));
        if leading < 19 && vowel < VOWELS {
            return Some(character(HANGUL + (leading * VOWELS + vowel) * TRAILINGS));
        }
        let (syllable, trailing) = ((first as u32).wrapping_sub(HANGUL), (second as u32).wrapping_sub(TRAILING));
        if syllable < SYLLABLES && syllable.is_multiple_of(TRAILINGS) && (1..TRAILINGS).contains(&trailing) {
            return Some(character(first as u32 + trailing));
        }
        let place = self.composed.binary_search_by_key(&(first, second), |(pair, _)| *pair).ok()?;
        Some(self.composed[place].1)
    }
}

impl Texts {
    fn find(&self, c: char) -> Option<&[char]> {
        let place = self.entries.binary_search_by_key(&c, |(c, _)| *c).ok()?;
        let start = if place == 0 { 0 } else { self.entries[place - 1].1 as usize };
        Some(&self.pool[start..self.entries[place].1 as usize])
    }
}

/// Decomposed characters with their combining classes, in canonical order.
fn decompose(text: &str, compatible: bool) -> Vec<(u8, char)> {
    let mut out = Vec::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            out.push((0, c));
        } else {
            TABLES.decompose(c, compatible, &mut out);
        }
    }
    for marks in out.split_mut(|(class, _)| *class == 0) {
        order(marks);
    }
    out
}

// Class by class, so that a text of nothing but marks costs no more than any other.
fn order(marks: &mut [(u8, char)]) {
    if marks.is_sorted_by_key(|(class, _)| *class) {
        return;
    }
    let given = marks.to_vec();
    let mut place = 0;
    for class in 1..=u8::MAX {
        for mark in given.iter().filter(|mark| mark.0 == class) {
            marks[place] = *mark;
            place += 1;
        }
    }
}

fn compose(decomposed: &[(u8, char)]) -> String {
    let mut out: Vec<char> = Vec::with_capacity(decomposed.len());
    let mut starter = None;
    let mut last = 0;
    for &(class, c) in decomposed {
        if let Some(at) = starter
            && (out.len() == at + 1 || last < class)
            && let Some(composed) = TABLES.compose(out[at], c)
        {
            out[at] = composed;
            continue;
        }
        if class == 0 {
            starter = Some(out.len());
        }
        last = class;
        out.push(c);
    }
    out.into_iter().collect()
}

fn run_of(runs: &[Run], c: char) -> Option<&Run> {
    let place = runs.partition_point(|run| run.last < c as u32);
    runs.get(place).filter(|run| run.first <= c as u32)
}

fn character(code: u32) -> char {
    char::from_u32(code).expect("the table holds characters")
}

fn shifted(code: u32, by: i32) -> char {
    character(code.wrapping_add_signed(by))
}

/// Reads the table.
struct Reader {
    bytes: &'static [u8],
}

impl Reader {
    fn number(&mut self) -> u32 {
        let mut value = 0;
        for shift in (0..).step_by(7) {
            let (byte, rest) = self.bytes.split_first().expect("the table is whole");
            self.bytes = rest;
            value |= u32::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        value
    }

    fn signed(&mut self) -> i32 {
        let value = self.number();
        (value >> 1) as i32 ^ -((value & 1) as i32)
    }

    /// `composes` hears of the entries whose text composes to their character.
    fn texts(&mut self, mut composes: impl FnMut(char, &[char])) -> Texts {
        let mut texts = Texts::default();
        let (mut code, mut before) = (0, [0; LONGEST]);
        for _ in 0..self.number() {
            code += self.number();
            let kind = self.number();
            let start = texts.pool.len();
            for place in before.iter_mut().take(kind as usize >> 1) {
                *place += self.signed();
                texts.pool.push(shifted(0, *place));
            }
            let c = character(code);
            texts.entries.push((c, texts.pool.len() as u32));
            if kind & 1 == 1 {
                composes(c, &texts.pool[start..]);
            }
        }
        texts
    }

    fn case(&mut self) -> Case {
        Case { runs: self.runs(true), several: self.texts(|_, _| {}) }
    }

    fn runs(&mut self, valued: bool) -> Vec<Run> {
        let mut next = 0;
        (0..self.number())
            .map(|_| {
                let first = next + self.number();
                let last = first + self.number();
                next = last + 1;
                Run { first, last, value: if valued { self.signed() } else { 0 } }
            })
            .collect()
    }
}
