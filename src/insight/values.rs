//! The values of a field or row parameter, each with the customers who have it.

use crate::check::{Node, NodeKind, Operand, Options, RowColumn, RowsSpec};
use crate::error::Result;
use crate::eval::{Cache, Reading, Run};
use crate::order;
use crate::rows::RowSet;
use crate::snapshot::{Column, Snapshot, TableName};
use crate::value::fold_case;
use std::collections::HashMap;

/// What has values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A value of the customer.
    Value(Operand),
    /// A value of rows of the customer.
    Row(RowsSpec, RowColumn),
}

/// Which values are wanted.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// What they begin with or have inside, letter case apart; empty for all.
    pub text: &'a str,
    /// Another reading of a value that `text` may be part of, such as a country's name.
    pub also: Option<fn(&str) -> Option<&'static str>>,
    /// Most values.
    pub limit: usize,
}

/// One value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueCount {
    /// The value as shown.
    pub text: String,
    /// What it is called, if it is the id of a product.
    pub name: Option<String>,
    /// How well it fits: 0 begins with the text wanted, 1 has it inside.
    pub rank: u8,
    /// Customers who have it.
    pub customers: u32,
}

/// Values, those that begin with what is wanted first, then those that most customers have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Values {
    /// The first of them.
    pub values: Vec<ValueCount>,
    /// How many fit in all.
    pub fitting: usize,
}

impl Values {
    /// The wanted of these values, each with the customers who have it.
    pub fn of<'a>(wanted: Wanted<'_>, values: impl Iterator<Item = (&'a str, u32)>) -> Values {
        let mut best = Best { wanted, folded: fold_case(wanted.text), found: Values::default() };
        values.for_each(|(text, customers)| best.add(text, None, customers));
        best.done()
    }
}

impl Subject {
    /// What a leaf asks about: its value, or what its last row test is on.
    pub fn of(node: &Node) -> Option<Subject> {
        match &node.kind {
            NodeKind::Value { operand, .. } => Some(Subject::Value(operand.clone())),
            NodeKind::Rows(test) => {
                let mut rows = test.rows.clone();
                let column = rows.filter.pop()?.column;
                Some(Subject::Row(rows, column))
            }
            _ => None,
        }
    }
}

/// The values of a subject with the customers of `among` who have each, also those that none of
/// them has; `None` if its values are no texts and not true or false.
///
/// # Errors
/// As [`crate::eval::evaluate`].
pub fn values(
    subject: &Subject,
    wanted: Wanted<'_>,
    among: &RowSet,
    options: &Options,
    snapshot: &Snapshot,
    cache: &mut Cache,
) -> Result<Option<Values>> {
    let mut run = Run::new(snapshot, options, cache);
    let mut best = Best { wanted, folded: fold_case(wanted.text), found: Values::default() };
    let counts = match subject {
        Subject::Value(operand) => {
            if let Reading::Plain(Column::Boolean { yes, valid }) = run.reading(operand)? {
                for (text, holds) in [("true", true), ("false", false)] {
                    let has = |row: &u32| valid.contains(*row) && yes.contains(*row) == holds;
                    best.add(text, None, among.iter().filter(has).count() as u32);
                }
                return Ok(Some(best.done()));
            }
            run.value_keys(operand, among)?
        }
        Subject::Row(rows, column) => run.row_keys(rows, column, true, among)?,
    };
    let Some(counts) = counts else { return Ok(None) };
    let titles = titles(subject, snapshot);
    counts.each(&mut |key, shown, customers| best.add(shown, titles.get(key).copied(), customers));
    Ok(Some(best.done()))
}

/// The titles of products by the key of their id, if the values are such ids.
pub(super) fn titles<'a>(subject: &Subject, snapshot: &'a Snapshot) -> HashMap<&'a str, &'a str> {
    let mut titles = HashMap::new();
    let rows = match subject {
        Subject::Row(rows, RowColumn::Own(name)) => match (rows.table, name.as_str()) {
            (TableName::Lines, "product_id") => snapshot.lines.as_ref(),
            (TableName::Events, "object_id") => rows.kinds.first().and_then(|kind| snapshot.events.get(kind)),
            _ => None,
        },
        _ => None,
    };
    let (Some(products), false) = (&snapshot.products, rows.is_none_or(|rows| rows.products.is_empty())) else {
        return titles;
    };
    if let (Some(Column::Text(ids)), Some(Column::Text(names))) =
        (products.columns.get("id"), products.columns.get("title"))
    {
        for row in 0..products.len as usize {
            if let (Some(id), Some(name)) = (ids.codes.get(row).checked_sub(1), names.codes.get(row).checked_sub(1)) {
                titles.insert(&ids.keys[id as usize], &names.shown()[name as usize]);
            }
        }
    }
    titles
}

/// The best values so far; at most a few times as many as are wanted.
struct Best<'a> {
    wanted: Wanted<'a>,
    folded: String,
    found: Values,
}

impl Best<'_> {
    fn add(&mut self, text: &str, name: Option<&str>, customers: u32) {
        let Some(rank) = self.rank(text, name) else { return };
        self.found.fitting += 1;
        self.found.values.push(ValueCount { text: text.to_owned(), name: name.map(str::to_owned), rank, customers });
        if self.found.values.len() > 4 * self.wanted.limit + 64 {
            self.cut();
        }
    }

    fn rank(&self, text: &str, name: Option<&str>) -> Option<u8> {
        let inside = |text: &str| place(text, self.wanted.text, &self.folded);
        let own = inside(text).map(|at| u8::from(at > 0));
        let also = || {
            let other = self.wanted.also.and_then(|also| also(text));
            [name, other].into_iter().flatten().any(|text| inside(text).is_some()).then_some(1)
        };
        own.or_else(also)
    }

    fn cut(&mut self) {
        let values = &mut self.found.values;
        order::sort_by(values, |a, b| {
            a.rank.cmp(&b.rank).then_with(|| b.customers.cmp(&a.customers)).then_with(|| a.text.cmp(&b.text))
        });
        values.truncate(self.wanted.limit);
    }

    fn done(mut self) -> Values {
        self.cut();
        self.found
    }
}

/// Where the wanted text stands in another, letter case apart.
fn place(text: &str, wanted: &str, folded: &str) -> Option<usize> {
    if folded.is_empty() {
        return Some(0);
    }
    if text.is_ascii() {
        // The common case, without a copy.
        let (text, wanted) = (text.as_bytes(), wanted.trim().as_bytes());
        let mut windows = text.windows(wanted.len().max(1));
        return windows.position(|window| window.eq_ignore_ascii_case(wanted));
    }
    fold_case(text).find(folded)
}
