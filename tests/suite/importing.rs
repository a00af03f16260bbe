//! Plain tables → snapshots: types, ids, losses, hostile files.

pub(crate) use crate::fuzzing::properties::import::accounted;
use crate::zones::zone;
use headcount::error::{Code, Error};
use headcount::import::{Importer, Options, Packed, Piece};
use headcount::snapshot::{Column, Rows, Snapshot};
use headcount::time::{Instant, Zone};

pub(crate) fn options() -> Options {
    Options {
        time_zone: Some(zone("Europe/London")),
        zone_source: "test".into(),
        currency: Some("GBP".into()),
        taken_at: Instant::parse("2026-01-01T00:00:00Z", &Zone::utc()).unwrap(),
        mapping: None,
        pseudonymous: false,
        max_bytes: None,
        base: None,
    }
}

pub(crate) fn import_chunks(options: Options, files: &[(&str, &[u8])], chunk: usize) -> Result<Packed, Error> {
    let mut importer = Importer::new(options)?;
    for (name, bytes) in files {
        importer.start_file(name)?;
        for piece in bytes.chunks(chunk) {
            importer.push(piece)?;
        }
        importer.end_file()?;
    }
    importer.finish()
}

pub(crate) fn import(options: Options, files: &[(&str, &str)]) -> Result<Packed, Error> {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    import_chunks(options, &files, 1 << 16)
}

pub(crate) fn open(packed: &Packed) -> Snapshot {
    let parts = packed.parts.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
    let manifest = headcount::snapshot::Manifest::parse(&packed.manifest.to_json_string()).unwrap();
    Snapshot::open(&manifest, parts, None).unwrap()
}

/// Packs with [`options`] and opens; every row of every file is accounted for.
pub(crate) fn pack(files: &[(&str, &str)]) -> (Packed, Snapshot) {
    let packed = import(options(), files).unwrap();
    packed.report.files.iter().for_each(accounted);
    let snapshot = open(&packed);
    (packed, snapshot)
}

/// A column as one text a row: `-` where missing, items of a list joined by `|`.
pub(crate) fn column(rows: &Rows, name: &str) -> Vec<String> {
    let column =
        rows.columns.get(name).unwrap_or_else(|| panic!("no {name} in {:?}", rows.columns.keys().collect::<Vec<_>>()));
    let missing = || "-".to_owned();
    let cell = |row: usize| match column {
        Column::Text(texts) => match texts.codes.get(row) {
            0 => missing(),
            code => texts.shown()[code as usize - 1].to_owned(),
        },
        Column::Number(numbers) => match &numbers.valid {
            Some(valid) if !valid.contains(row as u32) => missing(),
            _ => headcount::value::Decimal::new(i128::from(numbers.values[row]), numbers.scale).to_string(),
        },
        Column::Time(times) => match times.seconds[row] {
            headcount::snapshot::Times::MISSING => missing(),
            second => Instant(second).to_utc_string(),
        },
        Column::Boolean { yes, valid } => match (valid.contains(row as u32), yes.contains(row as u32)) {
            (false, _) => missing(),
            (true, yes) => yes.to_string(),
        },
        Column::List(lists) => {
            let codes = &lists.codes[lists.offsets[row] as usize..lists.offsets[row + 1] as usize];
            codes.iter().map(|code| lists.shown()[*code as usize].to_owned()).collect::<Vec<_>>().join("|")
        }
        Column::Places(places) => {
            let span = places.offsets[row] as usize..places.offsets[row + 1] as usize;
            span.map(|at| format!("{},{}", places.latitude[at], places.longitude[at])).collect::<Vec<_>>().join("|")
        }
    };
    (0..rows.len as usize).map(cell).collect()
}

/// Reasons of skipped rows as `line: reason`.
fn skipped(packed: &Packed, file: usize) -> Vec<String> {
    packed.report.files[file].skipped.iter().map(|skip| format!("{}: {}", skip.line, skip.reason)).collect()
}

