//! Shopify's exports: bulk-operation JSONL, the customers CSV, the orders CSV.

use crate::importing::{accounted, column, import, open, options};
use crate::importing_real::data;
use headcount::import::{Options, Packed};
use headcount::snapshot::Snapshot;
use headcount::time::{Instant, Zone};

fn usd() -> Options {
    Options { currency: Some("USD".into()), ..options() }
}

fn pack(files: &[(&str, &str)]) -> (Packed, Snapshot) {
    let taken_at = Instant::parse("2026-06-01T00:00:00Z", &Zone::utc()).unwrap();
    let packed = import(Options { taken_at, ..usd() }, files).unwrap();
    packed.report.files.iter().for_each(accounted);
    let snapshot = open(&packed);
    (packed, snapshot)
}

fn sample(path: &str) -> Option<String> {
    Some(std::fs::read_to_string(data()?.join("shopify").join(path)).unwrap())
}

#[test]
fn a_bulk_result_is_read_in_any_order() {
    for file in ["synthetic_customers_orders_lines_grouped.jsonl", "synthetic_child_before_parent.jsonl"] {
        let Some(text) = sample(&format!("bulk_jsonl/{file}")) else { return };
        let mut lines: Vec<&str> = text.lines().collect();
        for turn in 0..lines.len() {
            lines.rotate_left(1);
            if turn % 2 == 1 {
                lines.swap(0, 1);
            }
            let (packed, snapshot) = pack(&[("bulk-1234.jsonl", &lines.join("\n"))]);
            let rows = packed.report.files[0].rows;
            assert_eq!(rows.kept, rows.read, "{:?}", packed.report);
            let ids = column(&snapshot.customers, "id");
            let ana = ids.iter().position(|id| id == "7000000000001").unwrap();
            let of_ana = |name: &str| column(&snapshot.customers, name)[ana].clone();
            assert_eq!(of_ana("number_of_orders"), "2");
            assert_eq!(of_ana("amount_spent"), "156.29");
            assert_eq!(of_ana("countries"), "CO|US");
            assert_eq!(of_ana("email_status"), "SUBSCRIBED");
            assert_eq!(of_ana("sms_status"), "-");
            assert_eq!(of_ana("account_status"), "ENABLED");
            let orders = snapshot.orders.as_ref().unwrap();
            assert_eq!(column(orders, "total")[0], "56.29");
            assert_eq!(column(orders, "test")[0], "false");
            let lines = snapshot.lines.as_ref().unwrap();
            assert!(column(lines, "product_id").contains(&"2012162031638".to_owned()));
            let products = snapshot.products.as_ref().unwrap();
            let fern = column(products, "id").iter().position(|id| id == "2012162031638").unwrap();
            assert_eq!(column(products, "tags")[fern], "Sports wear");
            if file.contains("grouped") {
                assert_eq!(of_ana("metafields.facts.birth_date"), "1992-02-29T00:00:00Z");
                assert_eq!(orders.len, 2);
                let figures = &packed.report.figures;
                assert_eq!((figures[0].field, figures[0].examples[0].counted.as_str()), ("amount_spent", "116.29"));
            }
        }
    }
}

#[test]
fn bad_lines_of_a_bulk_result_are_reported() {
    let Some(text) = sample("bulk_jsonl/synthetic_bad_lines.jsonl") else { return };
    let (packed, snapshot) = pack(&[("customers.jsonl", &text)]);
    assert_eq!(packed.report.files[0].kind.as_deref(), Some("shopify-bulk"));
    let rows = packed.report.files[0].rows;
    assert_eq!((rows.read, rows.kept, rows.skipped, rows.duplicates), (4, 1, 2, 1));
    let lines: Vec<u64> = packed.report.files[0].skipped.iter().map(|skip| skip.line).collect();
    assert_eq!(lines, [3, 4]);
    assert_eq!(column(&snapshot.customers, "sms_status"), ["SUBSCRIBED"]);
}

