//! The segment in another spelling.

use crate::condition::{Segment, Severity};
use crate::document::{Object, Read};
use crate::error::{Code, Error, Result};
use crate::query::{self, Dialect};
use crate::session::{ProblemReply, SegmentInput, Wish, invalid};
use serde::Serialize;
use serde_json::Value;

/// The segment printed in a dialect (`headcount`, the same in `lines`, `current` or `shopify`,
/// `legacy`), as `json` or as a `react-querybuilder` rule group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormatQuestion {
    /// The segment.
    pub segment: SegmentInput,
    /// The target.
    pub to: String,
}

/// A printed segment.
#[derive(Debug, Clone, Serialize)]
pub struct FormatReply {
    /// The text.
    pub text: String,
    /// Warnings: limits of the dialect that the text passes.
    pub problems: Vec<ProblemReply>,
}

impl Read for FormatQuestion {
    fn of(value: &Value) -> Result<FormatQuestion> {
        let from = Object::of(value, "questions")?.only(&["segment", "to"])?;
        Ok(FormatQuestion { segment: SegmentInput::within(from)?, to: from.text("to")? })
    }
}

impl FormatQuestion {
    /// [`Code::BadArgument`] for another target, [`Code::InvalidSegment`] when the segment cannot be
    /// read whole or the target cannot say it: the message names each part and the reason.
    pub(super) fn answer(&self) -> Result<FormatReply> {
        let source = self.segment.source();
        let mut wish = Wish::read(source)?;
        if wish.problems.iter().any(|problem| problem.severity == Severity::Error) {
            return Err(invalid(&wish.replies(Vec::new(), source)));
        }
        let segment = Segment { name: wish.name.clone(), condition: wish.condition.clone() };
        wish.settle(None);
        let print = |dialect| query::print(&wish.condition, dialect).map(|printed| (printed.text, printed.problems));
        let said = match self.to.as_str() {
            "json" => Ok((query::to_json(&segment).to_string(), Vec::new())),
            "react-querybuilder" => match query::to_react_querybuilder(&segment) {
                (rules, problems) if problems.is_empty() => Ok((rules.to_string(), problems)),
                (_, problems) => Err(problems),
            },
            "headcount" => print(Dialect::Headcount),
            "lines" => query::print_lines(&wish.condition).map(|printed| (printed.text, printed.problems)),
            "current" | "shopify" => print(Dialect::Current),
            "legacy" => print(Dialect::Legacy),
            other => {
                return Err(Error::new(Code::BadArgument, format!("There is no format '{other}'."))
                    .help("Use headcount, lines, current, legacy, shopify, json or react-querybuilder."));
            }
        };
        match said {
            Ok((text, problems)) => Ok(FormatReply { text, problems: wish.replies(problems, source) }),
            Err(problems) => Err(invalid(&wish.replies(problems, source))),
        }
    }
}
