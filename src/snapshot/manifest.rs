//! The manifest: what a snapshot is made of, as JSON.

use super::store::{Currency, LeftOut, TableName};
use crate::document::{self, Object, object};
use crate::error::{Code, Error, Result};
use crate::time::{Instant, Zone};
use crate::value::currency_exponent;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// `format` of every manifest.
const FORMAT: &str = "headcount-snapshot";

/// The highest `version` this engine reads, and the one it writes.
const VERSION: u64 = 1;

/// What a document is, for the reader's errors.
const WHAT: &str = "manifests";

/// A parsed manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// Identifies the packed data.
    pub snapshot_id: String,
    /// When the data was true.
    pub taken_at: Instant,
    /// The shop's zone.
    pub zone: Zone,
    /// Where the zone's transitions come from, such as `tzdb 2026a`.
    pub zone_source: String,
    /// The shop's currency.
    pub currency: Currency,
    /// Rows of the customers table.
    pub customers: u32,
    /// The Arrow streams, customers first.
    pub parts: Vec<Part>,
    /// The outlines of tables besides customers, so that their parts may be read later:
    /// `{ "table", "columns": [[name, type, decimals]] }`, one for each kind of events. None of
    /// tables that are read when the snapshot is opened.
    pub tables: Vec<Value>,
    /// Of a delta: the identity of the snapshot it changes.
    pub base: Option<String>,
    /// What packing left out for want of its customer or order.
    pub left_out: LeftOut,
    /// Types of the columns of customers by name, those of the base included: what packing a delta
    /// keeps to.
    pub columns: Vec<(String, String)>,
}

/// One Arrow stream of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The table its rows belong to.
    pub table: TableName,
    /// Relative to the manifest, with `/` between folders.
    pub path: String,
    /// Rows in it.
    pub rows: u32,
    /// Its length, without content encoding.
    pub bytes: u64,
    /// SHA-256 of its bytes, 64 lower-case hexadecimal digits.
    pub sha256: String,
}

impl Manifest {
    /// Reads `manifest.json`; unknown keys are ignored.
    ///
    /// # Errors
    /// [`Code::UnsupportedVersion`] for a higher version; [`Code::BadTimeZone`],
    /// [`Code::BadCurrency`] or [`Code::BadManifest`] for what else is wrong.
    pub fn parse(text: &str) -> Result<Manifest> {
        Manifest::read(text).map_err(|error| error.at("manifest.json"))
    }

    fn read(text: &str) -> Result<Manifest> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let value = document::parse(text, WHAT).map_err(bad_manifest)?;
        let from = Object::of(&value, WHAT).map_err(bad_manifest)?;
        if from.get("format").and_then(Value::as_str) != Some(FORMAT) {
            return Err(bad(&format!("The manifest's 'format' is not '{FORMAT}'")));
        }
        match from.get("version").and_then(Value::as_u64) {
            Some(1..=VERSION) => {}
            Some(version) if version > VERSION => {
                return Err(Error::new(
                    Code::UnsupportedVersion,
                    format!("The snapshot is of version {version}; this engine reads up to version {VERSION}."),
                )
                .help("Update the headcount package, or pack the data again with this one."));
            }
            _ => return Err(bad("The manifest's 'version' is not a version")),
        }
        let json = Fields::of(from).map_err(bad_manifest)?;
        let zone = Zone::try_new(json.zone, json.transitions)?;
        let taken_at = Instant::parse(&json.taken_at, &zone)
            .map_err(|_| bad(&format!("'taken_at' ({}) is not an instant like 2026-08-16T09:30:00Z", json.taken_at)))?;
        let (code, exponent) = (json.currency, json.exponent);
        if currency_exponent(&code).map(u64::from) != Some(exponent) {
            return Err(Error::new(
                Code::BadCurrency,
                format!("'{code}' with exponent {exponent} is not a currency of ISO 4217."),
            ));
        }
        let parts: Vec<Part> = json.parts.iter().map(|part| Part::read(part)).collect::<Result<_>>()?;
        let rows = parts.iter().filter(|part| part.table == TableName::Customers).map(|part| u64::from(part.rows));
        if rows.sum::<u64>() != u64::from(json.customers) {
            return Err(bad("'customers' is not the sum of the rows of the customers parts"));
        }
        Ok(Manifest {
            snapshot_id: json.snapshot_id,
            taken_at,
            zone,
            zone_source: json.source,
            currency: Currency { code, exponent: exponent as u8 },
            customers: json.customers,
            parts,
            tables: json.tables,
            base: json.base,
            left_out: json.left_out,
            columns: json.columns,
        })
    }

    /// The JSON text, indented, with a final line break.
    pub fn to_json_string(&self) -> String {
        let transition = |(at, offset): &(i64, i32)| Value::from(vec![*at, i64::from(*offset)]);
        let zone = object([
            ("name", self.zone.name().into()),
            ("source", self.zone_source.as_str().into()),
            ("transitions", self.zone.transitions().iter().map(transition).collect()),
        ]);
        let Currency { code, exponent } = &self.currency;
        let mut manifest = object([
            ("format", FORMAT.into()),
            ("version", VERSION.into()),
            ("snapshot_id", self.snapshot_id.as_str().into()),
            ("taken_at", self.taken_at.to_utc_string().into()),
            ("time_zone", zone),
            ("currency", object([("code", code.as_str().into()), ("exponent", (*exponent).into())])),
            ("customers", self.customers.into()),
            ("parts", self.parts.iter().map(Part::to_value).collect()),
        ]);
        if !self.tables.is_empty() {
            manifest["tables"] = self.tables.clone().into();
        }
        if let Some(base) = &self.base {
            manifest["base"] = base.as_str().into();
        }
        if self.left_out != LeftOut::default() {
            let LeftOut { customers, orders, more } = &self.left_out;
            let [customers, orders] = [customers, orders].map(|ids| document::texts(ids));
            manifest["left_out"] = object([("customers", customers), ("orders", orders), ("more", (*more).into())]);
        }
        if !self.columns.is_empty() {
            let columns = self.columns.iter().map(|(name, type_)| (name.clone(), type_.as_str().into()));
            manifest["columns"] = Value::Object(columns.collect());
        }
        let mut text = format!("{manifest:#}");
        text.push('\n');
        text
    }
}

