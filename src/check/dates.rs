//! Date literals, the windows their operators stand for (T1–T13) and anniversaries (T10).

use super::checked::{Positive, ResolvedDate};
use super::codes;
use super::fields::Subject;
use super::walk::Checker;
use super::written::{value_path, written};
use crate::condition::{Literal, OffsetUnit, Operator, Problem, Test};
use crate::time::{DAY_SECONDS, Day, Instant, LocalSecond, Window, parse_fact};

/// What one literal stands for: a local day or a second.
#[derive(Clone, Copy)]
struct Moment {
    from: Instant,
    until: Instant,
    /// The same span on the wall clock, by which the order of two ends is judged.
    clock: (i64, i64),
    /// Its local day.
    day: Day,
    /// Written out in full, so that it never moves.
    absolute: bool,
    /// Whether it is a second and not a day.
    second: bool,
}

impl Checker<'_> {
    /// The windows a comparison of dates stands for.
    pub(super) fn date_tests(&mut self, subject: &Subject<'_>, test: &Test) -> Option<Positive> {
        let operator = test.operator;
        let moments = self.moments(subject, test)?;
        let first = *moments.first()?;
        let window = |from, until| Window { from, until };
        let windows = match operator {
            Operator::Greater => vec![window(Some(first.until), None)],
            Operator::GreaterOrEqual => {
                self.lint_extra_day(subject, &test.values[0], first);
                vec![window(Some(first.from), None)]
            }
            Operator::Less => vec![window(None, Some(first.from))],
            Operator::LessOrEqual => vec![window(None, Some(first.until))],
            Operator::Between => vec![self.between(subject, test, first, *moments.get(1)?)?],
            _ => moments.iter().map(|moment| window(Some(moment.from), Some(moment.until))).collect(),
        };
        for (index, moment) in moments.iter().enumerate() {
            self.dates.push(ResolvedDate {
                path: value_path(&subject.path, operator, index),
                window: if windows.len() == 1 { windows[0] } else { windows[index] },
                own: window(Some(moment.from), Some(moment.until)),
            });
        }
        Some(Positive::During(windows))
    }

    /// The days an anniversary is compared with.
    pub(super) fn anniversary_tests(&mut self, subject: &Subject<'_>, test: &Test) -> Option<Positive> {
        let moments = self.moments(subject, test)?;
        let mut fine = true;
        for (index, moment) in moments.iter().enumerate() {
            if moment.second {
                fine = false;
                let path = value_path(&subject.path, test.operator, index);
                let message = "anniversary compares month and day; write a date, today or an offset of days.";
                self.problem(Problem::error(codes::NO_TIME_OF_DAY, path, message));
            }
        }
        let first = *moments.first().filter(|_| fine)?;
        let mut last = moments.last()?.day;
        let mut years = 0;
        while last < first.day && years < 10_000 {
            years += 1;
            last = moments.last()?.day.plus_months(12 * years);
        }
        let start = |day| self.zone.start_of(day);
        let window = Window { from: Some(start(first.day)), until: Some(start(Day(last.0 + 1))) };
        for (index, moment) in moments.iter().enumerate() {
            self.dates.push(ResolvedDate {
                path: value_path(&subject.path, test.operator, index),
                window,
                own: Window { from: Some(moment.from), until: Some(moment.until) },
            });
        }
        Some(Positive::AnniversaryIn(vec![(first.day, last)]))
    }

    fn moments(&mut self, subject: &Subject<'_>, test: &Test) -> Option<Vec<Moment>> {
        let moments: Vec<Option<Moment>> = (test.values.iter().enumerate())
            .map(|(index, literal)| self.moment(subject, literal, value_path(&subject.path, test.operator, index)))
            .collect();
        moments.into_iter().collect()
    }

    fn moment(&mut self, subject: &Subject<'_>, literal: &Literal, path: String) -> Option<Moment> {
        let relative = !matches!(literal, Literal::Date(_) | Literal::DateTime(_));
        let moment = match literal {
            Literal::Date(day) => self.day(*day),
            Literal::DateTime(clock) => self.second(self.zone.instant_of(*clock), *clock),
            Literal::Today => self.day(self.today),
            Literal::Yesterday => self.day(self.today.plus_days(-1)),
            Literal::Offset { amount, unit } => {
                let amount = i64::from(*amount);
                match unit {
                    OffsetUnit::Day => self.day(self.today.plus_days(amount)),
                    OffsetUnit::Week => self.day(self.today.plus_days(7 * amount)),
                    OffsetUnit::Month => self.day(self.today.plus_months(amount)),
                    OffsetUnit::Year => self.day(self.today.plus_months(12 * amount)),
                    OffsetUnit::Hour | OffsetUnit::Minute if subject.date_only => {
                        let message =
                            format!("{} has dates without a time of day; write the offset in days.", subject.name);
                        self.problem(Problem::error(codes::NO_TIME_OF_DAY, path, message));
                        return None;
                    }
                    OffsetUnit::Hour => self.rolling(3_600 * amount),
                    OffsetUnit::Minute => self.rolling(60 * amount),
                }
            }
            _ => {
                self.not_a_date(subject, literal, path);
                return None;
            }
        };
        if relative && self.first_relative.is_none() {
            self.first_relative = Some(path);
        }
        Some(Moment { absolute: !relative, ..moment })
    }

    fn day(&self, day: Day) -> Moment {
        let midnight = day.midnight().0;
        Moment {
            from: self.zone.start_of(day),
            until: self.zone.start_of(Day(day.0 + 1)),
            clock: (midnight, midnight + DAY_SECONDS),
            day,
            absolute: true,
            second: false,
        }
    }

    fn second(&self, at: Instant, clock: LocalSecond) -> Moment {
        Moment {
            from: at,
            until: Instant(at.0 + 1),
            clock: (clock.0, clock.0 + 1),
            day: clock.day(),
            absolute: true,
            second: true,
        }
    }

    fn rolling(&self, seconds: i64) -> Moment {
        let at = Instant(self.options.as_of.0.saturating_add(seconds));
        self.second(at, self.zone.local_of(at))
    }

    fn between(&mut self, subject: &Subject<'_>, test: &Test, first: Moment, last: Moment) -> Option<Window> {
        let reversed =
            if first.second && last.second { first.from >= last.until } else { first.clock.0 >= last.clock.1 };
        if !reversed {
            return Some(Window { from: Some(first.from), until: Some(last.until.max(first.from)) });
        }
        let (from, to) = (written(&test.values[0]), written(&test.values[1]));
        if first.absolute && last.absolute {
            let message = format!("BETWEEN takes the earlier date first: write BETWEEN {to} AND {from}.");
            self.problem(Problem::error(codes::REVERSED_RANGE, &subject.path, message));
            return None;
        }
        let message = format!("{from} is later than {to}, so no date is between them; swap the ends.");
        self.problem(Problem::warning(codes::EMPTY_RANGE, &subject.path, message));
        Some(Window { from: Some(first.from), until: Some(first.from) })
    }

    fn lint_extra_day(&mut self, subject: &Subject<'_>, literal: &Literal, moment: Moment) {
        let Literal::Offset { amount, unit: OffsetUnit::Day | OffsetUnit::Week } = literal else { return };
        let days = i64::from(self.today.0) - i64::from(moment.day.0);
        if *amount >= 0 || days <= 0 {
            return;
        }
        let offset = written(literal);
        let message = format!(
            "`>= {offset}` covers {} dates, {} to {}; write `> {offset}` for {days}.",
            days + 1,
            moment.day,
            self.today
        );
        self.problem(Problem::warning(codes::COVERS_EXTRA_DAY, format!("{}/operator", subject.path), message).fix(">"));
    }

    fn not_a_date(&mut self, subject: &Subject<'_>, literal: &Literal, path: String) {
        let how = format!("{} is a date; write it like 2024-01-31, today or -30d", subject.name);
        let problem = match literal {
            Literal::Text(text) if is_date(text.trim()) => {
                Problem::error(codes::QUOTED_DATE, path, format!("{how}, without quotes.")).fix(text.trim())
            }
            _ => Problem::error(codes::WRONG_TYPE, path, format!("{how} instead of {}.", written(literal))),
        };
        self.problem(problem);
    }
}

/// Whether the text, without its quotes, is a date literal.
fn is_date(text: &str) -> bool {
    let offset = || {
        let digits = text.strip_prefix(['+', '-'])?.trim_start_matches(|c: char| c.is_ascii_digit());
        (digits.len() + 1 < text.len() && ["d", "w", "m", "y", "h", "min"].contains(&digits)).then_some(())
    };
    let clock = || text.len() == 19 && text.as_bytes()[10] == b'T' && parse_fact(text).is_some();
    Day::parse(text).is_some()
        || text.eq_ignore_ascii_case("today")
        || text.eq_ignore_ascii_case("yesterday")
        || offset().is_some()
        || clock()
}
