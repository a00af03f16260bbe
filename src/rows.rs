//! A set of rows of one table, as a bitmap of fixed length.
//!
//! Representation: `len` rows, little-endian bits in 64-bit words, bit `r % 64` of word `r / 64`
//! is row `r`. Invariant: bits at and past `len` are zero, so counts never need a mask.

/// Customers (or child rows) in one block: the unit every kernel works on.
pub const BLOCK: usize = 65_536;

/// A set over rows `0..len`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RowSet {
    len: u32,
    words: Vec<u64>,
}

impl RowSet {
    /// The empty set over `len` rows.
    pub fn empty(len: u32) -> RowSet {
        RowSet { len, words: vec![0; words_for(len)] }
    }

    /// The set of all `len` rows.
    pub fn full(len: u32) -> RowSet {
        let mut set = RowSet { len, words: vec![u64::MAX; words_for(len)] };
        set.clear_tail();
        set
    }

    /// The rows for which `test` holds.
    pub fn from_fn(len: u32, mut test: impl FnMut(u32) -> bool) -> RowSet {
        let mut set = RowSet::empty(len);
        for (index, word) in set.words.iter_mut().enumerate() {
            let first = (index * 64) as u32;
            for bit in 0..64.min(len - first) {
                *word |= u64::from(test(first + bit)) << bit;
            }
        }
        set
    }

    /// How many rows the set ranges over.
    pub fn len(&self) -> u32 {
        self.len
    }

    /// Whether no row is in the set.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// How many rows are in the set.
    pub fn count(&self) -> u32 {
        common(&self.words, &self.words)
    }

    /// How many rows are in both sets, which range over as many rows.
    pub fn common(&self, other: &RowSet) -> u32 {
        common(&self.words, &other.words)
    }

    /// Whether `row` is in the set; rows past the end are not.
    pub fn contains(&self, row: u32) -> bool {
        row < self.len && self.words[row as usize / 64] >> (row % 64) & 1 == 1
    }

    /// Adds `row`, which must be below `len`.
    pub fn insert(&mut self, row: u32) {
        assert!(row < self.len, "row {row} of {}", self.len);
        self.words[row as usize / 64] |= 1 << (row % 64);
    }

    /// Adds or removes `row`, which must be below `len`.
    pub fn set(&mut self, row: u32, inside: bool) {
        assert!(row < self.len, "row {row} of {}", self.len);
        let word = &mut self.words[row as usize / 64];
        *word = *word & !(1 << (row % 64)) | u64::from(inside) << (row % 64);
    }

    /// Keeps the rows that are also in `other`, which must range over as many rows.
    pub fn and(&mut self, other: &RowSet) {
        self.zip(other, |a, b| a & b);
    }

    /// Adds the rows of `other`.
    pub fn or(&mut self, other: &RowSet) {
        self.zip(other, |a, b| a | b);
    }

    /// Removes the rows of `other`.
    pub fn minus(&mut self, other: &RowSet) {
        self.zip(other, |a, b| a & !b);
    }

    /// Replaces the set by its complement.
    pub fn not(&mut self) {
        for word in &mut self.words {
            *word = !*word;
        }
        self.clear_tail();
    }

    /// The rows in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().enumerate().flat_map(|(index, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                if rest == 0 {
                    return None;
                }
                let bit = rest.trailing_zeros();
                rest &= rest - 1;
                Some(index as u32 * 64 + bit)
            })
        })
    }

    /// Calls `visit` with the rows of one block, or of all of them, in ascending order: quicker than an iterator.
    #[inline(always)]
    pub fn each(&self, block: Option<usize>, mut visit: impl FnMut(usize)) {
        let words = block.map_or(0..self.words.len(), |block| {
            let first = block * BLOCK / 64;
            first..(first + BLOCK / 64).min(self.words.len())
        });
        for index in words {
            let mut rest = self.words[index];
            while rest != 0 {
                visit(index * 64 + rest.trailing_zeros() as usize);
                rest &= rest - 1;
            }
        }
    }

    /// The words, for kernels; a block's words are `block * BLOCK / 64 ..`.
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// The words, for a kernel to write, which leaves bits at and past `len` zero.
    pub fn words_mut(&mut self) -> &mut [u64] {
        &mut self.words
    }

    /// The words of one block, for a kernel to write as those of all.
    pub fn block_mut(&mut self, block: usize) -> &mut [u64] {
        let start = block * BLOCK / 64;
        let end = (start + BLOCK / 64).min(self.words.len());
        &mut self.words[start..end]
    }

    fn zip(&mut self, other: &RowSet, op: impl Fn(u64, u64) -> u64) {
        assert_eq!(self.len, other.len, "row sets over different tables");
        for (a, b) in self.words.iter_mut().zip(&other.words) {
            *a = op(*a, *b);
        }
    }

    fn clear_tail(&mut self) {
        if self.len % 64 != 0 {
            if let Some(last) = self.words.last_mut() {
                *last &= (1 << (self.len % 64)) - 1;
            }
        }
    }
}

/// How many bits are set in both of as many words.
pub fn common(a: &[u64], b: &[u64]) -> u32 {
    a.iter().zip(b).map(|(a, b)| (a & b).count_ones()).sum()
}

fn words_for(len: u32) -> usize {
    (len as usize).div_ceil(64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tail_bits_stay_zero() {
        for len in [0, 1, 63, 64, 65, 130] {
            let mut set = RowSet::full(len);
            assert_eq!(set.count(), len);
            set.not();
            assert!(set.is_empty());
            set.not();
            assert_eq!(set, RowSet::full(len));
        }
    }

    #[test]
    fn iter_gives_the_rows_in_order() {
        let set = RowSet::from_fn(200, |row| row % 67 == 3);
        assert_eq!(set.iter().collect::<Vec<_>>(), [3, 70, 137]);
        assert!(set.contains(70) && !set.contains(71) && !set.contains(1000));
        let mut other = set.clone();
        other.set(70, false);
        other.set(71, true);
        assert_eq!(other.iter().collect::<Vec<_>>(), [3, 71, 137]);
    }
}
