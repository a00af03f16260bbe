//! Opening a snapshot: columns in their stored form, child rows in order, refusals by name.

use crate::zones::zone;
use headcount::error::{Code, Error};
use headcount::rows::RowSet;
use headcount::snapshot::arrow::write_stream;
use headcount::snapshot::{
    Array, Bytes, Column, Currency, Given, LeftOut, Lists, Manifest, Numbers, Part, Rows, Snapshot, TableName, Texts,
    Values,
};
use headcount::time::{Day, Instant, Zone};

/// A column with a value in every row.
fn full(name: &str, len: usize, values: Values) -> Array {
    Array { name: name.into(), len: len as u32, valid: None, values }
}

/// A text column; empty means missing.
fn text(name: &str, texts: &[&str]) -> Array {
    let valid = RowSet::from_fn(texts.len() as u32, |row| !texts[row as usize].is_empty());
    let values = Values::Text {
        codes: (0..texts.len() as u32).collect(),
        dictionary: texts.iter().map(|text| (*text).to_owned()).collect(),
    };
    Array { valid: Some(valid), ..full(name, texts.len(), values) }
}

fn integers(name: &str, values: &[i64]) -> Array {
    full(name, values.len(), Values::Integer(values.to_vec()))
}

fn decimals(name: &str, scale: u8, values: &[i64]) -> Array {
    full(name, values.len(), Values::Decimal { scale, values: values.to_vec() })
}

fn seconds(name: &str, zone: &Zone, times: &[&str]) -> Array {
    let at = |text: &&str| if text.is_empty() { 0 } else { Instant::parse(text, zone).unwrap().0 };
    let valid = RowSet::from_fn(times.len() as u32, |row| !times[row as usize].is_empty());
    Array { valid: Some(valid), ..full(name, times.len(), Values::Second(times.iter().map(at).collect())) }
}

fn days(name: &str, days: &[&str]) -> Array {
    full(name, days.len(), Values::Day(days.iter().map(|day| Day::parse(day).unwrap().0).collect()))
}

/// A column of lists, one blank-separated text a row.
fn lists(name: &str, rows: &[&[&str]]) -> Array {
    let items: Vec<&str> = rows.concat();
    let mut offsets = vec![0];
    rows.iter().for_each(|row| offsets.push(offsets[offsets.len() - 1] + row.len() as u32));
    let values = Values::Text {
        codes: (0..items.len() as u32).collect(),
        dictionary: items.iter().map(|item| (*item).to_owned()).collect(),
    };
    let items = Box::new(full("item", items.len(), values));
    full(name, rows.len(), Values::List { offsets, items })
}

type Tables<'a> = &'a [(TableName, &'a [Array])];

/// Packs the tables and opens them.
fn open_in(zone: &Zone, currency: (&str, u8), tables: Tables<'_>) -> Result<Snapshot, Error> {
    let parts: Vec<(Part, Vec<u8>)> = tables
        .iter()
        .enumerate()
        .map(|(index, (table, arrays))| {
            let bytes = write_stream(arrays);
            let path = format!("{}-{index}.arrow", table.as_str());
            (Part::of(*table, path, arrays.first().map_or(0, |array| array.len), &bytes), bytes)
        })
        .collect();
    let rows = parts.iter().filter(|(part, _)| part.table == TableName::Customers).map(|(part, _)| part.rows);
    let manifest = Manifest {
        snapshot_id: "test".into(),
        taken_at: Instant(1_700_000_000),
        zone: zone.clone(),
        zone_source: "test".into(),
        currency: Currency { code: currency.0.into(), exponent: currency.1 },
        customers: rows.sum(),
        parts: parts.iter().map(|(part, _)| part.clone()).collect(),
        tables: Vec::new(),
        base: None,
        left_out: LeftOut::default(),
        columns: Vec::new(),
    };
    let manifest = Manifest::parse(&manifest.to_json_string()).unwrap();
    Snapshot::open(&manifest, parts.iter().map(|(part, bytes)| (part.path.as_str(), bytes.as_slice())), None)
}

fn open(tables: Tables<'_>) -> Result<Snapshot, Error> {
    open_in(&zone("Europe/London"), ("GBP", 2), tables)
}

fn texts<'a>(rows: &'a Rows, name: &str) -> &'a Texts {
    match &rows.columns[name] {
        Column::Text(texts) => texts,
        other => panic!("{name}: {other:?}"),
    }
}

