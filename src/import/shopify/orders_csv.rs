//! The orders export: one row a line item; the order's own columns are filled on its first row.

use super::{Filling, Slots};
use crate::error::Result;
use crate::import::cell::{Cell, parse_number};
use crate::import::contacts::{Contact, set_customer};
use crate::import::decode::Cells;
use crate::import::mapping::Reading;
use crate::snapshot::TableName;
use crate::value::{Decimal, lower};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// Columns of the order and the headers that may hold them, in lower case; the first with a
/// value counts.
const ORDER: [(&str, &[&str]); 11] = [
    ("placed_at", &["created at"]),
    ("total", &["total"]),
    ("refunded", &["refunded amount"]),
    ("shipping", &["shipping"]),
    ("currency", &["currency"]),
    ("financial_status", &["financial status"]),
    ("status", &["fulfillment status"]),
    ("cancelled_at", &["cancelled at"]),
    ("channel", &["source"]),
    ("location_id", &["location"]),
    ("country", &["shipping country", "billing country"]),
];

/// Headers read otherwise.
const READ: [&str; 12] = [
    "name",
    "id",
    "email",
    "phone",
    "lineitem quantity",
    "lineitem name",
    "lineitem price",
    "lineitem sku",
    "lineitem discount",
    "vendor",
    "billing phone",
    "shipping phone",
];

/// An orders export being read.
#[derive(Debug, Default)]
pub(in crate::import) struct OrdersCsv {
    places: HashMap<String, usize>,
    slots: Slots,
    /// Name and id of the order whose rows are being read; no id if the order was skipped.
    current: Option<(String, Option<String>)>,
}

impl OrdersCsv {
    /// Reads the header.
    pub(in crate::import) fn header(&mut self, cells: Cells<'_>, reading: &mut Reading<'_>) {
        reading.tables.begin_file(TableName::Lines, Some(reading.report.current));
        reading.tables.begin_file(TableName::Orders, None);
        for (at, header) in cells.iter().enumerate() {
            let header = lower(header.trim());
            let read =
                READ.contains(&header.as_str()) || ORDER.iter().any(|(_, headers)| headers.contains(&header.as_str()));
            if !read && !header.is_empty() {
                reading.report.unknown(cells.get(at).trim());
            }
            self.places.entry(header).or_insert(at);
        }
    }

    /// Reads a record.
    pub(in crate::import) fn cells(&mut self, line: u64, cells: Cells<'_>, reading: &mut Reading<'_>) -> Result<()> {
        let name = self.get(cells, "name");
        if name.is_empty() {
            reading.report.skip(line, "the row has no Name");
            return Ok(());
        }
        if self.current.as_ref().is_none_or(|(current, _)| current != name) {
            let id = self.order(line, name, cells, reading)?;
            self.current = Some((name.to_owned(), id));
            if self.current.as_ref().is_some_and(|(_, id)| id.is_none()) {
                return Ok(());
            }
        }
        let Some((_, Some(order))) = &self.current else {
            reading.report.skip(line, "the order's first row was skipped");
            return Ok(());
        };
        let order = order.clone();
        self.line_item(line, &order, cells, reading)
    }

    fn get<'a>(&self, cells: Cells<'a>, header: &str) -> &'a str {
        self.places.get(header).map_or("", |at| cells.get(*at).trim())
    }

    /// Reads an order from its first row; gives its id.
    fn order(&mut self, line: u64, name: &str, cells: Cells<'_>, reading: &mut Reading<'_>) -> Result<Option<String>> {
        let id = Some(self.get(cells, "id")).filter(|id| !id.is_empty()).unwrap_or(name).to_owned();
        let phone = ["phone", "billing phone", "shipping phone"].map(|header| self.get(cells, header));
        let phone = phone.into_iter().find(|phone| !phone.is_empty()).unwrap_or("");
        if let Some(contact) = Contact::of(self.get(cells, "email"), phone) {
            set_customer(reading.tables, TableName::Orders, contact);
        }
        let values = ORDER.map(|(column, headers)| {
            let texts = headers.iter().map(|header| self.get(cells, header));
            let known = headers.iter().any(|header| self.places.contains_key(*header));
            (column, known, texts.into_iter().find(|text| !text.is_empty()).unwrap_or(""))
        });
        let mut filling = Filling::new(TableName::Orders, line, &mut self.slots, reading.tables, reading.report);
        filling.text("id", &id);
        for (column, _, text) in values.iter().filter(|(column, _, _)| *column == "placed_at") {
            filling.text(column, text);
        }
        if !filling.is_kept() {
            return Ok(None);
        }
        for (column, _, text) in values.iter().filter(|(column, known, _)| *known && *column != "placed_at") {
            filling.text(column, text);
        }
        reading.tables.commit(TableName::Orders)?;
        Ok(Some(id))
    }

    /// The export has no product ids: the SKU, else the product's name, stands for them.
    fn line_item(&mut self, line: u64, order: &str, cells: Cells<'_>, reading: &mut Reading<'_>) -> Result<()> {
        let title = self.get(cells, "lineitem name");
        let product = Some(self.get(cells, "lineitem sku")).filter(|sku| !sku.is_empty()).unwrap_or(title);
        let quantity = self.get(cells, "lineitem quantity");
        let amount = self.amount(cells);
        let vendor = self.get(cells, "vendor");
        if let Some(key) = reading.tables.key(TableName::Products, Cell::Text(product)) {
            reading.tables.make_later(TableName::Products, key, &|| {
                let values = [("title", title), ("vendor", vendor)].into_iter().filter(|(_, text)| !text.is_empty());
                values.map(|(column, text)| (column.to_owned(), json!(text))).collect::<Map<String, Value>>()
            });
        }
        let mut filling = Filling::new(TableName::Lines, line, &mut self.slots, reading.tables, reading.report);
        filling.text("order_id", order);
        filling.text("product_id", product);
        filling.text("quantity", quantity);
        filling.text("amount", amount.as_deref().unwrap_or(""));
        reading.tables.commit(TableName::Lines)
    }

    /// Quantity × price less the line's discount.
    fn amount(&self, cells: Cells<'_>) -> Option<String> {
        let number = |header: &str| parse_number(self.get(cells, header));
        let (quantity, price) = (number("lineitem quantity")?, number("lineitem price")?);
        let gross = quantity.mantissa().checked_mul(price.mantissa())?;
        let scale = quantity.scale() + price.scale();
        let discount = number("lineitem discount").unwrap_or(Decimal::new(0, 0));
        let common = scale.max(discount.scale());
        if common > 18 {
            return None;
        }
        let net = Decimal::new(gross, scale).at_scale(common)?.checked_sub(discount.at_scale(common)?)?;
        Some(Decimal::new(net, common).normalized().to_string())
    }
}
