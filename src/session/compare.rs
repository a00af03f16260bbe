//! What changed from one segment to another, and which clause did it.

use super::{Request, SegmentInput, Session, invalid};
use crate::check::Checked;
use crate::document::{Object, Read, object};
use crate::error::Result;
use crate::eval::{self, Evaluation};
use crate::insight::{self, Change, Moved, Side};
use crate::rows::RowSet;
use serde_json::Value;

/// What changed from one segment to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompareQuestion {
    /// The earlier segment.
    pub before: SegmentInput,
    /// The later segment.
    pub after: SegmentInput,
    /// Options of evaluation.
    pub options: Request,
    /// Those of the earlier segment, if they are others.
    pub before_options: Option<Request>,
    /// Most ids listed of those who entered, and of those who left.
    pub ids: usize,
}

/// The answer to a comparison.
#[derive(Debug, Clone)]
pub struct CompareReply {
    /// Members before.
    pub before: u32,
    /// Members after.
    pub after: u32,
    /// Who moved and why.
    pub change: Change,
    /// The first ids of who entered, ascending as text.
    pub entered: Vec<String>,
    /// The first ids of who left, ascending as text.
    pub left: Vec<String>,
}

impl Read for CompareQuestion {
    fn of(value: &Value) -> Result<CompareQuestion> {
        let known = ["before", "after", "options", "beforeOptions", "ids"];
        let from = Object::of(value, "questions")?.only(&known)?;
        let segment = |key: &str| from.need(key, |value| Some(SegmentInput::of(value)), "a segment");
        Ok(CompareQuestion {
            before: segment("before")?,
            after: segment("after")?,
            options: Request::within(from)?,
            before_options: from.get("beforeOptions").map(Request::of).transpose()?,
            ids: from.maybe_size("ids")?.unwrap_or(0),
        })
    }
}

impl Session {
    /// Who entered and who left from one segment to another, and which clauses did it.
    ///
    /// # Errors
    /// As [`Session::members`].
    pub fn compare(&mut self, question: &CompareQuestion) -> Result<CompareReply> {
        let before_options = question.before_options.as_ref().unwrap_or(&question.options);
        let before = self.with_nodes(&question.before, before_options)?;
        let after = self.with_nodes(&question.after, &question.options)?;
        let side = |(checked, evaluation)| Side { checked, evaluation };
        let change = insight::changes(side((&before.0, &before.1)), side((&after.0, &after.1)));
        Ok(CompareReply {
            before: before.1.members.count(),
            after: after.1.members.count(),
            entered: self.first_ids(&change.moved.entered, question.ids),
            left: self.first_ids(&change.moved.left, question.ids),
            change,
        })
    }

    pub(super) fn with_nodes(&mut self, segment: &SegmentInput, request: &Request) -> Result<(Checked, Evaluation)> {
        let options = request.resolve(self.snapshot.taken_at, &self.snapshot.zone)?;
        let (checked, problems) = self.check_wish(segment.source(), &options, request)?;
        let checked = checked.ok_or_else(|| invalid(&problems))?;
        let evaluation = eval::evaluate(&checked, &self.snapshot, &mut self.cache, true)?;
        Ok((checked, evaluation))
    }

    /// The first ids of some customers, ascending as text.
    pub(super) fn first_ids(&mut self, customers: &RowSet, most: usize) -> Vec<String> {
        if most == 0 {
            return Vec::new();
        }
        let rows = insight::by_id(customers, &self.snapshot, &mut self.cache);
        rows.iter().take(most).map(|row| insight::id_of(&self.snapshot, *row).to_owned()).collect()
    }
}

impl CompareReply {
    /// The answer as a document.
    pub fn to_value(&self) -> Value {
        let Change { moved, causes, together, presence } = &self.change;
        let cause = |cause: &insight::Cause| {
            object([
                ("of", if cause.later { "after" } else { "before" }.into()),
                ("path", cause.path.as_str().into()),
                ("entered", cause.moved.entered.into()),
                ("left", cause.moved.left.into()),
            ])
        };
        let both = |moved: &Moved| object([("entered", moved.entered.into()), ("left", moved.left.into())]);
        object([
            ("before", self.before.into()),
            ("after", self.after.into()),
            ("entered", moved.entered.count().into()),
            ("left", moved.left.count().into()),
            ("stayed", moved.stayed.count().into()),
            ("causes", causes.iter().map(cause).collect()),
            ("together", both(together)),
            ("presence", both(presence)),
            ("ids", ids_value(&self.entered, &self.left)),
        ])
    }
}

/// Ids of who entered and of who left.
pub(super) fn ids_value(entered: &[String], left: &[String]) -> Value {
    use crate::document::texts;
    object([("entered", texts(entered)), ("left", texts(left))])
}
