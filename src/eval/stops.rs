//! The distinct values of some customers in ascending order, each with how many have it.

use super::ordered::{Values, View};
use super::sketch::Map;
use crate::aggregate::quotient;
use crate::rows::RowSet;
use crate::time::{Day, Days, Instant, Zone};

/// One value, with how many customers of two sets have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop {
    /// The value in halves of its smallest unit (of times, of a local day): `2n` is `n`, and
    /// `2n + 1` any fraction between `n` and `n + 1`, as averages have.
    pub half: i64,
    /// Customers of the first set.
    pub with: u32,
    /// Customers of the second.
    pub without: u32,
}

/// The greatest magnitude of a value: twice it is exact in a double.
const GREATEST: i128 = 1 << 52;

/// Most values that have a counter each.
const COUNTERS: usize = 1 << 20;

/// Values that are looked at before the counters are placed.
const SAMPLE: usize = 256;

/// Customers by value: counters for a stretch that most values are in, a list for the others.
struct Tally {
    /// The value of the first counter.
    first: i64,
    counters: Vec<[u32; 2]>,
    /// Whether every value has a counter.
    whole: bool,
    far: Vec<(i64, bool)>,
}

impl Tally {
    /// Of values from `least` to `greatest`, about `customers` of them.
    fn new(least: i64, greatest: i64, customers: u32) -> Tally {
        let range = greatest.abs_diff(least).saturating_add(1);
        let most = (4 * customers as usize + 1024).min(COUNTERS) as u64;
        let counters = vec![[0; 2]; range.min(most) as usize];
        Tally { first: least, counters, whole: range <= most, far: Vec::new() }
    }

    /// Counts the customers of both sets by `value`; those without one are passed over.
    #[inline(always)]
    fn count(&mut self, sets: [&RowSet; 2], value: impl Fn(usize) -> Option<i64>) {
        if !self.whole {
            // A few values far below the others are no place to begin.
            let rows = sets.into_iter().flat_map(RowSet::iter);
            let mut sample: Vec<i64> = rows.filter_map(|row| value(row as usize)).take(SAMPLE).collect();
            sample.sort_unstable();
            if let Some(low) = sample.get(sample.len() / 32) {
                self.first = self.first.max(low.saturating_sub(self.counters.len() as i64 / 8));
            }
        }
        for (side, set) in sets.into_iter().enumerate() {
            set.each(None, |row| {
                let Some(value) = value(row) else { return };
                // As 64 bits: an index of WebAssembly has 32.
                let place = value.wrapping_sub(self.first) as u64;
                match place < self.counters.len() as u64 {
                    true => self.counters[place as usize][side] += 1,
                    false => self.far.push((value, side == 1)),
                }
            });
        }
    }

    /// The values that were counted, as halves.
    fn stops(mut self, half: impl Fn(i64) -> i64) -> Vec<Stop> {
        self.far.sort_unstable();
        let (below, above) = self.far.split_at(self.far.partition_point(|(value, _)| *value < self.first));
        let mut stops = Vec::new();
        let mut add = |value: i64, with: u32, without: u32| stops.push(Stop { half: half(value), with, without });
        let far = |same: &[(i64, bool)]| {
            let without = same.iter().filter(|(_, without)| *without).count() as u32;
            (same[0].0, same.len() as u32 - without, without)
        };
        let same = |a: &(i64, bool), b: &(i64, bool)| a.0 == b.0;
        for (value, with, without) in below.chunk_by(same).map(far) {
            add(value, with, without);
        }
        for ([with, without], value) in self.counters.iter().zip(self.first..) {
            if with + without > 0 {
                add(value, *with, *without);
            }
        }
        for (value, with, without) in above.chunk_by(same).map(far) {
            add(value, with, without);
        }
        stops
    }
}

