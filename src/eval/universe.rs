//! Who and what there is at the instant of evaluation: customers, orders, what orders are worth.

use super::cache::{Key, Value};
use super::column::{Test, valid};
use super::{Run, kernels};
use crate::aggregate::Cut;
use crate::check::{Operand, Policy, RowColumn};
use crate::error::{Code, Error, Result};
use crate::plan::{Bound, Edge, Interval, tables};
use crate::rows::RowSet;
use crate::snapshot::{Column, Numbers, Rows, TableName};
use std::sync::Arc;

/// What orders are worth, borrowed from the snapshot or computed.
pub(super) enum Amounts<'a> {
    /// A column of the snapshot.
    Stored(&'a Column),
    /// Net of refunds.
    Net(Arc<Column>),
    /// The snapshot does not say.
    Unknown,
}

impl Amounts<'_> {
    /// The column.
    pub(super) fn column(&self) -> Option<&Column> {
        match self {
            Amounts::Stored(column) => Some(column),
            Amounts::Net(column) => Some(column),
            Amounts::Unknown => None,
        }
    }
}

impl<'a> Run<'a> {
    /// Customers there are: those created later are not (T12).
    pub(crate) fn universe(&mut self) -> Arc<RowSet> {
        self.everyone().0
    }

    /// Customers there are, and how many.
    pub(super) fn everyone(&mut self) -> (Arc<RowSet>, u32) {
        let key = Key::Universe(self.options.clone());
        if let Some(Value::Everyone(set, count)) = self.cache.get(&key) {
            return (set, count);
        }
        let customers = &self.snapshot.customers;
        let set = match customers.columns.get("created_at") {
            Some(Column::Time(_)) => {
                let later = Edge { at: Cut::integer(i128::from(self.options.as_of.0)), included: false };
                let reading = self.column("created_at", &Operand::Column("created_at".to_owned()));
                let mut set = match reading.view() {
                    Some(view) => view.within(&[Interval { low: Some(later), high: None }]),
                    None => RowSet::empty(customers.len),
                };
                set.not();
                set
            }
            _ => RowSet::full(customers.len),
        };
        let (count, set) = (set.count(), Arc::new(set));
        self.cache.put(key, Value::Everyone(set.clone(), count));
        (set, count)
    }

    /// The rows of a table of customers that pass a test.
    pub(super) fn whole_column(&self, column: &Column, bound: &Bound) -> RowSet {
        whole(self.snapshot.customers.len, |rows, words| {
            Test::new(column, bound, &self.snapshot.zone).positive(rows, words);
        })
    }

    /// Orders or lines the policy lets exist; `None` means all (M3).
    pub(super) fn existing(&mut self, table: TableName) -> Option<Arc<RowSet>> {
        let key = Key::Existing(self.options.clone(), table);
        if let Some(Value::Existing(kept)) = self.cache.get(&key) {
            return kept;
        }
        let existing = match table {
            TableName::Orders => self.existing_orders(),
            TableName::Lines => self.existing(TableName::Orders).and_then(|orders| self.existing_lines(&orders)),
            _ => None,
        };
        let existing = existing.map(Arc::new);
        self.cache.put(key, Value::Existing(existing.clone()));
        existing
    }

    fn existing_orders(&self) -> Option<RowSet> {
        let orders = self.snapshot.orders.as_ref()?;
        let policy = &self.options.policy;
        let column = |name: &str| orders.columns.get(name);
        let past = past(self.options.as_of.0);
        let statuses = |column: &Column, keys: &[&str]| {
            let keys = keys.iter().map(|key| (*key).to_owned()).collect();
            crate::plan::bind(&crate::check::Positive::OneOf(keys), column)
        };
        let mut left_out = RowSet::empty(orders.len);
        let mut leave_out = |column: &Column, bound: &Bound| left_out.or(&self.matching(orders, column, bound));
        if let (false, Some(test)) = (policy.include_test, column("test")) {
            leave_out(test, &Bound::Is(true));
        }
        ends(policy, orders).for_each(|end| leave_out(end, &past));
        if let (false, None, Some(status)) = (policy.include_cancelled, column("cancelled_at"), column("status")) {
            leave_out(status, &statuses(status, &["CANCELLED", "CANCELED"]));
        }
        if let Some(wanted) = &policy.statuses {
            let keys: Vec<&str> = wanted.iter().map(String::as_str).collect();
            match column("status") {
                Some(status) => {
                    let mut other = self.matching(orders, status, &statuses(status, &keys));
                    other.not();
                    left_out.or(&other);
                }
                None => left_out = RowSet::full(orders.len),
            }
        }
        if left_out.is_empty() {
            return None;
        }
        left_out.not();
        Some(left_out)
    }

