//! Integers, decimals and doubles → [`Numbers`], exactly or not at all.

use super::{mistyped, valid_rows};
use crate::error::{Code, Error, Result};
use crate::rows::RowSet;
use crate::snapshot::array::{Array, Values};
use crate::snapshot::column::Numbers;
use crate::value::Decimal;

/// What money may look like.
#[derive(Debug, Clone, Copy)]
pub(super) struct Money {
    /// Least scale.
    pub(super) exponent: u8,
    /// Most decimals of a Float64.
    pub(super) float_decimals: u8,
}

/// Most decimals of money (M1).
const MONEY_DECIMALS: u8 = 6;

/// Above this, doubles are further apart than one.
const EXACT_DOUBLE: u128 = 1 << 53;

/// Money at the currency's exponent, or at as many decimals as the values have.
pub(super) fn money(array: &Array, rows: &[u32], money: Money) -> Result<Numbers> {
    match &array.values {
        Values::Integer(_) => {
            return Err(mistyped("money", &array.values).help(
                "An integer may mean units or cents: write decimals, or give the field the metadata 'headcount.scale'.",
            ));
        }
        Values::Float(values) => {
            for row in rows.iter().filter(|row| array.is_valid(**row)) {
                let value = values[*row as usize];
                let Some(decimal) = shortest(value)? else { continue };
                if decimal.scale() > money.float_decimals || decimal.mantissa().unsigned_abs() >= EXACT_DOUBLE {
                    return Err(Error::new(
                        Code::UnsupportedType,
                        format!("The column holds money as Float64, and {value} is no exact multiple of the currency's minor unit."),
                    )
                    .help("Cast the column to a decimal type."));
                }
            }
        }
        _ => {}
    }
    let decimals = decimals_of(array, rows)?;
    let needed = decimals.needed();
    if needed > MONEY_DECIMALS {
        return Err(Error::new(
            Code::OutOfRange,
            format!("An amount has {needed} decimals; money is exact to {MONEY_DECIMALS}."),
        ));
    }
    decimals.at_scale(needed.max(money.exponent))
}

/// Whole numbers; decimals and doubles are taken if they are whole.
pub(super) fn integer(array: &Array, rows: &[u32]) -> Result<Numbers> {
    let decimals = decimals_of(array, rows)?;
    if decimals.needed() > 0 {
        return Err(Error::new(Code::OutOfRange, "The column should hold whole numbers, but has fractions."));
    }
    decimals.at_scale(0)
}

/// Numbers at the least scale that holds them all.
pub(super) fn number(array: &Array, rows: &[u32]) -> Result<Numbers> {
    let decimals = decimals_of(array, rows)?;
    let scale = decimals.needed();
    decimals.at_scale(scale)
}

/// Mantissas of one scale; 0 without a value.
struct Decimals {
    scale: u8,
    values: Vec<i128>,
    valid: Option<RowSet>,
}

fn decimals_of(array: &Array, rows: &[u32]) -> Result<Decimals> {
    let mut valid = valid_rows(array, rows);
    let pick = |value: &dyn Fn(usize) -> i128| -> Vec<i128> {
        rows.iter().map(|row| if array.is_valid(*row) { value(*row as usize) } else { 0 }).collect()
    };
    match &array.values {
        Values::Null => Ok(Decimals { scale: 0, values: vec![0; rows.len()], valid }),
        Values::Integer(values) => Ok(Decimals { scale: 0, values: pick(&|row| i128::from(values[row])), valid }),
        Values::Decimal { scale, values } => Ok(Decimals { scale: *scale, values: pick(&|row| values[row]), valid }),
        Values::Float(values) => {
            let mut found = Vec::with_capacity(rows.len());
            for row in rows {
                found.push(if array.is_valid(*row) { shortest(values[*row as usize])? } else { None });
            }
            if found.iter().any(Option::is_none) {
                valid = Some(RowSet::from_fn(rows.len() as u32, |row| found[row as usize].is_some()));
            }
            let scale = found.iter().flatten().map(|decimal| decimal.scale()).max().unwrap_or(0);
            let mantissa = |decimal: &Option<Decimal>| match decimal {
                // At most 36 digits: within i128.
                Some(decimal) => decimal.at_scale(scale).expect("the scale is the greatest of all"),
                None => 0,
            };
            Ok(Decimals { scale, values: found.iter().map(mantissa).collect(), valid })
        }
        other => Err(mistyped("numbers", other)),
    }
}

impl Decimals {
    /// The least scale that keeps every value exact.
    fn needed(&self) -> u8 {
        let mut needed = 0;
        let mut unit = 10i128.pow(u32::from(self.scale));
        for value in &self.values {
            while value % unit != 0 {
                needed += 1;
                unit /= 10;
            }
            if unit == 1 {
                break;
            }
        }
        needed
    }

    /// The values at a scale not below [`Decimals::needed`].
    fn at_scale(self, scale: u8) -> Result<Numbers> {
        let up = 10i128.pow(u32::from(scale.saturating_sub(self.scale)));
        let down = 10i128.pow(u32::from(self.scale.saturating_sub(scale)));
        let mut magnitude = 0;
        let mut values = Vec::with_capacity(self.values.len());
        for value in self.values {
            let scaled = (value / down).checked_mul(up).and_then(|value| i64::try_from(value).ok());
            let scaled = scaled.ok_or_else(|| {
                Error::new(
                    Code::OutOfRange,
                    format!("A number is too large to be kept exactly with {scale} decimals in 64 bits."),
                )
                .help("Cast the column to a decimal with fewer digits.")
            })?;
            magnitude += u128::from(scaled.unsigned_abs());
            values.push(scaled);
        }
        Ok(Numbers { scale, values, valid: self.valid, magnitude })
    }
}

/// The shortest decimal that reads back as this double; `None` for NaN, which files write for a
/// missing number.
fn shortest(value: f64) -> Result<Option<Decimal>> {
    if value.is_nan() {
        return Ok(None);
    }
    let text = value.to_string();
    let decimal = Decimal::parse(&text).ok_or_else(|| {
        Error::new(Code::OutOfRange, format!("{value:e} cannot be kept exactly."))
            .help("Cast the column to a decimal type.")
    })?;
    Ok(Some(decimal.normalized()))
}
