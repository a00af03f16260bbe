//! A segment in plain words, in any language that has a message table.
//!
//! The words are made from the condition as it was wished and from the catalogue, not from
//! [`crate::check::Checked`]: a checked tree knows columns and instants, but no longer what the
//! user called them, and it exists only with a snapshot, while any text can be described. What
//! check found out is handed in: the ranges its date literals resolved to.
//!
//! A description is a list of spans, each with the path of the node or value it speaks of; their
//! texts joined are the sentence. AND, OR and NOT are never left to the reader: the operands of a
//! group are joined by one word only, and a group, a negation or a function with conditions of its
//! own stands in parentheses when it is an operand itself.

mod clauses;
mod english;
mod german;
mod language;
mod words;

pub use language::{Class, LANGUAGES, Language, Noun, Offset, language};

use crate::check::ResolvedDate;
use crate::condition::{Condition, MAX_DEPTH};
use crate::snapshot::Snapshot;
use crate::time::Zone;

/// A stretch of the sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Its words, blanks and punctuation included.
    pub text: String,
    /// Path of what it speaks of: a node, a parameter or a value (`/of/1/value`).
    pub path: String,
}

/// What a description may use besides the condition.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The language.
    pub language: &'a Language,
    /// The snapshot, if there is one: types of dynamic fields, the currency.
    pub snapshot: Option<&'a Snapshot>,
    /// What check resolved the date literals to; those it has are said behind relative dates.
    pub dates: &'a [ResolvedDate],
    /// The zone resolved dates are told in.
    pub zone: &'a Zone,
    /// Whether negative operators are false on missing values (N4).
    pub strict_missing: bool,
}

/// The sentence for a condition. Literals of a JSON document are given their field's type by
/// [`crate::check::settle`] first.
pub fn describe(condition: &Condition, context: Context<'_>) -> Vec<Span> {
    let mut writer = Writer { context, spans: Vec::new() };
    let language = context.language;
    match condition {
        Condition::All(children) if children.is_empty() => writer.put(language.everyone, ""),
        Condition::Any(children) if children.is_empty() => writer.put(language.no_one, ""),
        _ => writer.fill(language.sentence, "", &mut |writer, _| writer.node(condition, "", 0, Weight::Any)),
    }
    writer.spans
}

/// The sentence as one text.
pub fn text(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}

/// What is being written.
struct Writer<'a> {
    context: Context<'a>,
    spans: Vec<Span>,
}

/// How much of a condition its words hold together: heavier ones are put in parentheses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    /// A clause on one value.
    Clause,
    /// A function with tests of its own.
    Function,
    /// AND, OR or NOT.
    Any,
}

impl Writer<'_> {
    /// Adds words about `path`.
    fn put(&mut self, text: &str, path: &str) {
        match self.spans.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.path == path => last.text.push_str(text),
            _ => self.spans.push(Span { text: text.to_owned(), path: path.to_owned() }),
        }
    }

    /// Adds a template whose own words are about `path`; `part` writes its place of that number.
    fn fill(&mut self, template: &str, path: &str, part: &mut dyn FnMut(&mut Self, usize)) {
        let mut rest = template;
        while let Some(open) = rest.find('{') {
            let digits = rest[open..].find('}').map_or("", |close| &rest[open + 1..open + close]);
            self.put(&rest[..open], path);
            part(self, digits.parse().unwrap_or(0));
            rest = &rest[open + digits.len() + 2..];
        }
        self.put(rest, path);
    }

    /// Writes a node, in parentheses if it is heavier than `most`.
    fn node(&mut self, condition: &Condition, path: &str, depth: usize, most: Weight) {
        if depth > MAX_DEPTH {
            return self.put("…", path);
        }
        if let Condition::All(children) | Condition::Any(children) = condition {
            if let [only] = &children[..] {
                return self.node(only, &format!("{path}/of/0"), depth + 1, most);
            }
        }
        let parentheses = self.weight(condition) > most;
        self.put(if parentheses { "(" } else { "" }, path);
        let language = self.context.language;
        match condition {
            Condition::All(children) => self.group(children, path, depth, language.and, language.anyone),
            Condition::Any(children) => self.group(children, path, depth, language.or, language.nobody),
            Condition::Not(child) => self.fill(language.not, path, &mut |writer, _| {
                writer.node(child, &format!("{path}/of"), depth + 1, Weight::Function);
            }),
            Condition::Field(clause) => self.field(clause, path),
            Condition::Function(clause) => self.function(clause, path),
            Condition::Anniversary(clause) => self.anniversary(clause, path),
            Condition::Unknown(_) => self.put(language.unknown, path),
        }
        self.put(if parentheses { ")" } else { "" }, path);
    }

    fn group(&mut self, children: &[Condition], path: &str, depth: usize, joint: &str, empty: &str) {
        if children.is_empty() {
            return self.put(empty, path);
        }
        for (index, child) in children.iter().enumerate() {
            self.put(if index > 0 { joint } else { "" }, path);
            self.node(child, &format!("{path}/of/{index}"), depth + 1, Weight::Clause);
        }
    }

    fn weight(&self, condition: &Condition) -> Weight {
        match condition {
            Condition::All(children) | Condition::Any(children) if children.is_empty() => Weight::Clause,
            Condition::All(_) | Condition::Any(_) | Condition::Not(_) => Weight::Any,
            Condition::Function(clause) => self.function_weight(clause),
            _ => Weight::Clause,
        }
    }
}
