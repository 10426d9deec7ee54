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
    /// Words in it.
    length: f64,
    /// How often it has each of the question's terms, by ascending position.
    counts: Vec<(usize, f64)>,
}

/// Three views of a passage as one: BM25 of the whole, the share of the question that title and text have,
/// and the share that the best stretch of an answer's length has.
pub fn judge(query: &Query, collection: &Collection<'_>, passage: &Passage<'_>) -> Judged {
    let positions: HashMap<u32, usize> = query
        .terms
        .iter()
        .enumerate()
        .map(|(position, term)| (term.hash, position))
        .collect();
    let units = units(query, &positions, passage.text);
    let mut counts = vec![0.0; query.terms.len()];
    let title = counted(&positions, passage.title);
    let all = units.iter().flat_map(|unit| &unit.counts).copied();
    for (position, count) in all.chain(title.counts.into_iter().map(|(position, _)| (position, 1.0))) {
        if let Some(sum) = counts.get_mut(position) {
            *sum += count;
        }
    }
    let length = units.iter().fold(0.0, |sum, unit| sum + unit.length);
    let (mut score, mut covered) = (0.0, 0.0);
    for (term, &count) in query.terms.iter().zip(&counts) {
        if count > 0.0 {
            score += term.weight * collection.saturated(count, length);
            covered += term.weight;
        }
    }
    let missing = missing(query, &counts);
    let window = best_window(query, &units);
    let relevance = 0.4 * query.share(score) + 0.2 * query.share(covered) + 0.4 * window;
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

/// A text as the question sees it.
struct Counted {
    words: f64,
    /// How often it has each of the question's terms, by ascending position.
    counts: Vec<(usize, f64)>,
}

fn counted(positions: &HashMap<u32, usize>, text: &str) -> Counted {
    let features = features_of(text);
    let words = features
        .iter()
        .filter(|feature| feature.kind == Kind::Word)
        .count() as f64;
    let mut found: Vec<usize> = features
        .iter()
        .filter_map(|feature| positions.get(&feature.hash).copied())
        .collect();
    found.sort_unstable();
    let counts = found
        .chunk_by(|a, b| a == b)
        .filter_map(|same| Some((*same.first()?, same.len() as f64)));
    Counted {
        words,
        counts: counts.collect(),
    }
}

/// The share of the question that the terms at these positions, ascending, have.
fn coverage(query: &Query, positions: impl Iterator<Item = usize>) -> f64 {
    let terms = positions.filter_map(|position| query.terms.get(position));
    query.share(terms.fold(0.0, |sum, term| sum + term.weight))
}

fn units(query: &Query, positions: &HashMap<u32, usize>, text: &str) -> Vec<Unit> {
    let mut units = Vec::new();
    for range in joined(text) {
        let part = text.get(range.clone()).unwrap_or_default();
        let Counted { words, counts } = counted(positions, part);
        let coverage = coverage(query, counts.iter().map(|count| count.0));
        let characters = part.chars().count();
        units.push(Unit {
            range,
            characters,
            coverage,
            length: words,
            counts,
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
            terms.extend(unit.counts.iter().map(|count| count.0));
        }
        terms.sort_unstable();
        terms.dedup();
        best = f64::max(best, coverage(query, terms.into_iter()));
    }
    best
}
