//! JSON → tree. What cannot be read of a document is kept as it is and reported.
//!
//! Length and depth are measured before serde runs, so no document can exhaust the stack.

use super::VERSION;
use crate::condition::{
    AnniversaryClause, Condition, FieldClause, FunctionClause, Literal, MAX_DEPTH, MAX_TEXT, Operator, Parameter,
    Problem, Segment, Test,
};
use crate::error::{Code, Error, Result};
use crate::json;
use crate::query::codes;
use crate::query::literal::{is_decimal, is_integer, shown, strict_datetime, strict_offset};
use crate::time::Day;
use serde_json::{Map, Value};

/// Brackets around the innermost value of the deepest document: one for the document, two for each
/// group, two for a parameter and its list, two for a tuple's tagged value.
const MAX_BRACKETS: usize = 2 * (MAX_DEPTH + 1) + 6;

/// Reads a saved document `{ version, name?, condition }`.
///
/// # Errors
/// [`Code::BadSegment`] for a text that is no such document, [`Code::UnsupportedVersion`] for one
/// of a newer version. What is wrong inside the condition is among the problems; a node that cannot
/// be read is kept as [`Condition::Unknown`].
pub fn from_json_text(text: &str) -> Result<(Segment, Vec<Problem>)> {
    let mut document = match parsed(text)? {
        Value::Object(document) => document,
        _ => return Err(no_document("A segment document is an object.")),
    };
    match document.remove("version").map(|version| version.as_u64()) {
        Some(Some(VERSION)) => {}
        Some(Some(version)) if version > VERSION => {
            let message = format!("The segment was saved by a newer version of Headcount (version {version}).");
            return Err(Error::new(Code::UnsupportedVersion, message)
                .help(format!("This one reads version {VERSION}; update it to open the segment.")));
        }
        _ => return Err(no_document("The document has no version.")),
    }
    let name = match document.remove("name") {
        None | Some(Value::Null) => None,
        Some(Value::String(name)) => Some(name),
        Some(_) => return Err(no_document("The document's name is not a text.")),
    };
    let Some(condition) = document.remove("condition") else {
        return Err(no_document("The document has no condition."));
    };
    let mut reader = Reader { problems: Vec::new() };
    reader.unknown_keys(&document, "");
    let condition = reader.condition(condition, "", 0);
    Ok((Segment { name, condition }, reader.problems))
}

/// Reads JSON of any form whose length and depth are within those of a segment.
pub(in crate::query) fn parsed(text: &str) -> Result<Value> {
    if text.len() > MAX_TEXT {
        let message = format!("A segment has at most {MAX_TEXT} bytes, this document has {}.", text.len());
        return Err(Error::new(Code::BadSegment, message).help("Shorten it."));
    }
    if depth(text) > MAX_BRACKETS {
        let message = format!("The document is nested too deep: a segment has at most {MAX_DEPTH} levels.");
        return Err(Error::new(Code::BadSegment, message).help("Flatten it."));
    }
    json::read(text, MAX_BRACKETS).map_err(|error| no_document(format!("The document is not JSON: {error}.")))
}

