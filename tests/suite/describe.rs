//! Every message table is whole: each language says all that the catalogue can ask.

use headcount::catalogue::{FIELDS, FUNCTIONS, Facts, Type};
use headcount::condition::{Condition, FieldClause, Literal, Operator, Test};
use headcount::describe::{Class, Context, LANGUAGES, Language, describe, language, text};
use headcount::time::Zone;
use std::collections::BTreeSet;

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
