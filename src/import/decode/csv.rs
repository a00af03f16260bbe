//! CSV: records whose cells may hold delimiters and line breaks in quotes.
//!
//! A quote that is never closed would swallow the rest of the file. A record that reaches the end
//! of the file or [`ROW_BYTES`] in quotes, or that spans lines and has another number of cells
//! than the header or text behind a closing quote, is therefore given up: its first line is
//! reported and reading goes on with the next line.

use super::text::{Decoding, windows_1252};
use super::{Cells, Each, ROW_BYTES, Row};
use crate::error::{Code, Error, Result};
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// Most bytes of one file that are read again after a record was given up.
const READ_AGAIN: usize = 64 * ROW_BYTES;

/// A CSV file being read.
#[derive(Debug)]
pub(super) struct Csv {
    reader: Reader,
    delimiter: u8,
    /// Bytes of the file not done with; the current record begins at `start`, the reader has seen
    /// those before `fed`.
    buffer: Vec<u8>,
    start: usize,
    fed: usize,
    /// Line the current record begins on.
    line: u64,
    /// The current record so far: contents of its cells and where each ends.
    out: Vec<u8>,
    out_len: usize,
    ends: Vec<usize>,
    ends_len: usize,
    /// Cells of the header.
    width: Option<usize>,
    /// Whether the current line is too long and its bytes are dropped.
    dropping: bool,
    read_again: usize,
    pub(super) decoding: Decoding,
}

/// The delimiter of a header line: a comma unless it has none and another one instead.
pub(super) fn delimiter(header: &[u8]) -> u8 {
    let has = |byte: &u8| header.contains(byte);
    if has(&b',') { b',' } else { b";\t|".iter().copied().find(|byte| has(byte)).unwrap_or(b',') }
}

impl Csv {
    pub(super) fn new(delimiter: u8) -> Csv {
        Csv {
            reader: ReaderBuilder::new().delimiter(delimiter).build(),
            delimiter,
            buffer: Vec::new(),
            start: 0,
            fed: 0,
            line: 1,
            out: vec![0; 1 << 10],
            out_len: 0,
            ends: vec![0; 1 << 6],
            ends_len: 0,
            width: None,
            dropping: false,
            read_again: 0,
            decoding: Decoding::default(),
        }
    }

    pub(super) fn push(&mut self, chunk: &[u8], each: &mut Each<'_>) -> Result<()> {
        let mut chunk = chunk;
        if self.dropping {
            let Some(end) = chunk.iter().position(|byte| *byte == b'\n') else { return Ok(()) };
            self.dropping = false;
            self.line += 1;
            chunk = &chunk[end + 1..];
        }
        self.buffer.extend_from_slice(chunk);
        self.run(each)?;
        self.buffer.drain(..self.start);
        self.fed -= self.start;
        self.start = 0;
        Ok(())
    }

    /// A line break ends the last record unless a quote is open.
    pub(super) fn finish(&mut self, each: &mut Each<'_>) -> Result<()> {
        self.push(b"\n", each)?;
        while self.out_len > 0 || self.ends_len > 0 {
            self.give_up("a quote opened on this line is never closed", each)?;
            self.run(each)?;
        }
        Ok(())
    }