/// Keys of a text column, empty where missing.
fn keys(rows: &Rows, name: &str) -> Vec<String> {
    let texts = texts(rows, name);
    let key = |row| match texts.codes.get(row) {
        0 => String::new(),
        code => texts.keys[code as usize - 1].to_owned(),
    };
    (0..rows.len as usize).map(key).collect()
}

fn list_column<'a>(rows: &'a Rows, name: &str) -> &'a Lists {
    match &rows.columns[name] {
        Column::List(lists) => lists,
        other => panic!("{name}: {other:?}"),
    }
}

/// Keys of a list column, joined by `|`.
fn list_keys(rows: &Rows, name: &str) -> Vec<String> {
    let lists = list_column(rows, name);
    let row = |pair: &[u32]| {
        let codes = &lists.codes[pair[0] as usize..pair[1] as usize];
        assert!(codes.is_sorted_by(|a, b| a < b));
        codes.iter().map(|code| lists.keys[*code as usize].to_owned()).collect::<Vec<_>>().join("|")
    };
    lists.offsets.windows(2).map(row).collect()
}

fn numbers<'a>(rows: &'a Rows, name: &str) -> &'a Numbers {
    match &rows.columns[name] {
        Column::Number(numbers) => numbers,
        other => panic!("{name}: {other:?}"),
    }
}

fn refused(tables: Tables<'_>, code: Code, words: &str) {
    let error = open(tables).expect_err(words);
    assert_eq!(error.code(), code, "{error}");
    assert!(error.to_string().contains(words), "{error}");
}

#[test]
fn texts_take_the_keys_of_their_column() {
    let shop = open(&[(
        TableName::Customers,
        &[
            text("id", &["gid://shop/Customer/1", "2", "00123"]),
            text("email", &["A@Bücher.example", "nobody", ""]),
            text("gender", &["female", "FEMALE ", ""]),
            text("email_status", &["subscribed", "Renamed", " "]),
            text("product_subscription_status", &["active", "CANCELED", "PAUSED"]),
            text("language", &["en", "en-US", ""]),
            lists("tags", &[&["VIP ", "vip", "", "New"], &[], &["new", "Straße", "STRASSE"]]),
            lists("company_ids", &[&["gid://shop/Company/9", "9"], &["10"], &[]]),
            text("answers.size", &["S", "", "s "]),
            lists("metafields.a.list", &[&["x", "X"], &[], &[]]),
            text("profile.note", &["cafe\u{301}", "", "Café"]),
            integers("created_by_app_id", &[7, 8, 7]),
        ],
    )])
    .unwrap();
    let customers = &shop.customers;
    assert_eq!(keys(customers, "id"), ["1", "2", "00123"]);
    assert_eq!(keys(customers, "email_domain"), ["xn--bcher-kva.example", "", ""]);
    assert_eq!(keys(customers, "gender"), ["FEMALE", "FEMALE", ""]);
    assert_eq!(texts(customers, "gender").shown(), &["female"]);
    assert_eq!(keys(customers, "email_status"), ["SUBSCRIBED", "RENAMED", ""]);
    assert_eq!(keys(customers, "product_subscription_status"), ["SUBSCRIBED", "CANCELLED", "PAUSED"]);
    assert_eq!(keys(customers, "language"), ["en", "en-US", ""]);
    assert_eq!(list_keys(customers, "tags"), ["vip|new", "", "new|strasse"]);
    assert_eq!(list_column(customers, "tags").shown(), &["VIP", "New", "Straße"]);
    assert_eq!(list_keys(customers, "company_ids"), ["9", "10", ""]);
    assert_eq!(list_keys(customers, "answers.size"), ["s", "", "s"]);
    assert_eq!(list_keys(customers, "metafields.a.list"), ["x", "", ""]);
    assert_eq!(keys(customers, "profile.note"), ["café", "", "Café"]);
    assert_eq!(keys(customers, "created_by_app_id"), ["7", "8", "7"]);
}

