//! Imported figures beside counted ones.

use super::columns::{Column, Numbers};
use super::pack::Kept;
use super::report::{Figure, FigureExample};
use super::tables::{Table, Tables};
use crate::snapshot::TableName;
use crate::time::{Instant, Zone};
use crate::value::{Decimal, upper};

/// Examples listed for a figure.
const EXAMPLES: usize = 10;

/// The figures of customers that differ from what their packed orders give at `as_of` under the
/// default order policy (M3): test, cancelled and deleted orders do not exist, refunds reduce.
pub(super) fn compare(tables: &Tables, kept: &[Kept], as_of: Instant) -> Vec<Figure> {
    let (customers, orders) = (tables.get(TableName::Customers), tables.get(TableName::Orders));
    if !orders.present {
        return Vec::new();
    }
    let policy = DefaultPolicy::new(orders, tables.zone(), as_of);
    let amounts = Amounts::new(orders);
    let len = kept[TableName::Customers as usize].rows.len();
    let (mut counts, mut sums) = (vec![0i128; len], vec![0i128; len]);
    let kept_orders = &kept[TableName::Orders as usize];
    for (row, customer) in kept_orders.rows.iter().zip(&kept_orders.parents) {
        if policy.exists(*row as usize) {
            counts[*customer as usize] += 1;
            sums[*customer as usize] += amounts.of(*row as usize);
        }
    }
    let rows = &kept[TableName::Customers as usize].rows;
    let figure = |field: &'static str, counted: &[i128], scale: u8| {
        let Some(Column::Number(imported)) = customers.column(field) else { return None };
        let mut figure = Figure { field, customers: 0, examples: Vec::new() };
        for (row, counted) in rows.iter().zip(counted) {
            let counted = Decimal::new(*counted, scale);
            let Some(given) = imported.value(*row as usize).filter(|given| *given != counted) else { continue };
            figure.customers += 1;
            if figure.examples.len() < EXAMPLES {
                figure.examples.push(FigureExample {
                    id: customers.id(*row).unwrap_or_default().to_owned(),
                    imported: given.to_string(),
                    counted: counted.to_string(),
                });
            }
        }
        (figure.customers > 0).then_some(figure)
    };
    let spent = amounts.total.and_then(|_| figure("amount_spent", &sums, amounts.scale));
    [figure("number_of_orders", &counts, 0), spent].into_iter().flatten().collect()
}

/// Which orders exist under the default policy.
struct DefaultPolicy<'a> {
    orders: &'a Table,
    zone: &'a Zone,
    as_of: Instant,
    /// By number of a status text: whether it says cancelled.
    cancelled: Vec<bool>,
}

impl<'a> DefaultPolicy<'a> {
    fn new(orders: &'a Table, zone: &'a Zone, as_of: Instant) -> DefaultPolicy<'a> {
        let by_status = orders.column("cancelled_at").is_none();
        let cancelled = match orders.column("status") {
            Some(Column::Text(texts)) if by_status => {
                texts.tally().map(|(text, _)| matches!(upper(text).as_str(), "CANCELLED" | "CANCELED")).collect()
            }
            _ => Vec::new(),
        };
        DefaultPolicy { orders, zone, as_of, cancelled }
    }

    fn exists(&self, row: usize) -> bool {
        let by = |name: &str| match self.orders.column(name) {
            Some(Column::Time(times)) if row < times.len() => {
                times.second(row, self.zone).is_some_and(|second| second <= self.as_of.0)
            }
            _ => false,
        };
        let test = matches!(self.orders.column("test"), Some(Column::Boolean(flags)) if flags.yes.get(row));
        let cancelled = match self.orders.column("status") {
            Some(Column::Text(texts)) if !self.cancelled.is_empty() && row < texts.len() => {
                texts.number(row).is_some_and(|number| self.cancelled[number])
            }
            _ => false,
        };
        let placed = self.orders.times.second(row, self.zone).is_some_and(|second| second <= self.as_of.0);
        placed && !test && !cancelled && !by("cancelled_at") && !by("deleted_at")
    }
}

/// Totals less refunds, at one scale.
struct Amounts<'a> {
    total: Option<&'a Numbers>,
    refunded: Option<&'a Numbers>,
    scale: u8,
}

impl<'a> Amounts<'a> {
    fn new(orders: &'a Table) -> Amounts<'a> {
        let numbers = |name: &str| match orders.column(name) {
            Some(Column::Number(numbers)) => Some(numbers),
            _ => None,
        };
        let (total, refunded) = (numbers("total"), numbers("refunded"));
        let scale = [total, refunded].into_iter().flatten().map(Numbers::scale).max().unwrap_or(0);
        Amounts { total, refunded, scale }
    }

    fn of(&self, row: usize) -> i128 {
        let at = |numbers: Option<&Numbers>| {
            numbers.and_then(|numbers| numbers.value(row)).and_then(|number| number.at_scale(self.scale)).unwrap_or(0)
        };
        match self.total.and_then(|total| total.value(row)) {
            Some(_) => at(self.total) - at(self.refunded),
            None => 0,
        }
    }
}
