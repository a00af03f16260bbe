//! A made-up shop for outdoor clothes: the same every time, and like a real one in its habits.
//!
//! Every customer is computed from the seed and their number alone, so tables are written one after
//! the other without holding any.

mod calendar;
mod customers;
mod events;
mod life;
mod places;
mod products;
mod random;

use calendar::{Calendar, DAY, DAYS, TAKEN_AT};
use life::Life;
use products::Products;
use random::Random;
use std::fmt::Write;

/// The files of the shop, each with its first line.
pub(crate) const TABLES: [(&str, &str); 7] = [
    ("customers.jsonl", ""),
    ("products.jsonl", ""),
    (
        "orders.csv",
        "id,customer_id,placed_at,total,currency,shipping,refunded,status,financial_status,cancelled_at,deleted_at,test,country,channel,app_id,location_id\n",
    ),
    ("lines.csv", "order_id,product_id,variant_id,quantity,amount\n"),
    ("checkouts.csv", "id,customer_id,started_at,completed_at,value,quantity,country\n"),
    ("events.csv", "customer_id,kind,at,object_id,url,channel,duration\n"),
    ("store_credit.csv", "customer_id,currency,balance,next_expiry_date,last_credit_date\n"),
];

/// The shop.
pub(crate) struct Shop {
    seed: u64,
    calendar: Calendar,
    products: Products,
}

/// What a stream of random numbers is for; adding a table leaves the others as they are.
#[derive(Debug, Clone, Copy)]
enum Stream {
    Person = 2,
    Orders,
    Profile,
    Checkouts,
    Events,
    Credit,
}

impl Shop {
    pub(crate) fn new(seed: u64) -> Shop {
        Shop { seed, calendar: Calendar::new(), products: Products::new(seed) }
    }

    /// When the data was true, ISO 8601 in UTC.
    pub(crate) fn taken_at(&self) -> String {
        let mut out = String::new();
        self.calendar.instant(&mut out, TAKEN_AT);
        out
    }

    /// Writes the rows of table `table` (a place in [`TABLES`]) that belong to customer `index`;
    /// the products come with the first customer.
    pub(crate) fn write(&self, out: &mut String, table: usize, index: u32) {
        match TABLES[table].0 {
            "products.jsonl" if index == 0 => self.products.all.iter().for_each(|product| product.write(out)),
            "products.jsonl" => {}
            name => {
                let life = Life::new(self, index);
                match name {
                    "customers.jsonl" => customers::write(out, self, &life),
                    "orders.csv" => self.orders(out, &life),
                    "lines.csv" => lines(out, &life),
                    "checkouts.csv" => self.checkouts(out, &life),
                    "events.csv" => events::write(out, self, &life),
                    _ => self.credit(out, &life),
                }
            }
        }
    }

    fn random(&self, customer: u32, stream: Stream) -> Random {
        Random::new(self.seed, customer, stream as u64)
    }

    fn orders(&self, out: &mut String, life: &Life) {
        for order in &life.orders {
            let _ = write!(out, "{},{},", order.id, life.id());
            self.calendar.instant(out, order.placed);
            for (place, cents) in [order.total, order.shipping, order.refunded].into_iter().enumerate() {
                let currency = if place == 1 { ",EUR" } else { "" };
                let _ = write!(out, "{currency},{}", Cents(cents));
            }
            let _ = write!(out, ",{},{},", order.status, order.financial);
            for at in [order.cancelled, order.deleted] {
                if let Some(at) = at {
                    self.calendar.instant(out, at);
                }
                out.push(',');
            }
            let (app, location) = match order.channel {
                "store" => ("129785", ["9001", "9002", "9003"][order.id as usize / 128 % 3]),
                "app" => ("580222", ""),
                "marketplace" => ("611004", ""),
                _ => ("580111", ""),
            };
            let _ = writeln!(out, "{},{},{},{app},{location}", order.test, life.country.code, order.channel);
        }
    }

    fn checkouts(&self, out: &mut String, life: &Life) {
        for checkout in life.checkouts(self) {
            let _ = write!(out, "{},{},", checkout.id, life.id());
            self.calendar.instant(out, checkout.started);
            out.push(',');
            if let Some(completed) = checkout.completed {
                self.calendar.instant(out, completed);
            }
            let _ = writeln!(out, ",{},{},{}", Cents(checkout.value), checkout.quantity, life.country.code);
        }
    }

    fn credit(&self, out: &mut String, life: &Life) {
        let mut random = self.random(life.index, Stream::Credit);
        if !random.chance(50) {
            return;
        }
        let currency = match life.country.code {
            "CH" => "CHF",
            "GB" => "GBP",
            _ => "EUR",
        };
        let _ = write!(out, "{},{currency},{},", life.id(), Cents(random.between(5, 120) * 50));
        if random.chance(700) {
            let day = DAYS + random.below(365);
            self.calendar.date(out, day);
        }
        out.push(',');
        let day = (life.created / DAY).max(DAYS - 1 - random.below(300));
        self.calendar.date(out, day);
        out.push('\n');
    }
}

impl Life<'_> {
    /// The customer's id in every table.
    fn id(&self) -> u64 {
        1_000_001 + u64::from(self.index)
    }
}

fn lines(out: &mut String, life: &Life) {
    for order in &life.orders {
        for line in &order.lines {
            let (product, amount) = (line.product.id, Cents(line.amount));
            let _ = writeln!(out, "{},{product},{},{},{amount}", order.id, line.variant, line.quantity);
        }
    }
}

/// An amount, shown with two decimals.
struct Cents(u32);

impl std::fmt::Display for Cents {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}
