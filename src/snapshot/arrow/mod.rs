//! Arrow IPC streams: columns to bytes and back.
//!
//! The metadata of each message is read through the generated, verified FlatBuffers types of the
//! `arrow-ipc` crate; buffers are sliced and checked here. Every length, offset, index and text
//! is checked before it is used, and what is allocated is bounded by a fixed multiple of the
//! bytes given, so a hostile stream is an error, never a panic and never an exhausted memory.

mod allowance;
mod batch;
mod build;
mod frame;
mod integers;
mod layout;
mod read;
mod schema;
mod text;
mod write;

pub use read::{Batches, TakeBatch, read_stream};
pub use write::write_stream;
pub(crate) use write::{DictionaryTexts, Shape, Stream, is_dictionary};

/// Field metadata key: an integer column holds decimals, `value / 10^scale`.
const SCALE_KEY: &str = "headcount.scale";
