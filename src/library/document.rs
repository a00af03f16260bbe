//! The library's document, its commands and filters: JSON to records and back.

use super::command::{Action, Change, Command};
use super::exchange::Merge;
use super::record::{Campaign, Document, Entry, Evaluation, Event, Flow, Kind, Movement, Query, Record};
use super::search::{Filter, Order, Use};
use super::{FORMAT, VERSION, names};
use crate::document::{Object, Read, object, parse, texts};
use crate::error::{Code, Error, Result};
use serde_json::Value;
use std::collections::BTreeSet;

const WHAT: &str = "library documents";
const COMMAND: &str = "library commands";

/// More changes than a library can have seen; what counts them in a file stays below.
const COUNTED: u64 = 1 << 52;

impl Document {
    pub(super) fn parse(text: &str) -> Result<Document> {
        let bad = |error: Error| {
            Error::new(Code::BadLibrary, error.message().to_owned())
                .help("Choose a file that was exported from a segment library.")
        };
        let value = parse(text, WHAT).map_err(bad)?;
        let top = Object::of(&value, WHAT).map_err(bad)?;
        if top.get("format").and_then(Value::as_str) != Some(FORMAT) {
            let why = format!("This is no segment library: its 'format' is not '{FORMAT}'.");
            return Err(bad(Error::new(Code::BadLibrary, why)));
        }
        let version = top.whole("version").map_err(bad)?;
        if version > VERSION {
            let message = format!("The library is of version {version}; this one reads up to version {VERSION}.");
            return Err(Error::new(Code::UnsupportedVersion, message).help("Update the headcount package."));
        }
        let document = Document::of(top).map_err(bad)?;
        for record in &document.segments {
            names::check(&record.name)?;
        }
        let counted = document.segments.iter().map(|record| record.version).chain([document.revision, document.next]);
        if counted.max() > Some(COUNTED) {
            return Err(bad(Error::new(Code::BadLibrary, "The library counts more changes than there can be.")));
        }
        Ok(document)
    }

    fn of(top: Object<'_>) -> Result<Document> {
        let segments = match top.get("segments") {
            None => return Err(Error::new(Code::BadLibrary, "The library has no 'segments'.")),
            Some(_) => top.list("segments", record)?,
        };
        // No segment to come takes the id of one that is there, whatever the file says.
        let ids = segments.iter().filter_map(|record| record.id.parse().ok()).filter(|id: &u64| *id < COUNTED);
        Ok(Document {
            revision: top.whole("revision")?,
            next: ids.map(|id| id + 1).chain([top.whole("next")?]).max().unwrap_or(1),
            segments,
            log: top.list("log", entry)?,
        })
    }

    pub(super) fn to_json_string(&self) -> String {
        object([
            ("format", FORMAT.into()),
            ("version", VERSION.into()),
            ("revision", self.revision.into()),
            ("next", self.next.into()),
            ("segments", self.segments.iter().map(Record::to_value).collect()),
            ("log", self.log.iter().map(Entry::to_value).collect()),
        ])
        .to_string()
    }
}

fn record(value: &Value) -> Result<Record> {
    let from = Object::of(value, WHAT)?;
    let kind = match from.choice("kind", &[("automatic", true), ("manual", false)])? {
        Some(false) => Kind::Manual {
            members: from.maybe_texts("members")?.unwrap_or_default().into_iter().collect::<BTreeSet<_>>(),
        },
        _ => Kind::Automatic { condition: query(from, "condition")? },
    };
    Ok(Record {
        id: from.text("id")?,
        version: from.whole("version")?,
        name: from.text("name")?,
        kind,
        active: from.flag("active")?,
        flows: from.list("flows", |value| {
            let flow = Object::of(value, WHAT)?;
            Ok(Flow { id: flow.text("id")?, name: flow.text("name")?, active: flow.flag("active")? })
        })?,
        campaigns: from.list("campaigns", |value| {
            let campaign = Object::of(value, WHAT)?;
            Ok(Campaign { id: campaign.text("id")?, name: campaign.text("name")?, at: campaign.text("at")? })
        })?,
        variants: from.maybe_texts("variants")?.unwrap_or_default(),
        created: from.text("created")?,
        edited: from.text("edited")?,
        evaluated: from.get("evaluated").map(evaluation).transpose()?,
    })
}

