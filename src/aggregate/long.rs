//! Natural numbers of any length: the denominator of an average of averages fits no machine word.

use std::cmp::Ordering;

/// A natural number: 32-bit digits, least first, the last one not 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Long(Vec<u32>);

impl From<u64> for Long {
    fn from(number: u64) -> Long {
        Long(vec![number as u32, (number >> 32) as u32]).trimmed()
    }
}

impl Long {
    fn trimmed(mut self) -> Long {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
        self
    }

    /// The number, if 64 bits hold it.
    pub(super) fn as_u64(&self) -> Option<u64> {
        match self.0[..] {
            [] => Some(0),
            [low] => Some(u64::from(low)),
            [low, high] => Some(u64::from(low) | u64::from(high) << 32),
            _ => None,
        }
    }

    /// The product.
    pub(super) fn times(&self, factor: u64) -> Long {
        let mut carry = 0u128;
        let mut digits = Vec::with_capacity(self.0.len() + 2);
        for digit in &self.0 {
            carry += u128::from(*digit) * u128::from(factor);
            digits.push(carry as u32);
            carry >>= 32;
        }
        while carry != 0 {
            digits.push(carry as u32);
            carry >>= 32;
        }
        Long(digits).trimmed()
    }

    /// The sum.
    pub(super) fn plus(&self, other: &Long) -> Long {
        let mut carry = 0u64;
        let mut digits = Vec::new();
        for at in 0..self.0.len().max(other.0.len()) {
            carry += self.digit(at) + other.digit(at);
            digits.push(carry as u32);
            carry >>= 32;
        }
        digits.push(carry as u32);
        Long(digits).trimmed()
    }

    /// The difference; `other` is not the greater.
    pub(super) fn minus(&self, other: &Long) -> Long {
        let mut borrow = 0i64;
        let mut digits = Vec::new();
        for at in 0..self.0.len() {
            let difference = self.digit(at) as i64 - other.digit(at) as i64 + borrow;
            digits.push(difference as u32);
            borrow = difference >> 32;
        }
        Long(digits).trimmed()
    }

    /// The whole quotient; `divisor` is at most 2^32.
    pub(super) fn divided(&self, divisor: u64) -> Long {
        let mut rest = 0u64;
        let mut digits = self.0.clone();
        for digit in digits.iter_mut().rev() {
            let number = rest << 32 | u64::from(*digit);
            *digit = (number / divisor) as u32;
            rest = number % divisor;
        }
        Long(digits).trimmed()
    }

    /// What a division leaves; `divisor` is at most 2^32.
    pub(super) fn remainder(&self, divisor: u64) -> u64 {
        self.0.iter().rev().fold(0, |rest, digit| (rest << 32 | u64::from(*digit)) % divisor)
    }

    fn digit(&self, at: usize) -> u64 {
        u64::from(self.0.get(at).copied().unwrap_or(0))
    }
}

impl PartialOrd for Long {
    fn partial_cmp(&self, other: &Long) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Long {
    fn cmp(&self, other: &Long) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

/// A fraction below one, `over / under`, with its first 64 binary digits at hand.
#[derive(Debug, Clone)]
pub struct Mean {
    high: u64,
    over: Long,
    under: Long,
}

impl Mean {
    pub(super) fn new(over: Long, under: Long) -> Mean {
        let mut rest = over.clone();
        let mut high = 0;
        for _ in 0..64 {
            rest = rest.times(2);
            let one = rest >= under;
            if one {
                rest = rest.minus(&under);
            }
            high = high << 1 | u64::from(one);
        }
        Mean { high, over, under }
    }

    /// How `rest / count`, which is below one, stands to the fraction.
    pub(super) fn compare_part(&self, rest: u32, count: u32) -> Ordering {
        let high = ((u128::from(rest) << 64) / u128::from(count)) as u64;
        high.cmp(&self.high).then_with(|| self.under.times(u64::from(rest)).cmp(&self.over.times(u64::from(count))))
    }
}
