//! Random small shops, each nasty in its own way: zones with odd days, facts on the edges of days
//! and of `as_of`, cells that are null, empty or absent, columns and tables that are not there.

use arbtest::arbitrary::{Result, Unstructured};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

/// Zones with the days on which something odd happens there.
const ZONES: &[(&str, &[&str])] = &[
    ("UTC", &["2024-02-29", "2023-03-01", "2024-12-31"]),
    ("Pacific/Kiritimati", &["2024-01-01", "1995-01-01", "2024-02-29"]),
    ("Etc/GMT+12", &["2024-01-01", "2024-02-29"]),
    ("Asia/Beirut", &["2022-03-27", "2022-03-28", "2022-10-30"]),
    ("America/Santiago", &["2023-09-03", "2024-04-07", "2024-04-06"]),
    ("Africa/Cairo", &["2024-04-26", "2024-10-31", "2024-11-01"]),
    ("Australia/Lord_Howe", &["2024-10-06", "2024-04-07", "2024-04-08"]),
    ("Pacific/Apia", &["2011-12-31", "2012-01-01", "2011-12-29"]),
    ("America/St_Johns", &["2010-11-07", "2010-11-08", "2011-03-13"]),
    ("Europe/London", &["2024-03-31", "2024-10-27", "2024-10-28"]),
    ("America/New_York", &["2024-03-31", "2024-11-03", "2024-03-10"]),
    ("Asia/Kathmandu", &["1986-01-01", "2024-02-29"]),
];

/// A shop and what its generator knows of it.
pub(super) struct Scene {
    pub(super) shop: Value,
    /// The local day of `taken_at`.
    pub(super) day: jiff::civil::Date,
    pub(super) zone: TimeZone,
    pub(super) taken_at: Timestamp,
}

/// Writes cells of one shop.
struct Cells<'u, 'b> {
    u: &'u mut Unstructured<'b>,
    zone: TimeZone,
    day: jiff::civil::Date,
    taken_at: Timestamp,
}

type Row = Map<String, Value>;

const IDS: &[&str] = &["1", "00001", "ünï y", "10", "gid://shopify/Customer/5", "2"];
const COUNTRIES: &[&str] = &["BG", "bg", "Viet Nam", "VN", "United Kingdom", "GB", "US", "Atlantis", ""];
const REGIONS: &[&str] = &["22", "BG-22", "bg-23", "CA", "", "us-ca", "VN-SG"];
const CITIES: &[&str] =
    &["Sofia", "SOFIA", "София", "Đà Nẵng", "Da Nang", "Łódź", "New York City", "St. Ives-on-Sea", "", "!"];
pub(super) const TAGS: &[&str] = &["VIP", " vip", "Straße", "STRASSE", "b2b", "são", "sao", "", "  ", "a > b"];
const STATUSES: &[&str] = &["open", "OPEN", "Completed", "cancelled", "CANCELED", "", "weird"];
const CATEGORIES: &[&str] =
    &["Apparel > Shoes > Boots", "apparel > Shoes", "Shoes", "Home>Kitchen", " > ", "TV", "shoes > apparel"];

/// The first instant of a local day, or, if its midnight is skipped, one near it.
pub(super) fn start_of(zone: &TimeZone, date: jiff::civil::Date) -> Timestamp {
    zone.to_ambiguous_timestamp(date.at(0, 0, 0, 0)).compatible().expect("an instant")
}

const KINDS: &[&str] = &[
    "product_view",
    "page_view",
    "session",
    "product_click",
    "collection_view",
    "product_view",
    "campaign",
    "email_opened",
    "message_clicked",
    "email_bounced",
    "email_clicked",
    "email_delivered",
    "email_marked_as_spam",
    "email_unsubscribed",
    "message_sent",
    "message_delivered",
    "message_opened",
    "message_replied",
    "quiz_taken",
];

