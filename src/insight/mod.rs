//! Members, counts of every node and value, exact counts at every stop of a dragged bound.

mod context;
mod explain;
mod funnel;
mod members;
mod overlap;
mod slider;
mod timeline;
mod values;

pub use explain::{Own, Shown, Verdict, ages, explain, row_of};
pub use funnel::{NodeCount, funnel};
pub use members::members;
pub use overlap::{Comparison, Overlap, compare, overlap};
pub use slider::{Bar, Dial, Slider, slider};
pub use timeline::{Moment, timeline};
pub use values::{Subject, ValueCount, Values, Wanted, values};
