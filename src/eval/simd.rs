//! Sixty-four comparisons at a time. The only module that may use `unsafe`: every unsafe call is a
//! load from an array whose length its type fixes, or an instruction that the target is known to
//! have at compile time. Elsewhere plain loops do the same, and a test holds both to one another.
//!
//! Plain loops alone fall short: of a bitmap's bits compilers make one shift and one OR a row, and
//! at the size-saving level the engine is compiled at they do not vectorise at all.

#![allow(unsafe_code)]

/// Bits of the codes from `first` to `last`, by one addition and one signed comparison each.
#[inline(always)]
pub(super) fn codes_within(codes: &[u16; 64], first: u16, last: u16) -> u64 {
    // code + shift, read as signed, is at most `most` exactly for codes in the range.
    let shift = 0x8000u16.wrapping_sub(first);
    let most = last.wrapping_sub(first).wrapping_add(0x8000) as i16;
    lanes::codes_at_most(codes, shift, most)
}

pub(super) use lanes::{bytes_equal, codes_equal, count_codes, numbers_within, wide_codes_equal};

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod lanes {
    use core::arch::wasm32::*;

    /// Lane masks of 64 16-bit codes as bits.
    #[inline(always)]
    fn bits(codes: &[u16; 64], mask: impl Fn(v128) -> v128) -> u64 {
        let mut word = 0;
        for quarter in 0..4 {
            let at = codes.as_ptr().wrapping_add(quarter * 16).cast::<v128>();
            // SAFETY: both loads lie within the 64 codes; loads need no alignment.
            let (low, high) = unsafe { (v128_load(at), v128_load(at.wrapping_add(1))) };
            let narrow = i8x16_narrow_i16x8(mask(low), mask(high));
            word |= u64::from(i8x16_bitmask(narrow)) << (quarter * 16);
        }
        word
    }

    #[inline(always)]
    pub(in super::super) fn codes_at_most(codes: &[u16; 64], shift: u16, most: i16) -> u64 {
        let (shift, most) = (i16x8_splat(shift as i16), i16x8_splat(most));
        bits(codes, |codes| i16x8_le(i16x8_add(codes, shift), most))
    }

    /// Bits of the codes equal to `code`.
    #[inline(always)]
    pub(in super::super) fn codes_equal(codes: &[u16; 64], code: u16) -> u64 {
        let code = i16x8_splat(code as i16);
        bits(codes, |codes| i16x8_eq(codes, code))
    }

    /// Bits of the bytes equal to `code`.
    #[inline(always)]
    pub(in super::super) fn bytes_equal(codes: &[u8; 64], code: u8) -> u64 {
        let code = i8x16_splat(code as i8);
        let mut word = 0;
        for quarter in 0..4 {
            // SAFETY: the load lies within the 64 bytes.
            let bytes = unsafe { v128_load(codes.as_ptr().wrapping_add(quarter * 16).cast()) };
            word |= u64::from(i8x16_bitmask(i8x16_eq(bytes, code))) << (quarter * 16);
        }
        word
    }

    /// Bits of the codes equal to `code`.
    #[inline(always)]
    pub(in super::super) fn wide_codes_equal(codes: &[u32; 64], code: u32) -> u64 {
        let code = i32x4_splat(code as i32);
        let mut word = 0;
        for place in 0..16 {
            // SAFETY: the load lies within the 64 codes.
            let codes = unsafe { v128_load(codes.as_ptr().wrapping_add(place * 4).cast()) };
            word |= u64::from(i32x4_bitmask(i32x4_eq(codes, code))) << (place * 4);
        }
        word
    }

    /// Bits of the numbers from `first` to `last`.
    #[inline(always)]
    pub(in super::super) fn numbers_within(values: &[i64; 64], first: i64, last: i64) -> u64 {
        let (first, last) = (i64x2_splat(first), i64x2_splat(last));
        let mut word = 0;
        for place in 0..32 {
            // SAFETY: the load lies within the 64 numbers.
            let values = unsafe { v128_load(values.as_ptr().wrapping_add(place * 2).cast()) };
            let inside = v128_and(i64x2_ge(values, first), i64x2_le(values, last));
            word |= u64::from(i64x2_bitmask(inside)) << (place * 2);
        }
        word
    }

    /// Each count and one as 16 bits, and the greatest count; past 16 bits only the greatest is right.
    #[inline(always)]
    pub(in super::super) fn count_codes(counts: &[u32; 64]) -> ([u16; 64], u32) {
        let mut codes = [0; 64];
        let mut greatest = u32x4_splat(0);
        for place in 0..8 {
            let at = counts.as_ptr().wrapping_add(place * 8).cast::<v128>();
            // SAFETY: both loads lie within the 64 counts, the store within the 64 codes.
            unsafe {
                let (low, high) = (v128_load(at), v128_load(at.wrapping_add(1)));
                greatest = u32x4_max(greatest, u32x4_max(low, high));
                let narrow = i16x8_add(u16x8_narrow_i32x4(low, high), i16x8_splat(1));
                v128_store(codes.as_mut_ptr().wrapping_add(place * 8).cast(), narrow);
            }
        }
        let greatest = u32x4_max(greatest, i64x2_shuffle::<1, 0>(greatest, greatest));
        (codes, u32x4_extract_lane::<0>(greatest).max(u32x4_extract_lane::<1>(greatest)))
    }
}

