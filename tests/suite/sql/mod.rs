//! Segments as SQL: golden statements, and the law that they give the same ids.

mod golden;
mod parity;
mod tables;
