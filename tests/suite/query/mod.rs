//! The query language: text ⇄ tree ⇄ JSON.

mod golden;
mod spellings;
