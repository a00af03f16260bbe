//! Members as a table: chosen columns, in the order of any of them.

use super::{Json, MembersReply, Request, SegmentInput, Session, explain::shown_value};
use crate::check::{Operand, Options};
use crate::document::{Object, Read, object};
use crate::error::{Code, Error, Result};
use crate::insight::{self, Subject};
use crate::rows::RowSet;
use serde_json::Value;
use std::sync::Arc;

/// Members a page has unless the question says otherwise.
const LIMIT: usize = 100;

/// A page of members with chosen columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MembersQuestion {
    /// The segment.
    pub segment: SegmentInput,
    /// Options of evaluation.
    pub options: Request,
    /// Members before the page.
    pub offset: usize,
    /// Most members of the page.
    pub limit: usize,
    /// Names of the columns: `id`, any field as it is written in a segment, or a function's measure
    /// over all rows: `orders_placed.count`.
    pub columns: Vec<String>,
    /// The column to sort by; by id as text without one.
    pub sort: Option<SortBy>,
}

/// A column to sort by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SortBy {
    /// Its name.
    pub column: String,
    /// Whether the greatest comes first. Members without a value come last either way.
    pub descending: bool,
}

/// The members in the order last asked for, so that its next page is a slice.
#[derive(Debug)]
pub(super) struct Sorted {
    members: Arc<RowSet>,
    options: Options,
    by: Operand,
    descending: bool,
    rows: Vec<u32>,
}

/// A column: what a field of that name asks about.
struct Column {
    name: String,
    label: String,
    type_: &'static str,
    operand: Operand,
}

impl Read for MembersQuestion {
    fn of(value: &Value) -> Result<MembersQuestion> {
        let known = ["segment", "options", "offset", "limit", "columns", "sort"];
        let from = Object::of(value, "questions")?.only(&known)?;
        Ok(MembersQuestion {
            segment: SegmentInput::within(from)?,
            options: Request::within(from)?,
            offset: from.maybe_size("offset")?.unwrap_or(0),
            limit: from.maybe_size("limit")?.unwrap_or(LIMIT),
            columns: from.maybe_texts("columns")?.unwrap_or_default(),
            sort: from.get("sort").map(SortBy::of).transpose()?,
        })
    }
}

impl Read for SortBy {
    fn of(value: &Value) -> Result<SortBy> {
        let from = Object::of(value, "sorts")?.only(&["column", "descending"])?;
        Ok(SortBy { column: from.text("column")?, descending: from.flag("descending")? })
    }
}

impl Session {
    /// A page of members: their ids, and the values of the columns.
    ///
    /// # Errors
    /// As [`Session::members`], and [`Code::BadArgument`] for a column that is none or that the
    /// snapshot has no data on.
    pub fn table(&mut self, question: &MembersQuestion) -> Result<MembersReply> {
        let options = question.options.resolve(self.snapshot.taken_at, &self.snapshot.zone)?;
        let columns = question.columns.iter().map(|name| self.column(name, &options)).collect::<Result<Vec<_>>>()?;
        let sort = match &question.sort {
            Some(sort) => Some((self.column(&sort.column, &options)?.operand, sort.descending)),
            None => None,
        };
        let members = self.evaluate(question.segment.source(), &question.options)?.members;
        let total = members.count();
        let (snapshot, cache) = (&self.snapshot, &mut self.cache);
        let all;
        let rows = match sort {
            None => {
                all = insight::by_id(&members, snapshot, cache);
                &all
            }
            Some((by, descending)) => {
                let kept = self.sorted.take().filter(|kept| {
                    (&kept.by, kept.descending, &kept.options) == (&by, descending, &options) && kept.members == members
                });
                let sorted = match kept {
                    Some(kept) => kept,
                    None => {
                        let mut rows = insight::by_id(&members, snapshot, cache);
                        insight::sort(&mut rows, &by, descending, snapshot, &options, cache)?;
                        Sorted { members, options: options.clone(), by, descending, rows }
                    }
                };
                &self.sorted.insert(sorted).rows
            }
        };
        let from = question.offset.min(rows.len());
        let page = &rows[from..from.saturating_add(question.limit).min(rows.len())];
        let operands: Vec<Operand> = columns.iter().map(|column| column.operand.clone()).collect();
        let shown = insight::columns(page, &operands, snapshot, &options, cache)?;
        let cells = |place: usize| {
            let cell = |column: &Vec<insight::Shown>| shown_value(&column[place], &snapshot.zone).1;
            Value::Array(shown.iter().map(cell).collect())
        };
        Ok(MembersReply {
            total,
            ids: page.iter().map(|row| insight::id_of(snapshot, *row).to_owned()).collect(),
            columns: Json(columns.iter().map(Column::to_value).collect()),
            rows: Json(if columns.is_empty() { Value::Array(vec![]) } else { (0..page.len()).map(cells).collect() }),
        })
    }

    /// The column of that name.
    fn column(&self, name: &str, options: &Options) -> Result<Column> {
        if name == "id" {
            let operand = Operand::Column(name.to_owned());
            return Ok(Column { name: name.to_owned(), label: "Customer".to_owned(), type_: "id", operand });
        }
        let place = || format!("column {name}");
        let asked = self.asked(name, options).map_err(|error| error.at(place()))?;
        match asked.of {
            Subject::Value(operand) => {
                Ok(Column { name: name.to_owned(), label: asked.label, type_: asked.type_.as_str(), operand })
            }
            Subject::Row(..) => {
                let message = "A customer has one of it for every row, so it cannot be a column.";
                Err(Error::new(Code::BadArgument, message).at(place()))
            }
        }
    }
}

impl Column {
    fn to_value(&self) -> Value {
        object([
            ("name", self.name.as_str().into()),
            ("label", self.label.as_str().into()),
            ("type", self.type_.into()),
        ])
    }
}
