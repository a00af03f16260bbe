//! Statistics and scores over all customers, held to fractions of their values.

use super::made_up::Random;
use super::{SHOP, checked, evaluate, options, trees};
use headcount::check::{Measure, NodeKind, Operand, Positive, Range, RowColumn, RowsSpec, Statistic, ValueTest};
use headcount::eval::Cache;
use headcount::rows::RowSet;
use headcount::snapshot::TableName;
use headcount::value::Decimal;

fn orders(measure: Measure) -> Operand {
    Operand::Measure { rows: RowsSpec { table: TableName::Orders, kinds: vec![], filter: vec![] }, measure }
}

fn set(operand: &Operand, positive: Positive, cache: &mut Cache) -> RowSet {
    let test = ValueTest { positive, negated: false, strict: false };
    (*evaluate(&checked(NodeKind::Value { operand: operand.clone(), test }, options()), cache).members).clone()
}

/// The customers with at least each of these values, in hundredths of the smallest unit.
fn at_least(operand: &Operand, value: i128, scale: u8, cache: &mut Cache) -> RowSet {
    let low = Some(headcount::check::Bound { at: Decimal::new(value, scale), included: true });
    set(operand, Positive::Within(vec![Range { low, high: None }]), cache)
}

#[test]
fn percentiles_are_nearest_ranks() {
    let mut random = Random::new(41);
    let mut cache = Cache::default();
    for measure in [Measure::Sum(RowColumn::Amount), Measure::Count, Measure::Average(RowColumn::Amount)] {
        let operand = orders(measure);
        let everyone = set(&operand, Positive::Missing, &mut cache);
        let mut valued = RowSet::full(SHOP.customers.len);
        valued.minus(&everyone);
        let universe = evaluate(&checked(NodeKind::All(vec![]), options()), &mut cache).universe;
        valued.and(&universe);
        let size = u64::from(valued.count());
        for percent in [1, 10, 50, 90, 99, 1 + random.below(99) as u8] {
            // At least the p-th percentile: everyone from its rank on, and those who tie with it.
            let statistic = Statistic::Percentile(percent);
            let from = set(&operand, trees::statistic(statistic, true, true), &mut cache).count();
            let above = set(&operand, trees::statistic(statistic, true, false), &mut cache).count();
            let rank = (size * u64::from(percent)).div_ceil(100);
            let later = (size - rank + 1) as u32;
            assert!(above < later && later <= from, "{operand:?} p{percent}: {above} < {later} <= {from}");
        }
        let least = set(&operand, trees::statistic(Statistic::Minimum, true, true), &mut cache);
        assert_eq!(least, valued);
        assert!(set(&operand, trees::statistic(Statistic::Maximum, true, false), &mut cache).is_empty());
        assert!(!set(&operand, trees::statistic(Statistic::Maximum, true, true), &mut cache).is_empty());
    }
}

#[test]
fn averages_split_where_the_exact_quotient_lies() {
    let mut cache = Cache::default();
    let operand = orders(Measure::Count);
    // The sum of counts is the sum over k of the customers with at least k orders.
    let universe = evaluate(&checked(NodeKind::All(vec![]), options()), &mut cache).universe.count();
    let mut sum = 0u64;
    for least in 1.. {
        let count = at_least(&operand, least, 0, &mut cache).count();
        sum += u64::from(count);
        if count <= 1 {
            break;
        }
    }
    let heavy = set(&operand, trees::statistic(Statistic::Maximum, true, true), &mut cache);
    assert_eq!(heavy.count(), 1);
    let above = set(&operand, trees::statistic(Statistic::Average, true, true), &mut cache);
    // One customer has thousands: the average without him is a lower bound of the whole.
    let threshold = sum / u64::from(universe);
    assert!(at_least(&operand, i128::from(threshold) + 1, 0, &mut cache).count() >= above.count());
    let below = set(&operand, trees::statistic(Statistic::Average, false, false), &mut cache);
    assert_eq!(above.count() + below.count(), universe);
}

#[test]
fn quintiles_share_the_better_score() {
    let mut cache = Cache::default();
    let count = Box::new(orders(Measure::Count));
    let score = Operand::Quintile { of: count.clone(), smaller_is_better: false, among: count.clone() };
    let buyers = at_least(&count, 1, 0, &mut cache).count();
    let scored = |least: i128, cache: &mut Cache| at_least(&score, least, 0, cache);
    assert_eq!(scored(1, &mut cache).count(), buyers);
    for least in 1..=40 {
        let of_customers = at_least(&count, least, 0, &mut cache);
        let mut exactly = of_customers.clone();
        exactly.minus(&at_least(&count, least + 1, 0, &mut cache));
        let better = u64::from(of_customers.count() - exactly.count());
        let expected = 5 - (5 * better / u64::from(buyers)) as i128;
        let mut found = scored(expected, &mut cache);
        found.minus(&scored(expected + 1, &mut cache));
        found.and(&exactly);
        assert_eq!(found, exactly, "{least} orders have score {expected}");
    }
}
