//! What a run of a target begins with: the corpus, the golden inputs, the shop in every form that is read.

use super::{import, shop};
use flate2::{Compression, write::GzEncoder};
use headcount::condition::Segment;
use headcount::query::{parse, to_json, to_react_querybuilder};
use headcount::snapshot::TableName;
use serde_json::{Map, Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The seeds of a target; `root` is the project's. With `HEADCOUNT_FUZZ_FORMATS` the Arrow files of that folder
/// too, with `HEADCOUNT_DATA` Shopify's samples.
pub(crate) fn of(target: &str, root: &Path) -> Vec<Vec<u8>> {
    match target {
        "text" => texts(root).into_iter().map(String::into_bytes).collect(),
        "documents" => documents(root).into_iter().map(String::into_bytes).collect(),
        "questions" => questions(root).into_iter().map(|question| question.to_string().into_bytes()).collect(),
        "import" => files(root),
        "arrow" => parts(),
        "library" => libraries().into_iter().map(String::into_bytes).collect(),
        other => panic!("no target '{other}'"),
    }
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

/// The files of a folder that end so, in order.
fn listed(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|why| panic!("{}: {why}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|found| found == ending));
    paths.sort();
    paths
}

/// Every case of the corpus.
fn cases(root: &Path) -> Vec<Value> {
    let documents = listed(&root.join("tests/corpus"), "json");
    let cases = |path: &PathBuf| serde_json::from_str::<Value>(&read(path)).expect("cases")["cases"].take();
    documents.iter().flat_map(|path| cases(path).as_array().cloned().unwrap_or_default()).collect()
}

fn texts(root: &Path) -> Vec<String> {
    let golden = root.join("tests/golden");
    let mut texts: Vec<String> =
        cases(root).iter().filter_map(|case| case["segment"].as_str().map(str::to_owned)).collect();
    for file in ["problems/query.inputs", "problems/evaluated.inputs", "describe/segments.txt", "sql/segments.txt"] {
        texts.extend(read(&golden.join(file)).lines().map(|line| line.replace('⏎', "\n")));
    }
    let places = read(&golden.join("complete/places.inputs"));
    let place = |line: &str| line.split_once(' ').map(|(_, text)| text.replace('‸', ""));
    texts.extend(places.lines().filter_map(place));
    texts
}

fn documents(root: &Path) -> Vec<String> {
    let saved = |case: &Value| json!({ "version": 1, "condition": case["condition"] }).to_string();
    let mut documents: Vec<String> =
        cases(root).iter().filter(|case| !case["condition"].is_null()).map(saved).collect();
    for text in texts(root) {
        let segment = Segment { name: Some("s".into()), condition: parse(&text).condition };
        documents.push(to_json(&segment).to_string());
        documents.push(to_react_querybuilder(&segment).0.to_string());
    }
    documents
}

fn questions(root: &Path) -> Vec<Value> {
    let mut all = Vec::new();
    for (number, text) in texts(root).into_iter().enumerate().filter(|(number, _)| number % 8 == 0) {
        let options = json!({ "asOf": "2024-03-10", "strictMissing": number % 16 == 0, "nodes": true });
        let document = to_json(&Segment { name: None, condition: parse(&text).condition });
        all.extend([
            json!({ "explain": { "segment": text, "customer": "mai", "days": 20 } }),
            json!({ "members": { "segment": text, "options": options, "offset": 1, "limit": 3, "columns": ["amount_spent", "customer_tags"], "sort": { "column": "last_order_date", "descending": true } } }),
            json!({ "distribution": { "segment": text, "path": "", "bins": 10 } }),
            json!({ "statistics": { "segment": document, "fields": ["amount_spent", "last_order_date", "profile.ratio"] } }),
            json!({ "breakdown": { "segment": text, "field": "customer_tags", "limit": 5 } }),
            json!({ "overlap": { "segments": [text, document, "customer_tags CONTAINS 'VIP'"], "options": options } }),
            json!({ "values": { "field": "customer_cities", "prefix": "s", "limit": 5, "segment": text, "path": "/of/0" } }),
            json!({ "compare": { "before": text, "after": document, "beforeOptions": options, "ids": 5 } }),
            json!({ "timeline": { "segment": text, "from": "2024-03-01", "to": "2024-03-05", "ids": 2 } }),
            json!({ "complete": { "text": text, "offset": text.len() / 2, "limit": 5 } }),
            json!({ "memberships": { "customer": "ana", "segments": [{ "id": "1", "segment": text }], "options": options } }),
            json!({ "check": { "segment": text } }),
            json!({ "describe": { "segment": text, "language": "de", "dates": true } }),
            json!({ "sql": { "segment": document, "dialect": "clickhouse" } }),
            json!({ "format": { "segment": text, "to": "legacy" } }),
        ]);
    }
    let zone = json!({ "name": "Europe/London", "source": "tzdb", "transitions": [[0, 0], [1_711_846_800, 3600], [1_729_990_800, 0]] });
    all.extend([
        json!({ "asOf": "2024-03-10T10:00:00Z", "policy": { "test": "include", "cancelled": "excluded", "deleted": "include", "refunds": "gross", "statuses": ["completed"] }, "strictMissing": true, "nodes": true, "partial": true, "maxClauses": 4, "editing": "1" }),
        json!({ "timeZone": zone, "currency": "GBP", "takenAt": "2024-01-01", "mapping": "{}", "pseudonymous": true, "maxBytes": 1000 }),
        json!({ "schema": { "dialect": "spark" } }),
        json!("fields"),
        json!({ "library": { "open": { "document": libraries()[0] } } }),
        json!({ "library": { "log": { "limit": 5 } } }),
        json!({ "library": { "shown": { "segments": ["1"] } } }),
        json!({ "library": { "counted": { "counts": [{ "id": "1", "count": 5 }], "snapshot": "s", "asOf": "x", "now": "y" } } }),
        shop::session().snapshot().outline(),
    ]);
    all
}

/// Rows as CSV, every key a column.
fn csv(rows: &str) -> String {
    let rows: Vec<Map<String, Value>> = rows.lines().map(|line| serde_json::from_str(line).expect("a row")).collect();
    let mut columns: Vec<&String> = rows.iter().flat_map(Map::keys).collect();
    columns.sort();
    columns.dedup();
    let cell = |value: Option<&Value>| match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) if !text.contains(['"', ',']) => text.clone(),
        Some(Value::String(text)) => format!("\"{}\"", text.replace('"', "\"\"")),
        Some(value @ (Value::Array(_) | Value::Object(_))) => format!("\"{}\"", value.to_string().replace('"', "\"\"")),
        Some(value) => value.to_string(),
    };
    let line =
        |row: &Map<String, Value>| columns.iter().map(|column| cell(row.get(*column))).collect::<Vec<_>>().join(",");
    let header = columns.iter().map(|column| column.as_str()).collect::<Vec<_>>().join(",");
    std::iter::once(header).chain(rows.iter().map(line)).map(|line| line + "\n").collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes all")
}

const BULK: &str = r#"{"id":"gid://shopify/Customer/1","email":"a@b.c","createdAt":"2024-01-01T00:00:00Z","tags":["x"],"numberOfOrders":"2","amountSpent":{"amount":"5.0","currencyCode":"USD"},"defaultEmailAddress":{"emailAddress":"a@b.c","marketingState":"SUBSCRIBED"}}
{"id":"gid://shopify/Refund/1","totalRefundedSet":{"shopMoney":{"amount":"1.5"}},"__parentId":"gid://shopify/Order/1"}
{"id":"gid://shopify/Order/1","createdAt":"2024-01-01T00:00:00Z","cancelledAt":"2024-01-02T00:00:00Z","test":true,"totalPriceSet":{"shopMoney":{"amount":"10.0","currencyCode":"USD"}},"totalShippingPriceSet":{"shopMoney":{"amount":"3.0"}},"app":{"id":"gid://shopify/App/7"},"shippingAddress":{"countryCodeV2":"DE"},"__parentId":"gid://shopify/Customer/1"}
{"id":"gid://shopify/Order/2","createdAt":"2024-01-02T00:00:00Z","customer":{"id":"gid://shopify/Customer/1"},"totalPriceSet":{"shopMoney":{"amount":"10.0","currencyCode":"USD"}},"currentTotalPriceSet":{"shopMoney":{"amount":"8.25","currencyCode":"USD"}}}
{"id":"gid://shopify/LineItem/1","quantity":3,"discountedUnitPriceSet":{"shopMoney":{"amount":"1.25"}},"product":{"id":"gid://shopify/Product/8","title":"Inline"},"variant":{"id":"gid://shopify/ProductVariant/80"},"__parentId":"gid://shopify/Order/1"}
{"id":"gid://shopify/Metafield/1","namespace":"facts","key":"shoe","type":"number_integer","value":"5","__parentId":"gid://shopify/Customer/1"}
{"id":"gid://shopify/MailingAddress/1","countryCodeV2":"US","provinceCode":"NY","city":"New York","__parentId":"gid://shopify/Customer/1"}
{"id":"gid://shopify/StoreCreditAccount/1","balance":{"amount":"5","currencyCode":"USD"},"__parentId":"gid://shopify/Customer/1"}
{"id":"gid://shopify/AbandonedCheckout/1","createdAt":"2024-01-05T00:00:00Z","customer":{"id":"gid://shopify/Customer/1"},"totalPriceSet":{"shopMoney":{"amount":"7","currencyCode":"USD"}}}
"#;

const CUSTOMERS_EXPORT: &str = "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address City,Default Address Country Code,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags,shoe (customer.metafields.facts.shoe)\n'7001,Ana,Li,a@b.c,yes,Sofia,BG,'+359 2,no,10.00,2,,no,\"vip, new\",5\n";

const ORDERS_EXPORT: &str = "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Country,Shipping Country,Cancelled at,Refunded Amount,Vendor,Id,Tags,Source,Phone\n#1,a@b.c,paid,2024-01-01 10:00:00 +0000,fulfilled,USD,9,1,0,10,2024-01-01 10:00:00 +0000,1,Shoe,9,S1,BG,BG,,0,V,55,,web,\n#1,a@b.c,,,,,,,,,2024-01-01 10:00:00 +0000,2,Sock,1,S2,,,,,V,,,,\n";

const FLAT: &str = r#"{ "customers": { "id": "who", "email": "mail", "addresses": { "country": "land", "city": "town" } },
  "orders": { "id": "no", "customer_id": "who", "placed_at": { "column": "day", "date": "D.M.YYYY" }, "cancelled": { "column": "state", "in": ["Storno", "void"] }, "total": { "sum": "lines" }, "channel": { "value": "web" } },
  "lines": { "order_id": "no", "product_id": "item", "quantity": { "column": "n", "number": "1.234,5" }, "amount": { "multiply": [{ "column": "n", "number": "1.234,5" }, { "column": "price", "number": "1.234,5" }] } },
  "products": { "id": "item", "title": "name", "tags": { "join": ["item", "name"], "with": "-" } } }"#;

