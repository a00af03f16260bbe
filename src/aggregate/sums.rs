//! Sums, least and greatest values of a block's customers.

use super::picked::{Picked, exists};
use super::whole::Whole;
use super::{PerCustomer, per_customer};
use crate::rows::BLOCK;

/// Sums; if asked for, with the number of rows that had a value, and the customers who had a row.
#[derive(Debug)]
pub struct Sums {
    sums: Width,
    /// Rows with a value; all 0 unless counted.
    pub counts: PerCustomer<u32>,
    /// Customers with a row, with a value or without; empty unless noted.
    pub any: Vec<u64>,
    counted: bool,
    noted: bool,
}

#[derive(Debug)]
enum Width {
    Narrow(PerCustomer<i64>),
    Wide(PerCustomer<i128>),
}

impl Sums {
    /// All zero; `magnitude` bounds every sum. Rows with a value are `counted`, customers with a
    /// row `noted`.
    pub fn new(magnitude: u128, counted: bool, noted: bool) -> Sums {
        let sums = match magnitude <= i64::MAX as u128 {
            true => Width::Narrow(per_customer(0)),
            false => Width::Wide(per_customer(0)),
        };
        Sums { sums, counts: per_customer(0), any: vec![0; BLOCK / 64], counted, noted }
    }

    /// All zero again.
    pub fn clear(&mut self) {
        match &mut self.sums {
            Width::Narrow(sums) => sums.fill(0),
            Width::Wide(sums) => sums.fill(0),
        }
        self.counts.fill(0);
        self.any.fill(0);
    }

    /// Adds the values of rows; `value` is `None` for a row without one.
    #[inline(always)]
    pub fn add(&mut self, local: &[u16], picked: &Picked<'_>, value: impl Fn(usize) -> Option<i64>) {
        match &mut self.sums {
            Width::Narrow(sums) => {
                picked.each(|row| sums[usize::from(local[row])] += value(row).unwrap_or(0));
            }
            Width::Wide(sums) => {
                picked.each(|row| sums[usize::from(local[row])] += i128::from(value(row).unwrap_or(0)));
            }
        }
        if self.counted {
            picked.each(|row| self.counts[usize::from(local[row])] += u32::from(value(row).is_some()));
        }
        if self.noted {
            exists(&mut self.any, local, picked);
        }
    }

    /// Appends the first `customers` sums.
    pub fn append_to(&self, out: &mut Whole, customers: usize) {
        match (out, &self.sums) {
            (Whole::Narrow(out), Width::Narrow(sums)) => out.extend_from_slice(&sums[..customers]),
            (Whole::Wide(out), Width::Wide(sums)) => out.extend_from_slice(&sums[..customers]),
            _ => unreachable!("sums are appended to numbers of their own width"),
        }
    }
}

/// The least or greatest value of each customer.
#[derive(Debug)]
pub struct Extremes {
    /// The values; unspecified where `any` has no bit.
    pub values: PerCustomer<i64>,
    /// Customers with a value.
    pub any: Vec<u64>,
    greatest: bool,
}

impl Extremes {
    /// None yet; `greatest` or least.
    pub fn new(greatest: bool) -> Extremes {
        let start = if greatest { i64::MIN } else { i64::MAX };
        Extremes { values: per_customer(start), any: vec![0; BLOCK / 64], greatest }
    }

    /// None again.
    pub fn clear(&mut self) {
        self.values.fill(if self.greatest { i64::MIN } else { i64::MAX });
        self.any.fill(0);
    }

    /// Takes the values of rows; `value` is `None` for a row without one.
    #[inline(always)]
    pub fn add(&mut self, local: &[u16], picked: &Picked<'_>, value: impl Fn(usize) -> Option<i64>) {
        let (values, any, greatest) = (&mut self.values, &mut self.any[..], self.greatest);
        picked.each(|row| {
            let Some(value) = value(row) else { return };
            let customer = usize::from(local[row]);
            let kept = &mut values[customer];
            *kept = if greatest { value.max(*kept) } else { value.min(*kept) };
            any[customer / 64] |= 1 << (customer % 64);
        });
    }
}
