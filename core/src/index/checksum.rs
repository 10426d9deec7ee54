//! XXH3 with 64 bits, the checksum of everything an index stores.
//!
//! It runs as fast as memory is read, and PHP has it as `hash( 'xxh3', … )`.
//! Specification: <https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md>.

use crate::kernels::{BLOCK_STRIPES, Lanes, SECRET, STRIPE, take_in, take_in_stripes};

const P32_1: u64 = 0x9E37_79B1;
const P32_2: u64 = 0x85EB_CA77;
const P32_3: u64 = 0xC2B2_AE3D;
const P1: u64 = 0x9E37_79B1_85EB_CA87;
const P2: u64 = 0xC2B2_AE3D_27D4_EB4F;
const P3: u64 = 0x1656_67B1_9E37_79F9;
const P4: u64 = 0x85EB_CA77_C2B2_AE63;
const P5: u64 = 0x27D4_EB2F_1656_67C5;
const MIX_1: u64 = 0x1656_6791_9E37_79F9;
const MIX_2: u64 = 0x9FB2_1C65_1E98_DF25;

/// The most bytes that are not taken in by lanes.
const SHORT: usize = 240;
/// Bytes between two scrambles.
const BLOCK: usize = BLOCK_STRIPES * STRIPE;
/// What the lanes begin with.
const LANES: Lanes = [P32_3, P1, P2, P3, P4, P32_2, P5, P32_1];

/// The checksum of `bytes`, with seed zero.
#[must_use]
pub fn checksum(bytes: &[u8]) -> u64 {
    if bytes.len() <= SHORT {
        return short(bytes);
    }
    let (blocks, rest) = bytes.split_at(before_rest(bytes.len()));
    let mut lanes = LANES;
    take_in_stripes(&mut lanes, blocks.as_chunks().0);
    finish(lanes, rest, bytes.last_chunk(), bytes.len() as u64)
}

/// A checksum of bytes that come in parts.
pub(crate) struct Checksum {
    lanes: Lanes,
    /// The end of what the lanes have taken in.
    before: [u8; STRIPE],
    /// What follows, never more than a block: the last block waits for the end.
    waiting: Vec<u8>,
    length: u64,
}

impl Checksum {
    pub(crate) fn new() -> Self {
        Self {
            lanes: LANES,
            before: [0; STRIPE],
            waiting: Vec::new(),
            length: 0,
        }
    }

    pub(crate) fn update(&mut self, mut bytes: &[u8]) {
        self.length = self.length.wrapping_add(bytes.len() as u64);
        if !self.waiting.is_empty() {
            let (missing, rest) = bytes.split_at((BLOCK - self.waiting.len()).min(bytes.len()));
            self.waiting.extend_from_slice(missing);
            if rest.is_empty() {
                return;
            }
            let block = core::mem::take(&mut self.waiting);
            self.take_in(&block);
            bytes = rest;
        }
        let (blocks, rest) = bytes.split_at(before_rest(bytes.len()));
        self.take_in(blocks);
        self.waiting.extend_from_slice(rest);
    }

    fn take_in(&mut self, blocks: &[u8]) {
        take_in_stripes(&mut self.lanes, blocks.as_chunks().0);
        self.before = blocks.last_chunk().copied().unwrap_or(self.before);
    }

    pub(crate) fn finish(&self) -> u64 {
        if self.length <= SHORT as u64 {
            return short(&self.waiting);
        }
        let end = [&self.before, self.waiting.as_slice()].concat();
        finish(self.lanes, &self.waiting, end.last_chunk(), self.length)
    }
}

/// How many of some bytes are whole blocks, where at least one byte is left for the end.
fn before_rest(length: usize) -> usize {
    length.saturating_sub(1) / BLOCK * BLOCK
}

/// Takes in what is left, and the last stripe once more.
fn finish(mut lanes: Lanes, rest: &[u8], last: Option<&[u8; STRIPE]>, length: u64) -> u64 {
    let whole = rest.len().saturating_sub(1) / STRIPE;
    take_in_stripes(&mut lanes, rest.as_chunks().0.get(..whole).unwrap_or_default());
    if let Some(last) = last {
        take_in(&mut lanes, last, secret(121));
    }
    let pairs = lanes.as_chunks().0.iter().zip(secret(11).as_chunks::<16>().0);
    let sum = pairs.fold(length.wrapping_mul(P1), |sum, ([a, b], key)| {
        sum.wrapping_add(folded_product(a ^ word(key, 0), b ^ word(key, 8)))
    });
    avalanche(sum)
}

/// The checksum of at most [`SHORT`] bytes.
fn short(bytes: &[u8]) -> u64 {
    match bytes {
        [] => avalanche_once(word(&SECRET, 56) ^ word(&SECRET, 64)),
        [first, .., last] | [first @ last] if bytes.len() <= 3 => {
            let middle = bytes.get(bytes.len() / 2).unwrap_or(first);
            let joined = u32::from_le_bytes([*last, bytes.len() as u8, *first, *middle]);
            avalanche_once(u64::from(joined) ^ half(&SECRET, 0) ^ half(&SECRET, 4))
        }
        _ if bytes.len() <= 8 => up_to_8(bytes),
        _ if bytes.len() <= 16 => up_to_16(bytes),
        _ if bytes.len() <= 128 => up_to_128(bytes),
        _ => up_to_240(bytes),
    }
}

