//! Many texts in one piece of memory.

use std::ops::Index;

/// Texts by number: one string of all of them, and where each ends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    /// No texts.
    pub fn new() -> Strings {
        Strings::default()
    }

    /// Adds a text.
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.text.len());
    }

    /// Adds a number in decimal digits.
    pub fn push_integer(&mut self, number: i64) {
        let mut digits = [0u8; 20];
        let mut at = digits.len();
        let mut rest = number.unsigned_abs();
        loop {
            at -= 1;
            digits[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        if number < 0 {
            self.text.push('-');
        }
        self.text.extend(digits[at..].iter().map(|digit| char::from(*digit)));
        self.ends.push(self.text.len());
    }

    /// Makes room for more texts, of so many bytes together.
    pub fn reserve(&mut self, texts: usize, bytes: usize) {
        self.text.reserve(bytes);
        self.ends.reserve(texts);
    }

    /// Bytes of all texts.
    pub fn text_bytes(&self) -> usize {
        self.text.len()
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The text of a number, if there are that many.
    pub fn get(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)?;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        Some(&self.text[start..end])
    }

    /// The texts in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> + Clone {
        (0..self.len()).map(|number| &self[number])
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.text.len() + size_of_val(&self.ends[..])
    }

    /// Gives back memory that is held in advance.
    pub fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

impl Index<usize> for Strings {
    type Output = str;

    fn index(&self, number: usize) -> &str {
        let start = if number == 0 { 0 } else { self.ends[number - 1] };
        &self.text[start..self.ends[number]]
    }
}

impl<T: AsRef<str>> FromIterator<T> for Strings {
    fn from_iter<I: IntoIterator<Item = T>>(texts: I) -> Strings {
        let mut strings = Strings::new();
        texts.into_iter().for_each(|text| strings.push(text.as_ref()));
        strings
    }
}

impl From<Vec<String>> for Strings {
    fn from(texts: Vec<String>) -> Strings {
        texts.iter().collect()
    }
}

impl<const N: usize> PartialEq<[&str; N]> for Strings {
    fn eq(&self, other: &[&str; N]) -> bool {
        self.iter().eq(other.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_by_number() {
        let mut strings: Strings = ["", "ä", "", "long text"].into_iter().collect();
        for number in [0, 7, -10, i64::MAX, i64::MIN] {
            strings.push_integer(number);
        }
        assert_eq!(strings, ["", "ä", "", "long text", "0", "7", "-10", "9223372036854775807", "-9223372036854775808"]);
        assert_eq!((&strings[1], strings.get(3), strings.get(9)), ("ä", Some("long text"), None));
    }
}
