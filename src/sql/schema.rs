//! The tables a statement is made for, as SCHEMA.md describes them.

use super::dialect::{Dialect, Type};
use crate::snapshot::{Column, Form, Key, Kind, Rows, Snapshot, TableName, canonical_columns, form_of};

/// The tables of a snapshot, or all canonical ones.
#[derive(Debug, Clone, Copy)]
pub(super) struct Schema<'a> {
    pub(super) snapshot: Option<&'a Snapshot>,
}

/// Decimals of a number where no snapshot says how many there are (M1).
pub(super) const DECIMALS: u8 = 6;

/// Columns derived from addresses, which hold keys as segments write them.
const PLACES: [(&str, bool); 6] = [
    ("countries", true),
    ("regions", true),
    ("cities", true),
    ("default_country", false),
    ("default_region", false),
    ("default_city", false),
];

impl<'a> Schema<'a> {
    /// The snapshot's rows of a table: several sets for events, which are kept by kind.
    fn rows(&self, table: &str) -> Vec<&'a Rows> {
        let (Some(snapshot), Some(table)) = (self.snapshot, TableName::parse(table)) else { return Vec::new() };
        match table {
            TableName::Customers => vec![&snapshot.customers],
            TableName::Orders => snapshot.orders.iter().collect(),
            TableName::Lines => snapshot.lines.iter().collect(),
            TableName::Products => snapshot.products.iter().collect(),
            TableName::Checkouts => snapshot.checkouts.iter().collect(),
            TableName::Events => snapshot.events.values().collect(),
            TableName::StoreCredit => snapshot.store_credit.iter().collect(),
        }
    }

    fn columns(&self, table: &str, name: &str) -> impl Iterator<Item = &'a Column> {
        self.rows(table).into_iter().filter_map(move |rows| rows.columns.get(name))
    }

    fn column(&self, table: &str, name: &str) -> Option<&'a Column> {
        self.columns(table, name).next()
    }

    /// Whether there is such a column.
    pub(super) fn has(&self, table: &str, name: &str) -> bool {
        self.snapshot.is_none() || self.column(table, name).is_some()
    }

    /// Whether a time is a date without time of day.
    pub(super) fn date_only(&self, table: &str, name: &str) -> bool {
        match (self.snapshot, self.column(table, name)) {
            (None, _) => name.ends_with("_date"),
            (Some(_), Some(Column::Time(times))) => times.date_only,
            _ => false,
        }
    }

    /// Decimals of a number.
    pub(super) fn scale(&self, table: &str, name: &str) -> u8 {
        let known = self.columns(table, name).filter_map(|column| match column {
            Column::Number(numbers) => Some(numbers.scale),
            _ => None,
        });
        let integer = matches!(form(table, name), Some(Form::Integer));
        known.max().unwrap_or(if integer { 0 } else { DECIMALS })
    }

    /// Decimals of an order's amount: enough for the total and for what was refunded.
    pub(super) fn amount_scale(&self) -> u8 {
        self.scale("orders", "total").max(match self.has("orders", "refunded") {
            true => self.scale("orders", "refunded"),
            false => 0,
        })
    }
}

/// How a text column's values become keys; places and dynamic lists included.
pub(super) fn key_of(table: &str, name: &str) -> Key {
    match form(table, name) {
        Some(Form::Text(key) | Form::List(key)) => key,
        Some(Form::Answers) => Key::Plain(Kind::Folded),
        _ => Key::Plain(Kind::Exact),
    }
}

fn form(table: &str, name: &str) -> Option<Form> {
    form_of(TableName::parse(table)?, name)
}

/// The statements that create the tables of a snapshot, or every canonical table.
pub fn schema(snapshot: Option<&Snapshot>, dialect: Dialect) -> String {
    let schema = Schema { snapshot };
    let tables =
        TableName::ALL.into_iter().filter(|table| snapshot.is_none() || !schema.rows(table.as_str()).is_empty());
    let statements: Vec<String> = tables.map(|table| create(&schema, table, dialect)).collect();
    statements.join("\n\n")
}

/// Name, type and whether it may be missing of the columns that every table of the kind has.
fn structure(schema: &Schema<'_>, table: TableName) -> Vec<(&'static str, Type, bool)> {
    let own = |name| if schema.date_only(table.as_str(), name) { Type::Date } else { Type::Timestamp };
    match table {
        TableName::Customers | TableName::Products => vec![("id", Type::Text, false)],
        TableName::Orders => {
            vec![("id", Type::Text, false), ("customer_id", Type::Text, false), ("placed_at", own("placed_at"), false)]
        }
        TableName::Lines => vec![("order_id", Type::Text, false)],
        TableName::Checkouts => {
            vec![
                ("id", Type::Text, false),
                ("customer_id", Type::Text, false),
                ("started_at", own("started_at"), false),
            ]
        }
        TableName::Events => {
            vec![("customer_id", Type::Text, false), ("kind", Type::Text, false), ("at", own("at"), false)]
        }
        TableName::StoreCredit => vec![("customer_id", Type::Text, false)],
    }
}

fn create(schema: &Schema<'_>, table: TableName, dialect: Dialect) -> String {
    let fixed = structure(schema, table);
    let mut columns: Vec<(String, String)> = Vec::new();
    for (name, type_, nullable) in &fixed {
        columns.push(((*name).to_owned(), dialect.type_name(*type_, *nullable)));
    }
    for (name, type_) in stored(schema, table) {
        if !fixed.iter().any(|(known, _, _)| *known == name) {
            columns.push((name, dialect.type_name(type_, true)));
        }
    }
    let lines: Vec<String> = columns.iter().map(|(name, type_)| format!("  {} {type_}", dialect.ident(name))).collect();
    let end = dialect.table_end(fixed[0].0);
    format!("CREATE TABLE {} (\n{}\n){end};", dialect.ident(table.as_str()), lines.join(",\n"))
}

/// The columns a table stores besides its structure.
fn stored(schema: &Schema<'_>, table: TableName) -> Vec<(String, Type)> {
    let name = table.as_str();
    let number = |column: &str| match schema.scale(name, column) {
        0 => Type::Integer,
        scale => Type::Decimal(scale),
    };
    let time = |column: &str| if schema.date_only(name, column) { Type::Date } else { Type::Timestamp };
    if schema.snapshot.is_some() {
        let Some(rows) = schema.rows(name).first().copied() else { return Vec::new() };
        let typed = rows.columns.iter().filter_map(|(column, stored)| {
            let type_ = match stored {
                Column::Time(_) => time(column),
                Column::Number(_) => number(column),
                Column::Text(_) => Type::Text,
                Column::List(_) => Type::Texts,
                Column::Boolean { .. } => Type::Boolean,
                Column::Places(_) => return None,
            };
            Some((column.clone(), type_))
        });
        return typed.collect();
    }
    let canonical = canonical_columns(table).iter().map(|(column, form)| {
        let type_ = match form {
            Form::Time => time(column),
            Form::Money | Form::Number | Form::Integer => number(column),
            Form::Boolean => Type::Boolean,
            Form::List(_) | Form::Answers => Type::Texts,
            Form::Text(_) | Form::Any => Type::Text,
        };
        ((*column).to_owned(), type_)
    });
    let places = PLACES.iter().filter(|_| table == TableName::Customers);
    canonical
        .chain(places.map(|(column, list)| ((*column).to_owned(), if *list { Type::Texts } else { Type::Text })))
        .collect()
}
