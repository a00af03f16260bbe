//! Distinct texts, numbered in order of first use.

use super::Ints;
use foldhash::fast::FixedState;
use std::hash::BuildHasher;
use std::ops::Deref;

/// Most bytes of a piece of [`Heap`], unless one text is longer.
const PIECE: usize = 1 << 16;

/// Texts, and an open hash table of their numbers. A text that is a whole number in plain digits,
/// as most ids are, is kept as that number.
#[derive(Debug, Default, Clone)]
pub(in crate::import) struct Interner {
    /// Of each text, number × 2 + 1, or twice its place in `heap`.
    places: Ints,
    heap: Heap,
    /// Number + 1 of the text whose hash leads here, 0 if free.
    slots: Vec<u32>,
}

/// Texts one behind the other in pieces that never move, each behind its length.
#[derive(Debug, Default, Clone)]
struct Heap {
    pieces: Vec<String>,
}

/// A text of an [`Interner`].
#[derive(Debug, Clone, Copy)]
pub(in crate::import) enum Text<'a> {
    /// As it is kept.
    Kept(&'a str),
    /// The digits of a number.
    Digits {
        /// ASCII digits at the end.
        digits: [u8; 18],
        /// Where they begin.
        start: usize,
    },
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Text::Kept(text) => text,
            Text::Digits { digits, start } => std::str::from_utf8(&digits[*start..]).unwrap_or_default(),
        }
    }
}

impl Text<'_> {
    fn of_number(mut number: u64) -> Text<'static> {
        let (mut digits, mut start) = ([b'0'; 18], 18);
        while start > 0 && (number > 0 || start == 18) {
            start -= 1;
            digits[start] = b'0' + (number % 10) as u8;
            number /= 10;
        }
        Text::Digits { digits, start }
    }
}

/// The number that a text is: at most 18 digits, none before them.
fn number_of(text: &str) -> Option<u64> {
    let bytes = text.as_bytes();
    let plain = (1..=18).contains(&bytes.len()) && (bytes[0] != b'0' || bytes.len() == 1);
    if !plain || !bytes.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(bytes.iter().fold(0, |number, digit| number * 10 + u64::from(digit - b'0')))
}

impl Heap {
    /// Adds a text; gives its place.
    fn push(&mut self, text: &str) -> i64 {
        let full = |piece: &String| !piece.is_empty() && piece.len() + text.len() + 6 > PIECE;
        if self.pieces.last().is_none_or(full) {
            let capacity = if self.pieces.is_empty() { 0 } else { PIECE.max(text.len() + 6) };
            self.pieces.push(String::with_capacity(capacity));
        }
        let at = self.pieces.len() - 1;
        let piece = &mut self.pieces[at];
        let place = at * PIECE + piece.len();
        // Six bits a character, the lowest first; bit six says that more follow.
        let mut rest = text.len();
        while rest >= 64 {
            piece.push(char::from(64 | (rest % 64) as u8));
            rest /= 64;
        }
        piece.push(char::from(rest as u8));
        piece.push_str(text);
        place as i64
    }

    /// The text at a place.
    fn get(&self, place: usize) -> &str {
        let piece = &self.pieces[place / PIECE];
        let (mut at, mut len, mut shift) = (place % PIECE, 0, 0);
        loop {
            let bits = usize::from(piece.as_bytes()[at]);
            at += 1;
            len |= (bits % 64) << shift;
            shift += 6;
            if bits < 64 {
                return &piece[at..at + len];
            }
        }
    }
}

impl Interner {
    /// How many texts there are.
    pub(in crate::import) fn len(&self) -> usize {
        self.places.len()
    }

    /// Bytes held.
    pub(in crate::import) fn bytes(&self) -> usize {
        let heap: usize = self.heap.pieces.iter().map(String::capacity).sum();
        self.places.bytes() + heap + self.slots.capacity() * 4
    }

