//! The tables of an opened snapshot.

use super::array::Array;
use super::column::Column;
use super::late::Unread;
use crate::order::ByName;
use crate::time::{Instant, Zone};

/// An opened snapshot: exact, complete for the tables that were read.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// Identifies the packed data.
    pub id: String,
    /// When the data was true.
    pub taken_at: Instant,
    /// The shop's zone.
    pub zone: Zone,
    /// The shop's currency.
    pub currency: Currency,
    /// One row a customer, in the order of the packed table; `id` and `created_at` among the
    /// columns. `local` and `block_starts` are empty.
    pub customers: Rows,
    /// Orders, if the snapshot has them. Rows in another currency are left out (M2).
    pub orders: Option<Rows>,
    /// Order lines. `parents[row]` is the row in `orders`; customer, time and visibility are the
    /// order's; rows stand in the order of their orders.
    pub lines: Option<Rows>,
    /// Products; lines and events refer to them by id.
    pub products: Option<Rows>,
    /// Checkouts, by `started_at`.
    pub checkouts: Option<Rows>,
    /// Events of each kind apart.
    pub events: ByName<Rows>,
    /// Store credit accounts; without a time.
    pub store_credit: Option<Rows>,
    /// Whether it is an outline: tables and columns without rows and values.
    pub outline: bool,
    /// The tables that are an outline so far: their parts are still to be read.
    pub unread: Unread,
    /// What applying a delta needs to know besides the rows.
    pub origin: Origin,
}

impl Snapshot {
    /// A snapshot of customers and of no other table.
    pub fn of_customers(id: String, taken_at: Instant, zone: Zone, currency: Currency, customers: Rows) -> Snapshot {
        Snapshot {
            id,
            taken_at,
            zone,
            currency,
            customers,
            orders: None,
            lines: None,
            products: None,
            checkouts: None,
            events: ByName::default(),
            store_credit: None,
            outline: false,
            unread: Unread::default(),
            origin: Origin::default(),
        }
    }
}

/// Where a snapshot comes from, as far as a delta to it must agree.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The zone it was packed in, even if another one was asked for when it was opened; none if
    /// nothing can be applied to it.
    pub zone: Option<Zone>,
    /// What is not among its rows.
    pub left_out: LeftOut,
}

/// Rows that packing or applying left out because nobody knew their customer or order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Ids of customers whose rows were left out.
    pub customers: Vec<String>,
    /// Ids of orders whose lines were left out.
    pub orders: Vec<String>,
    /// Whether there are more than are listed.
    pub more: bool,
}

impl LeftOut {
    /// Most ids that are listed of a kind.
    pub const LISTED: usize = 10_000;
}

/// The shop's currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Currency {
    /// ISO 4217 code, upper case.
    pub code: String,
    /// Decimals of its minor unit.
    pub exponent: u8,
}

/// The rows of a table.
///
/// Child rows are sorted by block of [`crate::rows::BLOCK`] customers, then time, then id (numeric
/// ids by number, before others), so that a window is a contiguous range of each block and "the
/// later id is the latest" (I1) is "the later row".
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// Number of rows.
    pub len: u32,
    /// Child tables: rows of block `b` are `block_starts[b]..block_starts[b + 1]`.
    pub block_starts: Vec<u32>,
    /// Child tables: the row's customer minus the first customer of its block.
    pub local: Vec<u16>,
    /// Child tables with a time: UTC second, ascending within a block; else empty.
    pub at: Vec<i64>,
    /// Lines: row of the order. Events and lines with a product: see `products`.
    pub parents: Vec<u32>,
    /// Lines and events: row in the products table, `u32::MAX` if it has none there.
    pub products: Vec<u32>,
    /// Orders and checkouts: their ids, if they have any, by which a delta replaces them.
    pub ids: Option<Array>,
    /// Columns by canonical name.
    pub columns: ByName<Column>,
}

/// The tables a snapshot may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TableName {
    /// `customers`
    Customers,
    /// `orders`
    Orders,
    /// `lines`
    Lines,
    /// `products`
    Products,
    /// `checkouts`
    Checkouts,
    /// `events`
    Events,
    /// `store_credit`
    StoreCredit,
}

impl TableName {
    /// Every table, customers first.
    pub const ALL: [TableName; 7] = [
        TableName::Customers,
        TableName::Orders,
        TableName::Lines,
        TableName::Products,
        TableName::Checkouts,
        TableName::Events,
        TableName::StoreCredit,
    ];

    /// The name in manifests and file names.
    pub const fn as_str(self) -> &'static str {
        match self {
            TableName::Customers => "customers",
            TableName::Orders => "orders",
            TableName::Lines => "lines",
            TableName::Products => "products",
            TableName::Checkouts => "checkouts",
            TableName::Events => "events",
            TableName::StoreCredit => "store_credit",
        }
    }

    /// The tables its rows refer to besides customers: they are read before it.
    pub const fn refers_to(self) -> &'static [TableName] {
        match self {
            TableName::Lines => &[TableName::Products, TableName::Orders],
            TableName::Events => &[TableName::Products],
            _ => &[],
        }
    }

    /// The table of that name.
    pub fn parse(name: &str) -> Option<TableName> {
        TableName::ALL.into_iter().find(|table| table.as_str() == name)
    }
}
