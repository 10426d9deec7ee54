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
use crate::kernels::{BLOCK_ROWS, bound_blocks, dot_bytes, prefetch, scan_blocks};

/// Blocks that are scanned with the same cutoff.
const SCAN_BLOCKS: usize = 16;
/// Rows between two questions whether to stop.
const STOP_ROWS: usize = SCAN_BLOCKS * BLOCK_ROWS;
/// Blocks that are sampled before the scan: at least so many, and one in so many.
const SAMPLE_BLOCKS: usize = 32;
const SAMPLE_SHARE: usize = 32;
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
            for row in waiting.by_ref().take(STOP_ROWS) {
                shortlist.compare(row)?;
            }
            shortlist.stay_within(self.search.max_bytes)?;
        }
        self.settle(shortlist)
    }

    /// Finds the best rows of a segment, of those whose bit is set, by their signs and then their bytes.
    pub(super) fn search_signs<B: AsRef<[u8]>>(
        &mut self,
        segment: &Segment<B>,
        allowed: Option<&[u32]>,
        deviations: f32,
    ) -> Result<(), Error> {
        let signs = SignQuery::new(&self.query.unit, segment.rotation(), segment.centre());
        let bound = signs.bound(deviations);
        let share = BYTE_DEVIATIONS / (segment.dimensions() as f64).sqrt();
        let mut shortlist = Shortlist::new(self, segment, share.min(1.0));
        shortlist.sample(&signs, allowed)?;
        let mut ahead = Vec::with_capacity(AHEAD + BLOCK_ROWS);
        let mut check = segment.begin_check();
        for first in (0..segment.rows().div_ceil(BLOCK_ROWS)).step_by(SCAN_BLOCKS) {
            if (self.search.should_stop)() {
                return Err(Error::Stopped);
            }
            let blocks = segment.blocks(first, SCAN_BLOCKS);
            if let Some(check) = &mut check {
                check.update(blocks);
            }
            let wanted = wanted(allowed, first);
            if wanted == [0; SCAN_BLOCKS] {
                continue;
            }
            let mut passing = [0; SCAN_BLOCKS];
            let cutoff = signs.cutoff(shortlist.cutoff);
            scan_blocks(&signs.tables, blocks, bound, cutoff, &mut passing);
            for (block, (passing, wanted)) in passing.iter().zip(wanted).enumerate() {
                for row in
                    set_rows(passing & wanted, first + block).filter(|row| (*row as usize) < segment.rows())
                {
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
        if let Some(check) = check {
            segment.end_check(&check)?;
        }
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
        for (settled, (upper, row)) in kept.into_iter().enumerate() {
            if settled % STOP_ROWS == STOP_ROWS - 1 && (self.search.should_stop)() {
                return Err(Error::Stopped);
            }
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
    wanted: usize,
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
            wanted: cascade.search.limit,
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
        self.compared += 1;
        let (estimate, error) = self.estimate(row)?;
        if estimate + error >= self.cutoff {
            self.kept.push((estimate + error, row));
            if let Some(reached) = self.reached.push(estimate - error) {
                self.cutoff = self.cutoff.max(reached);
            }
        }
        Ok(())
    }

    /// A row's score as its bytes tell it, and how far that can be off.
    #[inline]
    fn estimate(&self, row: u32) -> Result<(f64, f64), Error> {
        let record = self.rows.record(row);
        let (product, sum) = dot_bytes(&self.query.integers, self.rows.codes(row));
        if sum != record.sum {
            return Err(Error::InvalidRecord);
        }
        let estimate = f64::from(product) * f64::from(record.scale) * self.query.scale;
        // The codes differ from the row by `error`, the integers from the query by theirs (Cauchy–Schwarz).
        let error = f64::from(record.error) * (1.0 + self.query.error) + self.query.error;
        Ok((estimate, error * self.share + SLACK))
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

impl<B: AsRef<[u8]>> Shortlist<'_, Segment<B>> {
    /// Raises the cutoff by what the best rows of a sample reach, so that the scan begins with a high one.
    fn sample(&mut self, signs: &SignQuery, allowed: Option<&[u32]>) -> Result<(), Error> {
        let blocks = self.rows.rows().div_ceil(BLOCK_ROWS);
        let sampled = (blocks / SAMPLE_SHARE).max(SAMPLE_BLOCKS).min(blocks);
        let mut best = Best::new(self.wanted);
        let mut worst = f32::NEG_INFINITY;
        for block in (0..sampled).map(|i| i * blocks / sampled) {
            let [wanted, ..] = wanted(allowed, block);
            let mut uppers = [[0.0; BLOCK_ROWS]];
            bound_blocks(
                &signs.tables,
                self.rows.blocks(block, 1),
                signs.bound(0.0),
                &mut uppers,
            );
            for (place, upper) in uppers.as_flattened().iter().enumerate() {
                let row = block * BLOCK_ROWS + place;
                if *upper > worst && wanted >> place & 1 == 1 && row < self.rows.rows() {
                    best.push(Match {
                        id: row as u64,
                        score: f64::from(*upper),
                    });
                    worst = best.worst().map_or(worst, |worst| worst as f32);
                }
            }
        }
        let mut reached = Largest::new(self.wanted);
        for found in best.into_sorted() {
            let (estimate, error) = self.estimate(found.id as u32)?;
            if let Some(score) = reached.push(estimate - error) {
                self.cutoff = self.cutoff.max(score);
            }
        }
        Ok(())
    }
}

/// The rows of [`SCAN_BLOCKS`] blocks that count.
fn wanted(allowed: Option<&[u32]>, first: usize) -> [u32; SCAN_BLOCKS] {
    let Some(allowed) = allowed else {
        return [u32::MAX; SCAN_BLOCKS];
    };
    let mut wanted = [0; SCAN_BLOCKS];
    let allowed = allowed.get(first..).unwrap_or_default();
    wanted
        .iter_mut()
        .zip(allowed)
        .for_each(|(wanted, allowed)| *wanted = *allowed);
    wanted
}

/// The rows whose bits are set in a block.
fn set_rows(mut bits: u32, block: usize) -> impl Iterator<Item = u32> {
    core::iter::from_fn(move || {
        let place = bits.trailing_zeros();
        bits &= bits.wrapping_sub(1);
        (place < u32::BITS).then_some((block * BLOCK_ROWS) as u32 + place)
    })
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