/// The deepest nesting of brackets outside texts.
fn depth(text: &str) -> usize {
    let (mut deepest, mut depth) = (0_usize, 0_usize);
    let (mut quoted, mut escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

fn no_document(message: impl Into<String>) -> Error {
    Error::new(Code::BadSegment, message)
        .help(r#"Write it like { "version": 1, "condition": { "kind": "all", "of": [] } }."#)
}

/// The literal of a JSON string, before any field says otherwise: what has the exact spelling of a
/// decimal, a date, a datetime, an offset, `today` or `yesterday` is one.
pub(super) fn literal_of_text(text: &str) -> Literal {
    if is_decimal(text) {
        return Literal::Decimal(text.to_owned());
    }
    let literal = match text {
        "today" => Some(Literal::Today),
        "yesterday" => Some(Literal::Yesterday),
        _ => Day::parse(text).map(Literal::Date).or_else(|| strict_offset(text)).or_else(|| strict_datetime(text)),
    };
    literal.unwrap_or_else(|| Literal::Text(text.to_owned()))
}

struct Reader {
    problems: Vec<Problem>,
}

/// Why a node cannot be read: the part of it and a sentence.
type Refusal = (String, String);

impl Reader {
    fn condition(&mut self, value: Value, path: &str, depth: usize) -> Condition {
        if depth > MAX_DEPTH {
            let message = format!("A segment is nested at most {MAX_DEPTH} levels deep; flatten it.");
            self.problems.push(Problem::error(codes::TOO_DEEP, path, message));
            return Condition::Unknown(value);
        }
        let kind = value.get("kind").and_then(Value::as_str).map(str::to_owned);
        match (kind.as_deref(), value) {
            (Some(kind @ ("all" | "any" | "not")), Value::Object(node)) => {
                let kind = kind.to_owned();
                self.group(&kind, node, path, depth)
            }
            (Some(kind @ ("field" | "function" | "anniversary")), Value::Object(node)) => {
                match self.clause(kind, &node, path) {
                    Ok(condition) => condition,
                    Err((part, message)) => {
                        self.problems.push(Problem::error(codes::BAD_CONDITION, format!("{path}{part}"), message));
                        Condition::Unknown(Value::Object(node))
                    }
                }
            }
            (kind, value) => {
                let message = match kind {
                    Some(kind) => format!(
                        "This version knows no condition {}; remove it or open the segment in a newer one.",
                        shown(kind)
                    ),
                    None => "A condition needs a kind: all, any, not, field, function or anniversary.".to_owned(),
                };
                self.problems.push(Problem::error(codes::UNKNOWN_KIND, path, message));
                Condition::Unknown(value)
            }
        }
    }

    fn group(&mut self, kind: &str, mut node: Map<String, Value>, path: &str, depth: usize) -> Condition {
        self.unknown_keys_beside(&node, path, &["kind", "of"]);
        match (kind, node.remove("of")) {
            ("not", Some(child @ Value::Object(_))) => {
                Condition::Not(Box::new(self.condition(child, &format!("{path}/of"), depth + 1)))
            }
            ("all" | "any", Some(Value::Array(children))) => {
                let children = children.into_iter().enumerate();
                let children =
                    children.map(|(index, child)| self.condition(child, &format!("{path}/of/{index}"), depth + 1));
                let children = children.collect();
                if kind == "all" { Condition::All(children) } else { Condition::Any(children) }
            }
            (kind, of) => {
                let needed = if kind == "not" { "one condition" } else { "a list of conditions" };
                let message = format!("A condition of kind {kind} needs {needed} under \"of\"; write it.");
                self.problems.push(Problem::error(codes::BAD_CONDITION, path, message));
                node.extend(of.map(|of| ("of".to_owned(), of)));
                Condition::Unknown(Value::Object(node))
            }
        }
    }

    fn clause(&mut self, kind: &str, node: &Map<String, Value>, path: &str) -> std::result::Result<Condition, Refusal> {
        match kind {
            "field" => {
                let field = text(node, "field")?;
                let argument = match node.get("argument") {
                    None | Some(Value::Null) => None,
                    Some(_) => Some(text(node, "argument")?),
                };
                let test = test(node)?;
                self.unknown_keys_beside(node, path, &known(&["kind", "field", "argument"], test.operator));
                Ok(Condition::Field(FieldClause { field, argument, test }))
            }
            "anniversary" => {
                let (field, test) = (text(node, "field")?, test(node)?);
                self.unknown_keys_beside(node, path, &known(&["kind", "field"], test.operator));
                Ok(Condition::Anniversary(AnniversaryClause { field, test }))
            }
            _ => {
                let function = text(node, "function")?;
                let matches = match node.get("matches") {
                    None => true,
                    Some(Value::Bool(matches)) => *matches,
                    Some(_) => {
                        return Err(("/matches".to_owned(), "Write true or false under \"matches\".".to_owned()));
                    }
                };
                let parameters = self.parameters(node, path)?;
                self.unknown_keys_beside(node, path, &["kind", "function", "matches", "where"]);
                Ok(Condition::Function(FunctionClause { function, matches, parameters }))
            }
        }
    }

    fn parameters(&mut self, node: &Map<String, Value>, path: &str) -> std::result::Result<Vec<Parameter>, Refusal> {
        let list = match node.get("where") {
            None => return Ok(vec![]),
            Some(Value::Array(list)) => list,
            Some(_) => return Err(("/where".to_owned(), "Write a list of parameters under \"where\".".to_owned())),
        };
        let mut parameters = Vec::with_capacity(list.len());
        for (index, part) in list.iter().enumerate() {
            let within = |(inner, message)| (format!("/where/{index}{inner}"), message);
            let Value::Object(part) = part else {
                return Err(within((
                    String::new(),
                    "A parameter is an object with parameter, operator and value.".into(),
                )));
            };
            let name = text(part, "parameter").map_err(within)?;
            let test = test(part).map_err(within)?;
            self.unknown_keys_beside(part, &format!("{path}/where/{index}"), &known(&["parameter"], test.operator));
            parameters.push(Parameter { name, test });
        }
        Ok(parameters)
    }

    fn unknown_keys_beside(&mut self, node: &Map<String, Value>, path: &str, known: &[&str]) {
        for key in node.keys().filter(|key| !known.contains(&key.as_str())) {
            self.unknown_key(key, path);
        }
    }

    fn unknown_keys(&mut self, node: &Map<String, Value>, path: &str) {
        self.unknown_keys_beside(node, path, &[]);
    }

    fn unknown_key(&mut self, key: &str, path: &str) {
        let message = format!("The key {} means nothing here and is left out; remove it.", shown(key));
        self.problems.push(Problem::warning(codes::UNKNOWN_KEY, path, message));
    }
}

/// The keys of a node with an operator.
fn known<'k>(own: &[&'k str], operator: Operator) -> Vec<&'k str> {
    let operands: &[&str] = match operator.operand_count() {
        Some(0) => &[],
        Some(2) => &["from", "to"],
        Some(_) => &["value"],
        None => &["values"],
    };
    own.iter().chain(&["operator"]).chain(operands).copied().collect()
}

