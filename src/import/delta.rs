//! What packing a delta takes from its base, and what does not go with it.

use super::Options;
use super::join::Places;
use super::tables::Tables;
use crate::error::{Code, Error, Result};
use crate::snapshot::{LeftOut, TableName};

/// Columns of the default address that `addresses` stands in the place of.
const FLAT: [&str; 3] = ["country", "region", "city"];

/// The error of what cannot be said by a delta.
fn anew(why: String) -> Error {
    Error::new(Code::PackAnew, why).help("Pack the whole data anew, without a base.")
}

/// Takes zone and currency from the base, if there is one.
///
/// # Errors
/// [`Code::PackAnew`] if others are asked for, [`Code::BadArgument`] for a time not later than the
/// base's.
pub(super) fn settle(options: &mut Options) -> Result<()> {
    let Some(base) = &options.base else { return Ok(()) };
    let zone = options.time_zone.get_or_insert_with(|| base.zone.clone());
    if zone.name() != base.zone.name() {
        return Err(anew(format!("The base is in the time zone {}, not {}.", base.zone.name(), zone.name())));
    }
    if options.zone_source.is_empty() {
        options.zone_source.clone_from(&base.zone_source);
    }
    let currency = options.currency.get_or_insert_with(|| base.currency.code.clone());
    if *currency != base.currency.code {
        return Err(anew(format!("The base is in {}, not {currency}.", base.currency.code)));
    }
    if options.taken_at <= base.taken_at {
        let message = "The data of a delta must be later than its base's.";
        return Err(Error::new(Code::BadArgument, message).help("Say when it was true."));
    }
    Ok(())
}

/// Refuses orders that name customers by how they are reached: who that is only the base knows.
pub(super) fn refuse_contacts(tables: &Tables) -> Result<()> {
    let customers = tables.get(TableName::Customers);
    if customers.keys.iter().any(|id| id.starts_with('\u{1}')) {
        return Err(anew("The orders name customers by e-mail address, and a delta does not know the base's.".into()));
    }
    Ok(())
}

/// Checks that columns of customers go with those of the base.
///
/// # Errors
/// [`Code::PackAnew`] naming the column.
pub(super) fn agree(types: &[(String, String)], base: &[(String, String)]) -> Result<()> {
    fn has(columns: &[(String, String)], name: &str) -> bool {
        columns.iter().any(|(known, _)| known == name)
    }
    for (name, type_) in types {
        match base.iter().find(|(known, _)| known == name) {
            Some((_, known)) if known != type_ => {
                let message = format!("The column holds {type_} values now, and {known} values in the base.");
                return Err(anew(message).at(format!("customers, column '{name}'")));
            }
            _ => {}
        }
    }
    if base.is_empty() {
        return Ok(());
    }
    for (one, other) in [(types, base), (base, types)] {
        let flat = FLAT.iter().any(|name| has(other, name));
        if has(one, "addresses") && flat && !has(other, "addresses") {
            return Err(anew("Addresses are told in another way than in the base.".to_owned()));
        }
    }
    if has(types, "email") && has(base, "email_domain") && !has(base, "email") {
        let message = "The base leaves out personal columns.";
        return Err(Error::new(Code::BadArgument, message).help("Pack the delta as pseudonymous, too."));
    }
    if has(types, "email_domain") && has(base, "email") {
        return Err(anew("The base has e-mail addresses, and the delta leaves out personal columns.".to_owned()));
    }
    Ok(())
}

/// Adds columns to those known.
pub(super) fn add(known: &mut Vec<(String, String)>, types: &[(String, String)]) {
    for (name, type_) in types {
        if !known.iter().any(|(known, _)| known == name) {
            known.push((name.clone(), type_.clone()));
        }
    }
}

/// Ids that rows name and no packed row has: a delta that brings one later cannot be applied.
pub(super) fn left_out(tables: &Tables, customers: &Places, orders: &Places) -> LeftOut {
    let mut left_out = LeftOut::default();
    let mut list = |name: TableName, places: &Places| {
        let keys = &tables.get(name).keys;
        let mut ids: Vec<String> =
            places.missing().take(LeftOut::LISTED + 1).map(|key| keys.get(key).to_string()).collect();
        left_out.more |= ids.len() > LeftOut::LISTED;
        ids.truncate(LeftOut::LISTED);
        ids.sort();
        ids
    };
    let customers = list(TableName::Customers, customers);
    let orders = if tables.get(TableName::Lines).present { list(TableName::Orders, orders) } else { Vec::new() };
    left_out.customers = customers;
    left_out.orders = orders;
    left_out
}