#[test]
fn money_cancellations_and_parts_find_their_order() {
    let text = r#"
{"id":"gid://shopify/Refund/1","totalRefundedSet":{"shopMoney":{"amount":"1.5"}},"__parentId":"gid://shopify/Order/1"}
{"id":"gid://shopify/Refund/2","totalRefundedSet":{"shopMoney":{"amount":"2"}},"__parentId":"gid://shopify/Order/1"}
{"id":"gid://shopify/Refund/3","totalRefundedSet":{"shopMoney":{"amount":"2"}},"__parentId":"gid://shopify/Order/99"}
{"id":"gid://shopify/Order/1","createdAt":"2024-01-01T00:00:00Z","cancelledAt":"2024-01-02T00:00:00Z","test":true,"totalPriceSet":{"shopMoney":{"amount":"10.0","currencyCode":"USD"}},"totalShippingPriceSet":{"shopMoney":{"amount":"3.0"}},"app":{"id":"gid://shopify/App/7"},"shippingAddress":{"countryCodeV2":"DE"},"note":"x","__parentId":"gid://shopify/Customer/1"}
{"id":"gid://shopify/Order/2","createdAt":"2024-01-02T00:00:00Z","customer":{"id":"gid://shopify/Customer/1"},"totalPriceSet":{"shopMoney":{"amount":"10.0","currencyCode":"USD"}},"currentTotalPriceSet":{"shopMoney":{"amount":"8.25","currencyCode":"USD"}}}
{"id":"gid://shopify/Order/3","createdAt":"2024-01-03T00:00:00Z","customer":{"id":"gid://shopify/Customer/1"},"currentTotalPriceSet":{"shopMoney":{"amount":"8.25","currencyCode":"USD"}},"totalRefundedSet":{"shopMoney":{"amount":"1"}}}
{"id":"gid://shopify/Order/4","createdAt":"2024-01-04T00:00:00Z","customer":{"id":"gid://shopify/Customer/1"},"totalPriceSet":{"shopMoney":{"amount":"5","currencyCode":"EUR"}}}
{"id":"gid://shopify/Order/5","createdAt":"2024-01-05T00:00:00Z","customer":null,"totalPriceSet":{"shopMoney":{"amount":"5","currencyCode":"USD"}}}
{"id":"gid://shopify/LineItem/1","quantity":3,"discountedUnitPriceSet":{"shopMoney":{"amount":"1.25"}},"product":{"id":"gid://shopify/Product/8","title":"Inline"},"variant":{"id":"gid://shopify/ProductVariant/80"},"__parentId":"gid://shopify/Order/1"}
{"id":"gid://shopify/Product/8","title":"Own","vendor":"V","productType":"T","tags":["a"],"category":{"fullName":"A > B"}}
{"id":"gid://shopify/ProductVariant/80","__parentId":"gid://shopify/Product/8"}
{"id":"gid://shopify/AbandonedCheckout/1","createdAt":"2024-02-01T00:00:00Z","completedAt":null,"customer":{"id":"gid://shopify/Customer/1"},"totalPriceSet":{"shopMoney":{"amount":"9.99","currencyCode":"USD"}}}
{"id":"gid://shopify/AbandonedCheckoutLineItem/1","quantity":2,"__parentId":"gid://shopify/AbandonedCheckout/1"}
{"id":"gid://shopify/AbandonedCheckoutLineItem/2","quantity":5,"__parentId":"gid://shopify/AbandonedCheckout/1"}
{"id":"gid://shopify/StoreCreditAccount/1","balance":{"amount":"5.00","currencyCode":"EUR"},"__parentId":"gid://shopify/Customer/1"}
{"id":"gid://shopify/MailingAddress/1","countryCodeV2":"FR","city":"Lyon","__parentId":"gid://shopify/Customer/1"}
{"id":"gid://shopify/Customer/1","createdAt":"2023-01-01T00:00:00Z","defaultEmailAddress":{"emailAddress":"a@b.c","marketingState":"PENDING"},"statistics":{"rfmGroup":"LOYAL"},"vip":{"namespace":"x","key":"y","value":"12"}}
"#;
    let (packed, snapshot) = pack(&[("export.jsonl", text)]);
    let orders = snapshot.orders.as_ref().unwrap();
    assert_eq!(column(orders, "total"), ["10.00", "10.00", "9.25"]);
    assert_eq!(column(orders, "refunded"), ["3.50", "1.75", "1.00"]);
    assert_eq!(column(orders, "shipping"), ["3.00", "-", "-"]);
    assert_eq!(column(orders, "cancelled_at"), ["2024-01-02T00:00:00Z", "-", "-"]);
    assert_eq!(column(orders, "test"), ["true", "-", "-"]);
    assert_eq!(column(orders, "app_id")[0], "7");
    assert_eq!(column(orders, "country")[0], "DE");
    let lines = snapshot.lines.as_ref().unwrap();
    assert_eq!(column(lines, "amount"), ["3.75"]);
    assert_eq!(lines.products, [0]);
    let products = snapshot.products.as_ref().unwrap();
    assert_eq!(column(products, "title"), ["Own"]);
    assert_eq!(column(products, "categories"), ["A > B"]);
    assert_eq!(column(snapshot.checkouts.as_ref().unwrap(), "quantity"), ["7"]);
    assert_eq!(column(snapshot.store_credit.as_ref().unwrap(), "balance"), ["5.00"]);
    for (name, value) in [
        ("cities", "FR-Lyon"),
        ("email_status", "PENDING"),
        ("rfm_group", "LOYAL"),
        ("metafields.x.y", "12"),
        ("email", "a@b.c"),
    ] {
        assert_eq!(column(&snapshot.customers, name), [value], "{name}");
    }
    let rows = packed.report.files[0].rows;
    assert_eq!((rows.orphans, rows.without_customer, rows.other_currency, rows.unused), (1, 1, 1, 1));
    assert_eq!(packed.report.unknown_columns[0].columns, ["Order.note"]);
}

