//! The shop's clock: jiff's zone rules, read as T1–T13 ask.

use headcount::condition::{Literal, OffsetUnit};
use jiff::civil::Date;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff::{Span, Timestamp};
use std::cell::RefCell;
use std::collections::HashMap;

/// A zone, with the starts of days it has been asked for.
pub(crate) struct Clock {
    zone: TimeZone,
    starts: RefCell<HashMap<Date, i64>>,
}

/// What a date literal stands for: from its first second to the first one after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment {
    pub(crate) from: i64,
    pub(crate) until: i64,
    /// Its local date.
    pub(crate) date: Date,
}

const FIRST: Date = jiff::civil::date(1, 1, 1);
const LAST: Date = jiff::civil::date(9999, 12, 31);

impl Clock {
    pub(crate) fn new(name: &str) -> Clock {
        let zone = TimeZone::get(name).unwrap_or_else(|_| panic!("no zone {name}"));
        Clock { zone, starts: RefCell::default() }
    }

    /// The first existing instant of a local date; of a date the zone never had, that of the next.
    pub(crate) fn start(&self, date: Date) -> i64 {
        *self.starts.borrow_mut().entry(date).or_insert_with(|| self.first_instant(date))
    }

    fn first_instant(&self, date: Date) -> i64 {
        let midnight = date.at(0, 0, 0, 0);
        let at = |offset: Offset| offset.to_timestamp(midnight).map_or(i64::MAX, Timestamp::as_second);
        match self.zone.to_ambiguous_timestamp(midnight).offset() {
            AmbiguousOffset::Unambiguous { offset } => at(offset),
            AmbiguousOffset::Fold { before, .. } => at(before),
            AmbiguousOffset::Gap { after, .. } => {
                let earlier = after.to_timestamp(midnight).expect("gaps lie within jiff's range");
                let jump = self.zone.following(earlier).next().expect("a gap has a transition");
                jump.timestamp().as_second()
            }
        }
    }

    /// The local date of an instant: the one whose day it is in (T3).
    pub(crate) fn date_of(&self, at: i64) -> Date {
        let timestamp = Timestamp::from_second(at).expect("an instant within jiff's range");
        let mut date = self.zone.to_datetime(timestamp).date();
        while date < LAST && self.start(date.tomorrow().expect("before the last date")) <= at {
            date = date.tomorrow().expect("before the last date");
        }
        while self.start(date) > at {
            date = date.yesterday().expect("after the first date");
        }
        date
    }

    /// The instant of a wall clock: in a fold the earlier, in a gap moved forward by it (T6).
    fn instant(&self, wall: jiff::civil::DateTime) -> i64 {
        self.zone.to_ambiguous_timestamp(wall).compatible().expect("within jiff's range").as_second()
    }

    /// A cell of time: an instant, a wall clock of the shop, or a date alone, which happens at
    /// its start (T13). Fractions of a second are cut.
    pub(crate) fn read(&self, text: &str) -> Option<i64> {
        let (date, rest) = split_date(text)?;
        if rest.is_empty() {
            return Some(self.start(date));
        }
        self.read_clock(date, rest)
    }

    /// `as_of`: like a cell, but a date alone is the end of that day (T13).
    pub(crate) fn read_as_of(&self, text: &str) -> Option<i64> {
        let (date, rest) = split_date(text)?;
        if rest.is_empty() {
            return Some(self.start(date.tomorrow().ok()?) - 1);
        }
        self.read_clock(date, rest)
    }

    fn read_clock(&self, date: Date, rest: &str) -> Option<i64> {
        let rest = rest.strip_prefix(['T', ' '])?;
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(rest.len());
        let (clock, mut rest) = rest.split_at(end);
        let parts: Vec<i8> = clock.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
        let (hour, minute, second) = match parts[..] {
            [hour, minute] => (hour, minute, 0),
            [hour, minute, second] => (hour, minute, second),
            _ => return None,
        };
        if let Some(fraction) = rest.strip_prefix('.') {
            rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
        }
        let wall = date.at(hour, minute, second, 0);
        match rest.trim_start() {
            "" => Some(self.instant(wall)),
            "Z" | "UTC" => Some(Offset::UTC.to_timestamp(wall).ok()?.as_second()),
            offset => {
                let sign = if offset.starts_with('-') { -1 } else { 1 };
                let digits: String = offset[1..].chars().filter(char::is_ascii_digit).collect();
                let (hours, minutes) = (digits.get(..2)?.parse::<i32>().ok()?, digits.get(2..4).unwrap_or("0"));
                let seconds = sign * (hours * 3600 + minutes.parse::<i32>().ok()? * 60);
                Some(Offset::from_seconds(seconds).ok()?.to_timestamp(wall).ok()?.as_second())
            }
        }
    }

    /// The local day of `date`.
    pub(crate) fn day(&self, date: Date) -> Moment {
        let until = match date.tomorrow() {
            Ok(next) => self.start(next),
            Err(_) => i64::MAX,
        };
        Moment { from: self.start(date), until, date }
    }