/// A random shop.
pub(super) fn scene(u: &mut Unstructured<'_>) -> Result<Scene> {
    let (name, days) = *u.choose(ZONES)?;
    let zone = TimeZone::get(name).expect("a zone of the list");
    let day: jiff::civil::Date = u.choose(days)?.parse().expect("a date of the list");
    let (hour, minute, second) =
        *u.choose(&[(12, 0, 0), (0, 0, 0), (23, 59, 59), (0, 30, 0), (1, 30, 0), (2, 15, 0)])?;
    let taken_at = zone.to_ambiguous_timestamp(day.at(hour, minute, second, 0)).later().expect("an instant");
    let currency = *u.choose(&["USD", "USD", "JPY", "KWD"])?;
    let mut cells = Cells { u, zone: zone.clone(), day, taken_at };
    let tables = cells.tables()?;
    let shop = json!({ "time_zone": name, "currency": currency, "taken_at": taken_at.to_string(), "tables": tables });
    Ok(Scene { shop, day, zone, taken_at })
}

impl Cells<'_, '_> {
    fn tables(&mut self) -> Result<Value> {
        let mut tables = Map::new();
        let customers = self.rows(6, Self::customer)?;
        let orders = self.rows(14, Self::order)?;
        let lines = self.rows(18, Self::line)?;
        let products = self.rows(4, Self::product)?;
        let checkouts = self.rows(8, Self::checkout)?;
        let events = self.rows(60, Self::event)?;
        let credits = self.rows(6, Self::credit)?;
        tables.insert("customers".into(), customers);
        for (name, rows) in [
            ("orders", orders),
            ("lines", lines),
            ("products", products),
            ("checkouts", checkouts),
            ("events", events),
            ("store_credit", credits),
        ] {
            if !self.u.ratio(1, 40)? {
                tables.insert(name.into(), rows);
            }
        }
        Ok(Value::Object(tables))
    }

    /// Rows of which every now and then a column is left out whole.
    fn rows(&mut self, most: usize, mut row: impl FnMut(&mut Self, usize) -> Result<Row>) -> Result<Value> {
        let least = if self.u.ratio(1, 10)? { 0 } else { most / 2 };
        let count = self.u.int_in_range(least..=most)?;
        let mut rows: Vec<Row> = (0..count).map(|at| row(self, at)).collect::<Result<_>>()?;
        let mut names: Vec<String> = rows.iter().flat_map(|row| row.keys().cloned()).collect();
        names.sort();
        names.dedup();
        for name in names {
            let kept =
                ["id", "customer_id", "order_id", "kind", "placed_at", "started_at", "at"].contains(&name.as_str());
            if !kept && self.u.ratio(1, 60)? {
                rows.iter_mut().for_each(|row| drop(row.remove(&name)));
            }
        }
        Ok(rows.into_iter().map(Value::Object).collect())
    }

    fn pick(&mut self, texts: &[&str]) -> Result<Value> {
        Ok(if self.u.ratio(1, 6)? { Value::Null } else { (*self.u.choose(texts)?).into() })
    }

    fn list(&mut self, texts: &[&str]) -> Result<Value> {
        if self.u.ratio(1, 6)? {
            return Ok(Value::Null);
        }
        let count = self.u.int_in_range(0..=3)?;
        (0..count).map(|_| Ok(Value::from(*self.u.choose(texts)?))).collect()
    }

    fn money(&mut self) -> Result<Value> {
        self.pick(&["0", "10", "10.00", "10.005", "-5.50", "100", "0.1", "0.2", "20", ""])
    }

    fn count(&mut self) -> Result<Value> {
        Ok(match self.u.int_in_range(0..=7)? {
            0 => Value::Null,
            1 => "".into(),
            2 => "3".into(),
            number => (number - 4).into(),
        })
    }

