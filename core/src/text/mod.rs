//! The lexical half of retrieval: words, chunks, an inverted index as bytes, BM25.
//!
//! It knows no language. Words are folded (lower case, no accents), and besides whole words their
//! pieces count, which finds inflected forms and parts of compounds; scripts without spaces are
//! matched by runs of characters; part numbers and error codes are matched whole.
//!
//! It keeps no state: [`lexical_features`] packs what an index needs to know of a chunk,
//! [`build_segment`] turns many of them into a segment, [`search_segments`] asks several segments as one.
//!
//! ```
//! use mxchat_core::text;
//!
//! let returns = text::lexical_features("Returns", "You can return shoes within 30 days.")?;
//! let repairs = text::lexical_features("Repairs", "We repair zips and soles.")?;
//! let segment = text::build_segment(&[7, 8], &[&returns, &repairs])?;
//! let found = text::search_segments(&[&segment], "Do you repair zips?", 5)?;
//! assert_eq!(found[0].id, 8);
//! # Ok::<(), mxchat_core::Error>(())
//! ```

mod chunk;
mod common;
mod crc;
mod features;
mod fuse;
mod query;
mod search;
mod segment;
mod sentences;
mod tables;
mod unicode;
mod words;

use crate::Error;
use core::ops::Range;

pub(crate) use chunk::{cut_at, pieces};
pub(crate) use crc::crc32;
pub(crate) use features::{Kind, features as features_of};
pub(crate) use query::{Query, Term};
pub(crate) use search::Collection;
pub(crate) use sentences::{ends_with_stop, trim_end};
pub(crate) use unicode::fold;
pub(crate) use words::{folded_words, full_grams};

pub use search::Found;

/// The tokens of a text, folded: words, character runs of scripts without spaces, then part numbers
/// and error codes as a whole.
///
/// # Examples
///
/// ```
/// # use mxchat_core::text::tokenize;
/// assert_eq!(tokenize("Größe ERR_42"), ["grosse", "err", "42", "err_42"]);
/// ```
#[must_use]
pub fn tokenize(text: &str) -> Vec<String> {
    words::tokens(text)
}

/// Byte ranges of at most `max_characters` characters that hold the text in order, cut between
/// sentences where it can be, else between words, never inside of a character with its marks.
///
/// # Errors
///
/// [`Error::OutOfRange`] if `max_characters` is 0.
///
/// # Examples
///
/// ```
/// # use mxchat_core::text::chunk_text;
/// assert_eq!(chunk_text("One. Two. Three.", 10)?, [0..9, 10..16]);
/// # Ok::<(), mxchat_core::Error>(())
/// ```
pub fn chunk_text(text: &str, max_characters: usize) -> Result<Vec<Range<usize>>, Error> {
    if max_characters == 0 {
        return Err(Error::OutOfRange);
    }
    Ok(chunk::chunks(text, max_characters))
}

/// The packed features of a chunk, to be stored with it and given to [`build_segment`].
///
/// # Errors
///
/// [`Error::OutOfRange`] if the text has 2³² words or more.
pub fn lexical_features(title: &str, text: &str) -> Result<Vec<u8>, Error> {
    features::pack(title, text)
}

/// The chunks' features as one immutable segment; `ids[i]` belongs to `features[i]`.
///
/// Empty features mark the id as deleted: the row matches nothing, and it hides the rows with this id in
/// the segments before.
///
/// # Errors
///
/// [`Error::InvalidRecord`] if features are damaged; [`Error::OutOfRange`] if ids and features differ in
/// number, an id comes twice or exceeds 2⁶³ − 1.
pub fn build_segment(ids: &[u64], features: &[&[u8]]) -> Result<Vec<u8>, Error> {
    segment::build(ids, features)
}

/// Whether every byte of a segment is as it was built.
///
/// Searching checks only what it reads, which is safe but not proof: ask once when a segment comes from
/// a disk or a database.
#[must_use]
pub fn verify_segment(segment: &[u8]) -> bool {
    segment::Segment::open(segment).is_ok_and(|segment| segment.is_intact())
}

/// The `limit` chunks that match a question best, best first, from segments that form one collection.
///
/// A later segment replaces the rows of earlier ones by id. Equal scores keep the order of segments and ids.
///
/// # Errors
///
/// [`Error::InvalidRecord`] if a segment is damaged.
pub fn search_segments(segments: &[&[u8]], question: &str, limit: usize) -> Result<Vec<Found>, Error> {
    Ok(search::search(&Collection::open(segments)?, question, limit))
}

/// Several rankings of chunks as one, best first: the score of an id is the sum of 1 / (60 + rank) over the
/// lists that have it.
///
/// It needs no common scale of scores, so that a search by words and one by vectors can be joined.
/// Equal scores keep the order in which the ids were first seen; an id that comes twice in a list
/// counts once.
///
/// # Errors
///
/// [`Error::OutOfRange`] if an id exceeds 2⁶³ − 1.
///
/// # Examples
///
/// ```
/// # use mxchat_core::text::fuse_ranks;
/// let fused = fuse_ranks(&[&[5, 7], &[7, 9]], 2)?;
/// assert_eq!(fused.iter().map(|found| found.id).collect::<Vec<_>>(), [7, 5]);
/// # Ok::<(), mxchat_core::Error>(())
/// ```
pub fn fuse_ranks(lists: &[&[u64]], limit: usize) -> Result<Vec<Found>, Error> {
    if lists
        .iter()
        .any(|list| list.iter().any(|&id| id > i64::MAX as u64))
    {
        return Err(Error::OutOfRange);
    }
    Ok(fuse::fuse(lists, limit))
}
