//! Loops over one block's values that write bitmap words: 64 rows a word.

use super::simd;

/// Writes a bit for each value: whether it passes. There are at least as many bits as values;
/// bits past them are zero.
#[inline(always)]
pub(super) fn write<T: Copy>(values: &[T], words: &mut [u64], test: impl Fn(T) -> bool) {
    write_words(values, words, |chunk| pack(chunk, &test), &test);
}

/// As [`write`], with 64 values at a time.
#[inline(always)]
fn write_words<T: Copy>(values: &[T], words: &mut [u64], whole: impl Fn(&[T; 64]) -> u64, test: impl Fn(T) -> bool) {
    let (chunks, rest) = values.as_chunks::<64>();
    for (chunk, word) in chunks.iter().zip(words.iter_mut()) {
        *word = whole(chunk);
    }
    let rest = rest.iter().zip(0..).fold(0, |word, (value, bit)| word | u64::from(test(*value)) << bit);
    if let Some(after) = words.get_mut(chunks.len()..) {
        after.fill(0);
        if let Some(word) = after.first_mut() {
            *word = rest;
        }
    }
}

/// One word of 64 values: bytes first, which compilers do many at a time, then bits.
#[inline(always)]
pub(super) fn pack<T: Copy>(chunk: &[T; 64], test: &impl Fn(T) -> bool) -> u64 {
    let mut bytes = [0u8; 64];
    for (byte, value) in bytes.iter_mut().zip(chunk) {
        *byte = u8::from(test(*value));
    }
    let eights = bytes.as_chunks::<8>().0.iter().zip(0..);
    eights.fold(0, |word, (eight, place)| word | gather(u64::from_le_bytes(*eight)) << (8 * place))
}

/// The low bits of eight bytes as one byte.
#[inline(always)]
fn gather(bytes: u64) -> u64 {
    bytes.wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// Codes from `first` to `last`.
#[inline(never)]
pub(super) fn codes_within(codes: &[u16], first: u16, last: u16, words: &mut [u64]) {
    let whole = |codes: &[u16; 64]| simd::codes_within(codes, first, last);
    write_words(codes, words, whole, |code| first <= code && code <= last);
}

/// Codes equal to `code`.
#[inline(never)]
pub(super) fn codes_equal(codes: &[u16], code: u16, words: &mut [u64]) {
    write_words(codes, words, |codes| simd::codes_equal(codes, code), |other| other == code);
}

/// Small codes equal to `code`.
#[inline(never)]
pub(super) fn bytes_equal(codes: &[u8], code: u8, words: &mut [u64]) {
    write_words(codes, words, |codes| simd::bytes_equal(codes, code), |other| other == code);
}

/// Wide codes equal to `code`.
#[inline(never)]
pub(super) fn wide_codes_equal(codes: &[u32], code: u32, words: &mut [u64]) {
    write_words(codes, words, |codes| simd::wide_codes_equal(codes, code), |other| other == code);
}

/// Numbers from `first` to `last`.
#[inline(never)]
pub(super) fn numbers_within(values: &[i64], first: i64, last: i64, words: &mut [u64]) {
    let whole = |values: &[i64; 64]| simd::numbers_within(values, first, last);
    write_words(values, words, whole, |value| first <= value && value <= last);
}

/// `words |= more`.
pub(super) fn or(words: &mut [u64], more: &[u64]) {
    words.iter_mut().zip(more).for_each(|(word, more)| *word |= more);
}

/// `words &= more`.
pub(super) fn and(words: &mut [u64], more: &[u64]) {
    words.iter_mut().zip(more).for_each(|(word, more)| *word &= more);
}

/// Clears the bits of rows before `first` and from `end` on; bit 0 is row 0.
pub(super) fn keep_rows(words: &mut [u64], first: usize, end: usize) {
    for (index, word) in words.iter_mut().enumerate() {
        let start = index * 64;
        if start < first {
            *word &= u64::MAX.checked_shl((first - start) as u32).unwrap_or(0);
        }
        if start + 64 > end {
            *word &= !u64::MAX.checked_shl(end.saturating_sub(start) as u32).unwrap_or(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_what_the_test_says() {
        let values: Vec<u16> = (0..777u32).map(|i| (i.wrapping_mul(40_503) >> 3) as u16).collect();
        for (first, last) in [(0, u16::MAX), (1, 1), (5, 30_000), (32_768, 65_535), (32_767, 32_768), (0, 0)] {
            let mut words = vec![u64::MAX; 14];
            codes_within(&values, first, last, &mut words);
            for row in 0..14 * 64 {
                let expected = values.get(row).is_some_and(|value| (first..=last).contains(value));
                assert_eq!(words[row / 64] >> (row % 64) & 1 == 1, expected, "{first}..={last} row {row}");
            }
        }
    }

    #[test]
    fn rows_outside_are_cleared() {
        for (first, end) in [(0, 256), (3, 250), (64, 128), (70, 71), (128, 128), (200, 256)] {
            let mut words = vec![u64::MAX; 4];
            keep_rows(&mut words, first, end);
            for row in 0..256 {
                assert_eq!(words[row / 64] >> (row % 64) & 1 == 1, (first..end).contains(&row), "{first}..{end} {row}");
            }
        }
    }
}
