//! Clauses in words: labels, predicates, rows and figures over rows.

use super::language::{Class, Language, Noun};
use super::words::Operand;
use super::{Weight, Writer};
use crate::catalogue::{self, Facts, Figure, Form, Function, Role, Type};
use crate::condition::{AnniversaryClause, FieldClause, FunctionClause, Literal, Operator, Parameter, Test};
use crate::snapshot::TableName;

/// What a test is about.
struct Subject<'a> {
    class: Class,
    operand: Operand<'a>,
    /// Whether it can be missing.
    optional: bool,
}

impl Writer<'_> {
    pub(super) fn field(&mut self, clause: &FieldClause, path: &str) {
        let language = self.context.language;
        let matches = clause.test.operator == Operator::IsNotNull;
        if (matches || clause.test.operator == Operator::IsNull) && catalogue::function(&clause.field).is_some() {
            let any = FunctionClause { function: clause.field.clone(), matches, parameters: Vec::new() };
            return self.function(&any, path);
        }
        let field = catalogue::field(&clause.field, self.context.snapshot);
        let type_ = match field.map_or(Type::Any, |field| field.type_) {
            // Answers are lists whatever the shop.
            Type::Any if clause.field.starts_with("answers.") => Type::List(Form::Folded),
            Type::Any if guessed(&clause.test) == Class::Number => Type::Decimal,
            known => known,
        };
        let subject = Subject {
            class: class(type_, &clause.test),
            operand: Operand { type_, unit: field.and_then(|field| field.unit), in_currency: true },
            optional: field.is_none_or(|field| !field.null.starts_with("never")),
        };
        let label = self.field_label(&clause.field, subject.class);
        self.fill(language.clause, path, &mut |writer, place| match (place, &clause.argument) {
            (0, None) => writer.put(&label, path),
            (0, Some(seed)) => writer.fill(language.seeded, path, &mut |writer, place| match place {
                0 => writer.put(&label, path),
                _ => writer.put(&writer.quoted(seed), path),
            }),
            _ => writer.predicate(&subject, &clause.test, path),
        });
    }

    pub(super) fn anniversary(&mut self, clause: &AnniversaryClause, path: &str) {
        let language = self.context.language;
        let operand = Operand { type_: Type::Date, unit: None, in_currency: false };
        let subject = Subject { class: Class::Date, operand, optional: true };
        let label = self.field_label(&clause.field, Class::Date);
        self.fill(language.clause, path, &mut |writer, place| match place {
            0 => writer.fill(language.anniversary, path, &mut |writer, _| writer.put(&label, path)),
            _ => writer.predicate(&subject, &clause.test, path),
        });
    }

    pub(super) fn function(&mut self, clause: &FunctionClause, path: &str) {
        let language = self.context.language;
        let function = catalogue::function(&clause.function);
        if let Some(function) = function.filter(|function| function.facts == Facts::Places) {
            return self.circle(function, clause, path);
        }
        let (measures, rows): (Vec<Part<'_>>, Vec<Part<'_>>) =
            parts(clause, function, path).into_iter().partition(|part| part.is_measure());
        let noun = noun(language, &clause.function);
        let count = match &measures[..] {
            [only] => function.and_then(|function| quantity(language, function, only)),
            _ => None,
        };
        if !clause.matches && !measures.is_empty() {
            let holds = FunctionClause { matches: true, ..clause.clone() };
            return self.fill(language.not, path, &mut |writer, _| writer.function(&holds, path));
        }
        if let (Some(template), [only]) = (count, &measures[..]) {
            return self.fill(language.has, path, &mut |writer, _| {
                let one = writer.quantity(template, &noun, only);
                writer.that(if one { language.that[noun.gender] } else { language.that_many }, &rows, path);
            });
        }
        if measures.is_empty() {
            let nouns = if clause.matches { &language.some } else { &language.none };
            return self.fill(language.has, path, &mut |writer, _| {
                writer.fill(nouns[noun.gender], path, &mut |writer, _| writer.put(noun.one, path));
                writer.that(language.that[noun.gender], &rows, path);
            });
        }
        let (template, last) = if rows.is_empty() { (language.together, 1) } else { (language.together_where, 2) };
        self.fill(template, path, &mut |writer, place| match place {
            0 => writer.put(noun.many, path),
            _ if place == last => writer.parts(&measures, path),
            _ => writer.parts(&rows, path),
        });
    }

    pub(super) fn function_weight(&self, clause: &FunctionClause) -> Weight {
        let function = catalogue::function(&clause.function);
        if function.is_some_and(|function| function.facts == Facts::Places) {
            return Weight::Clause;
        }
        let parts = parts(clause, function, "");
        let measures: Vec<&Part<'_>> = parts.iter().filter(|part| part.is_measure()).collect();
        let rows = parts.len() - measures.len();
        let light = match &measures[..] {
            [] => true,
            [only] => {
                function.and_then(|function| quantity(self.context.language, function, only)).is_some()
                    && clause.matches
            }
            _ => false,
        };
        if !clause.matches && !measures.is_empty() {
            return Weight::Any;
        }
        if light && rows < self.context.language.parenthesised_from { Weight::Clause } else { Weight::Function }
    }

    /// `at least 3 orders`; whether that is one.
    fn quantity(&mut self, template: &str, noun: &Noun<'_>, count: &Part<'_>) -> bool {
        let test = &count.parameter.test;
        let one = matches!(test.values.last(), Some(Literal::Integer(digits)) if digits == "1");
        self.fill(template, &count.path, &mut |writer, place| writer.value(&count.operand(), test, place, &count.path));
        self.put(" ", &count.path);
        self.put(if one { noun.one } else { noun.many }, &count.path);
        one
    }

    fn that(&mut self, template: &str, rows: &[Part<'_>], path: &str) {
        if !rows.is_empty() {
            self.fill(template, path, &mut |writer, _| writer.parts(rows, path));
        }
    }

    fn parts(&mut self, parts: &[Part<'_>], path: &str) {
        let language = self.context.language;
        for (index, part) in parts.iter().enumerate() {
            self.put(if index > 0 { language.parts } else { "" }, path);
            let subject = Subject {
                class: class(part.operand().type_, &part.parameter.test),
                operand: part.operand(),
                optional: part.known.is_none_or(|known| !known.null.starts_with("never")),
            };
            let label = match part.known {
                Some(known) => label(language, known.label),
                None => self.quoted(&part.parameter.name),
            };
            self.fill(language.part, &part.path, &mut |writer, place| match place {
                0 => writer.put(&label, &part.path),
                _ => writer.predicate(&subject, &part.parameter.test, &part.path),
            });
        }
    }

    fn circle(&mut self, function: &'static Function, clause: &FunctionClause, path: &str) {
        let language = self.context.language;
        if clause.parameters.is_empty() {
            return self.put(if clause.matches { language.place } else { language.no_place }, path);
        }
        let parts = parts(clause, Some(function), path);
        let with = |centre: bool| {
            parts.iter().find(|part| part.known.is_some_and(|known| centre == (known.role == Role::Centre)))
        };
        let template = if clause.matches { language.near } else { language.not_near };
        self.fill(template, path, &mut |writer, place| match with(place == 1) {
            Some(part) => writer.value(&part.operand(), &part.parameter.test, 0, &part.path),
            None => writer.put("…", path),
        });
    }

    /// What a value must be, with what becomes of a missing one.
    fn predicate(&mut self, subject: &Subject<'_>, test: &Test, path: &str) {
        let language = self.context.language;
        let operator = match (test.operator, test.values.len()) {
            (Operator::In | Operator::ContainsAny | Operator::ContainsAll, 1) => single(subject.class, false),
            (Operator::NotIn | Operator::ContainsNone, 1) => single(subject.class, true),
            (operator, _) => operator,
        };
        let negative =
            matches!(operator, Operator::NotEqual | Operator::NotIn | Operator::NotContains | Operator::ContainsNone);
        let note = match (negative && subject.optional, self.context.strict_missing, subject.class) {
            (false, _, _) | (true, false, Class::List) => "{0}",
            (true, false, _) => language.or_missing,
            (true, true, Class::List) => language.and_not_empty,
            (true, true, _) => language.and_present,
        };
        let template = predicate(language, subject.class, operator);
        self.fill(note, path, &mut |writer, _| {
            writer.fill(template, path, &mut |writer, place| {
                if place == 0 && test.operator.takes_list() {
                    writer.list(&subject.operand, test, path);
                } else {
                    writer.value(&subject.operand, test, place, path);
                }
            });
        });
    }

    fn field_label(&self, name: &str, class: Class) -> String {
        let language = self.context.language;
        let name = name.strip_prefix("customer.").filter(|rest| rest.starts_with("metafields.")).unwrap_or(name);
        for (prefix, one, list) in language.dynamic {
            if let Some(key) = name.strip_prefix(prefix) {
                let template = if class == Class::List { list } else { one };
                return template.replace("{0}", &self.quoted(key));
            }
        }
        match catalogue::field(name, None) {
            Some(field) => label(language, field.label),
            None => self.quoted(name),
        }
    }
}

/// One parameter of a function with its row of the catalogue.
struct Part<'a> {
    parameter: &'a Parameter,
    known: Option<&'static catalogue::Parameter>,
    path: String,
    in_currency: bool,
}

