//! The members of a segment by the values of one field or row parameter.

use super::distribution::{bars, edges};
use super::values::{Subject, titles};
use crate::check::Options;
use crate::error::Result;
use crate::eval::{self, Cache, Reading, Run, Stop};
use crate::order;
use crate::rows::RowSet;
use crate::snapshot::{Column, Snapshot};

/// Parts of a segment, and of everyone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breakdown {
    /// Digits after the point of numbers; 0 of days.
    pub scale: u8,
    /// How many different values members have; of ranges, how many there are.
    pub values: usize,
    /// Texts by how many members have them, most first; numbers and days ascending.
    pub parts: Vec<Part>,
}

/// The customers with one value, or with one of a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What they have in common.
    pub of: Parts,
    /// Members.
    pub members: u32,
    /// All customers there are.
    pub everyone: u32,
}

/// What makes a part. Numbers are of the values' last digit, or local days since 1970-01-01.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parts {
    /// A text as shown, and what it is called if it is the id of a product.
    Text(String, Option<String>),
    /// One number.
    Number(i64),
    /// Numbers from the first to before the second, which the last part has not.
    Range(i64, Option<i64>),
}

/// The members by their values; `dates` says that these are times. At most about `most` parts.
/// `None` if the values have no order and are no texts.
///
/// # Errors
/// As [`eval::evaluate`].
pub fn breakdown(
    subject: &Subject,
    dates: bool,
    (members, everyone): (&RowSet, &RowSet),
    most: usize,
    options: &Options,
    snapshot: &Snapshot,
    cache: &mut Cache,
) -> Result<Option<Breakdown>> {
    let mut run = Run::new(snapshot, options, cache);
    let mut keys = |among: &RowSet| match subject {
        Subject::Value(operand) => run.value_keys(operand, among),
        Subject::Row(rows, column) => run.row_keys(rows, column, false, among),
    };
    if let (Some(inside), Some(all)) = (keys(members)?, keys(everyone)?) {
        let mut totals = Vec::new();
        all.each(&mut |_, _, customers| totals.push(customers));
        let mut totals = totals.into_iter();
        let mut found: Vec<(u32, u32, &str, &str)> = Vec::new();
        inside.each(&mut |key, shown, customers| {
            let everyone = totals.next().unwrap_or(0);
            if customers > 0 {
                found.push((customers, everyone, shown, key));
            }
        });
        order::sort_by(&mut found, |a, b| b.0.cmp(&a.0).then_with(|| a.2.cmp(b.2)));
        let (values, titles) = (found.len(), titles(subject, snapshot));
        let parts = found.into_iter().take(most).map(|(members, everyone, shown, key)| {
            let name = titles.get(key).map(|name| (*name).to_owned());
            Part { of: Parts::Text(shown.to_owned(), name), members, everyone }
        });
        return Ok(Some(Breakdown { scale: 0, values, parts: parts.collect() }));
    }
    let Subject::Value(operand) = subject else { return Ok(None) };
    let reading = run.reading(operand)?;
    if let Reading::Plain(Column::Boolean { yes, valid }) = reading {
        return Ok(Some(of_boolean(yes, valid, members, everyone)));
    }
    let Some(view) = reading.view() else { return Ok(None) };
    let nobody = RowSet::empty(members.len());
    let stops = |among: &RowSet| match dates {
        true => Some(eval::of_days(&view, among, &nobody, &snapshot.zone)),
        false => eval::of_numbers(&view, among, &nobody),
    };
    let (Some(inside), Some(all)) = (stops(members), stops(everyone)) else { return Ok(None) };
    let parts = of_numbers(&inside, &all, dates, most);
    Ok(Some(Breakdown { scale: if dates { 0 } else { view.scale }, values: parts.len(), parts }))
}

fn of_boolean(yes: &RowSet, valid: &RowSet, members: &RowSet, everyone: &RowSet) -> Breakdown {
    let part = |(text, holds): (&str, bool)| {
        let count = |among: &RowSet| {
            let has = |row: &u32| valid.contains(*row) && yes.contains(*row) == holds;
            among.iter().filter(has).count() as u32
        };
        let of = Parts::Text(text.to_owned(), None);
        Part { of, members: count(members), everyone: count(everyone) }
    };
    let mut parts: Vec<Part> = [("true", true), ("false", false)].into_iter().map(part).collect();
    parts.retain(|part| part.members > 0);
    order::sort_by_key(&mut parts, |part| std::cmp::Reverse(part.members));
    Breakdown { scale: 0, values: parts.len(), parts }
}

/// One part a number if there are few different ones among all, else one a range. Parts without a
/// member are left out.
fn of_numbers(inside: &[Stop], all: &[Stop], dates: bool, most: usize) -> Vec<Part> {
    let single = all.len() <= most && all.iter().all(|stop| stop.half & 1 == 0);
    let edges = match single {
        true => all.iter().map(|stop| stop.half >> 1).collect(),
        false => edges(all, dates, u32::try_from(most).unwrap_or(u32::MAX)),
    };
    let counts = bars(inside, &edges).into_iter().zip(bars(all, &edges));
    let part = |(at, (members, everyone)): (usize, (u32, u32))| {
        let of = match single {
            true => Parts::Number(edges[at]),
            false => Parts::Range(edges[at], edges.get(at + 1).copied()),
        };
        Part { of, members, everyone }
    };
    counts.enumerate().map(part).filter(|part| part.members > 0).collect()
}