    fn object(&mut self) -> Result<Value> {
        Ok(match self.u.int_in_range(0..=7)? {
            0 => Value::Null,
            1 => "gid://shopify/Product/1".into(),
            2 => "2".into(),
            3 => "P-3".into(),
            number => (number - 3).into(),
        })
    }

    /// A time near the edges of days around `taken_at`, in one of the ways files write it.
    fn time(&mut self) -> Result<Value> {
        if self.u.ratio(1, 8)? {
            return Ok(if self.u.ratio(1, 4)? { "".into() } else { Value::Null });
        }
        let back = *self.u.choose(&[0i64, 0, 0, 1, 1, 1, 2, 7, 30, 31, 366, -1])?;
        let date = self.day.checked_sub(jiff::Span::new().days(back)).expect("a date near the day");
        Ok(match self.u.int_in_range(0..=8)? {
            0 => self.taken_at.to_string().into(),
            1 => (self.taken_at + jiff::Span::new().seconds(1)).to_string().into(),
            2 => (self.taken_at - jiff::Span::new().hours(1)).to_string().into(),
            3 => date.to_string().into(),
            4 => format!("{date}T00:00:00").into(),
            5 => format!("{date} 23:59:59").into(),
            6 => format!("{date}T01:30:00").into(),
            7 => format!("{date}T12:00:00.5+05:30").into(),
            _ => {
                let start = start_of(&self.zone, date);
                (start - jiff::Span::new().seconds(self.u.int_in_range(0..=1)?)).to_string().into()
            }
        })
    }

    /// A date without time.
    fn date(&mut self) -> Result<Value> {
        let month_and_day = *self.u.choose(&["02-29", "02-29", "02-28", "03-01", "12-31", "01-01", "07-15"])?;
        let year = *self.u.choose(&["2000", "1996", "2024", "1980", "2028"])?;
        Ok(match self.u.int_in_range(0..=6)? {
            0 => Value::Null,
            1 => format!("1999-{}", if month_and_day == "02-29" { "02-27" } else { month_and_day }).into(),
            _ => format!("{year}-{month_and_day}").into(),
        })
    }

    fn customer_id(&mut self) -> Result<Value> {
        Ok(match self.u.int_in_range(0..=13)? {
            0 => "stranger".into(),
            1 => 1.into(),
            2 => 5.into(),
            _ => IDS[self.u.int_in_range(0..=5)?].into(),
        })
    }

    fn address(&mut self) -> Result<Value> {
        let mut row = Row::new();
        row.insert("country".into(), self.pick(COUNTRIES)?);
        row.insert("region".into(), self.pick(REGIONS)?);
        row.insert("city".into(), self.pick(CITIES)?);
        let (latitude, longitude) =
            *self.u.choose(&[(42.6977, 23.3219), (16.0544, 108.2022), (0.0, 0.0), (-42.6977, -156.6781)])?;
        row.insert("latitude".into(), if self.u.ratio(1, 6)? { Value::Null } else { json!(latitude) });
        row.insert("longitude".into(), if self.u.ratio(1, 6)? { Value::Null } else { json!(longitude) });
        row.insert("is_default".into(), if self.u.ratio(1, 4)? { Value::Null } else { self.u.ratio(1, 2)?.into() });
        Ok(Value::Object(row))
    }

