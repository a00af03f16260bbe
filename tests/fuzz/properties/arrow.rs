//! Arrow parts and manifests of others: an error or a snapshot, never a panic, and what opens answers.

use super::{chosen, shop};
use headcount::error::Result;
use headcount::session::{Request, Session, Source};
use headcount::snapshot::arrow::{Batches, read_stream, write_stream};
use headcount::snapshot::{Array, Manifest, Part, Snapshot, TableName, Values};

/// A value as it reads, whatever its representation.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    Missing,
    Boolean(bool),
    Integer(i64),
    Decimal(i128, u8),
    /// The bits of a float, so that one that is no number is itself.
    Float(u64),
    Day(i32),
    Second(i64),
    Text(String),
    List(Vec<Cell>),
    Struct(Vec<(String, Cell)>),
}

/// The value of a row.
pub(crate) fn cell(array: &Array, row: u32) -> Cell {
    if !array.is_valid(row) {
        return Cell::Missing;
    }
    let at = row as usize;
    match &array.values {
        Values::Null => Cell::Missing,
        Values::Boolean(set) => Cell::Boolean(set.contains(row)),
        Values::Integer(values) => Cell::Integer(values[at]),
        Values::Decimal { scale, values } => Cell::Decimal(values[at].into(), *scale),
        Values::Wide { scale, values } => Cell::Decimal(values[at], *scale),
        Values::Float(values) => Cell::Float(values[at].to_bits()),
        Values::Day(values) => Cell::Day(values[at]),
        Values::Second(values) => Cell::Second(values[at]),
        Values::Text { codes, dictionary } => Cell::Text(dictionary[codes[at] as usize].to_owned()),
        Values::List { offsets, items } => {
            Cell::List((offsets[at]..offsets[at + 1]).map(|item| cell(items, item)).collect())
        }
        Values::Struct(fields) => {
            Cell::Struct(fields.iter().map(|field| (field.name.clone(), cell(field, row))).collect())
        }
    }
}

/// Name and values of a column.
pub(crate) fn cells(array: &Array) -> (String, Vec<Cell>) {
    (array.name.clone(), (0..array.len).map(|row| cell(array, row)).collect())
}

/// The columns read batch by batch as the bytes come in chunks.
fn in_batches(bytes: &[u8], chunk: usize) -> Result<Vec<(String, Vec<Cell>)>> {
    let (mut batches, mut read) = (Batches::new("the part"), Vec::new());
    let mut take = |arrays: &[Array]| {
        read.resize(arrays.len(), (String::new(), Vec::new()));
        for (array, (name, values)) in arrays.iter().zip(&mut read) {
            array.name.clone_into(name);
            values.extend(cells(array).1);
        }
        Ok(())
    };
    bytes.chunks(chunk).try_for_each(|chunk| batches.push(chunk, &mut take))?;
    batches.finish(&mut take)?;
    Ok(read)
}

/// Batches are read, or refused, as the whole is.
pub(crate) fn batches_agree(bytes: &[u8], whole: &Result<Vec<Array>>, chunk: usize) -> bool {
    match (whole, in_batches(bytes, chunk)) {
        (Ok(arrays), Ok(read)) => read == arrays.iter().map(cells).collect::<Vec<_>>(),
        (whole, read) => whole.is_err() && read.is_err(),
    }
}

/// Most values that are compared one by one: a few bytes can stand for millions of missing ones.
const SHOWN: u32 = 20_000;

/// The first byte says of which table the rest is the part; past those it is the manifest.
pub(crate) fn hold(data: &[u8]) {
    let [which, rest @ ..] = data else { return };
    match TableName::ALL.get(usize::from(which % 8)) {
        Some(table) => part(*table, rest, 1 + usize::from(which >> 3) * 13),
        None => manifest(rest),
    }
}

