//! The same questions asked row by row, and the engine's answers held to them.

use super::made_up::{Random, TAKEN_AT};
use super::{SHOP, checked, evaluate_anew, options, trees};
use headcount::check::{
    Measure, NodeKind, Operand, Options, Positive, Range, RowColumn, RowsSpec, RowsTest, ValueTest,
};
use headcount::rows::BLOCK;
use headcount::snapshot::{Codes, Column, Rows, TableName, Times};
use headcount::time::{Day, Instant};
use sha2::{Digest, Sha256};
use std::cmp::Ordering;

/// A value as plain as it gets. Numbers are `over / under` at scale 0.
#[derive(Debug, Clone, PartialEq)]
enum Plain {
    Missing,
    Number { over: i128, under: i128 },
    Time(i64),
    Texts(Vec<String>),
}

fn number(mantissa: i128, scale: u8) -> Plain {
    Plain::Number { over: mantissa, under: 10i128.pow(u32::from(scale)) }
}

fn cell(column: Option<&Column>, row: usize) -> Plain {
    match column {
        None => Plain::Missing,
        Some(Column::Text(texts)) => match &texts.codes {
            Codes::U8(_) | Codes::U16(_) | Codes::U32(_) if texts.codes.get(row) == 0 => Plain::Missing,
            codes => Plain::Texts(vec![texts.keys[codes.get(row) as usize - 1].to_owned()]),
        },
        Some(Column::List(lists)) => {
            let codes = &lists.codes[lists.offsets[row] as usize..lists.offsets[row + 1] as usize];
            match codes {
                [] => Plain::Missing,
                codes => Plain::Texts(codes.iter().map(|code| lists.keys[*code as usize].to_owned()).collect()),
            }
        }
        Some(Column::Number(numbers)) => match &numbers.valid {
            Some(valid) if !valid.contains(row as u32) => Plain::Missing,
            _ => number(i128::from(numbers.values[row]), numbers.scale),
        },
        Some(Column::Time(times)) if times.seconds[row] == Times::MISSING => Plain::Missing,
        Some(Column::Time(times)) => Plain::Time(times.seconds[row]),
        Some(other) => panic!("{other:?}"),
    }
}

fn is_in(over: i128, under: i128, range: &Range) -> bool {
    let compare =
        |at: headcount::value::Decimal| (over * 10i128.pow(u32::from(at.scale()))).cmp(&(at.mantissa() * under));
    range.low.is_none_or(|low| match compare(low.at) {
        Ordering::Equal => low.included,
        order => order == Ordering::Greater,
    }) && range.high.is_none_or(|high| match compare(high.at) {
        Ordering::Equal => high.included,
        order => order == Ordering::Less,
    })
}

fn passes(value: &Plain, test: &ValueTest) -> bool {
    let positive = match (&test.positive, value) {
        (Positive::Missing, value) => *value == Plain::Missing,
        (Positive::Within(ranges), Plain::Number { over, under }) => {
            ranges.iter().any(|range| is_in(*over, *under, range))
        }
        (Positive::During(windows), Plain::Time(at)) => windows.iter().any(|window| window.contains(Instant(*at))),
        (Positive::OneOf(keys) | Positive::ContainsAny(keys), Plain::Texts(texts)) => {
            keys.iter().any(|key| texts.contains(key))
        }
        (Positive::ContainsAll(keys), Plain::Texts(texts)) => keys.iter().all(|key| texts.contains(key)),
        (Positive::Substring(part), Plain::Texts(texts)) => texts[0].contains(part.as_str()),
        (Positive::PathContains(stretches), Plain::Texts(texts)) => texts.iter().any(|text| {
            let parts: Vec<&str> = text.split(" > ").collect();
            stretches.iter().any(|stretch| parts.windows(stretch.len()).any(|window| window == stretch))
        }),
        (Positive::AnniversaryIn(spans), Plain::Time(at)) => {
            let (_, month, day) = Day(at.div_euclid(86_400) as i32).ymd();
            let kept = |on: Day| {
                let (year, m, d) = on.ymd();
                (m, d) == (month, day)
                    || ((month, day) == (2, 29) && (m, d) == (2, 28) && Day::from_ymd(year, 2, 29).is_none())
            };
            spans.iter().any(|(first, last)| (first.0..=last.0).any(|on| kept(Day(on))))
        }
        (_, Plain::Missing) => false,
        other => panic!("{other:?}"),
    };
    match (test.negated, test.strict) {
        (false, _) => positive,
        (true, true) => !positive && *value != Plain::Missing,
        (true, false) => !positive,
    }
}

