//! How often a law is tried: a fixed number of random inputs, each with its own seed.

use arbtest::arbitrary::{Result, Unstructured};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// Pairs of shop and condition an ordinary run tries.
const ORDINARY: u64 = 6_000;

/// Pairs to try: `HEADCOUNT_LONG` says how many, `1` meaning a million.
pub(super) fn pairs() -> u64 {
    match std::env::var("HEADCOUNT_LONG").ok().as_deref() {
        None | Some("") => ORDINARY,
        Some("1") => 1_000_000,
        Some(number) => number.parse().expect("HEADCOUNT_LONG is a number of pairs"),
    }
}

/// Tries a law on `tries` inputs, the same ones every time. A failing one is shrunk and its seed
/// printed; `HEADCOUNT_SEED` tries that one alone.
pub(super) fn hold(law: &str, tries: u64, property: impl Fn(&mut Unstructured<'_>) -> Result<()>) {
    if let Ok(seed) = std::env::var("HEADCOUNT_SEED") {
        let seed = u64::from_str_radix(seed.trim_start_matches("0x"), 16).expect("HEADCOUNT_SEED is hexadecimal");
        arbtest::arbtest(&property).seed(seed).run();
        return;
    }
    for number in 0..tries {
        let seed = seed(law, number);
        let tried = catch_unwind(AssertUnwindSafe(|| arbtest::arbtest(&property).seed(seed).run()));
        if let Err(panic) = tried {
            arbtest::arbtest(&property).seed(seed).minimize().budget_ms(10_000).run();
            eprintln!("{law} fails: run it with HEADCOUNT_SEED={seed:#x}, or a smaller seed above");
            resume_unwind(panic);
        }
    }
    println!("law {law}: {tries} tries");
}

/// A seed of arbtest: 32 random bits, then the number of random bytes.
fn seed(law: &str, number: u64) -> u64 {
    let mut state = law.bytes().fold(number.wrapping_mul(0x9E37_79B9_7F4A_7C15), |state, byte| {
        (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    });
    state ^= state >> 31;
    state = state.wrapping_mul(0x94D0_49BB_1331_11EB);
    let bytes = 2_048 + (number % 16) * 512;
    (state >> 32) << 32 | bytes
}
