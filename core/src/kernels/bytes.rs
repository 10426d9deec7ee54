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
    fn the_largest_sum_fits() {
        let query = PreparedBytes::new([i16::MAX; 4096]);
        let expected = 4096 * 127 * 2047;
        assert_eq!(dot_bytes(&query, &[127; 4096]), (expected, 4096 * 127));
        assert_eq!(dot_bytes(&query, &[0x81; 4096]), (-expected, -4096 * 127));
    }
}