fn evaluation(value: &Value) -> Result<Evaluation> {
    let from = Object::of(value, WHAT)?;
    Ok(Evaluation {
        count: from.whole("count")?,
        previous: from.maybe_whole("previous")?,
        snapshot: from.text("snapshot")?,
        as_of: from.text("asOf")?,
        at: from.text("at")?,
    })
}

fn query(from: Object<'_>, key: &str) -> Result<Query> {
    let read = |value: &Value| match value {
        Value::String(text) => Some(Query::Text(text.clone())),
        Value::Object(_) => Some(Query::Document(value.clone())),
        _ => None,
    };
    from.need(key, read, "a segment, as text or as its document")
}

fn entry(value: &Value) -> Result<Entry> {
    let from = Object::of(value, WHAT)?;
    let name = from.text("event")?;
    let movement = |key: &str| match from.get(key) {
        None => Ok(Movement::default()),
        Some(value) => {
            let from = Object::of(value, WHAT)?;
            Ok(Movement { count: from.whole("count")?, ids: from.maybe_texts("ids")?.unwrap_or_default() })
        }
    };
    let event = match name.as_str() {
        "created" => Event::Created,
        "imported" => Event::Imported,
        "renamed" => Event::Renamed { before: from.text("before")?, after: from.text("after")? },
        "edited" => Event::Edited {
            before: query(from, "before")?,
            after: query(from, "after")?,
            count_before: from.maybe_whole("countBefore")?,
            count_after: from.maybe_whole("countAfter")?,
        },
        "activated" => Event::Activated,
        "deactivated" => Event::Deactivated,
        "removed" => Event::Removed,
        "campaignAttached" => Event::CampaignAttached { campaign: from.text("campaign")? },
        "flowAttached" => Event::FlowAttached { flow: from.text("flow")?, active: from.flag("active")? },
        "flowDetached" => Event::FlowDetached { flow: from.text("flow")? },
        "variantsAssigned" => Event::VariantsAssigned { variants: from.maybe_texts("variants")?.unwrap_or_default() },
        "membersChanged" => Event::MembersChanged { added: movement("added")?, removed: movement("removed")? },
        "moved" => Event::Moved {
            entered: movement("entered")?,
            left: movement("left")?,
            reason: from.maybe_text("reason")?.unwrap_or_default(),
        },
        "contactChanged" => Event::ContactChanged {
            customers: movement("customers")?,
            columns: from.maybe_texts("columns")?.unwrap_or_default(),
        },
        other => return Err(Error::new(Code::BadLibrary, format!("The log has an unknown event '{other}'."))),
    };
    Ok(Entry { at: from.text("at")?, segment: from.text("segment")?, name: from.text("name")?, event })
}

