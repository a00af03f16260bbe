//! The distribution behind a threshold: figures, a histogram, the count at every stop.

use super::{Columns, Request, SegmentInput, Session, Wish};
use crate::catalogue::{self, Cell, Role, Type};
use crate::check::Options;
use crate::condition::{Condition, FunctionClause, Literal, Operator, Test};
use crate::document::{Object, Read, object};
use crate::error::Result;
use crate::insight::{self, Dial, Distribution, Figures, PERCENTILES};
use crate::snapshot::Snapshot;
use serde_json::Value;

/// Bars of a histogram, unless the question says how many, and at most.
const BINS: (u32, u32) = (30, 10_000);

/// The values a threshold is compared with, among the customers for whom it decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DistributionQuestion {
    /// The segment.
    pub segment: SegmentInput,
    /// Options of evaluation.
    pub options: Request,
    /// Path of a clause, of a function's parameter, or of a literal in either.
    pub path: String,
    /// Most bars of the histogram; 30 by default. With 0 there are no figures either.
    pub bins: Option<u64>,
}

impl Read for DistributionQuestion {
    fn of(value: &Value) -> Result<DistributionQuestion> {
        let from = Object::of(value, "questions")?.only(&["segment", "options", "path", "bins"])?;
        Ok(DistributionQuestion {
            segment: SegmentInput::within(from)?,
            options: Request::within(from)?,
            path: from.text("path")?,
            bins: from.maybe_whole("bins")?,
        })
    }
}

impl Session {
    /// The distribution behind a threshold; `None` if nothing with an order is compared there.
    ///
    /// # Errors
    /// As [`Session::members`].
    pub fn distribution(&mut self, question: &DistributionQuestion) -> Result<Option<Columns>> {
        let source = question.segment.source();
        let checked = self.checked(source, &question.options)?;
        let condition = Wish::read(source)?.condition;
        let Some(place) = place_of(&condition, &question.path, &self.snapshot) else { return Ok(None) };
        let figured = question.bins != Some(0);
        let (snapshot, cache) = (&self.snapshot, &mut self.cache);
        let found = insight::distribution(&checked, &place.node, place.dial, figured, snapshot, cache)?;
        Ok(found.map(|found| self.told(&found, place.type_, &checked.options, question)))
    }

    fn told(&self, found: &Distribution, type_: Type, options: &Options, question: &DistributionQuestion) -> Columns {
        let bins = question.bins.map_or(BINS.0, |bins| bins.min(u64::from(BINS.1)) as u32);
        let (edges, bars) = if bins == 0 { (Vec::new(), Vec::new()) } else { found.bars(bins) };
        let today = self.snapshot.zone.day_of(options.as_of);
        let mut document = object([
            ("kind", type_.as_str().into()),
            ("scale", found.scale.into()),
            ("today", today.to_string().into()),
            ("customers", found.customers.into()),
            ("missing", found.missing().into()),
        ]);
        let shown = self.shown(type_, found.scale);
        let of = |figure: &dyn Fn(&Figures) -> Value| found.figures.as_ref().map_or(Value::Null, figure);
        document["min"] = of(&|figures| shown.exact(&figures.least));
        document["max"] = of(&|figures| shown.exact(&figures.greatest));
        document["average"] = of(&|figures| shown.rounded(&figures.average));
        document["median"] = of(&|figures| shown.exact(&figures.percentiles[PERCENTILES.len() / 2]));
        let percentiles = found.figures.iter().flat_map(|figures| PERCENTILES.iter().zip(&figures.percentiles));
        let name = |percent: &u8| format!("p{}{}", percent / 10, percent % 10);
        let percentiles = percentiles.map(|(percent, cut)| (name(percent), shown.exact(cut)));
        document["percentiles"] = Value::Object(percentiles.collect());
        let mut columns = Columns::new(document);
        columns.halves("stops", found.stops.iter().map(|stop| stop.half));
        columns.counts("counts", &found.counts());
        columns.halves("edges", edges.iter().map(|edge| edge * 2));
        columns.counts("bars", &bars);
        columns
    }
}

/// A bound of a condition.
struct Place {
    /// Path of the clause.
    node: String,
    /// What of the clause.
    dial: Dial,
    /// The type of its values.
    type_: Type,
}

/// The bound a path points at or into; `None` if there is none.
fn place_of(condition: &Condition, path: &str, snapshot: &Snapshot) -> Option<Place> {
    let mut keys = path.split('/').skip(1);
    let (mut node, mut at) = (String::new(), condition);
    loop {
        at = match at {
            Condition::All(children) | Condition::Any(children) => {
                let index = keys.nth(1)?;
                node.push_str("/of/");
                node.push_str(index);
                children.get(index.parse::<usize>().ok()?)?
            }
            Condition::Not(child) => {
                keys.next()?;
                node.push_str("/of");
                child
            }
            Condition::Field(clause) => {
                let type_ = catalogue::field(&clause.field, Some(snapshot))?.type_;
                return Some(Place { node, dial: Dial::Value, type_ });
            }
            Condition::Function(clause) => {
                let number = keys.nth(1).and_then(|number| number.parse().ok());
                let (dial, type_) = dial_of(clause, number)?;
                return Some(Place { node, dial, type_ });
            }
            Condition::Anniversary(_) | Condition::Unknown(_) => return None,
        };
    }
}

/// What is dragged of a function: the parameter of that number; without a number the first
/// measure, or else the start of its window.
fn dial_of(clause: &FunctionClause, number: Option<usize>) -> Option<(Dial, Type)> {
    let function = catalogue::function(&clause.function)?;
    let mut measures = 0;
    let mut window = None;
    for (at, parameter) in clause.parameters.iter().enumerate() {
        let known = function.parameter(&parameter.name)?;
        let dial = match known.role {
            Role::Measure(_) => Dial::Measure(measures),
            Role::Row(Cell::At) if has_start(&parameter.test) => Dial::From,
            _ => continue,
        };
        if number == Some(at) || (number.is_none() && dial != Dial::From) {
            return Some((dial, known.type_));
        }
        match dial {
            Dial::From => window = Some((dial, known.type_)).filter(|_| number.is_none()),
            _ => measures += tests(&parameter.test),
        }
    }
    window
}

/// Whether a test of dates is a window whose start may be dragged alone.
fn has_start(test: &Test) -> bool {
    matches!(test.operator, Operator::Greater | Operator::GreaterOrEqual | Operator::Between)
}

/// How many tests `check` makes of one: two of a range between a number and a statistic.
fn tests(test: &Test) -> usize {
    let statistics = test.values.iter().filter(|value| matches!(value, Literal::Stat(_))).count();
    if test.operator == Operator::Between && statistics == 1 { 2 } else { 1 }
}
