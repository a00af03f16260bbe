//! Customers in the order of their values, for counting those inside any interval at once.

use super::ordered::{Values, View};
use super::sketch::Map;
use crate::aggregate::Whole;
use crate::plan::Interval;
use crate::rows::RowSet;

/// Values of some customers, sorted by sketch code; within a code in the order of rows.
#[derive(Debug)]
pub(crate) struct Pivot {
    /// All the customers, with a value or without.
    size: u32,
    /// `starts[c]` of those with a value have a code below `c`.
    starts: Vec<u32>,
    sorted: Sorted,
    map: Map,
    scale: u8,
}

/// Exact values in the order of codes.
#[derive(Debug)]
enum Sorted {
    /// The codes say it all.
    Codes,
    Whole(Whole),
    /// `sums[i] / counts[i]`
    Ratio(Whole, Vec<u32>),
}

impl Pivot {
    /// Sorts the values of the customers of a set.
    pub(crate) fn of(view: &View<'_>, customers: &RowSet) -> Pivot {
        let mut starts = vec![0u32; (1 << 16) + 1];
        let mut size = 0;
        for row in customers.iter() {
            starts[usize::from(view.codes[row as usize]) + 1] += 1;
            size += 1;
        }
        // Customers without a value have code 0 and are in no interval.
        starts[1] = 0;
        for code in 1..=1 << 16 {
            starts[code] += starts[code - 1];
        }
        let placed = Placed { view, customers, starts: &starts };
        let sorted = match view.values {
            Values::Codes => Sorted::Codes,
            Values::Counts(_) => {
                Sorted::Whole(Whole::Narrow(placed.sort(|row| i64::try_from(view.whole(row)).unwrap_or(i64::MAX))))
            }
            Values::Narrow(values) => Sorted::Whole(Whole::Narrow(placed.sort(|row| values[row]))),
            Values::Wide(values) => Sorted::Whole(Whole::Wide(placed.sort(|row| values[row]))),
            Values::Ratio(sums, counts) => {
                let sums = match sums {
                    Whole::Narrow(sums) => Whole::Narrow(placed.sort(|row| sums[row])),
                    Whole::Wide(sums) => Whole::Wide(placed.sort(|row| sums[row])),
                };
                Sorted::Ratio(sums, placed.sort(|row| counts[row]))
            }
        };
        Pivot { size, starts, sorted, map: view.map.clone(), scale: view.scale }
    }

    /// How many customers there are.
    pub(crate) fn size(&self) -> u32 {
        self.size
    }

    /// How many of them have a value.
    pub(crate) fn valued(&self) -> u32 {
        self.starts[1 << 16]
    }

    /// How many of them have a value inside.
    pub(crate) fn count(&self, interval: &Interval) -> u32 {
        let view = self.view();
        let Some(range) = view.code_range(interval) else { return 0 };
        let start = |code: u16| self.starts[usize::from(code)];
        let end = |code: u16| self.starts[usize::from(code) + 1];
        let inside = range.inside.map_or(0, |(first, last)| end(last) - start(first));
        let partly = range.edges.into_iter().flatten().map(|code| {
            (start(code)..end(code)).filter(|place| view.is_inside(*place as usize, interval)).count() as u32
        });
        inside + partly.sum::<u32>()
    }

    /// The floors of the least and the greatest value.
    pub(crate) fn ends(&self) -> Option<(i128, i128)> {
        let code_of = |place: u32| self.starts.partition_point(|start| *start <= place) - 1;
        let last = self.valued().checked_sub(1)?;
        let view = self.view();
        let values = |code: usize| {
            let places = self.starts[code]..self.starts[code + 1];
            places.map(move |place| match view.values {
                Values::Codes => view.map.bucket(code as u16).0,
                _ => view.whole(place as usize),
            })
        };
        Some((values(code_of(0)).min()?, values(code_of(last)).max()?))
    }

    /// The sorted values; places stand for rows, and there are no codes.
    fn view(&self) -> View<'_> {
        let values = match &self.sorted {
            Sorted::Codes => Values::Codes,
            Sorted::Whole(Whole::Narrow(values)) => Values::Narrow(values),
            Sorted::Whole(Whole::Wide(values)) => Values::Wide(values),
            Sorted::Ratio(sums, counts) => Values::Ratio(sums, counts),
        };
        View { scale: self.scale, codes: &[], map: &self.map, values }
    }
}

struct Placed<'a> {
    view: &'a View<'a>,
    customers: &'a RowSet,
    starts: &'a [u32],
}

impl Placed<'_> {
    /// A value of each customer who has one, in the order of codes.
    fn sort<T: Copy + Default>(&self, value: impl Fn(usize) -> T) -> Vec<T> {
        let mut next = self.starts.to_vec();
        let mut sorted = vec![T::default(); self.starts[1 << 16] as usize];
        for row in self.customers.iter() {
            let code = usize::from(self.view.codes[row as usize]);
            if code > 0 {
                sorted[next[code] as usize] = value(row as usize);
                next[code] += 1;
            }
        }
        sorted
    }
}
