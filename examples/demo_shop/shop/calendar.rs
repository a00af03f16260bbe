//! The shop's four years, second by second.

use std::fmt::Write;

/// Seconds of a day.
pub(crate) const DAY: u32 = 86_400;

/// Days from the shop's first to the snapshot.
pub(crate) const DAYS: u32 = 1461;

/// Seconds since the start of [`FIRST`], UTC.
pub(crate) type Second = u32;

/// The first day.
const FIRST: (u32, u32, u32) = (2022, 6, 1);

/// When the data was true: after the night of the last day.
pub(crate) const TAKEN_AT: Second = DAYS * DAY + 6 * 3600;

/// How busy a month is, in percent of an ordinary one; Christmas and the walking season stand out.
const BUSY: [u32; 12] = [80, 70, 85, 95, 110, 120, 115, 95, 85, 90, 145, 170];

/// A date for each day of the shop.
pub(crate) struct Calendar {
    dates: Vec<(u32, u32, u32)>,
}

impl Calendar {
    pub(crate) fn new() -> Calendar {
        let (mut year, mut month, mut day) = FIRST;
        let mut dates = Vec::new();
        for _ in 0..DAYS + 800 {
            dates.push((year, month, day));
            day += 1;
            if day > days_of(year, month) {
                (month, day) = (month + 1, 1);
            }
            if month > 12 {
                (year, month) = (year + 1, 1);
            }
        }
        Calendar { dates }
    }

    /// How busy the day is, in percent.
    pub(crate) fn busy(&self, day: u32) -> u32 {
        BUSY[self.dates[day as usize].1 as usize - 1]
    }

    /// Writes a day as `yyyy-mm-dd`.
    pub(crate) fn date(&self, out: &mut String, day: u32) {
        let (year, month, day) = self.dates[day as usize];
        let _ = write!(out, "{year}-{month:02}-{day:02}");
    }

    /// Writes an instant as ISO 8601 in UTC.
    pub(crate) fn instant(&self, out: &mut String, at: Second) {
        self.date(out, at / DAY);
        let second = at % DAY;
        let _ = write!(out, "T{:02}:{:02}:{:02}Z", second / 3600, second / 60 % 60, second % 60);
    }
}

fn days_of(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