impl Part<'_> {
    fn is_measure(&self) -> bool {
        self.known.is_some_and(|known| matches!(known.role, Role::Measure(_)))
    }

    fn operand(&self) -> Operand<'static> {
        Operand {
            type_: self.known.map_or(Type::Any, |known| known.type_),
            unit: self.known.and_then(|known| known.unit),
            in_currency: self.in_currency,
        }
    }
}

fn parts<'a>(clause: &'a FunctionClause, function: Option<&'static Function>, path: &str) -> Vec<Part<'a>> {
    // An account's balance is in its own currency.
    let in_currency = function.is_none_or(|function| function.facts != Facts::Table(TableName::StoreCredit));
    let part = |(index, parameter): (usize, &'a Parameter)| Part {
        parameter,
        known: function.and_then(|function| function.parameter(&parameter.name)),
        path: format!("{path}/where/{index}"),
        in_currency,
    };
    clause.parameters.iter().enumerate().map(part).collect()
}

/// How to say how many rows there are, if that is all that is asked of them.
fn quantity(language: &Language, function: &Function, part: &Part<'_>) -> Option<&'static str> {
    let known = part.known?;
    // Lines are counted by their orders.
    let counts_rows = known.role == Role::Measure(Figure::Count) && function.facts != Facts::Table(TableName::Lines);
    let plain = part.parameter.test.values.iter().all(|value| matches!(value, Literal::Integer(_)));
    let found = language.quantities.iter().find(|(operator, _)| *operator == part.parameter.test.operator)?;
    (counts_rows && plain).then_some(found.1)
}

/// What the function's rows are called; the name as written if it is not in the table.
fn noun<'a>(language: &Language, function: &'a str) -> Noun<'a> {
    let name = catalogue::function(function).map_or(function, |function| function.name);
    let found = language.nouns.iter().find(|(known, _)| *known == name).map(|(_, noun)| *noun);
    found.unwrap_or(Noun { gender: 0, one: function, many: function })
}

