//! Child rows: the sets conditions ask about, which of them there are, and what is aggregated.

use super::operands::Value;
use super::{Said, Writer, group};
use crate::check::{RowColumn, RowsSpec, RowsTest};
use crate::snapshot::{Key, TableName};
use crate::time::Instant;

/// One figure over the rows of a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Aggregate {
    /// Rows; for lines, distinct orders (A4).
    Count,
    /// Rows that have the value.
    Present(RowColumn),
    /// Distinct values present.
    Distinct(RowColumn),
    /// Sum of those present.
    Sum(RowColumn),
    /// Least.
    Minimum(RowColumn),
    /// Greatest.
    Maximum(RowColumn),
}

/// A set of child rows, aggregated by customer: the table `r0`, `r1`, …
#[derive(Debug)]
pub(super) struct Set {
    rows: RowsSpec,
    /// Whether only the latest row of each customer is meant (I1).
    latest: bool,
    /// FROM and WHERE.
    source: String,
    customer: String,
    /// What is asked of them, and its SQL.
    columns: Vec<(Asked, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Asked {
    Aggregate(Aggregate),
    Latest(RowColumn),
}

/// Alias of the rows themselves, of the order of a line, of a row's product.
const ROW: &str = "t";
const ORDER: &str = "o";
const PRODUCT: &str = "p";

impl Set {
    /// Names of the aggregated columns.
    pub(super) fn names(&self, index: usize) -> impl Iterator<Item = String> {
        (0..self.columns.len()).map(move |column| format!("r{index}_m{column}"))
    }

    pub(super) fn statement(&self, dialect: super::Dialect, index: usize) -> String {
        let columns = self.columns.iter().zip(self.names(index));
        let columns: Vec<String> = columns.map(|((_, sql), name)| format!("{sql} AS {name}")).collect();
        let (customer, columns, source) = (&self.customer, columns.join(", "), &self.source);
        if !self.latest {
            return format!("  SELECT {customer} AS customer_id, {columns}\n{source}\n  GROUP BY {customer}");
        }
        let id = format!("{ROW}.{}", dialect.ident("id"));
        let at = format!("{ROW}.{}", dialect.ident(time_of(self.rows.table)));
        // The later id is the latest: numbers by number, before all others.
        let number = dialect.is_number(&id);
        let order = format!(
            "{at} DESC, CASE WHEN {number} THEN 0 ELSE 1 END DESC, CASE WHEN {number} THEN length({id}) END DESC, {} DESC",
            dialect.bytewise(&id)
        );
        let names: Vec<String> = self.names(index).collect();
        format!(
            "  SELECT x.customer_id, {}\n  FROM (\n  SELECT {customer} AS customer_id, {columns},\n    \
             row_number() OVER (PARTITION BY {customer} ORDER BY {order}) AS place\n{source}\n  ) AS x\n  WHERE x.place = 1",
            names.iter().map(|name| format!("x.{name} AS {name}")).collect::<Vec<_>>().join(", ")
        )
    }
}

/// The column of a row's own time.
fn time_of(table: TableName) -> &'static str {
    match table {
        TableName::Orders | TableName::Lines => "placed_at",
        TableName::Checkouts => "started_at",
        _ => "at",
    }
}

/// Whether rows have a product: a collection is none of the same id.
fn about_products(rows: &RowsSpec) -> bool {
    rows.table == TableName::Lines || rows.kinds.iter().any(|kind| kind.starts_with("product_"))
}

impl Writer<'_> {
    /// `function MATCHES (…)`
    pub(super) fn rows_test(&mut self, test: &RowsTest) -> Said<String> {
        let mut parts = Vec::new();
        for (measure, test_) in &test.measures {
            let value = self.measure(&test.rows, measure)?;
            parts.push(self.test(&value, test_)?);
        }
        if test.measures.is_empty() {
            parts.push(format!("COALESCE({}, 0) > 0", self.aggregate(&test.rows, Aggregate::Count)?));
        }
        let holds = group(&parts, " AND ", "TRUE");
        Ok(if test.negated { format!("NOT ({holds})") } else { holds })
    }

