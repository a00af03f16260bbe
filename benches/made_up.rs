//! A made-up shop of any size, the same every time: lognormal spend, Zipf countries and products,
//! skewed order counts, price spikes at x.99, and one customer with far too many orders.

use headcount::rows::RowSet;
use headcount::snapshot::arrow::write_stream;
use headcount::snapshot::{Array, Currency, LeftOut, Manifest, Part, Snapshot, TableName, Values};
use headcount::time::{Instant, Zone};

/// When the shop was taken, UTC: 2026-08-16T12:00:00.
pub(crate) const TAKEN_AT: i64 = 1_786_881_600;
const DAY: i64 = 86_400;

/// How many rows each table has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    pub(crate) customers: u32,
    pub(crate) orders: u32,
    pub(crate) lines: u32,
    pub(crate) events: u32,
}

/// xorshift64*
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Random {
        Random(seed | 1)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(bound)) >> 64) as u64
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Zipf-like rank below `bound`.
    fn rank(&mut self, bound: u64) -> u64 {
        let rank = ((bound + 1) as f64).powf(self.unit()) as u64;
        rank.clamp(1, bound) - 1
    }

    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }

    /// Cents, often just below a whole.
    fn price(&mut self) -> i64 {
        let cents = (8.0 + 1.1 * self.normal()).exp() as i64 + 100;
        if self.below(3) == 0 { cents / 100 * 100 + 99 } else { cents }
    }
}

fn full(name: &str, values: Values, len: u32) -> Array {
    Array { name: name.into(), len, valid: None, values }
}

fn text(name: &str, keys: &[String], codes: Vec<u32>) -> Array {
    let len = codes.len() as u32;
    full(name, Values::Text { codes, dictionary: keys.iter().collect() }, len)
}

fn names(prefix: &str, count: u64) -> Vec<String> {
    (0..count).map(|number| format!("{prefix}{number}")).collect()
}

/// Tables as Arrow parts, with their manifest.
pub(crate) fn pack(size: Size) -> (Manifest, Vec<(String, Vec<u8>)>) {
    let mut random = Random::new(0x5EED);
    let mut tables = vec![(TableName::Customers, customers(size, &mut random))];
    let (orders, of) = orders(size, &mut random);
    tables.push((TableName::Orders, orders));
    if size.lines > 0 {
        tables.push((TableName::Lines, lines(size, &of, &mut random)));
        tables.push((TableName::Products, products(&mut random)));
    }
    tables.push((TableName::Events, events(size, &mut random)));
    let mut parts = Vec::new();
    let mut bytes = Vec::new();
    for (table, arrays) in tables {
        let part = write_stream(&arrays);
        let path = format!("{}.arrow", table.as_str());
        parts.push(Part::of(table, path.clone(), arrays[0].len, &part));
        bytes.push((path, part));
    }
    let manifest = Manifest {
        snapshot_id: "made-up".into(),
        taken_at: Instant(TAKEN_AT),
        zone: Zone::utc(),
        zone_source: "made up".into(),
        currency: Currency { code: "USD".into(), exponent: 2 },
        customers: size.customers,
        parts,
        tables: Vec::new(),
        base: None,
        left_out: LeftOut::default(),
        columns: Vec::new(),
    };
    (manifest, bytes)
}

/// The opened shop.
pub(crate) fn open(manifest: &Manifest, parts: &[(String, Vec<u8>)]) -> Snapshot {
    Snapshot::open(manifest, parts.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())), None)
        .expect("the made-up shop opens")
}

const COUNTRIES: [&str; 40] = [
    "US", "GB", "DE", "FR", "CA", "AU", "ES", "IT", "NL", "SE", "PL", "BR", "IN", "JP", "BG", "VN", "MX", "NO", "DK",
    "FI", "IE", "PT", "AT", "CH", "BE", "CZ", "GR", "RO", "HU", "SK", "TR", "ZA", "NG", "KE", "EG", "AR", "CL", "CO",
    "PE", "NZ",
];

