//! Growing columns of integers, in no more bits than their values need.
//!
//! Every [`PACK`] values become one piece: a straight line through them, and what each differs
//! from it in as few bits as hold all of the piece. Numbers that ascend evenly, like the codes of
//! texts that are all new, take none. The last values wait unpacked. Pieces never move, so that
//! growing holds nothing twice.

/// Values of a piece.
const PACK: usize = 1 << 12;

/// Values beyond a piece that wait before it is packed: dropping the last ones seldom unpacks.
const SLACK: usize = 1 << 8;

/// Integers.
#[derive(Debug, Default, Clone)]
pub(in crate::import) struct Ints {
    packs: Vec<Pack>,
    /// Words of all pieces.
    words: usize,
    /// Those behind the pieces.
    open: Vec<i64>,
}

/// [`PACK`] integers: `base + slope × place + bits`, all of it modulo 2^64.
#[derive(Debug, Clone)]
struct Pack {
    base: i64,
    slope: i64,
    /// Bits of a value, 0 to 64.
    width: u32,
    words: Box<[u64]>,
}

impl Ints {
    /// No integers.
    pub(in crate::import) fn new() -> Ints {
        Ints::default()
    }

    /// How many there are.
    pub(in crate::import) fn len(&self) -> usize {
        self.packs.len() * PACK + self.open.len()
    }

    /// Bytes held.
    pub(in crate::import) fn bytes(&self) -> usize {
        (self.words + self.open.capacity()) * 8 + self.packs.capacity() * size_of::<Pack>()
    }

    /// The one at `at`.
    pub(in crate::import) fn get(&self, at: usize) -> i64 {
        match self.packs.get(at / PACK) {
            Some(pack) => pack.get(at % PACK),
            None => self.open[at - self.packs.len() * PACK],
        }
    }

    /// The one at `at`, if there are so many.
    pub(in crate::import) fn at(&self, at: usize) -> Option<i64> {
        (at < self.len()).then(|| self.get(at))
    }

    /// Appends one.
    pub(in crate::import) fn push(&mut self, value: i64) {
        if self.open.len() == PACK + SLACK {
            let pack = Pack::of(&self.open[..PACK]);
            self.words += pack.words.len();
            self.packs.push(pack);
            self.open.drain(..PACK);
        }
        if self.open.len() == self.open.capacity() {
            let room = self.open.len().max(8).min(PACK + SLACK - self.open.len());
            self.open.reserve_exact(room);
        }
        self.open.push(value);
    }

    /// Gives the one at `at` another value.
    pub(in crate::import) fn set(&mut self, at: usize, value: i64) {
        let packed = self.packs.len() * PACK;
        match self.packs.get_mut(at / PACK) {
            Some(pack) => {
                self.words -= pack.words.len();
                pack.set(at % PACK, value);
                self.words += pack.words.len();
            }
            None => self.open[at - packed] = value,
        }
    }

    /// Gives the one at `at` the value of the last.
    pub(in crate::import) fn copy_last(&mut self, at: usize) {
        if let Some(last) = self.len().checked_sub(1) {
            self.set(at, self.get(last));
        }
    }

    /// Appends zeros or drops the last ones, to `len`.
    pub(in crate::import) fn resize(&mut self, len: usize) {
        while len < self.packs.len() * PACK {
            self.open.clear();
            if let Some(pack) = self.packs.pop() {
                self.words -= pack.words.len();
                self.open.extend((0..PACK).map(|at| pack.get(at)));
            }
        }
        self.open.truncate(len - self.packs.len() * PACK);
        (self.len()..len).for_each(|_| self.push(0));
    }

    /// All of them.
    pub(in crate::import) fn iter(&self) -> impl Iterator<Item = i64> + '_ {
        (0..self.len()).map(|at| self.get(at))
    }

    /// What `change` makes of each, piece by piece: this column is gone as the new one grows.
    pub(in crate::import) fn map(self, change: &mut dyn FnMut(i64) -> i64) -> Ints {
        let mut changed = Ints::new();
        for pack in self.packs {
            (0..PACK).for_each(|at| changed.push(change(pack.get(at))));
        }
        self.open.into_iter().for_each(|value| changed.push(change(value)));
        changed
    }
}

impl Pack {
    /// Packs values about whichever takes fewer bits: their mean ascent or none.
    fn of(values: &[i64]) -> Pack {
        let (first, last) = (values[0], values[PACK - 1]);
        let slope = last.checked_sub(first).map_or(0, |rise| rise / (PACK as i64 - 1));
        let (flat, inclined) = (extent(values, 0), extent(values, slope));
        if inclined.1 < flat.1 { Pack::fill(values, slope, inclined) } else { Pack::fill(values, 0, flat) }
    }

    fn fill(values: &[i64], slope: i64, (base, span): (i64, u64)) -> Pack {
        let width = u64::BITS - span.leading_zeros();
        let mut pack = Pack { base, slope, width, words: vec![0; PACK * width as usize / 64].into() };
        values.iter().enumerate().for_each(|(at, value)| pack.put(at, pack.bits_of(at, *value)));
        pack
    }

    /// What stands at a place for a value.
    fn bits_of(&self, at: usize, value: i64) -> u64 {
        value.wrapping_sub(self.slope.wrapping_mul(at as i64)).wrapping_sub(self.base) as u64
    }

    fn mask(&self) -> u64 {
        if self.width == 0 { 0 } else { u64::MAX >> (u64::BITS - self.width) }
    }

    fn get(&self, at: usize) -> i64 {
        let line = self.base.wrapping_add(self.slope.wrapping_mul(at as i64));
        if self.width == 0 {
            return line;
        }
        let bit = at * self.width as usize;
        let (word, shift) = (bit / 64, bit % 64);
        let mut bits = self.words[word] >> shift;
        if shift + self.width as usize > 64 {
            bits |= self.words[word + 1] << (64 - shift);
        }
        line.wrapping_add((bits & self.mask()) as i64)
    }

