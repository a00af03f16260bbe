//! Why one customer is in a segment: every node, the customer's values, when it flips by itself.

use super::{Request, SegmentInput, Session, Wish, invalid};
use crate::catalogue::{self, Role};
use crate::check::{self, Checked, Options};
use crate::condition::Condition;
use crate::document::{Object, Read, object};
use crate::error::Result;
use crate::eval;
use crate::insight::{self, Foresight, Own, Shown};
use crate::snapshot::Snapshot;
use crate::time::{Instant, Zone};
use serde_json::Value;

/// How many days ahead are looked at unless the question says otherwise, and at most.
const DAYS: u64 = 366;
/// The same for conditions that compare the customer with others: each day takes a whole count.
const DAYS_AMONG_OTHERS: u64 = 31;

/// Why one customer is in the segment or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainQuestion {
    /// The segment.
    pub segment: SegmentInput,
    /// Options of evaluation.
    pub options: Request,
    /// The customer's id.
    pub customer: String,
    /// How many days ahead to look for what flips by itself; 366 by default and at most.
    pub days: Option<u64>,
}

/// The answer to an explanation.
#[derive(Debug, Clone)]
pub struct ExplainReply {
    /// The customer's id as it is stored.
    pub customer: String,
    /// Whether the customer is in the segment.
    pub member: bool,
    /// Whether the customer is there at the instant of evaluation; one who is not is no member,
    /// whatever the nodes say.
    pub present: bool,
    /// Every node, parents before children.
    pub nodes: Vec<VerdictReply>,
    /// The first instant at which membership differs, if nothing new happens.
    pub flips: Option<Instant>,
    /// The last instant that was looked at.
    pub until: Instant,
    /// The instant of evaluation.
    pub as_of: Instant,
    /// The shop's zone.
    pub zone: Zone,
}

/// What one node says of the customer.
#[derive(Debug, Clone)]
pub struct VerdictReply {
    /// Path of the node.
    pub path: String,
    /// Whether it holds.
    pub holds: bool,
    /// The first instant at which it says otherwise, if nothing new happens.
    pub flips: Option<Instant>,
    /// The customer's values it is about, each with the parameter of a function it is of.
    pub values: Vec<(Option<String>, Own)>,
}

impl Read for ExplainQuestion {
    fn of(value: &Value) -> Result<ExplainQuestion> {
        let from = Object::of(value, "questions")?.only(&["segment", "options", "customer", "days"])?;
        Ok(ExplainQuestion {
            segment: SegmentInput::within(from)?,
            options: Request::within(from)?,
            customer: from.text("customer")?,
            days: from.maybe_whole("days")?,
        })
    }
}

impl Session {
    /// Why a customer is in a segment or not.
    ///
    /// # Errors
    /// As [`Session::members`], and [`crate::error::Code::UnknownCustomer`].
    pub fn explain(&mut self, question: &ExplainQuestion) -> Result<ExplainReply> {
        let source = question.segment.source();
        let options = question.options.resolve(self.snapshot.taken_at, &self.snapshot.zone)?;
        let (checked, problems) = self.check_wish(source, &options, &question.options)?;
        let checked = checked.ok_or_else(|| invalid(&problems))?;
        let row = self.row_of(&question.customer)?;
        let evaluation = eval::evaluate(&checked, &self.snapshot, &mut self.cache, true)?;
        let nodes = insight::explain(&checked, &evaluation, &self.snapshot, &mut self.cache, row)?;
        let wish = Wish::read(source)?;
        let ahead = self.look_ahead(question, &wish, &checked, row)?;
        let mut parameters = Vec::new();
        measures(&wish.condition, &mut String::new(), &mut parameters);
        let named = |path: &str, place: usize| {
            let (_, names) = parameters.iter().find(|(of, _)| of == path)?;
            names.get(place).map(|name| (*name).to_owned())
        };
        let nodes = nodes.into_iter().zip(ahead.nodes).map(|(node, flips)| VerdictReply {
            values: node.values.into_iter().enumerate().map(|(place, own)| (named(&node.path, place), own)).collect(),
            path: node.path,
            holds: node.holds,
            flips,
        });
        Ok(ExplainReply {
            customer: insight::id_of(&self.snapshot, row).to_owned(),
            member: evaluation.members.contains(row),
            present: evaluation.universe.contains(row),
            nodes: nodes.collect(),
            flips: ahead.member,
            until: ahead.until,
            as_of: options.as_of,
            zone: self.snapshot.zone.clone(),
        })
    }

