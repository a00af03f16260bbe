//! The scalar fields: a row each.

use super::source::{Cell, Figure, Score, Source};
use super::types::{Closed, Form, MEMBERSHIP, Type};
use crate::condition::Operator;

/// One field of a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field<'a> {
    /// The name in segments.
    pub name: &'a str,
    /// The name for people.
    pub label: &'a str,
    /// Its type, which decides the operators.
    pub type_: Type,
    /// The unit of a number, if it has one other than the shop's currency.
    pub unit: Option<&'static str>,
    /// Where fields are found in a menu.
    pub group: &'static str,
    /// Where the value comes from.
    pub source: Source<'a>,
    /// Whether it answers with its current value whatever the instant of evaluation (T12).
    pub current: bool,
    /// Whether it takes a text in parentheses.
    pub argument: bool,
    /// What it means that there is no value.
    pub null: &'static str,
    /// One sentence of help.
    pub help: &'static str,
}

impl Field<'_> {
    /// The operators the field takes.
    pub fn operators(&self) -> &'static [Operator] {
        if self.source == Source::Segments { MEMBERSHIP } else { self.type_.operators() }
    }
}

type Row = Field<'static>;

const fn row(
    name: &'static str,
    label: &'static str,
    type_: Type,
    group: &'static str,
    source: Source<'static>,
) -> Row {
    Field {
        name,
        label,
        type_,
        unit: None,
        group,
        source,
        current: false,
        argument: false,
        null: "not given",
        help: "",
    }
}

impl Row {
    const fn unit(mut self, unit: &'static str) -> Row {
        self.unit = Some(unit);
        self
    }

    const fn current(mut self) -> Row {
        self.current = true;
        self
    }

    const fn with_argument(mut self) -> Row {
        self.argument = true;
        self
    }

    const fn null(mut self, null: &'static str) -> Row {
        self.null = null;
        self
    }

    const fn help(mut self, help: &'static str) -> Row {
        self.help = help;
        self
    }
}

static ACCOUNT: Closed = Closed { values: &["DECLINED", "DISABLED", "ENABLED", "INVITED"], aliases: &[] };
static EMAIL_CONSENT: Closed = Closed {
    values: &["NOT_SUBSCRIBED", "PENDING", "SUBSCRIBED", "UNSUBSCRIBED", "REDACTED", "INVALID"],
    aliases: &[],
};
static CONSENT: Closed =
    Closed { values: &["NOT_SUBSCRIBED", "PENDING", "SUBSCRIBED", "UNSUBSCRIBED", "REDACTED"], aliases: &[] };
static TIER: Closed = Closed { values: &["HIGH", "MEDIUM", "LOW"], aliases: &[] };
static RFM: Closed = Closed {
    values: &[
        "CHAMPIONS",
        "LOYAL",
        "ACTIVE",
        "NEW",
        "PROMISING",
        "NEEDS_ATTENTION",
        "AT_RISK",
        "ALMOST_LOST",
        "PREVIOUSLY_LOYAL",
        "DORMANT",
        "PROSPECTS",
    ],
    aliases: &[],
};
static SUBSCRIPTION: Closed = Closed {
    values: &["SUBSCRIBED", "CANCELLED", "EXPIRED", "FAILED", "NEVER_SUBSCRIBED", "PAUSED"],
    aliases: &[("ACTIVE", "SUBSCRIBED"), ("CANCELED", "CANCELLED")],
};

const PURCHASES: &str = "Purchases";
const ACTIVITY: &str = "Activity";
const CARTS: &str = "Abandoned checkouts";
const CONSENTS: &str = "Consent and account";
const GROUPS: &str = "Tags and groups";
const PLACES: &str = "Location";
const PROFILE: &str = "Profile";
const SCORES: &str = "Scores";
pub(super) const ADDITIONAL: &str = "Additional fields";

const NO_ORDER: &str = "no order";
const NO_CART: &str = "no abandoned checkout";

const fn orders(figure: Figure) -> Source<'static> {
    Source::Orders(figure, None)
}