    /// Writes bits no wider than the pack's.
    fn put(&mut self, at: usize, bits: u64) {
        if self.width == 0 {
            return;
        }
        let (bit, mask) = (at * self.width as usize, self.mask());
        let (word, shift) = (bit / 64, bit % 64);
        self.words[word] = self.words[word] & !(mask << shift) | bits << shift;
        if shift + self.width as usize > 64 {
            let next = &mut self.words[word + 1];
            *next = *next & !(mask >> (64 - shift)) | bits >> (64 - shift);
        }
    }

    /// Gives a place another value; if it does not fit, the piece is packed anew with as much room
    /// on both sides, so that this happens seldom.
    fn set(&mut self, at: usize, value: i64) {
        if self.bits_of(at, value) <= self.mask() {
            return self.put(at, self.bits_of(at, value));
        }
        let mut values: Vec<i64> = (0..PACK).map(|at| self.get(at)).collect();
        values[at] = value;
        let (least, span) = extent(&values, 0);
        let room = span / 2;
        let base = i128::from(least) - i128::from(room);
        *self = match (i64::try_from(base), span.checked_add(2 * room)) {
            (Ok(base), Some(span)) => Pack::fill(&values, 0, (base, span)),
            _ => Pack::fill(&values, 0, (least, span)),
        };
    }
}

/// The least of what values differ from a line of this slope, and how far the others are from it.
fn extent(values: &[i64], slope: i64) -> (i64, u64) {
    let from_line = |(at, value): (usize, &i64)| value.wrapping_sub(slope.wrapping_mul(at as i64));
    let (least, greatest) = values
        .iter()
        .enumerate()
        .map(from_line)
        .fold((i64::MAX, i64::MIN), |(least, greatest), value| (least.min(value), greatest.max(value)));
    (least, greatest.wrapping_sub(least) as u64)
}

/// Places by the group their number names; those below zero are in none. Gives where the places of
/// each group end among all of them.
pub(in crate::import) fn group(numbers: &Ints, groups: usize) -> (Vec<u32>, Vec<u32>) {
    let named = || (0..).zip(numbers.iter()).filter(|(_, group)| *group >= 0);
    // Where the places of each group begin; while they are put there, where the next one goes.
    let mut next = vec![0u32; groups + 1];
    named().for_each(|(_, group)| next[group as usize + 1] += 1);
    for at in 1..next.len() {
        next[at] += next[at - 1];
    }
    let mut places = vec![0u32; next[groups] as usize];
    for (place, group) in named() {
        let next = &mut next[group as usize];
        places[*next as usize] = place;
        *next += 1;
    }
    next.truncate(groups);
    (next, places)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Columns that are packed in different ways.
    fn columns() -> Vec<Vec<i64>> {
        let count = 3 * PACK as i64 + 17;
        let mixed = |at: i64| at.wrapping_mul(0x5851_f42d_4c95_7f2d) >> 7;
        vec![
            vec![7; count as usize],
            (0..count).collect(),
            (0..count).map(|at| 5_000_000_000 - 3 * at + at % 2).collect(),
            (0..count).map(|at| mixed(at) % 1_000).collect(),
            (0..count).map(mixed).collect(),
            (0..count).map(|at| if at % 3 == 0 { i64::MIN } else { i64::MAX - at }).collect(),
        ]
    }

    #[test]
    fn integers_keep_their_values() {
        for given in columns() {
            let mut ints = Ints::new();
            given.iter().for_each(|value| ints.push(*value));
            assert!(ints.iter().eq(given.iter().copied()));
            let doubled = ints.map(&mut |value| value.wrapping_mul(2));
            assert!(doubled.iter().eq(given.iter().map(|value| value.wrapping_mul(2))));
        }
    }

    #[test]
    fn bytes_are_those_of_the_pieces() {
        for given in columns() {
            let mut ints = Ints::new();
            given.iter().for_each(|value| ints.push(*value));
            ints.set(5, 1 << 50);
            ints.resize(2 * PACK);
            let words: usize = ints.packs.iter().map(|pack| pack.words.len()).sum();
            assert_eq!(ints.words, words);
        }
    }

    #[test]
    fn even_ascents_take_next_to_nothing() {
        let mut ints = Ints::new();
        (0..100 * PACK as i64).for_each(|value| ints.push(3 * value));
        assert!(ints.bytes() < 60_000, "{}", ints.bytes());
    }

    #[test]
    fn values_are_replaced_wherever_they_are() {
        for mut given in columns() {
            let mut ints = Ints::new();
            given.iter().for_each(|value| ints.push(*value));
            for (step, value) in [0, 1 << 40, i64::MAX, -5, i64::MIN, 12].into_iter().enumerate() {
                let at = step * 2_345 % given.len();
                ints.set(at, value);
                given[at] = value;
                ints.push(step as i64);
                given.push(step as i64);
                ints.copy_last(at / 2);
                given[at / 2] = step as i64;
                assert!(ints.iter().eq(given.iter().copied()));
            }
        }
    }

    #[test]
    fn integers_dropped_come_back_as_zeros() {
        let mut ints = Ints::new();
        (0..3 * PACK as i64).for_each(|value| ints.push(value + 1));
        for len in [3 * PACK - 1, 2 * PACK + 1, 2 * PACK, PACK / 2, 0] {
            ints.resize(len);
            assert!(ints.iter().eq(1..=len as i64), "{len}");
        }
        ints.resize(2 * PACK + SLACK + 1);
        assert!(ints.iter().all(|value| value == 0));
    }
}
