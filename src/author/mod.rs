//! What staff do with segments beside counting: words, SQL, other spellings, and the library.
//!
//! It works without a snapshot, or on the outline of one: it knows tables, columns and types, and
//! no rows. What needs rows is asked of [`crate::session`].

mod format;
mod library;
mod sql;
mod words;

pub use format::{FormatQuestion, FormatReply};
pub use library::{Counted, LibraryAnswer, LibraryQuestion, RecordReply};
pub use sql::{SchemaQuestion, SqlQuestion, SqlReply};
pub use words::{DescribeQuestion, DescribeReply, WordsReply};

use crate::catalogue;
use crate::check::{self, Options, Outcome};
use crate::condition::References;
use crate::document::{self, Object, Read};
use crate::error::{Code, Error, Result};
use crate::library::Library;
use crate::session::{CheckReply, CompleteQuestion, Json, Request, SegmentInput, Wish, complete_alone};
use crate::snapshot::Snapshot;
use crate::time::{Instant, Zone};
use serde::Serialize;
use serde_json::Value;

/// What can be asked: `{ "describe": { … } }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// All problems of the segment that can be seen without rows, and its tree.
    Check(CheckQuestion),
    /// What may stand at a place of a text, without a snapshot.
    Complete(CompleteQuestion),
    /// The segment in another spelling.
    Format(FormatQuestion),
    /// The segment in words.
    Describe(DescribeQuestion),
    /// The segment as SQL.
    Sql(SqlQuestion),
    /// The tables the SQL is for.
    Schema(SchemaQuestion),
    /// Every field and function.
    Fields,
    /// The segment library.
    Library(Box<LibraryQuestion>),
}

/// The answer to the question of the same name.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// To [`Question::Check`].
    Check(CheckReply),
    /// To [`Question::Complete`].
    Complete(Json),
    /// To [`Question::Format`].
    Format(FormatReply),
    /// To [`Question::Describe`].
    Describe(DescribeReply),
    /// To [`Question::Sql`].
    Sql(SqlReply),
    /// To [`Question::Schema`]: the statements.
    Schema(String),
    /// To [`Question::Fields`].
    Fields(Vec<catalogue::Description>),
    /// To [`Question::Library`].
    Library(Json),
}

/// All problems of a segment, and its tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckQuestion {
    /// The segment.
    pub segment: SegmentInput,
    /// Options of evaluation.
    pub options: Request,
}

/// Answers questions that need no rows.
#[derive(Debug, Default)]
pub struct Author {
    outline: Option<Snapshot>,
    library: Library,
    /// What conditions may name, once a library was opened.
    references: Option<References>,
}

/// What a question is answered against.
struct Ground<'a> {
    outline: Option<&'a Snapshot>,
    references: Option<&'a References>,
    /// The default of `as_of`.
    now: Instant,
    zone: Zone,
}

impl Author {
    /// An author; with the document of [`Snapshot::outline`] for the shop it is of.
    ///
    /// # Errors
    /// [`Code::BadArgument`] for a document that is no outline.
    pub fn new(outline: Option<&str>) -> Result<Author> {
        let outline = outline.map(|text| Snapshot::of_outline(&document::parse(text, "outlines")?)).transpose()?;
        Ok(Author { outline, library: Library::default(), references: None })
    }

    /// Takes the outline of what the shop has become; the library stays.
    ///
    /// # Errors
    /// As [`Author::new`].
    pub fn rebase(&mut self, outline: &str) -> Result<()> {
        self.outline = Some(Snapshot::of_outline(&document::parse(outline, "outlines")?)?);
        Ok(())
    }

    /// Answers a question. Without an outline relative dates are taken from `now`, in UTC; with one
    /// from the snapshot's instant, in its zone.
    ///
    /// # Errors
    /// [`Code::BadArgument`] for the question's options, [`Code::BadSegment`] for a document that
    /// is not a segment, and those of each question.
    pub fn ask(&mut self, question: &Question, now: Instant) -> Result<Answer> {
        if let Question::Library(question) = question {
            return self.ask_library(question).map(|answer| Answer::Library(Json(answer.to_value())));
        }
        let ground = Ground {
            outline: self.outline.as_ref(),
            references: self.references.as_ref(),
            now: self.outline.as_ref().map_or(now, |outline| outline.taken_at),
            zone: self.outline.as_ref().map_or_else(Zone::utc, |outline| outline.zone.clone()),
        };
        Ok(match question {
            Question::Check(question) => Answer::Check(question.answer(&ground)?),
            Question::Complete(question) => Answer::Complete(complete_alone(question, now)?.to_json()),
            Question::Format(question) => Answer::Format(question.answer()?),
            Question::Describe(question) => Answer::Describe(question.answer(&ground)?),
            Question::Sql(question) => Answer::Sql(question.answer(&ground)?),
            Question::Schema(question) => Answer::Schema(question.answer(&ground)?),
            Question::Fields => Answer::Fields(catalogue::describe_fields(self.outline.as_ref())),
            Question::Library(_) => unreachable!("answered above"),
        })
    }
}

impl Ground<'_> {
    /// Checks against the outline, or against every canonical table without one.
    fn check(&self, wish: &Wish, options: &Options) -> Outcome {
        match self.outline {
            Some(_) => {
                check::check_among(&wish.condition, wish.origin, self.outline, options, &self.zone, self.references)
            }
            None => check::check_canonical(&wish.condition, wish.origin, options, &self.zone),
        }
    }
}

impl CheckQuestion {
    fn answer(&self, ground: &Ground<'_>) -> Result<CheckReply> {
        let options = self.options.resolve(ground.now, &ground.zone)?;
        let source = self.segment.source();
        let wish = Wish::read(source)?;
        let Ground { outline, references, zone, .. } = ground;
        let mut problems =
            check::check_among(&wish.condition, wish.origin, *outline, &options, zone, *references).problems;
        problems.extend(wish.over_the_limit(&self.options));
        Ok(CheckReply { condition: wish.document(), problems: wish.replies(problems, source) })
    }
}

impl Read for Question {
    fn of(value: &Value) -> Result<Question> {
        let (name, content) = document::tagged(value, "questions")?;
        Ok(match name {
            "check" => Question::Check(CheckQuestion::of(content)?),
            "complete" => Question::Complete(CompleteQuestion::of(content)?),
            "format" => Question::Format(FormatQuestion::of(content)?),
            "describe" => Question::Describe(DescribeQuestion::of(content)?),
            "sql" => Question::Sql(SqlQuestion::of(content)?),
            "schema" => Question::Schema(SchemaQuestion::of(content)?),
            "fields" => Question::Fields,
            "library" => Question::Library(Box::new(LibraryQuestion::of(content)?)),
            other => return Err(Error::new(Code::BadArgument, format!("There is no question '{other}'."))),
        })
    }
}

impl Read for CheckQuestion {
    fn of(value: &Value) -> Result<CheckQuestion> {
        let from = Object::of(value, "questions")?.only(&["segment", "options"])?;
        Ok(CheckQuestion { segment: SegmentInput::within(from)?, options: Request::within(from)? })
    }
}
