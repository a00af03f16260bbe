//! The functions over child rows and their parameters: a row each.

use super::source::{Cell, Facts, Figure, Role};
use super::types::{Form, Type};
use crate::snapshot::TableName;

/// One function: rows of a customer, their parameters and measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Function {
    /// The name in segments.
    pub name: &'static str,
    /// The name for people.
    pub label: &'static str,
    /// What is missing when a snapshot has no such rows: "No data on …".
    pub about: &'static str,
    /// Where functions are found in a menu.
    pub group: &'static str,
    /// The rows.
    pub facts: Facts,
    /// Whether its rows have no history: it answers with its current value (T12).
    pub current: bool,
    /// What may stand in parentheses.
    pub parameters: &'static [Parameter],
    /// One sentence of help.
    pub help: &'static str,
}

/// One parameter of a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    /// The name in segments.
    pub name: &'static str,
    /// The name for people.
    pub label: &'static str,
    /// Its type, which decides the operators.
    pub type_: Type,
    /// The unit of a number, if it has one other than the shop's currency.
    pub unit: Option<&'static str>,
    /// Row or measure.
    pub role: Role,
    /// Whether it answers with its current value whatever the instant of evaluation (T12).
    pub current: bool,
    /// What it means that there is no value.
    pub null: &'static str,
    /// One sentence of help.
    pub help: &'static str,
}

const fn cell(name: &'static str, label: &'static str, type_: Type, cell: Cell, help: &'static str) -> Parameter {
    Parameter { name, label, type_, unit: None, role: Role::Row(cell), current: false, null: "not given", help }
}

const fn measure(
    name: &'static str,
    label: &'static str,
    type_: Type,
    figure: Figure,
    help: &'static str,
) -> Parameter {
    let null = match figure {
        Figure::Count | Figure::Sum(_) | Figure::Distinct(_) => "never: no row is 0",
        Figure::Latest(_) => "no row, or the latest has no value",
        _ => "no row with a value",
    };
    Parameter { name, label, type_, unit: None, role: Role::Measure(figure), current: false, null, help }
}

impl Parameter {
    const fn unit(mut self, unit: &'static str) -> Parameter {
        self.unit = Some(unit);
        self
    }

    const fn current(mut self) -> Parameter {
        self.current = true;
        self
    }
}

const FOLDED: Type = Type::Text(Form::Folded);

const DATE: Parameter = cell("date", "Date", Type::Date, Cell::At, "The day it happened.");
const COUNT: Parameter = measure("count", "How many", Type::Integer, Figure::Count, "How many there are.");

const ORDERS: &[Parameter] = &[
    DATE,
    cell("amount", "Amount", Type::Money, Cell::Amount, "What the order is worth under the order policy."),
    cell("location_id", "Location", Type::Id, Cell::Own("location_id"), "The location the order was placed at."),
    cell("app_id", "App", Type::Id, Cell::Own("app_id"), "The app the order came through."),
    cell("status", "Status", Type::OpenEnum, Cell::Own("status"), "The order's status.").current(),
    cell(
        "financial_status",
        "Payment status",
        Type::OpenEnum,
        Cell::Own("financial_status"),
        "Whether the order has been paid.",
    )
    .current(),
    cell("shipping", "Shipping cost", Type::Money, Cell::Own("shipping"), "What shipping cost on the order."),
    cell("country", "Country", Type::Text(Form::Country), Cell::Own("country"), "The country of the order."),
    cell("channel", "Channel", FOLDED, Cell::Own("channel"), "The sales channel of the order."),
    COUNT.unit("orders"),
    measure(
        "sum_amount",
        "Total amount",
        Type::Money,
        Figure::Sum(Cell::Amount),
        "What the orders are worth together.",
    ),
    measure(
        "avg_amount",
        "Average amount",
        Type::Money,
        Figure::Average(Cell::Amount),
        "What one of the orders is worth on average.",
    ),
    measure(
        "min_amount",
        "Least amount",
        Type::Money,
        Figure::Minimum(Cell::Amount),
        "What the smallest order is worth.",
    ),
    measure(
        "max_amount",
        "Greatest amount",
        Type::Money,
        Figure::Maximum(Cell::Amount),
        "What the largest order is worth.",
    ),
    measure(
        "sum_shipping",
        "Total shipping",
        Type::Money,
        Figure::Sum(Cell::Own("shipping")),
        "What shipping cost on the orders together.",
    ),
    measure(
        "avg_shipping",
        "Average shipping",
        Type::Money,
        Figure::Average(Cell::Own("shipping")),
        "What shipping cost on average, over the orders that say so.",
    ),
];

