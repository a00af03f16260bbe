//! `Checked` → what kernels run: tests bound to a snapshot's columns, rows to pick.
//!
//! Bounds are scaled to the column's integers, keys are looked up in its dictionary, windows
//! become stretches of rows. Nothing here looks at more than dictionaries.

mod bound;
mod interval;
mod rows;
mod stepwise;

pub use bound::{Bound, Circle, CodeSet, MonthDays, bind};
pub use interval::{Edge, Interval, integers, intervals};
pub use rows::{
    Filter, Picks, Source, Stretch, Table, amounts_needed, gained, is_dated, pick, rank_wanted, tables, without_start,
    without_times,
};
pub use stepwise::stepwise;
