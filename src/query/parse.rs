//! Text → tree: the cursor, groups and recovery. Total: every text gives a tree and its problems.
//!
//! A clause that cannot be read is left out of its group, and reading goes on at the next AND, OR
//! or closing parenthesis. Parentheses and NOT recurse at most [`MAX_DEPTH`] levels.

use super::spans::{Place, Spans, Under};
use super::token::{Token, TokenKind, tokens};
use super::{Parsed, codes};
use crate::condition::{Condition, MAX_DEPTH, MAX_NODES, MAX_TEXT, Problem, Span};
use crate::order;

/// Most problems that are listed of one text.
const MAX_PROBLEMS: usize = 1_000;
/// Longest mixed expression whose reading is shown with parentheses, in bytes.
const SHOWN_READING: usize = 2_000;

/// A node that was read, and where.
pub(super) struct Read {
    pub(super) condition: Condition,
    pub(super) place: Place,
    /// Levels of nodes below it.
    height: usize,
}

impl Read {
    pub(super) fn leaf(condition: Condition, place: Place) -> Read {
        Read { condition, place, height: 0 }
    }
}

pub(super) struct Parser<'t> {
    pub(super) text: &'t str,
    tokens: Vec<Token>,
    at: usize,
    /// Parentheses and negations around the cursor.
    depth: usize,
    /// Parentheses of groups around the cursor.
    open: usize,
    /// Whether the cursor is in a list of values, where a comma always separates.
    pub(super) in_list: bool,
    clauses: usize,
    problems: Vec<Problem>,
    /// Whether a limit ended the reading before the text's end.
    halted: bool,
}

/// Operands joined by AND as they stand in the text.
struct Run {
    kept: Vec<Read>,
    count: usize,
    span: Span,
}

pub(super) fn parse(text: &str) -> Parsed {
    if text.len() > MAX_TEXT {
        let message = format!("A segment has at most {MAX_TEXT} bytes, this text has {}; shorten it.", text.len());
        let problem = Problem::error(codes::TEXT_TOO_LONG, "", message).spanning(0, text.len());
        return Parsed { condition: Condition::All(vec![]), spans: Spans::default(), problems: vec![problem] };
    }
    let mut parser = Parser::new(text);
    let read = parser.query();
    parser.finish(read)
}

impl<'t> Parser<'t> {
    /// The cursor at the beginning of a text.
    pub(super) fn new(text: &'t str) -> Parser<'t> {
        let mut parser = Parser {
            text,
            tokens: Vec::new(),
            at: 0,
            depth: 0,
            open: 0,
            in_list: false,
            clauses: 0,
            problems: Vec::new(),
            halted: false,
        };
        for token in tokens(text) {
            match token.kind {
                TokenKind::Comment => {}
                TokenKind::Unknown => parser.unknown_character(token.span),
                _ => parser.tokens.push(token),
            }
            if parser.halted {
                break;
            }
        }
        parser
    }

    fn query(&mut self) -> Option<Read> {
        self.drop_strays();
        self.token()?;
        self.or()
    }

    fn finish(self, read: Option<Read>) -> Parsed {
        let Parser { text, mut problems, .. } = self;
        let (condition, spans) = match read {
            Some(mut read) => {
                if nodes(&read.condition) > MAX_NODES {
                    trim(&mut read.condition, &mut read.place, &mut MAX_NODES.clone());
                    if problems.iter().all(|problem| problem.code != codes::TOO_MANY_NODES) {
                        problems.push(too_many_nodes(read.place.span));
                    }
                }
                (read.condition, Spans { root: Some(read.place) })
            }
            None => {
                let place = Place { under: Under::Of, ..Place::leaf(Span { start: 0, end: text.len() }) };
                (Condition::All(vec![]), Spans { root: Some(place) })
            }
        };
        order::sort_by_key(&mut problems, |problem| problem.span.map_or(0, |span| span.start));
        for problem in &mut problems {
            if let Some(span) = problem.span {
                problem.path = spans.node_around(span);
            }
        }
        Parsed { condition, spans, problems }
    }

    // The cursor.

    pub(super) fn token(&self) -> Option<Token> {
        self.tokens.get(self.at).copied()
    }

    pub(super) fn token_after(&self, count: usize) -> Option<Token> {
        self.tokens.get(self.at + count).copied()
    }

    pub(super) fn bump(&mut self) -> Option<Token> {
        let token = self.token();
        self.at += usize::from(token.is_some());
        token
    }

    pub(super) fn str(&self, span: Span) -> &'t str {
        &self.text[span.start..span.end]
    }

