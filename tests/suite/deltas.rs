//! Deltas: what they must agree with, what they say, and a real shop in two sendings.

use crate::importing::{import, options};
use crate::importing_real::data;
use headcount::error::{Code, Error};
use headcount::import::{Importer, Mapping, Options, Packed};
use headcount::session::{AppliedReply, ApplyRequest, Request, SegmentInput, Session, Source};
use headcount::snapshot::Manifest;
use headcount::time::{Instant, Zone};
use serde_json::json;
use std::io::Read;
use std::path::Path;

const CUSTOMERS: &str = "id,tags,profile.size\n1,VIP,5\n2,,6\n3,vip,7\n";
const ORDERS: &str = "id,customer_id,placed_at,total,status\n10,1,2025-12-01,20.00,open\n11,1,2025-12-02,5.50,open\n12,3,2025-12-02,1.00,open\n";
const LINES: &str = "order_id,product_id,quantity\n10,a,1\n10,b,2\n12,a,4\n";

fn later() -> Instant {
    Instant::parse("2026-01-02T00:00:00Z", &Zone::utc()).unwrap()
}

fn base() -> Packed {
    import(options(), &[("customers.csv", CUSTOMERS), ("orders.csv", ORDERS), ("lines.csv", LINES)]).unwrap()
}

/// Packs the changes since a base.
fn changes(base: &Packed, files: &[(&str, &str)]) -> Result<Packed, Error> {
    let base = Some(Manifest::parse(&base.manifest.to_json_string()).unwrap());
    import(Options { time_zone: None, currency: None, taken_at: later(), base, ..options() }, files)
}

fn parts(packed: &Packed) -> impl Iterator<Item = (&str, &[u8])> {
    packed.parts.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
}

fn open(packed: &Packed) -> Session {
    Session::open(&packed.manifest.to_json_string(), parts(packed), None).unwrap()
}

fn apply(session: &mut Session, delta: &Packed, segment: &str) -> Result<AppliedReply, Error> {
    let segments = vec![("watched".to_owned(), SegmentInput::of(&json!(segment)))];
    let request = ApplyRequest { segments, options: Request::default(), ids: 10 };
    session.apply(&delta.manifest.to_json_string(), parts(delta), &request)
}

fn ids(session: &mut Session, segment: &str) -> Vec<String> {
    session.members(Source::Text(segment), &Request::default(), 0, usize::MAX).unwrap().ids
}

/// The ids a segment has after some changes, and the answer to applying them.
fn after(files: &[(&str, &str)], segment: &str) -> (Vec<String>, AppliedReply) {
    let base = base();
    let mut session = open(&base);
    let delta = changes(&base, files).unwrap();
    let reply = apply(&mut session, &delta, segment).unwrap();
    assert_eq!(session.snapshot().id, delta.manifest.snapshot_id);
    (ids(&mut session, segment), reply)
}

#[test]
fn customers_are_replaced_whole_added_and_deleted() {
    let files = [("customers.csv", "id,tags,deleted\n2,VIP,\n4,VIP,no\n3,,yes\n")];
    let (found, reply) = after(&files, "customer_tags CONTAINS 'vip'");
    assert_eq!(found, ["1", "2", "4"]);
    let moved = &reply.segments[0];
    assert_eq!((moved.before, moved.after), (2, 3));
    assert_eq!(
        (moved.entered.clone(), moved.left.clone()),
        (vec!["2".to_owned(), "4".to_owned()], vec!["3".to_owned()])
    );
    assert_eq!((moved.presence.entered, moved.presence.left, moved.causes[0].moved.entered), (1, 1, 1));
    // The row that was sent has no size: it won whole.
    assert_eq!(after(&files, "profile.size IS NOT NULL").0, ["1"]);
    assert_eq!(after(&files, "number_of_orders > 0").0, ["1"]);
}

#[test]
fn whom_time_alone_moved_is_told_apart() {
    let sent = [("orders.csv", "id,customer_id,placed_at\n20,2,2025-12-31\n21,3,2025-12-31\n")];
    let (found, reply) = after(&sent, "last_order_date >= -30d");
    assert_eq!(found, ["2", "3"]);
    let told = &reply.segments[0];
    assert_eq!((&told.entered[..], &told.left[..]), (&["2".to_owned()][..], &["1".to_owned()][..]));
    assert_eq!((told.time.entered, told.time.left), (0, 1));
    // At an instant that was asked for no time passes.
    let mut session = open(&base());
    let segments = vec![("watched".to_owned(), SegmentInput::of(&json!("last_order_date >= -30d")))];
    let options = Request { as_of: Some("2026-01-01".to_owned()), ..Request::default() };
    let delta = changes(&base(), &sent).unwrap();
    let request = ApplyRequest { segments, options, ids: 0 };
    let reply = session.apply(&delta.manifest.to_json_string(), parts(&delta), &request).unwrap();
    assert_eq!((reply.segments[0].moved.left, reply.segments[0].time.left), (0, 0));
}

