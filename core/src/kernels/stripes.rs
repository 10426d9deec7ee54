//! The inner loop of the checksum: eight lanes that take in a stripe at a time.

/// Bytes that are taken in at once, one word for each lane.
pub(crate) const STRIPE: usize = 64;
/// Bytes of the secret that the next stripe leaves out.
const STEP: usize = 8;
/// Stripes after which the lanes are scrambled: the secret is used up.
pub(crate) const BLOCK_STRIPES: usize = (SECRET.len() - STRIPE) / STEP;
/// A prime of 32 bits.
const P32_1: u64 = 0x9E37_79B1;

/// The secret that the specification gives.
pub(crate) const SECRET: [u8; 192] = [
    0xb8, 0xfe, 0x6c, 0x39, 0x23, 0xa4, 0x4b, 0xbe, 0x7c, 0x01, 0x81, 0x2c, 0xf7, 0x21, 0xad, 0x1c, 0xde,
    0xd4, 0x6d, 0xe9, 0x83, 0x90, 0x97, 0xdb, 0x72, 0x40, 0xa4, 0xa4, 0xb7, 0xb3, 0x67, 0x1f, 0xcb, 0x79,
    0xe6, 0x4e, 0xcc, 0xc0, 0xe5, 0x78, 0x82, 0x5a, 0xd0, 0x7d, 0xcc, 0xff, 0x72, 0x21, 0xb8, 0x08, 0x46,
    0x74, 0xf7, 0x43, 0x24, 0x8e, 0xe0, 0x35, 0x90, 0xe6, 0x81, 0x3a, 0x26, 0x4c, 0x3c, 0x28, 0x52, 0xbb,
    0x91, 0xc3, 0x00, 0xcb, 0x88, 0xd0, 0x65, 0x8b, 0x1b, 0x53, 0x2e, 0xa3, 0x71, 0x64, 0x48, 0x97, 0xa2,
    0x0d, 0xf9, 0x4e, 0x38, 0x19, 0xef, 0x46, 0xa9, 0xde, 0xac, 0xd8, 0xa8, 0xfa, 0x76, 0x3f, 0xe3, 0x9c,
    0x34, 0x3f, 0xf9, 0xdc, 0xbb, 0xc7, 0xc7, 0x0b, 0x4f, 0x1d, 0x8a, 0x51, 0xe0, 0x4b, 0xcd, 0xb4, 0x59,
    0x31, 0xc8, 0x9f, 0x7e, 0xc9, 0xd9, 0x78, 0x73, 0x64, 0xea, 0xc5, 0xac, 0x83, 0x34, 0xd3, 0xeb, 0xc3,
    0xc5, 0x81, 0xa0, 0xff, 0xfa, 0x13, 0x63, 0xeb, 0x17, 0x0d, 0xdd, 0x51, 0xb7, 0xf0, 0xda, 0x49, 0xd3,
    0x16, 0x55, 0x26, 0x29, 0xd4, 0x68, 0x9e, 0x2b, 0x16, 0xbe, 0x58, 0x7d, 0x47, 0xa1, 0xfc, 0x8f, 0xf8,
    0xb8, 0xd1, 0x7a, 0xd0, 0x31, 0xce, 0x45, 0xcb, 0x3a, 0x8f, 0x95, 0x16, 0x04, 0x28, 0xaf, 0xd7, 0xfb,
    0xca, 0xbb, 0x4b, 0x40, 0x7e,
];

/// A word for each lane.
pub(crate) type Lanes = [u64; STRIPE / 8];

