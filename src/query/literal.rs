//! Literals as words of the text, both ways.

use super::codes;
use crate::condition::{Literal, OffsetUnit};
use crate::time::{DAY_SECONDS, Day, LocalSecond};

/// A number, date or offset that is not written as the language writes it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Malformed {
    pub(super) code: &'static str,
    pub(super) message: String,
    /// What was meant, if that is certain.
    pub(super) meant: Option<Literal>,
}

/// The literal's spelling.
pub fn written(literal: &Literal) -> String {
    match literal {
        Literal::Text(text) => quoted(text),
        Literal::Integer(digits) | Literal::Decimal(digits) => digits.clone(),
        Literal::Date(day) => day.to_string(),
        Literal::DateTime(second) => second.to_string(),
        Literal::Today => "today".to_owned(),
        Literal::Yesterday => "yesterday".to_owned(),
        Literal::Offset { amount, unit } => format!("{amount:+}{}", unit.as_str()),
        Literal::Boolean(yes) => yes.to_string(),
        Literal::Tuple(values) => format!("({})", values.iter().map(written).collect::<Vec<_>>().join(", ")),
        Literal::Stat(name) => format!("stat({})", quoted(name)),
    }
}

/// The text between quotes.
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

/// Whether the literal's spelling reads back as itself.
pub(super) fn is_writable(literal: &Literal) -> bool {
    match literal {
        Literal::Integer(digits) => is_integer(digits),
        Literal::Decimal(digits) => is_decimal(digits),
        Literal::Date(day) => is_dated(*day),
        Literal::DateTime(second) => {
            let day = second.day();
            is_dated(day) && (0..DAY_SECONDS).contains(&second.0.wrapping_sub(day.midnight().0))
        }
        Literal::Tuple(values) => {
            !values.is_empty() && values.iter().all(|value| !matches!(value, Literal::Tuple(_)) && is_writable(value))
        }
        _ => true,
    }
}

/// Whether the day is in the years that are written, 0001 to 9999.
fn is_dated(day: Day) -> bool {
    day.plus_days(0) == day
}

/// The literal of a word that begins with a sign, a digit or a point.
pub(super) fn read(word: &str) -> Result<Literal, Malformed> {
    let (sign, unsigned) = match word.as_bytes()[0] {
        b'+' => ("", &word[1..]),
        b'-' => ("-", &word[1..]),
        _ => ("", word),
    };
    let signed = unsigned.len() < word.len();
    if is_integer(unsigned) {
        return Ok(Literal::Integer(format!("{sign}{unsigned}")));
    }
    if is_decimal(unsigned) {
        return Ok(Literal::Decimal(format!("{sign}{unsigned}")));
    }
    if !signed {
        if let Some(day) = Day::parse(word) {
            return Ok(Literal::Date(day));
        }
        if let Some(named) = named_date(word) {
            return named;
        }
        if is_datelike(word) {
            return date(word);
        }
    }
    let letters = unsigned.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = &unsigned[..unsigned.len() - letters.len()];
    if !digits.is_empty() && !letters.is_empty() && letters.chars().all(char::is_alphabetic) {
        return offset(word, signed, &format!("{sign}{digits}"), letters);
    }
    Err(bad_number(word, sign, unsigned))
}

/// Whether the text is digits, with a minus at most.
pub(super) fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Whether the text is digits, a point and digits, with a minus at most.
pub(super) fn is_decimal(text: &str) -> bool {
    text.split_once('.').is_some_and(|(whole, part)| is_integer(whole) && !part.starts_with('-') && is_integer(part))
}

/// `-90d` as an offset; `None` if it is anything else.
pub(super) fn strict_offset(text: &str) -> Option<Literal> {
    let digits = text.strip_prefix(['+', '-'])?;
    let letters = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    let unit = unit(letters)?;
    let amount = text[..text.len() - letters.len()].parse().ok()?;
    Some(Literal::Offset { amount, unit })
}

