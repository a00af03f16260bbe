//! The door to JavaScript: decode, call [`crate::session`], encode. Nothing is decided here.
//!
//! Three modules are built of it, by features: a page that counts on packed snapshots never
//! downloads what writes sentences, SQL and the library (`author`), nor what reads files (`packer`).

#[cfg(feature = "author")]
mod author;
mod convert;
#[cfg(feature = "engine")]
mod engine;
#[cfg(feature = "packer")]
mod packer;

#[cfg(feature = "author")]
pub use author::Author;
#[cfg(feature = "engine")]
pub use engine::Engine;
#[cfg(feature = "packer")]
pub use packer::{Packer, Packing};

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
