//! Answers as plain documents, in the words of the page.

use super::request::PolicyDocument;
use crate::check::{Options, ResolvedDate};
use crate::condition::{Problem, Severity, Span};
use crate::query::Positions;
use crate::time::{Instant, Zone};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// What a snapshot is.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Opened {
    /// Identifies the packed data.
    pub snapshot_id: String,
    /// Rows of the customers table.
    pub customers: u32,
    /// When the data was true: UTC, ISO 8601.
    pub taken_at: String,
    /// IANA name of the zone in use.
    pub time_zone: String,
    /// ISO 4217 code of the shop's currency.
    pub currency: String,
    /// Every field and function, and whether this snapshot can answer it.
    pub fields: Vec<crate::catalogue::Description>,
}

/// The answer to a count.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CountReply {
    /// Members; null when error-level problems prevent a count.
    pub count: Option<u32>,
    /// Customers there are at `as_of`.
    pub total: u32,
    /// `count / total`, 0 of none; null without a count.
    pub share: Option<f64>,
    /// What the count depends on besides segment and snapshot.
    #[serde(flatten)]
    pub identity: Identity,
    /// Whether unreadable parts were left out of the count.
    pub partial: bool,
    /// Everything wrong or doubtful.
    pub problems: Vec<ProblemReply>,
    /// What each date literal resolved to.
    pub dates: Vec<DateReply>,
    /// Counts of every node, if asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nodes: Option<Vec<NodeReply>>,
    /// Fields that answered with their current value whatever `as_of` is.
    pub used_current_values: Vec<String>,
}

/// The options an answer holds for.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Identity {
    /// The instant, UTC.
    pub as_of: String,
    /// IANA name of the zone.
    pub time_zone: String,
    /// Which orders existed.
    pub policy: PolicyDocument,
    /// Whether negative operators were false on missing values.
    pub strict_missing: bool,
}

/// Counts of one node.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeReply {
    /// Path of the node.
    pub path: String,
    /// Customers for whom the node alone holds.
    pub alone: u32,
    /// Customers left after this and all earlier siblings.
    pub cumulative: u32,
    /// The whole segment's count with this node left out of its group.
    pub without_it: u32,
}

/// A window of time.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DateReply {
    /// Path of the literal.
    pub path: String,
    /// First instant inside, UTC; null if unbounded.
    pub from: Option<String>,
    /// First instant after, UTC; null if unbounded.
    pub until: Option<String>,
    /// `from` on the shop's clock.
    pub from_local: Option<String>,
    /// `until` on the shop's clock.
    pub until_local: Option<String>,
}

/// One problem with its place in the text.
#[derive(Debug, Clone, Serialize)]
pub struct ProblemReply {
    /// Stable kebab-case code.
    pub code: &'static str,
    /// `error` or `warning`.
    pub severity: &'static str,
    /// One sentence that says what to do.
    pub message: String,
    /// Path of the node or part.
    pub path: String,
    /// Where it stands; only if the segment came as text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<SpanReply>,
    /// A replacement that mends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<FixReply>,
}

/// A stretch of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SpanReply {
    /// First UTF-16 code unit.
    pub start: usize,
    /// One past the last UTF-16 code unit.
    pub end: usize,
    /// Line of `start`, from 1.
    pub line: usize,
    /// Column of `start` in characters, from 1.
    pub column: usize,
}

/// A replacement.
#[derive(Debug, Clone, Serialize)]
pub struct FixReply {
    /// The new text.
    pub text: String,
    /// What it replaces.
    pub span: SpanReply,
}

/// The answer to a check.
#[derive(Debug, Clone, Serialize)]
pub struct CheckReply {
    /// Everything wrong or doubtful.
    pub problems: Vec<ProblemReply>,
    /// The tree as JSON, as far as it could be read.
    pub condition: Json,
}

/// A page of members.
#[derive(Debug, Clone, Serialize)]
pub struct MembersReply {
    /// Members of the segment in all.
    pub total: u32,
    /// Ids of this page, ascending as text unless sorted by a column.
    pub ids: Vec<String>,
    /// Name, label and type of each column that was asked for.
    pub columns: Json,
    /// For each id the values of the columns, null where there is none.
    pub rows: Json,
}