/// `{ "now": …, "do": …, … }`
impl Read for Command {
    fn of(value: &Value) -> Result<Command> {
        let from = Object::of(value, COMMAND)?;
        let id = || from.text("id");
        let texts = |key: &str| Ok::<_, Error>(from.maybe_texts(key)?.unwrap_or_default());
        let action = match from.text("do")?.as_str() {
            "create" => Action::Create {
                name: from.text("name")?,
                condition: query(from, "condition")?,
                active: from.flag("active")?,
            },
            "createManual" => Action::CreateManual {
                name: from.text("name")?,
                members: texts("members")?,
                active: from.flag("active")?,
            },
            "rename" => Action::Rename { id: id()?, version: from.whole("version")?, name: from.text("name")? },
            "edit" => Action::Edit {
                id: id()?,
                version: from.whole("version")?,
                condition: query(from, "condition")?,
                count_before: from.maybe_whole("countBefore")?,
                count_after: from.maybe_whole("countAfter")?,
            },
            "activate" => Action::Activate { id: id()? },
            "deactivate" => Action::Deactivate { id: id()? },
            "duplicate" => Action::Duplicate { id: id()?, name: from.maybe_text("name")? },
            "remove" => Action::Remove { id: id()?, version: from.whole("version")? },
            "attachCampaign" => {
                Action::AttachCampaign { id: id()?, campaign: from.text("campaign")?, name: from.text("name")? }
            }
            "attachFlow" => Action::AttachFlow {
                id: id()?,
                flow: from.text("flow")?,
                name: from.text("name")?,
                active: from.flag("active")?,
            },
            "detachFlow" => Action::DetachFlow { id: id()?, flow: from.text("flow")? },
            "assignVariants" => Action::AssignVariants { id: id()?, variants: texts("variants")? },
            "addMembers" => Action::AddMembers { id: id()?, customers: texts("customers")? },
            "removeMembers" => Action::RemoveMembers { id: id()?, customers: texts("customers")? },
            "evaluated" => Action::Evaluated {
                id: id()?,
                count: from.whole("count")?,
                snapshot: from.text("snapshot")?,
                as_of: from.text("asOf")?,
                entered: Movement::of(texts("entered")?),
                left: Movement::of(texts("left")?),
                reason: from.maybe_text("reason")?.unwrap_or_default(),
            },
            "contactChanged" => {
                Action::ContactChanged { id: id()?, customers: texts("customers")?, columns: texts("columns")? }
            }
            other => {
                return Err(Error::new(Code::BadArgument, format!("The library knows no command '{other}'.")));
            }
        };
        Ok(Command { now: from.text("now")?, action })
    }
}

/// Every key may be left out.
impl Read for Filter {
    fn of(value: &Value) -> Result<Filter> {
        let from = Object::of(value, "filters")?.only(&[
            "keywords",
            "active",
            "kind",
            "usedIn",
            "least",
            "most",
            "field",
            "order",
            "descending",
        ])?;
        let uses = [
            ("campaign", Use::Campaign),
            ("flow", Use::Flow),
            ("segment", Use::Segment),
            ("variant", Use::Variant),
            ("nothing", Use::Nothing),
        ];
        let orders =
            [("name", Order::Name), ("count", Order::Count), ("created", Order::Created), ("edited", Order::Edited)];
        Ok(Filter {
            keywords: from.maybe_text("keywords")?.unwrap_or_default(),
            active: from.maybe("active", Value::as_bool, "true or false")?,
            manual: from.choice("kind", &[("automatic", false), ("manual", true)])?,
            used_in: from.choice("usedIn", &uses)?,
            least: from.maybe_whole("least")?,
            most: from.maybe_whole("most")?,
            field: from.maybe_text("field")?,
            order: from.choice("order", &orders)?.unwrap_or_default(),
            descending: from.flag("descending")?,
        })
    }
}