fn warned(packed: &Packed, code: &str) -> bool {
    packed.report.warnings.iter().any(|warning| warning.code == code)
}

const CUSTOMERS: &str = "id,created_at,tags,country\n1,2024-01-01,\"VIP, new\",GB\n2,2024-02-01,,United States\n\
                         gid://shopify/Customer/3,2024-03-01,vip,Atlantis\n";

const ORDERS: &str = "id,customer_id,placed_at,total,currency\n10,3,2024-07-01 00:30,20.00,GBP\n\
                      11,1,2024-05-02,5.5,\n12,gid://shopify/Customer/1,2024-05-03T10:00:00-05:00,1.005,gbp\n\
                      13,9,2024-05-03,1,GBP\n14,1,2024-05-03,1,EUR\n15,,2024-05-03,1,GBP\n16,2,soon,1,GBP\n17,2,,1,GBP\n";

#[test]
fn rows_find_their_customers() {
    let (packed, snapshot) = pack(&[("shop/customers.csv", CUSTOMERS), ("Orders-2024.csv", ORDERS)]);
    assert_eq!(packed.parts[0].0, "customers.arrow");
    assert_eq!(column(&snapshot.customers, "id"), ["1", "2", "3"]);
    assert_eq!(column(&snapshot.customers, "created_at")[0], "2024-01-01T00:00:00Z");
    assert_eq!(column(&snapshot.customers, "tags"), ["VIP|new", "", "VIP"]);
    assert_eq!(column(&snapshot.customers, "default_country"), ["GB", "US", "-"]);
    let orders = snapshot.orders.as_ref().unwrap();
    assert_eq!(orders.local, [0, 0, 2]);
    assert_eq!(column(orders, "total"), ["5.500", "1.005", "20.000"]);
    let at: Vec<String> = orders.at.iter().map(|at| Instant(*at).to_utc_string()).collect();
    assert_eq!(at, ["2024-05-01T23:00:00Z", "2024-05-03T15:00:00Z", "2024-06-30T23:30:00Z"]);
    let rows = packed.report.files[1].rows;
    let counts = (rows.read, rows.kept, rows.skipped, rows.orphans, rows.without_customer, rows.other_currency);
    assert_eq!(counts, (8, 3, 2, 1, 1, 1));
    assert_eq!(
        skipped(&packed, 1),
        ["8: placed_at 'soon' is no date or time like 2026-08-16T09:30:00Z", "9: the row has no placed_at"]
    );
    let names: Vec<_> = packed.report.countries.iter().map(|name| (name.text.as_str(), name.code, name.rows)).collect();
    assert_eq!(names, [("Atlantis", None, 1), ("United States", Some("US"), 1)]);
    assert_eq!(packed.manifest.currency.code, "GBP");
}

