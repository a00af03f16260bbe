//! Files of others: what can be packed is accounted for row by row, opens, and is the same however the bytes come.

use super::{arrow, shop};
use headcount::error::Code;
use headcount::import::{FileReport, Importer, Mapping, Options, Packed};
use headcount::snapshot::{Manifest, Snapshot};

/// The name that the bytes have as a file, by the first of them.
pub(crate) const NAMES: [&str; 16] = [
    "customers.csv",
    "orders.csv",
    "lines.csv",
    "products.csv",
    "checkouts.csv",
    "events.csv",
    "store_credit.csv",
    "bulk.jsonl",
    "customers_export.csv",
    "orders_export.csv",
    "customers.jsonl",
    "orders.jsonl",
    "events.jsonl",
    "customers.arrow",
    "orders.arrow",
    "mapped.csv",
];

/// Most bytes that packing may hold.
const MOST: u64 = 32 << 20;

/// The first byte says what file it is and beside which others, the second how it comes; the rest is the file. A
/// mapped file stands behind its mapping and a NUL.
pub(crate) fn hold(data: &[u8]) {
    let [which, how, rest @ ..] = data else { return };
    let name = NAMES[usize::from(which % 16)];
    let (mapping, file) = match (name, rest.iter().position(|byte| *byte == 0)) {
        ("mapped.csv", Some(at)) => (Some(&rest[..at]), &rest[at + 1..]),
        ("mapped.csv", None) => (Some(rest), &b"id,a,b\n1,2,3\n"[..]),
        _ => (None, rest),
    };
    let mapping = match mapping.map(std::str::from_utf8) {
        Some(Ok(text)) => match Mapping::parse(text) {
            Ok(mapping) => Some(mapping),
            Err(error) => return assert_eq!(error.code(), Code::BadMapping, "{error}"),
        },
        Some(Err(_)) => return,
        None => None,
    };
    let options = Options {
        mapping,
        pseudonymous: how & 1 == 1,
        max_bytes: Some(MOST),
        currency: (how & 2 == 0).then(|| "USD".into()),
        time_zone: (how & 4 == 0).then(shop::zone),
        ..shop::options()
    };
    let mut beside = if which & 16 == 0 { shop::files() } else { Vec::new() };
    beside.retain(|(other, _)| ["customers.jsonl", "orders.jsonl"].contains(&other.as_str()));
    let pack = |chunk: usize| {
        let mut importer = Importer::new(options.clone())?;
        let before = if which & 32 == 0 { 0 } else { beside.len() };
        for (other, text) in &beside[..before] {
            push(&mut importer, other, text.as_bytes(), 1 << 16)?;
        }
        push(&mut importer, name, file, chunk)?;
        for (other, text) in &beside[before..] {
            push(&mut importer, other, text.as_bytes(), 1 << 16)?;
        }
        importer.finish()
    };
    let whole = pack(1 << 16);
    if let Ok(packed) = &whole {
        kept(packed);
    }
    let pieces = pack(1 + usize::from(how >> 3));
    match (whole, pieces) {
        (Ok(whole), Ok(pieces)) => {
            assert_eq!(pieces.report, whole.report);
            assert_eq!(pieces.manifest, whole.manifest);
        }
        (Err(whole), Err(pieces)) => assert_eq!(whole.code(), pieces.code(), "{whole}\n{pieces}"),
        (whole, pieces) => panic!("{:?} in one, {:?} in pieces", whole.map(|_| ()), pieces.map(|_| ())),
    }
}

fn push(importer: &mut Importer, name: &str, bytes: &[u8], chunk: usize) -> headcount::error::Result<()> {
    importer.start_file(name)?;
    bytes.chunks(chunk).try_for_each(|piece| importer.push(piece))?;
    importer.end_file()
}

/// What was packed is accounted for, opens, and answers.
fn kept(packed: &Packed) {
    packed.report.files.iter().for_each(accounted);
    let text = packed.manifest.to_json_string();
    let manifest = Manifest::parse(&text).expect("a manifest that was written");
    assert_eq!(manifest, packed.manifest);
    for table in &packed.report.tables {
        let rows: u32 =
            packed.manifest.parts.iter().filter(|part| part.table.as_str() == table.table).map(|part| part.rows).sum();
        assert_eq!(u64::from(rows), table.rows, "{}", table.table);
    }
    let parts = packed.parts.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
    let snapshot = Snapshot::open(&manifest, parts, None).expect("a snapshot that was just packed");
    assert_eq!(snapshot.customers.len, manifest.customers);
    shop::sound(&snapshot);
    arrow::answers(&text, &packed.parts);
}

/// read = kept + skipped + duplicates + orphans + without customer + in another currency + unused.
pub(crate) fn accounted(file: &FileReport) {
    let rows = &file.rows;
    let sum = rows.kept
        + rows.skipped
        + rows.duplicates
        + rows.orphans
        + rows.without_customer
        + rows.other_currency
        + rows.unused;
    assert_eq!(rows.read, sum, "{file:?}");
    assert_eq!(file.skipped.len() as u64, rows.skipped.min(100), "{file:?}");
}
