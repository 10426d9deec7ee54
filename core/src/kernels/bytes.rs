//! The sum of products of one-byte codes with a query.

/// Codes are padded with zeros to a multiple of this, so that no path has a remainder.
pub(crate) const STRIDE: usize = 32;

/// A query as integers of 12 bits, padded like the codes.
///
/// 4,096 products of 7 and 11 bits stay below 2³¹: the sums below cannot overflow.
pub(crate) struct PreparedBytes(Vec<i16>);

impl PreparedBytes {
    /// The largest magnitude of an integer of the query.
    pub(crate) const MAX: i16 = 2047;

    /// Pads the integers of a query; each is kept in ±[`Self::MAX`].
    pub(crate) fn new(integers: impl IntoIterator<Item = i16>) -> Self {
        let mut padded: Vec<i16> = integers
            .into_iter()
            .map(|i| i.clamp(-Self::MAX, Self::MAX))
            .collect();
        padded.resize(padded.len().next_multiple_of(STRIDE), 0);
        Self(padded)
    }
}

/// The sum of products of codes with a query, and the sum of the codes themselves.
///
/// Both are exact: every path gives the same.
#[inline]
pub(crate) fn dot_bytes(query: &PreparedBytes, codes: &[u8]) -> (i32, i32) {
    #[cfg(target_arch = "x86_64")]
    if super::has_avx2() {
        // SAFETY: the processor has AVX2.
        return unsafe { dot_bytes_avx2(query, codes) };
    }
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    return dot_bytes_simd128(query, codes);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    dot_bytes_portable(query, codes)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn dot_bytes_avx2(query: &PreparedBytes, codes: &[u8]) -> (i32, i32) {
    use core::arch::x86_64::*;
    let ones = _mm256_set1_epi16(1);
    let (mut product, mut total) = (_mm256_setzero_si256(), _mm256_setzero_si256());
    for (q, c) in query.0.as_chunks::<16>().0.iter().zip(codes.as_chunks::<16>().0) {
        // SAFETY: both arrays hold the 32 and 16 bytes that are read; the loads need no alignment.
        let (q, c) = unsafe {
            (
                _mm256_loadu_si256(q.as_ptr().cast()),
                _mm_loadu_si128(c.as_ptr().cast()),
            )
        };
        let c = _mm256_cvtepi8_epi16(c);
        product = _mm256_add_epi32(product, _mm256_madd_epi16(c, q));
        total = _mm256_add_epi32(total, _mm256_madd_epi16(c, ones));
    }
    (sum_of_lanes(product), sum_of_lanes(total))
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn sum_of_lanes(lanes: core::arch::x86_64::__m256i) -> i32 {
    use core::arch::x86_64::*;
    let four = _mm_add_epi32(
        _mm256_castsi256_si128(lanes),
        _mm256_extracti128_si256::<1>(lanes),
    );
    let two = _mm_add_epi32(four, _mm_shuffle_epi32::<0b_00_00_11_10>(four));
    _mm_cvtsi128_si32(_mm_add_epi32(two, _mm_shuffle_epi32::<0b_00_00_00_01>(two)))
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
fn dot_bytes_simd128(query: &PreparedBytes, codes: &[u8]) -> (i32, i32) {
    use core::arch::wasm32::*;
    let (mut product, mut total) = (i32x4_splat(0), i32x4_splat(0));
    for (q, c) in query.0.as_chunks::<16>().0.iter().zip(codes.as_chunks::<16>().0) {
        let (q_low, q_high) = q.split_at(8);
        // SAFETY: the arrays hold the 32 and 16 bytes that are read; the loads need no alignment.
        let (q_low, q_high, c) = unsafe {
            (
                v128_load(q_low.as_ptr().cast()),
                v128_load(q_high.as_ptr().cast()),
                v128_load(c.as_ptr().cast()),
            )
        };
        product = i32x4_add(product, i32x4_dot_i16x8(i16x8_extend_low_i8x16(c), q_low));
        product = i32x4_add(product, i32x4_dot_i16x8(i16x8_extend_high_i8x16(c), q_high));
        total = i32x4_add(total, i32x4_extadd_pairwise_i16x8(i16x8_extadd_pairwise_i8x16(c)));
    }
    (sum_of_four(product), sum_of_four(total))
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
fn sum_of_four(lanes: core::arch::wasm32::v128) -> i32 {
    use core::arch::wasm32::*;
    let two = i32x4_add(lanes, i32x4_shuffle::<2, 3, 0, 1>(lanes, lanes));
    i32x4_extract_lane::<0>(two) + i32x4_extract_lane::<1>(two)
}

#[cfg_attr(all(target_arch = "wasm32", target_feature = "simd128"), allow(dead_code))]
#[inline(always)]
fn dot_bytes_portable(query: &PreparedBytes, codes: &[u8]) -> (i32, i32) {
    let (mut product, mut total) = (0_i32, 0_i32);
    for (q, c) in query.0.iter().zip(codes) {
        let code = i32::from(c.cast_signed());
        product = product.wrapping_add(code.wrapping_mul(i32::from(*q)));
        total = total.wrapping_add(code);
    }
    (product, total)
}

/// How the numbers of an embedding become codes.
#[derive(Clone, Copy)]
pub(crate) struct Coding {
    /// What a number is multiplied with to become a code: nothing comes out beyond ±127.
    pub(crate) steps: f64,
    /// What it is multiplied with where all are divided by their length.
    pub(crate) inverse: f64,
    /// What a code is worth of such a number.
    pub(crate) scale: f32,
}

/// Writes the codes of finite numbers, to the nearest integer, halves up.
///
/// Returns the sum of the codes, and the sum of squares of what they miss: square *i* goes to running sum
/// *i mod 8*, and the sums are added as those of a dot product.
#[inline]
pub(crate) fn write_codes(numbers: &[[u8; 4]], coding: Coding, codes: &mut [u8]) -> (i32, f64) {
    #[cfg(target_arch = "x86_64")]
    if super::has_avx2() {
        // SAFETY: the processor has AVX2.
        return unsafe { write_codes_avx2(numbers, coding, codes) };
    }
    write_codes_portable(numbers, coding, codes)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn write_codes_avx2(numbers: &[[u8; 4]], coding: Coding, codes: &mut [u8]) -> (i32, f64) {
    write_codes_portable(numbers, coding, codes)
}

#[inline(always)]
fn write_codes_portable(numbers: &[[u8; 4]], coding: Coding, codes: &mut [u8]) -> (i32, f64) {
    let (mut sums, mut squares) = ([0; 8], [0.0; 8]);
    let (blocks, rest) = numbers.as_chunks::<8>();
    let (code_blocks, code_rest) = codes.as_chunks_mut::<8>();
    for (block, codes) in blocks.iter().zip(code_blocks) {
        write_some(block, coding, codes, &mut sums, &mut squares);
    }
    write_some(rest, coding, code_rest, &mut sums, &mut squares);
    let [s0, s1, s2, s3, s4, s5, s6, s7] = squares;
    let squares = ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
    (sums.iter().sum(), squares)
}

#[inline(always)]
fn write_some(
    numbers: &[[u8; 4]],
    coding: Coding,
    codes: &mut [u8],
    sums: &mut [i32; 8],
    squares: &mut [f64; 8],
) {
    for (((number, code), sum), square) in numbers.iter().zip(codes).zip(sums).zip(squares) {
        let number = f64::from(f32::from_le_bytes(*number));
        let positive = number * coding.steps + 128.5;
        // Comparisons that the processor has instructions for; a number that is none becomes zero.
        let positive = if positive > 0.0 { positive } else { 0.0 };
        let positive = if positive < 255.5 { positive } else { 255.5 };
        // SAFETY: it is between 0 and 256.
        let code_of_number = unsafe { positive.to_int_unchecked::<i32>() } - 128;
        let difference = number * coding.inverse - f64::from(code_of_number) * f64::from(coding.scale);
        *square += difference * difference;
        *sum += code_of_number;
        *code = (code_of_number as i8).cast_unsigned();
    }
}

/// Asks for bytes that are needed soon; never changes a result.
#[inline]
pub(crate) fn prefetch(bytes: &[u8]) {
    #[cfg(target_arch = "x86_64")]
    for line in bytes.chunks(64) {
        // SAFETY: a prefetch reads nothing, and the address is that of a live slice.
        unsafe {
            core::arch::x86_64::_mm_prefetch::<{ core::arch::x86_64::_MM_HINT_T0 }>(line.as_ptr().cast());
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = bytes;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_gives_the_plain_sum() {
        for length in [0, 32, 64, 1536, 4096] {
            let codes: Vec<u8> = (0..length)
                .map(|i| (i * 37 + 128) as u8)
                .filter(|c| *c != 128)
                .collect();
            let query = PreparedBytes::new((0..codes.len()).map(|i| (i * 911 % 4095) as i16 - 2047));
            let mut padded = codes.clone();
            padded.resize(query.0.len(), 0);
            let expected: i64 = padded
                .iter()
                .zip(&query.0)
                .map(|(c, q)| i64::from(c.cast_signed()) * i64::from(*q))
                .sum();
            let total: i64 = codes.iter().map(|c| i64::from(c.cast_signed())).sum();
            assert_eq!(dot_bytes(&query, &padded), (expected as i32, total as i32));
            assert_eq!(
                dot_bytes_portable(&query, &padded),
                (expected as i32, total as i32)
            );
        }
    }

    #[test]
    fn codes_are_the_nearest_integers_and_halves_go_up() {
        let numbers = [-127.0, -126.5, -0.5, -0.49, 0.0, 0.49, 0.5, 2.5, 126.5, 127.0_f32];
        let (coding, mut codes) = (
            Coding {
                steps: 1.0,
                inverse: 1.0,
                scale: 1.0,
            },
            [0; 10],
        );
        let (sum, squares) = write_codes(&numbers.map(f32::to_le_bytes), coding, &mut codes);
        let expected = [-127, -126, 0, 0, 0, 0, 1, 3, 127, 127];
        assert_eq!(codes.map(u8::cast_signed), expected);
        assert_eq!(sum, 5);
        // Five halves, and twice .49 as it is in single precision.
        let almost_half = f64::from(0.49_f32);
        assert_eq!(squares, 5.0 * 0.25 + 2.0 * almost_half * almost_half);
    }

    #[test]
    fn every_path_writes_the_same_codes() {
        for length in [1, 7, 8, 100, 1536] {
            let numbers: Vec<[u8; 4]> = (0..length)
                .map(|i| ((i * 7919 % 2003) as f32 / 1001.5 - 1.0).to_le_bytes())
                .collect();
            let coding = Coding {
                steps: 127.0,
                inverse: 0.31,
                scale: 0.0024,
            };
            let (mut fast, mut plain) = (vec![0; length], vec![0; length]);
            let (sum, squares) = write_codes(&numbers, coding, &mut fast);
            let expected = write_codes_portable(&numbers, coding, &mut plain);
            assert_eq!((sum, squares.to_bits()), (expected.0, expected.1.to_bits()));
            assert_eq!(fast, plain);
        }
    }

    #[test]
    fn the_largest_sum_fits() {
        let query = PreparedBytes::new([i16::MAX; 4096]);
        let expected = 4096 * 127 * 2047;
        assert_eq!(dot_bytes(&query, &[127; 4096]), (expected, 4096 * 127));
        assert_eq!(dot_bytes(&query, &[0x81; 4096]), (-expected, -4096 * 127));
    }
}
