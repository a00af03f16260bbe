//! One exact number per customer from child rows.
//!
//! Everything works on one block of [`crate::rows::BLOCK`] customers: a kernel takes the rows that
//! were picked of one child table and adds them to an array with one entry for each customer of
//! the block. Integers only; 128 bits where 64 could overflow (M4).

mod cut;
mod distinct;
mod long;
mod picked;
mod sums;
mod whole;

pub use cut::{Cut, Part, mean};
pub use distinct::Distinct;
pub use picked::{NO_ROW, Picked, count, count_parents, exists, first_rows, last_rows, ranked_rows};
pub use sums::{Extremes, Sums};
pub use whole::{Whole, quotient};

/// An array with one entry for each customer of a block.
pub type PerCustomer<T> = Box<[T; crate::rows::BLOCK]>;

/// Such an array, filled with one value.
pub fn per_customer<T: Copy>(value: T) -> PerCustomer<T> {
    match vec![value; crate::rows::BLOCK].into_boxed_slice().try_into() {
        Ok(array) => array,
        Err(_) => unreachable!("the vector has as many entries as a block"),
    }
}
