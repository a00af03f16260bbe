//! A segment's count on every day; who enters and who leaves on each.

use super::compare::ids_value;
use super::{Request, SegmentInput, Session, Wish, invalid};
use crate::check::{self, Checked, Options};
use crate::document::{Object, Read, object};
use crate::error::{Code, Error, Result};
use crate::insight::{self, Moment};
use crate::time::{Day, Instant};
use serde_json::Value;

/// Days of a timeline unless the question says otherwise.
const DAYS: i64 = 30;
/// Most days of one question.
const MOST: i32 = 3_660;

/// The segment at the end of every local day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineQuestion {
    /// The segment.
    pub segment: SegmentInput,
    /// Options of evaluation; the day of `as_of` is the last one unless `to` says another.
    pub options: Request,
    /// The first day; by default so that there are 30.
    pub from: Option<Day>,
    /// The last day; it may be one to come.
    pub to: Option<Day>,
    /// Most ids listed a day of those who entered, and of those who left.
    pub ids: usize,
}

/// The answer to a timeline.
#[derive(Debug, Clone)]
pub struct TimelineReply {
    /// Every day with what it was like at its end.
    pub days: Vec<(Day, Moment)>,
    /// Whether ids were asked for.
    pub ids: bool,
    /// IANA name of the zone.
    pub time_zone: String,
}

impl Read for TimelineQuestion {
    fn of(value: &Value) -> Result<TimelineQuestion> {
        let from = Object::of(value, "questions")?.only(&["segment", "options", "from", "to", "ids"])?;
        let day = |key: &str| from.maybe(key, |value| Day::parse(value.as_str()?), "a day like 2024-01-31");
        Ok(TimelineQuestion {
            segment: SegmentInput::within(from)?,
            options: Request::within(from)?,
            from: day("from")?,
            to: day("to")?,
            ids: from.maybe_size("ids")?.unwrap_or(0),
        })
    }
}

impl Session {
    /// The segment at the end of every day: how many are in it, who entered and left since the
    /// day before. Days to come show what the passing of time alone will do.
    ///
    /// # Errors
    /// As [`Session::members`], and [`Code::BadArgument`] for days in the wrong order or too many.
    pub fn timeline(&mut self, question: &TimelineQuestion) -> Result<TimelineReply> {
        let source = question.segment.source();
        let options = question.options.resolve(self.snapshot.taken_at, &self.snapshot.zone)?;
        let (checked, problems) = self.check_wish(source, &options, &question.options)?;
        checked.ok_or_else(|| invalid(&problems))?;
        let zone = self.snapshot.zone.clone();
        let to = question.to.unwrap_or_else(|| zone.day_of(options.as_of));
        let from = question.from.unwrap_or_else(|| to.plus_days(1 - DAYS));
        if from > to || to.0 - from.0 >= MOST {
            let message = format!("A timeline is of 1 to {MOST} days; from {from} to {to} it is not.");
            return Err(Error::new(Code::BadArgument, message));
        }
        let wish = Wish::read(source)?;
        let references = self.references_for(&question.options);
        let check = if question.options.partial { check::check_partial } else { check::check_among };
        let snapshot = &self.snapshot;
        // The day before the first tells who entered and left on it.
        let at = |day: i32| {
            let options = Options { as_of: Instant(zone.start_of(Day(day + 1)).0 - 1), ..options.clone() };
            check(&wish.condition, wish.origin, Some(snapshot), &options, &zone, references.as_deref()).checked
        };
        let checked: Option<Vec<Checked>> = (from.0 - 1..=to.0).map(at).collect();
        let checked = checked.ok_or_else(|| invalid(&problems))?;
        let moments = insight::timeline(checked, snapshot, &self.cache, question.ids)?;
        let days = (from.0..=to.0).map(Day).zip(moments.into_iter().skip(1));
        Ok(TimelineReply { days: days.collect(), ids: question.ids > 0, time_zone: zone.name().to_owned() })
    }
}

impl TimelineReply {
    /// The answer as a document.
    pub fn to_value(&self) -> Value {
        let day = |(day, moment): &(Day, Moment)| {
            let mut value = object([
                ("day", day.to_string().into()),
                ("asOf", moment.as_of.to_utc_string().into()),
                ("count", moment.count.into()),
                ("total", moment.total.into()),
                ("entered", moment.entered.into()),
                ("left", moment.left.into()),
            ]);
            if self.ids {
                value["ids"] = ids_value(&moment.entered_ids, &moment.left_ids);
            }
            value
        };
        object([("days", self.days.iter().map(day).collect()), ("timeZone", self.time_zone.as_str().into())])
    }
}
