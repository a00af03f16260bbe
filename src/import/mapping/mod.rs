//! The mapping file: which column of which file feeds which canonical column. Its format is
//! FORMAT.md's.

mod dates;
mod feed;
mod parse;
mod source;

pub(super) use feed::{Mapped, Reading};
pub(super) use source::{Lookups, Record};

use crate::error::Result;
use crate::snapshot::{Form, TableName};
use crate::value::lower;
use source::Source;

/// A mapping file.
#[derive(Debug, Clone, Default)]
pub struct Mapping {
    tables: Vec<Entry>,
    layouts: Vec<(Globs, Layout)>,
    lookups: Vec<Lookup>,
}

/// How the cells of a text file are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// A delimiter between cells that may be quoted.
    Delimited(u8),
    /// Blanks, any number of them.
    Blanks,
}

/// What a mapping says of one table.
#[derive(Debug, Clone)]
struct Entry {
    table: TableName,
    /// The files it is read from; `None`: each that has all its columns.
    files: Option<Globs>,
    columns: Vec<Assignment>,
    /// One address of the customer, by field.
    address: Vec<(String, Source)>,
    /// Whether an order's total is the sum of its lines' amounts.
    total_of_lines: bool,
}

/// A canonical column, the type a mapping fixes for it, and what feeds it.
#[derive(Debug, Clone)]
struct Assignment {
    name: String,
    form: Option<Form>,
    source: Source,
}

/// A dictionary read from two columns of a file.
#[derive(Debug, Clone)]
struct Lookup {
    name: String,
    files: Globs,
    key: String,
    value: String,
}

/// File names, in which `*` stands for any characters.
#[derive(Debug, Clone)]
struct Globs(Vec<String>);

impl Globs {
    /// Whether a file's base name, or its whole name, is meant.
    fn matches(&self, name: &str) -> bool {
        let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
        self.0.iter().any(|glob| matches(glob, base) || matches(glob, name))
    }
}

/// Whether a name is a pattern's, in any letter case.
fn matches(glob: &str, name: &str) -> bool {
    let (glob, name) = (lower(glob), lower(name));
    let mut pieces = glob.split('*');
    let Some(mut rest) = name.strip_prefix(pieces.next().unwrap_or("")) else { return false };
    let mut pieces = pieces.peekable();
    if pieces.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(piece) = pieces.next() {
        if pieces.peek().is_none() {
            return rest.ends_with(piece);
        }
        let Some(at) = rest.find(piece) else { return false };
        rest = &rest[at + piece.len()..];
    }
    true
}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// [`crate::error::Code::BadMapping`], naming the place.
    pub fn parse(text: &str) -> Result<Mapping> {
        parse::mapping(text)
    }

    /// Whether a file has a dictionary.
    pub(super) fn has_dictionary_of(&self, name: &str) -> bool {
        self.lookups.iter().any(|lookup| lookup.files.matches(name))
    }

    /// The name of a dictionary that was not read, and its file's.
    pub(super) fn missing(&self, lookups: &Lookups) -> Option<(&str, &str)> {
        let missing = self.lookups.iter().find(|lookup| !lookups.has(&lookup.name))?;
        Some((&missing.name, missing.files.0.first().map_or("", String::as_str)))
    }

    /// The layout of a file, if it is given.
    pub(super) fn layout(&self, name: &str) -> Option<Layout> {
        self.layouts.iter().find(|(files, _)| files.matches(name)).map(|(_, layout)| *layout)
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_stands_for_any_characters() {
        for (glob, name, expected) in [
            ("a.csv", "A.CSV", true),
            ("a.csv", "a.csv.gz", false),
            ("sales_*.csv", "Sales_2017.csv", true),
            ("*", "", true),
            ("*a*b", "xaxxb", true),
            ("*a*b", "xbxxa", false),
            ("a*a", "a", false),
        ] {
            assert_eq!(matches(glob, name), expected, "{glob} {name}");
        }
    }
}
