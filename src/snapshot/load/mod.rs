//! Arrays → the columns of the store. Each function takes the rows it keeps, in the order the
//! store keeps them.

pub(super) mod addresses;
mod lists;
mod numbers;
mod texts;
mod times;

pub(super) use texts::{Distinct, integer_text};
pub(super) use times::{Calendar, coded, seconds_of};

use super::array::{Array, Values};
use super::column::{Column, Kind};
use super::schema::{Form, Key};
use crate::error::{Code, Error, Result};
use crate::rows::RowSet;

/// What loading a table needs besides its arrays.
#[derive(Debug)]
pub(super) struct Context<'a> {
    /// Days of the shop's zone.
    pub(super) calendar: &'a Calendar<'a>,
    /// Least scale of money.
    pub(super) exponent: u8,
    /// Most decimals of a sum given as Float64.
    pub(super) float_decimals: u8,
    /// The part or table, for errors.
    pub(super) place: &'a str,
}

/// Loads the rows of one array in a form; errors name the column.
pub(super) fn column(array: &Array, form: Form, rows: &[u32], context: &Context<'_>) -> Result<Column> {
    load(array, form, rows, context).map_err(|error| error.at(format!("{}, column '{}'", context.place, array.name)))
}

fn load(array: &Array, form: Form, rows: &[u32], context: &Context<'_>) -> Result<Column> {
    let folded = Key::Plain(Kind::Folded);
    let exact = Key::Plain(Kind::Exact);
    match (form, &array.values) {
        (Form::Time, _) => Ok(Column::Time(times::load(array, rows, context.calendar)?)),
        (Form::Money, _) => {
            let money = numbers::Money { exponent: context.exponent, float_decimals: context.float_decimals };
            Ok(Column::Number(numbers::money(array, rows, money)?))
        }
        (Form::Integer, _) => Ok(Column::Number(numbers::integer(array, rows)?)),
        (Form::Number, _) => Ok(Column::Number(numbers::number(array, rows)?)),
        (Form::Boolean, _) => boolean(array, rows),
        (Form::Text(key), _) => Ok(Column::Text(texts::load(array, key, rows)?)),
        (Form::List(key), _) => Ok(Column::List(lists::load(array, key, rows)?)),
        (Form::Answers, Values::Text { .. }) => Ok(Column::List(lists::of_one(array, folded, rows)?)),
        (Form::Answers, _) | (Form::Any, Values::List { .. }) => Ok(Column::List(lists::load(array, folded, rows)?)),
        (Form::Any, Values::Boolean(_)) => boolean(array, rows),
        (Form::Any, Values::Integer(_) | Values::Decimal { .. } | Values::Wide { .. } | Values::Float(_)) => {
            Ok(Column::Number(numbers::number(array, rows)?))
        }
        (Form::Any, Values::Day(_) | Values::Second(_)) => {
            Ok(Column::Time(times::load(array, rows, context.calendar)?))
        }
        (Form::Any, Values::Text { .. } | Values::Null | Values::Struct(_)) => {
            Ok(Column::Text(texts::load(array, exact, rows)?))
        }
    }
}

fn boolean(array: &Array, rows: &[u32]) -> Result<Column> {
    let len = rows.len() as u32;
    match &array.values {
        Values::Boolean(set) => {
            let valid = RowSet::from_fn(len, |row| array.is_valid(rows[row as usize]));
            let mut yes = RowSet::from_fn(len, |row| set.contains(rows[row as usize]));
            yes.and(&valid);
            Ok(Column::Boolean { yes, valid })
        }
        Values::Null => Ok(Column::Boolean { yes: RowSet::empty(len), valid: RowSet::empty(len) }),
        other => Err(mistyped("booleans", other)),
    }
}

/// The values of rows.
pub(super) fn gather<T: Copy + Default>(values: &[T], rows: &[u32]) -> Vec<T> {
    let mut gathered = vec![T::default(); rows.len()];
    gather_into(&mut gathered, values, rows);
    gathered
}

/// Puts the values of rows side by side. A plain loop: what is passed to an iterator becomes a call
/// for every row.
pub(super) fn gather_into<T: Copy>(into: &mut [T], values: &[T], rows: &[u32]) {
    for (to, row) in into.iter_mut().zip(rows) {
        *to = values[*row as usize];
    }
}

/// A column of another type than its place in the table asks for.
fn mistyped(wanted: &str, found: &Values) -> Error {
    let found = match found {
        Values::Null => "nulls",
        Values::Boolean(_) => "booleans",
        Values::Integer(_) => "integers",
        Values::Decimal { .. } | Values::Wide { .. } => "decimals",
        Values::Float(_) => "floating-point numbers",
        Values::Day(_) => "dates",
        Values::Second(_) => "timestamps",
        Values::Text { .. } => "text",
        Values::List { .. } => "lists",
        Values::Struct(_) => "structs",
    };
    Error::new(Code::UnsupportedType, format!("The column should hold {wanted}, but holds {found}."))
}

/// The rows of `rows` with a value; `None` means all.
fn valid_rows(array: &Array, rows: &[u32]) -> Option<RowSet> {
    let missing = matches!(array.values, Values::Null) || array.valid.is_some();
    missing.then(|| RowSet::from_fn(rows.len() as u32, |row| array.is_valid(rows[row as usize])))
}
