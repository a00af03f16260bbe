//! Values, statistics, breakdowns and overlaps of random shops, held to the reference.

use super::{Wishes, document, hold, ids, kept, options, pairs, scene, text};
use crate::corpus::open;
use crate::reference::{self, Exact};
use headcount::catalogue::{self, FIELDS, FUNCTIONS, Form, Type};
use headcount::condition::{Condition, FieldClause, FunctionClause, Literal, Operator, Parameter, Test};
use headcount::session::{
    BreakdownQuestion, OverlapQuestion, Request, SegmentInput, Session, StatisticsQuestion, ValuesQuestion,
};
use serde_json::Value;
use std::cell::Cell;

const OWN: [&str; 7] = [
    "profile.score",
    "profile.points",
    "profile.vip",
    "profile.since",
    "profile.note",
    "metafields.shop.sizes",
    "answers.style",
];

/// The fields and parameters of a snapshot, as questions name them, with their types.
fn subjects(session: &Session) -> Vec<(String, Type)> {
    // The library's segments have a test of their own.
    let fields =
        FIELDS.iter().filter(|field| field.name != "segments").map(|field| (field.name.to_owned(), field.type_));
    let own = OWN.iter().filter_map(|name| catalogue::field(name, Some(session.snapshot())));
    let own = own.map(|field| (field.name.to_owned(), field.type_));
    let parameters = FUNCTIONS.iter().flat_map(|function| {
        let rows = function.parameters.iter().filter(|parameter| matches!(parameter.role, catalogue::Role::Row(_)));
        rows.map(|parameter| (format!("{}.{}", function.name, parameter.name), parameter.type_))
    });
    fields.chain(own).chain(parameters).collect()
}

/// The condition that a customer has one value of a field or parameter.
fn having(name: &str, type_: Type, value: &str) -> Condition {
    let literal = match type_ {
        Type::Boolean => Literal::Boolean(value == "true"),
        _ => Literal::Text(value.to_owned()),
    };
    let operator = if type_.operators().contains(&Operator::Equal) { Operator::Equal } else { Operator::Contains };
    clause(name, Test { operator, values: vec![literal] })
}

/// Whether the value is a city in a region whose code has a hyphen: as a text it is in another.
fn is_read_otherwise(type_: Type, value: &str) -> bool {
    let rest = value.split_once('-').map_or("", |(_, rest)| rest);
    matches!(type_, Type::List(Form::City) | Type::Key(Form::City))
        && ["US-CA-", "VN-SG-", "BG-22-", "BG-23-"].iter().any(|region| rest.starts_with(region))
}

fn clause(name: &str, test: Test) -> Condition {
    match name.rsplit_once('.').filter(|(function, _)| catalogue::function(function).is_some()) {
        Some((function, parameter)) => Condition::Function(FunctionClause {
            function: function.to_owned(),
            matches: true,
            parameters: vec![Parameter { name: parameter.to_owned(), test }],
        }),
        None => Condition::Field(FieldClause { field: name.to_owned(), argument: None, test }),
    }
}

fn input(condition: &Condition) -> SegmentInput {
    SegmentInput::of(&serde_json::from_str(&document(condition)).expect("a document"))
}

fn number(value: &Value) -> usize {
    value.as_u64().expect("a count") as usize
}

/// Members of both, by the reference.
fn judged(shop: &reference::Shop, conditions: [&Condition; 2], request: &Request) -> usize {
    let both = Condition::All(conditions.into_iter().cloned().collect());
    reference::answer(shop, &both, &options(request)).expect("data").members.len()
}

/// A condition the engine counts, or everyone.
fn segment(
    u: &mut arbtest::arbitrary::Unstructured<'_>,
    wishes: &Wishes<'_>,
    session: &mut Session,
    request: &Request,
) -> arbtest::arbitrary::Result<Condition> {
    let condition = wishes.condition(u, 1)?;
    let counted = ids(session, &condition, request).is_ok();
    Ok(if counted { condition } else { Condition::All(vec![]) })
}

