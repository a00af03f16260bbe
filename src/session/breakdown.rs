//! The members of a segment by the values of a field or parameter.

use super::{Request, SegmentInput, Session};
use crate::catalogue::Type;
use crate::document::{Object, Read, object};
use crate::error::{Code, Error, Result};
use crate::eval;
use crate::insight::{self, Part, Parts};
use crate::order;
use crate::rows::RowSet;
use serde_json::Value;
use std::sync::Arc;

/// Parts, unless the question says how many, and at most.
const LIMIT: (u64, u64) = (20, 10_000);

/// The members of a segment by the values of a field or parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BreakdownQuestion {
    /// The segment.
    pub segment: SegmentInput,
    /// Options of evaluation.
    pub options: Request,
    /// A field, or a parameter of a function: `customer_tags`, `orders_placed.status`.
    pub field: String,
    /// Most parts; 20 by default, at most 10,000.
    pub limit: Option<u64>,
}

impl Read for BreakdownQuestion {
    fn of(value: &Value) -> Result<BreakdownQuestion> {
        let from = Object::of(value, "questions")?.only(&["segment", "options", "field", "limit"])?;
        Ok(BreakdownQuestion {
            segment: SegmentInput::within(from)?,
            options: Request::within(from)?,
            field: from.text("field")?,
            limit: from.maybe_whole("limit")?,
        })
    }
}

impl Session {
    /// The members by the values of a field or parameter.
    ///
    /// # Errors
    /// As [`Session::members`], and [`Code::BadArgument`] for a field that is unknown, absent from
    /// the snapshot, or of places.
    pub fn breakdown(&mut self, question: &BreakdownQuestion) -> Result<Value> {
        let checked = self.checked(question.segment.source(), &question.options)?;
        let options = &checked.options;
        let evaluation = eval::evaluate(&checked, &self.snapshot, &mut self.cache, false)?;
        let sets = (&*evaluation.members, &*evaluation.universe);
        let limit = question.limit.unwrap_or(LIMIT.0).clamp(1, LIMIT.1) as usize;
        if question.field == "segments" {
            return self.breakdown_by_segments(sets, limit, &question.options);
        }
        let asked = self.asked(&question.field, options)?;
        let there = eval::evaluate(&asked.there, &self.snapshot, &mut self.cache, false)?.members;
        let dates = asked.type_ == Type::Date;
        let (snapshot, cache) = (&self.snapshot, &mut self.cache);
        let found = insight::breakdown(&asked.of, dates, sets, limit, options, snapshot, cache)?;
        let found = found.ok_or_else(|| {
            Error::new(Code::BadArgument, format!("{} has no values to break a segment down by.", question.field))
        })?;
        let shown = self.shown(asked.type_, found.scale);
        let whole = |number: i64| shown.whole(i128::from(number));
        let parts = found.parts.iter().map(|part: &Part| {
            let mut told = object([("count", part.members.into()), ("everyone", part.everyone.into())]);
            match &part.of {
                Parts::Text(text, name) => {
                    told["value"] = text.as_str().into();
                    if let Some(name) = name {
                        told["name"] = name.as_str().into();
                    }
                }
                Parts::Number(number) => told["value"] = whole(*number),
                Parts::Range(from, until) => {
                    told["from"] = whole(*from);
                    told["until"] = until.map_or(Value::Null, whole);
                }
            }
            told
        });
        let several = matches!(asked.type_, Type::List(_) | Type::Ids | Type::Texts(_));
        let several = several || matches!(asked.of, insight::Subject::Row(..));
        Ok(told(asked.type_.as_str(), several, found.values, parts.collect(), sets, &there))
    }

    fn breakdown_by_segments(&mut self, sets: (&RowSet, &RowSet), limit: usize, request: &Request) -> Result<Value> {
        let mut there = RowSet::empty(sets.0.len());
        let mut found: Vec<(u32, String, u32)> = Vec::new();
        for (name, set) in self.named_segments(request)? {
            there.or(&set);
            let count = shared(&set, sets.0);
            if count > 0 {
                found.push((count, name, set.count()));
            }
        }
        order::sort_by(&mut found, |a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let values = found.len();
        let part = |(count, name, everyone): (u32, String, u32)| {
            object([("count", count.into()), ("everyone", everyone.into()), ("value", name.into())])
        };
        Ok(told("list", true, values, found.into_iter().take(limit).map(part).collect(), sets, &there))
    }

    /// The other segments that a condition may name, with their members; those with problems are
    /// left out.
    pub(super) fn named_segments(&mut self, request: &Request) -> Result<Vec<(String, Arc<RowSet>)>> {
        let request = Request { nodes: false, partial: false, ..request.clone() };
        let names: Vec<String> = match self.references_for(&request) {
            Some(references) => references.names().map(str::to_owned).collect(),
            None => Vec::new(),
        };
        let mut found = Vec::new();
        for name in names {
            let literal = crate::query::quoted(&name);
            match self.evaluate(super::Source::Text(&format!("segments CONTAINS {literal}")), &request) {
                Ok(evaluation) => found.push((name, evaluation.members)),
                Err(error) if error.code() == Code::InvalidSegment => {}
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }
}

/// How many rows two sets share.
pub(super) fn shared(a: &RowSet, b: &RowSet) -> u32 {
    a.words().iter().zip(b.words()).map(|(a, b)| (a & b).count_ones()).sum()
}

fn told(
    kind: &str,
    several: bool,
    values: usize,
    parts: Vec<Value>,
    (members, everyone): (&RowSet, &RowSet),
    there: &RowSet,
) -> Value {
    let (total, all) = (members.count(), everyone.count());
    object([
        ("kind", kind.into()),
        ("several", several.into()),
        ("total", total.into()),
        ("everyone", all.into()),
        (
            "missing",
            object([
                ("count", (total - shared(there, members)).into()),
                ("everyone", (all - shared(there, everyone)).into()),
            ]),
        ),
        ("values", values.into()),
        ("parts", parts.into()),
    ])
}
