//! Several parts of one table → one table.

use super::array::{Array, Values};
use super::strings::Strings;
use crate::error::{Code, Error, Result};
use crate::rows::RowSet;
use std::collections::HashMap;

/// The columns of parts laid end to end. A column that a part lacks is missing in its rows.
///
/// # Errors
/// [`Code::UnsupportedType`] if parts give a column incompatible types, [`Code::TooLarge`] past
/// 2^32 − 1 rows.
pub(super) fn concat(mut parts: Vec<Vec<Array>>, place: &str) -> Result<Vec<Array>> {
    if parts.len() <= 1 {
        return Ok(parts.pop().unwrap_or_default());
    }
    let lens: Vec<u32> = parts.iter().map(|part| part.first().map_or(0, |array| array.len)).collect();
    let mut names: Vec<String> = Vec::new();
    for array in parts.iter().flatten() {
        if !names.contains(&array.name) {
            names.push(array.name.clone());
        }
    }
    let joined = names.into_iter().map(|name| {
        let mut pieces = Vec::with_capacity(parts.len());
        for (part, len) in parts.iter_mut().zip(&lens) {
            let found = part.iter().position(|array| array.name == name);
            pieces.push(found.map_or_else(|| nothing(&name, *len), |at| part.swap_remove(at)));
        }
        join(&name, pieces).map_err(|error| error.at(format!("{place}, column '{name}'")))
    });
    joined.collect()
}

fn nothing(name: &str, len: u32) -> Array {
    Array { name: name.to_owned(), len, valid: None, values: Values::Null }
}

/// Joins pieces of one column.
pub(super) fn join(name: &str, pieces: Vec<Array>) -> Result<Array> {
    let total: u64 = pieces.iter().map(|piece| u64::from(piece.len)).sum();
    let len = u32::try_from(total).map_err(|_| {
        Error::new(Code::TooLarge, format!("The parts have {total} rows together; at most 2^32 − 1 are read."))
    })?;
    let Some(first) = pieces.iter().position(|piece| !matches!(piece.values, Values::Null)) else {
        return Ok(nothing(name, len));
    };
    let partly = pieces.iter().any(|piece| piece.valid.is_some() || matches!(piece.values, Values::Null));
    let valid = partly.then(|| {
        let mut rows = pieces.iter().flat_map(|piece| (0..piece.len).map(|row| piece.is_valid(row)));
        RowSet::from_fn(len, |_| rows.next().unwrap_or(false))
    });
    let mixed = || Error::new(Code::UnsupportedType, "The parts of the table give the column different types.");
    let values = match &pieces[first].values {
        Values::Null => Values::Null,
        Values::Boolean(_) => {
            let mut set = RowSet::empty(len);
            let mut start = 0;
            for piece in &pieces {
                match &piece.values {
                    Values::Boolean(rows) => rows.iter().for_each(|row| set.insert(start + row)),
                    Values::Null => {}
                    _ => return Err(mixed()),
                }
                start += piece.len;
            }
            Values::Boolean(set)
        }
        Values::Integer(_) | Values::Decimal { .. } | Values::Wide { .. } => numbers(&pieces, len).ok_or_else(mixed)?,
        Values::Float(_) => Values::Float(
            plain(&pieces, |values| match values {
                Values::Float(values) => Some(values),
                _ => None,
            })
            .ok_or_else(mixed)?,
        ),
        Values::Day(_) => Values::Day(
            plain(&pieces, |values| match values {
                Values::Day(values) => Some(values),
                _ => None,
            })
            .ok_or_else(mixed)?,
        ),
        Values::Second(_) => Values::Second(
            plain(&pieces, |values| match values {
                Values::Second(values) => Some(values),
                _ => None,
            })
            .ok_or_else(mixed)?,
        ),
        Values::Text { .. } => texts(&pieces).ok_or_else(mixed)?,
        Values::List { .. } => lists(pieces).and_then(|lists| lists.ok_or_else(mixed))?,
        Values::Struct(_) => structs(pieces).and_then(|structs| structs.ok_or_else(mixed))?,
    };
    Ok(Array { name: name.to_owned(), len, valid, values })
}

/// Values of one type side by side, zeros for rows of nulls; `None` if a piece has another type.
fn plain<T: Copy + Default>(pieces: &[Array], of: impl Fn(&Values) -> Option<&Vec<T>>) -> Option<Vec<T>> {
    let mut out = Vec::new();
    for piece in pieces {
        match &piece.values {
            Values::Null => out.resize(out.len() + piece.len as usize, T::default()),
            values => out.extend_from_slice(of(values)?),
        }
    }
    Some(out)
}

