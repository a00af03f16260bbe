//! A delta's parts → rows that go with the base: ids become rows of the base or of the delta.

use super::merge::{agree, anew};
use super::take::customers_of;
use super::{Dated, Delta, Ids, Lines, NONE, Replaced, Upserts};
use crate::error::{Code, Error, Result};
use crate::order::ByName;
use crate::rows::RowSet;
use crate::snapshot::array::Values;
use crate::snapshot::column::Column;
use crate::snapshot::ids;
use crate::snapshot::load::{Calendar, Distinct};
use crate::snapshot::manifest::Manifest;
use crate::snapshot::open::{Given, Opening, Table, read_table};
use crate::snapshot::store::{LeftOut, Rows, Snapshot, TableName};
use crate::value::upper;
use std::collections::HashMap;

/// Whether each row of a table says that what has its id is no longer there.
fn deletions(table: &Table) -> Result<Vec<bool>> {
    let Some(array) = table.find("deleted") else { return Ok(vec![false; table.len as usize]) };
    match &array.values {
        Values::Null => Ok(vec![false; table.len as usize]),
        Values::Boolean(set) => Ok((0..table.len).map(|row| array.is_valid(row) && set.contains(row)).collect()),
        _ => Err(table.in_column("deleted")(Error::new(Code::UnsupportedType, "The column should hold booleans."))),
    }
}

/// The number of the id in each row of a column.
fn numbers(table: &Table, column: &str, ids: &mut Ids) -> Result<Vec<u32>> {
    let all: Vec<u32> = (0..table.len).collect();
    let distinct = Distinct::of(table.need(column)?, &all).map_err(table.in_column(column))?;
    Ok(distinct.map(NONE, |text| ids.number(text)))
}

/// The last row of each id.
fn last_rows(numbers: &[u32], ids: &Ids) -> Vec<u32> {
    let mut last = vec![NONE; ids.0.len()];
    for (number, row) in numbers.iter().zip(0..).filter(|(number, _)| **number != NONE) {
        last[*number as usize] = row;
    }
    last
}

/// The rows of a column of ids that have one of some ids, with its number.
fn found(rows: &Rows, ids: &Ids) -> Vec<(u32, u32)> {
    let Some(Column::Text(texts)) = rows.columns.get("id") else { return Vec::new() };
    let of_key: Vec<u32> = texts.keys.iter().map(|key| ids.0.get(key).copied().unwrap_or(NONE)).collect();
    let number = |row: u32| texts.codes.get(row as usize).checked_sub(1).map_or(NONE, |key| of_key[key as usize]);
    (0..rows.len).map(|row| (row, number(row))).filter(|(_, number)| *number != NONE).collect()
}

/// Which rows of a table with ids take whose place. `own` are the numbers of the delta's rows.
fn upserts(base: &Rows, own: &[u32], deleted: &[bool], ids: &Ids) -> (Upserts, Vec<u32>) {
    let last = last_rows(own, ids);
    let mut kept = Vec::new();
    // By number: the row among those kept.
    let mut sent = vec![NONE; last.len()];
    for (number, row) in own.iter().zip(0..).filter(|(number, _)| **number != NONE) {
        if last[*number as usize] == row && !deleted[row as usize] {
            sent[*number as usize] = kept.len() as u32;
            kept.push(row);
        }
    }
    let mut out = Upserts { rows: Vec::new(), moved: vec![NONE; base.len as usize], place: vec![NONE; last.len()] };
    let mut known = found(base, ids).into_iter().peekable();
    for row in 0..base.len {
        let number = known.next_if(|(found, _)| *found == row).map(|(_, number)| number as usize);
        let source = match number {
            Some(number) if last[number] != NONE => match sent[number] {
                // Gone, or already in the place of an earlier row of the id.
                NONE => continue,
                _ if out.place[number] != NONE => continue,
                kept => base.len + kept,
            },
            _ => row,
        };
        let place = out.rows.len() as u32;
        out.moved[row as usize] = place;
        if let Some(number) = number {
            out.place[number] = place;
        }
        out.rows.push(source);
    }
    for (kept, at) in kept.iter().zip(0..) {
        let place = &mut out.place[own[*kept as usize] as usize];
        if *place == NONE {
            *place = out.rows.len() as u32;
            out.rows.push(base.len + at);
        }
    }
    (out, kept)
}

