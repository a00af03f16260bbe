//! Whole numbers inside tagged and flattened documents.
//!
//! Serde buffers such documents, and serde_json's numbers, which keep their text, come out of the
//! buffer as a map that only its own `Number` reads.

use serde::{Deserialize, Deserializer, de::Error};
use serde_json::Number;

/// Reads a whole number.
pub(super) fn one<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let number = Number::deserialize(deserializer)?;
    number.as_u64().ok_or_else(|| D::Error::custom(format!("{number} is not a whole number of at least 0")))
}

/// Reads a whole number or null.
pub(super) fn maybe<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    let number = Option::<Number>::deserialize(deserializer)?;
    let whole = |number: Number| {
        number.as_u64().ok_or_else(|| D::Error::custom(format!("{number} is not a whole number of at least 0")))
    };
    number.map(whole).transpose()
}
