//! Exports of a made-up shop as text, chunk by chunk, the same every time.

use std::fmt::Write;

/// Bytes of a chunk, about.
const CHUNK: usize = 1 << 16;

/// How the shop's rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// One bulk operation's result: orders with their line items and refunds, then customers with
    /// their metafields and addresses.
    Bulk,
    /// Plain tables of JSON objects: customers, orders, lines, events.
    Plain,
}

impl Shape {
    /// Bytes that a customer takes with all its rows, about.
    pub(crate) fn bytes_a_customer(self) -> u64 {
        match self {
            Shape::Bulk => 3_830,
            Shape::Plain => 1_950,
        }
    }
}

/// Takes the name of a file and its next bytes.
pub(crate) type Take<'a> = dyn FnMut(&str, &[u8]) + 'a;

/// Writes the exports of a shop of so many customers.
pub(crate) fn write(shape: Shape, customers: u32, take: &mut Take<'_>) {
    let shop = Shop { customers: u64::from(customers) };
    match shape {
        Shape::Bulk => shop.bulk(take),
        Shape::Plain => shop.plain(take),
    }
}

struct Shop {
    customers: u64,
}

/// splitmix64: the same numbers for the same row, whatever was written before.
struct Random(u64);

impl Random {
    fn of(table: u64, row: u64) -> Random {
        Random(table << 56 ^ row)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ mixed >> 31) % bound
    }

    fn pick<'a>(&mut self, items: &[&'a str]) -> &'a str {
        items[self.below(items.len() as u64) as usize]
    }

    /// More often low than high.
    fn low(&mut self, bound: u64) -> u64 {
        let once = self.below(bound) + 1;
        self.below(once)
    }
}

const FIRST: [&str; 12] =
    ["Anna", "Ben", "Chloé", "Deniz", "Emma", "Finn", "Gül", "Hugo", "Ida", "Jonas", "Kira", "Léo"];
const LAST: [&str; 10] =
    ["Müller", "Smith", "Martin", "Yılmaz", "Rossi", "Novak", "Jensen", "García", "Kowalski", "Dubois"];
const CITIES: [&str; 8] = ["Berlin", "London", "Paris", "İzmir", "Roma", "Praha", "København", "Madrid"];
const COUNTRIES: [&str; 8] = ["DE", "GB", "FR", "TR", "IT", "CZ", "DK", "ES"];
const TAGS: [&str; 6] = ["vip", "wholesale", "newsletter", "birthday club", "returns", "b2b"];
const KINDS: [&str; 4] = ["page_view", "product_view", "session", "email_opened"];

impl Shop {
    fn orders(&self) -> u64 {
        self.customers * 5 / 2
    }

    fn customer_id(row: u64) -> u64 {
        6_812_000_000_000 + row * 32_768 + Random::of(1, row).below(32_768)
    }

    fn order_id(row: u64) -> u64 {
        5_401_000_000_000 + row * 16_384 + Random::of(2, row).below(16_384)
    }

    fn time(random: &mut Random, out: &mut String) {
        let (year, month, day) = (2021 + random.below(5), 1 + random.below(12), 1 + random.below(28));
        let (hour, minute, second) = (random.below(24), random.below(60), random.below(60));
        _ = write!(out, "{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z");
    }

    fn money(random: &mut Random, out: &mut String) {
        let cents = 99 + random.low(60_000);
        _ = write!(out, "{}.{:02}", cents / 100, cents % 100);
    }

    fn set(name: &str, random: &mut Random, out: &mut String) {
        _ = write!(out, ",\"{name}\":{{\"shopMoney\":{{\"amount\":\"");
        Self::money(random, out);
        out.push_str("\",\"currencyCode\":\"EUR\"}}");
    }

    fn bulk(&self, take: &mut Take<'_>) {
        let mut sink = Sink::new("bulk.jsonl", take);
        for row in 0..self.orders() {
            self.bulk_order(row, sink.room());
        }
        for row in 0..self.customers {
            Self::bulk_customer(row, sink.room());
        }
        sink.end();
    }