#[test]
fn a_jsonl_row_is_read_by_its_keys() {
    let customers = concat!(
        r#"{"id":12345678901234567890,"created_at":"2024-01-01T00:00:00.5+0100","tags":["b, c"," A ",null,7],"#,
        r#""amount_spent":1e-1,"number_of_orders":"3","birth_date":"1990-05-02T23:00:00Z","profile":{"score":3,"#,
        r#""deep":{"er":true}},"answers.size":"S, M","metafields":{"facts":{"since":"2020-01-01"}},"company_ids":["#,
        r#""gid://shopify/Company/5",6],"language":"","gender":"","#,
        r#""addresses":[{"country":"France","region":"FR-IDF","city":"Paris","latitude":48.85,"longitude":"2.35"},"#,
        r#"{"country":"GB","city":"London","is_default":true,"street":"x"}]}"#,
        "\n\n",
        r#"{"id":"2","tags":"x, y","profile.score":"2.50","answers":{"size":["L"]},"metafields.facts.since":null}"#,
        "\r\n",
        r#"{"id":"3","profile.score":10,"profile.deep.er":false,"addresses":{"country":"Narnia","city":"X"}}"#,
    );
    let (packed, snapshot) = pack(&[("customers.jsonl", customers)]);
    for (name, expected) in [
        ("id", ["12345678901234567890", "2", "3"]),
        ("created_at", ["2023-12-31T23:00:00Z", "-", "-"]),
        ("tags", ["b, c|A|7", "x|y", ""]),
        ("amount_spent", ["0.10", "-", "-"]),
        ("number_of_orders", ["3", "-", "-"]),
        ("birth_date", ["1990-05-01T23:00:00Z", "-", "-"]),
        ("profile.score", ["3.0", "2.5", "10.0"]),
        ("profile.deep.er", ["true", "-", "false"]),
        ("answers.size", ["S, M", "L", ""]),
        ("metafields.facts.since", ["2020-01-01T00:00:00Z", "-", "-"]),
        ("company_ids", ["5|6", "", ""]),
        ("language", ["", "-", "-"]),
        ("gender", ["-", "-", "-"]),
        ("countries", ["FR|GB", "", ""]),
        ("default_city", ["GB-London", "-", "-"]),
        ("coordinates", ["48.85,2.35", "", ""]),
    ] {
        assert_eq!(column(&snapshot.customers, name), expected, "{name}");
    }
    assert_eq!(packed.report.unknown_columns[0].columns, ["addresses.street"]);
    let names: Vec<_> = packed.report.countries.iter().map(|name| (name.text.as_str(), name.code)).collect();
    assert_eq!(names, [("Narnia", None), ("France", Some("FR"))]);
}

/// Values of `profile.x` in CSV, and the column they make.
#[test]
fn profile_columns_take_the_narrowest_type() {
    for (values, expected) in [
        ("true,False,", "boolean true false -"),
        ("true,yes,", "text true yes -"),
        ("1,-20,", "number 1 -20 -"),
        ("1,0.50,", "number 1.0 0.5 -"),
        ("1,1e2,", "number 1 100 -"),
        ("007,1,", "text 007 1 -"),
        ("+49,1,", "text +49 1 -"),
        ("123456789012345678901,1,", "text 123456789012345678901 1 -"),
        ("2024-02-29,2024-03-01,", "time 2024-02-29T00:00:00Z 2024-03-01T00:00:00Z -"),
        ("2024-06-01,2024-06-01 12:00,", "time 2024-05-31T23:00:00Z 2024-06-01T11:00:00Z -"),
        ("2024-02-30,2024-03-01,", "text 2024-02-30 2024-03-01 -"),
        ("a; b,c,", "text a; b c -"),
        ("\"[\"\"a\"\",\"\"b\"\"]\",c,", "list a|b c "),
        ("[1],2,", "list 1 2 "),
        ("[not json,2,", "text [not json 2 -"),
        (",,", "text - - -"),
    ] {
        let mut reader = String::from("id,profile.x\n");
        let mut id = 0;
        let mut quoted = false;
        for piece in values.split_inclusive(|c| {
            quoted ^= c == '"';
            c == ',' && !quoted
        }) {
            id += 1;
            reader.push_str(&format!("{id},{}\n", piece.strip_suffix(',').unwrap_or(piece)));
        }
        if id < 3 {
            reader.push_str("3,\n");
        }
        let (_, snapshot) = pack(&[("customers.csv", &reader)]);
        let kind = match &snapshot.customers.columns["profile.x"] {
            Column::Boolean { .. } => "boolean",
            Column::Number(_) => "number",
            Column::Time(_) => "time",
            Column::Text(_) => "text",
            Column::List(_) => "list",
            Column::Places(_) => "places",
        };
        let cells = column(&snapshot.customers, "profile.x").join(" ");
        assert_eq!(format!("{kind} {cells}"), expected, "{values}");
    }
}

