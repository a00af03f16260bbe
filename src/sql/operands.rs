//! One value per customer, or per row, as SQL.

use super::rows::Aggregate;
use super::schema::{Schema, key_of};
use super::{Said, Writer};
use crate::check::{Measure, Operand, RowColumn, RowsSpec};
use crate::snapshot::{Column, Form, Key, TableName, form_of};
use crate::time::{Instant, LocalSecond, Zone};

/// A value as SQL. Expressions are NULL where the value is missing, unless said otherwise.
#[derive(Debug, Clone)]
pub(super) enum Value {
    /// A UTC timestamp, or a date without time, which happens at the start of its local day.
    Time { sql: String, date: bool },
    /// An exact number of so many decimals; `counter`: never missing.
    Number { sql: String, scale: u8, counter: bool },
    /// The quotient of an exact sum and a count of at least 1; the sum is NULL where it is missing.
    Average { sum: String, count: String, scale: u8 },
    /// A text and how it becomes a key.
    Text { sql: String, key: Key },
    /// A list of texts and how they become keys.
    List { sql: String, key: Key },
    /// TRUE or FALSE.
    Boolean { sql: String },
    /// Calendar days from a time to today.
    Days(Box<Value>),
    /// Full years from a date to today.
    Years(Box<Value>),
    /// A quintile score: how many are better, and among how many; NULL where it is missing.
    Score { better: String, among: String },
    /// The first value where the condition holds, else the second.
    Either { when: String, first: Box<Value>, second: Box<Value> },
    /// There never is one.
    Nothing,
}

impl<'a> Writer<'a> {
    pub(super) fn ident(&self, name: &str) -> String {
        self.dialect.ident(name)
    }

    /// The value of a customer.
    pub(super) fn operand(&mut self, operand: &Operand) -> Said<Value> {
        match operand {
            Operand::Column(name) if name == "coordinates" => self.refuse("distances between places"),
            Operand::Column(name) => {
                self.columns.insert(name.clone());
                let sql = format!("c.{}", self.ident(name));
                self.column(sql, "customers", name)
            }
            Operand::Counter(name) => {
                self.columns.insert(name.clone());
                let sql = format!("COALESCE(c.{}, 0)", self.ident(name));
                Ok(Value::Number { sql, scale: self.schema.scale("customers", name), counter: true })
            }
            Operand::Measure { rows, measure } => self.measure(rows, measure),
            Operand::DaysSince(time) => Ok(Value::Days(Box::new(self.operand(time)?))),
            Operand::YearsSince(time) => Ok(Value::Years(Box::new(self.operand(time)?))),
            Operand::FirstPresent(choices) => self.first_present(choices),
            Operand::Extreme { earliest, of } => self.extreme(*earliest, of),
            Operand::Bucket { seed } => {
                let parts = [self.text(&format!("{seed}\n"))?, format!("c.{}", self.ident("id"))];
                match self.dialect.bucket(&self.dialect.concat(&parts)) {
                    Some(sql) => Ok(Value::Number { sql, scale: 0, counter: true }),
                    None => self.refuse("random buckets"),
                }
            }
            Operand::Quintile { of, smaller_is_better, among } => self.quintile(of, *smaller_is_better, among),
        }
    }

    /// A column of a table under the alias it is read by.
    pub(super) fn column(&mut self, sql: String, table: &str, name: &str) -> Said<Value> {
        let stored = self.schema.snapshot.and_then(|snapshot| match TableName::parse(table)? {
            TableName::Customers => snapshot.customers.columns.get(name),
            _ => None,
        });
        let form = TableName::parse(table).and_then(|table| form_of(table, name));
        Ok(match (stored, form) {
            (Some(Column::Time(_)), _) | (None, Some(Form::Time)) => {
                Value::Time { sql, date: self.schema.date_only(table, name) }
            }
            (Some(Column::Number(_)), _) | (None, Some(Form::Money | Form::Integer | Form::Number)) => {
                Value::Number { sql, scale: self.schema.scale(table, name), counter: false }
            }
            (Some(Column::Boolean { .. }), _) | (None, Some(Form::Boolean)) => Value::Boolean { sql },
            (Some(Column::List(_)), form) => {
                // The lists of the shop's own fields are folded, whatever texts are.
                let key = if form == Some(Form::Any) {
                    Key::Plain(crate::snapshot::Kind::Folded)
                } else {
                    key_of(table, name)
                };
                Value::List { sql, key }
            }
            (None, Some(Form::List(key))) => Value::List { sql, key },
            (None, None) if ["countries", "regions", "cities"].contains(&name) => {
                Value::List { sql, key: key_of(table, name) }
            }
            (Some(Column::Places(_)), _) => return self.refuse("distances between places"),
            _ => Value::Text { sql, key: key_of(table, name) },
        })
    }

