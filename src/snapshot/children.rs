//! Child rows in the order the store keeps them: by block of customers, then time, then id.

use super::array::{Array, Values};
use super::load::integer_text;
use super::store::Rows;
use crate::error::{Code, Error, Result};
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
    let ordinal = |row: u32| {
        if !array.is_valid(row) {
            return Err(Error::new(Code::BadArrow, format!("Row {row} has no position in the {of} table.")));
        }
        let value = values[row as usize];
        u32::try_from(value).ok().filter(|ordinal| *ordinal < bound).ok_or_else(|| {
            let message = format!("Row {row} refers to position {value} of the {of} table, which has {bound} rows.");
            Error::new(Code::OutOfRange, message)
        })
    };
    (0..array.len).map(ordinal).collect()
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
    let mut keyed: Vec<(i64, u32)> = Vec::new();
    for block in 0..blocks {
        let rows = &mut rows[block_starts[block] as usize..block_starts[block + 1] as usize];
        // Without a time, customer order keeps each customer's rows together.
        let key = |row: u32| at.map_or_else(|| i64::from(customers[row as usize]), |at| at[row as usize]);
        keyed.clear();
        keyed.extend(rows.iter().map(|row| (key(*row), *row)));
        keyed.sort_unstable();
        if let Some(ids) = ids {
            for tied in keyed.chunk_by_mut(|a, b| a.0 == b.0).filter(|tied| tied.len() > 1) {
                tied.sort_by(|a, b| compare_ids(ids, a.1, b.1));
            }
        }
        rows.iter_mut().zip(&keyed).for_each(|(row, (_, sorted))| *row = *sorted);
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

/// Numeric ids by number, before all others; others by their bytes; rows without one first.
fn compare_ids(ids: &Array, a: u32, b: u32) -> Ordering {
    let (a, b) = (integer_text(ids, a), integer_text(ids, b));
    let (a, b) = (a.as_deref().map(crate::value::id_key), b.as_deref().map(crate::value::id_key));
    let rank = |id: Option<&str>| match id {
        None => 0,
        Some(id) if is_number(id) => 1,
        Some(_) => 2,
    };
    rank(a).cmp(&rank(b)).then_with(|| match rank(a) {
        1 => a.map(str::len).cmp(&b.map(str::len)).then_with(|| a.cmp(&b)),
        _ => a.cmp(&b),
    })
}

/// Digits alone, without a leading zero: `00123` is a text (X7).
fn is_number(id: &str) -> bool {
    id == "0" || (!id.is_empty() && !id.starts_with('0') && id.bytes().all(|byte| byte.is_ascii_digit()))
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
            values: Values::Text { codes: (0..6).collect(), dictionary: texts.map(String::from).to_vec() },
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
}
