//! Exact customer segment counts over a downloaded snapshot.
//!
//! A [`condition`] is a wish; `check` turns it into meaning; `eval` turns meaning into rows.

pub mod aggregate;
pub mod author;
pub mod catalogue;
pub mod check;
pub mod complete;
pub mod condition;
pub mod describe;
pub mod document;
pub mod double;
pub mod error;
pub mod eval;
pub mod import;
pub mod insight;
pub mod json;
pub mod library;
pub mod memo;
pub mod order;
pub mod plan;
pub mod query;
pub mod rows;
pub mod session;
pub mod snapshot;
pub mod sql;
pub mod time;
pub mod value;
#[cfg(target_arch = "wasm32")]
pub mod wasm;