    /// What a date literal stands for at `as_of`; `None` if it is no date literal.
    pub(crate) fn moment(&self, literal: &Literal, as_of: i64) -> Option<Moment> {
        let today = self.date_of(as_of);
        let second = |at: i64| Moment { from: at, until: at + 1, date: self.date_of(at) };
        Some(match literal {
            Literal::Date(day) => self.day(plus_days(jiff::civil::date(1970, 1, 1), i64::from(day.0))),
            Literal::DateTime(local) => {
                let wall = Timestamp::from_second(local.0).ok()?;
                second(self.instant(Offset::UTC.to_datetime(wall)))
            }
            Literal::Today => self.day(today),
            Literal::Yesterday => self.day(plus_days(today, -1)),
            Literal::Offset { amount, unit } => {
                let amount = i64::from(*amount);
                match unit {
                    OffsetUnit::Day => self.day(plus_days(today, amount)),
                    OffsetUnit::Week => self.day(plus_days(today, 7 * amount)),
                    OffsetUnit::Month => self.day(plus_months(today, amount)),
                    OffsetUnit::Year => self.day(plus_months(today, 12 * amount)),
                    OffsetUnit::Hour => second(as_of + 3600 * amount),
                    OffsetUnit::Minute => second(as_of + 60 * amount),
                }
            }
            _ => return None,
        })
    }
}

fn split_date(text: &str) -> Option<(Date, &str)> {
    let text = text.trim();
    let (date, rest) = text.split_at_checked(10)?;
    let parts: Vec<&str> = date.split('-').collect();
    let [year, month, day] = parts[..] else { return None };
    Some((Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?, rest))
}

/// The date so many days later, within years 0001 to 9999.
pub(crate) fn plus_days(date: Date, days: i64) -> Date {
    let days = days.clamp(-4_000_000, 4_000_000);
    let moved = date.checked_add(Span::new().days(days));
    moved.unwrap_or(if days < 0 { FIRST } else { LAST }).max(FIRST)
}

/// The same day of the month so many months later, clamped to the month's end (T5). Beyond years
/// 0001 to 9999 it is that month of the first or last year.
pub(crate) fn plus_months(date: Date, months: i64) -> Date {
    let index = i64::from(date.year()) * 12 + i64::from(date.month()) - 1 + months;
    let index = index.clamp(12, 9999 * 12 + 11);
    let first = Date::new((index / 12) as i16, (index % 12) as i8 + 1, 1).expect("a month that exists");
    Date::new(first.year(), first.month(), date.day().min(first.days_in_month())).expect("a day that exists")
}

/// The date on which the anniversary of `date` is kept in a year: 29 February on the 28th in
/// common years (T10).
pub(crate) fn kept_in(date: Date, year: i16) -> Date {
    Date::new(year, date.month(), date.day()).unwrap_or_else(|_| jiff::civil::date(year, 2, 28))
}

#[test]
fn days_of_strange_zones() {
    let date = |text: &str| text.parse::<Date>().unwrap();
    for (zone, day, start, length) in [
        ("Pacific/Kiritimati", "2024-01-01", "2023-12-31T10:00:00Z", 24 * 60),
        ("Etc/GMT+12", "2024-01-01", "2024-01-01T12:00:00Z", 24 * 60),
        ("Asia/Beirut", "2022-03-27", "2022-03-26T22:00:00Z", 23 * 60),
        ("Africa/Cairo", "2024-04-26", "2024-04-25T22:00:00Z", 23 * 60),
        ("America/Santiago", "2023-09-03", "2023-09-03T04:00:00Z", 23 * 60),
        ("America/Santiago", "2024-04-06", "2024-04-06T03:00:00Z", 25 * 60),
        ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", 0),
        ("Australia/Lord_Howe", "2024-10-06", "2024-10-05T13:30:00Z", 23 * 60 + 30),
        ("America/St_Johns", "2010-11-07", "2010-11-07T02:30:00Z", 25 * 60),
        ("America/Toronto", "1919-03-31", "1919-03-31T04:30:00Z", 23 * 60 + 30),
    ] {
        let clock = Clock::new(zone);
        let day = clock.day(date(day));
        assert_eq!(Timestamp::from_second(day.from).unwrap().to_string(), start, "{zone}");
        assert_eq!((day.until - day.from) / 60, length, "{zone} {start}");
    }
}

#[test]
fn cells_and_instants() {
    let clock = Clock::new("Europe/London");
    for (text, utc) in [
        ("2024-07-01", "2024-06-30T23:00:00Z"),
        ("2024-07-01 10:00", "2024-07-01T09:00:00Z"),
        ("2024-07-01T10:00:30.9+05:30", "2024-07-01T04:30:30Z"),
        ("2024-07-01 10:00:00 -0500", "2024-07-01T15:00:00Z"),
        ("2024-10-27T01:30:00", "2024-10-27T00:30:00Z"),
        ("2024-03-31T01:30:00", "2024-03-31T01:30:00Z"),
    ] {
        assert_eq!(Timestamp::from_second(clock.read(text).unwrap()).unwrap().to_string(), utc, "{text}");
    }
    assert_eq!(clock.read_as_of("2024-07-01"), clock.read("2024-07-01T23:59:59"));
    assert_eq!(clock.read("2024-02-30"), None);
}
