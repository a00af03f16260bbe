//! Local days of many instants at once.

use super::{DAY_SECONDS, Day, Instant, Zone};

/// The starts of consecutive local days of a zone.
#[derive(Debug)]
pub struct Days {
    first: Day,
    /// `starts[i]` is the first second of day `first + i`; one more than there are days.
    starts: Vec<i64>,
}

impl Days {
    /// The days from one second's to another's; `None` if they are more than `most`.
    pub fn between(zone: &Zone, least: i64, greatest: i64, most: u32) -> Option<Days> {
        let (first, last) = (zone.day_of(Instant(least)), zone.day_of(Instant(greatest)));
        let span = i64::from(last.0) - i64::from(first.0) + 1;
        (span <= i64::from(most))
            .then(|| Days { first, starts: (0..=span as i32).map(|day| zone.start_of(Day(first.0 + day)).0).collect() })
    }

    /// The first day.
    pub fn first(&self) -> Day {
        self.first
    }

    /// How many days after the first a second's day is; the second is in one of the days.
    pub fn index(&self, second: i64) -> usize {
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
