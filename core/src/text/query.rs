//! What a question looks for, and how much each part of it tells.

use super::features::features;
use super::search::Collection;
use crate::math::ln;
use std::collections::HashSet;

/// Features that are read of a question: more than a message of 100 words has.
const MAX_TERMS: usize = 1024;
/// Chunks without any of the question's features that are added to every collection, so that on a site
/// of one page a word of that page does not count as common.
const SILENT_CHUNKS: f64 = 16.0;

/// A feature of the question.
#[derive(Clone, Copy, Debug)]
pub struct Term {
    pub hash: u32,
    /// Inverse document frequency times the weight of its kind.
    pub weight: f64,
}

/// A question as weighted features, each once, in the order of the text.
pub struct Query {
    pub terms: Vec<Term>,
    /// Sum of the weights.
    pub total: f64,
    /// The share of `total` that any chunk of the collection has by chance.
    pub expected: f64,
}

impl Query {
    pub fn new(question: &str, collection: &Collection<'_>) -> Self {
        let mut seen = HashSet::new();
        let mut query = Self { terms: Vec::new(), total: 0.0, expected: 0.0 };
        let chunks = collection.rows + SILENT_CHUNKS;
        let distinct = features(question).into_iter().filter(|feature| seen.insert(feature.hash));
        for feature in distinct.take(MAX_TERMS) {
            let frequency = collection.frequency(feature.hash);
            let weight = feature.kind.weight() * idf(chunks, frequency);
            query.terms.push(Term { hash: feature.hash, weight });
            query.total += weight;
            query.expected += weight * (frequency / chunks);
        }
        query.expected = query.share(query.expected);
        query
    }

    /// A sum of weights as a share of all, 0…1.
    pub fn share(&self, weight: f64) -> f64 {
        if self.total > 0.0 { weight / self.total } else { 0.0 }
    }
}

/// How much a feature tells that `frequency` of `chunks` have.
fn idf(chunks: f64, frequency: f64) -> f64 {
    ln(1.0 + (chunks - frequency + 0.5).max(0.5) / (frequency + 0.5))
}
