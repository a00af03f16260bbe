//! A delta that goes with its base → the base's tables made anew, one after the other.

use super::merge::Merge;
use super::{Applied, Delta, Lines, NONE, Replaced};
use crate::order::ByName;
use crate::rows::{BLOCK, RowSet};
use crate::snapshot::children::{LEFT_OUT, arrange, arrange_lines};
use crate::snapshot::column::Column;
use crate::snapshot::ids;
use crate::snapshot::load::{Calendar, integer_text};
use crate::snapshot::open::refer;
use crate::snapshot::schema::form_of;
use crate::snapshot::store::{LeftOut, Rows, Snapshot, TableName};
use std::mem::take;

/// The customer of every row of a child table.
pub(super) fn customers_of(rows: &Rows) -> Vec<u32> {
    let mut customers = Vec::with_capacity(rows.len as usize);
    for (block, pair) in rows.block_starts.windows(2).enumerate() {
        let of_block = &rows.local[pair[0] as usize..pair[1] as usize];
        customers.extend(of_block.iter().map(|local| (block * BLOCK) as u32 + u32::from(*local)));
    }
    customers
}

/// What tables are made anew with.
struct Taking<'a> {
    calendar: &'a Calendar<'a>,
    exponent: u8,
    /// Where the base's customers are, if any of them is elsewhere or gone.
    moved: Option<&'a [u32]>,
    /// Customers there are.
    count: u32,
}

impl Delta {
    /// Makes the tables of a base anew.
    pub(super) fn take_into(self, base: &mut Snapshot, calendar: &Calendar<'_>) -> Applied {
        let Delta { customers, products, orders, lines, checkouts, events, store_credit, mut left_out, count } = self;
        let mut taking = Taking { calendar, exponent: base.currency.exponent, moved: None, count };
        let mut who_left = Vec::new();
        let moved = customers.map(|(rows, upserts)| {
            who_left = base.customers_without(&upserts.moved);
            let leaving = base.who_leaves_rows(&upserts.moved);
            left_out
                .customers
                .extend(who_left.iter().filter(|(row, _)| leaving.contains(*row)).map(|(_, id)| id.clone()));
            let before = take(&mut base.customers);
            base.customers = taking.table(TableName::Customers, before, &rows, &upserts.rows);
            upserts.moved
        });
        let stays = |moved: &Vec<u32>| moved.iter().zip(0..).all(|(row, before)| *row == before);
        taking.moved = moved.as_deref().filter(|_| !moved.as_ref().is_some_and(stays));
        let new_products = products.is_some();
        if let Some((rows, upserts)) = products {
            let before = base.products.take().unwrap_or_default();
            base.products = Some(taking.table(TableName::Products, before, &rows, &upserts.rows));
        }
        taking.orders_and_lines(base, orders, lines, &mut left_out);
        let (rows, replaced) = checkouts.unzip();
        if rows.is_some() || taking.moved.is_some() {
            let gone = replaced.and_then(|replaced| replaced.rows);
            base.checkouts = taking.children(TableName::Checkouts, base.checkouts.take(), rows, gone.as_ref());
        }
        taking.events(base, events);
        let (rows, gone) = store_credit.unzip();
        if rows.is_some() || taking.moved.is_some() {
            base.store_credit = taking.children(TableName::StoreCredit, base.store_credit.take(), rows, gone.as_ref());
        }
        let products = base.products.as_ref();
        if new_products {
            base.lines.iter_mut().for_each(|rows| refer(rows, "product_id", products));
        }
        for (kind, rows) in base.events.iter_mut() {
            if new_products && kind.starts_with("product_") {
                refer(rows, "object_id", products);
            }
        }
        let tables = [&mut base.orders, &mut base.lines, &mut base.checkouts, &mut base.store_credit];
        for rows in tables.into_iter().flatten().chain(base.events.values_mut()) {
            // More customers may be more blocks.
            let end = rows.block_starts.last().copied().unwrap_or(0);
            rows.block_starts.resize((count as usize).div_ceil(BLOCK) + 1, end);
        }
        base.origin.left_out.add(left_out);
        Applied { moved, customers: count, gone: who_left }
    }
}

impl Snapshot {
    /// Row and id of the customers who will be nowhere.
    fn customers_without(&self, moved: &[u32]) -> Vec<(u32, String)> {
        let Some(Column::Text(ids)) = self.customers.columns.get("id") else { return Vec::new() };
        let id = |row: u32| Some(ids.keys[ids.codes.get(row as usize).checked_sub(1)? as usize].to_owned());
        let gone = moved.iter().zip(0..).filter(|(row, _)| **row == NONE);
        gone.filter_map(|(_, row)| Some((row, id(row)?))).collect()
    }

