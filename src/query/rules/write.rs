//! Tree → rule group.

use super::{NEGATED, OPERATORS, UNCHOSEN};
use crate::condition::{Condition, Literal, Operator, Problem, Segment, Test};
use crate::query::codes;
use crate::query::json::literal_json;
use crate::query::literal::quoted;
use serde_json::{Value, json};

/// The rule group of a segment, with a problem for each part that no rule says, which is left out: a
/// node of an unknown kind, a name or an operator that builders take for unfinished. The segment's
/// name has no place in it.
pub fn to_react_querybuilder(segment: &Segment) -> (Value, Vec<Problem>) {
    let mut problems = Vec::new();
    let root = written(&segment.condition, "", &mut problems);
    let root = match root {
        Some(root) if root.get("rules").is_some() => root,
        rule => group("and", false, rule.into_iter().collect()),
    };
    (root, problems)
}

fn written(condition: &Condition, path: &str, problems: &mut Vec<Problem>) -> Option<Value> {
    Some(match condition {
        Condition::All(children) => group("and", false, rules(children, path, problems)),
        // A group without rules is everyone; NOT of a group that holds one is no one.
        Condition::Any(children) if children.is_empty() => group("and", true, vec![group("and", false, vec![])]),
        Condition::Any(children) => group("or", false, rules(children, path, problems)),
        Condition::Not(child) => negated(child, &format!("{path}/of"), problems)?,
        Condition::Field(clause) => {
            let field = match &clause.argument {
                Some(argument) => format!("{}({})", clause.field, quoted(argument)),
                None => clause.field.clone(),
            };
            rule(&field, &clause.test, path, problems)?
        }
        Condition::Anniversary(clause) => {
            rule(&format!("anniversary({})", quoted(&clause.field)), &clause.test, path, problems)?
        }
        Condition::Function(clause) if clause.function == UNCHOSEN => return unchosen(problems, path),
        Condition::Function(clause) => {
            let parameters = clause.parameters.iter().enumerate();
            let rules = parameters.filter_map(|(index, parameter)| {
                rule(&parameter.name, &parameter.test, &format!("{path}/where/{index}"), problems)
            });
            let mode = if clause.matches { "some" } else { "none" };
            let value = group("and", false, rules.collect());
            json!({ "field": clause.function, "operator": "=", "match": { "mode": mode }, "value": value })
        }
        Condition::Unknown(_) => {
            return cannot(problems, path, "A condition of an unknown kind has no rule; remove it.");
        }
    })
}

fn cannot(problems: &mut Vec<Problem>, path: &str, message: &str) -> Option<Value> {
    problems.push(Problem::error(codes::CANNOT_BE_WRITTEN, path, message));
    None
}

fn unchosen(problems: &mut Vec<Problem>, path: &str) -> Option<Value> {
    cannot(problems, path, "Builders take the name ~ for a field to be chosen; use another.")
}

fn negated(child: &Condition, path: &str, problems: &mut Vec<Problem>) -> Option<Value> {
    let test = match child {
        Condition::Field(clause) => Some(&clause.test),
        Condition::Anniversary(clause) => Some(&clause.test),
        _ => None,
    };
    let own = test.and_then(|test| NEGATED.iter().find(|(_, operator)| *operator == test.operator));
    let mut inner = written(child, path, problems)?;
    if let Some((name, _)) = own {
        inner["operator"] = (*name).into();
        return Some(inner);
    }
    let empty = matches!(child, Condition::All(children) if children.is_empty());
    let whole = inner.get("rules").is_some() && inner.get("not").is_none() && !empty;
    if whole {
        inner["not"] = true.into();
        return Some(inner);
    }
    Some(group("and", true, vec![inner]))
}

fn rules(children: &[Condition], path: &str, problems: &mut Vec<Problem>) -> Vec<Value> {
    let children = children.iter().enumerate();
    children.filter_map(|(index, child)| written(child, &format!("{path}/of/{index}"), problems)).collect()
}

fn group(combinator: &str, not: bool, rules: Vec<Value>) -> Value {
    let mut group = json!({ "combinator": combinator });
    if not {
        group["not"] = true.into();
    }
    group["rules"] = Value::Array(rules);
    group
}

fn rule(field: &str, test: &Test, path: &str, problems: &mut Vec<Problem>) -> Option<Value> {
    if field == UNCHOSEN {
        return unchosen(problems, path);
    }
    let value = match (test.operator.operand_count(), test.values.as_slice()) {
        (Some(0), _) => Value::Null,
        (Some(1), [value]) => literal_json(value),
        (None, []) => return cannot(problems, path, "Builders leave out a list without values; give it one."),
        (count, values) => values.iter().map(|value| listed(value, count.is_some())).collect(),
    };
    Some(json!({ "field": field, "operator": operator(test.operator), "value": value }))
}

/// A value among several; builders take a blank end of a range for one to be filled in.
fn listed(value: &Literal, end: bool) -> Value {
    match value {
        Literal::Text(text) if end && text.trim().is_empty() => json!({ "text": text }),
        value => literal_json(value),
    }
}

fn operator(operator: Operator) -> &'static str {
    OPERATORS.iter().find(|(_, known)| *known == operator).map_or("=", |(name, _)| name)
}
