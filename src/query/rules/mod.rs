//! Rule groups of react-querybuilder, both ways, by the convention of GRAMMAR.md.

mod read;
mod write;

pub use read::from_react_querybuilder;
pub use write::to_react_querybuilder;

use crate::condition::Operator;

/// The field and the operator of a rule in which none was chosen yet.
const UNCHOSEN: &str = "~";

/// Operators as rules name them. The last three are not among the builder's own.
const OPERATORS: [(&str, Operator); 18] = [
    ("=", Operator::Equal),
    ("!=", Operator::NotEqual),
    (">", Operator::Greater),
    (">=", Operator::GreaterOrEqual),
    ("<", Operator::Less),
    ("<=", Operator::LessOrEqual),
    ("between", Operator::Between),
    ("in", Operator::In),
    ("notIn", Operator::NotIn),
    ("contains", Operator::Contains),
    ("doesNotContain", Operator::NotContains),
    ("beginsWith", Operator::StartsWith),
    ("endsWith", Operator::EndsWith),
    ("null", Operator::IsNull),
    ("notNull", Operator::IsNotNull),
    ("containsAny", Operator::ContainsAny),
    ("containsAll", Operator::ContainsAll),
    ("containsNone", Operator::ContainsNone),
];

/// Operators of rules that are the negation of one.
const NEGATED: [(&str, Operator); 3] = [
    ("notBetween", Operator::Between),
    ("doesNotBeginWith", Operator::StartsWith),
    ("doesNotEndWith", Operator::EndsWith),
];
