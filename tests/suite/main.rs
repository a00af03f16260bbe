//! The native test binary: laws, layers, formats, imports and the corpus.

mod check;
mod layers;
mod zones;