#[test]
fn values_are_those_that_conditions_find() {
    let found = Cell::new(0);
    hold("values_are_those_that_conditions_find", pairs() / 40, |u| {
        let mut kept = kept(u)?;
        let scene = scene(u)?;
        let u = &mut kept;
        let (mut session, other) = (open(&scene.shop), open(&scene.shop));
        let shop = reference::Shop::new(&scene.shop);
        let wishes = Wishes { scene: &scene, snapshot: other.snapshot() };
        let request = wishes.request(u)?;
        let among = segment(u, &wishes, &mut session, &request)?;
        for (name, type_) in subjects(&other) {
            let question = ValuesQuestion {
                field: name.clone(),
                prefix: None,
                limit: Some(1_000),
                segment: Some(input(&among)),
                path: None,
                options: request.clone(),
            };
            let Ok(reply) = session.values(&question) else { continue };
            let values = reply["values"].as_array().expect("values");
            assert_eq!(number(&reply["total"]), values.len());
            for each in values {
                let value = each["value"].as_str().expect("a text");
                let holds = having(&name, type_, value);
                if is_read_otherwise(type_, value) {
                    continue;
                }
                if let Err(codes) = ids(&mut session, &holds, &request) {
                    panic!("{name} {value:?} is refused: {codes:?}\n{}", scene.shop);
                }
                let (told, expected) = (number(&each["count"]), judged(&shop, [&holds, &among], &request));
                assert_eq!(told, expected, "{name} {value:?} among {}\n{}", text(&among), scene.shop);
                found.set(found.get() + usize::from(told > 0));
            }
            let Some(first) = values.first() else { continue };
            let prefix = first["value"].as_str().and_then(|value| value.chars().next()).map(String::from);
            let few = ValuesQuestion { prefix, limit: Some(1), ..question };
            let few = session.values(&few).expect("values");
            assert!(few["values"].as_array().is_some_and(|values| values.len() == 1), "{few}");
            assert!(number(&few["total"]) <= values.len());
        }
        Ok(())
    });
    println!("values: {} that customers have", found.get());
    assert!(std::env::var("HEADCOUNT_SEED").is_ok() || found.get() > 2_000);
}

/// The condition that a value is in a part of a breakdown; `None` of a city that is read otherwise.
fn within(name: &str, type_: Type, part: &Value) -> Option<Condition> {
    let literal = |text: &str| match type_ {
        Type::Date => Literal::Date(headcount::time::Day::parse(text).expect("a date")),
        _ if text.contains('.') => Literal::Decimal(text.to_owned()),
        _ => Literal::Integer(text.to_owned()),
    };
    let bound = |operator, key: &str| {
        let text = part[key].as_str()?;
        Some(clause(name, Test { operator, values: vec![literal(text)] }))
    };
    if part["value"].is_null() {
        let ends = [bound(Operator::GreaterOrEqual, "from"), bound(Operator::Less, "until")];
        return Some(Condition::All(ends.into_iter().flatten().collect()));
    }
    if type_.is_number() || type_ == Type::Date {
        return bound(Operator::Equal, "value");
    }
    let value = part["value"].as_str().expect("a text");
    (!is_read_otherwise(type_, value)).then(|| having(name, type_, value))
}

#[test]
fn breakdowns_are_counts_of_conditions() {
    let (parts, ranges) = (Cell::new(0), Cell::new(0));
    hold("breakdowns_are_counts_of_conditions", pairs() / 60, |u| {
        let mut kept = kept(u)?;
        let scene = scene(u)?;
        let u = &mut kept;
        let (mut session, other) = (open(&scene.shop), open(&scene.shop));
        let shop = reference::Shop::new(&scene.shop);
        let wishes = Wishes { scene: &scene, snapshot: other.snapshot() };
        let request = wishes.request(u)?;
        let among = segment(u, &wishes, &mut session, &request)?;
        let everyone = Condition::All(vec![]);
        for (name, type_) in subjects(&other) {
            let limit = if u.ratio(1, 2)? { 2 } else { 100 };
            let question = BreakdownQuestion {
                segment: input(&among),
                options: request.clone(),
                field: name.clone(),
                limit: Some(limit),
            };
            let Ok(reply) = session.breakdown(&question) else { continue };
            let told = || format!("{name}: {reply}\namong {}\n{request:?}\n{}", text(&among), scene.shop);
            let missing = match clause(&name, Test { operator: Operator::IsNotNull, values: vec![] }) {
                Condition::Function(there) => Condition::Function(FunctionClause { matches: false, ..there }),
                there => Condition::Not(Box::new(there)),
            };
            let judge =
                |condition: &Condition| [&among, &everyone].map(|among| judged(&shop, [condition, among], &request));
            let count = |of: &Value| [number(&of["count"]), number(&of["everyone"])];
            assert_eq!(count(&reply["missing"]), judge(&missing), "missing {}", told());
            assert_eq!([number(&reply["total"]), number(&reply["everyone"])], judge(&everyone), "{}", told());
            let found = reply["parts"].as_array().expect("parts");
            for part in found {
                let Some(condition) = within(&name, type_, part) else { continue };
                let (expected, told_counts) = (judge(&condition), count(part));
                assert_eq!(told_counts, expected, "{part}: {}", told());
                assert!(told_counts[0] > 0);
                parts.set(parts.get() + 1);
                ranges.set(ranges.get() + usize::from(part["value"].is_null()));
            }
            let counts: Vec<usize> = found.iter().map(|part| number(&part["count"])).collect();
            if type_.is_number() || type_ == Type::Date {
                let valued = number(&reply["total"]) - number(&reply["missing"]["count"]);
                assert_eq!(counts.iter().sum::<usize>(), valued, "{}", told());
            } else {
                assert!(counts.is_sorted_by(|a, b| a >= b) && counts.len() <= limit as usize, "{}", told());
            }
        }
        Ok(())
    });
    println!("breakdowns: {} parts, {} of them ranges", parts.get(), ranges.get());
    assert!(std::env::var("HEADCOUNT_SEED").is_ok() || (parts.get() > 2_000 && ranges.get() > 100));
}

