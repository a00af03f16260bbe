//! A delta applied to the open snapshot, and who entered and left some segments by it.

use super::compare::ids_value;
use super::{Request, SegmentInput, Session};
use crate::document::{Object, Read, object};
use crate::error::{Code, Result};
use crate::eval::{Cache, Evaluation};
use crate::insight::{self, Cause, Change, Moved, Side};
use crate::order;
use crate::snapshot::{Applied, Given, Manifest};
use serde_json::Value;
use std::sync::Arc;

/// The segments to be watched while a delta is applied.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ApplyRequest {
    /// The segments, each with the name it is told by.
    pub segments: Vec<(String, SegmentInput)>,
    /// Options of evaluation.
    pub options: Request,
    /// Most ids listed of those who entered, and of those who left.
    pub ids: usize,
}

/// What applying a delta did; [`Session::opened`] tells what the snapshot is afterwards.
#[derive(Debug, Clone)]
pub struct AppliedReply {
    /// The segments that could be counted before and afterwards, in the order given.
    pub segments: Vec<SegmentMoved>,
}

/// What a delta did to a segment.
#[derive(Debug, Clone)]
pub struct SegmentMoved {
    /// The name it came with.
    pub id: String,
    /// Members before.
    pub before: u32,
    /// Members afterwards.
    pub after: u32,
    /// Who moved.
    pub moved: Moved,
    /// Clauses whose answer changed, and whom that moved.
    pub causes: Vec<Cause>,
    /// Whom no clause moved alone.
    pub together: Moved,
    /// Who was not there before, or is there no longer.
    pub presence: Moved,
    /// Whom the passing of time moved: with the data of before they would have moved, too.
    pub time: Moved,
    /// The first ids of who entered, ascending as text.
    pub entered: Vec<String>,
    /// The first ids of who left, ascending as text.
    pub left: Vec<String>,
}

impl Read for ApplyRequest {
    fn of(value: &Value) -> Result<ApplyRequest> {
        let from = Object::of(value, "requests")?.only(&["segments", "options", "ids"])?;
        Ok(ApplyRequest {
            segments: SegmentInput::several_within(from)?,
            options: Request::within(from)?,
            ids: from.maybe_size("ids")?.unwrap_or(0),
        })
    }
}

impl Session {
    /// Applies a delta: the text of its manifest and its parts by path. Nothing that was computed
    /// before is remembered. What fails leaves everything as it was.
    ///
    /// A segment with a problem before or afterwards is not told of.
    ///
    /// # Errors
    /// Those of [`Manifest::parse`] and [`crate::snapshot::Snapshot::apply`], and
    /// [`Code::BadArgument`] for the options.
    pub fn apply<'a>(
        &mut self,
        manifest: &str,
        parts: impl IntoIterator<Item = impl Into<Given<'a>>>,
        request: &ApplyRequest,
    ) -> Result<AppliedReply> {
        let manifest = Manifest::parse(manifest)?;
        let options = Request { nodes: true, ..request.options.clone() };
        // An instant that was asked for stays.
        let later = options.as_of.clone().unwrap_or_else(|| manifest.taken_at.to_utc_string());
        let later = Request { as_of: Some(later), ..options.clone() };
        let mut before = Vec::new();
        for (_, segment) in &request.segments {
            before.push(self.watched(segment, &options)?.zip(self.watched(segment, &later)?));
        }
        let applied = self.snapshot.apply(&manifest, parts)?;
        self.cache = Cache::default();
        self.sorted = None;
        let mut segments = Vec::new();
        for ((id, segment), before) in request.segments.iter().zip(before) {
            let (Some(((_, before), (_, later))), Some((checked, evaluation))) =
                (before, self.watched(segment, &options)?)
            else {
                continue;
            };
            let change = insight::drift(&moved(&before, &applied), Side { checked: &checked, evaluation: &evaluation });
            let gone = applied.gone.iter().filter(|(row, _)| before.members.contains(*row)).map(|(_, id)| id.clone());
            let counts = (before.members.count(), evaluation.members.count());
            let time = change.as_in(&applied.moved(&later.members));
            segments.push(self.segment_moved(id, counts, change, time, gone.collect(), request.ids));
        }
        Ok(AppliedReply { segments })
    }

    /// A segment that can be counted.
    fn watched(
        &mut self,
        segment: &SegmentInput,
        request: &Request,
    ) -> Result<Option<(crate::check::Checked, Evaluation)>> {
        match self.with_nodes(segment, request) {
            Ok(found) => Ok(Some(found)),
            Err(error) if matches!(error.code(), Code::InvalidSegment | Code::BadSegment) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// `gone` are ids of members who are no longer there.
    fn segment_moved(
        &mut self,
        id: &str,
        (before, after): (u32, u32),
        change: Change,
        time: Moved,
        gone: Vec<String>,
        most: usize,
    ) -> SegmentMoved {
        let Change { moved, causes, together, mut presence } = change;
        presence.left += gone.len() as u32;
        let counts = Moved { entered: moved.entered.count(), left: moved.left.count() + gone.len() as u32 };
        let mut left = self.first_ids(&moved.left, most);
        left.extend(gone);
        order::sort_by(&mut left, String::cmp);
        left.truncate(most);
        let entered = self.first_ids(&moved.entered, most);
        SegmentMoved {
            id: id.to_owned(),
            before,
            after,
            moved: counts,
            causes,
            together,
            presence,
            time,
            entered,
            left,
        }
    }
}

/// An evaluation of the base in the rows of what it became.
fn moved(before: &Evaluation, applied: &Applied) -> Evaluation {
    let set = |set| Arc::new(applied.moved(set));
    let universe = set(&before.universe);
    Evaluation {
        members: set(&before.members),
        everyone: universe.count(),
        universe,
        nodes: before.nodes.iter().map(|(path, node)| (path.clone(), set(node))).collect(),
    }
}

impl AppliedReply {
    /// The segments as documents.
    pub fn to_value(&self) -> Value {
        self.segments.iter().map(SegmentMoved::to_value).collect()
    }
}

impl SegmentMoved {
    fn to_value(&self) -> Value {
        let both = |moved: &Moved| object([("entered", moved.entered.into()), ("left", moved.left.into())]);
        let cause = |cause: &Cause| {
            let Cause { path, moved, .. } = cause;
            object([("path", path.as_str().into()), ("entered", moved.entered.into()), ("left", moved.left.into())])
        };
        object([
            ("id", self.id.as_str().into()),
            ("before", self.before.into()),
            ("after", self.after.into()),
            ("entered", self.moved.entered.into()),
            ("left", self.moved.left.into()),
            ("causes", self.causes.iter().map(cause).collect()),
            ("together", both(&self.together)),
            ("presence", both(&self.presence)),
            ("time", both(&self.time)),
            ("ids", ids_value(&self.entered, &self.left)),
        ])
    }
}
