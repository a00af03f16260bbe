//! Ranges and windows at the scale of the values they are compared with.

use crate::aggregate::Cut;
use crate::check::{Positive, Range};
use crate::order;
use crate::time::Window;
use std::cmp::Ordering;

/// An end of an interval.
#[derive(Debug, Clone)]
pub struct Edge {
    /// Where it is.
    pub at: Cut,
    /// Whether the point itself is inside.
    pub included: bool,
}

/// A stretch of the number line; a missing end is unbounded.
#[derive(Debug, Clone, Default)]
pub struct Interval {
    /// Lower end.
    pub low: Option<Edge>,
    /// Upper end.
    pub high: Option<Edge>,
}

impl Interval {
    /// The integers inside, first and last; `None` if there are none.
    pub fn integers(&self) -> Option<(i128, i128)> {
        let low = self.low.as_ref().map_or(i128::MIN, |edge| edge.at.first_integer(edge.included));
        let high = self.high.as_ref().map_or(i128::MAX, |edge| edge.at.last_integer(edge.included));
        (low <= high).then_some((low, high))
    }

    /// Whether `sum / count` is inside.
    pub fn contains(&self, sum: i128, count: u32) -> bool {
        let beyond = |edge: &Edge, end: Ordering| {
            let order = edge.at.compare(sum, count);
            order == end || (edge.included && order == Ordering::Equal)
        };
        self.low.as_ref().is_none_or(|low| beyond(low, Ordering::Greater))
            && self.high.as_ref().is_none_or(|high| beyond(high, Ordering::Less))
    }

    /// A range at the scale of the values.
    pub fn of_range(range: &Range, scale: u8) -> Interval {
        let edge = |bound: crate::check::Bound| Edge { at: Cut::decimal(bound.at, scale), included: bound.included };
        Interval { low: range.low.map(edge), high: range.high.map(edge) }
    }

    fn of_window(window: &Window) -> Interval {
        let edge = |second: i64, included| Edge { at: Cut::integer(i128::from(second)), included };
        Interval {
            low: window.from.map(|from| edge(from.0, true)),
            high: window.until.map(|until| edge(until.0, false)),
        }
    }
}

/// The intervals of a test of numbers or times, at the scale of the values; `None` for other tests.
pub fn intervals(positive: &Positive, scale: u8) -> Option<Vec<Interval>> {
    match positive {
        Positive::Within(ranges) => Some(ranges.iter().map(|range| Interval::of_range(range, scale)).collect()),
        Positive::During(windows) => Some(windows.iter().map(Interval::of_window).collect()),
        _ => None,
    }
}

/// The 64-bit integers inside any of the intervals: closed ranges, ascending, apart from each
/// other. `i64::MIN`, which stands for a missing time, is never inside.
pub fn integers(intervals: &[Interval]) -> Vec<(i64, i64)> {
    let clamped = |(low, high): (i128, i128)| {
        let (low, high) = (low.max(i128::from(i64::MIN) + 1), high.min(i128::from(i64::MAX)));
        (low <= high).then_some((low as i64, high as i64))
    };
    let mut ranges: Vec<(i64, i64)> = intervals.iter().filter_map(Interval::integers).filter_map(clamped).collect();
    order::sort_by_key(&mut ranges, |range| *range);
    let mut joined: Vec<(i64, i64)> = Vec::with_capacity(ranges.len());
    for (low, high) in ranges {
        match joined.last_mut() {
            Some(last) if low <= last.1.saturating_add(1) => last.1 = last.1.max(high),
            _ => joined.push((low, high)),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_joined_and_miss_nothing() {
        let closed = |low, high| Interval {
            low: Some(Edge { at: Cut::integer(low), included: true }),
            high: Some(Edge { at: Cut::integer(high), included: true }),
        };
        assert_eq!(integers(&[closed(5, 9), closed(1, 2), closed(3, 4), closed(20, 19)]), [(1, 9)]);
        assert_eq!(integers(&[Interval::default()]), [(i64::MIN + 1, i64::MAX)]);
        assert_eq!(integers(&[closed(i128::from(i64::MAX) + 1, i128::MAX)]), []);
    }
}
