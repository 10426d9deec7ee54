//! Which sentences stand in the answer.

use super::relevance::{Judged, Unit};
use super::{MAX_CHARACTERS, Passage, Quote};
use crate::text::{cut_at, trim_end};
use core::ops::Range;

/// Passages that are quoted.
const MAX_PASSAGES: usize = 3;
/// Share of the best passage's relevance that another one needs to be quoted.
const MIN_SHARE: f64 = 0.7;
/// What a question's terms in the sentences before and after are worth.
const NEIGHBOUR: f64 = 0.25;
/// What the relevance of the passage is worth beside the coverage of the sentence.
const PASSAGE: f64 = 2.0;
/// What a character costs: a long sentence takes the place of others.
const COST: f64 = 0.0004;
/// What it costs to stand further down, where the title has the whole question: then the page begins with its answer.
const LATER: f64 = 0.1;
/// How much less telling than the best a sentence may be.
const MAX_LOSS: f64 = 0.6;
/// Shortest part of a sentence that is worth quoting, in characters.
const MIN_PART: usize = 20;
/// Between quotes, and behind one that ends within a sentence.
const GAP: &str = " … ";
const CUT: &str = " …";

/// A sentence that may stand in the answer.
struct Candidate<'a> {
    passage: usize,
    unit: &'a Unit,
    score: f64,
    /// Where its part in the answer ends; `None` where it has none.
    end: Option<usize>,
}

impl Candidate<'_> {
    fn is_cut(&self) -> bool {
        self.end.is_some_and(|end| end < self.unit.range.end)
    }
}

/// The quotes of an answer, passages by relevance and sentences in their order, and their text.
pub fn compose(passages: &[Passage<'_>], judged: &[Judged]) -> (Vec<Quote>, Option<String>) {
    let mut candidates = candidates(judged);
    let scores: Vec<f64> = candidates.iter().map(|candidate| candidate.score).collect();
    let mut order: Vec<(usize, f64)> = scores.into_iter().enumerate().collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1));
    let best = order.first().map_or(0.0, |first| first.1);
    for (at, _) in order
        .into_iter()
        .take_while(|(_, score)| *score >= best - MAX_LOSS)
    {
        let left = MAX_CHARACTERS.saturating_sub(length(passages, &candidates));
        let whole = candidates.get(at).map(|candidate| candidate.unit.range.end);
        choose(&mut candidates, at, whole);
        if length(passages, &candidates) > MAX_CHARACTERS {
            let part = candidates
                .get(at)
                .and_then(|candidate| part_end(passages, candidate, left));
            choose(&mut candidates, at, part);
            if length(passages, &candidates) > MAX_CHARACTERS {
                choose(&mut candidates, at, None);
            }
            break;
        }
    }
    let text = render(passages, &candidates);
    (quotes(&candidates), (!text.is_empty()).then_some(text))
}

fn choose(candidates: &mut [Candidate<'_>], at: usize, end: Option<usize>) {
    if let Some(candidate) = candidates.get_mut(at) {
        candidate.end = end;
    }
}

/// Where the beginning of a sentence ends that fits into what is left.
fn part_end(passages: &[Passage<'_>], candidate: &Candidate<'_>, left: usize) -> Option<usize> {
    let room = left.checked_sub(GAP.chars().count() + CUT.chars().count())?;
    let range = candidate.unit.range.clone();
    let part = text_of(passages, candidate.passage, range.clone());
    if room < MIN_PART || candidate.unit.characters <= room {
        return None;
    }
    Some(range.start + trim_end(part.get(..cut_at(part, room))?).len())
}

fn length(passages: &[Passage<'_>], candidates: &[Candidate<'_>]) -> usize {
    render(passages, candidates).chars().count()
}

fn text_of<'a>(passages: &[Passage<'a>], passage: usize, range: Range<usize>) -> &'a str {
    passages
        .get(passage)
        .and_then(|passage| passage.text.get(range))
        .unwrap_or_default()
}

fn candidates(judged: &[Judged]) -> Vec<Candidate<'_>> {
    let mut ranked: Vec<(usize, &Judged)> = judged.iter().enumerate().collect();
    ranked.sort_by(|a, b| b.1.relevance.total_cmp(&a.1.relevance));
    let best = ranked.first().map_or(0.0, |first| first.1.relevance);
    let mut candidates = Vec::new();
    for (rank, (passage, judged)) in ranked.into_iter().take(MAX_PASSAGES).enumerate() {
        if judged.relevance < MIN_SHARE * best {
            break;
        }
        for (i, unit) in judged.units.iter().enumerate() {
            // A sentence of another passage stands alone, so it has to answer by itself.
            if rank == 0 || unit.coverage >= MIN_SHARE * best {
                let score = score(judged, i, unit);
                candidates.push(Candidate {
                    passage,
                    unit,
                    score,
                    end: None,
                });
            }
        }
    }
    candidates
}

fn score(judged: &Judged, i: usize, unit: &Unit) -> f64 {
    let coverage_at = |at: Option<usize>| {
        at.and_then(|at| judged.units.get(at))
            .map_or(0.0, |unit| unit.coverage)
    };
    let neighbours = coverage_at(i.checked_sub(1)) + coverage_at(i.checked_add(1));
    let place = LATER * judged.in_title * i as f64;
    unit.coverage + NEIGHBOUR * neighbours + PASSAGE * judged.relevance
        - COST * unit.characters as f64
        - place
}

/// The chosen sentences, neighbours as one quote.
fn quotes(candidates: &[Candidate<'_>]) -> Vec<Quote> {
    let mut quotes: Vec<Quote> = Vec::new();
    let mut open_end = None;
    for candidate in candidates {
        let Some(end) = candidate.end else {
            open_end = None;
            continue;
        };
        match quotes.last_mut() {
            Some(last) if open_end == Some(candidate.passage) => last.range.end = end,
            _ => {
                let range = candidate.unit.range.start..end;
                quotes.push(Quote {
                    passage: candidate.passage,
                    range,
                });
            }
        }
        open_end = (!candidate.is_cut()).then_some(candidate.passage);
    }
    quotes
}

fn render(passages: &[Passage<'_>], candidates: &[Candidate<'_>]) -> String {
    let quotes = quotes(candidates);
    let texts: Vec<&str> = quotes
        .iter()
        .map(|quote| text_of(passages, quote.passage, quote.range.clone()))
        .collect();
    let last = candidates.iter().rev().find(|candidate| candidate.end.is_some());
    let is_cut = last.is_some_and(Candidate::is_cut);
    texts.join(GAP) + if is_cut { CUT } else { "" }
}
