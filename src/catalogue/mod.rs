//! The vocabulary as one table: a row per field and per function parameter.
//!
//! Text language, builder, checker, description and documentation all read it; adding a field is
//! adding a row. Everything here works without a snapshot; with one, dynamic fields get their type
//! and rows whose columns are absent say so.

mod availability;
mod describe;
mod fields;
mod functions;
mod nearest;
mod source;
mod types;

pub use availability::{
    column_of, date_only, has_figure, lower_first, missing_field, missing_function, missing_parameter, rows_of,
};
pub use describe::{ANNIVERSARY_HELP, Description, ParameterDescription, describe_fields};
pub use fields::{FIELDS, Field};
pub use functions::{FUNCTIONS, Function, Parameter};
pub use nearest::{nearest, very_near};
pub use source::{Cell, Facts, Figure, Role, Score, Source};
pub use types::{Closed, Form, MEMBERSHIP, Type};

use crate::snapshot::{Column, Snapshot};

/// Beginnings of names that a snapshot's own columns complete.
pub const DYNAMIC: [&str; 3] = ["metafields.", "profile.", "answers."];

/// The field of that name: a row of [`FIELDS`], or a dynamic field, whose type is that of the
/// snapshot's column and [`Type::Any`] without one. `customer.metafields.` reads as `metafields.`.
pub fn field<'a>(name: &'a str, snapshot: Option<&Snapshot>) -> Option<Field<'a>> {
    let name = match name.strip_prefix("customer.") {
        Some(rest) if rest.starts_with("metafields.") => rest,
        _ => name,
    };
    if let Some(known) = FIELDS.iter().find(|field| field.name == name) {
        return Some(*known);
    }
    let label = DYNAMIC.iter().find_map(|prefix| name.strip_prefix(prefix)).filter(|key| !key.is_empty())?;
    let column = snapshot.and_then(|snapshot| snapshot.customers.columns.get(name));
    Some(Field {
        name,
        label,
        type_: column.map_or(Type::Any, type_of),
        unit: None,
        group: fields::ADDITIONAL,
        source: Source::Column(name),
        current: true,
        argument: false,
        null: "not given",
        help: "A field this shop has added to its customers.",
    })
}

/// The function of that name; `storefront_event.` reads as `storefront.`.
pub fn function(name: &str) -> Option<&'static Function> {
    let tail = name.strip_prefix("storefront_event.");
    FUNCTIONS.iter().find(|function| match tail {
        Some(tail) => function.name.strip_prefix("storefront.") == Some(tail),
        None => function.name == name,
    })
}

/// The kinds of events that functions ask about, as stored.
pub fn event_kinds() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.iter().filter_map(|function| match function.facts {
        Facts::Events(kind) => Some(kind),
        _ => None,
    })
}

impl Function {
    /// The parameter of that name.
    pub fn parameter(&self, name: &str) -> Option<&'static Parameter> {
        self.parameters.iter().find(|parameter| parameter.name == name)
    }
}

/// The names of the snapshot's dynamic fields, in order.
pub fn dynamic_names(snapshot: &Snapshot) -> impl Iterator<Item = &str> + Clone {
    let names = snapshot.customers.columns.keys().map(String::as_str);
    names.filter(|name| DYNAMIC.iter().any(|prefix| name.starts_with(prefix)))
}

fn type_of(column: &Column) -> Type {
    match column {
        Column::Time(_) => Type::Date,
        Column::Number(numbers) if numbers.scale == 0 => Type::Integer,
        Column::Number(_) => Type::Decimal,
        Column::Text(_) => Type::String(Form::Exact),
        Column::List(_) => Type::List(Form::Folded),
        Column::Boolean { .. } => Type::Boolean,
        Column::Places(_) => Type::Any,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_are_unique_and_rows_are_complete() {
        let mut names = BTreeSet::new();
        for field in FIELDS {
            assert!(names.insert(field.name), "{} twice", field.name);
            assert!(field.help.ends_with('.') && !field.label.is_empty(), "{}", field.name);
        }
        for function in FUNCTIONS {
            assert!(names.insert(function.name), "{} twice", function.name);
            assert!(function.help.ends_with('.'), "{}", function.name);
            let mut parameters = BTreeSet::new();
            for parameter in function.parameters {
                assert!(parameters.insert(parameter.name), "{} {}", function.name, parameter.name);
                assert!(parameter.help.ends_with('.'), "{} {}", function.name, parameter.name);
            }
        }
    }

    #[test]
    fn older_spellings_are_read() {
        assert_eq!(function("storefront_event.product_viewed").map(|f| f.name), Some("storefront.product_viewed"));
        assert!(function("storefront_event.orders_placed").is_none());
        assert_eq!(field("customer.metafields.a.b", None).map(|f| f.name), Some("metafields.a.b"));
        assert!(field("customer.amount_spent", None).is_none());
        assert!(field("profile.", None).is_none());
    }
}
