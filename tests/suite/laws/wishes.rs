//! Random conditions over the whole vocabulary, well typed for one snapshot.

use super::shops::{Scene, TAGS, start_of};
use arbtest::arbitrary::{Result, Unstructured};
use headcount::catalogue::{self, FIELDS, FUNCTIONS, Field, Form, Function, Type};
use headcount::condition::{
    AnniversaryClause, Condition, FieldClause, FunctionClause, Literal, OffsetUnit, Operator, Parameter, Test,
};
use headcount::session::{Existence, PolicyDocument, Refunds, Request};
use headcount::snapshot::Snapshot;
use headcount::time::{Day, LocalSecond};

/// A shop's own fields, of which a snapshot may lack some.
const OWN: &[&str] = &[
    "profile.score",
    "profile.points",
    "profile.vip",
    "profile.since",
    "profile.note",
    "metafields.shop.sizes",
    "answers.style",
    "profile.absent",
];

const EXACT: &[&str] = &[
    "Ann",
    "ann",
    "Ann\u{e9}",
    "Anne\u{301}",
    "O'Brien",
    "",
    "en",
    "en-US",
    "/a",
    "/a?x=1",
    "alpha",
    "n",
    "back\\slash",
];
const ENUMS: &[&str] =
    &["open", "COMPLETED", "cancelled", "canceled", "female", " Male ", "paid", "lead", "single", "unheard of"];
const PLACES: [(Form, &[&str]); 3] = [
    (Form::Country, &["BG", "Bulgaria", "vn", "Atlantis", "GB"]),
    (Form::Region, &["BG-22", "bg-BG-22", "US-CA", "VN-SG", "Viet Nam-SG"]),
    (
        Form::City,
        &["BG-22-Sofia", "BG-Sofia", "VN-SG-Da Nang", "VN--Đà Nẵng", "US-CA-NewYorkCity", "GB--St. Ives-on-Sea"],
    ),
];

/// Makes conditions for one shop.
pub(super) struct Wishes<'s> {
    pub(super) scene: &'s Scene,
    pub(super) snapshot: &'s Snapshot,
}

