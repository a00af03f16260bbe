//! Bytes of one file → its rows: decompressed, recognised by content, split, decoded.

mod arrow;
mod csv;
mod lines;
mod text;

use super::mapping::Layout;
use crate::error::{Code, Error, Result};
use crate::snapshot::Array;
use arrow::Arrow;
use csv::Csv;
use flate2::write::MultiGzDecoder;
use lines::Lines;
use serde_json::{Map, Value};
use std::io::Write;
use text::Foreign;

/// Longest row that is read, in bytes; longer ones are skipped.
const ROW_BYTES: usize = 4 << 20;

/// Most bytes looked at before a file's form is decided: its first line, if that is not longer.
const HEAD_BYTES: usize = 1 << 16;

/// Compressed bytes inflated at a time: at most some 4 MB come of them.
const GZIP_STEP: usize = 1 << 12;

/// One row of a file.
pub(super) enum Row<'a> {
    /// The first record of a CSV file.
    Header(Cells<'a>),
    /// A record with as many cells as the header.
    Cells(Cells<'a>),
    /// The columns of Arrow data, before its rows.
    Columns(&'a [Array]),
    /// A line of a JSONL file, or a row of Arrow data.
    Object(&'a Map<String, Value>),
    /// A row that cannot be read, and why.
    Broken(String),
}

/// Takes a row with the number of the line it begins on, from 1.
pub(super) type Each<'a> = dyn FnMut(u64, Row<'_>) -> Result<()> + 'a;

/// The cells of one record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cells<'a> {
    text: &'a str,
    ends: &'a [usize],
}

impl<'a> Cells<'a> {
    /// Number of cells.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The cell at `at`, empty past the last one.
    pub(super) fn get(&self, at: usize) -> &'a str {
        let start = if at == 0 { 0 } else { self.ends.get(at - 1).copied().unwrap_or(self.text.len()) };
        self.ends.get(at).map_or("", |end| &self.text[start..*end])
    }

    /// The cells in order.
    pub(super) fn iter(self) -> impl Iterator<Item = &'a str> {
        (0..self.len()).map(move |at| self.get(at))
    }
}

/// A file being read.
pub(super) struct Input {
    gzip: Option<MultiGzDecoder<Vec<u8>>>,
    form: Form,
    layout: Option<Layout>,
}

enum Form {
    /// Too little was seen to tell.
    Head(Vec<u8>),
    Csv(Box<Csv>),
    Lines(Lines),
    Arrow(Box<Arrow>),
    /// Not a form that is read, and why; the rest is not looked at.
    Foreign(&'static str),
}

impl Input {
    /// A file of which nothing was read yet; `layout` is that of its cells if it is text.
    pub(super) fn new(layout: Option<Layout>) -> Input {
        Input { gzip: None, form: Form::Head(Vec::new()), layout }
    }

    /// Reads the next bytes.
    pub(super) fn push(&mut self, chunk: &[u8], each: &mut Each<'_>) -> Result<()> {
        if let (Form::Head(head), None) = (&mut self.form, &self.gzip) {
            head.extend_from_slice(chunk);
            if head.len() < 2 {
                return Ok(());
            }
            let head = std::mem::take(head);
            if head.starts_with(&[0x1f, 0x8b]) {
                self.gzip = Some(MultiGzDecoder::new(Vec::new()));
                return self.inflate(&head, each);
            }
            return self.plain(&head, each);
        }
        if self.gzip.is_some() { self.inflate(chunk, each) } else { self.plain(chunk, each) }
    }

    /// Reads to the end.
    pub(super) fn finish(&mut self, each: &mut Each<'_>) -> Result<()> {
        if let Some(gzip) = &mut self.gzip {
            gzip.try_finish().map_err(|_| Error::new(Code::BadInput, "The gzip file is cut off or damaged."))?;
            let rest = std::mem::take(gzip.get_mut());
            self.plain(&rest, each)?;
        }
        if let Form::Head(head) = &mut self.form {
            let head = std::mem::take(head);
            self.form = recognise(&head, true, self.layout).unwrap_or(Form::Lines(Lines::default()));
            self.plain(head.strip_prefix(text::BOM).unwrap_or(&head), each)?;
        }
        match &mut self.form {
            Form::Csv(csv) => csv.finish(each),
            Form::Lines(lines) => lines.finish(each),
            Form::Arrow(arrow) => arrow.finish(each),
            Form::Head(_) | Form::Foreign(_) => Ok(()),
        }
    }