    fn bulk_order(&self, row: u64, out: &mut String) {
        let (mut random, id) = (Random::of(3, row), Self::order_id(row));
        _ = write!(out, "{{\"id\":\"gid:\\/\\/shopify\\/Order\\/{id}\",\"name\":\"#{}\",\"createdAt\":\"", 1_000 + row);
        Self::time(&mut random, out);
        out.push_str("\",\"updatedAt\":\"2026-01-01T00:00:00Z\",\"cancelledAt\":null,\"test\":false");
        _ = write!(
            out,
            ",\"displayFinancialStatus\":\"{}\",\"displayFulfillmentStatus\":\"{}\",\"sourceName\":\"{}\"",
            random.pick(&["PAID", "PAID", "PAID", "PARTIALLY_REFUNDED"]),
            random.pick(&["FULFILLED", "UNFULFILLED"]),
            random.pick(&["web", "pos", "shopify_draft_order"])
        );
        Self::set("totalPriceSet", &mut random, out);
        Self::set("totalShippingPriceSet", &mut random, out);
        let customer = random.low(self.customers);
        _ = writeln!(
            out,
            ",\"shippingAddress\":{{\"countryCodeV2\":\"{}\"}},\"customer\":{{\"id\":\"gid:\\/\\/shopify\\/Customer\\/{}\",\"email\":\"customer{customer}@mail.example\"}}}}",
            random.pick(&COUNTRIES),
            Self::customer_id(customer)
        );
        for line in 0..1 + random.below(3) {
            let product = random.low(3_000);
            _ = write!(
                out,
                "{{\"id\":\"gid:\\/\\/shopify\\/LineItem\\/{}\",\"quantity\":{},\"name\":\"Product {product}\",\"sku\":\"SKU-{product}\",\"product\":{{\"id\":\"gid:\\/\\/shopify\\/Product\\/{}\"}},\"variant\":{{\"id\":\"gid:\\/\\/shopify\\/ProductVariant\\/{}\"}}",
                id * 4 + line,
                1 + random.low(5),
                7_300_000_000_000 + product,
                4_100_000_000_000 + product * 3 + random.below(3)
            );
            Self::set("discountedTotalSet", &mut random, out);
            _ = writeln!(out, ",\"__parentId\":\"gid:\\/\\/shopify\\/Order\\/{id}\"}}");
        }
        if random.below(20) == 0 {
            _ = write!(out, "{{\"id\":\"gid:\\/\\/shopify\\/Refund\\/{id}\"");
            Self::set("totalRefundedSet", &mut random, out);
            _ = writeln!(out, ",\"__parentId\":\"gid:\\/\\/shopify\\/Order\\/{id}\"}}");
        }
    }

    fn bulk_customer(row: u64, out: &mut String) {
        let (mut random, id) = (Random::of(4, row), Self::customer_id(row));
        let (first, last) = (random.pick(&FIRST), random.pick(&LAST));
        _ = write!(out, "{{\"id\":\"gid:\\/\\/shopify\\/Customer\\/{id}\",\"createdAt\":\"");
        Self::time(&mut random, out);
        _ = write!(
            out,
            "\",\"email\":\"customer{row}@mail.example\",\"firstName\":\"{first}\",\"lastName\":\"{last}\",\"phone\":\"+49{}\",\"state\":\"{}\",\"locale\":\"{}\",\"numberOfOrders\":\"{}\",\"amountSpent\":{{\"amount\":\"",
            1_500_000_000 + random.below(100_000_000),
            random.pick(&["ENABLED", "DISABLED", "INVITED"]),
            random.pick(&["de", "en", "fr"]),
            random.low(10)
        );
        Self::money(&mut random, out);
        let consent = random.pick(&["SUBSCRIBED", "NOT_SUBSCRIBED", "UNSUBSCRIBED"]);
        _ = writeln!(
            out,
            "\",\"currencyCode\":\"EUR\"}},\"tags\":[\"{}\",\"{}\"],\"emailMarketingConsent\":{{\"marketingState\":\"{consent}\"}}}}",
            random.pick(&TAGS),
            random.pick(&TAGS)
        );
        let place = random.below(8) as usize;
        _ = writeln!(
            out,
            "{{\"id\":\"gid:\\/\\/shopify\\/MailingAddress\\/{id}?model_name=CustomerAddress\",\"countryCodeV2\":\"{}\",\"city\":\"{}\",\"zip\":\"{}\",\"__parentId\":\"gid:\\/\\/shopify\\/Customer\\/{id}\"}}",
            COUNTRIES[place],
            CITIES[place],
            10_000 + random.below(90_000)
        );
        if random.below(2) == 0 {
            _ = writeln!(
                out,
                "{{\"id\":\"gid:\\/\\/shopify\\/Metafield\\/{id}\",\"namespace\":\"loyalty\",\"key\":\"points\",\"value\":\"{}\",\"__parentId\":\"gid:\\/\\/shopify\\/Customer\\/{id}\"}}",
                random.low(10_000)
            );
        }
    }