    /// The text of a number.
    pub(in crate::import) fn get(&self, number: usize) -> Text<'_> {
        let place = self.places.get(number) as u64;
        if place % 2 == 1 { Text::of_number(place / 2) } else { Text::Kept(self.heap.get(place as usize / 2)) }
    }

    /// The number of a text, if it is known.
    pub(in crate::import) fn find(&self, text: &str) -> Option<usize> {
        if self.slots.is_empty() {
            return None;
        }
        (self.slots[self.slot(text, number_of(text))] as usize).checked_sub(1)
    }

    /// The number of a text, which is added if it is new.
    pub(in crate::import) fn number(&mut self, text: &str) -> usize {
        if self.len() + 1 > self.slots.len() / 8 * 7 {
            self.grow();
        }
        let number = number_of(text);
        let slot = self.slot(text, number);
        if self.slots[slot] == 0 {
            self.places.push(match number {
                Some(number) => number as i64 * 2 + 1,
                None => self.heap.push(text) * 2,
            });
            self.slots[slot] = self.len() as u32;
        }
        self.slots[slot] as usize - 1
    }

    /// Forgets how to find texts; no more can be added.
    pub(in crate::import) fn close(&mut self) {
        self.slots = Vec::new();
    }

    /// The texts in order.
    pub(in crate::import) fn iter(&self) -> impl Iterator<Item = Text<'_>> {
        (0..self.len()).map(|number| self.get(number))
    }

    /// The slot of a text, or the free one where it belongs.
    fn slot(&self, text: &str, number: Option<u64>) -> usize {
        let is_same = |place: i64| match number {
            Some(number) => place == number as i64 * 2 + 1,
            None => place % 2 == 0 && self.heap.get(place as usize / 2) == text,
        };
        let mut slot = self.first_slot(text, number);
        loop {
            match self.slots[slot] {
                0 => return slot,
                known if is_same(self.places.get(known as usize - 1)) => return slot,
                _ => slot = self.after(slot),
            }
        }
    }

    fn first_slot(&self, text: &str, number: Option<u64>) -> usize {
        let hash = match number {
            Some(number) => FixedState::default().hash_one(number),
            None => FixedState::default().hash_one(text),
        };
        (((hash >> 32) * self.slots.len() as u64) >> 32) as usize
    }

    fn after(&self, slot: usize) -> usize {
        if slot + 1 == self.slots.len() { 0 } else { slot + 1 }
    }

    /// Makes room by half; the old table is gone before the new one is there.
    fn grow(&mut self) {
        let len = self.slots.len() / 2 * 3 + 16;
        self.slots = Vec::new();
        self.slots.resize(len, 0);
        for number in 0..self.len() {
            let place = self.places.get(number) as u64;
            let mut slot = match place % 2 {
                1 => self.first_slot("", Some(place / 2)),
                _ => self.first_slot(self.heap.get(place as usize / 2), None),
            };
            while self.slots[slot] != 0 {
                slot = self.after(slot);
            }
            self.slots[slot] = number as u32 + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_keep_their_numbers() {
        let mut interner = Interner::default();
        let text = |n: usize| match n % 7 {
            0 if n == 7 => String::new(),
            0 => n.to_string(),
            1 => format!("{:018}", n * 1_000_003),
            2 => format!("{}", 999_999_999_999_999_999 - n),
            3 => "é".repeat(n),
            _ => format!("é{n}"),
        };
        for n in 0..5_000 {
            assert_eq!(interner.number(&text(n)), n);
        }
        for n in 0..5_000 {
            assert_eq!(interner.number(&text(n)), n);
            assert_eq!(*interner.get(n), *text(n));
            assert_eq!(interner.find(&text(n)), Some(n));
        }
        assert_eq!(interner.find("é5000"), None);
        assert!(interner.iter().enumerate().all(|(n, kept)| *kept == *text(n)));
    }

    #[test]
    fn what_is_not_written_like_a_number_is_a_text() {
        let mut interner = Interner::default();
        for (n, text) in
            ["0", "00", "007", "7", "-7", "+7", "7.0", " 7", "１", "1234567890123456789"].iter().enumerate()
        {
            assert_eq!(interner.number(text), n);
            assert_eq!(*interner.get(n), **text);
        }
    }
}