#[cfg(target_arch = "x86_64")]
mod lanes {
    use core::arch::x86_64::*;

    /// Lane masks of 64 16-bit codes as bits. SSE2 is part of x86-64.
    #[inline(always)]
    fn bits(codes: &[u16; 64], mask: impl Fn(__m128i) -> __m128i) -> u64 {
        let mut word = 0;
        for quarter in 0..4 {
            let at = codes.as_ptr().wrapping_add(quarter * 16).cast::<__m128i>();
            // SAFETY: both loads lie within the 64 codes and need no alignment.
            word |= unsafe {
                let narrow = _mm_packs_epi16(mask(_mm_loadu_si128(at)), mask(_mm_loadu_si128(at.wrapping_add(1))));
                u64::from(_mm_movemask_epi8(narrow) as u16) << (quarter * 16)
            };
        }
        word
    }

    #[inline(always)]
    pub(in super::super) fn codes_at_most(codes: &[u16; 64], shift: u16, most: i16) -> u64 {
        // SAFETY: SSE2 is part of x86-64.
        let (shift, most) = unsafe { (_mm_set1_epi16(shift as i16), _mm_set1_epi16(most)) };
        let above = bits(codes, |codes| unsafe { _mm_cmpgt_epi16(_mm_add_epi16(codes, shift), most) });
        !above
    }

    /// Bits of the codes equal to `code`.
    #[inline(always)]
    pub(in super::super) fn codes_equal(codes: &[u16; 64], code: u16) -> u64 {
        // SAFETY: SSE2 is part of x86-64.
        let code = unsafe { _mm_set1_epi16(code as i16) };
        bits(codes, |codes| unsafe { _mm_cmpeq_epi16(codes, code) })
    }

    /// Bits of the bytes equal to `code`.
    #[inline(always)]
    pub(in super::super) fn bytes_equal(codes: &[u8; 64], code: u8) -> u64 {
        let mut word = 0;
        for quarter in 0..4 {
            let at = codes.as_ptr().wrapping_add(quarter * 16).cast::<__m128i>();
            // SAFETY: the load lies within the 64 bytes and needs no alignment.
            word |= unsafe {
                let equal = _mm_cmpeq_epi8(_mm_loadu_si128(at), _mm_set1_epi8(code as i8));
                u64::from(_mm_movemask_epi8(equal) as u16) << (quarter * 16)
            };
        }
        word
    }

    /// Bits of the codes equal to `code`.
    #[inline(always)]
    pub(in super::super) fn wide_codes_equal(codes: &[u32; 64], code: u32) -> u64 {
        let mut word = 0;
        for place in 0..16 {
            let at = codes.as_ptr().wrapping_add(place * 4).cast::<__m128i>();
            // SAFETY: the load lies within the 64 codes and needs no alignment.
            word |= unsafe {
                let equal = _mm_cmpeq_epi32(_mm_loadu_si128(at), _mm_set1_epi32(code as i32));
                (_mm_movemask_ps(_mm_castsi128_ps(equal)) as u64) << (place * 4)
            };
        }
        word
    }

