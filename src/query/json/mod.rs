//! The JSON form of segments: the document programs store and the visual builder edits.

mod read;
mod write;

pub use read::from_json_text;
pub use write::to_json;

pub(super) use read::{literal as literal_of_json, parsed};
pub(super) use write::literal as literal_json;

/// The version of documents that is written, and the highest that is read.
pub const VERSION: u64 = 1;
