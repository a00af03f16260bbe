//! One customer of a snapshot as a snapshot of their own: asking it takes no longer than the
//! customer's own rows.

use super::column::{Codes, Column, Lists, Numbers, Places, Texts, Times};
use super::store::{Rows, Snapshot, TableName};
use super::strings::Strings;
use crate::rows::{BLOCK, RowSet};

impl Snapshot {
    /// The customer in `row` with their rows in `tables` and the products those refer to. Tables,
    /// kinds of events and columns are those of the whole, so a condition on these tables means the
    /// same in both, unless it compares the customer with others.
    pub fn single(&self, row: u32, tables: &[TableName]) -> Snapshot {
        let own = |rows: &Rows| {
            let block = row as usize / BLOCK;
            let local = (row as usize % BLOCK) as u16;
            let kept = (rows.block_starts[block]..rows.block_starts[block + 1])
                .filter(|child| rows.local[*child as usize] == local);
            kept.collect::<Vec<u32>>()
        };
        let wanted = |table| tables.contains(&table) && !self.unread().contains(&table);
        let child = |table, rows: &Rows| match wanted(table) {
            true => picked(rows, &own(rows)),
            false => picked(rows, &[]),
        };
        let customers = Rows { block_starts: vec![], local: vec![], ..picked(&self.customers, &[row]) };
        let (id, zone, currency) = (self.id.clone(), self.zone.clone(), self.currency.clone());
        let mut single = Snapshot {
            orders: self.orders.as_ref().map(|rows| child(TableName::Orders, rows)),
            lines: self.lines.as_ref().map(|rows| child(TableName::Lines, rows)),
            checkouts: self.checkouts.as_ref().map(|rows| child(TableName::Checkouts, rows)),
            events: self.events.iter().map(|(kind, rows)| (kind.clone(), child(TableName::Events, rows))).collect(),
            store_credit: self.store_credit.as_ref().map(|rows| child(TableName::StoreCredit, rows)),
            ..Snapshot::of_customers(id, self.taken_at, zone, currency, customers)
        };
        if let (Some(orders), Some(lines), true) = (&self.orders, &mut single.lines, wanted(TableName::Lines)) {
            renumber(&mut lines.parents, &own(orders));
        }
        if let Some(products) = &self.products {
            let referring = || single.lines.iter().chain(single.events.values());
            let mut kept: Vec<u32> = referring().flat_map(|rows| &rows.products).copied().collect();
            kept.retain(|product| *product != u32::MAX);
            kept.sort_unstable();
            kept.dedup();
            for rows in single.lines.iter_mut().chain(single.events.values_mut()) {
                renumber(&mut rows.products, &kept);
            }
            single.products = Some(Rows { block_starts: vec![], local: vec![], ..picked(products, &kept) });
        }
        single
    }
}

/// Rows of the whole as places among those kept, which are ascending; others refer to nothing.
fn renumber(rows: &mut [u32], kept: &[u32]) {
    rows.iter_mut().for_each(|row| *row = kept.binary_search(row).map_or(u32::MAX, |place| place as u32));
}

fn picked(rows: &Rows, kept: &[u32]) -> Rows {
    let len = kept.len() as u32;
    Rows {
        len,
        block_starts: vec![0, len],
        local: vec![0; kept.len()],
        at: taken(&rows.at, kept),
        parents: taken(&rows.parents, kept),
        products: taken(&rows.products, kept),
        ids: None,
        columns: rows.columns.iter().map(|(name, column)| (name.clone(), column_of(column, kept))).collect(),
    }
}

/// The kept values; of none, none.
fn taken<T: Copy>(values: &[T], kept: &[u32]) -> Vec<T> {
    if values.is_empty() { Vec::new() } else { kept.iter().map(|row| values[*row as usize]).collect() }
}

fn set_of(set: &RowSet, kept: &[u32]) -> RowSet {
    RowSet::from_fn(kept.len() as u32, |row| set.contains(kept[row as usize]))
}

fn column_of(column: &Column, kept: &[u32]) -> Column {
    match column {
        Column::Time(times) => Column::Time(Times {
            seconds: taken(&times.seconds, kept),
            day_codes: taken(&times.day_codes, kept),
            ..*times
        }),
        Column::Number(numbers) => Column::Number(Numbers {
            values: taken(&numbers.values, kept),
            valid: numbers.valid.as_ref().map(|valid| set_of(valid, kept)),
            ..*numbers
        }),
        Column::Text(texts) => {
            let codes: Vec<u32> = kept.iter().map(|row| texts.codes.get(*row as usize)).collect();
            let mut used: Vec<u32> = codes.iter().filter_map(|code| code.checked_sub(1)).collect();
            used.sort_unstable();
            used.dedup();
            let place = |code: &u32| match code.checked_sub(1) {
                None => 0,
                Some(key) => used.partition_point(|known| *known < key) as u32 + 1,
            };
            Column::Text(Texts {
                codes: Codes::narrow(codes.iter().map(place).collect(), used.len()),
                keys: words(&texts.keys, &used),
                shown: texts.shown.as_ref().map(|shown| words(shown, &used)),
            })
        }
        Column::List(lists) => {
            let (offsets, mut codes) = stretches(&lists.offsets, &lists.codes, kept);
            let mut used = codes.clone();
            used.sort_unstable();
            used.dedup();
            renumber(&mut codes, &used);
            let shown = lists.shown.as_ref().map(|shown| words(shown, &used));
            Column::List(Lists { offsets, codes, keys: words(&lists.keys, &used), shown })
        }
        Column::Boolean { yes, valid } => Column::Boolean { yes: set_of(yes, kept), valid: set_of(valid, kept) },
        Column::Places(places) => {
            let (offsets, latitude) = stretches(&places.offsets, &places.latitude, kept);
            let (_, longitude) = stretches(&places.offsets, &places.longitude, kept);
            Column::Places(Places { offsets, latitude, longitude })
        }
    }
}

fn words(words: &Strings, used: &[u32]) -> Strings {
    used.iter().map(|key| &words[*key as usize]).collect()
}

/// The stretches of the kept rows laid end to end.
fn stretches<T: Copy>(offsets: &[u32], items: &[T], kept: &[u32]) -> (Vec<u32>, Vec<T>) {
    let (mut ends, mut out) = (vec![0], Vec::new());
    for row in kept {
        out.extend_from_slice(&items[offsets[*row as usize] as usize..offsets[*row as usize + 1] as usize]);
        ends.push(out.len() as u32);
    }
    (ends, out)
}