    pub(super) fn is_word(&self, ahead: usize, word: &str) -> bool {
        self.token_after(ahead)
            .is_some_and(|token| token.kind == TokenKind::Keyword && self.str(token.span).eq_ignore_ascii_case(word))
    }

    pub(super) fn is_mark(&self, ahead: usize, mark: &str) -> bool {
        self.token_after(ahead)
            .is_some_and(|token| token.kind == TokenKind::Punctuation && self.str(token.span) == mark)
    }

    /// Takes the keyword if it is next.
    pub(super) fn word(&mut self, word: &str) -> Option<Span> {
        if self.is_word(0, word) { self.bump().map(|token| token.span) } else { None }
    }

    /// Takes the punctuation if it is next.
    pub(super) fn mark(&mut self, mark: &str) -> Option<Span> {
        if self.is_mark(0, mark) { self.bump().map(|token| token.span) } else { None }
    }

    fn is_operator(&self, spellings: &[&str]) -> bool {
        self.token().is_some_and(|token| token.kind == TokenKind::Operator && spellings.contains(&self.str(token.span)))
    }

    /// The end of the token before the cursor.
    pub(super) fn end(&self) -> usize {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(0, |token| token.span.end)
    }

    /// The next token's span; at the end of the text an empty one after the last token.
    pub(super) fn here(&self) -> Span {
        self.token().map_or(Span { start: self.end(), end: self.end() }, |token| token.span)
    }

    pub(super) fn since(&self, start: usize) -> Span {
        Span { start, end: self.end().max(start) }
    }

