//! Rows as PHP and JavaScript hand them over: strings of packed numbers, and lists of labels.

use super::build::{Row, Rows};
use super::{Filter, Labels};
use crate::Error;

/// Rows whose ids and embeddings are each one string.
#[derive(Clone, Copy, Debug)]
pub struct PackedRows<'a> {
    ids: &'a [[u8; 8]],
    embeddings: &'a [u8],
    dimensions: usize,
    labels: Filter<'a>,
}

impl<'a> PackedRows<'a> {
    /// Rows of `dimensions` numbers, with ids as packed little-endian `u64` below 2⁶³ and embeddings as
    /// packed little-endian `f32`. Each list of `labels` is empty, or has one label per row.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] for dimensions outside 1 to 4,096, an id that PHP cannot hold or a list of
    /// another length, [`Error::InvalidRecord`] if the ids are no whole numbers,
    /// [`Error::InvalidEmbedding`] if the embeddings are none, [`Error::DimensionMismatch`] if there are
    /// more or fewer of them.
    ///
    /// # Examples
    ///
    /// ```
    /// use mxchat_core::index::{Filter, PackedRows, build};
    ///
    /// let embeddings: Vec<u8> = [1.0_f32, 0.0].iter().flat_map(|x| x.to_le_bytes()).collect();
    /// let ids = 5_u64.to_le_bytes();
    /// let rows = PackedRows::new(2, &ids, &embeddings, Filter::default())?;
    /// assert!(build(2, &rows)?.starts_with(b"MXCHATVX"));
    /// # Ok::<(), mxchat_core::Error>(())
    /// ```
    pub fn new(
        dimensions: usize,
        ids: &'a [u8],
        embeddings: &'a [u8],
        labels: Filter<'a>,
    ) -> Result<Self, Error> {
        if !super::layout::DIMENSIONS.contains(&dimensions) {
            return Err(Error::OutOfRange);
        }
        let (ids, []) = ids.as_chunks() else {
            return Err(Error::InvalidRecord);
        };
        if ids.iter().any(|id| u64::from_le_bytes(*id) > i64::MAX as u64) {
            return Err(Error::OutOfRange);
        }
        let (numbers, []) = embeddings.as_chunks::<4>() else {
            return Err(Error::InvalidEmbedding);
        };
        if numbers.len() != ids.len() * dimensions {
            return Err(Error::DimensionMismatch {
                expected: ids.len() * dimensions,
                found: numbers.len(),
            });
        }
        if labels
            .columns()
            .iter()
            .any(|column| !column.is_empty() && column.len() != ids.len())
        {
            return Err(Error::OutOfRange);
        }
        Ok(Self {
            ids,
            embeddings,
            dimensions,
            labels,
        })
    }
}

impl Rows for PackedRows<'_> {
    fn count(&self) -> usize {
        self.ids.len()
    }

    fn row(&self, position: usize) -> Option<Row<'_>> {
        let bytes = 4 * self.dimensions;
        let [bot, role, content_type] = self
            .labels
            .columns()
            .map(|column| column.get(position).copied().unwrap_or_default());
        Some(Row {
            id: u64::from_le_bytes(*self.ids.get(position)?),
            embedding: self.embeddings.get(position * bytes..(position + 1) * bytes)?,
            labels: Labels {
                bot,
                role,
                content_type,
            },
        })
    }
}