#[test]
fn the_last_row_of_an_id_wins_whole() {
    let customers = "id,first_name,profile.n\n1,Ann,x\n2,Bob,2\n1,,1\n\"1 \",Eve,\n";
    let orders =
        "id,customer_id,placed_at,total\n1,2,2024-01-01,5\n1,1,2024-01-02,7\n,1,2024-01-03,1\n,1,2024-01-03,1\n";
    let lines = "order_id,product_id,quantity,amount\n1,9,2,7\n5,9,1,1\n";
    let (packed, snapshot) = pack(&[
        ("lines.csv", lines),
        ("orders.csv", orders),
        ("customers.csv", customers),
        ("products.csv", "id\n9\n9\n"),
    ]);
    assert_eq!(column(&snapshot.customers, "id"), ["2", "1"]);
    assert_eq!(column(&snapshot.customers, "first_name"), ["Bob", "Eve"]);
    assert_eq!(column(&snapshot.customers, "profile.n"), ["2", "-"]);
    let orders = snapshot.orders.as_ref().unwrap();
    assert_eq!(column(orders, "total"), ["7.00", "1.00", "1.00"]);
    assert_eq!(orders.local, [1, 1, 1]);
    assert_eq!(snapshot.lines.as_ref().unwrap().parents, [0]);
    assert_eq!(snapshot.products.as_ref().unwrap().len, 1);
    let lost = |file: usize| packed.report.files[file].rows;
    assert_eq!((lost(0).orphans, lost(1).duplicates, lost(2).duplicates, lost(3).duplicates), (1, 1, 2, 1));
    assert!(warned(&packed, "duplicates"));
}

#[test]
fn lines_share_the_fate_of_their_order() {
    let orders = "id,customer_id,placed_at,total,currency\n1,1,2024-01-01,5,GBP\n2,8,2024-01-02,7,GBP\n\
                  3,,2024-01-03,1,GBP\n4,1,2024-01-03,1,EUR\n5,1,,1,GBP\n";
    let lines = "order_id,quantity\n5,1\n4,1\n3,1\n2,1\n1,1\n,1\n1,2\n";
    let (packed, snapshot) = pack(&[("customers.csv", "id\n1\n"), ("orders.csv", orders), ("lines.csv", lines)]);
    let rows = packed.report.files[2].rows;
    assert_eq!((rows.kept, rows.orphans, rows.without_customer, rows.other_currency, rows.skipped), (2, 2, 1, 1, 1));
    assert_eq!(column(snapshot.lines.as_ref().unwrap(), "quantity"), ["1", "2"]);
}

#[test]
fn defaults_and_oddities_are_told() {
    let customers = "id,Shoe Size,shoe,id,amount_spent,created_at\n1,42,,5,12.3456789,yesterday\n2,,,,1 000,\n";
    let orders =
        "id,customer_id,placed_at,total,currency\n1,1,2024-01-01,5,jpy\n2,1,2024-01-02,7,JPY\n3,1,2024-01-03,1,EUR\n";
    let files =
        [("customers.csv", customers), ("orders.csv", orders), ("notes.csv", "a,b\n1,2\n"), ("x.pdf", "%PDF-1")];
    let packed = import(Options { time_zone: None, currency: None, ..options() }, &files).unwrap();
    for code in ["zone-default", "currency-default", "column-twice"] {
        assert!(warned(&packed, code), "{code}");
    }
    assert_eq!(packed.manifest.currency.code, "JPY");
    assert_eq!(packed.manifest.zone.name(), "UTC");
    let report = &packed.report;
    assert_eq!(report.unknown_columns[0].columns, ["Shoe Size", "shoe"]);
    let reasons: Vec<String> =
        report.unreadable.iter().map(|it| format!("{} {} {}: {}", it.column, it.rows, it.line, it.reason)).collect();
    assert_eq!(
        reasons,
        [
            "amount_spent 2 2: '12.3456789' has more than six decimals",
            "created_at 1 2: 'yesterday' is no date or time like 2026-08-16T09:30:00Z"
        ]
    );
    assert_eq!(report.files[1].rows.other_currency, 1);
    assert!(report.files[2].ignored.is_some() && report.files[3].ignored.is_some());
    let figures: Vec<String> = report
        .figures
        .iter()
        .flat_map(|figure| {
            figure.examples.iter().map(move |it| format!("{} {} {} {}", figure.field, it.id, it.imported, it.counted))
        })
        .collect();
    assert!(figures.is_empty(), "{figures:?}");
}

