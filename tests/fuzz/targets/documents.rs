//! The fuzz target `documents`.
#![no_main]

headcount_fuzz::target!("documents");