fn up_to_8(bytes: &[u8]) -> u64 {
    let joined = half(bytes, bytes.len() - 4) | half(bytes, 0) << 32;
    let mut hash = joined ^ word(&SECRET, 8) ^ word(&SECRET, 16);
    hash = (hash ^ hash.rotate_left(49) ^ hash.rotate_left(24)).wrapping_mul(MIX_2);
    hash = (hash ^ (hash >> 35).wrapping_add(bytes.len() as u64)).wrapping_mul(MIX_2);
    hash ^ (hash >> 28)
}

fn up_to_16(bytes: &[u8]) -> u64 {
    let low = word(bytes, 0) ^ word(&SECRET, 24) ^ word(&SECRET, 32);
    let high = word(bytes, bytes.len() - 8) ^ word(&SECRET, 40) ^ word(&SECRET, 48);
    let sum = (bytes.len() as u64)
        .wrapping_add(low.swap_bytes())
        .wrapping_add(high)
        .wrapping_add(folded_product(low, high));
    avalanche(sum)
}

fn up_to_128(bytes: &[u8]) -> u64 {
    let start = (bytes.len() as u64).wrapping_mul(P1);
    let sum = (0..=(bytes.len() - 1) / 32).fold(start, |sum, i| {
        sum.wrapping_add(mix(bytes, 16 * i, 32 * i)).wrapping_add(mix(
            bytes,
            bytes.len() - 16 * (i + 1),
            32 * i + 16,
        ))
    });
    avalanche(sum)
}

fn up_to_240(bytes: &[u8]) -> u64 {
    let sum_of = |parts: core::ops::Range<usize>, start: u64, key: usize| {
        let first = parts.start;
        parts.fold(start, |sum, i| {
            sum.wrapping_add(mix(bytes, 16 * i, key + 16 * (i - first)))
        })
    };
    let first = sum_of(0..8, (bytes.len() as u64).wrapping_mul(P1), 0);
    let all = sum_of(8..bytes.len() / 16, avalanche(first), 3);
    avalanche(all.wrapping_add(mix(bytes, bytes.len() - 16, 119)))
}

/// Sixteen bytes mixed with as many of the secret.
fn mix(bytes: &[u8], at: usize, key: usize) -> u64 {
    folded_product(
        word(bytes, at) ^ word(&SECRET, key),
        word(bytes, at + 8) ^ word(&SECRET, key + 8),
    )
}

/// Both halves of a product, one upon the other.
fn folded_product(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}

fn avalanche(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 37)).wrapping_mul(MIX_1);
    hash ^ (hash >> 32)
}

fn avalanche_once(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 33)).wrapping_mul(P2);
    hash = (hash ^ (hash >> 29)).wrapping_mul(P3);
    hash ^ (hash >> 32)
}

fn secret(from: usize) -> &'static [u8] {
    SECRET.get(from..).unwrap_or_default()
}

fn word(bytes: &[u8], at: usize) -> u64 {
    let word = bytes.get(at..).and_then(<[u8]>::first_chunk);
    word.map_or(0, |word| u64::from_le_bytes(*word))
}

fn half(bytes: &[u8], at: usize) -> u64 {
    let half = bytes.get(at..).and_then(<[u8]>::first_chunk);
    half.map_or(0, |half| u64::from(u32::from_le_bytes(*half)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(length: usize) -> Vec<u8> {
        (0..length).map(|i| (i * 7 + i / 256 * 13) as u8).collect()
    }

    /// Expected values from PHP's `hash( 'xxh3', … )`.
    #[test]
    fn it_is_xxh3() {
        for (length, expected) in [
            (0, 0x2d06_8005_38d3_94c2),
            (1, 0xc44b_dff4_074e_ecdb),
            (3, 0xc348_9259_e968_ad9e),
            (4, 0xd3d6_0c15_1901_4e89),
            (8, 0xb88d_ee77_f6bf_6980),
            (9, 0x0368_8dca_d730_d826),
            (16, 0x9da2_3836_adf2_be1e),
            (17, 0xf34c_3c9c_f5a1_12d1),
            (32, 0x99cb_9ad0_f1a1_1fbe),
            (33, 0xc077_b454_92d2_9cde),
            (64, 0x6efb_76ff_16f3_7561),
            (65, 0x2640_848e_9137_156b),
            (96, 0x764d_2d5d_b929_42df),
            (128, 0x65f3_c2c0_0fa9_3185),
            (129, 0x2806_5c6e_c25f_5b25),
            (240, 0x4917_a75c_0ef8_eed7),
            (241, 0x541b_1922_6f00_52e8),
            (256, 0xff5a_1cef_ade7_5bb9),
            (512, 0xbb93_b415_b727_2611),
            (1023, 0x663b_228d_609c_9759),
            (1024, 0xcbeb_9f3a_1aec_cda2),
            (1025, 0xd958_59be_d319_3f4f),
            (1088, 0x934c_09a2_e974_e726),
            (5000, 0x80c4_17de_53bd_a261),
        ] {
            assert_eq!(checksum(&bytes(length)), expected, "{length} bytes");
        }
    }

    #[test]
    fn parts_of_any_length_give_the_checksum_of_the_whole() {
        for length in [0, 1, 240, 241, 1023, 1024, 1025, 2048, 2049, 5000] {
            let bytes = bytes(length);
            for part in [1, 7, 63, 64, 1000, 1024, 1025, 4096] {
                let mut sum = Checksum::new();
                bytes.chunks(part).for_each(|part| sum.update(part));
                assert_eq!(
                    sum.finish(),
                    checksum(&bytes),
                    "{length} bytes in parts of {part}"
                );
            }
        }
    }
}