/// Rows of one clause, by customer.
struct Facts<'a> {
    rows: &'a Rows,
    orders: Option<&'a Rows>,
    of: Vec<Vec<usize>>,
}

impl<'a> Facts<'a> {
    fn new(spec: &RowsSpec, options: &Options) -> Facts<'a> {
        let orders = SHOP.orders.as_ref().unwrap();
        let (rows, of_order) = match spec.table {
            TableName::Orders => (orders, None),
            TableName::Lines => (SHOP.lines.as_ref().unwrap(), Some(orders)),
            _ => (&SHOP.events[&spec.kinds[0]], None),
        };
        let mut facts = Facts { rows, orders: of_order, of: vec![Vec::new(); SHOP.customers.len as usize] };
        for block in 0..rows.block_starts.len() - 1 {
            for row in rows.block_starts[block] as usize..rows.block_starts[block + 1] as usize {
                let order = facts.orders.map_or(row, |_| rows.parents[row] as usize);
                let is_order = spec.table != TableName::Events;
                let cancelled = || match &orders.columns["cancelled_at"] {
                    Column::Time(times) => {
                        (times.seconds[order] as i128) <= options.as_of.0 as i128
                            && times.seconds[order] != Times::MISSING
                    }
                    other => panic!("{other:?}"),
                };
                let exists = facts.at(row) <= options.as_of.0 && !(is_order && cancelled());
                if exists && spec.filter.iter().all(|test| passes(&facts.value(row, &test.column), &test.test)) {
                    facts.of[block * BLOCK + usize::from(rows.local[row])].push(row);
                }
            }
        }
        facts
    }

    fn at(&self, row: usize) -> i64 {
        self.orders.map_or_else(|| self.rows.at[row], |orders| orders.at[self.rows.parents[row] as usize])
    }

    fn value(&self, row: usize, column: &RowColumn) -> Plain {
        let product = |name: &str| match self.rows.products[row] {
            u32::MAX => Plain::Missing,
            at => cell(SHOP.products.as_ref().unwrap().columns.get(name), at as usize),
        };
        match column {
            RowColumn::At => Plain::Time(self.at(row)),
            RowColumn::Amount => {
                let part = |name: &str| match cell(self.rows.columns.get(name), row) {
                    Plain::Number { over, under } => (over, under),
                    _ => (0, 100),
                };
                let ((total, of), (refunded, _)) = (part("total"), part("refunded"));
                Plain::Number { over: total - refunded, under: of }
            }
            RowColumn::Own(name) => cell(self.rows.columns.get(name), row),
            RowColumn::Order(name) => cell(self.orders.unwrap().columns.get(name), self.rows.parents[row] as usize),
            RowColumn::Product(name) => product(name),
            RowColumn::OwnOrProduct(_) if self.rows.products.is_empty() => Plain::Missing,
            RowColumn::OwnOrProduct(_) => product("categories"),
        }
    }

    fn measure(&self, customer: usize, measure: &Measure) -> Plain {
        let rows = &self.of[customer];
        let values = |column: &RowColumn| -> Vec<(i128, i128)> {
            let number = |row: &usize| match self.value(*row, column) {
                Plain::Number { over, under } => Some((over, under)),
                _ => None,
            };
            rows.iter().filter_map(number).collect()
        };
        let sum = |column: &RowColumn| {
            let values = values(column);
            Plain::Number { over: values.iter().map(|value| value.0).sum(), under: values.first().map_or(1, |v| v.1) }
        };
        let ends = |column: &RowColumn, greatest: bool| {
            let mut values = values(column);
            values.sort_unstable();
            let end = if greatest { values.last() } else { values.first() };
            end.map_or(Plain::Missing, |(over, under)| Plain::Number { over: *over, under: *under })
        };
        let time = |row: Option<&usize>| row.map_or(Plain::Missing, |row| Plain::Time(self.at(*row)));
        match measure {
            Measure::Count => {
                let mut orders: Vec<u32> = rows
                    .iter()
                    .map(|row| if self.orders.is_some() { self.rows.parents[*row] } else { *row as u32 })
                    .collect();
                orders.sort_unstable();
                orders.dedup();
                number(orders.len() as i128, 0)
            }
            Measure::Sum(column) => sum(column),
            Measure::SumIfAny(column) => {
                if rows.is_empty() {
                    Plain::Missing
                } else {
                    sum(column)
                }
            }
            Measure::Average(column) => {
                let values = values(column);
                match values.first() {
                    None => Plain::Missing,
                    Some((_, under)) => Plain::Number {
                        over: values.iter().map(|value| value.0).sum(),
                        under: under * values.len() as i128,
                    },
                }
            }
            Measure::Minimum(column) => ends(column, false),
            Measure::Maximum(column) => ends(column, true),
            Measure::Latest(column) => rows.last().map_or(Plain::Missing, |row| self.value(*row, column)),
            Measure::Distinct(column) => {
                let mut values: Vec<String> = rows
                    .iter()
                    .filter_map(|row| match self.value(*row, column) {
                        Plain::Texts(texts) => Some(texts[0].clone()),
                        _ => None,
                    })
                    .collect();
                values.sort_unstable();
                values.dedup();
                number(values.len() as i128, 0)
            }
            Measure::FirstAt => time(rows.first()),
            Measure::LastAt => time(rows.last()),
        }
    }
}

