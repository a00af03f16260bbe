//! The different values the rows of each customer of a block have: how many a customer has, how
//! many customers a value has.

use crate::rows::BLOCK;

/// Collects (customer, value) pairs, then counts the different values of each customer.
#[derive(Debug, Default)]
pub struct Distinct {
    customers: Vec<u16>,
    values: Vec<u64>,
}

impl Distinct {
    /// Adds a value of a customer.
    #[inline(always)]
    pub fn add(&mut self, customer: u16, value: u64) {
        self.customers.push(customer);
        self.values.push(value);
    }

    /// Writes the counts and forgets the pairs.
    pub fn finish(&mut self, counts: &mut [u32; BLOCK]) {
        let mut starts = vec![0u32; BLOCK + 1];
        for customer in &self.customers {
            starts[usize::from(*customer) + 1] += 1;
        }
        for customer in 0..BLOCK {
            starts[customer + 1] += starts[customer];
        }
        let mut next = starts.clone();
        let mut sorted = vec![0u64; self.values.len()];
        for (customer, value) in self.customers.iter().zip(&self.values) {
            let place = &mut next[usize::from(*customer)];
            sorted[*place as usize] = *value;
            *place += 1;
        }
        for (customer, count) in counts.iter_mut().enumerate() {
            let own = &mut sorted[starts[customer] as usize..starts[customer + 1] as usize];
            own.sort_unstable();
            *count = own.chunk_by(|a, b| a == b).count() as u32;
        }
        self.customers.clear();
        self.values.clear();
    }

    /// Adds the different customers of each value to `counts[value]`, those of `among` alone (the
    /// block's part of a set of customers), and forgets the pairs.
    pub fn count_customers(&mut self, counts: &mut [u32], among: &[u64]) {
        let pairs = self.customers.iter().zip(&self.values);
        let kept = pairs.filter(|(customer, _)| among[usize::from(**customer) / 64] >> (**customer % 64) & 1 == 1);
        let mut kept: Vec<u64> = kept.map(|(customer, value)| value << 16 | u64::from(*customer)).collect();
        kept.sort_unstable();
        for pair in kept.chunk_by(|a, b| a == b) {
            counts[(pair[0] >> 16) as usize] += 1;
        }
        self.customers.clear();
        self.values.clear();
    }
}
