//! What crosses the door and how: the same tests for every host.

use headcount::wasm::{Author, Engine, Packer, version};
use js_sys::{Array, JSON, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

const CUSTOMERS: &str =
    "id,created_at,tags,country\n1,2024-01-01,\"VIP, new\",GB\n2,2024-02-01,,US\n3,2024-03-01,vip,\n";
const ORDERS: &str =
    "id,customer_id,placed_at,total\n10,1,2024-05-01,20.00\n11,1,2024-05-02,5.50\n12,3,2024-05-03,1.00\n";

fn js(text: &str) -> JsValue {
    JSON::parse(text).unwrap()
}

fn get(value: &JsValue, key: &str) -> JsValue {
    Reflect::get(value, &key.into()).unwrap()
}

fn code<T>(outcome: Result<T, JsValue>) -> String {
    let error = outcome.err().expect("an error");
    assert!(get(&error, "message").as_string().is_some_and(|message| message.ends_with('.')), "{error:?}");
    get(&error, "code").as_string().unwrap()
}

/// The parts, the manifest and the report of a small shop.
fn packed() -> (Vec<(String, Vec<u8>)>, JsValue) {
    let options = js(
        r#"{"takenAt":"2024-06-01T00:00:00Z","currency":"EUR","timeZone":{"name":"UTC","source":"test","transitions":[[0,0]]}}"#,
    );
    let mut packer = Packer::new(options).unwrap();
    for (name, text) in [("customers.csv", CUSTOMERS), ("orders.csv", ORDERS)] {
        packer.start_file(name).unwrap();
        for chunk in text.as_bytes().chunks(7) {
            packer.push(chunk).unwrap();
        }
        packer.end_file().unwrap();
    }
    assert_eq!(packer.rows(), 6.0);
    let mut packing = packer.finish().unwrap();
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    loop {
        let piece = packing.next().unwrap();
        if piece.is_undefined() {
            return (parts, packing.end().unwrap());
        }
        let (path, bytes) = (get(&piece, "path").as_string().unwrap(), Uint8Array::new(&get(&piece, "bytes")).to_vec());
        match parts.last_mut() {
            Some((last, part)) if *last == path => part.extend(bytes),
            _ => parts.push((path, bytes)),
        }
    }
}

fn list(parts: &[(String, Vec<u8>)]) -> Array {
    let pair = |(path, bytes): &(String, Vec<u8>)| Array::of2(&path.into(), &Uint8Array::from(bytes.as_slice()));
    parts.iter().map(pair).collect()
}

fn engine() -> Engine {
    let (parts, documents) = packed();
    let manifest = get(&documents, "manifest").as_string().unwrap();
    Engine::new(&manifest, list(&parts), JsValue::UNDEFINED).unwrap()
}

fn count(segment: JsValue) -> JsValue {
    get(&engine().count(segment, JsValue::UNDEFINED).unwrap(), "count")
}

#[wasm_bindgen_test]
fn text_and_json_count_alike() {
    assert_eq!(count("customer_tags CONTAINS 'VIP' AND amount_spent > 10.00".into()), 1);
    assert_eq!(
        count(js(
            r#"{"version":1,"condition":{"kind":"field","field":"customer_tags","operator":"contains","value":"VIP"}}"#
        )),
        2
    );
    assert_eq!(count("".into()), 3);
}

#[wasm_bindgen_test]
fn a_reply_is_a_plain_object() {
    let options = js(r#"{"nodes":true,"asOf":"2024-05-01"}"#);
    let reply = engine().count("number_of_orders = 1".into(), options).unwrap();
    assert!(reply.is_object() && !reply.is_instance_of::<js_sys::Map>());
    assert_eq!(get(&reply, "count"), 1);
    assert_eq!(get(&reply, "total"), 3);
    assert_eq!(get(&reply, "asOf").as_string().unwrap(), "2024-05-01T23:59:59Z");
    assert!(Array::is_array(&get(&reply, "nodes")) && Array::is_array(&get(&reply, "problems")));
}

#[wasm_bindgen_test]
fn problems_carry_utf16_spans() {
    let reply =
        engine().count("customer_tags CONTAINS '😀' AND nmber_of_orders > 1".into(), JsValue::UNDEFINED).unwrap();
    assert!(get(&reply, "count").is_null());
    let problems: Array = get(&reply, "problems").unchecked_into();
    let problem = problems.iter().find(|problem| get(problem, "severity") == "error").unwrap();
    let span = get(&problem, "span");
    assert_eq!(get(&span, "start"), 32);
    assert_eq!(get(&span, "end"), 47);
    assert_eq!(get(&span, "column"), 32);
}

#[wasm_bindgen_test]
fn members_are_ids() {
    let reply = engine().members("customer_tags CONTAINS 'vip'".into(), JsValue::UNDEFINED, 0, 10).unwrap();
    let ids: Array = get(&reply, "ids").unchecked_into();
    assert_eq!(ids.join(",").as_string().unwrap(), "1,3");
}

#[wasm_bindgen_test]
fn questions_are_answered_with_plain_values() {
    let ask = |question: &str| engine().ask(js(question)).unwrap();
    let why = ask(r#"{"explain":{"segment":"amount_spent >= 30","customer":"1","days":0}}"#);
    assert_eq!(get(&why, "member"), false);
    let node = Array::from(&get(&why, "nodes")).get(0);
    let own = Array::from(&get(&node, "values")).get(0);
    assert_eq!((get(&own, "value"), get(&own, "distance")), ("25.50".into(), "4.50".into()));
    assert!(get(&own, "parameter").is_null());
    let page =
        ask(r#"{"members":{"segment":"","columns":["amount_spent"],"sort":{"column":"amount_spent"},"limit":2}}"#);
    assert_eq!(Array::from(&get(&page, "ids")).join(",").as_string().unwrap(), "2,3");
    let change = ask(r#"{"compare":{"before":"","after":"number_of_orders = 2"}}"#);
    assert_eq!((get(&change, "entered"), get(&change, "left")), (0.into(), 2.into()));
    let refused = engine().ask(js(r#"{"explain":{"segment":"","customer":"9"}}"#));
    assert_eq!(code(refused), "unknown-customer");
}

#[wasm_bindgen_test]
fn a_tree_nested_four_thousand_deep_is_an_error() {
    let mut text = r#"{"version":1,"condition":"#.to_owned();
    text.push_str(&r#"{"kind":"not","of":"#.repeat(4_000));
    text.push_str(r#"{"kind":"all","of":[]}"#);
    text.push_str(&"}".repeat(4_001));
    let mut engine = engine();
    match engine.count(js(&text), JsValue::UNDEFINED) {
        Err(error) => assert_eq!(get(&error, "code"), "bad-segment"),
        Ok(reply) => assert!(get(&reply, "count").is_null()),
    }
    assert_eq!(get(&engine.count("".into(), JsValue::UNDEFINED).unwrap(), "count"), 3);
}

#[wasm_bindgen_test]
fn deep_parentheses_are_a_problem() {
    let text = format!("{}{}", "(".repeat(10_000), ")".repeat(10_000));
    let reply = engine().count(text.as_str().into(), JsValue::UNDEFINED).unwrap();
    assert!(get(&reply, "count").is_null());
}

#[wasm_bindgen_test]
fn unknown_options_and_wrong_types_are_refused() {
    let mut engine = engine();
    for options in [r#"{"asof":"2024-01-01"}"#, r#"{"nodes":"yes"}"#, r#"{"policy":{"refunds":"half"}}"#, "5", "\"x\""]
    {
        assert_eq!(code(engine.count("".into(), js(options))), "bad-argument", "{options}");
    }
    assert_eq!(code(engine.count("".into(), js(r#"{"asOf":"yesterday"}"#))), "bad-argument");
}

#[wasm_bindgen_test]
fn a_cyclic_segment_is_refused() {
    let cycle = js_sys::Object::new();
    Reflect::set(&cycle, &"self".into(), &cycle).unwrap();
    assert_eq!(code(engine().count(cycle.into(), JsValue::UNDEFINED)), "bad-argument");
}

#[wasm_bindgen_test]
fn a_string_is_not_bytes() {
    let manifest = get(&packed().1, "manifest").as_string().unwrap();
    let wrong = Array::of1(&Array::of2(&"customers.arrow".into(), &"ARROW".into()));
    assert_eq!(code(Engine::new(&manifest, wrong, JsValue::UNDEFINED)), "bad-argument");
    let lists = Array::of1(&Array::of2(&"customers.arrow".into(), &Array::new()));
    assert_eq!(code(Engine::new(&manifest, lists, JsValue::UNDEFINED)), "bad-argument");
}

#[wasm_bindgen_test]
fn a_truncated_part_and_a_newer_manifest_are_errors() {
    let (parts, documents) = packed();
    let manifest = get(&documents, "manifest").as_string().unwrap();
    let whole = list(&parts);
    let pair: Array = whole.get(0).unchecked_into();
    let bytes: Uint8Array = pair.get(1).unchecked_into();
    pair.set(1, bytes.subarray(0, bytes.length() - 8).into());
    assert_eq!(code(Engine::new(&manifest, whole, JsValue::UNDEFINED)), "part-mismatch");
    let newer = manifest.replacen("\"version\": 1", "\"version\": 2", 1);
    assert_ne!(newer, manifest);
    assert_eq!(code(Engine::new(&newer, list(&parts), JsValue::UNDEFINED)), "unsupported-version");
    assert_eq!(code(Engine::new(&manifest, Array::new(), JsValue::UNDEFINED)), "missing-part");
}

#[wasm_bindgen_test]
fn a_table_may_be_read_when_a_question_needs_it() {
    let (parts, documents) = packed();
    let manifest = get(&documents, "manifest").as_string().unwrap();
    let (first, later): (Vec<_>, Vec<_>) = parts.into_iter().partition(|(path, _)| path == "customers.arrow");
    let mut engine = Engine::new(&manifest, list(&first), JsValue::UNDEFINED).unwrap();
    let mut count = |engine: &mut Engine| engine.count("number_of_orders > 0".into(), JsValue::UNDEFINED);
    let missing = count(&mut engine).unwrap_err();
    assert_eq!((get(&missing, "code"), get(&missing, "path")), ("missing-part".into(), "orders".into()));
    let strings = Array::of1(&Array::of2(&"orders.arrow".into(), &"ARROW".into()));
    assert_eq!(get(&engine.read(strings).unwrap_err(), "code"), "bad-argument");
    engine.read(list(&later)).unwrap();
    assert_eq!(get(&count(&mut engine).unwrap(), "count"), self::count("number_of_orders > 0".into()));
}

#[wasm_bindgen_test]
fn integers_past_two_to_the_53_keep_their_digits() {
    let text = "products_purchased MATCHES (id = 12345678901234567890)";
    let tree = ask(r#"{"check":{"segment":"products_purchased MATCHES (id = 12345678901234567890)"}}"#).unwrap();
    let json = JSON::stringify(&get(&tree, "condition")).unwrap().as_string().unwrap();
    assert!(json.contains("12345678901234567890"), "{json}");
    let document = format!(r#"{{"version":1,"condition":{json}}}"#);
    let printed = format_text(&document);
    assert_eq!(printed, text);
}

/// The answer to a question that needs no rows.
fn ask(question: &str) -> Result<JsValue, JsValue> {
    Author::new(None).unwrap().ask(js(question), 0.0)
}

fn format_text(segment: &str) -> String {
    let answer = ask(&format!(r#"{{"format":{{"segment":{segment},"to":"headcount"}}}}"#)).unwrap();
    get(&answer, "text").as_string().unwrap()
}

#[wasm_bindgen_test]
fn formats() {
    assert_eq!(format_text(r#""products_purchased(quantity: 5) = true""#), "products_purchased MATCHES (quantity = 5)");
    assert_eq!(code(ask(r#"{"format":{"segment":"","to":"xml"}}"#)), "bad-argument");
    assert_eq!(version(), env!("CARGO_PKG_VERSION"));
}
