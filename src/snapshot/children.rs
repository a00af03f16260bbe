//! Child rows in the order the store keeps them: by block of customers, then time, then id.

use super::array::{Array, Values};
use super::load::{gather, gather_into, integer_text};
use super::store::Rows;
use crate::error::{Code, Error, Result};
use crate::order;
use crate::rows::BLOCK;
use std::borrow::Cow;
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
    let (mut rows, block_starts) = by_block(customers, (count as usize).div_ceil(BLOCK));
    // Without a time, customer order keeps each customer's rows together.
    let by_customer = || customers.iter().map(|customer| i64::from(*customer)).collect();
    let numbers: Cow<'_, [i64]> = at.map_or_else(|| Cow::Owned(by_customer()), Cow::Borrowed);
    let mut local = vec![0; rows.len()];
    let mut sorted = vec![0; if at.is_some() { rows.len() } else { 0 }];
    let mut sorter = Sorter::default();
    for (block, starts) in block_starts.windows(2).enumerate() {
        let span = starts[0] as usize..starts[1] as usize;
        let rows = &mut rows[span.clone()];
        sorter.sort(rows, &numbers, ids);
        // While what the rows say is in the cache.
        for (local, row) in local[span.clone()].iter_mut().zip(&*rows) {
            *local = (customers[*row as usize] as usize - block * BLOCK) as u16;
        }
        if at.is_some() {
            gather_into(&mut sorted[span], &numbers, rows);
        }
    }
    (rows, Rows { len: local.len() as u32, block_starts, local, at: sorted, ..Rows::default() })
}

/// The rows that are kept, block by block in their order, and where each block begins.
fn by_block(customers: &[u32], blocks: usize) -> (Vec<u32>, Vec<u32>) {
    if customers.is_sorted() {
        let start = |block: usize| customers.partition_point(|customer| (*customer as usize) < block * BLOCK) as u32;
        let mut starts: Vec<u32> = (0..blocks).map(start).collect();
        let kept = customers.partition_point(|customer| *customer != LEFT_OUT) as u32;
        starts.push(kept);
        return ((0..kept).collect(), starts);
    }
    let mut starts = vec![0u32; blocks + 1];
    let kept = || customers.iter().enumerate().filter(|(_, customer)| **customer != LEFT_OUT);
    for (_, customer) in kept() {
        starts[*customer as usize / BLOCK + 1] += 1;
    }
    for block in 0..blocks {
        starts[block + 1] += starts[block];
    }
    let mut next = starts.clone();
    let mut rows = vec![0u32; starts[blocks] as usize];
    for (row, customer) in kept() {
        let place = &mut next[*customer as usize / BLOCK];
        rows[*place as usize] = row as u32;
        *place += 1;
    }
    (rows, starts)
}

/// Source rows of lines in the order of their orders; `parents[row]` is the stored row of the
/// order, or [`LEFT_OUT`].
pub(super) fn arrange_lines(parents: &[u32], orders: &Rows) -> (Vec<u32>, Rows) {
    let mut kept = Vec::with_capacity(parents.len());
    kept.extend((0..parents.len() as u32).filter(|row| parents[*row as usize] != LEFT_OUT));
    let rows = by_number(&kept, orders.len, |row| parents[row as usize]);
    drop(kept);
    let parents = gather(parents, &rows);
    let starts = orders.block_starts.iter().map(|start| parents.partition_point(|parent| parent < start) as u32);
    let out = Rows {
        len: rows.len() as u32,
        block_starts: starts.collect(),
        local: gather(&orders.local, &parents),
        parents,
        ..Rows::default()
    };
    (rows, out)
}

/// Sorts rows by a number: by digits, so that it takes a few passes.
#[derive(Debug, Default)]
struct Sorter {
    /// The number above the least of all, then the row in the low half.
    keyed: Vec<u64>,
    moved: Vec<u64>,
}

/// Bits of a digit: counts of one digit's values stay in the nearest cache.
const DIGIT: u32 = 11;

impl Sorter {
    /// Sorts ascending rows by their numbers; rows of one number go by `ids`, and keep their order
    /// without them.
    fn sort(&mut self, rows: &mut [u32], numbers: &[i64], ids: Option<&Array>) {
        let (mut least, mut greatest) = (i64::MAX, i64::MIN);
        for row in &*rows {
            let number = numbers[*row as usize];
            (least, greatest) = (least.min(number), greatest.max(number));
        }
        let by_ids = |a, b| ids.map_or(Ordering::Equal, |ids| compare_ids(ids, a, b));
        let Ok(span) = u32::try_from(greatest.wrapping_sub(least) as u64) else {
            return order::sort_by(rows, |a, b| {
                numbers[*a as usize].cmp(&numbers[*b as usize]).then_with(|| by_ids(*a, *b))
            });
        };
        self.keyed.clear();
        self.keyed.resize(rows.len(), 0);
        for (keyed, row) in self.keyed.iter_mut().zip(&*rows) {
            *keyed = (numbers[*row as usize].wrapping_sub(least) as u64) << 32 | u64::from(*row);
        }
        if !self.keyed.is_sorted() {
            self.sort_digits(span);
        }
        if ids.is_some() {
            for tied in self.keyed.chunk_by_mut(|a, b| a >> 32 == b >> 32).filter(|tied| tied.len() > 1) {
                order::sort_by(tied, |a, b| by_ids(*a as u32, *b as u32));
            }
        }
        rows.iter_mut().zip(&self.keyed).for_each(|(row, keyed)| *row = *keyed as u32);
    }

    fn sort_digits(&mut self, span: u32) {
        self.moved.clear();
        self.moved.resize(self.keyed.len(), 0);
        for shift in (32..64 - span.leading_zeros()).step_by(DIGIT as usize) {
            let digit = |keyed: u64| (keyed >> shift) as usize & ((1 << DIGIT) - 1);
            let mut next = [0u32; 1 << DIGIT];
            for keyed in &self.keyed {
                next[digit(*keyed)] += 1;
            }
            let mut start = 0;
            next.iter_mut().for_each(|next| start += std::mem::replace(next, start));
            let moved = &mut self.moved[..];
            for keyed in &self.keyed {
                let at = &mut next[digit(*keyed)];
                moved[*at as usize] = *keyed;
                *at += 1;
            }
            std::mem::swap(&mut self.keyed, &mut self.moved);
        }
    }
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
            let numbers: Vec<i64> = rows.iter().map(|row| key(*row)).collect();
            Sorter::default().sort(&mut rows, &numbers, None);
            assert_eq!(rows, expected);
        }
        let rows: Vec<u32> = (0..5_000).filter(|row| row % 3 > 0).collect();
        let mut expected = rows.clone();
        expected.sort_by_key(|row| row * 7 % 100);
        assert_eq!(by_number(&rows, 100, |row| row * 7 % 100), expected);
    }
}
