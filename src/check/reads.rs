//! Which tables a condition reads, known before it is checked.

use super::walk::within_limits;
use crate::catalogue::{self, Source};
use crate::condition::{Condition, FieldClause, Literal, Membership, References};
use crate::snapshot::TableName;
use crate::value::fold_case;

/// The tables besides customers whose rows decide a condition or what is wrong with it, those they
/// refer to among them. A table that the snapshot lacks may be one of them.
pub fn tables_of(condition: &Condition, references: Option<&References>) -> Vec<TableName> {
    let mut reads = Reads { references, named: Vec::new(), tables: Vec::new() };
    reads.condition(condition);
    reads.tables
}

struct Reads<'a> {
    references: Option<&'a References>,
    /// Keys of the segments that were read.
    named: Vec<String>,
    tables: Vec<TableName>,
}

impl Reads<'_> {
    fn condition(&mut self, condition: &Condition) {
        // One that is too deep is never evaluated.
        if within_limits(condition) {
            self.node(condition);
        }
    }

    fn node(&mut self, condition: &Condition) {
        match condition {
            Condition::All(children) | Condition::Any(children) => children.iter().for_each(|child| self.node(child)),
            Condition::Not(child) => self.node(child),
            Condition::Field(clause) => match source(&clause.field) {
                Some(Source::Segments) => self.segments(clause),
                Some(source) => self.add(source.table()),
                // Whether there are any rows is asked as of a field: `orders_placed IS NULL`.
                None => self.add(rows(&clause.field)),
            },
            Condition::Anniversary(clause) => self.add(source(&clause.field).and_then(Source::table)),
            Condition::Function(clause) => self.add(rows(&clause.function)),
            Condition::Unknown(_) => {}
        }
    }

    /// The segments a clause names; all there are, if a name may read otherwise than it is written.
    fn segments(&mut self, clause: &FieldClause) {
        let Some(references) = self.references else { return };
        let texts: Option<Vec<&str>> = clause.test.values.iter().map(text).collect();
        for name in texts.unwrap_or_else(|| references.names().collect()) {
            let key = fold_case(name);
            if self.named.contains(&key) {
                continue;
            }
            if let Some(Membership::Condition(condition)) = references.get(&key).map(|known| &known.members) {
                self.named.push(key);
                self.condition(condition);
            }
        }
    }

    fn add(&mut self, table: Option<TableName>) {
        if let Some(table) = table {
            let new = table.refers_to().iter().chain([&table]).filter(|table| !self.tables.contains(table));
            let new: Vec<TableName> = new.copied().collect();
            self.tables.extend(new);
        }
    }
}

fn source(field: &str) -> Option<Source<'_>> {
    catalogue::field(field, None).map(|field| field.source)
}

fn rows(function: &str) -> Option<TableName> {
    catalogue::function(function).and_then(|function| function.facts.table())
}

fn text(literal: &Literal) -> Option<&str> {
    match literal {
        Literal::Text(text) => Some(text),
        _ => None,
    }
}
