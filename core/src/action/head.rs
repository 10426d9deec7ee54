//! The logistic head: one line through the space of embeddings for each action.
//!
//! Each action's texts against all others and the ordinary messages, classes weighted equally, by
//! Nesterov's method with a fixed step and a fixed count: the same on every machine.

use super::vector::dot;
use crate::math::logistic;

/// How much each of both classes weighs, against a regularisation of 1.
const CLASS_WEIGHT: f64 = 128.0;
const STEPS: usize = 40;

/// The head of an action: weights, then the constant.
///
/// `rows` are the embeddings as they are compared, `is_own` which of them are the action's phrases.
pub fn train(rows: &[Vec<f64>], is_own: &[bool]) -> Vec<f32> {
    let own = is_own.iter().filter(|&&is_own| is_own).count() as f64;
    let (own_weight, other_weight) = (CLASS_WEIGHT / own, CLASS_WEIGHT / (rows.len() as f64 - own));
    // No curvature is above it: the rows are of unit length, and so is the constant's.
    let curvature = 1.0 + 0.5 * 2.0 * CLASS_WEIGHT;
    let width = rows.first().map_or(0, Vec::len) + 1;
    let mut weights = vec![0.0; width];
    let mut ahead = weights.clone();
    let mut t = 1.0_f64;
    for _ in 0..STEPS {
        let mut gradient = vec![0.0; width];
        for (row, &is_own) in rows.iter().zip(is_own) {
            let (&constant, line) = ahead.split_last().unwrap_or((&0.0, &[]));
            let (weight, wanted) = if is_own {
                (own_weight, 1.0)
            } else {
                (other_weight, 0.0)
            };
            let slope = weight * (logistic(dot(row, line) + constant) - wanted);
            for (sum, number) in gradient.iter_mut().zip(row) {
                *sum += slope * number;
            }
            if let Some(sum) = gradient.last_mut() {
                *sum += slope;
            }
        }
        let next_t = (1.0 + (1.0 + 4.0 * t * t).sqrt()) / 2.0;
        let momentum = (t - 1.0) / next_t;
        let last = width - 1;
        for (place, ((number, ahead), sum)) in weights.iter_mut().zip(&mut ahead).zip(&gradient).enumerate() {
            // The constant is not pulled towards zero.
            let pull = if place == last { 0.0 } else { *ahead };
            let next = *ahead - (sum + pull) / curvature;
            *ahead = next + momentum * (next - *number);
            *number = next;
        }
        t = next_t;
    }
    weights.iter().map(|&number| number as f32).collect()
}
