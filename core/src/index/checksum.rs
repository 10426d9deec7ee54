//! XXH64, the checksum of everything an index stores.
//!
//! It runs at memory speed without special instructions, and PHP has it as `hash( 'xxh64', … )`.
//! Specification: <https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md>.

use crate::kernels::prefetch;

const P1: u64 = 0x9E37_79B1_85EB_CA87;
const P2: u64 = 0xC2B2_AE3D_27D4_EB4F;
const P3: u64 = 0x1656_67B1_9E37_79F9;
const P4: u64 = 0x85EB_CA77_C2B2_AE63;
const P5: u64 = 0x27D4_EB2F_1656_67C5;
/// Bytes that are taken in at once, as four words.
const STRIPE: usize = 32;
/// Stripes between two looks ahead: two lines of memory.
const AT_ONCE: usize = 4;
/// How far ahead memory is asked for, in stripes. By itself a processor stops at the end of each page.
const AHEAD: usize = 64;

/// The checksum of `bytes`, with seed zero.
#[must_use]
pub fn checksum(bytes: &[u8]) -> u64 {
    let mut sum = Checksum::new();
    sum.update(bytes);
    sum.finish()
}

/// A checksum of bytes that come in parts.
pub(crate) struct Checksum {
    lanes: [u64; 4],
    /// The beginning of a stripe that is not whole yet.
    waiting: Vec<u8>,
    length: u64,
}

impl Checksum {
    pub(crate) fn new() -> Self {
        Self {
            lanes: [P1.wrapping_add(P2), P2, 0, 0_u64.wrapping_sub(P1)],
            waiting: Vec::new(),
            length: 0,
        }
    }

    pub(crate) fn update(&mut self, mut bytes: &[u8]) {
        self.length = self.length.wrapping_add(bytes.len() as u64);
        if !self.waiting.is_empty() {
            let (missing, rest) = bytes.split_at((STRIPE - self.waiting.len()).min(bytes.len()));
            self.waiting.extend_from_slice(missing);
            if let Some(stripe) = self.waiting.first_chunk() {
                take_in(&mut self.lanes, core::slice::from_ref(stripe));
                self.waiting.clear();
            }
            bytes = rest;
        }
        let (stripes, rest) = bytes.as_chunks();
        take_in(&mut self.lanes, stripes);
        self.waiting.extend_from_slice(rest);
    }

    pub(crate) fn finish(&self) -> u64 {
        let mut hash = if self.length < STRIPE as u64 {
            P5
        } else {
            join(self.lanes)
        };
        hash = hash.wrapping_add(self.length);
        let (words, rest) = self.waiting.as_chunks::<8>();
        for word in words {
            let lane = round(0, u64::from_le_bytes(*word));
            hash = (hash ^ lane).rotate_left(27).wrapping_mul(P1).wrapping_add(P4);
        }
        let (halves, rest) = rest.as_chunks::<4>();
        for half in halves {
            let lane = u64::from(u32::from_le_bytes(*half)).wrapping_mul(P1);
            hash = (hash ^ lane).rotate_left(23).wrapping_mul(P2).wrapping_add(P3);
        }
        for byte in rest {
            hash = (hash ^ u64::from(*byte).wrapping_mul(P5))
                .rotate_left(11)
                .wrapping_mul(P1);
        }
        hash = (hash ^ (hash >> 33)).wrapping_mul(P2);
        hash = (hash ^ (hash >> 29)).wrapping_mul(P3);
        hash ^ (hash >> 32)
    }
}

fn take_in(lanes: &mut [u64; 4], stripes: &[[u8; STRIPE]]) {
    for (number, some) in stripes.chunks(AT_ONCE).enumerate() {
        let ahead = number * AT_ONCE + AHEAD;
        prefetch(
            stripes
                .get(ahead..ahead + AT_ONCE)
                .unwrap_or_default()
                .as_flattened(),
        );
        for stripe in some {
            for (lane, word) in lanes.iter_mut().zip(stripe.as_chunks().0) {
                *lane = round(*lane, u64::from_le_bytes(*word));
            }
        }
    }
}

fn join(lanes: [u64; 4]) -> u64 {
    let [a, b, c, d] = lanes;
    let joined = [(b, 7), (c, 12), (d, 18)]
        .iter()
        .fold(a.rotate_left(1), |sum, (lane, turns)| {
            sum.wrapping_add(lane.rotate_left(*turns))
        });
    lanes.iter().fold(joined, |hash, lane| {
        (hash ^ round(0, *lane)).wrapping_mul(P1).wrapping_add(P4)
    })
}

fn round(lane: u64, word: u64) -> u64 {
    lane.wrapping_add(word.wrapping_mul(P2))
        .rotate_left(31)
        .wrapping_mul(P1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected values from PHP's `hash( 'xxh64', … )`.
    #[test]
    fn it_is_xxh64() {
        assert_eq!(checksum(b""), 0xef46_db37_51d8_e999);
        assert_eq!(checksum(b"abc"), 0x44bc_2cf5_ad77_0999);
        let bytes: Vec<u8> = (0..=255).map(|i: u8| i.wrapping_mul(7)).collect();
        assert_eq!(checksum(&bytes), 0x2104_9918_04cc_ea01);
        assert_eq!(checksum(&bytes[..31]), 0x0f18_7c62_b1e7_22b7);
        assert_eq!(checksum(&bytes[..63]), 0x2191_10bf_13e2_fa26);
    }

    #[test]
    fn parts_of_any_length_give_the_checksum_of_the_whole() {
        let bytes: Vec<u8> = (0..=255).collect();
        for length in 1..100 {
            let mut sum = Checksum::new();
            bytes.chunks(length).for_each(|part| sum.update(part));
            assert_eq!(sum.finish(), checksum(&bytes));
        }
    }
}
