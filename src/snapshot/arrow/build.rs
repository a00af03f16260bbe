//! Columns as they grow from batch to batch.

use super::allowance::Allowance;
use super::batch::{Batch, Node};
use super::integers::{integers, offsets, slice};
use super::layout::{Field, Layout, Width};
use super::schema::bad;
use super::text::{Dictionary, NULL_ENTRY, OUTSIDE, Pool, each_text};
use crate::double::widen;
use crate::error::{Code, Error, Result};
use crate::rows::{BLOCK, RowSet};
use crate::snapshot::array::{Array, Values};
use crate::snapshot::strings::Strings;
use crate::time::{DAY_SECONDS, Day};
use std::ops::Range;

/// Dictionaries by identifier.
#[derive(Debug, Default)]
pub(super) struct Dictionaries {
    by_id: Vec<(i64, Dictionary)>,
}

impl Dictionaries {
    pub(super) fn get(&self, id: i64) -> Option<&Dictionary> {
        self.by_id.iter().find(|(known, _)| *known == id).map(|(_, dictionary)| dictionary)
    }

    pub(super) fn get_mut(&mut self, id: i64) -> Option<&mut Dictionary> {
        self.by_id.iter_mut().find(|(known, _)| *known == id).map(|(_, dictionary)| dictionary)
    }
}

/// Gives the texts of a dictionary by its identifier, for codes that it may change.
pub(super) type TextsOf<'a> = dyn FnMut(i64, &mut [u32]) -> Result<Strings> + 'a;

/// A growing run of bits.
#[derive(Debug, Default)]
pub(super) struct Bits {
    words: Vec<u64>,
    len: usize,
}

impl Bits {
    /// The bits of `len` rows.
    pub(super) fn from_fn(len: u32, mut test: impl FnMut(u32) -> bool) -> Bits {
        let mut bits = Bits::default();
        (0..len).for_each(|row| bits.push(u64::from(test(row)), 1));
        bits
    }

    /// Appends the low `count` bits of `word`, 1 to 64; the others are zero.
    fn push(&mut self, word: u64, count: usize) {
        let shift = self.len % 64;
        if shift == 0 {
            self.words.push(word);
        } else {
            *self.words.last_mut().expect("a started word exists") |= word << shift;
            if shift + count > 64 {
                self.words.push(word >> (64 - shift));
            }
        }
        self.len += count;
    }

    fn push_ones(&mut self, mut count: usize) {
        while count > 0 {
            let step = count.min(64);
            self.push(u64::MAX >> (64 - step), step);
            count -= step;
        }
    }

    /// Appends the bits `rows` of a buffer long enough.
    fn push_from(&mut self, bytes: &[u8], rows: Range<usize>) {
        let mut at = rows.start;
        while at < rows.end {
            // At most the rest of a byte, or eight bytes when aligned.
            if let (0, 64.., Some(chunk)) = (at % 8, rows.end - at, bytes[at / 8..].first_chunk::<8>()) {
                self.push(u64::from_le_bytes(*chunk), 64);
                at += 64;
                continue;
            }
            let step = (8 - at % 8).min(rows.end - at);
            let word = u64::from(bytes[at / 8] >> (at % 8)) & (u64::MAX >> (64 - step));
            self.push(word, step);
            at += step;
        }
    }

    /// Little-endian bits, least significant first, padded to whole bytes.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes: Vec<u8> = self.words.iter().flat_map(|word| word.to_le_bytes()).collect();
        bytes.truncate(self.len.div_ceil(8));
        bytes
    }

    fn into_rows(self) -> RowSet {
        let mut set = RowSet::empty(self.len as u32);
        for (block, words) in self.words.chunks(BLOCK / 64).enumerate() {
            set.block_mut(block).copy_from_slice(words);
        }
        set
    }
}

/// A growing column.
#[derive(Debug)]
pub(super) struct Build {
    len: usize,
    /// Kept from the first missing value on.
    valid: Option<Bits>,
    values: Growing,
}

