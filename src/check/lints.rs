//! Figures that lints quote.

use crate::snapshot::{Codes, Column, Times};

/// How many of the first `rows` rows of a column have no value (for a list: are empty).
pub(super) fn missing_values(column: &Column, rows: u32) -> u32 {
    let zeros = |codes: &Codes| match codes {
        Codes::U8(codes) => codes.iter().filter(|code| **code == 0).count(),
        Codes::U16(codes) => codes.iter().filter(|code| **code == 0).count(),
        Codes::U32(codes) => codes.iter().filter(|code| **code == 0).count(),
    };
    let empty = |offsets: &[u32]| offsets.windows(2).filter(|pair| pair[0] == pair[1]).count();
    let count = match column {
        Column::Time(times) => times.seconds.iter().filter(|second| **second == Times::MISSING).count(),
        Column::Number(numbers) => return numbers.valid.as_ref().map_or(0, |valid| rows.saturating_sub(valid.count())),
        Column::Text(texts) => zeros(&texts.codes),
        Column::List(lists) => empty(&lists.offsets),
        Column::Boolean { valid, .. } => return rows.saturating_sub(valid.count()),
        Column::Places(places) => empty(&places.offsets),
    };
    count as u32
}

/// What is said when a negative operator lets in customers without a value.
pub(crate) fn missing_matches(count: u32, name: &str) -> String {
    let (who, pass) = if count == 1 { ("customer has", "passes") } else { ("customers have", "pass") };
    format!("{count} {who} no {name} and {pass} this clause; add `AND {name} IS NOT NULL` to leave them out.")
}
