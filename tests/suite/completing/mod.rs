//! What may stand at a place of a text, and the values there are.

mod golden;
mod places;
mod values;

use std::collections::BTreeSet;

/// The shops of the corpus.
fn shop_names() -> BTreeSet<String> {
    crate::corpus::all().into_iter().map(|case| case.shop).collect()
}
