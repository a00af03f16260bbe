//! Tree → JSON.

use super::VERSION;
use super::read::literal_of_text;
use crate::condition::{Condition, Literal, Operator, Segment, Test};
use crate::query::literal::{is_integer, written};
use serde_json::{Map, Number, Value};

/// The largest whole number every JSON reader keeps exactly.
const MAX_SAFE: u64 = (1 << 53) - 1;

/// The document of a segment: `{ version, name?, condition }`.
pub fn to_json(segment: &Segment) -> Value {
    let mut document = Map::new();
    document.insert("version".to_owned(), VERSION.into());
    if let Some(name) = &segment.name {
        document.insert("name".to_owned(), name.as_str().into());
    }
    document.insert("condition".to_owned(), condition(&segment.condition));
    Value::Object(document)
}

fn condition(tree: &Condition) -> Value {
    let group = |kind, children: &[Condition]| {
        let mut node = node(kind);
        node.insert("of".to_owned(), children.iter().map(condition).collect());
        node
    };
    Value::Object(match tree {
        Condition::All(children) => group("all", children),
        Condition::Any(children) => group("any", children),
        Condition::Not(child) => {
            let mut node = node("not");
            node.insert("of".to_owned(), condition(child));
            node
        }
        Condition::Field(clause) => {
            let mut node = node("field");
            node.insert("field".to_owned(), clause.field.as_str().into());
            if let Some(argument) = &clause.argument {
                node.insert("argument".to_owned(), argument.as_str().into());
            }
            test(&mut node, &clause.test);
            node
        }
        Condition::Function(clause) => {
            let mut node = node("function");
            node.insert("function".to_owned(), clause.function.as_str().into());
            node.insert("matches".to_owned(), clause.matches.into());
            let parameters = clause.parameters.iter().map(|parameter| {
                let mut part = Map::new();
                part.insert("parameter".to_owned(), parameter.name.as_str().into());
                test(&mut part, &parameter.test);
                Value::Object(part)
            });
            node.insert("where".to_owned(), parameters.collect());
            node
        }
        Condition::Anniversary(clause) => {
            let mut node = node("anniversary");
            node.insert("field".to_owned(), clause.field.as_str().into());
            test(&mut node, &clause.test);
            node
        }
        Condition::Unknown(value) => return value.clone(),
    })
}

fn node(kind: &str) -> Map<String, Value> {
    let mut node = Map::new();
    node.insert("kind".to_owned(), kind.into());
    node
}

fn test(node: &mut Map<String, Value>, test: &Test) {
    node.insert("operator".to_owned(), test.operator.as_str().to_ascii_lowercase().into());
    match (test.operator, test.values.as_slice()) {
        (Operator::Between, [from, to]) => {
            node.insert("from".to_owned(), literal(from));
            node.insert("to".to_owned(), literal(to));
        }
        (operator, [value]) if !operator.takes_list() => {
            node.insert("value".to_owned(), literal(value));
        }
        (operator, []) if operator.operand_count() == Some(0) => {}
        (_, values) => {
            node.insert("values".to_owned(), values.iter().map(literal).collect());
        }
    }
}

/// The JSON of a literal.
pub(in crate::query) fn literal(value: &Literal) -> Value {
    match value {
        Literal::Text(text) => {
            if matches!(literal_of_text(text), Literal::Text(_)) {
                return text.as_str().into();
            }
            tagged("text", text)
        }
        Literal::Integer(digits) => match plain_number(digits) {
            Some(number) => Value::Number(number),
            None => tagged("integer", digits),
        },
        Literal::Boolean(yes) => (*yes).into(),
        Literal::Tuple(values) => values.iter().map(literal).collect(),
        Literal::Stat(name) => tagged("stat", name),
        Literal::Decimal(_)
        | Literal::Date(_)
        | Literal::DateTime(_)
        | Literal::Today
        | Literal::Yesterday
        | Literal::Offset { .. } => written(value).into(),
    }
}

fn tagged(tag: &str, text: &str) -> Value {
    let mut value = Map::new();
    value.insert(tag.to_owned(), text.into());
    Value::Object(value)
}

/// The digits as a JSON number, if every reader keeps them as they are.
fn plain_number(digits: &str) -> Option<Number> {
    let number: i64 = digits.parse().ok().filter(|_| is_integer(digits))?;
    (number.unsigned_abs() <= MAX_SAFE && number.to_string() == digits).then(|| number.into())
}
