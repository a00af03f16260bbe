//! A snapshot without its rows, as JSON: what a segment can be checked, described and translated
//! against where the rows are not.

use super::array::{Array, Values};
use super::column::{Codes, Column, Lists, Numbers, Places, Texts, Times};
use super::schema::{Form, form_of};
use super::store::{Currency, Rows, Snapshot, TableName};
use super::strings::Strings;
use crate::document::{self, Object, object};
use crate::error::{Code, Error, Result};
use crate::rows::RowSet;
use crate::time::{Day, Instant, Zone};
use crate::value::currency_exponent;
use serde_json::Value;

impl Snapshot {
    /// Zone, currency, instant, and the columns of each table with their types.
    pub fn outline(&self) -> Value {
        let transitions = self.zone.transitions().iter().map(|(at, offset)| Value::from(vec![*at, i64::from(*offset)]));
        let tables = TableName::ALL.into_iter().flat_map(|table| self.rows_of(table));
        object([
            ("snapshotId", self.id.as_str().into()),
            ("takenAt", self.taken_at.0.into()),
            ("zone", self.zone.name().into()),
            ("transitions", transitions.collect()),
            ("currency", self.currency.code.as_str().into()),
            ("exponent", self.currency.exponent.into()),
            ("tables", tables.map(|(table, rows)| outline(table, rows)).collect()),
        ])
    }

    /// The snapshot of an outline: every table without rows, every column without values.
    ///
    /// # Errors
    /// [`Code::BadArgument`] for what [`Snapshot::outline`] does not write.
    pub fn of_outline(outline: &Value) -> Result<Snapshot> {
        let from = Object::of(outline, "outlines")?;
        let taken_at = Instant(from.need("takenAt", Value::as_i64, "a second")?);
        let zone = Zone::try_new(from.text("zone")?, from.list("transitions", document::transition)?)?;
        let mut snapshot = Snapshot {
            outline: true,
            ..Snapshot::of_customers(from.text("snapshotId")?, taken_at, zone, currency(from)?, Rows::default())
        };
        for (name, rows) in from.list("tables", columns)? {
            snapshot.put(&name, rows)?;
        }
        Ok(snapshot)
    }

    /// Puts the rows of a table, of events those of a kind, by the outline's name; gives the table.
    pub(super) fn put(&mut self, name: &str, rows: Rows) -> Result<TableName> {
        if let Some(("events", kind)) = name.split_once('/') {
            self.events.insert(kind.to_owned(), rows);
            return Ok(TableName::Events);
        }
        let table = TableName::parse(name).ok_or_else(|| bad(&format!("there is no table '{name}'")))?;
        match table {
            TableName::Customers => self.customers = rows,
            TableName::Orders => self.orders = Some(rows),
            TableName::Lines => self.lines = Some(rows),
            TableName::Products => self.products = Some(rows),
            TableName::Checkouts => self.checkouts = Some(rows),
            TableName::StoreCredit => self.store_credit = Some(rows),
            TableName::Events => return Err(bad("events are told by kind")),
        }
        Ok(table)
    }

    /// The rows of a table by the outline's name: those of events apart by kind.
    pub(super) fn rows_of(&self, table: TableName) -> Vec<(String, &Rows)> {
        let rows = match table {
            TableName::Customers => Some(&self.customers),
            TableName::Orders => self.orders.as_ref(),
            TableName::Lines => self.lines.as_ref(),
            TableName::Products => self.products.as_ref(),
            TableName::Checkouts => self.checkouts.as_ref(),
            TableName::StoreCredit => self.store_credit.as_ref(),
            TableName::Events => {
                return self.events.iter().map(|(kind, rows)| (format!("events/{kind}"), rows)).collect();
            }
        };
        rows.map(|rows| (table.as_str().to_owned(), rows)).into_iter().collect()
    }
}

fn currency(from: Object<'_>) -> Result<Currency> {
    let code = from.text("currency")?;
    let exponent = currency_exponent(&code).filter(|exponent| from.whole("exponent") == Ok(u64::from(*exponent)));
    exponent.map(|exponent| Currency { code, exponent }).ok_or_else(|| bad("its currency is none of ISO 4217"))
}