/// What is read of a delta with, and what is found on the way.
struct Reading<'a> {
    opening: Opening<'a>,
    base: &'a Snapshot,
    /// Ids of customers.
    ids: Ids,
    /// By number the customer's row afterwards.
    places: Vec<u32>,
    /// By number: whether rows of the customer were left out.
    orphans: Vec<bool>,
    left_out: LeftOut,
}

impl Delta {
    /// Reads and checks a delta of `base`.
    pub(super) fn read(
        base: &Snapshot,
        manifest: &Manifest,
        given: &[Given<'_>],
        calendar: &Calendar<'_>,
    ) -> Result<Delta> {
        let mut tables = Vec::new();
        for name in TableName::ALL {
            tables.push(read_table(manifest, given, name)?);
        }
        let [customers, orders, lines, products, checkouts, events, store_credit]: [Option<Table>; 7] =
            tables.try_into().map_err(|_| anew("A table is missing."))?;
        let mut ids = Ids::default();
        let own = customers.as_ref().map(|table| numbers(table, "id", &mut ids)).transpose()?.unwrap_or_default();
        let mut refer = |table: &Option<Table>| match table {
            Some(table) => numbers(table, "customer_id", &mut ids),
            None => Ok(Vec::new()),
        };
        let [of_orders, of_checkouts] = [refer(&orders)?, refer(&checkouts)?];
        let [of_events, of_credit] = [refer(&events)?, refer(&store_credit)?];
        let deleted = customers.as_ref().map(deletions).transpose()?.unwrap_or_default();
        let (upserts, kept) = upserts(&base.customers, &own, &deleted, &ids);
        let count = upserts.rows.len() as u32;
        let mut reading = Reading {
            opening: base.opening(calendar, count),
            base,
            orphans: vec![false; ids.0.len()],
            places: upserts.place.clone(),
            ids,
            left_out: LeftOut::default(),
        };
        reading.refuse_returning(&upserts)?;
        let customers = customers.map(|table| reading.opening.some_customers(table, kept)).transpose()?;
        let products = products.map(|table| reading.products(table)).transpose()?;
        let (orders, lines) = reading.orders(orders, of_orders, lines)?;
        let checkouts = match checkouts {
            Some(table) => {
                let mut own = Ids::default();
                let (dated, _) = reading.dated(table, of_checkouts, "started_at", base.checkouts.as_ref(), &mut own)?;
                Some(dated)
            }
            None => None,
        };
        let events = events.map(|table| reading.events(table, &of_events)).transpose()?;
        let store_credit =
            store_credit.map(|table| reading.store_credit(table, &of_credit, &upserts.moved)).transpose()?;
        let Reading { ids, orphans, mut left_out, .. } = reading;
        left_out.customers.extend(ids.those(|number| orphans[number]));
        let customers = customers.map(|rows| (rows, upserts));
        Ok(Delta { customers, products, orders, lines, checkouts, events, store_credit, left_out, count })
    }

    /// Checks that every column goes with the base's.
    pub(super) fn agree(&self, base: &Snapshot) -> Result<()> {
        let both = |name: TableName, base: Option<&Rows>, delta: Option<&Rows>| -> Result<()> {
            let (Some(base), Some(delta)) = (base, delta) else { return Ok(()) };
            if u64::from(base.len) + u64::from(delta.len) >= u64::from(NONE) {
                return Err(Error::new(Code::TooLarge, format!("There are too many rows of {}.", name.as_str())));
            }
            for (column, values) in delta.columns.iter() {
                if let Some(known) = base.columns.get(column) {
                    agree(known, values).map_err(|error| error.at(format!("{}, column '{column}'", name.as_str())))?;
                }
            }
            Ok(())
        };
        both(TableName::Customers, Some(&base.customers), self.customers.as_ref().map(|(rows, _)| rows))?;
        both(TableName::Products, base.products.as_ref(), self.products.as_ref().map(|(rows, _)| rows))?;
        both(TableName::Orders, base.orders.as_ref(), self.orders.as_ref().map(|(rows, _)| rows))?;
        both(TableName::Lines, base.lines.as_ref(), self.lines.as_ref().map(|lines| &lines.rows))?;
        both(TableName::Checkouts, base.checkouts.as_ref(), self.checkouts.as_ref().map(|(rows, _)| rows))?;
        both(TableName::StoreCredit, base.store_credit.as_ref(), self.store_credit.as_ref().map(|(rows, _)| rows))?;
        for (kind, rows) in self.events.iter().flat_map(ByName::iter) {
            both(TableName::Events, base.events.get(kind), Some(rows))?;
        }
        Ok(())
    }
}

impl Reading<'_> {
    /// Refuses new customers whose earlier rows were left out: they are not in the base, and
    /// packing anew would have them.
    fn refuse_returning(&self, upserts: &Upserts) -> Result<()> {
        let mut new = vec![true; self.ids.0.len()];
        found(&self.base.customers, &self.ids).into_iter().for_each(|(_, number)| new[number as usize] = false);
        let is_new = |number: usize| new[number] && upserts.place[number] != NONE;
        let LeftOut { customers, more, .. } = &self.base.origin.left_out;
        let returning = customers.iter().find(|id| self.ids.0.get(*id).is_some_and(|number| is_new(*number as usize)));
        match returning {
            Some(id) => Err(anew(format!("The base left out rows of the customer '{id}', who is there now."))),
            None if *more && (0..new.len()).any(is_new) => {
                Err(anew("The base left out rows of more customers than it lists, and there are new ones now."))
            }
            None => Ok(()),
        }
    }

