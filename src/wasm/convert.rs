//! Values across the door: one way in, one way out, errors as plain objects.

use crate::document::Read;
use crate::error::{Code, Error};
use crate::session;
use js_sys::{JSON, Object, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

/// Plain objects rather than `Map`s, null rather than undefined.
const SERIALIZER: Serializer = Serializer::new().serialize_maps_as_objects(true).serialize_missing_as_null(true);

/// Encodes an answer.
pub(super) fn to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
    value
        .serialize(&SERIALIZER)
        .map_err(|why| thrown(Error::new(Code::OutOfRange, format!("The answer cannot cross: {why}."))))
}

/// Encodes an answer or throws its error.
#[cfg(any(feature = "author", feature = "engine"))]
pub(super) fn reply<T: Serialize>(outcome: crate::error::Result<T>) -> Result<JsValue, JsValue> {
    to_js(&outcome.map_err(thrown)?)
}

/// Decodes options; undefined is null. They cross as JSON text, so that unknown keys are refused
/// and depth is bounded by the parser.
pub(super) fn from_js<T: Read>(value: &JsValue, what: &str) -> Result<T, JsValue> {
    session::read(&json_text(value, what)?, what).map_err(thrown)
}

/// The plain object that is thrown for an error.
pub(super) fn thrown(error: Error) -> JsValue {
    let object = Object::new();
    set(&object, "code", &error.code().as_str().into());
    set(&object, "message", &error.message().into());
    for (key, value) in [("path", error.place()), ("help", error.help_text())] {
        if let Some(value) = value {
            set(&object, key, &value.into());
        }
    }
    object.into()
}

/// Sets a property of an object made here.
pub(super) fn set(object: &Object, key: &str, value: &JsValue) {
    Reflect::set(object, &key.into(), value).expect("a plain object takes properties");
}

pub(super) fn json_text(value: &JsValue, what: &str) -> Result<String, JsValue> {
    if value.is_undefined() {
        return Ok("null".to_owned());
    }
    JSON::stringify(value)
        .ok()
        .and_then(|text| text.as_string())
        .ok_or_else(|| thrown(Error::new(Code::BadArgument, format!("The {what} cannot be written as JSON."))))
}