    pub(super) fn customer_time(&mut self, name: &str) -> Value {
        Value::Time { sql: format!("c.{}", self.ident(name)), date: self.schema.date_only("customers", name) }
    }

    /// A figure over rows.
    pub(super) fn measure(&mut self, rows: &RowsSpec, measure: &Measure) -> Said<Value> {
        let table = rows.table;
        let scale = |column: &RowColumn, schema: &Schema<'_>| match column {
            RowColumn::Amount => schema.amount_scale(),
            RowColumn::Own(name) => schema.scale(table.as_str(), name),
            _ => 0,
        };
        let time = |sql: String, schema: &Schema<'_>| {
            let (table, name) = match table {
                TableName::Orders | TableName::Lines => ("orders", "placed_at"),
                TableName::Checkouts => ("checkouts", "started_at"),
                _ => ("events", "at"),
            };
            Value::Time { sql, date: schema.date_only(table, name) }
        };
        let count = |sql: String| Value::Number { sql: format!("COALESCE({sql}, 0)"), scale: 0, counter: true };
        Ok(match measure {
            Measure::Count => count(self.aggregate(rows, Aggregate::Count)?),
            Measure::Distinct(column) => count(self.aggregate(rows, Aggregate::Distinct(column.clone()))?),
            Measure::Sum(column) => {
                let sum = self.aggregate(rows, Aggregate::Sum(column.clone()))?;
                Value::Number { sql: format!("COALESCE({sum}, 0)"), scale: scale(column, &self.schema), counter: true }
            }
            Measure::SumIfAny(column) => {
                let sum = self.aggregate(rows, Aggregate::Sum(column.clone()))?;
                let count = self.aggregate(rows, Aggregate::Count)?;
                let sql = format!("CASE WHEN {count} > 0 THEN COALESCE({sum}, 0) END");
                Value::Number { sql, scale: scale(column, &self.schema), counter: false }
            }
            Measure::Average(column) => Value::Average {
                sum: self.aggregate(rows, Aggregate::Sum(column.clone()))?,
                count: self.aggregate(rows, Aggregate::Present(column.clone()))?,
                scale: scale(column, &self.schema),
            },
            Measure::Minimum(column) => {
                let sql = self.aggregate(rows, Aggregate::Minimum(column.clone()))?;
                Value::Number { sql, scale: scale(column, &self.schema), counter: false }
            }
            Measure::Maximum(column) => {
                let sql = self.aggregate(rows, Aggregate::Maximum(column.clone()))?;
                Value::Number { sql, scale: scale(column, &self.schema), counter: false }
            }
            Measure::Latest(column) => {
                let sql = self.latest(rows, column)?;
                let name = match column {
                    RowColumn::Own(name) => name.as_str(),
                    _ => return self.refuse("the latest row's value"),
                };
                self.column(sql, table.as_str(), name)?
            }
            Measure::FirstAt => time(self.aggregate(rows, Aggregate::Minimum(RowColumn::At))?, &self.schema),
            Measure::LastAt => time(self.aggregate(rows, Aggregate::Maximum(RowColumn::At))?, &self.schema),
        })
    }

    /// The first that is present and not later than the instant of evaluation.
    fn first_present(&mut self, choices: &[Operand]) -> Said<Value> {
        let Some((first, rest)) = choices.split_first() else { return Ok(Value::Nothing) };
        let first = self.operand(first)?;
        let Value::Time { sql, .. } = &first else { return Ok(first) };
        let visible = self.before(&first, Instant(self.options.as_of.0 + 1));
        let when = format!("({sql} IS NOT NULL AND {visible})");
        let second = self.first_present(rest)?;
        Ok(Value::Either { when, first: Box::new(first), second: Box::new(second) })
    }

    /// The earliest or latest event of any of the kinds.
    fn extreme(&mut self, earliest: bool, of: &[Operand]) -> Said<Value> {
        let wanted = if earliest { Measure::FirstAt } else { Measure::LastAt };
        let mut all: Option<RowsSpec> = None;
        for operand in of {
            match operand {
                Operand::Measure { rows, measure } if rows.filter.is_empty() && *measure == wanted => {
                    let kinds = rows.kinds.iter().cloned();
                    all.get_or_insert_with(|| RowsSpec { kinds: Vec::new(), ..rows.clone() }).kinds.extend(kinds);
                }
                _ => return self.refuse("the extreme of unlike times"),
            }
        }
        match all {
            Some(rows) => self.measure(&rows, &wanted),
            None => Ok(Value::Nothing),
        }
    }

    fn quintile(&mut self, of: &Operand, smaller_is_better: bool, among: &Operand) -> Said<Value> {
        let Value::Number { sql: orders, .. } = self.operand(among)? else {
            return self.refuse("these quintiles");
        };
        let (value, descending) = match self.operand(of)? {
            Value::Number { sql, .. } => (sql, !smaller_is_better),
            // Fewer days ago is a later day.
            Value::Days(time) => (self.local_date(&time)?, smaller_is_better),
            _ => return self.refuse("these quintiles"),
        };
        let name = format!("q{}", self.windows.len());
        let part = format!("PARTITION BY CASE WHEN {orders} > 0 THEN 1 ELSE 0 END");
        let order = if descending { "DESC" } else { "ASC" };
        self.based = true;
        let better = format!("CASE WHEN {orders} > 0 THEN rank() OVER ({part} ORDER BY {value} {order}) - 1 END");
        self.windows.push((format!("{name}_better"), better));
        self.windows.push((format!("{name}_among"), format!("count(*) OVER ({part})")));
        Ok(Value::Score { better: format!("c.{name}_better"), among: format!("c.{name}_among") })
    }

    /// The local date of a time, if dates of the zone never go back.
    pub(super) fn local_date(&mut self, time: &Value) -> Said<String> {
        match time {
            Value::Time { sql, date: true } => Ok(sql.clone()),
            Value::Time { sql, date: false } => {
                if dates_go_back(self.zone) {
                    return self.refuse("local dates of a zone whose clocks have gone back over midnight");
                }
                Ok(self.dialect.local_date(sql, &self.offset(sql)))
            }
            Value::Either { when, first, second } => {
                let (first, second) = (self.local_date(first)?, self.local_date(second)?);
                Ok(format!("CASE WHEN {when} THEN {first} ELSE {second} END"))
            }
            Value::Nothing => Ok("NULL".to_owned()),
            _ => self.refuse("the local date of this value"),
        }
    }

    /// Seconds that local time is ahead of UTC.
    fn offset(&self, at: &str) -> String {
        let transitions = self.zone.transitions();
        let mut sql = String::new();
        for (from, offset) in transitions.iter().skip(1).rev() {
            sql += &format!("WHEN {at} >= {} THEN {offset} ", self.dialect.instant(Instant(*from)));
        }
        let first = transitions[0].1;
        if sql.is_empty() { first.to_string() } else { format!("CASE {sql}ELSE {first} END") }
    }

    /// A text literal.
    pub(super) fn text(&mut self, text: &str) -> Said<String> {
        if text.contains('\0') {
            return self.refuse("a text with the character NUL");
        }
        Ok(self.dialect.text(text))
    }
}

/// Whether a local date ever came after a later one.
fn dates_go_back(zone: &Zone) -> bool {
    zone.transitions().windows(2).any(|pair| {
        let (before, after) = (LocalSecond(pair[1].0 - 1 + i64::from(pair[0].1)), zone.local_of(Instant(pair[1].0)));
        after.day() < before.day()
    })
}
