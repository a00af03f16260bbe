//! Every spelling of the language, and the one it is printed in.

use headcount::query::{Dialect, parse, print};

/// `code at [-> fix]` of every problem.
fn codes(text: &str) -> Vec<&'static str> {
    parse(text).problems.iter().map(|problem| problem.code).collect()
}

fn printed(text: &str) -> String {
    let parsed = parse(text);
    print(&parsed.condition, Dialect::Headcount).unwrap_or_else(|problems| panic!("{text}: {problems:?}")).text
}

#[test]
fn what_is_read_in_many_spellings_is_printed_in_one() {
    for (text, expected) in [
        ("", ""),
        (" -- nothing\n", ""),
        ("amount_spent > 100", "amount_spent > 100"),
        ("(amount_spent>+100.50)", "amount_spent > 100.50"),
        ("a = 'x' and b = 'y' AnD c != 'z'", "a = 'x' AND b = 'y' AND c != 'z'"),
        ("a = 1 AND (b = 2 OR c = 3)", "a = 1 AND (b = 2 OR c = 3)"),
        ("a = 1 AND (b = 2 AND c = 3)", "a = 1 AND (b = 2 AND c = 3)"),
        ("NOT a = 1", "a != 1"),
        ("NOT NOT a = 1", "a = 1"),
        ("not (a > 1)", "NOT (a > 1)"),
        ("NOT a BETWEEN 1 AND 2 AND b = 3", "NOT (a BETWEEN 1 AND 2) AND b = 3"),
        ("NOT (a = 1 OR b = 2)", "NOT (a = 1 OR b = 2)"),
        ("NOT f MATCHES ()", "f NOT MATCHES ()"),
        ("NOT a IS NULL", "a IS NOT NULL"),
        ("a BETWEEN 2021-01-01 AND today", "a BETWEEN 2021-01-01 AND today"),
        ("a not in ('x','y')", "a NOT IN ('x', 'y')"),
        ("a CONTAINS ANY ('x')", "a CONTAINS ANY ('x')"),
        ("a STARTS WITH 'x' AND a ends with 'y'", "a STARTS WITH 'x' AND a ENDS WITH 'y'"),
        ("a >= stat('p90')", "a >= stat('p90')"),
        ("a = TRUE AND b = Today and c < YESTERDAY", "a = true AND b = today AND c < yesterday"),
        ("a > -90min AND b > +2h", "a > -90min AND b > +2h"),
        ("a > 2024-01-01T10:00:00", "a > 2024-01-01T10:00:00"),
        ("orders_placed not_matches (count=1)", "orders_placed NOT MATCHES (count = 1)"),
        ("storefront_event.product_viewed MATCHES (count > 3)", "storefront.product_viewed MATCHES (count > 3)"),
        ("customer.metafields.ns.key = 'x'", "metafields.ns.key = 'x'"),
        ("profile.'Shoe size' = 42", "profile.'Shoe size' = 42"),
        ("anniversary(date: 'birth_date') = today", "anniversary('birth_date') = today"),
        ("random_bucket('seed') < 500", "random_bucket('seed') < 500"),
        ("products_purchased(quantity: 5) = true", "products_purchased MATCHES (quantity = 5)"),
        ("products_purchased() = false", "products_purchased NOT MATCHES ()"),
        ("products_purchased() != true", "products_purchased NOT MATCHES ()"),
        ("products_purchased() != false", "products_purchased MATCHES ()"),
        ("f(since: 12_months_ago, until: 7_days_ago) = true", "f MATCHES (date BETWEEN -12m AND -7d)"),
        ("f(until: today, count_at_least: 2, since: -1y) = true", "f MATCHES (date BETWEEN -1y AND today, count >= 2)"),
        ("f(since: -90d) = true", "f MATCHES (date >= -90d)"),
        ("f(id: (1, '2', 'gid://shopify/Product/3')) = true", "f MATCHES (id IN (1, '2', 'gid://shopify/Product/3'))"),
        ("f MATCHES (id = (1,2), tag != ('a'))", "f MATCHES (id IN (1, 2), tag NOT IN ('a'))"),
        (
            "customer_within_distance(coordinates: (42.7, -23.3), distance_km: 10) = true",
            "customer_within_distance MATCHES (coordinates = (42.7, -23.3), distance_km = 10)",
        ),
        (
            "customer_within_distance MATCHES (coordinates = (42.7, 23.3), distance_km <= 10)",
            "customer_within_distance MATCHES (coordinates = (42.7, 23.3), distance_km <= 10)",
        ),
        ("a = 'it\\'s \\\\ fine' -- really\n AND b = 'два\nреда'", "a = 'it\\'s \\\\ fine' AND b = 'два\nреда'"),
        ("'not' = 1 AND 'Shoe size' = 2 AND ''.'a.b' = 3", "'not' = 1 AND 'Shoe size' = 2 AND ''.a.b = 3"),
    ] {
        assert_eq!(codes(text), [""; 0], "{text}");
        assert_eq!(printed(text), expected, "{text}");
        assert_eq!(printed(expected), expected, "{text}");
    }
}
