//! Values across the door: one way in, one way out, errors as plain objects.

use crate::document::Read;
use crate::error::{Code, Error, Result as Outcome};
use crate::session::{self, Source};
use js_sys::{Array, JSON, Object, Reflect, Uint8Array};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::{JsCast, JsValue};

/// Plain objects rather than `Map`s, null rather than undefined.
const SERIALIZER: Serializer = Serializer::new().serialize_maps_as_objects(true).serialize_missing_as_null(true);

/// Encodes an answer.
pub(super) fn to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
    value
        .serialize(&SERIALIZER)
        .map_err(|why| thrown(Error::new(Code::OutOfRange, format!("The answer cannot cross: {why}."))))
}

/// Decodes options; undefined is null. They cross as JSON text, so that unknown keys are refused
/// and depth is bounded by the parser.
pub(super) fn from_js<T: Read>(value: &JsValue, what: &str) -> Result<T, JsValue> {
    session::read(&json_text(value, what)?, what).map_err(thrown)
}

/// Encodes an answer or throws its error.
pub(super) fn reply<T: Serialize>(outcome: Outcome<T>) -> Result<JsValue, JsValue> {
    to_js(&outcome.map_err(thrown)?)
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

/// A segment from JavaScript: a string is text, an object the JSON document.
pub(super) enum Segment {
    Text(String),
    Json(String),
}

impl Segment {
    pub(super) fn read(value: &JsValue) -> Result<Segment, JsValue> {
        match value.as_string() {
            Some(text) => Ok(Segment::Text(text)),
            None => Ok(Segment::Json(json_text(value, "segment")?)),
        }
    }

    pub(super) fn source(&self) -> Source<'_> {
        match self {
            Segment::Text(text) => Source::Text(text),
            Segment::Json(text) => Source::Json(text),
        }
    }
}

/// Parts as `[{ path, bytes }]`; the bytes are owned copies.
pub(super) fn part_list(parts: &[(String, Vec<u8>)]) -> JsValue {
    let list = Array::new();
    for (path, bytes) in parts {
        let part = Object::new();
        set(&part, "path", &path.as_str().into());
        set(&part, "bytes", &Uint8Array::from(bytes.as_slice()));
        list.push(&part);
    }
    list.into()
}

/// `[path, bytes]` pairs from JavaScript. Anything but a `Uint8Array` is refused: a string would
/// otherwise be read as bytes.
pub(super) fn parts(list: &Array) -> Result<Vec<(String, Vec<u8>)>, JsValue> {
    let bad = || thrown(Error::new(Code::BadArgument, "Parts are pairs of a path and a Uint8Array."));
    list.iter()
        .map(|pair| {
            let pair = pair.dyn_into::<Array>().map_err(|_| bad())?;
            let path = pair.get(0).as_string().ok_or_else(bad)?;
            let bytes = pair.get(1).dyn_into::<Uint8Array>().map_err(|_| bad())?;
            Ok((path, bytes.to_vec()))
        })
        .collect()
}

/// Sets a property of an object made here.
pub(super) fn set(object: &Object, key: &str, value: &JsValue) {
    Reflect::set(object, &key.into(), value).expect("a plain object takes properties");
}

fn json_text(value: &JsValue, what: &str) -> Result<String, JsValue> {
    if value.is_undefined() {
        return Ok("null".to_owned());
    }
    JSON::stringify(value)
        .ok()
        .and_then(|text| text.as_string())
        .ok_or_else(|| thrown(Error::new(Code::BadArgument, format!("The {what} cannot be written as JSON."))))
}
