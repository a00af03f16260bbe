//! Columns of two tables → one: the base's, and the delta's behind it.

use crate::error::{Code, Error, Result};
use crate::rows::RowSet;
use crate::snapshot::column::{Codes, Column, Lists, Numbers, Places, Texts, Times};
use crate::snapshot::load::{Calendar, coded};
use crate::snapshot::schema::Form;
use crate::snapshot::strings::Strings;
use std::collections::HashMap;

/// What a merged table is made of.
pub(super) struct Merge<'a> {
    /// Of each row where it comes from: below `base` a row of the base, else of the delta.
    pub(super) rows: &'a [u32],
    /// Rows of the base.
    pub(super) base: u32,
    pub(super) calendar: &'a Calendar<'a>,
    /// Decimals of the currency's minor unit.
    pub(super) exponent: u8,
}

/// Checks that two columns can be one.
///
/// # Errors
/// [`Code::PackAnew`] if they hold different types, [`Code::OutOfRange`] if a number has no 64 bits
/// at the scale of the other column, [`Code::TooLarge`] past 2^32 − 1 items.
pub(super) fn agree(base: &Column, delta: &Column) -> Result<()> {
    if is_blank(base) || is_blank(delta) {
        return Ok(());
    }
    match (base, delta) {
        (Column::Number(a), Column::Number(b)) => {
            let fits = |numbers: &Numbers, scale: u8| {
                let unit = 10i64.pow(u32::from(scale.saturating_sub(numbers.scale)));
                numbers.values.iter().all(|value| value.checked_mul(unit).is_some())
            };
            match fits(a, b.scale) && fits(b, a.scale) {
                true => Ok(()),
                false => Err(Error::new(Code::OutOfRange, "A number is too large to be kept exactly in 64 bits.")),
            }
        }
        (Column::List(a), Column::List(b)) => fitting(a.codes.len(), b.codes.len()),
        (Column::Places(a), Column::Places(b)) => fitting(a.latitude.len(), b.latitude.len()),
        (Column::Time(_), Column::Time(_))
        | (Column::Text(_), Column::Text(_))
        | (Column::Boolean { .. }, Column::Boolean { .. }) => Ok(()),
        _ => Err(anew("The column holds another type than in the base.")),
    }
}

fn fitting(a: usize, b: usize) -> Result<()> {
    match u32::try_from(a as u64 + b as u64) {
        Ok(_) => Ok(()),
        Err(_) => Err(Error::new(Code::TooLarge, "There are more than 2^32 − 1 items together.")),
    }
}

/// The error of what cannot be applied exactly.
pub(super) fn anew(why: impl Into<String>) -> Error {
    Error::new(Code::PackAnew, why).help("Pack the whole data anew and open that.")
}

/// Whether no row has a value. Such a column may have been given another type for want of any.
fn is_blank(column: &Column) -> bool {
    match column {
        Column::Time(times) => times.seconds.iter().all(|second| *second == Times::MISSING),
        Column::Number(numbers) => match &numbers.valid {
            None => numbers.values.is_empty(),
            Some(valid) => valid.is_empty(),
        },
        Column::Text(texts) => texts.keys.is_empty(),
        Column::List(lists) => lists.codes.is_empty(),
        Column::Boolean { valid, .. } => valid.is_empty(),
        Column::Places(places) => places.latitude.is_empty(),
    }
}