    /// Bits of the numbers from `first` to `last`; SSE2 compares no 64-bit integers.
    #[inline(always)]
    pub(in super::super) fn numbers_within(values: &[i64; 64], first: i64, last: i64) -> u64 {
        super::super::kernels::pack(values, &|value| first <= value && value <= last)
    }

    pub(in super::super) use super::count_codes_one_by_one as count_codes;
}

/// Each count and one as 16 bits, and the greatest count.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
pub(super) fn count_codes_one_by_one(counts: &[u32; 64]) -> ([u16; 64], u32) {
    (counts.map(|count| (count as u16).wrapping_add(1)), counts.iter().fold(0, |most, count| most.max(*count)))
}

#[cfg(not(any(target_arch = "x86_64", all(target_arch = "wasm32", target_feature = "simd128"))))]
mod lanes {
    use super::super::kernels::pack;

    #[inline(always)]
    pub(in super::super) fn codes_at_most(codes: &[u16; 64], shift: u16, most: i16) -> u64 {
        pack(codes, &|code| code.wrapping_add(shift) as i16 <= most)
    }

    /// Bits of the codes equal to `code`.
    #[inline(always)]
    pub(in super::super) fn codes_equal(codes: &[u16; 64], code: u16) -> u64 {
        pack(codes, &|other| other == code)
    }

    /// Bits of the bytes equal to `code`.
    #[inline(always)]
    pub(in super::super) fn bytes_equal(codes: &[u8; 64], code: u8) -> u64 {
        pack(codes, &|other| other == code)
    }

    /// Bits of the codes equal to `code`.
    #[inline(always)]
    pub(in super::super) fn wide_codes_equal(codes: &[u32; 64], code: u32) -> u64 {
        pack(codes, &|other| other == code)
    }

    /// Bits of the numbers from `first` to `last`.
    #[inline(always)]
    pub(in super::super) fn numbers_within(values: &[i64; 64], first: i64, last: i64) -> u64 {
        pack(values, &|value| first <= value && value <= last)
    }

    pub(in super::super) use super::count_codes_one_by_one as count_codes;
}

#[cfg(test)]
mod tests {
    use super::super::kernels::pack;
    use super::*;

    #[test]
    fn every_bit_is_what_a_plain_loop_says() {
        let codes: [u16; 64] = std::array::from_fn(|at| (at as u16).wrapping_mul(40_503) ^ 0x5A5A);
        let edges = [0, 1, 0x7FFF, 0x8000, 0xFFFF, codes[9], codes[40]];
        for first in edges {
            assert_eq!(codes_equal(&codes, first), pack(&codes, &|code| code == first));
            for last in edges.into_iter().filter(|last| first <= *last) {
                let expected = pack(&codes, &|code| first <= code && code <= last);
                assert_eq!(codes_within(&codes, first, last), expected, "{first}..={last}");
            }
        }
        let bytes = codes.map(|code| code as u8 % 5);
        assert_eq!(bytes_equal(&bytes, 3), pack(&bytes, &|byte| byte == 3));
        let wide = codes.map(|code| u32::from(code) % 3 + 70_000);
        assert_eq!(wide_codes_equal(&wide, 70_001), pack(&wide, &|code| code == 70_001));
        let numbers = codes.map(|code| (i64::from(code) - 30_000) << 40);
        for (first, last) in [(i64::MIN, i64::MAX), (0, i64::MAX), (numbers[3], numbers[3]), (-1 << 50, 1 << 50)] {
            let expected = pack(&numbers, &|number| first <= number && number <= last);
            assert_eq!(numbers_within(&numbers, first, last), expected);
        }
        for most in [0, 4_095, 65_535, u32::MAX] {
            for place in [0, 3, 4, 13, 63] {
                let mut counts: [u32; 64] = std::array::from_fn(|at| at as u32 * 7);
                counts[place] = most;
                let (codes, greatest) = count_codes(&counts);
                assert_eq!(greatest, counts.into_iter().fold(0, u32::max));
                assert!(greatest > 65_534 || codes == counts.map(|count| count as u16 + 1));
            }
        }
    }
}
