//! Reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009).

use super::Found;
use std::collections::{HashMap, HashSet};

/// How much the first places stand out; the paper's value.
const SMOOTHING: f64 = 60.0;

/// The ids of several rankings in one; see [`super::fuse_ranks`].
pub fn fuse(lists: &[&[u64]], limit: usize) -> Vec<Found> {
    let mut fused: Vec<Found> = Vec::new();
    let mut places: HashMap<u64, usize> = HashMap::new();
    for list in lists {
        let mut seen = HashSet::new();
        let mut rank = SMOOTHING;
        for &id in list.iter().filter(|id| seen.insert(**id)) {
            rank += 1.0;
            let place = *places.entry(id).or_insert(fused.len());
            match fused.get_mut(place) {
                Some(found) => found.score += 1.0 / rank,
                None => fused.push(Found {
                    id,
                    score: 1.0 / rank,
                }),
            }
        }
    }
    // A stable sort: where scores are equal, what was seen first stays first.
    fused.sort_by(|a, b| b.score.total_cmp(&a.score));
    fused.truncate(limit);
    fused
}
