//! Laws, by name, on random shops and conditions.

mod ahead;
mod deltas;
mod distributions;
mod questions;
mod shops;
mod timelines;
mod tries;
mod wishes;

use crate::corpus::open;
use crate::reference::{self, Policy, Unavailable};
use arbtest::arbitrary::{Result, Unstructured};
use headcount::condition::{Condition, Segment};
use headcount::query::{self, Dialect};
use headcount::session::{CompareQuestion, ExplainQuestion, Request, SegmentInput, Session, Source};
use serde_json::Value;
use shops::{Scene, scene};
use std::cell::RefCell;
use tries::{hold, pairs};
use wishes::Wishes;

/// Conditions asked of each shop.
const ASKED: u64 = 8;

/// The JSON document of a condition.
fn document(condition: &Condition) -> String {
    query::to_json(&Segment { name: None, condition: condition.clone() }).to_string()
}

/// The ids of the members, or the codes of what is wrong.
fn members(
    session: &mut Session,
    source: Source<'_>,
    request: &Request,
) -> std::result::Result<Vec<String>, Vec<&'static str>> {
    let reply = session.count(source, request).expect("a segment");
    if reply.count.is_none() {
        let errors = reply.problems.iter().filter(|problem| problem.severity == "error");
        return Err(errors.map(|problem| problem.code).collect());
    }
    let page = session.members(source, request, 0, usize::MAX).expect("a valid segment");
    assert_eq!(reply.count, Some(page.total), "count and members");
    assert_eq!(page.total as usize, page.ids.len(), "members and ids");
    Ok(page.ids)
}

fn ids(
    session: &mut Session,
    condition: &Condition,
    request: &Request,
) -> std::result::Result<Vec<String>, Vec<&'static str>> {
    members(session, Source::Json(&document(condition)), request)
}

/// The reference's options of a request.
fn options(request: &Request) -> reference::Options {
    reference::Options {
        as_of: request.as_of.clone(),
        policy: Policy::from(&request.policy),
        strict_missing: request.strict_missing,
    }
}

/// A random shop, opened, with conditions the engine counts and their ids.
struct Asked {
    scene: Scene,
    session: Session,
    request: Request,
    conditions: Vec<(Condition, Vec<String>)>,
}

/// The first third of the randomness, kept for conditions: a shop takes all it can get.
fn kept<'b>(u: &mut Unstructured<'b>) -> Result<Unstructured<'b>> {
    Ok(Unstructured::new(u.bytes(u.len() / 3)?))
}

/// A random shop with up to `count` conditions that the engine counts.
fn asked(u: &mut Unstructured<'_>, count: usize, depth: u32) -> Result<Asked> {
    let mut kept = kept(u)?;
    let scene = scene(u)?;
    let u = &mut kept;
    let mut session = open(&scene.shop);
    let mut conditions = Vec::new();
    let request = Wishes { scene: &scene, snapshot: session.snapshot() }.request(u)?;
    for _ in 0..4 * count {
        if conditions.len() == count {
            break;
        }
        let condition = Wishes { scene: &scene, snapshot: session.snapshot() }.condition(u, depth)?;
        if let Ok(ids) = ids(&mut session, &condition, &request) {
            conditions.push((condition, ids));
        }
    }
    Ok(Asked { scene, session, request, conditions })
}

impl Asked {
    fn again(&mut self, condition: &Condition) -> Vec<String> {
        ids(&mut self.session, condition, &self.request).unwrap_or_else(|codes| panic!("{codes:?}: {condition:?}"))
    }

    fn everyone(&mut self) -> Vec<String> {
        self.again(&Condition::All(vec![]))
    }
}

fn not(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}

/// What came of the pairs that engine and reference were asked.
#[derive(Debug, Default)]
struct Tally {
    none: u64,
    some: u64,
    everyone: u64,
    no_data: u64,
    refused: u64,
}

