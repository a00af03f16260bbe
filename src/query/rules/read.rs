//! Rule group → tree. A rule that cannot be said is kept as a node of an unknown kind and reported.

use super::{NEGATED, OPERATORS};
use crate::condition::{
    AnniversaryClause, Condition, FieldClause, FunctionClause, Literal, MAX_DEPTH, Operator, Parameter, Problem,
    Segment, Test,
};
use crate::error::{Code, Error, Result};
use crate::query::codes;
use crate::query::json::{literal_of_json, literal_of_text, parsed};
use crate::query::literal::shown;
use serde_json::{Map, Value};

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
    let Found { condition, problems } = node(value, 0).unwrap_or(Found::fine(Condition::All(vec![])));
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

    fn bad(value: Value, part: &str, message: impl Into<String>) -> Found {
        let problem = Problem::error(codes::BAD_RULE, part, message);
        Found { condition: Condition::Unknown(value), problems: vec![problem] }
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
fn node(value: Value, depth: usize) -> Option<Found> {
    if value.get("muted") == Some(&Value::Bool(true)) {
        return None;
    }
    if depth > MAX_DEPTH {
        let message = format!("A segment is nested at most {MAX_DEPTH} levels deep; flatten it.");
        let problem = Problem::error(codes::TOO_DEEP, "", message);
        return Some(Found { condition: Condition::Unknown(value), problems: vec![problem] });
    }
    match value {
        Value::Object(group) if group.contains_key("rules") => Some(self::group(group, depth)),
        Value::Object(rule) => self::rule(rule),
        other => Some(Found::bad(other, "", "A rule is an object with field, operator and value.")),
    }
}

fn group(mut group: Map<String, Value>, depth: usize) -> Found {
    let word = group.get("combinator").and_then(Value::as_str).map(str::to_lowercase);
    let not = group.get("not") == Some(&Value::Bool(true));
    let all = match word.as_deref() {
        Some("and") => Some(true),
        Some("or") => Some(false),
        None if group.get("combinator").is_none_or(Value::is_null) => None,
        other => {
            let message = format!("There is no combinator {}; use and or or.", shown(other.unwrap_or("")));
            return Found::bad(Value::Object(group), "", message);
        }
    };
    let rules = match group.remove("rules") {
        Some(Value::Array(rules)) => rules,
        other => {
            group.extend(other.map(|rules| ("rules".to_owned(), rules)));
            return Found::bad(Value::Object(group), "", "A rule group has a list \"rules\".");
        }
    };
    let depth = depth + 1 + usize::from(not);
    let found = match all {
        Some(all) => joined(rules.into_iter().filter_map(|rule| node(rule, depth)).collect(), all),
        None => match independent(rules, depth) {
            Ok(found) => found,
            Err(rules) => {
                group.insert("rules".to_owned(), Value::Array(rules));
                let message = "Between two rules stands one combinator, and or or; write it.";
                return Found::bad(Value::Object(group), "", message);
            }
        },
    };
    // Builders export a group without rules as true, whatever its combinator and not.
    let empty = matches!(&found.condition, Condition::All(children) | Condition::Any(children) if children.is_empty());
    match (empty, not) {
        (true, _) => Found::fine(Condition::All(vec![])),
        (false, true) => found.negated(),
        (false, false) => found,
    }
}

/// Rules with a combinator between each two; AND binds tighter than OR.
fn independent(rules: Vec<Value>, depth: usize) -> std::result::Result<Found, Vec<Value>> {
    let mut words = rules.iter().skip(1).step_by(2).map(|word| word.as_str().map(str::to_lowercase));
    let known = words.all(|word| matches!(word.as_deref(), Some("and" | "or")));
    if !known || (rules.len().is_multiple_of(2) && !rules.is_empty()) {
        return Err(rules);
    }
    let is_or = |word: &Value| word.as_str().is_some_and(|word| word.eq_ignore_ascii_case("or"));
    let mixed = rules.iter().skip(1).step_by(2).any(is_or);
    let mut runs: Vec<Vec<Found>> = vec![vec![]];
    for (index, value) in rules.into_iter().enumerate() {
        if index % 2 == 0 {
            let found = node(value, depth + usize::from(mixed));
            if let Some(run) = runs.last_mut() {
                run.extend(found);
            }
        } else if is_or(&value) {
            runs.push(vec![]);
        }
    }
    if runs.len() == 1 {
        return Ok(joined(runs.pop().unwrap_or_default(), true));
    }
    let runs = runs.into_iter().filter(|run| !run.is_empty()).map(|run| joined(run, true));
    Ok(joined(runs.collect(), false))
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
fn rule(rule: Map<String, Value>) -> Option<Found> {
    let chosen = |key: &str| rule.get(key).and_then(Value::as_str).filter(|name| *name != "~").map(str::to_owned);
    let (Some(field), Some(operator)) = (chosen("field"), chosen("operator")) else {
        let unfinished = ["field", "operator"].iter().all(|key| rule.get(*key).is_some_and(Value::is_string));
        if unfinished {
            return None;
        }
        return Some(Found::bad(Value::Object(rule), "", "A rule is an object with field, operator and value."));
    };
    if rule.get("valueSource").is_some_and(|source| source == "field") {
        let message = format!("{} is compared with another field; compare it with a value.", shown(&field));
        return Some(Found::bad(Value::Object(rule), "/value", message));
    }
    let read = match rule.get("match") {
        Some(Value::Object(quantity)) => function(&field, quantity, rule.get("value")),
        _ => test(&operator, rule.get("value")).map(|(test, negated)| {
            let found = Found::fine(clause(field, test));
            if negated { found.negated() } else { found }
        }),
    };
    Some(read.unwrap_or_else(|(part, message)| Found::bad(Value::Object(rule), part, message)))
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
fn function(name: &str, quantity: &Map<String, Value>, value: Option<&Value>) -> std::result::Result<Found, Refusal> {
    let threshold = quantity.get("threshold").and_then(Value::as_u64);
    let counted = |operator, threshold: u64| {
        let test = Test { operator, values: vec![Literal::Integer(threshold.to_string())] };
        Some(Parameter { name: "count".to_owned(), test })
    };
    let (matches, count) = match (quantity.get("mode").and_then(Value::as_str), threshold) {
        (Some("some"), _) | (Some("atLeast"), Some(1)) => (true, None),
        (Some("none"), _) | (Some("atMost"), Some(0)) => (false, None),
        (Some("atLeast"), Some(least)) => (true, counted(Operator::GreaterOrEqual, least)),
        (Some("atMost"), Some(most)) => (true, counted(Operator::LessOrEqual, most)),
        (Some("exactly"), Some(exactly)) => (true, counted(Operator::Equal, exactly)),
        _ => return Err(("/matches", "Match some, none, or at least, at most or exactly a whole number.".to_owned())),
    };
    let unfit = || ("/where", "The rules inside are joined by and, without not and groups; change them.".to_owned());
    let group = value.and_then(Value::as_object).ok_or_else(unfit)?;
    let and = group.get("combinator").and_then(Value::as_str).is_some_and(|word| word.eq_ignore_ascii_case("and"));
    let rules = group.get("rules").and_then(Value::as_array).ok_or_else(unfit)?;
    if (!and && rules.len() > 1) || group.get("not") == Some(&Value::Bool(true)) {
        return Err(unfit());
    }
    let mut parameters = Vec::new();
    for inner in rules {
        match inner.as_object().cloned().and_then(rule) {
            None => {}
            Some(Found { condition: Condition::Field(FieldClause { field, argument: None, test }), problems })
                if problems.is_empty() =>
            {
                parameters.push(Parameter { name: field, test });
            }
            Some(Found { problems, .. }) => {
                let message = problems.into_iter().next().map(|problem| problem.message);
                return Err(message.map_or_else(unfit, |message| ("/where", message)));
            }
        }
    }
    parameters.extend(count);
    let clause = FunctionClause { function: name.to_owned(), matches, parameters };
    Ok(Found::fine(Condition::Function(clause)))
}

fn test(name: &str, value: Option<&Value>) -> std::result::Result<(Test, bool), Refusal> {
    let find =
        |table: &[(&str, Operator)]| table.iter().find(|(known, _)| *known == name).map(|(_, operator)| *operator);
    let (operator, negated) = match (find(&OPERATORS), find(&NEGATED)) {
        (Some(operator), _) => (operator, false),
        (None, Some(operator)) => (operator, true),
        (None, None) => return Err(("/operator", format!("There is no operator {}; use another.", shown(name)))),
    };
    let value = value.unwrap_or(&Value::Null);
    let bad = || ("/value", "A value is a text, a number, true, false or, where there are several, a list.".to_owned());
    let values = match operator.operand_count() {
        Some(0) => vec![],
        Some(1) => vec![literal_of_json(value, true).ok_or_else(bad)?],
        count => {
            let values = several(value).ok_or_else(bad)?;
            if count.is_some_and(|count| count != values.len()) {
                return Err(("/value", "Between takes two values; give it both.".to_owned()));
            }
            values
        }
    };
    Ok((Test { operator, values }, negated))
}

/// A list, or a text of values between commas, where `\,` is a comma of a value.
fn several(value: &Value) -> Option<Vec<Literal>> {
    match value {
        Value::Array(values) => values.iter().map(|value| literal_of_json(value, false)).collect(),
        Value::String(text) => {
            let mut parts = vec![String::new()];
            let mut letters = text.chars().peekable();
            while let Some(letter) = letters.next() {
                match letter {
                    '\\' if letters.next_if_eq(&',').is_some() => parts.last_mut()?.push(','),
                    ',' => parts.push(String::new()),
                    letter => parts.last_mut()?.push(letter),
                }
            }
            let parts = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty());
            Some(parts.map(literal_of_text).collect())
        }
        other => literal_of_json(other, false).map(|only| vec![only]),
    }
}
