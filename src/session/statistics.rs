//! Sum, average, least, greatest and median of fields over the members of a segment.

use super::asked::Asked;
use super::{Request, SegmentInput, Session};
use crate::catalogue::Type;
use crate::document::{Object, Read, object};
use crate::error::{Code, Error, Result};
use crate::insight::{self, Statistics, Subject};
use serde_json::Value;

/// Figures of fields over the members of a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatisticsQuestion {
    /// The segment.
    pub segment: SegmentInput,
    /// Options of evaluation.
    pub options: Request,
    /// Fields of numbers or dates, or measures: `amount_spent`, `orders_placed.avg_amount`.
    pub fields: Vec<String>,
}

impl Read for StatisticsQuestion {
    fn of(value: &Value) -> Result<StatisticsQuestion> {
        let from = Object::of(value, "questions")?.only(&["segment", "options", "fields"])?;
        Ok(StatisticsQuestion {
            segment: SegmentInput::within(from)?,
            options: Request::within(from)?,
            fields: from.maybe_texts("fields")?.unwrap_or_default(),
        })
    }
}

impl Session {
    /// Figures of each field over the members.
    ///
    /// # Errors
    /// As [`Session::members`], and [`Code::BadArgument`] for a field that is unknown, absent from
    /// the snapshot, or neither number nor date.
    pub fn statistics(&mut self, question: &StatisticsQuestion) -> Result<Value> {
        let checked = self.checked(question.segment.source(), &question.options)?;
        let members = crate::eval::evaluate(&checked, &self.snapshot, &mut self.cache, false)?.members;
        let mut fields = Vec::new();
        for name in &question.fields {
            let Asked { type_, of, .. } = self.asked(name, &checked.options)?;
            let found = match &of {
                Subject::Value(operand) => {
                    let (snapshot, cache) = (&self.snapshot, &mut self.cache);
                    insight::statistics(operand, type_ == Type::Date, &members, snapshot, &checked.options, cache)?
                }
                Subject::Row(..) => None,
            };
            let found = found.ok_or_else(|| {
                Error::new(Code::BadArgument, format!("{name} is neither a number nor a date of a customer."))
                    .help("Ask for its breakdown.")
            })?;
            fields.push(self.told_statistics(name, type_, members.count(), &found));
        }
        Ok(object([("total", members.count().into()), ("fields", fields.into())]))
    }

    fn told_statistics(&self, name: &str, type_: Type, total: u32, found: &Statistics) -> Value {
        let shown = self.shown(type_, found.scale);
        let figures = found.figures.as_ref();
        let customers = figures.map_or(0, |figures| figures.customers);
        // A counter's sum over no one is 0, like any sum.
        let sum = match figures {
            None if type_ != Type::Date => shown.whole(0),
            _ => figures.and_then(|figures| figures.sum).map_or(Value::Null, |sum| shown.whole(sum)),
        };
        object([
            ("field", name.into()),
            ("kind", type_.as_str().into()),
            ("customers", customers.into()),
            ("missing", (total - customers).into()),
            ("sum", sum),
            ("average", figures.map_or(Value::Null, |figures| shown.rounded(&figures.average))),
            ("min", figures.map_or(Value::Null, |figures| shown.exact(&figures.least))),
            ("max", figures.map_or(Value::Null, |figures| shown.exact(&figures.greatest))),
            ("median", figures.map_or(Value::Null, |figures| shown.exact(&figures.percentiles[0]))),
        ])
    }
}
