//! Imported figures beside counted ones.

use super::columns::{Column, Numbers};
use super::report::{Figure, FigureExample};
use super::tables::{Table, Tables};
use crate::snapshot::TableName;
use crate::time::{Instant, Zone};
use crate::value::{Decimal, upper};

/// Examples listed for a figure.
const EXAMPLES: usize = 10;

/// The figures of packed customers that differ from what their packed orders give at `as_of` under
/// the default order policy (M3): test, cancelled and deleted orders do not exist, refunds reduce.
pub(super) fn compare(tables: &Tables, customer_rows: &[u32], order_rows: &[u32], as_of: Instant) -> Vec<Figure> {
    let (customers, orders) = (tables.get(TableName::Customers), tables.get(TableName::Orders));
    if !orders.present {
        return Vec::new();
    }
    let policy = DefaultPolicy::new(orders, tables.zone(), as_of);
    let amounts = Amounts::new(orders);
    let mut count = Compared::new("number_of_orders", customers, 0);
    let mut spent = amounts.total.and_then(|_| Compared::new("amount_spent", customers, amounts.scale));
    let mut rest = order_rows.iter().peekable();
    for (row, place) in customer_rows.iter().zip(0..) {
        let (mut orders_of, mut sum) = (0, 0);
        while let Some(order) = rest.next_if(|order| orders.parents.get(**order as usize) == place) {
            if policy.exists(*order as usize) {
                orders_of += 1;
                sum += amounts.of(*order as usize);
            }
        }
        let id = || customers.id(*row).as_deref().unwrap_or_default().to_owned();
        count.iter_mut().for_each(|count| count.customer(*row, orders_of, &id));
        spent.iter_mut().for_each(|spent| spent.customer(*row, sum, &id));
    }
    let figures = [count, spent].into_iter().flatten().map(|compared| compared.figure);
    figures.filter(|figure| figure.customers > 0).collect()
}

/// One imported figure.
struct Compared<'a> {
    imported: &'a Numbers,
    /// Decimals of what is counted.
    scale: u8,
    figure: Figure,
}

impl<'a> Compared<'a> {
    fn new(field: &'static str, customers: &'a Table, scale: u8) -> Option<Compared<'a>> {
        let Some(Column::Number(imported)) = customers.column(field) else { return None };
        Some(Compared { imported, scale, figure: Figure { field, customers: 0, examples: Vec::new() } })
    }

    fn customer(&mut self, row: u32, counted: i128, id: &dyn Fn() -> String) {
        let counted = Decimal::new(counted, self.scale);
        let Some(given) = self.imported.value(row as usize).filter(|given| *given != counted) else { return };
        self.figure.customers += 1;
        if self.figure.examples.len() < EXAMPLES {
            let (imported, counted) = (given.to_string(), counted.to_string());
            self.figure.examples.push(FigureExample { id: id(), imported, counted });
        }
    }
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
                texts.tally().map(|(text, _)| matches!(upper(&text).as_str(), "CANCELLED" | "CANCELED")).collect()
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
        let test = matches!(self.orders.column("test"), Some(Column::Boolean(flags)) if flags.get(row) == Some(true));
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
