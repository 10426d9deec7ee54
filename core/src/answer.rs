//! Answers without a model: the sentences of the best passages that answer a question.

use crate::Error;
use crate::text::{Collection, Kind, distinct, features_of, sentences};
use core::ops::Range;

/// Longest answer, in characters.
pub const MAX_CHARACTERS: usize = 400;
/// Below this confidence the engine declines.
const THRESHOLD: f64 = 0.5;

/// A chunk that was found for the question.
#[derive(Clone, Copy, Debug)]
pub struct Passage<'a> {
    /// Title of its source.
    pub title: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// A part of a passage that stands in the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// Position of the passage in the given list.
    pub passage: usize,
    /// Byte range in the passage's text.
    pub range: Range<usize>,
}

/// What the passages say to a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The quotes as one text of at most [`MAX_CHARACTERS`] characters; `None` where the passages do not say.
    pub text: Option<String>,
    /// How sure it is that the passages answer the question, 0…1.
    pub confidence: f64,
    /// Where the answer stands; empty where there is none.
    pub quotes: Vec<Quote>,
    /// How close each passage is to the question, 0…1.
    pub scores: Vec<f64>,
}

struct Weighted {
    hash: u32,
    weight: f64,
}

/// The sentences of `passages` (best first) that answer the question.
///
/// `segments` are those of the collection that the passages come from: what is rare in it tells the most.
///
/// # Errors
///
/// [`Error::InvalidRecord`] if a segment is damaged.
pub fn extract_answer(question: &str, passages: &[Passage<'_>], segments: &[&[u8]]) -> Result<Answer, Error> {
    let collection = Collection::open(segments)?;
    let weights: Vec<Weighted> = distinct(question)
        .into_iter()
        .map(|feature| {
            let kind = if feature.kind == Kind::Piece { 0.5 } else { 1.0 };
            Weighted { hash: feature.hash, weight: kind * collection.idf(feature.hash) }
        })
        .collect();
    let scores: Vec<f64> = passages
        .iter()
        .map(|passage| coverage(&weights, &[passage.title, passage.text]))
        .collect();
    let mut answer = Answer { text: None, confidence: 0.0, quotes: Vec::new(), scores };
    let best = answer.scores.iter().enumerate().fold(None, |best: Option<(usize, f64)>, (i, &score)| match best {
        Some((_, highest)) if highest >= score => best,
        _ => Some((i, score)),
    });
    let Some((passage, confidence)) = best else {
        return Ok(answer);
    };
    answer.confidence = confidence;
    if confidence < THRESHOLD {
        return Ok(answer);
    }
    let text = passages.get(passage).map(|passage| passage.text).unwrap_or_default();
    if let Some(range) = best_window(&weights, text) {
        answer.text = text.get(range.clone()).map(str::to_owned);
        answer.quotes.push(Quote { passage, range });
    }
    Ok(answer)
}

fn coverage(weights: &[Weighted], texts: &[&str]) -> f64 {
    let present: Vec<u32> = texts.iter().flat_map(|text| features_of(text)).map(|feature| feature.hash).collect();
    let (mut all, mut covered) = (0.0, 0.0);
    for weighted in weights {
        all += weighted.weight;
        if present.contains(&weighted.hash) {
            covered += weighted.weight;
        }
    }
    if all > 0.0 { covered / all } else { 0.0 }
}

fn best_window(weights: &[Weighted], text: &str) -> Option<Range<usize>> {
    let sentences = sentences(text);
    let mut best: Option<(f64, Range<usize>)> = None;
    for (first, start) in sentences.iter().enumerate() {
        let window = sentences
            .iter()
            .skip(first)
            .map(|sentence| start.start..sentence.end)
            .take_while(|range| text.get(range.clone()).is_some_and(|part| part.chars().count() <= MAX_CHARACTERS))
            .last();
        let window = window.unwrap_or_else(|| first_characters(text, start.clone()));
        let score = coverage(weights, &[text.get(window.clone()).unwrap_or_default()]);
        if best.as_ref().is_none_or(|(highest, _)| score > *highest) {
            best = Some((score, window));
        }
    }
    best.map(|(_, window)| window)
}

fn first_characters(text: &str, range: Range<usize>) -> Range<usize> {
    let part = text.get(range.clone()).unwrap_or_default();
    let end = part.char_indices().nth(MAX_CHARACTERS).map_or(part.len(), |(at, _)| at);
    range.start..range.start + end
}
