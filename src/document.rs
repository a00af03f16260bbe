//! JSON documents by hand: keys are read one by one, answers are written as values.
//!
//! One reader for all documents keeps the engine small: a derived deserializer per type is the
//! largest part of a wasm that has many. Numbers keep their text (serde_json's
//! `arbitrary_precision`).

use crate::error::{Code, Error, Result};
use crate::json;
use serde_json::{Map, Value};

/// An object being read. Null counts as absent.
#[derive(Debug, Clone, Copy)]
pub struct Object<'a> {
    map: &'a Map<String, Value>,
    /// What it is, for errors: "options", "question".
    what: &'a str,
}

/// What a document can be read as.
pub trait Read: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// [`Code::BadArgument`] naming the key and what it should be.
    fn of(value: &Value) -> Result<Self>;
}

impl<T: Read> Read for Option<T> {
    fn of(value: &Value) -> Result<Option<T>> {
        if value.is_null() { Ok(None) } else { T::of(value).map(Some) }
    }
}

/// The value of a JSON text.
///
/// # Errors
/// [`Code::BadArgument`] with the parser's reason, naming `what`.
pub fn parse(text: &str, what: &str) -> Result<Value> {
    json::read(text, json::DEEPEST).map_err(|why| bad(what, &why.to_string()))
}

/// The name and content of `{ "name": content }`, or the name of `"name"`.
///
/// # Errors
/// [`Code::BadArgument`] for anything else.
pub fn tagged<'a>(value: &'a Value, what: &str) -> Result<(&'a str, &'a Value)> {
    match value {
        Value::String(name) => Ok((name, &Value::Null)),
        Value::Object(map) if map.len() == 1 => {
            map.iter().next().map(|(name, value)| (name.as_str(), value)).ok_or_else(|| bad(what, "it is empty"))
        }
        _ => Err(bad(what, "it is not an object with a single key")),
    }
}

/// A whole number of at least 0 that JavaScript keeps exact: below 2^53, so that one more is always
/// another.
pub fn whole(value: &Value) -> Option<u64> {
    value.as_u64().filter(|number| *number < 1 << 53)
}

/// A whole number of 32 bits.
pub fn narrow(value: &Value) -> Option<u32> {
    u32::try_from(value.as_u64()?).ok()
}

/// A zone's transition: UTC second and offset in seconds.
///
/// # Errors
/// [`Code::BadArgument`] for anything else.
pub fn transition(value: &Value) -> Result<(i64, i32)> {
    let pair = || match value.as_array()?.as_slice() {
        [at, offset] => Some((at.as_i64()?, i32::try_from(offset.as_i64()?).ok()?)),
        _ => None,
    };
    pair().ok_or_else(|| bad("transitions", "each is a pair of whole seconds"))
}

fn bad(what: &str, why: &str) -> Error {
    Error::new(Code::BadArgument, format!("These {what} cannot be read: {why}."))
}