#[test]
fn engine_equals_reference() {
    let tally = RefCell::new(Tally::default());
    hold("engine_equals_reference", pairs() / ASKED, |u| {
        let mut kept = kept(u)?;
        let scene = scene(u)?;
        let u = &mut kept;
        let mut session = open(&scene.shop);
        let shop = reference::Shop::new(&scene.shop);
        for _ in 0..ASKED {
            let wishes = Wishes { scene: &scene, snapshot: session.snapshot() };
            let (condition, request) = (wishes.condition(u, 2)?, wishes.request(u)?);
            let told = || format!("{}\n{request:?}\n{}", text(&condition), scene.shop);
            let found = ids(&mut session, &condition, &request);
            let unavailable = |codes: &Vec<&str>| codes.iter().all(|code| *code == "unavailable");
            let mut tally = tally.borrow_mut();
            match (&found, reference::answer(&shop, &condition, &options(&request))) {
                (Ok(ids), Ok(answer)) => {
                    match ids.len() {
                        0 => tally.none += 1,
                        count if count == answer.universe.len() => tally.everyone += 1,
                        _ => tally.some += 1,
                    }
                    let expected: Vec<String> = answer.members.into_iter().collect();
                    assert_eq!(*ids, expected, "engine, reference: {}", told());
                }
                (Err(codes), Err(Unavailable(_))) if unavailable(codes) => tally.no_data += 1,
                (Err(codes), _) if !unavailable(codes) => tally.refused += 1,
                (found, answer) => panic!("engine {found:?}, reference {answer:?}: {}", told()),
            }
        }
        Ok(())
    });
    let tally = tally.into_inner();
    println!("random pairs {tally:?}");
    let asked = tally.none + tally.some + tally.everyone + tally.no_data + tally.refused;
    let alone = std::env::var("HEADCOUNT_SEED").is_ok();
    println!("witness native engine against reference: {asked} random pairs");
    assert!(alone || (tally.some * 6 > asked && tally.refused * 10 < asked), "the random pairs ask too little");
}

/// The condition as a text, for people.
fn text(condition: &Condition) -> String {
    query::print(condition, Dialect::Headcount).map_or_else(|_| document(condition), |printed| printed.text)
}

#[test]
fn an_explanation_is_membership() {
    hold("an_explanation_is_membership", pairs() / 20, |u| {
        let mut asked = asked(u, 3, 2)?;
        let shop = reference::Shop::new(&asked.scene.shop);
        for (condition, ids) in asked.conditions.clone() {
            let document = serde_json::from_str(&document(&condition)).expect("a document");
            for id in asked.everyone() {
                let question = ExplainQuestion {
                    segment: SegmentInput::of(&document),
                    options: asked.request.clone(),
                    customer: id.clone(),
                    days: Some(0),
                };
                let reply = asked.session.explain(&question).expect("a customer");
                let told = || format!("{id}: {}\n{}", text(&condition), asked.scene.shop);
                assert_eq!((reply.member, reply.present), (ids.contains(&id), true), "{}", told());
                for node in reply.nodes {
                    let answer = reference::answer(&shop, at(&condition, &node.path), &options(&asked.request));
                    let members = answer.expect("data").members;
                    assert_eq!(node.holds, members.contains(&id), "{} of {}", node.path, told());
                }
            }
        }
        Ok(())
    });
}

