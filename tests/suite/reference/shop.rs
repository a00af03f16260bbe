//! A shop as plain tables: rows of JSON, and which of them exist at an instant under a policy.

use super::clock::Clock;
use super::exact::Exact;
use super::folds::{Fold, id, tag};
use headcount::condition::Condition;
use serde_json::{Map, Value};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};

type Cells = Map<String, Value>;

/// Plain tables of one shop. Rows without what makes them facts (an id, a time) are left out,
/// as are those of unknown customers and orders (I2).
pub(crate) struct Shop {
    pub(crate) clock: Clock,
    pub(crate) taken_at: i64,
    pub(crate) customers: Vec<Customer>,
    /// Products by id.
    products: HashMap<String, Row>,
    /// Names of the columns of each table that is there.
    columns: BTreeMap<&'static str, BTreeSet<String>>,
    /// Kinds of the events that are there.
    pub(crate) kinds: BTreeSet<String>,
    currency: String,
    /// Saved segments by the key of their name.
    segments: HashMap<String, Saved>,
}

/// Who is in a saved segment.
pub(crate) enum Saved {
    /// An automatic one.
    Condition(Condition),
    /// A manual one: ids of customers, known or not (B2).
    Ids(Vec<String>),
}

/// One customer with all that ever happened.
pub(crate) struct Customer {
    pub(crate) row: Row,
    orders: Vec<Order>,
    checkouts: Vec<Row>,
    events: Vec<Row>,
    pub(crate) credits: Vec<Row>,
}

struct Order {
    row: Row,
    lines: Vec<Row>,
}

/// One row with the time it happened at and its id.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) id: String,
    /// Seconds since 1970 UTC; 0 in tables of things that do not happen.
    pub(crate) at: i64,
    cells: Cells,
}

/// Which orders exist (M3).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Policy {
    pub(crate) test: bool,
    pub(crate) cancelled: bool,
    pub(crate) deleted: bool,
    pub(crate) gross: bool,
    pub(crate) statuses: Option<Vec<String>>,
}

/// A row as a condition sees it: its own cells, those of its order, those of its product.
#[derive(Clone, Copy)]
pub(crate) struct Fact<'a> {
    pub(crate) row: &'a Row,
    pub(crate) order: Option<&'a Row>,
    pub(crate) product: Option<&'a Row>,
}

const TABLES: [(&str, &str); 7] = [
    ("customers", "created_at"),
    ("orders", "placed_at"),
    ("lines", ""),
    ("products", ""),
    ("checkouts", "started_at"),
    ("events", "at"),
    ("store_credit", ""),
];

impl Shop {
    /// Reads `{ time_zone, currency, taken_at, tables: { customers: [..], .. } }`.
    pub(crate) fn new(document: &Value) -> Shop {
        let text = |key: &str| document[key].as_str().unwrap_or_else(|| panic!("a shop has a {key}"));
        let clock = Clock::new(text("time_zone"));
        let taken_at = clock.read_as_of(text("taken_at")).expect("taken_at is an instant");
        let mut shop = Shop {
            taken_at,
            clock,
            customers: Vec::new(),
            products: HashMap::new(),
            columns: BTreeMap::new(),
            kinds: BTreeSet::new(),
            currency: text("currency").to_owned(),
            segments: saved(&document["segments"]).map(|(name, saved)| (tag(name), saved)).collect(),
        };
        let mut tables = BTreeMap::new();
        for (name, time) in TABLES {
            let Some(rows) = document["tables"].get(name) else { continue };
            let rows: Vec<&Cells> =
                rows.as_array().expect(name).iter().map(|row| row.as_object().expect(name)).collect();
            shop.columns.insert(name, rows.iter().flat_map(|cells| names(cells)).collect());
            let facts = rows.into_iter().filter_map(|cells| shop.row(cells, time));
            tables.insert(name, facts.collect::<Vec<Row>>());
        }
        let unknown =
            document["tables"].as_object().expect("tables").keys().find(|name| !tables.contains_key(name.as_str()));
        assert_eq!(unknown, None, "a table that is none");
        let mut take = |name: &str| tables.remove(name).unwrap_or_default();
        shop.products = take("products").into_iter().map(|row| (row.id.clone(), row)).collect();
        let mut places: HashMap<String, usize> = HashMap::new();
        for row in take("customers") {
            // The last row wins whole (I1).
            let customer = Customer { row, orders: vec![], checkouts: vec![], events: vec![], credits: vec![] };
            match places.get(&customer.row.id) {
                Some(at) => shop.customers[*at] = customer,
                None => {
                    places.insert(customer.row.id.clone(), shop.customers.len());
                    shop.customers.push(customer);
                }
            }
        }
        let mut orders: HashMap<String, (usize, usize)> = HashMap::new();
        for row in take("orders") {
            let Some(at) = places.get(&row.reference("customer_id")) else { continue };
            let of_customer = &mut shop.customers[*at].orders;
            orders.insert(row.id.clone(), (*at, of_customer.len()));
            of_customer.push(Order { row, lines: vec![] });
        }
        for row in take("lines") {
            let Some((customer, order)) = orders.get(&row.reference("order_id")) else { continue };
            shop.customers[*customer].orders[*order].lines.push(row);
        }
        for row in take("checkouts") {
            let Some(at) = places.get(&row.reference("customer_id")) else { continue };
            shop.customers[*at].checkouts.push(row);
        }
        for row in take("events") {
            let Some(at) = places.get(&row.reference("customer_id")) else { continue };
            shop.kinds.extend(row.text("kind"));
            shop.customers[*at].events.push(row);
        }
        for row in take("store_credit") {
            let Some(at) = places.get(&row.reference("customer_id")) else { continue };
            shop.customers[*at].credits.push(row);
        }
        shop
    }