    fn matching(&self, table: &Rows, column: &Column, bound: &Bound) -> RowSet {
        let test = Test::new(column, bound, &self.snapshot.zone);
        whole(table.len, |rows, words| test.positive(rows, words))
    }

    fn existing_lines(&self, orders: &RowSet) -> Option<RowSet> {
        let lines = self.snapshot.lines.as_ref()?;
        Some(whole(lines.len, |rows, words| {
            kernels::write(&lines.parents[rows], words, |order| orders.contains(order));
        }))
    }

    /// What orders are worth under the policy: total, or total less refunds (M3, M5).
    ///
    /// # Errors
    /// [`Code::OutOfRange`] if 64 bits do not hold one of them.
    pub(super) fn amounts(&mut self) -> Result<Amounts<'a>> {
        let Some(orders) = &self.snapshot.orders else { return Ok(Amounts::Unknown) };
        let Some(total) = orders.columns.get("total") else { return Ok(Amounts::Unknown) };
        let refunded = orders.columns.get("refunded").filter(|_| !self.options.policy.gross);
        let (Column::Number(totals), Some(Column::Number(refunds))) = (total, refunded) else {
            return Ok(Amounts::Stored(total));
        };
        if let Some(Value::Column(kept)) = self.cache.get(&Key::Net) {
            return Ok(Amounts::Net(kept));
        }
        let net = Arc::new(Column::Number(less(totals, refunds)?));
        self.cache.put(Key::Net, Value::Column(net.clone()));
        Ok(Amounts::Net(net))
    }

    /// The amounts, if one of the columns needs them.
    pub(super) fn amounts_for<'c>(&mut self, mut columns: impl Iterator<Item = &'c RowColumn>) -> Result<Amounts<'a>> {
        match columns.any(crate::plan::amounts_needed) {
            true => self.amounts(),
            false => Ok(Amounts::Unknown),
        }
    }

    /// The clause's tables with the rows the policy lets exist in each.
    pub(super) fn tables(
        &mut self,
        spec: &crate::check::RowsSpec,
    ) -> Vec<(crate::plan::Table<'a>, Option<Arc<RowSet>>)> {
        let snapshot = self.snapshot;
        let found = tables(spec, snapshot);
        found.into_iter().map(|table| (table, if table.policy { self.existing(spec.table) } else { None })).collect()
    }
}

/// The columns that tell from when on an order exists no longer.
pub(super) fn ends<'r>(policy: &Policy, orders: &'r Rows) -> impl Iterator<Item = &'r Column> {
    let ends = [("cancelled_at", policy.include_cancelled), ("deleted_at", policy.include_deleted)];
    ends.into_iter().filter(|(_, included)| !included).filter_map(|(name, _)| orders.columns.get(name))
}

/// A time that is no later than a second.
pub(super) fn past(second: i64) -> Bound {
    let now = Edge { at: Cut::integer(i128::from(second)), included: true };
    Bound::Within(vec![Interval { low: None, high: Some(now) }])
}

/// The rows of a whole table that `write` writes, block by block.
pub(super) fn whole(len: u32, write: impl Fn(std::ops::Range<usize>, &mut [u64])) -> RowSet {
    let mut set = RowSet::empty(len);
    let len = len as usize;
    for block in 0..len.div_ceil(crate::rows::BLOCK) {
        let first = block * crate::rows::BLOCK;
        write(first..(first + crate::rows::BLOCK).min(len), set.block_mut(block));
    }
    set
}

/// The rows of a table that have a value in a column.
pub(super) fn having_value(len: u32, column: &Column) -> RowSet {
    whole(len, |rows, words| valid(column, rows, words))
}

/// Totals less refunds, at the finer scale; a missing refund is 0.
fn less(totals: &Numbers, refunds: &Numbers) -> Result<Numbers> {
    let scale = totals.scale.max(refunds.scale);
    let (up, down) = (10i64.pow(u32::from(scale - totals.scale)), 10i64.pow(u32::from(scale - refunds.scale)));
    let net = |(total, refund): (&i64, &i64)| total.checked_mul(up)?.checked_sub(refund.checked_mul(down)?);
    let values: Option<Vec<i64>> = totals.values.iter().zip(&refunds.values).map(net).collect();
    let values = values.ok_or_else(|| {
        Error::new(Code::OutOfRange, "What an order is worth net of refunds does not fit 64 bits.")
            .help("Evaluate gross amounts, or keep totals and refunds with fewer decimals.")
    })?;
    let magnitude = values.iter().map(|value| u128::from(value.unsigned_abs())).sum();
    Ok(Numbers { scale, values, valid: totals.valid.clone(), magnitude })
}
