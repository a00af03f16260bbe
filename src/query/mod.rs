//! Text ⇄ tree ⇄ JSON: the segment query language, as written down in GRAMMAR.md.

mod clause;
mod codes;
mod cursor;
mod function;
mod json;
mod literal;
mod parse;
mod position;
mod print;
mod rules;
mod shopify;
mod spans;
mod token;
mod values;

pub use codes::CODES;
pub use cursor::{Cursor, Expected, cursor};
pub use json::{VERSION, from_json_text, to_json};
pub use literal::{quoted, written};
pub use position::{Positions, byte_of_utf16, line_and_column};
pub use print::{name as written_name, print, print_lines};
pub use rules::{from_react_querybuilder, to_react_querybuilder};
pub use shopify::shopify_names;
pub use spans::Spans;
pub use token::{Token, TokenKind, tokens};

use crate::condition::{Condition, Problem};

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
    /// Everything that could not be read or is doubtful, in the order of the text. Its path is that
    /// of the smallest node around it.
    pub problems: Vec<Problem>,
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
pub fn parse(text: &str) -> Parsed {
    parse::parse(text)
}
