//! The proleptic Gregorian calendar.
//!
//! Conversions follow Howard Hinnant, "chrono-compatible low-level date algorithms".

use std::fmt;

/// A calendar date: days since 1970-01-01, any zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

/// A wall-clock second: seconds since 1970-01-01T00:00:00 on a clock without zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalSecond(pub i64);

impl Day {
    /// The date, or `None` if it does not exist. Years are 0001 to 9999.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Day> {
        if !(1..=9999).contains(&year) || !(1..=12).contains(&month) {
            return None;
        }
        if day < 1 || day > days_in_month(year, month) {
            return None;
        }
        Some(days_from_civil(year, month, day))
    }

    /// Year, month 1–12, day 1–31.
    pub fn ymd(self) -> (i32, u32, u32) {
        let z = self.0 + 719_468;
        let era = z.div_euclid(146_097);
        let day_of_era = z.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + i32::from(month <= 2);
        (year, month as u32, day as u32)
    }

    /// Reads `yyyy-mm-dd`; `None` for another form or a date that does not exist.
    pub fn parse(text: &str) -> Option<Day> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        let number = |range: std::ops::Range<usize>| -> Option<u32> {
            let part = text.get(range)?;
            part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?
        };
        Day::from_ymd(number(0..4)? as i32, number(5..7)?, number(8..10)?)
    }

    /// The date `days` later; stays within years 0001–9999.
    pub fn plus_days(self, days: i64) -> Day {
        let (first, last) = (days_from_civil(1, 1, 1), days_from_civil(9999, 12, 31));
        let sum = i64::from(self.0).saturating_add(days);
        Day(sum.clamp(i64::from(first.0), i64::from(last.0)) as i32)
    }

    /// The same day of the month `months` later, clamped to the month's end (T5).
    pub fn plus_months(self, months: i64) -> Day {
        let (year, month, day) = self.ymd();
        let index = (i64::from(year) * 12 + i64::from(month) - 1).saturating_add(months).clamp(12, 9999 * 12 + 11);
        let (year, month) = ((index / 12) as i32, (index % 12) as u32 + 1);
        days_from_civil(year, month, day.min(days_in_month(year, month)))
    }

    /// Midnight on a clock without zone.
    pub fn midnight(self) -> LocalSecond {
        LocalSecond(i64::from(self.0) * super::DAY_SECONDS)
    }
}

impl LocalSecond {
    /// The calendar date.
    pub fn day(self) -> Day {
        Day(self.0.div_euclid(super::DAY_SECONDS) as i32)
    }
}

/// Days in a month of the Gregorian calendar.
pub(crate) fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn days_from_civil(year: i32, month: u32, day: u32) -> Day {
    let year = year - i32::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted_month = (month as i32 + 9) % 12;
    let day_of_year = (153 * shifted_month + 2) / 5 + day as i32 - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Day(era * 146_097 + day_of_era - 719_468)
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Display for LocalSecond {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let second = self.0.rem_euclid(super::DAY_SECONDS);
        write!(f, "{}T{:02}:{:02}:{:02}", self.day(), second / 3600, second / 60 % 60, second % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_the_range_round_trips() {
        let mut expected = Day::from_ymd(1, 1, 1).unwrap();
        for year in 1..=9999 {
            for month in 1..=12 {
                for day in 1..=days_in_month(year, month) {
                    let date = Day::from_ymd(year, month, day).unwrap();
                    assert_eq!(date, expected);
                    assert_eq!(date.ymd(), (year, month, day));
                    expected = Day(expected.0 + 1);
                }
            }
        }
    }

    #[test]
    fn months_clamp_to_the_end() {
        let day = |text| Day::parse(text).unwrap();
        assert_eq!(day("2023-03-31").plus_months(-1), day("2023-02-28"));
        assert_eq!(day("2024-03-31").plus_months(-1), day("2024-02-29"));
        assert_eq!(day("2024-02-29").plus_months(-12), day("2023-02-28"));
        assert_eq!(day("2023-12-31").plus_months(2), day("2024-02-29"));
        assert_eq!(day("0001-01-15").plus_months(-5).to_string(), "0001-01-15");
    }
}
