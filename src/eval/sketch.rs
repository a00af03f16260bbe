//! Sketch codes: every orderable value as a monotone 16-bit code, so that one kernel compares all
//! types, and only rows in the bucket of a bound are looked at exactly.
//!
//! Code 0 is a missing value. Codes grow in steps: the least values have a code each, then every
//! doubling of the distance from the least value has as many codes as the one before.

use crate::aggregate::Whole;
use crate::time::{Day, Instant, Zone};

/// Codes with the map that made them.
#[derive(Debug)]
pub(crate) struct Sketch {
    /// One code a row.
    pub(crate) codes: Vec<u16>,
    /// What they mean.
    pub(crate) map: Map,
}

/// A monotone map from values to codes 1 to 65,535.
#[derive(Debug, Clone)]
pub(crate) enum Map {
    /// Codes in steps from `least` on.
    Steps {
        /// The least value.
        least: i128,
        /// The greatest value.
        greatest: i128,
        /// Low bits of the distance that are dropped, for values past 64 bits.
        dropped: u32,
        /// `2^(bits + 1)` least distances have a code each, then `2^bits` every doubling.
        bits: u32,
    },
    /// Local days, from code 1 on.
    Days {
        /// The day of code 1.
        first: Day,
        /// Where days begin.
        zone: Zone,
    },
}

/// Where a value falls among the codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Below every code.
    Below,
    /// In the bucket of a code.
    In(u16),
    /// Above every code.
    Above,
}

impl Sketch {
    /// Bytes held.
    pub(crate) fn bytes(&self) -> usize {
        self.codes.len() * 2
    }

    /// Of numbers; `present` tells which of them are values.
    pub(crate) fn of(values: &Whole, present: impl Fn(usize) -> bool) -> Sketch {
        match values {
            Whole::Narrow(values) => Sketch::of_narrow(values, present),
            Whole::Wide(values) => Sketch::of_wide(values, present),
        }
    }

    /// Of 64-bit numbers.
    pub(crate) fn of_narrow(values: &[i64], present: impl Fn(usize) -> bool) -> Sketch {
        let (mut least, mut greatest) = (i64::MAX, i64::MIN);
        for (row, value) in values.iter().enumerate() {
            if present(row) {
                (least, greatest) = (least.min(*value), greatest.max(*value));
            }
        }
        if least > greatest {
            return Sketch::empty(values.len());
        }
        let bits = bits_for(greatest.wrapping_sub(least) as u64);
        let code = |row: usize| match present(row) {
            true => step(values[row].wrapping_sub(least) as u64, bits),
            false => 0,
        };
        let map = Map::Steps { least: i128::from(least), greatest: i128::from(greatest), dropped: 0, bits };
        Sketch { codes: (0..values.len()).map(code).collect(), map }
    }

    fn of_wide(values: &[i128], present: impl Fn(usize) -> bool) -> Sketch {
        let there = || values.iter().enumerate().filter(|(row, _)| present(*row)).map(|(_, value)| *value);
        let (Some(least), Some(greatest)) = (there().min(), there().max()) else {
            return Sketch::empty(values.len());
        };
        let distance = greatest.wrapping_sub(least) as u128;
        let dropped = 64u32.saturating_sub(distance.leading_zeros());
        let bits = bits_for((distance >> dropped) as u64);
        let code = |row: usize| match present(row) {
            true => step((values[row].wrapping_sub(least) as u128 >> dropped) as u64, bits),
            false => 0,
        };
        Sketch { codes: (0..values.len()).map(code).collect(), map: Map::Steps { least, greatest, dropped, bits } }
    }

    /// Of counts that [`count_code`] made codes of; `greatest` is the greatest count.
    pub(crate) fn of_counts(codes: Vec<u16>, greatest: u32) -> Sketch {
        let map = Map::Steps { least: 0, greatest: i128::from(greatest), dropped: 0, bits: COUNT_BITS };
        Sketch { codes, map }
    }

    fn empty(len: usize) -> Sketch {
        Sketch { codes: vec![0; len], map: Map::Steps { least: 0, greatest: -1, dropped: 0, bits: 1 } }
    }
}

/// No date of years 0001 to 9999 is further from 1970.
const SECONDS: i64 = 1 << 40;

/// The most bits for which the greatest distance still has a code.
fn bits_for(distance: u64) -> u32 {
    let fits = |bits: &u32| step_wide(distance, *bits) <= u64::from(u16::MAX);
    (1..=16).rev().find(fits).unwrap_or(1)
}

fn step_wide(distance: u64, bits: u32) -> u64 {
    let doublings = (64 - distance.leading_zeros()).saturating_sub(bits + 1);
    (u64::from(doublings) << bits) + (distance >> doublings) + 1
}

/// Steps with which every 32-bit count has a code, and counts below [`COUNTED`] one each.
const COUNT_BITS: u32 = 11;