impl Wishes<'_> {
    /// A tree of a few levels.
    pub(super) fn condition(&self, u: &mut Unstructured<'_>, depth: u32) -> Result<Condition> {
        let shape = if depth == 0 { 0 } else { u.int_in_range(0..=9)? };
        Ok(match shape {
            0..=5 => self.leaf(u)?,
            6 => Condition::Not(Box::new(self.condition(u, depth - 1)?)),
            shape => {
                let count = u.int_in_range(if shape == 9 { 0 } else { 2 }..=3)?;
                let children = (0..count).map(|_| self.condition(u, depth - 1)).collect::<Result<_>>()?;
                if shape == 7 { Condition::Any(children) } else { Condition::All(children) }
            }
        })
    }

    /// One clause.
    pub(super) fn leaf(&self, u: &mut Unstructured<'_>) -> Result<Condition> {
        match u.int_in_range(0..=11)? {
            0 => self.anniversary(u),
            1..=6 => {
                let field = self.field(u)?;
                self.field_clause(u, &field)
            }
            _ => {
                // The more a function can be asked, the more often it is.
                let mut at = u.choose_index(FUNCTIONS.iter().map(|function| function.parameters.len()).sum())?;
                let function = FUNCTIONS.iter().find(|function| {
                    let here = at < function.parameters.len();
                    at = at.wrapping_sub(function.parameters.len());
                    here
                });
                self.function_clause(u, function.expect("a parameter of some function"))
            }
        }
    }

    fn field(&self, u: &mut Unstructured<'_>) -> Result<Field<'static>> {
        let at = u.choose_index(FIELDS.len() + OWN.len())?;
        Ok(match FIELDS.get(at) {
            // Naming other segments takes a library.
            Some(field) if field.name == "segments" => FIELDS[0],
            Some(field) => *field,
            None => {
                let name = OWN[at - FIELDS.len()];
                Field { type_: catalogue::field(name, Some(self.snapshot)).expect(name).type_, name, ..FIELDS[0] }
            }
        })
    }

    fn field_clause(&self, u: &mut Unstructured<'_>, field: &Field<'_>) -> Result<Condition> {
        let seeded = field.name == "random_bucket" && u.ratio(1, 2)?;
        let argument = if seeded { Some((*u.choose(&["", "summer", "it's"])?).to_owned()) } else { None };
        let test = self.test(u, field.type_, true)?;
        Ok(Condition::Field(FieldClause { field: field.name.to_owned(), argument, test }))
    }

    fn anniversary(&self, u: &mut Unstructured<'_>) -> Result<Condition> {
        let dates: Vec<&str> =
            FIELDS.iter().filter(|field| field.type_ == Type::Date).map(|field| field.name).collect();
        let operator = *u.choose(&[Operator::Equal, Operator::NotEqual, Operator::Between])?;
        let values = if operator == Operator::Between { 2 } else { 1 };
        let values = (0..values).map(|_| self.day(u)).collect::<Result<_>>()?;
        let field = if u.ratio(1, 3)? { "birth_date" } else { u.choose(&dates)? };
        Ok(Condition::Anniversary(AnniversaryClause { field: field.to_owned(), test: Test { operator, values } }))
    }

    fn function_clause(&self, u: &mut Unstructured<'_>, function: &Function) -> Result<Condition> {
        let mut parameters: Vec<Parameter> = Vec::new();
        let clause = |matches, parameters| {
            Condition::Function(FunctionClause { function: function.name.to_owned(), matches, parameters })
        };
        if function.name == "customer_within_distance" {
            if u.ratio(5, 6)? {
                let number = |text: &str| Literal::Decimal(text.to_owned());
                let (latitude, longitude) = *u.choose(&[("42.7", "23.3"), ("0.0", "0.0"), ("16.0", "108.0")])?;
                let centre = Literal::Tuple(vec![number(latitude), number(longitude)]);
                let radius = Literal::Integer((*u.choose(&["0", "10", "600", "9000", "20016"])?).to_owned());
                let unit = *u.choose(&["distance_km", "distance_mi"])?;
                let operator = *u.choose(&[Operator::Equal, Operator::LessOrEqual])?;
                let test = |operator, value| Test { operator, values: vec![value] };
                parameters.push(Parameter { name: "coordinates".into(), test: test(Operator::Equal, centre) });
                parameters.push(Parameter { name: unit.into(), test: test(operator, radius) });
            }
            return Ok(clause(u.ratio(2, 3)?, parameters));
        }
        let figures: Vec<&catalogue::Parameter> = (function.parameters.iter())
            .filter(|parameter| matches!(parameter.role, catalogue::Role::Measure(_)))
            .collect();
        for _ in 0..u.int_in_range(0..=3)? {
            let figure = !figures.is_empty() && u.ratio(1, 2)?;
            let parameter = if figure { *u.choose(&figures)? } else { u.choose(function.parameters)? };
            if parameters.iter().all(|known| known.name != parameter.name) {
                let measure = matches!(parameter.role, catalogue::Role::Measure(_));
                let test = self.test(u, parameter.type_, measure)?;
                parameters.push(Parameter { name: parameter.name.to_owned(), test });
            }
        }
        Ok(clause(u.ratio(2, 3)?, parameters))
    }

    /// A test of a type; statistics only where the language takes them.
    fn test(&self, u: &mut Unstructured<'_>, type_: Type, statistics: bool) -> Result<Test> {
        let operator = match type_ {
            Type::Any => Operator::IsNull,
            _ => *u.choose(type_.operators())?,
        };
        let count = match operator {
            Operator::IsNull | Operator::IsNotNull => 0,
            Operator::Between => 2,
            Operator::In | Operator::NotIn | Operator::ContainsAny | Operator::ContainsAll | Operator::ContainsNone => {
                u.int_in_range(1..=3)?
            }
            _ => 1,
        };
        let statistics = statistics && type_.is_number() && operator != Operator::NotEqual;
        let mut values: Vec<Literal> = (0..count).map(|_| self.literal(u, type_, statistics)).collect::<Result<_>>()?;
        if operator == Operator::Between && written_number(&values[0]) > written_number(&values[1]) {
            values.swap(0, 1);
        }
        Ok(Test { operator, values })
    }

    fn literal(&self, u: &mut Unstructured<'_>, type_: Type, statistics: bool) -> Result<Literal> {
        if statistics && u.ratio(1, 8)? {
            let name = *u.choose(&["min", "max", "average", "median", "p01", "p25", "p50", "p90", "p99"])?;
            return Ok(Literal::Stat(name.to_owned()));
        }
        let text = |u: &mut Unstructured<'_>, texts: &[&str]| Ok(Literal::Text((*u.choose(texts)?).to_owned()));
        match type_ {
            Type::Date => self.moment(u),
            Type::Integer => {
                let digits = ["0", "1", "1", "2", "2", "3", "3", "4", "-1", "5", "24", "5000"];
                Ok(Literal::Integer((*u.choose(&digits)?).to_owned()))
            }
            Type::Money | Type::Decimal | Type::Distance => {
                let numbers = [
                    "0",
                    "10",
                    "20",
                    "100",
                    "10.005",
                    "0.3",
                    "-5.50",
                    "10.0049999999",
                    "-0.0",
                    "5",
                    "2.25",
                    "10.0025",
                    "-2.75",
                    "6.6",
                    "50",
                    "15",
                    "0.15",
                    "33.33",
                ];
                let digits = (*u.choose(&numbers)?).to_owned();
                Ok(if digits.contains('.') { Literal::Decimal(digits) } else { Literal::Integer(digits) })
            }
            Type::Boolean => Ok(Literal::Boolean(u.ratio(1, 2)?)),
            Type::Enum(closed) => {
                let aliases = closed.aliases.iter().map(|(alias, _)| *alias);
                let known: Vec<&str> = closed.values.iter().copied().chain(aliases).collect();
                let value = *u.choose(&known)?;
                Ok(Literal::Text(if u.ratio(1, 4)? { value.to_lowercase() } else { value.to_owned() }))
            }
            Type::OpenEnum => text(u, ENUMS),
            Type::Text(Form::Upper) => text(u, &["jpy", "USD", "EUR"]),
            Type::Id | Type::Ids => Ok(match u.int_in_range(0..=4)? {
                0 => Literal::Text("P-3".into()),
                1 => Literal::Text("gid://shopify/Product/2".into()),
                2 => Literal::Text("02".into()),
                number => Literal::Integer((number - 2).to_string()),
            }),
            Type::String(form) | Type::Key(form) | Type::List(form) | Type::Text(form) | Type::Texts(form) => {
                match form {
                    Form::Exact | Form::Upper => text(u, EXACT),
                    Form::Domain => {
                        text(u, &["shop.example", "BÜCHER.example", "@Shop.Example", "straße.example", "example", "."])
                    }
                    Form::Path => text(u, &["shoes", "Apparel > Shoes", "apparel>boots", "TV", " HOME > kitchen"]),
                    Form::Folded => match u.ratio(1, 3)? {
                        true => text(u, &["web", "acme", "viber", "s", "sport", "Newsletter", "shoe", "feet"]),
                        false => text(u, TAGS),
                    },
                    place => {
                        let (_, keys) = PLACES.iter().find(|(form, _)| *form == place).expect("keys of places");
                        text(u, keys)
                    }
                }
            }
            Type::Coordinates | Type::Any => Ok(Literal::Boolean(true)),
        }
    }

    /// A literal of days.
    fn day(&self, u: &mut Unstructured<'_>) -> Result<Literal> {
        let offset = |amount, unit| Literal::Offset { amount, unit };
        let absolute = |text: &str| Literal::Date(Day::parse(text).expect("a date"));
        Ok(match u.int_in_range(0..=7)? {
            7 => absolute(u.choose(&[
                "2023-02-28",
                "2024-02-28",
                "2024-02-29",
                "2023-03-01",
                "2023-12-31",
                "2025-01-01",
            ])?),
            0 => Literal::Today,
            1 => Literal::Yesterday,
            2 => offset(*u.choose(&[-1, -2, -7, -29, -30, -31, -365, 1, 30])?, OffsetUnit::Day),
            3 => offset(*u.choose(&[-1, -4, -52, 1])?, OffsetUnit::Week),
            4 => offset(*u.choose(&[-1, -12, -13, 1])?, OffsetUnit::Month),
            5 => offset(*u.choose(&[-1, -4, -30, 1])?, OffsetUnit::Year),
            _ => {
                let back = *u.choose(&[0i64, 0, 1, 2, 7, 30, 365, -1])?;
                let date = self.scene.day.checked_sub(jiff::Span::new().days(back)).expect("a date near the day");
                absolute(&date.to_string())
            }
        })
    }

    /// A literal of days, seconds or hours.
    fn moment(&self, u: &mut Unstructured<'_>) -> Result<Literal> {
        let offset = |amount, unit| Literal::Offset { amount, unit };
        Ok(match u.int_in_range(0..=9)? {
            0 => offset(*u.choose(&[-1, -24, -36, 1])?, OffsetUnit::Hour),
            1 => offset(*u.choose(&[-60, -1, -1440])?, OffsetUnit::Minute),
            2 => {
                let back = *u.choose(&[0i64, 0, 1, 2, 30])?;
                let midnight = self.scene.day.checked_sub(jiff::Span::new().days(back)).expect("a date").at(0, 0, 0, 0);
                let seconds = *u.choose(&[0i64, 86_399, 5_400, 8_100, 900, 43_200])?;
                let utc = jiff::tz::Offset::UTC.to_timestamp(midnight).expect("an instant").as_second();
                Literal::DateTime(LocalSecond(utc + seconds))
            }
            _ => self.day(u)?,
        })
    }

    /// Random options of an evaluation.
    pub(super) fn request(&self, u: &mut Unstructured<'_>) -> Result<Request> {
        let existence = |u: &mut Unstructured<'_>| -> Result<Existence> {
            Ok(if u.ratio(1, 5)? { Existence::Include } else { Existence::Exclude })
        };
        let as_of = match u.int_in_range(0..=6)? {
            0 => Some(self.scene.day.yesterday().expect("a date").to_string()),
            1 => Some(self.scene.day.to_string()),
            2 => Some((self.scene.taken_at - jiff::Span::new().hours(*u.choose(&[1i64, 24, 25, 720])?)).to_string()),
            3 => Some((self.scene.taken_at + jiff::Span::new().seconds(1)).to_string()),
            4 => {
                let start = start_of(&self.scene.zone, self.scene.day);
                Some((start - jiff::Span::new().seconds(u.int_in_range(0..=1)?)).to_string())
            }
            _ => None,
        };
        let statuses = match u.int_in_range(0..=9)? {
            0 => Some(vec!["open".to_owned(), "Completed".to_owned()]),
            1 => Some(vec![]),
            _ => None,
        };
        let policy = PolicyDocument {
            test: existence(u)?,
            cancelled: existence(u)?,
            deleted: existence(u)?,
            refunds: if u.ratio(1, 4)? { Refunds::Gross } else { Refunds::Net },
            statuses,
        };
        Ok(Request { as_of, policy, strict_missing: u.ratio(1, 4)?, ..Request::default() })
    }
}

/// The number of a literal, for the order of two ends.
fn written_number(literal: &Literal) -> Option<rust_decimal::Decimal> {
    match literal {
        Literal::Integer(digits) | Literal::Decimal(digits) => digits.parse().ok(),
        _ => None,
    }
}
