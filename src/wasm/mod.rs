//! The door to JavaScript: decode, call [`crate::session`], encode. Nothing is decided here.

mod convert;

use crate::import::Importer;
use crate::session::{self, PackRequest, Request, Session, ZoneDocument};
use crate::time::Instant;
use convert::{Segment, from_js, part_list, reply, thrown, to_js};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("../../www/lib/types.d.ts");

/// Panics are thrown with their text; the trap that follows one says only "unreachable".
#[wasm_bindgen(start)]
pub fn throw_panics() {
    std::panic::set_hook(Box::new(|panic| wasm_bindgen::throw_str(&panic.to_string())));
}

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
        let answer = js_sys::Object::new();
        convert::set(&answer, "manifest", &packed.manifest.to_json_string().into());
        convert::set(&answer, "parts", &part_list(&packed.parts));
        convert::set(&answer, "report", &to_js(&packed.report)?);
        Ok(answer.into())
    }
}

/// An opened snapshot.
#[wasm_bindgen]
pub struct Engine {
    session: Session,
}

#[wasm_bindgen]
impl Engine {
    /// Opens a snapshot: the manifest's text, its parts as `[path, bytes]` pairs, and a zone that
    /// replaces the manifest's.
    #[wasm_bindgen(constructor)]
    pub fn new(
        manifest: &str,
        #[wasm_bindgen(unchecked_param_type = "[string, Uint8Array][]")] parts: js_sys::Array,
        #[wasm_bindgen(unchecked_param_type = "TimeZone | undefined")] time_zone: JsValue,
    ) -> Result<Engine, JsValue> {
        let zone: Option<ZoneDocument> = from_js(&time_zone, "time zone")?;
        let zone = zone.map(|zone| zone.resolve()).transpose().map_err(thrown)?;
        let parts = convert::parts(&parts)?;
        let parts = parts.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
        Ok(Engine { session: Session::open(manifest, parts, zone).map_err(thrown)? })
    }

    /// How many customers match.
    #[wasm_bindgen(unchecked_return_type = "CountReply")]
    pub fn count(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "SegmentInput")] segment: JsValue,
        #[wasm_bindgen(unchecked_param_type = "CountOptions | undefined")] options: JsValue,
    ) -> Result<JsValue, JsValue> {
        let (segment, request) = (Segment::read(&segment)?, request(&options)?);
        reply(self.session.count(segment.source(), &request))
    }

    /// A page of the members' ids.
    #[wasm_bindgen(unchecked_return_type = "MembersReply")]
    pub fn members(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "SegmentInput")] segment: JsValue,
        #[wasm_bindgen(unchecked_param_type = "CountOptions | undefined")] options: JsValue,
        offset: u32,
        limit: u32,
    ) -> Result<JsValue, JsValue> {
        let (segment, request) = (Segment::read(&segment)?, request(&options)?);
        reply(self.session.members(segment.source(), &request, offset as usize, limit as usize))
    }

    /// All problems of a segment, and its tree.
    #[wasm_bindgen(unchecked_return_type = "CheckReply")]
    pub fn check(
        &self,
        #[wasm_bindgen(unchecked_param_type = "SegmentInput")] segment: JsValue,
        #[wasm_bindgen(unchecked_param_type = "CountOptions | undefined")] options: JsValue,
    ) -> Result<JsValue, JsValue> {
        let (segment, request) = (Segment::read(&segment)?, request(&options)?);
        reply(self.session.check(segment.source(), &request))
    }

    /// The answer to a question.
    #[wasm_bindgen(unchecked_return_type = "Answer")]
    pub fn ask(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Question")] question: JsValue,
    ) -> Result<JsValue, JsValue> {
        reply(self.session.ask(&from_js(&question, "question")?))
    }

    /// What the snapshot is, and which fields it can answer.
    #[wasm_bindgen(unchecked_return_type = "Opened")]
    pub fn opened(&self) -> Result<JsValue, JsValue> {
        to_js(&self.session.opened())
    }
}

/// All problems that can be seen without a snapshot; relative dates are taken from `now`, in
/// milliseconds since 1970.
#[wasm_bindgen(unchecked_return_type = "CheckReply")]
pub fn check(
    #[wasm_bindgen(unchecked_param_type = "SegmentInput")] segment: JsValue,
    now: f64,
) -> Result<JsValue, JsValue> {
    reply(session::check_alone(Segment::read(&segment)?.source(), instant(now)))
}

/// The answer to a question that needs no snapshot; relative dates are taken from `now`, in
/// milliseconds since 1970.
#[wasm_bindgen(unchecked_return_type = "Answer")]
pub fn ask(#[wasm_bindgen(unchecked_param_type = "Question")] question: JsValue, now: f64) -> Result<JsValue, JsValue> {
    reply(session::ask_alone(&from_js(&question, "question")?, instant(now)))
}

/// The segment printed as `headcount`, `lines`, `current`, `legacy`, `shopify`, `json` or
/// `react-querybuilder`.
#[wasm_bindgen(unchecked_return_type = "FormatReply")]
pub fn format(
    #[wasm_bindgen(unchecked_param_type = "SegmentInput")] segment: JsValue,
    to: &str,
) -> Result<JsValue, JsValue> {
    reply(session::format(Segment::read(&segment)?.source(), to))
}

/// Every field and function.
#[wasm_bindgen(unchecked_return_type = "FieldDescription[]")]
pub fn fields() -> Result<JsValue, JsValue> {
    to_js(&session::fields())
}

/// The engine's version.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

fn instant(milliseconds: f64) -> Instant {
    Instant((milliseconds / 1000.0).floor() as i64)
}

fn request(options: &JsValue) -> Result<Request, JsValue> {
    Ok(from_js::<Option<Request>>(options, "options")?.unwrap_or_default())
}
