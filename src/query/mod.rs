//! Text ⇄ tree ⇄ JSON: the segment query language.

use crate::condition::{Condition, Problem, Segment, Span};
use crate::error::Result;

/// A dialect to print in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Shopify's current dialect with this language's extensions.
    Headcount,
    /// Shopify's GraphQL Admin API from 2026-10 on.
    Current,
    /// Shopify's older dialect.
    Legacy,
}

/// What reading a text gave.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The tree, as far as it could be read.
    pub condition: Condition,
    /// Where each path of the tree stands in the text.
    pub spans: Spans,
    /// Everything that could not be read, in the order of the text.
    pub problems: Vec<Problem>,
}

/// Where each path of a tree stands in its text.
#[derive(Debug, Clone, Default)]
pub struct Spans;

impl Spans {
    /// The span of a path, or of its nearest ancestor.
    pub fn find(&self, _path: &str) -> Option<Span> {
        unimplemented!()
    }
}

/// A printed condition.
#[derive(Debug, Clone)]
pub struct Printed {
    /// The text.
    pub text: String,
    /// Warnings: limits of the dialect that the text passes.
    pub problems: Vec<Problem>,
}

/// Reads a text. Total: any text gives a tree and problems.
pub fn parse(_text: &str) -> Parsed {
    unimplemented!()
}

/// Reads a saved document `{ version, name?, condition }`.
///
/// # Errors
/// [`crate::error::Code::BadSegment`] for a text that is no such document.
pub fn from_json_text(_text: &str) -> Result<(Segment, Vec<Problem>)> {
    unimplemented!()
}

/// The document of a segment.
pub fn to_json(_segment: &Segment) -> serde_json::Value {
    unimplemented!()
}

/// Prints a condition in a dialect.
///
/// # Errors
/// A problem for each part the dialect cannot say.
pub fn print(_condition: &Condition, _dialect: Dialect) -> std::result::Result<Printed, Vec<Problem>> {
    unimplemented!()
}

/// Line and column of a byte offset, in characters, from 1.
pub fn line_and_column(_text: &str, _offset: usize) -> (usize, usize) {
    unimplemented!()
}
