//! One question, one answer: what is asked of a snapshot's rows beside counting, as plain documents.

use super::{
    BreakdownQuestion, Columns, CompareQuestion, CompleteQuestion, DistributionQuestion, ExplainQuestion, Json,
    MembersQuestion, MembersReply, OverlapQuestion, Request, Session, Source, StatisticsQuestion, TimelineQuestion,
    ValuesQuestion,
};
use crate::document::{self, Object, Read, texts};
use crate::error::{Code, Error, Result};
use serde::Serialize;
use serde_json::Value;

/// What can be asked: `{ "memberships": { … } }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// Why one customer is in the segment or not.
    Explain(ExplainQuestion),
    /// Members as a table.
    Members(MembersQuestion),
    /// The values behind a threshold.
    Distribution(DistributionQuestion),
    /// Figures of fields over the members of a segment.
    Statistics(StatisticsQuestion),
    /// The members of a segment by the values of a field.
    Breakdown(BreakdownQuestion),
    /// How segments overlap.
    Overlap(OverlapQuestion),
    /// The values of a field or parameter.
    Values(ValuesQuestion),
    /// What changed from one segment to another.
    Compare(CompareQuestion),
    /// The segment on every day.
    Timeline(TimelineQuestion),
    /// What may stand at a place of a text.
    Complete(CompleteQuestion),
    /// Which of some segments one customer is in.
    Memberships(MembershipsQuestion),
}

/// The answer to the question of the same name.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// To [`Question::Explain`].
    Explain(Json),
    /// To [`Question::Members`].
    Members(MembersReply),
    /// To [`Question::Distribution`]; null if nothing with an order is compared there.
    Distribution(Option<Columns>),
    /// To [`Question::Statistics`].
    Statistics(Json),
    /// To [`Question::Breakdown`].
    Breakdown(Json),
    /// To [`Question::Overlap`].
    Overlap(Json),
    /// To [`Question::Values`].
    Values(Json),
    /// To [`Question::Compare`].
    Compare(Json),
    /// To [`Question::Timeline`].
    Timeline(Json),
    /// To [`Question::Complete`].
    Complete(Json),
    /// To [`Question::Memberships`].
    Memberships(Json),
}

/// A segment inside a question: a text, or the JSON document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SegmentInput {
    text: String,
    json: bool,
}

/// Which of some segments one customer is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MembershipsQuestion {
    /// The customer's id.
    pub customer: String,
    /// The segments, each with the name it is told by.
    pub segments: Vec<(String, SegmentInput)>,
    /// Options of evaluation.
    pub options: Request,
}

impl Read for Question {
    fn of(value: &Value) -> Result<Question> {
        let (name, content) = document::tagged(value, "questions")?;
        Ok(match name {
            "explain" => Question::Explain(ExplainQuestion::of(content)?),
            "members" => Question::Members(MembersQuestion::of(content)?),
            "distribution" => Question::Distribution(DistributionQuestion::of(content)?),
            "statistics" => Question::Statistics(StatisticsQuestion::of(content)?),
            "breakdown" => Question::Breakdown(BreakdownQuestion::of(content)?),
            "overlap" => Question::Overlap(OverlapQuestion::of(content)?),
            "values" => Question::Values(ValuesQuestion::of(content)?),
            "compare" => Question::Compare(CompareQuestion::of(content)?),
            "timeline" => Question::Timeline(TimelineQuestion::of(content)?),
            "complete" => Question::Complete(CompleteQuestion::of(content)?),
            "memberships" => Question::Memberships(MembershipsQuestion::of(content)?),
            other => return Err(Error::new(Code::BadArgument, format!("There is no question '{other}'."))),
        })
    }
}

impl Read for MembershipsQuestion {
    fn of(value: &Value) -> Result<MembershipsQuestion> {
        let from = Object::of(value, "questions")?.only(&["customer", "segments", "options"])?;
        Ok(MembershipsQuestion {
            customer: from.text("customer")?,
            segments: SegmentInput::several_within(from)?,
            options: Request::within(from)?,
        })
    }
}

impl Request {
    /// The `options` of a question.
    pub(crate) fn within(question: Object<'_>) -> Result<Request> {
        question.get("options").map_or_else(|| Ok(Request::default()), Request::of)
    }
}

impl SegmentInput {
    /// The `segment` of a question.
    pub(crate) fn within(question: Object<'_>) -> Result<SegmentInput> {
        question.need("segment", |value| Some(SegmentInput::of(value)), "a segment")
    }

    /// The `segments` of a question, each with its `id`.
    pub(super) fn several_within(question: Object<'_>) -> Result<Vec<(String, SegmentInput)>> {
        question.list("segments", |value| {
            let from = Object::of(value, "segments")?;
            Ok((from.text("id")?, SegmentInput::within(from)?))
        })
    }

    /// A text, or a document.
    pub fn of(value: &Value) -> SegmentInput {
        match value {
            Value::String(text) => SegmentInput { text: text.clone(), json: false },
            other => SegmentInput { text: other.to_string(), json: true },
        }
    }

    /// The segment as a source.
    pub fn source(&self) -> Source<'_> {
        if self.json { Source::Json(&self.text) } else { Source::Text(&self.text) }
    }
}

impl Session {
    /// Answers a question about this snapshot.
    ///
    /// # Errors
    /// [`Code::BadArgument`] for the question's options, [`Code::BadSegment`] for a document that
    /// is not a segment, and those of each question.
    pub fn ask(&mut self, question: &Question) -> Result<Answer> {
        match question {
            Question::Explain(question) => self.explain(question).map(|reply| Answer::Explain(Json(reply.to_value()))),
            Question::Members(question) => self.table(question).map(Answer::Members),
            Question::Distribution(question) => self.distribution(question).map(Answer::Distribution),
            Question::Statistics(question) => self.statistics(question).map(|told| Answer::Statistics(Json(told))),
            Question::Breakdown(question) => self.breakdown(question).map(|told| Answer::Breakdown(Json(told))),
            Question::Overlap(question) => self.overlap(question).map(|told| Answer::Overlap(Json(told))),
            Question::Values(question) => self.values(question).map(|told| Answer::Values(Json(told))),
            Question::Compare(question) => self.compare(question).map(|reply| Answer::Compare(Json(reply.to_value()))),
            Question::Timeline(question) => {
                self.timeline(question).map(|reply| Answer::Timeline(Json(reply.to_value())))
            }
            Question::Complete(question) => self.complete(question).map(|reply| Answer::Complete(reply.to_json())),
            Question::Memberships(question) => {
                self.memberships(question).map(|ids| Answer::Memberships(Json(texts(&ids))))
            }
        }
    }

    /// The segments the customer is in, by the names they came with. A segment with a problem has
    /// no members.
    ///
    /// # Errors
    /// [`Code::BadArgument`] for options or an unknown customer.
    pub fn memberships(&mut self, question: &MembershipsQuestion) -> Result<Vec<String>> {
        let row = self.row_of(&question.customer)?;
        let mut found = Vec::new();
        for (id, segment) in &question.segments {
            match self.evaluate(segment.source(), &question.options) {
                Ok(evaluation) if evaluation.members.contains(row) => found.push(id.clone()),
                Ok(_) => {}
                Err(error) if matches!(error.code(), Code::InvalidSegment | Code::BadSegment) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }
}
