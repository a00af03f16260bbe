//! Operators that fit a type.

use super::Subject;
use super::proposal::{Kind, List, Proposal, rank};
use crate::condition::Operator;

/// What may follow a function.
const FUNCTION: [(&str, &str); 4] = [
    ("MATCHES", "rows like this"),
    ("NOT MATCHES", "no rows like this"),
    ("IS NULL", "no rows at all"),
    ("IS NOT NULL", "any row"),
];
const ANNIVERSARY: [Operator; 3] = [Operator::Equal, Operator::NotEqual, Operator::Between];

impl List<'_> {
    /// The operators of a subject. What is typed may be the first of several words.
    pub(super) fn operators(&mut self, subject: Subject<'_>, text: &str) {
        if matches!(subject, Subject::Function(_)) {
            for (word, detail) in FUNCTION {
                self.operator(word, detail, word.ends_with("MATCHES"), text);
            }
            return;
        }
        let argument =
            matches!(subject, Subject::Anniversary) || matches!(subject, Subject::Field(field) if field.argument);
        if argument
            && self.cursor.typed.is_empty()
            && !text[self.cursor.test.start..self.cursor.span.start].contains('(')
        {
            let proposal = Proposal::new(Kind::Punctuation, "('')");
            self.add(proposal.insert("('')".to_owned(), 2));
            if matches!(subject, Subject::Anniversary) {
                return;
            }
        }
        let known = match subject {
            Subject::Anniversary => &ANNIVERSARY[..],
            Subject::Field(field) => field.operators(),
            _ => subject.type_().operators(),
        };
        for operator in known {
            self.operator(operator.as_str(), detail(*operator), operator.takes_list(), text);
        }
    }

    /// The lists that may follow CONTAINS.
    pub(super) fn lists_of(&mut self, subject: Subject<'_>, text: &str) {
        let lists = [("ANY", Operator::ContainsAny), ("ALL", Operator::ContainsAll), ("NONE", Operator::ContainsNone)];
        for (word, operator) in lists {
            if subject.type_().operators().contains(&operator) && !self.cursor.quoted {
                self.operator(word, detail(operator), true, text);
            }
        }
    }

    fn operator(&mut self, word: &str, detail: &str, list: bool, text: &str) {
        if rank(word, &self.cursor.typed) != Some(0) {
            return;
        }
        let proposal = Proposal::new(Kind::Operator, word).detail(detail);
        let opened = text[self.cursor.span.end..].trim_start().starts_with('(');
        let mut insert = word.to_owned();
        self.add(match list && !opened {
            true => {
                insert.push_str(" ()");
                proposal.insert(insert, 1)
            }
            false => proposal,
        });
    }
}

const fn detail(operator: Operator) -> &'static str {
    match operator {
        Operator::Equal => "is",
        Operator::NotEqual => "is not",
        Operator::Greater => "more, later",
        Operator::GreaterOrEqual => "at least, from",
        Operator::Less => "less, earlier",
        Operator::LessOrEqual => "at most, until",
        Operator::Between => "both ends included",
        Operator::In => "one of a list",
        Operator::NotIn => "none of a list",
        Operator::Contains => "has",
        Operator::NotContains => "has not",
        Operator::ContainsAny => "one of a list",
        Operator::ContainsAll => "all of a list",
        Operator::ContainsNone => "none of a list",
        Operator::StartsWith => "begins like this",
        Operator::EndsWith => "ends like this",
        Operator::IsNull => "has no value",
        Operator::IsNotNull => "has a value",
    }
}