#[test]
fn entered_minus_left_is_the_difference_of_counts() {
    let causes = RefCell::new(0);
    hold("entered_minus_left_is_the_difference_of_counts", pairs() / 20, |u| {
        let mut asked = asked(u, 2, 2)?;
        let [(before, in_before), (after, in_after)] = &asked.conditions.clone()[..] else { return Ok(()) };
        let input = |condition| SegmentInput::of(&serde_json::from_str(&document(condition)).expect("a document"));
        let question = CompareQuestion {
            before: input(before),
            after: input(after),
            options: asked.request.clone(),
            before_options: None,
            ids: usize::MAX,
        };
        let reply = asked.session.compare(&question).expect("segments");
        let told = || format!("{} → {}\n{}", text(before), text(after), asked.scene.shop);
        let beyond =
            |a: &[String], b: &[String]| -> Vec<String> { a.iter().filter(|id| !b.contains(id)).cloned().collect() };
        assert_eq!(reply.entered, beyond(in_after, in_before), "{}", told());
        assert_eq!(reply.left, beyond(in_before, in_after), "{}", told());
        let stayed = reply.change.moved.stayed.count() as usize;
        assert_eq!(stayed + reply.entered.len(), in_after.len(), "{}", told());
        assert_eq!(stayed + reply.left.len(), in_before.len(), "{}", told());
        let shop = reference::Shop::new(&asked.scene.shop);
        for cause in &reply.change.causes {
            // Whom the clause decides about: those who would be elsewhere if it said otherwise.
            let side = if cause.later { after } else { before };
            let flipped = reference::answer(&shop, &negated(side, &cause.path), &options(&asked.request));
            let flipped: Vec<String> = flipped.expect("data").members.into_iter().collect();
            let inside = |ids: &[String], wanted: bool| ids.iter().filter(|id| flipped.contains(id) == wanted).count();
            let expected = (inside(&reply.entered, !cause.later), inside(&reply.left, cause.later));
            let found = (cause.moved.entered as usize, cause.moved.left as usize);
            assert_eq!(found, expected, "{cause:?} of {}", told());
            *causes.borrow_mut() += found.0 + found.1;
        }
        Ok(())
    });
    assert!(std::env::var("HEADCOUNT_SEED").is_ok() || causes.into_inner() > 100, "the pairs change too little");
}

/// The condition with the node at a path negated.
fn negated(condition: &Condition, path: &str) -> Condition {
    let Some(rest) = path.strip_prefix("/of") else { return not(condition.clone()) };
    let child = |children: &[Condition]| {
        let rest = rest.strip_prefix('/').expect("a child");
        let end = rest.find('/').unwrap_or(rest.len());
        let place: usize = rest[..end].parse().expect("a number");
        let mut children = children.to_vec();
        children[place] = negated(&children[place], &rest[end..]);
        children
    };
    match condition {
        Condition::Not(of) => not(negated(of, rest)),
        Condition::All(children) => Condition::All(child(children)),
        Condition::Any(children) => Condition::Any(child(children)),
        other => panic!("{path} of {other:?}"),
    }
}

#[test]
fn double_negation() {
    hold("double_negation", pairs() / 20, |u| {
        let mut asked = asked(u, 2, 2)?;
        for (condition, ids) in asked.conditions.clone() {
            assert_eq!(asked.again(&not(not(condition.clone()))), ids, "{}", text(&condition));
        }
        Ok(())
    });
}

#[test]
fn de_morgan() {
    hold("de_morgan", pairs() / 20, |u| {
        let mut asked = asked(u, 2, 1)?;
        let [(a, _), (b, _)] = &asked.conditions.clone()[..] else { return Ok(()) };
        let (both, either) = (vec![a.clone(), b.clone()], vec![not(a.clone()), not(b.clone())]);
        let told = || format!("{}, {}", text(a), text(b));
        let left = asked.again(&not(Condition::All(both.clone())));
        assert_eq!(left, asked.again(&Condition::Any(either.clone())), "{}", told());
        let left = asked.again(&not(Condition::Any(both)));
        assert_eq!(left, asked.again(&Condition::All(either)), "{}", told());
        Ok(())
    });
}

#[test]
fn a_and_not_a_are_all() {
    hold("a_and_not_a_are_all", pairs() / 20, |u| {
        let mut asked = asked(u, 2, 2)?;
        for (condition, ids) in asked.conditions.clone() {
            let mut both = asked.again(&not(condition.clone()));
            both.extend(ids);
            both.sort();
            assert_eq!(both, asked.everyone(), "{}", text(&condition));
        }
        Ok(())
    });
}

#[test]
fn inclusion_and_exclusion() {
    hold("inclusion_and_exclusion", pairs() / 20, |u| {
        let mut asked = asked(u, 2, 1)?;
        let [(a, in_a), (b, in_b)] = &asked.conditions.clone()[..] else { return Ok(()) };
        let pair = vec![a.clone(), b.clone()];
        let (both, either) = (asked.again(&Condition::All(pair.clone())), asked.again(&Condition::Any(pair)));
        assert_eq!(in_a.len() + in_b.len(), both.len() + either.len(), "{}, {}", text(a), text(b));
        Ok(())
    });
}

