//! The canonical columns of every table and the form each is stored in.

use super::column::Kind;
use super::store::TableName;

/// The stored form of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// [`super::Column::Time`].
    Time,
    /// [`super::Column::Number`] at the currency's exponent or more.
    Money,
    /// [`super::Column::Number`] of scale 0.
    Integer,
    /// [`super::Column::Number`] of any scale.
    Number,
    /// [`super::Column::Boolean`].
    Boolean,
    /// [`super::Column::Text`].
    Text(Key),
    /// [`super::Column::List`].
    List(Key),
    /// A list, where a plain text is a list of one.
    Answers,
    /// Whatever the data is: texts exact, lists folded.
    Any,
}

/// How a text becomes the key it is compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// One of the plain kinds.
    Plain(Kind),
    /// A country's two letters (X6); a name that is none has no key.
    Country,
    /// A category path: components folded, joined by ` > `.
    Path,
    /// An e-mail domain (X4).
    Domain,
    /// The domain of an e-mail address (X4).
    DomainOfEmail,
    /// `product_subscription_status`: upper case, with its two aliases.
    Subscription,
}

use Form::{Answers, Any, Boolean, Integer, List, Money, Number, Text, Time};

const EXACT: Form = Text(Key::Plain(Kind::Exact));
const ENUM: Form = Text(Key::Plain(Kind::Enum));
const FOLDED: Form = Text(Key::Plain(Kind::Folded));
const ID: Form = Text(Key::Plain(Kind::Id));
const TAGS: Form = List(Key::Plain(Kind::Folded));

/// Addresses are not here: [`super::load::addresses`] derives columns from them.
const CUSTOMERS: &[(&str, Form)] = &[
    ("id", ID),
    ("created_at", Time),
    ("email", EXACT),
    ("email_domain", Text(Key::Domain)),
    ("first_name", EXACT),
    ("last_name", EXACT),
    ("phone", EXACT),
    ("company_name", EXACT),
    ("birth_date", Time),
    ("gender", ENUM),
    ("marital_status", ENUM),
    ("funnel_stage", ENUM),
    ("language", EXACT),
    ("tags", TAGS),
    ("groups", TAGS),
    ("channels", TAGS),
    ("forms", TAGS),
    ("email_status", ENUM),
    ("sms_status", ENUM),
    ("whatsapp_status", ENUM),
    ("push_status", ENUM),
    ("account_status", ENUM),
    ("company_ids", List(Key::Plain(Kind::Id))),
    ("created_by_app_id", ID),
    ("predicted_spend_tier", ENUM),
    ("rfm_group", ENUM),
    ("product_subscription_status", Text(Key::Subscription)),
    ("first_interaction_at", Time),
    ("last_interaction_at", Time),
    ("amount_spent", Money),
    ("number_of_orders", Integer),
];

const ORDERS: &[(&str, Form)] = &[
    ("total", Money),
    ("shipping", Money),
    ("refunded", Money),
    ("status", ENUM),
    ("financial_status", ENUM),
    ("cancelled_at", Time),
    ("deleted_at", Time),
    ("test", Boolean),
    ("country", Text(Key::Country)),
    ("channel", FOLDED),
    ("app_id", ID),
    ("location_id", ID),
];

const LINES: &[(&str, Form)] = &[("product_id", ID), ("variant_id", ID), ("quantity", Integer), ("amount", Money)];

const PRODUCTS: &[(&str, Form)] = &[
    ("id", ID),
    ("title", EXACT),
    ("type", FOLDED),
    ("vendor", FOLDED),
    ("department", FOLDED),
    ("tags", TAGS),
    ("categories", List(Key::Path)),
];

const CHECKOUTS: &[(&str, Form)] =
    &[("completed_at", Time), ("value", Money), ("quantity", Integer), ("country", Text(Key::Country))];

const EVENTS: &[(&str, Form)] =
    &[("object_id", ID), ("url", EXACT), ("category", Text(Key::Path)), ("channel", FOLDED), ("duration", Number)];

const STORE_CREDIT: &[(&str, Form)] =
    &[("currency", ENUM), ("balance", Money), ("next_expiry_date", Time), ("last_credit_date", Time)];

/// The columns a table stores under a fixed name, apart from what makes it a table: customer,
/// order, time and kind of its rows, addresses.
pub fn canonical_columns(table: TableName) -> &'static [(&'static str, Form)] {
    match table {
        TableName::Customers => CUSTOMERS,
        TableName::Orders => ORDERS,
        TableName::Lines => LINES,
        TableName::Products => PRODUCTS,
        TableName::Checkouts => CHECKOUTS,
        TableName::Events => EVENTS,
        TableName::StoreCredit => STORE_CREDIT,
    }
}

/// The form of a table's column; `None` for one that is not stored.
pub fn form_of(table: TableName, name: &str) -> Option<Form> {
    let columns = canonical_columns(table);
    if let Some((_, form)) = columns.iter().find(|(column, _)| *column == name) {
        return Some(*form);
    }
    if table != TableName::Customers {
        return None;
    }
    let (prefix, rest) = name.split_once('.')?;
    match prefix {
        _ if rest.is_empty() => None,
        "profile" | "metafields" => Some(Any),
        "answers" => Some(Answers),
        _ => None,
    }
}
