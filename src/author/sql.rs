//! The segment as SQL.

use super::Ground;
use crate::check::Outcome;
use crate::condition::{Problem, Severity};
use crate::document::{Object, Read};
use crate::error::{Code, Error, Result};
use crate::session::{ProblemReply, Request, SegmentInput, Wish};
use crate::sql::{self, Dialect};
use serde::Serialize;
use serde_json::Value;

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
    /// Everything wrong or doubtful that can be seen without rows, and what the dialect cannot say.
    pub problems: Vec<ProblemReply>,
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

impl SqlQuestion {
    pub(super) fn answer(&self, ground: &Ground<'_>) -> Result<SqlReply> {
        let dialect = dialect(&self.dialect)?;
        let options = self.options.resolve(ground.now, &ground.zone)?;
        let wish = Wish::read(self.segment.source())?;
        let Outcome { checked, mut problems } = ground.check(&wish, &options);
        let is_error = |problem: &Problem| problem.severity == Severity::Error;
        let mut sql = None;
        if let (Some(checked), false) = (checked, wish.problems.iter().chain(&problems).any(is_error)) {
            match sql::emit(&checked, ground.outline, &ground.zone, dialect) {
                Ok(statement) => sql = Some(statement),
                Err(refused) => problems.extend(refused),
            }
        }
        Ok(SqlReply { sql, problems: wish.replies(problems, self.segment.source()) })
    }
}

impl SchemaQuestion {
    pub(super) fn answer(&self, ground: &Ground<'_>) -> Result<String> {
        Ok(sql::schema(ground.outline, dialect(&self.dialect)?))
    }
}

fn dialect(word: &str) -> Result<Dialect> {
    Dialect::parse(word).ok_or_else(|| {
        let known: Vec<&str> = Dialect::ALL.into_iter().map(Dialect::as_str).collect();
        Error::new(Code::BadArgument, format!("There is no SQL dialect '{word}'."))
            .help(format!("Use one of: {}.", known.join(", ")))
    })
}
