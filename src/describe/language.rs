//! The message table of one language: every word of a description that is not the user's own.
//!
//! A template's `{0}`, `{1}`, … are places for other parts; the words between them belong to the
//! part that owns the template. A language is a value of [`Language`] and one line in [`LANGUAGES`].

use super::english::ENGLISH;
use super::german::GERMAN;
use crate::condition::Operator;

/// The languages there are.
pub static LANGUAGES: &[&Language] = &[&ENGLISH, &GERMAN];

/// The language of a BCP 47 tag: its first subtag decides (`de-AT` is German).
pub fn language(tag: &str) -> Option<&'static Language> {
    let first = tag.split(['-', '_']).next().unwrap_or(tag);
    LANGUAGES.iter().find(|language| language.tag.eq_ignore_ascii_case(first)).copied()
}

/// How a value is spoken about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Money, decimals, integers.
    Number,
    /// Days and instants.
    Date,
    /// One text, id, enum value or boolean.
    Text,
    /// Several texts or ids; its label is a plural.
    List,
}

/// What one sort of row is called.
#[derive(Debug, Clone, Copy)]
pub struct Noun<'a> {
    /// Index into [`Language::some`], [`Language::none`] and [`Language::that`].
    pub gender: usize,
    /// One of them, as an object, without an article.
    pub one: &'a str,
    /// Several, as an object, without an article.
    pub many: &'a str,
}

/// A relative date: one and several units before and after.
#[derive(Debug, Clone, Copy)]
pub struct Offset {
    /// The unit as written (`d`).
    pub unit: &'static str,
    /// One unit before.
    pub ago: &'static str,
    /// `{0}` units before.
    pub agos: &'static str,
    /// One unit after.
    pub ahead: &'static str,
    /// `{0}` units after.
    pub aheads: &'static str,
}

/// All messages of one language.
#[derive(Debug)]
pub struct Language {
    /// First subtag of its BCP 47 tags.
    pub tag: &'static str,

    /// The whole sentence around the condition.
    pub sentence: &'static str,
    /// The sentence for an empty condition.
    pub everyone: &'static str,
    /// The sentence for an empty OR.
    pub no_one: &'static str,
    /// An empty AND inside a condition.
    pub anyone: &'static str,
    /// An empty OR inside a condition.
    pub nobody: &'static str,
    /// Between the children of an AND.
    pub and: &'static str,
    /// Between the children of an OR.
    pub or: &'static str,
    /// The complement of `{0}`.
    pub not: &'static str,
    /// A node of a kind this version does not know.
    pub unknown: &'static str,

    /// Label `{0}` and predicate `{1}` of a customer's value.
    pub clause: &'static str,
    /// Label and predicate of a row's value, or of a figure over rows.
    pub part: &'static str,
    /// Between parts of one function; always AND.
    pub parts: &'static str,
    /// From how many row tests on a function inside a group is put in parentheses.
    pub parenthesised_from: usize,
    /// The customer has `{0}`: [`Language::some`], [`Language::none`] or [`Language::counted`].
    pub has: &'static str,
    /// At least one noun `{0}`, by gender.
    pub some: [&'static str; 3],
    /// No noun `{0}`, by gender.
    pub none: [&'static str; 3],
    /// Row tests `{0}` behind one noun, by gender.
    pub that: [&'static str; 3],
    /// Row tests `{0}` behind several.
    pub that_many: &'static str,
    /// How many `{0}`: operator and template.
    pub quantities: &'static [(Operator, &'static str)],
    /// Figures `{1}` over all rows `{0}`.
    pub together: &'static str,
    /// Figures `{2}` over the rows `{0}` that pass the tests `{1}`.
    pub together_where: &'static str,
    /// An address within `{0}` of `{1}`.
    pub near: &'static str,
    /// No address within `{0}` of `{1}`.
    pub not_near: &'static str,
    /// Any address with coordinates.
    pub place: &'static str,
    /// No address with coordinates.
    pub no_place: &'static str,

    /// Predicates by class and operator.
    pub predicates: &'static [(Class, Operator, &'static str)],
    /// A negative predicate `{0}` that a missing value passes.
    pub or_missing: &'static str,
    /// A negative predicate `{0}` that a missing value does not pass.
    pub and_present: &'static str,
    /// A negative predicate `{0}` that an empty list does not pass.
    pub and_not_empty: &'static str,

    /// Labels by the catalogue's own; one that is not here is the catalogue's, its first letter small.
    pub labels: &'static [(&'static str, &'static str)],
    /// Beginning of a dynamic field's name, its label, its label if it is a list.
    pub dynamic: &'static [(&'static str, &'static str, &'static str)],
    /// A label `{0}` with the seed `{1}`.
    pub seeded: &'static str,
    /// The anniversary of `{0}`.
    pub anniversary: &'static str,
    /// Rows by the function's name.
    pub nouns: &'static [(&'static str, Noun<'static>)],
    /// Values of closed lists; one that is not here is written small, blanks for underscores.
    pub values: &'static [(&'static str, &'static str)],
    /// Units of numbers: the catalogue's, one, several. Others are not said.
    pub units: &'static [(&'static str, &'static str, &'static str)],
    /// Statistics by name; `{0}` of the last, for percentiles, is the rank.
    pub statistics: &'static [(&'static str, &'static str)],

    /// Around a text.
    pub quotes: [&'static str; 2],
    /// Between the values of a list.
    pub comma: &'static str,
    /// What stands for the `{0}` values of a long list that are left out.
    pub more: &'static str,
    /// Between groups of three digits.
    pub thousands: &'static str,
    /// Between a number and its fraction.
    pub point: &'static str,
    /// `false` and `true`.
    pub booleans: [&'static str; 2],
    /// Day `{0}`, month `{1}`, year `{2}`.
    pub date: &'static str,
    /// A written-out date `{0}` inside a predicate.
    pub on: &'static str,
    /// Date `{0}`, time of day `{1}`.
    pub date_time: &'static str,
    /// What `{0}` resolves to: `{1}`.
    pub resolved: &'static str,
    /// The day of evaluation.
    pub today: &'static str,
    /// The day before it.
    pub yesterday: &'static str,
    /// The instant of evaluation.
    pub now: &'static str,
    /// Relative dates by unit.
    pub offsets: &'static [Offset],
    /// January to December.
    pub months: [&'static str; 12],
}

impl Language {
    /// What `key` is in a table of pairs.
    pub(super) fn look_up(table: &[(&'static str, &'static str)], key: &str) -> Option<&'static str> {
        table.iter().find(|(known, _)| *known == key).map(|(_, text)| *text)
    }
}
