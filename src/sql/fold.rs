//! Texts compared in upper case or case folded (X1), exactly, in databases that know neither as
//! Unicode defines them.
//!
//! A key is compared with `upper(x)` or `lower(x)` after every letter that the database does not
//! map as the key was made has been replaced by what it maps to. Only letters whose image can be
//! part of the key matter: a text that holds any other cannot have the key.

use super::{Said, Writer};
use crate::value::{self, unicode};

/// Letters beyond this have no case.
const LAST_CASED: u32 = 0x1_E943;

impl Writer<'_> {
    /// `sql` in upper case, for comparison with these upper-case keys.
    pub(super) fn upper(&mut self, sql: &str, keys: &[String]) -> Said<String> {
        self.mapped(sql, keys, true)
    }

    /// `sql` case folded, for comparison with these folded keys.
    pub(super) fn folded(&mut self, sql: &str, keys: &[String]) -> Said<String> {
        // Normal form C after folding joins marks to small letters that no large letter has joined.
        let joins = |c: char| {
            let own = c.to_string();
            unicode::case_fold(&own) != own || unicode::lower(&own) != own
        };
        if keys.iter().any(|key| key.chars().any(joins)) {
            return self.refuse("a text with letters that change length in case folding");
        }
        self.mapped(sql, keys, false)
    }

    fn mapped(&mut self, sql: &str, keys: &[String], upper: bool) -> Said<String> {
        let mut sql = sql.to_owned();
        for (letter, image) in replaced(keys, upper, self.dialect.cases_unicode()) {
            sql = self.dialect.replace(&sql, &letter, &image);
        }
        Ok(self.dialect.cased(&sql, upper))
    }
}

/// The letters to replace and what by.
fn replaced(keys: &[String], upper: bool, unicode: bool) -> Vec<(String, String)> {
    let inside = |image: &str| !image.is_empty() && keys.iter().any(|key| key.contains(image));
    let mut found = Vec::new();
    for letter in (0x80..=LAST_CASED).filter_map(char::from_u32) {
        // A character without case is its own image everywhere.
        if !unicode::is_cased(letter) {
            continue;
        }
        let own = letter.to_string();
        let image = if upper { value::upper(&own) } else { unicode::case_fold(&own) };
        let theirs = if upper { unicode::upper(&own) } else { unicode::lower(&own) };
        // A large sigma may become either of two small ones.
        let agrees = unicode && letter != 'Σ' && theirs == image && image.chars().count() == 1;
        // In databases that map letter by letter, the small İ is an i and the large ß is ẞ.
        let misread = match (letter, upper) {
            ('İ', false) => inside("i"),
            ('ß', true) => inside("ẞ"),
            _ => false,
        };
        if (image != own && !agrees && inside(&image)) || misread {
            found.push((own, image));
        }
    }
    found
}
