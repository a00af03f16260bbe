//! The query language: text ⇄ tree ⇄ JSON.

mod dialects;
mod documents;
mod golden;
mod laws;
mod spellings;
