//! Laws of deltas: a shop in several sendings is the shop packed at once.

use super::shops::{Scene, scene};
use super::tries::{hold, pairs};
use super::wishes::Wishes;
use super::{document, ids, kept, options, text};
use crate::corpus::{open, pack};
use crate::reference;
use arbtest::arbitrary::{Result, Unstructured};
use headcount::condition::Condition;
use headcount::error::Code;
use headcount::import::Packed;
use headcount::session::{ApplyRequest, ExplainQuestion, Request, SegmentInput, Session};
use headcount::value::{id_key, upper};
use jiff::Span;
use serde_json::{Map, Value, json};
use std::cell::RefCell;

/// Conditions asked after each delta.
const ASKED: usize = 6;

/// The tables of a shop, or of what changed in it.
type Tables = Map<String, Value>;

/// What came of the deltas that were tried.
#[derive(Debug, Default)]
struct Tally {
    applied: u64,
    refused: u64,
    narrowed: u64,
    conditions: u64,
    moved: u64,
    gone: u64,
    timed: u64,
}

fn rows<'t>(tables: &'t Tables, name: &str) -> &'t [Value] {
    tables.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn rows_mut<'t>(tables: &'t mut Tables, name: &str) -> &'t mut Vec<Value> {
    tables.entry(name).or_insert_with(|| json!([])).as_array_mut().expect("rows")
}

