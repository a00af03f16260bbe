//! Amounts of orders and their lines.

use crate::import::cell::{Cell, at_path, parse_number};
use crate::value::Decimal;
use serde_json::{Map, Value};

/// Where an order's money stands.
const TOTAL: &str = "totalPriceSet.shopMoney.amount";
const CURRENT: &str = "currentTotalPriceSet.shopMoney.amount";
pub(super) const REFUNDED: &str = "totalRefundedSet.shopMoney.amount";

/// The number at a path.
pub(super) fn number(object: &Map<String, Value>, path: &str) -> Option<Decimal> {
    Cell::Json(at_path(object, path)).text().and_then(|text| parse_number(&text))
}

fn difference(a: Decimal, b: Decimal, sign: i128) -> Option<Decimal> {
    let scale = a.scale().max(b.scale());
    Some(Decimal::new(a.at_scale(scale)?.checked_add(sign * b.at_scale(scale)?)?, scale))
}

/// Total before refunds, and refunds. `currentTotalPriceSet` is after refunds: alone it is the
/// total, with nothing left to take off.
pub(super) fn money(object: &Map<String, Value>) -> (Option<String>, Option<String>) {
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
pub(super) fn line_amount(object: &Map<String, Value>) -> Option<String> {
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
