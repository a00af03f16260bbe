//! What Shopify's two dialects can say: its fields, functions, parameters, operators and limits.
//!
//! The names are those of the segment query language reference; a test holds them against the
//! catalogue.

use super::literal::written;
use super::print::{lacks, name};
use crate::condition::{FieldClause, FunctionClause, Literal, OffsetUnit, Operator, Test};

/// Most conditions of one segment.
pub(super) const MAX_CLAUSES: usize = 10;
/// Most characters of one segment.
pub(super) const MAX_LENGTH: usize = 5_000;
/// Most values of one list.
pub(super) const MAX_VALUES: usize = 500;

/// Fields that are compared by size.
const ORDERED: [&str; 6] = [
    "number_of_orders",
    "amount_spent",
    "first_order_date",
    "last_order_date",
    "customer_added_date",
    "abandoned_checkout_date",
];
/// Fields that are equal or not.
const EQUAL: [&str; 9] = [
    "customer_account_status",
    "email_subscription_status",
    "sms_subscription_status",
    "customer_email_domain",
    "customer_language",
    "created_by_app_id",
    "predicted_spend_tier",
    "rfm_group",
    "product_subscription_status",
];
/// Fields that contain values.
const LISTS: [&str; 5] = ["customer_tags", "customer_countries", "customer_regions", "customer_cities", "companies"];

const VIEWS: &[&str] = &["id", "tag", "date", "count"];
const MAILS: &[&str] = &["activity_id", "date", "count"];

/// Functions and their parameters.
const FUNCTIONS: [(&str, &[&str]); 12] = [
    ("orders_placed", &["date", "amount", "location_id", "app_id", "count", "sum_amount"]),
    ("products_purchased", &["id", "tag", "category", "quantity", "date", "count", "sum_quantity"]),
    ("storefront.product_viewed", VIEWS),
    ("storefront.collection_viewed", VIEWS),
    ("shopify_email.bounced", MAILS),
    ("shopify_email.clicked", MAILS),
    ("shopify_email.delivered", MAILS),
    ("shopify_email.marked_as_spam", MAILS),
    ("shopify_email.opened", MAILS),
    ("shopify_email.unsubscribed", MAILS),
    ("store_credit_accounts", &["currency", "balance", "next_expiry_date", "last_credit_date"]),
    ("customer_within_distance", &["coordinates", "distance_km", "distance_mi"]),
];

/// Parameters that have a legacy `…_at_least`.
const AT_LEAST: [&str; 4] = ["count", "sum_amount", "amount", "quantity"];

/// Every field and every function's parameter of Shopify, as `name` or `function name`.
pub fn shopify_names() -> Vec<String> {
    let fields = ORDERED.iter().chain(&EQUAL).chain(&LISTS).map(|name| (*name).to_owned());
    let parameters =
        FUNCTIONS.iter().flat_map(|(name, parameters)| parameters.iter().map(move |part| format!("{name} {part}")));
    fields.chain(parameters).collect()
}

use Operator::{
    Between, Contains, Equal, Greater, GreaterOrEqual, IsNotNull, IsNull, Less, LessOrEqual, NotContains, NotEqual,
};

const COMPARISONS: &[Operator] = &[Equal, NotEqual, Greater, GreaterOrEqual, Less, LessOrEqual, Between];
/// A metafield's type is not known here, so it may be a list.
const METAFIELD: &[Operator] =
    &[Equal, NotEqual, Greater, GreaterOrEqual, Less, LessOrEqual, Between, Contains, NotContains];

/// The operators of a field besides IS [NOT] NULL; none if Shopify lacks it.
fn operators(field: &str) -> Option<&'static [Operator]> {
    if ORDERED.contains(&field) {
        Some(COMPARISONS)
    } else if EQUAL.contains(&field) {
        Some(&[Equal, NotEqual])
    } else if LISTS.contains(&field) {
        Some(&[Contains, NotContains])
    } else if field.starts_with("metafields.") && !name(field).contains('\'') {
        Some(METAFIELD)
    } else {
        FUNCTIONS.iter().any(|(name, _)| *name == field).then_some(&[])
    }
}

