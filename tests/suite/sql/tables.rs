//! A snapshot's tables as rows for a database, as `src/sql/SCHEMA.md` describes them.

use headcount::rows::BLOCK;
use headcount::snapshot::{Column, Rows, Snapshot, TableName};
use headcount::time::Instant;
use serde_json::{Map, Value, json};

/// Columns that hold keys and not what was written.
const KEYED: [&str; 6] = ["countries", "regions", "cities", "default_country", "default_region", "default_city"];

/// Every table with its rows. A time is `{ "second": … }`, a date text, a number
/// `{ "mantissa": …, "scale": … }`.
pub(super) fn tables(snapshot: &Snapshot) -> Value {
    let mut tables = Map::new();
    for table in TableName::ALL {
        let rows: Vec<Value> = match table {
            TableName::Customers => flat(snapshot, &snapshot.customers),
            TableName::Products => snapshot.products.iter().flat_map(|rows| flat(snapshot, rows)).collect(),
            TableName::Orders => children(snapshot, snapshot.orders.as_ref(), "placed_at"),
            TableName::Checkouts => children(snapshot, snapshot.checkouts.as_ref(), "started_at"),
            TableName::StoreCredit => children(snapshot, snapshot.store_credit.as_ref(), ""),
            TableName::Lines => lines(snapshot),
            TableName::Events => events(snapshot),
        };
        tables.insert(table.as_str().to_owned(), Value::Array(rows));
    }
    Value::Object(tables)
}

fn flat(snapshot: &Snapshot, rows: &Rows) -> Vec<Value> {
    (0..rows.len as usize).map(|row| Value::Object(cells(snapshot, rows, row))).collect()
}

fn children(snapshot: &Snapshot, rows: Option<&Rows>, time: &str) -> Vec<Value> {
    let Some(rows) = rows else { return Vec::new() };
    let row = |row: usize| {
        let mut cells = cells(snapshot, rows, row);
        cells.insert("customer_id".into(), customer(snapshot, rows, row));
        if time.ends_with("ed_at") {
            // The store keeps rows of one time in the order of their ids.
            cells.insert("id".into(), row.to_string().into());
        }
        if !time.is_empty() && !cells.contains_key(time) {
            cells.insert(time.into(), json!({ "second": rows.at[row] }));
        }
        Value::Object(cells)
    };
    (0..rows.len as usize).map(row).collect()
}

fn lines(snapshot: &Snapshot) -> Vec<Value> {
    let Some(rows) = &snapshot.lines else { return Vec::new() };
    let row = |row: usize| {
        let mut cells = cells(snapshot, rows, row);
        cells.insert("order_id".into(), rows.parents[row].to_string().into());
        Value::Object(cells)
    };
    (0..rows.len as usize).map(row).collect()
}

fn events(snapshot: &Snapshot) -> Vec<Value> {
    let mut all = Vec::new();
    let scale = |rows: &Rows| match rows.columns.get("duration") {
        Some(Column::Number(numbers)) => numbers.scale,
        _ => 0,
    };
    let widest = snapshot.events.values().map(scale).max().unwrap_or(0);
    for (kind, rows) in snapshot.events.iter() {
        for mut row in children(snapshot, Some(rows), "at") {
            row["kind"] = kind.as_str().into();
            // One table holds the kinds, which the store keeps apart.
            if let Some(mantissa) = row["duration"]["mantissa"].as_i64() {
                let up = 10_i64.pow(u32::from(widest - scale(rows)));
                row["duration"] = json!({ "mantissa": mantissa * up, "scale": widest });
            }
            all.push(row);
        }
    }
    all
}

fn customer(snapshot: &Snapshot, rows: &Rows, row: usize) -> Value {
    let block = rows.block_starts.partition_point(|start| *start as usize <= row) - 1;
    let customer = block * BLOCK + usize::from(rows.local[row]);
    let Some(Column::Text(ids)) = snapshot.customers.columns.get("id") else { panic!("customers have ids") };
    (&ids.keys[ids.codes.get(customer) as usize - 1]).into()
}

fn cells(snapshot: &Snapshot, rows: &Rows, row: usize) -> Map<String, Value> {
    let mut cells = Map::new();
    for (name, column) in rows.columns.iter() {
        let keyed = KEYED.contains(&name.as_str());
        let path = |text: &str| match name.as_str() {
            "category" | "categories" => text.split('>').map(str::trim).collect::<Vec<_>>().join(" > "),
            _ => text.to_owned(),
        };
        let cell = match column {
            Column::Time(times) => match times.seconds[row] {
                second if second == headcount::snapshot::Times::MISSING => Value::Null,
                second if times.date_only => snapshot.zone.day_of(Instant(second)).to_string().into(),
                second => json!({ "second": second }),
            },
            Column::Number(numbers) => match numbers.valid.as_ref().is_none_or(|valid| valid.contains(row as u32)) {
                true => json!({ "mantissa": numbers.values[row], "scale": numbers.scale }),
                false => Value::Null,
            },
            Column::Text(texts) => match texts.codes.get(row) as usize {
                0 => Value::Null,
                code if keyed => (&texts.keys[code - 1]).into(),
                code => path(&texts.shown()[code - 1]).into(),
            },
            Column::List(lists) => {
                let own = &lists.codes[lists.offsets[row] as usize..lists.offsets[row + 1] as usize];
                let texts = if keyed { &lists.keys } else { lists.shown() };
                own.iter().map(|code| path(&texts[*code as usize])).collect()
            }
            Column::Boolean { yes, valid } => match valid.contains(row as u32) {
                true => yes.contains(row as u32).into(),
                false => Value::Null,
            },
            Column::Places(_) => continue,
        };
        cells.insert(name.clone(), cell);
    }
    cells
}
