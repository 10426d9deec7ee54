//! From all rows to the best: by signs, by bytes, by the embeddings themselves.

use std::rc::Rc;

use super::best::Largest;
use super::checksum::checksum;
use super::codes::Query;
use super::layout::Tier;
use super::segment::CodedRows;
use super::signs::SignQuery;
use super::{Best, Match, Recall, Search, Segment};
use crate::Error;
use crate::kernels::{BLOCK_ROWS, dot_bytes, prefetch, scan_blocks};

/// Blocks that are scanned with the same cutoff.
const SCAN_BLOCKS: usize = 16;
/// Rows that are asked from memory before the first of them is compared.
const AHEAD: usize = 32;
/// A filter that lets through fewer than one row in this many makes the scan of the signs a waste.
const SELECTIVE: usize = 32;
/// Deviations of a byte code's error that count as possible where the signs are an estimate too.
const BYTE_DEVIATIONS: f64 = 6.0;
/// Room for what rounding takes from bounds that hold in real numbers.
const SLACK: f64 = 1e-6;

/// A search on its way through segments.
pub(crate) struct Cascade<'a> {
    search: &'a Search<'a>,
    query: Rc<Query<'a>>,
    best: Best,
    /// Rows that were compared by their bytes.
    compared: usize,
}

impl<'a> Cascade<'a> {
    pub(crate) fn new(search: &'a Search<'a>) -> Result<Self, Error> {
        if !search.threshold.is_finite() {
            return Err(Error::NotFinite);
        }
        let query = Rc::new(Query::new(search.query)?);
        Ok(Self {
            search,
            query,
            best: Best::new(search.limit),
            compared: 0,
        })
    }

    /// Finds the best rows of a segment, of those that are alive: one bit per row.
    pub(crate) fn search_segment<B: AsRef<[u8]>>(
        &mut self,
        segment: &Segment<B>,
        alive: Option<&[u32]>,
    ) -> Result<(), Error> {
        if segment.dimensions() != self.search.query.len() {
            let (expected, found) = (segment.dimensions(), self.search.query.len());
            return Err(Error::DimensionMismatch { expected, found });
        }
        if self.search.limit == 0 || segment.rows() == 0 {
            return Ok(());
        }
        let allowed = segment.allowed(&self.search.filter, alive);
        let possible = allowed.as_ref().map_or(segment.rows(), |bits| ones(bits));
        match segment.tier() {
            Tier::Signs { safe, fast } if possible * SELECTIVE >= segment.rows() => {
                let deviations = if self.search.recall == Recall::Safe {
                    safe
                } else {
                    fast
                };
                self.search_signs(segment, allowed.as_deref(), deviations)
            }
            _ => {
                let rows = (0..segment.rows() as u32).filter(|row| is_set(allowed.as_deref(), *row));
                self.search_rows(segment, rows)
            }
        }
    }

    /// Finds the best of some rows, compared by their bytes, with bounds that always hold.
    pub(crate) fn search_rows(
        &mut self,
        rows: &impl CodedRows,
        chosen: impl Iterator<Item = u32>,
    ) -> Result<(), Error> {
        let mut shortlist = Shortlist::new(self, rows, 1.0);
        let mut waiting = chosen.peekable();
        while waiting.peek().is_some() {
            if (self.search.should_stop)() {
                return Err(Error::Stopped);
            }
            for row in waiting.by_ref().take(SCAN_BLOCKS * BLOCK_ROWS) {
                shortlist.compare(row)?;
            }
            shortlist.stay_within(self.search.max_bytes)?;
        }
        self.settle(shortlist)
    }

    pub(super) fn search_signs<B: AsRef<[u8]>>(
        &mut self,
        segment: &Segment<B>,
        allowed: Option<&[u32]>,
        deviations: f32,
    ) -> Result<(), Error> {
        let signs = SignQuery::new(&self.query.unit, segment.centre());
        let dimensions = segment.dimensions() as f64;
        let mut shortlist = Shortlist::new(self, segment, (BYTE_DEVIATIONS / dimensions.sqrt()).min(1.0));
        let mut ahead = Vec::with_capacity(AHEAD + BLOCK_ROWS);
        let blocks = segment.rows().div_ceil(BLOCK_ROWS);
        for first in (0..blocks).step_by(SCAN_BLOCKS) {
            if (self.search.should_stop)() {
                return Err(Error::Stopped);
            }
            let mut passing = [0_u32; SCAN_BLOCKS];
            let mut wanted = [u32::MAX; SCAN_BLOCKS];
            if let Some(allowed) = allowed {
                let allowed = allowed.get(first..).unwrap_or_default();
                wanted
                    .iter_mut()
                    .zip(allowed)
                    .for_each(|(wanted, allowed)| *wanted = *allowed);
                if wanted.iter().take(allowed.len()).all(|bits| *bits == 0) {
                    continue;
                }
            }
            let bound = signs.bound(shortlist.cutoff, deviations);
            scan_blocks(
                &signs.tables,
                segment.blocks(first, SCAN_BLOCKS),
                bound,
                &mut passing,
            );
            for (block, (passing, wanted)) in passing.iter().zip(wanted).enumerate() {
                let mut bits = passing & wanted;
                while bits != 0 {
                    let row = ((first + block) * BLOCK_ROWS) as u32 + bits.trailing_zeros();
                    bits &= bits - 1;
                    if row as usize >= segment.rows() {
                        break;
                    }
                    prefetch(CodedRows::codes(segment, row));
                    ahead.push(row);
                }
                if ahead.len() >= AHEAD {
                    ahead.drain(..).try_for_each(|row| shortlist.compare(row))?;
                }
            }
            shortlist.stay_within(self.search.max_bytes)?;
        }
        ahead.drain(..).try_for_each(|row| shortlist.compare(row))?;
        self.settle(shortlist)
    }