fn text(node: &Map<String, Value>, key: &str) -> std::result::Result<String, Refusal> {
    match node.get(key) {
        Some(Value::String(text)) => Ok(text.clone()),
        _ => Err((format!("/{key}"), format!("Write a text under \"{key}\"."))),
    }
}

fn test(node: &Map<String, Value>) -> std::result::Result<Test, Refusal> {
    let word = text(node, "operator")?;
    let operator = Operator::ALL.into_iter().find(|operator| operator.as_str().eq_ignore_ascii_case(&word));
    let Some(operator) = operator else {
        let message = format!("There is no operator {}; write one like =, >=, between, in or contains.", shown(&word));
        return Err(("/operator".to_owned(), message));
    };
    let one = |key: &str| match node.get(key) {
        Some(value) => literal(value, true).ok_or_else(|| bad_value(format!("/{key}"))),
        None => Err((format!("/{key}"), format!("The operator {word} needs \"{key}\"; write it."))),
    };
    let values = match operator.operand_count() {
        Some(0) => vec![],
        Some(2) => vec![one("from")?, one("to")?],
        Some(_) => vec![one("value")?],
        None => {
            let Some(Value::Array(values)) = node.get("values") else {
                return Err((
                    "/values".to_owned(),
                    format!("The operator {word} needs a list under \"values\"; write it."),
                ));
            };
            let literals = values.iter().enumerate();
            literals
                .map(|(index, value)| literal(value, false).ok_or_else(|| bad_value(format!("/values/{index}"))))
                .collect::<std::result::Result<_, _>>()?
        }
    };
    Ok(Test { operator, values })
}

fn bad_value(part: String) -> Refusal {
    let message = "A value is a text, a whole number, true, false, { \"stat\": \"average\" } or a list of two numbers.";
    (part, message.to_owned())
}

/// The literal of a JSON value; a list only if `tuples` are allowed.
pub(in crate::query) fn literal(value: &Value, tuples: bool) -> Option<Literal> {
    match value {
        Value::String(text) => Some(literal_of_text(text)),
        Value::Bool(yes) => Some(Literal::Boolean(*yes)),
        Value::Number(number) => {
            let digits = number.to_string();
            match (is_integer(&digits), is_decimal(&digits)) {
                (true, _) => Some(Literal::Integer(digits)),
                (_, true) => Some(Literal::Decimal(digits)),
                _ => None,
            }
        }
        Value::Array(values) if tuples => {
            values.iter().map(|value| literal(value, false)).collect::<Option<_>>().map(Literal::Tuple)
        }
        Value::Object(tagged) => match (tagged.len(), tagged.iter().next()?) {
            (1, (tag, Value::String(text))) => match tag.as_str() {
                "stat" => Some(Literal::Stat(text.clone())),
                "text" => Some(Literal::Text(text.clone())),
                "integer" if is_integer(text) => Some(Literal::Integer(text.clone())),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}