#[derive(Debug)]
enum Growing {
    Null,
    Boolean(Bits),
    Integer(Vec<i64>),
    Decimal(u8, Vec<i64>),
    /// Decimals, once one of them needed more than 64 bits.
    Wide(u8, Vec<i128>),
    Float(Vec<f64>),
    Day(Vec<i32>),
    Second(Vec<i64>),
    Text(Vec<u32>, Pool),
    Dictionary(Vec<u32>, i64),
    List(Vec<u32>, Box<Build>),
    Struct(Vec<Build>),
}

/// First and last day of years 0001 to 9999.
const DAYS: [i32; 2] = [-719_162, 2_932_896];

impl Build {
    /// An empty column.
    pub(super) fn new(layout: &Layout) -> Build {
        let values = match layout {
            Layout::Null => Growing::Null,
            Layout::Boolean => Growing::Boolean(Bits::default()),
            Layout::Integer { scale: None, .. } => Growing::Integer(Vec::new()),
            Layout::Integer { scale: Some(scale), .. } | Layout::Decimal { scale, .. } => {
                Growing::Decimal(*scale, Vec::new())
            }
            Layout::Float32 | Layout::Float64 => Growing::Float(Vec::new()),
            Layout::Day => Growing::Day(Vec::new()),
            Layout::Timestamp { .. } => Growing::Second(Vec::new()),
            Layout::Text(_) => Growing::Text(Vec::new(), Pool::new()),
            Layout::Dictionary { id, .. } => Growing::Dictionary(Vec::new(), *id),
            Layout::List { item, .. } => Growing::List(vec![0], Box::new(Build::new(&item.layout))),
            Layout::Struct(fields) => Growing::Struct(fields.iter().map(|field| Build::new(&field.layout)).collect()),
        };
        Build { len: 0, valid: None, values }
    }

    /// Appends the rows `keep` of the batch's next field, which has `length` rows, or at least
    /// `keep.end` of them if `None`.
    pub(super) fn append(
        &mut self,
        layout: &Layout,
        batch: &mut Batch<'_>,
        length: Option<usize>,
        keep: Range<usize>,
        dictionaries: &Dictionaries,
        allowance: &mut Allowance,
    ) -> Result<()> {
        let node = match layout {
            Layout::Null => Node { length: batch.bare_node()?, valid: None },
            _ => batch.node(allowance)?,
        };
        if length.is_some_and(|length| length != node.length) || keep.end > node.length {
            return Err(bad("A column is not as long as its batch"));
        }
        let total = self.len + keep.len();
        if u32::try_from(total).is_err() {
            return Err(Error::new(
                Code::TooLarge,
                format!("The column has {total} values; at most 2^32 − 1 are read."),
            ));
        }
        // Nulls and structs have no bytes of their own that would bound their number.
        allowance.take(if length.is_none() { keep.len() * 4 } else { keep.len() })?;
        self.append_validity(&node, keep.clone(), allowance)?;
        self.append_values(layout, batch, &node, keep, dictionaries, allowance)?;
        self.len = total;
        Ok(())
    }

    fn append_validity(&mut self, node: &Node<'_>, keep: Range<usize>, allowance: &mut Allowance) -> Result<()> {
        match (&mut self.valid, &node.valid) {
            (None, None) => {}
            (Some(bits), None) => {
                allowance.take(keep.len() / 4)?;
                bits.push_ones(keep.len());
            }
            (bits, Some(bytes)) => {
                let before = if bits.is_none() { self.len } else { 0 };
                allowance.take((before + keep.len()) / 4)?;
                let bits = bits.get_or_insert_default();
                bits.push_ones(before);
                bits.push_from(bytes, keep);
            }
        }
        Ok(())
    }

