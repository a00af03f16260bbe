//! Tree → rule group.

use super::{NEGATED, OPERATORS};
use crate::condition::{Condition, Operator, Problem, Segment, Test};
use crate::query::codes;
use crate::query::json::literal_json;
use crate::query::literal::quoted;
use serde_json::{Value, json};

/// The rule group of a segment, with a problem for each part that no rule says, which is left out: a
/// node of an unknown kind, an empty OR. The segment's name has no place in it.
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
        Condition::Any(children) if children.is_empty() => {
            return cannot(
                problems,
                path,
                "A rule group without rules is everyone, so an empty OR has none; remove it.",
            );
        }
        Condition::Any(children) => group("or", false, rules(children, path, problems)),
        Condition::Not(child) => negated(child, &format!("{path}/of"), problems)?,
        Condition::Field(clause) => {
            let field = match &clause.argument {
                Some(argument) => format!("{}({})", clause.field, quoted(argument)),
                None => clause.field.clone(),
            };
            rule(&field, operator(clause.test.operator), &clause.test)
        }
        Condition::Anniversary(clause) => {
            rule(&format!("anniversary({})", quoted(&clause.field)), operator(clause.test.operator), &clause.test)
        }
        Condition::Function(clause) => {
            let parameters = clause
                .parameters
                .iter()
                .map(|parameter| rule(&parameter.name, operator(parameter.test.operator), &parameter.test));
            let mode = if clause.matches { "some" } else { "none" };
            let value = group("and", false, parameters.collect());
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
    if matches!(child, Condition::All(children) if children.is_empty()) {
        return cannot(problems, path, "A rule group without rules is everyone, so NOT of one has none; remove it.");
    }
    let whole = inner.get("rules").is_some() && inner.get("not").is_none();
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

fn rule(field: &str, operator: &str, test: &Test) -> Value {
    let value = match (test.operator.operand_count(), test.values.as_slice()) {
        (Some(0), _) => Value::Null,
        (Some(1), [value]) => literal_json(value),
        (_, values) => values.iter().map(literal_json).collect(),
    };
    json!({ "field": field, "operator": operator, "value": value })
}

fn operator(operator: Operator) -> &'static str {
    OPERATORS.iter().find(|(_, known)| *known == operator).map_or("=", |(name, _)| name)
}