    /// A row, unless it lacks the time it happened at or, as a customer, an id.
    fn row(&self, cells: &Cells, time: &str) -> Option<Row> {
        let mut row = Row { id: String::new(), at: 0, cells: cells.clone() };
        row.id = row.reference("id");
        match time {
            "" => {}
            "created_at" if row.id.is_empty() => return None,
            "created_at" => row.at = self.time(&row, time).unwrap_or(i64::MIN),
            _ => row.at = self.time(&row, time)?,
        }
        Some(row)
    }

    pub(crate) fn segment(&self, name: &str) -> Option<&Saved> {
        self.segments.get(&tag(name))
    }

    pub(crate) fn has_table(&self, table: &str) -> bool {
        self.columns.contains_key(table)
    }

    pub(crate) fn has(&self, table: &str, column: &str) -> bool {
        self.columns.get(table).is_some_and(|columns| columns.contains(column))
    }

    /// A cell of time.
    pub(crate) fn time(&self, row: &Row, column: &str) -> Option<i64> {
        self.clock.read(&row.text(column)?)
    }

    /// Customers there are at an instant (T12).
    pub(crate) fn at(&self, as_of: i64) -> impl Iterator<Item = &Customer> {
        self.customers.iter().filter(move |customer| customer.row.at <= as_of)
    }

    /// The customer's addresses, each with whether it is the default one: those of the list, or
    /// without such a column the one that the flat columns describe.
    pub(crate) fn addresses(&self, customer: &Customer) -> Vec<(Row, bool)> {
        if !self.has("customers", "addresses") {
            return vec![(customer.row.clone(), true)];
        }
        let Some(Value::Array(list)) = customer.row.cell("addresses") else { return vec![] };
        let rows: Vec<Row> = list.iter().filter_map(Value::as_object).map(Row::new).collect();
        let default = rows.iter().position(|row| row.flag("is_default") == Some(true));
        rows.into_iter().enumerate().map(|(at, row)| (row, Some(at) == default)).collect()
    }

    /// Whether addresses have such a part.
    pub(crate) fn has_part(&self, part: &str) -> bool {
        match self.has("customers", "addresses") {
            true => self.has("customers", &format!("addresses.{part}")),
            false => self.has("customers", part),
        }
    }

    /// The customer's orders that exist, earliest first (M2, M3, T12).
    pub(crate) fn orders<'a>(&self, customer: &'a Customer, policy: &Policy, as_of: i64) -> Vec<Fact<'a>> {
        let exists = |order: &&Order| self.exists(&order.row, policy, as_of);
        in_order(customer.orders.iter().filter(exists).map(|order| &order.row).collect())
    }

    /// The lines of the customer's orders that exist.
    pub(crate) fn lines<'a>(&'a self, customer: &'a Customer, policy: &Policy, as_of: i64) -> Vec<Fact<'a>> {
        let exists = |order: &&Order| self.exists(&order.row, policy, as_of);
        let of = |order: &'a Order| {
            order.lines.iter().map(|line| Fact {
                row: line,
                order: Some(&order.row),
                product: self.products.get(&line.reference("product_id")),
            })
        };
        customer.orders.iter().filter(exists).flat_map(of).collect()
    }

    /// The customer's abandoned checkouts, earliest first.
    pub(crate) fn abandoned<'a>(&self, customer: &'a Customer, as_of: i64) -> Vec<Fact<'a>> {
        let completed = |row: &Row| self.time(row, "completed_at").is_some_and(|at| at <= as_of);
        in_order(customer.checkouts.iter().filter(|row| row.at <= as_of && !completed(row)).collect())
    }

    /// The customer's events of a kind, or of any, earliest first.
    pub(crate) fn events<'a>(&'a self, customer: &'a Customer, kind: Option<&str>, as_of: i64) -> Vec<Fact<'a>> {
        let wanted = |row: &&Row| row.at <= as_of && kind.is_none_or(|kind| row.text("kind").as_deref() == Some(kind));
        // The object of other events is a collection, a page or a campaign.
        let of_product = |row: &Row| row.text("kind").is_some_and(|kind| kind.starts_with("product_"));
        let product = |row: &Row| self.products.get(&row.reference("object_id")).filter(|_| of_product(row));
        let mut facts = in_order(customer.events.iter().filter(wanted).collect());
        facts.iter_mut().for_each(|fact| fact.product = product(fact.row));
        facts
    }

    fn exists(&self, order: &Row, policy: &Policy, as_of: i64) -> bool {
        let status = order.text("status").map(|status| status.trim().to_uppercase());
        let happened = |column: &str| self.time(order, column).is_some_and(|at| at <= as_of);
        let cancelled = match self.has("orders", "cancelled_at") {
            true => happened("cancelled_at"),
            false => matches!(status.as_deref(), Some("CANCELLED" | "CANCELED")),
        };
        let foreign = order.text("currency").is_some_and(|code| !code.trim().eq_ignore_ascii_case(&self.currency));
        let listed = policy
            .statuses
            .as_ref()
            .is_none_or(|statuses| statuses.iter().any(|known| Some(known.trim().to_uppercase()) == status));
        order.at <= as_of
            && !foreign
            && (policy.test || order.flag("test") != Some(true))
            && (policy.cancelled || !cancelled)
            && (policy.deleted || !happened("deleted_at"))
            && listed
    }
}