const PRODUCTS: &[Parameter] = &[
    cell("id", "Product", Type::Id, Cell::Own("product_id"), "The product's id."),
    cell("variant_id", "Variant", Type::Id, Cell::Own("variant_id"), "The variant's id."),
    cell("tag", "Product tag", Type::Texts(Form::Folded), Cell::Product("tags"), "A tag of the product.").current(),
    cell(
        "category",
        "Category",
        Type::Texts(Form::Path),
        Cell::Product("categories"),
        "A category of the product; its subcategories are included.",
    )
    .current(),
    cell("type", "Product type", FOLDED, Cell::Product("type"), "The product's type.").current(),
    cell("vendor", "Vendor", FOLDED, Cell::Product("vendor"), "The product's vendor.").current(),
    cell("department", "Department", FOLDED, Cell::Product("department"), "The product's department.").current(),
    cell("quantity", "Quantity", Type::Integer, Cell::Own("quantity"), "How many pieces one order line holds.")
        .unit("pieces"),
    cell("date", "Date", Type::Date, Cell::At, "The day of the order."),
    cell("status", "Order status", Type::OpenEnum, Cell::Order("status"), "The order's status.").current(),
    measure("count", "How many orders", Type::Integer, Figure::Count, "How many orders hold such a line.")
        .unit("orders"),
    measure(
        "sum_quantity",
        "Total quantity",
        Type::Integer,
        Figure::Sum(Cell::Own("quantity")),
        "How many pieces the lines hold together.",
    )
    .unit("pieces"),
    measure(
        "sum_amount",
        "Total amount",
        Type::Money,
        Figure::Sum(Cell::Own("amount")),
        "What the lines are worth together, after discounts, before refunds.",
    ),
    measure(
        "distinct_products",
        "Different products",
        Type::Integer,
        Figure::Distinct(Cell::Own("product_id")),
        "How many different products the lines hold.",
    )
    .unit("products"),
];

const VALUE: Cell = Cell::Own("value");
const ITEMS: Cell = Cell::Own("quantity");

const CHECKOUTS: &[Parameter] = &[
    cell("date", "Date", Type::Date, Cell::At, "The day the checkout was started."),
    cell("amount", "Cart value", Type::Money, VALUE, "What the checkout is worth."),
    cell("quantity", "Cart size", Type::Integer, ITEMS, "How many items the checkout holds.").unit("items"),
    cell("country", "Country", Type::Text(Form::Country), Cell::Own("country"), "The country of the checkout."),
    COUNT.unit("checkouts"),
    measure("sum_amount", "Total value", Type::Money, Figure::Sum(VALUE), "What the checkouts are worth together."),
    measure("avg_amount", "Average value", Type::Money, Figure::Average(VALUE), "What a checkout is worth on average."),
    measure("max_amount", "Greatest value", Type::Money, Figure::Maximum(VALUE), "What the largest checkout is worth."),
    measure("latest_amount", "Latest value", Type::Money, Figure::Latest(VALUE), "What the latest checkout is worth."),
    measure(
        "sum_quantity",
        "Total items",
        Type::Integer,
        Figure::Sum(ITEMS),
        "How many items the checkouts hold together.",
    )
    .unit("items"),
    measure(
        "latest_quantity",
        "Latest items",
        Type::Integer,
        Figure::Latest(ITEMS),
        "How many items the latest checkout holds.",
    )
    .unit("items"),
];

const OBJECT: Cell = Cell::Own("object_id");

const VIEW_ID: Parameter = cell("id", "Id", Type::Id, OBJECT, "The id of what was viewed or clicked.");
const VIEW_TAG: Parameter =
    cell("tag", "Product tag", Type::Texts(Form::Folded), Cell::Product("tags"), "A tag of the product.").current();
const VIEW_CATEGORY: Parameter = cell(
    "category",
    "Category",
    Type::Texts(Form::Path),
    Cell::OwnOrProduct("category", "categories"),
    "The event's category, else a category of the product; subcategories are included.",
);
const VIEW_URL: Parameter =
    cell("url", "Address", Type::String(Form::Exact), Cell::Own("url"), "The address of the page.");