    /// The column of a figure over rows; NULL for a customer without any.
    pub(super) fn aggregate(&mut self, rows: &RowsSpec, aggregate: Aggregate) -> Said<String> {
        let sql = match &aggregate {
            Aggregate::Count if rows.table == TableName::Lines => {
                format!("count(DISTINCT {ROW}.{})", self.ident("order_id"))
            }
            Aggregate::Count => "count(*)".to_owned(),
            Aggregate::Present(column) => format!("count({})", self.plain(rows, column)?),
            Aggregate::Distinct(column) => format!("count(DISTINCT {})", self.plain(rows, column)?),
            Aggregate::Sum(column) => {
                let sql = self.plain(rows, column)?;
                format!("sum({})", self.dialect.summand(&sql))
            }
            Aggregate::Minimum(column) => format!("min({})", self.plain(rows, column)?),
            Aggregate::Maximum(column) => format!("max({})", self.plain(rows, column)?),
        };
        self.asked(rows, Asked::Aggregate(aggregate), sql)
    }

    /// The column of the latest row's own value.
    pub(super) fn latest(&mut self, rows: &RowsSpec, column: &RowColumn) -> Said<String> {
        let sql = self.plain(rows, column)?;
        self.asked(rows, Asked::Latest(column.clone()), sql)
    }

    fn asked(&mut self, rows: &RowsSpec, asked: Asked, sql: String) -> Said<String> {
        let latest = matches!(asked, Asked::Latest(_));
        let known = self.sets.iter().position(|set| set.rows == *rows && set.latest == latest);
        let index = match known {
            Some(index) => index,
            None => {
                let source = self.source(rows)?;
                let alias = if rows.table == TableName::Lines { ORDER } else { ROW };
                let customer = format!("{alias}.{}", self.ident("customer_id"));
                self.sets.push(Set { rows: rows.clone(), latest, source, customer, columns: Vec::new() });
                self.sets.len() - 1
            }
        };
        let columns = &mut self.sets[index].columns;
        let column = columns.iter().position(|(known, _)| *known == asked).unwrap_or_else(|| {
            columns.push((asked, sql));
            columns.len() - 1
        });
        Ok(format!("c.r{index}_m{column}"))
    }

    /// FROM and WHERE of a set of rows: those visible that pass its filter.
    fn source(&mut self, rows: &RowsSpec) -> Said<String> {
        let mut from = format!("  FROM {} AS {ROW}", self.ident(rows.table.as_str()));
        if rows.table == TableName::Lines {
            let (orders, id, order) = (self.ident("orders"), self.ident("id"), self.ident("order_id"));
            from += &format!("\n  JOIN {orders} AS {ORDER} ON {ORDER}.{id} = {ROW}.{order}");
        }
        let product = rows.filter.iter().any(|test| match &test.column {
            RowColumn::Product(_) => about_products(rows),
            RowColumn::OwnOrProduct(_) => self.has_product_categories(rows),
            _ => false,
        });
        if product {
            let own = if rows.table == TableName::Lines { "product_id" } else { "object_id" };
            let (products, id, own) = (self.ident("products"), self.ident("id"), self.ident(own));
            from += &format!("\n  LEFT JOIN {products} AS {PRODUCT} ON {PRODUCT}.{id} = {ROW}.{own}");
        }
        let mut conditions = self.visible(rows)?;
        for test in &rows.filter {
            let value = self.row_value(rows, &test.column)?;
            conditions.push(self.test(&value, &test.test)?);
        }
        if conditions.is_empty() {
            return Ok(from);
        }
        Ok(format!("{from}\n  WHERE {}", conditions.join("\n    AND ")))
    }