    /// The customer of each row afterwards; rows of unknown ones are noted as left out.
    fn customers(&mut self, numbers: &[u32], skipped: &[bool]) -> Vec<u32> {
        let place = |(number, skipped): (&u32, &bool)| match (*number, skipped) {
            (NONE, _) | (_, true) => NONE,
            (number, false) => {
                let place = self.places[number as usize];
                self.orphans[number as usize] |= place == NONE;
                place
            }
        };
        numbers.iter().zip(skipped).map(place).collect()
    }

    fn products(&mut self, table: Table) -> Result<(Rows, Upserts)> {
        let mut ids = Ids::default();
        let own = numbers(&table, "id", &mut ids)?;
        let none = Rows::default();
        let (upserts, kept) = upserts(self.base.products.as_ref().unwrap_or(&none), &own, &deletions(&table)?, &ids);
        Ok((self.opening.some_products(table, kept)?, upserts))
    }

    /// Orders or checkouts, what they replace, and by number of an id its row in the delta
    /// ([`NONE`] if it is not kept), with whether the delta has it at all.
    fn dated(
        &mut self,
        table: Table,
        customers: Vec<u32>,
        time: &str,
        base: Option<&Rows>,
        ids: &mut Ids,
    ) -> Result<(Dated, Vec<(bool, u32)>)> {
        let own = match table.find("id") {
            Some(_) => numbers(&table, "id", ids)?,
            None => vec![NONE; table.len as usize],
        };
        let last = last_rows(&own, ids);
        let mut skipped = deletions(&table)?;
        for ((number, row), skipped) in own.iter().zip(0..).zip(&mut skipped) {
            *skipped |= *number != NONE && last[*number as usize] != row;
        }
        let customers = self.customers(&customers, &skipped);
        let (rows, stored) = self.opening.dated_of(table, customers, time)?;
        let places = stored.places();
        let sent = |row: &u32| (*row != NONE, places.get(*row as usize).copied().unwrap_or(NONE));
        let sent: Vec<(bool, u32)> = last.iter().map(sent).collect();
        let mut replaced = Replaced::default();
        if let Some((known, count)) = base.and_then(|base| base.ids.as_ref().map(|known| (known, base.len))) {
            let mut gone = RowSet::empty(count);
            replaced.by.resize(count as usize, NONE);
            ids::find(known, &ids.0, &mut |row, number| {
                let (is_sent, by) = sent[number as usize];
                if is_sent {
                    gone.insert(row);
                    replaced.by[row as usize] = by;
                }
            });
            replaced.rows = Some(gone);
        }
        Ok(((rows, replaced), sent))
    }