fn operand(operand: &Operand, options: &Options) -> Vec<Plain> {
    let customers = 0..SHOP.customers.len as usize;
    match operand {
        Operand::Column(name) => customers.map(|customer| cell(SHOP.customers.columns.get(name), customer)).collect(),
        Operand::Measure { rows, measure } => {
            let facts = Facts::new(rows, options);
            customers.map(|customer| facts.measure(customer, measure)).collect()
        }
        Operand::YearsSince(of) => {
            let today = Day(options.as_of.0.div_euclid(86_400) as i32);
            let years = |value: &Plain| match value {
                Plain::Time(at) => {
                    let born = Day(at.div_euclid(86_400) as i32);
                    let count = (0..200).take_while(|years| born.plus_months(12 * (years + 1)) <= today).count();
                    if born > today { Plain::Missing } else { number(count as i128, 0) }
                }
                _ => Plain::Missing,
            };
            self::operand(of, options).iter().map(years).collect()
        }
        Operand::Bucket { seed } => {
            let bucket = |customer: usize| match cell(SHOP.customers.columns.get("id"), customer) {
                Plain::Texts(ids) => {
                    let hash = Sha256::digest(format!("{seed}\n{}", ids[0]));
                    number(i128::from(u64::from_be_bytes(hash[..8].try_into().unwrap()) % 10_000), 0)
                }
                other => panic!("{other:?}"),
            };
            customers.map(bucket).collect()
        }
        other => panic!("{other:?}"),
    }
}

/// Whether each customer passes a leaf.
fn leaf(kind: &NodeKind, options: &Options) -> Vec<bool> {
    match kind {
        NodeKind::Value { operand: of, test } => operand(of, options).iter().map(|value| passes(value, test)).collect(),
        NodeKind::Rows(RowsTest { rows, measures, negated }) => {
            let facts = Facts::new(rows, options);
            let holds = |customer: usize| match &measures[..] {
                [] => !facts.of[customer].is_empty(),
                measures => measures.iter().all(|(measure, test)| passes(&facts.measure(customer, measure), test)),
            };
            (0..SHOP.customers.len as usize).map(|customer| holds(customer) != *negated).collect()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_leaf_is_what_single_rows_say() {
    let mut random = Random::new(7);
    let options = options();
    let created = operand(&Operand::Column("created_at".into()), &options);
    let there = |customer: usize| match created[customer] {
        Plain::Time(at) => at <= options.as_of.0,
        _ => true,
    };
    let mut sizes = Vec::new();
    for round in 0..120 {
        let kind = trees::leaf(&mut random);
        let expected = leaf(&kind, &options);
        let found = evaluate_anew(&checked(kind.clone(), options.clone())).members;
        let wrong = (0..expected.len())
            .find(|customer| found.contains(*customer as u32) != (expected[*customer] && there(*customer)));
        assert_eq!(wrong, None, "round {round}: {kind:?}");
        sizes.push(found.count());
    }
    let telling = sizes.iter().filter(|size| (1..60_000).contains(*size)).count();
    assert!(telling > 60, "only {telling} of {} leaves split the customers", sizes.len());
    assert!(TAKEN_AT > options.as_of.0, "orders to come are left out too");
}
