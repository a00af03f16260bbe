//! Values and lists of values.

use super::codes;
use super::literal::{self, quoted, shown, written};
use super::parse::{Parser, problem};
use super::token::TokenKind;
use crate::condition::{Literal, MAX_VALUES, Span};

/// A value that was read, and where.
pub(super) struct Value {
    pub(super) literal: Literal,
    pub(super) span: Span,
    /// The values of a tuple.
    pub(super) parts: Vec<Span>,
}

impl Parser<'_> {
    /// The value after `operator`; a tuple only if `lists` are allowed.
    pub(super) fn value(&mut self, operator: &str, lists: bool) -> Option<Value> {
        let Some(token) = self.token() else {
            self.no_value(operator);
            return None;
        };
        let span = token.span;
        let one = |literal| Some(Value { literal, span, parts: vec![] });
        match token.kind {
            TokenKind::Text => {
                self.bump();
                one(Literal::Text(self.text(span)))
            }
            TokenKind::Number => {
                self.bump();
                let literal = self.number(span)?;
                let span = self.since(span.start);
                Some(Value { literal, span, parts: vec![] })
            }
            TokenKind::Date => {
                self.bump();
                match self.str(span) {
                    word if word.eq_ignore_ascii_case("today") => one(Literal::Today),
                    word if word.eq_ignore_ascii_case("yesterday") => one(Literal::Yesterday),
                    _ => one(self.number(span)?),
                }
            }
            TokenKind::Boolean => {
                self.bump();
                one(Literal::Boolean(self.str(span).eq_ignore_ascii_case("true")))
            }
            TokenKind::Name if self.is_mark(1, "(") && self.str(span).eq_ignore_ascii_case("stat") => self.statistic(),
            TokenKind::Name => {
                self.bump();
                let text = self.unquoted(span);
                let span = self.since(span.start);
                Some(Value { literal: Literal::Text(text), span, parts: vec![] })
            }
            TokenKind::Punctuation if self.is_mark(0, "(") => self.tuple(lists),
            _ => {
                self.no_value(operator);
                None
            }
        }
    }

    fn no_value(&mut self, operator: &str) {
        let span = self.here();
        let message = format!("Write a value after {operator}: 'text', 100, 2024-01-31, today or -30d.");
        self.error(codes::EXPECTED_VALUE, span, message);
    }

    fn tuple(&mut self, lists: bool) -> Option<Value> {
        let start = self.here().start;
        if !lists {
            self.bump();
            self.skip_to_closing();
            let span = self.since(start);
            self.error(codes::NESTED_LIST, span, "Write a single value here; parentheses hold a list.");
            return None;
        }
        let (values, parts) = self.list("(")?;
        Some(Value { literal: Literal::Tuple(values), span: self.since(start), parts })
    }

    /// A list in parentheses: its values and their spans, if all can be read.
    pub(super) fn list(&mut self, operator: &str) -> Option<(Vec<Literal>, Vec<Span>)> {
        let open = self.here();
        if self.mark("(").is_none() {
            return self.bare_list(operator);
        }
        let mut values = Vec::new();
        let mut spans = Vec::new();
        let mut sound = true;
        loop {
            if let Some(close) = self.mark(")") {
                if values.is_empty() && sound {
                    let span = Span { start: open.start, end: close.end };
                    self.error(codes::EXPECTED_VALUE, span, "Write at least one value between the parentheses.");
                    sound = false;
                }
                break;
            }
            let outer = std::mem::replace(&mut self.in_list, true);
            let value = self.value(operator, false);
            self.in_list = outer;
            match value {
                Some(value) if values.len() < MAX_VALUES => {
                    values.push(value.literal);
                    spans.push(value.span);
                }
                Some(value) => {
                    let message = format!("A list takes at most {MAX_VALUES} values; shorten it.");
                    self.error(codes::TOO_MANY_VALUES, value.span, message);
                    self.skip_to_closing();
                    return None;
                }
                None => sound = false,
            }
            if !self.next_in_list(open) {
                break;
            }
        }
        sound.then_some((values, spans))
    }

    /// Takes what separates two values of a list; false at the end of a list that is not closed.
    fn next_in_list(&mut self, open: Span) -> bool {
        if let Some(comma) = self.mark(",") {
            if self.is_mark(0, ")") {
                let message = "A value is missing after this comma; write one or remove the comma.";
                self.report(problem(codes::EXTRA_COMMA, comma, message).fix(""));
            }
            return true;
        }
        let Some(token) = self.token() else {
            self.unclosed(open);
            return false;
        };
        if self.is_mark(0, ")") {
            return true;
        }
        if token.kind == TokenKind::Keyword {
            self.unclosed(open);
            return false;
        }
        let value = !matches!(token.kind, TokenKind::Operator | TokenKind::Punctuation);
        if value {
            let end = self.end();
            let message = "Write a comma between two values.";
            self.report(problem(codes::MISSING_COMMA, token.span, message).fix_at(end, end, ","));
            return true;
        }
        let message =
            format!("{} is unexpected in a list; write a comma and a value, or ).", shown(self.str(token.span)));
        self.error(codes::UNEXPECTED, token.span, message);
        self.bump();
        true
    }

    /// Values after an operator of lists that stand without parentheses.
    fn bare_list(&mut self, operator: &str) -> Option<(Vec<Literal>, Vec<Span>)> {
        let start = self.here().start;
        let first = self.value(operator, false)?;
        let mut values = vec![first.literal];
        let mut spans = vec![first.span];
        while values.len() < MAX_VALUES && self.is_mark(0, ",") && self.is_value(1) {
            self.bump();
            let value = self.value(operator, false)?;
            values.push(value.literal);
            spans.push(value.span);
        }
        let span = self.since(start);
        let text = written(&Literal::Tuple(values.clone()));
        let message = format!("{operator} takes a list in parentheses; write {}.", brief(&text));
        self.report(problem(codes::EXPECTED_LIST, span, message).fix(text));
        Some((values, spans))
    }

    fn is_value(&self, ahead: usize) -> bool {
        self.token_after(ahead).is_some_and(|token| {
            matches!(token.kind, TokenKind::Text | TokenKind::Number | TokenKind::Date | TokenKind::Boolean)
        })
    }

    /// A number, date or offset, with the problem of one that is not well written.
    fn number(&mut self, span: Span) -> Option<Literal> {
        let separated = self.thousands(span);
        if separated.is_some() {
            return separated;
        }
        match literal::read(self.str(span)) {
            Ok(literal) => Some(literal),
            Err(malformed) => {
                let problem = problem(malformed.code, span, malformed.message);
                self.report(match &malformed.meant {
                    Some(literal) => problem.fix(written(literal)),
                    None => problem,
                });
                malformed.meant
            }
        }
    }

    /// `1,000.50` where only one value may stand: the groups after the commas belong to it.
    fn thousands(&mut self, first: Span) -> Option<Literal> {
        if self.in_list || !literal::is_integer(self.str(first).trim_start_matches('+')) {
            return None;
        }
        let mut end = first.end;
        while self.is_mark(0, ",") {
            let (comma, group) = (self.token()?, self.token_after(1)?);
            let digits = self.str(group.span);
            let whole = digits.split('.').next().unwrap_or(digits);
            let joined = comma.span.start == end && group.span.start == comma.span.end;
            if !joined || group.kind != TokenKind::Number || whole.len() != 3 || !literal::is_integer(whole) {
                break;
            }
            self.bump();
            self.bump();
            end = group.span.end;
        }
        if end == first.end {
            return None;
        }
        let span = Span { start: first.start, end };
        let literal = literal::read(&self.str(span).replace(',', "")).ok()?;
        let message = format!("Write numbers without separators: {}.", written(&literal));
        self.report(problem(codes::THOUSANDS_SEPARATOR, span, message).fix(written(&literal)));
        Some(literal)
    }

    /// Words without quotes where a text belongs: they are that text.
    pub(super) fn unquoted(&mut self, first: Span) -> String {
        while let Some(next) = self.token().filter(|token| token.kind == TokenKind::Name) {
            let clause = self.token_after(1).is_some_and(|after| match after.kind {
                TokenKind::Operator => true,
                TokenKind::Keyword => !self.is_word(1, "AND") && !self.is_word(1, "OR"),
                TokenKind::Punctuation => ["(", ":"].contains(&self.str(after.span)),
                _ => false,
            });
            if clause || self.text[self.end()..next.span.start].contains('\n') {
                break;
            }
            self.bump();
        }
        let span = self.since(first.start);
        let text = self.str(span).to_owned();
        let message = format!("Text stands in quotes; write {}.", brief(&quoted(&text)));
        self.report(problem(codes::UNQUOTED_TEXT, span, message).fix(quoted(&text)));
        text
    }

    fn statistic(&mut self) -> Option<Value> {
        let word = self.bump()?.span;
        if self.str(word) != "stat" {
            self.report(problem(codes::BAD_NAME, word, "Write stat in lower case.").fix("stat"));
        }
        let open = self.bump()?.span;
        let Some(token) = self.token().filter(|token| matches!(token.kind, TokenKind::Text | TokenKind::Name)) else {
            let span = self.here();
            let message = "Write the statistic in quotes: 'min', 'max', 'average', 'median' or 'p01' to 'p99'.";
            self.error(codes::EXPECTED_ARGUMENT, span, message);
            self.skip_to_closing();
            return None;
        };
        self.bump();
        let name = match token.kind {
            TokenKind::Text => self.text(token.span),
            _ => self.unquoted(token.span),
        };
        if self.mark(")").is_none() {
            self.unclosed(open);
        }
        Some(Value { literal: Literal::Stat(name), span: self.since(word.start), parts: vec![] })
    }

    /// The text between quotes, with the problems of quotes and escapes.
    pub(super) fn text(&mut self, span: Span) -> String {
        let raw = self.str(span);
        let mut letters = raw.char_indices().peekable();
        let open = letters.next().map_or('\'', |(_, c)| c);
        let mut text = String::new();
        let mut closed = false;
        let mut escapes = Vec::new();
        while let Some((at, c)) = letters.next() {
            if c == '\\' {
                match letters.peek() {
                    Some((_, next)) if matches!(next, '\'' | '\\') || *next == open => {
                        text.push(*next);
                        letters.next();
                        continue;
                    }
                    Some((end, next)) => escapes.push((span.start + at, span.start + end + next.len_utf8())),
                    None => {}
                }
            } else if letters.peek().is_none() && super::token::closes(open, c) {
                closed = true;
                break;
            }
            text.push(c);
        }
        if open != '\'' {
            let message = format!("Text stands between straight single quotes; write {}.", brief(&quoted(&text)));
            self.report(problem(codes::WRONG_QUOTES, span, message).fix(quoted(&text)));
        } else if !closed {
            let message = "This text has no closing quote; write ' after it.";
            self.report(problem(codes::UNCLOSED_QUOTE, span, message).fix(quoted(&text)));
        } else {
            for (start, end) in escapes {
                let span = Span { start, end };
                let message =
                    format!("Only \\' and \\\\ are escapes; write \\{} for what stands here.", self.str(span));
                let fix = format!("\\{}", self.str(span));
                self.report(problem(codes::UNKNOWN_ESCAPE, span, message).fix(fix));
            }
        }
        text
    }
}

/// At most 60 letters of a fix, for its message.
fn brief(text: &str) -> String {
    match text.char_indices().nth(60) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}
