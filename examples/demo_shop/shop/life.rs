//! What a customer does over the years: registers, orders, leaves carts behind.
#![allow(clippy::explicit_auto_deref)] // The dereference picks the type of the list.

use super::calendar::{DAY, DAYS, Second, TAKEN_AT};
use super::places::{COUNTRIES, City, Country};
use super::products::Product;
use super::random::Random;
use super::{Shop, Stream};

/// How often someone buys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Habit {
    Never,
    Once,
    Some,
    Regular,
    Champion,
}

/// A customer's figures; rows are written from them.
pub(crate) struct Life<'a> {
    pub(crate) index: u32,
    pub(crate) habit: Habit,
    pub(crate) created: Second,
    pub(crate) country: &'static Country,
    pub(crate) city: &'static City,
    pub(crate) subscribed: bool,
    pub(crate) orders: Vec<Order<'a>>,
}

/// An order; amounts in cents.
pub(crate) struct Order<'a> {
    pub(crate) id: u64,
    pub(crate) placed: Second,
    pub(crate) lines: Vec<Line<'a>>,
    pub(crate) shipping: u32,
    pub(crate) total: u32,
    pub(crate) refunded: u32,
    pub(crate) status: &'static str,
    pub(crate) financial: &'static str,
    pub(crate) cancelled: Option<Second>,
    pub(crate) deleted: Option<Second>,
    pub(crate) test: bool,
    pub(crate) channel: &'static str,
}

/// A line of an order; the amount is for the whole line, in cents.
pub(crate) struct Line<'a> {
    pub(crate) product: &'a Product,
    pub(crate) variant: u32,
    pub(crate) quantity: u32,
    pub(crate) amount: u32,
}

/// A checkout: started, and perhaps completed.
pub(crate) struct Checkout {
    pub(crate) id: u64,
    pub(crate) started: Second,
    pub(crate) completed: Option<Second>,
    pub(crate) value: u32,
    pub(crate) quantity: u32,
}

const HABITS: &[(u32, Habit)] =
    &[(280, Habit::Never), (360, Habit::Once), (230, Habit::Some), (100, Habit::Regular), (30, Habit::Champion)];

/// Hours of the day by how many people are in the shop.
const HOURS: &[(u32, u32)] = &[
    (1, 0),
    (1, 5),
    (3, 7),
    (5, 8),
    (6, 9),
    (7, 10),
    (7, 11),
    (8, 12),
    (7, 13),
    (6, 14),
    (6, 15),
    (7, 16),
    (8, 17),
    (10, 18),
    (12, 19),
    (14, 20),
    (11, 21),
    (6, 22),
    (3, 23),
];

impl<'a> Life<'a> {
    pub(crate) fn new(shop: &'a Shop, index: u32) -> Life<'a> {
        let mut random = shop.random(index, Stream::Person);
        let habit = *random.weighted(HABITS);
        let country = random.weighted(COUNTRIES);
        let city = random.early(country.cities);
        let created = loop {
            // The shop grows: the later of two days.
            let day = random.below(DAYS).max(random.below(DAYS));
            if random.below(170) < shop.calendar.busy(day) {
                break day * DAY + second_of_day(&mut random);
            }
        };
        let subscribed = random.chance(if habit == Habit::Never { 620 } else { 480 });
        let mut life = Life { index, habit, created, country, city, subscribed, orders: Vec::new() };
        life.order(shop);
        life
    }

    /// What the customer paid and kept, over orders that count, in cents.
    pub(crate) fn spent(&self) -> u32 {
        self.qualifying().map(|order| order.total - order.refunded).sum()
    }

    /// Orders that are neither cancelled, deleted nor tests.
    pub(crate) fn qualifying(&self) -> impl Iterator<Item = &Order<'a>> {
        self.orders.iter().filter(|order| order.cancelled.is_none() && order.deleted.is_none() && !order.test)
    }

    fn order(&mut self, shop: &'a Shop) {
        let mut random = shop.random(self.index, Stream::Orders);
        let (days, stays) = match self.habit {
            Habit::Never => return,
            Habit::Once => (0, 0),
            Habit::Some => (170, 560),
            Habit::Regular => (75, 860),
            Habit::Champion => (28, 960),
        };
        // Most register while they order.
        let pause = if random.chance(600) { random.below(1800) } else { random.wait(12) * DAY };
        let mut at = self.created + pause;
        while at < TAKEN_AT && self.orders.len() < 120 {
            let id = 50_000_000 + u64::from(self.index) * 128 + self.orders.len() as u64;
            self.orders.push(Order::new(shop, &mut random, self.country, id, at));
            if !random.chance(stays) {
                break;
            }
            let mut day = at / DAY + 1 + random.wait(days);
            if day < DAYS && random.below(170) >= shop.calendar.busy(day) {
                day += random.below(20);
            }
            at = day * DAY + second_of_day(&mut random);
        }
    }

