//! Lines of a bulk operation's result. Nested connections are lines of their own that name their
//! parent in `__parentId`; they come in any order.

mod addresses;
mod kinds;
mod money;

use super::{Filling, Slots, kind_of};
use crate::error::Result;
use crate::import::cell::{Cell, at_path, shortened};
use crate::import::mapping::Reading;
use crate::snapshot::TableName;
use crate::value::Decimal;
use addresses::{address, addresses};
use kinds::{CHECKOUT, CREDIT, CUSTOMER, Kind, LINE, ORDER, PRODUCT, first};
use money::{REFUNDED, line_amount, money, number};
use serde_json::{Map, Value, json};
use std::collections::HashSet;

/// A file of a bulk operation's result being read.
#[derive(Debug, Default)]
pub(in crate::import) struct Bulk {
    slots: Slots,
    /// Keys and kinds already reported.
    told: HashSet<String>,
}

impl Bulk {
    /// Reads a line.
    pub(in crate::import) fn object(
        &mut self,
        line: u64,
        object: &Map<String, Value>,
        file: usize,
        reading: &mut Reading<'_>,
    ) -> Result<()> {
        let id = object.get("id").and_then(Value::as_str);
        let parent = object.get("__parentId").and_then(Value::as_str);
        let kind = id.and_then(kind_of).or_else(|| object.get("__typename").and_then(Value::as_str));
        let of = |kind: &str| parent.filter(|parent| kind_of(parent) == Some(kind));
        let of_customer = || Some(("customer_id", parent.or_else(|| at_path(object, "customer.id").as_str())));
        match kind {
            Some("Customer") => self.row(&CUSTOMER, line, object, None, reading, &customer),
            Some("Order") => self.row(&ORDER, line, object, of_customer(), reading, &order),
            Some("Product") => self.row(&PRODUCT, line, object, None, reading, &product),
            Some("AbandonedCheckout" | "Checkout") => {
                self.row(&CHECKOUT, line, object, of_customer(), reading, &|_, _| ())
            }
            Some("StoreCreditAccount") => self.row(&CREDIT, line, object, of_customer(), reading, &|_, _| ()),
            Some("LineItem" | "AbandonedCheckoutLineItem" | "CheckoutLineItem") if of_checkout(parent) => {
                let quantity = number(object, "quantity").unwrap_or(Decimal::new(1, 0));
                part((TableName::Checkouts, "quantity"), parent, quantity, file, reading);
                Ok(())
            }
            Some("LineItem") => self.row(&LINE, line, object, Some(("order_id", parent)), reading, &line_item),
            Some("Refund") if of("Order").is_some() => {
                let refunded = number(object, REFUNDED).unwrap_or(Decimal::new(0, 0));
                part((TableName::Orders, "refunded"), parent, refunded, file, reading);
                Ok(())
            }
            Some("MailingAddress") if of("Customer").is_some() => {
                if let Some(key) = key(TableName::Customers, parent, reading) {
                    reading.tables.gather(key, Some(file), &address(object, None));
                }
                Ok(())
            }
            Some("Metafield") if of("Customer").is_some() => {
                self.metafield(line, object, parent, file, reading);
                Ok(())
            }
            Some(kind) => {
                let report = &mut reading.report;
                report.file().rows.unused += 1;
                if self.told.len() < 1_000 && self.told.insert(kind.to_owned()) {
                    let message = format!("{}: lines of kind {} are not read.", report.file().name, shortened(kind));
                    report.warn("unused-kind", message);
                }
                Ok(())
            }
            None => {
                reading.report.skip(line, "the line has no id of Shopify's");
                Ok(())
            }
        }
    }

