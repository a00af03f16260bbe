//! Files → snapshot, with a report that accounts for every row.
//!
//! Bytes are decoded into rows as they come ([`decode`]), rows fill growing columns ([`tables`]),
//! and when all files are read the columns are joined, sorted and written ([`pack`]). No row is
//! kept as a row.

mod cell;
mod columns;
mod decode;
mod figures;
mod pack;
mod plain;
mod report;
mod tables;

pub use report::{
    CountryName, Counts, Figure, FigureExample, FileReport, Report, Skipped, TableReport, UnknownColumns, Unreadable,
    Warning,
};

use crate::error::{Code, Error, Result};
use crate::snapshot::{Manifest, TableName};
use crate::time::{Instant, Zone};
use crate::value::currency_exponent;
use decode::{Input, Row};
use plain::Plain;
use tables::Tables;

/// Rows between two looks at the memory held.
const ROWS_BETWEEN: u64 = 1 << 12;

/// Options of packing.
#[derive(Debug, Clone)]
pub struct Options {
    /// The shop's zone; UTC with a warning if missing.
    pub time_zone: Option<Zone>,
    /// Where the zone's transitions come from.
    pub zone_source: String,
    /// ISO 4217 code; that of the rows, else USD, if missing.
    pub currency: Option<String>,
    /// When the data was true.
    pub taken_at: Instant,
    /// How foreign headers are read.
    pub mapping: Option<Mapping>,
    /// Whether personal columns are left out.
    pub pseudonymous: bool,
    /// Most bytes packing may hold in memory.
    pub max_bytes: Option<u64>,
}

/// A mapping file.
#[derive(Debug, Clone)]
pub struct Mapping;

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// [`crate::error::Code::BadMapping`].
    pub fn parse(_text: &str) -> Result<Mapping> {
        Err(Error::new(Code::BadMapping, "Mapping files are not read."))
    }
}

/// A packed snapshot.
#[derive(Debug, Clone)]
pub struct Packed {
    /// The manifest.
    pub manifest: Manifest,
    /// The parts by path, customers first.
    pub parts: Vec<(String, Vec<u8>)>,
    /// What was kept, skipped and why.
    pub report: Report,
}

/// Reads files chunk by chunk.
pub struct Importer {
    options: Options,
    tables: Tables,
    report: Report,
    file: Option<(Input, Feed)>,
    rows: u64,
}

impl std::fmt::Debug for Importer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Importer").field("rows", &self.rows).finish_non_exhaustive()
    }
}

/// What the rows of the file being read mean.
enum Feed {
    /// The first row will tell; the table its name tells, if any.
    Undecided(Option<TableName>),
    Plain(Plain),
    Ignored,
}

impl Importer {
    /// An importer.
    ///
    /// # Errors
    /// [`crate::error::Code::BadCurrency`].
    pub fn new(mut options: Options) -> Result<Importer> {
        if let Some(code) = &mut options.currency {
            *code = crate::value::upper(code);
            if currency_exponent(code).is_none() {
                return Err(Error::new(Code::BadCurrency, format!("'{code}' is not a currency of ISO 4217.")));
            }
        }
        let zone = options.time_zone.clone().unwrap_or_else(Zone::utc);
        let tables = Tables::new(zone, options.pseudonymous);
        Ok(Importer { options, tables, report: Report::default(), file: None, rows: 0 })
    }

    /// Begins a file; its name tells which table it is, unless its content does. A file begun
    /// before is ended.
    ///
    /// # Errors
    /// Those of [`Importer::end_file`].
    pub fn start_file(&mut self, name: &str) -> Result<()> {
        self.end_file()?;
        self.report.files.push(FileReport { name: name.to_owned(), ..FileReport::default() });
        self.file = Some((Input::new(), Feed::Undecided(table_of(name))));
        Ok(())
    }

    /// The next bytes of the file.
    ///
    /// # Errors
    /// [`crate::error::Code::BadInput`] for a file that cannot be read at all,
    /// [`crate::error::Code::TooLarge`] past `max_bytes`.
    pub fn push(&mut self, chunk: &[u8]) -> Result<()> {
        self.read(Some(chunk))
    }

