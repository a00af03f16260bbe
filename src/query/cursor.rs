//! What the grammar expects at a place of a text: the tokens before it are walked as the parser
//! reads them, so that a text being typed tells what may come next. Total: every place of every
//! text has an answer.

use super::clause::newer_spelling;
use super::parse::Parser;
use super::token::{Token, TokenKind, closes, is_blank, tokens};
use crate::condition::{Literal, Operator, Span};

/// A place in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The bytes that what comes here replaces: the word around the place, or none.
    pub span: Span,
    /// What of that word stands before the place, quotes left off.
    pub typed: String,
    /// Whether the word begins with a quote.
    pub quoted: bool,
    /// What may come here.
    pub expected: Expected,
    /// The field or function of the clause around the place.
    pub name: String,
    /// Whether the clause compares an anniversary.
    pub anniversary: bool,
    /// The parameter around the place.
    pub parameter: Option<String>,
    /// Parameters written before.
    pub taken: Vec<String>,
    /// Texts written before in the list around the place.
    pub values: Vec<String>,
    /// The clause around the place; empty between clauses.
    pub clause: Span,
    /// The field or parameter around the place with its operator and values.
    pub test: Span,
    /// Whether the parenthesis around the parameters is never closed.
    pub unclosed: bool,
}

/// What may come at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// A field, a function, NOT or a parenthesis.
    Condition,
    /// An operator of the field, parameter or function.
    Operator,
    /// A value after this operator.
    Value(Operator),
    /// A value of a list after this operator.
    ListValue(Operator),
    /// The AND of BETWEEN.
    And,
    /// The parenthesis that begins a list or parameters.
    Open,
    /// The next value of a list, or its end.
    ListNext,
    /// The text in parentheses after a field, or the parameters of a legacy call.
    Argument,
    /// The date field of an anniversary.
    DateField,
    /// A parameter, or the end of parameters.
    Parameter {
        /// Whether it is followed by a colon.
        legacy: bool,
    },
    /// The colon after a legacy parameter.
    Colon,
    /// The next parameter, or the end of parameters.
    ParameterNext,
    /// The name of a statistic.
    Statistic,
    /// The parenthesis that ends an argument or a statistic.
    Close,
    /// `= true` or `= false` after a legacy call.
    Truth,
    /// `true` or `false` after a legacy call's `=`.
    TruthValue,
    /// AND, OR, or the end of a group.
    Joint {
        /// Whether a group is open.
        open: bool,
    },
    /// Nothing that could be told: a comment.
    Nothing,
}

