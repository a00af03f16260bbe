//! The judge: a row-at-a-time evaluator written from the semantics, sharing no code with the engine.
//!
//! It reads plain tables as JSON and a [`Condition`], asks every customer one by one, recomputes
//! whatever it needs each time, and answers with ids. Zones are jiff's, numbers exact fractions,
//! text folding its own. It presumes a condition without problems; asked for what the shop has no
//! data on, it says so.

mod clock;
mod exact;
mod folds;
mod judge;
mod places;
mod shop;
mod values;
mod vocabulary;

pub(crate) use exact::Exact;
pub(crate) use shop::{Policy, Shop};

use headcount::condition::{Condition, FunctionClause, Literal, Operator, Test};
use judge::{Kind, Terms};
use shop::{Customer, Fact, Saved};
use std::collections::{BTreeMap, BTreeSet};
use values::Row;
use vocabulary::{DYNAMIC, FIELDS, FUNCTIONS, Figure, Parameter, Source};

/// The options of an answer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Options {
    /// By default the instant the shop was taken at.
    pub(crate) as_of: Option<String>,
    pub(crate) policy: Policy,
    pub(crate) strict_missing: bool,
}

/// Who is in a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) members: BTreeSet<String>,
    /// Everyone there is at the instant (T12).
    pub(crate) universe: BTreeSet<String>,
}

/// What the shop has no data on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unavailable(pub(crate) String);

/// Who is in the segment.
pub(crate) fn answer(shop: &Shop, condition: &Condition, options: &Options) -> Result<Answer, Unavailable> {
    let as_of = match &options.as_of {
        Some(text) => shop.clock.read_as_of(text).expect("as_of is an instant"),
        None => shop.taken_at,
    };
    let question = Question {
        shop,
        policy: &options.policy,
        terms: Terms { clock: &shop.clock, as_of, strict_missing: options.strict_missing },
    };
    question.available(condition)?;
    let id = |customer: &Customer| customer.row.id.clone();
    Ok(Answer {
        members: shop.at(as_of).filter(|customer| question.holds(condition, customer)).map(id).collect(),
        universe: shop.at(as_of).map(id).collect(),
    })
}

/// The number of each customer there is in a field, by id; of a date its local day since
/// 1970-01-01.
pub(crate) fn numbers(shop: &Shop, field: &str, options: &Options) -> BTreeMap<String, Option<Exact>> {
    let as_of = match &options.as_of {
        Some(text) => shop.clock.read_as_of(text).expect("as_of is an instant"),
        None => shop.taken_at,
    };
    let terms = Terms { clock: &shop.clock, as_of, strict_missing: options.strict_missing };
    let question = Question { shop, policy: &options.policy, terms };
    let epoch = jiff::civil::date(1970, 1, 1);
    let number = |customer: &Customer| match question.field(field, None, customer)? {
        judge::Held::Number(number) => Some(number),
        judge::Held::Second(at) => {
            let days = shop.clock.date_of(at).duration_since(epoch).as_hours() / 24;
            Some(Exact::whole(i128::from(days)))
        }
        other => panic!("{field} is {other:?}"),
    };
    shop.at(as_of).map(|customer| (customer.row.id.clone(), number(customer))).collect()
}

/// One condition's options on one shop.
struct Question<'a> {
    shop: &'a Shop,
    policy: &'a Policy,
    terms: Terms<'a>,
}

impl<'a> Question<'a> {
    fn holds(&self, condition: &Condition, customer: &'a Customer) -> bool {
        match condition {
            Condition::All(children) => children.iter().all(|child| self.holds(child, customer)),
            Condition::Any(children) => children.iter().any(|child| self.holds(child, customer)),
            Condition::Not(child) => !self.holds(child, customer),
            Condition::Field(clause) if is_function(&clause.field) => {
                self.matches(&rows_of(&clause.field), customer) == (clause.test.operator == Operator::IsNotNull)
            }
            Condition::Field(clause) if clause.field == "segments" => self.in_segments(&clause.test, customer),
            Condition::Field(clause) => {
                let (name, seed) = (clause.field.as_str(), clause.argument.as_deref());
                let value = |customer| self.field(name, seed, customer);
                let statistic = |name: &str| self.statistic(name, &|customer| value(customer)?.into_number());
                self.terms.passes(value(customer).as_ref(), self.field_kind(name), &clause.test, &statistic)
            }
            Condition::Function(clause) => self.matches(clause, customer) == clause.matches,
            Condition::Anniversary(clause) => {
                let value = self.field(&clause.field, None, customer);
                self.anniversary(value.as_ref(), &clause.test)
            }
            Condition::Unknown(_) => panic!("a condition of an unknown kind"),
        }
    }

