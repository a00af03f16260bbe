//! The types of the language and the operators each of them takes.

use crate::condition::Operator;

/// The type of a field or parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// Whole calendar days in the shop's zone.
    Date,
    /// Exact decimals in the shop's currency.
    Money,
    /// Exact decimals.
    Decimal,
    /// Signed 64-bit integers.
    Integer,
    /// One of a closed list of upper-case values.
    Enum(&'static Closed),
    /// Any upper-case value.
    OpenEnum,
    /// One text.
    String(Form),
    /// One text that is only ever compared as a whole: a place key.
    Key(Form),
    /// Several texts of a customer.
    List(Form),
    /// One id.
    Id,
    /// Several ids of a customer.
    Ids,
    /// `true` or `false`.
    Boolean,
    /// One text of a row, folded.
    Text(Form),
    /// Several texts of a row, folded: `=` means contains.
    Texts(Form),
    /// Latitude and longitude in degrees.
    Coordinates,
    /// A radius.
    Distance,
    /// A dynamic field whose type only a snapshot knows.
    Any,
}

/// How a text literal becomes the key it is compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Normal form C, letter case kept.
    Exact,
    /// Upper case.
    Upper,
    /// Trimmed, full case folding.
    Folded,
    /// The part of an address after the `@`: lower case, `xn--` form.
    Domain,
    /// ISO 3166-1 alpha-2 of a code or name.
    Country,
    /// `US-CA`
    Region,
    /// `US-NY-newyorkcity`, without region `GB-london`
    City,
    /// Components joined by `>`, each folded.
    Path,
}

/// A closed list of enum values.
#[derive(Debug, PartialEq, Eq)]
pub struct Closed {
    /// The canonical values.
    pub values: &'static [&'static str],
    /// Other spellings: (alias, canonical value).
    pub aliases: &'static [(&'static str, &'static str)],
}

impl Closed {
    /// The canonical value of an upper-case spelling, if it is in the list.
    pub fn canonical(&self, upper: &str) -> Option<&'static str> {
        let alias = self.aliases.iter().find(|(alias, _)| *alias == upper).map(|(_, value)| *value);
        alias.or_else(|| self.values.iter().find(|value| **value == upper).copied())
    }

    /// Every spelling that means the canonical value, itself first.
    pub fn spellings(&self, canonical: &'static str) -> impl Iterator<Item = &'static str> {
        let aliases = self.aliases.iter().filter(move |(_, value)| *value == canonical).map(|(alias, _)| *alias);
        std::iter::once(canonical).chain(aliases)
    }
}

use Operator::{
    Between, Contains, ContainsAll, ContainsAny, ContainsNone, EndsWith, Equal, Greater, GreaterOrEqual, In, IsNotNull,
    IsNull, Less, LessOrEqual, NotContains, NotEqual, NotIn, StartsWith,
};

const DATES: &[Operator] =
    &[Equal, NotEqual, Greater, GreaterOrEqual, Less, LessOrEqual, Between, In, NotIn, IsNull, IsNotNull];
const NUMBERS: &[Operator] = &[Equal, NotEqual, Greater, GreaterOrEqual, Less, LessOrEqual, Between, IsNull, IsNotNull];
const KEYS: &[Operator] = &[Equal, NotEqual, In, NotIn, IsNull, IsNotNull];
const STRINGS: &[Operator] =
    &[Equal, NotEqual, In, NotIn, Contains, NotContains, StartsWith, EndsWith, IsNull, IsNotNull];
/// The operators of a list that is never missing.
pub const MEMBERSHIP: &[Operator] = &[Contains, NotContains, ContainsAny, ContainsAll, ContainsNone];
const LISTS: &[Operator] = &[Contains, NotContains, ContainsAny, ContainsAll, ContainsNone, IsNull, IsNotNull];
const ROW_LISTS: &[Operator] = &[Equal, NotEqual, In, NotIn, Contains, NotContains, IsNull, IsNotNull];
const BOOLEANS: &[Operator] = &[Equal, NotEqual, IsNull, IsNotNull];

impl Type {
    /// The operators the type takes, in the order of the language reference.
    pub const fn operators(self) -> &'static [Operator] {
        match self {
            Type::Date => DATES,
            Type::Money | Type::Decimal | Type::Integer => NUMBERS,
            Type::Enum(_) | Type::OpenEnum | Type::Key(_) | Type::Id | Type::Text(_) => KEYS,
            Type::String(_) => STRINGS,
            Type::List(_) | Type::Ids => LISTS,
            Type::Boolean => BOOLEANS,
            Type::Texts(_) => ROW_LISTS,
            Type::Coordinates => &[Equal],
            Type::Distance => &[Equal, LessOrEqual],
            Type::Any => &Operator::ALL,
        }
    }

    /// The name of the type in listings.
    pub const fn as_str(self) -> &'static str {
        match self {
            Type::Date => "date",
            Type::Money => "money",
            Type::Decimal | Type::Distance => "decimal",
            Type::Integer => "integer",
            Type::Enum(_) | Type::OpenEnum => "enum",
            Type::String(_) | Type::Key(_) | Type::Text(_) => "string",
            Type::List(_) | Type::Texts(_) => "list",
            Type::Id => "id",
            Type::Ids => "ids",
            Type::Boolean => "boolean",
            Type::Coordinates => "coordinates",
            Type::Any => "any",
        }
    }

    /// Whether its values are numbers, so that `stat(…)` stands for one.
    pub const fn is_number(self) -> bool {
        matches!(self, Type::Money | Type::Decimal | Type::Integer)
    }

    /// Whether its values are countries, which have names beside their codes.
    pub const fn is_country(self) -> bool {
        matches!(self, Type::Key(Form::Country) | Type::List(Form::Country) | Type::Text(Form::Country))
    }

    /// Whether its literals are quoted text.
    pub const fn is_textual(self) -> bool {
        matches!(
            self,
            Type::Enum(_)
                | Type::OpenEnum
                | Type::String(_)
                | Type::Key(_)
                | Type::List(_)
                | Type::Id
                | Type::Ids
                | Type::Text(_)
                | Type::Texts(_)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_is_not_for_numbers() {
        for (type_, allowed) in [
            (Type::Date, true),
            (Type::OpenEnum, true),
            (Type::String(Form::Exact), true),
            (Type::Id, true),
            (Type::Text(Form::Folded), true),
            (Type::Money, false),
            (Type::Decimal, false),
            (Type::Integer, false),
            (Type::Boolean, false),
        ] {
            assert_eq!(type_.operators().contains(&Operator::In), allowed, "{type_:?}");
            assert_eq!(type_.operators().contains(&Operator::NotIn), allowed, "{type_:?}");
        }
    }

    #[test]
    fn aliases_have_a_canonical_value() {
        static PLANS: Closed = Closed { values: &["ON", "OFF"], aliases: &[("ACTIVE", "ON")] };
        assert_eq!(PLANS.canonical("ACTIVE"), Some("ON"));
        assert_eq!(PLANS.canonical("off"), None);
        assert_eq!(PLANS.spellings("ON").collect::<Vec<_>>(), ["ON", "ACTIVE"]);
    }
}
