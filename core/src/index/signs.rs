//! One bit per dimension: the sign of what is left of a rotated row without the centre of all rows.
//!
//! The estimate and its error are those of RaBitQ (Gao and Long, SIGMOD 2024): the signs of a rotated
//! vector, scaled by its square length over the sum of its magnitudes, give an unbiased estimate of
//! its inner product with any other, and the error shrinks with the square root of the dimensions.

use super::rotation::{Rotation, rotated_dimensions};
use crate::kernels::{BLOCK_ROWS, Bound, GROUP, MAX_ENTRY, dot, sum_of_magnitudes};

/// Dimensions of a group: the bits of half a byte.
const GROUP_DIMENSIONS: usize = 4;
/// √(1 − 2/π): the part of a rotated vector that its signs do not tell.
const UNTOLD: f64 = 0.602_810_273_768_567;

/// Bytes of one block: the groups of 32 rows, and two factors for each.
pub(super) fn block_bytes(dimensions: usize) -> usize {
    rotated_dimensions(dimensions) * BLOCK_ROWS / 8 + 8 * BLOCK_ROWS
}

/// Writes rows into blocks.
pub(super) struct SignEncoder {
    rotation: Rotation,
    centre: Vec<f32>,
    rotated: Vec<f32>,
}

impl SignEncoder {
    /// An encoder around the mean of all rows, each divided by its length.
    pub(super) fn new(dimensions: usize, mean: impl Iterator<Item = f32>) -> Self {
        let rotation = Rotation::new(dimensions);
        let mut centre: Vec<f32> = mean.collect();
        centre.resize(rotated_dimensions(dimensions), 0.0);
        rotation.apply(&mut centre);
        Self {
            rotation,
            rotated: vec![0.0; centre.len()],
            centre,
        }
    }

    /// The rotated mean, as it is stored.
    pub(super) fn centre(&self) -> &[f32] {
        &self.centre
    }

    /// Adds a row, divided by its length, to a zeroed block.
    pub(super) fn encode(&mut self, row: impl Iterator<Item = f32>, place: usize, block: &mut [u8]) {
        self.rotated.fill(0.0);
        self.rotated.iter_mut().zip(row).for_each(|(to, from)| *to = from);
        self.rotation.apply(&mut self.rotated);
        self.rotated
            .iter_mut()
            .zip(&self.centre)
            .for_each(|(number, centre)| *number -= centre);
        let magnitudes = sum_of_magnitudes(&self.rotated);
        let a = if magnitudes > 0.0 {
            dot(&self.rotated, &self.rotated) / magnitudes
        } else {
            0.0
        };
        let b = dot(&self.rotated, &self.centre);
        let codes_bytes = self.rotated.len() * BLOCK_ROWS / 8;
        let Some((codes, factors)) = block.split_at_mut_checked(codes_bytes) else {
            return;
        };
        let shift = if place < GROUP { 0 } else { 4 };
        for (group, numbers) in codes
            .chunks_exact_mut(GROUP)
            .zip(self.rotated.as_chunks::<GROUP_DIMENSIONS>().0)
        {
            let pattern =
                (numbers.iter().enumerate()).fold(0, |bits, (i, x)| bits | (u8::from(*x >= 0.0) << i));
            if let Some(byte) = group.get_mut(place % GROUP) {
                *byte |= pattern << shift;
            }
        }
        let factors = factors.as_chunks_mut::<4>().0;
        for (slot, factor) in [(place, a), (place + BLOCK_ROWS, b)] {
            if let Some(bytes) = factors.get_mut(slot) {
                *bytes = (factor as f32).to_le_bytes();
            }
        }
    }
}

/// A query's tables for one segment.
pub(super) struct SignQuery {
    /// One entry per group and pattern of four signs.
    pub(super) tables: Vec<u8>,
    step: f64,
    offset: f64,
    /// The standard deviation of the estimate of a row with `a` = 1.
    deviation: f64,
    /// The query's inner product with the centre.
    centre_score: f64,
}

impl SignQuery {
    /// `unit` is the query divided by its length, `centre` the rotated mean of the rows.
    pub(super) fn new(unit: &[f32], rotation: &Rotation, centre: impl Iterator<Item = f32>) -> Self {
        let mut rotated = unit.to_vec();
        rotated.resize(rotated_dimensions(unit.len()), 0.0);
        rotation.apply(&mut rotated);
        let centre: Vec<f32> = centre.collect();
        let centre_score = dot(&rotated, &centre);
        rotated
            .iter_mut()
            .zip(&centre)
            .for_each(|(number, centre)| *number -= centre);
        let groups = rotated.as_chunks::<GROUP_DIMENSIONS>().0;
        let spread = |group: &[f32; GROUP_DIMENSIONS]| group.iter().map(|x| x.abs()).sum::<f32>();
        let widest = groups.iter().map(spread).fold(0.0_f32, f32::max);
        let step = f64::from(2.0 * widest) / f64::from(MAX_ENTRY);
        let inverse = if widest > 0.0 { (1.0 / step) as f32 } else { 0.0 };
        let tables = groups.iter().flat_map(|group| table(group, inverse)).collect();
        let rounding = step * step * groups.len() as f64 / 12.0;
        let told = UNTOLD * UNTOLD * dot(&rotated, &rotated);
        Self {
            tables,
            step,
            offset: -sum_of_magnitudes(&rotated),
            deviation: (told + rounding).sqrt(),
            centre_score,
        }
    }

    /// What bounds a row's score: its estimate plus `deviations` of the estimate's error.
    pub(super) fn bound(&self, deviations: f32) -> Bound {
        let offset = self.offset + f64::from(deviations) * self.deviation;
        Bound {
            step: self.step as f32,
            offset: offset as f32,
        }
    }

    /// The bound that a score's bound has to reach, with room for what single precision rounds away.
    pub(super) fn cutoff(&self, score: f64) -> f32 {
        (score - self.centre_score - 1e-5).max(-1e30) as f32
    }
}

/// What each pattern of signs adds, from 0 in whole steps.
fn table(group: &[f32; GROUP_DIMENSIONS], inverse: f32) -> [u8; GROUP] {
    let mut sums = [0.0; GROUP];
    for (i, x) in group.iter().enumerate() {
        // Signs that agree with the query add twice its magnitude, those that do not add nothing.
        let twice = 2.0 * x.abs();
        let (known, new) = sums.split_at_mut(1 << i);
        for (without, with) in known.iter_mut().zip(new) {
            (*without, *with) = if *x >= 0.0 {
                (*without, *without + twice)
            } else {
                (*without + twice, *without)
            };
        }
    }
    sums.map(|sum| ((sum * inverse + 0.5) as u8).min(MAX_ENTRY))
}