#[test]
fn orders_alone_bring_their_customers() {
    let text = r#"{"id":"gid://shopify/Order/2","createdAt":"2024-01-02T00:00:00Z","customer":{"id":"gid://shopify/Customer/1","email":"a@b.c","tags":["x"]},"totalPriceSet":{"shopMoney":{"amount":"10.0","currencyCode":"USD"}}}"#;
    let (_, snapshot) = pack(&[("orders.jsonl", text)]);
    assert_eq!(column(&snapshot.customers, "tags"), ["x"]);
    assert_eq!(snapshot.orders.unwrap().local, [0]);
}

#[test]
fn the_customers_export_is_read_by_its_headers() {
    let Some(text) = sample("customers_csv/synthetic_v3.csv") else { return };
    let crlf = format!("\u{feff}{}\r\n\r\n", text.replace('\n', "\r\n"));
    for text in [text, crlf] {
        let (packed, snapshot) = pack(&[("customers_export.csv", &text)]);
        assert_eq!(packed.report.files[0].kind.as_deref(), Some("shopify-customers"));
        assert_eq!(packed.report.files[0].rows.kept, 10);
        let customers = &snapshot.customers;
        assert_eq!(column(customers, "id")[7], "9223372036854775807");
        assert_eq!(column(customers, "email_status")[..2], ["SUBSCRIBED", "SUBSCRIBED"]);
        assert_eq!(column(customers, "sms_status")[2], "SUBSCRIBED");
        assert_eq!(column(customers, "whatsapp_status")[5], "SUBSCRIBED");
        assert_eq!(column(customers, "phone")[1], "+61412000999");
        assert_eq!(column(customers, "tags")[0], "newsletter|gw_form");
        assert_eq!(column(customers, "tags")[4], "vip|'quoted'|a:b");
        // Three spellings of one tag, shown as it was first seen.
        assert_eq!(column(customers, "tags")[5], "vip");
        assert_eq!(column(customers, "company_name")[4], "ACME, \"Inc\"");
        assert_eq!(column(customers, "last_name")[8], "Formula");
        assert_eq!(column(customers, "first_name")[8], "=HYPERLINK(1)");
        assert_eq!(column(customers, "amount_spent")[8], "12345678.90");
        assert_eq!(column(customers, "default_country")[5], "JP");
        assert_eq!(column(customers, "default_region")[5], "JP-13");
        assert_eq!(column(customers, "metafields.facts.birth_date")[0], "1990-05-01T23:00:00Z");
        assert_eq!(column(customers, "metafields.growave.referral_link")[4], "https://example.com/?r=1");
    }
}

