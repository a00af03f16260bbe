//! Distinct texts, numbered in order of first use.

use super::packed::reserve;
use std::hash::{DefaultHasher, Hasher};

/// Texts one behind the other, and an open hash table of their numbers.
#[derive(Debug, Default)]
pub(in crate::import) struct Interner {
    all: String,
    /// Where each text ends in `all`.
    ends: Vec<usize>,
    /// Number + 1 of the text whose hash leads here, 0 if free; a power of two in length.
    slots: Vec<u32>,
}

impl Interner {
    /// How many texts there are.
    pub(in crate::import) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Bytes held.
    pub(in crate::import) fn bytes(&self) -> usize {
        self.all.capacity() + self.ends.capacity() * size_of::<usize>() + self.slots.capacity() * 4
    }

    /// The text of a number.
    pub(in crate::import) fn get(&self, number: usize) -> &str {
        let start = if number == 0 { 0 } else { self.ends[number - 1] };
        &self.all[start..self.ends[number]]
    }

    /// The number of a text, if it is known.
    pub(in crate::import) fn find(&self, text: &str) -> Option<usize> {
        if self.slots.is_empty() {
            return None;
        }
        (self.slots[self.slot(text)] as usize).checked_sub(1)
    }

    /// The number of a text, which is added if it is new.
    pub(in crate::import) fn number(&mut self, text: &str) -> usize {
        if self.slots.len() < (self.len() + 1) * 5 / 4 {
            self.grow();
        }
        let slot = self.slot(text);
        if self.slots[slot] == 0 {
            if self.all.capacity() - self.all.len() < text.len() {
                self.all.reserve_exact(text.len().max(self.all.len() / 8).max(64));
            }
            self.all.push_str(text);
            reserve(&mut self.ends, 1);
            self.ends.push(self.all.len());
            self.slots[slot] = self.ends.len() as u32;
        }
        self.slots[slot] as usize - 1
    }

    /// The texts in order.
    pub(in crate::import) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|number| self.get(number))
    }

    /// The slot of a text, or the free one where it belongs.
    fn slot(&self, text: &str) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash(text) as usize & mask;
        loop {
            match self.slots[slot] {
                0 => return slot,
                number if self.get(number as usize - 1) == text => return slot,
                _ => slot = (slot + 1) & mask,
            }
        }
    }

    fn grow(&mut self) {
        let len = (self.slots.len() * 2).max(16);
        self.slots = Vec::new();
        self.slots.resize(len, 0);
        for number in 0..self.len() {
            let mut slot = hash(self.get(number)) as usize & (len - 1);
            while self.slots[slot] != 0 {
                slot = (slot + 1) & (len - 1);
            }
            self.slots[slot] = number as u32 + 1;
        }
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(text.as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_keep_their_numbers() {
        let mut interner = Interner::default();
        let text = |n: usize| if n == 7 { String::new() } else { format!("é{n}") };
        for n in 0..5_000 {
            assert_eq!(interner.number(&text(n)), n);
        }
        for n in 0..5_000 {
            assert_eq!(interner.number(&text(n)), n);
            assert_eq!(interner.get(n), text(n));
            assert_eq!(interner.find(&text(n)), Some(n));
        }
        assert_eq!(interner.find("é5000"), None);
        assert_eq!(interner.iter().count(), 5_000);
    }
}
