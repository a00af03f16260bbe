//! The condition tree: a wish about customers that knows no snapshot, no clock and no browser.

mod literal;
mod problem;
mod references;

pub use literal::{Literal, OffsetUnit};
pub use problem::{Fix, Problem, Severity, Span};
pub use references::{Membership, Reference, References};

/// A saved document: a condition with its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// What the staff call it.
    pub name: Option<String>,
    /// Who is in it.
    pub condition: Condition,
}

/// A node of the tree. Its path is its JSON pointer within the condition: the root is the empty
/// path, the second child of a group `/of/1`, the operand of a negation `/of`.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// Every child holds; with no child, everyone (N5).
    All(Vec<Condition>),
    /// Some child holds; with no child, no one (N5).
    Any(Vec<Condition>),
    /// The child does not hold.
    Not(Box<Condition>),
    /// A value of the customer passes a test.
    Field(FieldClause),
    /// Rows of a child table exist and their measures pass tests.
    Function(FunctionClause),
    /// The month and day of a date field pass a test.
    Anniversary(AnniversaryClause),
    /// A node of a kind this version does not know, kept as it was read.
    Unknown(serde_json::Value),
}

impl Condition {
    /// The node at a path, or the clause around the part of one.
    pub fn at(&self, path: &str) -> Option<&Condition> {
        let mut steps = path.split('/').skip(1);
        let mut node = self;
        loop {
            node = match node {
                Condition::All(children) | Condition::Any(children) => match steps.next() {
                    None => return Some(node),
                    Some(_) => children.get(steps.next()?.parse::<usize>().ok()?)?,
                },
                Condition::Not(child) => match steps.next() {
                    None => return Some(node),
                    Some(_) => child,
                },
                leaf => return Some(leaf),
            };
        }
    }
}

/// `field operator value`.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldClause {
    /// The field's name as written or canonical; a quoted part is stored without quotes.
    pub field: String,
    /// The text in parentheses of `random_bucket('seed')`.
    pub argument: Option<String>,
    /// What its value must pass.
    pub test: Test,
}

/// `function [NOT] MATCHES (parameters)`; `function IS NULL` is NOT MATCHES ().
#[derive(Debug, Clone, PartialEq)]
pub struct FunctionClause {
    /// The function's name.
    pub function: String,
    /// `false` for NOT MATCHES, the exact complement.
    pub matches: bool,
    /// The parameters, joined by AND.
    pub parameters: Vec<Parameter>,
}

/// One parameter of a function.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// The parameter's name.
    pub name: String,
    /// What the row's value, or the measure, must pass.
    pub test: Test,
}

/// `anniversary('field') operator value`.
#[derive(Debug, Clone, PartialEq)]
pub struct AnniversaryClause {
    /// The date field's name.
    pub field: String,
    /// What its month and day must pass.
    pub test: Test,
}

/// An operator with its operands: one, two for BETWEEN, any number for lists, none for IS NULL.
#[derive(Debug, Clone, PartialEq)]
pub struct Test {
    /// The operator.
    pub operator: Operator,
    /// Its operands, in the order written.
    pub values: Vec<Literal>,
}

/// The operators of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `BETWEEN a AND b`, both ends included
    Between,
    /// `IN (…)`
    In,
    /// `NOT IN (…)`
    NotIn,
    /// `CONTAINS x`
    Contains,
    /// `NOT CONTAINS x`
    NotContains,
    /// `CONTAINS ANY (…)`
    ContainsAny,
    /// `CONTAINS ALL (…)`
    ContainsAll,
    /// `CONTAINS NONE (…)`
    ContainsNone,
    /// `STARTS WITH x`
    StartsWith,
    /// `ENDS WITH x`
    EndsWith,
    /// `IS NULL`
    IsNull,
    /// `IS NOT NULL`
    IsNotNull,
}

impl Operator {
    /// Every operator, in the order of the language reference.
    pub const ALL: [Operator; 18] = [
        Operator::Equal,
        Operator::NotEqual,
        Operator::Greater,
        Operator::GreaterOrEqual,
        Operator::Less,
        Operator::LessOrEqual,
        Operator::Between,
        Operator::In,
        Operator::NotIn,
        Operator::Contains,
        Operator::NotContains,
        Operator::ContainsAny,
        Operator::ContainsAll,
        Operator::ContainsNone,
        Operator::StartsWith,
        Operator::EndsWith,
        Operator::IsNull,
        Operator::IsNotNull,
    ];

    /// The words of the text language, upper case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Operator::Equal => "=",
            Operator::NotEqual => "!=",
            Operator::Greater => ">",
            Operator::GreaterOrEqual => ">=",
            Operator::Less => "<",
            Operator::LessOrEqual => "<=",
            Operator::Between => "BETWEEN",
            Operator::In => "IN",
            Operator::NotIn => "NOT IN",
            Operator::Contains => "CONTAINS",
            Operator::NotContains => "NOT CONTAINS",
            Operator::ContainsAny => "CONTAINS ANY",
            Operator::ContainsAll => "CONTAINS ALL",
            Operator::ContainsNone => "CONTAINS NONE",
            Operator::StartsWith => "STARTS WITH",
            Operator::EndsWith => "ENDS WITH",
            Operator::IsNull => "IS NULL",
            Operator::IsNotNull => "IS NOT NULL",
        }
    }

    /// How many operands it takes; `None` if any number but zero.
    pub const fn operand_count(self) -> Option<usize> {
        match self {
            Operator::IsNull | Operator::IsNotNull => Some(0),
            Operator::Between => Some(2),
            _ if self.takes_list() => None,
            _ => Some(1),
        }
    }

    /// Whether it takes any number of operands, in parentheses.
    pub const fn takes_list(self) -> bool {
        matches!(
            self,
            Operator::In | Operator::NotIn | Operator::ContainsAny | Operator::ContainsAll | Operator::ContainsNone
        )
    }

    /// The operator whose result is the exact complement, where the language has one.
    pub const fn complement(self) -> Option<Operator> {
        match self {
            Operator::Equal => Some(Operator::NotEqual),
            Operator::NotEqual => Some(Operator::Equal),
            Operator::In => Some(Operator::NotIn),
            Operator::NotIn => Some(Operator::In),
            Operator::Contains => Some(Operator::NotContains),
            Operator::NotContains => Some(Operator::Contains),
            Operator::ContainsAny => Some(Operator::ContainsNone),
            Operator::ContainsNone => Some(Operator::ContainsAny),
            Operator::IsNull => Some(Operator::IsNotNull),
            Operator::IsNotNull => Some(Operator::IsNull),
            _ => None,
        }
    }
}

/// Most levels of nesting in a tree.
pub const MAX_DEPTH: usize = 64;
/// Most nodes in a tree.
pub const MAX_NODES: usize = 1_000;
/// Most values in one list.
pub const MAX_VALUES: usize = 10_000;
/// Most bytes of one segment's text or JSON.
pub const MAX_TEXT: usize = 1 << 20;
