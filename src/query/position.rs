//! Places in a text as people and editors count them.

/// A text whose offsets can be looked up in near-constant time.
#[derive(Debug)]
pub struct Positions<'t> {
    text: &'t str,
    /// Byte offset of each line's start.
    lines: Vec<usize>,
    /// Characters and UTF-16 units before each multiple of [`STRIDE`] bytes.
    marks: Vec<(usize, usize)>,
}

/// Bytes between two marks.
const STRIDE: usize = 256;

impl<'t> Positions<'t> {
    /// Counts the text once.
    pub fn new(text: &'t str) -> Positions<'t> {
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let lines = std::iter::once(0).chain(newlines.map(|(at, _)| at + 1)).collect();
        let mut marks = Vec::with_capacity(text.len() / STRIDE + 1);
        let (mut characters, mut units) = (0, 0);
        for stretch in text.as_bytes().chunks(STRIDE) {
            marks.push((characters, units));
            characters += count_characters(stretch);
            units += count_units(stretch);
        }
        marks.push((characters, units));
        Positions { text, lines, marks }
    }

    /// UTF-16 units before a byte offset; one inside a character counts as its start.
    pub fn utf16(&self, offset: usize) -> usize {
        let offset = self.floor(offset);
        let mark = offset / STRIDE;
        self.marks[mark].1 + count_units(&self.text.as_bytes()[mark * STRIDE..offset])
    }

    /// Line and column of a byte offset, in characters, from 1.
    pub fn line_and_column(&self, offset: usize) -> (usize, usize) {
        let offset = self.floor(offset);
        let line = self.lines.partition_point(|start| *start <= offset);
        let start = self.lines[line - 1];
        (line, self.characters(offset) - self.characters(start) + 1)
    }

    fn characters(&self, offset: usize) -> usize {
        let mark = offset / STRIDE;
        self.marks[mark].0 + count_characters(&self.text.as_bytes()[mark * STRIDE..offset])
    }

    fn floor(&self, offset: usize) -> usize {
        (0..=offset.min(self.text.len())).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(0)
    }
}

/// Line and column of a byte offset, in characters, from 1.
pub fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    Positions::new(text).line_and_column(offset)
}

/// The byte before which `units` UTF-16 units stand; inside a character its start, past the end the end.
pub fn byte_of_utf16(text: &str, units: usize) -> usize {
    let mut before = 0;
    let inside = text.char_indices().find(|(_, c)| {
        before += c.len_utf16();
        before > units
    });
    inside.map_or(text.len(), |(at, _)| at)
}

/// Each character has one byte that does not continue another.
fn count_characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

/// A character of four bytes is two units.
fn count_units(bytes: &[u8]) -> usize {
    count_characters(bytes) + bytes.iter().filter(|byte| **byte >= 0xF0).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_counted_like_the_slow_way() {
        let text = "a = 'é日🙂'\nAND\r\nb = 1 ".repeat(60);
        let positions = Positions::new(&text);
        for offset in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
            let before = &text[..offset];
            let line = before.rsplit('\n').next().unwrap();
            let expected = (before.matches('\n').count() + 1, line.chars().count() + 1);
            assert_eq!(positions.line_and_column(offset), expected);
            assert_eq!(positions.utf16(offset), before.encode_utf16().count());
            assert_eq!(byte_of_utf16(&text, positions.utf16(offset)), offset);
        }
        assert_eq!(positions.utf16(6), positions.utf16(5), "inside é");
        assert_eq!(line_and_column("", 9), (1, 1));
        assert_eq!(
            ["🙂b"; 4].iter().zip(0..).map(|(text, at)| byte_of_utf16(text, at)).collect::<Vec<_>>(),
            [0, 0, 4, 5]
        );
    }
}
