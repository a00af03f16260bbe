//! Every message table is whole: each language says all that the catalogue can ask.

use headcount::author::{Answer, Author, Question};
use headcount::catalogue::{FIELDS, FUNCTIONS, Facts, Type};
use headcount::condition::{Condition, FieldClause, Literal, Operator, Test};
use headcount::describe::{Class, Context, LANGUAGES, Language, describe, language, text};
use headcount::document::Read;
use headcount::time::{Instant, Zone};
use std::collections::BTreeSet;

use crate::golden::golden_file;

/// 2026-08-16T12:00:00Z
const NOW: Instant = Instant(1_786_881_600);

fn class_of(type_: Type) -> Class {
    match type_ {
        Type::Date => Class::Date,
        Type::Money | Type::Decimal | Type::Integer => Class::Number,
        Type::List(_) | Type::Ids | Type::Texts(_) => Class::List,
        _ => Class::Text,
    }
}

fn places(template: &str) -> BTreeSet<&str> {
    template.split('{').skip(1).filter_map(|part| part.split('}').next()).collect()
}

#[test]
fn every_type_and_operator_has_a_predicate() {
    let types = FIELDS.iter().map(|field| field.type_);
    let types = types.chain(FUNCTIONS.iter().flat_map(|function| function.parameters.iter().map(|row| row.type_)));
    let mut asked = 0;
    for type_ in types.filter(|type_| !matches!(type_, Type::Coordinates | Type::Distance)) {
        for operator in type_.operators() {
            for language in LANGUAGES {
                let known =
                    |(class, known, _): &&(Class, Operator, &str)| *class == class_of(type_) && known == operator;
                let template = language.predicates.iter().find(known);
                let (_, _, template) = template.unwrap_or_else(|| panic!("{} {type_:?} {operator:?}", language.tag));
                let values = match operator {
                    Operator::IsNull | Operator::IsNotNull => 0,
                    Operator::Between => 2,
                    _ => 1,
                };
                assert_eq!(places(template).len(), values, "{}: {template}", language.tag);
                asked += 1;
            }
        }
    }
    assert!(asked > 500, "{asked}");
}

#[test]
fn translations_are_whole() {
    let english = language("en-GB").unwrap();
    for other in LANGUAGES {
        for function in FUNCTIONS.iter().filter(|function| function.facts != Facts::Places) {
            assert!(other.nouns.iter().any(|(name, _)| *name == function.name), "{} {}", other.tag, function.name);
        }
        assert_eq!(other.predicates.len(), english.predicates.len(), "{}", other.tag);
        assert_eq!(other.quantities.len(), english.quantities.len(), "{}", other.tag);
        assert_eq!(other.offsets.len(), 6, "{}", other.tag);
        let messages = |language: &Language| {
            [language.sentence, language.not, language.clause, language.part, language.has, language.together]
                .map(|template| places(template).into_iter().collect::<Vec<_>>().concat())
        };
        assert_eq!(messages(other), messages(english), "{}", other.tag);
    }
    for other in LANGUAGES.iter().filter(|language| language.tag != "en") {
        let label = |label: &str| other.labels.iter().any(|(known, _)| *known == label);
        let parameters = FUNCTIONS.iter().filter(|function| function.facts != Facts::Places);
        let parameters = parameters.flat_map(|function| function.parameters.iter().map(|row| row.label));
        for known in FIELDS.iter().map(|field| field.label).chain(parameters) {
            assert!(label(known), "{} lacks the label {known}", other.tag);
        }
        for field in FIELDS {
            let Type::Enum(closed) = field.type_ else { continue };
            for value in closed.values {
                assert!(other.values.iter().any(|(known, _)| known == value), "{} lacks {value}", other.tag);
            }
        }
    }
}

#[test]
fn nothing_a_user_wrote_is_read_as_a_template() {
    let zone = Zone::utc();
    for language in LANGUAGES {
        let context = Context { language, snapshot: None, dates: &[], zone: &zone, strict_missing: false };
        for word in ["{0}", "{", "}", "{1} {", "{99999999999999999999}"] {
            let test = Test { operator: Operator::Equal, values: vec![Literal::Text(word.into())] };
            let clause = FieldClause { field: format!("profile.{word}"), argument: Some(word.into()), test };
            let sentence = text(&describe(&Condition::Field(clause), context));
            assert_eq!(sentence.matches(word).count(), 3, "{sentence}");
        }
    }
}

