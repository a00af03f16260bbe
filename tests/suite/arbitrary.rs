//! Random conditions: of any words for the laws of the language, of the vocabulary for the laws of
//! evaluation.

use arbtest::arbitrary::{Result, Unstructured};
use headcount::catalogue::{FIELDS, FUNCTIONS, Type};
use headcount::condition::{
    AnniversaryClause, Condition, FieldClause, FunctionClause, Literal, OffsetUnit, Operator, Parameter, Test,
};
use headcount::time::{Day, LocalSecond};

/// A tree of at most a few levels whose leaves `clause` makes. Groups have one to four children;
/// the root may be the empty AND.
pub(crate) fn condition(
    u: &mut Unstructured<'_>,
    clause: &dyn Fn(&mut Unstructured<'_>) -> Result<Condition>,
) -> Result<Condition> {
    if u.ratio(1, 50)? {
        return Ok(Condition::All(vec![]));
    }
    tree(u, clause, 4)
}

fn tree(
    u: &mut Unstructured<'_>,
    clause: &dyn Fn(&mut Unstructured<'_>) -> Result<Condition>,
    levels: usize,
) -> Result<Condition> {
    if levels == 0 || u.ratio(2, 5)? {
        return clause(u);
    }
    if u.ratio(1, 4)? {
        return Ok(Condition::Not(Box::new(tree(u, clause, levels - 1)?)));
    }
    let mut children = Vec::new();
    for _ in 0..u.int_in_range(1..=4)? {
        children.push(tree(u, clause, levels - 1)?);
    }
    Ok(if u.arbitrary()? { Condition::All(children) } else { Condition::Any(children) })
}

/// A clause of any names, operators and values the text can write.
pub(crate) fn wild_clause(u: &mut Unstructured<'_>) -> Result<Condition> {
    Ok(match u.int_in_range(0..=5)? {
        0 | 1 => {
            let mut parameters = Vec::new();
            for _ in 0..u.int_in_range(0..=3)? {
                parameters.push(Parameter { name: wild_name(u)?, test: wild_test(u)? });
            }
            Condition::Function(FunctionClause { function: wild_name(u)?, matches: u.arbitrary()?, parameters })
        }
        2 => Condition::Anniversary(AnniversaryClause { field: wild_name(u)?, test: wild_test(u)? }),
        3 => {
            let argument = Some(wild_text(u)?);
            Condition::Field(FieldClause { field: wild_name(u)?, argument, test: wild_test(u)? })
        }
        _ => Condition::Field(FieldClause { field: wild_name(u)?, argument: None, test: wild_test(u)? }),
    })
}

/// A name: a word, a dotted word, or any text.
fn wild_name(u: &mut Unstructured<'_>) -> Result<String> {
    const NAMES: [&str; 12] = [
        "amount_spent",
        "date",
        "coordinates",
        "metafields.ns.key",
        "profile.Shoe size",
        "answers.2-go",
        "profile.a--b",
        "не",
        "not",
        "today",
        "anniversary",
        "stat",
    ];
    let name = if u.ratio(3, 4)? { (*u.choose(&NAMES)?).to_owned() } else { wild_text(u)? };
    // Older spellings are read as the newer one.
    Ok(if name.starts_with("customer.") || name.starts_with("storefront_event.") { "x".to_owned() } else { name })
}

/// Any text, rich in what the language gives a meaning to.
pub(crate) fn wild_text(u: &mut Unstructured<'_>) -> Result<String> {
    const PIECES: [&str; 26] = [
        "a",
        "Z",
        "é",
        "e\u{301}",
        "日本",
        "'",
        "\\",
        "\"",
        "’",
        ".",
        "-",
        "--",
        " ",
        "\n",
        "\t",
        ",",
        "(",
        ")",
        ":",
        "AND",
        "2024-01-01",
        "-30d",
        "1.5",
        "7",
        "true",
        "\u{0}",
    ];
    let mut text = String::new();
    for _ in 0..u.int_in_range(0..=4)? {
        text.push_str(u.choose(&PIECES)?);
    }
    Ok(text)
}

fn wild_test(u: &mut Unstructured<'_>) -> Result<Test> {
    let operator = *u.choose(&Operator::ALL)?;
    let count = operator.operand_count().map_or_else(|| u.int_in_range(1..=4), Ok)?;
    let tuple = count == 1 && !operator.takes_list() && u.ratio(1, 10)?;
    let mut values = Vec::new();
    for _ in 0..count {
        values.push(wild_literal(u)?);
    }
    if tuple {
        values.push(wild_literal(u)?);
        values = vec![Literal::Tuple(values)];
    }
    Ok(Test { operator, values })
}

fn digits(u: &mut Unstructured<'_>) -> Result<String> {
    let mut digits = String::new();
    for _ in 0..u.int_in_range(1..=22)? {
        digits.push(char::from(b'0' + u.int_in_range(0..=9)?));
    }
    Ok(digits)
}

/// A literal of any kind but a tuple.
pub(crate) fn wild_literal(u: &mut Unstructured<'_>) -> Result<Literal> {
    let sign = if u.ratio(1, 3)? { "-" } else { "" };
    Ok(match u.int_in_range(0..=11)? {
        0..=2 => Literal::Text(wild_text(u)?),
        3 => Literal::Integer(format!("{sign}{}", digits(u)?)),
        4 => Literal::Integer(u.int_in_range(0..=999)?.to_string()),
        5 => Literal::Decimal(format!("{sign}{}.{}", digits(u)?, digits(u)?)),
        6 => Literal::Date(day(u)?),
        7 => Literal::DateTime(LocalSecond(day(u)?.midnight().0 + u.int_in_range(0..=86_399)?)),
        8 => {
            if u.arbitrary()? {
                Literal::Today
            } else {
                Literal::Yesterday
            }
        }
        9 => offset(u, i32::MIN, i32::MAX, &OffsetUnit::ALL)?,
        10 => Literal::Boolean(u.arbitrary()?),
        _ => Literal::Stat(wild_text(u)?),
    })
}

fn day(u: &mut Unstructured<'_>) -> Result<Day> {
    let first = Day::from_ymd(1, 1, 1).map_or(0, |day| day.0);
    let last = Day::from_ymd(9999, 12, 31).map_or(0, |day| day.0);
    u.int_in_range(first..=last).map(Day)
}

fn offset(u: &mut Unstructured<'_>, least: i32, most: i32, units: &[OffsetUnit]) -> Result<Literal> {
    Ok(Literal::Offset { amount: u.int_in_range(least..=most)?, unit: *u.choose(units)? })
}

/// A clause on a field or function of the vocabulary whose operators and literals fit its type.
/// Dates lie between 2023 and 2026 or near today; texts are a few that small shops have too.
pub(crate) fn known_clause(u: &mut Unstructured<'_>) -> Result<Condition> {
    if u.ratio(1, 3)? {
        return known_function(u);
    }
    if u.ratio(1, 12)? {
        let test = *u.choose(&[Operator::Equal, Operator::NotEqual, Operator::Between])?;
        let values = (0..test.operand_count().unwrap_or(1)).map(|_| whole_date(u)).collect::<Result<_>>()?;
        let field = (*u.choose(&["birth_date", "customer_added_date"])?).to_owned();
        return Ok(Condition::Anniversary(AnniversaryClause { field, test: Test { operator: test, values } }));
    }
    let fields: Vec<_> = FIELDS.iter().filter(|field| field.name != "segments").collect();
    let field = u.choose(&fields)?;
    let argument = if field.argument && u.arbitrary()? { Some("seed".to_owned()) } else { None };
    let test = known_test(u, field.type_)?;
    Ok(Condition::Field(FieldClause { field: field.name.to_owned(), argument, test }))
}

fn known_function(u: &mut Unstructured<'_>) -> Result<Condition> {
    let function = u.choose(FUNCTIONS)?;
    let mut parameters: Vec<Parameter> = Vec::new();
    for parameter in function.parameters {
        if matches!(parameter.type_, Type::Coordinates | Type::Distance) || !u.ratio(1, 4)? {
            continue;
        }
        parameters.push(Parameter { name: parameter.name.to_owned(), test: known_test(u, parameter.type_)? });
    }
    Ok(Condition::Function(FunctionClause { function: function.name.to_owned(), matches: u.arbitrary()?, parameters }))
}

fn known_test(u: &mut Unstructured<'_>, type_: Type) -> Result<Test> {
    let operator = *u.choose(type_.operators())?;
    let count = operator.operand_count().map_or_else(|| u.int_in_range(1..=3), Ok)?;
    let mut values = (0..count).map(|_| known_literal(u, type_)).collect::<Result<Vec<_>>>()?;
    if operator == Operator::Between {
        values.sort_by_key(order);
    }
    Ok(Test { operator, values })
}

/// Puts the ends of a range in the right order.
fn order(literal: &Literal) -> i64 {
    match literal {
        Literal::Date(day) => day.midnight().0,
        Literal::Integer(digits) => digits.parse::<i64>().unwrap_or(0) * 100,
        Literal::Decimal(digits) => digits.replace('.', "").parse().unwrap_or(0),
        _ => i64::MAX,
    }
}

fn known_literal(u: &mut Unstructured<'_>, type_: Type) -> Result<Literal> {
    const TEXTS: [&str; 8] = ["VIP", "vip", "wholesale", "shoes", "web", "BG", "en", ""];
    Ok(match type_ {
        Type::Date => date(u)?,
        Type::Money | Type::Decimal if u.arbitrary()? => {
            Literal::Decimal(format!("{}.{:02}", u.int_in_range(0..=200)?, u.int_in_range(0..=99)?))
        }
        Type::Money | Type::Decimal | Type::Integer => Literal::Integer(u.int_in_range(0..=20)?.to_string()),
        Type::Boolean => Literal::Boolean(u.arbitrary()?),
        Type::Enum(closed) => Literal::Text((*u.choose(closed.values)?).to_owned()),
        Type::Id | Type::Ids => Literal::Integer(u.int_in_range(1..=9)?.to_string()),
        _ => Literal::Text((*u.choose(&TEXTS)?).to_owned()),
    })
}

fn date(u: &mut Unstructured<'_>) -> Result<Literal> {
    if u.ratio(1, 8)? {
        return offset(u, -72, 0, &[OffsetUnit::Hour, OffsetUnit::Minute]);
    }
    whole_date(u)
}

fn whole_date(u: &mut Unstructured<'_>) -> Result<Literal> {
    use OffsetUnit::{Day as Days, Month, Week, Year};
    Ok(match u.int_in_range(0..=3)? {
        0 => Literal::Today,
        1 => offset(u, -24, 2, &[Days, Week, Month, Year])?,
        _ => {
            let first = Day::from_ymd(2023, 1, 1).map_or(0, |day| day.0);
            Literal::Date(Day(u.int_in_range(first..=first + 1_400)?))
        }
    })
}
