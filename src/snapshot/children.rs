//! Child rows in the order the store keeps them: by block of customers, then time, then id.

use super::array::{Array, Values};
use super::load::integer_text;
use super::store::Rows;
use crate::error::{Code, Error, Result};
use crate::order;
use crate::rows::BLOCK;
use std::cmp::Ordering;

/// Marks a row that is left out.
pub(super) const LEFT_OUT: u32 = u32::MAX;

/// Reads a column of ordinals below `bound`, one for every row.
///
/// # Errors
/// [`Code::BadArrow`] if the column is no column of integers or a row has none,
/// [`Code::OutOfRange`] if an ordinal is `bound` or more.
pub(super) fn ordinals(array: &Array, bound: u32, of: &str) -> Result<Vec<u32>> {
    let Values::Integer(values) = &array.values else {
        if array.len == 0 {
            return Ok(Vec::new());
        }
        return Err(Error::new(
            Code::BadArrow,
            format!("The column should hold ordinals, positions in the {of} table."),
        )
        .help("Pack the tables with headcount; it turns ids into ordinals."));
    };
    // Found by two plain passes; only a column that is wrong is looked at row by row.
    let inside = |value: &i64| (0..i64::from(bound)).contains(value);
    let wrong = match &array.valid {
        None => values.iter().position(|value| !inside(value)),
        Some(valid) => (0..values.len()).find(|row| !valid.contains(*row as u32) || !inside(&values[*row])),
    };
    let Some(row) = wrong else { return Ok(values.iter().map(|value| *value as u32).collect()) };
    if !array.is_valid(row as u32) {
        return Err(Error::new(Code::BadArrow, format!("Row {row} has no position in the {of} table.")));
    }
    let value = values[row];
    let message = format!("Row {row} refers to position {value} of the {of} table, which has {bound} rows.");
    Err(Error::new(Code::OutOfRange, message))
}

/// Source rows in stored order with the blocks they fall into. `customers[row]` may be
/// [`LEFT_OUT`]; `at` is ascending within a block, ties go by `ids`, then by source order.
pub(super) fn arrange(customers: &[u32], count: u32, at: Option<&[i64]>, ids: Option<&Array>) -> (Vec<u32>, Rows) {
    let blocks = (count as usize).div_ceil(BLOCK);
    let mut block_starts = vec![0u32; blocks + 1];
    let kept = || customers.iter().enumerate().filter(|(_, customer)| **customer != LEFT_OUT);
    for (_, customer) in kept() {
        block_starts[*customer as usize / BLOCK + 1] += 1;
    }
    for block in 0..blocks {
        block_starts[block + 1] += block_starts[block];
    }
    let mut next = block_starts.clone();
    let mut rows = vec![0u32; block_starts[blocks] as usize];
    for (row, customer) in kept() {
        let place = &mut next[*customer as usize / BLOCK];
        rows[*place as usize] = row as u32;
        *place += 1;
    }
    // Without a time, customer order keeps each customer's rows together.
    let key = |row: u32| at.map_or_else(|| i64::from(customers[row as usize]), |at| at[row as usize]);
    let mut sorter = Sorter::default();
    for block in 0..blocks {
        let rows = &mut rows[block_starts[block] as usize..block_starts[block + 1] as usize];
        sorter.sort(rows, key, ids);
    }
    let out = Rows {
        len: rows.len() as u32,
        block_starts,
        local: rows.iter().map(|row| (customers[*row as usize] as usize % BLOCK) as u16).collect(),
        at: at.map_or_else(Vec::new, |at| rows.iter().map(|row| at[*row as usize]).collect()),
        ..Rows::default()
    };
    (rows, out)
}