/// Addresses of three customers as a list of structs.
fn addresses() -> Array {
    let column = |name: &str, texts: &[&str]| text(name, texts);
    let fields = vec![
        column("country", &["United Kingdom", "us", "JP", "Atlantis", "BR"]),
        column("region", &["", "NY", "JP-13", "X", "sp"]),
        column("city", &["London", "New York City", "", "Poseidonis", "São Paulo"]),
        full("latitude", 5, Values::Float(vec![51.5, 40.7, 91.0, 1.0, -23.5])),
        full("longitude", 5, Values::Float(vec![-0.1, -74.0, 139.7, f64::NAN, -46.6])),
        full("is_default", 5, Values::Boolean(RowSet::from_fn(5, |row| row == 1 || row == 2 || row == 3))),
    ];
    let items = Box::new(full("item", 5, Values::Struct(fields)));
    full("addresses", 4, Values::List { offsets: vec![0, 3, 4, 5, 5], items })
}

#[test]
fn addresses_give_keys_and_places() {
    let ids = text("id", &["1", "2", "3", "4"]);
    let shop = open(&[(TableName::Customers, &[ids.clone(), addresses()])]).unwrap();
    let customers = &shop.customers;
    assert_eq!(list_keys(customers, "countries"), ["GB|US|JP", "", "BR", ""]);
    assert_eq!(list_keys(customers, "regions"), ["US-NY|JP-13", "", "BR-SP", ""]);
    assert_eq!(list_keys(customers, "cities"), ["GB-london|US-NY-newyorkcity", "", "BR-SP-saopaulo", ""]);
    assert_eq!(list_column(customers, "cities").shown()[1], *"US-NY-New York City");
    assert_eq!(keys(customers, "default_country"), ["US", "", "", ""]);
    assert_eq!(keys(customers, "default_region"), ["US-NY", "", "", ""]);
    assert_eq!(keys(customers, "default_city"), ["US-NY-newyorkcity", "", "", ""]);
    let Column::Places(places) = &customers.columns["coordinates"] else { panic!() };
    assert_eq!((places.offsets.as_slice(), places.latitude.len()), ([0, 2, 2, 3, 3].as_slice(), 3));

    let flat = [ids, text("country", &["IE", "", "EIRE", "XX"]), text("city", &["Cork", "Nowhere", "", "Y"])];
    let shop = open(&[(TableName::Customers, &flat)]).unwrap();
    assert_eq!(keys(&shop.customers, "default_country"), ["IE", "", "IE", ""]);
    assert_eq!(list_keys(&shop.customers, "cities"), ["IE-cork", "", "", ""]);
    assert!(!shop.customers.columns.contains_key("regions") && !shop.customers.columns.contains_key("coordinates"));
}

#[test]
fn times_have_seconds_and_day_codes() {
    let london = zone("Europe/London");
    let times = ["2024-03-30T23:59:59", "2024-03-31T00:00:00", "", "2024-03-31T23:59:59", "2024-04-01T00:00:00"];
    let dates = ["1990-01-01", "2024-03-31", "2024-04-01", "1900-02-28", "2024-02-29"];
    let shop = open(&[(
        TableName::Customers,
        &[
            text("id", &["1", "2", "3", "4", "5"]),
            seconds("created_at", &london, &times),
            days("birth_date", &dates),
            days("profile.since", &["0001-01-01", "9999-12-31", "2000-01-01", "2000-01-01", "2000-01-01"]),
        ],
    )])
    .unwrap();
    let column = |name: &str| match &shop.customers.columns[name] {
        Column::Time(times) => times,
        other => panic!("{other:?}"),
    };
    let created = column("created_at");
    assert_eq!(
        (created.day_codes.as_slice(), created.first_day),
        ([1, 2, 0, 2, 3].as_slice(), Day::parse("2024-03-30").unwrap())
    );
    assert!(!created.date_only && created.seconds[2] == i64::MIN);
    let born = column("birth_date");
    assert!(born.date_only);
    for (row, date) in dates.iter().enumerate() {
        let day = Day::parse(date).unwrap();
        assert_eq!(born.seconds[row], london.start_of(day).0);
        assert_eq!(born.first_day.0 + i32::from(born.day_codes[row]) - 1, day.0);
    }
    assert!(column("profile.since").day_codes.is_empty());
}

