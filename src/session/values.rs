//! The values of a field or parameter, with the customers who have each.

use super::breakdown::shared;
use super::clauses::clause_at;
use super::complete::{also, text_wanted};
use super::{Request, SegmentInput, Session, Wish};
use crate::check::Options;
use crate::condition::{Condition, Operator, References, Test};
use crate::document::{Object, Read, object};
use crate::error::{Code, Error, Result};
use crate::eval;
use crate::insight::{self, Subject, Values, Wanted};
use crate::rows::RowSet;
use serde_json::Value;
use std::borrow::Cow;
use std::sync::Arc;

/// Values, unless the question says how many, and at most.
const LIMIT: (u64, u64) = (20, 10_000);

/// The values of a field or parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValuesQuestion {
    /// A field, or a parameter of a function: `customer_tags`, `orders_placed.status`.
    pub field: String,
    /// What a value begins with or has inside; every value without it.
    pub prefix: Option<String>,
    /// Most values; 20 by default, at most 10,000.
    pub limit: Option<u64>,
    /// The segment whose members are counted; everyone without it.
    pub segment: Option<SegmentInput>,
    /// The clause of the segment that the values are for: those for whom it decides are counted
    /// instead, and of a parameter's values those in rows that pass its other parameters.
    pub path: Option<String>,
    /// Options of evaluation.
    pub options: Request,
}

impl Read for ValuesQuestion {
    fn of(value: &Value) -> Result<ValuesQuestion> {
        let from = Object::of(value, "questions")?.only(&["field", "prefix", "limit", "segment", "path", "options"])?;
        Ok(ValuesQuestion {
            field: from.text("field")?,
            prefix: from.maybe_text("prefix")?,
            limit: from.maybe_whole("limit")?,
            segment: from.get("segment").map(SegmentInput::of),
            path: from.maybe_text("path")?,
            options: Request::within(from)?,
        })
    }
}

impl Session {
    /// The values of a field or parameter: those that begin with the prefix first, then those most
    /// customers have.
    ///
    /// # Errors
    /// As [`Session::members`], and [`Code::BadArgument`] for a field that is unknown, absent from
    /// the snapshot, or of numbers or dates.
    pub fn values(&mut self, question: &ValuesQuestion) -> Result<Value> {
        let options = question.options.resolve(self.snapshot.taken_at, &self.snapshot.zone)?;
        let request = Request { nodes: false, ..question.options.clone() };
        let mut of = None;
        let among = match (&question.segment, &question.path) {
            (Some(segment), Some(path)) => {
                let (clause, among) = self.clause_of(segment, path, &question.field, (&options, &request))?;
                of = clause;
                Arc::new(among)
            }
            (Some(segment), None) => self.evaluate(segment.source(), &request)?.members,
            (None, _) => eval::universe(&self.snapshot, &options, &mut self.cache),
        };
        let prefix = question.prefix.as_deref().unwrap_or_default();
        let limit = question.limit.unwrap_or(LIMIT.0).min(LIMIT.1) as usize;
        let found = match question.field.as_str() {
            "segments" => {
                let named = self.named_segments(&request)?;
                let counts = named.iter().map(|(name, set)| (name.as_str(), shared(set, &among)));
                Some(Values::of(Wanted { text: prefix, also: None, limit }, counts))
            }
            _ => {
                let asked = self.asked(&question.field, &options)?;
                let countries = asked.type_.is_country();
                let wanted = Wanted { text: &text_wanted(prefix, countries), also: also(countries), limit };
                insight::values(
                    of.as_ref().unwrap_or(&asked.of),
                    wanted,
                    &among,
                    &options,
                    &self.snapshot,
                    &mut self.cache,
                )?
            }
        };
        let found = found.ok_or_else(|| {
            let message = format!("{} has numbers, dates or places, which are not listed one by one.", question.field);
            Error::new(Code::BadArgument, message).help("Ask for its distribution or breakdown.")
        })?;
        let value = |value: insight::ValueCount| {
            object([
                ("value", value.text.into()),
                ("name", value.name.map_or(Value::Null, Value::from)),
                ("count", value.customers.into()),
            ])
        };
        let values: Vec<Value> = found.values.into_iter().map(value).collect();
        Ok(object([("total", found.fitting.into()), ("values", values.into())]))
    }

    /// The clause of a segment at a path as far as it is of rows, and whom it decides about.
    fn clause_of(
        &mut self,
        segment: &SegmentInput,
        path: &str,
        field: &str,
        (options, request): (&Options, &Request),
    ) -> Result<(Option<Subject>, RowSet)> {
        let mut wish = Wish::read(segment.source())?;
        wish.settle(Some(&self.snapshot));
        let references = self.references_for(request).map(Cow::into_owned);
        let Some(clause) = clause_at(&wish.condition, path) else {
            return Err(Error::new(Code::BadArgument, format!("The segment has no clause at '{path}'.")));
        };
        let among = self.deciding(&wish.condition, path, options, references.as_ref())?;
        Ok((self.rows_of(clause, path, field, options, references.as_ref()), among))
    }

    /// The parameter at a path, if it is that field, in rows that pass the others of its function.
    fn rows_of(
        &self,
        mut clause: Condition,
        path: &str,
        field: &str,
        options: &Options,
        references: Option<&References>,
    ) -> Option<Subject> {
        let Condition::Function(function) = &mut clause else { return None };
        let place = path.rsplit_once("/where/")?.1.split('/').next()?.parse::<usize>().ok()?;
        let parameter = function.parameters.get_mut(place)?;
        parameter.test = Test { operator: Operator::IsNotNull, values: Vec::new() };
        let name = parameter.name.clone();
        field.rsplit_once('.').filter(|known| *known == (function.function.as_str(), name.as_str()))?;
        self.subject(clause, Some(&name), options, references)
    }
}
