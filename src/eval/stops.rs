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

/// Most values that have a counter each: the least ones, of which there are most.
const COUNTERS: usize = 1 << 20;

/// Customers by value: counters for values near the least, a list for those far from it.
struct Tally {
    least: i64,
    counters: Vec<[u32; 2]>,
    far: Vec<(i64, usize)>,
}

impl Tally {
    /// Of values from `least` to `greatest`, about `customers` of them.
    fn new(least: i64, greatest: i64, customers: u32) -> Tally {
        let range = greatest.abs_diff(least).saturating_add(1);
        let near = range.min((4 * customers as usize + 1024).min(COUNTERS) as u64) as usize;
        Tally { least, counters: vec![[0; 2]; near], far: Vec::new() }
    }

    /// Counts the customers of both sets by `value`; those without one are passed over.
    #[inline(always)]
    fn count(&mut self, sets: [&RowSet; 2], value: impl Fn(usize) -> Option<i64>) {
        for (side, set) in sets.into_iter().enumerate() {
            for row in set.iter() {
                let Some(value) = value(row as usize) else { continue };
                match self.counters.get_mut(value.wrapping_sub(self.least) as usize) {
                    Some(counter) => counter[side] += 1,
                    None => self.far.push((value, side)),
                }
            }
        }
    }

    /// The values that were counted, as halves.
    fn stops(mut self, half: impl Fn(i64) -> i64) -> Vec<Stop> {
        let near = self.counters.iter().zip(self.least..).filter(|(counter, _)| counter[0] + counter[1] > 0);
        let stop =
            |(counter, value): (&[u32; 2], i64)| Stop { half: half(value), with: counter[0], without: counter[1] };
        let mut stops: Vec<Stop> = near.map(stop).collect();
        self.far.sort_unstable();
        for same in self.far.chunk_by(|a, b| a.0 == b.0) {
            let without = same.iter().map(|(_, side)| *side as u32).sum();
            stops.push(Stop { half: half(same[0].0), with: same.len() as u32 - without, without });
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
