//! Plain tables → snapshots: types, ids, losses, hostile files.

use crate::zones::zone;
use headcount::error::{Code, Error};
use headcount::import::{FileReport, Importer, Options, Packed};
use headcount::snapshot::{Column, Rows, Snapshot};
use headcount::time::{Instant, Zone};

pub(crate) fn options() -> Options {
    Options {
        time_zone: Some(zone("Europe/London")),
        zone_source: "test".into(),
        currency: Some("GBP".into()),
        taken_at: Instant::parse("2026-01-01T00:00:00Z", &Zone::utc()).unwrap(),
        mapping: None,
        pseudonymous: false,
        max_bytes: None,
    }
}

pub(crate) fn import_chunks(options: Options, files: &[(&str, &[u8])], chunk: usize) -> Result<Packed, Error> {
    let mut importer = Importer::new(options)?;
    for (name, bytes) in files {
        importer.start_file(name)?;
        for piece in bytes.chunks(chunk) {
            importer.push(piece)?;
        }
        importer.end_file()?;
    }
    importer.finish()
}

pub(crate) fn import(options: Options, files: &[(&str, &str)]) -> Result<Packed, Error> {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    import_chunks(options, &files, 1 << 16)
}

pub(crate) fn open(packed: &Packed) -> Snapshot {
    let parts = packed.parts.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
    let manifest = headcount::snapshot::Manifest::parse(&packed.manifest.to_json_string()).unwrap();
    Snapshot::open(&manifest, parts, None).unwrap()
}

/// Packs with [`options`] and opens; every row of every file is accounted for.
pub(crate) fn pack(files: &[(&str, &str)]) -> (Packed, Snapshot) {
    let packed = import(options(), files).unwrap();
    packed.report.files.iter().for_each(accounted);
    let snapshot = open(&packed);
    (packed, snapshot)
}

/// read = kept + skipped + duplicates + orphans + without customer + in another currency.
pub(crate) fn accounted(file: &FileReport) {
    let rows = &file.rows;
    let sum = rows.kept + rows.skipped + rows.duplicates + rows.orphans + rows.without_customer + rows.other_currency;
    assert_eq!(rows.read, sum, "{file:?}");
    assert_eq!(file.skipped.len() as u64, rows.skipped.min(100), "{file:?}");
}

/// A column as one text a row: `-` where missing, items of a list joined by `|`.
pub(crate) fn column(rows: &Rows, name: &str) -> Vec<String> {
    let column = rows.columns.get(name).unwrap_or_else(|| panic!("no {name} in {:?}", rows.columns.keys()));
    let missing = || "-".to_owned();
    let cell = |row: usize| match column {
        Column::Text(texts) => match texts.codes.get(row) {
            0 => missing(),
            code => texts.shown[code as usize - 1].clone(),
        },
        Column::Number(numbers) => match &numbers.valid {
            Some(valid) if !valid.contains(row as u32) => missing(),
            _ => headcount::value::Decimal::new(i128::from(numbers.values[row]), numbers.scale).to_string(),
        },
        Column::Time(times) => match times.seconds[row] {
            headcount::snapshot::Times::MISSING => missing(),
            second => Instant(second).to_utc_string(),
        },
        Column::Boolean { yes, valid } => match (valid.contains(row as u32), yes.contains(row as u32)) {
            (false, _) => missing(),
            (true, yes) => yes.to_string(),
        },
        Column::List(lists) => {
            let codes = &lists.codes[lists.offsets[row] as usize..lists.offsets[row + 1] as usize];
            codes.iter().map(|code| lists.shown[*code as usize].clone()).collect::<Vec<_>>().join("|")
        }
        Column::Places(places) => {
            let span = places.offsets[row] as usize..places.offsets[row + 1] as usize;
            span.map(|at| format!("{},{}", places.latitude[at], places.longitude[at])).collect::<Vec<_>>().join("|")
        }
    };
    (0..rows.len as usize).map(cell).collect()
}

/// Reasons of skipped rows as `line: reason`.
fn skipped(packed: &Packed, file: usize) -> Vec<String> {
    packed.report.files[file].skipped.iter().map(|skip| format!("{}: {}", skip.line, skip.reason)).collect()
}

fn warned(packed: &Packed, code: &str) -> bool {
    packed.report.warnings.iter().any(|warning| warning.code == code)
}

const CUSTOMERS: &str = "id,created_at,tags,country\n1,2024-01-01,\"VIP, new\",GB\n2,2024-02-01,,United States\n\
                         gid://shopify/Customer/3,2024-03-01,vip,Atlantis\n";

const ORDERS: &str = "id,customer_id,placed_at,total,currency\n10,3,2024-07-01 00:30,20.00,GBP\n\
                      11,1,2024-05-02,5.5,\n12,gid://shopify/Customer/1,2024-05-03T10:00:00-05:00,1.005,gbp\n\
                      13,9,2024-05-03,1,GBP\n14,1,2024-05-03,1,EUR\n15,,2024-05-03,1,GBP\n16,2,soon,1,GBP\n17,2,,1,GBP\n";

#[test]
fn rows_find_their_customers() {
    let (packed, snapshot) = pack(&[("shop/customers.csv", CUSTOMERS), ("Orders-2024.csv", ORDERS)]);
    assert_eq!(packed.parts[0].0, "customers.arrow");
    assert_eq!(column(&snapshot.customers, "id"), ["1", "2", "3"]);
    assert_eq!(column(&snapshot.customers, "created_at")[0], "2024-01-01T00:00:00Z");
    assert_eq!(column(&snapshot.customers, "tags"), ["VIP|new", "", "VIP"]);
    assert_eq!(column(&snapshot.customers, "default_country"), ["GB", "US", "-"]);
    let orders = snapshot.orders.as_ref().unwrap();
    assert_eq!(orders.local, [0, 0, 2]);
    assert_eq!(column(orders, "total"), ["5.500", "1.005", "20.000"]);
    let at: Vec<String> = orders.at.iter().map(|at| Instant(*at).to_utc_string()).collect();
    assert_eq!(at, ["2024-05-01T23:00:00Z", "2024-05-03T15:00:00Z", "2024-06-30T23:30:00Z"]);
    let rows = packed.report.files[1].rows;
    let counts = (rows.read, rows.kept, rows.skipped, rows.orphans, rows.without_customer, rows.other_currency);
    assert_eq!(counts, (8, 3, 2, 1, 1, 1));
    assert_eq!(
        skipped(&packed, 1),
        ["8: placed_at 'soon' is no date or time like 2026-08-16T09:30:00Z", "9: the row has no placed_at"]
    );
    let names: Vec<_> = packed.report.countries.iter().map(|name| (name.text.as_str(), name.code, name.rows)).collect();
    assert_eq!(names, [("Atlantis", None, 1), ("United States", Some("US"), 1)]);
    assert_eq!(packed.manifest.currency.code, "GBP");
}
