//! The distribution behind every threshold of random conditions, held to the reference's counts
//! of the same conditions with another threshold.

use super::{Wishes, document, hold, kept, options, pairs, scene, text};
use crate::corpus::open;
use crate::reference;
use headcount::condition::{Condition, Literal, Operator, Test};
use headcount::session::{Columns, DistributionQuestion, Request, SegmentInput, Session};
use headcount::time::Day;
use headcount::value::Decimal;
use std::cell::Cell;

const ORDERED: [Operator; 6] = [
    Operator::Greater,
    Operator::GreaterOrEqual,
    Operator::Less,
    Operator::LessOrEqual,
    Operator::Between,
    Operator::Equal,
];

/// The paths of the tests in a condition that a bound may be dragged of.
fn bounds(condition: &Condition, path: &str, found: &mut Vec<String>) {
    match condition {
        Condition::All(children) | Condition::Any(children) => {
            let path = |index| format!("{path}/of/{index}");
            children.iter().enumerate().for_each(|(index, child)| bounds(child, &path(index), found));
        }
        Condition::Not(child) => bounds(child, &format!("{path}/of"), found),
        Condition::Field(clause) if ORDERED.contains(&clause.test.operator) => found.push(path.to_owned()),
        Condition::Function(clause) => {
            let parameters = clause.parameters.iter().enumerate();
            let ordered = parameters.filter(|(_, parameter)| ORDERED.contains(&parameter.test.operator));
            found.extend(ordered.map(|(index, _)| format!("{path}/where/{index}")));
        }
        _ => {}
    }
}

/// The test at a path.
fn test_at<'c>(condition: &'c mut Condition, path: &str) -> &'c mut Test {
    match condition {
        Condition::Field(clause) => &mut clause.test,
        Condition::Function(clause) => {
            let index: usize = path.strip_prefix("/where/").and_then(|index| index.parse().ok()).expect("a parameter");
            &mut clause.parameters[index].test
        }
        Condition::Not(child) => test_at(child, path.strip_prefix("/of").expect("a child")),
        Condition::All(children) | Condition::Any(children) => {
            let rest = path.strip_prefix("/of/").expect("a child");
            let end = rest.find('/').unwrap_or(rest.len());
            test_at(&mut children[rest[..end].parse::<usize>().expect("a number")], &rest[end..])
        }
        other => panic!("no test in {other:?}"),
    }
}

pub(super) fn doubles(columns: &Columns, name: &str) -> Vec<f64> {
    let bytes = columns.bytes(name).chunks_exact(8);
    bytes.map(|bytes| f64::from_le_bytes(bytes.try_into().expect("eight"))).collect()
}

pub(super) fn counts(columns: &Columns, name: &str) -> Vec<usize> {
    let bytes = columns.bytes(name).chunks_exact(4);
    bytes.map(|bytes| u32::from_le_bytes(bytes.try_into().expect("four")) as usize).collect()
}

/// The number of a condition's members, by the reference.
fn judged(shop: &reference::Shop, condition: &Condition, request: &Request) -> usize {
    reference::answer(shop, condition, &options(request)).expect("data").members.len()
}

/// The literal of a whole number of the smallest unit, or of a local day.
fn literal(columns: &Columns, number: i64) -> Literal {
    match columns.document()["kind"].as_str() {
        Some("date") => Literal::Date(Day(number as i32)),
        Some("integer") => Literal::Integer(number.to_string()),
        _ => {
            let scale = columns.document()["scale"].as_u64().expect("a scale") as u8;
            let digits = Decimal::new(i128::from(number), scale).to_string();
            if scale == 0 { Literal::Integer(digits) } else { Literal::Decimal(digits) }
        }
    }
}

fn ask(session: &mut Session, condition: &Condition, request: &Request, path: &str, bins: u64) -> Option<Columns> {
    let whole = serde_json::from_str(&document(condition)).expect("a document");
    let question = DistributionQuestion {
        segment: SegmentInput::of(&whole),
        options: request.clone(),
        path: path.to_owned(),
        bins: Some(bins),
    };
    session.distribution(&question).expect("a valid segment")
}

