//! The fuzz target `library`.
#![no_main]

headcount_fuzz::target!("library");