fn part(table: TableName, bytes: &[u8], chunk: usize) {
    let whole = read_stream(bytes, "part");
    if whole.as_ref().map_or(0, |arrays| arrays.iter().map(values).sum()) <= SHOWN {
        assert!(batches_agree(bytes, &whole, chunk), "{:?} in chunks of {chunk}", whole.map(|_| ()));
    }
    let Ok(arrays) = whole else { return };
    if arrays.iter().map(values).sum::<u32>() <= SHOWN {
        let again = read_stream(&write_stream(&arrays), "written").expect("what was written");
        assert_eq!(again.iter().map(cells).collect::<Vec<_>>(), arrays.iter().map(cells).collect::<Vec<_>>());
    }
    let packed = shop::packed();
    let rows = arrays.first().map_or(0, |array| array.len);
    let mut manifest = packed.manifest.clone();
    let mut parts = packed.parts.clone();
    let path = format!("{}.arrow", table.as_str());
    manifest.parts.retain(|part| part.table != table);
    manifest.parts.push(Part::of(table, path.as_str(), rows, bytes));
    parts.retain(|(known, _)| *known != path);
    parts.push((path, bytes.to_vec()));
    if table == TableName::Customers {
        manifest.customers = rows;
    }
    answers(&manifest.to_json_string(), &parts);
}

/// Values of a column, those inside lists and structures too.
fn values(array: &Array) -> u32 {
    let inner = match &array.values {
        Values::List { items, .. } => values(items),
        Values::Struct(fields) => fields.iter().map(values).fold(0, u32::saturating_add),
        _ => 0,
    };
    array.len.saturating_add(inner)
}

/// What is read of a manifest is what is written of it; then it is opened with the shop's parts.
fn manifest(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(manifest) = Manifest::parse(text) else { return };
    let written = manifest.to_json_string();
    assert_eq!(Manifest::parse(&written).as_ref(), Ok(&manifest), "{written}");
    answers(&written, &shop::packed().parts);
}

/// Segments that touch each table and every kind of measure.
const ASKED: [&str; 10] = [
    "customer_tags CONTAINS 'vip' OR profile.shoe > 40 OR birth_date IS NULL",
    "number_of_orders > 1 AND last_order_date < -30d",
    "amount_spent >= stat('median')",
    "orders_placed MATCHES (date >= -90d, count_at_least = 2)",
    "products_purchased MATCHES (tag = 'belt')",
    "abandoned_checkout_date > -30d",
    "customer_cities CONTAINS 'VN-DN-Đà Nẵng' OR customer_countries CONTAINS 'BG'",
    "store_credit_accounts MATCHES (balance > 5)",
    "anniversary('birth_date') BETWEEN today AND 30d",
    "segments CONTAINS 'VIP'",
];

/// If the parts open, a segment and its opposite are everyone, and so many members are told.
pub(crate) fn answers(manifest: &str, parts: &[(String, Vec<u8>)]) {
    let given = parts.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
    let Ok(mut session) = Session::open(manifest, given, None) else { return };
    if session.unread().is_empty() {
        shop::sound(session.snapshot());
    }
    let request = Request::default();
    let choice = chosen(manifest.as_bytes(), ASKED.len());
    for segment in [ASKED[choice], ASKED[(choice + 1) % ASKED.len()]] {
        let mut count =
            |text: &str| session.count(Source::Text(text), &request).map(|reply| (reply.count, reply.total));
        let not = format!("NOT ({segment})");
        let (Ok((Some(count), total)), Ok((Some(others), _))) = (count(segment), count(&not)) else { continue };
        assert_eq!(count + others, total, "{segment}");
        let ids = session.members(Source::Text(segment), &request, 0, usize::MAX).expect("members").ids;
        assert_eq!(ids.len() as u32, count, "{segment}");
    }
    single(session.snapshot());
}

/// The first and the last customer can be taken out as a snapshot of their own.
fn single(snapshot: &Snapshot) {
    for row in [0, snapshot.customers.len.saturating_sub(1)] {
        if row < snapshot.customers.len {
            shop::sound(&snapshot.single(row, &TableName::ALL));
        }
    }
}
