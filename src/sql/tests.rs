//! Tests of values as conditions that are never NULL.

use super::operands::Value;
use super::{Dialect, Said, Writer, group};
use crate::check::{Bound, Positive, Range, Statistic, StatisticBound, ValueTest};
use crate::snapshot::{Key, Kind};
use crate::time::{Day, Instant, Window};
use crate::value::Decimal;

/// Most decimals of an average and of what it is compared with.
const AVERAGE_DECIMALS: u8 = 6;

impl Writer<'_> {
    /// Whether a value passes a test.
    pub(super) fn test(&mut self, value: &Value, test: &ValueTest) -> Said<String> {
        if let Value::Either { when, first, second } = value {
            let (first, second) = (self.test(first, test)?, self.test(second, test)?);
            return Ok(format!("CASE WHEN {when} THEN {first} ELSE {second} END"));
        }
        let present = self.present(value);
        let positive = match (&test.positive, value) {
            (Positive::Missing, Value::List { sql, .. }) => self.dialect.empty(sql),
            (Positive::Missing, _) => format!("NOT ({present})"),
            (_, Value::Nothing) => "FALSE".to_owned(),
            // No element passes where there is none.
            (positive, Value::List { .. } | Value::Number { counter: true, .. }) => self.positive(value, positive)?,
            (positive, _) => format!("({present} AND {})", self.positive(value, positive)?),
        };
        Ok(match (test.negated, test.strict) {
            (false, _) => positive,
            (true, false) => format!("NOT ({positive})"),
            (true, true) => format!("({present} AND NOT ({positive}))"),
        })
    }

    fn present(&mut self, value: &Value) -> String {
        match value {
            Value::Number { counter: true, .. } => "TRUE".to_owned(),
            Value::Time { sql, .. } | Value::Number { sql, .. } | Value::Text { sql, .. } | Value::Boolean { sql } => {
                format!("{sql} IS NOT NULL")
            }
            Value::Average { sum, .. } => format!("{sum} IS NOT NULL"),
            Value::List { sql, .. } => format!("NOT ({})", self.dialect.empty(sql)),
            Value::Days(time) => self.present(time),
            Value::Years(time) => {
                let today = self.zone.day_of(self.options.as_of);
                let born = self.before(time, self.zone.start_of(Day(today.0 + 1)));
                format!("{} AND {born}", self.present(time))
            }
            Value::Score { better, .. } => format!("{better} IS NOT NULL"),
            Value::Either { when, first, second } => {
                let (first, second) = (self.present(first), self.present(second));
                format!("CASE WHEN {when} THEN {first} ELSE {second} END")
            }
            Value::Nothing => "FALSE".to_owned(),
        }
    }

    /// A positive statement about a value that is present.
    fn positive(&mut self, value: &Value, positive: &Positive) -> Said<String> {
        match (positive, value) {
            (Positive::During(windows), time @ Value::Time { .. }) => Ok(self.during(time, windows)),
            (Positive::Within(ranges), _) => self.within(value, ranges),
            (Positive::AgainstStatistic { low, high }, _) => self.against(value, *low, *high),
            (Positive::OneOf(keys) | Positive::ContainsAny(keys), Value::Text { sql, key }) => {
                self.one_of(sql, *key, keys)
            }
            (Positive::OneOf(keys) | Positive::ContainsAny(keys), Value::List { sql, key }) => {
                self.contains_any(sql, *key, keys)
            }
            (Positive::ContainsAll(keys), Value::List { sql, key }) => {
                let parts: Vec<String> = (keys.iter())
                    .map(|one| self.contains_any(sql, *key, std::slice::from_ref(one)))
                    .collect::<Said<_>>()?;
                Ok(group(&parts, " AND ", "TRUE"))
            }
            (Positive::PathContains(stretches), Value::Text { sql, .. }) => self.path(sql, stretches),
            (Positive::PathContains(stretches), Value::List { sql, .. }) => {
                let element = self.dialect.element("x");
                let passes = self.path(&element, stretches)?;
                Ok(self.dialect.any(sql, "x", &passes))
            }
            (Positive::StartsWith(text), Value::Text { sql, .. }) => self.part(sql, text, Dialect::starts),
            (Positive::EndsWith(text), Value::Text { sql, .. }) => self.part(sql, text, Dialect::ends),
            (Positive::Substring(text), Value::Text { sql, .. }) => self.part(sql, text, Dialect::contains),
            (Positive::Is(yes), Value::Boolean { sql }) => {
                Ok(format!("{sql} = {}", if *yes { "TRUE" } else { "FALSE" }))
            }
            (Positive::AnniversaryIn(spans), time) => {
                let date = self.local_date(time)?;
                Ok(anniversaries(&self.dialect.month_and_day(&date), spans))
            }
            (Positive::Near { .. }, _) => self.refuse("distances between places"),
            _ => self.refuse("this test"),
        }
    }

    fn during(&mut self, time: &Value, windows: &[Window]) -> String {
        let mut parts = Vec::new();
        for window in windows {
            let from = window.from.map(|from| self.since(time, from));
            let until = window.until.map(|until| self.before(time, until));
            let ends: Vec<String> = from.into_iter().chain(until).collect();
            parts.push(group(&ends, " AND ", "TRUE"));
        }
        group(&parts, " OR ", "FALSE")
    }

    /// Whether a time is earlier than an instant.
    pub(super) fn before(&self, time: &Value, at: Instant) -> String {
        match self.place(time, at) {
            Ok((sql, literal)) => format!("{sql} < {literal}"),
            Err(later) => if later { "TRUE" } else { "FALSE" }.to_owned(),
        }
    }

    /// Whether a time is an instant or later.
    pub(super) fn since(&self, time: &Value, at: Instant) -> String {
        match self.place(time, at) {
            Ok((sql, literal)) => format!("{sql} >= {literal}"),
            Err(later) => if later { "FALSE" } else { "TRUE" }.to_owned(),
        }
    }

    /// The expression and the literal to compare it with, or whether the instant is later than
    /// any that can be. Dates happen at the start of their day: the first that is not before.
    fn place<'v>(&self, time: &'v Value, at: Instant) -> Result<(&'v str, String), bool> {
        let (first, last) = self.dialect.instants();
        let Value::Time { sql, date } = time else { return Err(false) };
        if at < first || at > last {
            return Err(at > last);
        }
        if !date {
            return Ok((sql, self.dialect.instant(at)));
        }
        let mut day = self.zone.day_of(at);
        if self.zone.start_of(day) < at {
            day = Day(day.0 + 1);
        }
        while self.zone.start_of(Day(day.0 - 1)) >= at {
            day = Day(day.0 - 1);
        }
        Ok((sql, self.dialect.day(day)))
    }

    fn within(&mut self, value: &Value, ranges: &[Range]) -> Said<String> {
        let mut parts = Vec::new();
        for range in ranges {
            parts.push(match value {
                Value::Number { sql, scale, .. } => self.number_within(sql, *scale, range),
                Value::Average { sum, count, scale } => self.average_within(sum, count, *scale, range)?,
                Value::Days(time) => {
                    let window = self.days_window(range);
                    self.time_within(time, window)
                }
                Value::Years(time) => {
                    let window = self.years_window(range);
                    self.time_within(time, window)
                }
                Value::Score { better, among } => score_within(better, among, range),
                _ => return self.refuse("a number of this value"),
            });
        }
        Ok(group(&parts, " OR ", "FALSE"))
    }

    fn time_within(&mut self, time: &Value, window: Window) -> String {
        match time {
            Value::Either { when, first, second } => {
                let (first, second) = (self.time_within(first, window), self.time_within(second, window));
                format!("CASE WHEN {when} THEN {first} ELSE {second} END")
            }
            _ => self.during(time, &[window]),
        }
    }

    /// The numbers of a range that `scale` decimals can tell apart.
    fn number_within(&self, sql: &str, scale: u8, range: &Range) -> String {
        let mut ends = Vec::new();
        if let Some(low) = range.low {
            let (operator, at) =
                if low.included { (">=", ceiling(low.at, scale)) } else { (">", low.at.floor_at_scale(scale)) };
            ends.push(format!("{sql} {operator} {}", self.number(at, scale)));
        }
        if let Some(high) = range.high {
            let (operator, at) =
                if high.included { ("<=", high.at.floor_at_scale(scale)) } else { ("<", ceiling(high.at, scale)) };
            ends.push(format!("{sql} {operator} {}", self.number(at, scale)));
        }
        group(&ends, " AND ", "TRUE")
    }

    /// `mantissa / 10^scale` as the dialect holds numbers.
    fn number(&self, mantissa: i128, scale: u8) -> String {
        if self.dialect == Dialect::Sqlite || scale == 0 {
            return mantissa.to_string();
        }
        self.dialect.decimal(&Decimal::new(mantissa, scale).normalized().to_string(), scale)
    }

    /// A quotient against bounds, without division: sum against bound × count (A3). SQLite, whose
    /// products may leave 64 bits, compares the quotient's whole parts instead.
    fn average_within(&mut self, sum: &str, count: &str, scale: u8, range: &Range) -> Said<String> {
        let mut ends = Vec::new();
        for (bound, lower) in [(range.low, true), (range.high, false)] {
            let Some(Bound { at, included }) = bound else { continue };
            let at = at.normalized();
            let operator = operator(lower, included);
            if self.dialect == Dialect::Sqlite {
                let Some(whole) = at.at_scale(scale) else {
                    return self.refuse("an average with more decimals than its values");
                };
                let quotient = whole_quotient(sum, count, lower == included);
                ends.push(format!("{quotient} {operator} {whole}"));
            } else if at.scale().max(scale) <= AVERAGE_DECIMALS {
                let wide = scale.max(at.scale());
                let factor = self.dialect.decimal(&at.to_string(), wide);
                let (left, right) = self.dialect.product(sum, &factor, count, wide);
                ends.push(format!("{left} {operator} {right}"));
            } else {
                return self.refuse("an average against a number of so many digits");
            }
        }
        Ok(group(&ends, " AND ", "TRUE"))
    }

    /// A number against figures over all customers for whom it is present (M7).
    fn against(&mut self, value: &Value, low: Option<StatisticBound>, high: Option<StatisticBound>) -> Said<String> {
        let Value::Number { sql, scale, .. } = value else {
            return self.refuse("statistics over averages, days or scores");
        };
        self.based = true;
        let mut ends = Vec::new();
        for (bound, lower) in [(low, true), (high, false)] {
            let Some(StatisticBound { statistic, included }) = bound else { continue };
            let operator = operator(lower, included);
            let over = |figure: &str| format!("(SELECT {figure} FROM base AS c)");
            let compared = match statistic {
                Statistic::Minimum => format!("{sql} {operator} {}", over(&format!("min({sql})"))),
                Statistic::Maximum => format!("{sql} {operator} {}", over(&format!("max({sql})"))),
                // Nearest rank: the first whose place covers that share.
                Statistic::Percentile(rank) => format!(
                    "{sql} {operator} (SELECT x.v FROM (SELECT {sql} AS v, row_number() OVER (ORDER BY {sql}) AS place, \
                     count(*) OVER () AS total FROM base AS c WHERE {sql} IS NOT NULL) AS x \
                     WHERE 100 * (x.place - 1) < {rank} * x.total AND {rank} * x.total <= 100 * x.place)"
                ),
                Statistic::Average => {
                    let (sum, count) =
                        (over(&format!("sum({})", self.dialect.summand(sql))), over(&format!("count({sql})")));
                    if self.dialect == Dialect::Sqlite {
                        format!("{sql} {operator} {}", whole_quotient(&sum, &count, lower != included))
                    } else {
                        let (right, left) = self.dialect.product(&sum, sql, &count, *scale);
                        format!("{left} {operator} {right}")
                    }
                }
            };
            ends.push(format!("COALESCE({compared}, FALSE)"));
        }
        Ok(group(&ends, " AND ", "TRUE"))
    }

    fn one_of(&mut self, sql: &str, key: Key, keys: &[String]) -> Said<String> {
        let sql = match key {
            Key::Plain(Kind::Enum) | Key::Subscription => self.upper(sql, keys)?,
            Key::Plain(Kind::Folded) => self.folded(sql, keys)?,
            // These columns hold keys.
            Key::Plain(Kind::Exact | Kind::Id) | Key::Country | Key::Domain | Key::DomainOfEmail => sql.to_owned(),
            Key::Path => return self.refuse("a category as a whole"),
        };
        let literals: Vec<String> = keys.iter().map(|key| self.text(key)).collect::<Said<_>>()?;
        Ok(match &literals[..] {
            [] => "FALSE".to_owned(),
            [one] => format!("{sql} = {one}"),
            _ => format!("{sql} IN ({})", literals.join(", ")),
        })
    }

    fn contains_any(&mut self, sql: &str, key: Key, keys: &[String]) -> Said<String> {
        let element = self.dialect.element("x");
        let passes = self.one_of(&element, key, keys)?;
        Ok(self.dialect.any(sql, "x", &passes))
    }

    /// Whether a category path, its components joined by ` > `, has one of the stretches.
    fn path(&mut self, sql: &str, stretches: &[Vec<String>]) -> Said<String> {
        let bounded: Vec<String> = stretches.iter().map(|stretch| format!(" > {} > ", stretch.join(" > "))).collect();
        let folded = self.folded(sql, &bounded)?;
        let edge = self.dialect.text(" > ");
        let whole = self.dialect.concat(&[edge.clone(), folded, edge]);
        let mut parts = Vec::new();
        for stretch in &bounded {
            if stretch.contains('\0') {
                return self.refuse("a text with the character NUL");
            }
            parts.push(self.dialect.contains(&whole, stretch));
        }
        Ok(group(&parts, " OR ", "FALSE"))
    }

    fn part(&mut self, sql: &str, text: &str, holds: impl Fn(Dialect, &str, &str) -> String) -> Said<String> {
        // Every text has the empty one.
        if text.is_empty() {
            return Ok("TRUE".to_owned());
        }
        self.text(text)?;
        Ok(holds(self.dialect, sql, text))
    }

    /// The times whose local day is so many days before today.
    fn days_window(&self, range: &Range) -> Window {
        let today = self.zone.day_of(self.options.as_of);
        let (low, high) = whole_ends(range);
        let day = |ago: i64| today.plus_days(-ago);
        Window {
            from: high.map(|high| self.zone.start_of(day(high))),
            until: low.map(|low| self.zone.start_of(day(low.saturating_sub(1)))),
        }
    }

    /// The times of birth that make so many full years.
    fn years_window(&self, range: &Range) -> Window {
        let (low, high) = whole_ends(range);
        let today = self.zone.day_of(self.options.as_of);
        // The last day of birth that makes `age` full years; born on 29 February, on the 28th.
        let born = |age: i64| {
            let months = 12 * age.clamp(-10_000, 10_000);
            let mut day = today.plus_months(-months);
            while Day(day.0 + 1).plus_months(months) <= today && day.0 < today.plus_months(-months).0 + 2 {
                day = Day(day.0 + 1);
            }
            day
        };
        let after = |age: i64| self.zone.start_of(Day(born(age).0 + 1));
        let until = low.filter(|low| *low > 0).map(after);
        let from = high.map(|high| match high {
            ..0 => Instant(i64::MAX / 2),
            _ => after(high.saturating_add(1)),
        });
        Window { from, until }
    }
}

