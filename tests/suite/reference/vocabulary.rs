//! What a segment can ask, as vocabulary.md lists it: where each field, parameter and measure
//! comes from.

use super::folds::Fold;
use super::judge::Kind;

/// Where a customer's value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    Column(&'static str),
    /// A figure of the orders that exist; without them the imported column.
    Orders(Figure, Option<&'static str>),
    /// A figure of the abandoned checkouts.
    Carts(Figure),
    DaysSinceLastOrder,
    /// The given time if not later than `as_of`, else the first (or last) event.
    Interaction(&'static str, bool),
    Age,
    /// All addresses' keys, or the default one's.
    Places(Fold, bool),
    Bucket,
    Recency,
    Frequency,
    Monetary,
}

/// One value of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cell {
    /// When it happened.
    At,
    /// What the order is worth under the policy.
    Amount,
    Own(&'static str),
    Order(&'static str),
    Product(&'static str),
    /// The event's own category, else its product's.
    Category,
}

/// One value from several rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Figure {
    Count,
    /// Distinct orders of lines (A4).
    CountOrders,
    Sum(Cell),
    /// A sum that is missing without a row.
    SumIfAny(Cell),
    Average(Cell),
    Least(Cell),
    Greatest(Cell),
    Latest(Cell),
    Distinct(Cell),
    First,
    Last,
}

/// The rows a function asks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Facts {
    Orders,
    Lines,
    Checkouts,
    Events(&'static str),
    Credits,
}

/// What may stand in a function's parentheses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Parameter {
    Row(Cell),
    Measure(Figure),
}

pub(crate) const DAY: Kind = Kind::Date;
pub(crate) const NUMBER: Kind = Kind::Number;
pub(crate) const EXACT: Kind = Kind::Text(Fold::Exact);
pub(crate) const UPPER: Kind = Kind::Text(Fold::Enum(&[]));
pub(crate) const TAG: Kind = Kind::Text(Fold::Tag);
pub(crate) const TAGS: Kind = Kind::List(Fold::Tag);
pub(crate) const ID: Kind = Kind::Text(Fold::Id);
const COUNTRY: Kind = Kind::Text(Fold::Country);
const CATEGORIES: Kind = Kind::List(Fold::Category);
const SUBSCRIPTION: Kind = Kind::Text(Fold::Enum(&[("ACTIVE", "SUBSCRIBED"), ("CANCELED", "CANCELLED")]));

/// The fixed fields.
pub(crate) const FIELDS: &[(&str, Kind, Source)] = &[
    ("number_of_orders", NUMBER, Source::Orders(Figure::Count, Some("number_of_orders"))),
    ("amount_spent", NUMBER, Source::Orders(Figure::Sum(Cell::Amount), Some("amount_spent"))),
    ("average_order_value", NUMBER, Source::Orders(Figure::Average(Cell::Amount), None)),
    ("amount_refunded", NUMBER, Source::Orders(Figure::SumIfAny(Cell::Own("refunded")), None)),
    ("first_order_date", DAY, Source::Orders(Figure::First, None)),
    ("last_order_date", DAY, Source::Orders(Figure::Last, None)),
    ("last_order_status", UPPER, Source::Orders(Figure::Latest(Cell::Own("status")), None)),
    ("days_since_last_order", NUMBER, Source::DaysSinceLastOrder),
    ("customer_added_date", DAY, Source::Column("created_at")),
    ("first_interaction_date", DAY, Source::Interaction("first_interaction_at", true)),
    ("last_interaction_date", DAY, Source::Interaction("last_interaction_at", false)),
    ("abandoned_checkout_date", DAY, Source::Carts(Figure::Last)),
    ("abandoned_cart_value", NUMBER, Source::Carts(Figure::Latest(Cell::Own("value")))),
    ("abandoned_cart_size", NUMBER, Source::Carts(Figure::Latest(Cell::Own("quantity")))),
    ("customer_account_status", UPPER, Source::Column("account_status")),
    ("email_subscription_status", UPPER, Source::Column("email_status")),
    ("sms_subscription_status", UPPER, Source::Column("sms_status")),
    ("whatsapp_subscription_status", UPPER, Source::Column("whatsapp_status")),
    ("push_subscription_status", UPPER, Source::Column("push_status")),
    ("product_subscription_status", SUBSCRIPTION, Source::Column("product_subscription_status")),
    ("customer_tags", TAGS, Source::Column("tags")),
    ("customer_groups", TAGS, Source::Column("groups")),
    ("customer_channels", TAGS, Source::Column("channels")),
    ("form_subscriptions", TAGS, Source::Column("forms")),
    ("companies", Kind::List(Fold::Id), Source::Column("company_ids")),
    ("created_by_app_id", ID, Source::Column("created_by_app_id")),
    ("customer_countries", Kind::List(Fold::Country), Source::Places(Fold::Country, false)),
    ("customer_regions", Kind::List(Fold::Region), Source::Places(Fold::Region, false)),
    ("customer_cities", Kind::List(Fold::City), Source::Places(Fold::City, false)),
    ("default_country", COUNTRY, Source::Places(Fold::Country, true)),
    ("default_region", Kind::Text(Fold::Region), Source::Places(Fold::Region, true)),
    ("default_city", Kind::Text(Fold::City), Source::Places(Fold::City, true)),
    ("customer_email_domain", Kind::Text(Fold::Domain), Source::Column("email")),
    ("customer_language", EXACT, Source::Column("language")),
    ("email", EXACT, Source::Column("email")),
    ("phone", EXACT, Source::Column("phone")),
    ("first_name", EXACT, Source::Column("first_name")),
    ("last_name", EXACT, Source::Column("last_name")),
    ("company_name", EXACT, Source::Column("company_name")),
    ("birth_date", DAY, Source::Column("birth_date")),
    ("age", NUMBER, Source::Age),
    ("gender", UPPER, Source::Column("gender")),
    ("marital_status", UPPER, Source::Column("marital_status")),
    ("funnel_stage", UPPER, Source::Column("funnel_stage")),
    ("predicted_spend_tier", UPPER, Source::Column("predicted_spend_tier")),
    ("rfm_group", UPPER, Source::Column("rfm_group")),
    ("rfm_recency", NUMBER, Source::Recency),
    ("rfm_frequency", NUMBER, Source::Frequency),
    ("rfm_monetary", NUMBER, Source::Monetary),
    ("random_bucket", NUMBER, Source::Bucket),
];

/// Beginnings of the names of a shop's own fields.
pub(crate) const DYNAMIC: [&str; 3] = ["profile.", "metafields.", "answers."];

type Entry = (&'static str, Kind, Parameter);

const fn row(name: &'static str, kind: Kind, cell: Cell) -> Entry {
    (name, kind, Parameter::Row(cell))
}

const fn figure(name: &'static str, figure: Figure) -> Entry {
    (name, NUMBER, Parameter::Measure(figure))
}

const COUNT: Entry = figure("count", Figure::Count);
const DATE: Entry = row("date", DAY, Cell::At);

const ORDERS: &[Entry] = &[
    DATE,
    row("amount", NUMBER, Cell::Amount),
    row("location_id", ID, Cell::Own("location_id")),
    row("app_id", ID, Cell::Own("app_id")),
    row("status", UPPER, Cell::Own("status")),
    row("financial_status", UPPER, Cell::Own("financial_status")),
    row("shipping", NUMBER, Cell::Own("shipping")),
    row("country", COUNTRY, Cell::Own("country")),
    row("channel", TAG, Cell::Own("channel")),
    COUNT,
    figure("sum_amount", Figure::Sum(Cell::Amount)),
    figure("avg_amount", Figure::Average(Cell::Amount)),
    figure("min_amount", Figure::Least(Cell::Amount)),
    figure("max_amount", Figure::Greatest(Cell::Amount)),
    figure("sum_shipping", Figure::Sum(Cell::Own("shipping"))),
    figure("avg_shipping", Figure::Average(Cell::Own("shipping"))),
];

const LINES: &[Entry] = &[
    row("id", ID, Cell::Own("product_id")),
    row("variant_id", ID, Cell::Own("variant_id")),
    row("tag", TAGS, Cell::Product("tags")),
    row("category", CATEGORIES, Cell::Product("categories")),
    row("type", TAG, Cell::Product("type")),
    row("vendor", TAG, Cell::Product("vendor")),
    row("department", TAG, Cell::Product("department")),
    row("quantity", NUMBER, Cell::Own("quantity")),
    row("date", DAY, Cell::At),
    row("status", UPPER, Cell::Order("status")),
    figure("count", Figure::CountOrders),
    figure("sum_quantity", Figure::Sum(Cell::Own("quantity"))),
    figure("sum_amount", Figure::Sum(Cell::Own("amount"))),
    figure("distinct_products", Figure::Distinct(Cell::Own("product_id"))),
];

const CHECKOUTS: &[Entry] = &[
    DATE,
    row("amount", NUMBER, Cell::Own("value")),
    row("quantity", NUMBER, Cell::Own("quantity")),
    row("country", COUNTRY, Cell::Own("country")),
    COUNT,
    figure("sum_amount", Figure::Sum(Cell::Own("value"))),
    figure("avg_amount", Figure::Average(Cell::Own("value"))),
    figure("max_amount", Figure::Greatest(Cell::Own("value"))),
    figure("latest_amount", Figure::Latest(Cell::Own("value"))),
    figure("sum_quantity", Figure::Sum(Cell::Own("quantity"))),
    figure("latest_quantity", Figure::Latest(Cell::Own("quantity"))),
];

const VIEWS: &[Entry] = &[
    row("id", ID, Cell::Own("object_id")),
    row("tag", TAGS, Cell::Product("tags")),
    row("category", CATEGORIES, Cell::Category),
    row("url", EXACT, Cell::Own("url")),
    DATE,
    COUNT,
    figure("distinct_count", Figure::Distinct(Cell::Own("object_id"))),
];

const PAGES: &[Entry] = &[
    row("id", ID, Cell::Own("object_id")),
    row("category", CATEGORIES, Cell::Category),
    row("url", EXACT, Cell::Own("url")),
    DATE,
    COUNT,
    figure("distinct_count", Figure::Distinct(Cell::Own("url"))),
];

const SESSIONS: &[Entry] = &[
    DATE,
    row("duration", NUMBER, Cell::Own("duration")),
    COUNT,
    figure("sum_duration", Figure::Sum(Cell::Own("duration"))),
    figure("avg_duration", Figure::Average(Cell::Own("duration"))),
];

const MESSAGES: &[Entry] =
    &[row("activity_id", ID, Cell::Own("object_id")), row("channel", TAG, Cell::Own("channel")), DATE, COUNT];

const CAMPAIGNS: &[Entry] = &[row("id", ID, Cell::Own("object_id")), DATE, COUNT];

const CREDITS: &[Entry] = &[
    row("currency", UPPER, Cell::Own("currency")),
    row("balance", NUMBER, Cell::Own("balance")),
    row("next_expiry_date", DAY, Cell::Own("next_expiry_date")),
    row("last_credit_date", DAY, Cell::Own("last_credit_date")),
];

/// The functions over rows; `customer_within_distance` stands apart.
pub(crate) const FUNCTIONS: &[(&str, Facts, &[Entry])] = &[
    ("orders_placed", Facts::Orders, ORDERS),
    ("products_purchased", Facts::Lines, LINES),
    ("checkouts_abandoned", Facts::Checkouts, CHECKOUTS),
    ("storefront.product_viewed", Facts::Events("product_view"), VIEWS),
    ("storefront.collection_viewed", Facts::Events("collection_view"), VIEWS),
    ("storefront.page_viewed", Facts::Events("page_view"), PAGES),
    ("storefront.product_clicked", Facts::Events("product_click"), VIEWS),
    ("storefront.session", Facts::Events("session"), SESSIONS),
    ("shopify_email.bounced", Facts::Events("email_bounced"), MESSAGES),
    ("shopify_email.clicked", Facts::Events("email_clicked"), MESSAGES),
    ("shopify_email.delivered", Facts::Events("email_delivered"), MESSAGES),
    ("shopify_email.marked_as_spam", Facts::Events("email_marked_as_spam"), MESSAGES),
    ("shopify_email.opened", Facts::Events("email_opened"), MESSAGES),
    ("shopify_email.unsubscribed", Facts::Events("email_unsubscribed"), MESSAGES),
    ("message.sent", Facts::Events("message_sent"), MESSAGES),
    ("message.delivered", Facts::Events("message_delivered"), MESSAGES),
    ("message.opened", Facts::Events("message_opened"), MESSAGES),
    ("message.clicked", Facts::Events("message_clicked"), MESSAGES),
    ("message.replied", Facts::Events("message_replied"), MESSAGES),
    ("campaign_received", Facts::Events("campaign"), CAMPAIGNS),
    ("store_credit_accounts", Facts::Credits, CREDITS),
];
