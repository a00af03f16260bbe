//! Lines of a bulk operation's result. Nested connections are lines of their own that name their
//! parent in `__parentId`; they come in any order.

use super::{Filling, Slots, kind_of};
use crate::error::Result;
use crate::import::cell::{Cell, at_path, parse_number, shortened};
use crate::import::mapping::Reading;
use crate::snapshot::TableName;
use crate::value::{Decimal, id_key};
use serde_json::{Map, Value, json};
use std::collections::HashSet;

/// A canonical column and the paths that may hold it, the first with a value counts.
type Paths = &'static [(&'static str, &'static [&'static str])];

const CUSTOMER: Paths = &[
    ("id", &["id"]),
    ("created_at", &["createdAt"]),
    ("email", &["email", "defaultEmailAddress.emailAddress"]),
    ("first_name", &["firstName"]),
    ("last_name", &["lastName"]),
    ("phone", &["phone", "defaultPhoneNumber.phoneNumber"]),
    ("company_name", &["defaultAddress.company"]),
    ("number_of_orders", &["numberOfOrders", "ordersCount"]),
    ("amount_spent", &["amountSpent.amount", "totalSpent"]),
    ("tags", &["tags"]),
    ("email_status", &["emailMarketingConsent.marketingState", "defaultEmailAddress.marketingState"]),
    ("sms_status", &["smsMarketingConsent.marketingState", "defaultPhoneNumber.marketingState"]),
    ("account_status", &["state"]),
    ("language", &["locale"]),
    ("predicted_spend_tier", &["statistics.predictedSpendTier"]),
    ("rfm_group", &["statistics.rfmGroup"]),
    ("product_subscription_status", &["productSubscriberStatus"]),
];

const ORDER: Paths = &[
    ("id", &["id"]),
    ("placed_at", &["createdAt", "processedAt"]),
    ("cancelled_at", &["cancelledAt"]),
    ("test", &["test"]),
    ("financial_status", &["displayFinancialStatus"]),
    ("status", &["displayFulfillmentStatus"]),
    ("shipping", &["totalShippingPriceSet.shopMoney.amount", "totalShippingPrice"]),
    (
        "currency",
        &["totalPriceSet.shopMoney.currencyCode", "currentTotalPriceSet.shopMoney.currencyCode", "currencyCode"],
    ),
    ("channel", &["sourceName", "channelInformation.channelDefinition.channelName"]),
    ("app_id", &["app.id"]),
    ("location_id", &["retailLocation.id", "physicalLocation.id"]),
    (
        "country",
        &[
            "shippingAddress.countryCodeV2",
            "shippingAddress.country",
            "billingAddress.countryCodeV2",
            "billingAddress.country",
        ],
    ),
];

const PRODUCT: Paths =
    &[("id", &["id"]), ("title", &["title"]), ("type", &["productType"]), ("vendor", &["vendor"]), ("tags", &["tags"])];

const CHECKOUT: Paths = &[
    ("id", &["id"]),
    ("started_at", &["createdAt"]),
    ("completed_at", &["completedAt"]),
    ("value", &["totalPriceSet.shopMoney.amount"]),
    ("currency", &["totalPriceSet.shopMoney.currencyCode"]),
    ("quantity", &["lineItemsQuantity"]),
    ("country", &["shippingAddress.countryCodeV2", "shippingAddress.country", "billingAddress.countryCodeV2"]),
];

const CREDIT: Paths = &[("balance", &["balance.amount"]), ("currency", &["balance.currencyCode"])];

/// Where an order's money stands.
const TOTAL: &str = "totalPriceSet.shopMoney.amount";
const CURRENT: &str = "currentTotalPriceSet.shopMoney.amount";
const REFUNDED: &str = "totalRefundedSet.shopMoney.amount";