    /// Reads a line that is a row: what it must have, the rest, and what `more` sets.
    fn row(
        &mut self,
        kind: &Kind,
        line: u64,
        object: &Map<String, Value>,
        parent: Option<(&'static str, Option<&str>)>,
        reading: &mut Reading<'_>,
        more: &dyn Fn(&Map<String, Value>, &mut Filling<'_>),
    ) -> Result<()> {
        self.tell_unknown(kind, object, reading);
        begin(kind.table, reading);
        make_later(&CUSTOMER, object.get("customer"), reading);
        make_later(&PRODUCT, object.get("product"), reading);
        let mut filling = Filling::new(kind.table, line, &mut self.slots, reading.tables, reading.report);
        if let Some((column, id)) = parent {
            filling.text(column, id.unwrap_or_default());
        }
        kind.put(&mut filling, object, true);
        if !filling.is_kept() {
            return Ok(());
        }
        kind.put(&mut filling, object, false);
        more(object, &mut filling);
        reading.tables.commit(kind.table)
    }

    fn metafield(
        &mut self,
        line: u64,
        object: &Map<String, Value>,
        parent: Option<&str>,
        file: usize,
        reading: &mut Reading<'_>,
    ) {
        let (namespace, name) =
            (object.get("namespace").and_then(Value::as_str), object.get("key").and_then(Value::as_str));
        let (Some(namespace), Some(name)) = (namespace, name) else {
            return reading.report.skip(line, "the metafield has no namespace or key");
        };
        let slot = reading.tables.slot(TableName::Customers, &format!("metafields.{namespace}.{name}"));
        let value = Cell::Json(at_path(object, "value"));
        match (slot, key(TableName::Customers, parent, reading), value.text()) {
            (Some(slot), Some(key), Some(text)) => {
                reading.tables.later.value(key, slot, &text, file);
            }
            (Some(_), Some(_), None) => reading.report.skip(line, "the metafield has no value"),
            _ => reading.report.skip(line, "there are too many metafields"),
        }
    }

    /// Names keys that are not read, once each.
    fn tell_unknown(&mut self, kind: &Kind, object: &Map<String, Value>, reading: &mut Reading<'_>) {
        for (key, value) in object {
            if !kind.reads(key) && value.get("namespace").is_none() {
                let name = format!("{}.{key}", kind.name);
                if self.told.len() < 1_000 && self.told.insert(name.clone()) {
                    reading.report.unknown(&name);
                }
            }
        }
    }
}

fn begin(table: TableName, reading: &mut Reading<'_>) {
    reading.tables.begin_file(table, Some(reading.report.current));
}

/// The key of a parent.
fn key(table: TableName, id: Option<&str>, reading: &mut Reading<'_>) -> Option<usize> {
    reading.tables.key(table, Cell::Text(id?))
}

/// A line that only adds to its parent's figure.
fn part(
    (table, column): (TableName, &'static str),
    parent: Option<&str>,
    part: Decimal,
    file: usize,
    reading: &mut Reading<'_>,
) {
    if let Some(key) = key(table, parent, reading) {
        reading.tables.later.add((table, column), key, part, file);
    }
}

/// Whether a parent is a checkout.
fn of_checkout(parent: Option<&str>) -> bool {
    parent.and_then(kind_of).is_some_and(|kind| kind.contains("Checkout"))
}

/// Keeps an object that another tells of, for the case that no line is its own.
fn make_later(kind: &Kind, object: Option<&Value>, reading: &mut Reading<'_>) {
    let Some(object) = object.and_then(Value::as_object) else { return };
    if kind.table == TableName::Products && object.len() < 2 {
        return;
    }
    if let Some(key) = key(kind.table, object.get("id").and_then(Value::as_str), reading) {
        reading.tables.make_later(kind.table, key, &|| kind.canonical(object));
    }
}

fn customer(object: &Map<String, Value>, filling: &mut Filling<'_>) {
    if object.contains_key("addresses") || object.contains_key("defaultAddress") {
        filling.set("addresses", Cell::Json(&addresses(object)));
    }
    if let Some(Value::Array(profiles)) = object.get("companyContactProfiles") {
        let ids = profiles.iter().filter_map(|profile| profile.get("company")?.get("id").cloned());
        filling.set("company_ids", Cell::Json(&ids.collect()));
    }
    // A metafield under an alias.
    for value in object.values() {
        if let (Some(namespace), Some(key), Some(value)) =
            (text(value, "namespace"), text(value, "key"), value.get("value"))
        {
            let tables = &mut *filling.row.tables;
            if let Some(slot) = tables.slot(TableName::Customers, &format!("metafields.{namespace}.{key}")) {
                _ = tables.set(TableName::Customers, slot, Cell::Json(value));
            }
        }
    }
}

fn order(object: &Map<String, Value>, filling: &mut Filling<'_>) {
    let (total, refunded) = money(object);
    for (column, amount) in [("total", total), ("refunded", refunded)] {
        if let Some(amount) = amount {
            filling.text(column, &amount);
        }
    }
}

fn product(object: &Map<String, Value>, filling: &mut Filling<'_>) {
    if object.contains_key("category") || object.contains_key("productCategory") {
        let category = first(object, &["category.fullName", "productCategory.productTaxonomyNode.fullName"]);
        filling.set("categories", Cell::Json(&category.map_or(Value::Null, |category| json!([category]))));
    }
}

fn line_item(object: &Map<String, Value>, filling: &mut Filling<'_>) {
    if let Some(amount) = line_amount(object) {
        filling.text("amount", &amount);
    }
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str)
}
