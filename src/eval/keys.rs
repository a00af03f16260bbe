//! How many customers have each text: in a column, in their latest row, in any of their rows.

use super::Run;
use super::cache::{Key, Value};
use super::cells::Keys;
use super::operands::Reading;
use super::rows::Scratch;
use crate::aggregate::Distinct;
use crate::check::{Operand, Positive, RowColumn, RowTest, RowsSpec, ValueTest};
use crate::error::Result;
use crate::plan::{Source, Table};
use crate::rows::{BLOCK, RowSet};
use crate::snapshot::{Codes, Column, Strings};
use std::collections::HashMap;
use std::sync::Arc;

/// The texts of a value, each with the customers who have it.
#[derive(Debug, Default)]
pub(crate) struct KeyCounts<'a> {
    dictionaries: Vec<Dictionary<'a>>,
    /// Categories that are no row's own: keys with the text to show, numbered after all others.
    above: Vec<(String, String)>,
    counts: Vec<u32>,
}

/// Keys of one column, with the text to show for each, numbered within all columns.
#[derive(Debug)]
struct Dictionary<'a> {
    keys: &'a Strings,
    shown: &'a Strings,
    /// `None`: keys have their own numbers.
    numbers: Option<Vec<u32>>,
}

impl<'a> KeyCounts<'a> {
    /// Calls `visit` with each key, the text to show for it and the customers who have it.
    pub(crate) fn each<'s>(&'s self, visit: &mut dyn FnMut(&'s str, &'s str, u32)) {
        let mut next = 0;
        for dictionary in &self.dictionaries {
            for (at, (key, shown)) in dictionary.keys.iter().zip(dictionary.shown.iter()).enumerate() {
                let number = dictionary.numbers.as_ref().map_or(at, |numbers| numbers[at] as usize);
                // A key that an earlier column has too was numbered there.
                if number == next {
                    next += 1;
                    visit(key, shown, self.counts[number]);
                }
            }
        }
        for ((key, shown), count) in self.above.iter().zip(&self.counts[next..]) {
            visit(key, shown, *count);
        }
    }

    /// Makes room for the categories above those there are; for each key the numbers of the
    /// categories that are found in it.
    fn add_above(&mut self) -> Vec<Vec<u32>> {
        let mut keys: Vec<(String, String)> = Vec::new();
        self.each(&mut |key, shown, _| keys.push((key.to_owned(), shown.to_owned())));
        let mut numbers: HashMap<String, u32> =
            keys.iter().zip(0..).map(|((key, _), number)| (key.clone(), number)).collect();
        for (key, shown) in &keys {
            let shown: Vec<&str> = shown.split('>').map(str::trim).collect();
            for (components, (end, _)) in key.match_indices(" > ").enumerate() {
                let next = numbers.len() as u32;
                numbers.entry(key[..end].to_owned()).or_insert_with(|| {
                    self.above.push((key[..end].to_owned(), shown[..shown.len().min(components + 1)].join(" > ")));
                    next
                });
            }
        }
        // A category is found at any level of another.
        let held = |(key, _): &(String, String)| {
            let parts: Vec<&str> = key.split(" > ").collect();
            let stretches = (0..parts.len()).flat_map(|from| (from..parts.len()).map(move |to| (from, to)));
            let mut held: Vec<u32> = stretches
                .filter(|(from, to)| to - from + 1 < parts.len())
                .filter_map(|(from, to)| numbers.get(&parts[from..=to].join(" > ")).copied())
                .collect();
            held.sort_unstable();
            held.dedup();
            held
        };
        let holders = keys.iter().map(held).collect();
        self.counts.clear();
        self.counts.resize(numbers.len(), 0);
        holders
    }

    fn of(columns: &[&'a Column], numbers: impl Iterator<Item = Option<Vec<u32>>>) -> Option<KeyCounts<'a>> {
        let mut dictionaries = Vec::new();
        for (column, numbers) in columns.iter().zip(numbers) {
            let (keys, shown) = match column {
                Column::Text(texts) => (&texts.keys, texts.shown()),
                Column::List(lists) => (&lists.keys, lists.shown()),
                _ => return None,
            };
            dictionaries.push(Dictionary { keys, shown, numbers });
        }
        let size = dictionaries.iter().map(|dictionary| dictionary.keys.len()).sum();
        Some(KeyCounts { dictionaries, above: Vec::new(), counts: vec![0; size] })
    }
}

impl<'a> Run<'a> {
    /// How many of `among` have each text of an operand; `None` if its values are no texts.
    pub(crate) fn value_keys(&mut self, operand: &Operand, among: &RowSet) -> Result<Option<KeyCounts<'a>>> {
        let found = match self.reading(operand)? {
            Reading::Plain(column) => KeyCounts::of(&[column], [None].into_iter()).map(|mut found| {
                found.add_all(column, among);
                found
            }),
            Reading::Latest(latest, sources) => {
                let [(table, source)] = &sources[..] else { return Ok(None) };
                let Some((column, index)) = placed(table, *source) else { return Ok(None) };
                KeyCounts::of(&[column], [None].into_iter()).map(|mut found| {
                    for (_, row) in among.iter().filter_map(|customer| latest.get(customer as usize)) {
                        found.add(column, index.map_or(row, |index| index[row] as usize));
                    }
                    found
                })
            }
            _ => None,
        };
        Ok(found)
    }

    /// How many of `among` have each text in a row of theirs; `None` if the values are no texts.
    /// `widened` counts a category for each that holds it too.
    pub(crate) fn row_keys(
        &mut self,
        spec: &RowsSpec,
        column: &RowColumn,
        widened: bool,
        among: &RowSet,
    ) -> Result<Option<KeyCounts<'a>>> {
        let mut picks: Vec<(RowsSpec, Table<'a>, Source<'a>)> = Vec::new();
        for (table, _) in self.tables(spec).into_iter().take(1) {
            match (table.source(column, None), column) {
                // What a row says itself goes before what its product says.
                (Source::Either(own, other), RowColumn::OwnOrProduct(name)) => {
                    let mut without = spec.clone();
                    let test = ValueTest { positive: Positive::Missing, negated: false, strict: false };
                    without.filter.push(RowTest { column: RowColumn::Own(name.clone()), test });
                    picks.push((spec.clone(), table, Source::Own(own)));
                    picks.push((without, table, Source::Product(other)));
                }
                (source, _) => picks.push((spec.clone(), table, source)),
            }
        }
        let sources: Vec<(Table<'a>, Source<'a>)> = picks.iter().map(|(_, table, source)| (*table, *source)).collect();
        let columns: Option<Vec<&Column>> =
            sources.iter().map(|(table, source)| placed(table, *source).map(|(column, _)| column)).collect();
        let keys = Keys::of(&sources);
        let numbers = keys.iter().map(|keys| keys.renumbered().map(<[u32]>::to_vec));
        let Some(mut found) = columns.and_then(|columns| KeyCounts::of(&columns, numbers)) else { return Ok(None) };
        let above = if widened && is_path(column) { found.add_above() } else { Vec::new() };
        let key = Key::Keys(self.options.clone(), spec.clone(), column.clone(), widened, among.clone());
        if let Some(Value::Counts(kept)) = self.cache.get(&key) {
            found.counts.clone_from(&kept);
            return Ok(Some(found));
        }
        let (mut distinct, mut scratch) = (Distinct::default(), Scratch::default());
        let customers = self.customers();
        let amounts = self.amounts_for(spec.filter.iter().map(|test| &test.column))?;
        let runners: Vec<_> = picks.iter().map(|(spec, ..)| self.runners(spec, amounts.column())).collect();
        for block in 0..customers.div_ceil(BLOCK) {
            let words = &among.words()[block * BLOCK / 64..];
            for (runners, keys) in runners.iter().zip(&keys) {
                for runner in runners {
                    runner.each(block, &mut scratch, |picked| {
                        keys.add_to(&mut distinct, &runner.picks.table.rows.local, picked);
                    });
                }
            }
            if !above.is_empty() {
                distinct.widen(&above);
            }
            distinct.count_customers(&mut found.counts, words);
        }
        // A person who types asks for them again at every letter.
        self.cache.put(key, Value::Counts(Arc::new(found.counts.clone())));
        Ok(Some(found))
    }
}