    fn customer(&mut self, at: usize) -> Result<Row> {
        let mut row = Row::new();
        // Mostly one row a customer.
        let id = if self.u.ratio(1, 8)? { self.customer_id()? } else { IDS[at % IDS.len()].into() };
        row.insert("id".into(), id);
        row.insert("created_at".into(), if self.u.ratio(1, 2)? { Value::Null } else { self.time()? });
        row.insert(
            "email".into(),
            self.pick(&["a@Shop.example", "b@bücher.example", "nobody", "", "c@straße.example"])?,
        );
        row.insert("first_name".into(), self.pick(&["Ann", "ann", "O'Brien", "", "Ann\u{e9}", "Anne\u{301}"])?);
        row.insert("last_name".into(), self.pick(&["Ann", "Á", ""])?);
        row.insert("phone".into(), self.pick(&["+359", ""])?);
        row.insert("company_name".into(), self.pick(&["Acme", "acme", ""])?);
        row.insert("marital_status".into(), self.pick(&["single", "Married"])?);
        row.insert("funnel_stage".into(), self.pick(&["lead", "LEAD"])?);
        row.insert("sms_status".into(), self.pick(&["SUBSCRIBED", "PENDING"])?);
        row.insert("whatsapp_status".into(), self.pick(&["SUBSCRIBED", "redacted"])?);
        row.insert("push_status".into(), self.pick(&["SUBSCRIBED", "NOT_SUBSCRIBED"])?);
        row.insert("predicted_spend_tier".into(), self.pick(&["HIGH", "medium"])?);
        row.insert("forms".into(), self.list(&["Newsletter", "quiz", ""])?);
        row.insert("language".into(), self.pick(&["en", "en-US", "EN", ""])?);
        row.insert("birth_date".into(), self.date()?);
        row.insert("gender".into(), self.pick(&["female", "FEMALE", " male", ""])?);
        row.insert("tags".into(), self.list(TAGS)?);
        row.insert("groups".into(), self.list(TAGS)?);
        row.insert("channels".into(), self.list(&["viber", "SMS", "email"])?);
        row.insert("email_status".into(), self.pick(&["SUBSCRIBED", "unsubscribed", "WEIRD", ""])?);
        row.insert("account_status".into(), self.pick(&["ENABLED", "disabled", ""])?);
        row.insert(
            "product_subscription_status".into(),
            self.pick(&["ACTIVE", "SUBSCRIBED", "CANCELED", "Cancelled"])?,
        );
        row.insert("rfm_group".into(), self.pick(&["LOYAL", "SHINY"])?);
        row.insert("company_ids".into(), self.list(&["1", "gid://shopify/Company/1", "02"])?);
        row.insert("created_by_app_id".into(), self.object()?);
        row.insert("first_interaction_at".into(), if self.u.ratio(2, 3)? { Value::Null } else { self.time()? });
        row.insert("last_interaction_at".into(), if self.u.ratio(2, 3)? { Value::Null } else { self.time()? });
        row.insert("number_of_orders".into(), self.count()?);
        row.insert("amount_spent".into(), self.money()?);
        row.insert("profile.score".into(), self.money()?);
        row.insert("profile.points".into(), self.count()?);
        row.insert("profile.vip".into(), if self.u.ratio(1, 3)? { Value::Null } else { self.u.ratio(1, 2)?.into() });
        row.insert("profile.since".into(), self.date()?);
        row.insert("profile.note".into(), self.pick(&["alpha", "Beta", "", "x-y"])?);
        row.insert("metafields.shop.sizes".into(), self.list(&["S", "m", "XL", ""])?);
        row.insert("answers.style".into(), self.list(&["sport", "Classic"])?);
        if self.u.ratio(11, 12)? {
            let addresses = self.u.int_in_range(0..=2)?;
            let list: Vec<Value> = (0..addresses).map(|_| self.address()).collect::<Result<_>>()?;
            row.insert("addresses".into(), list.into());
        }
        Ok(row)
    }