/// A header variant, and columns its customers then have.
#[test]
fn headers_of_all_years_are_known() {
    let Some(text) = sample("customers_csv/header_variants.json") else { return };
    let variants: serde_json::Value = serde_json::from_str(&text).unwrap();
    for (name, header) in variants["headers"].as_object().unwrap() {
        let header = header.as_str().unwrap();
        let row: Vec<String> = header
            .split(',')
            .map(|column| match column {
                "Email" => "a@b.c".into(),
                "Customer ID" => "'5".into(),
                column if column.contains("Country") => "US".into(),
                column if column.starts_with("Accepts") => "yes".into(),
                column if column.starts_with("Total") => "1".into(),
                _ => String::new(),
            })
            .collect();
        let (packed, snapshot) = pack(&[("x.csv", &format!("{header}\n{}\n", row.join(",")))]);
        assert_eq!(column(&snapshot.customers, "email_status"), ["SUBSCRIBED"], "{name}");
        assert_eq!(column(&snapshot.customers, "default_country"), ["US"], "{name}");
        assert_eq!(column(&snapshot.customers, "amount_spent"), ["1.00"], "{name}");
        let id = if header.contains("Customer ID") { "5" } else { "a@b.c" };
        assert_eq!(column(&snapshot.customers, "id"), [id], "{name}");
        let unknown: Vec<&str> =
            packed.report.unknown_columns.iter().flat_map(|it| &it.columns).map(|it| it.as_str()).collect();
        assert!(
            unknown.iter().all(|column| ["Note", "Tax Exempt"].contains(column) || column.contains("Address")),
            "{unknown:?}"
        );
    }
}

#[test]
fn the_orders_export_has_a_row_a_line() {
    let Some(text) = sample("orders_csv/synthetic_orders.csv") else { return };
    let (packed, snapshot) = pack(&[("orders_export_1.csv", &text)]);
    assert_eq!(packed.report.files[0].kind.as_deref(), Some("shopify-orders"));
    let rows = packed.report.files[0].rows;
    assert_eq!((rows.read, rows.kept, rows.other_currency), (5, 4, 1));
    assert_eq!(column(&snapshot.customers, "id"), ["ana@example.com", "zero@example.com", "16305550000"]);
    let orders = snapshot.orders.as_ref().unwrap();
    assert_eq!(column(orders, "total"), ["56.29", "100.00", "10.00"]);
    assert_eq!(column(orders, "refunded"), ["0.00", "40.00", "-"]);
    assert_eq!(column(orders, "cancelled_at"), ["-", "-", "2026-11-01T06:30:00Z"]);
    assert_eq!(column(orders, "financial_status")[2], "voided");
    assert_eq!(orders.local, [0, 0, 1]);
    let lines = snapshot.lines.as_ref().unwrap();
    assert_eq!(column(lines, "amount"), ["32.00", "15.00", "100.00", "10.00"]);
    assert_eq!(column(lines, "product_id"), ["FERN-1", "FRM-B", "Chair", "Mug"]);

    let customers = "Customer ID,First Name,Last Name,Email,Total Spent,Total Orders,Phone\n'1,,,ANA@example.com,0,0,\n\
                     '2,,,zero@example.com,0,0,\n'3,,,Zero@example.com,0,0,\n'4,,,,0,0,'+1 (630) 555-0000\n";
    for pseudonymous in [false, true] {
        let options = Options { pseudonymous, currency: None, ..options() };
        let packed = import(options, &[("orders_export.csv", &text), ("customers_export.csv", customers)]).unwrap();
        packed.report.files.iter().for_each(accounted);
        let snapshot = open(&packed);
        assert_eq!(snapshot.customers.len, 4);
        assert_eq!(snapshot.orders.as_ref().unwrap().local, [0, 0]);
        assert_eq!(packed.report.files[0].rows.orphans, 1);
        assert!(packed.report.warnings.iter().any(|warning| warning.code == "shared-contact"));
    }
}
