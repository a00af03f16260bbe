//! What only the data tells of a segment, held against counts of other segments.

use crate::corpus::{Shops, all};
use crate::golden::golden_file;
use headcount::session::{ProblemReply, Request, Session, Source};

fn problems(session: &mut Session, text: &str, request: &Request) -> Vec<ProblemReply> {
    session.check(Source::Text(text), request).unwrap().problems
}

fn count(session: &mut Session, text: &str, request: &Request) -> u32 {
    session.count(Source::Text(text), request).unwrap().count.unwrap_or_else(|| panic!("{text}"))
}

/// The lints that take an evaluation, with the stretches they are about.
fn report(session: &mut Session, text: &str) -> String {
    let evaluated = ["nobody-left", "changes-nothing", "missing-matches"];
    let mut lines = vec![format!("> {text}")];
    for problem in problems(session, text, &Request::default()) {
        let span = problem.span.expect("a text");
        let other = if evaluated.contains(&problem.code) { "" } else { " (by the check)" };
        lines.push(format!("  {}{other} at {}", problem.code, &text[span.start..span.end]));
        if other.is_empty() {
            lines.push(format!("    {}", problem.message));
        }
    }
    lines.join("\n")
}

#[test]
fn clauses_are_told_what_they_do_on_the_snapshot() {
    let mut shops = Shops::default();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/problems");
    let inputs = std::fs::read_to_string(format!("{folder}/evaluated.inputs")).unwrap();
    let reports: Vec<String> = inputs.lines().map(|text| report(shops.session("everything"), text)).collect();
    golden_file(&format!("{folder}/evaluated.txt"), &format!("{}\n", reports.join("\n\n")));
}

/// The text with the stretch of a problem left out of its group, `how` in its place.
fn replaced(text: &str, problem: &ProblemReply, how: &str) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    let span = problem.span.expect("a text");
    let part = |units: &[u16]| String::from_utf16(units).unwrap();
    format!("{}{how}{}", part(&units[..span.start]), part(&units[span.end..]))
}

#[test]
fn what_is_told_is_so() {
    const EVERYONE: &str = "number_of_orders >= 0";
    const NO_ONE: &str = "number_of_orders < 0";
    let mut shops = Shops::default();
    let mut judged = [0; 3];
    let cases = all().into_iter().filter(|case| case.members.is_some() && case.segment.is_some());
    for case in cases {
        let (text, request) = (case.segment.clone().unwrap(), case.request());
        let session = shops.session(&case.shop);
        if session
            .check(Source::Text(EVERYONE), &request)
            .unwrap()
            .problems
            .iter()
            .any(|problem| problem.severity == "error")
        {
            continue;
        }
        let whole = count(session, &text, &request);
        for problem in problems(session, &text, &request) {
            match problem.code {
                // The clause is the neutral part of an AND, or of an OR.
                "changes-nothing" => {
                    let otherwise =
                        [EVERYONE, NO_ONE].map(|how| count(session, &replaced(&text, &problem, how), &request));
                    assert!(otherwise.contains(&whole), "{case}: {}", problem.message);
                    judged[0] += 1;
                }
                "nobody-left" => {
                    let span = problem.span.unwrap();
                    let units: Vec<u16> = text.encode_utf16().collect();
                    let alone = String::from_utf16(&units[span.start..span.end]).unwrap();
                    let alone = count(session, &alone, &request);
                    assert!(
                        alone == 0 || whole == 0 || text.contains("OR") || text.contains("NOT"),
                        "{case}: {}",
                        problem.message
                    );
                    judged[1] += 1;
                }
                "missing-matches" => judged[2] += 1,
                _ => {}
            }
        }
    }
    assert!(judged[0] > 20 && judged[1] > 20 && judged[2] > 10, "{judged:?}");
}

#[test]
fn missing_values_are_counted_exactly() {
    let mut shops = Shops::default();
    for (shop, text, missing) in [
        ("everything", "average_order_value != 5", "average_order_value IS NULL"),
        ("everything", "last_order_date != today", "last_order_date IS NULL"),
        ("everything", "anniversary('birth_date') != today", "birth_date IS NULL"),
        ("everything", "orders_placed MATCHES (avg_amount != 5)", "orders_placed MATCHES (avg_amount IS NULL)"),
        (
            "everything",
            "orders_placed MATCHES (status = 'open', shipping != 5)",
            "orders_placed MATCHES (status = 'open', shipping IS NULL)",
        ),
        ("names", "orders_placed MATCHES (country != 'BG')", "orders_placed MATCHES (country IS NULL)"),
        ("names", "products_purchased MATCHES (vendor != 'x')", "products_purchased MATCHES (vendor IS NULL)"),
    ] {
        let request = Request::default();
        let session = shops.session(shop);
        let found = problems(session, text, &request);
        let known = session.check(Source::Text(missing), &request).unwrap().problems;
        if known.iter().any(|problem| problem.severity == "error") {
            continue;
        }
        let missing = count(session, missing, &request);
        let said = found.iter().find(|problem| problem.code == "missing-matches");
        match missing {
            0 => assert!(said.is_none(), "{text}"),
            _ => {
                let said = said.unwrap_or_else(|| panic!("{text} {missing}"));
                assert!(said.message.starts_with(&format!("{missing} customer")), "{text}: {}", said.message);
            }
        }
    }
}

#[test]
fn a_count_that_asks_for_nodes_tells_the_same() {
    let mut shops = Shops::default();
    let session = shops.session("everything");
    let text = "gender = 'female' AND customer_tags CONTAINS 'VIP' AND average_order_value != 5";
    let codes = |problems: &[ProblemReply]| problems.iter().map(|problem| problem.code).collect::<Vec<_>>();
    let checked = problems(session, text, &Request::default());
    let nodes = Request { nodes: true, ..Request::default() };
    assert_eq!(codes(&session.count(Source::Text(text), &nodes).unwrap().problems), codes(&checked));
    assert!(codes(&checked).contains(&"changes-nothing"));
    let plain = session.count(Source::Text(text), &Request::default()).unwrap();
    assert!(!codes(&plain.problems).contains(&"changes-nothing"));
}
