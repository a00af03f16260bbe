//! Dates and timestamps → [`Times`].

use super::mistyped;
use crate::error::Result;
use crate::snapshot::array::{Array, Values};
use crate::snapshot::column::Times;
use crate::time::{DAY_SECONDS, Day, Instant, Zone};

/// Starts of the local days of one zone, looked up by table where days lie close together.
#[derive(Debug)]
pub(in crate::snapshot) struct Calendar<'a> {
    zone: &'a Zone,
}

/// Most days that one column's codes can tell apart; code 0 is no day.
const CODES: i64 = 65_534;

/// Starts of consecutive local days.
struct Starts {
    first: Day,
    /// `starts[i]` is the first second of day `first + i`; one more than there are days.
    starts: Vec<i64>,
}

impl<'a> Calendar<'a> {
    /// The calendar of a zone.
    pub(in crate::snapshot) fn new(zone: &'a Zone) -> Calendar<'a> {
        Calendar { zone }
    }

    /// The days from one second's to another's, if they are few enough for codes.
    fn starts(&self, least: i64, greatest: i64) -> Option<Starts> {
        let (first, last) = (self.zone.day_of(Instant(least)), self.zone.day_of(Instant(greatest)));
        let span = i64::from(last.0) - i64::from(first.0) + 1;
        (span <= CODES).then(|| Starts {
            first,
            starts: (0..=span as i32).map(|day| self.zone.start_of(Day(first.0 + day)).0).collect(),
        })
    }
}

impl Starts {
    /// The day of a second within the range, as a number from 0.
    fn index(&self, second: i64) -> usize {
        // Offsets change by at most a day or so in all: the guess is off by a step or two.
        let guess = (second - self.starts[0]).div_euclid(DAY_SECONDS).max(0) as usize;
        let mut index = guess.min(self.starts.len() - 2);
        while index + 2 < self.starts.len() && self.starts[index + 1] <= second {
            index += 1;
        }
        while index > 0 && self.starts[index] > second {
            index -= 1;
        }
        index
    }
}

/// The UTC second of every row of an array, [`Times::MISSING`] without a value, and whether the
/// array holds dates without time, which happen at the start of the local day (T13).
pub(in crate::snapshot) fn seconds_of(array: &Array, calendar: &Calendar<'_>) -> Result<(Vec<i64>, bool)> {
    let place = |row: u32, second: i64| if array.is_valid(row) { second } else { Times::MISSING };
    match &array.values {
        Values::Second(seconds) => Ok(((0..array.len).map(|row| place(row, seconds[row as usize])).collect(), false)),
        Values::Null => Ok((vec![Times::MISSING; array.len as usize], false)),
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
    let seconds: Vec<i64> = rows.iter().map(|row| all[*row as usize]).collect();
    let present = || seconds.iter().copied().filter(|second| *second != Times::MISSING);
    let (Some(least), Some(greatest)) = (present().min(), present().max()) else {
        return Ok(Times { day_codes: vec![0; seconds.len()], seconds, date_only, first_day: Day(0) });
    };
    let Some(starts) = calendar.starts(least, greatest) else {
        return Ok(Times { seconds, date_only, day_codes: Vec::new(), first_day: Day(0) });
    };
    let code = |second: &i64| match *second {
        Times::MISSING => 0,
        second => starts.index(second) as u16 + 1,
    };
    let day_codes = seconds.iter().map(code).collect();
    Ok(Times { seconds, date_only, day_codes, first_day: starts.first })
}
