//! The shop that segments are held against: a few customers for whom every field has values.

use headcount::author::{self, Author};
use headcount::document::Read;
use headcount::import::{Importer, Options, Packed};
use headcount::session::Session;
use headcount::snapshot::Snapshot;
use headcount::time::{Instant, Zone};
use serde_json::{Value, json};
use std::sync::OnceLock;

const SHOP: &str = include_str!("../../corpus/shops/everything.json");

/// What the shop of the corpus has no column for.
const MORE: &str = r#"{
  "customers": [
    { "id": "ana", "created_at": "2022-02-28", "email": "Ana@Bücher.example", "first_name": "Ana", "phone": "+359 2", "language": "bg",
      "company_ids": ["gid://shop/Company/9"], "account_status": "enabled", "sms_status": "pending", "rfm_group": "loyal",
      "product_subscription_status": "active", "predicted_spend_tier": "high", "number_of_orders": 7, "amount_spent": "99.50",
      "created_by_app_id": 5, "profile.when": "2024-01-01", "profile.vip": true, "profile.ratio": "-0.125", "profile.note": "It's",
      "profile.list": ["a", "B"], "metafields.facts.Shoe size": "42", "tags": ["VIP", "a,b", "Straße"], "birth_date": "2004-02-29" },
    { "id": "0012", "tags": ["vip"], "created_at": "2024-03-10T02:30:00-05:00", "profile.note": "", "email": "x@y.z" }
  ],
  "orders": [
    { "id": 90, "customer_id": "ana", "placed_at": "2024-03-14", "total": "0.005", "refunded": "99999999.99", "test": true, "country": "Bulgaria" },
    { "id": 91, "customer_id": "0012", "placed_at": "2023-05-01T00:00:00Z", "total": "-3", "cancelled_at": "2024-01-01", "channel": "web", "financial_status": "paid", "app_id": 7, "location_id": 8 },
    { "id": 92, "customer_id": "0012", "placed_at": "2024-06-01T00:00:00Z", "total": "92233720368547.75", "deleted_at": "2024-06-02" }
  ],
  "lines": [{ "order_id": 90, "product_id": 77, "variant_id": 770, "quantity": -2, "amount": "1" }, { "order_id": 92, "quantity": 3 }],
  "store_credit": [
    { "customer_id": "ana", "currency": "USD", "balance": "10.5", "next_expiry_date": "2024-04-01", "last_credit_date": "2024-01-01T00:00:00Z" },
    { "customer_id": "ana", "currency": "JPY", "balance": "1000" }
  ]
}"#;

/// The shop's tables as files.
pub(crate) fn files() -> Vec<(String, String)> {
    let read = |text| serde_json::from_str::<Value>(text).expect("a shop");
    let (mut shop, more) = (read(SHOP), read(MORE));
    let tables = shop["tables"].as_object_mut().expect("tables");
    for (name, rows) in more.as_object().expect("tables") {
        let table = tables.entry(name.clone()).or_insert_with(|| json!([]));
        table.as_array_mut().expect("rows").extend(rows.as_array().expect("rows").iter().cloned());
    }
    let lines = |rows: &Value| rows.as_array().expect("rows").iter().map(|row| format!("{row}\n")).collect();
    tables.iter().map(|(name, rows)| (format!("{name}.jsonl"), lines(rows))).collect()
}

/// Half an hour off, with a day of 25 and one of 23 hours.
pub(crate) fn zone() -> Zone {
    let transitions = vec![(-2_840_140_800, 37_800), (1_696_087_800, 39_600), (1_712_415_600, 37_800)];
    Zone::try_new("Australia/Lord_Howe", transitions).expect("a zone")
}

pub(crate) fn options() -> Options {
    Options {
        taken_at: Instant::parse("2024-03-15T05:00:00Z", &Zone::utc()).expect("an instant"),
        time_zone: Some(zone()),
        zone_source: "by hand".into(),
        currency: Some("USD".into()),
        mapping: None,
        pseudonymous: false,
        max_bytes: None,
        base: None,
    }
}

/// The shop, packed.
pub(crate) fn packed() -> &'static Packed {
    static PACKED: OnceLock<Packed> = OnceLock::new();
    PACKED.get_or_init(|| {
        let mut importer = Importer::new(options()).expect("options");
        for (name, text) in files() {
            importer.start_file(&name).expect("a file");
            importer.push(text.as_bytes()).expect("rows");
        }
        importer.finish().expect("a snapshot")
    })
}

/// The saved segments that conditions may name.
const SAVED: &str = r#"[{ "id": "1", "name": "VIP", "condition": "customer_tags CONTAINS 'vip'" },
  { "id": "2", "name": "Guests", "members": ["ana", "gid://shop/Customer/0012", "nobody"] },
  { "id": "3", "name": "Neither", "condition": "segments CONTAINS NONE ('VIP', 'Guests')" }]"#;

/// The shop opened, nothing computed on it yet: what a replay finds must not depend on what was asked before.
pub(crate) fn session() -> Session {
    static SNAPSHOT: OnceLock<Snapshot> = OnceLock::new();
    let snapshot = SNAPSHOT.get_or_init(|| {
        let Packed { manifest, parts, .. } = packed();
        let parts = parts.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
        Snapshot::open(manifest, parts, None).expect("a snapshot that was just packed")
    });
    let mut session = Session::on(snapshot.clone());
    session.refer_to(SAVED).expect("segments");
    session
}

/// What needs no rows of the shop, with its saved segments in a library.
pub(crate) fn author() -> Author {
    static OUTLINE: OnceLock<String> = OnceLock::new();
    let outline = OUTLINE.get_or_init(|| session().snapshot().outline().to_string());
    let mut author = Author::new(Some(outline)).expect("an outline");
    let create = json!({ "library": { "change": { "do": "create", "now": "x", "name": "VIP", "condition": "customer_tags CONTAINS 'vip'" } } });
    let question = author::Question::of(&create).expect("a question");
    author.ask(&question, Instant(0)).expect("a segment");
    author
}

/// Everything a snapshot says of itself hangs together: as many of each column's values as the table has rows.
pub(crate) fn sound(snapshot: &Snapshot) {
    use headcount::snapshot::Column;
    let tables = [&snapshot.orders, &snapshot.lines, &snapshot.products, &snapshot.checkouts, &snapshot.store_credit];
    let all = tables.into_iter().flatten().chain(snapshot.events.values()).chain([&snapshot.customers]);
    for (name, column, len) in all.flat_map(|rows| rows.columns.iter().map(|(name, column)| (name, column, rows.len))) {
        let rows = len as usize;
        match column {
            Column::Time(times) => assert_eq!(times.seconds.len(), rows, "{name}"),
            Column::Number(numbers) => assert_eq!(numbers.values.len(), rows, "{name}"),
            Column::Text(texts) => (0..rows).for_each(|row| {
                assert!(texts.codes.get(row) as usize <= texts.keys.len(), "{name}");
            }),
            Column::List(lists) => {
                assert_eq!(lists.offsets.len(), rows + 1, "{name}");
                assert_eq!(lists.offsets[rows] as usize, lists.codes.len(), "{name}");
                assert!(lists.codes.iter().all(|code| (*code as usize) < lists.keys.len()), "{name}");
            }
            Column::Boolean { yes, valid } => assert_eq!((yes.len(), valid.len()), (len, len), "{name}"),
            Column::Places(places) => assert_eq!(places.offsets.len(), rows + 1, "{name}"),
        }
    }
}