    fn order(&mut self, at: usize) -> Result<Row> {
        let mut row = Row::new();
        let number = at * 5 % 14;
        row.insert("id".into(), if number % 4 == 3 { format!("O{number}").into() } else { number.into() });
        row.insert("customer_id".into(), self.customer_id()?);
        row.insert("placed_at".into(), self.time()?);
        row.insert("total".into(), self.money()?);
        row.insert("currency".into(), Value::Null);
        if self.u.ratio(1, 10)? {
            row.insert("currency".into(), self.pick(&["EUR", "USD", "usd", "JPY", ""])?);
        }
        row.insert("shipping".into(), self.money()?);
        row.insert("refunded".into(), if self.u.ratio(2, 3)? { Value::Null } else { self.money()? });
        row.insert("status".into(), self.pick(STATUSES)?);
        row.insert("financial_status".into(), self.pick(&["paid", "PAID", "pending"])?);
        row.insert("cancelled_at".into(), if self.u.ratio(3, 4)? { Value::Null } else { self.time()? });
        row.insert("deleted_at".into(), if self.u.ratio(5, 6)? { Value::Null } else { self.time()? });
        row.insert("test".into(), if self.u.ratio(1, 2)? { Value::Null } else { self.u.ratio(1, 8)?.into() });
        row.insert("country".into(), self.pick(COUNTRIES)?);
        row.insert("channel".into(), self.pick(&["web", "WEB ", "pos", ""])?);
        row.insert("app_id".into(), self.object()?);
        row.insert("location_id".into(), self.object()?);
        Ok(row)
    }

    fn line(&mut self, _: usize) -> Result<Row> {
        let mut row = Row::new();
        let order = self.u.int_in_range(1..=13)?;
        row.insert(
            "order_id".into(),
            if self.u.ratio(1, 5)? { format!("O{}", order - 1).into() } else { order.into() },
        );
        row.insert("product_id".into(), self.object()?);
        row.insert("variant_id".into(), self.object()?);
        row.insert("quantity".into(), self.count()?);
        row.insert("amount".into(), self.money()?);
        Ok(row)
    }

    fn product(&mut self, at: usize) -> Result<Row> {
        let mut row = Row::new();
        row.insert("id".into(), [json!(1), json!("gid://shopify/Product/2"), json!("P-3"), json!(4)][at % 4].clone());
        row.insert("type".into(), self.pick(&["Shoe", "shoe ", "Hat", ""])?);
        row.insert("vendor".into(), self.pick(&["Acme", "ACME", "Bcme"])?);
        row.insert("department".into(), self.pick(&["Feet", "Head"])?);
        row.insert("tags".into(), self.list(TAGS)?);
        row.insert("categories".into(), self.list(CATEGORIES)?);
        Ok(row)
    }

    fn checkout(&mut self, at: usize) -> Result<Row> {
        let mut row = Row::new();
        row.insert("id".into(), (at * 7 % 12).to_string().into());
        row.insert("customer_id".into(), self.customer_id()?);
        row.insert("started_at".into(), self.time()?);
        row.insert("completed_at".into(), if self.u.ratio(2, 3)? { Value::Null } else { self.time()? });
        row.insert("value".into(), self.money()?);
        row.insert("quantity".into(), self.count()?);
        row.insert("country".into(), self.pick(COUNTRIES)?);
        Ok(row)
    }

    fn event(&mut self, at: usize) -> Result<Row> {
        let mut row = Row::new();
        row.insert("customer_id".into(), self.customer_id()?);
        row.insert("kind".into(), KINDS[at % KINDS.len()].into());
        row.insert("at".into(), self.time()?);
        row.insert("object_id".into(), self.object()?);
        row.insert("url".into(), self.pick(&["/a", "/a?x=1", "/B", ""])?);
        row.insert("category".into(), if self.u.ratio(1, 2)? { Value::Null } else { self.pick(CATEGORIES)? });
        row.insert("channel".into(), self.pick(&["Viber", "email", ""])?);
        row.insert("duration".into(), self.money()?);
        Ok(row)
    }

    fn credit(&mut self, _: usize) -> Result<Row> {
        let mut row = Row::new();
        row.insert("customer_id".into(), self.customer_id()?);
        row.insert("currency".into(), self.pick(&["USD", "jpy", "KWD", ""])?);
        row.insert("balance".into(), self.money()?);
        row.insert("next_expiry_date".into(), self.date()?);
        row.insert("last_credit_date".into(), self.date()?);
        Ok(row)
    }
}
