//! How close a passage is to a question, and which of its sentences are.

use super::{MAX_CHARACTERS, Passage};
use crate::text::{Collection, Kind, Query, features_of, pieces};
use core::ops::Range;
use std::collections::HashMap;

/// Sentences are joined until they have so many characters: phrases of Thai, "Yes.", "No.".
const MIN_CHARACTERS: usize = 70;

/// A passage after judgement.
pub struct Judged {
    /// How close it is to the question, 0…1.
    pub relevance: f64,
    /// The largest share of the question that a single word has which it lacks.
    pub missing: f64,
    pub units: Vec<Unit>,
}

/// A sentence, or a few short ones.
pub struct Unit {
    pub range: Range<usize>,
    pub characters: usize,
    /// The share of the question that it has, 0…1.
    pub coverage: f64,
    /// Positions of the question's terms in it, ascending.
    terms: Vec<usize>,
}

/// The mean of three views of a passage: BM25 of the whole, the share of the question that title and text
/// have, and the share that the best stretch of an answer's length has.
pub fn judge(query: &Query, collection: &Collection<'_>, passage: &Passage<'_>) -> Judged {
    let positions: HashMap<u32, usize> = query
        .terms
        .iter()
        .enumerate()
        .map(|(position, term)| (term.hash, position))
        .collect();
    let mut counts = vec![0.0; query.terms.len()];
    let mut length = 0.0;
    for feature in features_of(passage.text) {
        length += if feature.kind == Kind::Word { 1.0 } else { 0.0 };
        if let Some(count) = positions
            .get(&feature.hash)
            .and_then(|&position| counts.get_mut(position))
        {
            *count += 1.0;
        }
    }
    for position in found(&positions, passage.title) {
        if let Some(count) = counts.get_mut(position) {
            *count += 1.0;
        }
    }
    let (mut score, mut covered) = (0.0, 0.0);
    for (term, &count) in query.terms.iter().zip(&counts) {
        if count > 0.0 {
            score += term.weight * collection.saturated(count, length);
            covered += term.weight;
        }
    }
    let missing = missing(query, &counts);
    let units = units(query, &positions, passage.text);
    let window = best_window(query, &units);
    let relevance = (query.share(score) + query.share(covered) + window) / 3.0;
    Judged {
        relevance: relevance.min(1.0),
        missing,
        units,
    }
}

fn missing(query: &Query, counts: &[f64]) -> f64 {
    let mut largest = 0.0;
    let mut by_word: HashMap<usize, f64> = HashMap::new();
    for (term, &count) in query.terms.iter().zip(counts) {
        if count == 0.0 {
            let weight = by_word.entry(term.word).or_default();
            *weight += term.weight;
            largest = f64::max(largest, *weight);
        }
    }
    query.share(largest)
}

/// Positions of the question's terms that a text has, each once, ascending.
fn found(positions: &HashMap<u32, usize>, text: &str) -> Vec<usize> {
    let mut found: Vec<usize> = features_of(text)
        .iter()
        .filter_map(|feature| positions.get(&feature.hash).copied())
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn weight_of(query: &Query, terms: &[usize]) -> f64 {
    terms
        .iter()
        .filter_map(|&position| query.terms.get(position))
        .fold(0.0, |sum, term| sum + term.weight)
}

fn units(query: &Query, positions: &HashMap<u32, usize>, text: &str) -> Vec<Unit> {
    let mut units = Vec::new();
    for range in joined(text) {
        let part = text.get(range.clone()).unwrap_or_default();
        let terms = found(positions, part);
        let coverage = query.share(weight_of(query, &terms));
        units.push(Unit {
            range,
            characters: part.chars().count(),
            coverage,
            terms,
        });
    }
    units
}

/// The sentences, the short ones joined with what follows as far as an answer can hold.
fn joined(text: &str) -> Vec<Range<usize>> {
    let characters = |range: Range<usize>| text.get(range).unwrap_or_default().chars().count();
    let mut joined: Vec<Range<usize>> = Vec::new();
    for piece in pieces(text, MAX_CHARACTERS) {
        match joined.last_mut() {
            Some(last)
                if characters(last.clone()) < MIN_CHARACTERS
                    && characters(last.start..piece.end) <= MAX_CHARACTERS =>
            {
                last.end = piece.end;
            }
            _ => joined.push(piece),
        }
    }
    joined
}

/// The largest share of the question that neighbouring units of an answer's length have together.
fn best_window(query: &Query, units: &[Unit]) -> f64 {
    let mut best = 0.0;
    for first in 0..units.len() {
        let mut terms: Vec<usize> = Vec::new();
        let mut characters = 0;
        for unit in units.iter().skip(first) {
            characters += unit.characters + 1;
            if characters > MAX_CHARACTERS + 1 {
                break;
            }
            terms.extend(&unit.terms);
        }
        terms.sort_unstable();
        terms.dedup();
        best = f64::max(best, query.share(weight_of(query, &terms)));
    }
    best
}
