//! The distinct values of some customers in ascending order, each with how many have it.

use super::ordered::{Values, View};
use crate::aggregate::quotient;
use crate::rows::RowSet;
use crate::snapshot::Times;
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

/// The values of customers of two sets that are apart; `None` if one of them is greater than a
/// double holds.
pub(crate) fn of_numbers(view: &View<'_>, with: &RowSet, without: &RowSet) -> Option<Vec<Stop>> {
    let mut starts = vec![0u32; (1 << 16) + 1];
    let sides = [with, without];
    for row in sides.into_iter().flat_map(RowSet::iter) {
        starts[usize::from(view.codes[row as usize]) + 1] += 1;
    }
    // Code 0 is no value.
    starts[1] = 0;
    for code in 1..=1 << 16 {
        starts[code] += starts[code - 1];
    }
    // Values in the order of codes, the lowest bit telling the set.
    let mut next = starts.clone();
    let mut keys = vec![0i64; starts[1 << 16] as usize];
    for (side, set) in sides.into_iter().enumerate() {
        for row in set.iter().map(|row| row as usize).filter(|row| view.is_present(*row)) {
            let place = &mut next[usize::from(view.codes[row])];
            keys[*place as usize] = half_of(view, row)? << 1 | side as i64;
            *place += 1;
        }
    }
    if !matches!(view.values, Values::Codes) {
        for bucket in starts.windows(2) {
            keys[bucket[0] as usize..bucket[1] as usize].sort_unstable();
        }
    }
    let mut stops: Vec<Stop> = Vec::new();
    for key in keys {
        add(&mut stops, key >> 1, key & 1 == 0);
    }
    Some(stops)
}

/// The local days of the times of customers of two sets that are apart.
pub(crate) fn of_days(view: &View<'_>, with: &RowSet, without: &RowSet, zone: &Zone) -> Vec<Stop> {
    let sides = [(with, true), (without, false)];
    let seconds = |set: &RowSet, visit: &mut dyn FnMut(i64)| {
        let second = |row: u32| view.is_present(row as usize).then(|| view.whole(row as usize) as i64);
        set.iter().filter_map(second).filter(|second| *second != Times::MISSING).for_each(visit);
    };
    let (mut least, mut greatest) = (i64::MAX, i64::MIN);
    for (set, _) in sides {
        seconds(set, &mut |second| (least, greatest) = (least.min(second), greatest.max(second)));
    }
    if least > greatest {
        return Vec::new();
    }
    let Some(days) = Days::between(zone, least, greatest, 1 << 16) else {
        let mut keys: Vec<i64> = Vec::new();
        for (set, is_with) in sides {
            seconds(set, &mut |second| {
                keys.push(i64::from(zone.day_of(Instant(second)).0) << 1 | i64::from(!is_with));
            });
        }
        keys.sort_unstable();
        let mut stops = Vec::new();
        keys.into_iter().for_each(|key| add(&mut stops, key & !1, key & 1 == 0));
        return stops;
    };
    let mut counts = vec![[0u32; 2]; days.index(greatest) + 1];
    for (set, is_with) in sides {
        seconds(set, &mut |second| counts[days.index(second)][usize::from(!is_with)] += 1);
    }
    let stop = |(index, [with, without]): (usize, [u32; 2])| {
        let day = Day(days.first().0 + index as i32);
        (with + without > 0).then_some(Stop { half: i64::from(day.0) << 1, with, without })
    };
    counts.into_iter().enumerate().filter_map(stop).collect()
}

/// Adds one customer to values in ascending order.
fn add(stops: &mut Vec<Stop>, half: i64, with: bool) {
    if stops.last().is_none_or(|last| last.half != half) {
        stops.push(Stop { half, with: 0, without: 0 });
    }
    if let Some(last) = stops.last_mut() {
        *(if with { &mut last.with } else { &mut last.without }) += 1;
    }
}

/// The value of a row in halves; `None` if it is too great.
fn half_of(view: &View<'_>, row: usize) -> Option<i64> {
    let (whole, fraction) = match view.values {
        Values::Ratio(sums, counts) => {
            let (whole, rest) = quotient(sums.get(row), counts[row]);
            (whole, rest != 0)
        }
        _ => (view.whole(row), false),
    };
    (whole.abs() < GREATEST).then_some((whole as i64) << 1 | i64::from(fraction))
}
