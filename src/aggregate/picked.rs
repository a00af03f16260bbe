//! The rows a kernel runs over, and the kernels that need no value of them.

use crate::rows::BLOCK;
use std::ops::Range;

/// Stands for "no row" where rows are kept by customer.
pub const NO_ROW: u32 = u32::MAX;

/// Rows of one block of one child table.
///
/// `words` has a bit for each row from `range.start` rounded down to a multiple of 64; bits of
/// rows outside the range are zero. Without it every row of the range is picked.
#[derive(Debug, Clone)]
pub struct Picked<'a> {
    /// First and one past the last row.
    pub range: Range<usize>,
    /// Which of them.
    pub words: Option<&'a [u64]>,
}

/// Rows are visited in runs, by one loop: where the closure stands once the compiler writes it there, and a
/// call for each row would cost more than most kernels do with it.
impl Picked<'_> {
    /// Calls `visit` with every row, ascending.
    #[inline(always)]
    pub fn each(&self, mut visit: impl FnMut(usize)) {
        let mut words = self.words.unwrap_or_default().iter();
        let (mut first, mut next, mut rest) = (0, self.range.start & !63, 0);
        let mut run = if self.words.is_some() { 0..0 } else { self.range.clone() };
        loop {
            for row in run {
                visit(row);
            }
            while rest == 0 {
                let Some(word) = words.next() else { return };
                (first, next, rest) = (next, next + 64, *word);
            }
            let start = rest.trailing_zeros();
            let end = start + (rest >> start).trailing_ones();
            rest &= u64::MAX.checked_shl(end).unwrap_or(0);
            run = first + start as usize..first + end as usize;
        }
    }

    /// As [`Picked::each`], descending.
    #[inline(always)]
    pub fn each_back(&self, mut visit: impl FnMut(usize)) {
        let words = self.words.unwrap_or_default();
        let (mut first, mut rest) = ((self.range.start & !63) + words.len() * 64, 0u64);
        let mut words = words.iter().rev();
        let mut run = if self.words.is_some() { 0..0 } else { self.range.clone() };
        loop {
            for row in run.rev() {
                visit(row);
            }
            while rest == 0 {
                let Some(word) = words.next() else { return };
                (first, rest) = (first - 64, *word);
            }
            let end = 64 - rest.leading_zeros();
            let start = end - (rest << (64 - end)).leading_ones();
            rest &= (1 << start) - 1;
            run = first + start as usize..first + end as usize;
        }
    }
}

/// Adds the customers who have a row. `bits` is the block's part of a set of customers.
pub fn exists(bits: &mut [u64], local: &[u16], picked: &Picked<'_>) {
    picked.each(|row| {
        let customer = usize::from(local[row]);
        bits[customer / 64] |= 1 << (customer % 64);
    });
}

/// Adds the rows of each customer.
pub fn count(counts: &mut [u32; BLOCK], local: &[u16], picked: &Picked<'_>) {
    match picked.words {
        None => {
            for customer in &local[picked.range.clone()] {
                counts[usize::from(*customer)] += 1;
            }
        }
        Some(_) => picked.each(|row| counts[usize::from(local[row])] += 1),
    }
}

/// Adds the distinct parents of each customer's rows; rows of one parent stand together (A4).
/// `last` is the parent of the row before, [`NO_ROW`] at first.
pub fn count_parents(counts: &mut [u32; BLOCK], local: &[u16], parents: &[u32], last: &mut u32, picked: &Picked<'_>) {
    picked.each(|row| {
        let parent = parents[row];
        counts[usize::from(local[row])] += u32::from(parent != *last);
        *last = parent;
    });
}

/// Keeps the latest row of each customer; rows come in ascending order of time.
pub fn last_rows(rows: &mut [u32; BLOCK], local: &[u16], picked: &Picked<'_>) {
    picked.each(|row| rows[usize::from(local[row])] = row as u32);
}

/// Keeps the earliest row of each customer; rows come in ascending order of time.
pub fn first_rows(rows: &mut [u32; BLOCK], local: &[u16], picked: &Picked<'_>) {
    picked.each(|row| {
        let kept = &mut rows[usize::from(local[row])];
        *kept = (*kept).min(row as u32);
    });
}

/// Runs over rows from the latest on, and calls `keep` with each customer and the row at which `left` comes to
/// 0; where it is 0 no row is looked for. Rows of one parent, which stand together, are one row; `last` is the
/// parent of the row before.
pub fn ranked_rows(
    left: &mut [u32; BLOCK],
    local: &[u16],
    parents: &[u32],
    last: &mut u32,
    picked: &Picked<'_>,
    mut keep: impl FnMut(usize, usize),
) {
    let found = |left: &mut u32| {
        *left > 0 && {
            *left -= 1;
            *left == 0
        }
    };
    if picked.words.is_none() && parents.is_empty() {
        for row in picked.range.clone().rev() {
            let customer = usize::from(local[row]);
            if found(&mut left[customer]) {
                keep(customer, row);
            }
        }
        return;
    }
    picked.each_back(|row| {
        if let Some(parent) = parents.get(row) {
            if parent == last {
                return;
            }
            *last = *parent;
        }
        let customer = usize::from(local[row]);
        if found(&mut left[customer]) {
            keep(customer, row);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_visited_once_in_order() {
        let words = [0, u64::MAX, 1 << 63, u64::MAX << 60, 0b1011, 1, u64::MAX >> 1];
        let of_words = |row: &usize| words[row / 64 - 3] >> (row % 64) & 1 == 1;
        let first = 3 * 64;
        let all = Picked { range: first + 5..first + 70, words: None };
        let some = Picked { range: first..first + words.len() * 64, words: Some(&words) };
        let none = Picked { range: first..first, words: Some(&[]) };
        for (picked, mut rows) in [
            (&all, all.range.clone().collect::<Vec<_>>()),
            (&some, some.range.clone().filter(of_words).collect()),
            (&none, Vec::new()),
        ] {
            let (mut there, mut back) = (Vec::new(), Vec::new());
            picked.each(|row| there.push(row));
            picked.each_back(|row| back.push(row));
            assert_eq!(there, rows);
            rows.reverse();
            assert_eq!(back, rows);
        }
    }
}