/// Source rows of lines in the order of their orders; `parents[row]` is the stored row of the
/// order, or [`LEFT_OUT`].
pub(super) fn arrange_lines(parents: &[u32], orders: &Rows) -> (Vec<u32>, Rows) {
    let kept: Vec<u32> = (0..parents.len() as u32).filter(|row| parents[*row as usize] != LEFT_OUT).collect();
    let rows = by_number(&kept, orders.len, |row| parents[row as usize]);
    let parents: Vec<u32> = rows.iter().map(|row| parents[*row as usize]).collect();
    let starts = orders.block_starts.iter().map(|start| parents.partition_point(|parent| parent < start) as u32);
    let out = Rows {
        len: rows.len() as u32,
        block_starts: starts.collect(),
        local: parents.iter().map(|parent| orders.local[*parent as usize]).collect(),
        parents,
        ..Rows::default()
    };
    (rows, out)
}

/// Sorts rows by a number: by digits, so that it takes a few passes. Each number is looked up
/// once, for rows lie far apart in memory.
#[derive(Debug, Default)]
struct Sorter {
    numbers: Vec<i64>,
    keyed: Vec<(u32, u32)>,
    moved: Vec<(u32, u32)>,
}

/// Bits of a digit: counts of one digit's values stay in the nearest cache.
const DIGIT: u32 = 11;

/// Digits of a number of 32 bits.
const DIGITS: usize = u32::BITS.div_ceil(DIGIT) as usize;

impl Sorter {
    /// Sorts by the numbers; rows of one number go by `ids`, and keep their order without them.
    fn sort(&mut self, rows: &mut [u32], number: impl Fn(u32) -> i64, ids: Option<&Array>) {
        self.numbers.clear();
        self.numbers.extend(rows.iter().map(|row| number(*row)));
        let (Some(least), Some(greatest)) = (self.numbers.iter().min(), self.numbers.iter().max()) else { return };
        let least = *least;
        let Ok(span) = u32::try_from(greatest.abs_diff(least)) else {
            let mut keyed: Vec<(i64, u32)> = self.numbers.iter().copied().zip(rows.iter().copied()).collect();
            order::sort_by_key(&mut keyed, |keyed| keyed.0);
            return place(rows, &mut keyed, ids);
        };
        self.keyed.clear();
        self.keyed.extend(self.numbers.iter().zip(&*rows).map(|(number, row)| (number.abs_diff(least) as u32, *row)));
        if !self.keyed.is_sorted_by_key(|keyed| keyed.0) {
            self.sort_digits(span);
        }
        place(rows, &mut self.keyed, ids);
    }

    fn sort_digits(&mut self, span: u32) {
        self.moved.clear();
        self.moved.resize(self.keyed.len(), (0, 0));
        let digit =
            |keyed: &(u32, u32), place: usize| (keyed.0 >> (place as u32 * DIGIT)) as usize & ((1 << DIGIT) - 1);
        // Where each digit's rows begin, for all digits in one pass.
        let mut next = [[0u32; 1 << DIGIT]; DIGITS];
        for keyed in &self.keyed {
            for (place, next) in next.iter_mut().enumerate() {
                next[digit(keyed, place)] += 1;
            }
        }
        let wide = (u32::BITS - span.leading_zeros()).div_ceil(DIGIT) as usize;
        for (place, next) in next.iter_mut().enumerate().take(wide) {
            let mut start = 0;
            next.iter_mut().for_each(|next| start += std::mem::replace(next, start));
            for keyed in &self.keyed {
                let at = &mut next[digit(keyed, place)];
                self.moved[*at as usize] = *keyed;
                *at += 1;
            }
            std::mem::swap(&mut self.keyed, &mut self.moved);
        }
    }
}

/// Writes the rows of sorted pairs, those of one number by their ids.
fn place<N: Copy + PartialEq>(rows: &mut [u32], keyed: &mut [(N, u32)], ids: Option<&Array>) {
    if let Some(ids) = ids {
        for tied in keyed.chunk_by_mut(|a, b| a.0 == b.0).filter(|tied| tied.len() > 1) {
            order::sort_by(tied, |a, b| compare_ids(ids, a.1, b.1));
        }
    }
    rows.iter_mut().zip(keyed).for_each(|(row, (_, sorted))| *row = *sorted);
}

