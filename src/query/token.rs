//! Text → tokens. Every byte is in exactly one token or is blank; no text is refused.

use crate::condition::{MAX_TEXT, Span};

/// What a token is, for the parser and for syntax colouring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A field, function or parameter, dotted and quoted parts included; also a word that is none
    /// of the language.
    Name,
    /// A word of the language: `AND`, `MATCHES`, `NULL`, …
    Keyword,
    /// A comparison, and what other languages write for one: `=`, `>=`, `==`, `&&`, …
    Operator,
    /// Quoted text.
    Text,
    /// A number, well written or not.
    Number,
    /// A date, datetime, offset, `today`, `yesterday`, well written or not.
    Date,
    /// `true` or `false`.
    Boolean,
    /// `(`, `)`, `,` or `:`.
    Punctuation,
    /// `-- …` to the end of the line.
    Comment,
    /// Characters the language does not know.
    Unknown,
}

/// One token: its kind and its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands.
    pub span: Span,
}

/// The words that are no names unless quoted, upper case.
pub(super) const KEYWORDS: [&str; 16] = [
    "AND",
    "OR",
    "NOT",
    "BETWEEN",
    "IN",
    "CONTAINS",
    "ANY",
    "ALL",
    "NONE",
    "STARTS",
    "ENDS",
    "WITH",
    "IS",
    "NULL",
    "MATCHES",
    "NOT_MATCHES",
];

/// The tokens of a text in order, comments included, blanks not. A text longer than a segment may
/// be has none.
pub fn tokens(text: &str) -> Vec<Token> {
    if text.len() > MAX_TEXT {
        return Vec::new();
    }
    let mut lexer = Lexer { text, at: 0, unclosed: false };
    let mut tokens: Vec<Token> = Vec::new();
    while let Some(token) = lexer.next() {
        match tokens.last_mut() {
            Some(last)
                if token.kind == TokenKind::Unknown
                    && last.kind == TokenKind::Unknown
                    && last.span.end == token.span.start =>
            {
                last.span.end = token.span.end;
            }
            _ => tokens.push(token),
        }
    }
    tokens
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    /// Whether some quote was never closed: from then on a text ends with its line.
    unclosed: bool,
}

