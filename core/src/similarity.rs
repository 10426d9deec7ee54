//! How alike two embeddings are, and which of many are most alike.

use core::cmp::Ordering;

use crate::Error;
use crate::kernels::dot;

/// One embedding that a search found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked {
    /// Which embedding, counted from zero in the order they were given.
    pub position: usize,
    /// Its cosine similarity with the query.
    pub score: f64,
}

/// Cosine similarity of two embeddings, from -1 (opposite) to 1 (same direction).
///
/// Zero if either embedding is all zeros. Sums run in a fixed order, so that every build of this
/// crate and the PHP polyfill give the same bits.
///
/// # Errors
///
/// [`Error::DimensionMismatch`] if the embeddings differ in dimensions, [`Error::NotFinite`] if a
/// number is NaN or infinite.
///
/// # Examples
///
/// ```
/// # use mxchat_core::similarity::cosine;
/// assert_eq!(cosine(&[3.0, 4.0], &[4.0, 3.0])?, 0.96);
/// # Ok::<(), mxchat_core::Error>(())
/// ```
pub fn cosine(a: &[f32], b: &[f32]) -> Result<f64, Error> {
    if a.len() != b.len() {
        return Err(Error::DimensionMismatch {
            expected: a.len(),
            found: b.len(),
        });
    }
    let (a_norm, b_norm) = (norm(a)?, norm(b)?);
    Ok(ratio(dot(a, b), a_norm * b_norm))
}

/// The embeddings most alike to the query, best first, equal scores by position.
///
/// `embeddings` holds one after the other, each with the dimensions of the query. Only scores of at
/// least `threshold` count; at most `limit` come back.
///
/// # Errors
///
/// [`Error::InvalidEmbedding`] if the query is empty, [`Error::DimensionMismatch`] if `embeddings`
/// does not divide into whole ones, [`Error::NotFinite`] if any number is NaN or infinite.
///
/// # Examples
///
/// ```
/// # use mxchat_core::similarity::rank;
/// let best = rank(&[1.0, 0.0], &[0.0, 1.0, 2.0, 0.0, 4.0, 3.0], 2, 0.5)?;
/// assert_eq!(best.iter().map(|r| r.position).collect::<Vec<_>>(), [1, 2]);
/// assert_eq!(best.iter().map(|r| r.score).collect::<Vec<_>>(), [1.0, 0.8]);
/// # Ok::<(), mxchat_core::Error>(())
/// ```
pub fn rank(query: &[f32], embeddings: &[f32], limit: usize, threshold: f64) -> Result<Vec<Ranked>, Error> {
    if query.is_empty() {
        return Err(Error::InvalidEmbedding);
    }
    if !embeddings.len().is_multiple_of(query.len()) {
        return Err(Error::DimensionMismatch {
            expected: query.len(),
            found: embeddings.len() % query.len(),
        });
    }
    if !threshold.is_finite() {
        return Err(Error::NotFinite);
    }
    let query_norm = norm(query)?;
    let mut ranked = Vec::new();
    for (position, embedding) in embeddings.chunks_exact(query.len()).enumerate() {
        let score = ratio(dot(query, embedding), query_norm * norm(embedding)?);
        if score >= threshold {
            ranked.push(Ranked { position, score });
        }
    }
    if limit < ranked.len() {
        ranked.select_nth_unstable_by(limit, best_first);
        ranked.truncate(limit);
    }
    ranked.sort_unstable_by(best_first);
    Ok(ranked)
}

fn best_first(a: &Ranked, b: &Ranked) -> Ordering {
    b.score.total_cmp(&a.score).then(a.position.cmp(&b.position))
}

/// The length of an embedding.
///
/// The squares of finite `f32` never overflow an `f64`, so an infinite sum means an infinite number.
pub(crate) fn norm(embedding: &[f32]) -> Result<f64, Error> {
    let squares = dot(embedding, embedding);
    if squares.is_finite() {
        Ok(squares.sqrt())
    } else {
        Err(Error::NotFinite)
    }
}

/// The quotient of a sum of products and the product of two lengths, kept in -1 to 1.
///
/// Rounding could otherwise lift the similarity of an embedding with itself above 1.
pub(crate) fn ratio(product: f64, norms: f64) -> f64 {
    if norms > 0.0 {
        (product / norms).clamp(-1.0, 1.0)
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_embedding_is_itself_up_to_its_length() {
        let a: Vec<f32> = (1..=100).map(|i| i as f32 * 0.1).collect();
        let doubled: Vec<f32> = a.iter().map(|x| x * 2.0).collect();
        assert_eq!(cosine(&a, &doubled), cosine(&a, &a));
        assert!((cosine(&a, &a).unwrap() - 1.0).abs() < 1e-15);
    }

    #[test]
    fn zeros_are_alike_to_nothing() {
        assert_eq!(cosine(&[0.0, 0.0], &[1.0, 0.0]), Ok(0.0));
        assert_eq!(cosine(&[], &[]), Ok(0.0));
    }

    #[test]
    fn the_largest_and_the_smallest_numbers_do_not_overflow() {
        assert_eq!(cosine(&[f32::MAX; 4096], &[f32::MAX; 4096]), Ok(1.0));
        assert_eq!(cosine(&[f32::MIN_POSITIVE; 4], &[f32::MIN_POSITIVE; 4]), Ok(1.0));
    }

    #[test]
    fn wrong_input_is_an_error() {
        assert_eq!(
            cosine(&[1.0], &[1.0, 2.0]),
            Err(Error::DimensionMismatch {
                expected: 1,
                found: 2
            })
        );
        assert_eq!(cosine(&[f32::NAN], &[1.0]), Err(Error::NotFinite));
        assert_eq!(cosine(&[1.0], &[f32::INFINITY]), Err(Error::NotFinite));
        assert_eq!(rank(&[], &[], 1, 0.0), Err(Error::InvalidEmbedding));
        assert_eq!(
            rank(&[1.0, 2.0], &[1.0; 5], 1, 0.0),
            Err(Error::DimensionMismatch {
                expected: 2,
                found: 1
            })
        );
        assert_eq!(rank(&[1.0], &[1.0], 1, f64::NAN), Err(Error::NotFinite));
        assert_eq!(rank(&[1.0], &[1.0, f32::NAN], 1, 0.0), Err(Error::NotFinite));
    }

    #[test]
    fn ranking_is_a_sorted_list_of_cosines() {
        let numbers: Vec<f32> = (0_u32..600)
            .map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as f32 - 128.0)
            .collect();
        let query = &numbers[..6];
        let mut all: Vec<Ranked> = numbers
            .chunks_exact(6)
            .enumerate()
            .map(|(position, row)| Ranked {
                position,
                score: cosine(query, row).unwrap(),
            })
            .collect();
        all.sort_by(best_first);
        for limit in [0, 1, 7, 100, 200] {
            let expected: Vec<Ranked> = all
                .iter()
                .copied()
                .filter(|r| r.score >= 0.1)
                .take(limit)
                .collect();
            assert_eq!(rank(query, &numbers, limit, 0.1).unwrap(), expected);
        }
    }
}
