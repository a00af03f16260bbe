//! Files as they arrive: encodings, compression, broken quotes, cut and damaged bytes.

use crate::importing::{accounted, column, import_chunks, open, options};
use flate2::{Compression, write::GzEncoder};
use headcount::error::Error;
use headcount::import::Packed;
use std::io::Write;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn one(name: &str, bytes: &[u8], chunk: usize) -> Result<Packed, Error> {
    import_chunks(options(), &[(name, bytes)], chunk)
}

/// A file of customers with ids and names: bytes of the name's cell, and the name read.
#[test]
fn text_is_utf8_or_windows_1252_row_by_row() {
    let file = b"\xef\xbb\xbfid,first_name\r\n1,Jos\xc3\xa9\r\n2,Jos\xe9 \x80\r\n3,\xc3\xa9\x81\xff\r\n";
    for chunk in [1, 2, 3, 7, 1 << 16] {
        let packed = one("customers.csv", file, chunk).unwrap();
        let names = column(&open(&packed).customers, "first_name");
        assert_eq!(names, ["José", "José €", "Ã©\u{81}ÿ"]);
        let warning = packed.report.warnings.iter().find(|warning| warning.code == "windows-1252").unwrap();
        assert!(warning.message.contains("2 rows") && warning.message.contains("line 3"), "{}", warning.message);
    }
    let lines = b"{\"id\":1,\"first_name\":\"Jos\xe9\"}\n";
    assert_eq!(column(&open(&one("customers.jsonl", lines, 5).unwrap()).customers, "first_name"), ["José"]);
}

/// Few bytes at once must not decide otherwise than many.
#[test]
fn what_a_file_is_does_not_depend_on_chunks() {
    let control = b"id,first_name\n1,\x01\x02\x03\x04A\n2,a name that is long enough for a text\n".as_slice();
    let marked = b"\xef\xbb\xbf{\"id\":1,\"first_name\":\"\\u0001\\u0002\\u0003\\u0004A\"}".as_slice();
    for chunk in [1, 2, 3, 7, 100, 1 << 16] {
        for (file, rows) in [(control, 2), (marked, 1)] {
            let packed = one("customers", file, chunk).unwrap();
            let names = column(&open(&packed).customers, "first_name");
            assert_eq!((names.len(), names[0].as_str()), (rows, "\u{1}\u{2}\u{3}\u{4}A"), "chunks of {chunk}");
        }
    }
}

#[test]
fn gzip_of_several_members_is_read_by_its_magic() {
    let mut bytes = gzip(b"id,first_name\n1,A");
    bytes.extend(gzip(b"nn\n"));
    bytes.extend(gzip(b""));
    bytes.extend(gzip(b"2,Bob\n"));
    for (name, chunk) in [("customers.csv.gz", 1), ("customers.csv", 1 << 16), ("customers", 5)] {
        let packed = one(name, &bytes, chunk).unwrap();
        assert_eq!(column(&open(&packed).customers, "first_name"), ["Ann", "Bob"]);
    }
}

/// A CSV file of customers, the ids kept, and the lines skipped.
#[test]
fn broken_rows_are_skipped_by_line() {
    let long = "x".repeat(5 << 20);
    let long_quoted = format!("id,first_name\n1,A\n2,\"{long}\n3,C\n4,D\n");
    let long_plain = format!("id,first_name\n1,A\n2,{long}\n3,C\n4,D\n");
    for (text, ids, lines) in [
        ("id,first_name\n1,A\n\n\n2,B\n", "1 2", ""),
        ("id;first_name\n1;A,a\n2;B\n", "1 2", ""),
        ("id\tfirst_name\n1\tA\n", "1", ""),
        ("id,first_name\n1,\"A\nB\"\n2,B", "1 2", ""),
        ("id,first_name\r\n1,\"A \"\"x\"\"\r\n\"\r\n,,\r\n2,B\r\n\r\n", "1 2", ""),
        ("id,first_name\n1,A\n2,\"B\n3,C\n4,D\n", "1 3 4", "3"),
        ("id,first_name\n1,A\n2,\"B\n3,\"C\n4,D\n", "1 4", "3 4"),
        ("id,first_name\n1,A\n2,B,C\n3\n4,D,,\n", "1 4", "3 4"),
        ("id,first_name\n1,A\n2,\0B\n3,C\n", "1 3", "3"),
        ("id,first_name\n1,A\n,B\n3,5\" pipe\n", "1 3", "3"),
        ("id,first_name\n1,A\n2,\"", "1", "3"),
        ("id,first_name\n1,A\n2,\"B\"x\n", "1 2", ""),
        (long_quoted.as_str(), "1 3 4", "3"),
        (long_plain.as_str(), "1 3 4", "3"),
    ] {
        for chunk in [1, 3, 1 << 16] {
            if chunk < 4 && text.len() > 1 << 20 {
                continue;
            }
            let shown = &text[..text.len().min(60)];
            let packed = one("customers.csv", text.as_bytes(), chunk).unwrap();
            let file = &packed.report.files[0];
            accounted(file);
            let skipped: Vec<String> = file.skipped.iter().map(|skip| skip.line.to_string()).collect();
            assert_eq!(skipped.join(" "), lines, "{shown} {:?}", file.skipped);
            assert_eq!(column(&open(&packed).customers, "id").join(" "), ids, "{shown}");
        }
    }
}

