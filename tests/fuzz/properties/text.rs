//! The text language: reading is total, what is printed reads back, every place can be completed.

use super::{chosen, segments, shop};
use headcount::complete::{Context, complete};
use headcount::condition::{Condition, Literal, MAX_DEPTH, MAX_NODES, Operator, Parameter, Segment, Severity, Test};
use headcount::query::{
    Dialect, Positions, TokenKind, byte_of_utf16, from_json_text, from_react_querybuilder, parse, print, print_lines,
    to_json, to_react_querybuilder, tokens,
};
use headcount::session::{CompleteQuestion, Request, Source};
use headcount::time::Day;

/// Any bytes as a text of the language.
pub(crate) fn hold(data: &[u8]) {
    let Ok(source) = std::str::from_utf8(data) else { return };
    total(source);
    let parsed = parse(source);
    let offset = chosen(data, source.len() + 2);
    completed(source, offset);
    let fine = parsed.problems.iter().all(|problem| problem.severity != Severity::Error);
    if fine {
        spelled(&parsed.condition);
    }
    segments::judged(Source::Text(source), fine.then_some(&parsed.condition));
}

/// Reads any text and holds what came of it against all that is promised of it.
pub(crate) fn total(source: &str) {
    let parsed = parse(source);
    let fits = |start: usize, end: usize| {
        start <= end && end <= source.len() && source.is_char_boundary(start) && source.is_char_boundary(end)
    };
    for problem in &parsed.problems {
        let span = problem.span.expect("a problem of reading stands somewhere");
        assert!(fits(span.start, span.end), "{problem:?}");
        if let Some(span) = problem.fix.as_ref().and_then(|fix| fix.span) {
            assert!(fits(span.start, span.end), "{problem:?}");
        }
    }
    let (depth, nodes) = size(&parsed.condition);
    assert!(depth <= MAX_DEPTH && nodes <= MAX_NODES, "{depth} levels, {nodes} nodes");
    for (path, span) in parsed.spans.paths() {
        assert!(fits(span.start, span.end), "{path}");
        assert_eq!(parsed.spans.exact(&path), Some(span), "{path}");
    }
    let printed = text(&parsed.condition);
    assert_eq!(read(&printed), normal(&parsed.condition), "{printed}");
    let mut end = 0;
    for token in tokens(source) {
        let span = token.span;
        assert!(fits(span.start, span.end) && span.start < span.end);
        let blank = |c: char| c.is_whitespace() || "\u{200B}\u{2060}\u{FEFF}".contains(c);
        assert!(source[end..span.start].chars().all(blank));
        assert!(token.kind == TokenKind::Unknown || !source[span.start..span.end].trim().is_empty());
        end = span.end;
    }
}

/// A condition in the language's own spelling.
pub(crate) fn text(condition: &Condition) -> String {
    print(condition, Dialect::Headcount).unwrap_or_else(|problems| panic!("{condition:?}\n{problems:?}")).text
}

/// The condition of a text that has no problems.
pub(crate) fn read(text: &str) -> Condition {
    let parsed = parse(text);
    assert_eq!(parsed.problems, [], "{text}");
    parsed.condition
}

/// What printing simplifies, written a second time: a group of one is that one, a negation is the
/// complementary operator where there is one, a compared list of a parameter is IN.
pub(crate) fn normal(condition: &Condition) -> Condition {
    simplified(condition, false)
}

fn simplified(condition: &Condition, negated: bool) -> Condition {
    let not = |condition| Condition::Not(Box::new(condition));
    match condition {
        Condition::All(children) | Condition::Any(children) if children.len() == 1 => simplified(&children[0], negated),
        Condition::All(children) | Condition::Any(children) => {
            let children = children.iter().map(normal).collect();
            let group = match condition {
                Condition::All(_) => Condition::All(children),
                _ => Condition::Any(children),
            };
            if negated { not(group) } else { group }
        }
        Condition::Not(child) => simplified(child, !negated),
        Condition::Field(clause) => {
            let mut clause = clause.clone();
            let left = negated && !turned(&mut clause.test);
            if left { not(Condition::Field(clause)) } else { Condition::Field(clause) }
        }
        Condition::Anniversary(clause) => {
            let mut clause = clause.clone();
            let left = negated && !turned(&mut clause.test);
            if left { not(Condition::Anniversary(clause)) } else { Condition::Anniversary(clause) }
        }
        Condition::Function(clause) => {
            let mut clause = clause.clone();
            clause.matches ^= negated;
            clause.parameters.iter_mut().for_each(list);
            Condition::Function(clause)
        }
        Condition::Unknown(_) => condition.clone(),
    }
}

