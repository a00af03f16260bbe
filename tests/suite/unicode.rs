//! The engine's Unicode table against the crates it was made from: every character, and texts.
//!
//! `HEADCOUNT_BLESS=1` writes the table anew.

use headcount::value::unicode::{case_fold, is_cased, is_mark, lower, nfc, nfkc, nfkd, upper};
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{
    canonical_combining_class, compose, decompose_canonical, decompose_compatible, is_combining_mark,
};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/value/unicode.bin");

fn characters() -> impl Iterator<Item = char> {
    ('\0'..=char::MAX).filter(|c| !('\u{AC00}'..='\u{D7A3}').contains(c))
}

fn folded(c: char) -> String {
    caseless::default_case_fold_str(c.encode_utf8(&mut [0; 4]))
}

fn small(c: char) -> String {
    c.to_lowercase().collect()
}

fn large(c: char) -> String {
    c.to_uppercase().collect()
}

#[test]
fn every_character_has_its_forms() {
    for c in '\0'..=char::MAX {
        let text = String::from(c);
        assert_eq!(nfc(&text), text.nfc().collect::<String>(), "nfc {c:?}");
        assert_eq!(nfkc(&text), text.nfkc().collect::<String>(), "nfkc {c:?}");
        assert_eq!(nfkd(&text), text.nfkd().collect::<String>(), "nfkd {c:?}");
        assert_eq!(case_fold(&text), folded(c), "case {c:?}");
        assert_eq!(lower(&text), small(c), "small {c:?}");
        assert_eq!(upper(&text), large(c), "large {c:?}");
        assert_eq!(is_cased(c), small(c) != text || large(c) != text, "cased {c:?}");
        assert_eq!(is_mark(c), is_combining_mark(c), "mark {c:?}");
    }
}

#[test]
fn texts_have_their_forms() {
    let telling: Vec<char> = characters()
        .filter(|c| canonical_combining_class(*c) != 0 || nfkd(&String::from(*c)) != String::from(*c))
        .chain("aAeisSΑω가각ᄀ ᅡᆨ".chars())
        .collect();
    arbtest::arbtest(|bytes| {
        let length = bytes.int_in_range(0..=12)?;
        let text = (0..length).map(|_| bytes.choose(&telling).copied()).collect::<Result<String, _>>()?;
        assert_eq!(nfc(&text), text.nfc().collect::<String>(), "{text:?}");
        assert_eq!(nfkc(&text), text.nfkc().collect::<String>(), "{text:?}");
        assert_eq!(nfkd(&text), text.nfkd().collect::<String>(), "{text:?}");
        assert_eq!(case_fold(&text), caseless::default_case_fold_str(&text), "{text:?}");
        Ok(())
    });
}

#[test]
fn a_text_of_marks_alone_is_put_in_order() {
    let text: String = (0..40_000).map(|place| if place % 2 == 0 { '\u{0301}' } else { '\u{0316}' }).collect();
    assert_eq!(nfc(&text), text.nfc().collect::<String>());
}

#[test]
fn the_table_is_the_one_that_is_written() {
    let table = written();
    if std::env::var_os("HEADCOUNT_BLESS").is_some() {
        std::fs::write(FILE, &table).unwrap();
    }
    assert!(std::fs::read(FILE).unwrap() == table, "HEADCOUNT_BLESS=1 writes it anew");
}