/// Keys that are read otherwise, or that say nothing a segment could ask.
const KNOWN: &[&str] = &[
    "id",
    "__parentId",
    "__typename",
    "addresses",
    "defaultAddress",
    "customer",
    "companyContactProfiles",
    "refunds",
    "name",
    "sku",
    "product",
    "variant",
    "quantity",
    "category",
    "productCategory",
    "totalPriceSet",
    "currentTotalPriceSet",
    "totalRefundedSet",
    "discountedTotalSet",
    "originalTotalSet",
    "discountedUnitPriceSet",
    "originalUnitPriceSet",
    "totalPrice",
    "updatedAt",
];

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
        match kind {
            Some("Customer") => self.customer(line, object, reading),
            Some("Order") => self.order(line, object, parent, reading),
            Some("LineItem") => self.line_item(line, object, parent, file, reading),
            Some("Product") => self.product(line, object, reading),
            Some("AbandonedCheckout" | "Checkout") => self.checkout(line, object, parent, reading),
            Some("StoreCreditAccount") => self.credit(line, object, parent, reading),
            Some("AbandonedCheckoutLineItem" | "CheckoutLineItem") if parent.is_some() => {
                let quantity = number(object, "quantity").unwrap_or(Decimal::new(1, 0));
                part((TableName::Checkouts, "quantity"), parent, quantity, file, reading);
                Ok(())
            }
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

    fn customer(&mut self, line: u64, object: &Map<String, Value>, reading: &mut Reading<'_>) -> Result<()> {
        self.tell_unknown("Customer", object, CUSTOMER, reading);
        begin(TableName::Customers, reading);
        let mut filling = Filling::new(TableName::Customers, line, &mut self.slots, reading.tables, reading.report);
        put(&mut filling, object, CUSTOMER, true);
        if !filling.is_kept() {
            return Ok(());
        }
        put(&mut filling, object, CUSTOMER, false);
        if object.contains_key("addresses") || object.contains_key("defaultAddress") {
            filling.set("addresses", Cell::Json(&addresses(object)));
        }
        if let Some(Value::Array(profiles)) = object.get("companyContactProfiles") {
            let ids = profiles.iter().filter_map(|profile| profile.get("company")?.get("id").cloned());
            filling.set("company_ids", Cell::Json(&ids.collect()));
        }
        self.inline_metafields(object, reading);
        reading.tables.commit(TableName::Customers)
    }

    /// Fields of a customer that are a metafield under an alias.
    fn inline_metafields(&mut self, object: &Map<String, Value>, reading: &mut Reading<'_>) {
        for value in object.values() {
            if let (Some(namespace), Some(key), Some(value)) =
                (text(value, "namespace"), text(value, "key"), value.get("value"))
            {
                if let Some(slot) = reading.tables.slot(TableName::Customers, &format!("metafields.{namespace}.{key}"))
                {
                    _ = reading.tables.set(TableName::Customers, slot, Cell::Json(value));
                }
            }
        }
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

    fn order(
        &mut self,
        line: u64,
        object: &Map<String, Value>,
        parent: Option<&str>,
        reading: &mut Reading<'_>,
    ) -> Result<()> {
        self.tell_unknown("Order", object, ORDER, reading);
        begin(TableName::Orders, reading);
        let customer = parent.or_else(|| at_path(object, "customer.id").as_str());
        derive_customer(object, reading);
        let mut filling = Filling::new(TableName::Orders, line, &mut self.slots, reading.tables, reading.report);
        filling.text("customer_id", customer.unwrap_or_default());
        put(&mut filling, object, ORDER, true);
        if !filling.is_kept() {
            return Ok(());
        }
        put(&mut filling, object, ORDER, false);
        let (total, refunded) = money(object);
        if let Some(total) = total {
            filling.text("total", &total);
        }
        if let Some(refunded) = refunded {
            filling.text("refunded", &refunded);
        }
        reading.tables.commit(TableName::Orders)
    }

    fn line_item(
        &mut self,
        line: u64,
        object: &Map<String, Value>,
        parent: Option<&str>,
        file: usize,
        reading: &mut Reading<'_>,
    ) -> Result<()> {
        if parent.and_then(kind_of).is_some_and(|kind| kind.contains("Checkout")) {
            let quantity = number(object, "quantity").unwrap_or(Decimal::new(1, 0));
            part((TableName::Checkouts, "quantity"), parent, quantity, file, reading);
            return Ok(());
        }
        self.tell_unknown("LineItem", object, &[], reading);
        begin(TableName::Lines, reading);
        let product = object.get("product").filter(|product| product.is_object());
        if let Some(product) = product.and_then(Value::as_object).filter(|product| product.len() > 1) {
            if let Some(key) = key(TableName::Products, product.get("id").and_then(Value::as_str), reading) {
                reading.tables.make_later(TableName::Products, key, &|| canonical(product, PRODUCT));
            }
        }
        let mut filling = Filling::new(TableName::Lines, line, &mut self.slots, reading.tables, reading.report);
        filling.text("order_id", parent.unwrap_or_default());
        if !filling.is_kept() {
            return Ok(());
        }
        filling.set("product_id", Cell::Json(at_path(object, "product.id")));
        if object.contains_key("variant") {
            filling.set("variant_id", Cell::Json(at_path(object, "variant.id")));
        }
        filling.set("quantity", Cell::Json(at_path(object, "quantity")));
        if let Some(amount) = line_amount(object) {
            filling.text("amount", &amount);
        }
        reading.tables.commit(TableName::Lines)
    }

    fn product(&mut self, line: u64, object: &Map<String, Value>, reading: &mut Reading<'_>) -> Result<()> {
        self.tell_unknown("Product", object, PRODUCT, reading);
        begin(TableName::Products, reading);
        let mut filling = Filling::new(TableName::Products, line, &mut self.slots, reading.tables, reading.report);
        put(&mut filling, object, PRODUCT, true);
        if !filling.is_kept() {
            return Ok(());
        }
        put(&mut filling, object, PRODUCT, false);
        if object.contains_key("category") || object.contains_key("productCategory") {
            let category = first(object, &["category.fullName", "productCategory.productTaxonomyNode.fullName"]);
            filling.set("categories", Cell::Json(&category.map_or(Value::Null, |category| json!([category]))));
        }
        reading.tables.commit(TableName::Products)
    }

    fn checkout(
        &mut self,
        line: u64,
        object: &Map<String, Value>,
        parent: Option<&str>,
        reading: &mut Reading<'_>,
    ) -> Result<()> {
        self.tell_unknown("AbandonedCheckout", object, CHECKOUT, reading);
        begin(TableName::Checkouts, reading);
        let customer = parent.or_else(|| at_path(object, "customer.id").as_str());
        derive_customer(object, reading);
        let mut filling = Filling::new(TableName::Checkouts, line, &mut self.slots, reading.tables, reading.report);
        filling.text("customer_id", customer.unwrap_or_default());
        put(&mut filling, object, CHECKOUT, true);
        if !filling.is_kept() {
            return Ok(());
        }
        put(&mut filling, object, CHECKOUT, false);
        reading.tables.commit(TableName::Checkouts)
    }

    fn credit(
        &mut self,
        line: u64,
        object: &Map<String, Value>,
        parent: Option<&str>,
        reading: &mut Reading<'_>,
    ) -> Result<()> {
        self.tell_unknown("StoreCreditAccount", object, CREDIT, reading);
        begin(TableName::StoreCredit, reading);
        let mut filling = Filling::new(TableName::StoreCredit, line, &mut self.slots, reading.tables, reading.report);
        filling.text("customer_id", parent.unwrap_or_default());
        put(&mut filling, object, CREDIT, false);
        reading.tables.commit(TableName::StoreCredit)
    }

    /// Names keys that are not read, once each.
    fn tell_unknown(&mut self, kind: &str, object: &Map<String, Value>, paths: Paths, reading: &mut Reading<'_>) {
        for (key, value) in object {
            let root = |path: &&str| path.split('.').next() == Some(key.as_str());
            let read = KNOWN.contains(&key.as_str()) || paths.iter().any(|(_, paths)| paths.iter().any(root));
            if !read && value.get("namespace").is_none() {
                let name = format!("{kind}.{key}");
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

/// Sets what a row must have, or the rest.
fn put(filling: &mut Filling<'_>, object: &Map<String, Value>, paths: Paths, needed: bool) {
    for (column, paths) in paths {
        let is_needed = matches!(*column, "id" | "placed_at" | "started_at");
        let root = |path: &&str| object.contains_key(path.split('.').next().unwrap_or(path));
        if is_needed == needed && paths.iter().any(root) {
            filling.set(column, Cell::Json(first(object, paths).unwrap_or(&Value::Null)));
        }
    }
}

/// The first value there is at some paths.
fn first<'a>(object: &'a Map<String, Value>, paths: &[&str]) -> Option<&'a Value> {
    paths.iter().map(|path| at_path(object, path)).find(|value| !value.is_null())
}

/// An object's values by canonical column.
fn canonical(object: &Map<String, Value>, paths: Paths) -> Map<String, Value> {
    let values = paths.iter().filter(|(column, _)| *column != "id");
    values.filter_map(|(column, paths)| Some(((*column).to_owned(), first(object, paths)?.clone()))).collect()
}

/// Keeps an order's customer for the case that no file has customers.
fn derive_customer(object: &Map<String, Value>, reading: &mut Reading<'_>) {
    let Some(customer) = object.get("customer").and_then(Value::as_object) else { return };
    if let Some(key) = key(TableName::Customers, customer.get("id").and_then(Value::as_str), reading) {
        reading.tables.make_later(TableName::Customers, key, &|| canonical(customer, CUSTOMER));
    }
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str)
}

fn number(object: &Map<String, Value>, path: &str) -> Option<Decimal> {
    Cell::Json(at_path(object, path)).text().and_then(|text| parse_number(&text))
}

fn difference(a: Decimal, b: Decimal, sign: i128) -> Option<Decimal> {
    let scale = a.scale().max(b.scale());
    Some(Decimal::new(a.at_scale(scale)?.checked_add(sign * b.at_scale(scale)?)?, scale))
}

/// Total before refunds, and refunds. `currentTotalPriceSet` is after refunds: alone it is the
/// total, with nothing left to take off.
fn money(object: &Map<String, Value>) -> (Option<String>, Option<String>) {
    let at = |path: &str| Cell::Json(at_path(object, path)).text().map(|text| text.into_owned());
    let of_refunds = || {
        let refunds = object.get("refunds")?.as_array()?;
        let mut sum = Decimal::new(0, 0);
        for refund in refunds.iter().filter_map(Value::as_object) {
            sum = difference(sum, number(refund, REFUNDED)?, 1)?;
        }
        Some(sum.to_string())
    };
    let refunded = at(REFUNDED).or_else(of_refunds);
    let total = at(TOTAL).or_else(|| at("totalPrice"));
    let read = |text: &Option<String>| text.as_deref().and_then(parse_number);
    match (total, at(CURRENT)) {
        (None, None) => (None, refunded),
        (Some(total), None) => (Some(total), refunded),
        (Some(total), Some(current)) => {
            let gone = || difference(parse_number(&total)?, parse_number(&current)?, -1).map(|gone| gone.to_string());
            let refunded = refunded.or_else(gone);
            (Some(total), refunded)
        }
        (None, Some(current)) => {
            let before = || difference(parse_number(&current)?, read(&refunded)?, 1).map(|total| total.to_string());
            (before().or(Some(current)), refunded)
        }
    }
}

/// The whole line after discounts.
fn line_amount(object: &Map<String, Value>) -> Option<String> {
    let at = |path: &str| Cell::Json(at_path(object, path)).text().map(|text| text.into_owned());
    let times = |path: &str| {
        let (unit, quantity) = (number(object, path)?, number(object, "quantity")?);
        let mantissa = unit.mantissa().checked_mul(quantity.mantissa())?;
        (quantity.scale() == 0).then(|| Decimal::new(mantissa, unit.scale()).to_string())
    };
    at("discountedTotalSet.shopMoney.amount")
        .or_else(|| times("discountedUnitPriceSet.shopMoney.amount"))
        .or_else(|| at("originalTotalSet.shopMoney.amount"))
        .or_else(|| times("originalUnitPriceSet.shopMoney.amount"))
}

/// A customer's addresses by canonical fields; without a list, the default one alone.
fn addresses(object: &Map<String, Value>) -> Value {
    let default = object.get("defaultAddress").and_then(Value::as_object);
    let default_id = default.and_then(|address| address.get("id")).and_then(Value::as_str).map(address_id);
    match (object.get("addresses"), default) {
        (Some(Value::Array(list)), _) => {
            let known = object.contains_key("defaultAddress");
            let is_default = |item: &Map<String, Value>| {
                let same =
                    item.get("id").and_then(Value::as_str).map(address_id).is_some_and(|id| Some(id) == default_id);
                known.then_some(same || default.is_some_and(|default| default_id.is_none() && default == item))
            };
            list.iter()
                .filter_map(Value::as_object)
                .map(|item| Value::Object(address(item, is_default(item))))
                .collect()
        }
        (_, Some(default)) => json!([address(default, Some(true))]),
        _ => Value::Null,
    }
}

/// `gid://shopify/MailingAddress/1?model_name=CustomerAddress` is `1`.
fn address_id(gid: &str) -> &str {
    id_key(gid)
}

fn address(object: &Map<String, Value>, is_default: Option<bool>) -> Map<String, Value> {
    const FIELDS: [(&str, &[&str]); 6] = [
        ("country", &["countryCodeV2", "countryCode", "country"]),
        ("region", &["provinceCode", "province"]),
        ("city", &["city"]),
        ("postal_code", &["zip"]),
        ("latitude", &["latitude"]),
        ("longitude", &["longitude"]),
    ];
    let mut address: Map<String, Value> = Map::new();
    for (field, paths) in FIELDS {
        if let Some(value) = first(object, paths) {
            address.insert(field.to_owned(), value.clone());
        }
    }
    if let Some(is_default) = is_default {
        address.insert("is_default".to_owned(), Value::Bool(is_default));
    }
    address
}
