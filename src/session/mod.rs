//! The façade in the page's words: everything JavaScript can do, a native test can do here.

mod apply;
mod asked;
mod breakdown;
mod clauses;
mod compare;
mod complete;
mod distribution;
mod explain;
mod members;
mod named;
mod overlap;
mod question;
mod reply;
mod request;
mod shown;
mod statistics;
mod timeline;
mod values;

pub use apply::{AppliedReply, ApplyRequest, SegmentMoved};
pub use breakdown::BreakdownQuestion;
pub use compare::{CompareQuestion, CompareReply};
pub use complete::{CompleteQuestion, CompleteReply, complete_alone};
pub use distribution::DistributionQuestion;
pub use explain::{ExplainQuestion, ExplainReply, VerdictReply};
pub use members::{MembersQuestion, SortBy};
pub use overlap::OverlapQuestion;
pub use question::{Answer, MembershipsQuestion, Question, SegmentInput};
pub use reply::{
    CheckReply, Columns, CountReply, DateReply, FixReply, Identity, Json, MembersReply, NodeReply, Opened,
    ProblemReply, SpanReply,
};
pub use request::{Existence, PackRequest, PolicyDocument, Refunds, Request, ZoneDocument, read};
pub use statistics::StatisticsQuestion;
pub use timeline::{TimelineQuestion, TimelineReply};
pub use values::ValuesQuestion;

use crate::catalogue;
use crate::check::{self, Checked, Options, Origin};
use crate::condition::{Condition, Fix, Problem, References, Severity};
use crate::error::{Code, Error, Result};
use crate::eval::{self, Cache, Evaluation};
use crate::insight;
use crate::order;
use crate::query::{self, Positions, Spans};
use crate::snapshot::{Column, Given, Manifest, Snapshot, TableName};
use crate::time::Zone;
use crate::value::id_key;
use named::Named;
use std::borrow::Cow;

/// An opened snapshot with what was computed on it so far.
#[derive(Debug)]
pub struct Session {
    snapshot: Snapshot,
    /// Names the parts that are still to be read.
    manifest: Option<Manifest>,
    cache: Cache,
    /// The saved segments, once a library was opened.
    named: Option<Named>,
    sorted: Option<members::Sorted>,
}