/// Rows by the number each has, below `bound`, in one pass; rows of one number keep their order.
fn by_number(rows: &[u32], bound: u32, number: impl Fn(u32) -> u32) -> Vec<u32> {
    let mut next = vec![0u32; bound as usize + 1];
    rows.iter().for_each(|row| next[number(*row) as usize] += 1);
    let mut start = 0;
    next.iter_mut().for_each(|next| start += std::mem::replace(next, start));
    let mut sorted = vec![0; rows.len()];
    for row in rows {
        let place = &mut next[number(*row) as usize];
        sorted[*place as usize] = *row;
        *place += 1;
    }
    sorted
}

/// Numeric ids by number, before all others; others by their bytes; rows without one first.
fn compare_ids(ids: &Array, a: u32, b: u32) -> Ordering {
    if let (Values::Integer(values), true) = (&ids.values, ids.is_valid(a) && ids.is_valid(b)) {
        let (a, b) = (values[a as usize], values[b as usize]);
        if a >= 0 && b >= 0 {
            return a.cmp(&b);
        }
    }
    let (a, b) = (integer_text(ids, a), integer_text(ids, b));
    let (a, b) = (a.as_deref().map(crate::value::id_key), b.as_deref().map(crate::value::id_key));
    let rank = |id: Option<&str>| match id {
        None => 0,
        Some(id) if crate::value::is_number_id(id) => 1,
        Some(_) => 2,
    };
    rank(a).cmp(&rank(b)).then_with(|| match rank(a) {
        1 => a.map(str::len).cmp(&b.map(str::len)).then_with(|| a.cmp(&b)),
        _ => a.cmp(&b),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_compare_by_number_then_as_text() {
        let texts = ["9", "10", "gid://shop/Order/11", "007", "A1", "B"];
        let ids = Array {
            name: "id".into(),
            len: 6,
            valid: None,
            values: Values::Text { codes: (0..6).collect(), dictionary: texts.into_iter().collect() },
        };
        for (a, b) in (0..6).flat_map(|a| (0..6).map(move |b| (a, b))) {
            assert_eq!(compare_ids(&ids, a, b), a.cmp(&b), "{} {}", texts[a as usize], texts[b as usize]);
        }
    }

    #[test]
    fn rows_stand_by_block_then_time_then_id() {
        let customers = [70_000, 3, 2, LEFT_OUT, 3, 65_536];
        let at = [5, 9, 9, 0, 1, 6];
        let (rows, out) = arrange(&customers, 70_001, Some(&at), None);
        assert_eq!(rows, [4, 1, 2, 0, 5]);
        assert_eq!(out.block_starts, [0, 3, 5]);
        assert_eq!(out.local, [3, 3, 2, 4464, 0]);
        assert_eq!(out.at, [1, 9, 9, 5, 6]);
        let (rows, _) = arrange(&customers, 70_001, None, None);
        assert_eq!(rows, [2, 1, 4, 5, 0]);
    }

    #[test]
    fn sorting_by_digits_is_sorting() {
        let key = |row: u32| i64::from(row.wrapping_mul(2_654_435_761) >> 3);
        let spans: [&dyn Fn(u32) -> i64; 4] =
            [&key, &|row| key(row) % 100, &|row| key(row) << 30, &|row| -i64::from(row)];
        for key in spans {
            let mut rows: Vec<u32> = (0..5_000).collect();
            let mut expected = rows.clone();
            expected.sort_by_key(|row| key(*row));
            Sorter::default().sort(&mut rows, key, None);
            assert_eq!(rows, expected);
        }
        let rows: Vec<u32> = (0..5_000).filter(|row| row % 3 > 0).collect();
        let mut expected = rows.clone();
        expected.sort_by_key(|row| row * 7 % 100);
        assert_eq!(by_number(&rows, 100, |row| row * 7 % 100), expected);
    }
}