#[test]
fn an_order_is_replaced_with_its_lines_or_keeps_them() {
    let sent = ("orders.csv", "id,customer_id,placed_at,total,status\n10,2,2025-12-01,20.00,sent\n12,,,,\n");
    let segment = "products_purchased MATCHES (id = 'b')";
    assert_eq!(after(&[sent], segment).0, ["2"]);
    assert_eq!(after(&[sent, ("lines.csv", "order_id,product_id,quantity\n10,c,1\n11,b,1\n")], segment).0, ["1"]);
    // An order that has lost its customer is skipped for want of a time: it stays; with one it goes.
    assert_eq!(after(&[sent], "number_of_orders > 0").0, ["1", "2", "3"]);
    let lost = ("orders.csv", "id,customer_id,placed_at,total\n12,,2025-12-02,1.00\n");
    assert_eq!(after(&[lost], "number_of_orders > 0").0, ["1"]);
    assert_eq!(
        after(&[("orders.csv", "id,customer_id,placed_at,deleted\n12,,,yes\n")], "number_of_orders > 0").0,
        ["1"]
    );
    assert_eq!(
        after(&[("orders.csv", "id,customer_id,placed_at,total\n12,9,2025-12-02,1.00\n")], "number_of_orders > 0").0,
        ["1"]
    );
}

#[test]
fn text_stays_text_and_numbers_widen() {
    assert_eq!(after(&[("customers.csv", "id,profile.size\n2,6.5\n")], "profile.size > 6.4").0, ["2", "3"]);
    let base = import(options(), &[("customers.csv", "id,profile.size\n1,XL\n2,7\n")]).unwrap();
    let mut session = open(&base);
    let delta = changes(&base, &[("customers.csv", "id,profile.size\n1,8\n")]).unwrap();
    apply(&mut session, &delta, "").unwrap();
    assert_eq!(ids(&mut session, "profile.size = '8'"), ["1"]);
}

#[test]
fn what_does_not_go_with_the_base_is_refused() {
    let base = base();
    let refused = |files: &[(&str, &str)]| changes(&base, files).map(|_| ()).map_err(|error| error.code());
    assert_eq!(refused(&[("customers.csv", "id,profile.size\n2,XL\n")]), Err(Code::PackAnew));
    assert_eq!(refused(&[("customers.csv", "id,tags\n2,x\n")]), Ok(()));
    let manifest = || Some(base.manifest.clone());
    let other = |options: Options| Importer::new(options).map(|_| ()).map_err(|error| error.code());
    let changed = Options { taken_at: later(), base: manifest(), ..options() };
    assert_eq!(other(changed.clone()), Ok(()));
    assert_eq!(other(Options { time_zone: Some(Zone::utc()), ..changed.clone() }), Err(Code::PackAnew));
    assert_eq!(other(Options { currency: Some("EUR".into()), ..changed.clone() }), Err(Code::PackAnew));
    assert_eq!(other(Options { taken_at: base.manifest.taken_at, ..changed }), Err(Code::BadArgument));
}

#[test]
fn a_delta_changes_its_base_and_nothing_else() {
    let base = base();
    let delta = changes(&base, &[("customers.csv", "id,tags\n2,VIP\n")]).unwrap();
    let code = |outcome: Result<AppliedReply, Error>| outcome.map(|_| ()).map_err(|error| error.code());
    let opened = Session::open(&delta.manifest.to_json_string(), parts(&delta), None);
    assert_eq!(opened.map(|_| ()).map_err(|error| error.code()), Err(Code::WrongBase));
    let mut session = open(&base);
    assert_eq!(code(apply(&mut session, &base, "")), Err(Code::WrongBase));
    assert_eq!(code(apply(&mut session, &delta, "")), Ok(()));
    // Twice is not once.
    assert_eq!(code(apply(&mut session, &delta, "")), Err(Code::WrongBase));
    let mut missing = delta.clone();
    missing.parts.clear();
    let mut session = open(&base);
    assert_eq!(code(apply(&mut session, &missing, "")), Err(Code::MissingPart));
    let mut yen = delta.clone();
    (yen.manifest.currency.code, yen.manifest.currency.exponent) = ("JPY".into(), 0);
    assert_eq!(code(apply(&mut session, &yen, "")), Err(Code::PackAnew));
    let mut moved = delta.clone();
    moved.manifest.zone = Zone::try_new("Europe/London", vec![(0, 0), (1, 3600)]).unwrap();
    assert_eq!(code(apply(&mut session, &moved, "")), Err(Code::PackAnew));
    assert_eq!(ids(&mut session, "customer_tags CONTAINS 'vip'"), ["1", "3"]);
}

