//! Texts by their numbers in a dictionary of their own.

use super::{Interner, Ints, Places, Text};
use crate::snapshot::arrow::{DictionaryTexts, Shape, is_dictionary};
use crate::snapshot::{Array, Strings, Values};

/// A growing column of texts.
#[derive(Debug, Default)]
pub(in crate::import) struct Coded {
    /// 0 without a text, else number + 1 in `texts`.
    codes: Ints,
    texts: Interner,
    /// Whether codes are those of a dictionary that was written.
    written: bool,
}

impl Coded {
    /// A column of codes and what they stand for.
    pub(in crate::import) fn of(codes: Ints, texts: Interner) -> Coded {
        Coded { codes, texts, written: false }
    }

    /// Places so far.
    pub(in crate::import) fn len(&self) -> usize {
        self.codes.len()
    }

    /// Adds places without a text or drops the last ones, to `len`.
    pub(in crate::import) fn resize(&mut self, len: usize) {
        self.codes.resize(len);
    }

    /// Bytes held.
    pub(in crate::import) fn bytes(&self) -> usize {
        self.codes.bytes() + self.texts.bytes()
    }

    /// Appends a text or none.
    pub(in crate::import) fn push(&mut self, text: Option<&str>) {
        self.codes.push(text.map_or(0, |text| self.texts.number(text) as i64 + 1));
    }

    /// The number of a place's text; none for places past the end.
    pub(in crate::import) fn number(&self, at: usize) -> Option<usize> {
        (self.codes.at(at)? as usize).checked_sub(1)
    }

    /// The text of a place.
    pub(in crate::import) fn get(&self, at: usize) -> Option<Text<'_>> {
        self.number(at).map(|number| self.texts.get(number))
    }

    /// Gives a place the text of the last one.
    pub(in crate::import) fn copy_last(&mut self, at: usize) {
        self.codes.copy_last(at);
    }

    /// The texts in the order of their numbers.
    pub(in crate::import) fn texts(&self) -> &Interner {
        &self.texts
    }

    /// How often places have each text.
    pub(in crate::import) fn uses(&self, places: Places<'_>) -> Vec<u32> {
        let mut uses = vec![0; self.texts.len()];
        places(&mut |at| {
            if let Some(number) = self.number(at) {
                uses[number] += 1;
            }
        });
        uses
    }

    /// Codes and texts.
    pub(in crate::import) fn into_parts(self) -> (Ints, Interner) {
        (self.codes, self.texts)
    }

    /// No more texts are added.
    pub(in crate::import) fn close(&mut self) {
        self.texts.close();
    }

    /// How the texts at places are written. A dictionary has what they use, in order of first use;
    /// the texts are gone then.
    pub(in crate::import) fn shape(&mut self, places: Places<'_>) -> Shape {
        let (mut moved, mut order, mut len) = (vec![0u32; self.texts.len()], Vec::new(), 0);
        places(&mut |at| {
            len += 1;
            if let Some(number) = self.number(at) {
                if moved[number] == 0 {
                    order.push(number as u32);
                    moved[number] = order.len() as u32;
                }
            }
        });
        if !is_dictionary(order.len(), len) {
            let mut bytes = 0;
            places(&mut |at| bytes += self.get(at).map_or(0, |text| text.len()));
            return Shape::Text { bytes };
        }
        let texts = std::mem::take(&mut self.texts);
        let codes = std::mem::take(&mut self.codes);
        let dictionary = DictionaryTexts::new(order.len(), &|at, take| take(&texts.get(order[at] as usize)));
        drop(texts);
        self.codes = codes.map(&mut |code| if code == 0 { 0 } else { i64::from(moved[code as usize - 1]) });
        self.written = true;
        Shape::Dictionary(dictionary)
    }

    /// The texts at places; a dictionary that was written is not repeated.
    pub(in crate::import) fn values(&self, places: Places<'_>) -> Values {
        let (mut codes, mut dictionary) = (Vec::new(), Strings::new());
        places(&mut |at| {
            let number = self.number(at);
            codes.push(if self.written { number.unwrap_or(0) as u32 } else { dictionary.len() as u32 });
            if !self.written {
                dictionary.push(number.map(|number| self.texts.get(number)).as_deref().unwrap_or_default());
            }
        });
        Values::Text { codes, dictionary }
    }

    /// The texts of rows as an array.
    pub(in crate::import) fn array(&self, name: &str, rows: &[u32]) -> Array {
        let values = self.values(&|each| rows.iter().for_each(|row| each(*row as usize)));
        super::array(name, rows, |row| self.codes.get(row) != 0, values)
    }
}
