//! The query language: text ⇄ tree ⇄ JSON.

mod golden;
mod laws;
mod spellings;