    /// Ends the file.
    ///
    /// # Errors
    /// Those of [`Importer::push`].
    pub fn end_file(&mut self) -> Result<()> {
        self.read(None)?;
        let Some((input, feed)) = self.file.take() else { return Ok(()) };
        if let Some((rows, line)) = input.windows_1252() {
            let name = &self.report.file().name;
            let message = format!(
                "{name}: {rows} rows are not UTF-8 and were read as Windows-1252; the first is on line {line}."
            );
            self.report.warn("windows-1252", message);
        }
        match (input.foreign(), feed) {
            (Some(why), _) => self.report.file().ignored = Some(why.to_owned()),
            (None, Feed::Undecided(Some(table))) => {
                // Not one row: the table is there and empty.
                self.begin(table);
            }
            (None, Feed::Undecided(None)) => self.report.file().ignored = Some("it is empty".to_owned()),
            (None, Feed::Plain(_) | Feed::Ignored) => {}
        }
        Ok(())
    }

    /// Rows read so far.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Ends reading and packs.
    ///
    /// # Errors
    /// [`crate::error::Code::UnknownInput`] if no file was read, [`crate::error::Code::BadInput`]
    /// without a customers table, [`crate::error::Code::TooLarge`] past `max_bytes`.
    pub fn finish(mut self) -> Result<Packed> {
        self.end_file()?;
        pack::pack(self.tables, self.report, &self.options)
    }

    fn begin(&mut self, table: TableName) {
        let file = self.report.files.len() - 1;
        self.report.file().kind = Some(table.as_str().to_owned());
        self.tables.begin_file(table, Some(file));
    }

    /// Reads a chunk, or the end, of the file begun.
    fn read(&mut self, chunk: Option<&[u8]>) -> Result<()> {
        let Importer { options, tables, report, file: Some((input, feed)), rows } = self else { return Ok(()) };
        let name = report.file().name.clone();
        let max_bytes = options.max_bytes;
        let mut each = |line: u64, row: Row<'_>| {
            feed.row(line, row, tables, report)?;
            if !matches!(feed, Feed::Ignored) {
                *rows = report.files.iter().map(|file| file.rows.read).sum();
            }
            if *rows % ROWS_BETWEEN == 0 { within(tables.bytes(), max_bytes) } else { Ok(()) }
        };
        let outcome = match chunk {
            Some(chunk) => input.push(chunk, &mut each),
            None => input.finish(&mut each),
        };
        outcome.and_then(|()| within(tables.bytes(), max_bytes)).map_err(|error| error.at(name))
    }
}

/// Refuses to hold more bytes than allowed.
fn within(bytes: usize, max_bytes: Option<u64>) -> Result<()> {
    match max_bytes {
        Some(max) if bytes as u64 > max => Err(Error::new(
            Code::TooLarge,
            format!("Packing needs at least {bytes} bytes of memory; {max} are allowed."),
        )
        .help("Pack fewer columns or a shorter period, or pack on a machine with more memory.")),
        _ => Ok(()),
    }
}

impl Feed {
    fn row(&mut self, line: u64, row: Row<'_>, tables: &mut Tables, report: &mut Report) -> Result<()> {
        if let Feed::Undecided(table) = self {
            if !matches!(row, Row::Broken(_)) {
                *self = Feed::of(*table, tables, report);
            }
        }
        if let Row::Header(cells) = row {
            return match self {
                Feed::Plain(plain) => plain.header(cells, tables, report),
                _ => Ok(()),
            };
        }
        if matches!(self, Feed::Ignored) {
            return Ok(());
        }
        report.file().rows.read += 1;
        match (self, row) {
            (_, Row::Broken(reason)) => {
                report.skip(line, reason);
                Ok(())
            }
            (Feed::Plain(plain), Row::Cells(cells)) => plain.cells(line, cells, tables, report),
            (Feed::Plain(plain), Row::Object(object)) => plain.object(line, object, tables, report),
            _ => Ok(()),
        }
    }

    fn of(table: Option<TableName>, tables: &mut Tables, report: &mut Report) -> Feed {
        let file = report.files.len() - 1;
        match table {
            Some(table) => {
                report.file().kind = Some(table.as_str().to_owned());
                tables.begin_file(table, Some(file));
                Feed::Plain(Plain::new(table))
            }
            None => {
                report.file().ignored = Some("it is no table or export that is known".to_owned());
                Feed::Ignored
            }
        }
    }
}

/// The table a file's base name tells: `orders.csv`, `data/Orders-2024.jsonl.gz`.
fn table_of(name: &str) -> Option<TableName> {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name).to_lowercase();
    let base = base.split('.').next().unwrap_or(&base);
    TableName::parse(base).or_else(|| {
        let stem = base.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | ' ' | '(' | ')'));
        TableName::parse(stem)
    })
}
