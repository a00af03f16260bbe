//! Ids of orders and checkouts: what ties in time go by, and what a delta replaces rows by.

use super::array::{Array, Values};
use super::concat;
use super::load::gather;
use super::strings::Strings;
use crate::error::Result;
use crate::order;
use crate::rows::RowSet;
use crate::value::id_key;
use std::collections::HashMap;

/// The ids of rows, in as little memory as they need: numbers if all of them are, else texts as
/// they are compared.
pub(super) fn kept(ids: Array, rows: &[u32]) -> Array {
    let len = rows.len() as u32;
    let valid = (ids.valid.is_some() || matches!(ids.values, Values::Null))
        .then(|| RowSet::from_fn(len, |row| ids.is_valid(rows[row as usize])));
    let values = match ids.values {
        Values::Integer(values) => Values::Integer(gather(&values, rows)),
        Values::Text { codes, dictionary } => {
            let numbers: Option<Vec<i64>> = dictionary.iter().map(|text| number(id_key(text))).collect();
            let codes = gather(&codes, rows);
            match numbers {
                Some(numbers) => Values::Integer(gather(&numbers, &codes)),
                None => Values::Text { codes, dictionary: dictionary.iter().map(id_key).collect() },
            }
        }
        _ => Values::Null,
    };
    Array { name: ids.name, len, valid, values }
}

/// The number whose digits a text is.
fn number(text: &str) -> Option<i64> {
    let number: i64 = text.parse().ok()?;
    // `+5` and `007` are texts of their own.
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = number != 0 && !digits.starts_with(['0', '+']) || text == "0";
    plain.then_some(number)
}

/// The rows of `ids` that have one of some ids, with what stands for each.
pub(super) fn find(ids: &Array, wanted: &HashMap<String, u32>, found: &mut dyn FnMut(u32, u32)) {
    match &ids.values {
        Values::Integer(values) => {
            let mut numbers: Vec<(i64, u32)> =
                wanted.iter().filter_map(|(text, to)| Some((number(text)?, *to))).collect();
            order::sort_by_key(&mut numbers, |number| number.0);
            for (value, row) in values.iter().zip(0..) {
                let at = numbers.partition_point(|number| number.0 < *value);
                if let Some((_, to)) = numbers.get(at).filter(|number| number.0 == *value && ids.is_valid(row)) {
                    found(row, *to);
                }
            }
        }
        Values::Text { codes, dictionary } => {
            let of_code: Vec<Option<u32>> = dictionary.iter().map(|text| wanted.get(text).copied()).collect();
            for (code, row) in codes.iter().zip(0..) {
                if let (Some(to), true) = (of_code[*code as usize], ids.is_valid(row)) {
                    found(row, to);
                }
            }
        }
        _ => {}
    }
}

/// Two columns of ids one behind the other; `lens` are their rows, also without ids.
///
/// # Errors
/// [`crate::error::Code::TooLarge`] past 2^32 − 1 rows.
pub(super) fn joined(ids: [Option<Array>; 2], lens: [u32; 2]) -> Result<Option<Array>> {
    if ids.iter().all(Option::is_none) {
        return Ok(None);
    }
    let nothing = |len| Array { name: "id".to_owned(), len, valid: None, values: Values::Null };
    let [a, b] = ids;
    let mut pieces = vec![a.unwrap_or_else(|| nothing(lens[0])), b.unwrap_or_else(|| nothing(lens[1]))];
    if pieces.iter().any(|piece| matches!(piece.values, Values::Text { .. })) {
        pieces.iter_mut().for_each(write);
    }
    concat::join("id", pieces).map(Some)
}

/// Numbers as texts.
fn write(ids: &mut Array) {
    if let Values::Integer(values) = &ids.values {
        let mut dictionary = Strings::new();
        values.iter().for_each(|value| dictionary.push_integer(*value));
        ids.values = Values::Text { codes: (0..ids.len).collect(), dictionary };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_numbers_only_if_their_digits_say_so() {
        let read = ["5", "0", "-7", "007", "-0", "+5", "", "A1", "9223372036854775808"].map(number);
        assert_eq!(read, [Some(5), Some(0), Some(-7), None, None, None, None, None, None]);
    }
}