const fn cart(column: &'static str) -> Source<'static> {
    Source::AbandonedCheckouts(Figure::Latest(Cell::Own(column)))
}

/// Every field whose name is fixed, in the order of menus.
pub static FIELDS: &[Row] = &[
    row(
        "number_of_orders",
        "Number of orders",
        Type::Integer,
        PURCHASES,
        Source::Orders(Figure::Count, Some("number_of_orders")),
    )
    .unit("orders")
    .null("never: no order is 0")
    .help("How many orders the customer has placed, under the order policy."),
    row(
        "amount_spent",
        "Amount spent",
        Type::Money,
        PURCHASES,
        Source::Orders(Figure::Sum(Cell::Amount), Some("amount_spent")),
    )
    .null("never: no order is 0")
    .help("What all the customer's orders are worth together, under the order policy."),
    row("average_order_value", "Average order value", Type::Money, PURCHASES, orders(Figure::Average(Cell::Amount)))
        .null(NO_ORDER)
        .help("What one of the customer's orders is worth on average."),
    row("amount_refunded", "Amount refunded", Type::Money, PURCHASES, orders(Figure::SumIfAny(Cell::Own("refunded"))))
        .current()
        .null(NO_ORDER)
        .help("What has been refunded on the customer's orders."),
    row("first_order_date", "Date of first order", Type::Date, PURCHASES, orders(Figure::FirstAt))
        .null(NO_ORDER)
        .help("The day of the customer's first order."),
    row("last_order_date", "Date of last order", Type::Date, PURCHASES, orders(Figure::LastAt))
        .null(NO_ORDER)
        .help("The day of the customer's latest order."),
    row(
        "last_order_status",
        "Status of last order",
        Type::OpenEnum,
        PURCHASES,
        orders(Figure::Latest(Cell::Own("status"))),
    )
    .current()
    .null("no order, or the latest has no status")
    .help("The status of the customer's latest order."),
    row("days_since_last_order", "Days since last order", Type::Integer, PURCHASES, Source::DaysSinceLastOrder)
        .unit("days")
        .null(NO_ORDER)
        .help("Calendar days from the customer's latest order to today."),
    row("customer_added_date", "Date added", Type::Date, ACTIVITY, Source::Column("created_at"))
        .help("The day the customer registered or was added."),
    row(
        "first_interaction_date",
        "Date of first interaction",
        Type::Date,
        ACTIVITY,
        Source::Interaction { column: "first_interaction_at", first: true },
    )
    .null("no interaction")
    .help("The day of the customer's first interaction: the one given, else the first event."),
    row(
        "last_interaction_date",
        "Date of last interaction",
        Type::Date,
        ACTIVITY,
        Source::Interaction { column: "last_interaction_at", first: false },
    )
    .null("no interaction")
    .help("The day of the customer's latest interaction: the one given, else the latest event."),
    row(
        "abandoned_checkout_date",
        "Date of abandoned checkout",
        Type::Date,
        CARTS,
        Source::AbandonedCheckouts(Figure::LastAt),
    )
    .null(NO_CART)
    .help("The day of the latest checkout that was started and not completed."),
    row("abandoned_cart_value", "Abandoned cart value", Type::Money, CARTS, cart("value"))
        .null(NO_CART)
        .help("What the latest abandoned checkout is worth."),
    row("abandoned_cart_size", "Abandoned cart size", Type::Integer, CARTS, cart("quantity"))
        .unit("items")
        .null(NO_CART)
        .help("How many items the latest abandoned checkout holds."),
    row("customer_account_status", "Account status", Type::Enum(&ACCOUNT), CONSENTS, Source::Column("account_status"))
        .current()
        .help("The state of the customer's account in the shop."),
    row(
        "email_subscription_status",
        "E-mail subscription",
        Type::Enum(&EMAIL_CONSENT),
        CONSENTS,
        Source::Column("email_status"),
    )
    .current()
    .help("Whether the customer accepts marketing by e-mail."),
    row("sms_subscription_status", "SMS subscription", Type::Enum(&CONSENT), CONSENTS, Source::Column("sms_status"))
        .current()
        .help("Whether the customer accepts marketing by SMS."),
    row(
        "whatsapp_subscription_status",
        "WhatsApp subscription",
        Type::Enum(&CONSENT),
        CONSENTS,
        Source::Column("whatsapp_status"),
    )
    .current()
    .help("Whether the customer accepts marketing by WhatsApp."),
    row("push_subscription_status", "Push subscription", Type::Enum(&CONSENT), CONSENTS, Source::Column("push_status"))
        .current()
        .help("Whether the customer accepts push messages."),
    row(
        "product_subscription_status",
        "Product subscription",
        Type::Enum(&SUBSCRIPTION),
        CONSENTS,
        Source::Column("product_subscription_status"),
    )
    .current()
    .help("The state of the customer's subscription to products."),
    row("customer_tags", "Tags", Type::List(Form::Folded), GROUPS, Source::Column("tags"))
        .current()
        .null("no tag")
        .help("The tags staff and apps have put on the customer."),
    row("customer_groups", "Groups", Type::List(Form::Folded), GROUPS, Source::Column("groups"))
        .current()
        .null("in no group")
        .help("The groups the customer belongs to."),
    row("customer_channels", "Channels", Type::List(Form::Folded), GROUPS, Source::Column("channels"))
        .current()
        .null("no channel")
        .help("The channels the customer can be reached on: viber, messenger, sms, email and so on."),
    row("form_subscriptions", "Forms subscribed to", Type::List(Form::Folded), GROUPS, Source::Column("forms"))
        .current()
        .null("no form")
        .help("The forms the customer has subscribed to."),
    row("segments", "Segments", Type::List(Form::Folded), GROUPS, Source::Segments)
        .null("never")
        .help("The other segments of the library the customer is in."),
    row("companies", "Companies", Type::Ids, GROUPS, Source::Column("company_ids"))
        .current()
        .null("no company")
        .help("The companies the customer buys for."),
    row("created_by_app_id", "Created by app", Type::Id, GROUPS, Source::Column("created_by_app_id"))
        .help("The app that created the customer."),
    row("customer_countries", "Countries", Type::List(Form::Country), PLACES, Source::Column("countries"))
        .current()
        .null("no address with a country")
        .help("The countries of all the customer's addresses, like 'BG'."),
    row("customer_regions", "Regions", Type::List(Form::Region), PLACES, Source::Column("regions"))
        .current()
        .null("no address with a region")
        .help("The regions of all the customer's addresses, like 'US-CA'."),
    row("customer_cities", "Cities", Type::List(Form::City), PLACES, Source::Column("cities"))
        .current()
        .null("no address with a city")
        .help("The cities of all the customer's addresses, like 'US-NY-NewYorkCity'."),
    row("default_country", "Default country", Type::Key(Form::Country), PLACES, Source::Column("default_country"))
        .current()
        .null("no default address, or it has no country")
        .help("The country of the customer's default address."),
    row("default_region", "Default region", Type::Key(Form::Region), PLACES, Source::Column("default_region"))
        .current()
        .null("no default address, or it has no region")
        .help("The region of the customer's default address."),
    row("default_city", "Default city", Type::Key(Form::City), PLACES, Source::Column("default_city"))
        .current()
        .null("no default address, or it has no city")
        .help("The city of the customer's default address."),
    row("customer_email_domain", "E-mail domain", Type::String(Form::Domain), PROFILE, Source::Column("email_domain"))
        .current()
        .null("no e-mail address")
        .help("What follows the @ of the customer's e-mail address."),
    row("customer_language", "Language", Type::String(Form::Exact), PROFILE, Source::Column("language"))
        .current()
        .help("The customer's language, like 'en' or 'en-US'."),
    row("email", "E-mail", Type::String(Form::Exact), PROFILE, Source::Column("email"))
        .current()
        .help("The customer's e-mail address as given."),
    row("phone", "Phone", Type::String(Form::Exact), PROFILE, Source::Column("phone"))
        .current()
        .help("The customer's phone number as given."),
    row("first_name", "First name", Type::String(Form::Exact), PROFILE, Source::Column("first_name"))
        .current()
        .help("The customer's first name."),
    row("last_name", "Last name", Type::String(Form::Exact), PROFILE, Source::Column("last_name"))
        .current()
        .help("The customer's last name."),
    row("company_name", "Company name", Type::String(Form::Exact), PROFILE, Source::Column("company_name"))
        .current()
        .help("The company the customer names."),
    row("birth_date", "Date of birth", Type::Date, PROFILE, Source::Column("birth_date"))
        .help("The customer's date of birth."),
    row("age", "Age", Type::Integer, PROFILE, Source::Years("birth_date"))
        .unit("years")
        .null("no date of birth, or one still to come")
        .help("The customer's age in full years."),
    row("gender", "Gender", Type::OpenEnum, PROFILE, Source::Column("gender"))
        .current()
        .help("The customer's gender as given."),
    row("marital_status", "Marital status", Type::OpenEnum, PROFILE, Source::Column("marital_status"))
        .current()
        .help("The customer's marital status as given."),
    row("funnel_stage", "Funnel stage", Type::OpenEnum, PROFILE, Source::Column("funnel_stage"))
        .current()
        .help("The customer's position in the funnel."),
    row(
        "predicted_spend_tier",
        "Predicted spend tier",
        Type::Enum(&TIER),
        SCORES,
        Source::Column("predicted_spend_tier"),
    )
    .current()
    .help("How much the customer is expected to spend."),
    row("rfm_group", "RFM group", Type::Enum(&RFM), SCORES, Source::Column("rfm_group"))
        .current()
        .help("The group the customer's recency, frequency and spending put them in."),
    row("rfm_recency", "Recency score", Type::Integer, SCORES, Source::Quintile(Score::Recency))
        .unit("1–5")
        .null(NO_ORDER)
        .help("How recent the latest order is among all who bought: 5 is best."),
    row("rfm_frequency", "Frequency score", Type::Integer, SCORES, Source::Quintile(Score::Frequency))
        .unit("1–5")
        .null(NO_ORDER)
        .help("How many orders there are among all who bought: 5 is best."),
    row("rfm_monetary", "Monetary score", Type::Integer, SCORES, Source::Quintile(Score::Monetary))
        .unit("1–5")
        .null(NO_ORDER)
        .help("How much was spent among all who bought: 5 is best."),
    row("random_bucket", "Random bucket", Type::Integer, SCORES, Source::Bucket)
        .unit("0–9999")
        .with_argument()
        .null("never")
        .help("A number from 0 to 9999 fixed by the customer's id and the seed, for samples and hold-out groups."),
];
