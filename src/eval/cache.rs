//! What was computed on one snapshot so far.

use super::latest::LatestRows;
use super::ordered::Ordered;
use super::postings::Postings;
use super::sketch::Sketch;
use crate::check::{Operand, Options, RowColumn, RowsSpec, RowsTest, ValueTest};
use crate::memo::Memo;
use crate::rows::RowSet;
use crate::snapshot::{Column, TableName};
use std::sync::Arc;

/// What was computed on a snapshot so far. A cache serves one snapshot.
#[derive(Debug, Clone)]
pub struct Cache {
    memo: Memo<Key, Value>,
    next: u64,
}

/// What an answer is to, with everything it depends on. Leaves that depend on no option have none.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    /// Customers there are.
    Universe(Arc<Options>),
    /// A leaf.
    Value(Option<Arc<Options>>, Operand, ValueTest),
    /// A leaf.
    Rows(Arc<Options>, RowsTest),
    /// An AND (`true`) or OR of bitmaps, by their numbers, ascending.
    Group(bool, Vec<u64>),
    /// The complement of a bitmap.
    Not(u64),
    /// One value per customer.
    Reading(Option<Arc<Options>>, Operand),
    /// The time of the n-th latest row of each of some customers.
    Ranked(Arc<Options>, RowsSpec, u32, RowSet),
    /// Rows of orders or lines the policy lets exist.
    Existing(Arc<Options>, TableName),
    /// What orders are worth net of refunds.
    Net,
    /// The rows of each key of a list.
    Postings(String),
    /// Customers in the order of their ids.
    Order,
    /// How many of a set of customers have each text in a row of theirs; whether categories hold
    /// their subcategories.
    Keys(Arc<Options>, RowsSpec, RowColumn, bool, RowSet),
}

/// An answer.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    /// A bitmap with its number.
    Set(Numbered),
    /// Customers there are, and how many.
    Everyone(Arc<RowSet>, u32),
    /// Rows of a child table; `None` means all.
    Existing(Option<Arc<RowSet>>),
    /// Computed values.
    Ordered(Arc<Ordered>),
    /// Codes of a customers' column.
    Sketch(Arc<Sketch>),
    /// Latest rows.
    Latest(Arc<LatestRows>),
    /// A computed column.
    Column(Arc<Column>),
    /// Rows of each key.
    Postings(Arc<Postings>),
    /// Rows in some order.
    Order(Arc<Vec<u32>>),
    /// Customers by the number of a key.
    Counts(Arc<Vec<u32>>),
}

/// A bitmap with a number that no other bitmap of the cache has.
#[derive(Debug, Clone)]
pub(crate) struct Numbered {
    /// The number.
    pub(crate) number: u64,
    /// The bitmap.
    pub(crate) set: Arc<RowSet>,
}

impl Default for Cache {
    /// A cache that keeps at most 128 MiB.
    fn default() -> Cache {
        Cache::with_limit(128 << 20)
    }
}

impl Cache {
    /// A cache that keeps at most `bytes`.
    pub fn with_limit(bytes: usize) -> Cache {
        Cache { memo: Memo::new(bytes), next: 0 }
    }

    /// Changes how many bytes are kept at most.
    pub fn set_limit(&mut self, bytes: usize) {
        self.memo.set_limit(bytes);
    }

    /// Bytes kept.
    pub fn bytes(&self) -> usize {
        self.memo.bytes()
    }

    pub(crate) fn get(&mut self, key: &Key) -> Option<Value> {
        self.memo.get(key)
    }

    pub(crate) fn put(&mut self, key: Key, value: Value) {
        let bytes = value.bytes() + key.bytes();
        self.memo.put(key, value, bytes);
    }

    /// Forgets an answer.
    pub(crate) fn remove(&mut self, key: &Key) {
        self.memo.remove(key);
    }

    /// Forgets what was not used since the last turn.
    pub(crate) fn turn(&mut self) {
        self.memo.turn();
    }

    /// Keeps a bitmap under a new number.
    pub(crate) fn put_set(&mut self, key: Key, set: impl Into<Arc<RowSet>>) -> Numbered {
        self.next += 1;
        let numbered = Numbered { number: self.next, set: set.into() };
        self.put(key, Value::Set(numbered.clone()));
        numbered
    }

    /// The bitmap kept for a key.
    pub(crate) fn get_set(&mut self, key: &Key) -> Option<Numbered> {
        match self.get(key) {
            Some(Value::Set(set)) => Some(set),
            _ => None,
        }
    }
}

impl Key {
    /// What a key holds beside a few words.
    fn bytes(&self) -> usize {
        match self {
            Key::Keys(.., among) | Key::Ranked(.., among) => among.words().len() * 8,
            _ => 0,
        }
    }
}

impl Value {
    fn bytes(&self) -> usize {
        let set = |set: &RowSet| set.words().len() * 8;
        match self {
            Value::Set(numbered) => set(&numbered.set),
            Value::Everyone(customers, _) => set(customers),
            Value::Existing(rows) => rows.as_ref().map_or(0, |rows| set(rows)),
            Value::Ordered(ordered) => ordered.bytes(),
            Value::Sketch(sketch) => sketch.bytes(),
            Value::Latest(latest) => latest.bytes(),
            Value::Column(column) => match &**column {
                Column::Number(numbers) => numbers.values.len() * 8 + numbers.valid.as_ref().map_or(0, set),
                _ => 0,
            },
            Value::Postings(postings) => postings.bytes(),
            Value::Order(numbers) | Value::Counts(numbers) => numbers.len() * 4,
        }
    }
}