    /// Whether the customer is in the saved segments that a test names. Membership is never missing.
    fn in_segments(&self, test: &Test, customer: &'a Customer) -> bool {
        let inside = |literal: &Literal| {
            let Literal::Text(name) = literal else { panic!("{literal:?} names no segment") };
            match self.shop.segment(name).expect("a saved segment") {
                Saved::Condition(condition) => self.holds(condition, customer),
                Saved::Ids(ids) => ids.contains(&customer.row.id),
            }
        };
        match test.operator {
            Operator::ContainsAll => test.values.iter().all(inside),
            Operator::Contains | Operator::ContainsAny => test.values.iter().any(inside),
            Operator::NotContains | Operator::ContainsNone => !test.values.iter().any(inside),
            other => panic!("{} of segments", other.as_str()),
        }
    }

    /// Whether the rows that pass all row parameters are there and their measures pass (A1).
    fn matches(&self, clause: &FunctionClause, customer: &'a Customer) -> bool {
        if clause.function == "customer_within_distance" {
            let parameters: Vec<(&str, &Test)> =
                clause.parameters.iter().map(|parameter| (parameter.name.as_str(), &parameter.test)).collect();
            return judge::within_circle(&self.points(customer), &parameters);
        }
        let (facts, entries) = function(&clause.function);
        let mut filter = Vec::new();
        let mut measures = Vec::new();
        for parameter in &clause.parameters {
            let entry = entries.iter().find(|entry| entry.0 == parameter.name);
            let (_, kind, role) = entry.unwrap_or_else(|| panic!("no parameter {}", parameter.name));
            match role {
                Parameter::Row(cell) => filter.push((*cell, *kind, &parameter.test)),
                Parameter::Measure(figure) => measures.push((*figure, &parameter.test)),
            }
        }
        let passing = |customer: &'a Customer| -> Vec<Fact<'a>> {
            let mut rows = self.facts(facts, customer);
            rows.retain(|row| {
                filter.iter().all(|(cell, kind, test)| {
                    self.terms.passes(self.cell(*cell, *kind, row).as_ref(), *kind, test, &|_| None)
                })
            });
            rows
        };
        let rows = passing(customer);
        if measures.is_empty() {
            return !rows.is_empty();
        }
        measures.iter().all(|(figure, test)| {
            let statistic =
                |name: &str| self.statistic(name, &|other| self.figure(*figure, &passing(other))?.into_number());
            let value = self.figure(*figure, &rows);
            self.terms.passes(value.as_ref(), Kind::Number, test, &statistic)
        })
    }

