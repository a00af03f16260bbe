//! The manifest: what a snapshot is made of, as JSON.

use super::store::{Currency, TableName};
use crate::error::{Code, Error, Result};
use crate::time::{Instant, Zone};
use crate::value::currency_exponent;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// `format` of every manifest.
const FORMAT: &str = "headcount-snapshot";

/// The highest `version` this engine reads, and the one it writes.
const VERSION: u64 = 1;

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

#[derive(Serialize, Deserialize)]
struct ManifestJson {
    format: String,
    version: u64,
    snapshot_id: String,
    taken_at: String,
    time_zone: ZoneJson,
    currency: CurrencyJson,
    customers: u32,
    parts: Vec<PartJson>,
}

#[derive(Deserialize)]
struct Header {
    format: Option<String>,
    version: Option<u64>,
}

#[derive(Serialize, Deserialize)]
struct ZoneJson {
    name: String,
    #[serde(default)]
    source: String,
    transitions: Vec<(i64, i32)>,
}

#[derive(Serialize, Deserialize)]
struct CurrencyJson {
    code: String,
    exponent: u8,
}

#[derive(Serialize, Deserialize)]
struct PartJson {
    table: String,
    path: String,
    rows: u32,
    bytes: u64,
    sha256: String,
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
        let header: Header = serde_json::from_str(text).map_err(|error| not_json(&error))?;
        if header.format.as_deref() != Some(FORMAT) {
            return Err(bad(&format!("The manifest's 'format' is not '{FORMAT}'")));
        }
        match header.version {
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
        let json: ManifestJson = serde_json::from_str(text).map_err(|error| not_json(&error))?;
        let zone = Zone::try_new(json.time_zone.name, json.time_zone.transitions)?;
        let taken_at = Instant::parse(&json.taken_at, &zone)
            .map_err(|_| bad(&format!("'taken_at' ({}) is not an instant like 2026-08-16T09:30:00Z", json.taken_at)))?;
        let code = json.currency.code;
        if currency_exponent(&code) != Some(json.currency.exponent) {
            let exponent = json.currency.exponent;
            return Err(Error::new(
                Code::BadCurrency,
                format!("'{code}' with exponent {exponent} is not a currency of ISO 4217."),
            ));
        }
        let parts: Vec<Part> = json.parts.into_iter().map(part_of).collect::<Result<_>>()?;
        let rows = parts.iter().filter(|part| part.table == TableName::Customers).map(|part| u64::from(part.rows));
        if rows.sum::<u64>() != u64::from(json.customers) {
            return Err(bad("'customers' is not the sum of the rows of the customers parts"));
        }
        Ok(Manifest {
            snapshot_id: json.snapshot_id,
            taken_at,
            zone,
            zone_source: json.time_zone.source,
            currency: Currency { code, exponent: json.currency.exponent },
            customers: json.customers,
            parts,
        })
    }

    /// The JSON text, indented, with a final line break.
    pub fn to_json_string(&self) -> String {
        let json = ManifestJson {
            format: FORMAT.into(),
            version: VERSION,
            snapshot_id: self.snapshot_id.clone(),
            taken_at: self.taken_at.to_utc_string(),
            time_zone: ZoneJson {
                name: self.zone.name().into(),
                source: self.zone_source.clone(),
                transitions: self.zone.transitions().to_vec(),
            },
            currency: CurrencyJson { code: self.currency.code.clone(), exponent: self.currency.exponent },
            customers: self.customers,
            parts: self.parts.iter().map(PartJson::from).collect(),
        };
        // Numbers and texts alone: nothing here can fail to serialise.
        let mut text = serde_json::to_string_pretty(&json).expect("plain values serialise");
        text.push('\n');
        text
    }
}

impl Part {
    /// Describes a part's bytes.
    pub fn of(table: TableName, path: impl Into<String>, rows: u32, bytes: &[u8]) -> Part {
        Part { table, path: path.into(), rows, bytes: bytes.len() as u64, sha256: sha256_hex(bytes) }
    }

    /// Checks bytes against the manifest.
    ///
    /// # Errors
    /// [`Code::PartMismatch`] if length or hash differ.
    pub fn verify(&self, bytes: &[u8]) -> Result<()> {
        let differs = |what: String| {
            Error::new(Code::PartMismatch, what)
                .at(self.path.clone())
                .help("Fetch the part again; if that does not help, pack the snapshot again.")
        };
        if bytes.len() as u64 != self.bytes {
            return Err(differs(format!("The part has {} bytes, the manifest says {}.", bytes.len(), self.bytes)));
        }
        if sha256_hex(bytes) != self.sha256 {
            return Err(differs("The part's SHA-256 is not the one the manifest gives.".into()));
        }
        Ok(())
    }
}

fn part_of(json: PartJson) -> Result<Part> {
    let table = TableName::parse(&json.table)
        .ok_or_else(|| bad(&format!("The part '{}' is of an unknown table '{}'", json.path, json.table)))?;
    Ok(Part { table, path: json.path, rows: json.rows, bytes: json.bytes, sha256: json.sha256.to_ascii_lowercase() })
}

impl From<&Part> for PartJson {
    fn from(part: &Part) -> PartJson {
        PartJson {
            table: part.table.as_str().into(),
            path: part.path.clone(),
            rows: part.rows,
            bytes: part.bytes,
            sha256: part.sha256.clone(),
        }
    }
}

fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bad(what: &str) -> Error {
    Error::new(Code::BadManifest, format!("{what}."))
}

fn not_json(error: &serde_json::Error) -> Error {
    Error::new(Code::BadManifest, format!("The manifest cannot be read: {error}."))
}
