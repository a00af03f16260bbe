//! The values that pass tests, as sets that can be joined: intervals of a line, or keys.

use super::checked::{Bound, Measure, Operand, Positive, Range, ValueTest};
use crate::order;
use crate::time::Window;
use crate::value::Decimal;

/// A place between values: below or above a number. Instants are numbers of seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Cut {
    at: Decimal,
    above: bool,
}

/// A stretch from one cut to a later one; a missing end is unbounded.
type Stretch = (Option<Cut>, Option<Cut>);

/// What values pass.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Values {
    /// Every value or none, of whatever sort.
    Whole(bool),
    /// Numbers or instants: stretches in ascending order with gaps between them.
    Line(Vec<Stretch>),
    /// Texts: those named, ascending, or with `others` all but those named.
    Keys { named: Vec<String>, others: bool },
}

/// What passes of one operand: which values, and whether a missing one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Passing {
    missing: bool,
    values: Values,
}

impl Passing {
    /// What passes a test; none if the test looks inside values, or at other customers.
    pub(super) fn of(operand: &Operand, test: &ValueTest) -> Option<Passing> {
        let whole = is_whole(operand);
        let values = match &test.positive {
            Positive::Missing => {
                let missing = !test.negated && can_be_missing(operand);
                return Some(Passing { missing, values: Values::Whole(test.negated) });
            }
            Positive::Within(ranges) => line(ranges.iter().map(|range| stretch(range, whole)).collect()),
            Positive::During(windows) => line(windows.iter().map(during).collect()),
            Positive::OneOf(keys) => Values::Keys { named: ascending(keys.to_vec()), others: false },
            Positive::Is(yes) => Values::Keys { named: vec![yes.to_string()], others: false },
            _ => return None,
        };
        let passing = Passing { missing: false, values };
        Some(match test.negated {
            false => passing,
            true => Passing { missing: !test.strict, ..passing.complement() }.within(&Passing::all(operand)),
        })
    }

    /// Everything an operand can be.
    pub(super) fn all(operand: &Operand) -> Passing {
        let number = |value: i128| Some(Bound { at: Decimal::new(value, 0), included: true });
        let within = |low, high| line(vec![stretch(&Range { low, high }, true)]);
        let values = match operand {
            Operand::Bucket { .. } => within(number(0), number(9_999)),
            Operand::Quintile { .. } => within(number(1), number(5)),
            Operand::Measure { measure: Measure::Count | Measure::Distinct(_), .. } => within(number(0), None),
            _ => Values::Whole(true),
        };
        Passing { missing: can_be_missing(operand), values }
    }

    pub(super) fn is_empty(&self) -> bool {
        !self.missing
            && match &self.values {
                Values::Whole(all) => !all,
                Values::Line(stretches) => stretches.is_empty(),
                Values::Keys { named, others } => named.is_empty() && !others,
            }
    }

    /// What passes both.
    #[must_use]
    pub(super) fn within(&self, other: &Passing) -> Passing {
        Passing { missing: self.missing && other.missing, values: self.values.both(&other.values) }
    }

    /// What does not pass.
    #[must_use]
    pub(super) fn complement(&self) -> Passing {
        Passing { missing: !self.missing, values: self.values.complement() }
    }

    /// Whether all that passes passes the other too.
    pub(super) fn inside(&self, other: &Passing) -> bool {
        self.within(&other.complement()).is_empty()
    }
}

impl Values {
    fn both(&self, other: &Values) -> Values {
        match (self, other) {
            (Values::Whole(false), _) | (_, Values::Whole(false)) => Values::Whole(false),
            (Values::Whole(true), values) | (values, Values::Whole(true)) => values.clone(),
            (Values::Line(a), Values::Line(b)) => {
                let later = |a: Option<Cut>, b: Option<Cut>| a.max(b);
                let earlier = |a: Option<Cut>, b: Option<Cut>| match (a, b) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (one, other) => one.or(other),
                };
                let pairs = a.iter().flat_map(|a| b.iter().map(move |b| (a, b)));
                line(pairs.map(|(a, b)| (later(a.0, b.0), earlier(a.1, b.1))).collect())
            }
            (Values::Keys { named: a, others: x }, Values::Keys { named: b, others: y }) => {
                let named = match (x, y) {
                    (false, false) => those(a, true, b),
                    (false, true) => those(a, false, b),
                    (true, false) => those(b, false, a),
                    (true, true) => ascending([&a[..], &b[..]].concat()),
                };
                Values::Keys { named, others: *x && *y }
            }
            // One operand is of one sort; nothing is claimed of two.
            _ => Values::Whole(true),
        }
    }

    fn complement(&self) -> Values {
        match self {
            Values::Whole(all) => Values::Whole(!all),
            Values::Keys { named, others } => Values::Keys { named: named.clone(), others: !others },
            Values::Line(stretches) => {
                let mut gaps = Vec::new();
                let mut from = None;
                let mut open = true;
                for (low, high) in stretches {
                    if let Some(low) = low {
                        gaps.push((from, Some(*low)));
                    }
                    from = *high;
                    open = high.is_some();
                }
                if open {
                    gaps.push((from, None));
                }
                line(gaps)
            }
        }
    }
}

/// Texts in order, each once.
fn ascending(mut texts: Vec<String>) -> Vec<String> {
    order::sort_by(&mut texts, String::cmp);
    texts.dedup();
    texts
}