const FLAT_FILE: &str = "no;who;mail;land;town;day;state;item;name;n;price\n1;a;;Germany;Köln;2.1.2024;ok;x;;2;1,50\n2;b;b@x.y;FR;;3.1.2024;STORNO;y;Why;1.000;0,001\n;a;;;;4.1.2024;ok;x;;1;1\n";

fn files(root: &Path) -> Vec<Vec<u8>> {
    let mut out = Vec::new();
    let mut add = |name: &str, how: u8, content: &[u8]| {
        let which = import::NAMES.iter().position(|known| *known == name).expect("a name") as u8;
        // Alone, behind the other files and before them.
        out.extend([16, 0, 32].map(|beside| [&[which | beside, how], content].concat()));
    };
    for (name, rows) in shop::files() {
        let table = name.trim_end_matches(".jsonl");
        let cells = csv(&rows);
        add(&format!("{table}.csv"), 0x20, cells.as_bytes());
        add(&format!("{table}.csv"), 0x07, rows.as_bytes());
        add(&format!("{table}.csv"), 0x40, &gzip(cells.as_bytes()));
    }
    for (path, bytes) in &shop::packed().parts {
        if import::NAMES.contains(&path.as_str()) && bytes.len() < 1 << 14 {
            add(path, 0x80, bytes);
        }
    }
    add("bulk.jsonl", 0x10, BULK.as_bytes());
    add("customers_export.csv", 0x10, CUSTOMERS_EXPORT.as_bytes());
    add("orders_export.csv", 0x10, ORDERS_EXPORT.as_bytes());
    let mapped = |mapping: &str, file: &str| [mapping, "\0", file].concat().into_bytes();
    add("mapped.csv", 0x10, &mapped(FLAT, FLAT_FILE));
    for mapping in listed(&root.join("examples/mappings"), "json") {
        add("mapped.csv", 0x10, &mapped(&read(&mapping), "id,b\n1,2\n"));
    }
    let blanks = r#"{ "files": { "*": { "delimiter": "blanks" } }, "customers": { "file": "mapped.csv", "id": "a" } }"#;
    add("mapped.csv", 0x10, &mapped(blanks, "a b\n 1   2\n"));
    if let Some(data) = std::env::var_os("HEADCOUNT_DATA").map(|data| PathBuf::from(data).join("shopify")) {
        for path in listed(&data.join("bulk_jsonl"), "jsonl") {
            add("bulk.jsonl", 0x10, read(&path).as_bytes());
        }
        for path in listed(&data.join("customers_csv"), "csv") {
            add("customers_export.csv", 0x10, read(&path).as_bytes());
        }
    }
    out
}