#[test]
fn day_codes_agree_with_the_zone_everywhere() {
    for name in ["Europe/London", "Pacific/Apia", "Asia/Beirut", "America/Sao_Paulo", "Pacific/Kiritimati"] {
        let zone = zone(name);
        let seconds: Vec<i64> = (0..20_000).map(|step| 1_200_000_000 + step * 9_973).collect();
        let ids: Vec<i64> = (0..20_000).collect();
        let created = full("created_at", 20_000, Values::Second(seconds.clone()));
        let shop = open_in(&zone, ("USD", 2), &[(TableName::Customers, &[integers("id", &ids), created])]).unwrap();
        let Column::Time(times) = &shop.customers.columns["created_at"] else { panic!() };
        for (second, code) in seconds.iter().zip(&times.day_codes) {
            assert_eq!(times.first_day.0 + i32::from(*code) - 1, zone.day_of(Instant(*second)).0, "{name} {second}");
        }
    }
}

fn customers(count: i64) -> Vec<Array> {
    vec![integers("id", &(0..count).collect::<Vec<_>>())]
}

#[test]
fn orders_are_sorted_and_foreign_ones_left_out_with_their_lines() {
    let london = zone("Europe/London");
    let at = ["2024-01-02T10:00:00Z", "2024-01-01T10:00:00Z", "2024-01-02T10:00:00Z", "2024-01-01T09:00:00Z"];
    let orders = [
        text("id", &["10", "9", "8", "7"]),
        integers("customer", &[1, 1, 0, 2]),
        seconds("placed_at", &london, &at),
        decimals("total", 4, &[12_345_600, 10_000, -50_000, 0]),
        text("currency", &["gbp", "", "GBP", "EUR"]),
        text("status", &["paid", "Paid", "", "x"]),
        text("country", &["Vietnam", "vn", "Narnia", "DE"]),
    ];
    let lines = [
        integers("order", &[0, 3, 1, 0, 2]),
        text("product_id", &["p1", "p2", "gid://shop/Product/5", "p9", ""]),
        integers("quantity", &[1, 2, 3, 4, 5]),
        decimals("amount", 2, &[1, 2, 3, 4, 5]),
    ];
    let products = [
        text("id", &["5", "p1"]),
        text("type", &["Shoes", "SHOES"]),
        lists("categories", &[&["Apparel >  Shoes"], &["apparel>shoes> boots", ">"]]),
    ];
    let shop = open(&[
        (TableName::Customers, &customers(3)),
        (TableName::Orders, &orders),
        (TableName::Lines, &lines),
        (TableName::Products, &products),
    ])
    .unwrap();
    let stored = shop.orders.as_ref().unwrap();
    assert_eq!(
        (stored.len, stored.local.as_slice(), stored.block_starts.as_slice()),
        (3, [1, 0, 1].as_slice(), [0, 3].as_slice())
    );
    assert!(stored.at.is_sorted());
    let totals = numbers(stored, "total");
    assert_eq!(
        (totals.scale, totals.values.as_slice(), totals.magnitude),
        (2, [100, -500, 123_456].as_slice(), 124_056)
    );
    assert_eq!(keys(stored, "status"), ["PAID", "", "PAID"]);
    assert_eq!(keys(stored, "country"), ["VN", "", "VN"]);
    let lines = shop.lines.as_ref().unwrap();
    assert_eq!(lines.parents, [0, 1, 2, 2]);
    assert_eq!(numbers(lines, "quantity").values, [3, 5, 1, 4]);
    assert_eq!(lines.products, [0, u32::MAX, 1, u32::MAX]);
    assert_eq!((lines.local.as_slice(), lines.block_starts.as_slice()), ([1, 0, 1, 1].as_slice(), [0, 4].as_slice()));
    let products = shop.products.as_ref().unwrap();
    assert_eq!(keys(products, "type"), ["shoes", "shoes"]);
    assert_eq!(list_keys(products, "categories"), ["apparel > shoes", "apparel > shoes > boots"]);
}

#[test]
fn events_stand_apart_by_kind() {
    let events = [
        integers("customer", &[0, 1, 0, 1]),
        text("kind", &["Product_View", "email_opened", "product_view", "product_view"]),
        days("at", &["2024-01-03", "2024-01-02", "2024-01-01", "2024-01-02"]),
        text("object_id", &["5", "m1", "6", ""]),
        full("duration", 4, Values::Float(vec![1.5, f64::NAN, 2.25, 3.0])),
    ];
    let shop = open(&[
        (TableName::Customers, &customers(2)),
        (TableName::Events, &events),
        (TableName::Products, &[text("id", &["6"])]),
    ])
    .unwrap();
    assert_eq!(shop.events.keys().collect::<Vec<_>>(), ["email_opened", "product_view"]);
    let views = &shop.events["product_view"];
    assert_eq!(views.products, [0, u32::MAX, u32::MAX]);
    assert_eq!(keys(views, "object_id"), ["6", "", "5"]);
    assert_eq!(
        (numbers(views, "duration").scale, numbers(views, "duration").values.as_slice()),
        (2, [225, 300, 150].as_slice())
    );
    let Column::Time(times) = &views.columns["at"] else { panic!() };
    assert!(times.date_only && times.seconds == views.at);
    assert!(shop.events["email_opened"].products.is_empty());
}

