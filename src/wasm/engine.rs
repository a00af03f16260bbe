//! Questions about a snapshot.

use super::convert::{from_js, json_text, reply, thrown, to_js};
use crate::error::{Code, Error};
use crate::session::{ApplyRequest, Json, Request, Session, Source, ZoneDocument};
use crate::snapshot::{Bytes, Given};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

/// What the declarations below name; the documents themselves are described once, by hand.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"import type {
  Answer, ApplyRequest, CheckReply, CountOptions, CountReply, MembersReply, Opened, Question, SegmentInput, SegmentMoved, TimeZone,
} from "../types.js";"#;

/// An opened snapshot.
#[wasm_bindgen]
pub struct Engine {
    session: Session,
}

#[wasm_bindgen]
impl Engine {
    /// Opens a snapshot: the manifest's text, its parts as `[path, bytes, sha256]` with the hash
    /// where the host has computed it, and a zone that replaces the manifest's. Tables whose outline
    /// the manifest tells may be left out.
    #[wasm_bindgen(constructor)]
    pub fn new(
        manifest: &str,
        #[wasm_bindgen(unchecked_param_type = "[string, Uint8Array, string | null][]")] parts: js_sys::Array,
        #[wasm_bindgen(unchecked_param_type = "TimeZone | undefined")] time_zone: JsValue,
    ) -> Result<Engine, JsValue> {
        let zone: Option<ZoneDocument> = from_js(&time_zone, "time zone")?;
        let zone = zone.map(|zone| zone.resolve()).transpose().map_err(thrown)?;
        let parts = given_parts(&parts)?;
        reserve(&parts);
        let parts = parts.iter().map(Part::given);
        Ok(Engine { session: Session::open(manifest, parts, zone).map_err(thrown)? })
    }

    /// Reads the parts of tables that were left out, all of each. A question that needs one of them
    /// throws `missing-part` before, with their names, commas between, as its path.
    pub fn read(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "[string, Uint8Array, string | null][]")] parts: js_sys::Array,
    ) -> Result<(), JsValue> {
        let parts = given_parts(&parts)?;
        self.session.read(parts.iter().map(Part::given)).map_err(thrown)
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
        &mut self,
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

    /// Gives the saved segments that conditions may name: the text of `Author.nameable`.
    #[wasm_bindgen(js_name = referTo)]
    pub fn refer_to(&mut self, segments: &str) -> Result<(), JsValue> {
        self.session.refer_to(segments).map_err(thrown)
    }

    /// The snapshot without its rows, for an `Author`.
    pub fn outline(&self) -> String {
        self.session.snapshot().outline().to_string()
    }

    /// Applies a delta: its manifest's text and its parts as when opening.
    #[wasm_bindgen(unchecked_return_type = "SegmentMoved[]")]
    pub fn apply(
        &mut self,
        manifest: &str,
        #[wasm_bindgen(unchecked_param_type = "[string, Uint8Array, string | null][]")] parts: js_sys::Array,
        #[wasm_bindgen(unchecked_param_type = "ApplyRequest")] request: JsValue,
    ) -> Result<JsValue, JsValue> {
        let request: ApplyRequest = from_js(&request, "request")?;
        let parts = given_parts(&parts)?;
        reply(
            self.session
                .apply(manifest, parts.iter().map(Part::given), &request)
                .map(|applied| Json(applied.to_value())),
        )
    }

    /// What the snapshot is, and which fields it can answer.
    #[wasm_bindgen(unchecked_return_type = "Opened")]
    pub fn opened(&self) -> Result<JsValue, JsValue> {
        to_js(&self.session.opened())
    }
}

fn request(options: &JsValue) -> Result<Request, JsValue> {
    Ok(from_js::<Option<Request>>(options, "options")?.unwrap_or_default())
}

/// A segment from JavaScript: a string is text, an object the JSON document.
enum Segment {
    Text(String),
    Json(String),
}

impl Segment {
    fn read(value: &JsValue) -> Result<Segment, JsValue> {
        match value.as_string() {
            Some(text) => Ok(Segment::Text(text)),
            None => Ok(Segment::Json(json_text(value, "segment")?)),
        }
    }

    fn source(&self) -> Source<'_> {
        match self {
            Segment::Text(text) => Source::Text(text),
            Segment::Json(text) => Source::Json(text),
        }
    }
}

/// A part that JavaScript holds until it is read.
struct Part {
    path: String,
    length: u32,
    take: Box<dyn Fn() -> Option<Vec<u8>>>,
    sha256: Option<String>,
}

impl Part {
    fn given(&self) -> Given<'_> {
        Given { path: &self.path, bytes: Bytes::Elsewhere(&self.take), sha256: self.sha256.as_deref() }
    }
}

/// Lets the memory grow once by what opening will take at least, instead of a little at a time; what
/// is refused here is asked for again when it is needed.
fn reserve(parts: &[Part]) {
    let bytes = parts.iter().map(|part| part.length as usize).fold(0, usize::saturating_add);
    let mut room: Vec<u8> = Vec::new();
    drop(room.try_reserve_exact(bytes));
    drop(std::hint::black_box(room));
}

/// `[path, bytes, sha256]` from JavaScript; the bytes are taken out of it when they are read. Anything but
/// a `Uint8Array` is refused: a string would otherwise be read as bytes.
fn given_parts(list: &Array) -> Result<Vec<Part>, JsValue> {
    let bad = || thrown(Error::new(Code::BadArgument, "Parts are pairs of a path and a Uint8Array."));
    let bytes_of = |pair: &Array| pair.get(1).dyn_into::<Uint8Array>().ok();
    list.iter()
        .map(|pair| {
            let pair = pair.dyn_into::<Array>().map_err(|_| bad())?;
            let path = pair.get(0).as_string().ok_or_else(bad)?;
            let length = bytes_of(&pair).ok_or_else(bad)?.length();
            let sha256 = pair.get(2).as_string();
            let take = move || {
                let bytes = bytes_of(&pair)?;
                pair.set(1, JsValue::NULL);
                Some(bytes.to_vec())
            };
            Ok(Part { path, length, take: Box::new(take), sha256 })
        })
        .collect()
}
