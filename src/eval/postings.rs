//! The customers of each tag, group or other key of a list column.

use crate::rows::RowSet;
use crate::snapshot::Lists;

/// A key that more than one row in this many has is kept as a bitmap, which is then smaller than
/// the list of its rows.
const DENSE: u32 = 32;

/// Rows by key: ascending lists, bitmaps for keys that many rows have.
#[derive(Debug)]
pub(crate) struct Postings {
    rows: u32,
    /// Key `k` has `list[starts[k]..starts[k + 1]]`, unless it is dense.
    starts: Vec<u32>,
    list: Vec<u32>,
    dense: Vec<Option<RowSet>>,
}

impl Postings {
    /// Inverts a column of lists.
    pub(crate) fn of(lists: &Lists) -> Postings {
        let rows = lists.offsets.len() as u32 - 1;
        let mut counts = vec![0u32; lists.keys.len()];
        lists.codes.iter().for_each(|code| counts[*code as usize] += 1);
        let is_dense = |count: u32| count > rows / DENSE;
        let mut dense: Vec<Option<RowSet>> =
            counts.iter().map(|count| is_dense(*count).then(|| RowSet::empty(rows))).collect();
        let mut starts = vec![0u32];
        for count in &counts {
            let kept = if is_dense(*count) { 0 } else { *count };
            starts.push(starts[starts.len() - 1] + kept);
        }
        let mut list = vec![0u32; starts[counts.len()] as usize];
        let mut next = starts.clone();
        for row in 0..rows {
            for code in &lists.codes[lists.offsets[row as usize] as usize..lists.offsets[row as usize + 1] as usize] {
                let code = *code as usize;
                match &mut dense[code] {
                    Some(set) => set.insert(row),
                    None => {
                        list[next[code] as usize] = row;
                        next[code] += 1;
                    }
                }
            }
        }
        Postings { rows, starts, list, dense }
    }

    /// Bytes held.
    pub(crate) fn bytes(&self) -> usize {
        let dense: usize = self.dense.iter().flatten().map(|set| set.words().len() * 8).sum();
        self.starts.len() * 4 + self.list.len() * 4 + dense
    }

    /// The rows that have one of the keys.
    pub(crate) fn any(&self, keys: &[u32]) -> RowSet {
        let mut set = RowSet::empty(self.rows);
        for key in keys {
            self.add(*key, &mut set);
        }
        set
    }

    /// The rows that have all of the keys; of none, every row.
    pub(crate) fn all(&self, keys: &[u32]) -> RowSet {
        let mut set = RowSet::full(self.rows);
        for key in keys {
            match &self.dense[*key as usize] {
                Some(own) => set.and(own),
                None => set.and(&self.any(&[*key])),
            }
        }
        set
    }

    fn add(&self, key: u32, set: &mut RowSet) {
        match &self.dense[key as usize] {
            Some(own) => set.or(own),
            None => {
                let own = self.starts[key as usize] as usize..self.starts[key as usize + 1] as usize;
                self.list[own].iter().for_each(|row| set.insert(*row));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_bitmaps_say_the_same() {
        let rows: Vec<Vec<u32>> = (0..1000u32)
            .map(|row| {
                let rare = (row % 100 == 7).then_some(1);
                (row % 3 == 0).then_some(0).into_iter().chain(rare).chain((row % 2 == 0).then_some(2)).collect()
            })
            .collect();
        let mut offsets = vec![0];
        rows.iter().for_each(|row| offsets.push(offsets[offsets.len() - 1] + row.len() as u32));
        let keys: crate::snapshot::Strings = ["a", "b", "c"].into_iter().collect();
        let lists = Lists { offsets, codes: rows.concat(), keys, shown: None };
        let postings = Postings::of(&lists);
        for keys in [vec![], vec![0], vec![1], vec![0, 1], vec![1, 2], vec![0, 1, 2]] {
            let any = RowSet::from_fn(1000, |row| keys.iter().any(|key| rows[row as usize].contains(key)));
            let all = RowSet::from_fn(1000, |row| keys.iter().all(|key| rows[row as usize].contains(key)));
            assert_eq!((postings.any(&keys), postings.all(&keys)), (any, all), "{keys:?}");
        }
    }
}