    fn plain(&self, take: &mut Take<'_>) {
        let mut sink = Sink::new("customers.jsonl", take);
        (0..self.customers).for_each(|row| Self::plain_customer(row, sink.room()));
        sink.next("orders.jsonl");
        (0..self.orders()).for_each(|row| self.plain_order(row, sink.room()));
        sink.next("lines.jsonl");
        (0..self.orders()).for_each(|row| Self::plain_lines(row, sink.room()));
        sink.next("events.jsonl");
        (0..self.customers * 3).for_each(|row| self.plain_event(row, sink.room()));
        sink.end();
    }

    fn plain_customer(row: u64, out: &mut String) {
        let (mut random, id) = (Random::of(5, row), Self::customer_id(row));
        _ = write!(out, "{{\"id\":{id},\"created_at\":\"");
        Self::time(&mut random, out);
        let place = random.below(8) as usize;
        _ = writeln!(
            out,
            "\",\"email\":\"customer{row}@mail.example\",\"first_name\":\"{}\",\"last_name\":\"{}\",\"birth_date\":\"{}-{:02}-{:02}\",\"gender\":\"{}\",\"tags\":[\"{}\",\"{}\"],\"email_status\":\"{}\",\"addresses\":[{{\"country\":\"{}\",\"city\":\"{}\",\"postal_code\":\"{}\",\"is_default\":true}}],\"profile\":{{\"score\":{},\"tier\":\"{}\"}}}}",
            random.pick(&FIRST),
            random.pick(&LAST),
            1940 + random.below(65),
            1 + random.below(12),
            1 + random.below(28),
            random.pick(&["female", "male", "other"]),
            random.pick(&TAGS),
            random.pick(&TAGS),
            random.pick(&["SUBSCRIBED", "NOT_SUBSCRIBED", "UNSUBSCRIBED"]),
            COUNTRIES[place],
            CITIES[place],
            10_000 + random.below(90_000),
            random.below(1_000),
            random.pick(&["gold", "silver", "bronze"])
        );
    }

    fn plain_order(&self, row: u64, out: &mut String) {
        let mut random = Random::of(6, row);
        let customer = Self::customer_id(random.low(self.customers));
        _ = write!(out, "{{\"id\":{},\"customer_id\":{customer},\"placed_at\":\"", Self::order_id(row));
        Self::time(&mut random, out);
        out.push_str("\",\"total\":");
        Self::money(&mut random, out);
        out.push_str(",\"shipping\":");
        Self::money(&mut random, out);
        _ = writeln!(
            out,
            ",\"currency\":\"EUR\",\"status\":\"{}\",\"financial_status\":\"{}\",\"channel\":\"{}\",\"country\":\"{}\"}}",
            random.pick(&["FULFILLED", "UNFULFILLED"]),
            random.pick(&["PAID", "PAID", "REFUNDED"]),
            random.pick(&["web", "pos"]),
            random.pick(&COUNTRIES)
        );
    }

    fn plain_lines(row: u64, out: &mut String) {
        let mut random = Random::of(7, row);
        for _ in 0..1 + random.below(3) {
            let product = random.low(3_000);
            _ = write!(
                out,
                "{{\"order_id\":{},\"product_id\":{},\"variant_id\":{},\"quantity\":{},\"amount\":",
                Self::order_id(row),
                7_300_000_000_000 + product,
                4_100_000_000_000 + product * 3 + random.below(3),
                1 + random.low(5)
            );
            Self::money(&mut random, out);
            out.push_str("}\n");
        }
    }

    fn plain_event(&self, row: u64, out: &mut String) {
        let mut random = Random::of(8, row);
        let customer = Self::customer_id(random.low(self.customers));
        _ = write!(out, "{{\"customer_id\":{customer},\"kind\":\"{}\",\"at\":\"", random.pick(&KINDS));
        Self::time(&mut random, out);
        let product = random.low(3_000);
        _ = writeln!(
            out,
            "\",\"object_id\":{},\"url\":\"https://shop.example/products/{product}?ref={}\",\"duration\":{}}}",
            7_300_000_000_000 + product,
            random.low(200_000),
            random.low(600)
        );
    }
}

/// Hands text on in chunks.
struct Sink<'a, 'b> {
    name: &'static str,
    text: String,
    take: &'a mut Take<'b>,
}

impl<'a, 'b> Sink<'a, 'b> {
    fn new(name: &'static str, take: &'a mut Take<'b>) -> Sink<'a, 'b> {
        Sink { name, text: String::with_capacity(2 * CHUNK), take }
    }

    /// Where to write the next rows.
    fn room(&mut self) -> &mut String {
        if self.text.len() >= CHUNK {
            self.end();
        }
        &mut self.text
    }

    fn end(&mut self) {
        (self.take)(self.name, self.text.as_bytes());
        self.text.clear();
    }

    fn next(&mut self, name: &'static str) {
        self.end();
        self.name = name;
    }
}