/// A JSON value that serializes through any serializer, numbers included.
#[derive(Debug, Clone)]
pub struct Json(pub serde_json::Value);

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde_json::Value;
        match &self.0 {
            // serde_json's arbitrary-precision numbers reach other serializers as a struct. An answer has no
            // other than whole ones.
            Value::Number(number) => serializer.serialize_i64(number.as_i64().expect("answers count")),
            Value::Array(items) => serializer.collect_seq(items.iter().cloned().map(Json)),
            Value::Object(map) => serializer.collect_map(map.iter().map(|(key, value)| (key, Json(value.clone())))),
            other => other.serialize(serializer),
        }
    }
}

/// A document with columns of numbers beside it. A column crosses as bytes, eight for each number
/// (a double) or four (a whole number of 32 bits), the least first.
#[derive(Debug, Clone)]
pub struct Columns {
    document: serde_json::Value,
    columns: Vec<(&'static str, Vec<u8>)>,
}

impl Columns {
    /// A document, which is an object, without columns.
    pub fn new(document: serde_json::Value) -> Columns {
        Columns { document, columns: Vec::new() }
    }

    /// Adds a column of halves of whole numbers below 2^52, as doubles.
    pub fn halves(&mut self, name: &'static str, numbers: impl Iterator<Item = i64>) {
        self.columns.push((name, numbers.flat_map(|number| (number as f64 / 2.0).to_le_bytes()).collect()));
    }

    /// Adds a column of counts.
    pub fn counts(&mut self, name: &'static str, counts: &[u32]) {
        self.columns.push((name, counts.iter().flat_map(|count| count.to_le_bytes()).collect()));
    }

    /// The document beside the columns.
    pub fn document(&self) -> &serde_json::Value {
        &self.document
    }

    /// The bytes of a column; none if there is no such column.
    pub fn bytes(&self, name: &str) -> &[u8] {
        self.columns.iter().find(|(known, _)| *known == name).map_or(&[], |(_, bytes)| bytes)
    }
}

impl Serialize for Columns {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Bytes<'a>(&'a [u8]);
        impl Serialize for Bytes<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_bytes(self.0)
            }
        }
        let document = self.document.as_object().into_iter().flatten();
        let mut map = serializer.serialize_map(None)?;
        for (key, value) in document {
            map.serialize_entry(key, &Json(value.clone()))?;
        }
        for (key, bytes) in &self.columns {
            map.serialize_entry(key, &Bytes(bytes))?;
        }
        map.end()
    }
}

impl Identity {
    /// The identity of an answer for `options`.
    pub fn new(options: &Options, policy: &PolicyDocument, zone: &Zone) -> Identity {
        Identity {
            as_of: options.as_of.to_utc_string(),
            time_zone: zone.name().to_owned(),
            policy: policy.clone(),
            strict_missing: options.strict_missing,
        }
    }
}

impl From<crate::insight::NodeCount> for NodeReply {
    fn from(node: crate::insight::NodeCount) -> NodeReply {
        NodeReply { path: node.path, alone: node.alone, cumulative: node.cumulative, without_it: node.without_it }
    }
}

impl DateReply {
    /// The window of `date` in UTC and on the clock of `zone`.
    pub fn new(date: &ResolvedDate, zone: &Zone) -> DateReply {
        let local = |at: Instant| zone.local_of(at).to_string();
        let window = date.window;
        DateReply {
            path: date.path.clone(),
            from: window.from.map(Instant::to_utc_string),
            until: window.until.map(Instant::to_utc_string),
            from_local: window.from.map(local),
            until_local: window.until.map(local),
        }
    }
}

impl ProblemReply {
    /// `problem` with its offsets counted in UTF-16 units of a text; without a text no span.
    pub fn new(problem: Problem, text: Option<&Positions<'_>>) -> ProblemReply {
        let place = |span: Span| text.map(|text| SpanReply::new(text, span));
        let span = problem.span.and_then(place);
        ProblemReply {
            code: problem.code,
            severity: match problem.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            message: problem.message,
            path: problem.path,
            span,
            fix: problem.fix.and_then(|fix| {
                let span = fix.span.and_then(place).or(span)?;
                Some(FixReply { text: fix.text, span })
            }),
        }
    }
}

impl SpanReply {
    /// A span of bytes in UTF-16 units.
    pub(super) fn new(text: &Positions<'_>, span: Span) -> SpanReply {
        let (line, column) = text.line_and_column(span.start);
        let start = text.utf16(span.start);
        SpanReply { start, end: text.utf16(span.end).max(start), line, column }
    }
}
