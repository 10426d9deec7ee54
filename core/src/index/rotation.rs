//! A fixed rotation that spreads what an embedding says evenly over its dimensions.
//!
//! One bit per dimension keeps the same share of every embedding only if no dimension stands out.
//! Random signs and Walsh–Hadamard transforms, three times over, are as good as a random rotation
//! (Ailon and Chazelle 2009) at a hundredth of its cost. Dimensions that are no power of two take
//! two overlapping transforms, of the head and of the tail.

use crate::kernels::hadamard;

const ROUNDS: u64 = 3;
/// Rotated embeddings are padded with zeros to a multiple of this.
const STEP: usize = 64;

/// How many dimensions an embedding has after rotation.
pub(super) fn rotated_dimensions(dimensions: usize) -> usize {
    dimensions.next_multiple_of(STEP)
}

/// A rotation of embeddings of given dimensions.
#[derive(Debug)]
pub(super) struct Rotation {
    /// All sign bits of a round as the top bits of `f32`, round after round.
    signs: Vec<u32>,
    /// The largest power of two that is not above the rotated dimensions.
    width: usize,
}

impl Rotation {
    pub(super) fn new(dimensions: usize) -> Self {
        let rotated = rotated_dimensions(dimensions);
        let signs = (0..ROUNDS * rotated as u64)
            .map(|i| (mix(i) >> 32) as u32 & 0x8000_0000)
            .collect();
        Self {
            signs,
            width: 1 << rotated.max(1).ilog2(),
        }
    }

    /// Rotates an embedding that is already padded, in place.
    pub(super) fn apply(&self, embedding: &mut [f32]) {
        if embedding.is_empty() {
            return;
        }
        let scale = (1.0 / (self.width as f64).sqrt()) as f32;
        let tail = embedding.len() - self.width;
        for signs in self.signs.chunks_exact(embedding.len()) {
            for (number, sign) in embedding.iter_mut().zip(signs) {
                *number = f32::from_bits(number.to_bits() ^ sign);
            }
            if let Some(head) = embedding.get_mut(..self.width) {
                hadamard(head, scale);
            }
            if tail > 0
                && let Some(tail) = embedding.get_mut(tail..)
            {
                hadamard(tail, scale);
            }
        }
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014): the *i*-th of a fixed sequence of well mixed numbers.
fn mix(i: u64) -> u64 {
    let mut z = (i + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::dot;

    #[test]
    fn it_keeps_lengths_and_angles() {
        for dimensions in [64, 100, 384, 768, 1536, 3072] {
            let rotation = Rotation::new(dimensions);
            let mut a: Vec<f32> = (0..dimensions).map(|i| ((i * i) as f32).sin()).collect();
            let mut b: Vec<f32> = (0..dimensions).map(|i| ((i * 3) as f32).cos()).collect();
            let before = dot(&a, &b);
            a.resize(rotated_dimensions(dimensions), 0.0);
            b.resize(rotated_dimensions(dimensions), 0.0);
            let length = dot(&a, &a);
            rotation.apply(&mut a);
            rotation.apply(&mut b);
            assert!((dot(&a, &a) - length).abs() < 1e-3 * length);
            assert!((dot(&a, &b) - before).abs() < 1e-4 * length);
        }
    }

    #[test]
    fn it_spreads_a_single_number_over_all_dimensions() {
        for dimensions in [64, 384, 1536] {
            for place in [0, dimensions / 2, dimensions - 1] {
                let mut embedding = vec![0.0; dimensions];
                embedding[place] = 1.0;
                Rotation::new(dimensions).apply(&mut embedding);
                let largest = embedding.iter().fold(0.0_f32, |most, x| most.max(x.abs()));
                assert!(
                    largest < 8.0 / (dimensions as f32).sqrt(),
                    "{dimensions}: {largest}"
                );
            }
        }
    }
}
