//! The JSON of a mapping file → [`Mapping`].

use super::dates::DateForm;
use super::source::{Source, Step};
use super::{Assignment, Entry, Globs, Layout, Lookup, Mapping};
use crate::error::{Code, Error, Result};
use crate::import::columns::ADDRESS_FIELDS;
use crate::import::tables::is_column;
use crate::snapshot::{Form, Key, Kind, TableName};
use crate::value::lower;
use serde_json::{Map, Value};

pub(super) fn mapping(text: &str) -> Result<Mapping> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let value: Value = serde_json::from_str(text)
        .map_err(|why| Error::new(Code::BadMapping, format!("The mapping file is not JSON: {why}.")))?;
    let root = object(&value, "the mapping file")?;
    let mut mapping = Mapping::default();
    for (key, value) in root {
        match key.as_str() {
            "files" => {
                for (name, layout) in object(value, "files")? {
                    mapping.layouts.push((Globs(vec![name.clone()]), layout_of(layout, name)?));
                }
            }
            "lookups" => {
                for (name, lookup) in object(value, "lookups")? {
                    mapping.lookups.push(lookup_of(name, lookup)?);
                }
            }
            table => {
                let table = TableName::parse(table).ok_or_else(|| {
                    bad(format!("'{table}' is no table; tables, 'files' and 'lookups' may stand here"))
                })?;
                mapping.tables.push(entry(table, object(value, table.as_str())?)?);
            }
        }
    }
    let mut needed = Vec::new();
    mapping.tables.iter().flat_map(Entry::sources).for_each(|source| source.lookups(&mut needed));
    if let Some(name) = needed.iter().find(|name| mapping.lookups.iter().all(|lookup| lookup.name != **name)) {
        return Err(bad(format!("'lookups' has no '{name}'")));
    }
    Ok(mapping)
}

fn entry(table: TableName, columns: &Map<String, Value>) -> Result<Entry> {
    let mut entry = Entry { table, files: None, columns: Vec::new(), address: Vec::new(), total_of_lines: false };
    let mut cancelled = None;
    for (name, value) in columns {
        let place = format!("{}.{name}", table.as_str());
        match (name.as_str(), table) {
            ("file", _) => entry.files = Some(globs(value, &place)?),
            ("addresses", TableName::Customers) if value.is_object() => {
                for (field, value) in object(value, &place)? {
                    if !ADDRESS_FIELDS.contains(&field.as_str()) {
                        return Err(bad(format!("'{place}.{field}' is no field of an address")));
                    }
                    entry.address.push((field.clone(), source(value, &place)?.0));
                }
            }
            ("cancelled", TableName::Orders) => cancelled = Some(source(value, &place)?.0),
            ("total", TableName::Orders) if value.get("sum").is_some() => {
                if value["sum"] != "lines" {
                    return Err(bad(format!("'{place}.sum' can only be \"lines\"")));
                }
                entry.total_of_lines = true;
            }
            (column, table) if is_column(table, column) => {
                let (source, form) = source(value, &place)?;
                entry.columns.push(Assignment { name: name.clone(), form, source });
            }
            _ => return Err(bad(format!("'{place}' is no column of the {} table", table.as_str()))),
        }
    }
    if let Some(test) = cancelled {
        let placed = entry.columns.iter().find(|column| column.name == "placed_at");
        let placed = placed.ok_or_else(|| bad("'orders.cancelled' needs 'orders.placed_at'"))?.source.clone();
        let source = Source::When(Box::new(test), Box::new(placed));
        entry.columns.push(Assignment { name: "cancelled_at".into(), form: None, source });
    }
    Ok(entry)
}

impl Entry {
    /// Everything its columns are made of.
    pub(super) fn sources(&self) -> impl Iterator<Item = &Source> {
        self.columns.iter().map(|column| &column.source).chain(self.address.iter().map(|(_, source)| source))
    }
}

/// Keys of an object that describes a source.
const KEYS: [&str; 15] = [
    "column",
    "drop_prefix",
    "drop_suffix",
    "prefix",
    "in",
    "replace",
    "date",
    "number",
    "lookup",
    "type",
    "multiply",
    "join",
    "with",
    "value",
    "row",
];

fn source(value: &Value, place: &str) -> Result<(Source, Option<Form>)> {
    if let Value::String(name) = value {
        return Ok((Source::Column { name: name.clone(), steps: Vec::new() }, None));
    }
    let given = object(value, place)?;
    if let Some(key) = given.keys().find(|key| !KEYS.contains(&key.as_str())) {
        return Err(bad(format!("'{place}' has an unknown key '{key}'")));
    }
    let form = given.get("type").map(|form| form_of(form, place)).transpose()?;
    let several = |key: &str| -> Result<Option<Vec<Source>>> {
        let Some(value) = given.get(key) else { return Ok(None) };
        let items = value.as_array().filter(|items| !items.is_empty());
        let items = items.ok_or_else(|| bad(format!("'{place}.{key}' is no list of columns")))?;
        items.iter().map(|item| source(item, place).map(|(source, _)| source)).collect::<Result<_>>().map(Some)
    };
    let made = if let Some(factors) = several("multiply")? {
        Source::Multiply(factors)
    } else if let Some(parts) = several("join")? {
        let between = given.get("with").map_or(Ok(" "), |with| text(with, &format!("{place}.with")))?;
        Source::Join(parts, between.to_owned())
    } else if let Some(value) = given.get("value") {
        Source::Constant(text(value, place)?.to_owned())
    } else if given.get("row") == Some(&Value::Bool(true)) {
        Source::Row
    } else if let Some(column) = given.get("column") {
        Source::Column { name: text(column, place)?.to_owned(), steps: steps(given, place)? }
    } else {
        return Err(bad(format!("'{place}' names no column")));
    };
    Ok((made, form))
}

