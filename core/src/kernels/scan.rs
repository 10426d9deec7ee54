//! The scan over one-bit codes, a block of rows at a time ("FastScan", André et al., VLDB 2015).
//!
//! A row's sign bits are taken four dimensions at a time: a *group*. For each group the query has a
//! table of sixteen entries, what each pattern of four signs adds to the row's sum. A block holds the
//! groups of 32 rows side by side, so that one instruction looks up 16 rows or more.

/// Rows in a block.
pub(crate) const BLOCK_ROWS: usize = 32;
/// Bytes of a group in a block: byte *k* holds row *k* in its low half and row *k + 16* in its high half.
/// A query's table for one group has as many entries.
pub(crate) const GROUP: usize = 16;
/// The largest entry of a table: four of them fit a byte, 1,024 of them (4,096 dimensions) fit 16 bits.
pub(crate) const MAX_ENTRY: u8 = 63;
/// Groups whose entries are added in bytes before they widen.
#[cfg_attr(not(any(target_arch = "x86_64", target_arch = "aarch64")), allow(dead_code))]
const BYTE_SUMS: usize = 4;

/// What makes of a row's sum the most that its score can be: `a × (step × sum + offset) + b`,
/// with `a` and `b` from the row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bound {
    pub(crate) step: f32,
    pub(crate) offset: f32,
}

/// For each row of some blocks, the most that its score can be.
///
/// A block is its groups followed by 32 factors `a` and 32 factors `b`. `tables` has [`GROUP`]
/// entries per group, each at most [`MAX_ENTRY`]; the number of groups is a multiple of 16.
#[inline]
pub(crate) fn bound_blocks(tables: &[u8], blocks: &[u8], bound: Bound, uppers: &mut [[f32; BLOCK_ROWS]]) {
    #[cfg(target_arch = "x86_64")]
    if super::has_avx2() {
        // SAFETY: the processor has AVX2.
        unsafe { x86::bound_blocks(tables, blocks, bound, uppers) };
        return;
    }
    bound_with(tables, blocks, bound, uppers, sums);
}

/// For each block, one bit per row: may the row's score reach the cutoff?
#[inline]
pub(crate) fn scan_blocks(tables: &[u8], blocks: &[u8], bound: Bound, cutoff: f32, passing: &mut [u32]) {
    #[cfg(target_arch = "x86_64")]
    if super::has_avx2() {
        // SAFETY: the processor has AVX2.
        unsafe { x86::scan_blocks(tables, blocks, bound, cutoff, passing) };
        return;
    }
    scan_with(tables, blocks, bound, cutoff, passing, sums);
}

#[cfg(target_arch = "aarch64")]
use neon::sums;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use simd128::sums;
#[cfg(not(any(
    target_arch = "aarch64",
    all(target_arch = "wasm32", target_feature = "simd128")
)))]
use sums_portable as sums;

/// The bounds, given the loop that adds up one block.
#[inline(always)]
fn bound_with(
    tables: &[u8],
    blocks: &[u8],
    bound: Bound,
    uppers: &mut [[f32; BLOCK_ROWS]],
    sums: impl Fn(&[u8], &[u8]) -> [u16; BLOCK_ROWS],
) {
    let codes_bytes = tables.len();
    for (block, uppers) in blocks.chunks_exact(codes_bytes + 8 * BLOCK_ROWS).zip(uppers) {
        let (codes, factors) = block.split_at(codes_bytes);
        *uppers = upper_bounds(&sums(tables, codes), factors, bound);
    }
}

