//! Packing files.

use super::convert::{from_js, set, thrown, to_js};
use crate::import::Importer;
use crate::session::PackRequest;
use js_sys::{Array, Object, Uint8Array};
use wasm_bindgen::prelude::*;

/// What the declarations below name; the documents themselves are described once, by hand.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"import type { PackOptions, PackReply } from "../types.js";"#;

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

    /// The packed snapshot. The packer is used up.
    #[wasm_bindgen(unchecked_return_type = "PackReply")]
    pub fn finish(self) -> Result<JsValue, JsValue> {
        let packed = self.importer.finish().map_err(thrown)?;
        let answer = Object::new();
        set(&answer, "manifest", &packed.manifest.to_json_string().into());
        set(&answer, "parts", &part_list(&packed.parts));
        set(&answer, "report", &to_js(&packed.report)?);
        Ok(answer.into())
    }
}

/// Parts as `[{ path, bytes }]`; the bytes are owned copies.
fn part_list(parts: &[(String, Vec<u8>)]) -> JsValue {
    let list = Array::new();
    for (path, bytes) in parts {
        let part = Object::new();
        set(&part, "path", &path.as_str().into());
        set(&part, "bytes", &Uint8Array::from(bytes.as_slice()));
        list.push(&part);
    }
    list.into()
}