const DISTINCT: Parameter = measure(
    "distinct_count",
    "How many different",
    Type::Integer,
    Figure::Distinct(OBJECT),
    "How many different ones.",
);
const PAGE_DISTINCT: Parameter = measure(
    "distinct_count",
    "Different pages",
    Type::Integer,
    Figure::Distinct(Cell::Own("url")),
    "How many different addresses.",
);

const VIEWS: &[Parameter] = &[VIEW_ID, VIEW_TAG, VIEW_CATEGORY, VIEW_URL, DATE, COUNT.unit("events"), DISTINCT];
const PAGES: &[Parameter] = &[VIEW_ID, VIEW_CATEGORY, VIEW_URL, DATE, COUNT.unit("pages"), PAGE_DISTINCT];

const DURATION: Cell = Cell::Own("duration");
const SESSIONS: &[Parameter] = &[
    DATE,
    cell("duration", "Duration", Type::Decimal, DURATION, "How long the session lasted.").unit("seconds"),
    COUNT.unit("sessions"),
    measure(
        "sum_duration",
        "Total duration",
        Type::Decimal,
        Figure::Sum(DURATION),
        "How long the sessions lasted together.",
    )
    .unit("seconds"),
    measure(
        "avg_duration",
        "Average duration",
        Type::Decimal,
        Figure::Average(DURATION),
        "How long a session lasted on average.",
    )
    .unit("seconds"),
];

const MESSAGES: &[Parameter] = &[
    cell("activity_id", "Campaign", Type::Id, OBJECT, "The id of the marketing activity."),
    cell("channel", "Channel", FOLDED, Cell::Own("channel"), "The channel the message went through."),
    DATE,
    COUNT.unit("messages"),
];
const CAMPAIGNS: &[Parameter] =
    &[cell("id", "Campaign", Type::Id, OBJECT, "The id of the campaign."), DATE, COUNT.unit("campaigns")];

const CREDIT: &[Parameter] = &[
    cell("currency", "Currency", Type::Text(Form::Upper), Cell::Own("currency"), "The account's currency."),
    cell("balance", "Balance", Type::Money, Cell::Own("balance"), "The account's balance in its own currency."),
    cell(
        "next_expiry_date",
        "Next expiry",
        Type::Date,
        Cell::Own("next_expiry_date"),
        "The day the next part of the balance expires.",
    ),
    cell(
        "last_credit_date",
        "Last credit",
        Type::Date,
        Cell::Own("last_credit_date"),
        "The day the account was last credited.",
    ),
];

const fn place(name: &'static str, label: &'static str, type_: Type, role: Role, help: &'static str) -> Parameter {
    Parameter { name, label, type_, unit: None, role, current: false, null: "never", help }
}

const CIRCLE: &[Parameter] = &[
    place("coordinates", "Centre", Type::Coordinates, Role::Centre, "Latitude and longitude in degrees."),
    place("distance_km", "Distance", Type::Distance, Role::Radius(1_000_000), "The radius in kilometres.")
        .unit("kilometres"),
    place("distance_mi", "Distance", Type::Distance, Role::Radius(1_609_344), "The radius in miles.").unit("miles"),
];

const fn events(
    name: &'static str,
    label: &'static str,
    about: &'static str,
    group: &'static str,
    kind: &'static str,
    parameters: &'static [Parameter],
    help: &'static str,
) -> Function {
    Function { name, label, about, group, facts: Facts::Events(kind), current: false, parameters, help }
}

const STOREFRONT: &str = "Storefront";
const MAIL: &str = "E-mail";
const MESSAGE: &str = "Messages";