    /// What flips by itself in the days to come. A customer who is compared with no one is asked
    /// alone, at every instant that can matter; else the whole shop is, at every midnight.
    fn look_ahead(&self, question: &ExplainQuestion, wish: &Wish, now: &Checked, row: u32) -> Result<Foresight> {
        let days = question.days.unwrap_or(DAYS).min(DAYS);
        let zone = &self.snapshot.zone;
        let references = self.references_for(&question.options);
        let check = if question.options.partial { check::check_partial } else { check::check_among };
        let checked = |snapshot: &Snapshot, as_of: Instant| {
            let options = Options { as_of, ..now.options.clone() };
            check(&wish.condition, wish.origin, Some(snapshot), &options, zone, references.as_deref()).checked
        };
        let as_of = now.options.as_of;
        let single = self.snapshot.single(row, &check::tables_of(&wish.condition, references.as_deref()));
        let alone = !insight::compares(&now.root);
        // A value that only others have may be no value the customer alone can be asked about.
        let same = alone && checked(&single, as_of).is_some_and(|told| told.root == now.root);
        let at = |as_of: Instant| checked(if same { &single } else { &self.snapshot }, as_of);
        let end = |days: u64| Instant(zone.start_of(zone.day_of(as_of).plus_days(days as i64 + 1)).0 - 1);
        let until = if alone { end(days) } else { end(days.min(DAYS_AMONG_OTHERS)) };
        let (turns, whole) = match (at(Instant(as_of.0 + 1)), at(until)) {
            (Some(next), Some(last)) if alone => insight::turns(&single, now, &next, &last),
            _ => (insight::days(zone, as_of, until), true),
        };
        let (snapshot, row) = if alone { (&single, 0) } else { (&self.snapshot, row) };
        let mut found = insight::foresee(snapshot, row, now, &turns, &mut |turn| at(turn))?;
        if whole {
            found.until = until;
        }
        Ok(found)
    }
}

/// Names of the measures of every function clause, by path.
fn measures<'c>(condition: &'c Condition, path: &mut String, found: &mut Vec<(String, Vec<&'c str>)>) {
    let length = path.len();
    match condition {
        Condition::All(children) | Condition::Any(children) => {
            for (place, child) in children.iter().enumerate() {
                path.push_str("/of/");
                path.push_str(&place.to_string());
                measures(child, path, found);
                path.truncate(length);
            }
        }
        Condition::Not(child) => {
            path.push_str("/of");
            measures(child, path, found);
            path.truncate(length);
        }
        Condition::Function(clause) => {
            let Some(function) = catalogue::function(&clause.function) else { return };
            let is_measure =
                |name: &str| function.parameter(name).is_some_and(|known| matches!(known.role, Role::Measure(_)));
            let names = clause.parameters.iter().map(|parameter| parameter.name.as_str());
            found.push((path.clone(), names.filter(|name| is_measure(name)).collect()));
        }
        _ => {}
    }
}

impl ExplainReply {
    /// The answer as a document.
    pub fn to_value(&self) -> Value {
        let zone = &self.zone;
        let verdict = |node: &VerdictReply| {
            let values = node.values.iter().map(|(parameter, own)| own_value(parameter.as_deref(), own, zone));
            object([
                ("path", node.path.as_str().into()),
                ("holds", node.holds.into()),
                ("missing", node.values.iter().any(|(_, own)| own.value == Shown::Missing).into()),
                ("flips", utc(node.flips)),
                ("flipsLocal", local(node.flips, zone)),
                ("values", values.collect()),
            ])
        };
        object([
            ("customer", self.customer.as_str().into()),
            ("member", self.member.into()),
            ("present", self.present.into()),
            ("flips", utc(self.flips)),
            ("flipsLocal", local(self.flips, zone)),
            ("until", utc(Some(self.until))),
            ("nodes", self.nodes.iter().map(verdict).collect()),
            ("asOf", utc(Some(self.as_of))),
            ("timeZone", zone.name().into()),
        ])
    }
}

fn utc(at: Option<Instant>) -> Value {
    at.map_or(Value::Null, |at| at.to_utc_string().into())
}

fn local(at: Option<Instant>, zone: &Zone) -> Value {
    at.map_or(Value::Null, |at| zone.local_of(at).to_string().into())
}

fn own_value(parameter: Option<&str>, own: &Own, zone: &Zone) -> Value {
    let (kind, value) = shown_value(&own.value, zone);
    object([
        ("parameter", parameter.map_or(Value::Null, Value::from)),
        ("kind", kind.into()),
        ("value", value),
        ("distance", own.distance.map_or(Value::Null, |distance| distance.to_string().into())),
    ])
}

/// A value as a document: the sort of value it is, and itself. Numbers are texts with every digit,
/// an average is rounded half to even, a list is one of texts.
pub(super) fn shown_value(shown: &Shown, zone: &Zone) -> (&'static str, Value) {
    match shown {
        Shown::Missing => ("missing", Value::Null),
        Shown::Number(number) => ("number", number.to_string().into()),
        Shown::Average(average) => ("average", average.to_string().into()),
        Shown::Time(at, true) => ("date", zone.day_of(*at).to_string().into()),
        Shown::Time(at, false) => ("datetime", zone.local_of(*at).to_string().into()),
        Shown::Text(text) => ("text", text.as_str().into()),
        Shown::Texts(texts) => ("list", crate::document::texts(texts)),
        Shown::Boolean(yes) => ("boolean", (*yes).into()),
        Shown::Kilometres(far) => ("kilometres", far.to_string().into()),
    }
}
