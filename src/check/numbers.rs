//! Literals of money, decimals and integers, and the ranges their operators stand for.

use super::checked::{Bound, Positive, Range, Statistic, StatisticBound};
use super::codes;
use super::fields::Subject;
use super::walk::Checker;
use super::written::{shown, value_path, written};
use crate::catalogue::Type;
use crate::condition::{Literal, Operator, Problem, Test};
use crate::value::Decimal;

/// One end of a comparison.
#[derive(Clone, Copy)]
enum Number {
    Exact(Decimal),
    Statistic(Statistic),
}

impl Checker<'_> {
    /// The positive tests a comparison of numbers stands for, all of which must hold.
    pub(super) fn number_tests(&mut self, subject: &Subject<'_>, test: &Test) -> Option<Vec<Positive>> {
        let operator = test.operator;
        let numbers: Vec<Option<Number>> = (test.values.iter().enumerate())
            .map(|(index, literal)| self.number(subject, operator, literal, index))
            .collect();
        let numbers: Vec<Number> = numbers.into_iter().collect::<Option<_>>()?;
        let first = *numbers.first()?;
        let ends = |low, high| ends_of(low, high).into_iter().collect();
        Some(match operator {
            Operator::Equal | Operator::NotEqual => ends(Some((first, true)), Some((first, true))),
            Operator::Greater => ends(Some((first, false)), None),
            Operator::GreaterOrEqual => ends(Some((first, true)), None),
            Operator::Less => ends(None, Some((first, false))),
            Operator::LessOrEqual => ends(None, Some((first, true))),
            _ => {
                let second = *numbers.get(1)?;
                if let (Number::Exact(low), Number::Exact(high)) = (first, second) {
                    if low > high {
                        let message = format!(
                            "BETWEEN takes the smaller number first: write BETWEEN {} AND {}.",
                            written(&test.values[1]),
                            written(&test.values[0])
                        );
                        self.problem(Problem::error(codes::REVERSED_RANGE, &subject.path, message));
                        return None;
                    }
                }
                ends(Some((first, true)), Some((second, true)))
            }
        })
    }

    fn number(&mut self, subject: &Subject<'_>, operator: Operator, literal: &Literal, index: usize) -> Option<Number> {
        let path = value_path(&subject.path, operator, index);
        if let Literal::Stat(name) = literal {
            return self.statistic(subject, operator, name, path).map(Number::Statistic);
        }
        self.exact_number(&subject.name, subject.type_, literal, path).map(Number::Exact)
    }

    /// The exact number a literal stands for, or a problem at `path`.
    pub(super) fn exact_number(&mut self, name: &str, type_: Type, literal: &Literal, path: String) -> Option<Decimal> {
        let problem = match literal {
            Literal::Integer(digits) => match digits.parse::<i64>() {
                Ok(number) => return Some(Decimal::new(i128::from(number), 0)),
                Err(_) => Problem::error(
                    codes::INTEGER_TOO_LARGE,
                    path,
                    format!("{} does not fit 64 bits; write a smaller number.", shown(digits)),
                ),
            },
            Literal::Decimal(digits) if type_ == Type::Integer => {
                let message = format!("{name} is a whole number; write it without a decimal point.");
                let problem = Problem::error(codes::DECIMAL_FOR_INTEGER, path, message);
                match digits.split_once('.') {
                    Some((whole, fraction)) if fraction.bytes().all(|digit| digit == b'0') => problem.fix(whole),
                    _ => problem,
                }
            }
            Literal::Decimal(digits) => match Decimal::parse(digits) {
                Some(number) => return Some(number),
                None => Problem::error(
                    codes::NUMBER_TOO_LONG,
                    path,
                    format!("{} has more than 18 digits on a side of the point; shorten it.", shown(digits)),
                ),
            },
            Literal::Text(text) => {
                let plain: String =
                    text.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+')).collect();
                let only_numeric = text.chars().all(|c| !c.is_alphabetic());
                let message = format!("{name} is a number; write it without quotes, separators or a currency sign.");
                match Decimal::parse(&plain) {
                    Some(_) if only_numeric => Problem::error(codes::QUOTED_NUMBER, path, message).fix(plain),
                    _ => Problem::error(codes::WRONG_TYPE, path, message),
                }
            }
            _ => Problem::error(
                codes::WRONG_TYPE,
                path,
                format!("{name} is a number; write one instead of {}.", written(literal)),
            ),
        };
        self.problem(problem);
        None
    }

    fn statistic(&mut self, subject: &Subject<'_>, operator: Operator, name: &str, path: String) -> Option<Statistic> {
        if !subject.statistics || operator == Operator::NotEqual {
            let message = "stat(…) stands beside a field or a measure, with =, >, >=, <, <= or BETWEEN.";
            self.problem(Problem::error(codes::STATISTIC_NOT_HERE, path, message));
            return None;
        }
        let percentile = || {
            let digits = name.strip_prefix('p').filter(|digits| digits.len() == 2)?;
            digits.parse::<u8>().ok().filter(|rank| (1..=99).contains(rank)).map(Statistic::Percentile)
        };
        let statistic = match name {
            "min" => Some(Statistic::Minimum),
            "max" => Some(Statistic::Maximum),
            "average" => Some(Statistic::Average),
            "median" => Some(Statistic::Percentile(50)),
            _ => percentile(),
        };
        if statistic.is_none() {
            let message =
                format!("{} is no statistic; write 'min', 'max', 'average', 'median' or 'p01' to 'p99'.", shown(name));
            self.problem(Problem::error(codes::UNKNOWN_STATISTIC, path, message));
        }
        statistic
    }
}

type End = Option<(Number, bool)>;

/// The tests of two ends: one, or two when a statistic and a number are mixed.
fn ends_of(low: End, high: End) -> Vec<Positive> {
    let exact = |end: End| match end {
        Some((Number::Exact(at), included)) => Some(Bound { at, included }),
        _ => None,
    };
    let statistic = |end: End| match end {
        Some((Number::Statistic(statistic), included)) => Some(StatisticBound { statistic, included }),
        _ => None,
    };
    let mut tests = Vec::new();
    let range = Range { low: exact(low), high: exact(high) };
    if range.low.is_some() || range.high.is_some() {
        tests.push(Positive::Within(vec![range]));
    }
    let (low, high) = (statistic(low), statistic(high));
    if low.is_some() || high.is_some() {
        tests.push(Positive::AgainstStatistic { low, high });
    }
    tests
}
