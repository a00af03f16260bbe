//! Random conditions on the made-up shop.

use super::made_up::{Random, TAKEN_AT};
use headcount::check::{
    Bound, Measure, Node, NodeKind, Operand, Positive, Range, RowColumn, RowTest, RowsSpec, RowsTest, Statistic,
    StatisticBound, ValueTest,
};
use headcount::snapshot::TableName;
use headcount::time::{Day, Instant, Window};
use headcount::value::Decimal;

const DAY: i64 = 86_400;

fn own(name: &str) -> RowColumn {
    RowColumn::Own(name.to_owned())
}

fn one_of(random: &mut Random, keys: &[&str]) -> Positive {
    Positive::OneOf((0..=random.below(3)).map(|_| pick(random, keys).to_owned()).collect())
}

pub(super) fn pick<T: Copy>(random: &mut Random, from: &[T]) -> T {
    from[random.below(from.len() as u64) as usize]
}

pub(super) fn window(random: &mut Random) -> Window {
    let ago = |random: &mut Random| Instant(TAKEN_AT - random.below(900) as i64 * DAY + random.below(3) as i64 * 7_000);
    let (a, b) = (ago(random), ago(random));
    match random.below(4) {
        0 => Window { from: None, until: Some(a) },
        1 => Window { from: Some(a.min(b)), until: Some(a.max(b)) },
        _ => Window { from: Some(a), until: None },
    }
}

pub(super) fn range(random: &mut Random, most: u64, scale: u8) -> Range {
    let bound = |random: &mut Random| Bound {
        at: Decimal::new(i128::from(random.below(most)) - i128::from(most / 10), scale),
        included: random.below(2) == 0,
    };
    let (a, b) = (bound(random), bound(random));
    match random.below(4) {
        0 => Range { low: None, high: Some(a) },
        1 if a.at <= b.at => Range { low: Some(a), high: Some(b) },
        _ => Range { low: Some(a), high: None },
    }
}

pub(super) fn test(random: &mut Random, positive: Positive) -> ValueTest {
    let negated = random.below(4) == 0;
    ValueTest { positive, negated, strict: negated && random.below(2) == 0 }
}

/// Rows with a random filter.
pub(super) fn rows(random: &mut Random) -> RowsSpec {
    let table = pick(random, &[TableName::Orders, TableName::Orders, TableName::Lines, TableName::Events]);
    let mut filter = Vec::new();
    let mut add = |column: RowColumn, random: &mut Random, positive: Positive| {
        let test = test(random, positive);
        filter.push(RowTest { column, test });
    };
    if random.below(2) == 0 {
        let window = window(random);
        add(RowColumn::At, random, Positive::During(vec![window]));
    }
    if random.below(2) == 0 {
        match table {
            TableName::Orders => {
                let range = range(random, 20_000, 2);
                add(RowColumn::Amount, random, Positive::Within(vec![range]));
            }
            TableName::Lines => {
                let keys = one_of(random, &["type 0", "type 1", "type 7"]);
                add(RowColumn::Product("type".into()), random, keys);
            }
            _ => {
                let keys = one_of(random, &["0", "1", "17"]);
                add(own("object_id"), random, keys);
            }
        }
    }
    if random.below(3) == 0 {
        match table {
            TableName::Orders => {
                let keys = one_of(random, &["PAID", "SHIPPED", "COMPLETED"]);
                add(own("status"), random, keys);
            }
            TableName::Lines => {
                let keys = one_of(random, &["PAID", "SHIPPED"]);
                add(RowColumn::Order("status".into()), random, keys);
            }
            _ => {
                let stretch = vec![format!("group {}", random.below(12))];
                add(RowColumn::OwnOrProduct("category".into()), random, Positive::PathContains(vec![stretch]));
            }
        }
    }
    let kinds = match table {
        TableName::Events => vec![pick(random, &["product_view", "page_view", "email_opened"]).to_owned()],
        _ => vec![],
    };
    RowsSpec { table, kinds, filter }
}

