//! Tables read when a question first needs them: the same answers as with all tables read.

use crate::corpus::{Case, all, document, open_packed, pack};
use headcount::document::Read;
use headcount::error::{Code, Error};
use headcount::import::Packed;
use headcount::session::{Question, Request, Session, Source};
use headcount::snapshot::{Manifest, TableName};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A shop packed, opened whole and with customers alone.
struct Shop {
    document: Value,
    packed: Packed,
    whole: Session,
}

impl Shop {
    fn new(document: Value) -> Shop {
        let packed = pack(&document, None).expect("a snapshot");
        let whole = open_packed(&packed, &document, |_| true);
        assert!(whole.unread().is_empty());
        Shop { document, packed, whole }
    }

    fn of_customers(&self) -> Session {
        open_packed(&self.packed, &self.document, |path| path == "customers.arrow")
    }

    fn of_all(&self) -> Session {
        open_packed(&self.packed, &self.document, |_| true)
    }

    /// Reads the tables that an error names.
    fn read(&self, session: &mut Session, missing: &Error) {
        let names: Vec<&str> = missing.place().expect("names of tables").split(", ").collect();
        let parts = self.packed.manifest.parts.iter().filter(|part| names.contains(&part.table.as_str()));
        let bytes_of =
            |path: &str| self.packed.parts.iter().find(|(known, _)| known == path).expect("a part").1.as_slice();
        let parts: Vec<(&str, &[u8])> = parts.map(|part| (part.path.as_str(), bytes_of(&part.path))).collect();
        let before = session.unread().len();
        session.read(parts).expect("parts of the shop");
        assert_eq!(before - session.unread().len(), names.len(), "each of {names:?} was unread");
    }

    /// The answer, tables read as they are asked for.
    fn asked(&self, session: &mut Session, ask: &Ask) -> Value {
        let told = |outcome: Result<Value, Error>| match outcome {
            Ok(answer) => answer,
            Err(error) => json!({ "error": error.to_string(), "at": error.place() }),
        };
        loop {
            match ask(session) {
                Err(error) if error.code() == Code::MissingPart => self.read(session, &error),
                outcome => return told(outcome),
            }
        }
    }
}

type Ask = dyn Fn(&mut Session) -> Result<Value, Error>;

/// Every question about a segment, by name.
fn questions(case: &Case, customer: &str) -> Vec<(&'static str, Box<Ask>)> {
    let segment = match (&case.segment, &case.condition) {
        (Some(text), _) => json!(text),
        (None, condition) => json!({ "version": 1, "condition": condition }),
    };
    let options = json!({ "asOf": case.as_of, "policy": case.policy, "strictMissing": case.strict_missing });
    let text = segment.as_str().unwrap_or_default().to_owned();
    let with_nodes = Request { nodes: true, ..case.request() };
    let partial = Request { partial: true, ..case.request() };
    let of = |request: Request, ask: fn(&mut Session, Source<'_>, &Request) -> Result<Value, Error>| -> Box<Ask> {
        let segment = segment.clone();
        Box::new(move |session| match &segment {
            Value::String(text) => ask(session, Source::Text(text), &request),
            document => ask(session, Source::Json(&document.to_string()), &request),
        })
    };
    let mut asks = vec![
        ("count", of(with_nodes, |session, source, request| Ok(value(session.count(source, request)?)))),
        ("count partly", of(partial, |session, source, request| Ok(value(session.count(source, request)?)))),
        ("check", of(case.request(), |session, source, request| Ok(value(session.check(source, request)?)))),
    ];
    let columns = ["id", "number_of_orders", "last_order_date", "storefront.product_viewed.count"];
    let sort = json!({ "column": "amount_spent", "descending": true });
    for (name, content) in [
        ("members", json!({ "segment": segment, "columns": columns, "sort": sort, "options": options })),
        ("explain", json!({ "segment": segment, "customer": customer, "options": options })),
        ("distribution", json!({ "segment": segment, "path": "/value", "options": options })),
        ("distribution", json!({ "segment": segment, "path": "/where/0/value", "options": options })),
        ("statistics", json!({ "segment": segment, "fields": ["number_of_orders"], "options": options })),
        ("breakdown", json!({ "segment": segment, "field": "products_purchased.id", "options": options })),
        ("breakdown", json!({ "segment": segment, "field": "customer_tags", "options": options })),
        ("breakdown", json!({ "segment": segment, "field": "segments", "options": options })),
        ("values", json!({ "segment": segment, "field": "orders_placed.status", "path": "", "options": options })),
        ("values", json!({ "segment": segment, "field": "customer_countries", "options": options })),
        ("values", json!({ "field": "storefront.product_viewed.category", "options": options })),
        ("overlap", json!({ "segments": [segment, "number_of_orders > 0"], "options": options })),
        ("compare", json!({ "before": segment, "after": "amount_spent > 5", "ids": 9, "options": options })),
        ("timeline", json!({ "segment": segment, "ids": 9, "options": options })),
        ("memberships", json!({ "customer": customer, "segments": [{ "id": "a", "segment": segment }] })),
        ("complete", json!({ "text": text, "offset": text.encode_utf16().count(), "options": options })),
        ("complete", json!({ "text": text, "offset": text.find('\'').map_or(0, |at| at + 1), "options": options })),
    ] {
        let question = json!({ name: content });
        asks.push((
            name,
            Box::new(move |session| Ok(value(session.ask(&Question::of(&question).expect("a question"))?))),
        ));
    }
    asks
}