/// Steps in the order in which they are written.
fn steps(given: &Map<String, Value>, place: &str) -> Result<Vec<Step>> {
    let mut steps = Vec::new();
    for (key, value) in given {
        let place = format!("{place}.{key}");
        match key.as_str() {
            "drop_prefix" => steps.push(Step::DropPrefix(text(value, &place)?.to_owned())),
            "drop_suffix" => steps.push(Step::DropSuffix(text(value, &place)?.to_owned())),
            "prefix" => steps.push(Step::HasPrefix(text(value, &place)?.to_owned())),
            "in" => steps.push(Step::In(texts(value, &place)?.iter().map(|text| lower(text)).collect())),
            "replace" => {
                let pairs = object(value, &place)?.iter();
                let pairs = pairs.map(|(from, to)| Ok((from.clone(), text(to, &place)?.to_owned())));
                steps.push(Step::Replace(pairs.collect::<Result<_>>()?));
            }
            "date" => {
                let form = DateForm::parse(text(value, &place)?);
                let form = form.ok_or_else(|| bad(format!("'{place}' is no form of dates like M/D/YYYY")))?;
                steps.push(Step::Date(form));
            }
            "number" => {
                let sample = text(value, &place)?;
                let point = sample.chars().rfind(|c| !c.is_ascii_digit());
                let point = point.filter(|_| sample.ends_with(|c: char| c.is_ascii_digit()));
                let point = point.ok_or_else(|| bad(format!("'{place}' is no number like 1,234.56")))?;
                steps.push(Step::Number { point });
            }
            "lookup" => steps.extend(texts(value, &place)?.into_iter().map(Step::Lookup)),
            _ => {}
        }
    }
    Ok(steps)
}

fn form_of(value: &Value, place: &str) -> Result<Form> {
    match value.as_str() {
        Some("boolean") => Ok(Form::Boolean),
        Some("integer") => Ok(Form::Integer),
        Some("decimal") => Ok(Form::Number),
        Some("date") => Ok(Form::Time),
        Some("text") => Ok(Form::Text(Key::Plain(Kind::Exact))),
        Some("list") => Ok(Form::List(Key::Plain(Kind::Folded))),
        _ => Err(bad(format!("'{place}.type' is none of boolean, integer, decimal, date, text, list"))),
    }
}

fn layout_of(value: &Value, name: &str) -> Result<Layout> {
    let delimiter = value.get("delimiter").and_then(Value::as_str);
    match delimiter {
        Some("blanks") => Ok(Layout::Blanks),
        Some(text) if text.len() == 1 && !matches!(text, "\"" | "\n" | "\r") => {
            Ok(Layout::Delimited(text.as_bytes()[0]))
        }
        _ => Err(bad(format!("'files.{name}.delimiter' is neither one character nor \"blanks\""))),
    }
}

fn lookup_of(name: &str, value: &Value) -> Result<Lookup> {
    let place = format!("lookups.{name}");
    let given = object(value, &place)?;
    let need = |key: &str| given.get(key).ok_or_else(|| bad(format!("'{place}' has no '{key}'")));
    Ok(Lookup {
        name: name.to_owned(),
        files: globs(need("file")?, &place)?,
        key: text(need("key")?, &place)?.to_owned(),
        value: text(need("value")?, &place)?.to_owned(),
    })
}

fn globs(value: &Value, place: &str) -> Result<Globs> {
    texts(value, place).map(Globs)
}

/// One text, or several.
fn texts(value: &Value, place: &str) -> Result<Vec<String>> {
    match value {
        Value::Array(items) => items.iter().map(|item| text(item, place).map(str::to_owned)).collect(),
        other => Ok(vec![text(other, place)?.to_owned()]),
    }
}

fn text<'a>(value: &'a Value, place: &str) -> Result<&'a str> {
    value.as_str().ok_or_else(|| bad(format!("'{place}' is no text")))
}

fn object<'a>(value: &'a Value, place: &str) -> Result<&'a Map<String, Value>> {
    value.as_object().ok_or_else(|| bad(format!("'{place}' is no object")))
}

fn bad(what: impl std::fmt::Display) -> Error {
    Error::new(Code::BadMapping, format!("{what}.")).help("The format is described in src/import/FORMAT.md.")
}
