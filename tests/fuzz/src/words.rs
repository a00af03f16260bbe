//! The dictionary: the catalogue's own names, and the words of the language, of documents and of files.

use headcount::catalogue::describe_fields;
use headcount::snapshot::{TableName, canonical_columns};
use std::fmt::Write;

const WORDS: &str = "AND OR NOT BETWEEN IN CONTAINS ANY ALL NONE STARTS ENDS WITH IS NULL MATCHES NOT_MATCHES ( ) , : = != > >= < <= == <> \
    stat anniversary today -30d 30d -12m 12_months_ago 2024-01-01 2024-02-29T23:59:59Z true false null date since until count_at_least \
    profile. metafields. answers. segments. \"kind\" \"field\" \"operator\" \"value\" \"values\" \"of\" \"all\" \"any\" \"not\" \"function\" \
    \"where\" \"parameter\" \"matches\" \"version\":1 \"condition\" \"name\" \"from\" \"to\" \"integer\" \"decimal\" \"text\" \"combinator\" \"rules\" \
    \"match\" \"mode\" \"some\" \"none\" \"atLeast\" \"threshold\" \"valueSource\" \"segment\" \"options\" \"asOf\" \"policy\" \"strictMissing\" \
    \"nodes\" \"partial\" \"maxClauses\" \"path\" \"limit\" \"offset\" \"customer\" \"days\" \"text\" \"language\" \"dialect\" \"do\" \"now\" \"id\" \
    \"create\" \"edit\" \"rename\" \"remove\" \"duplicate\" \"activate\" \"members\" \"next\" \"revision\" \"log\" \"segments\" \"format\" \
    headcount-library headcount-snapshot \"column\" \"multiply\" \"join\" \"lookup\" \"lookups\" \"file\" \"files\" \"delimiter\" \"number\" \
    \"date\" \"replace\" \"prefix\" \"drop_prefix\" \"drop_suffix\" \"type\" \"row\" gid://shopify/Customer/1 gid://shopify/Order/1 \
    gid://shopify/LineItem/1 gid://shopify/Product/1 __parentId createdAt totalPriceSet shopMoney amount currencyCode USD EUR customer_id order_id \
    country city region latitude longitude is_default 9223372036854775807 -9223372036854775808 18446744073709551615 170141183460469231731687303715884105727 \
    1e400 1e-400 0.0000001 ARROW1 headcount.scale";

/// In libFuzzer's form, one entry a line.
pub(crate) fn dictionary() -> String {
    let fields = describe_fields(None).into_iter().map(|field| field.name.to_string());
    let columns = TableName::ALL.into_iter().flat_map(canonical_columns).map(|(name, _)| (*name).to_owned());
    let words = WORDS.split_whitespace().map(str::to_owned);
    let mut all: Vec<String> = fields.chain(columns).chain(words).collect();
    all.sort();
    all.dedup();
    let mut out = String::new();
    for word in all {
        out.push('"');
        for byte in word.bytes() {
            match byte {
                b'"' | b'\\' => write!(out, "\\x{byte:02x}"),
                b' '..=b'~' => write!(out, "{}", char::from(byte)),
                _ => write!(out, "\\x{byte:02x}"),
            }
            .expect("a string takes all");
        }
        out.push_str("\"\n");
    }
    out
}