/// The whole numbers of a range: least and greatest.
fn whole_ends(range: &Range) -> (Option<i64>, Option<i64>) {
    let narrow = |number: i128| number.clamp(-10_000_000, 10_000_000) as i64;
    let low = range.low.map(|low| if low.included { ceiling(low.at, 0) } else { low.at.floor_at_scale(0) + 1 });
    let high = range.high.map(|high| if high.included { high.at.floor_at_scale(0) } else { ceiling(high.at, 0) - 1 });
    (low.map(narrow), high.map(narrow))
}

/// `score = 5 − ⌊5 × better / among⌋` in a range, without division.
fn score_within(better: &str, among: &str, range: &Range) -> String {
    let (low, high) = whole_ends(range);
    let ends: Vec<String> = (low.map(|low| format!("5 * {better} < {} * {among}", 6 - low)).into_iter())
        .chain(high.map(|high| format!("5 * {better} >= {} * {among}", 5 - high)))
        .collect();
    group(&ends, " AND ", "TRUE")
}

/// The least number of `scale` decimals that is not below.
fn ceiling(number: Decimal, scale: u8) -> i128 {
    let floor = number.floor_at_scale(scale);
    if number.at_scale(scale).is_some() { floor } else { floor + 1 }
}

const fn operator(lower: bool, included: bool) -> &'static str {
    match (lower, included) {
        (true, true) => ">=",
        (true, false) => ">",
        (false, true) => "<=",
        (false, false) => "<",
    }
}