impl KeyCounts<'_> {
    /// Counts the texts of the only column in some of its rows.
    fn add_all(&mut self, column: &Column, among: &RowSet) {
        let counts = &mut self.counts[..];
        match column {
            Column::Text(texts) => match &texts.codes {
                Codes::U8(codes) => tally(codes, counts, among),
                Codes::U16(codes) => tally(codes, counts, among),
                Codes::U32(codes) => tally(codes, counts, among),
            },
            Column::List(lists) if among.count() == among.len() => {
                lists.codes.iter().for_each(|key| counts[*key as usize] += 1);
            }
            _ => among.iter().for_each(|row| self.add(column, row as usize)),
        }
    }

    /// Counts the texts of one row of the only column.
    fn add(&mut self, column: &Column, row: usize) {
        match column {
            Column::Text(texts) => {
                if let Some(key) = texts.codes.get(row).checked_sub(1) {
                    self.counts[key as usize] += 1;
                }
            }
            Column::List(lists) => {
                let own = lists.offsets[row] as usize..lists.offsets[row + 1] as usize;
                lists.codes[own].iter().for_each(|key| self.counts[*key as usize] += 1);
            }
            _ => {}
        }
    }
}

fn tally<T: Copy + Into<u32>>(codes: &[T], counts: &mut [u32], among: &RowSet) {
    for row in among.iter() {
        let code: u32 = codes[row as usize].into();
        if code > 0 {
            counts[code as usize - 1] += 1;
        }
    }
}

/// Whether the values are categories.
fn is_path(column: &RowColumn) -> bool {
    match column {
        RowColumn::Product(name) => name == "categories",
        RowColumn::OwnOrProduct(name) => name == "category",
        _ => false,
    }
}

/// The column a source's values stand in, and the row of it that each row refers to.
fn placed<'a>(table: &Table<'a>, source: Source<'a>) -> Option<(&'a Column, Option<&'a [u32]>)> {
    match source {
        Source::Own(column) | Source::Either(column, _) => Some((column, None)),
        Source::Order(column) => Some((column, Some(&table.rows.parents))),
        Source::Product(column) => Some((column, Some(&table.rows.products))),
        Source::At | Source::Nowhere => None,
    }
}
