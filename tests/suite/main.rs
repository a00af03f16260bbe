//! The native test binary: laws, layers, formats, imports and the corpus.

mod check;
mod arrow;
mod layers;
mod opening;
mod zones;
