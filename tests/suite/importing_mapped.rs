//! Mapping files: renamed columns, flat files, dictionaries, types; and Arrow with raw ids.

use crate::importing::{accounted, column, import, import_chunks, open, options};
use headcount::error::{Code, Error};
use headcount::import::{Mapping, Options, Packed};
use headcount::snapshot::arrow::write_stream;
use headcount::snapshot::{Array, Snapshot, Values};

fn try_pack(mapping: &str, files: &[(&str, &str)]) -> Result<Packed, Error> {
    import(Options { mapping: Some(Mapping::parse(mapping)?), ..options() }, files)
}

fn pack(mapping: &str, files: &[(&str, &str)]) -> (Packed, Snapshot) {
    let packed = try_pack(mapping, files).unwrap();
    packed.report.files.iter().for_each(accounted);
    let snapshot = open(&packed);
    (packed, snapshot)
}

#[test]
fn a_plain_table_takes_other_headers() {
    let mapping = r#"{ "customers": { "id": "CustomerID", "created_at": "Joined", "profile.zip": { "column": "Zip", "type": "text" } } }"#;
    let csv = "CustomerID,Joined,tags,Zip,Other\n7,2024-01-01,\"a,b\",12,x\n";
    let json = "{\"CustomerID\":7,\"Joined\":\"2024-01-01\",\"tags\":[\"a\",\"b\"],\"Zip\":12}\n{\"CustomerID\":8,\"profile\":{\"n\":1}}\n";
    for (name, text) in [("customers.csv", csv), ("customers.jsonl", json)] {
        let (packed, snapshot) = pack(mapping, &[(name, text)]);
        assert_eq!(column(&snapshot.customers, "id")[0], "7");
        assert_eq!(column(&snapshot.customers, "created_at")[0], "2024-01-01T00:00:00Z");
        assert_eq!(column(&snapshot.customers, "tags")[0], "a|b");
        assert_eq!(column(&snapshot.customers, "profile.zip")[0], "12");
        assert!(matches!(snapshot.customers.columns["profile.zip"], headcount::snapshot::Column::Text(_)));
        if name.ends_with("csv") {
            assert_eq!(packed.report.unknown_columns[0].columns, ["Other"]);
        } else {
            assert_eq!(column(&snapshot.customers, "profile.n"), ["-", "1"]);
        }
    }
}

const FLAT: &str = r#"{
  "customers": { "id": "who", "email": "mail", "addresses": { "country": "land", "city": "town" } },
  "orders": { "id": "no", "customer_id": "who", "placed_at": { "column": "day", "date": "D.M.YYYY" },
              "cancelled": { "column": "state", "in": ["Storno", "void"] }, "total": { "sum": "lines" }, "channel": { "value": "web" } },
  "lines": { "order_id": "no", "product_id": "item", "quantity": { "column": "n", "number": "1.234,5" },
             "amount": { "multiply": [{ "column": "n", "number": "1.234,5" }, { "column": "price", "number": "1.234,5" }] } },
  "products": { "id": "item", "title": "name", "tags": { "join": ["item", "name"], "with": "-" } }
}"#;

