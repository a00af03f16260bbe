//! A value as it was written: symbolic, untyped by any field.

use crate::time::{Day, LocalSecond};

/// A literal of the language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Literal {
    /// `'…'`, unescaped.
    Text(String),
    /// Sign and digits without a leading `+`, of any length: ids may exceed 64 bits.
    Integer(String),
    /// Sign, digits, a point, digits; trailing zeros kept.
    Decimal(String),
    /// `yyyy-mm-dd`
    Date(Day),
    /// `yyyy-mm-ddTHH:mm:ss`, wall clock of the shop
    DateTime(LocalSecond),
    /// `today`
    Today,
    /// `yesterday`
    Yesterday,
    /// `-90d`: how many units after (or, negative, before) today or, for h and min, now
    Offset {
        /// Signed number of units.
        amount: i32,
        /// The unit.
        unit: OffsetUnit,
    },
    /// `true` or `false`
    Boolean(bool),
    /// `(latitude, longitude)` or a legacy list
    Tuple(Vec<Literal>),
    /// `stat('average')`, the statistic's name
    Stat(String),
}

/// The unit of a relative date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OffsetUnit {
    /// `d`, calendar days
    Day,
    /// `w`, seven calendar days
    Week,
    /// `m`, calendar months
    Month,
    /// `y`, calendar years
    Year,
    /// `h`, 3,600 seconds before the instant of evaluation
    Hour,
    /// `min`, 60 seconds
    Minute,
}

impl OffsetUnit {
    /// Every unit, in the order of the language reference.
    pub const ALL: [OffsetUnit; 6] =
        [OffsetUnit::Day, OffsetUnit::Week, OffsetUnit::Month, OffsetUnit::Year, OffsetUnit::Hour, OffsetUnit::Minute];

    /// The unit as written.
    pub const fn as_str(self) -> &'static str {
        match self {
            OffsetUnit::Day => "d",
            OffsetUnit::Week => "w",
            OffsetUnit::Month => "m",
            OffsetUnit::Year => "y",
            OffsetUnit::Hour => "h",
            OffsetUnit::Minute => "min",
        }
    }
}
