//! Members, counts of every node, exact counts at every stop of a dragged bound.

mod context;
mod funnel;
mod members;
mod overlap;
mod slider;
mod timeline;

pub use funnel::{NodeCount, funnel};
pub use members::members;
pub use overlap::{Comparison, Overlap, compare, overlap};
pub use slider::{Bar, Dial, Slider, slider};
pub use timeline::{Moment, timeline};