/// Takes stripes in from the beginning of the secret on; scrambles after each [`BLOCK_STRIPES`].
#[inline]
pub(crate) fn take_in_stripes(lanes: &mut Lanes, stripes: &[[u8; STRIPE]]) {
    #[cfg(target_arch = "x86_64")]
    if super::has_avx2() {
        // SAFETY: the processor has AVX2.
        unsafe { take_in_stripes_avx2(lanes, stripes) };
        return;
    }
    for block in stripes.chunks(BLOCK_STRIPES) {
        for (stripe, key) in block.iter().zip(SECRET.windows(STRIPE).step_by(STEP)) {
            take_in(lanes, stripe, key);
        }
        if block.len() == BLOCK_STRIPES {
            scramble(lanes);
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn take_in_stripes_avx2(lanes: &mut Lanes, stripes: &[[u8; STRIPE]]) {
    use core::arch::x86_64::*;
    /// How far ahead memory is asked for. By itself a processor stops at the end of each page.
    const AHEAD: usize = 4096;
    for block in stripes.chunks(BLOCK_STRIPES) {
        let [low, high] = lanes.as_chunks_mut::<4>().0 else {
            return;
        };
        // SAFETY: each pointer is that of 32 live bytes, and the loads and stores need no alignment; a
        // prefetch reads nothing.
        unsafe {
            let mut sums = [low.as_ptr(), high.as_ptr()].map(|lanes| _mm256_loadu_si256(lanes.cast()));
            for (stripe, key) in block.iter().zip(SECRET.windows(STRIPE).step_by(STEP)) {
                _mm_prefetch::<_MM_HINT_T0>(stripe.as_ptr().wrapping_add(AHEAD).cast());
                let halves = stripe.as_chunks::<32>().0.iter().zip(key.as_chunks::<32>().0);
                for (sum, (words, key)) in sums.iter_mut().zip(halves) {
                    let words = _mm256_loadu_si256(words.as_ptr().cast());
                    let keyed = _mm256_xor_si256(words, _mm256_loadu_si256(key.as_ptr().cast()));
                    let product = _mm256_mul_epu32(keyed, _mm256_srli_epi64::<32>(keyed));
                    let neighbours = _mm256_shuffle_epi32::<0b_01_00_11_10>(words);
                    *sum = _mm256_add_epi64(*sum, _mm256_add_epi64(product, neighbours));
                }
            }
            let [low_sum, high_sum] = sums;
            _mm256_storeu_si256(low.as_mut_ptr().cast(), low_sum);
            _mm256_storeu_si256(high.as_mut_ptr().cast(), high_sum);
        }
        if block.len() == BLOCK_STRIPES {
            scramble(lanes);
        }
    }
}

/// Takes in one stripe under a part of the secret.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline(always)]
pub(crate) fn take_in(lanes: &mut Lanes, stripe: &[u8; STRIPE], key: &[u8]) {
    let words = stripe.as_chunks::<8>().0.iter().zip(key.as_chunks::<8>().0);
    let mut products = [0; STRIPE / 8];
    let mut neighbours = [0; STRIPE / 8];
    for ((product, neighbour), (word, key)) in products.iter_mut().zip(&mut neighbours).zip(words) {
        *neighbour = u64::from_le_bytes(*word);
        let keyed = *neighbour ^ u64::from_le_bytes(*key);
        *product = (keyed & 0xFFFF_FFFF) * (keyed >> 32);
    }
    for [a, b] in neighbours.as_chunks_mut().0 {
        core::mem::swap(a, b);
    }
    for ((lane, product), neighbour) in lanes.iter_mut().zip(products).zip(neighbours) {
        *lane = lane.wrapping_add(product).wrapping_add(neighbour);
    }
}

/// Takes in one stripe under a part of the secret.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub(crate) fn take_in(lanes: &mut Lanes, stripe: &[u8; STRIPE], key: &[u8]) {
    use core::arch::wasm32::*;
    let words = stripe.as_chunks::<16>().0.iter().zip(key.as_chunks::<16>().0);
    for (lanes, (words, key)) in lanes.as_chunks_mut::<2>().0.iter_mut().zip(words) {
        // SAFETY: each pointer is that of 16 live bytes, and loads and stores need no alignment.
        unsafe {
            let words = v128_load(words.as_ptr().cast());
            let keyed = v128_xor(words, v128_load(key.as_ptr().cast()));
            let low = i32x4_shuffle::<0, 2, 0, 2>(keyed, keyed);
            let high = i32x4_shuffle::<1, 3, 1, 3>(keyed, keyed);
            let product = u64x2_extmul_low_u32x4(low, high);
            let neighbours = i64x2_shuffle::<1, 0>(words, words);
            let sum = i64x2_add(v128_load(lanes.as_ptr().cast()), i64x2_add(product, neighbours));
            v128_store(lanes.as_mut_ptr().cast(), sum);
        }
    }
}

#[inline(always)]
fn scramble(lanes: &mut Lanes) {
    let keys = SECRET
        .last_chunk::<STRIPE>()
        .map_or(&[][..], |key| key.as_chunks::<8>().0);
    for (lane, key) in lanes.iter_mut().zip(keys) {
        *lane = (*lane ^ (*lane >> 47) ^ u64::from_le_bytes(*key)).wrapping_mul(P32_1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_takes_in_the_same() {
        let stripes: Vec<[u8; STRIPE]> = (0..40_u32)
            .map(|n| core::array::from_fn(|i| (n * 151 + i as u32 * 29 + n * i as u32) as u8))
            .collect();
        for count in [0, 1, 15, 16, 17, 32, 40] {
            let mut fast = [7; STRIPE / 8];
            let mut plain = fast;
            take_in_stripes(&mut fast, &stripes[..count]);
            for block in stripes[..count].chunks(BLOCK_STRIPES) {
                for (number, stripe) in block.iter().enumerate() {
                    take_in(&mut plain, stripe, &SECRET[STEP * number..]);
                }
                if block.len() == BLOCK_STRIPES {
                    scramble(&mut plain);
                }
            }
            assert_eq!(fast, plain, "{count} stripes");
        }
    }
}