    /// The checkouts: some recovered ones before an order, some abandoned for good.
    pub(crate) fn checkouts(&self, shop: &Shop) -> Vec<Checkout> {
        let mut random = shop.random(self.index, Stream::Checkouts);
        let mut checkouts = Vec::new();
        let mut add = |started, completed, value, quantity| {
            let id = 90_000_000 + u64::from(self.index) * 256 + checkouts.len() as u64;
            checkouts.push(Checkout { id, started, completed, value, quantity });
        };
        for order in self.orders.iter().filter(|order| order.channel != "store") {
            if random.chance(120) {
                let quantity = order.lines.iter().map(|line| line.quantity).sum();
                let started =
                    order.placed.saturating_sub(600 + random.below(2 * DAY)).max(self.created.min(order.placed));
                add(started, Some(order.placed), order.total, quantity);
            }
        }
        let mut more = if self.habit == Habit::Never { 420 } else { 300 };
        while random.chance(more) && more > 20 {
            let started = self.some_time(&mut random, TAKEN_AT);
            let quantity = random.between(1, 3).min(random.between(1, 6));
            let value = (0..quantity).map(|_| shop.products.sold(&mut random).price_cents).sum();
            add(started, None, value, quantity);
            more -= 40;
        }
        checkouts
    }

    /// An instant in the last `length` seconds in which the customer was one, later ones more often.
    pub(crate) fn some_time(&self, random: &mut Random, length: u32) -> Second {
        let from = self.created.max(TAKEN_AT - length);
        let days = (TAKEN_AT - from).div_ceil(DAY);
        let day = from / DAY + random.below(days).max(random.below(days));
        (day * DAY + second_of_day(random)).clamp(from, TAKEN_AT - 1)
    }
}

impl<'a> Order<'a> {
    fn new(shop: &'a Shop, random: &mut Random, country: &Country, id: u64, placed: Second) -> Order<'a> {
        let count = *random.weighted(&[(500, 1), (270, 2), (130, 3), (60, 4), (30, 6), (10, 9)]);
        let discount = if random.chance(120) { 10 } else { 0 };
        let lines: Vec<Line> = (0..count)
            .map(|_| {
                let product = shop.products.sold(random);
                let quantity = *random.weighted(&[(860, 1), (100, 2), (25, 3), (15, 6)]);
                let amount = product.price_cents * quantity * (100 - discount) / 100;
                Line { product, variant: product.id * 10 + random.below(product.variants), quantity, amount }
            })
            .collect();
        let goods: u32 = lines.iter().map(|line| line.amount).sum();
        let channel = *random.weighted(&[(700, "web"), (150, "app"), (90, "store"), (60, "marketplace")]);
        let shipping = if goods >= 10_000 || channel == "store" { 0 } else { country.shipping };
        let mut order = Order {
            id,
            placed,
            lines,
            shipping,
            total: goods + shipping,
            refunded: 0,
            status: "completed",
            financial: "paid",
            cancelled: None,
            deleted: None,
            test: random.chance(2),
            channel,
        };
        order.settle(random, goods);
        order
    }

    // What became of the order since.
    fn settle(&mut self, random: &mut Random, goods: u32) {
        let age = TAKEN_AT - self.placed;
        let later = |random: &mut Random| self.placed + random.below(age.min(5 * DAY));
        if random.chance(1) {
            self.deleted = Some(later(random));
        } else if random.chance(30) {
            self.cancelled = Some(later(random));
            (self.status, self.financial) = ("cancelled", "voided");
        } else if age < 4 * DAY {
            self.status = if random.chance(500) { "processing" } else { "sent" };
            self.financial = if random.chance(150) { "pending" } else { "paid" };
        } else if random.chance(45) {
            (self.status, self.financial, self.refunded) = ("returned", "refunded", goods);
        } else if self.lines.len() > 1 && random.chance(90) {
            (self.financial, self.refunded) = ("partially_refunded", self.lines[0].amount);
        }
    }
}

/// A second of the day, when people shop.
pub(crate) fn second_of_day(random: &mut Random) -> u32 {
    random.weighted(HOURS) * 3600 + random.below(3600)
}