/// `yyyy-mm-ddTHH:mm:ss`; `None` if it is anything else or no such time exists.
pub(super) fn strict_datetime(text: &str) -> Option<Literal> {
    let day = Day::parse(text.get(..10)?)?;
    let clock = text[10..].strip_prefix('T').filter(|clock| clock.len() == 8)?;
    clock_of(clock).filter(|clock| clock.0 < DAY_SECONDS).map(|(seconds, _)| at(day, seconds))
}

fn at(day: Day, seconds: i64) -> Literal {
    Literal::DateTime(LocalSecond(day.midnight().0 + seconds))
}

fn unit(letters: &str) -> Option<OffsetUnit> {
    OffsetUnit::ALL.into_iter().find(|unit| unit.as_str() == letters)
}

fn meant_unit(letters: &str) -> Option<OffsetUnit> {
    let lower = letters.to_ascii_lowercase();
    Some(match lower.as_str() {
        "day" | "days" => OffsetUnit::Day,
        "wk" | "week" | "weeks" => OffsetUnit::Week,
        "mo" | "month" | "months" => OffsetUnit::Month,
        "yr" | "year" | "years" => OffsetUnit::Year,
        "hr" | "hrs" | "hour" | "hours" => OffsetUnit::Hour,
        "mins" | "minute" | "minutes" => OffsetUnit::Minute,
        _ => return unit(&lower),
    })
}

fn offset(word: &str, signed: bool, number: &str, letters: &str) -> Result<Literal, Malformed> {
    let bad = |message: String, meant| Malformed { code: codes::BAD_OFFSET, message, meant };
    let Some(meant) = meant_unit(letters) else {
        let message = match signed {
            true => format!("`{word}` has an unknown unit; use d, w, m, y, h or min, like -30d."),
            false => return Err(bad_number(word, "", word)),
        };
        return Err(bad(message, None));
    };
    if !signed {
        let unit = meant.as_str();
        return Err(bad(format!("Write -{number}{unit} for the past or +{number}{unit} for the future."), None));
    }
    let Ok(amount) = number.parse() else {
        return Err(bad(format!("`{word}` is too far away; write at most nine digits."), None));
    };
    let literal = Literal::Offset { amount, unit: meant };
    if unit(letters).is_some() {
        return Ok(literal);
    }
    Err(bad(format!("Write the unit of `{word}` as {}: {}.", meant.as_str(), written(&literal)), Some(literal)))
}

/// `30_days_ago`; only four of them were ever part of the language.
fn named_date(word: &str) -> Option<Result<Literal, Malformed>> {
    let (number, rest) = word.split_once('_')?;
    let unit = meant_unit(rest.strip_suffix("_ago")?)?;
    let amount = number.parse::<i32>().ok()?;
    let literal = Literal::Offset { amount: -amount, unit };
    if ["12_months_ago", "90_days_ago", "30_days_ago", "7_days_ago"].contains(&word) {
        return Some(Ok(literal));
    }
    let message = format!("There is no named date `{word}`; write {}.", written(&literal));
    Some(Err(Malformed { code: codes::BAD_OFFSET, message, meant: Some(literal) }))
}

fn bad_number(word: &str, sign: &str, unsigned: &str) -> Malformed {
    let plain = unsigned.replace('_', "");
    let meant = if is_integer(&plain) {
        Some(Literal::Integer(format!("{sign}{plain}")))
    } else if let Some(whole) = plain.strip_suffix('.').filter(|whole| is_integer(whole)) {
        Some(Literal::Integer(format!("{sign}{whole}")))
    } else if is_decimal(&format!("0{plain}")) && plain.starts_with('.') {
        Some(Literal::Decimal(format!("{sign}0{plain}")))
    } else if is_decimal(&plain) {
        Some(Literal::Decimal(format!("{sign}{plain}")))
    } else {
        None
    };
    let shown = shown(word);
    let message = match &meant {
        Some(literal) => format!("Write {} instead of {shown}.", written(literal)),
        None => format!("{shown} is no number; write digits with at most one point, or put text in quotes."),
    };
    Malformed { code: codes::BAD_NUMBER, message, meant }
}

