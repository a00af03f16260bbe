//! Texts as they are collected: a pool with codes, and dictionaries that grow or are replaced.

use super::allowance::Allowance;
use super::batch::{Batch, Node};
use super::integers::offsets;
use super::layout::TextLayout;
use super::schema::bad;
use crate::error::Result;
use crate::snapshot::strings::Strings;
use foldhash::fast::FixedState;
use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::BuildHasher;
use std::ops::Range;

/// Texts in order of first use.
#[derive(Debug, Default)]
pub(super) struct Pool {
    texts: Strings,
    /// Code by hash, to find repeats; given up once texts hardly repeat.
    seen: Option<HashMap<u64, u32, FixedState>>,
    asked: u64,
}

/// Texts after which the pool looks whether seeking repeats is worth its while.
const TRIAL: usize = 65_536;

impl Pool {
    /// An empty pool.
    pub(super) fn new() -> Pool {
        Pool { seen: Some(HashMap::default()), ..Pool::default() }
    }

    /// The code of a text; most texts are held once, but repeats may have codes of their own.
    pub(super) fn code(&mut self, text: &str, allowance: &mut Allowance) -> Result<u32> {
        self.asked += 1;
        let next = self.texts.len() as u32;
        if let Some(seen) = &mut self.seen {
            let code = *seen.entry(FixedState::default().hash_one(text)).or_insert(next);
            if code != next && &self.texts[code as usize] == text {
                return Ok(code);
            }
            if self.texts.len() >= TRIAL && self.texts.len() as u64 > self.asked / 4 * 3 {
                self.seen = None;
            }
        }
        allowance.take(text.len() + 24)?;
        self.texts.push(text);
        Ok(next)
    }

    /// The texts.
    pub(super) fn into_texts(self) -> Strings {
        self.texts
    }

    /// A copy of the texts.
    pub(super) fn to_texts(&self, allowance: &mut Allowance) -> Result<Strings> {
        allowance.take(self.texts.bytes())?;
        Ok(self.texts.clone())
    }
}

/// Instead of a code: the dictionary's entry is null. No pool has as many texts.
pub(super) const NULL_ENTRY: u32 = u32::MAX - 1;

/// Instead of a code: the dictionary has no such entry.
pub(super) const OUTSIDE: u32 = u32::MAX;

/// A dictionary in its present state.
#[derive(Debug)]
pub(super) struct Dictionary {
    /// How its texts lie in buffers.
    pub(super) layout: TextLayout,
    /// Columns that refer to it.
    pub(super) uses: u32,
    /// Every text it ever had, so that codes of earlier batches keep their meaning.
    pub(super) pool: Pool,
    /// Code in `pool` of each entry, [`NULL_ENTRY`] for one that is null.
    entries: Vec<u32>,
}

impl Dictionary {
    /// An empty dictionary.
    pub(super) fn new(layout: TextLayout) -> Dictionary {
        Dictionary { layout, uses: 0, pool: Pool::new(), entries: Vec::new() }
    }

    /// All its texts, if this column is the last that asks, else a copy of them.
    pub(super) fn give(&mut self, allowance: &mut Allowance) -> Result<Strings> {
        self.uses -= 1;
        match self.uses {
            0 => Ok(std::mem::take(&mut self.pool).texts),
            _ => self.pool.to_texts(allowance),
        }
    }

    /// The texts that some codes stand for; the codes become theirs.
    pub(super) fn pick(&self, codes: &mut [u32]) -> Strings {
        let (mut picked, mut texts) = (HashMap::new(), Strings::new());
        for code in codes.iter_mut().filter(|code| (**code as usize) < self.pool.texts.len()) {
            *code = *picked.entry(*code).or_insert_with(|| {
                texts.push(&self.pool.texts[*code as usize]);
                texts.len() as u32 - 1
            });
        }
        texts
    }

    /// Replaces the entries, or adds to them.
    pub(super) fn read(&mut self, batch: &mut Batch<'_>, delta: bool, allowance: &mut Allowance) -> Result<()> {
        if !delta {
            self.entries.clear();
        }
        let node = batch.node(allowance)?;
        if node.length != batch.length {
            return Err(bad("A dictionary's column is not as long as its batch"));
        }
        let (pool, entries) = (&mut self.pool, &mut self.entries);
        each_text(self.layout, batch, &node, 0..node.length, allowance, |text, allowance| {
            allowance.take(8)?;
            entries.push(text.map_or(Ok(NULL_ENTRY), |text| pool.code(text, allowance))?);
            Ok(())
        })
    }

    /// The pool's code of an index; [`NULL_ENTRY`] if the entry is null, [`OUTSIDE`] out of bounds.
    pub(super) fn code(&self, index: i64) -> u32 {
        let entry = usize::try_from(index).ok().and_then(|index| self.entries.get(index));
        entry.copied().unwrap_or(OUTSIDE)
    }
}

/// Calls `each` for every row of `rows` with its text, or `None` where it has no value. Takes the
/// field's buffers from the batch; `rows` lie within the node.
pub(super) fn each_text(
    layout: TextLayout,
    batch: &mut Batch<'_>,
    node: &Node<'_>,
    rows: Range<usize>,
    allowance: &mut Allowance,
    mut each: impl FnMut(Option<&str>, &mut Allowance) -> Result<()>,
) -> Result<()> {
    let places = batch.buffer(allowance)?;
    if layout == TextLayout::Views {
        let buffers = batch.view_buffers(allowance)?;
        let (views, _) = places.as_chunks::<16>();
        let views = views.get(rows.clone()).ok_or_else(|| bad("A buffer of views is too short"))?;
        for (row, view) in rows.zip(views) {
            let bytes = if node.is_valid(row) { Some(view_bytes(view, &buffers)?) } else { None };
            each(bytes.map(utf8).transpose()?, allowance)?;
        }
        return Ok(());
    }
    let content = batch.buffer(allowance)?;
    if node.length == 0 {
        return Ok(());
    }
    let offsets = offsets(&places, layout == TextLayout::Offsets64, node.length, rows.clone())?;
    for (row, span) in rows.zip(offsets.windows(2)) {
        let bytes = content.get(span[0]..span[1]).ok_or_else(|| bad("A text lies outside its buffer"))?;
        let bytes = if node.is_valid(row) { Some(bytes) } else { None };
        each(bytes.map(utf8).transpose()?, allowance)?;
    }
    Ok(())
}

fn utf8(bytes: &[u8]) -> Result<&str> {
    std::str::from_utf8(bytes).map_err(|_| bad("A text is not UTF-8"))
}

/// The bytes of a view: up to 12 inline, else a place in one of the buffers.
fn view_bytes<'a>(view: &'a [u8; 16], buffers: &'a [Cow<'_, [u8]>]) -> Result<&'a [u8]> {
    let number = |at: usize| {
        let bytes = [view[at], view[at + 1], view[at + 2], view[at + 3]];
        usize::try_from(i32::from_le_bytes(bytes)).map_err(|_| bad("A view has a negative place"))
    };
    let length = number(0)?;
    if length <= 12 {
        return Ok(&view[4..4 + length]);
    }
    let (buffer, offset) = (number(8)?, number(12)?);
    let bytes = buffers.get(buffer).and_then(|buffer| buffer.get(offset..offset.checked_add(length)?));
    bytes.ok_or_else(|| bad("A view points outside its buffers"))
}