/// A measure of rows with a test that splits customers.
pub(super) fn measure(random: &mut Random, table: TableName) -> (Measure, Positive) {
    let number = match table {
        TableName::Orders => RowColumn::Amount,
        TableName::Lines => own(pick(random, &["amount", "quantity"])),
        _ => return events_measure(random),
    };
    let scale = if number == own("quantity") { 0 } else { 2 };
    let most = if scale == 0 { 12 } else { 40_000 };
    let within = |random: &mut Random| Positive::Within(vec![range(random, most, scale)]);
    match random.below(11) {
        0 | 1 => (Measure::Count, Positive::Within(vec![range(random, 4, 0)])),
        2 => (Measure::Sum(number), within(random)),
        3 => (Measure::SumIfAny(number), within(random)),
        4 => (Measure::Average(number), Positive::Within(vec![range(random, most * 100, scale + 2)])),
        5 => (Measure::Minimum(number), within(random)),
        6 => (Measure::Maximum(number), within(random)),
        7 => (Measure::Latest(number), within(random)),
        8 => (Measure::FirstAt, Positive::During(vec![window(random)])),
        9 => (Measure::LastAt, Positive::During(vec![window(random)])),
        _ if table == TableName::Orders => {
            (Measure::Latest(own("status")), one_of(random, &["PAID", "SHIPPED", "COMPLETED"]))
        }
        _ => (Measure::Distinct(own("product_id")), Positive::Within(vec![range(random, 4, 0)])),
    }
}

fn events_measure(random: &mut Random) -> (Measure, Positive) {
    match random.below(4) {
        0 => (Measure::Count, Positive::Within(vec![range(random, 3, 0)])),
        1 => (Measure::Distinct(own("object_id")), Positive::Within(vec![range(random, 3, 0)])),
        2 => (Measure::FirstAt, Positive::During(vec![window(random)])),
        _ => (Measure::LastAt, Positive::During(vec![window(random)])),
    }
}

/// A test of a value of the customer.
pub(super) fn value(random: &mut Random) -> NodeKind {
    let column = |name: &str| Operand::Column(name.to_owned());
    let (operand, positive) = match random.below(9) {
        0 => (column("created_at"), Positive::During(vec![window(random)])),
        1 => (column("default_country"), one_of(random, &["DE", "US", "NZ", "XX"])),
        2 => {
            let count = random.below(9);
            let keys = (0..count).map(|_| format!("tag {}", random.below(60))).collect();
            (column("tags"), if count < 3 { Positive::ContainsAll(keys) } else { Positive::ContainsAny(keys) })
        }
        3 => (column("email_status"), Positive::Substring(pick(random, &["SUB", "NOT_", "Q"]).to_owned())),
        4 => {
            let day = Day(20_000 + random.below(400) as i32);
            (column("birth_date"), Positive::AnniversaryIn(vec![(day, Day(day.0 + random.below(80) as i32))]))
        }
        5 => {
            let of = Box::new(column("birth_date"));
            (Operand::YearsSince(of), Positive::Within(vec![range(random, 60, 0)]))
        }
        6 => (Operand::Bucket { seed: "a".into() }, Positive::Within(vec![range(random, 10_000, 0)])),
        7 => (column("tags"), Positive::Missing),
        _ => {
            let rows = rows(random);
            let (measure, positive) = measure(random, rows.table);
            (Operand::Measure { rows, measure }, positive)
        }
    };
    let test = test(random, positive);
    NodeKind::Value { operand, test }
}

/// A leaf: a value, or rows with measures.
pub(super) fn leaf(random: &mut Random) -> NodeKind {
    if random.below(2) == 0 {
        return value(random);
    }
    let rows = rows(random);
    let measures = (0..random.below(3))
        .map(|_| {
            let (measure, positive) = measure(random, rows.table);
            (measure, test(random, positive))
        })
        .collect();
    NodeKind::Rows(RowsTest { rows, measures, negated: random.below(4) == 0 })
}

/// A tree of at most `depth` groups above a leaf.
pub(super) fn tree(random: &mut Random, depth: u32, path: String) -> Node {
    let kind = match random.below(8) {
        _ if depth == 0 => leaf(random),
        0 => NodeKind::Not(Box::new(tree(random, depth - 1, format!("{path}/of")))),
        group @ 1..6 => {
            let count = random.below(4);
            let children = (0..count).map(|at| tree(random, depth - 1, format!("{path}/of/{at}"))).collect();
            if group < 4 { NodeKind::All(children) } else { NodeKind::Any(children) }
        }
        _ => leaf(random),
    };
    Node { path, kind }
}

/// A statistic as a bound.
pub(super) fn statistic(statistic: Statistic, low: bool, included: bool) -> Positive {
    let bound = Some(StatisticBound { statistic, included });
    if low {
        Positive::AgainstStatistic { low: bound, high: None }
    } else {
        Positive::AgainstStatistic { low: None, high: bound }
    }
}
