//! What packing did with every row, for people.

use serde::Serialize;
use std::collections::BTreeMap;

/// Skipped rows that a file's report lists; the others are counted.
const LISTED: usize = 100;

/// Names, texts and examples a list of the report holds at most.
pub(super) const NAMED: usize = 100;

/// What packing did with every row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The files in the order read.
    pub files: Vec<FileReport>,
    /// The packed tables, customers first.
    pub tables: Vec<TableReport>,
    /// What else a person should know.
    pub warnings: Vec<Warning>,
    /// Columns that stand for nothing known, by file.
    pub unknown_columns: Vec<UnknownColumns>,
    /// Values that could not be read and are missing in their rows.
    pub unreadable: Vec<Unreadable>,
    /// Country names that were read as codes, or as none (X6).
    pub countries: Vec<CountryName>,
    /// Imported figures that differ from counted ones.
    pub figures: Vec<Figure>,
    /// The place in `files` of the file being read.
    #[serde(skip)]
    pub(super) current: usize,
}

/// A file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FileReport {
    /// Its name as given.
    pub name: String,
    /// What it was read as: a table's name, or a sort of export; null if it was not read.
    pub kind: Option<String>,
    /// Why it was not read.
    pub ignored: Option<String>,
    /// What became of its rows.
    pub rows: Counts,
    /// The first rows that were skipped.
    pub skipped: Vec<Skipped>,
}

/// What became of rows: `read` is the sum of all others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Rows in the file.
    pub read: u64,
    /// In the snapshot.
    pub kept: u64,
    /// Not readable, or without what a row must have.
    pub skipped: u64,
    /// Replaced by a later row of the same id (I1).
    pub duplicates: u64,
    /// Of a customer or order that is not in the data (I2).
    pub orphans: u64,
    /// Of no customer at all.
    pub without_customer: u64,
    /// In another currency than the shop's (M2).
    pub other_currency: u64,
    /// Of a kind that is known and that no segment asks for.
    pub unused: u64,
}

/// A packed table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TableReport {
    /// Its name.
    pub table: &'static str,
    /// Rows in the snapshot.
    pub rows: u64,
    /// Its columns.
    pub columns: Vec<String>,
}

/// A sentence with a stable code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// Kebab-case.
    pub code: &'static str,
    /// One sentence or two.
    pub message: String,
}

/// A row that was skipped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// The line it begins on, from 1.
    pub line: u64,
    /// Why.
    pub reason: String,
}

/// Columns of a file that were not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnknownColumns {
    /// The file.
    pub file: String,
    /// Their names.
    pub columns: Vec<String>,
}

/// Values of one column that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unreadable {
    /// The file.
    pub file: String,
    /// The column.
    pub column: String,
    /// Rows concerned.
    pub rows: u64,
    /// Line of the first.
    pub line: u64,
    /// What is wrong with the first.
    pub reason: String,
}

/// A country name and what it was read as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CountryName {
    /// As written.
    pub text: String,
    /// Its two letters; null if no country is known by that name.
    pub code: Option<&'static str>,
    /// Rows with it.
    pub rows: u64,
}

/// An imported figure beside the counted one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// `number_of_orders` or `amount_spent`.
    pub field: &'static str,
    /// Customers for whom the two differ.
    pub customers: u64,
    /// The first of them.
    pub examples: Vec<FigureExample>,
}

/// One customer's two figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FigureExample {
    /// The customer's id.
    pub id: String,
    /// As imported.
    pub imported: String,
    /// As counted at `taken_at` under the default order policy.
    pub counted: String,
}

/// Why a row that was read is not in the snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loss {
    /// [`Counts::duplicates`]
    Duplicate,
    /// [`Counts::orphans`]
    Orphan,
    /// [`Counts::without_customer`]
    WithoutCustomer,
    /// [`Counts::other_currency`]
    OtherCurrency,
}

impl Counts {
    /// Counts a row that was lost after reading.
    pub(super) fn lose(&mut self, loss: Loss) {
        match loss {
            Loss::Duplicate => self.duplicates += 1,
            Loss::Orphan => self.orphans += 1,
            Loss::WithoutCustomer => self.without_customer += 1,
            Loss::OtherCurrency => self.other_currency += 1,
        }
    }
}

impl Report {
    /// Adds a warning.
    pub(super) fn warn(&mut self, code: &'static str, message: impl Into<String>) {
        self.warnings.push(Warning { code, message: message.into() });
    }

    /// The file being read.
    pub(super) fn file(&mut self) -> &mut FileReport {
        &mut self.files[self.current]
    }

    /// Counts a skipped row of the file being read.
    pub(super) fn skip(&mut self, line: u64, reason: impl Into<String>) {
        let file = self.file();
        file.rows.skipped += 1;
        if file.skipped.len() < LISTED {
            file.skipped.push(Skipped { line, reason: reason.into() });
        }
    }

    /// Names a column of the file being read that is not known.
    pub(super) fn unknown(&mut self, column: &str) {
        let file = self.file().name.clone();
        let of_file = self.unknown_columns.iter().position(|unknown| unknown.file == file);
        let at = of_file.unwrap_or_else(|| {
            self.unknown_columns.push(UnknownColumns { file, columns: Vec::new() });
            self.unknown_columns.len() - 1
        });
        let columns = &mut self.unknown_columns[at].columns;
        if columns.len() < NAMED && !columns.iter().any(|known| known == column) {
            columns.push(column.to_owned());
        }
    }

    /// Counts a value of the file being read that cannot be kept.
    pub(super) fn unreadable(&mut self, column: &str, line: u64, shown: &str, why: &str) {
        let file = &self.files[self.current].name;
        let known = self.unreadable.iter_mut().rfind(|entry| entry.file == *file && entry.column == column);
        if let Some(known) = known {
            known.rows += 1;
        } else if self.unreadable.len() < 10 * NAMED {
            self.unreadable.push(Unreadable {
                file: file.clone(),
                column: column.to_owned(),
                rows: 1,
                line,
                reason: format!("'{shown}' {why}"),
            });
        }
    }
}

/// Country names met while packing.
#[derive(Debug, Default)]
pub(super) struct Countries {
    names: BTreeMap<String, (Option<&'static str>, u64)>,
}

impl Countries {
    /// Counts rows with a name; one that is its own code is not worth a line.
    pub(super) fn add(&mut self, text: &str, code: Option<&'static str>, rows: u64) {
        if rows == 0 || code.is_some_and(|code| code.eq_ignore_ascii_case(text)) {
            return;
        }
        if let Some(known) = self.names.get_mut(text) {
            known.1 += rows;
        } else if self.names.len() < 10 * NAMED {
            self.names.insert(text.to_owned(), (code, rows));
        }
    }

    /// The names in order, unknown ones first.
    pub(super) fn report(self) -> Vec<CountryName> {
        let names = self.names.into_iter();
        let mut names: Vec<_> = names.map(|(text, (code, rows))| CountryName { text, code, rows }).collect();
        names.sort_by_key(|name| name.code.is_some());
        names
    }
}
