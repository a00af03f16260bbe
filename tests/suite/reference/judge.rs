//! Whether one value passes one test: operators, missing values, literals.

use super::clock::Clock;
use super::exact::Exact;
use super::folds::{Fold, has_stretch};
use super::places;
use headcount::condition::{Literal, Operator, Test};

/// What a value is, which decides how literals are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Date,
    Number,
    Flag,
    Text(Fold),
    List(Fold),
}

/// A value that is there; a list may be empty, which counts as missing.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Held {
    Second(i64),
    Number(Exact),
    Flag(bool),
    Text(String),
    List(Vec<String>),
}

/// What holds for the whole question.
pub(crate) struct Terms<'a> {
    pub(crate) clock: &'a Clock,
    pub(crate) as_of: i64,
    pub(crate) strict_missing: bool,
}

impl Terms<'_> {
    /// Whether the value passes. `statistic` gives a statistic over all customers, if there is
    /// one (M7).
    pub(crate) fn passes(
        &self,
        value: Option<&Held>,
        kind: Kind,
        test: &Test,
        statistic: &dyn Fn(&str) -> Option<Exact>,
    ) -> bool {
        let value = value.filter(|value| !matches!(value, Held::List(items) if items.is_empty()));
        let Some(value) = value else { return self.passes_missing(test.operator) };
        match test.operator {
            Operator::IsNull => return false,
            Operator::IsNotNull => return true,
            _ => {}
        }
        match (value, kind) {
            (Held::Second(at), Kind::Date) => self.at(*at, test),
            (Held::Number(number), Kind::Number) => compare(*number, test, statistic),
            (Held::Flag(flag), Kind::Flag) => match (test.operator, &test.values[0]) {
                (Operator::Equal, Literal::Boolean(wanted)) => flag == wanted,
                (Operator::NotEqual, Literal::Boolean(wanted)) => flag != wanted,
                other => panic!("{other:?} of a boolean"),
            },
            (Held::Text(text), Kind::Text(fold)) => one_text(text, fold, test),
            (Held::List(items), Kind::List(fold)) => several(items, fold, test),
            other => panic!("a value of another kind: {other:?}"),
        }
    }

    /// The table of missing values (N4).
    fn passes_missing(&self, operator: Operator) -> bool {
        match operator {
            Operator::IsNull => true,
            Operator::NotEqual | Operator::NotIn | Operator::NotContains | Operator::ContainsNone => {
                !self.strict_missing
            }
            _ => false,
        }
    }

    /// A time against days and seconds (T4, T6).
    fn at(&self, at: i64, test: &Test) -> bool {
        let moment = |index: usize| {
            let literal = &test.values[index];
            self.clock.moment(literal, self.as_of).unwrap_or_else(|| panic!("{literal:?} is no date"))
        };
        let inside = |index: usize| moment(index).from <= at && at < moment(index).until;
        let among = || (0..test.values.len()).any(inside);
        match test.operator {
            Operator::Equal => inside(0),
            Operator::NotEqual => !inside(0),
            Operator::In => among(),
            Operator::NotIn => !among(),
            Operator::Greater => at >= moment(0).until,
            Operator::GreaterOrEqual => at >= moment(0).from,
            Operator::Less => at < moment(0).from,
            Operator::LessOrEqual => at < moment(0).until,
            Operator::Between => moment(0).from <= at && at < moment(1).until,
            other => panic!("{} of a date", other.as_str()),
        }
    }
}

fn compare(number: Exact, test: &Test, statistic: &dyn Fn(&str) -> Option<Exact>) -> bool {
    let mut bounds = Vec::new();
    for literal in &test.values {
        let bound = match literal {
            Literal::Integer(digits) | Literal::Decimal(digits) => Exact::parse(digits),
            Literal::Stat(name) => statistic(name),
            other => panic!("{other:?} is no number"),
        };
        // A statistic over no one makes the comparison false (M7).
        let Some(bound) = bound else { return false };
        bounds.push(bound);
    }
    match test.operator {
        Operator::Equal => number == bounds[0],
        Operator::NotEqual => number != bounds[0],
        Operator::Greater => number > bounds[0],
        Operator::GreaterOrEqual => number >= bounds[0],
        Operator::Less => number < bounds[0],
        Operator::LessOrEqual => number <= bounds[0],
        Operator::Between => bounds[0] <= number && number <= bounds[1],
        other => panic!("{} of a number", other.as_str()),
    }
}

/// The text of a literal; ids may be bare numbers.
fn spelt(literal: &Literal) -> &str {
    match literal {
        Literal::Text(text) | Literal::Integer(text) => text,
        other => panic!("{other:?} is no text"),
    }
}

fn one_text(text: &str, fold: Fold, test: &Test) -> bool {
    let equal = |literal: &Literal| match fold.of_literal(spelt(literal)) {
        Some(key) if fold == Fold::Category => has_stretch(text, &key),
        key => key.as_deref() == Some(text),
    };
    let part = || fold.of_part(spelt(&test.values[0]));
    match test.operator {
        Operator::Equal => equal(&test.values[0]),
        Operator::NotEqual => !equal(&test.values[0]),
        Operator::In => test.values.iter().any(equal),
        Operator::NotIn => !test.values.iter().any(equal),
        Operator::StartsWith => text.starts_with(&part()),
        Operator::EndsWith => text.ends_with(&part()),
        Operator::Contains => text.contains(&part()),
        Operator::NotContains => !text.contains(&part()),
        other => panic!("{} of a text", other.as_str()),
    }
}

fn several(items: &[String], fold: Fold, test: &Test) -> bool {
    let has = |literal: &Literal| match fold.of_literal(spelt(literal)) {
        Some(key) if fold == Fold::Category => items.iter().any(|path| has_stretch(path, &key)),
        Some(key) => items.contains(&key),
        None => false,
    };
    match test.operator {
        Operator::Equal | Operator::Contains => has(&test.values[0]),
        Operator::NotEqual | Operator::NotContains => !has(&test.values[0]),
        Operator::In | Operator::ContainsAny => test.values.iter().any(has),
        Operator::NotIn | Operator::ContainsNone => !test.values.iter().any(has),
        Operator::ContainsAll => test.values.iter().all(has),
        other => panic!("{} of a list", other.as_str()),
    }
}

/// Whether some point lies within the circle that the parameters of `customer_within_distance`
/// describe; without parameters, whether there is a point (G1).
pub(crate) fn within_circle(points: &[(f64, f64)], parameters: &[(&str, &Test)]) -> bool {
    let value = |names: &[&str]| {
        let found = parameters.iter().find(|(name, _)| names.contains(name));
        found.map(|(name, test)| (*name, &test.values[0]))
    };
    let degrees = |literal: &Literal| match literal {
        Literal::Integer(digits) | Literal::Decimal(digits) => digits.parse::<f64>().expect("digits"),
        other => panic!("{other:?} is no number"),
    };
    let Some((_, Literal::Tuple(centre))) = value(&["coordinates"]) else { return !points.is_empty() };
    let centre = (degrees(&centre[0]), degrees(&centre[1]));
    let (unit, radius) = value(&["distance_km", "distance_mi"]).expect("a radius beside coordinates");
    let radius = degrees(radius) * if unit == "distance_mi" { 1.609344 } else { 1.0 };
    points.iter().any(|point| places::kilometres(centre, *point) <= radius)
}
