//! The segment in words.

use super::Ground;
use crate::check;
use crate::check::ResolvedDate;
use crate::describe::{self, Language};
use crate::document::{Object, Read};
use crate::error::{Code, Error, Result};
use crate::session::{ProblemReply, Request, SegmentInput, Wish};
use serde::Serialize;
use serde_json::Value;

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

impl DescribeQuestion {
    pub(super) fn answer(&self, ground: &Ground<'_>) -> Result<DescribeReply> {
        let language = language(self.language.as_deref())?;
        let Ground { outline, zone, .. } = ground;
        let options = self.options.resolve(ground.now, zone)?;
        let mut wish = Wish::read(self.segment.source())?;
        wish.settle(*outline);
        let dates: Vec<ResolvedDate> = match self.dates {
            false => Vec::new(),
            true => {
                let outcome = match outline {
                    Some(_) => check::check_partial(&wish.condition, wish.origin, *outline, &options, zone, None),
                    None => check::check_canonical(&wish.condition, wish.origin, &options, zone),
                };
                outcome.checked.map_or_else(Vec::new, |checked| checked.dates)
            }
        };
        let strict_missing = options.strict_missing;
        let context = describe::Context { language, snapshot: *outline, dates: &dates, zone, strict_missing };
        let spans = describe::describe(&wish.condition, context);
        Ok(DescribeReply {
            text: describe::text(&spans),
            spans: spans.into_iter().map(|span| WordsReply { text: span.text, path: span.path }).collect(),
            problems: wish.replies(Vec::new(), self.segment.source()),
        })
    }
}

fn language(tag: Option<&str>) -> Result<&'static Language> {
    let tag = tag.unwrap_or("en");
    describe::language(tag).ok_or_else(|| {
        let known: Vec<&str> = describe::LANGUAGES.iter().map(|language| language.tag).collect();
        Error::new(Code::BadArgument, format!("There is no description in the language '{tag}'."))
            .help(format!("There is one in each of: {}.", known.join(", ")))
    })
}