#[test]
fn several_parts_are_one_table() {
    let first = [text("id", &["1", "2"]), lists("tags", &[&["a"], &["b", "c"]]), decimals("profile.x", 2, &[150, 2])];
    let second = [integers("id", &[3]), integers("profile.x", &[7])];
    refused(&[(TableName::Customers, &first), (TableName::Customers, &second)], Code::UnsupportedType, "column 'id'");
    let second = [text("id", &["3"]), integers("profile.x", &[7])];
    let shop = open(&[(TableName::Customers, &first), (TableName::Customers, &second)]).unwrap();
    assert_eq!(keys(&shop.customers, "id"), ["1", "2", "3"]);
    assert_eq!(list_keys(&shop.customers, "tags"), ["a", "b|c", ""]);
    assert_eq!(numbers(&shop.customers, "profile.x").values, [150, 2, 700]);
}

#[test]
fn money_is_exact_or_refused() {
    let london = zone("Europe/London");
    let order = |total: Array| {
        let at = seconds("placed_at", &london, &["2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z"]);
        open(&[(TableName::Customers, &customers(1)), (TableName::Orders, &[integers("customer", &[0, 0]), at, total])])
            .map(|shop| numbers(shop.orders.as_ref().unwrap(), "total").clone())
    };
    let float = |values: [f64; 2]| order(full("total", 2, Values::Float(values.to_vec())));
    assert_eq!(float([0.1 + 0.7, f64::NAN]).unwrap_err().code(), Code::UnsupportedType);
    let exact = float([19.99, f64::NAN]).unwrap();
    assert_eq!((exact.scale, exact.values, exact.valid.unwrap().count()), (2, vec![1999, 0], 1));
    let precise = order(decimals("total", 9, &[1_234_000, 5_000_000_000])).unwrap();
    assert_eq!((precise.scale, precise.values), (6, vec![1234, 5_000_000]));
    assert_eq!(order(decimals("total", 7, &[1, 2])).unwrap_err().code(), Code::OutOfRange);
    assert_eq!(order(decimals("total", 0, &[i64::MAX, 2])).unwrap_err().code(), Code::OutOfRange);
    assert_eq!(order(integers("total", &[1, 2])).unwrap_err().code(), Code::UnsupportedType);
}

#[test]
fn broken_tables_are_refused_by_name() {
    let london = zone("Europe/London");
    let at = |times: &[&str]| seconds("placed_at", &london, times);
    let people = customers(2);
    let orders = |arrays: &[Array], code, words: &str| {
        refused(&[(TableName::Customers, &people), (TableName::Orders, arrays)], code, words);
    };
    orders(
        &[integers("customer", &[2]), at(&["2024-01-01T00:00:00Z"])],
        Code::OutOfRange,
        "position 2 of the customers",
    );
    orders(&[integers("customer", &[-1]), at(&["2024-01-01T00:00:00Z"])], Code::OutOfRange, "column 'customer'");
    orders(&[text("customer", &["0"]), at(&["2024-01-01T00:00:00Z"])], Code::BadArrow, "ordinals");
    orders(&[integers("customer", &[0, 1]), at(&["2024-01-01T00:00:00Z", ""])], Code::BadArrow, "Row 1 has no time");
    orders(&[integers("customer", &[0])], Code::BadArrow, "no column 'placed_at'");
    orders(
        &[integers("customer", &[0]), text("placed_at", &["yesterday"])],
        Code::UnsupportedType,
        "dates or timestamps",
    );
    refused(&[(TableName::Customers, &[text("id", &["1", "gid://shop/Customer/1"])])], Code::BadArrow, "share 1 ids");
    refused(&[(TableName::Customers, &[text("id", &["1", ""])])], Code::BadArrow, "Row 1 has no id");
    refused(&[(TableName::Customers, &[text("email", &["a@b.c"])])], Code::BadArrow, "no column 'id'");
    refused(
        &[(TableName::Customers, &[integers("id", &[1]), text("tags", &["a,b"])])],
        Code::UnsupportedType,
        "column 'tags'",
    );
    refused(
        &[(TableName::Customers, &people), (TableName::Lines, &[integers("order", &[0])])],
        Code::BadManifest,
        "no orders",
    );
    refused(&[], Code::BadManifest, "no customers table");
}

