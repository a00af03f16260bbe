//! Questions that need no rows.

use super::convert::{from_js, reply, thrown};
use crate::author;
use crate::time::Instant;
use wasm_bindgen::prelude::*;

/// What the declarations below name; the documents themselves are described once, by hand.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"import type { AuthorAnswer, AuthorQuestion } from "../types.js";"#;

/// Answers questions about segments, and keeps the library.
#[wasm_bindgen]
pub struct Author {
    author: author::Author,
}

#[wasm_bindgen]
impl Author {
    /// An author; with the text of `Engine.outline` for the shop it is of.
    #[wasm_bindgen(constructor)]
    pub fn new(outline: Option<String>) -> Result<Author, JsValue> {
        Ok(Author { author: author::Author::new(outline.as_deref()).map_err(thrown)? })
    }

    /// The answer to a question; without an outline relative dates are taken from `now`, in
    /// milliseconds since 1970.
    #[wasm_bindgen(unchecked_return_type = "AuthorAnswer")]
    pub fn ask(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "AuthorQuestion")] question: JsValue,
        now: f64,
    ) -> Result<JsValue, JsValue> {
        let now = Instant((now / 1000.0).floor() as i64);
        reply(self.author.ask(&from_js(&question, "question")?, now))
    }

    /// Takes the text of `Engine.outline` for what the shop has become.
    pub fn rebase(&mut self, outline: &str) -> Result<(), JsValue> {
        self.author.rebase(outline).map_err(thrown)
    }

    /// The segments that conditions may name, for `Engine.referTo`.
    pub fn nameable(&self) -> String {
        self.author.library().nameable().to_string()
    }
}
