//! Places in a text as people and editors count them.

/// Line and column of a byte offset, in characters, from 1.
pub fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = &text.as_bytes()[..offset.min(text.len())];
    let line = before.iter().filter(|byte| **byte == b'\n').count();
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    // Each character has one byte that does not continue another.
    let column = before[start..].iter().filter(|byte| **byte & 0xC0 != 0x80).count();
    (line + 1, column + 1)
}