fn customers(size: Size, random: &mut Random) -> Vec<Array> {
    let len = size.customers;
    let ids = (0..len).map(|id| i64::from(id) * 7 + 1_000_000).collect();
    let created = (0..len).map(|_| TAKEN_AT - random.below(6 * 365 * DAY as u64) as i64).collect();
    let countries = COUNTRIES.map(String::from);
    let country = (0..len).map(|_| random.rank(40) as u32).collect();
    let tags = names("tag ", 500);
    let mut offsets = vec![0];
    let mut items = Vec::new();
    for _ in 0..len {
        let count = random.below(4);
        (0..count).for_each(|_| items.push(random.rank(500) as u32));
        offsets.push(items.len() as u32);
    }
    let statuses = ["SUBSCRIBED", "NOT_SUBSCRIBED", "UNSUBSCRIBED", "PENDING"].map(String::from);
    let status = (0..len).map(|_| random.rank(4) as u32).collect();
    let born = (0..len).map(|_| -10_000 + random.below(20_000) as i32).collect();
    vec![
        full("id", Values::Integer(ids), len),
        full("created_at", Values::Second(created), len),
        text("country", &countries, country),
        full("tags", Values::List { offsets, items: Box::new(text("item", &tags, items)) }, len),
        text("email_status", &statuses, status),
        full("birth_date", Values::Day(born), len),
    ]
}

/// Orders by customer, with the number of orders.
fn orders(size: Size, random: &mut Random) -> (Vec<Array>, u32) {
    let len = size.orders;
    let heavy = len / 25;
    let mut customer: Vec<i64> = (0..len - heavy)
        .map(|_| {
            let skewed = random.unit().powf(1.7);
            (skewed * f64::from(size.customers)) as i64
        })
        .map(|rank| (rank * 7_919) % i64::from(size.customers))
        .collect();
    customer.extend(std::iter::repeat_n(i64::from(size.customers / 3), heavy as usize));
    let placed = (0..len).map(|_| TAKEN_AT - (random.unit().powf(1.4) * (3.0 * 365.0 * DAY as f64)) as i64).collect();
    let totals = (0..len).map(|_| random.price()).collect();
    let refunded: Vec<i64> = (0..len).map(|_| if random.below(25) == 0 { 500 } else { 0 }).collect();
    let statuses = ["PAID", "SHIPPED", "COMPLETED", "CANCELLED"].map(String::from);
    let status = (0..len).map(|_| random.rank(4) as u32).collect();
    let cancelled: Vec<bool> = (0..len).map(|_| random.below(30) == 0).collect();
    let ended = |row: i64| TAKEN_AT - row * 7_919 % (1_000 * DAY);
    let cancelled_at = Array {
        valid: Some(RowSet::from_fn(len, |row| cancelled[row as usize])),
        ..full("cancelled_at", Values::Second((0..i64::from(len)).map(ended).collect()), len)
    };
    let arrays = vec![
        full("id", Values::Integer((0..i64::from(len)).collect()), len),
        full("customer", Values::Integer(customer), len),
        full("placed_at", Values::Second(placed), len),
        full("total", Values::Decimal { scale: 2, values: totals }, len),
        full("refunded", Values::Decimal { scale: 2, values: refunded }, len),
        text("status", &statuses, status),
        cancelled_at,
    ];
    (arrays, len)
}

const PRODUCTS: u64 = 20_000;

fn lines(size: Size, orders: &u32, random: &mut Random) -> Vec<Array> {
    let len = size.lines;
    let ids = names("", PRODUCTS);
    vec![
        full("order", Values::Integer((0..len).map(|_| random.below(u64::from(*orders)) as i64).collect()), len),
        text("product_id", &ids, (0..len).map(|_| random.rank(PRODUCTS) as u32).collect()),
        full("quantity", Values::Integer((0..len).map(|_| 1 + random.rank(8) as i64).collect()), len),
        full("amount", Values::Decimal { scale: 2, values: (0..len).map(|_| random.price()).collect() }, len),
    ]
}

fn products(random: &mut Random) -> Vec<Array> {
    let len = PRODUCTS as u32;
    let paths: Vec<String> = (0..300).map(|number| format!("group {} > kind {number}", number % 12)).collect();
    let codes = (0..len).map(|_| random.below(300) as u32).collect();
    let items = Box::new(text("item", &paths, codes));
    vec![
        text("id", &names("", PRODUCTS), (0..len).collect()),
        text("type", &names("type ", 50), (0..len).map(|_| random.rank(50) as u32).collect()),
        full("categories", Values::List { offsets: (0..=len).collect(), items }, len),
    ]
}

fn events(size: Size, random: &mut Random) -> Vec<Array> {
    let len = size.events;
    let kinds = ["product_view", "page_view", "email_opened"].map(String::from);
    vec![
        full(
            "customer",
            Values::Integer((0..len).map(|_| random.below(u64::from(size.customers)) as i64).collect()),
            len,
        ),
        text("kind", &kinds, (0..len).map(|_| random.rank(3) as u32).collect()),
        full("at", Values::Second((0..len).map(|_| TAKEN_AT - random.below(400 * DAY as u64) as i64).collect()), len),
        text("object_id", &names("", PRODUCTS), (0..len).map(|_| random.rank(PRODUCTS) as u32).collect()),
    ]
}
