//! Answers without a model: the sentences of the best passages that answer a question.
//!
//! Each passage is scored by how much of the question it has ([`Answer::scores`]). Whether it answers at
//! all is judged by the best score, after what any page of this collection would have by chance. The
//! answer is made of whole sentences, most telling first, until 400 characters are full.
//!
//! ```
//! use mxchat_core::answer::{Passage, extract_answer};
//! use mxchat_core::text;
//!
//! let page = "You can return shoes within 30 days. The refund takes a week.";
//! let segment = text::build_segment(&[1], &[&text::lexical_features("Returns", page)?])?;
//! let passages = [Passage { title: "Returns", text: page }];
//!
//! let answer = extract_answer("How long can I return shoes?", &passages, &[&segment])?;
//! assert!(answer.text.unwrap().starts_with("You can return shoes within 30 days."));
//!
//! let nothing = extract_answer("What is the capital of Peru?", &passages, &[&segment])?;
//! assert_eq!(nothing.text, None);
//! # Ok::<(), mxchat_core::Error>(())
//! ```

mod compose;
mod relevance;

use crate::Error;
use crate::math::logistic;
use crate::text::{Collection, Query};
use core::ops::Range;
use relevance::{Judged, judge};

/// Longest answer, in characters.
pub const MAX_CHARACTERS: usize = 400;
/// The relevance beyond chance from which on passages answer more often than not.
const THRESHOLD: f64 = 0.22;
/// Share of the question that a single word may have and be missing.
const MAY_MISS: f64 = 0.15;
/// What a missing word costs beyond that: "laptops" in "Do you sell laptops?".
const MISSING: f64 = 0.5;
/// How fast the confidence rises around the threshold.
const STEEPNESS: f64 = 18.0;

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
    /// The quotes as one text of at most [`MAX_CHARACTERS`] characters, with ` … ` where something is left
    /// out; `None` where the passages do not say.
    pub text: Option<String>,
    /// How sure it is that the passages answer the question, 0…1; below 0.5 it declines.
    pub confidence: f64,
    /// Where the answer stands, in its order; empty where there is none.
    pub quotes: Vec<Quote>,
    /// How close each passage is to the question, 0…1.
    pub scores: Vec<f64>,
}

/// The sentences of `passages` that answer the question.
///
/// `segments` are those of the collection that the passages come from: what is rare in it tells the most.
///
/// # Errors
///
/// [`Error::InvalidRecord`] if a segment is damaged.
pub fn extract_answer(question: &str, passages: &[Passage<'_>], segments: &[&[u8]]) -> Result<Answer, Error> {
    let collection = Collection::open(segments)?;
    let query = Query::new(question, &collection);
    let judged: Vec<Judged> = passages
        .iter()
        .map(|passage| judge(&query, &collection, passage))
        .collect();
    let scores = judged.iter().map(|passage| passage.relevance).collect();
    let mut answer = Answer {
        text: None,
        confidence: 0.0,
        quotes: Vec::new(),
        scores,
    };
    let Some(best) = judged.iter().reduce(|best, other| {
        if other.relevance > best.relevance {
            other
        } else {
            best
        }
    }) else {
        return Ok(answer);
    };
    answer.confidence = confidence(best, query.expected);
    if answer.confidence >= 0.5 {
        (answer.quotes, answer.text) = compose::compose(passages, &judged);
    }
    Ok(answer)
}

fn confidence(best: &Judged, expected: f64) -> f64 {
    let beyond_chance = (best.relevance - expected) / (1.0 - expected);
    let missing = MISSING * (best.missing - MAY_MISS).max(0.0);
    logistic(STEEPNESS * (beyond_chance - missing - THRESHOLD))
}
