//! A JSON text as a value, in one reader that knows no types: serde's visitors, and the doubles they
//! write into their complaints, are several times its size in a wasm.

use serde_json::{Map, Value};
use std::fmt;

/// Most nested lists and objects of a document whose depth was not measured.
pub const DEEPEST: usize = 127;

/// Why a text is no JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    reason: &'static str,
    /// From 1.
    line: usize,
    /// In bytes, from 1.
    column: usize,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at line {} column {}", self.reason, self.line, self.column)
    }
}

/// Reads one value, blanks around it; numbers keep their text, the last of several equal keys counts.
///
/// # Errors
/// What is wrong first, and where; more than `deepest` nested lists and objects are.
pub fn read(text: &str, deepest: usize) -> Result<Value, Malformed> {
    let mut reader = Reader { text, at: 0, room: deepest };
    let whole = reader.value().and_then(|value| match reader.next() {
        None => Ok(value),
        Some(_) => Err("trailing characters"),
    });
    whole.map_err(|reason| {
        let before = &text.as_bytes()[..(reader.at + 1).min(text.len())];
        let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        Malformed { reason, line, column: before.len() - line_start }
    })
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// How many more lists and objects may be nested here.
    room: usize,
}

type Read<T> = Result<T, &'static str>;

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The byte after blanks.
    fn next(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.peek() {
            self.at += 1;
        }
        self.peek()
    }

    fn value(&mut self) -> Read<Value> {
        match self.next() {
            Some(b'"') => self.string().map(Value::String),
            Some(b'{') => self.object(),
            Some(b'[') => self.list(),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'n') => self.word("null", Value::Null),
            Some(_) => Err("expected value"),
            None => Err("EOF while parsing a value"),
        }
    }

    fn word(&mut self, word: &str, value: Value) -> Read<Value> {
        if !self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            return Err("expected ident");
        }
        self.at += word.len();
        Ok(value)
    }

    fn number(&mut self) -> Read<Value> {
        let rest = &self.text[self.at..];
        let end = rest.bytes().position(|byte| !matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'));
        let digits = &rest[..end.unwrap_or(rest.len())];
        let number = digits.parse().map_err(|_| "invalid number")?;
        self.at += digits.len();
        Ok(Value::Number(number))
    }

    fn object(&mut self) -> Read<Value> {
        let mut map = Map::new();
        self.items(b'}', "EOF while parsing an object", "expected `,` or `}`", &mut |reader| {
            match reader.next() {
                Some(b'"') => {}
                Some(_) => return Err("key must be a string"),
                None => return Err("EOF while parsing an object"),
            }
            let key = reader.string()?;
            match reader.next() {
                Some(b':') => reader.at += 1,
                Some(_) => return Err("expected `:`"),
                None => return Err("EOF while parsing an object"),
            }
            map.insert(key, reader.value()?);
            Ok(())
        })?;
        Ok(Value::Object(map))
    }

    fn list(&mut self) -> Read<Value> {
        let mut list = Vec::new();
        self.items(b']', "EOF while parsing a list", "expected `,` or `]`", &mut |reader| {
            list.push(reader.value()?);
            Ok(())
        })?;
        Ok(Value::Array(list))
    }

    /// What stands between an opening bracket and `close`, commas between.
    fn items(
        &mut self,
        close: u8,
        cut: &'static str,
        stray: &'static str,
        item: &mut dyn FnMut(&mut Self) -> Read<()>,
    ) -> Read<()> {
        self.room = self.room.checked_sub(1).ok_or("recursion limit exceeded")?;
        self.at += 1;
        if self.next() != Some(close) {
            loop {
                item(self)?;
                match self.next() {
                    Some(b',') => self.at += 1,
                    Some(byte) if byte == close => break,
                    Some(_) => return Err(stray),
                    None => return Err(cut),
                }
                if self.next() == Some(close) {
                    return Err("trailing comma");
                }
            }
        }
        self.at += 1;
        self.room += 1;
        Ok(())
    }

    fn string(&mut self) -> Read<String> {
        let mut out = String::new();
        self.at += 1;
        loop {
            let rest = &self.text[self.at..];
            let plain = rest.bytes().position(|byte| byte < b' ' || byte == b'"' || byte == b'\\');
            let plain = plain.ok_or("EOF while parsing a string")?;
            out.push_str(&rest[..plain]);
            self.at += plain + 1;
            match rest.as_bytes()[plain] {
                b'"' => return Ok(out),
                b'\\' => out.push(self.escaped()?),
                _ => return Err("control character (\\u0000-\\u001F) found while parsing a string"),
            }
        }
    }

    fn escaped(&mut self) -> Read<char> {
        let byte = self.peek().ok_or("EOF while parsing a string")?;
        self.at += 1;
        Ok(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.four_digits()?;
                let code = match first {
                    0xD800..0xDC00 if self.text.as_bytes()[self.at..].starts_with(b"\\u") => {
                        self.at += 2;
                        let second = self.four_digits()?.wrapping_sub(0xDC00);
                        if second < 0x400 { 0x1_0000 + ((first - 0xD800) << 10 | second) } else { first }
                    }
                    _ => first,
                };
                char::from_u32(code).ok_or("lone surrogate in hex escape")?
            }
            _ => return Err("invalid escape"),
        })
    }

    fn four_digits(&mut self) -> Read<u32> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4).ok_or("EOF while parsing a string")?;
        self.at += 4;
        digits
            .iter()
            .try_fold(0, |code, byte| Some(code << 4 | char::from(*byte).to_digit(16)?))
            .ok_or("invalid escape")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_what_serde_reads() {
        let pieces = [
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\"a\"",
            "\"\\u00e9\"",
            "\"\\ud83d\\ude00\"",
            "\"\\ud83d\"",
            "\\",
            "\\n",
            "1",
            "-0",
            "1.50",
            "2e5",
            "01",
            "-",
            "1.",
            ".5",
            "1e",
            "true",
            "false",
            "null",
            "nul",
            " ",
            "\n",
            "é",
            "\u{1}",
            "{\"b\":",
            "\"\\udc00\"",
            "\"\\uD800\\u0041\"",
            "[]",
            "{}",
            "\"k\":",
            "{\"a\":1,\"b\":2,\"a\":3}",
        ];
        arbtest::arbtest(|bytes| {
            let length = bytes.int_in_range(0..=12)?;
            let text = (0..length).map(|_| bytes.choose(&pieces).copied()).collect::<Result<String, _>>()?;
            let theirs = serde_json::from_str::<Value>(&text).ok();
            assert_eq!(read(&text, DEEPEST).ok(), theirs, "{text:?}");
            Ok(())
        });
        for (depth, reads) in [(DEEPEST, true), (DEEPEST + 1, false)] {
            let text = "[".repeat(depth) + &"]".repeat(depth);
            assert_eq!(read(&text, DEEPEST).is_ok(), reads);
            assert_eq!(serde_json::from_str::<Value>(&text).is_ok(), reads);
        }
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        for (text, told) in [
            ("", "EOF while parsing a value at line 1 column 0"),
            ("{\"a\" 1}", "expected `:` at line 1 column 6"),
            ("[1,\n 2", "EOF while parsing a list at line 2 column 2"),
            ("[1] 2", "trailing characters at line 1 column 5"),
            ("{a:1}", "key must be a string at line 1 column 2"),
            ("[1,]", "trailing comma at line 1 column 4"),
        ] {
            assert_eq!(read(text, DEEPEST).unwrap_err().to_string(), told);
            assert_eq!(serde_json::from_str::<Value>(text).unwrap_err().to_string(), told);
        }
    }
}