    fn append_values(
        &mut self,
        layout: &Layout,
        batch: &mut Batch<'_>,
        node: &Node<'_>,
        keep: Range<usize>,
        dictionaries: &Dictionaries,
        allowance: &mut Allowance,
    ) -> Result<()> {
        match (layout, &mut self.values) {
            (Layout::Null, Growing::Null) => Ok(()),
            (Layout::Boolean, Growing::Boolean(bits)) => {
                let bytes = batch.buffer(allowance)?;
                if bytes.len() < keep.end.div_ceil(8) {
                    return Err(bad("A buffer of booleans is too short"));
                }
                allowance.take(keep.len() / 4)?;
                bits.push_from(&bytes, keep);
                Ok(())
            }
            (Layout::Decimal { bytes: 16, .. }, Growing::Decimal(..) | Growing::Wide(..)) => {
                allowance.take(keep.len() * 16)?;
                let bytes = batch.buffer(allowance)?;
                self.append_decimals(slice::<16>(&bytes, keep)?);
                Ok(())
            }
            (
                Layout::Integer { .. } | Layout::Decimal { .. },
                Growing::Integer(values) | Growing::Decimal(_, values),
            ) => {
                let (width, signed) = match layout {
                    Layout::Integer { width, signed, .. } => (*width, *signed),
                    Layout::Decimal { bytes: 4, .. } => (Width::Four, true),
                    _ => (Width::Eight, true),
                };
                allowance.take(keep.len() * 8)?;
                let bytes = batch.buffer(allowance)?;
                values.reserve(keep.len());
                integers(&bytes, width, signed, node, keep, &mut |run| values.extend_from_slice(run))
            }
            (Layout::Float64, Growing::Float(values)) => {
                allowance.take(keep.len() * 8)?;
                let bytes = batch.buffer(allowance)?;
                values.reserve(keep.len());
                values.extend(slice::<8>(&bytes, keep)?.iter().map(|b| f64::from_le_bytes(*b)));
                Ok(())
            }
            (Layout::Float32, Growing::Float(values)) => {
                allowance.take(keep.len() * 8)?;
                let bytes = batch.buffer(allowance)?;
                values.extend(slice::<4>(&bytes, keep)?.iter().map(|b| widen(f32::from_le_bytes(*b))));
                Ok(())
            }
            (Layout::Day, Growing::Day(values)) => {
                allowance.take(keep.len() * 4)?;
                let bytes = batch.buffer(allowance)?;
                let before = values.len();
                values.extend(slice::<4>(&bytes, keep.clone())?.iter().map(|b| i32::from_le_bytes(*b)));
                within(&mut values[before..], DAYS, node, keep.start)
            }
            (Layout::Timestamp { per_second }, Growing::Second(values)) => {
                allowance.take(keep.len() * 8)?;
                let bytes = batch.buffer(allowance)?;
                let before = values.len();
                values.extend(slice::<8>(&bytes, keep.clone())?.iter().map(|b| i64::from_le_bytes(*b)));
                let seconds = &mut values[before..];
                // Dividing 64 bits takes many times as long as the rest.
                if *per_second != 1 {
                    seconds.iter_mut().for_each(|second| *second = second.div_euclid(*per_second));
                }
                let [first, last] = DAYS.map(|day| Day(day).midnight().0);
                within(seconds, [first, last + DAY_SECONDS - 1], node, keep.start)
            }
            (Layout::Text(texts), Growing::Text(codes, pool)) => {
                allowance.take(keep.len() * 4)?;
                each_text(*texts, batch, node, keep, allowance, |text, allowance| {
                    codes.push(text.map_or(Ok(0), |text| pool.code(text, allowance))?);
                    Ok(())
                })
            }
            (Layout::Dictionary { .. }, Growing::Dictionary(..)) => {
                self.append_indices(layout, batch, node, keep, dictionaries, allowance)
            }
            (Layout::List { wide, item }, Growing::List(ends, items)) => {
                let bytes = batch.buffer(allowance)?;
                let inner = if node.length == 0 || keep.is_empty() {
                    0..0
                } else {
                    allowance.take(keep.len() * 4)?;
                    let offsets = offsets(&bytes, *wide, node.length, keep)?;
                    let (first, last) = (offsets[0], offsets[offsets.len() - 1]);
                    if u32::try_from(items.len + (last - first)).is_err() {
                        let message = "The lists have more than 2^32 − 1 items together.";
                        return Err(Error::new(Code::TooLarge, message));
                    }
                    ends.extend(offsets[1..].iter().map(|offset| (items.len + (offset - first)) as u32));
                    first..last
                };
                items.append(&item.layout, batch, None, inner, dictionaries, allowance)
            }
            (Layout::Struct(fields), Growing::Struct(builds)) => {
                for (field, build) in fields.iter().zip(builds) {
                    let length = Some(node.length);
                    build.append(&field.layout, batch, length, keep.clone(), dictionaries, allowance)?;
                }
                Ok(())
            }
            _ => unreachable!("a column grows by the layout it was made for"),
        }
    }

