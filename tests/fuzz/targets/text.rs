//! The fuzz target `text`.
#![no_main]

headcount_fuzz::target!("text");
