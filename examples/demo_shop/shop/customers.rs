//! The rows of the customers table, as JSON lines.
#![allow(clippy::explicit_auto_deref)] // The dereference picks the type of the list.

use super::calendar::{DAY, DAYS};
use super::life::{Habit, Life};
use super::places::{COUNTRIES, City, Country};
use super::random::Random;
use super::{Shop, Stream};
use std::fmt::Write;

const CHANNELS: &[&str] = &["email", "sms", "whatsapp", "viber", "messenger"];
const FORMS: &[&str] = &["newsletter", "newsletter", "size guide", "winter raffle", "trail map download"];
const GROUPS: &[(u32, &str)] = &[(900, "retail"), (60, "club"), (20, "staff"), (20, "press")];
const ACTIVITIES: &[&str] = &["hiking", "trail running", "camping", "climbing", "bikepacking", "ski touring"];
const SIZES: &[&str] = &["XS", "S", "M", "L", "XL"];
const STORES: &[&str] = &["Berlin Mitte", "Hamburg Altona", "Wien Neubau", "Zürich Kreis 5", "Utrecht Centraal"];

/// Writes the row of a customer.
pub(crate) fn write(out: &mut String, shop: &Shop, life: &Life) {
    let mut random = shop.random(life.index, Stream::Profile);
    let random = &mut random;
    let _ = write!(out, r#"{{"id":"{}","created_at":""#, life.id());
    shop.calendar.instant(out, life.created);
    out.push('"');
    person(out, random, life);
    statuses(out, random, life);
    lists(out, random, life);
    address(out, random, life);
    standing(out, random, life);
    answers(out, random);
    extras(out, random, shop, life);
    out.push_str("}\n");
}

fn text(out: &mut String, key: &str, value: &str) {
    let _ = write!(out, r#","{key}":"{value}""#);
}

fn list(out: &mut String, key: &str, values: &[&str]) {
    let _ = write!(out, r#","{key}":"#);
    array(out, values);
}

fn array(out: &mut String, values: &[&str]) {
    out.push('[');
    for (place, value) in values.iter().enumerate() {
        let _ = write!(out, r#"{}"{value}""#, if place == 0 { "" } else { "," });
    }
    out.push(']');
}

fn person(out: &mut String, random: &mut Random, life: &Life) {
    let country = life.country;
    let woman = random.chance(530);
    let first = random.early(if woman { country.women } else { country.men });
    let last = random.early(country.families);
    text(out, "first_name", first);
    text(out, "last_name", last);
    if !random.chance(35) {
        let domain = random.early(country.domains);
        let number = random.below(100);
        let _ = write!(out, r#","email":"{}.{}{number}@{domain}""#, ascii(first), ascii(last));
    }
    if random.chance(420) {
        let _ = write!(out, r#","phone":"+{}{}""#, country.dial, 600_000_000 + random.below(99_999_999));
    }
    if random.chance(610) {
        let year = 1941 + random.between(0, 33) + random.between(0, 33);
        let _ = write!(out, r#","birth_date":"{year}-{:02}-{:02}""#, random.between(1, 12), random.between(1, 28));
    }
    if !random.chance(60) {
        text(out, "gender", if woman { "female" } else { "male" });
    }
    if random.chance(340) {
        text(
            out,
            "marital_status",
            *random.weighted(&[(45, "single"), (45, "married"), (8, "divorced"), (2, "widowed")]),
        );
    }
    text(out, "language", if random.chance(930) { country.language } else { "en" });
    if random.chance(30) {
        let _ = write!(out, r#","company_name":"{last} Outdoor","company_ids":["{}"]"#, 7001 + random.below(900));
    }
}

fn statuses(out: &mut String, random: &mut Random, life: &Life) {
    let other = [(600, "NOT_SUBSCRIBED"), (270, "UNSUBSCRIBED"), (70, "PENDING"), (50, "INVALID"), (10, "REDACTED")];
    text(out, "email_status", if life.subscribed { "SUBSCRIBED" } else { *random.weighted(&other) });
    for (key, share) in [("sms_status", 170), ("whatsapp_status", 60), ("push_status", 90)] {
        let subscribed = random.chance(share);
        text(out, key, if subscribed { "SUBSCRIBED" } else { *random.weighted(&other[..3]) });
    }
    text(
        out,
        "account_status",
        *random.weighted(&[(620, "ENABLED"), (290, "DISABLED"), (70, "INVITED"), (20, "DECLINED")]),
    );
    let app = *random.weighted(&[(800, "580111"), (150, "580222"), (50, "129785")]);
    text(out, "created_by_app_id", app);
    if random.chance(80) {
        let status = *random.weighted(&[(60, "SUBSCRIBED"), (25, "CANCELLED"), (10, "PAUSED"), (5, "FAILED")]);
        text(out, "product_subscription_status", status);
    }
}

fn lists(out: &mut String, random: &mut Random, life: &Life) {
    let spent = life.spent();
    let returns = life.orders.iter().filter(|order| order.status == "returned").count();
    let mut tags = Vec::new();
    for (tag, has) in [
        ("VIP", spent >= 150_000),
        ("repeat", life.qualifying().count() >= 2),
        ("newsletter", life.subscribed),
        ("often returns", returns >= 2),
        ("loyalty club", random.chance(110)),
        ("summer camp 2025", random.chance(25)),
        ("trade fair", random.chance(12)),
    ] {
        if has {
            // As in any shop that grew, the same tag was typed in two ways.
            tags.push(if tag == "VIP" && random.chance(40) { "vip" } else { tag });
        }
    }
    list(out, "tags", &tags);
    list(out, "groups", &[*random.weighted(GROUPS)]);
    list(out, "channels", &some_of(random, CHANNELS, 280));
    list(out, "forms", &some_of(random, FORMS, 110));
}

/// Each of `values` with a chance, none twice.
fn some_of<'a>(random: &mut Random, values: &[&'a str], per_mille: u32) -> Vec<&'a str> {
    let mut chosen = Vec::new();
    for value in values {
        if random.chance(per_mille) && !chosen.contains(value) {
            chosen.push(*value);
        }
    }
    chosen
}

fn address(out: &mut String, random: &mut Random, life: &Life) {
    if random.chance(50) {
        return;
    }
    out.push_str(r#","addresses":["#);
    one_address(out, random, life.country, life.city, true);
    if random.chance(90) {
        let country = if random.chance(700) { life.country } else { random.weighted(COUNTRIES) };
        let city = random.pick(country.cities);
        out.push(',');
        one_address(out, random, country, city, false);
    }
    out.push(']');
}

fn one_address(out: &mut String, random: &mut Random, country: &Country, city: &City, default: bool) {
    let City(name, region, postal, north, east) = *city;
    let _ =
        write!(out, r#"{{"country":"{}","region":"{region}","city":"{name}","postal_code":"{postal}"#, country.code);
    let _ = match country.code {
        "GB" => write!(out, "{}AB", random.below(10)),
        "SE" | "PL" => write!(out, "{:03}", random.below(1000)),
        _ => write!(out, "{:02}", random.below(100)),
    };
    let near = |degrees: i32, random: &mut Random| degrees * 100 + random.below(1600) as i32 - 800;
    let (latitude, longitude) = (near(north, random), near(east, random));
    out.push_str(r#"","latitude":"#);
    degrees(out, latitude);
    out.push_str(r#","longitude":"#);
    degrees(out, longitude);
    let _ = write!(out, r#","is_default":{default}}}"#);
}

/// Writes ten-thousandths of a degree.
fn degrees(out: &mut String, value: i32) {
    let _ = write!(out, "{}{}.{:04}", if value < 0 { "-" } else { "" }, value.abs() / 10_000, value.abs() % 10_000);
}

fn standing(out: &mut String, random: &mut Random, life: &Life) {
    let orders = life.qualifying().count();
    let last = life.qualifying().last().map_or(u32::MAX, |order| DAYS - order.placed / DAY);
    let (stage, group) = match (orders, last) {
        (0, _) if life.subscribed => ("lead", "PROSPECTS"),
        (0, _) => ("visitor", "PROSPECTS"),
        (1, 0..=60) => ("customer", "NEW"),
        (1, 61..=180) => ("customer", "PROMISING"),
        (1, 181..=400) => ("lapsing", "ALMOST_LOST"),
        (1, _) => ("lapsed", "DORMANT"),
        (2..=5, 0..=90) => ("repeat customer", "ACTIVE"),
        (2..=5, 91..=240) => ("repeat customer", "NEEDS_ATTENTION"),
        (2..=5, _) => ("lapsing", "AT_RISK"),
        (_, 0..=60) if orders >= 12 => ("advocate", "CHAMPIONS"),
        (_, 0..=180) => ("repeat customer", "LOYAL"),
        (_, _) => ("lapsed", "PREVIOUSLY_LOYAL"),
    };
    text(out, "funnel_stage", stage);
    text(out, "rfm_group", group);
    if orders > 0 {
        let tiers = match life.habit {
            Habit::Champion | Habit::Regular => [(70, "HIGH"), (25, "MEDIUM"), (5, "LOW")],
            Habit::Some => [(20, "HIGH"), (60, "MEDIUM"), (20, "LOW")],
            Habit::Once | Habit::Never => [(5, "HIGH"), (35, "MEDIUM"), (60, "LOW")],
        };
        text(out, "predicted_spend_tier", *random.weighted(&tiers));
    }
}

fn answers(out: &mut String, random: &mut Random) {
    if !random.chance(450) {
        return;
    }
    out.push_str(r#","answers":{"activity":"#);
    array(out, &some_of(random, ACTIVITIES, 300));
    list(out, "size", &[*random.early(SIZES)]);
    out.push('}');
}

fn extras(out: &mut String, random: &mut Random, shop: &Shop, life: &Life) {
    let spent = life.spent();
    let _ = write!(out, r#","profile":{{"loyalty_points":{}"#, spent / 100 + random.below(50));
    if random.chance(250) {
        text(out, "store", *random.early(STORES));
    }
    if random.chance(300) {
        let half = random.between(72, 94);
        let _ = write!(out, r#","shoe_size":{}.{}"#, half / 2, half % 2 * 5);
    }
    let member = random.chance(110);
    let _ = write!(out, r#","club_member":{member}"#);
    if member {
        out.push_str(r#","club_renewal":""#);
        let day = DAYS - 60 + random.below(400);
        shop.calendar.date(out, day);
        out.push('"');
    }
    let tier = match spent {
        0..30_000 => "bronze",
        30_000..120_000 => "silver",
        _ => "gold",
    };
    let _ = write!(out, r#"}},"metafields":{{"loyalty":{{"tier":"{tier}"}}}}"#);
}

/// A name as it stands in an address: small letters without marks.
fn ascii(name: &str) -> String {
    name.chars()
        .filter_map(|c| match c {
            'ä' | 'á' | 'å' | 'Á' | 'Å' => Some('a'),
            'é' | 'è' | 'ë' => Some('e'),
            'í' | 'Í' | 'ì' | 'ï' => Some('i'),
            'ö' | 'ó' | 'ø' | 'ò' | 'Ö' | 'Ø' => Some('o'),
            'ü' | 'ú' => Some('u'),
            'ł' | 'Ł' => Some('l'),
            'ñ' => Some('n'),
            'ś' | 'ß' => Some('s'),
            'ç' | 'ć' => Some('c'),
            'æ' => Some('a'),
            c if c.is_ascii_alphanumeric() => Some(c.to_ascii_lowercase()),
            _ => None,
        })
        .collect()
}
