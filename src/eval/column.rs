//! Tests of a column's rows, a stretch of rows at a time.

use super::kernels;
use crate::plan::{Bound, Circle, MonthDays, integers};
use crate::rows::RowSet;
use crate::snapshot::{Codes, Column, Lists, Places, Times};
use crate::time::{Instant, Zone};
use std::ops::Range;

/// A bound test, ready to run over the rows of its column.
#[derive(Debug)]
pub(super) struct Test<'a> {
    /// `None` for plain times, which are never missing.
    column: Option<&'a Column>,
    ready: Ready<'a>,
}

#[derive(Debug)]
enum Ready<'a> {
    Never,
    Missing,
    Ranges(&'a [i64], Option<&'a RowSet>, Vec<(i64, i64)>),
    Codes(&'a Codes, Pick),
    AnyOf(&'a Lists, Vec<u64>),
    AllOf(&'a Lists, Vec<u32>),
    Is(&'a RowSet),
    IsNot(&'a RowSet, &'a RowSet),
    Near(&'a Places, Circle),
    Days(&'a [u16], Vec<u64>),
    Dates(&'a [i64], MonthDays, &'a Zone),
}

/// How codes are looked up.
#[derive(Debug)]
pub(super) enum Pick {
    /// One comparison each.
    Few(Vec<u32>),
    /// A bit for each code.
    Bits(Vec<u64>),
}

impl<'a> Test<'a> {
    /// Prepares a test of a column.
    pub(super) fn new(column: &'a Column, bound: &Bound, zone: &'a Zone) -> Test<'a> {
        let ready = match (bound, column) {
            (Bound::Missing, _) => Ready::Missing,
            (Bound::Within(intervals), Column::Number(numbers)) => {
                Ready::Ranges(&numbers.values, numbers.valid.as_ref(), integers(intervals))
            }
            (Bound::Within(intervals), Column::Time(times)) => Ready::Ranges(&times.seconds, None, integers(intervals)),
            (Bound::Any(set), Column::Text(texts)) => Ready::Codes(&texts.codes, Pick::of(set, &texts.codes)),
            (Bound::Any(set), Column::List(lists)) => Ready::AnyOf(lists, set.bits()),
            (Bound::All(keys), Column::List(lists)) => Ready::AllOf(lists, keys.clone()),
            (Bound::Is(true), Column::Boolean { yes, .. }) => Ready::Is(yes),
            (Bound::Is(false), Column::Boolean { yes, valid }) => Ready::IsNot(valid, yes),
            (Bound::Near(circle), Column::Places(places)) => Ready::Near(places, *circle),
            (Bound::Anniversary(days), Column::Time(times)) => on_days(times, days, zone),
            _ => Ready::Never,
        };
        Test { column: Some(column), ready }
    }

    /// Prepares a test of times that no row lacks.
    pub(super) fn of_times(seconds: &'a [i64], bound: &Bound, zone: &'a Zone) -> Test<'a> {
        let ready = match bound {
            Bound::Anniversary(days) => Ready::Dates(seconds, *days, zone),
            _ => Ready::Never,
        };
        Test { column: None, ready }
    }

    /// Whether the test asks for rows without a value.
    pub(super) fn asks_missing(&self) -> bool {
        matches!(self.ready, Ready::Missing)
    }

    /// Writes which of `rows` pass; `rows` starts at a multiple of 64.
    pub(super) fn positive(&self, rows: Range<usize>, words: &mut [u64]) {
        match &self.ready {
            Ready::Never => words.fill(0),
            Ready::Missing => {
                self.valid(rows.clone(), words);
                words.iter_mut().for_each(|word| *word = !*word);
                kernels::keep_rows(words, 0, rows.len());
            }
            Ready::Ranges(values, valid, ranges) => {
                let values = &values[rows.clone()];
                match ranges[..] {
                    [(first, last)] => kernels::numbers_within(values, first, last, words),
                    _ => kernels::write(values, words, |value| {
                        ranges.iter().any(|(first, last)| *first <= value && value <= *last)
                    }),
                }
                if let Some(valid) = valid {
                    kernels::and(words, &valid.words()[rows.start / 64..]);
                }
            }
            Ready::Codes(codes, pick) => pick.positive(codes, rows, words),
            Ready::AnyOf(lists, bits) => each_list(lists, rows, words, |codes| {
                codes.iter().any(|code| bits[(*code as usize + 1) / 64] >> ((code + 1) % 64) & 1 == 1)
            }),
            Ready::AllOf(lists, keys) => {
                each_list(lists, rows, words, |codes| keys.iter().all(|key| codes.binary_search(key).is_ok()))
            }
            Ready::Is(set) => copy(set, rows, words),
            Ready::IsNot(valid, yes) => {
                copy(valid, rows.clone(), words);
                words.iter_mut().zip(&yes.words()[rows.start / 64..]).for_each(|(word, yes)| *word &= !yes);
            }
            Ready::Near(places, circle) => {
                let inside = |row: usize| {
                    let (from, to) = (places.offsets[row] as usize, places.offsets[row + 1] as usize);
                    (from..to).any(|at| circle.contains(places.latitude[at], places.longitude[at]))
                };
                each_row(rows, words, inside);
            }
            Ready::Days(codes, bits) => write_bits(&codes[rows], bits, words),
            Ready::Dates(seconds, days, zone) => kernels::write(&seconds[rows], words, |second| {
                second != Times::MISSING && days.contains(zone.day_of(Instant(second)))
            }),
        }
    }

    /// Writes which of `rows` have a value.
    pub(super) fn valid(&self, rows: Range<usize>, words: &mut [u64]) {
        match self.column {
            Some(column) => valid(column, rows, words),
            None => all(rows, words),
        }
    }
}

impl Pick {
    fn of(set: &crate::plan::CodeSet, codes: &Codes) -> Pick {
        // The narrower the codes, the more comparisons take as long as one look-up.
        let most = match codes {
            Codes::U8(_) => 16,
            Codes::U16(_) => 8,
            Codes::U32(_) => 4,
        };
        match set.keys.len() <= most {
            true => Pick::Few(set.keys.iter().map(|key| key + 1).collect()),
            false => Pick::Bits(set.bits()),
        }
    }

    fn positive(&self, codes: &Codes, rows: Range<usize>, words: &mut [u64]) {
        match (self, codes) {
            (Pick::Few(few), Codes::U8(codes)) => {
                write_few(&codes[rows], few, words, |code| code as u8, kernels::bytes_equal);
            }
            (Pick::Few(few), Codes::U16(codes)) => {
                write_few(&codes[rows], few, words, |code| code as u16, kernels::codes_equal);
            }
            (Pick::Few(few), Codes::U32(codes)) => {
                write_few(&codes[rows], few, words, |code| code, kernels::wide_codes_equal);
            }
            (Pick::Bits(bits), Codes::U8(codes)) => write_bits(&codes[rows], bits, words),
            (Pick::Bits(bits), Codes::U16(codes)) => write_bits(&codes[rows], bits, words),
            (Pick::Bits(bits), Codes::U32(codes)) => write_bits(&codes[rows], bits, words),
        }
    }
}

fn write_few<T: Copy>(
    codes: &[T],
    few: &[u32],
    words: &mut [u64],
    narrow: impl Fn(u32) -> T,
    equal: impl Fn(&[T], T, &mut [u64]),
) {
    words.fill(0);
    let mut scratch = vec![0; words.len()];
    for code in few {
        equal(codes, narrow(*code), &mut scratch);
        kernels::or(words, &scratch);
    }
}

fn write_bits<T: Copy + Into<u32>>(codes: &[T], bits: &[u64], words: &mut [u64]) {
    kernels::write(codes, words, |code| {
        let code: u32 = code.into();
        bits[code as usize / 64] >> (code % 64) & 1 == 1
    });
}

fn on_days<'a>(times: &'a Times, days: &MonthDays, zone: &'a Zone) -> Ready<'a> {
    let Some(last) = times.day_codes.iter().max() else { return Ready::Dates(&times.seconds, *days, zone) };
    let mut bits = vec![0u64; usize::from(*last) / 64 + 1];
    for code in 1..=*last {
        let day = crate::time::Day(times.first_day.0 + i32::from(code) - 1);
        bits[usize::from(code) / 64] |= u64::from(days.contains(day)) << (code % 64);
    }
    Ready::Days(&times.day_codes, bits)
}

fn copy(set: &RowSet, rows: Range<usize>, words: &mut [u64]) {
    let from = rows.start / 64;
    words.copy_from_slice(&set.words()[from..from + words.len()]);
    kernels::keep_rows(words, 0, rows.len());
}

fn all(rows: Range<usize>, words: &mut [u64]) {
    words.fill(u64::MAX);
    kernels::keep_rows(words, 0, rows.len());
}

fn each_row(rows: Range<usize>, words: &mut [u64], test: impl Fn(usize) -> bool) {
    words.fill(0);
    for (place, row) in rows.enumerate() {
        words[place / 64] |= u64::from(test(row)) << (place % 64);
    }
}

fn each_list(lists: &Lists, rows: Range<usize>, words: &mut [u64], test: impl Fn(&[u32]) -> bool) {
    each_row(rows, words, |row| test(&lists.codes[lists.offsets[row] as usize..lists.offsets[row + 1] as usize]));
}

/// Writes which of `rows` have a value; `rows` starts at a multiple of 64.
pub(super) fn valid(column: &Column, rows: Range<usize>, words: &mut [u64]) {
    match column {
        Column::Time(times) => kernels::write(&times.seconds[rows], words, |second| second != Times::MISSING),
        Column::Number(numbers) => match &numbers.valid {
            Some(valid) => copy(valid, rows, words),
            None => all(rows, words),
        },
        Column::Text(texts) => match &texts.codes {
            Codes::U8(codes) => kernels::write(&codes[rows], words, |code| code != 0),
            Codes::U16(codes) => kernels::write(&codes[rows], words, |code| code != 0),
            Codes::U32(codes) => kernels::write(&codes[rows], words, |code| code != 0),
        },
        Column::List(lists) => each_row(rows, words, |row| lists.offsets[row] < lists.offsets[row + 1]),
        Column::Boolean { valid, .. } => copy(valid, rows, words),
        Column::Places(places) => each_row(rows, words, |row| places.offsets[row] < places.offsets[row + 1]),
    }
}
