//! BM25 over segments (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009).

use super::features::IN_TITLE;
use super::query::{Query, Term};
use super::segment::Segment;
use crate::Error;

/// How soon more occurrences stop to count.
const SATURATION: f64 = 0.9;
/// How much a long chunk is held against it.
const LENGTH_SHARE: f64 = 0.6;
/// What a place in the title is worth, beside 1.9 for any number of places in the text.
const TITLE: f64 = 1.5;

/// A chunk that was found, and how well it matches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// The chunk's id.
    pub id: u64,
    /// Greater than 0: BM25 without an upper bound, or the sum of reciprocal ranks.
    pub score: f64,
}

/// What is known of the whole collection: sums over its segments.
pub struct Collection<'a> {
    segments: Vec<Segment<'a>>,
    /// Chunks in all segments.
    pub rows: f64,
    average_length: f64,
}

impl<'a> Collection<'a> {
    pub fn open(segments: &[&'a [u8]]) -> Result<Self, Error> {
        let mut opened = Vec::with_capacity(segments.len());
        for bytes in segments {
            opened.push(Segment::open(bytes)?);
        }
        let rows = opened.iter().map(|segment| segment.rows as f64).sum();
        let length: f64 = opened.iter().map(|segment| segment.total_length as f64).sum();
        let average_length = if length > 0.0 && rows > 0.0 {
            length / rows
        } else {
            1.0
        };
        Ok(Self {
            segments: opened,
            rows,
            average_length,
        })
    }

    /// In how many chunks a feature stands.
    pub fn frequency(&self, hash: u32) -> f64 {
        self.segments
            .iter()
            .map(|segment| segment.frequency(hash))
            .sum::<usize>() as f64
    }

    /// What a feature is worth that stands in a chunk of `length` words `count` times, and perhaps in its title.
    ///
    /// The title counts by itself: what a page is about is no more and no less true of its longest chunk.
    pub fn worth(&self, count: f64, is_in_title: bool, length: f64) -> f64 {
        self.saturated(count, length) + if is_in_title { TITLE } else { 0.0 }
    }

    /// What `count` occurrences in a chunk of `length` words are worth, 0…1.9.
    fn saturated(&self, count: f64, length: f64) -> f64 {
        let relative_length = length / self.average_length;
        let slowdown = SATURATION * (1.0 - LENGTH_SHARE + LENGTH_SHARE * relative_length);
        count * (SATURATION + 1.0) / (count + slowdown)
    }

    fn is_replaced(&self, segment: usize, id: u64) -> bool {
        self.segments
            .iter()
            .skip(segment + 1)
            .any(|later| later.contains(id))
    }
}

/// The `limit` chunks that match best, best first; see [`super::search_segments`].
pub fn search(collection: &Collection<'_>, question: &str, limit: usize) -> Vec<Found> {
    let query = Query::new(question, collection);
    let mut rows: Vec<(usize, u32, f64)> = Vec::new();
    for (index, segment) in collection.segments.iter().enumerate() {
        let scores = score_rows(collection, segment, &query.terms);
        rows.extend(
            (0u32..)
                .zip(scores)
                .filter(|row| row.1 > 0.0)
                .map(|(row, score)| (index, row, score)),
        );
    }
    // A stable sort: where scores are equal, the earlier segment and the lower id stay first.
    rows.sort_by(|a, b| b.2.total_cmp(&a.2));
    let found = rows.into_iter().filter_map(|(index, row, score)| {
        let id = collection.segments.get(index)?.id(row)?;
        (!collection.is_replaced(index, id)).then_some(Found { id, score })
    });
    found.take(limit).collect()
}

fn score_rows(collection: &Collection<'_>, segment: &Segment<'_>, terms: &[Term]) -> Vec<f64> {
    let mut scores = vec![0.0; segment.rows];
    for term in terms {
        for posting in segment.postings(term.hash) {
            let length = f64::from(segment.length(posting.row).unwrap_or_default());
            if let Some(score) = scores.get_mut(posting.row as usize) {
                let count = f64::from(posting.amount & !IN_TITLE);
                *score += term.weight * collection.worth(count, posting.amount & IN_TITLE != 0, length);
            }
        }
    }
    scores
}
