//! Which keys of a bulk operation's objects are which columns.

use super::super::Filling;
use crate::import::cell::{Cell, at_path};
use crate::snapshot::TableName;
use serde_json::{Map, Value};

/// A kind of object whose lines are rows of a table.
#[derive(Debug)]
pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) table: TableName,
    paths: Paths,
}

/// A canonical column and the paths that may hold it, the first with a value counts.
type Paths = &'static [(&'static str, &'static [&'static str])];

pub(super) const CUSTOMER: Kind = Kind {
    name: "Customer",
    table: TableName::Customers,
    paths: &[
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
    ],
};

pub(super) const ORDER: Kind = Kind {
    name: "Order",
    table: TableName::Orders,
    paths: &[
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
    ],
};

pub(super) const PRODUCT: Kind = Kind {
    name: "Product",
    table: TableName::Products,
    paths: &[
        ("id", &["id"]),
        ("title", &["title"]),
        ("type", &["productType"]),
        ("vendor", &["vendor"]),
        ("tags", &["tags"]),
    ],
};

pub(super) const CHECKOUT: Kind = Kind {
    name: "AbandonedCheckout",
    table: TableName::Checkouts,
    paths: &[
        ("id", &["id"]),
        ("started_at", &["createdAt"]),
        ("completed_at", &["completedAt"]),
        ("value", &["totalPriceSet.shopMoney.amount"]),
        ("currency", &["totalPriceSet.shopMoney.currencyCode"]),
        ("quantity", &["lineItemsQuantity"]),
        ("country", &["shippingAddress.countryCodeV2", "shippingAddress.country", "billingAddress.countryCodeV2"]),
    ],
};

pub(super) const CREDIT: Kind = Kind {
    name: "StoreCreditAccount",
    table: TableName::StoreCredit,
    paths: &[("balance", &["balance.amount"]), ("currency", &["balance.currencyCode"])],
};

pub(super) const LINE: Kind = Kind {
    name: "LineItem",
    table: TableName::Lines,
    paths: &[("product_id", &["product.id"]), ("variant_id", &["variant.id"]), ("quantity", &["quantity"])],
};

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

impl Kind {
    /// Whether the key of an object is read.
    pub(super) fn reads(&self, key: &str) -> bool {
        let root = |path: &&str| path.split('.').next() == Some(key);
        KNOWN.contains(&key) || self.paths.iter().any(|(_, paths)| paths.iter().any(root))
    }

    /// Sets what a row must have, or the rest.
    pub(super) fn put(&self, filling: &mut Filling<'_>, object: &Map<String, Value>, needed: bool) {
        for (column, paths) in self.paths {
            let is_needed = matches!(*column, "id" | "placed_at" | "started_at");
            let root = |path: &&str| object.contains_key(path.split('.').next().unwrap_or(path));
            if is_needed == needed && paths.iter().any(root) {
                filling.set(column, Cell::Json(first(object, paths).unwrap_or(&Value::Null)));
            }
        }
    }

    /// An object's values by canonical column, but for its id.
    pub(super) fn canonical(&self, object: &Map<String, Value>) -> Map<String, Value> {
        let values = self.paths.iter().filter(|(column, _)| *column != "id");
        values.filter_map(|(column, paths)| Some(((*column).to_owned(), first(object, paths)?.clone()))).collect()
    }
}

/// The first value there is at some paths.
pub(super) fn first<'a>(object: &'a Map<String, Value>, paths: &[&str]) -> Option<&'a Value> {
    paths.iter().map(|path| at_path(object, path)).find(|value| !value.is_null())
}
