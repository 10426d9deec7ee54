//! Embeddings as they are compared: of unit length, seen from the mean of ordinary messages.

use crate::Error;
use crate::similarity::norm;

/// Shorter vectors count as this long, so that none is divided by zero.
const MIN_NORM: f64 = 1e-12;

/// An embedding of unit length.
///
/// # Errors
///
/// [`Error::NotFinite`] if a number is NaN or infinite.
pub fn unit(embedding: &[f32]) -> Result<Vec<f64>, Error> {
    let length = norm(embedding)?.max(MIN_NORM);
    Ok(embedding
        .iter()
        .map(|&number| f64::from(number) / length)
        .collect())
}

/// A vector seen from the mean, of unit length, rounded to `f32`.
pub fn centred(row: &[f64], mean: &[f64]) -> Vec<f32> {
    let seen: Vec<f64> = row.iter().zip(mean).map(|(number, mean)| number - mean).collect();
    let length = dot(&seen, &seen).sqrt().max(MIN_NORM);
    seen.iter().map(|number| (number / length) as f32).collect()
}

/// The sum of products in the order of [`crate::kernels::dot`].
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0_f64; 8];
    let (a_blocks, a_rest) = a.as_chunks::<8>();
    let (b_blocks, b_rest) = b.as_chunks::<8>();
    for (x, y) in a_blocks.iter().zip(b_blocks) {
        for ((sum, x), y) in sums.iter_mut().zip(x).zip(y) {
            *sum += x * y;
        }
    }
    for ((sum, x), y) in sums.iter_mut().zip(a_rest).zip(b_rest) {
        *sum += x * y;
    }
    let [s0, s1, s2, s3, s4, s5, s6, s7] = sums;
    ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7))
}
