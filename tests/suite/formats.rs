//! Arrow files that pyarrow, DuckDB and Polars write, as `tests/format/write.py` makes them.

use crate::fuzzing::properties::arrow::batches_agree;
use headcount::snapshot::arrow::read_stream;
use headcount::snapshot::{Array, Values};
use headcount::time::{Day, Instant};
use headcount::value::Decimal;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// A value as `write.py` shows it.
fn shown(array: &Array, row: u32) -> String {
    if !array.is_valid(row) {
        return "-".into();
    }
    let at = row as usize;
    match &array.values {
        Values::Null => "-".into(),
        Values::Boolean(set) => set.contains(row).to_string(),
        Values::Integer(values) => values[at].to_string(),
        Values::Decimal { scale, values } => Decimal::new(values[at].into(), *scale).normalized().to_string(),
        Values::Wide { scale, values } => Decimal::new(values[at], *scale).normalized().to_string(),
        Values::Float(values) => values[at].to_string(),
        Values::Day(values) => Day(values[at]).to_string(),
        Values::Second(values) => Instant(values[at]).to_utc_string(),
        Values::Text { .. } => array.text(row).unwrap().to_owned(),
        Values::List { offsets, items } => {
            let items: Vec<String> = (offsets[at]..offsets[at + 1]).map(|item| shown(items, item)).collect();
            format!("[{}]", items.join("|"))
        }
        Values::Struct(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|field| format!("{}={}", field.name, shown(field, row))).collect();
            format!("{{{}}}", fields.join(","))
        }
    }
}

/// Cut and damaged files are errors or other values, never a panic.
fn damaged(folder: &Path, names: &[&str]) {
    for name in names {
        let bytes = std::fs::read(folder.join(format!("{name}.arrow"))).unwrap();
        for at in 0..bytes.len() {
            let mut copy = bytes.clone();
            copy[at] ^= 1 << (at % 8);
            for bytes in [&bytes[..at], &copy] {
                assert!(batches_agree(bytes, &read_stream(bytes, name), 200), "{name} damaged at {at}");
            }
        }
    }
}

#[test]
fn what_real_writers_write_is_read_or_refused_by_name() {
    let python = std::env::var("HEADCOUNT_PYTHON").unwrap_or_else(|_| "python3".into());
    let modules = Command::new(&python).args(["-c", "import duckdb, polars, pyarrow"]).output();
    if !modules.is_ok_and(|run| run.status.success()) {
        println!("skipped: no python with duckdb, polars and pyarrow");
        return;
    }
    let folder = std::env::temp_dir().join(format!("headcount-format-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/format/write.py");
    let run = Command::new(&python).arg(script).arg(&folder).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let cases: Vec<Value> = serde_json::from_slice(&run.stdout).unwrap();
    assert!(cases.len() > 80, "{} cases", cases.len());
    damaged(&folder, &["file", "polars_file", "polars_lz4", "dictionary_delta"]);
    let mut wrong = Vec::new();
    for case in &cases {
        let name = case["name"].as_str().unwrap();
        let bytes = std::fs::read(folder.join(format!("{name}.arrow"))).unwrap();
        let whole = read_stream(&bytes, name);
        for chunk in [7, 1_000, usize::MAX] {
            if !batches_agree(&bytes, &whole, chunk) {
                wrong.push(format!("{name}: otherwise in chunks of {chunk}"));
            }
        }
        match (whole, case["refused"].as_str()) {
            (Err(error), Some(code)) => {
                let says = case["says"].as_str().unwrap();
                if error.code().as_str() != code
                    || !error.to_string().contains(says)
                    || !error.to_string().contains(name)
                {
                    wrong.push(format!("{name}: refused otherwise: {error}"));
                }
            }
            (Err(error), None) => wrong.push(format!("{name}: {error}")),
            (Ok(_), Some(code)) => wrong.push(format!("{name}: read, should be {code}")),
            (Ok(arrays), None) => {
                let expected = case["columns"].as_object().unwrap();
                assert_eq!(arrays.len(), expected.len(), "{name}");
                for array in &arrays {
                    let cells: Vec<Value> = (0..array.len).map(|row| shown(array, row).into()).collect();
                    if expected[&array.name].as_array() != Some(&cells) {
                        let first = cells.iter().zip(expected[&array.name].as_array().unwrap()).find(|(a, b)| a != b);
                        wrong.push(format!("{name}, column '{}': {first:?} of {} rows", array.name, array.len));
                    }
                }
            }
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
