//! Where a value comes from, said without a snapshot.

use crate::snapshot::TableName;

/// Where a field's value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source<'a> {
    /// A column of the customers table.
    Column(&'a str),
    /// A figure over the customer's orders; without an orders table, the imported column, if any.
    Orders(Figure, Option<&'static str>),
    /// A figure over the customer's abandoned checkouts.
    AbandonedCheckouts(Figure),
    /// Calendar days since the latest order.
    DaysSinceLastOrder,
    /// The customer's given time, else the first or last event of any kind.
    Interaction {
        /// The column of the given time.
        column: &'static str,
        /// First or last.
        first: bool,
    },
    /// Full years since a date column.
    Years(&'static str),
    /// A bucket of the customer's id.
    Bucket,
    /// The library's other segments the customer is in.
    Segments,
    /// A quintile score among customers with an order.
    Quintile(Score),
}

/// What a quintile score ranks by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Score {
    /// Days since the latest order, fewer is better.
    Recency,
    /// Orders, more is better.
    Frequency,
    /// Amount spent, more is better.
    Monetary,
}

/// One figure over rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// Rows; for lines, distinct orders.
    Count,
    /// Sum; 0 without rows.
    Sum(Cell),
    /// Sum; missing without rows.
    SumIfAny(Cell),
    /// Average over the rows that have the value.
    Average(Cell),
    /// Least.
    Minimum(Cell),
    /// Greatest.
    Maximum(Cell),
    /// The latest row's own value.
    Latest(Cell),
    /// Distinct values present.
    Distinct(Cell),
    /// Time of the earliest row.
    FirstAt,
    /// Time of the latest row.
    LastAt,
}

/// One value of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// The row's own time; for lines, the order's.
    At,
    /// The order's amount under the policy.
    Amount,
    /// A column of the row.
    Own(&'static str),
    /// A column of the line's order.
    Order(&'static str),
    /// A column of the row's product.
    Product(&'static str),
    /// The row's own column `.0`, else the product's column `.1`.
    OwnOrProduct(&'static str, &'static str),
}

/// What a parameter does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Tests a value of each row.
    Row(Cell),
    /// Tests a figure over the rows that passed.
    Measure(Figure),
    /// The centre of a circle.
    Centre,
    /// The radius of a circle: how many millionths of a kilometre one unit is.
    Radius(u32),
}

/// The rows a function asks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Facts {
    /// Every row of a table.
    Table(TableName),
    /// Checkouts not completed by the instant of evaluation.
    AbandonedCheckouts,
    /// Events of one kind.
    Events(&'static str),
    /// The customer's places.
    Places,
}

impl Figure {
    /// The value the figure is taken over, if it is of one.
    pub const fn cell(self) -> Option<Cell> {
        match self {
            Figure::Count | Figure::FirstAt | Figure::LastAt => None,
            Figure::Sum(cell)
            | Figure::SumIfAny(cell)
            | Figure::Average(cell)
            | Figure::Minimum(cell)
            | Figure::Maximum(cell)
            | Figure::Latest(cell)
            | Figure::Distinct(cell) => Some(cell),
        }
    }
}

impl Source<'_> {
    /// The table besides customers that the value comes from.
    pub const fn table(self) -> Option<TableName> {
        match self {
            Source::Column(_) | Source::Years(_) | Source::Bucket | Source::Segments => None,
            Source::Orders(..) | Source::DaysSinceLastOrder | Source::Quintile(_) => Some(TableName::Orders),
            Source::AbandonedCheckouts(_) => Some(TableName::Checkouts),
            Source::Interaction { .. } => Some(TableName::Events),
        }
    }
}

impl Facts {
    /// The table of the rows, if they are rows.
    pub const fn table(self) -> Option<TableName> {
        match self {
            Facts::Table(table) => Some(table),
            Facts::AbandonedCheckouts => Some(TableName::Checkouts),
            Facts::Events(_) => Some(TableName::Events),
            Facts::Places => None,
        }
    }
}
