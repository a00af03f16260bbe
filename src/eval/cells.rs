//! Values of child rows that measures are taken over.

use crate::aggregate::{Distinct, Extremes, NO_ROW, Picked, Sums};
use crate::plan::{Source, Table};
use crate::rows::RowSet;
use crate::snapshot::{Codes, Column, Times};
use std::collections::HashMap;

/// Numbers or times of rows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numbers<'a> {
    values: &'a [i64],
    valid: Option<&'a RowSet>,
    /// Whether a missing value stands as [`Times::MISSING`].
    times: bool,
    /// Where the row's value stands, if not in its own row; past the end: nowhere.
    index: Option<&'a [u32]>,
    /// Digits after the point.
    pub(super) scale: u8,
    /// At least the sum of all magnitudes that rows can have together.
    pub(super) magnitude: u128,
}

impl<'a> Numbers<'a> {
    /// The numbers behind a source; `None` if it holds something else.
    pub(super) fn of(table: &Table<'a>, source: Source<'a>) -> Option<Numbers<'a>> {
        let rows = table.rows;
        let (column, index) = match source {
            Source::Own(column) | Source::Either(column, _) => (column, None),
            Source::Order(column) => (column, Some(&rows.parents[..])),
            Source::Product(column) => (column, Some(&rows.products[..])),
            Source::At => {
                let (values, index) = match table.orders {
                    Some(orders) => (&orders.at[..], Some(&rows.parents[..])),
                    None => (&rows.at[..], None),
                };
                let magnitude = u128::MAX;
                return Some(Numbers { values, valid: None, times: true, index, scale: 0, magnitude });
            }
            Source::Nowhere => return None,
        };
        match column {
            Column::Number(numbers) => Some(Numbers {
                values: &numbers.values,
                valid: numbers.valid.as_ref(),
                times: false,
                index,
                scale: numbers.scale,
                magnitude: match index {
                    None => numbers.magnitude,
                    Some(index) => numbers.magnitude.saturating_mul(index.len() as u128),
                },
            }),
            Column::Time(times) => Some(Numbers {
                values: &times.seconds,
                valid: None,
                times: true,
                index,
                scale: 0,
                magnitude: u128::MAX,
            }),
            _ => None,
        }
    }

    /// The value of a row.
    #[inline(always)]
    pub(super) fn get(&self, row: usize) -> Option<i64> {
        let at = match self.index {
            None => row,
            Some(index) => *index.get(row)? as usize,
        };
        let value = *self.values.get(at)?;
        let missing = if self.times {
            value == Times::MISSING
        } else {
            self.valid.is_some_and(|valid| !valid.contains(at as u32))
        };
        (!missing).then_some(value)
    }

    /// Adds the rows' values to sums.
    pub(super) fn add_to(&self, sums: &mut Sums, local: &[u16], picked: &Picked<'_>) {
        match (self.times, self.index, self.valid) {
            (false, None, None) => sums.add(local, picked, |row| Some(self.values[row])),
            (false, None, Some(valid)) => {
                sums.add(local, picked, |row| valid.contains(row as u32).then(|| self.values[row]));
            }
            _ => sums.add(local, picked, |row| self.get(row)),
        }
    }

    /// Takes the rows' values into extremes.
    pub(super) fn extend(&self, extremes: &mut Extremes, local: &[u16], picked: &Picked<'_>) {
        match (self.times, self.index, self.valid) {
            (false, None, None) => extremes.add(local, picked, |row| Some(self.values[row])),
            _ => extremes.add(local, picked, |row| self.get(row)),
        }
    }
}

/// Values of rows as keys that are equal when the values are, across the tables of one clause.
pub(super) struct Keys<'a> {
    source: Option<(&'a Column, Option<&'a [u32]>)>,
    numbers: Option<Numbers<'a>>,
    /// Dictionary entries renumbered, if several dictionaries meet.
    renumbered: Option<Vec<u32>>,
}

impl<'a> Keys<'a> {
    /// Keys of each table's source.
    pub(super) fn of(sources: &[(Table<'a>, Source<'a>)]) -> Vec<Keys<'a>> {
        let mut known: HashMap<&str, u32> = HashMap::new();
        let several = sources.len() > 1;
        let mut renumber = |column: &'a Column| {
            let keys = match column {
                Column::Text(texts) => &texts.keys,
                Column::List(lists) => &lists.keys,
                _ => return None,
            };
            let number = |key: &'a str| {
                let next = known.len() as u32;
                *known.entry(key).or_insert(next)
            };
            several.then(|| keys.iter().map(number).collect())
        };
        let key = |(table, source): &(Table<'a>, Source<'a>)| {
            let source_column = match *source {
                Source::Own(column) | Source::Either(column, _) => Some((column, None)),
                Source::Order(column) => Some((column, Some(&table.rows.parents[..]))),
                Source::Product(column) => Some((column, Some(&table.rows.products[..]))),
                Source::At | Source::Nowhere => None,
            };
            Keys {
                source: source_column,
                numbers: Numbers::of(table, *source),
                renumbered: source_column.and_then(|(column, _)| renumber(column)),
            }
        };
        sources.iter().map(key).collect()
    }

    /// Numbers of the dictionary's entries, if they are not their own.
    pub(super) fn renumbered(&self) -> Option<&[u32]> {
        self.renumbered.as_deref()
    }

    /// Adds the values of the picked rows.
    pub(super) fn add_to(&self, distinct: &mut Distinct, local: &[u16], picked: &Picked<'_>) {
        if let Some(numbers) = &self.numbers {
            return picked.each(|row| {
                if let Some(value) = numbers.get(row) {
                    distinct.add(local[row], value as u64);
                }
            });
        }
        let Some((column, index)) = self.source else { return };
        let place = |row: usize| match index {
            None => row,
            Some(index) => index.get(row).map_or(NO_ROW as usize, |at| *at as usize),
        };
        let number = |key: u32| match &self.renumbered {
            None => u64::from(key),
            Some(numbers) => u64::from(numbers[key as usize]),
        };
        match column {
            Column::Text(texts) => match &texts.codes {
                Codes::U8(codes) => add_codes(distinct, codes, local, picked, place, number),
                Codes::U16(codes) => add_codes(distinct, codes, local, picked, place, number),
                Codes::U32(codes) => add_codes(distinct, codes, local, picked, place, number),
            },
            Column::List(lists) => picked.each(|row| {
                let at = place(row);
                if at + 1 < lists.offsets.len() {
                    let own = lists.offsets[at] as usize..lists.offsets[at + 1] as usize;
                    lists.codes[own].iter().for_each(|code| distinct.add(local[row], number(*code)));
                }
            }),
            Column::Boolean { yes, valid } => picked.each(|row| {
                let at = place(row) as u32;
                if valid.contains(at) {
                    distinct.add(local[row], u64::from(yes.contains(at)));
                }
            }),
            _ => {}
        }
    }
}

#[inline(always)]
fn add_codes<T: Copy + Into<u32>>(
    distinct: &mut Distinct,
    codes: &[T],
    local: &[u16],
    picked: &Picked<'_>,
    place: impl Fn(usize) -> usize,
    number: impl Fn(u32) -> u64,
) {
    picked.each(|row| {
        let code: u32 = codes.get(place(row)).map_or(0, |code| (*code).into());
        if code > 0 {
            distinct.add(local[row], number(code - 1));
        }
    });
}
