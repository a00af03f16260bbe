//! A time zone as a list of transitions, so that no zone database ships in the engine.

use super::{DAY_SECONDS, Day, Instant, LocalSecond};
use crate::error::{Code, Error, Result};

/// An IANA zone, spelled out.
///
/// Representation: `transitions[i] = (utc_second, offset_seconds)` in strictly ascending order of
/// time; from `utc_second` on local time is UTC plus `offset_seconds`. The first offset also
/// holds before the first transition, the last one for ever after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    name: String,
    transitions: Vec<(i64, i32)>,
}

impl Zone {
    /// A zone from its transitions.
    ///
    /// # Errors
    /// [`Code::BadTimeZone`] if the name or the list is empty, times do not ascend, or an offset
    /// is a day or more.
    pub fn try_new(name: impl Into<String>, transitions: Vec<(i64, i32)>) -> Result<Zone> {
        let name = name.into();
        let bad = |why: &str| Error::new(Code::BadTimeZone, format!("Time zone '{name}' {why}."));
        if name.is_empty() {
            return Err(bad("has no name"));
        }
        if transitions.is_empty() {
            return Err(bad("has no transitions"));
        }
        if transitions.windows(2).any(|pair| pair[0].0 >= pair[1].0) {
            return Err(bad("has transitions out of order"));
        }
        if transitions.iter().any(|(_, offset)| i64::from(*offset).abs() >= DAY_SECONDS) {
            return Err(bad("has an offset of a day or more"));
        }
        if transitions.iter().any(|(at, _)| at.unsigned_abs() > 1 << 40) {
            return Err(bad("has a transition outside years 0001 to 9999"));
        }
        Ok(Zone { name, transitions })
    }

    /// Coordinated universal time.
    pub fn utc() -> Zone {
        Zone { name: "UTC".into(), transitions: vec![(0, 0)] }
    }

    /// The IANA name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The transitions, ascending: (UTC second, offset from UTC in seconds).
    pub fn transitions(&self) -> &[(i64, i32)] {
        &self.transitions
    }

    /// Seconds that local time is ahead of UTC at `at`.
    pub fn offset_at(&self, at: Instant) -> i32 {
        let after = self.transitions.partition_point(|(from, _)| *from <= at.0);
        self.transitions[after.saturating_sub(1)].1
    }

    /// The wall clock at `at`.
    pub fn local_of(&self, at: Instant) -> LocalSecond {
        LocalSecond(at.0 + i64::from(self.offset_at(at)))
    }

    /// The first instant of a local day (T3): the first instant whose local date is `day` or
    /// later, so a date the zone never had starts where the next one does.
    pub fn start_of(&self, day: Day) -> Instant {
        self.first_at_or_after(day.midnight())
    }

    /// The local day of an instant: the `d` with `start_of(d) <= at < start_of(d + 1)`.
    pub fn day_of(&self, at: Instant) -> Day {
        let mut day = self.local_of(at).day();
        while self.start_of(Day(day.0 + 1)) <= at {
            day = Day(day.0 + 1);
        }
        while self.start_of(day) > at {
            day = Day(day.0 - 1);
        }
        day
    }

    /// The instant of a wall-clock time (T6): the earlier one of an ambiguous hour; a missing
    /// hour is moved forward by the gap.
    pub fn instant_of(&self, local: LocalSecond) -> Instant {
        let near = self.segments_near(local);
        for index in near.clone() {
            let (from, until, offset) = self.segment(index);
            let at = local.0 - offset;
            if from <= at && at < until {
                return Instant(at);
            }
        }
        // In a gap: the offset before the gap moves the clock forward by the gap's length.
        let mut offset = i64::from(self.transitions[0].1);
        for index in near {
            let (from, _, segment_offset) = self.segment(index);
            if from + segment_offset > local.0 {
                break;
            }
            offset = segment_offset;
        }
        Instant(local.0 - offset)
    }

    fn first_at_or_after(&self, local: LocalSecond) -> Instant {
        for index in self.segments_near(local) {
            let (from, until, offset) = self.segment(index);
            let at = (local.0 - offset).max(from);
            if at < until {
                return Instant(at);
            }
        }
        Instant(local.0 - i64::from(self.transitions[self.transitions.len() - 1].1))
    }

    /// Segments whose local times may include `local`: offsets are under a day, so two days on
    /// either side suffice.
    fn segments_near(&self, local: LocalSecond) -> std::ops::Range<usize> {
        let before = self.transitions.partition_point(|(from, _)| *from <= local.0 - 2 * DAY_SECONDS);
        let after = self.transitions.partition_point(|(from, _)| *from <= local.0 + 2 * DAY_SECONDS);
        before.saturating_sub(1)..after.max(1)
    }

    fn segment(&self, index: usize) -> (i64, i64, i64) {
        let from = if index == 0 { i64::MIN } else { self.transitions[index].0 };
        let until = self.transitions.get(index + 1).map_or(i64::MAX, |next| next.0);
        (from, until, i64::from(self.transitions[index].1))
    }
}