#[test]
fn one_flat_file_feeds_four_tables() {
    let file = "no;who;mail;land;town;day;state;item;name;n;price\n\
                1;a;;Germany;Köln;2.1.2024;ok;x;;2;1,50\n\
                2;b;b@x.y;FR;;3.1.2024;STORNO;y;Why;1.000;0,001\n\
                1;c;a@x.y;DE;Köln;1.1.2024;ok;x;Ex;1;-0,5\n\
                3;;;;;3.1.2024;ok;x;;1;1\n\
                4;a;late@x.y;AT;Wien;soon;ok;x;;1;1\n\
                5;a;first@x.y;AT;Wien;4.1.2024;ok;x;Other;1;x\n\
                ;a;;;;4.1.2024;ok;x;;1;1\n";
    let (packed, snapshot) = pack(FLAT, &[("sales.csv", file)]);
    let rows = packed.report.files[0].rows;
    assert_eq!((rows.read, rows.kept, rows.skipped, rows.without_customer), (7, 4, 2, 1));
    assert_eq!(packed.report.files[0].kind.as_deref(), Some("lines+orders+products+customers"));
    assert_eq!(column(&snapshot.customers, "id"), ["a", "b", "c"]);
    assert_eq!(column(&snapshot.customers, "email"), ["first@x.y", "b@x.y", "a@x.y"]);
    assert_eq!(column(&snapshot.customers, "cities"), ["DE-Köln|AT-Wien", "", "DE-Köln"]);
    assert_eq!(column(&snapshot.customers, "countries"), ["DE|AT", "FR", "DE"]);
    let orders = snapshot.orders.as_ref().unwrap();
    assert_eq!(column(orders, "total"), ["2.50", "1.00", "-"]);
    assert_eq!(orders.local, [0, 1, 0]);
    assert_eq!(column(orders, "placed_at")[0], "2024-01-01T00:00:00Z");
    assert_eq!(column(orders, "cancelled_at"), ["-", "2024-01-03T00:00:00Z", "-"]);
    assert_eq!(column(orders, "channel")[0], "web");
    let lines = snapshot.lines.as_ref().unwrap();
    assert_eq!(column(lines, "quantity"), ["2", "1", "1000", "1"]);
    assert_eq!(column(lines, "amount"), ["3.00", "-0.50", "1.00", "-"]);
    let products = snapshot.products.as_ref().unwrap();
    assert_eq!(column(products, "title"), ["Ex", "Why"]);
    assert_eq!(column(products, "tags"), ["", "y-Why"]);
    assert_eq!(packed.report.unreadable[0].reason, "'x' is no number");
}

#[test]
fn dictionaries_may_come_late() {
    let mapping = r#"{
      "lookups": { "price": { "file": "items.csv", "key": "sku", "value": "cost" },
                   "group": { "file": "groups*.csv", "key": "g", "value": "name" } },
      "customers": { "file": "people.csv", "id": "id", "groups": { "column": "g", "lookup": "group" } },
      "orders": { "file": "sales_*.csv", "id": "o", "customer_id": "c", "placed_at": "at", "total": { "multiply": ["n", { "column": "i", "lookup": "price" }] } }
    }"#;
    let files = [
        ("people.csv", "id,g\n1,10\n2,11\n"),
        ("sales_1.csv", "o,c,at,i,n\n1,1,2024-01-01,A,2\n"),
        ("items.csv", "sku,cost\nA,1.5\n"),
        ("groups.csv", "g,name\n10,ten\n"),
        ("sales_2.csv", "o,c,at,i,n\n2,2,2024-01-01,B,2\n"),
    ];
    for turn in 0..files.len() {
        let mut files = files;
        files.rotate_left(turn);
        let (packed, snapshot) = pack(mapping, &files);
        assert_eq!(column(&snapshot.customers, "groups"), ["ten", ""]);
        assert_eq!(column(snapshot.orders.as_ref().unwrap(), "total"), ["3.00", "-"]);
        let read: u64 = packed.report.files.iter().map(|file| file.rows.read).sum();
        assert_eq!(read, 6);
    }
    let error = try_pack(mapping, &files[..3]).unwrap_err();
    assert_eq!(error.code(), Code::BadMapping);
    assert!(error.message().contains("groups*.csv"), "{error}");
}

