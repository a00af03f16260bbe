//! Bytes → text: UTF-8 or, row by row where it is not, Windows-1252.

use std::borrow::Cow;

/// The byte order mark of UTF-8.
pub(super) const BOM: &[u8] = b"\xef\xbb\xbf";

/// Bytes at the beginning of a file that tell whether it is text.
pub(super) const SIGN_BYTES: usize = 512;

/// Why bytes are not a text file.
pub(super) struct Foreign(pub(super) &'static str);

/// Recognises files that are not text in an encoding that is read.
pub(super) fn foreign(head: &[u8]) -> Option<Foreign> {
    let signs: [(&[u8], &'static str); 6] = [
        (b"PK\x03\x04", "it is a zip archive or a spreadsheet: unpack it, or save the sheet as CSV"),
        (b"\xff\xfe", "it is text in UTF-16: save it as UTF-8"),
        (b"\xfe\xff", "it is text in UTF-16: save it as UTF-8"),
        (b"%PDF", "it is a PDF"),
        (b"\x28\xb5\x2f\xfd", "it is compressed with zstd: unpack it, or use gzip"),
        (b"PAR1", "it is a Parquet file: write Arrow IPC, CSV or JSONL"),
    ];
    let found = signs.into_iter().find(|(sign, _)| head.starts_with(sign));
    if let Some((_, why)) = found {
        return Some(Foreign(why));
    }
    let head = &head[..head.len().min(SIGN_BYTES)];
    let control = head.iter().filter(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31)).count();
    (control * 10 > head.len()).then_some(Foreign("it is not text"))
}

/// What decoding met.
#[derive(Debug, Default)]
pub(super) struct Decoding {
    /// Rows read as Windows-1252.
    pub(super) rows: u64,
    /// Line of the first of them.
    pub(super) first_line: u64,
}

impl Decoding {
    /// Counts a row that is no UTF-8.
    pub(super) fn count(&mut self, line: u64) {
        if self.rows == 0 {
            self.first_line = line;
        }
        self.rows += 1;
    }

    /// The text of a row's bytes.
    pub(super) fn text<'a>(&mut self, bytes: &'a [u8], line: u64) -> Cow<'a, str> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => {
                self.count(line);
                let mut text = String::with_capacity(bytes.len() + 8);
                windows_1252(bytes, &mut text);
                Cow::Owned(text)
            }
        }
    }
}

/// Appends bytes read as Windows-1252, whose five unused bytes are control characters as in the
/// WHATWG's encoding standard.
pub(super) fn windows_1252(bytes: &[u8], into: &mut String) {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    into.extend(bytes.iter().map(|byte| match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(*byte),
    }));
}