/// A segment as it reaches the engine.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    /// The text language.
    Text(&'a str),
    /// A JSON document, `{ version, name?, condition }`, or a rule group of react-querybuilder.
    Json(&'a str),
}

/// A segment that was read, before it is checked.
pub(crate) struct Wish {
    pub(crate) condition: Condition,
    pub(crate) name: Option<String>,
    spans: Option<Spans>,
    pub(crate) origin: Origin,
    pub(crate) problems: Vec<Problem>,
}

/// A wish with what checking made of it.
struct Judged {
    wish: Wish,
    checked: Option<Checked>,
    /// What checking found; what reading found is the wish's.
    problems: Vec<Problem>,
}

impl Session {
    /// Opens a packed snapshot: the text of its manifest and its parts by path. `zone` replaces
    /// the manifest's zone. Tables that the manifest outlines may be read later.
    ///
    /// # Errors
    /// Those of [`Manifest::parse`] and [`Snapshot::open`].
    pub fn open<'a>(
        manifest: &str,
        parts: impl IntoIterator<Item = impl Into<Given<'a>>>,
        zone: Option<Zone>,
    ) -> Result<Session> {
        let manifest = Manifest::parse(manifest)?;
        let snapshot = Snapshot::open(&manifest, parts, zone)?;
        Ok(Session { manifest: Some(manifest), ..Session::on(snapshot) })
    }

    /// A session on a snapshot that is open; what is unread in it stays so.
    pub fn on(snapshot: Snapshot) -> Session {
        Session { snapshot, manifest: None, cache: Cache::default(), named: None, sorted: None }
    }

    /// Reads parts of tables that were not read yet, all parts of each.
    ///
    /// # Errors
    /// Those of [`Snapshot::read`].
    pub fn read<'a>(&mut self, parts: impl IntoIterator<Item = impl Into<Given<'a>>>) -> Result<()> {
        match &self.manifest {
            Some(manifest) => self.snapshot.read(manifest, parts),
            None => Ok(()),
        }
    }

    /// The tables that were not read yet; a question that needs one is answered with
    /// [`Code::MissingPart`], at the names of all that it needs, and may be asked again when they
    /// are read.
    pub fn unread(&self) -> &[TableName] {
        self.snapshot.unread()
    }

    /// Makes sure that what decides a condition was read.
    fn need(&self, condition: &Condition, references: Option<&References>) -> Result<()> {
        let unread = self.snapshot.unread();
        if unread.is_empty() {
            return Ok(());
        }
        let needed = check::tables_of(condition, references);
        let names: Vec<&str> =
            needed.into_iter().filter(|table| unread.contains(table)).map(TableName::as_str).collect();
        if names.is_empty() {
            return Ok(());
        }
        let names = names.join(", ");
        Err(Error::new(Code::MissingPart, format!("The question needs tables that were not read yet: {names}."))
            .at(names))
    }

    /// The snapshot.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// Gives the saved segments that conditions may name: the document of
    /// [`crate::library::Library::nameable`].
    ///
    /// # Errors
    /// [`Code::BadArgument`] for another document.
    pub fn refer_to(&mut self, segments: &str) -> Result<()> {
        self.named = Some(Named::parse(segments)?);
        Ok(())
    }

    /// How many customers match, exactly.
    ///
    /// # Errors
    /// [`Code::BadArgument`] for the options, [`Code::BadSegment`] for a document that is not a
    /// segment. Problems of the segment are in the reply, with a null count.
    pub fn count(&mut self, source: Source<'_>, request: &Request) -> Result<CountReply> {
        let options = request.resolve(self.snapshot.taken_at, &self.snapshot.zone)?;
        let mut judged = self.judge(source, &options, request)?;
        let invalid = judged.invalid();
        let mut reply = CountReply {
            count: None,
            total: 0,
            share: None,
            identity: Identity::new(&options, &request.policy, &self.snapshot.zone),
            partial: false,
            problems: Vec::new(),
            dates: Vec::new(),
            nodes: None,
            used_current_values: Vec::new(),
        };
        let Some(checked) = judged.checked.take() else {
            reply.total = eval::universe(&self.snapshot, &options, &mut self.cache).count();
            reply.problems = judged.replies(source);
            return Ok(reply);
        };
        let evaluation = eval::evaluate(&checked, &self.snapshot, &mut self.cache, request.nodes)?;
        if request.nodes {
            let nodes = self.add_lints(&mut judged, &checked, &evaluation)?;
            reply.nodes = Some(nodes.into_iter().map(NodeReply::from).collect());
        }
        reply.problems = judged.replies(source);
        let (count, everyone) = (evaluation.members.count(), evaluation.everyone);
        (reply.count, reply.total) = (Some(count), everyone);
        reply.share = Some(if everyone == 0 { 0.0 } else { f64::from(count) / f64::from(everyone) });
        reply.partial = invalid;
        reply.dates = checked.dates.iter().map(|date| DateReply::new(date, &self.snapshot.zone)).collect();
        reply.used_current_values = checked.used_current;
        Ok(reply)
    }

    /// The ids of the members, ascending as text, from `offset` on and at most `limit`.
    ///
    /// # Errors
    /// As [`Session::count`], and [`Code::InvalidSegment`] when the segment has error-level
    /// problems.
    pub fn members(
        &mut self,
        source: Source<'_>,
        request: &Request,
        offset: usize,
        limit: usize,
    ) -> Result<MembersReply> {
        let evaluation = self.evaluate(source, request)?;
        let ids = insight::members(&evaluation, &self.snapshot, &mut self.cache, offset, limit);
        let none = || Json(serde_json::Value::Array(Vec::new()));
        Ok(MembersReply { total: evaluation.members.count(), ids, columns: none(), rows: none() })
    }

    /// Evaluates a segment that must be valid.
    ///
    /// # Errors
    /// As [`Session::members`].
    pub fn evaluate(&mut self, source: Source<'_>, request: &Request) -> Result<Evaluation> {
        let checked = self.checked(source, request)?;
        eval::evaluate(&checked, &self.snapshot, &mut self.cache, request.nodes)
    }

    /// The meaning of a segment that must be valid.
    fn checked(&self, source: Source<'_>, request: &Request) -> Result<Checked> {
        let options = request.resolve(self.snapshot.taken_at, &self.snapshot.zone)?;
        let (checked, problems) = self.check_wish(source, &options, request)?;
        checked.ok_or_else(|| invalid(&problems))
    }

    /// All problems of a segment on this snapshot, those that only an evaluation can see among them,
    /// and its tree.
    ///
    /// # Errors
    /// As [`Session::count`].
    pub fn check(&mut self, source: Source<'_>, request: &Request) -> Result<CheckReply> {
        let options = request.resolve(self.snapshot.taken_at, &self.snapshot.zone)?;
        let mut judged = self.judge(source, &options, request)?;
        if let Some(checked) = judged.checked.take() {
            // What cannot be evaluated has no lints of the data; its count says why.
            if let Ok(evaluation) = eval::evaluate(&checked, &self.snapshot, &mut self.cache, true) {
                self.add_lints(&mut judged, &checked, &evaluation)?;
            }
        }
        Ok(CheckReply { condition: judged.wish.document(), problems: judged.replies(source) })
    }

    /// What the snapshot is, and which fields it can answer.
    pub fn opened(&self) -> Opened {
        let Snapshot { id, taken_at, zone, currency, customers, .. } = &self.snapshot;
        Opened {
            snapshot_id: id.clone(),
            customers: customers.len,
            taken_at: taken_at.to_utc_string(),
            time_zone: zone.name().to_owned(),
            currency: currency.code.clone(),
            fields: catalogue::describe_fields(Some(&self.snapshot)),
        }
    }

    /// The row of a customer's id.
    ///
    /// # Errors
    /// [`Code::UnknownCustomer`] if the snapshot has none.
    fn row_of(&self, customer: &str) -> Result<u32> {
        let key = id_key(customer);
        let row = match self.snapshot.customers.columns.get("id") {
            Some(Column::Text(ids)) => ids.keys.iter().position(|known| known == key).and_then(|key| {
                (0..self.snapshot.customers.len).find(|row| ids.codes.get(*row as usize) == key as u32 + 1)
            }),
            _ => None,
        };
        row.ok_or_else(|| {
            Error::new(Code::UnknownCustomer, format!("The snapshot has no customer with the id '{key}'."))
                .help("Check the id; it is the one of the customers table.")
        })
    }

    /// The meaning of a segment, if it has one, and its problems.
    fn check_wish(
        &self,
        source: Source<'_>,
        options: &Options,
        request: &Request,
    ) -> Result<(Option<Checked>, Vec<ProblemReply>)> {
        let mut judged = self.judge(source, options, request)?;
        Ok((judged.checked.take(), judged.replies(source)))
    }

    fn judge(&self, source: Source<'_>, options: &Options, request: &Request) -> Result<Judged> {
        let wish = Wish::read(source)?;
        let check = if request.partial { check::check_partial } else { check::check_among };
        let (snapshot, zone) = (Some(&self.snapshot), &self.snapshot.zone);
        let references = self.references_for(request);
        self.need(&wish.condition, references.as_deref())?;
        let mut outcome = check(&wish.condition, wish.origin, snapshot, options, zone, references.as_deref());
        outcome.problems.extend(wish.over_the_limit(request));
        let mut judged = Judged { wish, checked: None, problems: outcome.problems };
        judged.checked = outcome.checked.filter(|_| request.partial || !judged.invalid());
        Ok(judged)
    }

    /// Adds the problems that only the data tells; gives the counts that tell them.
    fn add_lints(
        &mut self,
        judged: &mut Judged,
        checked: &Checked,
        evaluation: &Evaluation,
    ) -> Result<Vec<insight::NodeCount>> {
        // What the check has told of missing values is told anew, of those who are let in.
        judged.problems.retain(|problem| problem.code != check::MISSING_MATCHES);
        let (condition, told) = (&judged.wish.condition, &judged.problems);
        let counts = insight::funnel(checked, evaluation);
        let found = insight::lints(condition, checked, evaluation, &counts, told, &self.snapshot, &mut self.cache)?;
        judged.problems.extend(found);
        Ok(counts)
    }

    /// The segments a condition may name: not the one it is for.
    fn references_for(&self, request: &Request) -> Option<Cow<'_, References>> {
        Some(self.named.as_ref()?.for_segment(request.editing.as_deref()))
    }
}