/// Why Shopify cannot say the clause; `field` is its name in the newer spelling.
pub(super) fn refuses_field(field: &str, clause: &FieldClause, test: &Test) -> Option<String> {
    let Some(operators) = operators(field) else { return Some(lacks("field", field)) };
    if clause.argument.is_some() {
        return Some(format!("Shopify takes nothing in parentheses after {field}; leave it out."));
    }
    let fits = matches!(test.operator, IsNull | IsNotNull) || operators.contains(&test.operator);
    (!fits).then(|| no_operator(field, test.operator))
}

pub(super) fn refuses_anniversary(field: &str, test: &Test) -> Option<String> {
    if !operators(field).is_some_and(|operators| operators.contains(&Between)) {
        return Some(lacks("date field", field));
    }
    (!COMPARISONS.contains(&test.operator)).then(|| no_operator("anniversary", test.operator))
}

/// The parts of a function clause that Shopify cannot say, each with the reason.
pub(super) fn refuses_function(function: &str, clause: &FunctionClause) -> Vec<(String, String)> {
    let Some((_, known)) = FUNCTIONS.iter().find(|(name, _)| *name == function) else {
        return vec![("/function".to_owned(), lacks("function", function))];
    };
    let reasons = clause.parameters.iter().enumerate().filter_map(|(index, parameter)| {
        let part = format!("/where/{index}");
        let operator = parameter.test.operator;
        if !known.contains(&parameter.name.as_str()) {
            return Some((part, format!("Shopify's {function} has no parameter {}; leave it out.", parameter.name)));
        }
        let fits = COMPARISONS.contains(&operator) || matches!(operator, Operator::In | Operator::NotIn);
        (!fits).then(|| (part, no_operator(&parameter.name, operator)))
    });
    reasons.collect()
}

pub(super) fn refuses_literal(literal: &Literal) -> Option<String> {
    match literal {
        Literal::Stat(_) => Some(format!("Shopify has no statistic {}; write the number.", written(literal))),
        Literal::Offset { unit: OffsetUnit::Hour | OffsetUnit::Minute, .. } => {
            Some(format!("Shopify has no hours or minutes like {}; write days.", written(literal)))
        }
        _ => None,
    }
}

/// A parameter in the legacy spelling, if it has one.
pub(super) fn legacy_parameter(parameter: &str, test: &Test) -> Option<String> {
    let value = test.values.first().map(written)?;
    let near = parameter == "distance_km" || parameter == "distance_mi";
    match test.operator {
        Operator::Equal => Some(format!("{}: {value}", name(parameter))),
        Operator::LessOrEqual if near => Some(format!("{parameter}: {value}")),
        Operator::In => Some(format!("{}: {}", name(parameter), written(&Literal::Tuple(test.values.clone())))),
        Operator::GreaterOrEqual if parameter == "date" => Some(format!("since: {value}")),
        Operator::LessOrEqual if parameter == "date" => Some(format!("until: {value}")),
        Operator::Between if parameter == "date" => {
            Some(format!("since: {value}, until: {}", test.values.get(1).map(written)?))
        }
        Operator::GreaterOrEqual if AT_LEAST.contains(&parameter) => Some(format!("{parameter}_at_least: {value}")),
        _ => None,
    }
}

fn no_operator(part: &str, operator: Operator) -> String {
    let instead = match operator {
        Operator::In => "write one = each, joined by OR",
        Operator::NotIn => "write one != each, joined by AND",
        Operator::ContainsAny => "write one CONTAINS each, joined by OR",
        Operator::ContainsAll => "write one CONTAINS each, joined by AND",
        Operator::ContainsNone => "write one NOT CONTAINS each, joined by AND",
        _ => "use another operator",
    };
    format!("Shopify has no {} for {part}; {instead}.", operator.as_str())
}
