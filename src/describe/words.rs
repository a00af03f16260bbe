//! Values in words: numbers, dates, texts, lists.

use super::Writer;
use super::language::Language;
use crate::catalogue::Type;
use crate::check::{value_path, written};
use crate::condition::{Literal, OffsetUnit, Test};
use crate::time::{Day, LocalSecond};

/// Most values of a list that are said.
const SAID: usize = 12;

/// How a value is to be shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Operand<'a> {
    pub(super) type_: Type,
    /// The catalogue's unit.
    pub(super) unit: Option<&'a str>,
    /// Whether money is in the shop's currency.
    pub(super) in_currency: bool,
}

impl Writer<'_> {
    /// The operand of that number.
    pub(super) fn value(&mut self, operand: &Operand<'_>, test: &Test, index: usize, path: &str) {
        match test.values.get(index) {
            Some(literal) => self.literal(operand, literal, &value_path(path, test.operator, index)),
            None => self.put("…", path),
        }
    }

    /// All operands, long lists cut.
    pub(super) fn list(&mut self, operand: &Operand<'_>, test: &Test, path: &str) {
        let language = self.context.language;
        let count = test.values.len();
        let said = if count > SAID + 1 { SAID } else { count };
        for index in 0..said {
            self.put(if index > 0 { language.comma } else { "" }, path);
            self.value(operand, test, index, path);
        }
        if said < count {
            self.put(language.comma, path);
            let left = grouped(&(count - said).to_string(), language);
            self.fill(language.more, path, &mut |writer, _| writer.put(&left, path));
        }
        if count == 0 {
            self.put("…", path);
        }
    }

    fn literal(&mut self, operand: &Operand<'_>, literal: &Literal, path: &str) {
        let language = self.context.language;
        match literal {
            Literal::Text(text) => self.put(&self.quoted(&self.shown_text(operand.type_, text)), path),
            Literal::Integer(digits) if matches!(operand.type_, Type::Id | Type::Ids | Type::Any) => {
                self.put(&self.quoted(digits), path);
            }
            Literal::Integer(digits) | Literal::Decimal(digits) => self.number(operand, digits, path),
            Literal::Date(_) | Literal::DateTime(_) | Literal::Today | Literal::Yesterday | Literal::Offset { .. } => {
                self.date(literal, path);
            }
            Literal::Boolean(yes) => self.put(language.booleans[usize::from(*yes)], path),
            Literal::Tuple(values) => {
                for (index, value) in values.iter().take(SAID).enumerate() {
                    self.put(if index > 0 { language.comma } else { "" }, path);
                    self.put(&written(value), path);
                }
            }
            Literal::Stat(name) => {
                let rank = name.strip_prefix('p').filter(|rank| rank.parse::<u8>().is_ok());
                match Language::look_up(language.statistics, if rank.is_some() { "p" } else { name }) {
                    Some(known) => {
                        let rank = rank.unwrap_or_default().trim_start_matches('0');
                        self.fill(known, path, &mut |writer, _| writer.put(rank, path));
                    }
                    None => self.put(&written(literal), path),
                }
            }
        }
    }

    fn number(&mut self, operand: &Operand<'_>, digits: &str, path: &str) {
        let language = self.context.language;
        let mut text = grouped(digits, language);
        let currency = self.context.snapshot.map(|snapshot| snapshot.currency.code.as_str());
        if let Some(code) = currency.filter(|_| operand.type_ == Type::Money && operand.in_currency) {
            text = format!("{text} {code}");
        }
        if let Some((_, one, many)) = language.units.iter().find(|(unit, _, _)| operand.unit == Some(*unit)) {
            text = format!("{text} {}", if digits == "1" { one } else { many });
        }
        self.put(&text, path);
    }

    /// A date as written, and what it resolved to if that is known and not said already.
    fn date(&mut self, literal: &Literal, path: &str) {
        let language = self.context.language;
        let words = match literal {
            Literal::Date(day) => return self.put(&language.on.replace("{0}", &date(*day, language)), path),
            Literal::DateTime(second) => {
                return self.put(&language.on.replace("{0}", &date_time(*second, language)), path);
            }
            Literal::Yesterday => language.yesterday.to_owned(),
            Literal::Offset { amount, unit } => offset(*amount, *unit, language),
            _ => language.today.to_owned(),
        };
        let resolved = self.context.dates.iter().find(|resolved| resolved.path == path);
        let Some(from) = resolved.and_then(|resolved| resolved.own.from) else {
            return self.put(&words, path);
        };
        let local = self.context.zone.local_of(from);
        let said = match literal {
            Literal::Offset { unit: OffsetUnit::Hour | OffsetUnit::Minute, .. } => date_time(local, language),
            _ => date(local.day(), language),
        };
        self.fill(language.resolved, path, &mut |writer, place| {
            writer.put(if place == 0 { &words } else { &said }, path);
        });
    }

    /// A text in the language's quotes.
    pub(super) fn quoted(&self, text: &str) -> String {
        let [open, close] = self.context.language.quotes;
        format!("{open}{text}{close}")
    }

    /// Values of closed lists in words, everything else as written.
    fn shown_text(&self, type_: Type, text: &str) -> String {
        let Type::Enum(closed) = type_ else { return text.to_owned() };
        let Some(canonical) = closed.canonical(&crate::value::upper(text)) else { return text.to_owned() };
        match Language::look_up(self.context.language.values, canonical) {
            Some(known) => known.to_owned(),
            None => canonical.to_ascii_lowercase().replace('_', " "),
        }
    }
}

/// Digits in groups of three, with the language's point.
fn grouped(digits: &str, language: &Language) -> String {
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(rest) => ("−", rest),
        None => ("", digits),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut text = sign.to_owned();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            text.push_str(language.thousands);
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push_str(language.point);
        text.push_str(fraction);
    }
    text
}

fn date(day: Day, language: &Language) -> String {
    let (year, month, day) = day.ymd();
    let month = language.months[month as usize - 1];
    language.date.replace("{0}", &day.to_string()).replace("{1}", month).replace("{2}", &year.to_string())
}

fn date_time(second: LocalSecond, language: &Language) -> String {
    let clock = second.to_string().split_off(11);
    language.date_time.replace("{0}", &date(second.day(), language)).replace("{1}", &clock)
}

fn offset(amount: i32, unit: OffsetUnit, language: &Language) -> String {
    let rolling = matches!(unit, OffsetUnit::Hour | OffsetUnit::Minute);
    let Some(words) = language.offsets.iter().find(|words| words.unit == unit.as_str()) else {
        return String::new();
    };
    let template = match amount {
        0 => return if rolling { language.now } else { language.today }.to_owned(),
        -1 => words.ago,
        1 => words.ahead,
        i32::MIN..=-2 => words.agos,
        _ => words.aheads,
    };
    template.replace("{0}", &grouped(&amount.unsigned_abs().to_string(), language))
}
