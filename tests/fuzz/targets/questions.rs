//! The fuzz target `questions`.
#![no_main]

headcount_fuzz::target!("questions");