/// Integers if all pieces are, else decimals of the greatest scale; `None` if a piece is neither
/// or a mantissa would not fit.
fn numbers(pieces: &[Array], len: u32) -> Option<Values> {
    let scale_of = |piece: &Array| match &piece.values {
        Values::Decimal { scale, .. } | Values::Wide { scale, .. } => *scale,
        _ => 0,
    };
    let scale = pieces.iter().map(scale_of).max()?;
    let integers = pieces.iter().all(|piece| matches!(piece.values, Values::Integer(_) | Values::Null));
    let alike = |piece: &Array| match piece.values {
        Values::Integer(_) => scale == 0,
        Values::Decimal { scale: own, .. } => own == scale,
        _ => matches!(piece.values, Values::Null),
    };
    if pieces.iter().all(alike) {
        let values = plain(pieces, |values| match values {
            Values::Integer(values) | Values::Decimal { values, .. } => Some(values),
            _ => None,
        })?;
        return Some(if integers { Values::Integer(values) } else { Values::Decimal { scale, values } });
    }
    let mut out: Vec<i128> = Vec::with_capacity(len as usize);
    for piece in pieces {
        let unit = 10i128.pow(u32::from(scale - scale_of(piece)));
        for row in 0..piece.len {
            let value = match &piece.values {
                _ if !piece.is_valid(row) => 0,
                Values::Integer(values) | Values::Decimal { values, .. } => i128::from(values[row as usize]),
                Values::Wide { values, .. } => values[row as usize],
                _ => return None,
            };
            out.push(value.checked_mul(unit)?);
        }
    }
    let narrow: Option<Vec<i64>> = out.iter().map(|value| i64::try_from(*value).ok()).collect();
    Some(narrow.map_or(Values::Wide { scale, values: out }, |values| Values::Decimal { scale, values }))
}

fn texts(pieces: &[Array]) -> Option<Values> {
    let (mut codes, mut dictionary) = (Vec::new(), Strings::new());
    let mut places: HashMap<&str, u32> = HashMap::new();
    for piece in pieces {
        match &piece.values {
            Values::Null => codes.resize(codes.len() + piece.len as usize, 0),
            Values::Text { codes: own, dictionary: texts } => {
                let place = |text| {
                    let next = dictionary.len() as u32;
                    let place = *places.entry(text).or_insert(next);
                    if place == next {
                        dictionary.push(text);
                    }
                    place
                };
                let moved: Vec<u32> = texts.iter().map(place).collect();
                codes.extend(own.iter().map(|code| moved[*code as usize]));
            }
            _ => return None,
        }
    }
    Some(Values::Text { codes, dictionary })
}

fn lists(pieces: Vec<Array>) -> Result<Option<Values>> {
    let (mut ends, mut items) = (vec![0u32], Vec::new());
    let mut before: u32 = 0;
    for piece in pieces {
        match piece.values {
            Values::Null => ends.resize(ends.len() + piece.len as usize, before),
            Values::List { offsets, items: own } => {
                let last = before
                    .checked_add(offsets[offsets.len() - 1])
                    .ok_or_else(|| Error::new(Code::TooLarge, "The lists have more than 2^32 − 1 items together."))?;
                ends.extend(offsets[1..].iter().map(|offset| before + offset));
                before = last;
                items.push(*own);
            }
            _ => return Ok(None),
        }
    }
    Ok(Some(Values::List { offsets: ends, items: Box::new(join("item", items)?) }))
}

fn structs(pieces: Vec<Array>) -> Result<Option<Values>> {
    let mut names: Vec<String> = Vec::new();
    let mut parts = Vec::new();
    for piece in pieces {
        match piece.values {
            Values::Null => parts.push((piece.len, Vec::new())),
            Values::Struct(fields) => {
                for field in &fields {
                    if !names.contains(&field.name) {
                        names.push(field.name.clone());
                    }
                }
                parts.push((piece.len, fields));
            }
            _ => return Ok(None),
        }
    }
    let joined = names.iter().map(|name| {
        let pick = |(len, fields): &mut (u32, Vec<Array>)| {
            let found = fields.iter().position(|field| field.name == *name);
            found.map_or_else(|| nothing(name, *len), |at| fields.swap_remove(at))
        };
        join(name, parts.iter_mut().map(pick).collect())
    });
    Ok(Some(Values::Struct(joined.collect::<Result<_>>()?)))
}