#[test]
fn segments_are_values_too() {
    let shop = serde_json::json!({
        "time_zone": "UTC", "currency": "EUR", "taken_at": "2024-01-01T00:00:00Z",
        "tables": { "customers": [{ "id": "1", "tags": ["a"] }, { "id": "2", "tags": ["a", "b"] }, { "id": "3" }] },
        "segments": { "Tag a": "customer_tags CONTAINS 'a'", "Tag b": "customer_tags CONTAINS 'b'", "By hand": ["3", "9"],
            "Broken": "no_such_field = 1" }
    });
    let mut session = open(&shop);
    let question = BreakdownQuestion {
        segment: SegmentInput::of(&"customer_tags CONTAINS 'a'".into()),
        options: Request::default(),
        field: "segments".into(),
        limit: None,
    };
    let reply = session.breakdown(&question).expect("a breakdown");
    assert_eq!(reply["missing"], serde_json::json!({ "count": 0, "everyone": 0 }));
    let parts = serde_json::json!([
        { "value": "Tag a", "count": 2, "everyone": 2 }, { "value": "Tag b", "count": 1, "everyone": 1 }
    ]);
    assert_eq!(reply["parts"], parts);
    let values = ValuesQuestion {
        field: "segments".into(),
        prefix: Some("tag".into()),
        limit: Some(1),
        segment: None,
        path: None,
        options: Request::default(),
    };
    let reply = session.values(&values).expect("values");
    assert_eq!(reply, serde_json::json!({ "total": 2, "values": [{ "value": "Tag a", "name": null, "count": 2 }] }));
}

