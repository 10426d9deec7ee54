//! What a question looks for, and how much each part of it tells.

use super::common::COMMON;
use super::features::{Feature, features};
use super::search::Collection;
use crate::math::ln;
use std::collections::HashSet;

/// Features that are read of a question: more than a message of 100 words has.
const MAX_TERMS: usize = 1024;
/// Chunks without any of the question's features that are added to every collection, so that on a site
/// of one page a word of that page does not count as common.
const SILENT_CHUNKS: f64 = 16.0;
/// What a word of the grammar is worth beside one that names a subject.
const COMMON_SHARE: f64 = 0.2;
/// Weight that no passage has: a question of common words alone asks for nothing.
const UNSAID: f64 = 5.0;

/// A feature of the question.
#[derive(Clone, Copy, Debug)]
pub struct Term {
    pub hash: u32,
    /// How much it tells in this collection, times the weight of its kind.
    pub weight: f64,
    /// The same for all features of a word.
    pub word: usize,
}

/// A question as weighted features, each once: first those of words that name a subject.
pub struct Query {
    pub terms: Vec<Term>,
    total: f64,
    /// The share of the question that a chunk of the collection has by chance.
    pub expected: f64,
}

impl Query {
    pub fn new(question: &str, collection: &Collection<'_>) -> Self {
        let features = features(question);
        let is_common = |feature: &Feature| {
            features
                .get(feature.word)
                .is_some_and(|head| COMMON.binary_search(&head.hash).is_ok())
        };
        let (common, subject): (Vec<&Feature>, Vec<&Feature>) =
            features.iter().partition(|feature| is_common(feature));
        let worth = subject.into_iter().map(|feature| (feature, 1.0));
        let worth = worth.chain(common.into_iter().map(|feature| (feature, COMMON_SHARE)));
        let mut seen = HashSet::new();
        let chunks = collection.rows + SILENT_CHUNKS;
        let mut query = Self {
            terms: Vec::new(),
            total: UNSAID,
            expected: 0.0,
        };
        for (feature, share) in worth
            .filter(|(feature, _)| seen.insert(feature.hash))
            .take(MAX_TERMS)
        {
            let frequency = collection.frequency(feature.hash);
            let weight = share * feature.kind.weight() * telling(chunks, frequency);
            query.terms.push(Term {
                hash: feature.hash,
                weight,
                word: feature.word,
            });
            query.total += weight;
            query.expected += weight * (frequency / chunks);
        }
        query.expected = query.share(query.expected);
        query
    }

    /// A sum of weights as a share of all, 0…1.
    pub fn share(&self, weight: f64) -> f64 {
        weight / self.total
    }
}

/// How much a feature tells that `frequency` of `chunks` have: its inverse document frequency, and more than
/// that for a rare one.
fn telling(chunks: f64, frequency: f64) -> f64 {
    let idf = ln(1.0 + (chunks - frequency + 0.5).max(0.5) / (frequency + 0.5));
    idf * (0.6 + 0.1 * idf)
}