    /// A statistic over the customers for whom the value is there (M7); percentiles by nearest
    /// rank.
    fn statistic(&self, name: &str, value: &dyn Fn(&'a Customer) -> Option<Exact>) -> Option<Exact> {
        let mut values: Vec<Exact> = self.shop.at(self.terms.as_of).filter_map(value).collect();
        values.sort();
        let rank = |percent: usize| (percent * values.len()).div_ceil(100).max(1) - 1;
        match name {
            "min" => values.first().copied(),
            "max" => values.last().copied(),
            "median" => values.get(rank(50)).copied(),
            "average" if values.is_empty() => None,
            "average" => Some(values.iter().fold(Exact::whole(0), |a, b| a.plus(*b)).over(values.len())),
            _ => values.get(rank(name.strip_prefix('p')?.parse().ok()?)).copied(),
        }
    }

    /// Month and day of a date against a set of days (T10).
    fn anniversary(&self, value: Option<&judge::Held>, test: &Test) -> bool {
        let Some(judge::Held::Second(at)) = value else {
            return test.operator == Operator::NotEqual && !self.terms.strict_missing;
        };
        let date = self.shop.clock.date_of(*at);
        let day = |index: usize| self.terms.clock.moment(&test.values[index], self.terms.as_of).expect("a date").date;
        let (first, mut last) = (day(0), day(test.values.len() - 1));
        let mut years = 0;
        while last < first {
            years += 1;
            last = clock::plus_months(day(test.values.len() - 1), 12 * years);
        }
        let kept = (first.year()..=last.year()).any(|year| (first..=last).contains(&clock::kept_in(date, year)));
        kept == (test.operator != Operator::NotEqual)
    }

    /// Whether the shop has the data that the condition asks for.
    fn available(&self, condition: &Condition) -> Result<(), Unavailable> {
        match condition {
            Condition::All(children) | Condition::Any(children) => {
                children.iter().try_for_each(|child| self.available(child))
            }
            Condition::Not(child) => self.available(child),
            Condition::Field(clause) if is_function(&clause.field) => self.function_available(&rows_of(&clause.field)),
            Condition::Field(clause) if clause.field == "segments" => Ok(()),
            Condition::Field(clause) => self.field_available(&clause.field),
            Condition::Anniversary(clause) => self.field_available(&clause.field),
            Condition::Function(clause) => self.function_available(clause),
            Condition::Unknown(_) => Ok(()),
        }
    }

    fn field_available(&self, name: &str) -> Result<(), Unavailable> {
        let shop = self.shop;
        let there = match FIELDS.iter().find(|field| field.0 == name).map(|field| field.2) {
            None => DYNAMIC.iter().any(|prefix| name.starts_with(prefix)) && shop.has("customers", name),
            Some(Source::Column(column)) => shop.has("customers", column),
            Some(Source::Age) => shop.has("customers", "birth_date"),
            Some(Source::Orders(figure, imported)) => {
                self.figure_available(vocabulary::Facts::Orders, figure)
                    || imported.is_some_and(|column| shop.has("customers", column))
            }
            Some(Source::Carts(figure)) => self.figure_available(vocabulary::Facts::Checkouts, figure),
            Some(Source::DaysSinceLastOrder | Source::Recency | Source::Frequency) => shop.has_table("orders"),
            Some(Source::Monetary) => shop.has("orders", "total"),
            Some(Source::Interaction(column, _)) => shop.has("customers", column) || !shop.kinds.is_empty(),
            Some(Source::Places(fold, default)) => {
                let part = match fold {
                    folds::Fold::Region => "region",
                    folds::Fold::City => "city",
                    _ => "country",
                };
                let flagged = !default || !shop.has("customers", "addresses") || shop.has_part("is_default");
                shop.has_part("country") && shop.has_part(part) && flagged
            }
            Some(Source::Bucket) => true,
        };
        if there { Ok(()) } else { Err(Unavailable(name.to_owned())) }
    }

    fn function_available(&self, clause: &FunctionClause) -> Result<(), Unavailable> {
        let missing = |name: &str| Err(Unavailable(name.to_owned()));
        if clause.function == "customer_within_distance" {
            let there = self.shop.has_part("latitude") && self.shop.has_part("longitude");
            return if there { Ok(()) } else { missing(&clause.function) };
        }
        let (facts, entries) = function(&clause.function);
        if !self.figure_available(facts, Figure::Count) {
            return missing(&clause.function);
        }
        for parameter in &clause.parameters {
            let there = match entries.iter().find(|entry| entry.0 == parameter.name).map(|entry| entry.2) {
                Some(Parameter::Row(cell)) => self.cell_available(facts, cell),
                Some(Parameter::Measure(figure)) => self.figure_available(facts, figure),
                None => false,
            };
            if !there {
                return missing(&parameter.name);
            }
        }
        Ok(())
    }
}

fn function(name: &str) -> (vocabulary::Facts, &'static [Row]) {
    let found = FUNCTIONS.iter().find(|function| function.0 == name);
    let (_, facts, entries) = found.unwrap_or_else(|| panic!("no function {name}"));
    (*facts, entries)
}

/// Whether `name IS NULL` asks whether there is any row.
fn is_function(name: &str) -> bool {
    name == "customer_within_distance" || FUNCTIONS.iter().any(|function| function.0 == name)
}

fn rows_of(name: &str) -> FunctionClause {
    FunctionClause { function: name.to_owned(), matches: true, parameters: vec![] }
}
