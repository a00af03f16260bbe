//! The native test binary: laws, layers, formats, imports and the corpus.

mod arrow;
mod layers;
mod opening;
mod zones;
