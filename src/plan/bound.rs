//! Tests bound to one column.

use super::interval::{Interval, intervals};
use crate::check::Positive;
use crate::double;
use crate::snapshot::{Column, Strings};
use crate::time::Day;
use crate::value::Decimal;
use std::collections::HashSet;

/// A positive test with everything about the column looked up.
#[derive(Debug, Clone)]
pub enum Bound {
    /// No value passes.
    Never,
    /// There is no value.
    Missing,
    /// The number or time is in one of the intervals.
    Within(Vec<Interval>),
    /// The text, or one of the list's, is among these.
    Any(CodeSet),
    /// The list has all of these keys: indices into the dictionary, distinct.
    All(Vec<u32>),
    /// The boolean is this.
    Is(bool),
    /// A place lies in the circle.
    Near(Circle),
    /// The date's month and day are among these.
    Anniversary(MonthDays),
}

/// A set of dictionary entries.
#[derive(Debug, Clone)]
pub struct CodeSet {
    /// Indices into the dictionary, ascending.
    pub keys: Vec<u32>,
    /// The size of the dictionary.
    pub of: usize,
}

impl CodeSet {
    /// The set as bits over codes: bit `i + 1` for entry `i`, as [`crate::snapshot::Codes`] have it.
    pub fn bits(&self) -> Vec<u64> {
        let mut bits = vec![0; self.of / 64 + 1];
        for key in &self.keys {
            let code = *key as usize + 1;
            bits[code / 64] |= 1 << (code % 64);
        }
        bits
    }
}

/// A circle on the globe (G1).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Circle {
    /// Degrees north of the centre.
    pub latitude: f64,
    /// Degrees east of the centre.
    pub longitude: f64,
    /// Radius in kilometres.
    pub kilometres: f64,
}

impl Circle {
    /// Mean radius of the earth in kilometres.
    const EARTH: f64 = 6371.0088;

    /// Whether a place, given in degrees, is inside; the rim is.
    pub fn contains(&self, latitude: f64, longitude: f64) -> bool {
        self.kilometres_to(latitude, longitude) <= self.kilometres
    }

    /// How far a place, given in degrees, is from the centre.
    pub fn kilometres_to(&self, latitude: f64, longitude: f64) -> f64 {
        let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
        let across = self.latitude.to_radians().cos() * latitude.to_radians().cos();
        let chord = half(latitude - self.latitude) + across * half(longitude - self.longitude);
        2.0 * Circle::EARTH * chord.min(1.0).sqrt().asin()
    }
}

/// Days of a year: bit `d` of `months[m]` is day `d` of month `m + 1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthDays {
    months: [u32; 12],
}

impl MonthDays {
    /// The days whose anniversary is kept on a date of the spans, ends included (T10).
    pub fn of(spans: &[(Day, Day)]) -> MonthDays {
        let mut months = [0u32; 12];
        for (first, last) in spans {
            // Every anniversary is kept once in any 366 days.
            for day in first.0..=last.0.min(first.0.saturating_add(366)) {
                let (year, month, of_month) = Day(day).ymd();
                months[month as usize - 1] |= 1 << of_month;
                if (month, of_month) == (2, 28) && Day::from_ymd(year, 2, 29).is_none() {
                    months[1] |= 1 << 29;
                }
            }
        }
        MonthDays { months }
    }

    /// Whether a date's anniversary is among them.
    pub fn contains(&self, date: Day) -> bool {
        let (_, month, day) = date.ymd();
        self.months[month as usize - 1] >> day & 1 == 1
    }
}

/// Binds a test to a column. A test of another type than the column's passes no value;
/// [`Positive::AgainstStatistic`] is not a test of one column alone and passes none either.
pub fn bind(positive: &Positive, column: &Column) -> Bound {
    match (positive, column) {
        (Positive::Missing, _) => Bound::Missing,
        (Positive::Within(_), Column::Number(numbers)) => within(positive, numbers.scale),
        (Positive::During(_), Column::Time(_)) => within(positive, 0),
        (Positive::AnniversaryIn(spans), Column::Time(_)) => Bound::Anniversary(MonthDays::of(spans)),
        (Positive::Is(yes), Column::Boolean { .. }) => Bound::Is(*yes),
        (Positive::Near { latitude, longitude, kilometres }, Column::Places(_)) => Bound::Near(Circle {
            latitude: degrees(*latitude),
            longitude: degrees(*longitude),
            kilometres: degrees(*kilometres),
        }),
        (Positive::ContainsAll(keys), Column::List(lists)) => all_of(keys, &lists.keys),
        (_, Column::Text(texts)) => any_of(positive, &texts.keys),
        (_, Column::List(lists)) => any_of(positive, &lists.keys),
        _ => Bound::Never,
    }
}

