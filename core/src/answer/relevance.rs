//! How close a passage is to a question, and which of its sentences are.

use super::{MAX_CHARACTERS, Passage};
use crate::text::{Collection, Kind, Query, Term, ends_with_stop, features_of, pieces};
use core::ops::Range;
use std::collections::HashMap;

/// Sentences are joined until they have so many characters: phrases of Thai, "Yes.", "No.".
const MIN_CHARACTERS: usize = 70;
/// What it is worth that the title names the question.
const NAMED: f64 = 0.3;

/// A passage after judgement.
pub struct Judged {
    /// How close it is to the question, 0…1.
    pub relevance: f64,
    /// The largest share of the question that a single word has which it lacks.
    pub missing: f64,
    /// The share of the question that its title has.
    pub in_title: f64,
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

/// Four views of a passage as one: BM25 of the whole, the share of the question that title and text have,
/// the share that the title and the best stretch of an answer's length have, and whether the title names it.
pub fn judge(query: &Query, collection: &Collection<'_>, passage: &Passage<'_>) -> Judged {
    let positions: HashMap<u32, usize> = query
        .terms
        .iter()
        .enumerate()
        .map(|(position, term)| (term.hash, position))
        .collect();
    let units = units(query, &positions, passage.text);
    let title = counted(&positions, passage.title);
    let places = places(query, &title, &units);
    let length = units.iter().fold(0.0, |sum, unit| sum + unit.length);
    let (mut score, mut covered) = (0.0, 0.0);
    for (term, place) in query.terms.iter().zip(&places) {
        score += term.weight * collection.worth(place.in_text, place.is_in_title, length);
        covered += if place.is_missing() { 0.0 } else { term.weight };
    }
    let window = best_window(query, &title, &units);
    let named = NAMED * named(query, &places, title.words);
    let relevance = 0.4 * query.share(score) + 0.2 * query.share(covered) + 0.4 * window + named;
    Judged {
        relevance: relevance.min(1.0),
        missing: missing(query, &places),
        in_title: coverage(query, title.counts.iter().map(|count| count.0)),
        units,
    }
}

/// Where a passage has one of the question's terms.
#[derive(Clone, Default)]
struct Place {
    /// How often.
    in_text: f64,
    is_in_title: bool,
}

impl Place {
    fn is_missing(&self) -> bool {
        self.in_text == 0.0 && !self.is_in_title
    }
}

fn places(query: &Query, title: &Counted, units: &[Unit]) -> Vec<Place> {
    let mut places = vec![Place::default(); query.terms.len()];
    for &(position, count) in units.iter().flat_map(|unit| &unit.counts) {
        if let Some(place) = places.get_mut(position) {
            place.in_text += count;
        }
    }
    for &(position, _) in &title.counts {
        if let Some(place) = places.get_mut(position) {
            place.is_in_title = true;
        }
    }
    places
}

/// The share of the question that the title has, as far as the title is about nothing else: "Returns" names
/// "How do returns work?" better than "Returns, repairs and other letters" does.
fn named(query: &Query, places: &[Place], words: f64) -> f64 {
    let terms: Vec<(&Term, &Place)> = query.terms.iter().zip(places).collect();
    let (mut found, mut found_words) = (0.0, 0.0);
    for word in terms.chunk_by(|a, b| a.0.word == b.0.word) {
        let all = word.iter().fold(0.0, |sum, (term, _)| sum + term.weight);
        let in_title = word.iter().filter(|(_, place)| place.is_in_title);
        let in_title = in_title.fold(0.0, |sum, (term, _)| sum + term.weight);
        if in_title > 0.0 {
            found += in_title;
            found_words += in_title / all;
        }
    }
    if words > 0.0 {
        query.share(found) * (found_words / words).min(1.0)
    } else {
        0.0
    }
}

fn missing(query: &Query, places: &[Place]) -> f64 {
    let mut largest = 0.0;
    let mut by_word: HashMap<usize, f64> = HashMap::new();
    for (term, place) in query.terms.iter().zip(places) {
        if place.is_missing() {
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
                    && !is_complete(text, last.end, piece.start)
                    && characters(last.start..piece.end) <= MAX_CHARACTERS =>
            {
                last.end = piece.end;
            }
            _ => joined.push(piece),
        }
    }
    joined
}

/// Whether a paragraph ends with a whole sentence at `end`, before what starts at `next`: a heading belongs to what
/// follows it, not to what stands before.
fn is_complete(text: &str, end: usize, next: usize) -> bool {
    let gap = text.get(end..next).unwrap_or_default();
    gap.contains('\n') && ends_with_stop(text.get(..end).unwrap_or_default())
}

/// The largest share of the question that the title and neighbouring units of an answer's length have together.
fn best_window(query: &Query, title: &Counted, units: &[Unit]) -> f64 {
    let mut best = 0.0;
    for first in 0..units.len() {
        let mut terms: Vec<usize> = title.counts.iter().map(|count| count.0).collect();
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

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn short_pieces_are_joined_with_what_follows_them() {
        for (text, units) in [
            (
                "We cannot replace them.\n\nGuarantee\n\nRepairs hold for a year.",
                vec!["We cannot replace them.", "Guarantee\n\nRepairs hold for a year."],
            ),
            ("Yes. We do.", vec!["Yes. We do."]),
            (
                "Monday closed\n\nSunday 11 to 4",
                vec!["Monday closed\n\nSunday 11 to 4"],
            ),
            ("不换拉链。\n保修\n一年。", vec!["不换拉链。", "保修\n一年。"]),
        ] {
            let found: Vec<&str> = joined(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, units);
        }
    }
}
