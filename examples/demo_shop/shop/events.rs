//! The rows of the events table: visits, e-mails, messages, campaigns.
#![allow(clippy::explicit_auto_deref)] // The dereference picks the type of the list.

use super::calendar::{DAY, DAYS, Second, TAKEN_AT};
use super::life::{Habit, Life};
use super::random::Random;
use super::{Shop, Stream};
use std::fmt::Write;

/// Days of which events are kept.
const KEPT: u32 = 400;

/// Days between two campaigns.
const CAMPAIGN: u32 = 30;

/// Writes rows of one customer.
struct Rows<'a> {
    out: &'a mut String,
    shop: &'a Shop,
    id: u64,
}

impl Rows<'_> {
    /// `object` is empty where an event has none; `rest` is `url,channel,duration`.
    fn add(&mut self, kind: &str, at: Second, object: u32, rest: &str) {
        let _ = write!(self.out, "{},{kind},", self.id);
        self.shop.calendar.instant(self.out, at.min(TAKEN_AT - 1));
        self.out.push(',');
        if object > 0 {
            let _ = write!(self.out, "{object}");
        }
        self.out.push(',');
        self.out.push_str(rest);
        self.out.push('\n');
    }
}

/// Writes the events of a customer.
pub(crate) fn write(out: &mut String, shop: &Shop, life: &Life) {
    let mut random = shop.random(life.index, Stream::Events);
    let mut rows = Rows { out, shop, id: life.id() };
    let visits = match life.habit {
        Habit::Never => random.below(2),
        Habit::Once => random.below(3),
        Habit::Some => random.below(4),
        Habit::Regular => random.between(0, 8),
        Habit::Champion => random.between(4, 20),
    };
    for _ in 0..visits {
        let at = life.some_time(&mut random, KEPT * DAY);
        visit(&mut rows, &mut random, at);
    }
    if life.subscribed {
        emails(&mut rows, &mut random, life);
    }
    if random.chance(180) {
        messages(&mut rows, &mut random, life);
    }
}

fn visit(rows: &mut Rows, random: &mut Random, at: Second) {
    let channel = if random.chance(220) { "app" } else { "web" };
    let mut at = at;
    let began = at;
    let mut product = rows.shop.products.sold(random);
    for _ in 0..random.between(1, 3) {
        let url = random.early(&["/", "/collections", "/sale", "/stores", "/guides/tents", "/guides/boots", "/about"]);
        rows.add("page_view", at, 0, &format!("{url},{channel},"));
        at += 10 + random.below(60);
    }
    if random.chance(550) {
        rows.add("collection_view", at, product.collection(), &format!(",{channel},"));
        at += 5 + random.below(40);
    }
    for _ in 0..random.below(4) {
        if random.chance(600) {
            rows.add("product_click", at, product.id, &format!(",{channel},"));
        }
        rows.add("product_view", at + 1, product.id, &format!("/products/{},{channel},", product.id));
        at += 15 + random.below(160);
        product = rows.shop.products.beside(random, product);
    }
    rows.add("session", began, 0, &format!(",{channel},{}", at - began));
}

fn emails(rows: &mut Rows, random: &mut Random, life: &Life) {
    for campaign in 0..KEPT / CAMPAIGN {
        let sent = (DAYS - KEPT + campaign * CAMPAIGN) * DAY + 7 * 3600 + random.below(1800);
        if sent < life.created || !random.chance(250) {
            continue;
        }
        let id = 301 + campaign;
        rows.add("campaign", sent, id, ",email,");
        if random.chance(15) {
            rows.add("email_bounced", sent + 4, id, ",email,");
            continue;
        }
        rows.add("email_delivered", sent + 4, id, ",email,");
        if random.chance(380) {
            let opened = sent + 60 + random.below(DAY);
            rows.add("email_opened", opened, id, ",email,");
            if random.chance(210) {
                rows.add("email_clicked", opened + 20, id, ",email,");
            }
        }
        if random.chance(3) {
            rows.add("email_unsubscribed", sent + 3600, id, ",email,");
        } else if random.chance(1) {
            rows.add("email_marked_as_spam", sent + 3600, id, ",email,");
        }
    }
}

fn messages(rows: &mut Rows, random: &mut Random, life: &Life) {
    let channel = *random.weighted(&[(60, ",sms,"), (30, ",whatsapp,"), (10, ",viber,")]);
    for message in 0..3 {
        let sent = (DAYS - 300 + message * 110) * DAY + 10 * 3600 + random.below(600);
        if sent < life.created {
            continue;
        }
        let id = 601 + message;
        rows.add("message_sent", sent, id, channel);
        if !random.chance(950) {
            continue;
        }
        rows.add("message_delivered", sent + 3, id, channel);
        if random.chance(700) {
            rows.add("message_opened", sent + 200 + random.below(9000), id, channel);
        }
        if random.chance(90) {
            rows.add("message_clicked", sent + 10_000, id, channel);
        }
        if random.chance(30) {
            rows.add("message_replied", sent + 12_000, id, channel);
        }
    }
}
