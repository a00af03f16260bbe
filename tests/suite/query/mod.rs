//! The query language: text ⇄ tree ⇄ JSON.

mod dialects;
mod documents;
mod golden;
mod grammar;
mod laws;
mod places;
mod rules;
mod schema;
mod spellings;