#[test]
fn parts_are_checked_against_the_manifest() {
    let bytes = write_stream(&customers(2));
    let part = Part::of(TableName::Customers, "customers.arrow", 2, &bytes);
    let manifest = |part: Part| Manifest {
        snapshot_id: "s".into(),
        taken_at: Instant(0),
        zone: Zone::utc(),
        zone_source: String::new(),
        currency: Currency { code: "JPY".into(), exponent: 0 },
        customers: 2,
        parts: vec![part],
        tables: Vec::new(),
        base: None,
        left_out: LeftOut::default(),
        columns: Vec::new(),
    };
    let open = |part: &Part, bytes: &[u8]| {
        Snapshot::open(&manifest(part.clone()), [("customers.arrow", bytes)], None)
            .map(|shop| shop.customers.len)
            .map_err(|error| error.code())
    };
    assert_eq!(open(&part, &bytes), Ok(2));
    assert_eq!(open(&part, &bytes[..bytes.len() - 1]), Err(Code::PartMismatch));
    let mut flipped = bytes.clone();
    flipped[100] ^= 1;
    assert_eq!(open(&part, &flipped), Err(Code::PartMismatch));
    let hashed = |sha256: &str| {
        let given = Given { path: "customers.arrow", bytes: Bytes::Held(&bytes), sha256: Some(sha256) };
        Snapshot::open(&manifest(part.clone()), [given], None)
            .map(|shop| shop.customers.len)
            .map_err(|error| error.code())
    };
    assert_eq!(hashed(&part.sha256), Ok(2), "the host's hash serves");
    assert_eq!(hashed(&"0".repeat(64)), Err(Code::PartMismatch));
    assert_eq!(open(&Part { rows: 3, ..part.clone() }, &bytes), Err(Code::PartMismatch));
    assert_eq!(open(&Part { path: "else.arrow".into(), ..part.clone() }, &bytes), Err(Code::MissingPart));
}

#[test]
fn manifests_are_read_or_refused_with_a_sentence() {
    let good = r#"{"format":"headcount-snapshot","version":1,"snapshot_id":"x","taken_at":"2026-01-01T00:00:00Z","new":[1],
        "time_zone":{"name":"UTC","source":"tzdb","transitions":[[0,0]]},"currency":{"code":"USD","exponent":2},"customers":0,"parts":[]}"#;
    let manifest = Manifest::parse(good).unwrap();
    assert_eq!(Manifest::parse(&manifest.to_json_string()).unwrap(), manifest);
    for (from, to, code) in [
        ("\"version\":1", "\"version\":2", Code::UnsupportedVersion),
        ("\"version\":1", "\"version\":2,\"parts\":7", Code::UnsupportedVersion),
        ("\"version\":1", "\"version\":0", Code::BadManifest),
        ("headcount-snapshot", "other", Code::BadManifest),
        ("\"USD\"", "\"usd\"", Code::BadCurrency),
        ("\"exponent\":2", "\"exponent\":3", Code::BadCurrency),
        ("[[0,0]]", "[]", Code::BadTimeZone),
        ("[[0,0]]", "[[0,0],[0,1]]", Code::BadTimeZone),
        ("2026-01-01T00:00:00Z", "soon", Code::BadManifest),
        ("\"customers\":0", "\"customers\":1", Code::BadManifest),
        ("\"customers\":0", "\"customers\":-1", Code::BadManifest),
        (
            "\"parts\":[]",
            "\"parts\":[{\"table\":\"pets\",\"path\":\"p\",\"rows\":0,\"bytes\":0,\"sha256\":\"\"}]",
            Code::BadManifest,
        ),
        ("}", "", Code::BadManifest),
    ] {
        let error = Manifest::parse(&good.replace(from, to)).expect_err(to);
        assert_eq!(error.code(), code, "{to}: {error}");
    }
}