/// The sentences of every segment of the golden file, one language after the other.
#[test]
fn sentences() {
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/describe");
    let segments = std::fs::read_to_string(format!("{golden}/segments.txt")).unwrap();
    for language in LANGUAGES {
        let mut found = String::new();
        for segment in segments.lines() {
            if segment.starts_with("--") {
                found += &format!("\n{segment}\n");
                continue;
            }
            let question = serde_json::json!({
                "describe": { "segment": segment, "language": language.tag, "dates": true }
            });
            let question = Question::of(&question).unwrap();
            let Answer::Describe(reply) = Author::default().ask(&question, NOW).unwrap() else {
                panic!("another answer")
            };
            let joined: String = reply.spans.iter().map(|span| span.text.as_str()).collect();
            assert_eq!(joined, reply.text);
            found += &format!("\n{segment}\n    {}\n", reply.text);
        }
        golden_file(&format!("{golden}/{}.txt", language.tag), &found);
    }
}

/// Every span says something about a part that is there, and every value is said.
#[test]
fn spans_point_into_the_tree() {
    let segment = "customer_tags CONTAINS ANY ('a', 'b') AND (age BETWEEN 18 AND 30 OR NOT \
                   orders_placed MATCHES (date >= -90d, sum_amount > 5))";
    let condition = headcount::query::parse(segment).condition;
    let zone = Zone::utc();
    for language in LANGUAGES {
        let context = Context { language, snapshot: None, dates: &[], zone: &zone, strict_missing: false };
        let spans = describe(&condition, context);
        for (path, words) in [
            ("/of/0/values/1", "b"),
            ("/of/1/of/0/from", "18"),
            ("/of/1/of/0/to", "30"),
            ("/of/1/of/1/of/where/0/value", "90"),
            ("/of/1/of/1/of/where/1/value", "5"),
        ] {
            let said = spans.iter().any(|span| span.path == path && span.text.contains(words));
            assert!(said, "{} says nothing of {path}: {spans:?}", language.tag);
        }
    }
}

#[test]
fn strict_missing_is_said() {
    let ask = |segment: &str| {
        let options = serde_json::json!({ "strictMissing": true });
        let question = serde_json::json!({ "describe": { "segment": segment, "options": options } });
        let Answer::Describe(reply) = Author::default().ask(&Question::of(&question).unwrap(), NOW).unwrap() else {
            panic!("another answer")
        };
        reply.text
    };
    assert_eq!(ask("first_name != 'Ann'"), "Customers whose first name is not “Ann” (and is not missing).");
    assert_eq!(
        ask("customer_tags NOT CONTAINS 'VIP'"),
        "Customers whose tags do not include “VIP” (and are not empty)."
    );
    assert_eq!(ask("number_of_orders != 3"), "Customers whose number of orders is not 3.");
}

#[test]
fn json_is_given_its_types_and_depth_is_bounded() {
    let document = serde_json::json!({ "version": 1, "condition": {
        "kind": "field", "field": "amount_spent", "operator": "between", "from": "100.00", "to": "500.00" } });
    let question = serde_json::json!({ "describe": { "segment": document } });
    let Answer::Describe(reply) = Author::default().ask(&Question::of(&question).unwrap(), NOW).unwrap() else {
        panic!("another answer")
    };
    assert_eq!(reply.text, "Customers whose amount spent is from 100.00 to 500.00 inclusive.");
    let mut deep = Condition::All(vec![]);
    for _ in 0..5_000 {
        deep = Condition::Not(Box::new(deep));
    }
    let zone = Zone::utc();
    let language = language("en").unwrap();
    let context = Context { language, snapshot: None, dates: &[], zone: &zone, strict_missing: false };
    assert!(text(&describe(&deep, context)).contains('…'));
    std::mem::forget(deep);
}
