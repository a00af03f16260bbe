//! One orderable value per customer: sketch codes, with the exact values beside them.

use super::kernels;
use super::simd::count_codes;
use super::sketch::{COUNTED, Map, Place, Sketch, count_code};
use crate::aggregate::{Cut, Whole, quotient};
use crate::plan::Interval;
use crate::rows::{BLOCK, RowSet};
use crate::snapshot::Times;
use crate::time::{Days, Zone};
use std::cmp::Ordering;

/// Values that were computed.
#[derive(Debug)]
pub(crate) struct Ordered {
    /// Digits after the point; 0 for times and counts.
    pub(crate) scale: u8,
    sketch: Sketch,
    exact: Exact,
}

#[derive(Debug)]
enum Exact {
    /// The codes say it all.
    Codes,
    /// Counts too great for a code of their own, by row.
    Counts(Vec<(u32, u32)>),
    Whole(Whole),
    /// `sums[r] / counts[r]`
    Ratio(Whole, Vec<u32>),
}

/// The exact values behind codes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Values<'a> {
    /// The codes say it all.
    Codes,
    /// Counts too great for a code of their own, by row.
    Counts(&'a [(u32, u32)]),
    /// 64-bit numbers, or seconds.
    Narrow(&'a [i64]),
    /// 128-bit numbers.
    Wide(&'a [i128]),
    /// `sums[r] / counts[r]`
    Ratio(&'a Whole, &'a [u32]),
}

/// Codes and exact values, borrowed from wherever they stand.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'a> {
    /// Digits after the point; 0 for times and counts.
    pub(crate) scale: u8,
    /// Sketch codes, 0 where there is no value.
    pub(crate) codes: &'a [u16],
    /// What the codes mean.
    pub(crate) map: &'a Map,
    /// The values.
    pub(crate) values: Values<'a>,
}

impl Ordered {
    /// Whole numbers; `present` tells which of them are values.
    pub(crate) fn new(scale: u8, values: Whole, present: impl Fn(usize) -> bool) -> Ordered {
        let sketch = Sketch::of(&values, present);
        Ordered::with(scale, values, sketch)
    }

    /// Times, [`Times::MISSING`] without one.
    pub(crate) fn times(seconds: Vec<i64>) -> Ordered {
        let sketch = Sketch::of_narrow(&seconds, |row| seconds[row] != Times::MISSING);
        Ordered::with(0, Whole::Narrow(seconds), sketch)
    }

    /// As [`Ordered::times`], with local days for codes if they are few enough.
    pub(crate) fn days(seconds: Vec<i64>, zone: &Zone) -> Ordered {
        let (mut least, mut greatest) = (i64::MAX, i64::MIN);
        for second in seconds.iter().filter(|second| **second != Times::MISSING) {
            (least, greatest) = (least.min(*second), greatest.max(*second));
        }
        let days = if least > greatest { None } else { Days::between(zone, least, greatest, u32::from(u16::MAX)) };
        let Some(days) = days else { return Ordered::times(seconds) };
        let code = |second: &i64| if *second == Times::MISSING { 0 } else { days.index(*second) as u16 + 1 };
        let codes = seconds.iter().map(code).collect();
        let map = Map::Days { first: days.first(), zone: zone.clone() };
        Ordered::with(0, Whole::Narrow(seconds), Sketch { codes, map })
    }

    fn with(scale: u8, values: Whole, sketch: Sketch) -> Ordered {
        let exact = if sketch.map.is_exact() { Exact::Codes } else { Exact::Whole(values) };
        Ordered { scale, sketch, exact }
    }

    /// Counts of customers, block by block.
    pub(crate) fn counts(blocks: impl FnOnce(&mut dyn FnMut(&[u32])), customers: usize) -> Ordered {
        let mut codes: Vec<u16> = Vec::with_capacity(customers);
        let mut heavy: Vec<(u32, u32)> = Vec::new();
        let mut greatest = 0;
        blocks(&mut |counts| {
            let (before, (whole, rest)) = (codes.len(), counts.as_chunks());
            let mut most = 0;
            for counts in whole {
                let (of_counts, greatest) = count_codes(counts);
                codes.extend_from_slice(&of_counts);
                most = most.max(greatest);
            }
            for count in rest {
                codes.push((*count as u16).wrapping_add(1));
                most = most.max(*count);
            }
            greatest = most.max(greatest);
            if most < COUNTED {
                return;
            }
            // Few blocks have a customer with so many.
            codes.truncate(before);
            for count in counts {
                if *count >= COUNTED {
                    heavy.push((codes.len() as u32, *count));
                }
                codes.push(count_code(*count));
            }
        });
        let exact = if heavy.is_empty() { Exact::Codes } else { Exact::Counts(heavy) };
        Ordered { scale: 0, sketch: Sketch::of_counts(codes, greatest), exact }
    }

    /// Quotients; a count of 0 is a missing value.
    pub(crate) fn ratio(scale: u8, sums: Whole, counts: Vec<u32>) -> Ordered {
        let floors = match &sums {
            Whole::Narrow(sums) => {
                let floor = |(sum, count): (&i64, &u32)| match (u32::try_from(*sum), *count) {
                    (_, 0) => 0,
                    // Dividing 32 bits takes half as long.
                    (Ok(sum), count) => i64::from(sum / count),
                    (Err(_), count) => sum.div_euclid(i64::from(count)),
                };
                Whole::Narrow(sums.iter().zip(&counts).map(floor).collect())
            }
            Whole::Wide(sums) => {
                let floor = |(sum, count): (&i128, &u32)| sum.div_euclid(i128::from(*count).max(1));
                Whole::Wide(sums.iter().zip(&counts).map(floor).collect())
            }
        };
        let sketch = Sketch::of(&floors, |row| counts[row] > 0);
        Ordered { scale, sketch, exact: Exact::Ratio(sums, counts) }
    }

    /// Bytes held.
    pub(crate) fn bytes(&self) -> usize {
        let exact = match &self.exact {
            Exact::Codes => 0,
            Exact::Counts(heavy) => heavy.len() * 8,
            Exact::Whole(values) => values.bytes(),
            Exact::Ratio(sums, counts) => sums.bytes() + counts.len() * 4,
        };
        self.sketch.bytes() + exact
    }

    /// The values, to read.
    pub(crate) fn view(&self) -> View<'_> {
        let values = match &self.exact {
            Exact::Codes => Values::Codes,
            Exact::Counts(heavy) => Values::Counts(heavy),
            Exact::Whole(Whole::Narrow(values)) => Values::Narrow(values),
            Exact::Whole(Whole::Wide(values)) => Values::Wide(values),
            Exact::Ratio(sums, counts) => Values::Ratio(sums, counts),
        };
        View { scale: self.scale, codes: &self.sketch.codes, map: &self.sketch.map, values }
    }
}

