//! Dates and timestamps → [`Times`].

use super::{gather, mistyped};
use crate::error::Result;
use crate::snapshot::array::{Array, Values};
use crate::snapshot::column::Times;
use crate::time::{Day, Days, Zone};
use std::borrow::Cow;

/// Starts of the local days of one zone, looked up by table where days lie close together.
#[derive(Debug)]
pub(in crate::snapshot) struct Calendar<'a> {
    zone: &'a Zone,
}

/// Most days that one column's codes can tell apart; code 0 is no day.
const CODES: i64 = 65_534;

impl<'a> Calendar<'a> {
    /// The calendar of a zone.
    pub(in crate::snapshot) fn new(zone: &'a Zone) -> Calendar<'a> {
        Calendar { zone }
    }

    /// The days from one second's to another's, if they are few enough for codes.
    fn days(&self, least: i64, greatest: i64) -> Option<Days> {
        Days::between(self.zone, least, greatest, CODES as u32)
    }
}

/// The UTC second of every row of an array, [`Times::MISSING`] without a value, and whether the
/// array holds dates without time, which happen at the start of the local day (T13).
pub(in crate::snapshot) fn seconds_of<'a>(array: &'a Array, calendar: &Calendar<'_>) -> Result<(Cow<'a, [i64]>, bool)> {
    let place = |row: u32, second: i64| if array.is_valid(row) { second } else { Times::MISSING };
    match &array.values {
        Values::Second(seconds) if array.valid.is_none() => Ok((Cow::Borrowed(seconds), false)),
        Values::Second(seconds) => Ok(((0..array.len).map(|row| place(row, seconds[row as usize])).collect(), false)),
        Values::Null => Ok((vec![Times::MISSING; array.len as usize].into(), false)),
        Values::Day(days) => {
            let valid = || (0..array.len).filter(|row| array.is_valid(*row)).map(|row| days[row as usize]);
            let (least, greatest) = (valid().min().unwrap_or(0), valid().max().unwrap_or(0));
            let table: Option<Vec<i64>> = (i64::from(greatest) - i64::from(least) < CODES)
                .then(|| (least..=greatest).map(|day| calendar.zone.start_of(Day(day)).0).collect());
            let start = |row: u32| {
                if !array.is_valid(row) {
                    return Times::MISSING;
                }
                let day = days[row as usize];
                match &table {
                    Some(table) => table[(day - least) as usize],
                    None => calendar.zone.start_of(Day(day)).0,
                }
            };
            Ok(((0..array.len).map(start).collect(), true))
        }
        other => Err(mistyped("dates or timestamps", other)),
    }
}

pub(super) fn load(array: &Array, rows: &[u32], calendar: &Calendar<'_>) -> Result<Times> {
    let (all, date_only) = seconds_of(array, calendar)?;
    Ok(coded(gather(&all, rows), date_only, calendar))
}

/// Times of these seconds, with the codes of their days.
pub(in crate::snapshot) fn coded(seconds: Vec<i64>, date_only: bool, calendar: &Calendar<'_>) -> Times {
    let present = || seconds.iter().copied().filter(|second| *second != Times::MISSING);
    let (Some(least), Some(greatest)) = (present().min(), present().max()) else {
        return Times { day_codes: vec![0; seconds.len()], seconds, date_only, first_day: Day(0) };
    };
    let Some(days) = calendar.days(least, greatest) else {
        return Times { seconds, date_only, day_codes: Vec::new(), first_day: Day(0) };
    };
    let code = |second: &i64| match *second {
        Times::MISSING => 0,
        second => days.index(second) as u16 + 1,
    };
    let day_codes = seconds.iter().map(code).collect();
    Times { seconds, date_only, day_codes, first_day: days.first() }
}
