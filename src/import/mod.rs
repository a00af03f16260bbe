//! Files → snapshot, with a report that accounts for every row.
//!
//! Bytes are decoded into rows as they come ([`decode`]), rows fill growing columns ([`tables`]),
//! and when all files are read the columns are joined ([`join`]) and written table by table, piece
//! by piece ([`pack`]). No row is kept as a row, no table beside its part.

mod cell;
mod columns;
mod contacts;
mod decode;
mod delta;
mod feed;
mod figures;
mod join;
mod later;
mod mapping;
mod pack;
mod plain;
mod report;
mod shopify;
mod tables;
mod write;

pub use mapping::Mapping;
pub use pack::{Packing, Piece};
pub use report::{
    CountryName, Counts, Figure, FigureExample, FileReport, Report, Skipped, TableReport, UnknownColumns, Unreadable,
    Warning,
};

use crate::error::{Code, Error, Result};
use crate::snapshot::Manifest;
use crate::time::{Instant, Zone};
use crate::value::currency_exponent;
use decode::{Input, Row};
use feed::Feed;
use mapping::Lookups;
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
    /// The manifest of the snapshot, or of the delta to it, that the files hold the changes since:
    /// what is packed is then a delta.
    pub base: Option<Manifest>,
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
    state: State,
    file: Option<File>,
    /// Files that wait for a dictionary of the mapping: place in the report and bytes.
    held: Vec<(usize, Vec<u8>)>,
    rows: u64,
}

/// What the rows of all files fill.
struct State {
    tables: Tables,
    report: Report,
    lookups: Lookups,
    mapping: Option<Mapping>,
}

/// The file being read.
struct File {
    name: String,
    input: Input,
    feed: Feed,
    /// Its bytes, if it is to be read again.
    held: Option<Vec<u8>>,
}

impl std::fmt::Debug for Importer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Importer").field("rows", &self.rows).finish_non_exhaustive()
    }
}

impl Importer {
    /// An importer.
    ///
    /// # Errors
    /// [`crate::error::Code::BadCurrency`], and of a delta [`crate::error::Code::PackAnew`] for
    /// another zone or currency than the base's.
    pub fn new(mut options: Options) -> Result<Importer> {
        if let Some(code) = &mut options.currency {
            *code = crate::value::upper(code);
            if currency_exponent(code).is_none() {
                return Err(Error::new(Code::BadCurrency, format!("'{code}' is not a currency of ISO 4217.")));
            }
        }
        delta::settle(&mut options)?;
        let exponent = options.currency.as_deref().and_then(currency_exponent).unwrap_or(2);
        let zone = options.time_zone.clone().unwrap_or_else(Zone::utc);
        let state = State {
            tables: Tables::new(zone, exponent, options.pseudonymous).of_delta(options.base.is_some()),
            report: Report::default(),
            lookups: Lookups::default(),
            mapping: options.mapping.take(),
        };
        Ok(Importer { options, state, file: None, held: Vec::new(), rows: 0 })
    }

    /// Begins a file; its name tells which table it is, unless its content or the mapping does. A
    /// file begun before is ended.
    ///
    /// # Errors
    /// Those of [`Importer::end_file`].
    pub fn start_file(&mut self, name: &str) -> Result<()> {
        self.end_file()?;
        let report = &mut self.state.report;
        report.current = report.files.len();
        report.files.push(FileReport { name: name.to_owned(), ..FileReport::default() });
        let mapping = self.state.mapping.as_ref();
        let has_dictionary = mapping.is_some_and(|mapping| mapping.has_dictionary_of(name));
        let waits = mapping.is_some_and(|mapping| mapping.missing(&self.state.lookups).is_some());
        let feed = match (has_dictionary, waits) {
            (true, _) => Feed::Undecided { dictionaries: true },
            (false, true) => Feed::Ignored,
            (false, false) => Feed::Undecided { dictionaries: false },
        };
        let held = (has_dictionary || waits).then(Vec::new);
        self.file = Some(File { name: name.to_owned(), input: self.input(name), feed, held });
        Ok(())
    }

    /// The next bytes of the file.
    ///
    /// # Errors
    /// [`crate::error::Code::BadInput`] for a file that cannot be read at all,
    /// [`crate::error::Code::TooLarge`] past `max_bytes`.
    pub fn push(&mut self, chunk: &[u8]) -> Result<()> {
        if let Some(File { held: Some(held), .. }) = &mut self.file {
            held.extend_from_slice(chunk);
        }
        self.read(Some(chunk))
    }

    /// Ends the file.
    ///
    /// # Errors
    /// Those of [`Importer::push`], also for files that waited for this one.
    pub fn end_file(&mut self) -> Result<()> {
        self.read(None)?;
        let Some(file) = self.file.take() else { return Ok(()) };
        file.end(&mut self.state);
        if let Some(bytes) = file.held {
            self.held.push((self.state.report.current, bytes));
        }
        if self.state.mapping.as_ref().is_none_or(|mapping| mapping.missing(&self.state.lookups).is_none()) {
            self.read_held()?;
        }
        Ok(())
    }