/// The codes of an interval: those wholly inside, and those whose rows must be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CodeRange {
    /// First and last code wholly inside.
    pub(crate) inside: Option<(u16, u16)>,
    /// Codes partly inside.
    pub(crate) edges: [Option<u16>; 2],
}

impl View<'_> {
    /// Whether row `row` has a value.
    pub(crate) fn is_present(&self, row: usize) -> bool {
        self.codes[row] != 0
    }

    /// Sum and count of a row whose value is a quotient.
    pub(crate) fn ratio(&self, row: usize) -> Option<(i128, u32)> {
        match self.values {
            Values::Ratio(sums, counts) => Some((sums.get(row), counts[row])),
            _ => None,
        }
    }

    /// Whether the values are quotients.
    pub(crate) fn is_ratio(&self) -> bool {
        matches!(self.values, Values::Ratio(..))
    }

    /// The whole number of a row that has one; the floor of a quotient.
    pub(crate) fn whole(&self, row: usize) -> i128 {
        match self.values {
            Values::Codes => self.map.bucket(self.codes[row]).0,
            Values::Counts(heavy) => match heavy.binary_search_by_key(&(row as u32), |(row, _)| *row) {
                Ok(at) => i128::from(heavy[at].1),
                Err(_) => self.map.bucket(self.codes[row]).0,
            },
            Values::Narrow(values) => i128::from(values[row]),
            Values::Wide(values) => values[row],
            Values::Ratio(sums, counts) => quotient(sums.get(row), counts[row]).0,
        }
    }

    /// How the values of two rows that have one stand to each other.
    pub(crate) fn compare(&self, a: usize, b: usize) -> Ordering {
        self.codes[a].cmp(&self.codes[b]).then_with(|| match self.values {
            Values::Ratio(sums, counts) => self.exactly(b).compare(sums.get(a), counts[a]),
            _ => self.whole(a).cmp(&self.whole(b)),
        })
    }

    /// The exact value of a row that has one.
    pub(crate) fn exactly(&self, row: usize) -> Cut {
        match self.values {
            Values::Ratio(sums, counts) => {
                let (whole, rest) = quotient(sums.get(row), counts[row]);
                Cut::ratio(whole, u64::from(rest), u64::from(counts[row]))
            }
            _ => Cut::integer(self.whole(row)),
        }
    }

    /// Whether the value of a row that has one is inside.
    pub(crate) fn is_inside(&self, row: usize, interval: &Interval) -> bool {
        match self.values {
            Values::Ratio(sums, counts) => interval.contains(sums.get(row), counts[row]),
            _ => interval.contains(self.whole(row), 1),
        }
    }

    /// The codes of an interval; `None` if no value can be inside.
    pub(crate) fn code_range(&self, interval: &Interval) -> Option<CodeRange> {
        let ratio = matches!(self.values, Values::Ratio(..));
        let (low, low_whole) = match &interval.low {
            None => (1, true),
            Some(edge) => {
                // Of quotients only the floors have codes.
                let first = if ratio { edge.at.whole } else { edge.at.first_integer(edge.included) };
                match self.map.place(first) {
                    Place::Below => (1, true),
                    Place::Above => return None,
                    Place::In(code) => {
                        let exact = !ratio || (edge.at.is_integer() && edge.included);
                        (code, exact && self.map.bucket(code).0 == first)
                    }
                }
            }
        };
        let (high, high_whole) = match &interval.high {
            None => (u16::MAX, true),
            Some(edge) => {
                let last = edge.at.last_integer(edge.included);
                match self.map.place(last) {
                    Place::Below => return None,
                    Place::Above => (u16::MAX, true),
                    Place::In(code) => {
                        let exact = !ratio || (edge.at.is_integer() && !edge.included);
                        (code, exact && self.map.bucket(code).1 == last)
                    }
                }
            }
        };
        if low > high {
            return None;
        }
        if low == high {
            let whole = low_whole && high_whole;
            return Some(CodeRange { inside: whole.then_some((low, low)), edges: [(!whole).then_some(low), None] });
        }
        let inside = (low + u16::from(!low_whole), high - u16::from(!high_whole));
        Some(CodeRange {
            inside: (inside.0 <= inside.1).then_some(inside),
            edges: [(!low_whole).then_some(low), (!high_whole).then_some(high)],
        })
    }

    /// The customers whose value is in one of the intervals.
    pub(crate) fn within(&self, intervals: &[Interval]) -> RowSet {
        let mut set = RowSet::empty(self.codes.len() as u32);
        let ranges: Vec<(CodeRange, &Interval)> =
            intervals.iter().filter_map(|interval| Some((self.code_range(interval)?, interval))).collect();
        let mut scratch = vec![0u64; BLOCK / 64];
        for (block, codes) in self.codes.chunks(BLOCK).enumerate() {
            let words = set.block_mut(block);
            for (range, interval) in &ranges {
                self.block_within(block * BLOCK, codes, range, interval, words, &mut scratch);
            }
        }
        set
    }

    /// Adds the rows of one block to `words`.
    fn block_within(
        &self,
        first_row: usize,
        codes: &[u16],
        range: &CodeRange,
        interval: &Interval,
        words: &mut [u64],
        scratch: &mut [u64],
    ) {
        let scratch = &mut scratch[..words.len()];
        if let Some((first, last)) = range.inside {
            kernels::codes_within(codes, first, last, scratch);
            kernels::or(words, scratch);
        }
        for code in range.edges.into_iter().flatten() {
            kernels::codes_equal(codes, code, scratch);
            for (index, word) in scratch.iter().enumerate() {
                let mut rest = *word;
                while rest != 0 {
                    let row = index * 64 + rest.trailing_zeros() as usize;
                    words[index] |= u64::from(self.is_inside(first_row + row, interval)) << (row % 64);
                    rest &= rest - 1;
                }
            }
        }
    }

    /// The customers who have a value.
    pub(crate) fn present(&self) -> RowSet {
        let mut set = RowSet::empty(self.codes.len() as u32);
        for (block, codes) in self.codes.chunks(BLOCK).enumerate() {
            kernels::codes_within(codes, 1, u16::MAX, set.block_mut(block));
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Edge;

    fn ends(cuts: &[Cut]) -> Vec<Option<Edge>> {
        let edges = cuts.iter().flat_map(|at| [true, false].map(|included| Some(Edge { at: at.clone(), included })));
        edges.chain([None]).collect()
    }

    fn compare(view: View<'_>, cuts: &[Cut]) {
        for low in ends(cuts) {
            for high in ends(cuts) {
                let interval = Interval { low: low.clone(), high };
                let set = view.within(std::slice::from_ref(&interval));
                for row in 0..view.codes.len() {
                    let expected = view.is_present(row) && view.is_inside(row, &interval);
                    assert_eq!(set.contains(row as u32), expected, "row {row} {interval:?}");
                }
            }
        }
    }

    #[test]
    fn codes_and_exact_values_agree() {
        let spread = |n: i64| (n * n * n * 977) % 1_000_003 - 300;
        let values: Vec<i64> = (0..500).map(spread).collect();
        let cuts = [
            Cut::integer(-400),
            Cut::integer(values[7].into()),
            Cut::ratio(values[9].into(), 1, 2),
            Cut::integer(i128::from(values[11]) + 1),
            Cut::integer(1 << 40),
            Cut::ratio(-301, 99, 100),
        ];
        compare(Ordered::new(2, Whole::Narrow(values.clone()), |row| row % 7 != 0).view(), &cuts);
        let many: Vec<u32> = (0..500).map(|n| if n % 9 == 0 { 4_000 + n * n } else { n % 5 }).collect();
        let few = [Cut::integer(0), Cut::integer(2), Cut::ratio(3, 1, 2), Cut::integer(5_296), Cut::integer(90_000)];
        let counts = Ordered::counts(|visit| many.chunks(200).for_each(visit), many.len());
        assert!((0..500).all(|row| counts.view().whole(row) == i128::from(many[row])));
        compare(counts.view(), &few);
        let wide = values.iter().map(|value| i128::from(*value) << 50).collect();
        let high = [Cut::integer(i128::from(values[7]) << 50), Cut::ratio(i128::from(values[9]) << 50, 1, 3)];
        compare(Ordered::new(2, Whole::Wide(wide), |_| true).view(), &high);
        let counts: Vec<u32> = (0..500).map(|n| n % 5).collect();
        compare(Ordered::ratio(2, Whole::Narrow(values.clone()), counts.clone()).view(), &cuts);
        let third = [Cut::ratio(i128::from(values[13]).div_euclid(3), values[13].rem_euclid(3) as u64, 3)];
        compare(Ordered::ratio(2, Whole::Narrow(values), counts).view(), &third);
    }
}
