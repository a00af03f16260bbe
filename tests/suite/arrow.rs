//! The Arrow writer and reader against each other, and the reader against hostile bytes.

use crate::fuzzing::properties::arrow::{cell, cells};
use arbtest::arbitrary::{self, Unstructured};
use headcount::error::{Code, Result};
use headcount::rows::RowSet;
use headcount::snapshot::arrow::{read_stream, write_stream};
use headcount::snapshot::{Array, Values};

fn assert_same(before: &[Array], after: &[Array]) {
    assert_eq!(before.len(), after.len());
    for (before, after) in before.iter().zip(after) {
        assert_eq!(cells(before), cells(after));
    }
}

/// Decimals in the fewest bits that hold them.
fn decimals(scale: u8, values: Vec<i128>) -> Values {
    let narrow: Option<Vec<i64>> = values.iter().map(|value| i64::try_from(*value).ok()).collect();
    narrow.map_or(Values::Wide { scale, values }, |values| Values::Decimal { scale, values })
}

/// A column of `len` values of any kind, nested at most as deep as the format allows.
fn any_array(
    u: &mut Unstructured<'_>,
    name: String,
    len: u32,
    list: bool,
    structure: bool,
) -> arbitrary::Result<Array> {
    fn each<T>(
        u: &mut Unstructured<'_>,
        len: u32,
        mut one: impl FnMut(&mut Unstructured<'_>) -> arbitrary::Result<T>,
    ) -> arbitrary::Result<Vec<T>> {
        (0..len).map(|_| one(u)).collect()
    }
    let values = match u.int_in_range(0..=9)? {
        0 => Values::Null,
        1 => {
            let bits: Vec<bool> = each(u, len, |u| u.arbitrary())?;
            Values::Boolean(RowSet::from_fn(len, |row| bits[row as usize]))
        }
        2 => {
            let shift = u.int_in_range(0..=63)?;
            Values::Integer(each(u, len, |u| Ok(u.arbitrary::<i64>()? >> shift))?)
        }
        3 => {
            let shift = u.int_in_range(0..=127)?;
            let scale = u.int_in_range(0..=18)?;
            decimals(scale, each(u, len, |u| Ok(u.arbitrary::<i128>()? >> shift))?)
        }
        4 => Values::Float(each(u, len, |u| Ok(f64::from(u.arbitrary::<i32>()?) / 8.0))?),
        5 => Values::Day(each(u, len, |u| u.int_in_range(-719_162..=2_932_896))?),
        6 => Values::Second(each(u, len, |u| u.int_in_range(-62_135_596_800..=253_402_300_799))?),
        8 if list => {
            let mut offsets = vec![0];
            for _ in 0..len {
                offsets.push(offsets[offsets.len() - 1] + u.int_in_range(0..=3)?);
            }
            let items = any_array(u, "item".into(), offsets[len as usize], false, structure)?;
            Values::List { offsets, items: Box::new(items) }
        }
        9 if structure => {
            let count = u.int_in_range(0..=3)?;
            let fields = (0..count).map(|field| any_array(u, format!("f{field}"), len, list, false));
            Values::Struct(fields.collect::<arbitrary::Result<_>>()?)
        }
        _ => {
            let count = u.int_in_range(1..=len.max(1))?;
            let dictionary = each(u, count, |u| u.arbitrary::<String>())?;
            Values::Text { codes: each(u, len, |u| u.int_in_range(0..=count - 1))?, dictionary: dictionary.into() }
        }
    };
    let valid = match (u.arbitrary()?, &values) {
        (false, _) | (_, Values::Null) => None,
        (true, _) => {
            let bits: Vec<bool> = each(u, len, |u| u.arbitrary())?;
            Some(RowSet::from_fn(len, |row| bits[row as usize]))
        }
    };
    Ok(Array { name, len, valid, values })
}

#[test]
fn what_is_written_reads_back() {
    arbtest::arbtest(|u| {
        let len = u.int_in_range(0..=100)?;
        let count = u.int_in_range(0..=4)?;
        let columns = (0..count).map(|column| any_array(u, format!("c{column}"), len, true, true));
        let columns: Vec<Array> = columns.collect::<arbitrary::Result<_>>()?;
        assert_same(&columns, &read_stream(&write_stream(&columns), "test").unwrap());
        Ok(())
    });
}

/// A column of every kind, nulls in all of them.
pub(crate) fn every_kind(len: u32) -> Vec<Array> {
    let rows = || 0..len;
    let text = |modulus: u32| Values::Text {
        codes: rows().map(|row| row % modulus).collect(),
        dictionary: (0..modulus).map(|code| format!("text {code} ł")).collect(),
    };
    let array = |name: &str, values| Array {
        name: name.into(),
        len,
        valid: (name != "all").then(|| RowSet::from_fn(len, |row| row % 5 != 3)),
        values,
    };
    let offsets: Vec<u32> = (0..=len).map(|row| row / 2 + row / 3).collect();
    let items = offsets[len as usize];
    let item = |values| Box::new(Array { name: "item".into(), len: items, valid: None, values });
    let address = Values::Struct(vec![
        Array {
            name: "city".into(),
            len: items,
            valid: Some(RowSet::from_fn(items, |item| item % 2 == 0)),
            values: Values::Text {
                codes: (0..items).map(|item| item % 2).collect(),
                dictionary: ["a", "b"].into_iter().collect(),
            },
        },
        Array { name: "latitude".into(), len: items, valid: None, values: Values::Float(vec![0.5; items as usize]) },
    ]);
    vec![
        array("all", Values::Integer(rows().map(i64::from).collect())),
        array("null", Values::Null),
        array("boolean", Values::Boolean(RowSet::from_fn(len, |row| row % 3 == 0))),
        array("integer", Values::Integer(rows().map(|row| i64::from(row) << 40).collect())),
        array("money", Values::Decimal { scale: 2, values: rows().map(|row| i64::from(row) * 199).collect() }),
        array("wide", decimals(18, rows().map(|row| i128::from(row) << 90).collect())),
        array("float", Values::Float(rows().map(|row| f64::from(row) / 4.0).collect())),
        array("day", Values::Day(rows().map(|row| row as i32 - 50).collect())),
        array("second", Values::Second(rows().map(|row| i64::from(row) * 86_399).collect())),
        array("few", text(len.clamp(1, 7))),
        array("distinct", text(len.max(1))),
        array(
            "tags",
            Values::List {
                offsets: offsets.clone(),
                items: item(Values::Text { codes: vec![0; items as usize], dictionary: ["vip"].into_iter().collect() }),
            },
        ),
        array("addresses", Values::List { offsets, items: item(address) }),
    ]
}

#[test]
fn blocks_meet_without_a_seam() {
    for len in [0, 1, 7, 8, 64, 65_535, 65_536, 65_537, 140_001] {
        let columns = every_kind(len);
        assert_same(&columns, &read_stream(&write_stream(&columns), "test").unwrap());
    }
}

#[test]
fn a_stream_cut_anywhere_is_an_error() {
    let bytes = write_stream(&every_kind(40));
    for end in 0..bytes.len() {
        let error = read_stream(&bytes[..end], "part").expect_err("a cut stream");
        assert_eq!(error.code(), Code::BadArrow, "cut at {end}: {error}");
    }
    assert!(read_stream(&bytes, "part").is_ok());
}

/// A small generator (SplitMix64), so that a failure repeats.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % bound as u64) as usize
    }
}

/// Reads bytes and every value in them: nothing may panic, whatever they are.
fn read_all(bytes: &[u8]) -> Result<()> {
    for array in read_stream(bytes, "part")? {
        (0..array.len.min(1000)).for_each(|row| drop(cell(&array, row)));
    }
    Ok(())
}

#[test]
fn damaged_bytes_never_panic() {
    let bytes = write_stream(&every_kind(12));
    let mut random = Random(1);
    let mut refused = 0;
    for _ in 0..20_000 {
        let mut damaged = bytes.clone();
        for _ in 0..=random.below(3) {
            let at = random.below(damaged.len());
            damaged[at] ^= 1 << random.below(8);
        }
        refused += u32::from(read_all(&damaged).is_err());
    }
    assert!(refused > 2_000, "only {refused} of 20,000 damaged streams were refused");
}

#[test]
fn absurd_numbers_never_panic() {
    let bytes = write_stream(&every_kind(12));
    for at in 0..bytes.len() - 8 {
        for absurd in [i64::MAX, i64::MIN, -1, 1 << 31, 1 << 40] {
            let mut damaged = bytes.clone();
            damaged[at..at + 8].copy_from_slice(&absurd.to_le_bytes());
            drop(read_all(&damaged));
        }
    }
}
