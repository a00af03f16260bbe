//! What `check` makes of a condition: bound to a snapshot's columns, every date resolved, every
//! number exact. Everything after it takes a [`Checked`] and cannot meet an unknown field.

use crate::snapshot::TableName;
use crate::time::{Instant, Window};
use crate::value::Decimal;

/// A condition with its meaning fixed for one snapshot, instant and set of options.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The tree.
    pub root: Node,
    /// What it was checked for.
    pub options: Options,
    /// Every date literal with what it resolved to (T11).
    pub dates: Vec<ResolvedDate>,
    /// Names of the fields that answer with their current value whatever `as_of` is (T12).
    pub used_current: Vec<String>,
}

/// The semantic options of an evaluation; part of a result's identity.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Options {
    /// The instant the segment is evaluated at.
    pub as_of: Instant,
    /// Which orders exist.
    pub policy: Policy,
    /// Whether negative operators are false on missing values (N4).
    pub strict_missing: bool,
}

/// Which orders exist, and what they are worth (M3).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Policy {
    /// Whether test orders exist.
    pub include_test: bool,
    /// Whether cancelled orders exist.
    pub include_cancelled: bool,
    /// Whether deleted orders exist.
    pub include_deleted: bool,
    /// Whether an order is worth its total before refunds.
    pub gross: bool,
    /// The order statuses that exist, as compared (upper case); `None` means all.
    pub statuses: Option<Vec<String>>,
}

/// A node of the checked tree; paths are those of the condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Path of the condition's node.
    pub path: String,
    /// What it asks.
    pub kind: NodeKind,
}

/// What a node asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeKind {
    /// Every child.
    All(Vec<Node>),
    /// Some child.
    Any(Vec<Node>),
    /// The complement of the child.
    Not(Box<Node>),
    /// A value of the customer passes a test.
    Value {
        /// The value.
        operand: Operand,
        /// The test.
        test: ValueTest,
    },
    /// Rows exist and their measures pass tests.
    Rows(RowsTest),
}

/// One value per customer.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Operand {
    /// A column of the customers table.
    Column(String),
    /// A column of the customers table that counts something: a missing value is 0 (N2).
    Counter(String),
    /// A measure over child rows.
    Measure {
        /// The rows.
        rows: RowsSpec,
        /// The measure.
        measure: Measure,
    },
    /// Calendar days from the local day of the operand's time to today; missing if the operand is.
    DaysSince(Box<Operand>),
    /// Full years from a date to today (T10 rules for 29 February); missing if later than today.
    YearsSince(Box<Operand>),
    /// The first that is present; a later instant than `as_of` counts as missing.
    FirstPresent(Vec<Operand>),
    /// The earliest (`true`) or latest (`false`) of those present.
    Extreme {
        /// Earliest or latest.
        earliest: bool,
        /// The times.
        of: Vec<Operand>,
    },
    /// `random_bucket` of the seed.
    Bucket {
        /// The seed.
        seed: String,
    },
    /// A quintile score among customers for whom the operand is present: 5 − ⌊5 × (strictly
    /// better) / (all)⌋.
    Quintile {
        /// What is ranked.
        of: Box<Operand>,
        /// Whether a smaller value is better.
        smaller_is_better: bool,
        /// Who is ranked: customers for whom this is greater than zero.
        among: Box<Operand>,
    },
}

/// Rows of a child table that all conditions of `filter` hold for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RowsSpec {
    /// The table.
    pub table: TableName,
    /// For events: the kinds, as stored.
    pub kinds: Vec<String>,
    /// Conditions on one row, joined by AND.
    pub filter: Vec<RowTest>,
}

/// A condition on one child row.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RowTest {
    /// What of the row is tested.
    pub column: RowColumn,
    /// The test.
    pub test: ValueTest,
}

/// A value of a child row.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RowColumn {
    /// The row's own time; for lines, the order's.
    At,
    /// The order's amount under the policy: total − refunded (net) or total (gross).
    Amount,
    /// A column of the row.
    Own(String),
    /// A column of the line's order.
    Order(String),
    /// A column of the row's product; missing if the product is not in the products table.
    Product(String),
    /// The row's own column, else the product's: an event's category.
    OwnOrProduct(String),
}