    /// Rows read so far.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Bytes held, but for small change.
    pub fn bytes_held(&self) -> usize {
        let waiting = self.file.as_ref().map_or(0, File::waiting) + waiting(&self.held);
        waiting + self.state.tables.bytes()
    }

    /// Ends reading; the snapshot is then taken piece by piece.
    ///
    /// # Errors
    /// [`crate::error::Code::UnknownInput`] if no file was read, [`crate::error::Code::BadInput`]
    /// without a customers table, [`crate::error::Code::BadMapping`] if a file the mapping needs
    /// was not given, [`crate::error::Code::TooLarge`] past `max_bytes`.
    pub fn pack(mut self) -> Result<Packing> {
        self.end_file()?;
        if let (Some(mapping), false) = (&self.state.mapping, self.held.is_empty()) {
            if let Some((lookup, file)) = mapping.missing(&self.state.lookups) {
                let message = format!("The file '{file}' of the mapping's lookup '{lookup}' was not given.");
                return Err(Error::new(Code::BadMapping, message));
            }
        }
        let Importer { options, state: State { tables, report, .. }, .. } = self;
        Packing::new(tables, report, options)
    }

    /// Ends reading and packs it all.
    ///
    /// # Errors
    /// Those of [`Importer::pack`] and [`Packing::next_piece`].
    pub fn finish(self) -> Result<Packed> {
        let mut packing = self.pack()?;
        let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
        while let Some(Piece { path, bytes }) = packing.next_piece()? {
            match parts.last_mut() {
                Some((last, part)) if *last == path => part.extend_from_slice(&bytes),
                _ => parts.push((path, bytes)),
            }
        }
        let (manifest, report) = packing.end();
        Ok(Packed { manifest, parts, report })
    }

    fn input(&self, name: &str) -> Input {
        Input::new(self.state.mapping.as_ref().and_then(|mapping| mapping.layout(name)))
    }

    /// Reads the tables of the files that waited, in the order given.
    fn read_held(&mut self) -> Result<()> {
        for (at, bytes) in std::mem::take(&mut self.held) {
            self.state.report.current = at;
            let name = self.state.report.file().name.clone();
            let feed = Feed::Undecided { dictionaries: false };
            self.file = Some(File { input: self.input(&name), name, feed, held: None });
            self.read(Some(&bytes))?;
            drop(bytes);
            self.read(None)?;
            if let Some(file) = self.file.take() {
                file.end(&mut self.state);
            }
        }
        Ok(())
    }

    /// Reads a chunk, or the end, of the file begun.
    fn read(&mut self, chunk: Option<&[u8]>) -> Result<()> {
        let Importer { options, state, file: Some(file), rows, held } = self else { return Ok(()) };
        let waiting = file.waiting() + waiting(held);
        let File { name, input, feed, .. } = file;
        let max_bytes = options.max_bytes;
        let mut each = |line: u64, row: Row<'_>| {
            *rows += u64::from(feed.row(name, line, row, state)?);
            if *rows % ROWS_BETWEEN == 0 { within(waiting + state.tables.bytes(), max_bytes) } else { Ok(()) }
        };
        let outcome = match chunk {
            Some(chunk) => input.push(chunk, &mut each),
            None => input.finish(&mut each),
        };
        outcome
            .and_then(|()| within(waiting + state.tables.bytes(), max_bytes))
            .map_err(|error| error.at(name.as_str()))
    }
}

/// Bytes of files that wait.
fn waiting(held: &[(usize, Vec<u8>)]) -> usize {
    held.iter().map(|(_, bytes)| bytes.len()).sum()
}

impl File {
    /// Bytes of it that are held.
    fn waiting(&self) -> usize {
        self.held.as_ref().map_or(0, Vec::len) + self.input.bytes()
    }

    /// Tells the report how the file was read.
    fn end(&self, state: &mut State) {
        if let Some((rows, line)) = self.input.windows_1252() {
            let name = &self.name;
            let message = format!(
                "{name}: {rows} rows are not UTF-8 and were read as Windows-1252; the first is on line {line}."
            );
            state.report.warn("windows-1252", message);
        }
        match (self.input.foreign(), &self.feed) {
            (Some(why), _) => state.report.file().ignored = Some(why.to_owned()),
            (None, Feed::Undecided { .. }) => match feed::table_of(&self.name) {
                // Not one row: the table is there and empty.
                Some(table) => feed::begin(table, state),
                None => state.report.file().ignored = Some("it is empty".to_owned()),
            },
            (None, _) => {}
        }
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