/// The least count that shares a code with others.
pub(crate) const COUNTED: u32 = 1 << (COUNT_BITS + 1);

/// The code of a count; 0 has one, for a count is never missing.
pub(crate) fn count_code(count: u32) -> u16 {
    step(u64::from(count), COUNT_BITS)
}

/// The code of a distance from the least value.
fn step(distance: u64, bits: u32) -> u16 {
    step_wide(distance, bits) as u16
}

impl Map {
    /// Where a value falls.
    pub(crate) fn place(&self, value: i128) -> Place {
        match self {
            Map::Steps { least, greatest, .. } if least > greatest => Place::Above,
            Map::Steps { least, .. } if value < *least => Place::Below,
            Map::Steps { greatest, .. } if value > *greatest => Place::Above,
            Map::Steps { least, dropped, bits, .. } => {
                Place::In(step((value.wrapping_sub(*least) as u128 >> dropped) as u64, *bits))
            }
            Map::Days { first, zone } => {
                let Ok(second) = i64::try_from(value) else {
                    return if value < 0 { Place::Below } else { Place::Above };
                };
                let number = i64::from(zone.day_of(Instant(second.clamp(-SECONDS, SECONDS))).0) - i64::from(first.0);
                match u16::try_from(number + 1) {
                    Ok(0) => Place::Below,
                    Ok(code) => Place::In(code),
                    Err(_) if number < 0 => Place::Below,
                    Err(_) => Place::Above,
                }
            }
        }
    }

    /// The least and the greatest value of a code's bucket.
    pub(crate) fn bucket(&self, code: u16) -> (i128, i128) {
        match self {
            Map::Steps { least, dropped, bits, .. } => {
                let number = u128::from(code) - 1;
                let doublings = (number >> bits).saturating_sub(1) as u32;
                let first = (number - (u128::from(doublings) << bits)) << doublings;
                let last = first + (1u128 << doublings) - 1;
                let from = least.wrapping_add((first << dropped) as i128);
                (from, least.wrapping_add((((last + 1) << dropped) - 1) as i128))
            }
            Map::Days { first, zone, .. } => {
                let day = first.0 + i32::from(code) - 1;
                (i128::from(zone.start_of(Day(day)).0), i128::from(zone.start_of(Day(day + 1)).0) - 1)
            }
        }
    }

    /// The least and the greatest value there may be; of none, the greater before the less.
    pub(crate) fn ends(&self) -> (i128, i128) {
        match self {
            Map::Steps { least, greatest, .. } => (*least, *greatest),
            Map::Days { .. } => (self.bucket(1).0, self.bucket(u16::MAX).1),
        }
    }

    /// Whether every code stands for a single value.
    pub(crate) fn is_exact(&self) -> bool {
        match self {
            Map::Steps { least, greatest, dropped, bits } => {
                *dropped == 0 && greatest.wrapping_sub(*least) < 1i128 << (bits + 1)
            }
            Map::Days { .. } => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_monotone_and_buckets_hold_their_values() {
        let spread: Vec<i64> = (0..62).flat_map(|bit| [(1i64 << bit) - 3, 1 << bit, (1 << bit) + 1]).collect();
        let sets = [
            vec![5],
            vec![i64::MIN + 1, -1, 0, 1, i64::MAX],
            (0..60_000).collect::<Vec<_>>(),
            (0..70_000).map(|n| n * 3 - 1000).collect(),
            spread,
        ];
        assert!(step_wide(u64::from(u32::MAX), COUNT_BITS) <= u64::from(u16::MAX));
        for mut values in sets {
            values.sort_unstable();
            let sketch = Sketch::of_narrow(&values, |_| true);
            assert!(sketch.codes.is_sorted() && sketch.codes[0] == 1);
            for (value, code) in values.iter().zip(&sketch.codes) {
                let (first, last) = sketch.map.bucket(*code);
                assert!((first..=last).contains(&i128::from(*value)), "{value} in {first}..={last}");
                assert_eq!(sketch.map.place(first.max(i128::from(values[0]))), Place::In(*code));
                assert_eq!(sketch.map.place(i128::from(*value)), Place::In(*code));
                if sketch.map.is_exact() {
                    assert_eq!(first, last);
                }
            }
            let wide: Vec<i128> = values.iter().map(|value| i128::from(*value) << 40).collect();
            let sketch = Sketch::of(&Whole::Wide(wide.clone()), |_| true);
            assert!(sketch.codes.is_sorted());
            for (value, code) in wide.iter().zip(&sketch.codes) {
                let (first, last) = sketch.map.bucket(*code);
                assert!((first..=last).contains(value));
            }
        }
        assert_eq!(Sketch::of_narrow(&[7, 8], |_| false).codes, [0, 0]);
    }
}