    /// Orders, and lines with the order of each.
    fn orders(
        &mut self,
        table: Option<Table>,
        customers: Vec<u32>,
        lines: Option<Table>,
    ) -> Result<(Option<Dated>, Option<Lines>)> {
        let base = self.base.orders.as_ref();
        let mut ids = Ids::default();
        let of_lines = lines.as_ref().map(|table| numbers(table, "order_id", &mut ids)).transpose()?;
        let (orders, mut sent) = match table {
            Some(table) => {
                let (dated, sent) = self.dated(table, customers, "placed_at", base, &mut ids)?;
                (Some(dated), sent)
            }
            None => (None, Vec::new()),
        };
        sent.resize(ids.0.len(), (false, NONE));
        let mut of_base = vec![NONE; ids.0.len()];
        if let Some(known) = base.and_then(|base| base.ids.as_ref()) {
            ids::find(known, &ids.0, &mut |row, number| of_base[number as usize] = row);
        }
        let Some((table, numbers)) = lines.zip(of_lines) else {
            self.refuse_returning_orders(&ids, |number| sent[number].1 != NONE && of_base[number] == NONE)?;
            return Ok((orders, None));
        };
        if base.is_none() && orders.is_none() {
            // As packing does with lines without a table of orders.
            return Ok((orders, None));
        }
        let before = base.map_or(0, |base| base.len);
        let order = |number: &u32| match *number {
            NONE => NONE,
            number => match sent[number as usize] {
                (true, NONE) => NONE,
                (true, row) => before + row,
                (false, _) => of_base[number as usize],
            },
        };
        let orders_of: Vec<u32> = numbers.iter().map(order).collect();
        let mut lost = vec![false; ids.0.len()];
        for (number, order) in numbers.iter().zip(&orders_of).filter(|(number, _)| **number != NONE) {
            lost[*number as usize] |= *order == NONE;
        }
        self.left_out.orders.extend(ids.those(|number| lost[number]));
        let all: Vec<u32> = (0..table.len).collect();
        let mut rows = Rows { len: table.len, ..Rows::default() };
        self.opening.load(table, &all, &mut rows)?;
        Ok((orders, Some(Lines { rows, orders: orders_of })))
    }

    /// Refuses new orders, sent without lines, whose lines the base left out.
    fn refuse_returning_orders(&self, ids: &Ids, is_new: impl Fn(usize) -> bool) -> Result<()> {
        let LeftOut { orders, more, .. } = &self.base.origin.left_out;
        let returning = orders.iter().find(|id| ids.0.get(*id).is_some_and(|number| is_new(*number as usize)));
        match returning {
            Some(id) => Err(anew(format!("The base left out lines of the order '{id}', which is there now."))
                .help("Send the order with its lines, or pack the whole data anew.")),
            None if *more && (0..ids.0.len()).any(is_new) => {
                Err(anew("The base left out lines of more orders than it lists, and there are new ones now."))
            }
            None => Ok(()),
        }
    }

    fn events(&mut self, table: Table, customers: &[u32]) -> Result<ByName<Rows>> {
        let customers = self.customers(customers, &vec![false; table.len as usize]);
        Ok(self.opening.events_of(table, customers, None)?.into_iter().collect())
    }

    /// Accounts, and which of the base's they replace: those of the same customer and currency.
    fn store_credit(&mut self, table: Table, customers: &[u32], moved: &[u32]) -> Result<(Rows, RowSet)> {
        let all: Vec<u32> = (0..table.len).collect();
        let deleted = deletions(&table)?;
        let own = &self.base.currency.code;
        let key = |customer: u32, currency: &str| {
            let currency = if currency.is_empty() { own } else { currency };
            format!("{customer} {currency}")
        };
        let mut accounts: HashMap<String, u32> = HashMap::new();
        let currencies = table.find("currency").map(|array| Distinct::of(array, &all));
        let currencies = currencies.transpose().map_err(table.in_column("currency"))?;
        for (number, row) in customers.iter().zip(0..).filter(|(number, _)| **number != NONE) {
            let currency = currencies.as_ref().and_then(|currencies| currencies.text(row)).unwrap_or_default();
            accounts.insert(key(self.places[*number as usize], &upper(currency)), 0);
        }
        let customers = self.customers(customers, &deleted);
        let none = Rows::default();
        let base = self.base.store_credit.as_ref().unwrap_or(&none);
        let currencies = match base.columns.get("currency") {
            Some(Column::Text(texts)) => Some(texts),
            _ => None,
        };
        let currency = |row: u32| {
            let texts = currencies?;
            Some(&texts.keys[texts.codes.get(row as usize).checked_sub(1)? as usize])
        };
        let mut gone = RowSet::empty(base.len);
        for (customer, row) in customers_of(base).into_iter().zip(0..) {
            let customer = moved[customer as usize];
            if customer != NONE && accounts.contains_key(&key(customer, currency(row).unwrap_or_default())) {
                gone.insert(row);
            }
        }
        Ok((self.opening.store_credit_of(table, customers)?, gone))
    }
}