    /// The customers who will be gone and have rows.
    fn who_leaves_rows(&self, moved: &[u32]) -> RowSet {
        let mut leaving = RowSet::empty(self.customers.len);
        if !moved.contains(&NONE) {
            return leaving;
        }
        let tables = [&self.orders, &self.checkouts, &self.store_credit];
        for rows in tables.into_iter().flatten().chain(self.events.values()) {
            customers_of(rows)
                .into_iter()
                .filter(|row| moved[*row as usize] == NONE)
                .for_each(|row| leaving.insert(row));
        }
        leaving
    }
}

impl LeftOut {
    /// Adds what else was left out.
    fn add(&mut self, other: LeftOut) {
        self.more |= other.more;
        for (list, more) in [(&mut self.customers, other.customers), (&mut self.orders, other.orders)] {
            for id in more {
                if !list.contains(&id) {
                    list.push(id);
                }
            }
            self.more |= list.len() > LeftOut::LISTED;
            list.truncate(LeftOut::LISTED);
        }
    }
}

impl Taking<'_> {
    fn merge<'m>(&'m self, rows: &'m [u32], base: u32) -> Merge<'m> {
        Merge { rows, base, calendar: self.calendar, exponent: self.exponent }
    }

    /// Customers or products.
    fn table(&self, name: TableName, mut base: Rows, delta: &Rows, rows: &[u32]) -> Rows {
        let mut out = Rows { len: rows.len() as u32, ..Rows::default() };
        self.columns(name, take(&mut base.columns), base.len, &delta.columns, rows, &mut out);
        out
    }

    /// Merges the columns of two tables, dropping the base's one by one.
    fn columns(
        &self,
        name: TableName,
        mut base: ByName<Column>,
        len: u32,
        delta: &ByName<Column>,
        rows: &[u32],
        out: &mut Rows,
    ) {
        let merge = self.merge(rows, len);
        let mut names: Vec<String> = base.keys().cloned().collect();
        names.extend(delta.keys().filter(|name| !base.contains_key(name)).cloned());
        for column in names {
            let before = base.remove(&column);
            if let Some(merged) = merge.column(form_of(name, &column), before.as_ref(), delta.get(&column)) {
                out.columns.insert(column, merged);
            }
        }
    }

    /// Rows of customers, without those of the base that are `gone`; with where each row went, the
    /// delta's behind the base's.
    fn stack(&self, name: TableName, mut base: Rows, mut delta: Rows, gone: Option<&RowSet>) -> (Rows, Vec<u32>) {
        let mut customers = customers_of(&base);
        for (customer, row) in customers.iter_mut().zip(0..) {
            if let Some(moved) = self.moved {
                *customer = moved[*customer as usize];
            }
            if gone.is_some_and(|gone| gone.contains(row)) {
                *customer = LEFT_OUT;
            }
        }
        customers.extend(customers_of(&delta));
        let mut at = take(&mut base.at);
        at.extend(&delta.at);
        let ids = ids::joined([base.ids.take(), delta.ids.take()], [base.len, delta.len]);
        let ids = ids.expect("the tables were found to have few enough rows");
        let dated = name != TableName::StoreCredit;
        let (rows, mut out) = arrange(&customers, self.count, dated.then_some(&at), ids.as_ref());
        out.ids = ids.map(|ids| ids::kept(ids, &rows));
        let mut places = vec![LEFT_OUT; customers.len()];
        drop((customers, at));
        rows.iter().zip(0..).for_each(|(row, place)| places[*row as usize] = place);
        self.columns(name, take(&mut base.columns), base.len, &delta.columns, &rows, &mut out);
        (out, places)
    }

    /// Rows of customers, if there is such a table.
    fn children(
        &self,
        name: TableName,
        base: Option<Rows>,
        delta: Option<Rows>,
        gone: Option<&RowSet>,
    ) -> Option<Rows> {
        if base.is_none() && delta.is_none() {
            return None;
        }
        let (mut base, mut delta) = (base.unwrap_or_default(), delta.unwrap_or_default());
        if let Some(time) = time_of(name) {
            same_dates(time, [&mut base], [&mut delta]);
        }
        Some(self.stack(name, base, delta, gone).0)
    }

    fn orders_and_lines(
        &self,
        base: &mut Snapshot,
        orders: Option<(Rows, Replaced)>,
        lines: Option<Lines>,
        left_out: &mut LeftOut,
    ) {
        let before = base.orders.as_ref().map_or(0, |orders| orders.len);
        let mut places: Vec<u32> = (0..before).collect();
        let mut replaced = Replaced::default();
        let touched = orders.is_some() || self.moved.is_some();
        if touched && (orders.is_some() || base.orders.is_some()) {
            let (mut rows, mut own) = (Rows::default(), base.orders.take().unwrap_or_default());
            if let Some((sent, by)) = orders {
                (rows, replaced) = (sent, by);
            }
            let known = own.ids.clone().filter(|_| base.lines.is_some());
            same_dates("placed_at", [&mut own], [&mut rows]);
            let (merged, found) = self.stack(TableName::Orders, own, rows, replaced.rows.as_ref());
            places = found;
            base.orders = Some(merged);
            if let Some(ids) = known {
                let lost = |row: &u32| places[*row as usize] == LEFT_OUT && replaced.of(*row).is_none();
                let id = |row| integer_text(&ids, row).map(|id| id.into_owned());
                left_out.orders.extend((0..before).filter(lost).filter_map(id));
            }
        }
        let Some(orders) = &base.orders else { return };
        if lines.is_none() && (!touched || base.lines.is_none()) {
            return;
        }
        let of_delta = lines.is_some();
        let own = base.lines.take().unwrap_or_default();
        let Lines { rows, orders: sources } = lines.unwrap_or_else(|| Lines { rows: Rows::default(), orders: vec![] });
        let kept = |order: &u32| match replaced.of(*order) {
            // An order that is sent again comes with its lines, if any lines are sent.
            Some(by) if !of_delta => places[(before + by) as usize],
            _ => places[*order as usize],
        };
        let of_source = |source: &u32| if *source == NONE { LEFT_OUT } else { places[*source as usize] };
        let parents: Vec<u32> = own.parents.iter().map(kept).chain(sources.iter().map(of_source)).collect();
        let (order, mut out) = arrange_lines(&parents, orders);
        self.columns(TableName::Lines, own.columns, own.len, &rows.columns, &order, &mut out);
        refer(&mut out, "product_id", base.products.as_ref());
        base.lines = Some(out);
    }

    fn events(&self, base: &mut Snapshot, delta: Option<ByName<Rows>>) {
        if delta.is_none() && self.moved.is_none() {
            return;
        }
        let mut delta = delta.unwrap_or_default();
        let mut own = take(&mut base.events);
        same_dates("at", own.values_mut(), delta.values_mut());
        // All kinds have the columns of the table.
        let mut known: ByName<Column> = ByName::default();
        for (name, column) in own.values().chain(delta.values()).flat_map(|rows| rows.columns.iter()) {
            if !known.contains_key(name) {
                let blank = self.merge(&[], 0).column(None, None, Some(column));
                blank.into_iter().for_each(|blank| drop(known.insert(name.clone(), blank)));
            }
        }
        let mut kinds: Vec<String> = own.keys().cloned().collect();
        kinds.extend(delta.keys().filter(|kind| !own.contains_key(kind)).cloned());
        for kind in kinds {
            let [before, more] = [own.remove(&kind), delta.remove(&kind)].map(Option::unwrap_or_default);
            let (mut rows, _) = self.stack(TableName::Events, before, more, None);
            if rows.len == 0 {
                continue;
            }
            for (name, blank) in known.iter().filter(|(name, _)| !rows.columns.contains_key(name)).collect::<Vec<_>>() {
                let nowhere = vec![0; rows.len as usize];
                let missing = self.merge(&nowhere, 1).column(None, None, Some(blank));
                missing.into_iter().for_each(|column| drop(rows.columns.insert(name.clone(), column)));
            }
            if kind.starts_with("product_") {
                refer(&mut rows, "object_id", base.products.as_ref());
            }
            base.events.insert(kind, rows);
        }
    }
}

/// The column of a table's own times, which is there if they are dates without time.
fn time_of(name: TableName) -> Option<&'static str> {
    match name {
        TableName::Orders => Some("placed_at"),
        TableName::Checkouts => Some("started_at"),
        _ => None,
    }
}

/// Keeps the column of a table's own times only if all its rows have dates without time.
fn same_dates<'r>(
    time: &str,
    base: impl IntoIterator<Item = &'r mut Rows>,
    delta: impl IntoIterator<Item = &'r mut Rows>,
) {
    let mut all: Vec<&mut Rows> = base.into_iter().chain(delta).collect();
    if all.iter().any(|rows| rows.len > 0 && !rows.columns.contains_key(time)) {
        all.iter_mut().for_each(|rows| drop(rows.columns.remove(time)));
    }
}
