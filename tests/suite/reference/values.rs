//! Values of customers and rows: fields, cells, figures, scores.

use super::Question;
use super::exact::Exact;
use super::folds::{self, Fold};
use super::judge::{Held, Kind};
use super::shop::{Customer, Fact};
use super::vocabulary::{Cell, DYNAMIC, FIELDS, Facts, Figure, Source};
use jiff::Unit;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// A parameter of a function.
pub(super) type Row = (&'static str, Kind, super::vocabulary::Parameter);

impl Held {
    pub(super) fn into_number(self) -> Option<Exact> {
        match self {
            Held::Number(number) => Some(number),
            _ => None,
        }
    }
}

impl<'a> Question<'a> {
    /// What a field is; of a shop's own field the narrowest kind all its values fit.
    pub(super) fn field_kind(&self, name: &str) -> Kind {
        if let Some((_, kind, _)) = FIELDS.iter().find(|field| field.0 == name) {
            return *kind;
        }
        let cells = || self.shop.customers.iter().filter_map(|customer| customer.row.cell(name));
        if name.starts_with("answers.") || cells().any(Value::is_array) {
            return Kind::List(Fold::Tag);
        }
        let texts = || cells().filter_map(Value::as_str).filter(|text| !text.is_empty());
        if cells().all(|cell| cell.is_boolean() || cell.as_str() == Some("")) && cells().any(Value::is_boolean) {
            Kind::Flag
        } else if cells().any(|cell| cell.is_number() || cell.as_str() != Some(""))
            && cells().all(|cell| cell.is_number() || cell.is_string())
            && texts().all(|text| Exact::parse(text).is_some())
        {
            Kind::Number
        } else if texts().next().is_some()
            && cells().all(Value::is_string)
            && texts().all(|text| self.shop.clock.read(text).is_some())
        {
            Kind::Date
        } else {
            Kind::Text(Fold::Exact)
        }
    }

    /// The value of a field for a customer.
    pub(super) fn field(&self, name: &str, seed: Option<&str>, customer: &'a Customer) -> Option<Held> {
        let Some((_, kind, source)) = FIELDS.iter().find(|field| field.0 == name) else {
            assert!(DYNAMIC.iter().any(|prefix| name.starts_with(prefix)), "no field {name}");
            return self.own(name, self.field_kind(name), &customer.row);
        };
        match source {
            Source::Column(column) => self.own(column, *kind, &customer.row),
            Source::Orders(figure, imported) => match imported {
                Some(column) if !self.figure_available(Facts::Orders, *figure) => {
                    // A counter without a value is 0 (N2).
                    Some(Held::Number(customer.row.number(column).unwrap_or(Exact::whole(0))))
                }
                _ => self.figure(*figure, &self.facts(Facts::Orders, customer)),
            },
            Source::Carts(figure) => self.figure(*figure, &self.facts(Facts::Checkouts, customer)),
            Source::DaysSinceLastOrder => self.days_since_last_order(customer).map(Held::Number),
            Source::Interaction(column, first) => self.interaction(column, *first, customer).map(Held::Second),
            Source::Age => self.age(customer).map(|years| Held::Number(Exact::whole(years))),
            Source::Places(fold, default) => self.places(*fold, *default, customer),
            Source::Bucket => Some(Held::Number(Exact::whole(bucket(seed.unwrap_or(""), &customer.row.id)))),
            Source::Recency => {
                self.score(customer, &|one, other| self.days_since_last_order(other) < self.days_since_last_order(one))
            }
            Source::Frequency => self.score(customer, &|one, other| self.orders(other) > self.orders(one)),
            Source::Monetary => self.score(customer, &|one, other| self.spent(other) > self.spent(one)),
        }
    }

    fn today(&self) -> jiff::civil::Date {
        self.shop.clock.date_of(self.terms.as_of)
    }

    fn days_since_last_order(&self, customer: &'a Customer) -> Option<Exact> {
        let last = self.facts(Facts::Orders, customer).last()?.row.at;
        let days = self.shop.clock.date_of(last).until((Unit::Day, self.today())).expect("a span of days").get_days();
        Some(Exact::whole(i128::from(days)))
    }

    fn orders(&self, customer: &'a Customer) -> usize {
        self.facts(Facts::Orders, customer).len()
    }

    fn spent(&self, customer: &'a Customer) -> Option<Exact> {
        self.figure(Figure::Sum(Cell::Amount), &self.facts(Facts::Orders, customer))?.into_number()
    }

    /// The given time unless it is later than `as_of`, else the first or last event.
    fn interaction(&self, column: &str, first: bool, customer: &'a Customer) -> Option<i64> {
        let as_of = self.terms.as_of;
        let given = self.shop.time(&customer.row, column).filter(|at| *at <= as_of);
        given.or_else(|| {
            let events = self.shop.events(customer, None, as_of);
            let event = if first { events.first() } else { events.last() };
            event.map(|event| event.row.at)
        })
    }

    /// Full years since birth; born on 29 February, a year older on 28 February.
    fn age(&self, customer: &Customer) -> Option<i128> {
        let born = self.shop.clock.date_of(self.shop.time(&customer.row, "birth_date")?);
        let today = self.today();
        let had = today >= super::clock::kept_in(born, today.year());
        (born <= today).then(|| i128::from(today.year() - born.year()) - i128::from(!had))
    }

    fn places(&self, fold: Fold, default: bool, customer: &Customer) -> Option<Held> {
        let addresses = self.shop.addresses(customer);
        let key = |address: &super::shop::Row| {
            let country = Fold::Country.of_cell(&address.text("country")?)?;
            let (region, city) = (address.text("region").unwrap_or_default(), address.text("city").unwrap_or_default());
            match fold {
                Fold::Region => folds::region_key(&country, &region),
                Fold::City => folds::city_key(&country, &region, &city),
                _ => Some(country),
            }
        };
        match default {
            true => addresses.iter().find(|(_, default)| *default).and_then(|(row, _)| key(row)).map(Held::Text),
            false => Some(Held::List(addresses.iter().filter_map(|(row, _)| key(row)).collect())),
        }
    }

    /// The customer's addresses that have coordinates, in degrees.
    pub(super) fn points(&self, customer: &Customer) -> Vec<(f64, f64)> {
        let point = |address: &super::shop::Row| {
            let degrees = |column: &str, most: f64| {
                address.number(column).map(Exact::to_f64).filter(|degrees| degrees.abs() <= most)
            };
            Some((degrees("latitude", 90.0)?, degrees("longitude", 180.0)?))
        };
        self.shop.addresses(customer).iter().filter_map(|(row, _)| point(row)).collect()
    }

    /// 5 − ⌊5 × (buyers strictly better) / buyers⌋; missing without an order.
    fn score(&self, customer: &'a Customer, better: &dyn Fn(&'a Customer, &'a Customer) -> bool) -> Option<Held> {
        if self.orders(customer) == 0 {
            return None;
        }
        let buyers: Vec<&Customer> = self.shop.at(self.terms.as_of).filter(|other| self.orders(other) > 0).collect();
        let before = buyers.iter().filter(|other| better(customer, other)).count();
        Some(Held::Number(Exact::whole(5 - (5 * before / buyers.len()) as i128)))
    }

    /// The rows a function asks about, earliest first.
    pub(super) fn facts(&self, facts: Facts, customer: &'a Customer) -> Vec<Fact<'a>> {
        let as_of = self.terms.as_of;
        match facts {
            Facts::Orders => self.shop.orders(customer, self.policy, as_of),
            Facts::Lines => self.shop.lines(customer, self.policy, as_of),
            Facts::Checkouts => self.shop.abandoned(customer, as_of),
            Facts::Events(kind) => self.shop.events(customer, Some(kind), as_of),
            Facts::Credits => customer.credits.iter().map(|row| Fact { row, order: None, product: None }).collect(),
        }
    }

    /// A value of one row.
    pub(super) fn cell(&self, cell: Cell, kind: Kind, fact: &Fact<'_>) -> Option<Held> {
        match cell {
            Cell::At => Some(Held::Second(fact.order.unwrap_or(fact.row).at)),
            Cell::Amount => {
                let total = fact.row.number("total")?;
                let refunded = fact.row.number("refunded").filter(|_| !self.policy.gross);
                Some(Held::Number(total.minus(refunded.unwrap_or(Exact::whole(0)))))
            }
            Cell::Own(column) => self.own(column, kind, fact.row),
            Cell::Order(column) => self.own(column, kind, fact.order?),
            Cell::Product(column) => self.own(column, kind, fact.product?),
            Cell::Category => match self.own("category", kind, fact.row) {
                Some(Held::List(items)) if !items.is_empty() => Some(Held::List(items)),
                _ => self.own("categories", kind, fact.product?),
            },
        }
    }

    /// A column of a row.
    fn own(&self, column: &str, kind: Kind, row: &super::shop::Row) -> Option<Held> {
        match kind {
            Kind::Date => self.shop.time(row, column).map(Held::Second),
            Kind::Number => row.number(column).map(Held::Number),
            Kind::Flag => row.flag(column).map(Held::Flag),
            Kind::List(fold) => Some(Held::List(row.list(column, fold))),
            Kind::Text(fold) => fold.of_cell(&row.string(column)?).map(Held::Text),
        }
    }

    /// One value from several rows.
    pub(super) fn figure(&self, figure: Figure, rows: &[Fact<'a>]) -> Option<Held> {
        let number = |cell: Cell, fact: &Fact<'a>| self.cell(cell, Kind::Number, fact).and_then(Held::into_number);
        let numbers = |cell: Cell| -> Vec<Exact> { rows.iter().filter_map(|fact| number(cell, fact)).collect() };
        let sum = |cell: Cell| numbers(cell).into_iter().fold(Exact::whole(0), Exact::plus);
        let count = |count: usize| Some(Exact::whole(count as i128));
        let value = match figure {
            Figure::Count => count(rows.len()),
            Figure::CountOrders => count(
                rows.iter().filter_map(|fact| fact.order).map(|order| order.id.clone()).collect::<BTreeSet<_>>().len(),
            ),
            Figure::Sum(cell) => Some(sum(cell)),
            Figure::SumIfAny(cell) => (!rows.is_empty()).then(|| sum(cell)),
            Figure::Average(cell) => match numbers(cell).len() {
                0 => None,
                divisor => Some(sum(cell).over(divisor)),
            },
            Figure::Least(cell) => numbers(cell).into_iter().min(),
            Figure::Greatest(cell) => numbers(cell).into_iter().max(),
            Figure::Latest(cell) => {
                let latest = rows.last()?;
                return self.cell(cell, latest_kind(cell), latest);
            }
            Figure::Distinct(cell) => {
                let kind = if cell == Cell::Own("url") { Kind::Text(Fold::Exact) } else { Kind::Text(Fold::Id) };
                let keys = rows.iter().filter_map(|fact| match self.cell(cell, kind, fact) {
                    Some(Held::Text(key)) => Some(key),
                    _ => None,
                });
                count(keys.collect::<BTreeSet<_>>().len())
            }
            Figure::First => return rows.first().map(|fact| Held::Second(fact.row.at)),
            Figure::Last => return rows.last().map(|fact| Held::Second(fact.row.at)),
        };
        value.map(Held::Number)
    }

    pub(super) fn cell_available(&self, facts: Facts, cell: Cell) -> bool {
        let shop = self.shop;
        match cell {
            Cell::At => true,
            Cell::Amount => shop.has("orders", "total"),
            Cell::Own(column) => shop.has(table_of(facts), column),
            Cell::Order(column) => shop.has("orders", column),
            Cell::Product(column) => shop.has("products", column),
            Cell::Category => shop.has("events", "category") || shop.has("products", "categories"),
        }
    }

    pub(super) fn figure_available(&self, facts: Facts, figure: Figure) -> bool {
        let rows = match facts {
            Facts::Lines => self.shop.has_table("orders") && self.shop.has_table("lines"),
            Facts::Events(kind) => self.shop.kinds.contains(kind),
            _ => self.shop.has_table(table_of(facts)),
        };
        rows && match figure {
            Figure::Count | Figure::CountOrders | Figure::First | Figure::Last => true,
            Figure::Sum(cell)
            | Figure::SumIfAny(cell)
            | Figure::Average(cell)
            | Figure::Least(cell)
            | Figure::Greatest(cell)
            | Figure::Latest(cell)
            | Figure::Distinct(cell) => self.cell_available(facts, cell),
        }
    }
}

fn table_of(facts: Facts) -> &'static str {
    match facts {
        Facts::Orders => "orders",
        Facts::Lines => "lines",
        Facts::Checkouts => "checkouts",
        Facts::Events(_) => "events",
        Facts::Credits => "store_credit",
    }
}

fn latest_kind(cell: Cell) -> Kind {
    if cell == Cell::Own("status") { super::vocabulary::UPPER } else { Kind::Number }
}

/// The first 8 bytes of SHA-256(seed, line feed, id) as a number, modulo 10,000 (B1).
fn bucket(seed: &str, id: &str) -> i128 {
    let hash = Sha256::digest(format!("{seed}\n{id}"));
    let number = hash.iter().take(8).fold(0u64, |number, byte| number << 8 | u64::from(*byte));
    i128::from(number % 10_000)
}

#[test]
fn buckets_are_those_of_the_rule() {
    // printf '\n1' | sha256sum; printf 'summer\n1' | sha256sum
    assert_eq!((bucket("", "1"), bucket("summer", "1")), (9347, 8263));
}
