//! Values that need no data, and which values of data are wanted.

use super::proposal::{Kind, List, Proposal};
use super::{Context, Subject};
use crate::catalogue::{Closed, Field, Role, Source, Type};
use crate::condition::{Operator, References};
use crate::query::{Cursor, quoted, written_name};

/// The values of data that may stand at a place.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The text with the test around the place replaced by IS NOT NULL, so that it can be read.
    pub text: String,
    /// Byte of `text` at which the clause begins.
    pub clause: usize,
    /// What they begin with.
    pub typed: String,
    /// Values that are written already.
    pub taken: Vec<String>,
    /// The parameter they are of, if it is one.
    pub parameter: Option<&'static str>,
    /// What sort of values.
    pub of: Of,
}

/// Sorts of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// Texts, written in quotes.
    Texts,
    /// Countries, which have names too.
    Countries,
    /// Ids, which need no quotes if they are numbers.
    Ids,
    /// `true` and `false`.
    Booleans,
    /// Other segments.
    Segments,
}

/// Statistics that are proposed unasked.
const STATISTICS: [(&str, &str); 8] = [
    ("average", "the average"),
    ("median", "the middle value"),
    ("min", "the least"),
    ("max", "the greatest"),
    ("p10", "above the lowest tenth"),
    ("p25", "above the lowest quarter"),
    ("p75", "the highest quarter"),
    ("p90", "the highest tenth"),
];

impl Wanted {
    /// The values wanted for a subject, if its values are texts or true and false.
    pub(super) fn of(subject: Subject<'_>, operator: Operator, text: &str, cursor: &Cursor) -> Option<Wanted> {
        let (name, parameter) = match subject {
            Subject::Field(field) => (field.name, None),
            Subject::Parameter(parameter) if matches!(parameter.role, Role::Row(_)) => {
                (parameter.name, Some(parameter.name))
            }
            _ => return None,
        };
        let of = match subject.type_() {
            // A part of a text is no value of its own.
            _ if operator == Operator::EndsWith => return None,
            _ if is_segments(subject) => Of::Segments,
            Type::Id | Type::Ids => Of::Ids,
            Type::Boolean => Of::Booleans,
            type_ if type_.is_country() => Of::Countries,
            type_ if type_.is_textual() => Of::Texts,
            _ => return None,
        };
        let mut read = String::with_capacity(text.len() + 32);
        read.push_str(&text[..cursor.test.start]);
        read.push_str(&written_name(name));
        read.push_str(" IS NOT NULL");
        read.push_str(&text[cursor.test.end..cursor.clause.end.max(cursor.test.end)]);
        if cursor.unclosed {
            read.push(')');
        }
        read.push_str(&text[cursor.clause.end.max(cursor.test.end)..]);
        Some(Wanted {
            text: read,
            clause: cursor.clause.start,
            typed: cursor.typed.clone(),
            taken: cursor.values.clone(),
            parameter,
            of,
        })
    }
}

fn is_segments(subject: Subject<'_>) -> bool {
    matches!(subject, Subject::Field(Field { source: Source::Segments, .. }))
}

impl List<'_> {
    /// Values of the subject that need no data.
    pub(super) fn values(&mut self, subject: Subject<'_>, operator: Operator, context: Context<'_>) {
        let measure = matches!(subject, Subject::Parameter(parameter) if matches!(parameter.role, Role::Measure(_)));
        match subject.type_() {
            Type::Date => self.dates(context.today, matches!(subject, Subject::Anniversary)),
            Type::Money | Type::Decimal | Type::Integer => {
                let field = matches!(subject, Subject::Field(_));
                if (field || measure) && operator != Operator::NotEqual {
                    self.statistics(None);
                }
            }
            Type::Boolean => {
                self.word("true", "yes");
                self.word("false", "no");
            }
            Type::Enum(closed) => self.closed(closed),
            Type::Coordinates if self.cursor.typed.is_empty() => {
                let place = Proposal::new(Kind::Value, "(latitude, longitude)").detail("degrees north, degrees east");
                self.add(place.insert("()".to_owned(), 1));
            }
            _ => {}
        }
        if let (true, Some(references)) = (is_segments(subject), context.references) {
            self.segments(references);
        }
    }

    fn closed(&mut self, closed: &'static Closed) {
        for value in closed.values {
            if !self.cursor.values.iter().any(|taken| taken.eq_ignore_ascii_case(value)) {
                self.add(Proposal::new(Kind::Value, *value).insert(quoted(value), 0));
            }
        }
    }

    fn segments(&mut self, references: &References) {
        for name in references.names() {
            let taken = self.cursor.values.iter().any(|taken| taken == name);
            if !taken && references.edited_key() != Some(&crate::value::fold_case(name)) {
                self.add(Proposal::new(Kind::Segment, name).insert(quoted(name), 0));
            }
        }
    }

    /// Statistics: with `stat(…)` around them, or inside one, with what comes after them.
    pub(super) fn statistics(&mut self, inside: Option<&str>) {
        for (name, detail) in STATISTICS {
            self.statistic(name, detail, inside);
        }
        if inside.is_some() {
            for percent in 1..100u8 {
                let name = ['p', char::from(b'0' + percent / 10), char::from(b'0' + percent % 10)];
                let name: String = name.into_iter().collect();
                if !STATISTICS.iter().any(|(known, _)| *known == name) {
                    self.statistic(&name, "a percentile", inside);
                }
            }
        }
    }

    fn statistic(&mut self, name: &str, detail: &str, inside: Option<&str>) {
        let mut insert = quoted(name);
        let proposal = match inside {
            Some(after) => {
                insert.push_str(after);
                Proposal::new(Kind::Statistic, name).insert(insert, 0)
            }
            None => {
                insert.insert_str(0, "stat(");
                insert.push(')');
                Proposal::new(Kind::Statistic, insert)
            }
        };
        self.add(proposal.detail(detail));
    }
}
