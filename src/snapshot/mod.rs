//! The column store: what a count runs on.

pub mod array;
pub mod column;
pub mod store;

pub use array::{Array, Values};
pub use column::{Codes, Column, Kind, Lists, Numbers, Places, Texts, Times};
pub use store::{Currency, Rows, Snapshot, TableName};