/// The whole number below or above a quotient of whole numbers.
fn whole_quotient(sum: &str, count: &str, below: bool) -> String {
    match below {
        true => format!("({sum} / {count} - ({sum} % {count} < 0))"),
        false => format!("({sum} / {count} + ({sum} % {count} > 0))"),
    }
}

/// Month and day within spans of dates; 29 February is kept on the 28th in common years (T10).
fn anniversaries(month_and_day: &str, spans: &[(Day, Day)]) -> String {
    const LEAP: i32 = 2000;
    let mut kept = std::collections::BTreeSet::new();
    for (first, last) in spans {
        // Every date of a year, in leap years and in common ones, is met within 800 days.
        for day in first.0..=last.0.min(first.0 + 800) {
            let (year, month, day) = Day(day).ymd();
            kept.insert((month, day));
            if (month, day) == (2, 28) && Day::from_ymd(year, 2, 29).is_none() {
                kept.insert((2, 29));
            }
        }
    }
    let first = Day::from_ymd(LEAP, 1, 1).map_or(0, |day| day.0);
    let mut runs: Vec<(u32, u32)> = Vec::new();
    let mut open = false;
    for day in first..first + 366 {
        let (_, month, day) = Day(day).ymd();
        let number = month * 100 + day;
        match (kept.contains(&(month, day)), open) {
            (true, true) => runs.last_mut().expect("a run is open").1 = number,
            (true, false) => runs.push((number, number)),
            _ => {}
        }
        open = kept.contains(&(month, day));
    }
    let parts: Vec<String> =
        runs.iter().map(|(first, last)| format!("{month_and_day} BETWEEN {first} AND {last}")).collect();
    group(&parts, " OR ", "FALSE")
}
