//! Statistics over all customers who have a value (M7), as exact points.

use super::ordered::{Values, View};
use crate::aggregate::{Cut, mean, quotient};
use crate::check::{Statistic, StatisticBound};
use crate::plan::{Edge, Interval};
use crate::rows::RowSet;

/// The interval two statistical ends stand for; `None` if no customer has a value.
pub(super) fn interval(
    view: &View<'_>,
    population: &RowSet,
    low: Option<StatisticBound>,
    high: Option<StatisticBound>,
) -> Option<Interval> {
    let edge = |bound: Option<StatisticBound>| match bound {
        None => Some(None),
        Some(bound) => {
            let at = statistic(view, population, bound.statistic)?;
            Some(Some(Edge { at, included: bound.included }))
        }
    };
    Some(Interval { low: edge(low)?, high: edge(high)? })
}

/// A statistic over the customers of `population` who have a value; `None` if there are none.
pub(crate) fn statistic(view: &View<'_>, population: &RowSet, statistic: Statistic) -> Option<Cut> {
    match (statistic, view.values) {
        (Statistic::Average, Values::Ratio(sums, counts)) => {
            mean(members(view, population).map(|row| (sums.get(row), counts[row])))
        }
        (Statistic::Average, _) => {
            let (mut sum, mut size) = (0i128, 0u32);
            for row in members(view, population) {
                sum += view.whole(row);
                size += 1;
            }
            if size == 0 {
                return None;
            }
            let (whole, rest) = quotient(sum, size);
            Some(Cut::ratio(whole, u64::from(rest), u64::from(size)))
        }
        _ => {
            let (code, rank) = code_of_rank(view, population, statistic)?;
            let mut inside: Vec<usize> = members(view, population).filter(|row| view.codes[*row] == code).collect();
            let (_, row, _) = inside.select_nth_unstable_by(rank, |a, b| view.compare(*a, *b));
            Some(view.exactly(*row))
        }
    }
}

fn members<'a>(view: &'a View<'_>, population: &'a RowSet) -> impl Iterator<Item = usize> + 'a {
    population.iter().map(|row| row as usize).filter(|row| view.is_present(*row))
}

/// The code of the value a statistic asks for, and the value's rank among those of its code.
fn code_of_rank(view: &View<'_>, population: &RowSet, statistic: Statistic) -> Option<(u16, usize)> {
    let mut counts = vec![0u32; 1 << 16];
    members(view, population).for_each(|row| counts[usize::from(view.codes[row])] += 1);
    let size: u64 = counts.iter().map(|count| u64::from(*count)).sum();
    if size == 0 {
        return None;
    }
    let mut rank = match statistic {
        Statistic::Minimum => 0,
        Statistic::Maximum | Statistic::Average => size - 1,
        Statistic::Percentile(percent) => (size * u64::from(percent)).div_ceil(100).max(1) - 1,
    };
    for (code, count) in counts.iter().enumerate() {
        if rank < u64::from(*count) {
            return Some((code as u16, rank as usize));
        }
        rank -= u64::from(*count);
    }
    None
}

/// Scores 5 to 1: 5 − ⌊5 × (strictly better) / (all)⌋ among the customers of `among` who have a
/// value; 0 for the others.
pub(super) fn quintiles(view: &View<'_>, among: &RowSet, smaller_is_better: bool) -> Vec<i64> {
    let mut scores = vec![0; view.codes.len()];
    let mut ranked: Vec<usize> = members(view, among).collect();
    let by_value = |a: &usize, b: &usize| {
        let order = view.compare(*a, *b);
        if smaller_is_better { order } else { order.reverse() }
    };
    ranked.sort_unstable_by(by_value);
    let size = ranked.len() as u64;
    let mut better = 0;
    for tied in ranked.chunk_by(|a, b| by_value(a, b).is_eq()) {
        let score = 5 - (5 * better / size) as i64;
        tied.iter().for_each(|row| scores[*row] = score);
        better += tied.len() as u64;
    }
    scores
}