    pub(super) fn report(&mut self, problem: Problem) {
        if self.halted {
            return;
        }
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(problem);
            return;
        }
        let message = format!("This text has more than {MAX_PROBLEMS} problems; mend these first.");
        let span = problem.span.unwrap_or(Span { start: 0, end: 0 });
        self.problems.push(Problem::error(codes::TOO_MANY_PROBLEMS, "", message).spanning(span.start, span.end));
        self.halt();
    }

    pub(super) fn error(&mut self, code: &'static str, span: Span, message: impl Into<String>) {
        self.report(problem(code, span, message));
    }

    /// Ends the reading: what follows is neither read nor judged.
    fn halt(&mut self) {
        self.halted = true;
        self.at = self.tokens.len();
    }

    // Groups.

    fn or(&mut self) -> Option<Read> {
        let mut runs = vec![self.and()];
        while self.or_follows() {
            self.bump();
            runs.push(self.and());
        }
        if runs.len() > 1 && runs.iter().any(|run| run.count > 1) {
            self.lint_mixed(&runs);
        }
        let kept = runs.into_iter().filter_map(|run| self.group(run.kept, true)).collect();
        self.group(kept, false)
    }

    fn and(&mut self) -> Run {
        let mut kept = Vec::new();
        let mut count = 0;
        let start = self.here().start;
        loop {
            count += 1;
            kept.extend(self.unary());
            if !self.and_follows() {
                break;
            }
        }
        Run { kept, count, span: self.since(start) }
    }

    /// Takes what joins two operands by AND; reports what stands there instead.
    fn and_follows(&mut self) -> bool {
        loop {
            self.drop_strays();
            if self.word("AND").is_some() {
                return true;
            }
            if self.is_operator(&["&&", "&"]) {
                self.wrong_word("AND");
                return true;
            }
            let Some(token) = self.token() else { return false };
            if self.or_is_next() || self.is_mark(0, ")") {
                return false;
            }
            let span = token.span;
            if self.mark(",").is_some() {
                let message = "Conditions are joined by AND or OR; write AND instead of the comma.";
                self.report(problem(codes::COMMA_BETWEEN_CONDITIONS, span, message).fix(" AND"));
                return true;
            }
            if self.begins_condition() {
                let message = "Write AND or OR between two conditions.";
                self.report(problem(codes::EXPECTED_AND, span, message).fix_at(span.start, span.start, "AND "));
                return true;
            }
            let message = format!(
                "{} is unexpected here; write AND or OR and a condition, or remove it.",
                super::literal::shown(self.str(span))
            );
            self.error(codes::UNEXPECTED, span, message);
            self.skip();
        }
    }

    fn or_is_next(&self) -> bool {
        self.is_word(0, "OR") || self.is_operator(&["||"])
    }

    /// Whether OR is next; it is left for the caller to take.
    fn or_follows(&mut self) -> bool {
        if self.is_operator(&["||"]) {
            let span = self.here();
            self.report(problem(codes::WRONG_OPERATOR, span, "Write OR.").fix("OR"));
        }
        self.or_is_next()
    }

    fn begins_condition(&self) -> bool {
        let name = self.token().is_some_and(|token| matches!(token.kind, TokenKind::Name | TokenKind::Text));
        (name && !self.is_spare_text()) || self.is_word(0, "NOT") || self.is_mark(0, "(")
    }

    /// Whether a text stands here that no operator follows, so that it is no name.
    fn is_spare_text(&self) -> bool {
        let text = self.token().is_some_and(|token| token.kind == TokenKind::Text);
        let operator = self.token_after(1).is_some_and(|token| match token.kind {
            TokenKind::Operator => true,
            TokenKind::Keyword => !["AND", "OR"].iter().any(|word| self.is_word(1, word)),
            _ => false,
        });
        text && !operator
    }

    fn unary(&mut self) -> Option<Read> {
        self.drop_strays();
        let mut negations = Vec::new();
        loop {
            let start = self.here().start;
            if self.is_operator(&["!"]) {
                self.wrong_word("NOT");
            } else if self.word("NOT").is_none() {
                break;
            }
            negations.push(start);
        }
        let deep = self.depth + negations.len() > MAX_DEPTH;
        if deep {
            self.too_deep(Span { start: negations.first().copied().unwrap_or(0), end: self.end() });
        }
        let levels = if deep { 0 } else { negations.len() };
        self.depth += levels;
        let read = if self.is_mark(0, "(") { self.parenthesised() } else { self.clause_or_skip() };
        self.depth -= levels;
        let mut read = read.filter(|_| !deep)?;
        for start in negations.into_iter().rev() {
            read = self.negate(read, start)?;
        }
        Some(read)
    }

    pub(super) fn negate(&mut self, child: Read, start: usize) -> Option<Read> {
        let span = Span { start, end: child.place.span.end };
        let height = self.height(&child, span)?;
        let place = Place { under: Under::OnlyOf, children: vec![child.place], ..Place::leaf(span) };
        Some(Read { condition: Condition::Not(Box::new(child.condition)), place, height })
    }

    fn parenthesised(&mut self) -> Option<Read> {
        let open = self.bump()?.span;
        if self.depth >= MAX_DEPTH {
            self.too_deep(open);
            self.skip_to_closing();
            return None;
        }
        if let Some(close) = self.mark(")") {
            let span = Span { start: open.start, end: close.end };
            self.error(codes::EXPECTED_CONDITION, span, "Write a condition between the parentheses, or remove them.");
            return None;
        }
        self.depth += 1;
        self.open += 1;
        let read = self.or();
        self.open -= 1;
        self.depth -= 1;
        if self.mark(")").is_none() {
            self.unclosed(open);
        }
        let mut read = read?;
        read.place.span = self.since(open.start);
        Some(read)
    }

    /// A group of what was kept; a group of one is that one.
    fn group(&mut self, mut kept: Vec<Read>, all: bool) -> Option<Read> {
        if kept.len() < 2 {
            return kept.pop();
        }
        let mut height = 0;
        let mut children = Vec::with_capacity(kept.len());
        let mut places = Vec::with_capacity(kept.len());
        for child in kept {
            let span = child.place.span;
            if let Some(level) = self.height(&child, span) {
                height = height.max(level);
                children.push(child.condition);
                places.push(child.place);
            }
        }
        let span = Span { start: places.first()?.span.start, end: places.last()?.span.end };
        let place = Place { under: Under::Of, children: places, ..Place::leaf(span) };
        let condition = if all { Condition::All(children) } else { Condition::Any(children) };
        Some(Read { condition, place, height })
    }

    /// The height of a parent of `child`, or a problem if the tree would be too deep.
    fn height(&mut self, child: &Read, span: Span) -> Option<usize> {
        if child.height < MAX_DEPTH {
            return Some(child.height + 1);
        }
        self.too_deep(span);
        None
    }

    fn clause_or_skip(&mut self) -> Option<Read> {
        if self.clauses == MAX_NODES {
            let span = self.here();
            self.report(too_many_nodes(span));
            self.halt();
            return None;
        }
        self.clauses += 1;
        let read = self.clause();
        if read.is_none() {
            self.skip();
        }
        read
    }

    // Recovery.

    /// Skips to the next AND, OR or closing parenthesis of this level.
    fn skip(&mut self) {
        while self.token().is_some() {
            if self.is_word(0, "AND") || self.or_is_next() || self.is_mark(0, ")") || self.is_operator(&["&&"]) {
                return;
            }
            if self.bump().is_some_and(|token| self.str(token.span) == "(" && token.kind == TokenKind::Punctuation) {
                self.skip_to_closing();
            }
        }
    }

    /// Skips to after the parenthesis that closes one already taken.
    pub(super) fn skip_to_closing(&mut self) {
        let mut open = 1;
        while open > 0 && self.token().is_some() {
            if self.is_mark(0, "(") {
                open += 1;
            } else if self.is_mark(0, ")") {
                open -= 1;
            }
            self.bump();
        }
    }

    /// Reports and drops closing parentheses that nothing opens.
    fn drop_strays(&mut self) {
        while self.open == 0 {
            let Some(span) = self.mark(")") else { return };
            let message = "Nothing opens this parenthesis; remove it.";
            self.report(problem(codes::EXTRA_PARENTHESIS, span, message).fix(""));
        }
    }

    pub(super) fn unclosed(&mut self, open: Span) {
        let end = self.end();
        let message = "This parenthesis is never closed; write ) after what belongs to it.";
        self.report(problem(codes::UNCLOSED_PARENTHESIS, open, message).fix_at(end, end, ")"));
    }

    fn wrong_word(&mut self, word: &str) {
        if let Some(token) = self.bump() {
            let problem = problem(codes::WRONG_OPERATOR, token.span, format!("Write {word}."));
            self.report(problem.fix(format!("{word} ")));
        }
    }

    fn too_deep(&mut self, span: Span) {
        if self.problems.iter().any(|problem| problem.code == codes::TOO_DEEP) {
            return;
        }
        let message = format!("A segment is nested at most {MAX_DEPTH} levels deep; flatten it.");
        self.error(codes::TOO_DEEP, span, message);
    }

    fn unknown_character(&mut self, span: Span) {
        let found = self.str(span);
        let message =
            format!("{} is not part of the language; remove it or put text in quotes.", super::literal::shown(found));
        let problem = problem(codes::UNKNOWN_CHARACTER, span, message);
        let removable = found.chars().all(|c| "$€£¥₴₽₺₹₫%;".contains(c));
        self.report(if removable { problem.fix("") } else { problem });
    }

    /// Shows how AND and OR without parentheses are read.
    fn lint_mixed(&mut self, runs: &[Run]) {
        let (Some(first), Some(last)) = (runs.first(), runs.last()) else { return };
        let span = Span { start: first.span.start, end: last.span.end };
        let how = "AND binds tighter than OR";
        let warning = |message| {
            let problem = Problem::warning(codes::MIXED_AND_OR, "", message);
            problem.spanning(span.start, span.end)
        };
        if span.end - span.start > SHOWN_READING {
            self.report(warning(format!("{how}; put parentheses around what belongs together.")));
            return;
        }
        let mut reading = String::new();
        let mut from = span.start;
        for run in runs.iter().filter(|run| run.count > 1) {
            reading.push_str(&self.text[from..run.span.start]);
            reading.push_str(&format!("({})", self.str(run.span)));
            from = run.span.end;
        }
        reading.push_str(&self.text[from..span.end]);
        let shown: String = reading.split_whitespace().collect::<Vec<_>>().join(" ");
        self.report(warning(format!("{how}: this is read as {shown}; write the parentheses.")).fix(reading));
    }
}