#[test]
fn a_distribution_tells_the_count_at_every_stop() {
    let (asked, dates, fractions) = (Cell::new(0), Cell::new(0), Cell::new(0));
    hold("a_distribution_tells_the_count_at_every_stop", pairs() / 6, |u| {
        let mut kept = kept(u)?;
        let scene = scene(u)?;
        let u = &mut kept;
        let mut session = open(&scene.shop);
        let shop = reference::Shop::new(&scene.shop);
        for _ in 0..4 {
            let wishes = Wishes { scene: &scene, snapshot: session.snapshot() };
            let (condition, request) = (wishes.condition(u, 2)?, wishes.request(u)?);
            if super::ids(&mut session, &condition, &request).is_err() {
                continue;
            }
            let mut paths = Vec::new();
            bounds(&condition, "", &mut paths);
            for path in paths {
                let Some(columns) = ask(&mut session, &condition, &request, &path, 4) else { continue };
                let told = || format!("{path} of {}\n{request:?}\n{columns:?}\n{}", text(&condition), scene.shop);
                let (stops, counts) = (doubles(&columns, "stops"), counts(&columns, "counts"));
                assert_eq!(counts.len(), stops.len() + 1, "{}", told());
                assert!(stops.windows(2).all(|pair| pair[0] < pair[1]), "{}", told());
                asked.set(asked.get() + 1);
                dates.set(dates.get() + u32::from(columns.document()["kind"] == "date"));
                for (at, stop) in stops.iter().enumerate() {
                    let mut dragged = condition.clone();
                    let test = test_at(&mut dragged, &path);
                    let end = (test.operator == Operator::Between && path.contains("where")).then(|| test.values.pop());
                    let is_date = columns.document()["kind"] == "date";
                    *test = match end.flatten().filter(|_| is_date) {
                        // The end of a window stays.
                        Some(end) => {
                            Test { operator: Operator::Between, values: vec![literal(&columns, *stop as i64), end] }
                        }
                        None => Test {
                            operator: Operator::GreaterOrEqual,
                            values: vec![literal(&columns, stop.floor() as i64)],
                        },
                    };
                    // What is between two whole numbers is reached by no bound of whole numbers.
                    let mut expected = judged(&shop, &dragged, &request);
                    if stop.fract() != 0.0 {
                        fractions.set(fractions.get() + 1);
                        test_at(&mut dragged, &path).operator = Operator::Greater;
                        expected = judged(&shop, &dragged, &request);
                    }
                    assert_eq!(counts[at], expected, "at {stop}: {}", told());
                }
                figures(&columns, &told);
                let table = ask(&mut session, &condition, &request, &path, 0).expect("a distribution");
                assert!(["stops", "counts"].iter().all(|name| table.bytes(name) == columns.bytes(name)), "{}", told());
                assert!(table.bytes("bars").is_empty() && table.document()["average"].is_null());
            }
        }
        Ok(())
    });
    println!("distributions: {} asked, {} of dates, {} fractions", asked.get(), dates.get(), fractions.get());
    let alone = std::env::var("HEADCOUNT_SEED").is_ok();
    assert!(alone || (asked.get() > 500 && dates.get() > 100 && fractions.get() > 5), "too little was asked");
}

/// The figures and bars follow from the stops, where no stop is a fraction.
fn figures(columns: &Columns, told: &dyn Fn() -> String) {
    let document = columns.document();
    let (stops, bars) = (doubles(columns, "stops"), counts(columns, "bars"));
    let number = |key: &str| document[key].as_u64().expect(key) as usize;
    assert_eq!(bars.iter().sum::<usize>(), number("customers") - number("missing"), "{}", told());
    let edges = doubles(columns, "edges");
    assert_eq!(edges.len(), bars.len(), "{}", told());
    assert!(edges.first() <= stops.first() && edges.len() <= 4, "{}", told());
    let (Some(first), Some(last)) = (stops.first(), stops.last()) else {
        assert!(document["min"].is_null() && document["average"].is_null(), "{}", told());
        return;
    };
    let shown = |stop: &f64| match literal(columns, *stop as i64) {
        Literal::Date(day) => day.to_string(),
        Literal::Integer(digits) | Literal::Decimal(digits) => digits,
        other => panic!("{other:?}"),
    };
    if first.fract() == 0.0 && last.fract() == 0.0 {
        assert_eq!((document["min"].as_str(), document["max"].as_str()), (Some(&*shown(first)), Some(&*shown(last))));
        assert!(document["percentiles"].as_object().is_some_and(|all| all.len() == 9));
        if stops.len() == 1 {
            assert_eq!(document["median"].as_str(), Some(&*shown(first)), "{}", told());
        }
    }
}