/// What a manifest says, before it is judged.
struct Fields<'a> {
    snapshot_id: String,
    taken_at: String,
    zone: String,
    source: String,
    transitions: Vec<(i64, i32)>,
    currency: String,
    exponent: u64,
    customers: u32,
    parts: Vec<Object<'a>>,
    tables: Vec<Value>,
    base: Option<String>,
    left_out: LeftOut,
    columns: Vec<(String, String)>,
}

impl<'a> Fields<'a> {
    fn of(from: Object<'a>) -> Result<Fields<'a>> {
        let zone = Object::of(from.need("time_zone", Some, "an object")?, WHAT)?;
        let currency = Object::of(from.need("currency", Some, "an object")?, WHAT)?;
        zone.need("transitions", Some, "a list")?;
        let left_out = Object::of(from.get("left_out").unwrap_or(&Value::Null), WHAT)?;
        let columns = from.get("columns").and_then(Value::as_object).into_iter().flatten();
        let columns = columns.filter_map(|(name, type_)| Some((name.clone(), type_.as_str()?.to_owned()))).collect();
        Ok(Fields {
            snapshot_id: from.text("snapshot_id")?,
            taken_at: from.text("taken_at")?,
            zone: zone.text("name")?,
            source: zone.maybe_text("source")?.unwrap_or_default(),
            transitions: zone.list("transitions", document::transition)?,
            currency: currency.text("code")?,
            exponent: currency.whole("exponent")?,
            customers: from.need("customers", document::narrow, "a number of rows")?,
            parts: from.list("parts", |part| Object::of(part, WHAT))?,
            tables: from.list("tables", |table| Ok(table.clone()))?,
            base: from.maybe_text("base")?,
            left_out: LeftOut {
                customers: left_out.maybe_texts("customers")?.unwrap_or_default(),
                orders: left_out.maybe_texts("orders")?.unwrap_or_default(),
                more: left_out.get("more").and_then(Value::as_bool).unwrap_or_default(),
            },
            columns,
        })
    }
}

impl Part {
    fn read(part: &Object<'_>) -> Result<Part> {
        let fields = || Ok((part.text("table")?, part.text("path")?, part.whole("bytes")?, part.text("sha256")?));
        let (table, path, bytes, sha256) = fields().map_err(bad_manifest)?;
        let rows = part.need("rows", document::narrow, "a number of rows").map_err(bad_manifest)?;
        let table = TableName::parse(&table)
            .ok_or_else(|| bad(&format!("The part '{path}' is of an unknown table '{table}'")))?;
        Ok(Part { table, path, rows, bytes, sha256: sha256.to_ascii_lowercase() })
    }

    fn to_value(&self) -> Value {
        object([
            ("table", self.table.as_str().into()),
            ("path", self.path.as_str().into()),
            ("rows", self.rows.into()),
            ("bytes", self.bytes.into()),
            ("sha256", self.sha256.as_str().into()),
        ])
    }

    /// Describes a part's bytes.
    pub fn of(table: TableName, path: impl Into<String>, rows: u32, bytes: &[u8]) -> Part {
        Part { table, path: path.into(), rows, bytes: bytes.len() as u64, sha256: sha256_hex(bytes) }
    }

    /// Checks bytes against the manifest; their hash is computed if it is not given.
    ///
    /// # Errors
    /// [`Code::PartMismatch`] if length or hash differ.
    pub fn verify(&self, bytes: &[u8], sha256: Option<&str>) -> Result<()> {
        let differs = |what: String| {
            Error::new(Code::PartMismatch, what)
                .at(self.path.clone())
                .help("Fetch the part again; if that does not help, pack the snapshot again.")
        };
        if bytes.len() as u64 != self.bytes {
            return Err(differs(format!("The part has {} bytes, the manifest says {}.", bytes.len(), self.bytes)));
        }
        if sha256.map_or_else(|| sha256_hex(bytes), str::to_owned) != self.sha256 {
            return Err(differs("The part's SHA-256 is not the one the manifest gives.".into()));
        }
        Ok(())
    }
}

fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bad(what: &str) -> Error {
    Error::new(Code::BadManifest, format!("{what}."))
}

/// The reader's error as one of the manifest.
fn bad_manifest(error: Error) -> Error {
    Error::new(Code::BadManifest, error.message().replace("These manifests", "The manifest"))
}