    fn append_indices(
        &mut self,
        layout: &Layout,
        batch: &mut Batch<'_>,
        node: &Node<'_>,
        keep: Range<usize>,
        dictionaries: &Dictionaries,
        allowance: &mut Allowance,
    ) -> Result<()> {
        let (Layout::Dictionary { width, signed, .. }, Growing::Dictionary(codes, id)) = (layout, &mut self.values)
        else {
            unreachable!("only called for dictionaries");
        };
        let dictionary = dictionaries.get(*id).expect("every identifier of the schema has its dictionary");
        allowance.take(keep.len() * 4)?;
        let bytes = batch.buffer(allowance)?;
        let (mut row, mut outside, mut null_entries) = (keep.start, false, Vec::new());
        codes.reserve(keep.len());
        integers(&bytes, *width, *signed, node, keep.clone(), &mut |run| {
            let before = codes.len();
            codes.extend(run.iter().map(|index| dictionary.code(*index)));
            let codes = &mut codes[before..];
            if node.valid.is_some() || codes.iter().any(|code| *code >= NULL_ENTRY) {
                for (code, row) in codes.iter_mut().zip(row..) {
                    let valid = node.is_valid(row);
                    outside |= valid && *code == OUTSIDE;
                    if valid && *code == NULL_ENTRY {
                        null_entries.push(row);
                    }
                    if !valid || *code >= NULL_ENTRY {
                        *code = 0;
                    }
                }
            }
            row += run.len();
        })?;
        if outside {
            return Err(bad("An index lies outside its dictionary"));
        }
        if !null_entries.is_empty() {
            self.clear_validity(&null_entries, keep, allowance)?;
        }
        Ok(())
    }

    /// Appends decimals of 128 bits, in 64 as long as all fit.
    fn append_decimals(&mut self, decimals: &[[u8; 16]]) {
        let read = |b: &[u8; 16]| i128::from_le_bytes(*b);
        if let Growing::Decimal(scale, values) = &mut self.values {
            if decimals.iter().all(|b| i64::try_from(read(b)).is_ok()) {
                values.extend(decimals.iter().map(|b| read(b) as i64));
                return;
            }
            self.values = Growing::Wide(*scale, values.iter().map(|value| i128::from(*value)).collect());
        }
        if let Growing::Wide(_, values) = &mut self.values {
            values.extend(decimals.iter().map(read));
        }
    }

    /// Marks rows of the batch just read as missing; `keep` are the batch's rows.
    fn clear_validity(&mut self, rows: &[usize], keep: Range<usize>, allowance: &mut Allowance) -> Result<()> {
        if self.valid.is_none() {
            allowance.take((self.len + keep.len()) / 4)?;
            let mut bits = Bits::default();
            bits.push_ones(self.len + keep.len());
            self.valid = Some(bits);
        }
        let bits = self.valid.as_mut().expect("made above");
        for row in rows {
            let bit = self.len + row - keep.start;
            bits.words[bit / 64] &= !(1 << (bit % 64));
        }
        Ok(())
    }

