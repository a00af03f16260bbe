//! Why one customer is in a segment: every node, the customer's values, the day it flips by itself.

use super::{Identity, ProblemReply, Request, SegmentInput, Session, Wish, invalid};
use crate::check::{self, Checked, Options};
use crate::document::{Object, Read};
use crate::error::{Code, Error, Result};
use crate::eval;
use crate::insight::{self, Own, Shown};
use crate::time::{Day, Instant, Zone};
use serde::Serialize;
use serde_json::Value;

/// How many days ahead are looked at unless the question says otherwise, and at most.
const DAYS: u64 = 366;

/// Why one customer is in the segment or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainQuestion {
    /// The segment.
    pub segment: SegmentInput,
    /// Options of evaluation.
    pub options: Request,
    /// The customer's id.
    pub customer: String,
    /// How many days ahead to look for the day a verdict flips by itself; 366 by default and at most.
    pub days: Option<u64>,
}

/// The answer to an explanation.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExplainReply {
    /// Whether the customer is in the segment.
    pub member: bool,
    /// Whether the customer is there at the instant of evaluation.
    pub present: bool,
    /// The first local day at whose end membership differs, if nothing else happens.
    pub flips: Option<String>,
    /// The last day that was looked at.
    pub until: Option<String>,
    /// Every node, parents before children.
    pub nodes: Vec<VerdictReply>,
    /// What the answer depends on besides segment and snapshot.
    #[serde(flatten)]
    pub identity: Identity,
    /// Warnings about the segment.
    pub problems: Vec<ProblemReply>,
}

/// What one node says of the customer.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VerdictReply {
    /// Path of the node.
    pub path: String,
    /// Whether it holds.
    pub holds: bool,
    /// The first local day at whose end it says otherwise.
    pub flips: Option<String>,
    /// The customer's values it is about; none for groups.
    pub values: Vec<OwnReply>,
}

/// A value of the customer.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OwnReply {
    /// `missing`, `number`, `average`, `date`, `datetime`, `text`, `list`, `boolean` or `places`.
    pub kind: &'static str,
    /// The value as text, numbers with every digit; an average as `sum/count`.
    pub value: Option<String>,
    /// The elements of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<String>>,
    /// What must be added to reach the nearest bound; seconds for dates.
    pub distance: Option<String>,
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
    /// As [`Session::members`], and [`Code::BadArgument`] for a customer who is not in the snapshot.
    pub fn explain(&mut self, question: &ExplainQuestion) -> Result<ExplainReply> {
        let source = question.segment.source();
        let options = question.options.resolve(self.snapshot.taken_at, &self.snapshot.zone)?;
        let (checked, problems) = self.check_wish(source, &options, &question.options)?;
        let checked = checked.ok_or_else(|| invalid(&problems))?;
        let row = insight::row_of(&self.snapshot, &question.customer).ok_or_else(|| {
            Error::new(Code::BadArgument, format!("There is no customer '{}' in this snapshot.", question.customer))
        })?;
        let evaluation = eval::evaluate(&checked, &self.snapshot, &mut self.cache, true)?;
        let nodes = insight::explain(&checked, &evaluation, &self.snapshot, &mut self.cache, row)?;
        let zone = &self.snapshot.zone;
        let mut reply = ExplainReply {
            member: evaluation.members.contains(row),
            present: evaluation.universe.contains(row),
            flips: None,
            until: None,
            nodes: nodes
                .into_iter()
                .map(|node| VerdictReply {
                    path: node.path,
                    holds: node.holds,
                    flips: None,
                    values: node.values.into_iter().map(|own| OwnReply::new(own, zone)).collect(),
                })
                .collect(),
            identity: Identity::new(&options, &question.options.policy, zone),
            problems,
        };
        self.look_ahead(question, &checked, row, &mut reply)?;
        Ok(reply)
    }

    /// Asks again at the end of each coming day and notes the first that answers otherwise.
    fn look_ahead(
        &mut self,
        question: &ExplainQuestion,
        now: &Checked,
        row: u32,
        reply: &mut ExplainReply,
    ) -> Result<()> {
        let days = question.days.unwrap_or(DAYS).min(DAYS) as i32;
        let zone = self.snapshot.zone.clone();
        let today = zone.day_of(now.options.as_of);
        let mut wish = Wish::read(question.segment.source())?;
        wish.settle(Some(&self.snapshot));
        let references = self.references_for(&question.options).map(std::borrow::Cow::into_owned);
        let check = if question.options.partial { check::check_partial } else { check::check_among };
        let end_of = |day: i32| Instant(zone.start_of(Day(today.0 + day + 1)).0 - 1);
        let snapshot = &self.snapshot;
        let at = |as_of: Instant| {
            let options = Options { as_of, ..now.options.clone() };
            check(&wish.condition, wish.origin, Some(snapshot), &options, &zone, references.as_ref()).checked
        };
        if days == 0 {
            return Ok(());
        }
        reply.until = Some(Day(today.0 + days).to_string());
        // Without facts still to come, a tree that means the same at the horizon never flips.
        let still = at(end_of(days)).is_some_and(|then| then.root == now.root);
        if still && !insight::ages(&now.root) && now.options.as_of >= snapshot.taken_at {
            return Ok(());
        }
        let mut cache = self.cache.clone();
        for day in 0..=days {
            let as_of = end_of(day);
            let Some(checked) = at(as_of).filter(|_| as_of > now.options.as_of) else { continue };
            let evaluation = eval::evaluate(&checked, snapshot, &mut cache, true)?;
            let told = Some(Day(today.0 + day).to_string());
            if reply.flips.is_none() && evaluation.members.contains(row) != reply.member {
                reply.flips.clone_from(&told);
            }
            for (node, (_, set)) in reply.nodes.iter_mut().zip(&evaluation.nodes) {
                if node.flips.is_none() && set.contains(row) != node.holds {
                    node.flips.clone_from(&told);
                }
            }
            if reply.flips.is_some() && reply.nodes.iter().all(|node| node.flips.is_some()) {
                break;
            }
        }
        Ok(())
    }
}

impl OwnReply {
    fn new(own: Own, zone: &Zone) -> OwnReply {
        let (kind, value) = match &own.value {
            Shown::Missing => ("missing", None),
            Shown::Number(number) => ("number", Some(number.to_string())),
            Shown::Average(sum, count) => ("average", Some(format!("{sum}/{count}"))),
            Shown::Time(at, true) => ("date", Some(zone.day_of(*at).to_string())),
            Shown::Time(at, false) => ("datetime", Some(zone.local_of(*at).to_string())),
            Shown::Text(text) => ("text", Some(text.clone())),
            Shown::Texts(_) => ("list", None),
            Shown::Boolean(yes) => ("boolean", Some(yes.to_string())),
            Shown::Places(count) => ("places", Some(count.to_string())),
        };
        let distance = own.distance.map(|distance| distance.to_string());
        let values = match own.value {
            Shown::Texts(texts) => Some(texts),
            _ => None,
        };
        OwnReply { kind, value, values, distance }
    }
}
