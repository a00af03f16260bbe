//! One question, one answer: what is asked of the engine beside counting, as plain documents.

use super::complete::{CompleteQuestion, complete_alone};
use super::{
    BreakdownQuestion, Columns, CompareQuestion, DistributionQuestion, ExplainQuestion, Json, LibraryQuestion,
    MembersQuestion, MembersReply, OverlapQuestion, ProblemReply, Request, Session, Source, StatisticsQuestion,
    TimelineQuestion, ValuesQuestion, Wish,
};
use crate::check::{self, Options, Outcome, ResolvedDate};
use crate::condition::{Problem, Severity};
use crate::describe::{self, Language};
use crate::document::{self, Object, Read};
use crate::error::{Code, Error, Result};
use crate::snapshot::Snapshot;
use crate::sql::{self, Dialect};
use crate::time::{Instant, Zone};
use serde::Serialize;
use serde_json::Value;

/// What can be asked: `{ "describe": { … } }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// The segment in words.
    Describe(DescribeQuestion),
    /// The segment as SQL.
    Sql(SqlQuestion),
    /// The tables the SQL is for.
    Schema(SchemaQuestion),
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
    /// The segment library.
    Library(Box<LibraryQuestion>),
}

/// The answer to the question of the same name.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// To [`Question::Describe`].
    Describe(DescribeReply),
    /// To [`Question::Sql`].
    Sql(SqlReply),
    /// To [`Question::Schema`]: the statements.
    Schema(String),
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
    /// To [`Question::Library`].
    Library(Json),
}

/// A segment inside a question: a text, or the JSON document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SegmentInput {
    text: String,
    json: bool,
}

/// The segment in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DescribeQuestion {
    /// The segment.
    pub segment: SegmentInput,
    /// Options of evaluation.
    pub options: Request,
    /// BCP 47 tag of the language; English by default.
    pub language: Option<String>,
    /// Whether relative dates are told with the day they stand for.
    pub dates: bool,
}

/// The segment as one SQL statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqlQuestion {
    /// The segment.
    pub segment: SegmentInput,
    /// Options of evaluation.
    pub options: Request,
    /// `duckdb`, `postgres`, `clickhouse`, `spark` or `sqlite`.
    pub dialect: String,
}

/// The statements that create the tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaQuestion {
    /// As in [`SqlQuestion`].
    pub dialect: String,
}

/// A segment as SQL.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SqlReply {
    /// The statement; null when error-level problems prevent one.
    pub sql: Option<String>,
    /// Everything wrong or doubtful, and what the dialect cannot say.
    pub problems: Vec<ProblemReply>,
}

/// A segment in words.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DescribeReply {
    /// The sentence.
    pub text: String,
    /// The same in pieces, each with what it speaks of.
    pub spans: Vec<WordsReply>,
    /// What could not be read, and so is not in the sentence.
    pub problems: Vec<ProblemReply>,
}

/// A piece of a sentence.
#[derive(Debug, Clone, Serialize)]
pub struct WordsReply {
    /// The words.
    pub text: String,
    /// Path of the node, parameter or value they speak of.
    pub path: String,
}

impl Read for Question {
    fn of(value: &Value) -> Result<Question> {
        let (name, content) = document::tagged(value, "questions")?;
        Ok(match name {
            "describe" => Question::Describe(DescribeQuestion::of(content)?),
            "sql" => Question::Sql(SqlQuestion::of(content)?),
            "schema" => Question::Schema(SchemaQuestion::of(content)?),
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
            "library" => Question::Library(Box::new(LibraryQuestion::of(content)?)),
            other => return Err(Error::new(Code::BadArgument, format!("There is no question '{other}'."))),
        })
    }
}

impl Read for DescribeQuestion {
    fn of(value: &Value) -> Result<DescribeQuestion> {
        let from = Object::of(value, "questions")?.only(&["segment", "options", "language", "dates"])?;
        Ok(DescribeQuestion {
            segment: SegmentInput::within(from)?,
            options: Request::within(from)?,
            language: from.maybe_text("language")?,
            dates: from.flag("dates")?,
        })
    }
}

impl Read for SqlQuestion {
    fn of(value: &Value) -> Result<SqlQuestion> {
        let from = Object::of(value, "questions")?.only(&["segment", "options", "dialect"])?;
        Ok(SqlQuestion {
            segment: SegmentInput::within(from)?,
            options: Request::within(from)?,
            dialect: from.text("dialect")?,
        })
    }
}

impl Read for SchemaQuestion {
    fn of(value: &Value) -> Result<SchemaQuestion> {
        let from = Object::of(value, "questions")?.only(&["dialect"])?;
        Ok(SchemaQuestion { dialect: from.text("dialect")? })
    }
}

impl Request {
    /// The `options` of a question.
    pub(super) fn within(question: Object<'_>) -> Result<Request> {
        question.get("options").map_or_else(|| Ok(Request::default()), Request::of)
    }
}

