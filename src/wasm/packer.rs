//! Packing files.

use super::convert::{from_js, set, thrown, to_js};
use crate::import::{self, Importer, Piece};
use crate::session::PackRequest;
use js_sys::{Object, Uint8Array};
use wasm_bindgen::prelude::*;

/// What the declarations below name; the documents themselves are described once, by hand.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"import type { PackOptions, PackedDocuments, PackedPart } from "../types.js";"#;

/// Turns data files into a snapshot; fed chunk by chunk.
#[wasm_bindgen]
pub struct Packer {
    importer: Importer,
}

#[wasm_bindgen]
impl Packer {
    /// A packer with `PackOptions`.
    #[wasm_bindgen(constructor)]
    pub fn new(#[wasm_bindgen(unchecked_param_type = "PackOptions")] options: JsValue) -> Result<Packer, JsValue> {
        let request: PackRequest = from_js(&options, "options")?;
        let importer = request.resolve().and_then(Importer::new).map_err(thrown)?;
        Ok(Packer { importer })
    }

    /// Begins a file; its name tells which table it is.
    #[wasm_bindgen(js_name = startFile)]
    pub fn start_file(&mut self, name: &str) -> Result<(), JsValue> {
        self.importer.start_file(name).map_err(thrown)
    }

    /// The next bytes of the file.
    pub fn push(&mut self, chunk: &[u8]) -> Result<(), JsValue> {
        self.importer.push(chunk).map_err(thrown)
    }

    /// Ends the file.
    #[wasm_bindgen(js_name = endFile)]
    pub fn end_file(&mut self) -> Result<(), JsValue> {
        self.importer.end_file().map_err(thrown)
    }

    /// Rows read so far.
    pub fn rows(&self) -> f64 {
        self.importer.rows() as f64
    }

    /// Ends reading; the snapshot is then taken piece by piece. The packer is used up.
    pub fn finish(self) -> Result<Packing, JsValue> {
        self.importer.pack().map(Packing).map_err(thrown)
    }
}

/// A snapshot being written.
#[wasm_bindgen]
pub struct Packing(import::Packing);

#[wasm_bindgen]
impl Packing {
    /// The next bytes of a part, an owned copy; undefined after the last.
    #[wasm_bindgen(unchecked_return_type = "PackedPart | undefined")]
    pub fn next(&mut self) -> Result<JsValue, JsValue> {
        let Some(Piece { path, bytes }) = self.0.next_piece().map_err(thrown)? else { return Ok(JsValue::UNDEFINED) };
        let part = Object::new();
        set(&part, "path", &path.into());
        set(&part, "bytes", &Uint8Array::from(bytes.as_slice()));
        Ok(part.into())
    }

    /// Manifest and report, when there are no more pieces. The snapshot is used up.
    #[wasm_bindgen(unchecked_return_type = "PackedDocuments")]
    pub fn end(self) -> Result<JsValue, JsValue> {
        let (manifest, report) = self.0.end();
        let answer = Object::new();
        set(&answer, "manifest", &manifest.to_json_string().into());
        set(&answer, "report", &to_js(&report)?);
        Ok(answer.into())
    }
}