fn written() -> Vec<u8> {
    let mut out = Vec::new();
    let canonical: BTreeMap<char, Vec<char>> = characters().filter_map(|c| Some((c, canonical(c)?))).collect();
    let composes = |c: char, text: &[char]| text.len() == 2 && compose(text[0], text[1]) == Some(c);
    texts(&mut out, &canonical, composes);
    let compatible = characters().filter_map(|c| {
        let mut whole = Vec::new();
        decompose_compatible(c, |part| whole.push(part));
        (whole != derived(&canonical, c)).then_some((c, whole))
    });
    texts(&mut out, &compatible.collect(), |_, _| false);
    let classes = characters().map(|c| (c, i32::from(canonical_combining_class(c)))).filter(|(_, class)| *class != 0);
    runs(&mut out, &grouped(classes), true);
    runs(&mut out, &grouped(characters().filter(|c| is_combining_mark(*c)).map(|c| (c, 0))), false);
    for mapped in [folded, small, large] {
        runs(&mut out, &changes(mapped), true);
        let several = characters().map(|c| (c, mapped(c).chars().collect::<Vec<char>>()));
        texts(&mut out, &several.filter(|(_, text)| text.len() > 1).collect(), |_, _| false);
    }
    out
}

/// The pair that composes to `c`, else its whole canonical decomposition.
fn canonical(c: char) -> Option<Vec<char>> {
    let mut whole = Vec::new();
    decompose_canonical(c, |part| whole.push(part));
    if whole == [c] {
        return None;
    }
    let (last, first) = whole.split_last().unwrap();
    let first: Vec<char> = first.iter().copied().nfc().collect();
    match first[..] {
        [first] if compose(first, *last) == Some(c) => Some(vec![first, *last]),
        _ => Some(whole),
    }
}

/// The compatibility decomposition that follows from canonical ones and those of their parts.
fn derived(canonical: &BTreeMap<char, Vec<char>>, c: char) -> Vec<char> {
    match canonical.get(&c) {
        None => vec![c],
        Some(parts) => parts
            .iter()
            .flat_map(|part| {
                let mut whole = Vec::new();
                decompose_compatible(*part, |part| whole.push(part));
                whole
            })
            .collect(),
    }
}

fn number(out: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn signed(out: &mut Vec<u8>, value: i32) {
    number(out, (value << 1 ^ value >> 31) as u32);
}

fn texts(out: &mut Vec<u8>, entries: &BTreeMap<char, Vec<char>>, composes: impl Fn(char, &[char]) -> bool) {
    number(out, entries.len() as u32);
    let (mut code, mut before) = (0, [0; 18]);
    for (c, text) in entries {
        number(out, *c as u32 - code);
        code = *c as u32;
        number(out, (text.len() as u32) << 1 | u32::from(composes(*c, text)));
        for (place, part) in before.iter_mut().zip(text) {
            signed(out, *part as i32 - *place);
            *place = *part as i32;
        }
    }
}

/// First and last character of a run, and its value.
type Run = (u32, u32, i32);

fn grouped(values: impl Iterator<Item = (char, i32)>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (c, value) in values {
        match runs.last_mut() {
            Some(run) if run.1 + 1 == c as u32 && run.2 == value => run.1 += 1,
            _ => runs.push((c as u32, c as u32, value)),
        }
    }
    runs
}

/// Runs of letters that become one other; where every other letter does, the value is odd.
fn changes(mapped: fn(char) -> String) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for c in characters() {
        let parts: Vec<char> = mapped(c).chars().collect();
        let [part] = parts[..] else { continue };
        if part == c {
            continue;
        }
        let (code, value) = (c as u32, (part as i32 - c as i32) << 1);
        match runs.last_mut() {
            Some(run) if run.2 == value && run.1 + 1 == code => run.1 = code,
            Some(run) if run.2 | 1 == value | 1 && run.1 + 2 == code && (run.2 & 1 == 1 || run.0 == run.1) => {
                (run.1, run.2) = (code, value | 1);
            }
            _ => runs.push((code, code, value)),
        }
    }
    runs
}

fn runs(out: &mut Vec<u8>, runs: &[Run], valued: bool) {
    number(out, runs.len() as u32);
    let mut next = 0;
    for (first, last, value) in runs {
        number(out, first - next);
        number(out, last - first);
        next = last + 1;
        if valued {
            signed(out, *value);
        }
    }
}
