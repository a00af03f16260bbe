//! Growing columns of integers and bits, no wider than their values need.

/// Integers of the least width that holds them all: 1, 2, 4 or 8 bytes.
#[derive(Debug)]
pub(in crate::import) enum Ints {
    /// −128 … 127
    One(Vec<i8>),
    /// 16 bits
    Two(Vec<i16>),
    /// 32 bits
    Four(Vec<i32>),
    /// 64 bits
    Eight(Vec<i64>),
}

/// Makes room for more items by an eighth at a time: doubling would hold twice what is needed.
pub(in crate::import) fn reserve<T>(items: &mut Vec<T>, more: usize) {
    if items.capacity() - items.len() < more {
        items.reserve_exact(more.max(items.len() / 8).max(64));
    }
}

macro_rules! each_width {
    ($ints:expr, $values:ident => $body:expr) => {
        match $ints {
            Ints::One($values) => $body,
            Ints::Two($values) => $body,
            Ints::Four($values) => $body,
            Ints::Eight($values) => $body,
        }
    };
}

impl Ints {
    /// No integers.
    pub(in crate::import) fn new() -> Ints {
        Ints::One(Vec::new())
    }

    /// How many there are.
    pub(in crate::import) fn len(&self) -> usize {
        each_width!(self, values => values.len())
    }

    /// Bytes held.
    pub(in crate::import) fn bytes(&self) -> usize {
        each_width!(self, values => values.capacity() * size(values))
    }

    /// The one at `at`.
    #[allow(clippy::useless_conversion)] // of one width in four
    pub(in crate::import) fn get(&self, at: usize) -> i64 {
        each_width!(self, values => i64::from(values[at]))
    }

    /// Appends one.
    pub(in crate::import) fn push(&mut self, value: i64) {
        self.widen(value);
        each_width!(self, values => {
            reserve(values, 1);
            values.push(value as _);
        });
    }

    /// Gives the one at `at` the value of the last.
    pub(in crate::import) fn copy_last(&mut self, at: usize) {
        each_width!(self, values => {
            if let Some(last) = values.last().copied() {
                values[at] = last;
            }
        });
    }

    /// Appends zeros or drops the last ones, to `len`.
    pub(in crate::import) fn resize(&mut self, len: usize) {
        each_width!(self, values => {
            reserve(values, len.saturating_sub(values.len()));
            values.resize(len, 0);
        });
    }

    /// All of them.
    pub(in crate::import) fn iter(&self) -> impl Iterator<Item = i64> + '_ {
        (0..self.len()).map(|at| self.get(at))
    }

    fn widen(&mut self, value: i64) {
        let fits = match self {
            Ints::One(_) => i8::try_from(value).is_ok(),
            Ints::Two(_) => i16::try_from(value).is_ok(),
            Ints::Four(_) => i32::try_from(value).is_ok(),
            Ints::Eight(_) => true,
        };
        if fits {
            return;
        }
        *self = if i16::try_from(value).is_ok() {
            Ints::Two(self.iter().map(|value| value as i16).collect())
        } else if i32::try_from(value).is_ok() {
            Ints::Four(self.iter().map(|value| value as i32).collect())
        } else {
            Ints::Eight(self.iter().collect())
        };
    }
}

fn size<T>(_: &[T]) -> usize {
    size_of::<T>()
}

/// A growing list of bits.
#[derive(Debug, Default)]
pub(in crate::import) struct Bits {
    words: Vec<u64>,
    len: usize,
}

impl Bits {
    /// How many there are.
    pub(in crate::import) fn len(&self) -> usize {
        self.len
    }

    /// Bytes held.
    pub(in crate::import) fn bytes(&self) -> usize {
        self.words.capacity() * 8
    }

    /// The bit at `at`.
    pub(in crate::import) fn get(&self, at: usize) -> bool {
        at < self.len && self.words[at / 64] >> (at % 64) & 1 == 1
    }

    /// Appends one.
    pub(in crate::import) fn push(&mut self, bit: bool) {
        if self.len % 64 == 0 {
            reserve(&mut self.words, 1);
            self.words.push(0);
        }
        self.words[self.len / 64] |= u64::from(bit) << (self.len % 64);
        self.len += 1;
    }

    /// Gives the one at `at` the value of the last.
    pub(in crate::import) fn copy_last(&mut self, at: usize) {
        let last = self.len.checked_sub(1).is_some_and(|last| self.get(last));
        let mask = 1 << (at % 64);
        self.words[at / 64] = self.words[at / 64] & !mask | if last { mask } else { 0 };
    }

    /// Appends zeros or drops the last ones, to `len`.
    pub(in crate::import) fn resize(&mut self, len: usize) {
        self.words.resize(len.div_ceil(64), 0);
        if len < self.len && len % 64 != 0 {
            self.words[len / 64] &= (1 << (len % 64)) - 1;
        }
        self.len = len;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_widen_and_keep_their_values() {
        let given = [0, -128, 127, 128, -32_769, 1 << 40, i64::MIN, i64::MAX];
        let mut ints = Ints::new();
        for (at, value) in given.into_iter().enumerate() {
            ints.push(value);
            assert_eq!(ints.iter().collect::<Vec<_>>(), given[..=at]);
        }
        ints.resize(3);
        ints.resize(4);
        assert_eq!(ints.iter().collect::<Vec<_>>(), [0, -128, 127, 0]);
    }

    #[test]
    fn bits_dropped_come_back_as_zeros() {
        let mut bits = Bits::default();
        (0..130).for_each(|_| bits.push(true));
        bits.resize(70);
        bits.resize(140);
        assert_eq!((0..140).filter(|at| bits.get(*at)).count(), 70);
    }
}