fn label(language: &Language, known: &str) -> String {
    match Language::look_up(language.labels, known) {
        Some(label) => label.to_owned(),
        None => catalogue::lower_first(known),
    }
}

fn class(type_: Type, test: &Test) -> Class {
    match type_ {
        Type::Date => Class::Date,
        Type::Money | Type::Decimal | Type::Integer | Type::Distance => Class::Number,
        Type::List(_) | Type::Ids | Type::Texts(_) => Class::List,
        Type::Any => guessed(test),
        _ => Class::Text,
    }
}

/// The class of a value whose type only a snapshot knows.
fn guessed(test: &Test) -> Class {
    match (test.operator, test.values.first()) {
        (Operator::ContainsAny | Operator::ContainsAll | Operator::ContainsNone, _) => Class::List,
        (_, Some(Literal::Integer(_) | Literal::Decimal(_) | Literal::Stat(_))) => Class::Number,
        (
            _,
            Some(
                Literal::Date(_) | Literal::DateTime(_) | Literal::Today | Literal::Yesterday | Literal::Offset { .. },
            ),
        ) => Class::Date,
        _ => Class::Text,
    }
}

/// The operator of a list with a single value.
fn single(class: Class, negative: bool) -> Operator {
    match (class, negative) {
        (Class::List, false) => Operator::Contains,
        (Class::List, true) => Operator::NotContains,
        (_, false) => Operator::Equal,
        (_, true) => Operator::NotEqual,
    }
}

/// The template of a class and operator; an operator the class does not take is said as another
/// class says it.
fn predicate(language: &Language, class: Class, operator: Operator) -> &'static str {
    let with = |classed: bool| {
        let fits = |entry: &&(Class, Operator, &'static str)| entry.1 == operator && (!classed || entry.0 == class);
        language.predicates.iter().find(fits).map(|entry| entry.2)
    };
    with(true).or_else(|| with(false)).unwrap_or("{0}")
}