/// Rows and the measures they must pass: `function MATCHES (…)`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RowsTest {
    /// The rows.
    pub rows: RowsSpec,
    /// Measures with their tests, joined by AND; without any, at least one row must exist.
    pub measures: Vec<(Measure, ValueTest)>,
    /// NOT MATCHES: the exact complement.
    pub negated: bool,
}

/// One value from a customer's rows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Measure {
    /// Rows; for lines, distinct orders (A4).
    Count,
    /// Sum of a column; 0 without rows.
    Sum(RowColumn),
    /// Sum of a column; missing without rows, 0 over rows that lack the value.
    SumIfAny(RowColumn),
    /// Exact average over the rows that have the value; missing without any (A2).
    Average(RowColumn),
    /// Least; missing without any.
    Minimum(RowColumn),
    /// Greatest; missing without any.
    Maximum(RowColumn),
    /// The latest row's own value; missing if that row lacks it.
    Latest(RowColumn),
    /// Distinct values present.
    Distinct(RowColumn),
    /// Time of the earliest row.
    FirstAt,
    /// Time of the latest row.
    LastAt,
}

/// A test of one value: `positive`, or its complement if `negated`.
///
/// On a missing value `positive` is false (but [`Positive::Missing`] is true), so the complement
/// is true; `strict` makes the complement false there too (N4).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ValueTest {
    /// The test as a positive statement.
    pub positive: Positive,
    /// Whether the complement is meant: != NOT IN NOT CONTAINS CONTAINS NONE IS NOT NULL.
    pub negated: bool,
    /// Whether a negated test is false on a missing value; never set for IS NOT NULL.
    pub strict: bool,
}

/// A positive statement about a present value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Positive {
    /// There is no value (for a list: it is empty).
    Missing,
    /// The time is inside one of the windows.
    During(Vec<Window>),
    /// The number is inside one of the ranges.
    Within(Vec<Range>),
    /// The number stands in this relation to a statistic over all customers.
    AgainstStatistic {
        /// Lower bound.
        low: Option<StatisticBound>,
        /// Upper bound.
        high: Option<StatisticBound>,
    },
    /// The key is one of these (already in the column's [`crate::snapshot::Kind`] form).
    OneOf(Vec<String>),
    /// The text starts with this.
    StartsWith(String),
    /// The text ends with this.
    EndsWith(String),
    /// The text has this inside.
    Substring(String),
    /// The list has at least one of these keys.
    ContainsAny(Vec<String>),
    /// The list has every one of these keys.
    ContainsAll(Vec<String>),
    /// Some path of the list has one of these stretches of components.
    PathContains(Vec<Vec<String>>),
    /// The boolean is this.
    Is(bool),
    /// A place lies within the radius around the point, bound included (G1).
    Near {
        /// Degrees north as written.
        latitude: Decimal,
        /// Degrees east as written.
        longitude: Decimal,
        /// Radius in kilometres.
        kilometres: Decimal,
    },
    /// The date's anniversary, kept on 28 February in common years (T10), falls on one of the
    /// days of these years: pairs of first and last day, both included.
    AnniversaryIn(Vec<(crate::time::Day, crate::time::Day)>),
}

/// A range of exact numbers; a missing end is unbounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Range {
    /// Lower end.
    pub low: Option<Bound>,
    /// Upper end.
    pub high: Option<Bound>,
}

/// An end of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Bound {
    /// The number.
    pub at: Decimal,
    /// Whether the number itself is inside.
    pub included: bool,
}

/// An end given by a statistic, resolved when the data is at hand (M7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct StatisticBound {
    /// Which statistic.
    pub statistic: Statistic,
    /// Whether the number itself is inside.
    pub included: bool,
}

/// A statistic over the customers for whom the same value is present (M7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Statistic {
    /// Least.
    Minimum,
    /// Greatest.
    Maximum,
    /// Exact quotient.
    Average,
    /// Nearest rank, 1 to 99; the median is the 50th.
    Percentile(u8),
}

/// A date literal and the span it stands for (T11).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolvedDate {
    /// Path of the literal (`/of/1/value`).
    pub path: String,
    /// The clause's whole window.
    pub window: Window,
    /// What the literal itself stands for: its local day, or its second.
    pub own: Window,
}
