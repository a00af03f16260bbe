//! What a caller may ask for, as plain documents: options of an evaluation, zones, packing.

use crate::check::{Options, Policy};
use crate::document::{self, Object, Read};
use crate::error::{Error, Result};
use crate::import;
use crate::order;
use crate::snapshot::Manifest;
use crate::time::{Instant, Zone};
use serde::Serialize;
use serde_json::Value;

/// Options of one evaluation, as JSON.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// The instant to evaluate at, as [`Instant::parse_as_of`] reads it; by default the snapshot's
    /// `taken_at`.
    pub as_of: Option<String>,
    /// Which orders exist (M3).
    pub policy: PolicyDocument,
    /// Whether negative operators are false on missing values (N4).
    pub strict_missing: bool,
    /// Whether counts of every node are wanted.
    pub nodes: bool,
    /// Whether a segment with error-level problems is counted as far as it could be read.
    pub partial: bool,
    /// Most conditions a segment may have: a host's limit profile, such as 4 or 10; none by default.
    pub max_clauses: Option<usize>,
    /// Id of the library's segment the condition is for, which it must not refer to.
    pub editing: Option<String>,
}

/// The order policy as written: each key may be left out, which means its default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PolicyDocument {
    /// Test orders; default excluded.
    pub test: Existence,
    /// Cancelled orders; default excluded.
    pub cancelled: Existence,
    /// Deleted orders; default excluded.
    pub deleted: Existence,
    /// What an order is worth; default net.
    pub refunds: Refunds,
    /// The order statuses that exist; null means all.
    pub statuses: Option<Vec<String>>,
}

/// Whether orders of a sort exist.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Existence {
    /// As if they were not there.
    #[default]
    Exclude,
    /// Like any other.
    Include,
}

/// Whether refunds reduce an order's amount.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Refunds {
    /// Total minus refunds.
    #[default]
    Net,
    /// Total.
    Gross,
}

/// A time zone as the host spells it out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneDocument {
    /// IANA name.
    pub name: String,
    /// Where the transitions come from.
    pub source: String,
    /// UTC second and offset in seconds, ascending.
    pub transitions: Vec<(i64, i32)>,
}

/// Options of packing, as JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackRequest {
    /// The shop's zone; UTC with a warning if missing.
    pub time_zone: Option<ZoneDocument>,
    /// ISO 4217 code of the shop's currency; the one of the rows, else USD, if missing.
    pub currency: Option<String>,
    /// When the data was true, with an offset.
    pub taken_at: String,
    /// The text of a mapping file.
    pub mapping: Option<String>,
    /// Whether personal columns are left out.
    pub pseudonymous: bool,
    /// Most bytes packing may hold in memory.
    pub max_bytes: Option<u64>,
    /// The text of the manifest of the snapshot that the files hold the changes since.
    pub base: Option<String>,
}

impl Request {
    /// The request with its instant resolved in `zone`; `taken_at` is the default instant.
    ///
    /// # Errors
    /// [`Code::BadArgument`] if `as_of` is not an instant or a date.
    pub fn resolve(&self, taken_at: Instant, zone: &Zone) -> Result<Options> {
        let as_of = match &self.as_of {
            Some(text) => Instant::parse_as_of(text, zone)?,
            None => taken_at,
        };
        let policy = &self.policy;
        Ok(Options {
            as_of,
            policy: Policy {
                include_test: policy.test == Existence::Include,
                include_cancelled: policy.cancelled == Existence::Include,
                include_deleted: policy.deleted == Existence::Include,
                gross: policy.refunds == Refunds::Gross,
                statuses: policy.statuses.as_ref().map(|statuses| {
                    let mut keys: Vec<String> = statuses.iter().map(|status| crate::value::upper(status)).collect();
                    order::sort_by(&mut keys, String::cmp);
                    keys.dedup();
                    keys
                }),
            },
            strict_missing: self.strict_missing,
        })
    }
}

impl ZoneDocument {
    /// The zone.
    ///
    /// # Errors
    /// [`Code::BadTimeZone`], see [`Zone::try_new`].
    pub fn resolve(&self) -> Result<Zone> {
        Zone::try_new(self.name.clone(), self.transitions.clone())
    }
}

