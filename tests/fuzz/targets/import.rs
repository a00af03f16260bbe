//! The fuzz target `import`.
#![no_main]

headcount_fuzz::target!("import");