#[test]
fn broken_lines_of_json_are_skipped() {
    let deep = format!("{{\"id\":{}1{}}}", "[".repeat(10_000), "]".repeat(10_000));
    let text = format!(
        "{{\"id\":1}}\n{{\"id\":\n[1]\n5\n{{\"id\":null}}\n{deep}\n{{\"id\":{{}}}}\n{{\"id\":\"7\"}}\n{{\"id\""
    );
    let packed = one("customers.jsonl", text.as_bytes(), 11).unwrap();
    let file = &packed.report.files[0];
    accounted(file);
    let lines: Vec<u64> = file.skipped.iter().map(|skip| skip.line).collect();
    assert_eq!(lines, [2, 3, 4, 5, 6, 7, 9], "{:?}", file.skipped);
    assert_eq!(column(&open(&packed).customers, "id"), ["1", "7"]);
}

const CUSTOMERS: &str = "id,created_at,tags,country,profile.n,addresses\n1,2024-01-01,\"a, \"\"b\"\"\",GB,1.5,\n\
                         2,2024-02-01 10:00,\"[\"\"x\"\"]\",Söderland,,\"[{\"\"city\"\":\"\"X\"\"}]\"\n";
const ORDERS: &str = "{\"id\":5,\"customer_id\":1,\"placed_at\":\"2024-05-01T10:00:00Z\",\"total\":1.50}\n\
                      {\"id\":6,\"customer_id\":2,\"placed_at\":\"2024-05-01\",\"total\":\"2\",\"test\":true}\n";

/// Packs what may be damaged: an error is fine, a panic is not, and what is packed can be opened
/// and is accounted for.
fn survives(customers: &[u8], orders: &[u8], chunk: usize) {
    if let Ok(packed) = import_chunks(options(), &[("customers.csv", customers), ("orders.jsonl", orders)], chunk) {
        packed.report.files.iter().for_each(accounted);
        open(&packed);
    }
}

#[test]
fn cut_and_damaged_files_are_errors_or_reports() {
    let (customers, orders) = (CUSTOMERS.as_bytes(), ORDERS.as_bytes());
    let packed = gzip(customers);
    for end in 0..=customers.len() {
        survives(&customers[..end], orders, 16);
    }
    for end in 0..=orders.len() {
        survives(customers, &orders[..end], 16);
    }
    for end in 0..=packed.len() {
        survives(&packed[..end], orders, 16);
    }
    let damaged = |file: &[u8], is_orders: bool| {
        for at in 0..file.len() {
            for bit in [0, 3, 5, 7] {
                let mut copy = file.to_vec();
                copy[at] ^= 1 << bit;
                if is_orders { survives(customers, &copy, 64) } else { survives(&copy, orders, 64) }
            }
        }
    };
    damaged(customers, false);
    damaged(orders, true);
    damaged(&packed, false);
}

#[test]
fn the_size_of_chunks_never_changes_a_snapshot() {
    let files = [("customers.csv", CUSTOMERS.as_bytes()), ("orders.jsonl", ORDERS.as_bytes())];
    let whole = import_chunks(options(), &files, 1 << 16).unwrap();
    for chunk in 1..40 {
        let pieces = import_chunks(options(), &files, chunk).unwrap();
        assert_eq!(pieces.parts, whole.parts);
        assert_eq!(pieces.manifest, whole.manifest);
        assert_eq!(pieces.report, whole.report);
    }
}

#[test]
fn a_gzip_bomb_is_refused_before_it_fills_memory() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(b"id\n").unwrap();
    for _ in 0..64 {
        encoder.write_all(&vec![b'1'; 1 << 20]).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    let packed = one("customers.csv", &bomb, 1 << 16).unwrap();
    assert_eq!(packed.report.files[0].rows.skipped, 1);
}
