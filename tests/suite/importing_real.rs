//! Real shops through their mapping files: what DuckDB counts in tests/parity must come out of the
//! rows here.

use crate::importing::{accounted, column, open, options};
use headcount::import::{Importer, Mapping, Options, Packed};
use headcount::time::{Instant, Zone};
use std::path::{Path, PathBuf};

/// The folder of shared data, if it is there.
pub(crate) fn data() -> Option<PathBuf> {
    let given = std::env::var_os("HEADCOUNT_DATA").map(PathBuf::from);
    let folder = given.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"));
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: no ../shared/data");
    None
}

/// Packs files of a folder with a mapping of the examples.
fn pack(folder: &Path, mapping: &str, files: &[&str], options: Options) -> Packed {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/mappings").join(mapping);
    let mapping = Mapping::parse(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut importer = Importer::new(Options { mapping: Some(mapping), ..options }).unwrap();
    for file in files {
        importer.start_file(file).unwrap();
        for chunk in std::fs::read(folder.join(file)).unwrap().chunks(1 << 16) {
            importer.push(chunk).unwrap();
        }
        importer.end_file().unwrap();
    }
    let packed = importer.finish().unwrap();
    packed.report.files.iter().for_each(accounted);
    packed
}

#[test]
fn online_retail_is_one_file_of_lines() {
    let Some(data) = data() else { return };
    let taken_at = Instant::parse("2011-12-10T00:00:00Z", &Zone::utc()).unwrap();
    let options = Options { taken_at, ..options() };
    let packed = pack(&data, "online_retail.json", &["online_retail/online_retail.csv.gz"], options);
    let rows = packed.report.files[0].rows;
    assert_eq!((rows.read, rows.kept, rows.without_customer), (541_909, 406_829, 135_080));
    let snapshot = open(&packed);
    assert_eq!(snapshot.customers.len, 4_372);
    let orders = snapshot.orders.as_ref().unwrap();
    assert_eq!(orders.len, 22_190);
    let cancelled = column(orders, "cancelled_at").iter().filter(|at| *at != "-").count();
    assert_eq!(orders.len as usize - cancelled, 18_536);
    let countries = column(&snapshot.customers, "countries");
    assert_eq!(countries.iter().filter(|countries| countries.contains('|')).count(), 8);
    assert_eq!(column(&snapshot.customers, "id")[0], "17850");
}

#[test]
fn cdnow_is_columns_between_blanks() {
    let Some(data) = data() else { return };
    let packed =
        pack(&data, "cdnow.json", &["cdnow/CDNOW_master.txt"], Options { currency: Some("USD".into()), ..options() });
    let rows = packed.report.files[0].rows;
    assert_eq!((rows.read, rows.kept), (69_659, 69_659));
    let snapshot = open(&packed);
    assert_eq!(snapshot.customers.len, 23_570);
    let orders = snapshot.orders.as_ref().unwrap();
    assert_eq!(orders.len, 69_659);
    let totals = column(orders, "total");
    assert_eq!(totals.iter().filter(|total| *total == "0.00").count(), 80);
    assert_eq!(orders.at.iter().min().map(|at| Instant(*at).to_utc_string()).unwrap(), "1997-01-01T00:00:00Z");
}

#[test]
fn adventureworks_joins_prices_and_categories() {
    let Some(data) = data() else { return };
    let folder = data.join("adventureworks");
    for customers in ["AdventureWorks_Customers.csv", "AdventureWorks_Customers_latin1.csv"] {
        let files = [
            customers,
            "AdventureWorks_Products.csv",
            "AdventureWorks_Product_Categories.csv",
            "AdventureWorks_Product_Subcategories.csv",
            "AdventureWorks_Sales_2017.csv",
            "AdventureWorks_Sales_2018.csv",
            "AdventureWorks_Sales_2019.csv",
        ];
        let packed = pack(&folder, "adventureworks.json", &files, options());
        let snapshot = open(&packed);
        assert_eq!(snapshot.customers.len, 18_148);
        assert_eq!(snapshot.orders.as_ref().unwrap().len, 25_162);
        assert!(column(&snapshot.customers, "first_name").contains(&"JOSÉ".to_owned()));
        // Midnight of that day in London, which was on summer time.
        assert_eq!(column(&snapshot.customers, "birth_date")[0], "1966-04-07T23:00:00Z");
        assert_eq!(column(&snapshot.customers, "profile.annual_income")[0], "90000");
        let products = snapshot.products.as_ref().unwrap();
        assert!(column(products, "categories").contains(&"Accessories > Helmets".to_owned()));
    }
}