#[test]
fn imported_figures_stand_beside_counted_ones() {
    let customers = "id,number_of_orders,amount_spent\n1,2,10.0\n2,0,0\n3,,\n4,1,5\n";
    let orders = "id,customer_id,placed_at,total,refunded,status,test\n1,1,2024-01-01,12,2,paid,\n2,1,2024-01-01,9,,Canceled,no\n\
                  3,4,2027-01-01,5,,paid,no\n4,2,2024-01-01,5,,paid,true\n";
    let (packed, _) = pack(&[("customers.csv", customers), ("orders.csv", orders)]);
    let figures: Vec<String> = packed
        .report
        .figures
        .iter()
        .flat_map(|figure| {
            figure.examples.iter().map(move |it| format!("{} {} {} {}", figure.field, it.id, it.imported, it.counted))
        })
        .collect();
    assert_eq!(figures, ["number_of_orders 1 2 1", "number_of_orders 4 1 0", "amount_spent 4 5 0"]);
}

#[test]
fn a_pseudonymous_snapshot_keeps_no_contact() {
    let customers = "id,email,phone,first_name,last_name,company_name,birth_date,city,postal_code,country\n\
                     1,Ann@Example.COM,+1,Ann,Lee,ACME,1990-01-01,Paris,75001,FR\n";
    let packed = import(Options { pseudonymous: true, ..options() }, &[("customers.csv", customers)]).unwrap();
    let snapshot = open(&packed);
    assert_eq!(column(&snapshot.customers, "email_domain"), ["example.com"]);
    for absent in ["email", "phone", "first_name", "last_name", "company_name", "postal_code"] {
        assert!(!snapshot.customers.columns.contains_key(absent), "{absent}");
    }
    let bytes: Vec<u8> = packed.parts.iter().flat_map(|(_, bytes)| bytes.iter().copied()).collect();
    for secret in ["Ann", "ACME", "75001", "+1"] {
        assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()), "{secret}");
    }
    assert!(packed.report.unknown_columns.is_empty());
}

