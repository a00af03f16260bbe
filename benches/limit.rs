//! The machine's own limit: what one core takes to read memory, to turn a column of 16-bit codes
//! into a bitmap and its count, and to scatter child rows over customers. It links nothing of the
//! crate; `npm run bench` compiles it alone and prints the engine's times beside it.
#![allow(clippy::disallowed_methods)] // A benchmark reads the clock.

use std::hint::black_box;
use std::time::Instant;

const CUSTOMERS: usize = 1_000_000;
const ROWS: usize = 5_000_000;
/// Customers a block, as the engine has them.
const BLOCK: usize = 65_536;
/// Larger than every cache.
const MEMORY: usize = 256 << 20;

fn main() {
    let measured = !std::env::args().any(|argument| argument == "--test");
    let runs = if measured { 60 } else { 1 };
    let memory = vec![0x5Au64; MEMORY / 8];
    let codes: Vec<u16> = random(CUSTOMERS).map(|number| number as u16 & 0x7FFF).collect();
    let mut rows: Vec<u32> = random(ROWS).map(|number| (number % CUSTOMERS as u64) as u32).collect();
    // Rows lie by block of customers and within it as they come: by time.
    rows.sort_by_key(|customer| *customer as usize / BLOCK);
    let read = best(runs / 4, || read(&memory));
    let mut bitmap = vec![0u64; CUSTOMERS.div_ceil(64)];
    let scan = best(runs, || scan(&codes, 0x4000, &mut bitmap));
    let expected = codes.iter().filter(|code| **code >= 0x4000).count() as u64;
    assert_eq!(bitmap.iter().map(|word| u64::from(word.count_ones())).sum::<u64>(), expected);
    let mut counts = vec![0u8; CUSTOMERS];
    let scatter = best(runs / 4, || scatter(&rows, &mut counts));
    println!(
        "{{\"readGigabytesPerSecond\":{:.2},\"scanMilliseconds\":{:.5},\"scatterNanosecondsPerRow\":{:.4}}}",
        MEMORY as f64 / read / 1e9,
        scan * 1e3,
        scatter * 1e9 / ROWS as f64,
    );
}

/// Seconds of the fastest run.
fn best<T>(runs: usize, mut run: impl FnMut() -> T) -> f64 {
    (0..runs.max(1))
        .map(|_| {
            let clock = Instant::now();
            black_box(run());
            clock.elapsed().as_secs_f64()
        })
        .fold(f64::INFINITY, f64::min)
}

/// splitmix64
fn random(count: usize) -> impl Iterator<Item = u64> {
    (1..=count as u64).map(|number| {
        let mixed = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed ^ (mixed >> 29)
    })
}

/// The sum of all words: compilers keep several loads under way.
fn read(memory: &[u64]) -> u64 {
    memory.iter().fold(0, |sum, word| sum.wrapping_add(*word))
}

/// Bits of the codes at or above a bound, and how many.
fn scan(codes: &[u16], bound: u16, bitmap: &mut [u64]) -> u64 {
    let mut count = 0;
    for (codes, word) in codes.chunks(64).zip(bitmap) {
        *word = match codes.try_into() {
            Ok(codes) => at_least(codes, bound),
            Err(_) => codes.iter().rev().fold(0, |word, code| word << 1 | u64::from(*code >= bound)),
        };
        count += u64::from(word.count_ones());
    }
    count
}

/// Compared sixty-four at a time; eight bytes of 0 or 1 become eight bits by one multiplication.
fn at_least(codes: &[u16; 64], bound: u16) -> u64 {
    let mut bytes = [0u8; 64];
    for (byte, code) in bytes.iter_mut().zip(codes) {
        *byte = u8::from(*code >= bound);
    }
    let mut word = 0;
    for (place, eight) in bytes.as_chunks::<8>().0.iter().enumerate() {
        word |= (u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56) << (place * 8);
    }
    word
}

/// Rows of each customer, block after block.
fn scatter(rows: &[u32], counts: &mut [u8]) {
    counts.fill(0);
    for customer in rows {
        let count = &mut counts[*customer as usize];
        *count = count.wrapping_add(1);
    }
}