/// The scan, given the loop that adds up one block.
#[inline(always)]
fn scan_with(
    tables: &[u8],
    blocks: &[u8],
    bound: Bound,
    cutoff: f32,
    passing: &mut [u32],
    sums: impl Fn(&[u8], &[u8]) -> [u16; BLOCK_ROWS],
) {
    let codes_bytes = tables.len();
    for (block, passing) in blocks.chunks_exact(codes_bytes + 8 * BLOCK_ROWS).zip(passing) {
        let (codes, factors) = block.split_at(codes_bytes);
        let uppers = upper_bounds(&sums(tables, codes), factors, bound);
        *passing = reaching(&uppers, cutoff);
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use simd128::{reaching, upper_bounds};

/// One bit per row: does it reach the cutoff?
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline(always)]
fn reaching(uppers: &[f32; BLOCK_ROWS], cutoff: f32) -> u32 {
    uppers.iter().enumerate().fold(0, |bits, (row, upper)| {
        bits | (u32::from(*upper >= cutoff) << row)
    })
}

/// `a × (step × sum + offset) + b` for each row of a block.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline(always)]
fn upper_bounds(sums: &[u16; BLOCK_ROWS], factors: &[u8], bound: Bound) -> [f32; BLOCK_ROWS] {
    let (a, b) = factors.split_at(factors.len() / 2);
    let mut uppers = [0.0; BLOCK_ROWS];
    for (((upper, sum), a), b) in uppers
        .iter_mut()
        .zip(sums)
        .zip(a.as_chunks().0)
        .zip(b.as_chunks().0)
    {
        *upper =
            f32::from_le_bytes(*a) * (bound.step * f32::from(*sum) + bound.offset) + f32::from_le_bytes(*b);
    }
    uppers
}

/// The sums of one block, an entry at a time.
#[cfg_attr(any(target_arch = "aarch64", target_arch = "wasm32"), allow(dead_code))]
#[inline(always)]
fn sums_portable(tables: &[u8], codes: &[u8]) -> [u16; BLOCK_ROWS] {
    let mut sums = [0_u16; BLOCK_ROWS];
    for (table, group) in tables
        .as_chunks::<GROUP>()
        .0
        .iter()
        .zip(codes.as_chunks::<GROUP>().0)
    {
        let (low, high) = sums.split_at_mut(GROUP);
        for ((low, high), code) in low.iter_mut().zip(high).zip(group) {
            *low += entry(table, code & 15);
            *high += entry(table, code >> 4);
        }
    }
    sums
}

#[inline(always)]
fn entry(table: &[u8; GROUP], pattern: u8) -> u16 {
    table.get(usize::from(pattern)).copied().map_or(0, u16::from)
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use core::arch::x86_64::*;

    use super::{BLOCK_ROWS, BYTE_SUMS, Bound, bound_with, scan_with};

    /// How far ahead of the scan memory is asked for, in bytes.
    const AHEAD: usize = 4096;
    /// Two groups side by side.
    const PAIR: usize = 32;

    #[target_feature(enable = "avx2")]
    pub(super) fn bound_blocks(tables: &[u8], blocks: &[u8], bound: Bound, uppers: &mut [[f32; BLOCK_ROWS]]) {
        bound_with(tables, blocks, bound, uppers, |tables, codes| sums(tables, codes));
    }

    #[target_feature(enable = "avx2")]
    pub(super) fn scan_blocks(tables: &[u8], blocks: &[u8], bound: Bound, cutoff: f32, passing: &mut [u32]) {
        scan_with(tables, blocks, bound, cutoff, passing, |tables, codes| {
            sums(tables, codes)
        });
    }

    /// Even and odd rows gather in different registers; the halves of a register hold different groups.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn sums(tables: &[u8], codes: &[u8]) -> [u16; BLOCK_ROWS] {
        let nibble = _mm256_set1_epi8(15);
        let byte = _mm256_set1_epi16(255);
        let mut wide = [_mm256_setzero_si256(); 4];
        let (tables, _) = tables.as_chunks::<{ PAIR * BYTE_SUMS }>();
        let (codes, _) = codes.as_chunks::<{ PAIR * BYTE_SUMS }>();
        for (tables, codes) in tables.iter().zip(codes) {
            prefetch(codes);
            let mut low = _mm256_setzero_si256();
            let mut high = _mm256_setzero_si256();
            for (table, pair) in tables
                .as_chunks::<PAIR>()
                .0
                .iter()
                .zip(codes.as_chunks::<PAIR>().0)
            {
                // SAFETY: both arrays hold the 32 bytes that are read; the loads need no alignment.
                let (table, pair) = unsafe {
                    (
                        _mm256_loadu_si256(table.as_ptr().cast()),
                        _mm256_loadu_si256(pair.as_ptr().cast()),
                    )
                };
                let upper = _mm256_and_si256(_mm256_srli_epi16::<4>(pair), nibble);
                low = _mm256_add_epi8(low, _mm256_shuffle_epi8(table, _mm256_and_si256(pair, nibble)));
                high = _mm256_add_epi8(high, _mm256_shuffle_epi8(table, upper));
            }
            let [low_even, low_odd, high_even, high_odd] = &mut wide;
            *low_even = _mm256_add_epi16(*low_even, _mm256_and_si256(low, byte));
            *low_odd = _mm256_add_epi16(*low_odd, _mm256_srli_epi16::<8>(low));
            *high_even = _mm256_add_epi16(*high_even, _mm256_and_si256(high, byte));
            *high_odd = _mm256_add_epi16(*high_odd, _mm256_srli_epi16::<8>(high));
        }
        let [low_even, low_odd, high_even, high_odd] =
            wide.map(|sums| _mm_add_epi16(_mm256_castsi256_si128(sums), _mm256_extracti128_si256::<1>(sums)));
        let in_order = [
            _mm_unpacklo_epi16(low_even, low_odd),
            _mm_unpackhi_epi16(low_even, low_odd),
            _mm_unpacklo_epi16(high_even, high_odd),
            _mm_unpackhi_epi16(high_even, high_odd),
        ];
        // SAFETY: four registers of eight 16-bit integers are an array of 32 of them.
        unsafe { core::mem::transmute::<[__m128i; 4], [u16; BLOCK_ROWS]>(in_order) }
    }

    /// Asks for the bytes that are [`AHEAD`] of these: the processor does not look beyond a page by itself.
    #[target_feature(enable = "sse")]
    #[inline]
    fn prefetch(codes: &[u8; PAIR * BYTE_SUMS]) {
        for line in codes.chunks(64) {
            // An address that is not ours is no error, a prefetch reads nothing.
            _mm_prefetch::<_MM_HINT_T0>(line.as_ptr().wrapping_add(AHEAD).cast());
        }
    }
}