fn value(answer: impl serde::Serialize) -> Value {
    serde_json::to_value(answer).expect("an answer is a document")
}

#[test]
fn every_answer_is_the_same_whenever_tables_are_read() {
    let mut shops: BTreeMap<String, Shop> = BTreeMap::new();
    let (mut asked, mut at_once) = (0, 0);
    for (turn, case) in all().iter().enumerate() {
        let shop = shops.entry(case.shop.clone()).or_insert_with(|| Shop::new(document(&case.shop)));
        let customer = shop.whole.members(Source::Text(""), &Request::default(), 0, 1).expect("everyone").ids;
        let questions = questions(case, customer.first().map_or("", String::as_str));
        let mut late = shop.of_customers();
        // Each case begins with another question.
        for place in 0..questions.len() {
            let (name, ask) = &questions[(turn + place) % questions.len()];
            let unread = late.unread().len();
            let found = shop.asked(&mut late, ask);
            at_once += usize::from(unread > 0 && late.unread().len() == unread);
            let told = ask(&mut shop.whole);
            let told = told.unwrap_or_else(|error| json!({ "error": error.to_string(), "at": error.place() }));
            assert_eq!(found, told, "{name} of {case}");
            asked += 1;
        }
    }
    assert!(at_once > asked / 20, "{at_once} of {asked} answers needed no table that was unread");
}

#[test]
fn what_is_said_of_columns_needs_no_rows() {
    let names: std::collections::BTreeSet<String> = all().into_iter().map(|case| case.shop).collect();
    for name in names {
        let shop = Shop::new(document(&name));
        let late = shop.of_customers();
        assert_eq!(value(late.opened()), value(shop.whole.opened()), "{name}");
        assert_eq!(late.snapshot().outline(), shop.whole.snapshot().outline(), "{name}");
    }
}

