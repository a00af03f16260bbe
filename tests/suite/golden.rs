//! Golden files: what was found is what the file says, or with HEADCOUNT_BLESS=1 becomes it.

use std::{env, fs};

/// Holds `found` against the file at `path`.
pub(super) fn golden_file(path: &str, found: &str) {
    if env::var_os("HEADCOUNT_BLESS").is_some() {
        fs::write(path, found).unwrap();
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    let differing = found.lines().zip(expected.lines()).find(|(found, expected)| found != expected);
    assert!(found == expected, "{path} differs, first in {differing:?}: run with HEADCOUNT_BLESS=1 and read the diff");
}
