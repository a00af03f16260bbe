//! The native test binary: laws, layers, formats, imports and the corpus.

mod arbitrary;
mod arrow;
mod check;
mod completing;
mod corpus;
mod describe;
mod evaluating;
mod explain;
mod fixes;
mod formats;
mod golden;
mod importing;
mod importing_hostile;
mod importing_mapped;
mod importing_real;
mod importing_shopify;
mod laws;
mod layers;
mod library;
mod opening;
mod query;
mod reference;
mod references;
mod sql;
mod unicode;
mod zones;