    /// What makes a row exist at the instant of evaluation (T12, M3).
    fn visible(&mut self, rows: &RowsSpec) -> Said<Vec<String>> {
        let mut conditions = Vec::new();
        if !rows.kinds.is_empty() {
            let kinds: Vec<String> = rows.kinds.iter().map(|kind| self.text(kind)).collect::<Said<_>>()?;
            conditions.push(format!("{ROW}.{} IN ({})", self.ident("kind"), kinds.join(", ")));
        }
        if rows.table == TableName::StoreCredit {
            return Ok(conditions);
        }
        let at = self.row_value(rows, &RowColumn::At)?;
        let after = Instant(self.options.as_of.0 + 1);
        conditions.push(self.before(&at, after));
        if !matches!(rows.table, TableName::Orders | TableName::Lines) {
            return Ok(conditions);
        }
        let alias = if rows.table == TableName::Lines { ORDER } else { ROW };
        let policy = self.options.policy.clone();
        let column = |writer: &Self, name: &str| format!("{alias}.{}", writer.ident(name));
        if !policy.include_test && self.schema.has("orders", "test") {
            conditions.push(format!("NOT COALESCE({}, FALSE)", column(self, "test")));
        }
        let mut until = |writer: &mut Self, name: &str| {
            let sql = column(writer, name);
            let date = writer.schema.date_only("orders", name);
            let happened = writer.before(&Value::Time { sql: sql.clone(), date }, after);
            conditions.push(format!("NOT ({sql} IS NOT NULL AND {happened})"));
        };
        let marked = self.schema.has("orders", "cancelled_at");
        if !policy.include_cancelled && marked {
            until(self, "cancelled_at");
        }
        if !policy.include_deleted && self.schema.has("orders", "deleted_at") {
            until(self, "deleted_at");
        }
        let status = column(self, "status");
        let among = |writer: &mut Self, keys: &[String]| -> Said<String> {
            let sql = writer.upper(&status, keys)?;
            let keys: Vec<String> = keys.iter().map(|key| writer.text(key)).collect::<Said<_>>()?;
            Ok(format!("COALESCE({sql} IN ({}), FALSE)", keys.join(", ")))
        };
        if !policy.include_cancelled && !marked && self.schema.has("orders", "status") {
            let cancelled = among(self, &["CANCELLED".to_owned(), "CANCELED".to_owned()])?;
            conditions.push(format!("NOT {cancelled}"));
        }
        if let Some(statuses) = &policy.statuses {
            conditions.push(match statuses.is_empty() || !self.schema.has("orders", "status") {
                true => "FALSE".to_owned(),
                false => among(self, statuses)?,
            });
        }
        Ok(conditions)
    }

    /// A value of a row.
    fn row_value(&mut self, rows: &RowsSpec, column: &RowColumn) -> Said<Value> {
        let table = rows.table;
        let own = |writer: &Self, alias: &str, name: &str| format!("{alias}.{}", writer.ident(name));
        match column {
            RowColumn::At => {
                let (alias, of) = match table {
                    TableName::Lines => (ORDER, TableName::Orders),
                    _ => (ROW, table),
                };
                let sql = own(self, alias, time_of(table));
                Ok(Value::Time { sql, date: self.schema.date_only(of.as_str(), time_of(table)) })
            }
            RowColumn::Amount => {
                let alias = if table == TableName::Lines { ORDER } else { ROW };
                let scale = self.schema.amount_scale();
                let part = |writer: &Self, name: &str| {
                    let sql = own(writer, alias, name);
                    // SQLite's numbers are whole: bring both to one scale.
                    match (writer.dialect, scale - writer.schema.scale("orders", name)) {
                        (super::Dialect::Sqlite, up @ 1..) => format!("{sql} * {}", 10_i64.pow(u32::from(up))),
                        _ => sql,
                    }
                };
                let total = part(self, "total");
                let sql = match !self.options.policy.gross && self.schema.has("orders", "refunded") {
                    true => format!("({total} - COALESCE({}, 0))", part(self, "refunded")),
                    false => total,
                };
                Ok(Value::Number { sql, scale, counter: false })
            }
            RowColumn::Own(name) => {
                let sql = own(self, ROW, name);
                self.column(sql, table.as_str(), name)
            }
            RowColumn::Order(name) => {
                let sql = own(self, if table == TableName::Lines { ORDER } else { ROW }, name);
                self.column(sql, "orders", name)
            }
            RowColumn::Product(_) if !about_products(rows) => Ok(Value::Nothing),
            RowColumn::Product(name) => {
                let sql = own(self, PRODUCT, name);
                self.column(sql, "products", name)
            }
            RowColumn::OwnOrProduct(name) => {
                let product = self.has_product_categories(rows).then(|| own(self, PRODUCT, "categories"));
                let product = product.map(|sql| Value::List { sql, key: Key::Path });
                if !self.schema.has(table.as_str(), name) {
                    return Ok(product.unwrap_or(Value::Nothing));
                }
                let sql = own(self, ROW, name);
                let (when, first) = (format!("{sql} IS NOT NULL"), Box::new(Value::Text { sql, key: Key::Path }));
                Ok(Value::Either { when, first, second: Box::new(product.unwrap_or(Value::Nothing)) })
            }
        }
    }

    /// Whether the rows are about products whose categories are known.
    fn has_product_categories(&self, rows: &RowsSpec) -> bool {
        about_products(rows) && self.schema.has("products", "categories")
    }

    /// A row's value as an expression to aggregate.
    fn plain(&mut self, rows: &RowsSpec, column: &RowColumn) -> Said<String> {
        match self.row_value(rows, column)? {
            Value::Time { sql, .. } | Value::Number { sql, .. } | Value::Text { sql, .. } => Ok(sql),
            _ => self.refuse("a figure over lists"),
        }
    }
}