    /// Scores a shortlist, from the most promising row on, until none left can be among the best.
    fn settle<R: CodedRows>(&mut self, shortlist: Shortlist<'_, R>) -> Result<(), Error> {
        let Shortlist {
            rows,
            mut kept,
            compared,
            cutoff,
            ..
        } = shortlist;
        self.compared += compared;
        kept.retain(|(upper, _)| *upper >= cutoff);
        kept.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        for (upper, row) in kept {
            if self.best.worst().is_some_and(|worst| upper < worst) {
                break;
            }
            let (record, embedding) = (rows.record(row), rows.embedding(row));
            if checksum(embedding.as_flattened()) != record.checksum {
                return Err(Error::InvalidRecord);
            }
            let score = self.query.score(embedding, record.norm);
            if score >= self.search.threshold {
                self.best.push(Match {
                    id: rows.id(row),
                    score,
                });
            }
        }
        Ok(())
    }

    /// How many rows were compared by their bytes.
    pub(super) fn compared(&self) -> usize {
        self.compared
    }

    /// The best matches.
    pub(crate) fn finish(self) -> Vec<Match> {
        self.best.into_sorted()
    }
}

/// Rows that may be among the best, as far as their bytes tell.
struct Shortlist<'s, R> {
    rows: &'s R,
    query: Rc<Query<'s>>,
    /// What part of the error of a code counts.
    share: f64,
    /// The score below which a row cannot be among the best.
    cutoff: f64,
    /// Scores that rows reach for certain.
    reached: Largest,
    /// Rows with the most that their score can be.
    kept: Vec<(f64, u32)>,
    compared: usize,
}

impl<'s, R: CodedRows> Shortlist<'s, R> {
    fn new(cascade: &Cascade<'s>, rows: &'s R, share: f64) -> Self {
        let worst = cascade.best.worst().unwrap_or(f64::NEG_INFINITY);
        Self {
            rows,
            query: Rc::clone(&cascade.query),
            share,
            cutoff: cascade.search.threshold.max(worst),
            reached: Largest::new(cascade.search.limit),
            kept: Vec::new(),
            compared: 0,
        }
    }

    /// Keeps a row if its score can reach the cutoff, and raises the cutoff by what it surely reaches.
    #[inline]
    fn compare(&mut self, row: u32) -> Result<(), Error> {
        let record = self.rows.record(row);
        let (product, sum) = dot_bytes(&self.query.integers, self.rows.codes(row));
        if sum != record.sum {
            return Err(Error::InvalidRecord);
        }
        self.compared += 1;
        let estimate = f64::from(product) * f64::from(record.scale) * self.query.scale;
        // The codes differ from the row by `error`, the integers from the query by theirs (Cauchy–Schwarz).
        let error = f64::from(record.error) * (1.0 + self.query.error) + self.query.error;
        let error = error * self.share + SLACK;
        if estimate + error >= self.cutoff {
            self.kept.push((estimate + error, row));
            if let Some(reached) = self.reached.push(estimate - error) {
                self.cutoff = self.cutoff.max(reached);
            }
        }
        Ok(())
    }

    /// Forgets rows that the cutoff has overtaken, and fails if too many are left.
    fn stay_within(&mut self, max_bytes: usize) -> Result<(), Error> {
        let allowed = max_bytes / size_of::<(f64, u32)>() / 2;
        if self.kept.len() > allowed {
            self.kept.retain(|(upper, _)| *upper >= self.cutoff);
            if self.kept.len() > allowed / 2 {
                return Err(Error::OverBudget);
            }
        }
        Ok(())
    }
}

fn ones(bits: &[u32]) -> usize {
    bits.iter().map(|bits| bits.count_ones() as usize).sum()
}

fn is_set(bits: Option<&[u32]>, row: u32) -> bool {
    bits.is_none_or(|bits| {
        bits.get(row as usize / BLOCK_ROWS)
            .is_some_and(|block| block >> (row % 32) & 1 == 1)
    })
}
