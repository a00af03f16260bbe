//! Instants, local days, zones and windows. Nothing here reads a clock.

mod civil;
mod days;
mod zone;

pub use civil::{Day, LocalSecond};
pub use days::Days;
pub use zone::Zone;

use crate::error::{Code, Error, Result};

/// Seconds since 1970-01-01T00:00:00 UTC; fractions of a second are cut towards the past.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub i64);

/// Seconds in a civil day of 24 hours.
pub const DAY_SECONDS: i64 = 86_400;

/// A half-open span of time `[from, until)`; a missing end is unbounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Window {
    /// First instant inside, or unbounded.
    pub from: Option<Instant>,
    /// First instant after, or unbounded.
    pub until: Option<Instant>,
}

impl Window {
    /// Whether `at` is inside.
    pub fn contains(&self, at: Instant) -> bool {
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at < until)
    }
}

impl Instant {
    /// Reads an ISO 8601 instant: `T` or a blank between date and time, seconds and fraction
    /// optional, offset `Z`, `+hh:mm`, `+hhmm` or ` +hhmm`. Without an offset the text is local
    /// time in `zone`. A bare date is an error here; see [`parse_fact`].
    pub fn parse(text: &str, zone: &Zone) -> Result<Instant> {
        match parse_fact(text) {
            Some(Fact::Instant(instant)) => Ok(instant),
            Some(Fact::Local(local)) => Ok(zone.instant_of(local)),
            _ => Err(Error::new(Code::BadArgument, format!("'{text}' is not an instant."))
                .help("Write it like 2026-08-16T09:30:00Z.")),
        }
    }

    /// Reads `as_of`: like [`Instant::parse`], and a bare date means the last second of that
    /// local day (T13).
    pub fn parse_as_of(text: &str, zone: &Zone) -> Result<Instant> {
        match parse_fact(text) {
            Some(Fact::Day(day)) => Ok(Instant(zone.start_of(day.plus_days(1)).0 - 1)),
            _ => Instant::parse(text, zone),
        }
    }

    /// `yyyy-mm-ddTHH:mm:ssZ`.
    pub fn to_utc_string(self) -> String {
        format!("{}Z", LocalSecond(self.0))
    }
}

/// What a cell of a data file says about time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    /// A time with an offset.
    Instant(Instant),
    /// A wall-clock time without an offset, to be read in the shop's zone.
    Local(LocalSecond),
    /// A date alone.
    Day(Day),
}

/// Reads a date or time as data files write them: `2026-08-16`, `2026-08-16 09:30`,
/// `2026-08-16T09:30:00.123Z`, `2026-08-16 09:30:00 -0500`. `None` if it is anything else.
pub fn parse_fact(text: &str) -> Option<Fact> {
    let text = text.trim();
    let day = Day::parse(text.get(..10)?)?;
    let rest = &text[10..];
    if rest.is_empty() {
        return Some(Fact::Day(day));
    }
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    let clock_end = rest.find(|c: char| !(c.is_ascii_digit() || c == ':')).unwrap_or(rest.len());
    let seconds = parse_clock(&rest[..clock_end])?;
    let mut rest = &rest[clock_end..];
    if let Some(fraction) = rest.strip_prefix(['.', ',']) {
        let end = fraction.find(|c: char| !c.is_ascii_digit()).unwrap_or(fraction.len());
        if end == 0 {
            return None;
        }
        rest = &fraction[end..];
    }
    let local = LocalSecond(i64::from(day.0) * DAY_SECONDS + seconds);
    let rest = rest.trim_start();
    if rest.is_empty() {
        return Some(Fact::Local(local));
    }
    Some(Fact::Instant(Instant(local.0 - parse_offset(rest)?)))
}

fn parse_clock(text: &str) -> Option<i64> {
    let mut parts = text.split(':');
    let mut next = |limit: i64| -> Option<i64> {
        let part = parts.next()?;
        let value: i64 = (part.len() == 2).then(|| part.parse().ok())??;
        (value < limit).then_some(value)
    };
    let (hour, minute) = (next(24)?, next(60)?);
    let second = if text.len() > 5 { next(60)? } else { 0 };
    (parts.next().is_none()).then_some(hour * 3600 + minute * 60 + second)
}

fn parse_offset(text: &str) -> Option<i64> {
    if text.eq_ignore_ascii_case("z") || text.eq_ignore_ascii_case("utc") {
        return Some(0);
    }
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits: String = text[1..].chars().filter(|c| *c != ':').collect();
    if !digits.bytes().all(|b| b.is_ascii_digit()) || !matches!(digits.len(), 2 | 4) {
        return None;
    }
    let hours: i64 = digits[..2].parse().ok()?;
    let minutes: i64 = if digits.len() == 4 { digits[2..].parse().ok()? } else { 0 };
    (hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_as_files_write_them() {
        let noon = Instant(1_786_881_600);
        for text in [
            "2026-08-16T12:00:00Z",
            "2026-08-16 12:00Z",
            "2026-08-16T12:00:00.999Z",
            "2026-08-16 07:00:00 -0500",
            "2026-08-16T14:00:00+02:00",
            "2026-08-16 12:00:00 UTC",
        ] {
            assert_eq!(parse_fact(text), Some(Fact::Instant(noon)), "{text}");
        }
        assert_eq!(parse_fact("2026-08-16 12:00:00"), Some(Fact::Local(LocalSecond(noon.0))));
        assert_eq!(parse_fact("2026-08-16"), Some(Fact::Day(Day(20_681))));
        for text in ["", "2026-02-30", "2026-08-16T24:00:00Z", "2026-08-16T12", "16.08.2026", "2026-08-16T12:00:00+99"]
        {
            assert_eq!(parse_fact(text), None, "{text}");
        }
    }
}
