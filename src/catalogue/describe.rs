//! The table as documents and menus list it.

use super::{FIELDS, FUNCTIONS, Field, Function, Type, dynamic_names, field};
use super::{missing_field, missing_function, missing_parameter};
use crate::condition::Operator;
use crate::snapshot::Snapshot;
use serde::Serialize;

/// One field or function as listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Description {
    /// `field`, `function` or `anniversary`.
    pub kind: &'static str,
    /// The name in segments.
    pub name: String,
    /// The name for people.
    pub label: String,
    /// Where it is found in a menu.
    pub group: &'static str,
    /// The type's name; `function` for functions.
    #[serde(rename = "type")]
    pub type_: &'static str,
    /// The unit of a number; the shop's currency for money when a snapshot is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The operators it takes, as written.
    pub operators: Vec<&'static str>,
    /// The values of a closed enum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<&'static [&'static str]>,
    /// The parameters of a function.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameters: Option<Vec<ParameterDescription>>,
    /// What it means that there is no value.
    pub null: String,
    /// One sentence of help.
    pub help: &'static str,
    /// Whether the snapshot can answer; always true without one.
    pub available: bool,
    /// Why it cannot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// One parameter of a function as listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ParameterDescription {
    /// The name in segments.
    pub name: &'static str,
    /// The name for people.
    pub label: &'static str,
    /// The type's name.
    #[serde(rename = "type")]
    pub type_: &'static str,
    /// The unit of a number; the shop's currency for money when a snapshot is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The operators it takes, as written.
    pub operators: Vec<&'static str>,
    /// Whether it tests the rows together instead of each row.
    pub measure: bool,
    /// What it means that there is no value.
    pub null: &'static str,
    /// One sentence of help.
    pub help: &'static str,
    /// Whether the snapshot can answer; always true without one.
    pub available: bool,
    /// Why it cannot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// Every field and function, fixed ones in the order of menus, then the snapshot's own fields.
pub fn describe_fields(snapshot: Option<&Snapshot>) -> Vec<Description> {
    let mut list: Vec<Description> = FIELDS.iter().map(|field| describe_field(field, snapshot)).collect();
    list.extend(FUNCTIONS.iter().map(|function| describe_function(function, snapshot)));
    list.push(anniversary());
    if let Some(snapshot) = snapshot {
        let dynamic = dynamic_names(snapshot).filter_map(|name| field(name, Some(snapshot)));
        list.extend(dynamic.map(|field| describe_field(&field, Some(snapshot))));
    }
    list
}

fn describe_field(field: &Field<'_>, snapshot: Option<&Snapshot>) -> Description {
    let why = snapshot.and_then(|snapshot| missing_field(snapshot, field));
    Description {
        kind: "field",
        name: field.name.to_owned(),
        label: field.label.to_owned(),
        group: field.group,
        type_: field.type_.as_str(),
        unit: unit(field.unit, field.type_, snapshot),
        operators: words(field.operators()),
        values: match field.type_ {
            Type::Enum(closed) => Some(closed.values),
            _ => None,
        },
        parameters: None,
        null: field.null.to_owned(),
        help: field.help,
        available: why.is_none(),
        why,
    }
}

fn describe_function(function: &Function, snapshot: Option<&Snapshot>) -> Description {
    let why = snapshot.and_then(|snapshot| missing_function(snapshot, function));
    let parameters = function.parameters.iter().map(|parameter| {
        let missing = snapshot.filter(|_| why.is_none());
        let missing = missing.and_then(|snapshot| missing_parameter(snapshot, function, parameter));
        ParameterDescription {
            name: parameter.name,
            label: parameter.label,
            type_: parameter.type_.as_str(),
            unit: unit(parameter.unit, parameter.type_, snapshot),
            operators: words(parameter.type_.operators()),
            measure: matches!(parameter.role, super::Role::Measure(_)),
            null: parameter.null,
            help: parameter.help,
            available: why.is_none() && missing.is_none(),
            why: missing.or_else(|| why.clone()),
        }
    });
    Description {
        kind: "function",
        name: function.name.to_owned(),
        label: function.label.to_owned(),
        group: function.group,
        type_: "function",
        unit: None,
        operators: vec!["MATCHES", "NOT MATCHES", "IS NULL", "IS NOT NULL"],
        values: None,
        parameters: Some(parameters.collect()),
        null: format!("no {}", function.about.strip_prefix("the ").unwrap_or(function.about)),
        help: function.help,
        available: why.is_none(),
        why,
    }
}

/// One sentence of help about anniversaries.
pub const ANNIVERSARY_HELP: &str =
    "The month and day of a date field, whatever its year: anniversary('birth_date') = today.";

fn anniversary() -> Description {
    Description {
        kind: "anniversary",
        name: "anniversary".to_owned(),
        label: "Anniversary".to_owned(),
        group: "Profile",
        type_: "date",
        unit: None,
        operators: words(&[Operator::Equal, Operator::NotEqual, Operator::Between]),
        values: None,
        parameters: None,
        null: "the date field has no value".to_owned(),
        help: ANNIVERSARY_HELP,
        available: true,
        why: None,
    }
}

fn unit(unit: Option<&str>, type_: Type, snapshot: Option<&Snapshot>) -> Option<String> {
    match (unit, type_, snapshot) {
        (Some(unit), _, _) => Some(unit.to_owned()),
        (None, Type::Money, Some(snapshot)) => Some(snapshot.currency.code.clone()),
        _ => None,
    }
}

fn words(operators: &[Operator]) -> Vec<&'static str> {
    operators.iter().map(|operator| operator.as_str()).collect()
}