impl SegmentInput {
    /// The `segment` of a question.
    pub(super) fn within(question: Object<'_>) -> Result<SegmentInput> {
        question.need("segment", |value| Some(SegmentInput::of(value)), "a segment")
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
            Question::Describe(question) => self.describe(question).map(Answer::Describe),
            Question::Sql(question) => self.sql(question).map(Answer::Sql),
            Question::Schema(question) => self.schema(question).map(Answer::Schema),
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
            Question::Library(question) => {
                self.ask_library(question).map(|answer| Answer::Library(Json(answer.to_value())))
            }
        }
    }

    /// The segment in words.
    ///
    /// # Errors
    /// [`Code::BadArgument`] for a language there is no message table of.
    pub fn describe(&self, question: &DescribeQuestion) -> Result<DescribeReply> {
        question.answer(Some(&self.snapshot), self.snapshot.taken_at, &self.snapshot.zone)
    }

    /// The statements that create tables of this snapshot's columns.
    ///
    /// # Errors
    /// [`Code::BadArgument`] for a dialect that is none.
    pub fn schema(&self, question: &SchemaQuestion) -> Result<String> {
        question.answer(Some(&self.snapshot))
    }

    /// The segment as SQL for a database that holds this snapshot's columns.
    ///
    /// # Errors
    /// [`Code::BadArgument`] for a dialect that is none.
    pub fn sql(&self, question: &SqlQuestion) -> Result<SqlReply> {
        let (snapshot, zone) = (Some(&self.snapshot), &self.snapshot.zone);
        let references = self.references.as_ref();
        question.answer(snapshot, self.snapshot.taken_at, zone, |wish, options| {
            check::check_among(&wish.condition, wish.origin, snapshot, options, zone, references)
        })
    }
}

/// Answers a question that needs no snapshot. Relative dates are taken from `now` in UTC.
///
/// # Errors
/// As [`Session::ask`].
pub fn ask_alone(question: &Question, now: Instant) -> Result<Answer> {
    match question {
        Question::Describe(question) => question.answer(None, now, &Zone::utc()).map(Answer::Describe),
        Question::Sql(question) => {
            let zone = Zone::utc();
            let check =
                |wish: &Wish, options: &Options| check::check_canonical(&wish.condition, wish.origin, options, &zone);
            question.answer(None, now, &zone, check).map(Answer::Sql)
        }
        Question::Schema(question) => question.answer(None).map(Answer::Schema),
        Question::Complete(question) => complete_alone(question, now).map(|reply| Answer::Complete(reply.to_json())),
        _ => Err(Error::new(Code::BadArgument, "This can only be asked of an open snapshot.")),
    }
}

impl DescribeQuestion {
    fn answer(&self, snapshot: Option<&Snapshot>, now: Instant, zone: &Zone) -> Result<DescribeReply> {
        let language = language(self.language.as_deref())?;
        let options = self.options.resolve(now, zone)?;
        let mut wish = Wish::read(self.segment.source())?;
        wish.settle(snapshot);
        let dates: Vec<ResolvedDate> = match self.dates {
            false => Vec::new(),
            true => {
                let outcome = match snapshot {
                    Some(_) => check::check_partial(&wish.condition, wish.origin, snapshot, &options, zone, None),
                    None => check::check_canonical(&wish.condition, wish.origin, &options, zone),
                };
                outcome.checked.map_or_else(Vec::new, |checked| checked.dates)
            }
        };
        let strict_missing = options.strict_missing;
        let context = describe::Context { language, snapshot, dates: &dates, zone, strict_missing };
        let spans = describe::describe(&wish.condition, context);
        Ok(DescribeReply {
            text: describe::text(&spans),
            spans: spans.into_iter().map(|span| WordsReply { text: span.text, path: span.path }).collect(),
            problems: wish.replies(Vec::new(), self.segment.source()),
        })
    }
}

impl SqlQuestion {
    fn answer(
        &self,
        snapshot: Option<&Snapshot>,
        now: Instant,
        zone: &Zone,
        check: impl FnOnce(&Wish, &Options) -> Outcome,
    ) -> Result<SqlReply> {
        let dialect = dialect(&self.dialect)?;
        let options = self.options.resolve(now, zone)?;
        let wish = Wish::read(self.segment.source())?;
        let Outcome { checked, mut problems } = check(&wish, &options);
        let is_error = |problem: &Problem| problem.severity == Severity::Error;
        let mut sql = None;
        if let (Some(checked), false) = (checked, wish.problems.iter().chain(&problems).any(is_error)) {
            match sql::emit(&checked, snapshot, zone, dialect) {
                Ok(statement) => sql = Some(statement),
                Err(refused) => problems.extend(refused),
            }
        }
        Ok(SqlReply { sql, problems: wish.replies(problems, self.segment.source()) })
    }
}

impl SchemaQuestion {
    fn answer(&self, snapshot: Option<&Snapshot>) -> Result<String> {
        Ok(sql::schema(snapshot, dialect(&self.dialect)?))
    }
}

fn dialect(word: &str) -> Result<Dialect> {
    Dialect::parse(word).ok_or_else(|| {
        let known: Vec<&str> = Dialect::ALL.into_iter().map(Dialect::as_str).collect();
        Error::new(Code::BadArgument, format!("There is no SQL dialect '{word}'."))
            .help(format!("Use one of: {}.", known.join(", ")))
    })
}

fn language(tag: Option<&str>) -> Result<&'static Language> {
    let tag = tag.unwrap_or("en");
    describe::language(tag).ok_or_else(|| {
        let known: Vec<&str> = describe::LANGUAGES.iter().map(|language| language.tag).collect();
        Error::new(Code::BadArgument, format!("There is no description in the language '{tag}'."))
            .help(format!("There is one in each of: {}.", known.join(", ")))
    })
}
