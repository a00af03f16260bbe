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

    /// Adds to each pair those of the same customer with the values that its value stands for too.
    pub fn widen(&mut self, too: &[Vec<u32>]) {
        for pair in 0..self.values.len() {
            let customer = self.customers[pair];
            for value in &too[self.values[pair] as usize] {
                self.add(customer, u64::from(*value));
            }
        }
    }

    /// Adds the different customers of each value to `counts[value]`, those of `among` alone (the
    /// block's part of a set of customers), and forgets the pairs.
    pub fn count_customers(&mut self, counts: &mut [u32], among: &[u64]) {
        let inside = |customer: u16| among[usize::from(customer) / 64] >> (customer % 64) & 1 == 1;
        let pairs = || self.customers.iter().zip(&self.values).filter(|(customer, _)| inside(**customer));
        // Customers by value, in one pass over the values' numbers.
        let mut next = vec![0u32; counts.len() + 1];
        pairs().for_each(|(_, value)| next[*value as usize + 1] += 1);
        for value in 0..counts.len() {
            next[value + 1] += next[value];
        }
        let mut sorted = vec![0u16; next[counts.len()] as usize];
        for (customer, value) in pairs() {
            let place = &mut next[*value as usize];
            sorted[*place as usize] = *customer;
            *place += 1;
        }
        let mut last = vec![u32::MAX; BLOCK];
        let mut start = 0;
        for (value, count) in counts.iter_mut().enumerate() {
            let end = next[value] as usize;
            for customer in &sorted[start..end] {
                let last = &mut last[usize::from(*customer)];
                *count += u32::from(*last != value as u32);
                *last = value as u32;
            }
            start = end;
        }
        self.customers.clear();
        self.values.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn customers_of_a_value_are_counted_once() {
        let pairs: Vec<(u16, u64)> = (0..5_000u32).map(|at| ((at * at % 701) as u16, u64::from(at % 13))).collect();
        let mut among = vec![0u64; BLOCK / 64];
        (0..701).filter(|customer| customer % 3 > 0).for_each(|customer| among[customer / 64] |= 1 << (customer % 64));
        let mut distinct = Distinct::default();
        pairs.iter().for_each(|(customer, value)| distinct.add(*customer, *value));
        let mut counts = vec![0; 20];
        distinct.count_customers(&mut counts, &among);
        let expected = |value: u64| {
            let inside = pairs.iter().filter(|pair| pair.1 == value && pair.0 % 3 > 0).map(|pair| pair.0);
            inside.collect::<std::collections::BTreeSet<_>>().len() as u32
        };
        assert_eq!(counts, (0..20).map(expected).collect::<Vec<_>>());
        distinct.count_customers(&mut counts, &among);
        assert_eq!(counts[0], expected(0), "pairs are forgotten");
    }
}