#[test]
fn a_wrong_mapping_names_the_place() {
    for (mapping, place) in [
        ("", "not JSON"),
        ("[]", "the mapping file"),
        (r#"{"people":{}}"#, "people"),
        (r#"{"customers":{"shoe":"x"}}"#, "customers.shoe"),
        (r#"{"customers":{"id":5}}"#, "customers.id"),
        (r#"{"customers":{"id":{"colum":"x"}}}"#, "colum"),
        (r#"{"customers":{"id":{"date":"YYYY"}}}"#, "customers.id"),
        (r#"{"customers":{"birth_date":{"column":"b","date":"YYYY"}}}"#, "customers.birth_date.date"),
        (r#"{"customers":{"addresses":{"land":"x"}}}"#, "addresses.land"),
        (r#"{"orders":{"cancelled":"x"}}"#, "orders.placed_at"),
        (r#"{"orders":{"total":{"sum":"x"}}}"#, "orders.total.sum"),
        (r#"{"customers":{"groups":{"column":"g","lookup":"x"}}}"#, "'x'"),
        (r#"{"files":{"a":{"delimiter":"ab"}}}"#, "files.a"),
        (r#"{"lookups":{"a":{"file":"b"}}}"#, "lookups.a"),
    ] {
        let error = Mapping::parse(mapping).unwrap_err();
        assert_eq!(error.code(), Code::BadMapping, "{mapping}");
        assert!(error.message().contains(place), "{mapping}: {error}");
    }
    for (mapping, code) in [
        (r#"{"customers":{"file":"x.csv","id":"nope"}}"#, Code::BadInput),
        (r#"{"customers":{"file":"x.csv","email":"id"}}"#, Code::BadMapping),
        (
            r#"{"events":{"file":"x.csv","customer_id":"id","kind":"id","at":"id"},"lines":{"file":"x.csv","order_id":"id"}}"#,
            Code::BadMapping,
        ),
    ] {
        assert_eq!(try_pack(mapping, &[("x.csv", "id\n1\n")]).unwrap_err().code(), code, "{mapping}");
    }
}

fn full(name: &str, len: u32, values: Values) -> Array {
    Array { name: name.into(), len, valid: None, values }
}

fn texts(name: &str, texts: &[&str]) -> Array {
    let dictionary = texts.iter().map(|text| (*text).to_owned()).collect();
    full(name, texts.len() as u32, Values::Text { codes: (0..texts.len() as u32).collect(), dictionary })
}

#[test]
fn arrow_with_raw_ids_is_joined_like_any_table() {
    let customers = [
        texts("id", &["b", "a"]),
        full("profile.n", 2, Values::Float(vec![1.5, f64::NAN])),
        full("tags", 2, Values::List { offsets: vec![0, 2, 2], items: Box::new(texts("item", &["x", "y"])) }),
    ];
    let order = |total: Values| {
        [
            texts("customer_id", &["a", "b", "c"]),
            full("placed_at", 3, Values::Second(vec![86_400, 0, 5])),
            full("total", 3, total),
        ]
    };
    let decimal = Values::Decimal { scale: 2, values: vec![150, 25, 1] };
    let (customers, orders) = (write_stream(&customers), write_stream(&order(decimal)));
    let files = [("customers.arrow", customers.as_slice()), ("orders.arrow", orders.as_slice())];
    let packed = import_chunks(options(), &files, 100).unwrap();
    packed.report.files.iter().for_each(accounted);
    let snapshot = open(&packed);
    assert_eq!(column(&snapshot.customers, "id"), ["b", "a"]);
    assert_eq!(column(&snapshot.customers, "profile.n"), ["1.5", "-"]);
    assert_eq!(column(&snapshot.customers, "tags"), ["x|y", ""]);
    let orders = snapshot.orders.unwrap();
    assert_eq!(orders.local, [0, 1]);
    assert_eq!(column(&orders, "total"), ["0.25", "1.50"]);
    assert_eq!(packed.report.files[1].rows.orphans, 1);
    for total in [Values::Integer(vec![1, 2, 3]), Values::Float(vec![0.1 + 0.2, 1.0, 2.0])] {
        let orders = write_stream(&order(total));
        let error = import_chunks(options(), &[files[0], ("orders.arrow", &orders)], 1 << 16).unwrap_err();
        assert_eq!(error.code(), Code::UnsupportedType);
        assert!(error.place().unwrap().contains("total"), "{error}");
    }
}