/// The values of customers of two sets that are apart; `None` if one of them is greater than a
/// double holds.
pub(crate) fn of_numbers(view: &View<'_>, with: &RowSet, without: &RowSet) -> Option<Vec<Stop>> {
    let sets = [with, without];
    let customers = with.count() + without.count();
    let (least, greatest) = view.map.ends();
    if least.abs() >= GREATEST || greatest.abs() >= GREATEST {
        return None;
    }
    let (least, greatest) = (least as i64, greatest as i64);
    let there = |row: usize| view.codes[row] != 0;
    Some(match view.values {
        Values::Codes => {
            let mut tally = Tally::new(0, i64::from(u16::MAX), 1 << 16);
            tally.count(sets, |row| Some(i64::from(view.codes[row])).filter(|code| *code != 0));
            tally.stops(|code| (view.map.bucket(code as u16).0 as i64) << 1)
        }
        Values::Ratio(sums, counts) => {
            let mut tally = Tally::new(least << 1, greatest << 1 | 1, customers);
            let half = |row: usize| {
                let (whole, rest) = quotient(sums.get(row), counts[row]);
                (whole as i64) << 1 | i64::from(rest != 0)
            };
            tally.count(sets, |row| there(row).then(|| half(row)));
            tally.stops(|half| half)
        }
        Values::Narrow(values) => {
            let mut tally = Tally::new(least, greatest, customers);
            tally.count(sets, |row| there(row).then(|| values[row]));
            tally.stops(|value| value << 1)
        }
        Values::Counts(_) | Values::Wide(_) => {
            let mut tally = Tally::new(least, greatest, customers);
            tally.count(sets, |row| there(row).then(|| view.whole(row) as i64));
            tally.stops(|value| value << 1)
        }
    })
}

/// The local days of the times of customers of two sets that are apart.
pub(crate) fn of_days(view: &View<'_>, with: &RowSet, without: &RowSet, zone: &Zone) -> Vec<Stop> {
    let sets = [with, without];
    let there = |row: usize| view.codes[row] != 0;
    if let Map::Days { first, .. } = view.map {
        let mut tally = Tally::new(0, i64::from(u16::MAX), 1 << 16);
        tally.count(sets, |row| Some(i64::from(view.codes[row])).filter(|code| *code != 0));
        return tally.stops(|code| (i64::from(first.0) + code - 1) << 1);
    }
    let (least, greatest) = view.map.ends();
    if least > greatest {
        return Vec::new();
    }
    let second = |row: usize| view.whole(row) as i64;
    if let Some(days) = Days::between(zone, least as i64, greatest as i64, 1 << 16) {
        let mut tally = Tally::new(0, i64::from(u16::MAX), 1 << 16);
        tally.count(sets, |row| there(row).then(|| days.index(second(row)) as i64));
        return tally.stops(|index| (i64::from(days.first().0) + index) << 1);
    }
    let day = |row: usize| i64::from(zone.day_of(Instant(second(row))).0);
    let (first, last) = (zone.day_of(Instant(least as i64)), zone.day_of(Instant(greatest as i64)));
    let Day(first) = first;
    let mut tally = Tally::new(i64::from(first), i64::from(last.0), with.count() + without.count());
    tally.count(sets, |row| there(row).then(|| day(row)));
    tally.stops(|day| day << 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregate::Whole;
    use crate::eval::ordered::Ordered;

    #[test]
    fn values_far_apart_are_counted_once_and_in_order() {
        let spread = |row: i64| match row % 7 {
            0 => -(row << 33) - 5,
            1 => (row << 32) + 3,
            2 => 3,
            _ => (row * 977) % 5_000,
        };
        let values: Vec<i64> = (0..3_000).map(spread).collect();
        let ordered = Ordered::new(2, Whole::Narrow(values.clone()), |row| row % 5 != 0);
        let with = RowSet::from_fn(3_000, |row| row % 3 == 0);
        let without = RowSet::from_fn(3_000, |row| row % 3 == 1);
        let stops = of_numbers(&ordered.view(), &with, &without).unwrap();
        assert!(stops.is_sorted_by(|a, b| a.half < b.half));
        let mut expected = std::collections::BTreeMap::new();
        for (row, value) in values.iter().enumerate().filter(|(row, _)| row % 5 != 0 && row % 3 != 2) {
            expected.entry(value << 1).or_insert([0, 0])[row % 3] += 1;
        }
        let told: Vec<(i64, [u32; 2])> = stops.iter().map(|stop| (stop.half, [stop.with, stop.without])).collect();
        assert_eq!(told, expected.into_iter().collect::<Vec<_>>());
        let great = Ordered::new(0, Whole::Narrow(vec![1 << 53, 0]), |_| true);
        assert!(of_numbers(&great.view(), &RowSet::full(2), &RowSet::empty(2)).is_none());
    }
}
