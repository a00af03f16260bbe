//! Figures as text: exact where they have a last digit, rounded half to even where not (M7).

use super::Session;
use crate::aggregate::Cut;
use crate::catalogue::Type;
use crate::time::Day;
use crate::value::Decimal;
use serde_json::Value;

/// How the figures of one value are told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown {
    /// Whether they are local days since 1970-01-01.
    dates: bool,
    /// Digits after the point of the values.
    scale: u8,
    /// Digits after the point of what is rounded.
    digits: u8,
}

impl Session {
    /// How values of a type and scale are told: quotients with the currency's digits, and with two
    /// of what is no money.
    pub(super) fn shown(&self, type_: Type, scale: u8) -> Shown {
        let digits = match type_ {
            Type::Money => self.snapshot.currency.exponent,
            _ => scale.max(2),
        };
        Shown { dates: type_ == Type::Date, scale, digits }
    }
}

impl Shown {
    /// A value of a customer.
    pub(super) fn exact(self, cut: &Cut) -> Value {
        match cut.is_integer() {
            true => self.whole(cut.whole),
            false => self.rounded(cut),
        }
    }

    /// An average.
    pub(super) fn rounded(self, cut: &Cut) -> Value {
        match self.dates {
            true => self.whole(cut.rounded(0, 0).mantissa()),
            false => cut.rounded(self.scale, self.digits).to_string().into(),
        }
    }

    /// A whole number of the values' last digit, or a day.
    pub(super) fn whole(self, number: i128) -> Value {
        match self.dates {
            true => Day(number as i32).to_string().into(),
            false => Decimal::new(number, self.scale).to_string().into(),
        }
    }
}
