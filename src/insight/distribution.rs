//! The values of the customers for whom a dragged bound decides: figures, a histogram, and the
//! segment's count at every stop.

use super::figures::{Figures, of_numbers, of_stops};
use super::slider::{Dial, dragged};
use crate::check::Checked;
use crate::error::Result;
use crate::eval::{self, Cache, Stop};
use crate::snapshot::Snapshot;
use crate::time::Day;

/// The percentiles that are told.
pub const PERCENTILES: [u8; 9] = [1, 5, 10, 25, 50, 75, 90, 95, 99];

/// Values, and what the segment's count is at each.
#[derive(Debug)]
pub struct Distribution {
    /// Whether the values are times, told by their local days since 1970-01-01.
    pub dates: bool,
    /// Digits after the point of numbers.
    pub scale: u8,
    /// Customers for whom the bound decides, with a value or without.
    pub customers: u32,
    /// The segment's count if the test held for no one.
    pub base: u32,
    /// The values, ascending; of each the customers who are in only where the test holds, and
    /// those who are in only where it does not.
    pub stops: Vec<Stop>,
    /// Figures of those who have a value; `None` if no one has, or they were not asked for.
    pub figures: Option<Figures>,
}

/// The distribution behind the bound of a leaf, by the path of its node, with figures if `figured`;
/// `None` if it has no such bound, as [`super::slider`], or a number past 2^52.
///
/// # Errors
/// As [`eval::evaluate`].
pub fn distribution(
    checked: &Checked,
    path: &str,
    dial: Dial,
    figured: bool,
    snapshot: &Snapshot,
    cache: &mut Cache,
) -> Result<Option<Distribution>> {
    let Some(dragged) = dragged(checked, path, dial, snapshot, cache)? else { return Ok(None) };
    let (with, without, dates) = (&dragged.with, &dragged.without, dragged.times);
    let view = dragged.reading.view();
    let stops = match &view {
        None => Some(Vec::new()),
        Some(view) if dates => Some(eval::of_days(view, with, without, &snapshot.zone)),
        Some(view) => eval::of_numbers(view, with, without),
    };
    let Some(stops) = stops else { return Ok(None) };
    let figures = match &view {
        _ if !figured => None,
        Some(view) if view.is_ratio() => {
            let mut population = with.clone();
            population.or(without);
            of_numbers(view, &population, &stops, &PERCENTILES)
        }
        _ => of_stops(&stops, &PERCENTILES),
    };
    let (scale, customers) = (view.map_or(0, |view| view.scale), with.count() + without.count());
    Ok(Some(Distribution { dates, scale, customers, base: dragged.base, stops, figures }))
}

impl Stop {
    /// Customers who have the value.
    pub fn customers(&self) -> u32 {
        self.with + self.without
    }
}

impl Distribution {
    /// The segment's count with the test "at least this value" at each stop, and at last the count
    /// with a test that no value passes.
    pub fn counts(&self) -> Vec<u32> {
        let mut count = i64::from(self.base);
        let mut counts = vec![self.base; self.stops.len() + 1];
        for (at, stop) in self.stops.iter().enumerate().rev() {
            count += i64::from(stop.with) - i64::from(stop.without);
            counts[at] = count as u32;
        }
        counts
    }

    /// Customers without a value.
    pub fn missing(&self) -> u32 {
        self.customers - self.stops.iter().map(Stop::customers).sum::<u32>()
    }

    /// Bars of a histogram, at most about `most`: where each begins, and its customers. Values
    /// past the greatest hundredth are all in the last bar; of dates none is past.
    pub fn bars(&self, most: u32) -> (Vec<i64>, Vec<u32>) {
        let edges = edges(&self.stops, self.dates, most);
        let customers = bars(&self.stops, &edges);
        (edges, customers)
    }
}