fn within(positive: &Positive, scale: u8) -> Bound {
    intervals(positive, scale).map_or(Bound::Never, Bound::Within)
}

/// The nearest double of a decimal.
fn degrees(number: Decimal) -> f64 {
    double::nearest(number.mantissa(), number.scale())
}

fn any_of(positive: &Positive, dictionary: &Strings) -> Bound {
    let matching = |test: &dyn Fn(&str) -> bool| {
        let keys = dictionary.iter().zip(0..).filter(|(key, _)| test(key)).map(|(_, index)| index).collect();
        Bound::Any(CodeSet { keys, of: dictionary.len() })
    };
    match positive {
        Positive::OneOf(keys) | Positive::ContainsAny(keys) if keys.len() <= 4 => {
            matching(&|key| keys.iter().any(|wanted| wanted == key))
        }
        Positive::OneOf(keys) | Positive::ContainsAny(keys) => {
            let wanted: HashSet<&str> = keys.iter().map(String::as_str).collect();
            matching(&|key| wanted.contains(key))
        }
        Positive::ContainsAll(keys) => matching(&|key| keys.iter().all(|wanted| wanted == key)),
        Positive::StartsWith(part) => matching(&|key| key.starts_with(part.as_str())),
        Positive::EndsWith(part) => matching(&|key| key.ends_with(part.as_str())),
        Positive::Substring(part) => matching(&|key| key.contains(part.as_str())),
        Positive::PathContains(stretches) => matching(&|key| path_contains(key, stretches)),
        _ => Bound::Never,
    }
}

fn all_of(keys: &[String], dictionary: &Strings) -> Bound {
    let Bound::Any(set) = any_of(&Positive::ContainsAny(keys.to_vec()), dictionary) else { return Bound::Never };
    let distinct: HashSet<&str> = keys.iter().map(String::as_str).collect();
    if set.keys.len() == distinct.len() { Bound::All(set.keys) } else { Bound::Never }
}

/// Whether a path has one of the stretches of components, unbroken.
fn path_contains(path: &str, stretches: &[Vec<String>]) -> bool {
    let components: Vec<&str> = path.split(" > ").collect();
    stretches.iter().any(|stretch| components.windows(stretch.len().max(1)).any(|window| window == stretch))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anniversaries_of_29_february() {
        let day = |text| Day::parse(text).unwrap();
        let kept = MonthDays::of(&[(day("2023-02-28"), day("2023-02-28"))]);
        assert!(kept.contains(day("2000-02-29")) && kept.contains(day("1999-02-28")));
        let leap = MonthDays::of(&[(day("2024-02-28"), day("2024-02-28"))]);
        assert!(!leap.contains(day("2000-02-29")) && leap.contains(day("1999-02-28")));
        let long = MonthDays::of(&[(day("2023-03-01"), day("2030-01-01"))]);
        assert!((0..366).all(|offset| long.contains(Day(day("2024-01-01").0 + offset))));
        let none = MonthDays::of(&[(day("2024-03-02"), day("2024-03-01"))]);
        assert!((0..366).all(|offset| !none.contains(Day(day("2024-01-01").0 + offset))));
    }

    #[test]
    fn stretches_of_paths_are_unbroken() {
        let has = |path: &str, stretch: &[&str]| {
            path_contains(path, &[stretch.iter().map(|part| (*part).to_owned()).collect()])
        };
        assert!(has("apparel > shoes > boots", &["shoes"]) && has("apparel > shoes > boots", &["shoes", "boots"]));
        assert!(!has("apparel > shoes > boots", &["apparel", "boots"]) && !has("apparel > shoe", &["shoes"]));
    }

    #[test]
    fn the_rim_of_a_circle_is_inside() {
        let sofia = Circle { latitude: 42.6977, longitude: 23.3219, kilometres: 135.0 };
        assert!(sofia.contains(42.6977, 23.3219) && sofia.contains(42.1354, 24.7453));
        assert!(!sofia.contains(43.2141, 27.9147));
        assert!(Circle { kilometres: 0.0, ..sofia }.contains(42.6977, 23.3219));
    }
}
