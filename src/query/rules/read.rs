//! Rule group → tree. A rule that cannot be said is kept as a node of an unknown kind and reported.

use super::{NEGATED, OPERATORS, UNCHOSEN};
use crate::condition::{
    AnniversaryClause, Condition, FieldClause, FunctionClause, Literal, MAX_DEPTH, Operator, Parameter, Problem,
    Segment, Test,
};
use crate::error::{Code, Error, Result};
use crate::query::codes;
use crate::query::json::{literal_of_json, parsed};
use crate::query::literal::{is_integer, shown};
use serde_json::{Value, json};

/// Reads a rule group, with a combinator or with independent ones.
///
/// # Errors
/// [`Code::BadSegment`] for a text that is no rule group.
pub fn from_react_querybuilder(text: &str) -> Result<(Segment, Vec<Problem>)> {
    let value = parsed(text)?;
    if value.get("rules").is_none_or(|rules| !rules.is_array()) {
        return Err(Error::new(Code::BadSegment, "A rule group is an object with a list \"rules\".")
            .help(r#"Write it like { "combinator": "and", "rules": [] }."#));
    }
    let Found { condition, problems } = node(&value, 0).unwrap_or(Found::fine(Condition::All(vec![])));
    Ok((Segment { name: None, condition }, problems))
}

/// A node and its problems, whose paths begin at it.
struct Found {
    condition: Condition,
    problems: Vec<Problem>,
}

impl Found {
    fn fine(condition: Condition) -> Found {
        Found { condition, problems: Vec::new() }
    }

    fn bad(value: &Value, part: &str, message: &str) -> Found {
        let problem = Problem::error(codes::BAD_RULE, part, message);
        Found::kept(value, problem)
    }

    /// What no condition says is kept as it is, unless it would be taken for a node of ours once saved.
    fn kept(value: &Value, problem: Problem) -> Found {
        let kept = match value.get("kind") {
            None => value.clone(),
            Some(_) => json!({ "kind": "rule", "rule": value }),
        };
        Found { condition: Condition::Unknown(kept), problems: vec![problem] }
    }

    fn under(mut self, step: &str) -> Found {
        for problem in &mut self.problems {
            problem.path.insert_str(0, step);
        }
        self
    }

    fn negated(self) -> Found {
        let Found { condition, problems } = self.under("/of");
        Found { condition: Condition::Not(Box::new(condition)), problems }
    }
}

/// The node of a rule or group; none if it says nothing.
fn node(value: &Value, depth: usize) -> Option<Found> {
    if value.get("muted") == Some(&Value::Bool(true)) {
        return None;
    }
    if depth > MAX_DEPTH {
        let message = format!("A segment is nested at most {MAX_DEPTH} levels deep; flatten it.");
        let problem = Problem::error(codes::TOO_DEEP, "", message);
        return Some(Found::kept(value, problem));
    }
    match value.get("rules") {
        Some(rules) => Some(group(value, rules, depth)),
        None => rule(value),
    }
}

/// A group with one combinator, or with one between each two rules, where AND binds tighter than OR.
fn group(group: &Value, rules: &Value, depth: usize) -> Found {
    let bad = |message: &str| Found::bad(group, "", message);
    let Value::Array(rules) = rules else { return bad("A rule group has a list \"rules\".") };
    let combinator = group.get("combinator").filter(|word| !word.is_null());
    let independent = combinator.is_none();
    let mixed = independent && rules.iter().skip(1).step_by(2).any(|word| is_or(word) == Some(true));
    let not = group.get("not") == Some(&Value::Bool(true));
    let depth = depth + 1 + usize::from(not) + usize::from(mixed);
    let alone = "Between two rules stands one combinator, and or or; write it.";
    if independent && rules.len().is_multiple_of(2) && !rules.is_empty() {
        return bad(alone);
    }
    let mut runs: Vec<Vec<Found>> = vec![];
    let mut word = combinator;
    for (index, value) in rules.iter().enumerate() {
        if independent && index % 2 == 1 {
            if !value.is_string() {
                return bad(alone);
            }
            word = Some(value);
            continue;
        }
        // Of the combinators around rules that are left out the last one joins.
        let Some(found) = node(value, depth) else { continue };
        match (runs.last_mut(), word.and_then(is_or)) {
            (None, _) | (_, Some(true)) => runs.push(vec![found]),
            (Some(run), Some(false)) => run.push(found),
            (Some(_), None) => {
                let other = word.and_then(Value::as_str).unwrap_or("");
                return bad(&format!("There is no combinator {}; use and or or.", shown(other)));
            }
        }
    }
    // Builders export a group without rules as true, whatever its combinator and not.
    if runs.is_empty() {
        return Found::fine(Condition::All(vec![]));
    }
    let found = joined(runs.into_iter().map(|run| joined(run, true)).collect(), false);
    if not { found.negated() } else { found }
}

/// Whether a combinator is OR rather than AND; none for any other.
fn is_or(word: &Value) -> Option<bool> {
    let word = word.as_str()?;
    let or = word.eq_ignore_ascii_case("or");
    (or || word.eq_ignore_ascii_case("and")).then_some(or)
}

/// A group of what was found; a group of one is that one.
fn joined(mut found: Vec<Found>, all: bool) -> Found {
    if found.len() == 1
        && let Some(only) = found.pop()
    {
        return only;
    }
    let mut children = Vec::with_capacity(found.len());
    let mut problems = Vec::new();
    for (index, child) in found.into_iter().enumerate() {
        let child = child.under(&format!("/of/{index}"));
        children.push(child.condition);
        problems.extend(child.problems);
    }
    Found { condition: if all { Condition::All(children) } else { Condition::Any(children) }, problems }
}

/// The condition of a rule; none for one that is still to be filled in.
fn rule(rule: &Value) -> Option<Found> {
    let text = |key: &str| rule.get(key).and_then(Value::as_str);
    let (Some(field), Some(operator)) = (text("field"), text("operator")) else {
        return Some(Found::bad(rule, "", "A rule is an object with field, operator and value."));
    };
    if field == UNCHOSEN || operator == UNCHOSEN {
        return None;
    }
    let value = rule.get("value").unwrap_or(&Value::Null);
    let mode = rule.get("match").and_then(|quantity| quantity.get("mode")).and_then(Value::as_str);
    let read = match (mode.filter(|mode| !mode.is_empty()), text("valueSource")) {
        _ if rule.get("lhs").is_some_and(|side| !side.is_null()) => {
            Err(("", format!("{} is an expression; compare the field itself.", shown(field))))
        }
        (Some(mode), _) => function(field, mode, &rule["match"]["threshold"], value),
        (None, source) => match (test(operator, value), source) {
            (Ok(Some((test, _))), Some(other)) if other != "value" && !test.values.is_empty() => {
                Err(("/value", format!("{} is compared with a {other}; compare it with a value.", shown(field))))
            }
            (Ok(Some((test, negated))), _) => {
                let found = Found::fine(clause(field.to_owned(), test));
                Ok(if negated { found.negated() } else { found })
            }
            (Ok(None), _) => return None,
            (Err(refusal), _) => Err(refusal),
        },
    };
    Some(read.unwrap_or_else(|(part, message)| Found::bad(rule, part, &message)))
}

type Refusal = (&'static str, String);

/// `name`, `name('argument')` or `anniversary('name')` with a test.
fn clause(field: String, test: Test) -> Condition {
    match with_argument(&field) {
        Some(("anniversary", field)) => Condition::Anniversary(AnniversaryClause { field, test }),
        Some((name, argument)) => {
            Condition::Field(FieldClause { field: name.to_owned(), argument: Some(argument), test })
        }
        None => Condition::Field(FieldClause { field, argument: None, test }),
    }
}

fn with_argument(field: &str) -> Option<(&str, String)> {
    let (name, argument) = field.strip_suffix("')")?.split_once("('")?;
    let mut text = String::new();
    let mut letters = argument.chars();
    while let Some(letter) = letters.next() {
        text.push(if letter == '\\' { letters.next()? } else { letter });
    }
    Some((name, text))
}

/// A rule whose value is a group: how many rows of a function pass it.
fn function(name: &str, mode: &str, threshold: &Value, value: &Value) -> std::result::Result<Found, Refusal> {
    let counted = |operator, threshold: u64| {
        let test = Test { operator, values: vec![Literal::Integer(threshold.to_string())] };
        Some(Parameter { name: "count".to_owned(), test })
    };
    let (matches, count) = match (mode.to_ascii_lowercase().as_str(), threshold.as_u64()) {
        ("some", _) | ("atleast", Some(1)) => (true, None),
        ("none", _) | ("atmost", Some(0)) => (false, None),
        ("atleast", Some(least)) => (true, counted(Operator::GreaterOrEqual, least)),
        ("atmost", Some(most)) => (true, counted(Operator::LessOrEqual, most)),
        ("exactly", Some(exactly)) => (true, counted(Operator::Equal, exactly)),
        _ => return Err(("/matches", "Match some, none, or at least, at most or exactly a whole number.".to_owned())),
    };
    let unfit = || ("/where", "The rules inside are joined by and, without or and not; change them.".to_owned());
    value.get("rules").ok_or_else(unfit)?;
    let mut parameters = Vec::new();
    if let Some(Found { condition, problems }) = node(value, 0) {
        if let Some(problem) = problems.into_iter().next() {
            return Err(("/where", problem.message));
        }
        if !flattened(condition, &mut parameters) {
            return Err(unfit());
        }
    }
    parameters.extend(count);
    let clause = FunctionClause { function: name.to_owned(), matches, parameters };
    Ok(Found::fine(Condition::Function(clause)))
}

/// Gathers the tests that all must hold; false if something else is among them.
fn flattened(condition: Condition, parameters: &mut Vec<Parameter>) -> bool {
    match condition {
        Condition::Field(FieldClause { field, argument: None, test }) => {
            parameters.push(Parameter { name: field, test });
            true
        }
        Condition::All(children) => children.into_iter().all(|child| flattened(child, parameters)),
        _ => false,
    }
}

/// The test of an operator and whether it is negated; none where values are still to be filled in.
fn test(name: &str, value: &Value) -> std::result::Result<Option<(Test, bool)>, Refusal> {
    let find = |table: &[(&str, Operator)]| {
        table.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, operator)| *operator)
    };
    let (operator, negated) = match (find(&OPERATORS), find(&NEGATED)) {
        (Some(operator), _) => (operator, false),
        (None, Some(operator)) => (operator, true),
        (None, None) => return Err(("/operator", format!("There is no operator {}; use another.", shown(name)))),
    };
    let values = match operator.operand_count() {
        Some(0) => vec![],
        Some(1) => vec![literal(value, true)?],
        count => {
            let mut values = several(value);
            let blank = |value: &Value| value.as_str().map_or(value.is_null(), |text| text.trim().is_empty());
            match count {
                // Builders export the first two, if both are there.
                Some(count) => {
                    values.truncate(count);
                    values.retain(|value| !blank(value));
                    if values.len() < count {
                        return Ok(None);
                    }
                }
                None if !value.is_array() => values.retain(|value| !blank(value)),
                None => {}
            }
            if values.is_empty() {
                return Ok(None);
            }
            values.iter().map(|value| literal(value, false)).collect::<std::result::Result<_, _>>()?
        }
    };
    Ok(Some((Test { operator, values }, negated)))
}

fn literal(value: &Value, tuples: bool) -> std::result::Result<Literal, Refusal> {
    // How builders write whole numbers beyond those of JSON.
    let big = value.get("$bigint").and_then(Value::as_str).filter(|digits| is_integer(digits));
    let read = big.map(|digits| Literal::Integer(digits.to_owned())).or_else(|| literal_of_json(value, tuples));
    read.ok_or_else(|| {
        ("/value", "A value is a text, a number, true, false or, where there are several, a list.".to_owned())
    })
}

/// A list, or a text of values between commas, where `\\,` is a comma of a value.
fn several(value: &Value) -> Vec<Value> {
    let text = match value {
        Value::Array(values) => return values.clone(),
        Value::String(text) => text,
        other => return vec![other.clone()],
    };
    let mut parts = vec![String::new()];
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, parts.last_mut()) {
            ('\\', Some(part)) if letters.next_if_eq(&',').is_some() => part.push(','),
            (',', _) | (_, None) => parts.push(String::new()),
            (letter, Some(part)) => part.push(letter),
        }
    }
    parts.iter().map(|part| part.trim().into()).collect()
}