    /// Bytes held that are no rows yet.
    pub(super) fn bytes(&self) -> usize {
        match &self.form {
            Form::Arrow(arrow) => arrow.bytes(),
            _ => 0,
        }
    }

    /// Why the file is not read at all, if so.
    pub(super) fn foreign(&self) -> Option<&'static str> {
        match &self.form {
            Form::Foreign(why) => Some(why),
            _ => None,
        }
    }

    /// Rows that were no UTF-8, with the first one's line.
    pub(super) fn windows_1252(&self) -> Option<(u64, u64)> {
        let decoding = match &self.form {
            Form::Csv(csv) => &csv.decoding,
            Form::Lines(lines) => &lines.decoding,
            _ => return None,
        };
        (decoding.rows > 0).then_some((decoding.rows, decoding.first_line))
    }

    fn inflate(&mut self, chunk: &[u8], each: &mut Each<'_>) -> Result<()> {
        for piece in chunk.chunks(GZIP_STEP) {
            let Some(gzip) = &mut self.gzip else { break };
            gzip.write_all(piece).map_err(|_| Error::new(Code::BadInput, "The gzip file is damaged."))?;
            let bytes = std::mem::take(gzip.get_mut());
            self.plain(&bytes, each)?;
        }
        Ok(())
    }

    fn plain(&mut self, chunk: &[u8], each: &mut Each<'_>) -> Result<()> {
        match &mut self.form {
            Form::Csv(csv) => csv.push(chunk, each),
            Form::Lines(lines) => lines.push(chunk, each),
            Form::Arrow(arrow) => arrow.push(chunk, each),
            Form::Foreign(_) => Ok(()),
            Form::Head(head) => {
                head.extend_from_slice(chunk);
                let Some(form) = recognise(head, false, self.layout) else { return Ok(()) };
                let head = std::mem::take(head);
                self.form = form;
                self.plain(head.strip_prefix(text::BOM).unwrap_or(&head), each)
            }
        }
    }
}

/// The form of a file from its first bytes; `None` if more are needed. However many come at once, the
/// same bytes decide.
fn recognise(head: &[u8], whole: bool, layout: Option<Layout>) -> Option<Form> {
    if arrow::is_arrow(head) {
        return Some(Form::Arrow(Box::new(Arrow::new())));
    }
    if !whole && head.len() < text::SIGN_BYTES {
        return None;
    }
    if let Some(Foreign(why)) = text::foreign(head) {
        return Some(Form::Foreign(why));
    }
    let text = head.strip_prefix(text::BOM).unwrap_or(head);
    let text = &text[..text.len().min(HEAD_BYTES)];
    let enough = whole || text.len() == HEAD_BYTES;
    let Some(start) = text.iter().position(|byte| !byte.is_ascii_whitespace()) else {
        return enough.then(|| Form::Lines(Lines::default()));
    };
    let line = &text[start..];
    let end = line.iter().position(|byte| *byte == b'\n');
    if end.is_none() && !enough {
        return None;
    }
    Some(match (layout, line[0]) {
        (Some(Layout::Blanks), _) => Form::Lines(Lines::of_blanks()),
        (Some(Layout::Delimited(delimiter)), _) => Form::Csv(Box::new(Csv::new(delimiter))),
        (None, b'{') => Form::Lines(Lines::default()),
        (None, b'[') => Form::Foreign("it is one JSON array: write one object a line"),
        (None, _) => Form::Csv(Box::new(Csv::new(csv::delimiter(&line[..end.unwrap_or(line.len())])))),
    })
}
