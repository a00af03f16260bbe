//! The native test binary: laws, layers, formats, imports and the corpus.

mod layers;
mod zones;
