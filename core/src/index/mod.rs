//! The vector index: many embeddings as bytes, searched as they lie.
//!
//! [`build`] writes rows into a segment, [`Segment`] reads one, [`search`] asks several at once. A row is
//! an id, an embedding and three labels; a search returns ids with their cosine similarity, the same
//! bits as [`similarity::cosine`](crate::similarity::cosine) of the stored embedding.
//!
//! A search narrows down. Each row is kept three times: as one bit per dimension, as one byte per
//! dimension, and as it was given. The bits of all rows are scanned; rows whose estimate, with its error,
//! can still be among the best are compared by their bytes; those that still can are scored exactly,
//! from the most promising on, until no other can reach the worst that was found. Segments of up to
//! 2,048 rows, and those whose self-check asks for it, skip the bits: their results are exact.
//!
//! # Examples
//!
//! ```
//! use mxchat_core::index::{Labels, Row, Search, Segment, build, search};
//!
//! let packed = |numbers: [f32; 2]| numbers.map(f32::to_le_bytes).concat();
//! let (north, east) = (packed([0.0, 1.0]), packed([1.0, 0.0]));
//! let rows = [
//!     Row { id: 7, embedding: &north, labels: Labels::default() },
//!     Row { id: 9, embedding: &east, labels: Labels::default() },
//! ];
//! let segment = Segment::open(build(2, rows.as_slice())?)?;
//! let found = search(&[&segment], &Search::new(&[3.0, 4.0], 1))?;
//! assert_eq!((found[0].id, found[0].score), (7, 0.8));
//! # Ok::<(), mxchat_core::Error>(())
//! ```

mod best;
pub(crate) mod build;
pub(crate) mod calibrate;
pub(crate) mod cascade;
mod checksum;
pub(crate) mod codes;
pub(crate) mod layout;
mod packed;
mod rotation;
pub(crate) mod segment;
mod signs;

use best::Best;
use cascade::Cascade;

#[cfg(feature = "files")]
pub(crate) use build::{LABEL_BYTES, checked_embedding, write_segment};
pub use build::{Row, Rows, build};
pub use checksum::checksum;
pub use packed::PackedRows;
pub use segment::Segment;

use crate::Error;

/// What a row can be filtered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Labels<'a> {
    /// The bot whose knowledge it is.
    pub bot: &'a str,
    /// The role that may read it.
    pub role: &'a str,
    /// What kind of content it is.
    pub content_type: &'a str,
}

impl<'a> Labels<'a> {
    pub(crate) fn columns(self) -> [&'a str; segment::COLUMNS] {
        [self.bot, self.role, self.content_type]
    }
}

/// Which rows count: those with one of the labels of each list that is not empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter<'a> {
    /// Bots, or all if empty.
    pub bots: &'a [&'a str],
    /// Roles, or all if empty.
    pub roles: &'a [&'a str],
    /// Content types, or all if empty.
    pub content_types: &'a [&'a str],
}

impl<'a> Filter<'a> {
    fn columns(&self) -> [&'a [&'a str]; segment::COLUMNS] {
        [self.bots, self.roles, self.content_types]
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.columns().iter().all(|labels| labels.is_empty())
    }

    /// Whether a row with these labels counts.
    #[must_use]
    pub fn passes(&self, labels: Labels<'_>) -> bool {
        self.columns()
            .iter()
            .zip(labels.columns())
            .all(|(wanted, label)| wanted.is_empty() || wanted.contains(&label))
    }
}

/// How much of the exact result a search may miss.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Recall {
    /// One in a thousand.
    #[default]
    Safe,
    /// One in a hundred.
    Fast,
}

/// What is searched for.
pub struct Search<'a> {
    /// The embedding that the rows are compared with.
    pub query: &'a [f32],
    /// At most this many rows come back.
    pub limit: usize,
    /// The smallest score that counts.
    pub threshold: f64,
    /// Which rows count.
    pub filter: Filter<'a>,
    /// How much may be missed.
    pub recall: Recall,
    /// The most memory a search may take, in bytes.
    pub max_bytes: usize,
    /// Asked every few hundred rows; the core has no clock of its own.
    pub should_stop: &'a dyn Fn() -> bool,
}

impl<'a> Search<'a> {
    /// A search without threshold, filter or deadline, in at most 64 MiB.
    #[must_use]
    pub fn new(query: &'a [f32], limit: usize) -> Self {
        Self {
            query,
            limit,
            threshold: -1.0,
            filter: Filter::default(),
            recall: Recall::Safe,
            max_bytes: 64 << 20,
            should_stop: &|| false,
        }
    }
}

/// A row that a search found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Match {
    /// The row's id.
    pub id: u64,
    /// Its cosine similarity with the query.
    pub score: f64,
}

/// The rows most alike to the query in all segments, best first, equal scores by id.
///
/// # Errors
///
/// [`Error::DimensionMismatch`] if a segment has other dimensions than the query, [`Error::NotFinite`]
/// if a number of the query or the threshold is NaN or infinite, [`Error::Stopped`] if `should_stop`
/// said so, [`Error::OverBudget`] if more memory would be needed, [`Error::InvalidRecord`] if a row
/// that was read is damaged.
pub fn search<B: AsRef<[u8]>>(segments: &[&Segment<B>], search: &Search<'_>) -> Result<Vec<Match>, Error> {
    let mut cascade = Cascade::new(search)?;
    for segment in segments {
        cascade.search_segment(segment, None)?;
    }
    Ok(cascade.finish())
}
