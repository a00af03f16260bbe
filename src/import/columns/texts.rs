//! Growing columns of texts.

use super::{Interner, Ints, Why, array};
use crate::import::cell::Cell;
use crate::import::report::Countries;
use crate::snapshot::{Array, Strings, Values};
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

/// Texts of rows, by dictionary.
#[derive(Debug)]
pub(in crate::import) struct Texts {
    /// 0 without a value, else number + 1 in `texts`.
    codes: Ints,
    texts: Interner,
    spelling: Spelling,
}

impl Texts {
    /// An empty column.
    pub(in crate::import) fn new(spelling: Spelling) -> Texts {
        Texts { codes: Ints::new(), texts: Interner::default(), spelling }
    }

    /// Rows so far.
    pub(in crate::import) fn len(&self) -> usize {
        self.codes.len()
    }

    /// Adds rows without a value or drops the last rows, to `len`.
    pub(in crate::import) fn resize(&mut self, len: usize) {
        self.codes.resize(len);
    }

    /// Bytes held.
    pub(in crate::import) fn bytes(&self) -> usize {
        self.codes.bytes() + self.texts.bytes()
    }

    /// The text of a row.
    pub(in crate::import) fn get(&self, row: usize) -> Option<&str> {
        self.number(row).map(|number| self.texts.get(number))
    }

    /// The number of a row's text; none for rows past the end.
    pub(in crate::import) fn number(&self, row: usize) -> Option<usize> {
        if row < self.len() { (self.codes.get(row) as usize).checked_sub(1) } else { None }
    }

    /// Gives a row the text of the last one.
    pub(in crate::import) fn copy_last(&mut self, row: usize) {
        self.codes.copy_last(row);
    }

    /// The texts in the order of their numbers, with the rows of each.
    pub(in crate::import) fn tally(&self) -> impl Iterator<Item = (&str, u64)> {
        let mut uses = vec![0; self.texts.len()];
        self.codes.iter().filter(|code| *code != 0).for_each(|code| uses[code as usize - 1] += 1);
        self.texts.iter().zip(uses)
    }

    /// Appends a row.
    pub(in crate::import) fn push(&mut self, cell: Cell<'_>) -> Result<(), Why> {
        let missing = if self.spelling == Spelling::Exact { cell.is_missing() } else { cell.is_blank() };
        if missing {
            self.codes.push(0);
            return Ok(());
        }
        let Some(text) = cell.text() else {
            self.codes.push(0);
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
        self.codes.push(kept.map_or(0, |text| self.texts.number(text) as i64 + 1));
        Ok(())
    }

    /// The rows as texts; the dictionary has what they use, in order of first use.
    pub(in crate::import) fn array(&self, name: &str, rows: &[u32], countries: &mut Countries) -> Array {
        if self.spelling == Spelling::Country {
            return self.countries(name, rows, countries);
        }
        let values = pick(&self.codes, &self.texts, rows.iter().map(|row| *row as usize));
        array(name, rows, |row| self.codes.get(row) != 0, values)
    }

    /// Countries as codes: a name of none is missing and reported, as is every other name read.
    fn countries(&self, name: &str, rows: &[u32], countries: &mut Countries) -> Array {
        let mut codes = Texts::new(Spelling::Exact);
        let found: Vec<Option<&str>> = self.texts.iter().map(country_code).collect();
        let mut uses = vec![0; found.len()];
        for row in rows {
            let number = self.number(*row as usize);
            if let Some(number) = number {
                uses[number] += 1;
            }
            let code = number.and_then(|number| found[number]);
            codes.codes.push(code.map_or(0, |code| codes.texts.number(code) as i64 + 1));
        }
        for ((text, code), uses) in self.texts.iter().zip(found).zip(uses) {
            countries.add(text, code, uses);
        }
        let all: Vec<u32> = (0..rows.len() as u32).collect();
        codes.array(name, &all, countries)
    }
}

/// The texts at some places of a column of codes (0: no text), with a dictionary of those used.
pub(in crate::import) fn pick(codes: &Ints, texts: &Interner, places: impl Iterator<Item = usize>) -> Values {
    let mut moved = vec![0u32; texts.len()];
    let mut dictionary = Strings::new();
    let place = |at: usize| match codes.get(at) {
        0 => 0,
        code => {
            let number = code as usize - 1;
            if moved[number] == 0 {
                dictionary.push(texts.get(number));
                moved[number] = dictionary.len() as u32;
            }
            moved[number] - 1
        }
    };
    let codes = places.map(place).collect();
    if dictionary.is_empty() {
        // A code without a value must still lie in the dictionary.
        dictionary.push("");
    }
    Values::Text { codes, dictionary }
}
