//! What fuzzing holds of any input, held of its seeds and of every input that once broke it.

#[path = "../fuzz/properties/mod.rs"]
pub(crate) mod properties;

use std::path::Path;

const REGRESSIONS: &str = include_str!("../fuzz/regressions.txt");

/// The bytes of a line's input: those that are no plain ASCII, and `\`, are written `\xNN`.
fn bytes(written: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = written;
    while let Some((plain, code)) = rest.split_once("\\x") {
        out.extend(plain.as_bytes());
        out.push(u8::from_str_radix(&code[..2], 16).expect("two hexadecimal digits"));
        rest = &code[2..];
    }
    out.extend(rest.as_bytes());
    out
}

#[test]
fn what_once_broke_a_property_holds_it() {
    let lines = REGRESSIONS.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    for line in lines {
        let (target, input) = line.split_once(' ').expect("a target and an input");
        println!("{line}");
        properties::hold(target, &bytes(input));
    }
}

#[test]
fn the_seeds_hold_every_property() {
    for (target, hold) in properties::TARGETS {
        let seeds = properties::seeds::of(target, Path::new(env!("CARGO_MANIFEST_DIR")));
        assert!(!seeds.is_empty(), "{target}");
        // Every third: the corpus, the golden files and the laws hold the rest to more.
        for seed in seeds.iter().step_by(if seeds.len() > 100 { 3 } else { 1 }) {
            hold(seed);
        }
    }
}
