//! The door to JavaScript: decode, call [`crate::session`], encode. Nothing is decided here.
//!
//! Two modules are built of it, by the features `engine` and `packer`: a page that opens packed
//! snapshots never downloads what reads files.

mod convert;
#[cfg(feature = "engine")]
mod engine;
#[cfg(feature = "packer")]
mod packer;

#[cfg(feature = "engine")]
pub use engine::{Engine, ask, check, fields, format};
#[cfg(feature = "packer")]
pub use packer::Packer;

use wasm_bindgen::prelude::*;

/// Panics are thrown with their text; the trap that follows one says only "unreachable".
#[wasm_bindgen(start)]
pub fn throw_panics() {
    std::panic::set_hook(Box::new(|panic| wasm_bindgen::throw_str(&panic.to_string())));
}

/// The package's version.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
