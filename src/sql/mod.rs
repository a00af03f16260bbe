//! A checked segment as one SQL statement over the tables of SCHEMA.md.
//!
//! The statement answers with the ids of the members, one row each, in no order. It is made for
//! one instant: dates are written out, the order policy is applied. Child rows are aggregated
//! once per set of rows and joined to the customers; every condition is two-valued by itself, so
//! NOT is the exact complement. What a dialect cannot say exactly is a problem, never a guess.

mod dialect;
mod fold;
mod operands;
mod rows;
mod schema;
mod tests;

pub use dialect::Dialect;
pub use schema::schema;

use crate::check::{Checked, Node, NodeKind, Options};
use crate::condition::Problem;
use crate::snapshot::Snapshot;
use crate::time::{Instant, Zone};
use operands::Value;
use schema::Schema;
use std::collections::BTreeSet;

/// The code of every problem of this module.
pub const SQL_CANNOT_SAY: &str = "sql-cannot-say";

/// The statement for a checked segment. Columns are those of the snapshot, or without one every
/// canonical column.
///
/// # Errors
/// A problem for each part that the dialect cannot say exactly.
pub fn emit(
    checked: &Checked,
    snapshot: Option<&Snapshot>,
    zone: &Zone,
    dialect: Dialect,
) -> Result<String, Vec<Problem>> {
    let mut writer = Writer {
        dialect,
        schema: Schema { snapshot },
        zone,
        options: &checked.options,
        path: String::new(),
        problems: Vec::new(),
        columns: BTreeSet::new(),
        sets: Vec::new(),
        windows: Vec::new(),
        based: false,
    };
    let condition = writer.node(&checked.root);
    let universe = writer.universe();
    match writer.problems.is_empty() {
        true => Ok(writer.statement(&condition, &universe)),
        false => Err(writer.problems),
    }
}

/// A part that cannot be said; its problem is already noted.
struct Refused;

type Said<T> = Result<T, Refused>;

/// One statement being written.
struct Writer<'a> {
    dialect: Dialect,
    schema: Schema<'a>,
    zone: &'a Zone,
    options: &'a Options,
    /// Path of the node being written.
    path: String,
    problems: Vec<Problem>,
    /// Columns of the customers table that conditions read.
    columns: BTreeSet<String>,
    /// Sets of child rows with what is aggregated over them.
    sets: Vec<rows::Set>,
    /// Columns computed over all customers: name, expression.
    windows: Vec<(String, String)>,
    /// Whether a condition compares with all customers, so that they are needed as a table.
    based: bool,
}

impl Writer<'_> {
    fn node(&mut self, node: &Node) -> String {
        match &node.kind {
            NodeKind::All(children) => self.joined(children, " AND ", "TRUE"),
            NodeKind::Any(children) => self.joined(children, " OR ", "FALSE"),
            NodeKind::Not(child) => format!("NOT ({})", self.node(child)),
            NodeKind::Value { operand, test } => {
                self.path.clone_from(&node.path);
                let said = self.operand(operand).and_then(|value| self.test(&value, test));
                said.unwrap_or_else(|Refused| String::new())
            }
            NodeKind::Rows(rows) => {
                self.path.clone_from(&node.path);
                let said = self.rows_test(rows);
                said.unwrap_or_else(|Refused| String::new())
            }
        }
    }

    fn joined(&mut self, children: &[Node], by: &str, empty: &str) -> String {
        let parts: Vec<String> = children.iter().map(|child| self.node(child)).collect();
        group(&parts, by, empty)
    }

    /// Customers there are at the instant of evaluation (T12).
    fn universe(&mut self) -> String {
        if !self.schema.has("customers", "created_at") {
            return "TRUE".to_owned();
        }
        let added = self.customer_time("created_at");
        let Value::Time { sql, .. } = &added else { return "TRUE".to_owned() };
        let later = self.before(&added, Instant(self.options.as_of.0 + 1));
        format!("({sql} IS NULL OR {later})")
    }

    /// Notes that the node being written cannot be said.
    fn refuse<T>(&mut self, what: impl std::fmt::Display) -> Said<T> {
        let message =
            format!("SQL for {} cannot say {what} exactly; leave it out or count it here.", self.dialect.name());
        self.problems.push(Problem::error(SQL_CANNOT_SAY, self.path.as_str(), message));
        Err(Refused)
    }

    fn statement(&self, condition: &str, universe: &str) -> String {
        let (customers, id, settings) = (self.ident("customers"), self.ident("id"), self.dialect.settings());
        if self.sets.is_empty() && !self.based {
            return format!("SELECT c.{id}\nFROM {customers} AS c\nWHERE {universe}\n  AND {condition}{settings}");
        }
        let mut tables: Vec<String> = Vec::new();
        let mut joins = String::new();
        let names = std::iter::once("id").chain(self.columns.iter().map(String::as_str).filter(|name| *name != "id"));
        let mut columns: Vec<String> = names.map(|name| format!("c.{0} AS {0}", self.ident(name))).collect();
        for (index, set) in self.sets.iter().enumerate() {
            tables.push(format!("r{index} AS (\n{}\n)", set.statement(self.dialect, index)));
            joins += &format!("\n  LEFT JOIN r{index} ON r{index}.customer_id = c.{id}");
            columns.extend(set.names(index).map(|name| format!("r{index}.{name} AS {name}")));
        }
        tables.push(format!(
            "base AS (\n  SELECT {}\n  FROM {customers} AS c{joins}\n  WHERE {universe}\n)",
            columns.join(", ")
        ));
        let mut last = "base";
        if !self.windows.is_empty() {
            let windows: Vec<String> = self.windows.iter().map(|(name, sql)| format!("{sql} AS {name}")).collect();
            tables.push(format!("scored AS (\n  SELECT c.*, {}\n  FROM base AS c\n)", windows.join(",\n    ")));
            last = "scored";
        }
        format!("WITH {}\nSELECT c.{id}\nFROM {last} AS c\nWHERE {condition}{settings}", tables.join(",\n"))
    }
}

/// Conditions joined, in parentheses.
fn group(parts: &[String], by: &str, empty: &str) -> String {
    match parts {
        [] => empty.to_owned(),
        [one] => one.clone(),
        _ => format!("({})", parts.join(by)),
    }
}