fn parts() -> Vec<Vec<u8>> {
    let table = |table: usize, bytes: &[u8]| [&[table as u8 | 0x18], bytes].concat();
    let packed = shop::packed();
    let place = |path: &str| TableName::ALL.iter().position(|name| path.starts_with(name.as_str())).expect("a table");
    let mut out: Vec<Vec<u8>> = packed.parts.iter().map(|(path, bytes)| table(place(path), bytes)).collect();
    out.push(table(7, packed.manifest.to_json_string().as_bytes()));
    if let Some(folder) = std::env::var_os("HEADCOUNT_FUZZ_FORMATS") {
        for path in listed(Path::new(&folder), "arrow") {
            let bytes = std::fs::read(&path).expect("an Arrow file");
            if bytes.len() < 1 << 14 {
                out.push(table(0, &bytes));
            }
        }
    }
    out
}

fn libraries() -> Vec<String> {
    let commands = [
        json!({ "do": "create", "now": "x", "name": "VIP", "condition": "amount_spent > 100" }),
        json!({ "do": "create", "now": "x", "name": "Lapsed", "condition": "-- ours\nsegments CONTAINS 'vip' AND last_order_date < -90d" }),
        json!({ "do": "create", "now": "x", "name": "Tree", "condition": { "version": 1, "condition": { "kind": "not", "of": { "kind": "field", "field": "segments", "operator": "contains any", "values": ["x", "vip"] } } } }),
        json!({ "do": "createManual", "now": "x", "name": "Guests", "members": ["gid://shop/Customer/7", "8"], "active": true }),
        json!({ "do": "rename", "now": "x", "id": "1", "version": 1, "name": "Kings' row" }),
        json!({ "do": "edit", "now": "x", "id": "2", "version": 2, "condition": "age > 3", "countBefore": 5, "countAfter": 7 }),
        json!({ "do": "attachFlow", "now": "x", "id": "1", "flow": "f", "name": "F", "active": true }),
        json!({ "do": "attachCampaign", "now": "x", "id": "1", "campaign": "9", "name": "Sale" }),
        json!({ "do": "assignVariants", "now": "x", "id": "1", "variants": ["gid://shop/ProductVariant/2"] }),
        json!({ "do": "addMembers", "now": "x", "id": "4", "customers": ["9"] }),
        json!({ "do": "evaluated", "now": "x", "id": "1", "count": 3, "snapshot": "s", "asOf": "t", "entered": ["1"], "left": ["9"], "reason": "new data" }),
        json!({ "do": "contactChanged", "now": "x", "id": "1", "customers": ["1"], "columns": ["email"] }),
        json!({ "do": "duplicate", "now": "x", "id": "1" }),
        json!({ "do": "deactivate", "now": "x", "id": "1" }),
        json!({ "do": "remove", "now": "x", "id": "5", "version": 1 }),
        json!({ "keywords": "vip", "active": true, "kind": "automatic", "usedIn": "segment", "least": 1, "order": "count", "descending": true }),
    ];
    let lines = commands.iter().map(|command| format!("{command}\n")).collect::<String>();
    let mut library = headcount::library::Library::default();
    for command in &commands[..commands.len() - 1] {
        if let Ok(command) = <headcount::library::Command as headcount::document::Read>::of(command) {
            drop(library.apply(command));
        }
    }
    let document = library.to_json_string();
    vec![document.clone(), format!("\n\n{lines}"), format!("{document}\n\n{lines}")]
}