#[test]
fn as_of_is_taken_at_by_default() {
    hold("as_of_is_taken_at_by_default", pairs() / 20, |u| {
        let mut asked = asked(u, 2, 2)?;
        let taken_at = asked.scene.taken_at.to_string();
        for (condition, _) in asked.conditions.clone() {
            asked.request.as_of = None;
            let ids = asked.again(&condition);
            asked.request.as_of = Some(taken_at.clone());
            assert_eq!(asked.again(&condition), ids, "{}", text(&condition));
        }
        Ok(())
    });
}

#[test]
fn a_wider_window_holds_the_narrower() {
    hold("a_wider_window_holds_the_narrower", pairs() / 20, |u| {
        let mut asked = asked(u, 0, 0)?;
        let clauses = [
            ("last_order_date >= ", "d"),
            ("orders_placed MATCHES (date >= ", "d)"),
            ("products_purchased MATCHES (date > ", "w)"),
            ("first_order_date BETWEEN ", "m AND today"),
            ("customer_added_date >= ", "y"),
            ("storefront.product_viewed MATCHES (date BETWEEN ", "d AND +1d)"),
            ("checkouts_abandoned MATCHES (date >= ", "h)"),
            ("last_interaction_date > ", "h"),
        ];
        let (before, after) = *u.choose(&clauses)?;
        let narrow = u.int_in_range(1..=60)?;
        let wide = narrow + u.int_in_range(0..=60)?;
        let mut window = |length: i32| {
            let segment = format!("{before}-{length}{after}");
            members(&mut asked.session, Source::Text(&segment), &asked.request)
        };
        if let (Ok(narrower), Ok(wider)) = (window(narrow), window(wide)) {
            let outside: Vec<&String> = narrower.iter().filter(|id| !wider.contains(id)).collect();
            assert!(outside.is_empty(), "{before}-{narrow}{after} against -{wide}: {outside:?}\n{}", asked.scene.shop);
        }
        Ok(())
    });
}

#[test]
fn order_of_rows_and_files_changes_nothing() {
    hold("order_of_rows_and_files_changes_nothing", pairs() / 20, |u| {
        let mut asked = asked(u, 4, 1)?;
        let mut shop = asked.scene.shop.clone();
        // Of two rows of one customer the last wins, so their order does matter.
        let once = asked.session.snapshot().customers.len as usize
            == shop["tables"]["customers"].as_array().map_or(0, Vec::len);
        for (name, rows) in shop["tables"].as_object_mut().expect("tables") {
            if once || name != "customers" {
                shuffle(u, rows.as_array_mut().expect("rows"))?;
            }
        }
        let mut tables: Vec<(String, Value)> = shop["tables"]
            .as_object()
            .expect("tables")
            .iter()
            .map(|(name, rows)| (name.clone(), rows.clone()))
            .collect();
        shuffle(u, &mut tables)?;
        shop["tables"] = Value::Object(tables.into_iter().collect());
        let mut session = open(&shop);
        for (condition, expected) in &asked.conditions {
            let found = ids(&mut session, condition, &asked.request);
            assert_eq!(found.as_ref(), Ok(expected), "{}\n{}\n{shop}", text(condition), asked.scene.shop);
        }
        asked.conditions.clear();
        Ok(())
    });
}

fn shuffle<T>(u: &mut Unstructured<'_>, items: &mut [T]) -> Result<()> {
    for at in (1..items.len()).rev() {
        items.swap(at, u.choose_index(at + 1)?);
    }
    Ok(())
}