/// Every function, in the order of menus.
pub static FUNCTIONS: &[Function] = &[
    Function {
        name: "orders_placed",
        label: "Orders placed",
        about: "orders",
        group: "Purchases",
        facts: Facts::Table(TableName::Orders),
        current: false,
        parameters: ORDERS,
        help: "Orders of the customer that all parameters hold for.",
    },
    Function {
        name: "products_purchased",
        label: "Products purchased",
        about: "the lines of orders",
        group: "Purchases",
        facts: Facts::Table(TableName::Lines),
        current: false,
        parameters: PRODUCTS,
        help: "Order lines of the customer that all parameters hold for.",
    },
    Function {
        name: "checkouts_abandoned",
        label: "Checkouts abandoned",
        about: "abandoned checkouts",
        group: "Abandoned checkouts",
        facts: Facts::AbandonedCheckouts,
        current: false,
        parameters: CHECKOUTS,
        help: "Checkouts the customer started and did not complete.",
    },
    events(
        "storefront.product_viewed",
        "Products viewed",
        "products viewed",
        STOREFRONT,
        "product_view",
        VIEWS,
        "Products the customer looked at.",
    ),
    events(
        "storefront.collection_viewed",
        "Collections viewed",
        "collections viewed",
        STOREFRONT,
        "collection_view",
        VIEWS,
        "Collections the customer looked at.",
    ),
    events(
        "storefront.page_viewed",
        "Pages viewed",
        "pages viewed",
        STOREFRONT,
        "page_view",
        PAGES,
        "Pages the customer looked at.",
    ),
    events(
        "storefront.product_clicked",
        "Products clicked",
        "products clicked",
        STOREFRONT,
        "product_click",
        VIEWS,
        "Products the customer clicked.",
    ),
    events(
        "storefront.session",
        "Sessions",
        "time spent on website",
        STOREFRONT,
        "session",
        SESSIONS,
        "The customer's visits to the shop's website.",
    ),
    events(
        "shopify_email.bounced",
        "E-mails bounced",
        "e-mails bounced",
        MAIL,
        "email_bounced",
        MESSAGES,
        "E-mails that could not be delivered to the customer.",
    ),
    events(
        "shopify_email.clicked",
        "E-mails clicked",
        "e-mails clicked",
        MAIL,
        "email_clicked",
        MESSAGES,
        "E-mails in which the customer followed a link.",
    ),
    events(
        "shopify_email.delivered",
        "E-mails delivered",
        "e-mails delivered",
        MAIL,
        "email_delivered",
        MESSAGES,
        "E-mails that reached the customer.",
    ),
    events(
        "shopify_email.marked_as_spam",
        "E-mails marked as spam",
        "e-mails marked as spam",
        MAIL,
        "email_marked_as_spam",
        MESSAGES,
        "E-mails the customer marked as spam.",
    ),
    events(
        "shopify_email.opened",
        "E-mails opened",
        "e-mails opened",
        MAIL,
        "email_opened",
        MESSAGES,
        "E-mails the customer opened.",
    ),
    events(
        "shopify_email.unsubscribed",
        "E-mails unsubscribed from",
        "e-mails unsubscribed from",
        MAIL,
        "email_unsubscribed",
        MESSAGES,
        "E-mails through which the customer unsubscribed.",
    ),
    events(
        "message.sent",
        "Messages sent",
        "messages sent",
        MESSAGE,
        "message_sent",
        MESSAGES,
        "Messages sent to the customer.",
    ),
    events(
        "message.delivered",
        "Messages delivered",
        "messages delivered",
        MESSAGE,
        "message_delivered",
        MESSAGES,
        "Messages that reached the customer.",
    ),
    events(
        "message.opened",
        "Messages opened",
        "messages opened",
        MESSAGE,
        "message_opened",
        MESSAGES,
        "Messages the customer opened.",
    ),
    events(
        "message.clicked",
        "Messages clicked",
        "messages clicked",
        MESSAGE,
        "message_clicked",
        MESSAGES,
        "Messages in which the customer followed a link.",
    ),
    events(
        "message.replied",
        "Messages replied to",
        "messages replied to",
        MESSAGE,
        "message_replied",
        MESSAGES,
        "Messages the customer answered.",
    ),
    events(
        "campaign_received",
        "Campaigns received",
        "campaigns received",
        MESSAGE,
        "campaign",
        CAMPAIGNS,
        "Campaigns the customer took part in.",
    ),
    Function {
        name: "store_credit_accounts",
        label: "Store credit accounts",
        about: "store credit",
        group: "Purchases",
        facts: Facts::Table(TableName::StoreCredit),
        current: true,
        parameters: CREDIT,
        help: "The customer's store credit accounts.",
    },
    Function {
        name: "customer_within_distance",
        label: "Within a distance",
        about: "coordinates of addresses",
        group: "Location",
        facts: Facts::Places,
        current: true,
        parameters: CIRCLE,
        help: "Whether an address of the customer lies within a distance of a place.",
    },
];