/// What is expected at byte `offset` of a text; an offset inside a character counts as its start.
pub fn cursor(text: &str, offset: usize) -> Cursor {
    let offset = (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let before = tokens(&text[..offset]);
    let last = before.last().copied();
    let word = last.filter(|last| match last.kind {
        TokenKind::Text => {
            let line = || !text[last.span.end..offset].contains('\n');
            !is_closed(&text[last.span.start..last.span.end]) && line()
        }
        TokenKind::Operator => last.span.end == offset && &text[last.span.start..offset] == "!",
        TokenKind::Unknown => last.span.end == offset && ["+", "-"].contains(&&text[last.span.start..offset]),
        TokenKind::Punctuation => false,
        _ => last.span.end == offset,
    });
    let start = word.map_or(offset, |word| word.span.start);
    let raw = &text[start..offset];
    let quoted = word.is_some_and(|word| word.kind == TokenKind::Text);
    let all = tokens(text);
    let mut cursor = Cursor {
        span: Span { start, end: word_end(text, &all, start, offset, quoted) },
        typed: if quoted { raw.chars().skip(1).collect::<String>().replace("\\'", "'") } else { raw.to_owned() },
        quoted,
        expected: Expected::Nothing,
        name: String::new(),
        anniversary: false,
        parameter: None,
        taken: Vec::new(),
        values: Vec::new(),
        clause: Span { start, end: start },
        test: Span { start, end: start },
        unclosed: false,
    };
    if word.is_some_and(|word| word.kind == TokenKind::Comment) {
        return cursor;
    }
    let mut walk = Walk { parser: Parser::new(&text[..start]), open: 0, inside: 0, words: None, found: &mut cursor };
    let Err(expected) = walk.query();
    let (inside, words, open) = (walk.inside, walk.words, walk.open);
    cursor.expected = match expected {
        Expected::Joint { .. } => Expected::Joint { open: open > 0 },
        other => other,
    };
    if let Some(first) = words {
        // An operator of several words is replaced as a whole.
        let typed: Vec<&str> = text[first..offset].split_whitespace().collect();
        cursor.typed = typed.join(" ");
        if text[..offset].ends_with(is_blank) {
            cursor.typed.push(' ');
        }
        cursor.span.start = first;
    }
    cursor.reach(text, &all, inside);
    cursor
}

impl Cursor {
    /// Ends the clause and the test around the place where the text after it ends them. `inside`
    /// parentheses of the clause are open, the first of them around parameters if there is one.
    fn reach(&mut self, text: &str, all: &[Token], inside: usize) {
        let second = self.expected != Expected::Value(Operator::Between) || !self.values.is_empty();
        let mut pending = self.expected == Expected::And || !second;
        let parameters = usize::from(self.parameter.is_some());
        let mut depth = inside;
        let mut test_end = None;
        let mut end = self.span.end;
        for token in all.iter().filter(|token| token.span.start >= self.span.end) {
            let word = &text[token.span.start..token.span.end];
            let keyword = |known: &str| token.kind == TokenKind::Keyword && word.eq_ignore_ascii_case(known);
            let mark = |known: &str| token.kind == TokenKind::Punctuation && word == known;
            let joint = keyword("OR") || (keyword("AND") && !std::mem::take(&mut pending));
            if depth <= parameters && (joint || mark(",") || mark(")")) {
                test_end.get_or_insert(end);
            }
            if (depth <= parameters && joint) || (depth == 0 && mark(")")) {
                break;
            }
            pending |= keyword("BETWEEN");
            depth = depth + usize::from(mark("(")) - usize::from(mark(")"));
            end = token.span.end;
        }
        self.unclosed = depth > 0 && parameters > 0;
        self.test.end = test_end.unwrap_or(end).max(self.test.start);
        self.clause.end = end.max(self.clause.start);
    }
}

/// Whether a quoted text has its closing quote.
fn is_closed(quoted: &str) -> bool {
    let mut letters = quoted.chars();
    let Some(open) = letters.next() else { return false };
    let mut escaped = false;
    let mut closed = false;
    for c in letters {
        closed = !escaped && closes(open, c);
        escaped = !escaped && c == '\\';
    }
    closed
}

/// Where the word that begins at `start` ends, at or after `offset`. While some quote is open, a
/// text ends at the place itself, for what follows was not meant to be quoted.
fn word_end(text: &str, all: &[Token], start: usize, offset: usize, quoted: bool) -> usize {
    let Some(word) = all.iter().find(|token| token.span.start == start) else { return offset };
    let is_text = |kind| kind == TokenKind::Text;
    let open = |span: Span| !is_closed(&text[span.start..span.end]);
    match word.kind {
        TokenKind::Punctuation | TokenKind::Operator | TokenKind::Comment | TokenKind::Unknown => offset,
        kind if quoted || is_text(kind) => {
            let unclosed = all.iter().any(|token| is_text(token.kind) && open(token.span));
            if unclosed { offset } else { word.span.end.max(offset) }
        }
        _ => word.span.end.max(offset),
    }
}

/// The way to a place: errors of the walk are what is expected where the text ends.
struct Walk<'t, 'c> {
    parser: Parser<'t>,
    /// Parentheses of groups that are open.
    open: usize,
    /// Parentheses of the clause that are open.
    inside: usize,
    /// Where an operator of several words began.
    words: Option<usize>,
    found: &'c mut Cursor,
}

type Step = Result<(), Expected>;

impl Walk<'_, '_> {
    fn query(&mut self) -> Result<std::convert::Infallible, Expected> {
        loop {
            self.condition()?;
            self.joint()?;
        }
    }

    fn at_end(&self, expected: Expected) -> Step {
        if self.parser.token().is_none() { Err(expected) } else { Ok(()) }
    }

    /// Passes over what joins two conditions.
    fn joint(&mut self) -> Step {
        loop {
            self.between_clauses();
            self.at_end(Expected::Joint { open: false })?;
            if self.parser.word("AND").is_some() || self.parser.word("OR").is_some() {
                return Ok(());
            }
            if self.parser.mark(")").is_some() {
                self.open = self.open.saturating_sub(1);
                continue;
            }
            let begins = self
                .parser
                .token()
                .is_some_and(|token| matches!(token.kind, TokenKind::Name | TokenKind::Text | TokenKind::Keyword));
            if begins || self.parser.is_mark(0, "(") {
                return Ok(());
            }
            self.parser.bump();
        }
    }

    fn between_clauses(&mut self) {
        let here = self.found.span.start;
        let cursor = &mut *self.found;
        (cursor.clause, cursor.test) = (Span { start: here, end: here }, Span { start: here, end: here });
        cursor.name.clear();
        cursor.anniversary = false;
        cursor.parameter = None;
        cursor.taken.clear();
        cursor.values.clear();
        self.inside = 0;
    }

    fn condition(&mut self) -> Step {
        self.between_clauses();
        loop {
            if self.parser.mark("(").is_some() {
                self.open += 1;
            } else if self.parser.word("NOT").is_none() {
                break;
            }
        }
        self.at_end(Expected::Condition)?;
        let Some((name, span, quoted)) = self.name() else {
            // A word that begins no condition is passed over, unless it joins or ends one.
            if !["AND", "OR"].iter().any(|word| self.parser.is_word(0, word)) && !self.parser.is_mark(0, ")") {
                self.parser.bump();
            }
            return Ok(());
        };
        self.found.clause.start = span.start;
        self.found.test.start = span.start;
        self.found.anniversary = !quoted && name.eq_ignore_ascii_case("anniversary");
        self.found.name = name;
        self.at_end(Expected::Operator)?;
        let start = self.parser.here().start;
        if self.parser.mark("(").is_some() {
            self.inside = 1;
            return if self.found.anniversary { self.anniversary() } else { self.argument() };
        }
        let negated = self.parser.word("NOT").is_some();
        if negated && self.parser.token().is_none() {
            self.words = Some(start);
            return Err(Expected::Operator);
        }
        if self.parser.word("MATCHES").is_some() || self.parser.word("NOT_MATCHES").is_some() {
            self.at_end(Expected::Open)?;
            return match self.parser.mark("(") {
                Some(_) => self.parameters(false),
                None => Ok(()),
            };
        }
        self.test(start, negated)
    }

    /// Takes a name.
    fn name(&mut self) -> Option<(String, Span, bool)> {
        let token = self.parser.token().filter(|token| matches!(token.kind, TokenKind::Name | TokenKind::Text))?;
        self.parser.bump();
        let name = self.parser.name(token).map_or_else(String::new, |name| name.text);
        Some((name, token.span, token.kind == TokenKind::Text))
    }

    fn anniversary(&mut self) -> Step {
        self.at_end(Expected::DateField)?;
        if self.parser.is_mark(1, ":") {
            self.parser.bump();
            self.parser.bump();
        }
        self.at_end(Expected::DateField)?;
        if let Some((field, ..)) = self.name() {
            self.found.name = newer_spelling(field);
        }
        self.close()?;
        self.at_end(Expected::Operator)?;
        let start = self.parser.here().start;
        let negated = self.parser.word("NOT").is_some();
        self.test(start, negated)
    }

    /// What follows `name (`: a text, or the parameters of a legacy call.
    fn argument(&mut self) -> Step {
        self.at_end(Expected::Argument)?;
        let text = self.parser.token().is_some_and(|token| token.kind == TokenKind::Text);
        if !text || self.parser.is_mark(1, ":") {
            self.parameters(true)?;
            self.at_end(Expected::Truth)?;
            if self.parser.comparison().is_some() {
                self.at_end(Expected::TruthValue)?;
                self.parser.bump();
            }
            return Ok(());
        }
        self.parser.bump();
        self.close()?;
        self.at_end(Expected::Operator)?;
        let start = self.parser.here().start;
        let negated = self.parser.word("NOT").is_some();
        self.test(start, negated)
    }

    fn close(&mut self) -> Step {
        self.at_end(Expected::Close)?;
        if self.parser.mark(")").is_some() {
            self.inside = self.inside.saturating_sub(1);
        }
        Ok(())
    }

    /// Parameters up to their end; their parenthesis has been taken.
    fn parameters(&mut self, legacy: bool) -> Step {
        self.inside = 1;
        loop {
            self.found.parameter = None;
            self.found.values.clear();
            self.at_end(Expected::Parameter { legacy })?;
            if self.parser.mark(")").is_some() {
                self.inside = 0;
                return Ok(());
            }
            let Some((name, span, _)) = self.name() else {
                self.parser.bump();
                continue;
            };
            self.found.test.start = span.start;
            self.found.parameter = Some(name.clone());
            self.at_end(if legacy { Expected::Colon } else { Expected::Operator })?;
            if self.parser.mark(":").is_some() {
                self.value(Operator::Equal, Expected::Value(Operator::Equal))?;
            } else {
                let start = self.parser.here().start;
                let negated = self.parser.word("NOT").is_some();
                self.test(start, negated)?;
            }
            self.found.taken.push(name);
            self.found.parameter = None;
            while !self.parser.is_mark(0, ")") {
                self.at_end(Expected::ParameterNext)?;
                if self.parser.mark(",").is_some() || self.parser.word("AND").is_some() {
                    break;
                }
                self.parser.bump();
            }
        }
    }

    /// An operator and its values; `start` is where the operator begins, its NOT has been taken.
    fn test(&mut self, start: usize, negated: bool) -> Step {
        self.words = Some(start);
        self.at_end(Expected::Operator)?;
        if let Some(operator) = self.parser.comparison() {
            self.words = None;
            return self.value(operator, Expected::Value(operator));
        }
        let pair = |positive, negative| if negated { negative } else { positive };
        if self.parser.word("IS").is_some() {
            self.at_end(Expected::Operator)?;
            self.parser.word("NOT");
            self.at_end(Expected::Operator)?;
            self.parser.word("NULL");
        } else if self.parser.word("BETWEEN").is_some() {
            self.words = None;
            self.value(Operator::Between, Expected::Value(Operator::Between))?;
            self.at_end(Expected::And)?;
            self.parser.word("AND");
            self.found.values.push(String::new());
            self.value(Operator::Between, Expected::Value(Operator::Between))?;
        } else if self.parser.word("IN").is_some() {
            self.words = None;
            self.list(pair(Operator::In, Operator::NotIn))?;
        } else if self.parser.word("CONTAINS").is_some() {
            self.words = None;
            let operator = pair(Operator::Contains, Operator::NotContains);
            self.at_end(Expected::Value(operator))?;
            let lists =
                [("ANY", Operator::ContainsAny), ("ALL", Operator::ContainsAll), ("NONE", Operator::ContainsNone)];
            match lists.into_iter().find(|(word, _)| self.parser.word(word).is_some()) {
                Some((_, operator)) => self.list(operator)?,
                None => self.value(operator, Expected::Value(operator))?,
            }
        } else if self.parser.is_word(0, "STARTS") || self.parser.is_word(0, "ENDS") {
            let operator = match self.parser.is_word(0, "STARTS") {
                true => Operator::StartsWith,
                false => Operator::EndsWith,
            };
            self.parser.bump();
            self.at_end(Expected::Operator)?;
            self.words = None;
            self.parser.word("WITH");
            self.value(operator, Expected::Value(operator))?;
        }
        self.words = None;
        Ok(())
    }

    fn list(&mut self, operator: Operator) -> Step {
        self.at_end(Expected::Open)?;
        if !self.parser.is_mark(0, "(") {
            return self.value(operator, Expected::Value(operator));
        }
        self.listed(operator)
    }

    /// The values of a list whose parenthesis is next.
    fn listed(&mut self, operator: Operator) -> Step {
        self.parser.bump();
        self.inside += 1;
        self.parser.in_list = true;
        while self.parser.mark(")").is_none() {
            if self.parser.token().is_some_and(|token| token.kind == TokenKind::Keyword) {
                break;
            }
            self.value(operator, Expected::ListValue(operator))?;
            self.at_end(Expected::ListNext)?;
            self.parser.mark(",");
            self.at_end(Expected::ListValue(operator))?;
        }
        self.parser.in_list = false;
        self.inside -= 1;
        Ok(())
    }

    /// One value, or a list where a parenthesis stands.
    fn value(&mut self, operator: Operator, expected: Expected) -> Step {
        self.at_end(expected)?;
        let token = self.parser.token();
        let is_stat = token.is_some_and(|token| {
            token.kind == TokenKind::Name && self.parser.str(token.span).eq_ignore_ascii_case("stat")
        });
        if is_stat && self.parser.is_mark(1, "(") {
            self.inside += 1;
            self.parser.bump();
            self.parser.bump();
            self.at_end(Expected::Statistic)?;
            self.parser.bump();
            return self.close();
        }
        if self.parser.is_mark(0, "(") && !self.parser.in_list {
            return self.listed(operator);
        }
        match self.parser.value(operator.as_str(), false) {
            Some(value) => {
                if let Literal::Text(text) | Literal::Integer(text) = value.literal {
                    self.found.values.push(text);
                }
            }
            None if self.parser.in_list && !self.parser.is_mark(0, ")") => {
                self.parser.bump();
            }
            None => {}
        }
        Ok(())
    }
}