    fn run(&mut self, each: &mut Each<'_>) -> Result<()> {
        loop {
            if self.fed == self.start {
                self.skip_line_breaks();
            }
            if self.fed == self.buffer.len() {
                return Ok(());
            }
            let (result, read, out, ends) = self.reader.read_record(
                &self.buffer[self.fed..],
                &mut self.out[self.out_len..],
                &mut self.ends[self.ends_len..],
            );
            self.fed += read;
            self.out_len += out;
            self.ends_len += ends;
            match result {
                ReadRecordResult::InputEmpty | ReadRecordResult::End => {}
                ReadRecordResult::OutputFull => self.out.resize(self.out.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record => self.record(each)?,
            }
            if self.fed - self.start > ROW_BYTES {
                self.give_up("the row is longer than 4 MB, or a quote opened on this line is never closed", each)?;
            }
        }
    }

    /// Passes over line breaks between records.
    fn skip_line_breaks(&mut self) {
        while let Some(byte @ (b'\n' | b'\r')) = self.buffer.get(self.start) {
            self.line += u64::from(*byte == b'\n');
            self.start += 1;
        }
        self.fed = self.start;
    }

    /// A record was read to its end.
    fn record(&mut self, each: &mut Each<'_>) -> Result<()> {
        let raw = &self.buffer[self.start..self.fed];
        let breaks = raw.iter().filter(|byte| **byte == b'\n').count() as u64;
        let ends = &self.ends[..self.ends_len];
        let bytes = &self.out[..self.out_len];
        let (mut decoded, mut moved) = (String::new(), Vec::new());
        let cells = match std::str::from_utf8(bytes) {
            Ok(text) => Cells { text, ends },
            Err(_) => {
                self.decoding.count(self.line);
                let mut start = 0;
                for end in ends {
                    windows_1252(&bytes[start..*end], &mut decoded);
                    moved.push(decoded.len());
                    start = *end;
                }
                Cells { text: &decoded, ends: &moved }
            }
        };
        let blank = cells.text.trim().is_empty();
        match self.width {
            _ if blank => {}
            None => {
                self.width = Some(cells.len());
                each(self.line, Row::Header(cells))?;
            }
            Some(_) if spans_lines(raw) && text_after_quote(raw, self.delimiter) => {
                return self.give_up("text follows a closing quote", each);
            }
            Some(width) => {
                let surplus = (width..cells.len()).any(|at| !cells.get(at).trim().is_empty());
                if cells.len() < width || surplus {
                    let reason = format!("the row has {} cells, the header has {width}", cells.len());
                    if spans_lines(raw) {
                        return self.give_up(&reason, each);
                    }
                    each(self.line, Row::Broken(reason))?;
                } else if cells.text.contains('\0') {
                    each(self.line, Row::Broken("the row has a NUL byte".into()))?;
                } else {
                    each(self.line, Row::Cells(cells))?;
                }
            }
        }
        self.line += breaks;
        self.start = self.fed;
        (self.out_len, self.ends_len) = (0, 0);
        Ok(())
    }

    /// Reports the line the current record begins on and reads on from the next one.
    fn give_up(&mut self, reason: &str, each: &mut Each<'_>) -> Result<()> {
        self.read_again += self.fed - self.start;
        if self.width.is_none() || self.read_again > READ_AGAIN {
            return Err(Error::new(Code::BadInput, format!("Line {}: {reason}.", self.line))
                .help("Write the file again with every quote closed and doubled inside cells."));
        }
        each(self.line, Row::Broken(reason.to_owned()))?;
        self.reader.reset();
        (self.out_len, self.ends_len) = (0, 0);
        match self.buffer[self.start..].iter().position(|byte| *byte == b'\n') {
            Some(end) => {
                self.line += 1;
                self.start += end + 1;
            }
            None => {
                self.dropping = true;
                self.buffer.clear();
                self.start = 0;
            }
        }
        self.fed = self.start;
        Ok(())
    }
}

/// Whether a record has a line break before its end.
fn spans_lines(raw: &[u8]) -> bool {
    raw.trim_ascii_end().contains(&b'\n')
}

/// Whether a quoted cell of a record goes on behind its closing quote.
fn text_after_quote(raw: &[u8], delimiter: u8) -> bool {
    let mut bytes = raw.iter().copied().peekable();
    let mut at_start = true;
    while let Some(byte) = bytes.next() {
        if byte != b'"' || !at_start {
            at_start = byte == delimiter;
            continue;
        }
        while let Some(byte) = bytes.next() {
            if byte != b'"' {
                continue;
            }
            match bytes.peek() {
                Some(b'"') => _ = bytes.next(),
                Some(b'\r' | b'\n') | None => break,
                Some(next) if *next == delimiter => break,
                Some(_) => return true,
            }
        }
        at_start = false;
    }
    false
}