#[test]
fn a_segment_needs_the_tables_that_decide_it() {
    let mut document = document("rows");
    document["segments"] = json!({
        "Buyers": "number_of_orders > 0",
        "Readers": "segments CONTAINS 'Buyers' OR storefront.page_viewed MATCHES ()",
        "By hand": ["1"],
    });
    let shop = Shop::new(document);
    for (segment, tables) in [
        ("customer_tags CONTAINS 'VIP' AND NOT customer_email_domain = 'x.org'", ""),
        ("anniversary('birth_date') = today AND random_bucket('a') < 50", ""),
        ("segments CONTAINS 'By hand'", ""),
        ("amuont_spent > 5", ""),
        ("number_of_orders > 1", "orders"),
        ("rfm_recency > 3", "orders"),
        ("orders_placed MATCHES (status = 'PAID')", "orders"),
        ("orders_placed IS NULL", "orders"),
        (r#"{"version":1,"condition":{"kind":"field","field":"orders_placed","operator":"is null"}}"#, "orders"),
        ("products_purchased(quantity: 5) = true", "products, orders, lines"),
        ("checkouts_abandoned MATCHES ()", "checkouts"),
        ("storefront.product_viewed MATCHES (count > 1)", "products, events"),
        ("store_credit_accounts MATCHES (balance > 5)", "store_credit"),
        ("amount_spent > 5 OR NOT (abandoned_checkout_date IS NULL)", "orders, checkouts"),
        ("segments CONTAINS 'Buyers'", "orders"),
        ("segments CONTAINS 'Readers'", "orders, products, events"),
    ] {
        let source = if segment.starts_with('{') { Source::Json(segment) } else { Source::Text(segment) };
        let answer = shop.of_customers().count(source, &Request::default());
        let needed = match &answer {
            Ok(_) => "",
            Err(error) => error.place().filter(|_| error.code() == Code::MissingPart).expect("names of tables"),
        };
        assert_eq!(needed, tables, "{segment}");
    }
}

#[test]
fn a_part_that_is_wrong_leaves_the_snapshot_as_it_was() {
    let shop = Shop::new(document("rows"));
    let mut late = shop.of_customers();
    let bytes_of = |path: &str| shop.packed.parts.iter().find(|(known, _)| known == path).expect(path).1.as_slice();
    let buyers = |session: &mut Session| {
        session.count(Source::Text("number_of_orders > 0"), &Request::default()).map(|reply| reply.count)
    };
    let cut = &bytes_of("orders.arrow")[8..];
    assert_eq!(late.read([("orders.arrow", cut)]).expect_err("a part that was cut").code(), Code::PartMismatch);
    let early = late.read([("lines.arrow", bytes_of("lines.arrow"))]).expect_err("lines before orders");
    assert_eq!((early.code(), early.place()), (Code::MissingPart, Some("lines.arrow")));
    assert_eq!(buyers(&mut late).expect_err("orders are unread").code(), Code::MissingPart);
    assert!(late.count(Source::Text("customer_tags CONTAINS 'VIP'"), &Request::default()).is_ok());
    late.read([("orders.arrow", bytes_of("orders.arrow"))]).expect("orders");
    assert_eq!(buyers(&mut late).expect("orders are read"), buyers(&mut shop.of_all()).expect("orders are read"));
}

#[test]
fn a_manifest_is_held_to_the_columns_it_tells() {
    let shop = Shop::new(document("rows"));
    let with = |change: &dyn Fn(&mut Vec<Value>)| {
        let mut manifest = shop.packed.manifest.clone();
        change(&mut manifest.tables);
        let parts = shop.packed.parts.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
        let opened = Session::open(&manifest.to_json_string(), parts, None);
        opened.map(|session| session.snapshot().outline()).map_err(|error| error.code())
    };
    let of =
        |tables: &mut Vec<Value>, name: &str| tables.iter().position(|told| told["table"] == name).expect("a table");
    assert!(with(&|tables| tables.clear()).is_ok(), "no one has to tell");
    let unheard = with(&|tables| tables.push(json!({ "table": "unheard/of", "columns": [] })));
    assert!(unheard.is_ok_and(|outline| outline == shop.whole.snapshot().outline()));
    let orders = |tables: &mut Vec<Value>| of(tables, "orders");
    for (why, change) in [
        (
            "a column less",
            &(|tables: &mut Vec<Value>| {
                let at = orders(tables);
                tables[at]["columns"].as_array_mut().expect("columns").pop();
            }) as &dyn Fn(&mut Vec<Value>),
        ),
        ("a column of another type", &|tables: &mut Vec<Value>| {
            let at = orders(tables);
            tables[at]["columns"][0][1] = json!("boolean");
        }),
        ("fewer decimals", &|tables: &mut Vec<Value>| {
            let at = orders(tables);
            let columns = tables[at]["columns"].as_array_mut().expect("columns");
            columns.iter_mut().filter(|column| column[0] == "total").for_each(|column| column[2] = json!(0));
        }),
        ("a kind of events less", &|tables: &mut Vec<Value>| {
            let at = tables.iter().position(|told| told["table"].as_str().expect("a name").starts_with("events/"));
            tables.remove(at.expect("events"));
        }),
    ] {
        assert_eq!(with(change), Err(Code::PartMismatch), "{why}");
    }
    let more = |tables: &mut Vec<Value>| {
        let at = orders(tables);
        let columns = tables[at]["columns"].as_array_mut().expect("columns");
        columns.iter_mut().filter(|column| column[0] == "total").for_each(|column| column[2] = json!(5));
    };
    let told = with(&more).expect("numbers take the decimals that are told");
    assert!(told.to_string().contains(r#"["total","number",5]"#), "{told}");
    let bad = |tables: &mut Vec<Value>| tables[0]["columns"] = json!([["total", "sum", 2]]);
    assert_eq!(with(&bad), Err(Code::BadManifest));
    assert!(
        Manifest::parse(&shop.packed.manifest.to_json_string()).is_ok_and(|manifest| manifest == shop.packed.manifest)
    );
    let lacking =
        TableName::ALL.iter().filter(|table| shop.packed.manifest.parts.iter().all(|part| part.table != **table));
    assert_eq!(lacking.count(), 0, "the shop has every table");
}