#[cfg(target_arch = "aarch64")]
mod neon {
    use core::arch::aarch64::*;

    use super::{BLOCK_ROWS, BYTE_SUMS, GROUP};

    /// NEON is part of every 64-bit ARM processor.
    pub(super) fn sums(tables: &[u8], codes: &[u8]) -> [u16; BLOCK_ROWS] {
        let mut sums = [0_u16; BLOCK_ROWS];
        let (tables, _) = tables.as_chunks::<{ GROUP * BYTE_SUMS }>();
        let (codes, _) = codes.as_chunks::<{ GROUP * BYTE_SUMS }>();
        // SAFETY: every load and store is of a 16-byte array, or of eight of the 32 sums.
        unsafe {
            let nibble = vdupq_n_u8(15);
            let mut wide = [vdupq_n_u16(0); 4];
            for (tables, codes) in tables.iter().zip(codes) {
                let (mut low, mut high) = (vdupq_n_u8(0), vdupq_n_u8(0));
                for (table, group) in tables
                    .as_chunks::<GROUP>()
                    .0
                    .iter()
                    .zip(codes.as_chunks::<GROUP>().0)
                {
                    let (table, group) = (vld1q_u8(table.as_ptr()), vld1q_u8(group.as_ptr()));
                    low = vaddq_u8(low, vqtbl1q_u8(table, vandq_u8(group, nibble)));
                    high = vaddq_u8(high, vqtbl1q_u8(table, vshrq_n_u8::<4>(group)));
                }
                let [first, second, third, fourth] = &mut wide;
                *first = vaddw_u8(*first, vget_low_u8(low));
                *second = vaddw_u8(*second, vget_high_u8(low));
                *third = vaddw_u8(*third, vget_low_u8(high));
                *fourth = vaddw_u8(*fourth, vget_high_u8(high));
            }
            for (eight, wide) in sums.as_chunks_mut::<8>().0.iter_mut().zip(wide) {
                vst1q_u16(eight.as_mut_ptr(), wide);
            }
        }
        sums
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd128 {
    use core::arch::wasm32::*;

    use super::{BLOCK_ROWS, BYTE_SUMS, Bound, GROUP};

    /// One bit per row: does it reach the cutoff?
    pub(super) fn reaching(uppers: &[f32; BLOCK_ROWS], cutoff: f32) -> u32 {
        let cutoff = f32x4_splat(cutoff);
        let fours = uppers.as_chunks::<4>().0.iter().enumerate();
        fours.fold(0, |bits, (four, uppers)| {
            // SAFETY: the array holds the 16 bytes that are read.
            let uppers = unsafe { v128_load(uppers.as_ptr().cast()) };
            bits | (u32::from(i32x4_bitmask(f32x4_ge(uppers, cutoff))) << (4 * four))
        })
    }

    /// `a × (step × sum + offset) + b` for each row of a block.
    pub(super) fn upper_bounds(sums: &[u16; BLOCK_ROWS], factors: &[u8], bound: Bound) -> [f32; BLOCK_ROWS] {
        let (step, offset) = (f32x4_splat(bound.step), f32x4_splat(bound.offset));
        let (a, b) = factors.split_at(factors.len() / 2);
        let mut uppers = [0.0; BLOCK_ROWS];
        let rows = uppers
            .as_chunks_mut::<4>()
            .0
            .iter_mut()
            .zip(sums.as_chunks::<4>().0);
        for ((upper, sum), (a, b)) in rows.zip(a.as_chunks::<16>().0.iter().zip(b.as_chunks::<16>().0)) {
            // SAFETY: the arrays hold the 8 and 16 bytes that are read, and the 16 that are written.
            unsafe {
                let sum = f32x4_convert_u32x4(u32x4_load_extend_u16x4(sum.as_ptr()));
                let estimate = f32x4_add(f32x4_mul(step, sum), offset);
                let (a, b) = (v128_load(a.as_ptr().cast()), v128_load(b.as_ptr().cast()));
                v128_store(upper.as_mut_ptr().cast(), f32x4_add(f32x4_mul(a, estimate), b));
            }
        }
        uppers
    }

    pub(super) fn sums(tables: &[u8], codes: &[u8]) -> [u16; BLOCK_ROWS] {
        let nibble = u8x16_splat(15);
        let mut wide = [u16x8_splat(0); 4];
        let (tables, _) = tables.as_chunks::<{ GROUP * BYTE_SUMS }>();
        let (codes, _) = codes.as_chunks::<{ GROUP * BYTE_SUMS }>();
        for (tables, codes) in tables.iter().zip(codes) {
            let (mut low, mut high) = (u8x16_splat(0), u8x16_splat(0));
            for (table, group) in tables
                .as_chunks::<GROUP>()
                .0
                .iter()
                .zip(codes.as_chunks::<GROUP>().0)
            {
                // SAFETY: both arrays hold the 16 bytes that are read; the loads need no alignment.
                let (table, group) =
                    unsafe { (v128_load(table.as_ptr().cast()), v128_load(group.as_ptr().cast())) };
                low = u8x16_add(low, u8x16_swizzle(table, v128_and(group, nibble)));
                let upper = v128_and(u16x8_shr(group, 4), nibble);
                high = u8x16_add(high, u8x16_swizzle(table, upper));
            }
            let [first, second, third, fourth] = &mut wide;
            *first = u16x8_add(*first, u16x8_extend_low_u8x16(low));
            *second = u16x8_add(*second, u16x8_extend_high_u8x16(low));
            *third = u16x8_add(*third, u16x8_extend_low_u8x16(high));
            *fourth = u16x8_add(*fourth, u16x8_extend_high_u8x16(high));
        }
        // SAFETY: four registers of eight 16-bit integers are an array of 32 of them.
        unsafe { core::mem::transmute::<[v128; 4], [u16; BLOCK_ROWS]>(wide) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(count: usize, seed: u64) -> Vec<u8> {
        let mut state = seed;
        (0..count)
            .map(|_| {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                (state >> 56) as u8
            })
            .collect()
    }

    fn bools(bits: u32) -> [bool; BLOCK_ROWS] {
        core::array::from_fn(|row| bits >> row & 1 == 1)
    }

    #[test]
    fn every_path_passes_the_same_rows() {
        for groups in [16, 96, 384, 1024] {
            let tables: Vec<u8> = noise(groups * GROUP, 1)
                .iter()
                .map(|x| x % (MAX_ENTRY + 1))
                .collect();
            let mut blocks = Vec::new();
            for block in 0..5 {
                blocks.extend(noise(groups * GROUP, block + 2));
                let factors = noise(BLOCK_ROWS, block + 9);
                blocks.extend(factors.iter().flat_map(|f| (f32::from(*f) / 100.0).to_le_bytes()));
                blocks.extend(
                    factors
                        .iter()
                        .flat_map(|f| (0.5 - f32::from(*f) / 900.0).to_le_bytes()),
                );
            }
            let bound = Bound {
                step: 0.01,
                offset: -0.3 * groups as f32,
            };
            let (mut fast, mut plain) = ([0; 5], [0; 5]);
            scan_blocks(&tables, &blocks, bound, 1.0, &mut fast);
            scan_with(&tables, &blocks, bound, 1.0, &mut plain, sums_portable);
            assert_eq!(fast, plain);
            let (mut fast, mut uppers) = ([[0.0; BLOCK_ROWS]; 5], [[0.0; BLOCK_ROWS]; 5]);
            bound_blocks(&tables, &blocks, bound, &mut fast);
            bound_with(&tables, &blocks, bound, &mut uppers, sums_portable);
            assert_eq!(fast, uppers);
            assert_eq!(
                uppers.map(|rows| rows.map(|upper| upper >= 1.0)),
                plain.map(bools)
            );
            assert!(
                plain.iter().any(|bits| *bits != 0 && *bits != u32::MAX),
                "the cutoff must part the rows"
            );
        }
    }

    #[test]
    fn a_sum_adds_one_entry_per_group() {
        let tables: Vec<u8> = (0..16 * GROUP).map(|i| (i % GROUP) as u8).collect();
        let mut codes = vec![0; 16 * GROUP];
        codes[3] = 0x75;
        codes[GROUP + 3] = 0x21;
        let sums = sums_portable(&tables, &codes);
        assert_eq!((sums[3], sums[19], sums[0]), (6, 9, 0));
    }

    #[test]
    fn the_largest_sum_fits() {
        let (tables, codes) = (vec![MAX_ENTRY; 1024 * GROUP], vec![0xFF; 1024 * GROUP]);
        assert_eq!(sums_portable(&tables, &codes), [64_512; BLOCK_ROWS]);
    }
}
