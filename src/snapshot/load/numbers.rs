//! Integers, decimals and doubles → [`Numbers`], exactly or not at all.

use super::{gather, mistyped, valid_rows};
use crate::double;
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
                        format!("The column holds money as Float64, and {decimal} is no exact multiple of the currency's minor unit."),
                    )
                    .help("Cast the column to a decimal type."));
                }
            }
        }
        _ => {}
    }
    let decimals = decimals_of(array, rows)?;
    // At the currency's scale or a coarser one nothing is lost.
    let needed = if decimals.scale <= money.exponent { decimals.scale } else { decimals.needed() };
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
struct Decimals<'a> {
    scale: u8,
    values: Mantissas<'a>,
    rows: &'a [u32],
    valid: Option<RowSet>,
}

enum Mantissas<'a> {
    /// Of the array's rows.
    Narrow(&'a [i64]),
    /// Of the array's rows.
    Wide(&'a [i128]),
    /// Of the rows that are kept.
    Gathered(Vec<i128>),
}

fn decimals_of<'a>(array: &'a Array, rows: &'a [u32]) -> Result<Decimals<'a>> {
    let mut valid = valid_rows(array, rows);
    let (scale, values) = match &array.values {
        Values::Null => (0, Mantissas::Gathered(vec![0; rows.len()])),
        Values::Integer(values) => (0, Mantissas::Narrow(values)),
        Values::Decimal { scale, values } => (*scale, Mantissas::Narrow(values)),
        Values::Wide { scale, values } => (*scale, Mantissas::Wide(values)),
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
            (scale, Mantissas::Gathered(found.iter().map(mantissa).collect()))
        }
        other => return Err(mistyped("numbers", other)),
    };
    Ok(Decimals { scale, values, rows, valid })
}

impl Decimals<'_> {
    fn is_there(&self, at: usize) -> bool {
        self.valid.as_ref().is_none_or(|valid| valid.contains(at as u32))
    }

    /// Calls `each` with every mantissa, in the order of the rows, until it fails.
    fn each(&self, each: &mut dyn FnMut(i128) -> Option<()>) -> Option<()> {
        let mut rows = self.rows.iter().enumerate();
        match &self.values {
            Mantissas::Narrow(values) => rows
                .try_for_each(|(at, row)| each(if self.is_there(at) { i128::from(values[*row as usize]) } else { 0 })),
            Mantissas::Wide(values) => {
                rows.try_for_each(|(at, row)| each(if self.is_there(at) { values[*row as usize] } else { 0 }))
            }
            Mantissas::Gathered(values) => values.iter().copied().try_for_each(each),
        }
    }

    /// The least scale that keeps every value exact.
    fn needed(&self) -> u8 {
        let mut needed = 0;
        let mut unit = 10i128.pow(u32::from(self.scale));
        let finer = |value: i128, unit: i128| match (i64::try_from(value), i64::try_from(unit)) {
            // Dividing 128 bits takes many times as long.
            (Ok(value), Ok(unit)) => value % unit != 0,
            _ => value % unit != 0,
        };
        if unit > 1 {
            self.each(&mut |value| {
                while finer(value, unit) {
                    needed += 1;
                    unit /= 10;
                }
                (unit > 1).then_some(())
            });
        }
        needed
    }

    /// The values at a scale not below [`Decimals::needed`].
    fn at_scale(self, scale: u8) -> Result<Numbers> {
        let mut values = Vec::new();
        match &self.values {
            Mantissas::Narrow(all) if scale == self.scale => {
                values = gather(all, self.rows);
                if self.valid.is_some() {
                    let missing = |(at, _): &(usize, &mut i64)| !self.is_there(*at);
                    values.iter_mut().enumerate().filter(missing).for_each(|(_, value)| *value = 0);
                }
            }
            _ => {
                values.reserve(self.rows.len());
                let up = 10i128.pow(u32::from(scale.saturating_sub(self.scale)));
                let down = 10i128.pow(u32::from(self.scale.saturating_sub(scale)));
                let fits = self.each(&mut |value| {
                    values.push((value / down).checked_mul(up).and_then(|value| i64::try_from(value).ok())?);
                    Some(())
                });
                fits.ok_or_else(|| {
                    let message = format!("A number is too large to be kept exactly with {scale} decimals in 64 bits.");
                    Error::new(Code::OutOfRange, message).help("Cast the column to a decimal with fewer digits.")
                })?;
            }
        }
        let magnitude = magnitude(&values);
        Ok(Numbers { scale, values, valid: self.valid, magnitude })
    }
}

/// The sum of the magnitudes. Half by half, so that none of fewer than 2^32 additions needs 128 bits.
fn magnitude(values: &[i64]) -> u128 {
    let (mut low, mut high) = (0u64, 0u64);
    for value in values {
        let magnitude = value.unsigned_abs();
        low += magnitude & u64::from(u32::MAX);
        high += magnitude >> 32;
    }
    u128::from(low) + (u128::from(high) << 32)
}

/// The shortest decimal that reads back as this double; `None` for NaN, which files write for a
/// missing number.
fn shortest(value: f64) -> Result<Option<Decimal>> {
    if value.is_nan() {
        return Ok(None);
    }
    let (mantissa, scale) = double::shortest(value).ok_or_else(|| {
        Error::new(Code::OutOfRange, "A double with more than 18 digits on a side of the point cannot be kept exactly.")
            .help("Cast the column to a decimal type.")
    })?;
    Ok(Some(Decimal::new(mantissa, scale)))
}
