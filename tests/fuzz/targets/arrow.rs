//! The fuzz target `arrow`.
#![no_main]

headcount_fuzz::target!("arrow");
