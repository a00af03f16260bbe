//! Integers of any width in a buffer, and the offsets that are made of them.

use super::batch::Node;
use super::layout::Width;
use super::schema::bad;
use crate::error::{Code, Error, Result};
use std::ops::Range;

/// The values `rows` of a buffer of `N` bytes each.
pub(super) fn slice<const N: usize>(bytes: &[u8], rows: Range<usize>) -> Result<&[[u8; N]]> {
    bytes.as_chunks::<N>().0.get(rows).ok_or_else(|| bad("A buffer of values is too short"))
}

/// Passes the integers `rows` of a buffer on, some at a time; 0 for rows without a value that do not fit.
pub(super) fn integers(
    bytes: &[u8],
    width: Width,
    signed: bool,
    node: &Node<'_>,
    rows: Range<usize>,
    each: &mut dyn FnMut(&[i64]),
) -> Result<()> {
    match (width, signed) {
        (Width::One, true) => runs(slice(bytes, rows)?, |b| i64::from(i8::from_le_bytes(b)), each),
        (Width::One, false) => runs(slice(bytes, rows)?, |b| i64::from(u8::from_le_bytes(b)), each),
        (Width::Two, true) => runs(slice(bytes, rows)?, |b| i64::from(i16::from_le_bytes(b)), each),
        (Width::Two, false) => runs(slice(bytes, rows)?, |b| i64::from(u16::from_le_bytes(b)), each),
        (Width::Four, true) => runs(slice(bytes, rows)?, |b| i64::from(i32::from_le_bytes(b)), each),
        (Width::Four, false) => runs(slice(bytes, rows)?, |b| i64::from(u32::from_le_bytes(b)), each),
        (Width::Eight, true) => runs(slice(bytes, rows)?, i64::from_le_bytes, each),
        (Width::Eight, false) => {
            let values = slice::<8>(bytes, rows.clone())?;
            let beyond = |(b, row): &(&[u8; 8], usize)| i64::from_le_bytes(**b) < 0 && node.is_valid(*row);
            if let Some((b, _)) = values.iter().zip(rows).find(beyond) {
                let message = format!("{} is beyond 2^63 − 1.", u64::from_le_bytes(*b));
                return Err(Error::new(Code::OutOfRange, message));
            }
            runs(values, |b| i64::from_le_bytes(b).max(0), each);
        }
    }
    Ok(())
}

/// Integers that are passed on at a time: few enough to stay in the nearest cache.
const RUN: usize = 512;

fn runs<const N: usize>(values: &[[u8; N]], read: impl Fn([u8; N]) -> i64, each: &mut dyn FnMut(&[i64])) {
    let mut run = [0; RUN];
    for values in values.chunks(RUN) {
        run.iter_mut().zip(values).for_each(|(to, from)| *to = read(*from));
        each(&run[..values.len()]);
    }
}

/// The 32-bit or (`wide`) 64-bit offsets around `rows` of a field of `length` rows: they ascend, are one
/// more than there are rows, and the first need not be 0.
pub(super) fn offsets(bytes: &[u8], wide: bool, length: usize, rows: Range<usize>) -> Result<Vec<usize>> {
    let width = if wide { Width::Eight } else { Width::Four };
    if bytes.len() / width.bytes() <= length {
        return Err(bad("A buffer of offsets is too short"));
    }
    let (mut offsets, mut negative) = (Vec::with_capacity(rows.len() + 1), false);
    integers(bytes, width, true, &Node { length, valid: None }, rows.start..rows.end + 1, &mut |run| {
        offsets.extend(run.iter().map(|offset| {
            let place = usize::try_from(*offset);
            negative |= place.is_err();
            place.unwrap_or_default()
        }));
    })?;
    match offsets.is_sorted() {
        _ if negative => Err(bad("An offset is negative")),
        true => Ok(offsets),
        false => Err(bad("Offsets do not ascend")),
    }
}