#[test]
fn statistics_are_those_of_plain_fractions() {
    let figured = Cell::new(0);
    hold("statistics_are_those_of_plain_fractions", pairs() / 30, |u| {
        let mut kept = kept(u)?;
        let scene = scene(u)?;
        let u = &mut kept;
        let (mut session, other) = (open(&scene.shop), open(&scene.shop));
        let shop = reference::Shop::new(&scene.shop);
        let wishes = Wishes { scene: &scene, snapshot: other.snapshot() };
        let request = wishes.request(u)?;
        let among = segment(u, &wishes, &mut session, &request)?;
        let members = reference::answer(&shop, &among, &options(&request)).expect("data").members;
        for (name, type_) in subjects(&other).into_iter().filter(|(_, type_)| type_.is_number() || *type_ == Type::Date)
        {
            let question =
                StatisticsQuestion { segment: input(&among), options: request.clone(), fields: vec![name.clone()] };
            let Ok(reply) = session.statistics(&question) else { continue };
            let told = || format!("{name}: {reply}\namong {}\n{request:?}\n{}", text(&among), scene.shop);
            assert_eq!(number(&reply["total"]), members.len(), "{}", told());
            let found = &reply["fields"][0];
            let numbers = reference::numbers(&shop, &name, &options(&request));
            let mut values: Vec<Exact> = members.iter().filter_map(|id| numbers[id]).collect();
            values.sort();
            assert_eq!(number(&found["customers"]), values.len(), "{}", told());
            assert_eq!(number(&found["missing"]), members.len() - values.len(), "{}", told());
            let (Some(least), Some(greatest)) = (values.first(), values.last()) else {
                assert!(found["min"].is_null() && found["average"].is_null(), "{}", told());
                continue;
            };
            figured.set(figured.get() + 1);
            let sum = values.iter().fold(Exact::whole(0), |sum, value| sum.plus(*value));
            let money = u32::from(session.snapshot().currency.exponent);
            let shown = |exact: Exact, digits: Option<usize>| match type_ {
                Type::Date => {
                    let day: i32 = exact.rounded(0).parse().expect("a day");
                    headcount::time::Day(day).to_string()
                }
                // An exact value has its own digits, a rounded one the currency's or two.
                Type::Money => exact.rounded(digits.map_or(money, |digits| digits as u32)),
                _ => exact.rounded(digits.map_or(2, |digits| digits as u32)),
            };
            let digits =
                |text: &Value| text.as_str().and_then(|text| text.split_once('.')).map_or(0, |(_, part)| part.len());
            for (key, exact) in [("min", *least), ("max", *greatest), ("median", values[values.len().div_ceil(2) - 1])]
            {
                assert_eq!(found[key].as_str(), Some(&*shown(exact, Some(digits(&found[key])))), "{key} {}", told());
                let kept = Exact::parse(&shown(exact, Some(digits(&found[key]))));
                let rounds = name == "average_order_value" || type_ == Type::Date;
                assert!(rounds || kept == Some(exact), "{key} is cut: {}", told());
            }
            let average = sum.over(values.len());
            let scale = digits(&found["average"]) as u32;
            assert!(type_ != Type::Money || scale == money, "{}", told());
            assert!(type_ != Type::Integer || scale == 2, "{}", told());
            assert_eq!(found["average"].as_str(), Some(&*shown(average, Some(scale as usize))), "{}", told());
            match type_ {
                Type::Date => assert!(found["sum"].is_null()),
                _ if name == "average_order_value" => assert!(found["sum"].is_null()),
                _ => assert_eq!(found["sum"].as_str().and_then(Exact::parse), Some(sum), "{}", told()),
            }
        }
        Ok(())
    });
    println!("statistics: {} with values", figured.get());
    assert!(std::env::var("HEADCOUNT_SEED").is_ok() || figured.get() > 1_000);
}

#[test]
fn overlaps_are_counts_of_conjunctions() {
    hold("overlaps_are_counts_of_conjunctions", pairs() / 30, |u| {
        let mut kept = kept(u)?;
        let scene = scene(u)?;
        let u = &mut kept;
        let (mut session, other) = (open(&scene.shop), open(&scene.shop));
        let shop = reference::Shop::new(&scene.shop);
        let wishes = Wishes { scene: &scene, snapshot: other.snapshot() };
        let request = wishes.request(u)?;
        let segments: Vec<Condition> =
            (0..4).map(|_| segment(u, &wishes, &mut session, &request)).collect::<Result<_, _>>()?;
        let question = OverlapQuestion { segments: segments.iter().map(input).collect(), options: request.clone() };
        let reply = session.overlap(&question).expect("segments");
        for (a, one) in segments.iter().enumerate() {
            for (b, other) in segments.iter().enumerate() {
                let expected = judged(&shop, [one, other], &request);
                assert_eq!(number(&reply["shared"][a][b]), expected, "{}, {}\n{}", text(one), text(other), scene.shop);
            }
            let others = segments.iter().enumerate().filter(|(b, _)| *b != a).map(|(_, other)| other.clone()).collect();
            let none = Condition::Not(Box::new(Condition::Any(others)));
            assert_eq!(number(&reply["alone"][a]), judged(&shop, [one, &none], &request));
        }
        let (any, all) = (Condition::Any(segments.clone()), Condition::All(segments));
        assert_eq!(number(&reply["any"]), judged(&shop, [&any, &any], &request));
        assert_eq!(number(&reply["all"]), judged(&shop, [&all, &all], &request));
        Ok(())
    });
}

#[test]
fn at_most_twenty_segments_overlap() {
    let shop = serde_json::json!({
        "time_zone": "UTC", "currency": "EUR", "taken_at": "2024-01-01T00:00:00Z",
        "tables": { "customers": [{ "id": "1" }] }
    });
    let mut session = open(&shop);
    let mut ask = |count| {
        let segments = (0..count).map(|_| SegmentInput::of(&"number_of_orders IS NULL".into())).collect();
        session.overlap(&OverlapQuestion { segments, options: Request::default() })
    };
    let error = ask(21).expect_err("too many");
    assert!(error.message().contains("21"), "{error}");
    let error = ask(1).expect_err("no orders");
    assert_eq!((error.place(), error.code().as_str()), (Some("segments/0"), "invalid-segment"));
}
