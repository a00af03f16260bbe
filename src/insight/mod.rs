//! Members, counts of every node.

mod context;
mod funnel;
mod members;

pub use funnel::{NodeCount, funnel};
pub use members::members;