#[test]
fn the_memo_never_changes_an_answer() {
    hold("the_memo_never_changes_an_answer", pairs() / 80, |u| {
        let mut kept = kept(u)?;
        let scene = scene(u)?;
        let u = &mut kept;
        let mut session = open(&scene.shop);
        let mut edits: Vec<(Condition, Request)> = Vec::new();
        for _ in 0..12 {
            let wishes = Wishes { scene: &scene, snapshot: session.snapshot() };
            // An edit changes the condition or the options of an earlier one, or begins anew.
            let (mut condition, mut request) = (wishes.condition(u, 2)?, wishes.request(u)?);
            if !edits.is_empty() && u.ratio(2, 3)? {
                let (earlier, options) = u.choose(&edits)?.clone();
                match u.int_in_range(0..=3)? {
                    0 => condition = earlier,
                    1 => (condition, request) = (not(earlier), options),
                    2 => (condition, request) = (Condition::All(vec![earlier, condition]), options),
                    _ => request = options,
                }
            }
            let kept = ids(&mut session, &condition, &request);
            let fresh = ids(&mut open(&scene.shop), &condition, &request);
            assert_eq!(kept, fresh, "{}\n{request:?}\n{}", text(&condition), scene.shop);
            edits.push((condition, request));
        }
        Ok(())
    });
}

#[test]
fn the_last_step_of_the_funnel_is_the_count() {
    hold("the_last_step_of_the_funnel_is_the_count", pairs() / 20, |u| {
        let mut asked = asked(u, 3, 1)?;
        let shop = reference::Shop::new(&asked.scene.shop);
        let all = Condition::All(asked.conditions.iter().map(|(condition, _)| condition.clone()).collect());
        asked.request.nodes = true;
        let reply = asked.session.count(Source::Json(&document(&all)), &asked.request).expect("a segment");
        let nodes = reply.nodes.expect("nodes");
        if let Some(last) = nodes.iter().rfind(|node| node.path.matches('/').count() == 2) {
            assert_eq!(Some(last.cumulative), reply.count, "{}\n{}", text(&all), asked.scene.shop);
        }
        for node in nodes {
            let answer = reference::answer(&shop, at(&all, &node.path), &options(&asked.request)).expect("data");
            assert_eq!(
                node.alone as usize,
                answer.members.len(),
                "{} of {}\n{}",
                node.path,
                text(&all),
                asked.scene.shop
            );
        }
        Ok(())
    });
}

/// The node at a path.
fn at<'c>(condition: &'c Condition, path: &str) -> &'c Condition {
    let Some(rest) = path.strip_prefix("/of") else { return condition };
    match condition {
        Condition::Not(child) => at(child, rest),
        Condition::All(children) | Condition::Any(children) => {
            let rest = rest.strip_prefix('/').expect("a child");
            let end = rest.find('/').unwrap_or(rest.len());
            at(&children[rest[..end].parse::<usize>().expect("a number")], &rest[end..])
        }
        other => panic!("{path} of {other:?}"),
    }
}

#[test]
fn parse_print_identity() {
    hold("parse_print_identity", pairs() / 4, |u| {
        let mut kept = kept(u)?;
        let scene = scene(u)?;
        let u = &mut kept;
        let session = open(&scene.shop);
        let condition = Wishes { scene: &scene, snapshot: session.snapshot() }.condition(u, 3)?;
        let Ok(printed) = query::print(&condition, Dialect::Headcount) else { return Ok(()) };
        let read = query::parse(&printed.text);
        let errors: Vec<_> = read.problems.iter().filter(|problem| problem.code != "mixed-and-or").collect();
        assert!(errors.is_empty(), "{}: {errors:?}", printed.text);
        let again = query::print(&read.condition, Dialect::Headcount).expect("what was read can be printed");
        assert_eq!(again.text, printed.text);
        assert_eq!(query::parse(&again.text).condition, read.condition, "{}", printed.text);
        Ok(())
    });
}

#[test]
fn text_and_document_are_counted_alike() {
    hold("text_and_document_are_counted_alike", pairs() / 20, |u| {
        let mut asked = asked(u, 4, 2)?;
        // A negated clause is printed as its complementary operator, which is strict where NOT is not (N4).
        asked.request.strict_missing = false;
        for (condition, _) in asked.conditions.clone() {
            let expected = asked.again(&condition);
            for dialect in [Dialect::Headcount, Dialect::Current, Dialect::Legacy] {
                let Ok(printed) = query::print(&condition, dialect) else { continue };
                let found = members(&mut asked.session, Source::Text(&printed.text), &asked.request);
                assert_eq!(found.as_ref(), Ok(&expected), "{dialect:?}: {}\n{}", printed.text, asked.scene.shop);
            }
        }
        Ok(())
    });
}