/// Makes the operator its complement; whether it has one.
fn turned(test: &mut Test) -> bool {
    let complement = test.operator.complement();
    test.operator = complement.unwrap_or(test.operator);
    complement.is_some()
}

fn list(parameter: &mut Parameter) {
    let test = &mut parameter.test;
    let [Literal::Tuple(values)] = test.values.as_slice() else { return };
    let values = values.clone();
    match test.operator {
        _ if parameter.name == "coordinates" => return,
        Operator::Equal => test.operator = Operator::In,
        Operator::NotEqual => test.operator = Operator::NotIn,
        _ => return,
    }
    test.values = values;
}

/// Levels below the root, and nodes.
fn size(condition: &Condition) -> (usize, usize) {
    let children: &[Condition] = match condition {
        Condition::All(children) | Condition::Any(children) => children,
        Condition::Not(child) => std::slice::from_ref(child),
        _ => return (0, 1),
    };
    let sizes: Vec<(usize, usize)> = children.iter().map(size).collect();
    let depth = sizes.iter().map(|(depth, _)| depth + 1).max().unwrap_or(0);
    (depth, 1 + sizes.iter().map(|(_, nodes)| nodes).sum::<usize>())
}

/// Every spelling of a condition reads back as the same one.
pub(crate) fn spelled(condition: &Condition) {
    let Ok(printed) = print(condition, Dialect::Headcount) else { return };
    let again = read(&printed.text);
    assert_eq!(text(&again), printed.text);
    assert_eq!(read(&print_lines(condition).expect("what is printed in one line").text), again);
    let current = print(condition, Dialect::Current).map(|printed| printed.text);
    if let Ok(legacy) = print(condition, Dialect::Legacy) {
        let parsed = parse(&legacy.text);
        let warned = parsed.problems.iter().all(|problem| problem.severity == Severity::Warning);
        assert!(warned, "{}: {:?}", legacy.text, parsed.problems);
        // A distance is a radius, however it is compared; the older dialect has no sign there.
        let radius = |condition: &Condition| {
            ["km", "mi"].iter().fold(text(condition), |text, unit| {
                text.replace(&format!("distance_{unit} <= "), &format!("distance_{unit} = "))
            })
        };
        let current = parse(&current.expect("what is legacy is current")).condition;
        assert_eq!(radius(&parsed.condition), radius(&current), "{}", legacy.text);
    }
    let segment = Segment { name: Some("s".into()), condition: again };
    let document = to_json(&segment).to_string();
    assert_eq!(from_json_text(&document), Ok((segment.clone(), vec![])), "{document}");
    let (rules, problems) = to_react_querybuilder(&segment);
    if problems.is_empty() {
        let (read, problems) = from_react_querybuilder(&rules.to_string()).expect("rules that were written");
        assert_eq!(problems, [], "{rules}");
        let (once_more, _) = to_react_querybuilder(&read);
        assert_eq!(once_more, rules);
    }
}

/// What may stand at a place fits there, alone and with the shop's values.
fn completed(source: &str, offset: usize) {
    let context = Context { snapshot: None, references: None, today: Day(19_797) };
    let completion = complete(source, offset, context);
    let span = completion.span;
    assert!(source.get(span.start..span.end).is_some(), "{span:?}");
    let units = source.encode_utf16().count();
    assert!(byte_of_utf16(source, units + 1) == source.len());
    let question = CompleteQuestion {
        text: source.to_owned(),
        offset: offset % (units + 1),
        options: Request::default(),
        limit: Some(5),
    };
    let reply = shop::session().complete(&question).expect("a place of a text");
    assert!(reply.span.start <= reply.span.end && reply.span.end <= units, "{:?}", reply.span);
    for proposal in &reply.proposals {
        assert!(proposal.customers.is_none_or(|customers| customers <= 5), "{proposal:?}");
    }
    drop(Positions::new(source));
}