/// Where at most about `most` bars begin that hold all of the values; none without a value.
pub(super) fn edges(stops: &[Stop], dates: bool, most: u32) -> Vec<i64> {
    let (Some(first), Some(last)) = (stops.first(), stops.last()) else { return Vec::new() };
    let (least, most) = (first.half >> 1, i64::from(most.max(1)));
    if dates {
        return days(least, last.half >> 1, most);
    }
    let all: u64 = stops.iter().map(|stop| u64::from(stop.customers())).sum();
    let mut left = all / 100;
    let high = stops.iter().rev().find(|stop| {
        let own = u64::from(stop.customers());
        let found = own > left;
        left = left.saturating_sub(own);
        found
    });
    steps(least, high.map_or(least, |stop| stop.half >> 1), most)
}

/// The customers of the values from each edge on; the first edge is not above the least value.
pub(super) fn bars(stops: &[Stop], edges: &[i64]) -> Vec<u32> {
    let mut customers = vec![0; edges.len()];
    let mut bar = 0;
    for stop in stops {
        while edges.get(bar + 1).is_some_and(|next| *next <= stop.half >> 1) {
            bar += 1;
        }
        customers[bar] += stop.customers();
    }
    customers
}

/// Round numbers from the one not above `least` to the one not above `greatest`.
fn steps(least: i64, greatest: i64, most: i64) -> Vec<i64> {
    let sizes = (0..16).flat_map(|zeros| [1, 2, 5].map(|digit| digit * 10i64.pow(zeros)));
    let size = sizes.into_iter().find(|size| greatest.div_euclid(*size) - least.div_euclid(*size) < most);
    let size = size.unwrap_or(i64::MAX);
    (least.div_euclid(size)..=greatest.div_euclid(size)).map(|step| step * size).collect()
}

/// First days of days, weeks, months or years, from the one not after `least`.
fn days(least: i64, greatest: i64, most: i64) -> Vec<i64> {
    // 1970-01-05 was a Monday.
    for (size, first) in [(1, 0), (7, 4)] {
        let (from, to) = ((least - first).div_euclid(size), (greatest - first).div_euclid(size));
        if to - from < most {
            return (from..=to).map(|step| step * size + first).collect();
        }
    }
    let month = |day: i64| {
        let (year, month, _) = Day(day as i32).ymd();
        i64::from(year) * 12 + i64::from(month) - 1
    };
    let first_day = |month: i64| {
        let (year, month) = (month.div_euclid(12) as i32, month.rem_euclid(12) as u32 + 1);
        Day::from_ymd(year.max(1), month, 1).map_or(least, |day| i64::from(day.0))
    };
    let years = (0..4).flat_map(|zeros| [1, 2, 5].map(|digit| 12 * digit * 10i64.pow(zeros)));
    let (from, to) = (month(least), month(greatest));
    let size = [1, 3].into_iter().chain(years).find(|size| to.div_euclid(*size) - from.div_euclid(*size) < most);
    let size = size.unwrap_or(120_000);
    (from.div_euclid(size)..=to.div_euclid(size)).map(|step| first_day(step * size)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_begin_at_round_numbers() {
        assert_eq!(steps(3, 11, 20), [3, 4, 5, 6, 7, 8, 9, 10, 11]);
        assert_eq!(steps(-7, 11, 5), [-10, -5, 0, 5, 10]);
        assert_eq!(steps(0, 99_999, 10), (0..10).map(|step| step * 10_000).collect::<Vec<_>>());
        assert_eq!(steps(5, 5, 1), [5]);
        let day = |text| i64::from(Day::parse(text).unwrap().0);
        let told = |least, greatest, most| {
            days(day(least), day(greatest), most).into_iter().map(|day| Day(day as i32).to_string()).collect::<Vec<_>>()
        };
        assert_eq!(told("2024-02-28", "2024-03-01", 10), ["2024-02-28", "2024-02-29", "2024-03-01"]);
        assert_eq!(told("2024-02-28", "2024-03-11", 3), ["2024-02-26", "2024-03-04", "2024-03-11"]);
        assert_eq!(told("2023-12-15", "2024-02-01", 4), ["2023-12-01", "2024-01-01", "2024-02-01"]);
        assert_eq!(told("1955-12-15", "2024-02-01", 4), ["1950-01-01", "2000-01-01"]);
        assert_eq!(told("0001-01-01", "9999-12-31", 1), ["0001-01-01"]);
    }
}
