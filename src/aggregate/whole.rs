//! Whole numbers of customers, in 64 bits where they fit.

/// Exact whole numbers, one for each customer (or row).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whole {
    /// 64 bits hold them.
    Narrow(Vec<i64>),
    /// They may need more.
    Wide(Vec<i128>),
}

impl Whole {
    /// No numbers yet; `magnitude` bounds each of them.
    pub fn with_capacity(len: usize, magnitude: u128) -> Whole {
        match magnitude <= i64::MAX as u128 {
            true => Whole::Narrow(Vec::with_capacity(len)),
            false => Whole::Wide(Vec::with_capacity(len)),
        }
    }

    /// The number at `at`.
    pub fn get(&self, at: usize) -> i128 {
        match self {
            Whole::Narrow(values) => i128::from(values[at]),
            Whole::Wide(values) => values[at],
        }
    }

    /// How many numbers there are.
    pub fn len(&self) -> usize {
        match self {
            Whole::Narrow(values) => values.len(),
            Whole::Wide(values) => values.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        match self {
            Whole::Narrow(values) => values.len() * 8,
            Whole::Wide(values) => values.len() * 16,
        }
    }
}

/// `sum / count` as whole part and remainder: `sum = whole × count + rest`, `0 <= rest < count`.
pub fn quotient(sum: i128, count: u32) -> (i128, u32) {
    match i64::try_from(sum) {
        Ok(sum) => {
            let count = i64::from(count);
            (i128::from(sum.div_euclid(count)), sum.rem_euclid(count) as u32)
        }
        Err(_) => {
            let count = i128::from(count);
            (sum.div_euclid(count), sum.rem_euclid(count) as u32)
        }
    }
}
