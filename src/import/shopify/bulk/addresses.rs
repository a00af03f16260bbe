//! Addresses of customers.

use super::kinds::first;
use crate::value::id_key;
use serde_json::{Map, Value, json};

/// A customer's addresses by canonical fields; without a list, the default one alone.
pub(super) fn addresses(object: &Map<String, Value>) -> Value {
    let default = object.get("defaultAddress").and_then(Value::as_object);
    let default_id = default.and_then(|address| address.get("id")).and_then(Value::as_str).map(address_id);
    match (object.get("addresses"), default) {
        (Some(Value::Array(list)), _) => {
            let known = object.contains_key("defaultAddress");
            let is_default = |item: &Map<String, Value>| {
                let same =
                    item.get("id").and_then(Value::as_str).map(address_id).is_some_and(|id| Some(id) == default_id);
                known.then_some(same || default.is_some_and(|default| default_id.is_none() && default == item))
            };
            list.iter()
                .filter_map(Value::as_object)
                .map(|item| Value::Object(address(item, is_default(item))))
                .collect()
        }
        (_, Some(default)) => json!([address(default, Some(true))]),
        _ => Value::Null,
    }
}

/// `gid://shopify/MailingAddress/1?model_name=CustomerAddress` is `1`.
fn address_id(gid: &str) -> &str {
    id_key(gid)
}

/// An address by canonical fields.
pub(super) fn address(object: &Map<String, Value>, is_default: Option<bool>) -> Map<String, Value> {
    const FIELDS: [(&str, &[&str]); 6] = [
        ("country", &["countryCodeV2", "countryCode", "country"]),
        ("region", &["provinceCode", "province"]),
        ("city", &["city"]),
        ("postal_code", &["zip"]),
        ("latitude", &["latitude"]),
        ("longitude", &["longitude"]),
    ];
    let mut address: Map<String, Value> = Map::new();
    for (field, paths) in FIELDS {
        if let Some(value) = first(object, paths) {
            address.insert(field.to_owned(), value.clone());
        }
    }
    if let Some(is_default) = is_default {
        address.insert("is_default".to_owned(), Value::Bool(is_default));
    }
    address
}