#[test]
fn a_pseudonymous_snapshot_has_no_postal_codes_in_addresses() {
    let address = r#"{"country":"FR","city":"Paris","postal_code":"75001"}"#;
    let plain = format!(r#"{{"id":"1","addresses":[{address}]}}"#);
    let bulk = r#"{"id":"gid://shopify/Customer/1"}
{"id":"gid://shopify/MailingAddress/2","countryCodeV2":"FR","city":"Paris","zip":"75001","__parentId":"gid://shopify/Customer/1"}"#;
    for (name, text) in [("customers.jsonl", plain.as_str()), ("bulk.jsonl", bulk)] {
        for pseudonymous in [false, true] {
            let packed = import(Options { pseudonymous, ..options() }, &[(name, text)]).unwrap();
            let bytes = &packed.parts[0].1;
            let has = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
            assert!(has("Paris"), "{name}");
            assert_eq!(has("75001"), !pseudonymous, "{name}");
        }
    }
}

/// Customers with orders, events and what waits for them, of which the last ones win.
fn many_rows(customers: u32) -> [(&'static str, String); 3] {
    let customer =
        |id: u32| format!("{},person{id}@example.com,\"a{}, b\",{}\n", id % (customers - 5), id % 7, id % 100);
    let order = |id: u32| format!("o{id},{},2024-01-{:02}T10:00:00Z,{id}.25\n", id * 7 % customers, id % 28 + 1);
    let event = |id: u32| format!("{},page_view,2024-02-{:02},/p/{}\n", id * 11 % customers, id % 28 + 1, id % 1_000);
    let file = |header: &str, row: &dyn Fn(u32) -> String, rows: u32| {
        (0..rows).fold(header.to_owned(), |text, id| text + &row(id))
    };
    [
        ("customers.csv", file("id,email,tags,profile.score\n", &customer, customers)),
        ("orders.csv", file("id,customer_id,placed_at,total\n", &order, customers * 2)),
        ("events.csv", file("customer_id,kind,at,url\n", &event, customers * 3)),
    ]
}

#[test]
fn a_snapshot_comes_in_pieces_and_each_table_goes_with_its_part() {
    let files = many_rows(30_000);
    let mut importer = Importer::new(options()).unwrap();
    for (name, text) in &files {
        importer.start_file(name).unwrap();
        importer.push(text.as_bytes()).unwrap();
        importer.end_file().unwrap();
    }
    let read = importer.bytes_held();
    let mut packing = importer.pack().unwrap();
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    let (mut most, mut at_starts, mut batches) = (0, Vec::new(), 0);
    while let Some(Piece { path, bytes }) = packing.next_piece().unwrap() {
        most = most.max(packing.bytes_held());
        match parts.last_mut() {
            Some((last, part)) if *last == path => part.extend(bytes),
            _ => {
                at_starts.push(packing.bytes_held());
                parts.push((path, bytes));
            }
        }
        batches += 1;
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let whole = import(options(), &files).unwrap();
    assert!(batches > 20, "{batches}");
    assert_eq!(parts, whole.parts);
    let snapshot: usize = parts.iter().map(|(_, bytes)| bytes.len()).sum();
    let held = format!("{read} bytes held after reading, at most {most} for {snapshot}, {at_starts:?} as parts began");
    assert!(read < snapshot && most < snapshot * 3 / 2, "{held}");
    assert!(at_starts.is_sorted_by(|a, b| a > b) && packing.bytes_held() < read / 4, "{held}");
    assert_eq!(packing.end(), (whole.manifest, whole.report));
}

fn code(outcome: Result<Packed, Error>) -> Code {
    outcome.expect_err("an error").code()
}

#[test]
fn what_cannot_be_imported_is_refused() {
    let customers = ("customers.csv", "id\n1\n");
    assert_eq!(code(import(options(), &[])), Code::UnknownInput);
    assert_eq!(code(import(options(), &[("notes.csv", "a\n1\n"), ("x.bin", "\0\0\0\0")])), Code::UnknownInput);
    assert_eq!(code(import(options(), &[("orders.csv", "customer_id,placed_at\n1,2024-01-01\n")])), Code::BadInput);
    assert_eq!(code(import(options(), &[customers, ("orders.csv", "id,placed_at\n1,2024-01-01\n")])), Code::BadInput);
    assert_eq!(code(import(options(), &[("customers.csv", "\"id\n1\n")])), Code::BadInput);
    assert_eq!(code(import_chunks(options(), &[("customers.csv", &[0x1f, 0x8b, 8, 0, 1])], 9)), Code::BadInput);
    assert_eq!(code(import(Options { currency: Some("XXQ".into()), ..options() }, &[customers])), Code::BadCurrency);
    let many = format!("id\n{}", (0..200_000).map(|id| format!("{id}\n")).collect::<String>());
    let small = Options { max_bytes: Some(100_000), ..options() };
    let error = import(small, &[("customers.csv", &many)]).unwrap_err();
    assert_eq!(error.code(), Code::TooLarge);
    assert!(error.message().bytes().any(|byte| byte.is_ascii_digit()), "{error}");
}