impl Lexer<'_> {
    fn next(&mut self) -> Option<Token> {
        self.skip_blanks();
        let start = self.at;
        let first = self.peek()?;
        let kind = if self.rest().starts_with("--") {
            self.take_while(|c| c != '\n');
            TokenKind::Comment
        } else if is_quote(first) {
            self.quoted(first);
            if self.rest().starts_with('.') && self.follows(1, |c| is_name(c) || c == '\'') {
                self.name_parts();
                TokenKind::Name
            } else {
                TokenKind::Text
            }
        } else if begins_number(self.rest()) {
            self.number()
        } else if is_name_start(first) {
            self.name_part();
            self.name_parts();
            word_kind(&self.text[start..self.at])
        } else if matches!(first, '(' | ')' | ',' | ':') {
            self.at += 1;
            TokenKind::Punctuation
        } else if let Some(length) = operator_length(self.rest()) {
            self.at += length;
            TokenKind::Operator
        } else {
            self.at += first.len_utf8();
            TokenKind::Unknown
        };
        Some(Token { kind, span: Span { start, end: self.at } })
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Whether the character `bytes` further on passes.
    fn follows(&self, bytes: usize, passes: impl Fn(char) -> bool) -> bool {
        self.rest().get(bytes..).and_then(|rest| rest.chars().next()).is_some_and(passes)
    }

    fn take_while(&mut self, passes: impl Fn(char) -> bool) {
        let rest = self.rest();
        self.at += rest.find(|c| !passes(c)).unwrap_or(rest.len());
    }

    fn skip_blanks(&mut self) {
        self.take_while(is_blank);
    }

    /// A text from its opening quote on: to the closing one, else to the end of the line.
    fn quoted(&mut self, open: char) {
        let rest = &self.text[self.at + open.len_utf8()..];
        let first = self.at + open.len_utf8();
        let mut escaped = false;
        let mut line = None;
        for (offset, c) in rest.char_indices() {
            if c == '\n' {
                line.get_or_insert(offset);
                if self.unclosed || open != '\'' {
                    break;
                }
            }
            if !escaped && closes(open, c) {
                self.at = first + offset + c.len_utf8();
                return;
            }
            escaped = !escaped && c == '\\';
        }
        if open == '\'' && line.is_some() {
            self.unclosed = true;
        }
        let line = line.unwrap_or(rest.len());
        self.at = first + rest[..line].trim_end_matches(is_blank).len();
    }

    fn name_part(&mut self) {
        while let Some(c) = self.peek() {
            if !is_name(c) || self.rest().starts_with("--") {
                break;
            }
            self.at += c.len_utf8();
        }
    }

    fn name_parts(&mut self) {
        while self.rest().starts_with('.') {
            self.at += 1;
            match self.peek() {
                Some('\'') => self.quoted('\''),
                _ => self.name_part(),
            }
        }
    }

    /// A run of digits and what may stand inside a date, datetime, offset or number.
    fn number(&mut self) -> TokenKind {
        let start = self.at;
        self.at += 1;
        while let Some(c) = self.peek() {
            let before = self.text[start..self.at].chars().next_back().unwrap_or(' ');
            let joins = match c {
                '_' | '.' => true,
                '-' | '/' | ':' => before.is_alphanumeric() && self.follows(1, |c| c.is_ascii_digit()),
                '+' => self.text[start..self.at].contains(':') && self.follows(1, |c| c.is_ascii_digit()),
                ' ' => self.clock_follows(start),
                _ => c.is_alphanumeric(),
            };
            if !joins {
                break;
            }
            self.at += c.len_utf8();
        }
        let run = &self.text[start..self.at];
        let signed = run.trim_start_matches(['+', '-']);
        let dated = signed.contains(['-', ':', '/']) || signed.contains(char::is_alphabetic);
        if dated { TokenKind::Date } else { TokenKind::Number }
    }

    /// Whether a date has just been read and a clock time stands after one blank.
    fn clock_follows(&self, start: usize) -> bool {
        let shape = |text: &[u8], shape: &[u8]| {
            text.len() >= shape.len()
                && text.iter().zip(shape).all(|(c, s)| if *s == b'0' { c.is_ascii_digit() } else { c == s })
        };
        self.at - start == 10
            && shape(&self.text.as_bytes()[start..self.at], b"0000-00-00")
            && shape(self.rest().as_bytes(), b" 00:00")
    }
}

/// Blanks of any script, and marks without width that come along when text is copied.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

/// Whether the character may stand in a name.
pub(super) fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '-'
}

/// Whether a name may begin with the character.
pub(super) fn is_name_start(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn is_quote(c: char) -> bool {
    matches!(c, '\'' | '"' | '`' | '‘' | '’' | '‚' | '“' | '”' | '„' | '«' | '»' | '‹' | '›')
}

/// Whether `c` ends a text that began with `open`.
pub(super) fn closes(open: char, c: char) -> bool {
    match open {
        '\'' | '"' | '`' => c == open,
        '‘' | '’' | '‚' => matches!(c, '‘' | '’'),
        '“' | '”' | '„' => matches!(c, '“' | '”'),
        '«' => c == '»',
        '»' => c == '«',
        '‹' => c == '›',
        _ => c == '‹',
    }
}

fn begins_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let digits = unsigned.strip_prefix('.').unwrap_or(unsigned);
    digits.starts_with(|c: char| c.is_ascii_digit())
}

fn operator_length(text: &str) -> Option<usize> {
    const OPERATORS: [&str; 17] =
        [">=", "<=", "!=", "==", "<>", "=>", "=<", "&&", "||", "=", ">", "<", "!", "&", "≥", "≤", "≠"];
    OPERATORS.iter().find(|operator| text.starts_with(**operator)).map(|operator| operator.len())
}

fn word_kind(word: &str) -> TokenKind {
    let is = |known: &&str| word.eq_ignore_ascii_case(known);
    if KEYWORDS.iter().any(is) {
        TokenKind::Keyword
    } else if ["today", "yesterday"].iter().any(is) {
        TokenKind::Date
    } else if ["true", "false"].iter().any(is) {
        TokenKind::Boolean
    } else {
        TokenKind::Name
    }
}

/// Whether the word must be quoted to be a name.
pub(super) fn is_reserved(word: &str) -> bool {
    word_kind(word) != TokenKind::Name
}