impl Merge<'_> {
    /// One column of two that [`agree`], or of one; rows of a side without one have no value.
    pub(super) fn column(&self, form: Option<Form>, base: Option<&Column>, delta: Option<&Column>) -> Option<Column> {
        let same = |a: &Column, b: &Column| std::mem::discriminant(a) == std::mem::discriminant(b);
        let sides = match [base, delta] {
            [Some(a), Some(b)] if !same(a, b) => {
                if is_blank(a) {
                    [None, Some(b)]
                } else {
                    [Some(a), None]
                }
            }
            sides => sides,
        };
        macro_rules! of {
            ($form:ident) => {
                sides.map(|side| match side {
                    Some(Column::$form(column)) => Some(column),
                    _ => None,
                })
            };
        }
        Some(match sides[0].or(sides[1])? {
            Column::Time(_) => self.times(of!(Time)),
            Column::Number(_) => self.numbers(form, of!(Number)),
            Column::Text(_) => self.texts(of!(Text)),
            Column::List(_) => self.lists(of!(List)),
            Column::Places(_) => self.places(of!(Places)),
            Column::Boolean { .. } => self.booleans(sides),
        })
    }

    /// Which side a row is of (1: the delta), and which row there.
    fn source(&self, row: u32) -> (usize, usize) {
        match row.checked_sub(self.base) {
            None => (0, row as usize),
            Some(row) => (1, row as usize),
        }
    }

    fn sources(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.rows.iter().map(|row| self.source(*row))
    }

    fn set(&self, test: &dyn Fn(usize, usize) -> bool) -> RowSet {
        RowSet::from_fn(self.rows.len() as u32, |row| {
            let (side, row) = self.source(self.rows[row as usize]);
            test(side, row)
        })
    }

    fn booleans(&self, sides: [Option<&Column>; 2]) -> Column {
        let of = |said: bool| {
            self.set(&|side, row| match sides[side] {
                Some(Column::Boolean { yes, valid }) => if said { yes } else { valid }.contains(row as u32),
                _ => false,
            })
        };
        Column::Boolean { yes: of(true), valid: of(false) }
    }

    fn times(&self, sides: [Option<&Times>; 2]) -> Column {
        let seconds = self.sources().map(|(side, row)| sides[side].map_or(Times::MISSING, |times| times.seconds[row]));
        let has_times =
            |times: &&Times| !times.date_only && times.seconds.iter().any(|second| *second != Times::MISSING);
        let date_only = sides.iter().flatten().any(|times| times.date_only) && !sides.iter().flatten().any(has_times);
        Column::Time(coded(seconds.collect(), date_only, self.calendar))
    }

    fn numbers(&self, form: Option<Form>, sides: [Option<&Numbers>; 2]) -> Column {
        let mut scale = sides.iter().flatten().map(|numbers| numbers.scale).max().unwrap_or(0);
        let units = sides.map(|side| side.map_or(1, |numbers| 10i64.pow(u32::from(scale - numbers.scale))));
        let mut values: Vec<i64> = self
            .sources()
            .map(|(side, row)| sides[side].map_or(0, |numbers| numbers.values[row].saturating_mul(units[side])))
            .collect();
        let partly = |side: &Option<&Numbers>| side.is_none_or(|numbers| numbers.valid.is_some());
        let valid = sides.iter().any(partly).then(|| {
            self.set(&|side, row| {
                sides[side].is_some_and(|of| of.valid.as_ref().is_none_or(|valid| valid.contains(row as u32)))
            })
        });
        let valid = valid.filter(|valid| valid.count() < valid.len());
        // The row that needed the last decimal may be gone.
        let least = if form == Some(Form::Money) { self.exponent } else { 0 };
        while scale > least && values.iter().all(|value| value % 10 == 0) {
            values.iter_mut().for_each(|value| *value /= 10);
            scale -= 1;
        }
        let magnitude = values.iter().map(|value| u128::from(value.unsigned_abs())).sum();
        Column::Number(Numbers { scale, values, valid, magnitude })
    }

    fn texts(&self, sides: [Option<&Texts>; 2]) -> Column {
        let mut keys = Merged::new(sides.map(|side| side.map(|texts| (&texts.keys, texts.shown()))));
        let codes = self.sources().map(|(side, row)| {
            let code = sides[side].map_or(0, |texts| texts.codes.get(row));
            code.checked_sub(1).map_or(0, |code| keys.place(side, code) + 1)
        });
        let codes: Vec<u32> = codes.collect();
        let (keys, shown) = keys.end();
        Column::Text(Texts { codes: Codes::narrow(codes, keys.len()), keys, shown })
    }

    fn lists(&self, sides: [Option<&Lists>; 2]) -> Column {
        let mut keys = Merged::new(sides.map(|side| side.map(|lists| (&lists.keys, lists.shown()))));
        let (mut offsets, mut codes) = (vec![0], Vec::new());
        for (side, row) in self.sources() {
            let start = codes.len();
            if let Some(lists) = sides[side] {
                let own = &lists.codes[lists.offsets[row] as usize..lists.offsets[row + 1] as usize];
                codes.extend(own.iter().map(|code| keys.place(side, *code)));
            }
            codes[start..].sort_unstable();
            offsets.push(codes.len() as u32);
        }
        let (keys, shown) = keys.end();
        Column::List(Lists { offsets, codes, keys, shown })
    }

    fn places(&self, sides: [Option<&Places>; 2]) -> Column {
        let mut out = Places { offsets: vec![0], latitude: Vec::new(), longitude: Vec::new() };
        for (side, row) in self.sources() {
            if let Some(places) = sides[side] {
                let own = places.offsets[row] as usize..places.offsets[row + 1] as usize;
                out.latitude.extend_from_slice(&places.latitude[own.clone()]);
                out.longitude.extend_from_slice(&places.longitude[own]);
            }
            out.offsets.push(out.latitude.len() as u32);
        }
        Column::Places(out)
    }
}

/// The keys of two dictionaries that rows still use, in order of first use.
struct Merged<'a> {
    sides: [Option<(&'a Strings, &'a Strings)>; 2],
    /// Place + 1 of each key, 0 of one that was not used yet.
    places: [Vec<u32>; 2],
    /// Of the delta's keys the base's key that is the same, if there is one.
    twins: Vec<Option<u32>>,
    keys: Strings,
    /// `None` as long as every key shows itself.
    shown: Option<Strings>,
}

impl<'a> Merged<'a> {
    /// `sides` are keys and what is shown for each.
    fn new(sides: [Option<(&'a Strings, &'a Strings)>; 2]) -> Merged<'a> {
        let len = |side: usize| sides[side].map_or(0, |(keys, _)| keys.len());
        let mut twins = vec![None; len(1)];
        if let [Some((base, _)), Some((delta, _))] = sides {
            let known: HashMap<&str, u32> = delta.iter().zip(0..).collect();
            for (key, at) in base.iter().zip(0..) {
                if let Some(twin) = known.get(key) {
                    twins[*twin as usize] = Some(at);
                }
            }
        }
        let places = [vec![0; len(0)], vec![0; len(1)]];
        Merged { sides, places, twins, keys: Strings::new(), shown: None }
    }

    /// The place of a key of a side.
    fn place(&mut self, side: usize, code: u32) -> u32 {
        let (of, at) = match self.twins.get(code as usize) {
            Some(Some(twin)) if side == 1 => (0, *twin as usize),
            _ => (side, code as usize),
        };
        if self.places[of][at] == 0 {
            if let Some((keys, shown)) = self.sides[side] {
                let (key, shown) = (&keys[code as usize], &shown[code as usize]);
                if self.shown.is_none() && key != shown {
                    self.shown = Some(self.keys.clone());
                }
                if let Some(all) = &mut self.shown {
                    all.push(shown);
                }
                self.keys.push(key);
            }
            self.places[of][at] = self.keys.len() as u32;
        }
        self.places[of][at] - 1
    }

    fn end(mut self) -> (Strings, Option<Strings>) {
        self.keys.shrink();
        self.shown.iter_mut().for_each(Strings::shrink);
        (self.keys, self.shown)
    }
}