/// An error at a span.
pub(super) fn problem(code: &'static str, span: Span, message: impl Into<String>) -> Problem {
    Problem::error(code, "", message).spanning(span.start, span.end)
}

fn too_many_nodes(span: Span) -> Problem {
    problem(codes::TOO_MANY_NODES, span, format!("A segment has at most {MAX_NODES} parts; split it."))
}

/// Cuts the tree to `budget` nodes; whether anything of it is left.
fn trim(condition: &mut Condition, place: &mut Place, budget: &mut usize) -> bool {
    if *budget == 0 {
        return false;
    }
    *budget -= 1;
    match condition {
        Condition::All(children) | Condition::Any(children) => {
            let mut pairs = children.iter_mut().zip(&mut place.children);
            let all = pairs.len();
            let kept = pairs.position(|(child, place)| !trim(child, place, budget)).unwrap_or(all);
            children.truncate(kept);
            place.children.truncate(kept);
            kept > 0
        }
        Condition::Not(child) => place.children.first_mut().is_some_and(|place| trim(child, place, budget)),
        _ => true,
    }
}

fn nodes(condition: &Condition) -> usize {
    1 + match condition {
        Condition::All(children) | Condition::Any(children) => children.iter().map(nodes).sum(),
        Condition::Not(child) => nodes(child),
        _ => 0,
    }
}