/// The outline of a table, of events that of a kind.
pub(crate) fn outline(table: String, rows: &Rows) -> Value {
    let columns = rows.columns.iter().map(|(column, values)| {
        let (type_, scale) = type_of(values);
        Value::from(vec![Value::from(column.as_str()), type_.into(), scale.into()])
    });
    object([("table", table.into()), ("columns", columns.collect())])
}

/// A column's type, and the decimals of a number.
fn type_of(column: &Column) -> (&'static str, u8) {
    match column {
        Column::Time(times) => (if times.date_only { "date" } else { "time" }, 0),
        Column::Number(numbers) => ("number", numbers.scale),
        Column::Text(_) => ("text", 0),
        Column::List(_) => ("list", 0),
        Column::Boolean { .. } => ("boolean", 0),
        Column::Places(_) => ("places", 0),
    }
}

/// The name of a table and its columns, as [`outline`] tells them.
pub(super) fn columns(value: &Value) -> Result<(String, Rows)> {
    let from = Object::of(value, "outlines")?;
    let mut rows = Rows::default();
    for (name, column) in from.list("columns", column)? {
        rows.columns.insert(name, column);
    }
    Ok((from.text("table")?, rows))
}

/// The outline of a table that `arrays` are written for: what its columns are once they are read.
/// Of numbers it may tell more decimals than they turn out to need.
pub(crate) fn outline_of(table: TableName, arrays: &[Array], exponent: u8) -> Rows {
    let mut rows = Rows::default();
    for array in arrays {
        let date = matches!(array.values, Values::Day(_));
        let decimals = match array.values {
            Values::Decimal { scale, .. } | Values::Wide { scale, .. } => scale,
            _ => 0,
        };
        let own_time = matches!(array.name.as_str(), "placed_at" | "started_at" | "at");
        let (type_, scale) = match form_of(table, &array.name) {
            Some(Form::Time) if !date => ("time", 0),
            Some(Form::Time) => ("date", 0),
            Some(Form::Money) => ("number", decimals.max(exponent)),
            Some(Form::Number) => ("number", decimals),
            Some(Form::Integer) => ("number", 0),
            Some(Form::Boolean) => ("boolean", 0),
            Some(Form::Text(_)) => ("text", 0),
            Some(Form::List(_) | Form::Answers) => ("list", 0),
            None if date && own_time => ("date", 0),
            Some(Form::Any) | None => continue,
        };
        if let Some(column) = empty(type_, scale) {
            rows.columns.insert(array.name.clone(), column);
        }
    }
    rows
}

fn column(value: &Value) -> Result<(String, Column)> {
    let parts = || Some((value[0].as_str()?, value[1].as_str()?, u8::try_from(value[2].as_u64()?).ok()?));
    let (name, type_, scale) = parts().ok_or_else(|| bad("a column is [name, type, decimals]"))?;
    let column = empty(type_, scale).ok_or_else(|| bad(&format!("there is no column type '{type_}'")))?;
    Ok((name.to_owned(), column))
}

/// A column of a type without values.
fn empty(type_: &str, scale: u8) -> Option<Column> {
    let none = || RowSet::empty(0);
    Some(match type_ {
        "time" | "date" => Column::Time(Times {
            seconds: Vec::new(),
            date_only: type_ == "date",
            day_codes: Vec::new(),
            first_day: Day(0),
        }),
        "number" => Column::Number(Numbers { scale, values: Vec::new(), valid: None, magnitude: 0 }),
        "text" => Column::Text(Texts { codes: Codes::U8(Vec::new()), keys: Strings::new(), shown: None }),
        "list" => Column::List(Lists { offsets: vec![0], codes: Vec::new(), keys: Strings::new(), shown: None }),
        "boolean" => Column::Boolean { yes: none(), valid: none() },
        "places" => Column::Places(Places { offsets: vec![0], latitude: Vec::new(), longitude: Vec::new() }),
        _ => return None,
    })
}

fn bad(why: &str) -> Error {
    Error::new(Code::BadArgument, format!("This outline cannot be read: {why}."))
}
