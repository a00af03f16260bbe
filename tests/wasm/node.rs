//! The door's tests in Node.
#![cfg(target_arch = "wasm32")]

mod shared;
