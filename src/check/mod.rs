//! Turns wishes into meaning: condition × catalogue × snapshot → [`Checked`], or all problems.

mod checked;

pub use checked::*;