/// The error of a segment with these problems.
pub(crate) fn invalid(problems: &[ProblemReply]) -> Error {
    let errors: Vec<&str> =
        problems.iter().filter(|problem| problem.severity == "error").map(|problem| problem.message.as_str()).collect();
    Error::new(Code::InvalidSegment, errors.join(" "))
}

impl Judged {
    fn invalid(&self) -> bool {
        self.wish.problems.iter().chain(&self.problems).any(|problem| problem.severity == Severity::Error)
    }

    fn replies(self, source: Source<'_>) -> Vec<ProblemReply> {
        self.wish.replies(self.problems, source)
    }
}

impl Wish {
    /// The tree as JSON.
    pub(crate) fn document(&self) -> Json {
        let segment = crate::condition::Segment { name: None, condition: self.condition.clone() };
        Json(query::to_json(&segment)["condition"].take())
    }

    pub(crate) fn read(source: Source<'_>) -> Result<Wish> {
        match source {
            Source::Text(text) => {
                let parsed = query::parse(text);
                Ok(Wish {
                    condition: parsed.condition,
                    name: None,
                    spans: Some(parsed.spans),
                    origin: Origin::Text,
                    problems: parsed.problems,
                })
            }
            Source::Json(text) => {
                let (segment, problems) = query::from_json_text(text).or_else(|error| {
                    // What is no document may be a rule group; if not, the document's error says more.
                    query::from_react_querybuilder(text).map_err(|_| error)
                })?;
                Ok(Wish {
                    condition: segment.condition,
                    name: segment.name,
                    spans: None,
                    origin: Origin::Json,
                    problems,
                })
            }
        }
    }

