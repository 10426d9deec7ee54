//! BM25 over segments (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009).

use super::features::{Feature, IN_TITLE, Kind, features};
use super::segment::Segment;
use crate::Error;
use crate::math::ln;

/// How soon more occurrences stop to count.
const SATURATION: f64 = 1.2;
/// How much a long chunk is held against it.
const LENGTH_SHARE: f64 = 0.5;
/// Occurrences that a place in the title is worth.
const TITLE_WORTH: f64 = 1.0;

/// A chunk that was found, and how well it matches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// The chunk's id.
    pub id: u64,
    /// BM25 score, greater than 0 and without an upper bound.
    pub score: f64,
}

/// What is known of the whole collection: sums over its segments.
pub struct Collection<'a> {
    pub segments: Vec<Segment<'a>>,
    pub rows: f64,
    average_length: f64,
}

impl<'a> Collection<'a> {
    pub fn open(segments: &[&'a [u8]]) -> Result<Self, Error> {
        let mut opened = Vec::with_capacity(segments.len());
        for bytes in segments {
            opened.push(Segment::open(bytes)?);
        }
        let rows: u64 = opened.iter().map(|segment| segment.rows as u64).sum();
        let length = opened.iter().fold(0u64, |sum, segment| sum.saturating_add(segment.total_length));
        let rows = rows as f64;
        let average_length = if length == 0 { 1.0 } else { length as f64 / rows };
        Ok(Self { segments: opened, rows, average_length })
    }

    /// In how many chunks a feature stands.
    pub fn frequency(&self, hash: u32) -> f64 {
        self.segments.iter().map(|segment| segment.frequency(hash)).sum::<usize>() as f64
    }

    /// How much a feature tells: near 0 where every chunk has it.
    pub fn idf(&self, hash: u32) -> f64 {
        let frequency = self.frequency(hash);
        ln(1.0 + (self.rows - frequency + 0.5).max(0.0) / (frequency + 0.5))
    }
}

/// The features of a question, each once, in its order.
pub fn distinct(question: &str) -> Vec<Feature> {
    let mut seen = Vec::new();
    for feature in features(question) {
        if !seen.contains(&feature) {
            seen.push(feature);
        }
    }
    seen
}

const fn weight(kind: Kind) -> f64 {
    match kind {
        Kind::Word => 1.0,
        Kind::Piece => 0.5,
        Kind::Code => 2.0,
    }
}

/// The `limit` chunks that match best, best first; see [`super::search_segments`].
pub fn search(collection: &Collection<'_>, question: &str, limit: usize) -> Vec<Found> {
    let weights: Vec<(u32, f64)> = distinct(question)
        .into_iter()
        .map(|feature| (feature.hash, weight(feature.kind) * collection.idf(feature.hash)))
        .collect();
    let mut found: Vec<(usize, u32, f64)> = Vec::new();
    for (index, segment) in collection.segments.iter().enumerate() {
        let scores = score_rows(collection, segment, &weights);
        found.extend((0u32..).zip(scores).filter(|row| row.1 > 0.0).map(|(row, score)| (index, row, score)));
    }
    // A stable sort: where scores are equal, the earlier segment and the lower id stay first.
    found.sort_by(|a, b| b.2.total_cmp(&a.2));
    let current = found.into_iter().filter_map(|(index, row, score)| {
        let id = collection.segments.get(index)?.id(row)?;
        let replaced = collection.segments.iter().skip(index + 1).any(|later| later.contains(id));
        (!replaced).then_some(Found { id, score })
    });
    current.take(limit).collect()
}

fn score_rows(collection: &Collection<'_>, segment: &Segment<'_>, weights: &[(u32, f64)]) -> Vec<f64> {
    let mut scores = vec![0.0; segment.rows];
    for &(hash, weight) in weights {
        for posting in segment.postings(hash) {
            let length = f64::from(segment.length(posting.row).unwrap_or_default()) / collection.average_length;
            let slowdown = SATURATION * (1.0 - LENGTH_SHARE + LENGTH_SHARE * length);
            let amount = occurrences(posting.amount);
            if let Some(score) = scores.get_mut(posting.row as usize) {
                *score += weight * (amount * (SATURATION + 1.0) / (amount + slowdown));
            }
        }
    }
    scores
}

fn occurrences(amount: u8) -> f64 {
    let title = if amount & IN_TITLE == 0 { 0.0 } else { TITLE_WORTH };
    f64::from(amount & !IN_TITLE) + title
}