/// Those of `texts` that are among `others`, or are not; both ascend.
fn those(texts: &[String], among: bool, others: &[String]) -> Vec<String> {
    texts.iter().filter(|text| others.binary_search(text).is_ok() == among).cloned().collect()
}

/// Stretches in order, joined where they touch, without empty ones.
fn line(mut stretches: Vec<Stretch>) -> Values {
    stretches.retain(|(low, high)| match (low, high) {
        (Some(low), Some(high)) => low < high,
        _ => true,
    });
    order::sort_by_key(&mut stretches, |stretch| stretch.0);
    let mut joined: Vec<Stretch> = Vec::new();
    for (low, high) in stretches {
        match joined.last_mut() {
            Some((_, last)) if last.is_none_or(|last| low.is_none_or(|low| low <= last)) => {
                *last = match (*last, high) {
                    (Some(last), Some(high)) => Some(last.max(high)),
                    _ => None,
                };
            }
            _ => joined.push((low, high)),
        }
    }
    Values::Line(joined)
}

/// The stretch of a range; of whole numbers, between the cuts above and below whole numbers, so
/// that `> 4` and `>= 5` are the same.
fn stretch(range: &Range, whole: bool) -> Stretch {
    let low = range.low.map(|bound| match whole {
        false => Cut { at: bound.at, above: !bound.included },
        true => {
            let floor = bound.at.floor_at_scale(0);
            let included = bound.included && bound.at.at_scale(0).is_some();
            Cut { at: Decimal::new(if included { floor } else { floor + 1 }, 0), above: false }
        }
    });
    let high = range.high.map(|bound| match whole {
        false => Cut { at: bound.at, above: bound.included },
        true => {
            let floor = bound.at.floor_at_scale(0);
            let excluded = !bound.included && bound.at.at_scale(0).is_some();
            Cut { at: Decimal::new(if excluded { floor } else { floor + 1 }, 0), above: false }
        }
    });
    (low, high)
}

fn during(window: &Window) -> Stretch {
    let cut = |at: crate::time::Instant| Cut { at: Decimal::new(i128::from(at.0), 0), above: false };
    (window.from.map(cut), window.until.map(cut))
}

/// Whether the operand's numbers are whole.
fn is_whole(operand: &Operand) -> bool {
    matches!(
        operand,
        Operand::Measure { measure: Measure::Count | Measure::Distinct(_), .. }
            | Operand::DaysSince(_)
            | Operand::YearsSince(_)
            | Operand::Bucket { .. }
            | Operand::Quintile { .. }
    )
}

/// Whether some customer may have no value.
pub(super) fn can_be_missing(operand: &Operand) -> bool {
    !matches!(
        operand,
        Operand::Counter(_)
            | Operand::Bucket { .. }
            | Operand::Measure { measure: Measure::Count | Measure::Sum(_) | Measure::Distinct(_), .. }
    ) && *operand != Operand::Column("id".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use arbtest::arbtest;

    fn column() -> Operand {
        Operand::Column("x".into())
    }

    fn passing(tests: &[(i8, i8, bool, bool)]) -> Vec<Passing> {
        let bound = |at: i8, included| Some(Bound { at: Decimal::new(i128::from(at), 1), included });
        tests
            .iter()
            .map(|(low, high, included, negated)| {
                let range = Range { low: bound(*low, *included), high: bound(*high, !included) };
                let test = ValueTest { positive: Positive::Within(vec![range]), negated: *negated, strict: false };
                Passing::of(&column(), &test).unwrap()
            })
            .collect()
    }

    fn either(a: &Passing, b: &Passing) -> Passing {
        a.complement().within(&b.complement()).complement()
    }

    fn holds(passing: &Passing, tenths: i128) -> bool {
        let at = Decimal::new(tenths, 1);
        let point = (Some(Cut { at, above: false }), Some(Cut { at, above: true }));
        !passing.values.both(&Values::Line(vec![point])).eq(&Values::Line(vec![]))
            && passing.values != Values::Whole(false)
    }

    #[test]
    fn sets_of_numbers_obey_the_algebra() {
        arbtest(|u| {
            let both = passing(&[u.arbitrary()?, u.arbitrary()?]);
            let (a, b) = (&both[0], &both[1]);
            assert_eq!(a.complement().complement(), *a);
            assert_eq!(either(a, b).complement(), a.complement().within(&b.complement()));
            assert!(a.within(b).inside(a) && a.inside(&either(a, b)));
            for tenths in -130..130 {
                assert_eq!(holds(&a.within(b), tenths), holds(a, tenths) && holds(b, tenths));
                assert_eq!(holds(&either(a, b), tenths), holds(a, tenths) || holds(b, tenths));
                assert_eq!(holds(&a.complement(), tenths), !holds(a, tenths));
            }
            Ok(())
        });
    }

    #[test]
    fn whole_numbers_have_no_gaps() {
        let days = Operand::DaysSince(Box::new(column()));
        let above = |at: i128, included| Range { low: Some(Bound { at: Decimal::new(at, 0), included }), high: None };
        let of = |range| {
            Passing::of(&days, &ValueTest { positive: Positive::Within(vec![range]), negated: false, strict: false })
        };
        assert_eq!(of(above(4, false)), of(above(5, true)));
    }
}
