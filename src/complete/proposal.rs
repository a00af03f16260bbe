//! Proposals and their order.

use crate::order;
use crate::query::Cursor;
use crate::value::lower;

/// One thing that may stand at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// What it is.
    pub kind: Kind,
    /// What is shown and searched.
    pub label: String,
    /// What is put in place of the span.
    pub insert: String,
    /// How many characters before the end of `insert` the text cursor goes.
    pub back: usize,
    /// A few words beside the label.
    pub detail: String,
    /// One sentence of help, or why the snapshot cannot answer.
    pub help: String,
    /// Whether the snapshot can answer it.
    pub available: bool,
    /// Customers who have the value among those for whom the clause decides.
    pub customers: Option<u32>,
    /// How well it fits what is typed: 0 begins with it, then a word of it does, then it is inside.
    pub rank: u8,
}

/// What a proposal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A field.
    Field,
    /// A function.
    Function,
    /// A parameter of a function.
    Parameter,
    /// An operator.
    Operator,
    /// A value.
    Value,
    /// A date.
    Date,
    /// A statistic.
    Statistic,
    /// A segment of the library.
    Segment,
    /// A word of the language.
    Keyword,
    /// A parenthesis, comma or colon.
    Punctuation,
}

impl Kind {
    /// The word in answers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Kind::Field => "field",
            Kind::Function => "function",
            Kind::Parameter => "parameter",
            Kind::Operator => "operator",
            Kind::Value => "value",
            Kind::Date => "date",
            Kind::Statistic => "statistic",
            Kind::Segment => "segment",
            Kind::Keyword => "keyword",
            Kind::Punctuation => "punctuation",
        }
    }
}

impl Proposal {
    /// A proposal that is inserted as it is shown.
    pub fn new(kind: Kind, label: impl Into<String>) -> Proposal {
        let label = label.into();
        Proposal {
            kind,
            insert: label.clone(),
            label,
            back: 0,
            detail: String::new(),
            help: String::new(),
            available: true,
            customers: None,
            rank: 0,
        }
    }

    pub(super) fn insert(mut self, insert: String, back: usize) -> Proposal {
        (self.insert, self.back) = (insert, back);
        self
    }

    pub(super) fn detail(mut self, detail: impl Into<String>) -> Proposal {
        self.detail = detail.into();
        self
    }

    /// Help, or the reason why there is no answer.
    pub(super) fn help(mut self, help: &str, why: Option<String>) -> Proposal {
        self.available = why.is_none();
        self.help = why.unwrap_or_else(|| help.to_owned());
        self
    }
}

/// How well a candidate fits what is typed, letter case apart; `None` if not at all.
pub(super) fn rank(candidate: &str, typed: &str) -> Option<u8> {
    if typed.is_empty() {
        return Some(0);
    }
    let (candidate, typed) = (lower(candidate), lower(typed));
    let at = candidate.find(&typed)?;
    let begins_word = |at: usize| !candidate[..at].ends_with(char::is_alphanumeric);
    Some(match at {
        0 => 0,
        _ if candidate.match_indices(&typed).any(|(at, _)| begins_word(at)) => 1,
        _ => 2,
    })
}

/// Proposals that fit what is typed.
pub(super) struct List<'c> {
    pub(super) cursor: &'c Cursor,
    found: Vec<Proposal>,
}

impl<'c> List<'c> {
    pub(super) fn new(cursor: &'c Cursor) -> List<'c> {
        List { cursor, found: Vec::new() }
    }

    /// Adds a proposal if its label, or more distantly its detail, fits.
    pub(super) fn add(&mut self, mut proposal: Proposal) {
        let typed = &self.cursor.typed;
        let also = || rank(&proposal.detail, typed).filter(|rank| *rank < 2).map(|_| 3);
        if let Some(rank) = rank(&proposal.label, typed).or_else(also) {
            proposal.rank = rank;
            self.found.push(proposal);
        }
    }

    /// Adds a word of the language, if it begins like what is typed.
    pub(super) fn word(&mut self, word: &str, detail: &str) {
        if rank(word, &self.cursor.typed) == Some(0) && !self.cursor.quoted {
            self.found.push(Proposal::new(Kind::Keyword, word).detail(detail));
        }
    }

    /// Adds punctuation, which is no part of a word.
    pub(super) fn mark(&mut self, mark: &str) {
        if self.cursor.typed.is_empty() && !self.cursor.quoted {
            self.found.push(Proposal::new(Kind::Punctuation, mark));
        }
    }

    /// The proposals in order: what can be answered first, then what fits best, then as added.
    pub(super) fn done(self) -> Vec<Proposal> {
        let mut found = self.found;
        order::sort_by_key(&mut found, |proposal| (!proposal.available, proposal.rank));
        found
    }
}