    /// The finished column; `texts_of` gives the texts that codes of a dictionary stand for, and may
    /// change the codes.
    pub(super) fn finish(self, field: &Field, texts_of: &mut TextsOf<'_>) -> Result<Array> {
        let len = self.len as u32;
        let values = match (self.values, &field.layout) {
            (Growing::Null, _) => Values::Null,
            (Growing::Boolean(bits), _) => Values::Boolean(bits.into_rows()),
            (Growing::Integer(values), _) => Values::Integer(values),
            (Growing::Decimal(scale, values), _) => Values::Decimal { scale, values },
            (Growing::Wide(scale, values), _) => Values::Wide { scale, values },
            (Growing::Float(values), _) => Values::Float(values),
            (Growing::Day(values), _) => Values::Day(values),
            (Growing::Second(values), _) => Values::Second(values),
            (Growing::Text(codes, pool), _) => Values::Text { codes, dictionary: some_text(pool.into_texts(), len) },
            (Growing::Dictionary(mut codes, id), _) => {
                let texts = texts_of(id, &mut codes)?;
                Values::Text { codes, dictionary: some_text(texts, len) }
            }
            (Growing::List(offsets, items), Layout::List { item, .. }) => {
                Values::List { offsets, items: Box::new(items.finish(item, texts_of)?) }
            }
            (Growing::Struct(builds), Layout::Struct(fields)) => {
                let pairs = builds.into_iter().zip(fields);
                let arrays = pairs.map(|(build, field)| build.finish(field, texts_of));
                Values::Struct(arrays.collect::<Result<_>>()?)
            }
            _ => unreachable!("a column grows by the layout it was made for"),
        };
        Ok(Array { name: field.name.clone(), len, valid: self.valid.map(Bits::into_rows), values })
    }
}

/// Rows without a value have code 0, which must exist.
fn some_text(mut texts: Strings, len: u32) -> Strings {
    if texts.is_empty() && len > 0 {
        texts.push("");
    }
    texts
}

/// Checks that values lie within years 0001 to 9999; 0 becomes of rows without a value that do not.
fn within<T: Copy + Default + PartialOrd>(
    values: &mut [T],
    [least, greatest]: [T; 2],
    node: &Node<'_>,
    first: usize,
) -> Result<()> {
    let inside = |value: &T| *value >= least && *value <= greatest;
    if values.iter().all(inside) {
        return Ok(());
    }
    for (value, row) in values.iter_mut().zip(first..) {
        if !inside(value) {
            if node.is_valid(row) {
                return Err(outside_years());
            }
            *value = T::default();
        }
    }
    Ok(())
}

fn outside_years() -> Error {
    Error::new(Code::OutOfRange, "A date lies outside years 0001 to 9999.").help("Write missing dates as null.")
}

/// The dictionaries a schema refers to.
pub(super) fn dictionaries_of(fields: &[Field]) -> Result<Dictionaries> {
    fn visit(layout: &Layout, found: &mut Dictionaries) -> Result<()> {
        match layout {
            Layout::Dictionary { id, texts, .. } => {
                if found.get(*id).is_none() {
                    found.by_id.push((*id, Dictionary::new(*texts)));
                }
                let dictionary = found.get_mut(*id).expect("just added");
                if dictionary.layout != *texts {
                    return Err(bad("Two columns read one dictionary in different ways"));
                }
                dictionary.uses += 1;
                Ok(())
            }
            Layout::List { item, .. } => visit(&item.layout, found),
            Layout::Struct(fields) => fields.iter().try_for_each(|field| visit(&field.layout, found)),
            _ => Ok(()),
        }
    }
    let mut found = Dictionaries::default();
    fields.iter().try_for_each(|field| visit(&field.layout, &mut found))?;
    Ok(found)
}