/// At most 40 letters of a stretch of the text, in backticks, for a sentence.
pub(super) fn shown(word: &str) -> String {
    match word.char_indices().nth(40) {
        None => format!("`{word}`"),
        Some((end, _)) => format!("`{}…`", &word[..end]),
    }
}

/// Whether three numbers are joined as in a date.
fn is_datelike(word: &str) -> bool {
    let date = word.split(['T', 't', ' ']).next().unwrap_or(word);
    date_parts(date).is_some()
}

fn date_parts(date: &str) -> Option<[&str; 3]> {
    let separator = ['-', '/', '.'].into_iter().find(|separator| date.contains(*separator))?;
    let mut parts = date.split(separator);
    let parts = [parts.next()?, parts.next()?, parts.next().filter(|_| true)?];
    let digits = |part: &&str| is_integer(part) && part.len() <= 4;
    let joined = parts.iter().map(|part| part.len() + 1).sum::<usize>() == date.len() + 1;
    (joined && parts.iter().all(digits)).then_some(parts)
}

/// A date, or date and time, that is not exactly `yyyy-mm-dd` of a day that exists.
fn date(word: &str) -> Result<Literal, Malformed> {
    let end = word.find(['T', 't', ' ']).unwrap_or(word.len());
    let (date, rest) = word.split_at(end);
    let Some([year, month, day]) = date_parts(date) else { return Err(bad_number(word, "", word)) };
    let number = |part: &str| part.parse::<u32>().unwrap_or(0);
    if year.len() != 4 {
        let message = format!("{} is no date; write year, month and day, like 2024-01-31.", shown(word));
        return Err(Malformed { code: codes::BAD_DATE, message, meant: None });
    }
    let Some(found) = Day::from_ymd(number(year) as i32, number(month), number(day)) else {
        let message = format!("There is no day {date}; write a date of the calendar, like 2024-01-31.");
        return Err(Malformed { code: codes::IMPOSSIBLE_DATE, message, meant: None });
    };
    if rest.is_empty() {
        let message = format!("Write {found} instead of {}.", shown(word));
        return Err(Malformed { code: codes::BAD_DATE, message, meant: Some(Literal::Date(found)) });
    }
    if let Some(literal) = strict_datetime(word) {
        return Ok(literal);
    }
    let meant = match clock_of(&rest[1..]) {
        Some((DAY_SECONDS, true)) => Some(at(found.plus_days(1), 0)),
        Some((seconds, true)) if seconds < DAY_SECONDS => Some(at(found, seconds)),
        _ => None,
    };
    let message = match &meant {
        Some(literal) => {
            format!("Write the time as {}: the shop's clock, whole seconds, no zone, no 24:00.", written(literal))
        }
        None => format!("{} is no time; write it like 2024-01-31T09:30:00.", shown(word)),
    };
    Err(Malformed { code: codes::BAD_DATETIME, message, meant })
}

/// Seconds of the day of `hh:mm[:ss[.fff]][zone]` and whether anything but known parts is absent.
fn clock_of(text: &str) -> Option<(i64, bool)> {
    let two = |range: std::ops::Range<usize>| -> Option<i64> {
        let part = text.get(range)?;
        part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?
    };
    if text.get(2..3)? != ":" {
        return None;
    }
    let (hours, minutes) = (two(0..2)?, two(3..5)?);
    let mut rest = &text[5..];
    let mut seconds = 0;
    if rest.starts_with(':') {
        seconds = two(6..8)?;
        rest = &text[8..];
        if let Some(fraction) = rest.strip_prefix('.') {
            rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
        }
    }
    let zone = rest.trim_start_matches(['+', '-']);
    let known = rest.is_empty()
        || rest.eq_ignore_ascii_case("z")
        || (zone.len() + 1 == rest.len() && zone.bytes().all(|b| b.is_ascii_digit() || b == b':'));
    let last = hours == 24 && minutes == 0 && seconds == 0;
    ((hours < 24 || last) && minutes < 60 && seconds < 60).then_some((hours * 3600 + minutes * 60 + seconds, known))
}