/// Saved segments by name: a text is an automatic one, a list of ids a manual one.
pub(crate) fn saved(document: &Value) -> impl Iterator<Item = (&str, Saved)> {
    let read = |value: &Value| match value {
        Value::String(text) => Saved::Condition(headcount::query::parse(text).condition),
        list => Saved::Ids(list.as_array().expect("ids").iter().filter_map(text_of).map(|text| id(&text)).collect()),
    };
    document.as_object().into_iter().flatten().map(move |(name, value)| (name.as_str(), read(value)))
}

/// Earliest first; of two at one time the later id is the later row (I1).
fn in_order(mut rows: Vec<&Row>) -> Vec<Fact<'_>> {
    rows.sort_by(|a, b| a.at.cmp(&b.at).then_with(|| compare_ids(&a.id, &b.id)));
    rows.into_iter().map(|row| Fact { row, order: None, product: None }).collect()
}

/// Numbers by their value, before all other ids.
fn compare_ids(a: &str, b: &str) -> Ordering {
    let number = |id: &str| id.parse::<u128>().ok().filter(|number| number.to_string() == id);
    match (number(a), number(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        (None, None) => a.cmp(b),
        (a, _) => {
            if a.is_some() {
                Ordering::Less
            } else {
                Ordering::Greater
            }
        }
    }
}

/// Names of a row's columns, nested ones joined by dots.
fn names(cells: &Cells) -> Vec<String> {
    let mut names = Vec::new();
    for (name, value) in cells {
        match value {
            Value::Object(inner) => names.extend(self::names(inner).iter().map(|rest| format!("{name}.{rest}"))),
            _ => names.push(name.clone()),
        }
    }
    names.retain(|name| !name.starts_with("addresses."));
    if let Some(Value::Array(addresses)) = cells.get("addresses") {
        let keys = addresses.iter().filter_map(Value::as_object).flat_map(|address| address.keys());
        names.extend(keys.map(|key| format!("addresses.{key}")));
    }
    names
}

impl Row {
    pub(crate) fn new(cells: &Cells) -> Row {
        Row { id: String::new(), at: 0, cells: cells.clone() }
    }

    /// A cell that holds something; dots lead into objects.
    pub(crate) fn cell(&self, column: &str) -> Option<&Value> {
        fn find<'a>(cells: &'a Cells, column: &str) -> Option<&'a Value> {
            let inside = |(at, _): (usize, &str)| find(cells.get(&column[..at])?.as_object()?, &column[at + 1..]);
            cells.get(column).or_else(|| column.match_indices('.').find_map(inside))
        }
        find(&self.cells, column).filter(|value| !value.is_null())
    }

    /// A text; numbers by their digits. An empty one is a value only of plain strings (N1).
    pub(crate) fn text(&self, column: &str) -> Option<String> {
        self.string(column).filter(|text| !text.is_empty())
    }

    /// A text, which may be empty.
    pub(crate) fn string(&self, column: &str) -> Option<String> {
        text_of(self.cell(column)?)
    }

    /// An id, empty if there is none.
    pub(crate) fn reference(&self, column: &str) -> String {
        self.text(column).map_or_else(String::new, |text| id(&text))
    }

    pub(crate) fn number(&self, column: &str) -> Option<Exact> {
        Exact::parse(self.text(column)?.trim())
    }

    pub(crate) fn flag(&self, column: &str) -> Option<bool> {
        self.cell(column)?.as_bool()
    }

    /// The keys of a list; blank items are none (X3).
    pub(crate) fn list(&self, column: &str, fold: Fold) -> Vec<String> {
        let items = match self.cell(column) {
            Some(Value::Array(items)) => items.clone(),
            Some(one) => vec![one.clone()],
            None => vec![],
        };
        let keys = items.iter().filter_map(text_of).filter(|text| !text.trim().is_empty());
        keys.filter_map(|text| fold.of_cell(&text)).collect()
    }
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        _ => None,
    }
}
