//! Which columns of a snapshot stand behind a row of the table, and what to say without them.

use super::fields::Field;
use super::functions::{Function, Parameter};
use super::source::{Cell, Facts, Figure, Role, Score, Source};
use crate::snapshot::{Column, Rows, Snapshot, TableName};

/// The rows a function asks about, if the snapshot has them.
pub fn rows_of(snapshot: &Snapshot, facts: Facts) -> Option<&Rows> {
    match facts {
        Facts::Table(TableName::Customers) => Some(&snapshot.customers),
        Facts::Table(TableName::Orders) => snapshot.orders.as_ref(),
        Facts::Table(TableName::Lines) => snapshot.lines.as_ref().filter(|_| snapshot.orders.is_some()),
        Facts::Table(TableName::Products) => snapshot.products.as_ref(),
        Facts::Table(TableName::Checkouts) | Facts::AbandonedCheckouts => snapshot.checkouts.as_ref(),
        Facts::Table(TableName::StoreCredit) => snapshot.store_credit.as_ref(),
        Facts::Table(TableName::Events) | Facts::Places => None,
        Facts::Events(kind) => snapshot.events.get(kind),
    }
}

/// The column behind a cell; none for the row's own time and for a column the snapshot lacks.
pub fn column_of(snapshot: &Snapshot, facts: Facts, cell: Cell) -> Option<&Column> {
    let rows = rows_of(snapshot, facts)?;
    let product = |name: &str| snapshot.products.as_ref()?.columns.get(name);
    match cell {
        Cell::At => None,
        Cell::Amount => rows.columns.get("total"),
        Cell::Own(name) => rows.columns.get(name),
        Cell::Order(name) => snapshot.orders.as_ref()?.columns.get(name),
        Cell::Product(name) => product(name),
        Cell::OwnOrProduct(own, other) => rows.columns.get(own).or_else(|| product(other)),
    }
}

/// Whether the cell's values carry dates without time, so that hours mean nothing (T13).
pub fn date_only(snapshot: &Snapshot, facts: Facts, cell: Cell) -> bool {
    let time = |rows: Option<&Rows>, name: &str| match rows.and_then(|rows| rows.columns.get(name)) {
        Some(Column::Time(times)) => times.date_only,
        _ => false,
    };
    match (cell, facts) {
        (Cell::At, Facts::Table(TableName::Orders | TableName::Lines)) => time(snapshot.orders.as_ref(), "placed_at"),
        (Cell::At, Facts::Table(TableName::Checkouts) | Facts::AbandonedCheckouts) => {
            time(snapshot.checkouts.as_ref(), "started_at")
        }
        (Cell::At, _) => time(rows_of(snapshot, facts), "at"),
        _ => matches!(column_of(snapshot, facts, cell), Some(Column::Time(times)) if times.date_only),
    }
}

/// Whether a figure over these rows can be had.
pub fn has_figure(snapshot: &Snapshot, facts: Facts, figure: Figure) -> bool {
    match figure.cell() {
        None => rows_of(snapshot, facts).is_some(),
        Some(cell) => has_cell(snapshot, facts, cell),
    }
}

fn has_cell(snapshot: &Snapshot, facts: Facts, cell: Cell) -> bool {
    match cell {
        Cell::At => rows_of(snapshot, facts).is_some(),
        _ => column_of(snapshot, facts, cell).is_some(),
    }
}

/// Why a field has no answer in the snapshot, if it has none.
pub fn missing_field(snapshot: &Snapshot, field: &Field<'_>) -> Option<String> {
    let orders = Facts::Table(TableName::Orders);
    let customers = |name: &str| snapshot.customers.columns.contains_key(name);
    let there = match field.source {
        Source::Column(name) | Source::Years(name) => customers(name),
        Source::Orders(figure, imported) => has_figure(snapshot, orders, figure) || imported.is_some_and(&customers),
        Source::AbandonedCheckouts(figure) => has_figure(snapshot, Facts::AbandonedCheckouts, figure),
        Source::DaysSinceLastOrder => snapshot.orders.is_some(),
        Source::Interaction { column, .. } => customers(column) || !snapshot.events.is_empty(),
        Source::Bucket | Source::Segments => true,
        Source::Quintile(Score::Recency | Score::Frequency) => snapshot.orders.is_some(),
        Source::Quintile(Score::Monetary) => has_figure(snapshot, orders, Figure::Sum(Cell::Amount)),
    };
    if there {
        return None;
    }
    let about = match field.source {
        Source::Orders(..) | Source::DaysSinceLastOrder | Source::Quintile(_) if snapshot.orders.is_none() => "orders",
        Source::AbandonedCheckouts(_) if snapshot.checkouts.is_none() => "abandoned checkouts",
        Source::Years(_) => "dates of birth",
        Source::Interaction { .. } => "interactions",
        Source::Column(_) if field.label.is_empty() => field.name,
        _ => return Some(format!("No data on {}: this snapshot has none.", lower_first(field.label))),
    };
    Some(format!("No data on {about}: this snapshot has none."))
}

/// Why a function has no answer in the snapshot, if it has none.
pub fn missing_function(snapshot: &Snapshot, function: &Function) -> Option<String> {
    let there = match function.facts {
        Facts::Places => snapshot.customers.columns.contains_key("coordinates"),
        facts => rows_of(snapshot, facts).is_some(),
    };
    (!there).then(|| format!("No data on {}: this snapshot has none.", function.about))
}

/// Why a parameter has no answer in the snapshot, if it has none though its function does.
pub fn missing_parameter(snapshot: &Snapshot, function: &Function, parameter: &Parameter) -> Option<String> {
    let there = match parameter.role {
        Role::Row(cell) => has_cell(snapshot, function.facts, cell),
        Role::Measure(figure) => has_figure(snapshot, function.facts, figure),
        Role::Centre | Role::Radius(_) => true,
    };
    let what = lower_first(parameter.label);
    (!there).then(|| format!("No data on the {what} of {}: this snapshot has none.", function.about))
}

/// The label inside a sentence: its first letter small, unless the word is an abbreviation.
pub fn lower_first(label: &str) -> String {
    match label.as_bytes() {
        [_, second, ..] if !second.is_ascii_uppercase() => label[..1].to_ascii_lowercase() + &label[1..],
        _ => label.to_owned(),
    }
}