impl Merge {
    /// The words for what happens to taken names.
    pub const WORDS: [(&'static str, Merge); 3] =
        [("replace", Merge::Replace), ("rename", Merge::Rename), ("skip", Merge::Skip)];
}

impl Record {
    /// Its part of the document.
    pub fn to_value(&self) -> Value {
        let (kind, key, content) = match &self.kind {
            Kind::Automatic { condition } => ("automatic", "condition", condition.to_value()),
            Kind::Manual { members } => ("manual", "members", members.iter().map(String::as_str).collect()),
        };
        let flow = |flow: &Flow| {
            object([
                ("id", flow.id.as_str().into()),
                ("name", flow.name.as_str().into()),
                ("active", flow.active.into()),
            ])
        };
        let campaign = |campaign: &Campaign| {
            object([
                ("id", campaign.id.as_str().into()),
                ("name", campaign.name.as_str().into()),
                ("at", campaign.at.as_str().into()),
            ])
        };
        object([
            ("id", self.id.as_str().into()),
            ("version", self.version.into()),
            ("name", self.name.as_str().into()),
            ("kind", kind.into()),
            (key, content),
            ("active", self.active.into()),
            ("flows", self.flows.iter().map(flow).collect()),
            ("campaigns", self.campaigns.iter().map(campaign).collect()),
            ("variants", texts(&self.variants)),
            ("created", self.created.as_str().into()),
            ("edited", self.edited.as_str().into()),
            ("evaluated", self.evaluated.as_ref().map_or(Value::Null, Evaluation::to_value)),
        ])
    }
}

impl Evaluation {
    fn to_value(&self) -> Value {
        object([
            ("count", self.count.into()),
            ("previous", self.previous.into()),
            ("snapshot", self.snapshot.as_str().into()),
            ("asOf", self.as_of.as_str().into()),
            ("at", self.at.as_str().into()),
        ])
    }
}

impl Query {
    /// The condition as it was saved.
    pub fn to_value(&self) -> Value {
        match self {
            Query::Text(text) => text.as_str().into(),
            Query::Document(document) => document.clone(),
        }
    }
}

impl Movement {
    fn to_value(&self) -> Value {
        object([("count", self.count.into()), ("ids", texts(&self.ids))])
    }
}

impl Entry {
    /// Its line of the document.
    pub fn to_value(&self) -> Value {
        let mut value = self.event.to_value();
        for (key, text) in [("at", &self.at), ("segment", &self.segment), ("name", &self.name)] {
            value[key] = text.as_str().into();
        }
        value
    }
}

impl Event {
    fn to_value(&self) -> Value {
        let event = |name: &str| ("event", Value::from(name));
        match self {
            Event::Created => object([event("created")]),
            Event::Imported => object([event("imported")]),
            Event::Renamed { before, after } => {
                object([event("renamed"), ("before", before.as_str().into()), ("after", after.as_str().into())])
            }
            Event::Edited { before, after, count_before, count_after } => object([
                event("edited"),
                ("before", before.to_value()),
                ("after", after.to_value()),
                ("countBefore", (*count_before).into()),
                ("countAfter", (*count_after).into()),
            ]),
            Event::Activated => object([event("activated")]),
            Event::Deactivated => object([event("deactivated")]),
            Event::Removed => object([event("removed")]),
            Event::CampaignAttached { campaign } => {
                object([event("campaignAttached"), ("campaign", campaign.as_str().into())])
            }
            Event::FlowAttached { flow, active } => {
                object([event("flowAttached"), ("flow", flow.as_str().into()), ("active", (*active).into())])
            }
            Event::FlowDetached { flow } => object([event("flowDetached"), ("flow", flow.as_str().into())]),
            Event::VariantsAssigned { variants } => object([event("variantsAssigned"), ("variants", texts(variants))]),
            Event::MembersChanged { added, removed } => {
                object([event("membersChanged"), ("added", added.to_value()), ("removed", removed.to_value())])
            }
            Event::Moved { entered, left, reason } => object([
                event("moved"),
                ("entered", entered.to_value()),
                ("left", left.to_value()),
                ("reason", reason.as_str().into()),
            ]),
            Event::ContactChanged { customers, columns } => {
                object([event("contactChanged"), ("customers", customers.to_value()), ("columns", texts(columns))])
            }
        }
    }
}

impl Change {
    /// The answer to a command.
    pub fn to_value(&self) -> Value {
        object([
            ("revision", self.revision.into()),
            ("id", self.id.as_str().into()),
            ("followed", texts(&self.followed)),
            ("event", self.event.as_ref().map_or(Value::Null, Event::to_value)),
        ])
    }
}
