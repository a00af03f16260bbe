//! The native test binary: laws, layers, formats, imports and the corpus.

#![allow(clippy::disallowed_methods)] // The standard library's letter case is the witness of the engine's.

mod arbitrary;
mod arrow;
mod changes;
mod check;
mod completing;
mod corpus;
mod deltas;
mod describe;
mod evaluating;
mod explain;
mod fixes;
mod formats;
mod fuzzing;
mod golden;
mod importing;
mod importing_hostile;
mod importing_mapped;
mod importing_real;
mod importing_shopify;
mod late;
mod laws;
mod layers;
mod library;
mod linting;
mod members;
mod opening;
mod query;
mod reference;
mod references;
mod sql;
mod unicode;
mod zones;