impl PackRequest {
    /// The importer's options.
    ///
    /// # Errors
    /// [`Code::BadTimeZone`], [`Code::BadMapping`], [`Code::BadArgument`] for `taken_at`.
    pub fn resolve(&self) -> Result<import::Options> {
        let time_zone = self.time_zone.as_ref().map(ZoneDocument::resolve).transpose()?;
        let base = self.base.as_deref().map(Manifest::parse).transpose()?;
        let own = time_zone.clone().or_else(|| base.as_ref().map(|base| base.zone.clone()));
        let zone = own.unwrap_or_else(Zone::utc);
        let taken_at = Instant::parse_as_of(&self.taken_at, &zone).map_err(|error| error.at("takenAt"))?;
        Ok(import::Options {
            zone_source: self.time_zone.as_ref().map_or_else(String::new, |zone| zone.source.clone()),
            time_zone,
            currency: self.currency.clone(),
            taken_at,
            mapping: self.mapping.as_deref().map(import::Mapping::parse).transpose()?,
            pseudonymous: self.pseudonymous,
            max_bytes: self.max_bytes,
            base,
        })
    }
}

impl Read for Request {
    fn of(value: &Value) -> Result<Request> {
        let from = Object::of(value, "options")?.only(&[
            "asOf",
            "policy",
            "strictMissing",
            "nodes",
            "partial",
            "maxClauses",
            "editing",
        ])?;
        Ok(Request {
            as_of: from.maybe_text("asOf")?,
            policy: from.get("policy").map_or_else(|| Ok(PolicyDocument::default()), PolicyDocument::of)?,
            strict_missing: from.flag("strictMissing")?,
            nodes: from.flag("nodes")?,
            partial: from.flag("partial")?,
            max_clauses: from.maybe_size("maxClauses")?,
            editing: from.maybe_text("editing")?,
        })
    }
}

impl Read for PolicyDocument {
    fn of(value: &Value) -> Result<PolicyDocument> {
        let from = Object::of(value, "policies")?.only(&["test", "cancelled", "deleted", "refunds", "statuses"])?;
        let existence = |key: &str| {
            let words = [
                ("exclude", Existence::Exclude),
                ("include", Existence::Include),
                ("excluded", Existence::Exclude),
                ("included", Existence::Include),
            ];
            Ok::<_, Error>(from.choice(key, &words)?.unwrap_or_default())
        };
        Ok(PolicyDocument {
            test: existence("test")?,
            cancelled: existence("cancelled")?,
            deleted: existence("deleted")?,
            refunds: from.choice("refunds", &[("net", Refunds::Net), ("gross", Refunds::Gross)])?.unwrap_or_default(),
            statuses: from.maybe_texts("statuses")?,
        })
    }
}

impl Read for ZoneDocument {
    fn of(value: &Value) -> Result<ZoneDocument> {
        let from = Object::of(value, "time zones")?.only(&["name", "source", "transitions"])?;
        from.need("transitions", Some, "a list")?;
        Ok(ZoneDocument {
            name: from.text("name")?,
            source: from.text("source")?,
            transitions: from.list("transitions", document::transition)?,
        })
    }
}

impl Read for PackRequest {
    fn of(value: &Value) -> Result<PackRequest> {
        let from = Object::of(value, "options")?.only(&[
            "timeZone",
            "currency",
            "takenAt",
            "mapping",
            "pseudonymous",
            "maxBytes",
            "base",
        ])?;
        Ok(PackRequest {
            time_zone: from.get("timeZone").map(ZoneDocument::of).transpose()?,
            currency: from.maybe_text("currency")?,
            taken_at: from.text("takenAt")?,
            mapping: from.maybe_text("mapping")?,
            pseudonymous: from.flag("pseudonymous")?,
            max_bytes: from.maybe_whole("maxBytes")?,
            base: from.maybe_text("base")?,
        })
    }
}

/// Reads a document of the caller's, naming `what` in the error.
///
/// # Errors
/// [`Code::BadArgument`] with the reason.
pub fn read<T: Read>(text: &str, what: &str) -> Result<T> {
    T::of(&document::parse(text, what)?)
}
