//! Several segments side by side: what they share, and what changed between two.

use crate::rows::{RowSet, common};

/// Words of a stretch; twenty of them stay in the nearest cache.
const STRETCH: usize = 128;

/// How segments overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlap {
    /// `shared[a][b]` customers are in both `a` and `b`; `shared[a][a]` are in `a`.
    pub shared: Vec<Vec<u32>>,
    /// Customers who are in this segment and in no other of them.
    pub alone: Vec<u32>,
    /// Customers in any of them.
    pub any: u32,
    /// Customers in all of them.
    pub all: u32,
}

/// How two answers differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Customers in the second alone.
    pub entered: RowSet,
    /// Customers in the first alone.
    pub left: RowSet,
    /// Customers in both.
    pub stayed: RowSet,
}

/// How segments of one snapshot overlap. Works on a stretch of all segments at a time.
///
/// # Panics
/// If the sets are not over equally many customers.
pub fn overlap(segments: &[&RowSet]) -> Overlap {
    let size = segments.len();
    let mut out = Overlap { shared: vec![vec![0; size]; size], alone: vec![0; size], any: 0, all: 0 };
    let Some(first) = segments.first() else { return out };
    assert!(segments.iter().all(|segment| segment.len() == first.len()), "segments of one snapshot");
    let words = first.words().len();
    for start in (0..words).step_by(STRETCH) {
        let range = start..(start + STRETCH).min(words);
        let stretches: Vec<&[u64]> = segments.iter().map(|segment| &segment.words()[range.clone()]).collect();
        out.add(&stretches);
    }
    for a in 1..size {
        for b in 0..a {
            out.shared[a][b] = out.shared[b][a];
        }
    }
    out
}

impl Overlap {
    fn add(&mut self, stretches: &[&[u64]]) {
        let width = stretches[0].len();
        let (mut once, mut twice, mut all) = ([0u64; STRETCH], [0u64; STRETCH], [u64::MAX; STRETCH]);
        for (a, stretch) in stretches.iter().enumerate() {
            for (b, other) in stretches.iter().enumerate().skip(a) {
                self.shared[a][b] += common(stretch, other);
            }
            for (at, word) in stretch.iter().enumerate() {
                twice[at] |= once[at] & word;
                once[at] |= word;
                all[at] &= word;
            }
        }
        let (once, all) = (&mut once[..width], &all[..width]);
        self.any += common(once, once);
        once.iter_mut().zip(&twice).for_each(|(once, twice)| *once &= !twice);
        for (alone, stretch) in self.alone.iter_mut().zip(stretches) {
            *alone += common(stretch, once);
        }
        self.all += common(all, all);
    }
}

/// What changed from one answer to another.
pub fn compare(before: &RowSet, after: &RowSet) -> Comparison {
    let (mut entered, mut left, mut stayed) = (after.clone(), before.clone(), before.clone());
    entered.minus(before);
    left.minus(after);
    stayed.and(after);
    Comparison { entered, left, stayed }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlaps_are_counted_customer_by_customer() {
        let len = 70_001;
        let sets: Vec<RowSet> = [2, 3, 5].map(|step| RowSet::from_fn(len, |row| row % step == 0)).to_vec();
        let refs: Vec<&RowSet> = sets.iter().collect();
        let found = overlap(&refs);
        let count = |test: &dyn Fn(u32) -> bool| (0..len).filter(|row| test(*row)).count() as u32;
        assert_eq!(found.shared[0], [count(&|r| r % 2 == 0), count(&|r| r % 6 == 0), count(&|r| r % 10 == 0)]);
        assert_eq!(found.shared[2][1], count(&|r| r % 15 == 0));
        assert_eq!(found.alone[1], count(&|r| r % 3 == 0 && r % 2 != 0 && r % 5 != 0));
        assert_eq!(
            (found.any, found.all),
            (count(&|r| r % 2 == 0 || r % 3 == 0 || r % 5 == 0), count(&|r| r % 30 == 0))
        );
        assert_eq!(overlap(&[]).any, 0);
        let change = compare(&sets[0], &sets[1]);
        let difference = i64::from(sets[1].count()) - i64::from(sets[0].count());
        assert_eq!(i64::from(change.entered.count()) - i64::from(change.left.count()), difference);
        assert_eq!(change.stayed.count(), found.shared[0][1]);
    }
}