impl<'a> Object<'a> {
    /// The object of a value; null is an empty one.
    ///
    /// # Errors
    /// [`Code::BadArgument`] if it is something else.
    pub fn of(value: &'a Value, what: &'a str) -> Result<Object<'a>> {
        static EMPTY: std::sync::OnceLock<Map<String, Value>> = std::sync::OnceLock::new();
        match value {
            Value::Object(map) => Ok(Object { map, what }),
            Value::Null => Ok(Object { map: EMPTY.get_or_init(Map::new), what }),
            _ => Err(bad(what, "an object is needed")),
        }
    }

    /// Refuses every key but these.
    ///
    /// # Errors
    /// [`Code::BadArgument`] naming the key and those there are.
    pub fn only(self, known: &[&str]) -> Result<Object<'a>> {
        match self.map.keys().find(|key| !known.contains(&key.as_str())) {
            None => Ok(self),
            Some(key) => {
                Err(bad(self.what, &format!("there is no '{key}'")).help(format!("There are: {}.", known.join(", "))))
            }
        }
    }

    /// The value of a key, if it is there and not null.
    pub fn get(self, key: &str) -> Option<&'a Value> {
        self.map.get(key).filter(|value| !value.is_null())
    }

    /// A key that must be there, read by `read`.
    ///
    /// # Errors
    /// [`Code::BadArgument`] if it is absent or `read` gives nothing.
    pub fn need<T>(self, key: &str, read: impl Fn(&'a Value) -> Option<T>, form: &str) -> Result<T> {
        self.maybe(key, read, form)?.ok_or_else(|| bad(self.what, &format!("'{key}' is missing")))
    }

    /// A key that may be absent, read by `read`; `form` says what it should be.
    ///
    /// # Errors
    /// [`Code::BadArgument`] if it is there and `read` gives nothing.
    pub fn maybe<T>(self, key: &str, read: impl Fn(&'a Value) -> Option<T>, form: &str) -> Result<Option<T>> {
        match self.get(key).map(|value| read(value).ok_or(())) {
            None => Ok(None),
            Some(Ok(value)) => Ok(Some(value)),
            Some(Err(())) => Err(bad(self.what, &format!("'{key}' should be {form}"))),
        }
    }

    /// A text.
    ///
    /// # Errors
    /// As [`Object::need`].
    pub fn text(self, key: &str) -> Result<String> {
        self.maybe_text(key)?.ok_or_else(|| bad(self.what, &format!("'{key}' is missing")))
    }

    /// A text that may be absent.
    ///
    /// # Errors
    /// As [`Object::maybe`].
    pub fn maybe_text(self, key: &str) -> Result<Option<String>> {
        Ok(self.maybe(key, Value::as_str, "text")?.map(str::to_owned))
    }

    /// A whole number of at least 0.
    ///
    /// # Errors
    /// As [`Object::need`].
    pub fn whole(self, key: &str) -> Result<u64> {
        self.maybe_whole(key)?.ok_or_else(|| bad(self.what, &format!("'{key}' is missing")))
    }

    /// A whole number of at least 0 that may be absent.
    ///
    /// # Errors
    /// As [`Object::maybe`].
    pub fn maybe_whole(self, key: &str) -> Result<Option<u64>> {
        self.maybe(key, whole, "a whole number of at least 0")
    }

    /// How many of what is in memory; any number past what can be there is as good as all.
    ///
    /// # Errors
    /// As [`Object::maybe`].
    pub fn maybe_size(self, key: &str) -> Result<Option<usize>> {
        Ok(self.maybe_whole(key)?.map(|number| usize::try_from(number).unwrap_or(usize::MAX)))
    }

    /// The same, and it must be there.
    ///
    /// # Errors
    /// As [`Object::maybe_whole`].
    pub fn size(self, key: &str) -> Result<usize> {
        self.maybe_size(key)?.ok_or_else(|| bad(self.what, &format!("'{key}' is missing")))
    }

    /// True or false; false if it is absent.
    ///
    /// # Errors
    /// As [`Object::maybe`].
    pub fn flag(self, key: &str) -> Result<bool> {
        Ok(self.maybe(key, Value::as_bool, "true or false")?.unwrap_or(false))
    }

    /// A list of texts; `None` if it is absent.
    ///
    /// # Errors
    /// As [`Object::maybe`].
    pub fn maybe_texts(self, key: &str) -> Result<Option<Vec<String>>> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        self.maybe(key, |value| value.as_array()?.iter().map(text).collect(), "a list of texts")
    }

    /// A list, each item read by `read`; empty if it is absent.
    ///
    /// # Errors
    /// Those of `read`, and [`Code::BadArgument`] if it is no list.
    pub fn list<T>(self, key: &str, read: impl Fn(&'a Value) -> Result<T>) -> Result<Vec<T>> {
        match self.maybe(key, Value::as_array, "a list")? {
            None => Ok(Vec::new()),
            Some(items) => items.iter().map(read).collect(),
        }
    }

    /// One of some words; `None` if it is absent.
    ///
    /// # Errors
    /// [`Code::BadArgument`] naming the words.
    pub fn choice<T: Copy>(self, key: &str, words: &[(&str, T)]) -> Result<Option<T>> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let found = value.as_str().and_then(|word| words.iter().find(|(known, _)| *known == word));
        match found {
            Some((_, choice)) => Ok(Some(*choice)),
            None => {
                let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
                Err(bad(self.what, &format!("'{key}' should be one of {}", known.join(", "))))
            }
        }
    }
}

/// An object of these keys and values.
pub fn object<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Object(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

/// A list of texts.
pub fn texts(items: &[String]) -> Value {
    Value::Array(items.iter().map(|item| Value::String(item.clone())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_or_refused_by_name() {
        let value = parse(r#"{"a":"x","n":5,"b":true,"l":["y"],"z":null,"w":"two"}"#, "options").unwrap();
        let object = Object::of(&value, "options").unwrap();
        assert_eq!(object.text("a").unwrap(), "x");
        assert_eq!(object.whole("n").unwrap(), 5);
        assert!(object.flag("b").unwrap() && !object.flag("z").unwrap());
        assert_eq!(object.maybe_texts("l").unwrap(), Some(vec!["y".to_owned()]));
        assert_eq!(object.choice("w", &[("one", 1), ("two", 2)]).unwrap(), Some(2));
        for (error, part) in [
            (object.text("n").unwrap_err(), "'n' should be text"),
            (object.text("z").unwrap_err(), "'z' is missing"),
            (object.flag("a").unwrap_err(), "'a' should be true or false"),
            (object.choice("a", &[("one", 1)]).unwrap_err(), "one of one"),
            (object.only(&["a", "n"]).unwrap_err(), "there is no 'b'"),
            (parse("{", "options").unwrap_err(), "EOF"),
            (Object::of(&Value::Bool(true), "options").unwrap_err(), "an object is needed"),
        ] {
            assert_eq!(error.code(), Code::BadArgument);
            assert!(error.message().contains(part), "{error}");
        }
        assert_eq!(tagged(&value["a"], "question").unwrap().0, "x");
        assert!(tagged(&value, "question").is_err());
    }
}