/// The id in a column of a row, as ids are compared.
fn id(row: &Value, column: &str) -> Option<String> {
    let text = match &row[column] {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    Some(id_key(&text).to_owned()).filter(|id| !id.is_empty())
}

fn is_deleted(row: &Value) -> bool {
    row["deleted"] == true
}

/// Whether packing reads a row of a table at all; what it skips changes nothing.
fn is_read(name: &str, row: &Value) -> bool {
    let time = match name {
        "orders" => "placed_at",
        "checkouts" => "started_at",
        _ => return true,
    };
    is_deleted(row) || row[time].as_str().is_some_and(|text| !text.is_empty())
}

/// What the whole data is after some rows were sent: FORMAT.md by the letter.
fn take_in(state: &mut Tables, sent: &Tables, currency: &str) {
    for name in ["customers", "products", "orders", "checkouts"] {
        for row in rows(sent, name).iter().filter(|row| is_read(name, row)) {
            let of_id = |known: &Value| id(known, "id").is_some() && id(known, "id") == id(row, "id");
            let known = rows_mut(state, name);
            let place = known.iter().position(of_id);
            known.retain(|known| !of_id(known));
            if !is_deleted(row) {
                known.insert(place.unwrap_or(known.len()).min(known.len()), row.clone());
            }
        }
    }
    if sent.contains_key("lines") {
        let of_orders: Vec<_> =
            rows(sent, "orders").iter().filter(|row| is_read("orders", row)).map(|row| id(row, "id")).collect();
        let lines = rows_mut(state, "lines");
        lines.retain(|line| id(line, "order_id").is_none() || !of_orders.contains(&id(line, "order_id")));
        lines.extend(rows(sent, "lines").iter().cloned());
    }
    if sent.contains_key("events") {
        rows_mut(state, "events").extend(rows(sent, "events").iter().cloned());
    }
    if sent.contains_key("store_credit") {
        let account = |row: &Value| {
            let text = row["currency"].as_str().unwrap_or_default();
            let code = if text.is_empty() { currency.to_owned() } else { upper(text) };
            id(row, "customer_id").map(|customer| (customer, code))
        };
        let accounts: Vec<_> = rows(sent, "store_credit").iter().filter_map(account).collect();
        let known = rows_mut(state, "store_credit");
        known.retain(|row| account(row).is_none_or(|account| !accounts.contains(&account)));
        known.extend(rows(sent, "store_credit").iter().filter(|row| !is_deleted(row)).cloned());
    }
}

/// The tables of a shop in several sendings: mostly a fact is not sent before its customer, and
/// always if `in_order`; then rows of one id and of one account keep their order, too.
fn split(u: &mut Unstructured<'_>, tables: &Tables, sendings: usize, in_order: bool) -> Result<Vec<Tables>> {
    let mut out = vec![Tables::new(); sendings];
    let mut since: Vec<(String, usize)> = Vec::new();
    for (name, all) in tables {
        out[0].insert(name.clone(), json!([]));
        for row in all.as_array().expect("rows") {
            let parent = match name.as_str() {
                "lines" => id(row, "order_id").map(|id| format!("orders {id}")),
                _ => id(row, "customer_id").map(|id| format!("customers {id}")),
            };
            let own = match name.as_str() {
                // Accounts of one customer are sent together.
                "store_credit" => id(row, "customer_id"),
                _ => id(row, "id"),
            };
            let own = own.map(|id| format!("{name} {id}"));
            let sent =
                |of: &Option<String>| since.iter().rfind(|known| Some(&known.0) == of.as_ref()).map(|known| known.1);
            let again = sent(&own).filter(|_| in_order);
            let least = if !in_order && u.ratio(1, 60)? { 0 } else { sent(&parent).max(again).unwrap_or(0) };
            let late = if name == "customers" { u.ratio(1, 4)? } else { u.ratio(1, 2)? };
            let at = match name.as_str() {
                "store_credit" if again.is_some() => least,
                // Lines come with their order, now and then later.
                "lines" if !u.ratio(1, 6)? => least,
                _ if late => u.int_in_range(least..=sendings - 1)?,
                _ => least,
            };
            since.extend(own.map(|own| (own, at)));
            rows_mut(&mut out[at], name).push(row.clone());
        }
    }
    Ok(out)
}

/// Adds to a sending rows of ids that were sent before: with other values, or deleted.
fn change(u: &mut Unstructured<'_>, all: &Tables, state: &Tables, sent: &mut Tables) -> Result<()> {
    for name in ["customers", "orders", "products", "checkouts", "store_credit"] {
        for _ in 0..u.int_in_range(0..=2)? {
            let (Some(known), Some(like)) = (pick(u, rows(state, name))?, pick(u, rows(all, name))?) else { continue };
            let mut row = like.clone();
            let keys: &[&str] = if name == "store_credit" { &["customer_id", "currency"] } else { &["id"] };
            keys.iter().for_each(|key| row[*key] = known[*key].clone());
            if name == "orders" && u.ratio(3, 4)? {
                row["customer_id"] = known["customer_id"].clone();
            }
            if u.ratio(1, 6)? && id(&row, "id").is_some() {
                row = json!({ "id": row["id"], "deleted": true });
            }
            // An order mostly comes with its lines.
            if name == "orders" && u.ratio(2, 3)? {
                let order = row["id"].clone();
                for line in rows(all, "lines").iter().filter(|line| id(line, "order_id") == id(&row, "id")) {
                    let mut line = line.clone();
                    line["order_id"] = order.clone();
                    rows_mut(sent, "lines").push(line);
                }
            }
            rows_mut(sent, name).push(row);
        }
    }
    Ok(())
}

fn pick<'r>(u: &mut Unstructured<'_>, rows: &'r [Value]) -> Result<Option<&'r Value>> {
    if rows.is_empty() { Ok(None) } else { u.choose(rows).map(Some) }
}

/// A session that was brought to a state by deltas, and what it is to equal.
struct Grown {
    session: Session,
    packed: Packed,
    state: Tables,
}

impl Grown {
    /// Packs what changed and applies it; false if it must be packed anew.
    fn send(&mut self, shop: &Value, sent: &Tables, watched: &[Condition], tally: &mut Tally) -> bool {
        let mut changed = shop.clone();
        changed["tables"] = Value::Object(sent.clone());
        let refused = |code: Code| assert_eq!(code, Code::PackAnew, "{changed}");
        let delta = match pack(&changed, Some(self.packed.manifest.clone())) {
            Ok(delta) => delta,
            Err(error) => {
                refused(error.code());
                return false;
            }
        };
        let segments: Vec<(String, SegmentInput)> = watched
            .iter()
            .enumerate()
            .map(|(at, condition)| {
                (at.to_string(), SegmentInput::of(&serde_json::from_str(&document(condition)).expect("a document")))
            })
            .collect();
        let request = ApplyRequest { segments, options: Request::default(), ids: usize::MAX };
        let before: Vec<_> =
            watched.iter().map(|condition| ids(&mut self.session, condition, &Request::default())).collect();
        let at_its_instant = Request { as_of: Some(delta.manifest.taken_at.to_utc_string()), ..Request::default() };
        let later: Vec<_> =
            watched.iter().map(|condition| ids(&mut self.session, condition, &at_its_instant)).collect();
        let parts = delta.parts.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
        let applied = match self.session.apply(&delta.manifest.to_json_string(), parts, &request) {
            Ok(applied) => applied,
            Err(error) => {
                refused(error.code());
                // What fails leaves the base as it was.
                for (condition, before) in watched.iter().zip(before) {
                    assert_eq!(ids(&mut self.session, condition, &Request::default()), before);
                }
                return false;
            }
        };
        self.packed = delta;
        let mut told = applied.segments.iter();
        for (at, (condition, (before, later))) in watched.iter().zip(before.into_iter().zip(later)).enumerate() {
            let after = ids(&mut self.session, condition, &Request::default());
            let (Ok(before), Ok(later), Ok(after)) = (before, later, after) else { continue };
            let segment = told.next().expect("a segment that can be counted is told of");
            let beyond = |a: &[String], b: &[String]| -> Vec<String> {
                a.iter().filter(|id| !b.contains(id)).cloned().collect()
            };
            let (entered, left) = (beyond(&after, &before), beyond(&before, &after));
            assert_eq!(
                (segment.id.clone(), segment.before as usize, segment.after as usize),
                (at.to_string(), before.len(), after.len())
            );
            assert_eq!((&segment.entered, &segment.left), (&entered, &left), "{}", text(condition));
            assert_eq!((segment.moved.entered as usize, segment.moved.left as usize), (entered.len(), left.len()));
            let causes: u32 = segment.causes.iter().map(|cause| cause.moved.entered + cause.moved.left).sum();
            let rest =
                segment.together.entered + segment.together.left + segment.presence.entered + segment.presence.left;
            assert!((causes + rest) as usize >= entered.len() + left.len(), "everyone has a reason: {segment:?}");
            let by_time =
                |moved: &[String], then: bool| moved.iter().filter(|id| later.contains(id) == then).count() as u32;
            let (entered_then, left_then) = (by_time(&entered, true), by_time(&left, false));
            assert_eq!(segment.time.entered, entered_then, "{}", text(condition));
            // Who is gone left by that, whatever time did.
            assert!((left_then - left_then.min(segment.presence.left)..=left_then).contains(&segment.time.left));
            tally.timed += u64::from(segment.time.entered + segment.time.left);
            tally.moved += (entered.len() + left.len()) as u64;
            tally.gone += u64::from(segment.presence.left);
        }
        true
    }
}

/// Opens the first sending, sends the others and calls `check` with the state after each.
fn grow(
    u: &mut Unstructured<'_>,
    scene: &Scene,
    sendings: &[Tables],
    changes: bool,
    tally: &RefCell<Tally>,
    check: &mut dyn FnMut(&mut Unstructured<'_>, &mut Grown, &Value) -> Result<()>,
) -> Result<()> {
    let all = scene.shop["tables"].as_object().expect("tables").clone();
    let currency = scene.shop["currency"].as_str().expect("a currency");
    let at = |step: usize, tables: &Tables| {
        let back = Span::new().hours((sendings.len() - 1 - step) as i64);
        let mut shop = scene.shop.clone();
        shop["taken_at"] = (scene.taken_at - back).to_string().into();
        shop["tables"] = Value::Object(tables.clone());
        shop
    };
    let first = at(0, &sendings[0]);
    let packed = pack(&first, None).expect("a snapshot");
    let mut grown = Grown { session: open(&first), packed, state: sendings[0].clone() };
    for (step, sent) in sendings.iter().enumerate().skip(1) {
        let mut sent = sent.clone();
        if changes {
            change(u, &all, &grown.state, &mut sent)?;
        }
        if sent.is_empty() {
            sent.insert("customers".to_owned(), json!([]));
        }
        let wishes = Wishes { scene, snapshot: grown.session.snapshot() };
        let watched: Vec<Condition> = (0..2).map(|_| wishes.condition(u, 2)).collect::<Result<_>>()?;
        if !grown.send(&at(step, &sent), &sent, &watched, &mut tally.borrow_mut()) {
            tally.borrow_mut().refused += 1;
            return Ok(());
        }
        tally.borrow_mut().applied += 1;
        take_in(&mut grown.state, &sent, currency);
        let state = at(step, &grown.state);
        check(u, &mut grown, &state)?;
    }
    Ok(())
}

/// An explanation without texts, of which another spelling may be shown.
fn explained(session: &mut Session, question: &ExplainQuestion) -> Value {
    let mut reply = session.explain(question).expect("a customer").to_value();
    for node in reply["nodes"].as_array_mut().expect("nodes") {
        for value in node["values"].as_array_mut().expect("values") {
            match &value["value"] {
                Value::Array(texts) => value["value"] = texts.len().into(),
                Value::String(_) if value["kind"] == "text" => value["value"] = "a text".into(),
                _ => {}
            }
        }
    }
    reply
}

/// Holds the session a shop has grown to against the shop packed anew and against the reference.
fn equals(
    u: &mut Unstructured<'_>,
    scene: &Scene,
    grown: &mut Grown,
    state: &Value,
    tally: &RefCell<Tally>,
) -> Result<()> {
    let mut anew = open(state);
    let shop = reference::Shop::new(state);
    let customers = grown.session.snapshot().customers.len;
    assert_eq!(customers, anew.snapshot().customers.len, "customers of {state}");
    // A type that was widened once stays wide: such a field may be there, or be a text, in one alone.
    let narrowed = grown.session.snapshot().outline()["tables"] != anew.snapshot().outline()["tables"];
    tally.borrow_mut().narrowed += u64::from(narrowed);
    for _ in 0..ASKED {
        let wishes = Wishes { scene, snapshot: anew.snapshot() };
        let (condition, request) = (wishes.condition(u, 2)?, wishes.request(u)?);
        let told = || format!("{}\n{request:?}\n{state}", text(&condition));
        let (applied, packed) = (ids(&mut grown.session, &condition, &request), ids(&mut anew, &condition, &request));
        if narrowed && (applied.is_err() || packed.is_err()) {
            continue;
        }
        assert_eq!(applied, packed, "applied, packed anew: {}", told());
        let Ok(members) = applied else { continue };
        tally.borrow_mut().conditions += 1;
        let answer = reference::answer(&shop, &condition, &options(&request)).unwrap_or_else(|_| panic!("{}", told()));
        assert_eq!(members, answer.members.into_iter().collect::<Vec<_>>(), "applied, reference: {}", told());
        let Some(customer) = answer.universe.iter().next() else { continue };
        let question = ExplainQuestion {
            segment: SegmentInput::of(&serde_json::from_str(&document(&condition)).expect("a document")),
            options: request.clone(),
            customer: customer.clone(),
            days: Some(0),
        };
        let [one, other] = [&mut grown.session, &mut anew].map(|session| explained(session, &question));
        if !narrowed {
            assert_eq!(one, other, "{customer}: {}", told());
        }
    }
    Ok(())
}

#[test]
fn applying_a_delta_is_packing_anew() {
    let tally = RefCell::new(Tally::default());
    hold("applying_a_delta_is_packing_anew", pairs() / 6, |u| {
        let mut kept = kept(u)?;
        let scene = scene(u)?;
        let u = &mut kept;
        let count = u.int_in_range(2..=4)?;
        let sendings = split(u, scene.shop["tables"].as_object().expect("tables"), count, false)?;
        grow(u, &scene, &sendings, true, &tally, &mut |u, grown, state| equals(u, &scene, grown, state, &tally))
    });
    let tally = tally.into_inner();
    println!("deltas {tally:?}");
    let tried = tally.applied + tally.refused;
    let alone = std::env::var("HEADCOUNT_SEED").is_ok();
    assert!(
        alone || (tally.applied * 2 > tried && tally.conditions > tally.applied),
        "too little is applied: {tally:?}"
    );
    assert!(alone || (tally.moved > 100 && tally.gone > 10 && tally.timed > 10), "too little changes: {tally:?}");
}

#[test]
fn splitting_a_snapshot_and_adding_is_the_whole() {
    let tally = RefCell::new(Tally::default());
    hold("splitting_a_snapshot_and_adding_is_the_whole", pairs() / 20, |u| {
        let mut kept = kept(u)?;
        let scene = scene(u)?;
        let u = &mut kept;
        let sendings = split(u, scene.shop["tables"].as_object().expect("tables"), 2, true)?;
        grow(u, &scene, &sendings, false, &tally, &mut |u, grown, _| equals(u, &scene, grown, &scene.shop, &tally))
    });
    let tally = tally.into_inner();
    println!("splits {tally:?}");
    assert!(std::env::var("HEADCOUNT_SEED").is_ok() || tally.applied > tally.refused, "{tally:?}");
}