#[test]
fn rows_that_were_left_out_are_not_forgotten() {
    let orders = "id,customer_id,placed_at,total\n10,1,2025-12-01,20.00\n20,9,2025-12-01,1.00\n";
    let base = import(options(), &[("customers.csv", CUSTOMERS), ("orders.csv", orders)]).unwrap();
    assert_eq!(base.manifest.left_out.customers, ["9"]);
    let arrives = changes(&base, &[("customers.csv", "id\n9\n")]).unwrap();
    let error = apply(&mut open(&base), &arrives, "").unwrap_err();
    assert_eq!(error.code(), Code::PackAnew);
    assert!(error.message().contains("'9'"), "{error}");
    // So are those of a delta, and those of customers it deletes.
    let first = changes(
        &base,
        &[("orders.csv", "id,customer_id,placed_at\n21,8,2025-12-01\n"), ("customers.csv", "id,deleted\n1,yes\n")],
    );
    let first = first.unwrap();
    for id in ["8", "1", "2"] {
        let mut session = open(&base);
        apply(&mut session, &first, "").unwrap();
        let files = [("customers.csv", format!("id\n{id}\n"))];
        let second = import(
            Options { taken_at: Instant(later().0 + 60), base: Some(first.manifest.clone()), ..options() },
            &[(files[0].0, files[0].1.as_str())],
        );
        let outcome = apply(&mut session, &second.unwrap(), "").map(|_| ()).map_err(|error| error.code());
        assert_eq!(outcome, if id == "2" { Ok(()) } else { Err(Code::PackAnew) }, "{id}");
    }
}

#[test]
fn more_customers_are_more_blocks() {
    let rows = |ids: std::ops::Range<u32>| ids.map(|id| format!("{id}\n")).collect::<String>();
    let customers = format!("id\n{}", rows(1..65_536));
    let base =
        import(options(), &[("customers.csv", &customers), ("orders.csv", ORDERS), ("lines.csv", LINES)]).unwrap();
    let mut session = open(&base);
    let added = format!("id\n{}", rows(65_536..65_600));
    let delta = changes(&base, &[("customers.csv", &added)]).unwrap();
    apply(&mut session, &delta, "number_of_orders > 0").unwrap();
    assert_eq!(session.snapshot().orders.as_ref().unwrap().block_starts, [0, 3, 3]);
    assert_eq!(ids(&mut session, "number_of_orders > 0"), ["1", "3"]);
    assert_eq!(ids(&mut session, "number_of_orders = 0").len(), 65_597);
}

/// Packs rows of Online Retail.
fn retail(text: &str, taken_at: &str, base: Option<Manifest>) -> Packed {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/mappings/online_retail.json");
    let mapping = Some(Mapping::parse(&std::fs::read_to_string(path).unwrap()).unwrap());
    let taken_at = Instant::parse(taken_at, &Zone::utc()).unwrap();
    import(Options { mapping, taken_at, base, ..options() }, &[("online_retail.csv", text)]).unwrap()
}

#[test]
fn online_retail_in_two_sendings_is_online_retail() {
    let Some(data) = data() else { return };
    let file = std::fs::File::open(data.join("online_retail/online_retail.csv.gz")).unwrap();
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(file).read_to_string(&mut text).unwrap();
    let (head, rows) = text.split_once('\n').unwrap();
    let cell = |row: &'_ str, back: usize| row.rsplit(',').nth(back).unwrap_or_default().to_owned();
    let is_late = |row: &str| cell(row, 3).as_str() >= "2011-11-01";
    // Whoever bought in the last weeks is sent again, whole: with all orders and lines.
    let late: std::collections::HashSet<String> =
        rows.lines().filter(|row| is_late(row)).map(|row| cell(row, 1)).collect();
    let some = |kept: &dyn Fn(&str) -> bool| {
        let rows = rows.lines().filter(|row| kept(row)).flat_map(|row| [row, "\n"]);
        [head, "\n"].into_iter().chain(rows).collect::<String>()
    };
    let base = retail(&some(&|row| !is_late(row)), "2011-11-01T00:00:00Z", None);
    let is_sent = |row: &str| is_late(row) || !cell(row, 1).is_empty() && late.contains(&cell(row, 1));
    let delta = retail(&some(&is_sent), "2011-12-10T00:00:00Z", Some(base.manifest.clone()));
    let mut applied = open(&base);
    let reply = apply(&mut applied, &delta, "number_of_orders >= 10").unwrap();
    let mut anew = open(&retail(&text, "2011-12-10T00:00:00Z", None));
    assert_eq!(applied.snapshot().customers.len, 4_372);
    assert_eq!(applied.snapshot().orders.as_ref().unwrap().len, 22_190);
    assert_eq!(reply.segments[0].after as usize, ids(&mut anew, "number_of_orders >= 10").len());
    assert!(reply.segments[0].moved.entered > 50, "{:?}", reply.segments[0].moved);
    let segments =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/online_retail.txt")).unwrap();
    for segment in segments.lines() {
        assert_eq!(ids(&mut applied, segment), ids(&mut anew, segment), "{segment}");
    }
}
