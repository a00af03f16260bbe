//! The JSON Schema of segments says what the reader says.

use crate::arbitrary::{condition, known_clause, wild_clause};
use headcount::condition::Segment;
use headcount::query::{from_json_text, to_json};
use serde_json::{Value, json};

fn schema() -> Value {
    serde_json::from_str(include_str!("../../../src/query/schema.json")).unwrap()
}

/// Whether `value` is valid, by the keywords the schema uses; any other keyword is a panic.
fn valid(root: &Value, schema: &Value, value: &Value) -> bool {
    let Value::Object(keywords) = schema else { return schema == &json!(true) };
    let properties = keywords.get("properties").and_then(Value::as_object);
    keywords.iter().all(|(keyword, what)| match keyword.as_str() {
        "$schema" | "$defs" | "title" | "description" | "default" => true,
        "$ref" => {
            let target = root.pointer(what.as_str().unwrap().strip_prefix('#').unwrap()).unwrap();
            valid(root, target, value)
        }
        "const" => what == value,
        "enum" => what.as_array().unwrap().contains(value),
        "type" => match what {
            Value::Array(types) => types.iter().any(|name| has_type(name, value)),
            name => has_type(name, value),
        },
        "oneOf" => what.as_array().unwrap().iter().filter(|schema| valid(root, schema, value)).count() == 1,
        "allOf" => what.as_array().unwrap().iter().all(|schema| valid(root, schema, value)),
        "not" => !valid(root, what, value),
        "items" => value.as_array().is_none_or(|items| items.iter().all(|item| valid(root, what, item))),
        "required" => value
            .as_object()
            .is_none_or(|object| what.as_array().unwrap().iter().all(|key| object.contains_key(key.as_str().unwrap()))),
        "properties" => value.as_object().is_none_or(|object| {
            object.iter().all(|(key, value)| what.get(key).is_none_or(|schema| valid(root, schema, value)))
        }),
        "additionalProperties" => value
            .as_object()
            .is_none_or(|object| object.keys().all(|key| properties.is_some_and(|known| known.contains_key(key)))),
        "pattern" => {
            assert_eq!(what, "^-?[0-9]+$");
            value.as_str().is_none_or(|text| {
                let digits = text.strip_prefix('-').unwrap_or(text);
                !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
            })
        }
        other => panic!("the schema uses {other}, which this test does not know"),
    })
}

fn has_type(name: &Value, value: &Value) -> bool {
    match name.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "number" => value.is_number(),
        "integer" => value.as_number().is_some_and(|number| !number.to_string().contains(['.', 'e'])),
        other => panic!("no type {other}"),
    }
}

#[test]
fn written_documents_are_valid() {
    let schema = schema();
    arbtest::arbtest(|u| {
        let clause = if u.arbitrary()? { wild_clause } else { known_clause };
        let name = if u.arbitrary()? { Some("name".to_owned()) } else { None };
        let document = to_json(&Segment { name, condition: condition(u, &clause)? });
        assert!(valid(&schema, &schema, &document), "{document}");
        Ok(())
    });
}

#[test]
fn the_schema_refuses_what_the_reader_refuses_or_reports() {
    let schema = schema();
    let field = |operands: Value| {
        let mut node = json!({ "kind": "field", "field": "a" });
        node.as_object_mut().unwrap().extend(operands.as_object().unwrap().clone());
        node
    };
    let mut refused = 0;
    for condition in [
        json!({ "kind": "all", "of": [] }),
        json!({ "kind": "all" }),
        json!({ "kind": "all", "of": [], "more": 1 }),
        json!({ "kind": "moon" }),
        json!({ "kind": "not", "of": { "kind": "any", "of": [] } }),
        json!({ "kind": "not", "of": [] }),
        field(json!({ "operator": "=", "value": 1 })),
        field(json!({ "operator": "=", "value": 1.5 })),
        field(json!({ "operator": "=", "value": [1, "2.5"] })),
        field(json!({ "operator": "=", "value": null })),
        field(json!({ "operator": "=" })),
        field(json!({ "operator": "=", "value": 1, "values": [] })),
        field(json!({ "operator": "like", "value": 1 })),
        field(json!({ "operator": "between", "from": 1, "to": "2.5" })),
        field(json!({ "operator": "between", "value": [1, 2] })),
        field(json!({ "operator": "in", "values": ["a", { "text": "1.5" }] })),
        field(json!({ "operator": "in", "values": [["a"]] })),
        field(json!({ "operator": "in", "value": "a" })),
        field(json!({ "operator": "is null" })),
        field(json!({ "operator": "is null", "value": 1 })),
        field(json!({ "operator": "=", "value": { "stat": "min" } })),
        field(json!({ "operator": "=", "value": { "stat": 5 } })),
        field(json!({ "operator": "=", "value": { "integer": "12" } })),
        field(json!({ "operator": "=", "value": { "integer": "x" } })),
        field(json!({ "operator": "=", "value": 1, "argument": null })),
        field(json!({ "operator": "=", "value": 1, "argument": 1 })),
        json!({ "kind": "function", "function": "f" }),
        json!({ "kind": "function", "function": "f", "matches": "yes" }),
        json!({ "kind": "function", "function": "f", "where": [{ "parameter": "p", "operator": "is null" }] }),
        json!({ "kind": "function", "function": "f", "where": [{ "parameter": "p" }] }),
        json!({ "kind": "anniversary", "field": "f", "operator": "=", "value": "today" }),
        json!({ "kind": "anniversary", "operator": "=", "value": "today" }),
    ] {
        let document = json!({ "version": 1, "condition": condition });
        let read = from_json_text(&document.to_string());
        let fine = read.as_ref().is_ok_and(|(_, problems)| problems.is_empty());
        assert_eq!(valid(&schema, &schema, &document), fine, "{document} {read:?}");
        refused += usize::from(!fine);
    }
    assert!(refused > 12);
    for document in
        [json!([]), json!({ "version": 2, "condition": { "kind": "all", "of": [] } }), json!({ "version": 1 })]
    {
        assert!(!valid(&schema, &schema, &document) && from_json_text(&document.to_string()).is_err(), "{document}");
    }
}
