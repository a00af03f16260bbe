//! Members as a table: rows in an order, values of chosen columns.

use super::shown::{Show, Shown};
use crate::check::{Operand, Options};
use crate::error::Result;
use crate::eval::{Cache, Reading, Run, order_by_id};
use crate::rows::RowSet;
use crate::snapshot::{Column, Snapshot, Strings};
use crate::value::fold_case;
use std::cmp::Ordering;

/// The rows of `members`, ascending by id as text.
pub fn by_id(members: &RowSet, snapshot: &Snapshot, cache: &mut Cache) -> Vec<u32> {
    order_by_id(snapshot, cache).iter().copied().filter(|row| members.contains(*row)).collect()
}

/// Sorts rows, which ascend by id, by an operand's values. Rows of equal values keep their order; those without a
/// value come last either way. Ids go by their bytes, other texts by their folded spelling, lists text by text.
///
/// # Errors
/// As [`crate::eval::evaluate`].
pub fn sort(
    rows: &mut [u32],
    operand: &Operand,
    descending: bool,
    snapshot: &Snapshot,
    options: &Options,
    cache: &mut Cache,
) -> Result<()> {
    if *operand == Operand::Column("id".to_owned()) {
        // Rows come ascending by id.
        if descending {
            rows.reverse();
        }
        return Ok(());
    }
    let mut run = Run::new(snapshot, options, cache);
    let reading = run.reading(operand)?;
    if let Some(view) = reading.view() {
        by(rows, descending, &|row| view.is_present(row), &|a, b| view.compare(a, b));
        return Ok(());
    }
    match &reading {
        Reading::Plain(Column::Text(texts)) => {
            let ranks = ranks(texts.shown());
            let rank = |row: usize| texts.codes.get(row).checked_sub(1).map(|key| ranks[key as usize]);
            by(rows, descending, &|row| texts.codes.get(row) > 0, &|a, b| rank(a).cmp(&rank(b)));
        }
        Reading::Plain(Column::List(lists)) => {
            let ranks = ranks(lists.shown());
            by_key(rows, descending, &|row| {
                let own = &lists.codes[lists.offsets[row] as usize..lists.offsets[row + 1] as usize];
                let mut of: Vec<u32> = own.iter().map(|code| ranks[*code as usize]).collect();
                of.sort_unstable();
                (!of.is_empty()).then(|| of.into_iter().flat_map(u32::to_be_bytes).collect())
            });
        }
        Reading::Plain(Column::Boolean { yes, valid }) => {
            let yes = |row: usize| yes.contains(row as u32);
            by(rows, descending, &|row| valid.contains(row as u32), &|a, b| yes(a).cmp(&yes(b)));
        }
        _ => {
            // The text of a customer's latest row.
            let show = Show::new(&reading, operand, snapshot);
            by_key(rows, descending, &|row| match show.of(row) {
                Shown::Text(text) => Some(fold_case(&text).into_bytes()),
                _ => None,
            });
        }
    }
    Ok(())
}

/// Sorts by a key that is made once a row.
fn by_key(rows: &mut [u32], descending: bool, key: &dyn Fn(usize) -> Option<Vec<u8>>) {
    let keys: Vec<Option<Vec<u8>>> = rows.iter().map(|row| key(*row as usize)).collect();
    let mut places: Vec<u32> = (0..rows.len() as u32).collect();
    by(&mut places, descending, &|place| keys[place].is_some(), &|a, b| keys[a].cmp(&keys[b]));
    let sorted: Vec<u32> = places.iter().map(|place| rows[*place as usize]).collect();
    rows.copy_from_slice(&sorted);
}

fn by(rows: &mut [u32], descending: bool, present: &dyn Fn(usize) -> bool, compare: &dyn Fn(usize, usize) -> Ordering) {
    arrange(rows, &|a, b| match (present(a), present(b)) {
        (true, true) if descending => compare(b, a),
        (true, true) => compare(a, b),
        (a, b) => b.cmp(&a),
    });
}

// One sort for every comparison: each made anew is five kilobytes of wasm.
fn arrange(rows: &mut [u32], compare: &dyn Fn(usize, usize) -> Ordering) {
    rows.sort_by(|a, b| compare(*a as usize, *b as usize));
}

/// The place of each text among all in folded order, spellings of one folded text in the order of
/// their bytes.
fn ranks(texts: &Strings) -> Vec<u32> {
    let folded: Vec<String> = texts.iter().map(fold_case).collect();
    let mut order: Vec<u32> = (0..texts.len() as u32).collect();
    arrange(&mut order, &|a, b| folded[a].cmp(&folded[b]).then_with(|| texts[a].cmp(&texts[b])));
    let mut ranks = vec![0; order.len()];
    order.iter().zip(0..).for_each(|(text, rank)| ranks[*text as usize] = rank);
    ranks
}

/// The values of `rows` in each of the columns, column by column.
///
/// # Errors
/// As [`crate::eval::evaluate`].
pub fn columns(
    rows: &[u32],
    operands: &[Operand],
    snapshot: &Snapshot,
    options: &Options,
    cache: &mut Cache,
) -> Result<Vec<Vec<Shown>>> {
    let mut run = Run::new(snapshot, options, cache);
    let mut columns = Vec::with_capacity(operands.len());
    for operand in operands {
        let reading = run.reading(operand)?;
        let show = Show::new(&reading, operand, snapshot);
        columns.push(rows.iter().map(|row| show.of(*row as usize)).collect());
    }
    Ok(columns)
}
