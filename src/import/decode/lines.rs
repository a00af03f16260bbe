//! Files of one row a line: JSONL, and columns separated by blanks.

use super::text::Decoding;
use super::{Cells, Each, ROW_BYTES, Row};
use crate::error::Result;
use serde_json::Value;

/// What a line is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Line {
    /// A JSON object.
    #[default]
    Json,
    /// Cells with blanks between them; the first line is the header, of so many cells.
    Blanks(Option<usize>),
}

/// A file of lines being read.
#[derive(Debug, Default)]
pub(super) struct Lines {
    form: Line,
    /// Bytes from the start of the current line.
    buffer: Vec<u8>,
    /// Lines before it.
    line: u64,
    /// Whether the current line is too long and its bytes are dropped.
    dropping: bool,
    pub(super) decoding: Decoding,
}

impl Lines {
    /// A file of cells separated by blanks.
    pub(super) fn of_blanks() -> Lines {
        Lines { form: Line::Blanks(None), ..Lines::default() }
    }

    pub(super) fn push(&mut self, chunk: &[u8], each: &mut Each<'_>) -> Result<()> {
        let mut rest = chunk;
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            let (piece, after) = rest.split_at(end);
            rest = &after[1..];
            self.line += 1;
            if std::mem::take(&mut self.dropping) {
                continue;
            }
            if self.buffer.is_empty() {
                self.decoding.row(&mut self.form, piece, self.line, each)?;
            } else {
                self.buffer.extend_from_slice(piece);
                let line = std::mem::take(&mut self.buffer);
                self.decoding.row(&mut self.form, &line, self.line, each)?;
            }
        }
        if !self.dropping {
            self.buffer.extend_from_slice(rest);
            if self.buffer.len() > ROW_BYTES {
                self.dropping = true;
                self.buffer = Vec::new();
                each(self.line + 1, Row::Broken(format!("the line is longer than {ROW_BYTES} bytes")))?;
            }
        }
        Ok(())
    }

    pub(super) fn finish(&mut self, each: &mut Each<'_>) -> Result<()> {
        let line = std::mem::take(&mut self.buffer);
        self.decoding.row(&mut self.form, &line, self.line + 1, each)
    }
}

impl Decoding {
    fn row(&mut self, form: &mut Line, bytes: &[u8], line: u64, each: &mut Each<'_>) -> Result<()> {
        if bytes.len() > ROW_BYTES {
            return each(line, Row::Broken(format!("the line is longer than {ROW_BYTES} bytes")));
        }
        let text = self.text(bytes, line);
        if text.trim_ascii().is_empty() {
            return Ok(());
        }
        if let Line::Blanks(width) = form {
            return blanks(width, &text, line, each);
        }
        match serde_json::from_str(&text) {
            Ok(Value::Object(object)) => each(line, Row::Object(&object)),
            Ok(_) => each(line, Row::Broken("the line is no JSON object".into())),
            Err(why) => each(line, Row::Broken(broken(&why))),
        }
    }
}

/// serde's reason without its line, which is always 1.
fn broken(why: &serde_json::Error) -> String {
    let text = why.to_string();
    let reason = text.split(" at line ").next().unwrap_or(&text);
    format!("the line is no JSON: {reason} at column {}", why.column())
}

/// Reads a line of cells separated by blanks.
fn blanks(width: &mut Option<usize>, text: &str, line: u64, each: &mut Each<'_>) -> Result<()> {
    let (mut cells, mut ends) = (String::with_capacity(text.len()), Vec::new());
    for cell in text.split_whitespace() {
        cells.push_str(cell);
        ends.push(cells.len());
    }
    let cells = Cells { text: &cells, ends: &ends };
    match *width {
        None => {
            *width = Some(cells.len());
            each(line, Row::Header(cells))
        }
        Some(width) if width != cells.len() => {
            each(line, Row::Broken(format!("the row has {} cells, the header has {width}", cells.len())))
        }
        Some(_) => each(line, Row::Cells(cells)),
    }
}
