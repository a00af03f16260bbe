//! The column store: what a count runs on.

pub mod array;
pub mod arrow;
mod children;
pub mod column;
mod concat;
mod delta;
mod ids;
mod late;
mod load;
mod manifest;
mod open;
mod outline;
mod schema;
mod single;
pub mod store;
mod strings;

pub use array::{Array, Values};
pub use column::{Codes, Column, Kind, Lists, Numbers, Places, Texts, Times};
pub use delta::Applied;
pub use late::Unread;
pub use manifest::{Manifest, Part};
pub(crate) use open::event_kind;
pub use open::{Bytes, Given};
pub(crate) use outline::{outline, outline_of};
pub use schema::{Form, Key, canonical_columns, form_of};
pub use store::{Currency, LeftOut, Origin, Rows, Snapshot, TableName};
pub use strings::Strings;
