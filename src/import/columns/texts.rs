//! Growing columns of texts.

use super::{Coded, Places, Text, Why};
use crate::import::cell::Cell;
use crate::import::report::Countries;
use crate::value::{country_code, email_domain, id_key};

/// How a text is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import) enum Spelling {
    /// As written; an empty JSON string is a text (N1).
    Exact,
    /// Without blanks around it.
    Trimmed,
    /// [`id_key`].
    Id,
    /// As written until it is packed, then as the country's two letters (X6).
    Country,
    /// The domain of an e-mail address (X4).
    DomainOfEmail,
}

/// Texts of rows.
#[derive(Debug)]
pub(in crate::import) struct Texts {
    pub(super) coded: Coded,
    spelling: Spelling,
}

impl Texts {
    /// An empty column.
    pub(in crate::import) fn new(spelling: Spelling) -> Texts {
        Texts { coded: Coded::default(), spelling }
    }

    /// A column of texts as they are.
    pub(in crate::import) fn of(coded: Coded) -> Texts {
        Texts { coded, spelling: Spelling::Exact }
    }

    /// Whether no text has anything but blanks.
    pub(in crate::import) fn is_blank(&self) -> bool {
        self.coded.texts().iter().all(|text| text.trim().is_empty())
    }

    /// Rows so far.
    pub(in crate::import) fn len(&self) -> usize {
        self.coded.len()
    }

    /// Adds rows without a value or drops the last rows, to `len`.
    pub(in crate::import) fn resize(&mut self, len: usize) {
        self.coded.resize(len);
    }

    /// Bytes held.
    pub(in crate::import) fn bytes(&self) -> usize {
        self.coded.bytes()
    }

    /// No more rows are added.
    pub(in crate::import) fn close(&mut self) {
        self.coded.close();
    }

    /// The text of a row.
    pub(in crate::import) fn get(&self, row: usize) -> Option<Text<'_>> {
        self.coded.get(row)
    }

    /// The number of a row's text; none for rows past the end.
    pub(in crate::import) fn number(&self, row: usize) -> Option<usize> {
        self.coded.number(row)
    }

    /// Gives a row the text of the last one.
    pub(in crate::import) fn copy_last(&mut self, row: usize) {
        self.coded.copy_last(row);
    }

    /// The texts that places have.
    pub(in crate::import) fn used(&self, places: Places<'_>) -> impl Iterator<Item = Text<'_>> {
        self.coded.texts().iter().zip(self.coded.uses(places)).filter(|(_, uses)| *uses > 0).map(|(text, _)| text)
    }

    /// The texts in the order of their numbers, with the rows of each.
    pub(in crate::import) fn tally(&self) -> impl Iterator<Item = (Text<'_>, u32)> {
        self.coded.texts().iter().zip(self.coded.uses(&|each| (0..self.len()).for_each(each)))
    }

    /// Appends a row.
    pub(in crate::import) fn push(&mut self, cell: Cell<'_>) -> Result<(), Why> {
        let missing = if self.spelling == Spelling::Exact { cell.is_missing() } else { cell.is_blank() };
        if missing {
            self.coded.push(None);
            return Ok(());
        }
        let Some(text) = cell.text() else {
            self.coded.push(None);
            return Err("is no text");
        };
        let domain;
        let kept = match self.spelling {
            Spelling::Exact => Some(&*text),
            Spelling::Trimmed | Spelling::Country => Some(text.trim()),
            Spelling::Id => Some(id_key(&text)),
            Spelling::DomainOfEmail => {
                domain = email_domain(&text);
                domain.as_deref()
            }
        };
        self.coded.push(kept);
        Ok(())
    }

    /// Turns countries into codes: a name of none is missing and reported, as is every other name
    /// that places use.
    pub(in crate::import) fn settle(&mut self, places: Places<'_>, countries: &mut Countries) {
        if self.spelling != Spelling::Country {
            return;
        }
        let uses = self.coded.uses(places);
        let (codes, texts) = std::mem::take(&mut self.coded).into_parts();
        let mut codes_of_countries = Coded::default();
        let mut found = Vec::with_capacity(texts.len());
        for (text, uses) in texts.iter().zip(uses) {
            let code = country_code(&text);
            countries.add(&text, code, u64::from(uses));
            codes_of_countries.push(code);
            found.push(codes_of_countries.number(found.len()).map_or(0, |number| number as i64 + 1));
        }
        let codes = codes.map(&mut |code| if code == 0 { 0 } else { found[code as usize - 1] });
        self.coded = Coded::of(codes, codes_of_countries.into_parts().1);
    }
}
