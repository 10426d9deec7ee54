//! The best rows so far.

use core::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use super::Match;

/// A finite number with an order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ordered(pub(super) f64);

impl Eq for Ordered {}

impl Ord for Ordered {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Ordered {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The largest of many numbers, as many as are wanted.
pub(super) struct Largest {
    wanted: usize,
    /// The smallest of them on top.
    heap: BinaryHeap<Reverse<Ordered>>,
}

impl Largest {
    pub(super) fn new(wanted: usize) -> Self {
        Self {
            wanted,
            heap: BinaryHeap::new(),
        }
    }

    /// Takes a number in; returns the smallest that is kept once as many as wanted are.
    pub(super) fn push(&mut self, number: f64) -> Option<f64> {
        if self.heap.len() < self.wanted {
            self.heap.push(Reverse(Ordered(number)));
        } else if let Some(mut worst) = self.heap.peek_mut()
            && number > worst.0.0
        {
            *worst = Reverse(Ordered(number));
        }
        if self.heap.len() < self.wanted {
            None
        } else {
            self.heap.peek().map(|worst| worst.0.0)
        }
    }
}

/// The best matches, as many as are wanted: by score, then by id.
pub(super) struct Best {
    wanted: usize,
    /// The worst of them on top.
    heap: BinaryHeap<(Reverse<Ordered>, u64)>,
}

impl Best {
    pub(super) fn new(wanted: usize) -> Self {
        Self {
            wanted,
            heap: BinaryHeap::new(),
        }
    }

    pub(super) fn push(&mut self, found: Match) {
        let found = (Reverse(Ordered(found.score)), found.id);
        if self.heap.len() < self.wanted {
            self.heap.push(found);
        } else if let Some(mut worst) = self.heap.peek_mut()
            && found < *worst
        {
            *worst = found;
        }
    }

    /// The score that a row must reach to be among the best, once there are as many as wanted.
    pub(super) fn worst(&self) -> Option<f64> {
        if self.heap.len() < self.wanted {
            None
        } else {
            self.heap.peek().map(|worst| worst.0.0.0)
        }
    }

    pub(super) fn into_sorted(self) -> Vec<Match> {
        let sorted = self.heap.into_sorted_vec();
        sorted
            .into_iter()
            .map(|(score, id)| Match { id, score: score.0.0 })
            .collect()
    }
}
