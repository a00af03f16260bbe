//! How segments overlap.

use super::{Request, SegmentInput, Session};
use crate::document::{Object, Read, object};
use crate::error::{Code, Error, Result};
use crate::insight;
use crate::rows::RowSet;
use serde_json::Value;
use std::sync::Arc;

/// Most segments that are compared at once.
const MOST: usize = 20;

/// How segments overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverlapQuestion {
    /// The segments, at most 20.
    pub segments: Vec<SegmentInput>,
    /// Options of evaluation.
    pub options: Request,
}

impl Read for OverlapQuestion {
    fn of(value: &Value) -> Result<OverlapQuestion> {
        let from = Object::of(value, "questions")?.only(&["segments", "options"])?;
        Ok(OverlapQuestion {
            segments: from.list("segments", |value| Ok(SegmentInput::of(value)))?,
            options: Request::within(from)?,
        })
    }
}

impl Session {
    /// How many customers each two segments share.
    ///
    /// # Errors
    /// As [`Session::members`], at `segments/…`; [`Code::BadArgument`] for more than 20 segments.
    pub fn overlap(&mut self, question: &OverlapQuestion) -> Result<Value> {
        if question.segments.len() > MOST {
            let message = format!("{} segments are too many to compare.", question.segments.len());
            return Err(Error::new(Code::BadArgument, message).help(format!("Compare at most {MOST} at once.")));
        }
        let request = Request { nodes: false, ..question.options.clone() };
        let mut total = 0;
        let mut members: Vec<Arc<RowSet>> = Vec::new();
        for (index, segment) in question.segments.iter().enumerate() {
            let evaluation = self.evaluate(segment.source(), &request);
            let evaluation = evaluation.map_err(|error| error.at(format!("segments/{index}")))?;
            total = evaluation.everyone;
            members.push(evaluation.members);
        }
        let sets: Vec<&RowSet> = members.iter().map(|set| &**set).collect();
        let found = insight::overlap(&sets);
        let shared: Vec<Value> = found.shared.into_iter().map(Value::from).collect();
        Ok(object([
            ("total", total.into()),
            ("shared", shared.into()),
            ("alone", found.alone.into()),
            ("any", found.any.into()),
            ("all", found.all.into()),
        ]))
    }
}
