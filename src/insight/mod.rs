//! Members, counts of every node and value, one customer explained, exact counts at every stop of a
//! dragged bound, distributions.

mod breakdown;
mod causes;
mod context;
mod distribution;
mod explain;
mod figures;
mod foresee;
mod funnel;
mod lints;
mod members;
mod overlap;
mod shown;
mod slider;
mod table;
mod timeline;
mod values;

pub use breakdown::{Breakdown, Part, Parts, breakdown};
pub use causes::{Cause, Change, Moved, Side, changes, drift};
pub use distribution::{Distribution, PERCENTILES, distribution};
pub use explain::{Own, Verdict, explain};
pub use figures::{Figures, Statistics, statistics};
pub use foresee::{Foresight, compares, days, foresee, turns};
pub use funnel::{NodeCount, funnel};
pub use lints::lints;
pub use members::{id_of, members};
pub use overlap::{Comparison, Overlap, compare, overlap};
pub use shown::Shown;
pub use slider::{Bar, Dial, Slider, slider};
pub use table::{by_id, columns, sort};
pub use timeline::{Moment, timeline};
pub use values::{Subject, ValueCount, Values, Wanted, values};