    /// The problem of a segment with more conditions than the host allows.
    pub(crate) fn over_the_limit(&self, request: &Request) -> Option<Problem> {
        check::too_many_clauses(&self.condition, request.max_clauses?)
    }

    /// Gives the literals of a JSON document their fields' types.
    pub(crate) fn settle(&mut self, snapshot: Option<&Snapshot>) {
        if self.origin == Origin::Json && check::within_limits(&self.condition) {
            check::settle(&mut self.condition, snapshot);
        }
    }

    /// The problems of reading and `more`, placed in the text, errors and warnings in the order
    /// they stand there.
    pub(crate) fn replies(&self, more: Vec<Problem>, source: Source<'_>) -> Vec<ProblemReply> {
        let text = match source {
            Source::Text(text) => Some(Positions::new(text)),
            Source::Json(_) => None,
        };
        let told = |problem: &Problem| {
            // The reader has said why it kept a node as unknown.
            let unknown = problem.code == "unknown-kind";
            self.problems.iter().any(|told| match unknown {
                true => told.severity == Severity::Error && told.path.starts_with(&problem.path),
                false => told.path == problem.path && told.code == problem.code,
            })
        };
        let more = more.into_iter().filter(|problem| !told(problem));
        let mut problems: Vec<Problem> = self.problems.iter().cloned().chain(more).collect();
        for problem in &mut problems {
            if problem.span.is_none() {
                if let Some(spans) = &self.spans {
                    problem.span = spans.find(&problem.path);
                    // A fix replaces what its path names; it must stand in the text itself.
                    problem.fix = problem.fix.take().and_then(|fix| {
                        let span = spans.exact(fix.path.as_ref().unwrap_or(&problem.path))?;
                        Some(Fix { span: Some(span), ..fix })
                    });
                }
            }
        }
        order::sort_by_key(&mut problems, |problem| problem.span.map_or(0, |span| span.start));
        problems.into_iter().map(|problem| ProblemReply::new(problem, text.as_ref())).collect()
    }
}
