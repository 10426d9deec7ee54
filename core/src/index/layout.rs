//! The bytes of a segment: a header of fixed size, then sections on 64-byte borders.
//!
//! Everything is little-endian and stands on its own feet, so a segment can be mapped from a file,
//! sent to a browser, or written by PHP.

use core::ops::Range;

use super::checksum::checksum;
use super::codes::{RowRecord, stride};
use super::rotation::rotated_dimensions;
use super::signs::block_bytes;
use crate::Error;
use crate::kernels::BLOCK_ROWS;

const MAGIC: &[u8; 8] = b"MXCHATVX";
const VERSION: u32 = 2;
/// Bytes of the header.
pub(crate) const HEADER: usize = 256;
/// Where sections begin.
pub(super) const ALIGNMENT: usize = 64;
/// The number of sections.
pub(super) const SECTIONS: usize = 8;
/// Dimensions an index accepts.
pub(crate) const DIMENSIONS: Range<usize> = 1..4097;

/// The parts of a segment, in the order they are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    /// The dictionaries of the columns.
    Labels,
    /// One `u64` per row.
    Ids,
    /// One `u16` per row for each column, column after column.
    Columns,
    /// One [`RowRecord`] per row.
    Records,
    /// The codes of one byte per dimension.
    Codes,
    /// The embeddings as they were given.
    Embeddings,
    /// The rotated mean of the rows, only where there are blocks.
    Centre,
    /// The codes of one bit per dimension in blocks of 32 rows, or nothing.
    Blocks,
}

/// How the rows of a segment are scanned, and how many deviations of an estimate count as possible.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Tier {
    /// By their bytes, with a bound that always holds: the result is exact.
    Bytes,
    /// By their signs, then by their bytes.
    Signs { safe: f32, fast: f32 },
}

impl Tier {
    /// By their signs, before a self-check has said how far an estimate of these rows can be off.
    pub(super) const UNCALIBRATED: Self = Self::Signs { safe: 3.3, fast: 2.3 };
}

/// What the header says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Layout {
    pub(super) dimensions: usize,
    pub(super) rows: usize,
    pub(crate) tier: Tier,
    /// Where each section is, and its checksum.
    pub(super) sections: [(Range<usize>, u64); SECTIONS],
}

impl Layout {
    /// The header's bytes.
    pub(crate) fn to_bytes(&self) -> [u8; HEADER] {
        let (tier, safe, fast) = match self.tier {
            Tier::Bytes => (0_u32, 0.0, 0.0),
            Tier::Signs { safe, fast } => (1, safe, fast),
        };
        let mut written = Vec::with_capacity(HEADER);
        written.extend(MAGIC);
        written.extend(VERSION.to_le_bytes());
        written.extend((self.dimensions as u32).to_le_bytes());
        written.extend((self.rows as u64).to_le_bytes());
        written.extend(tier.to_le_bytes());
        written.extend(safe.to_le_bytes());
        written.extend(fast.to_le_bytes());
        written.extend([0; 4]);
        for (range, checksum) in &self.sections {
            written.extend((range.start as u64).to_le_bytes());
            written.extend((range.len() as u64).to_le_bytes());
            written.extend(checksum.to_le_bytes());
        }
        written.resize(HEADER - 8, 0);
        written.extend(checksum(&written).to_le_bytes());
        let mut header = [0; HEADER];
        header.iter_mut().zip(written).for_each(|(to, from)| *to = from);
        header
    }

    /// Reads and checks a header against the bytes it heads.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRecord`] if a byte of it is wrong, it is of another version, or a section does
    /// not have the length that rows and dimensions ask for.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let header = bytes.get(..HEADER).ok_or(Error::InvalidRecord)?;
        let (body, check) = header.split_at(HEADER - 8);
        if checksum(body).to_le_bytes() != check {
            return Err(Error::InvalidRecord);
        }
        let mut fields = Fields(body);
        if fields.take::<8>()? != *MAGIC || fields.u32()? != VERSION {
            return Err(Error::InvalidRecord);
        }
        let dimensions = fields.u32()? as usize;
        let rows = usize::try_from(fields.u64()?).map_err(|_| Error::InvalidRecord)?;
        let tier = match (fields.u32()?, fields.f32()?, fields.f32()?) {
            (0, _, _) => Tier::Bytes,
            (1, safe, fast) if safe.is_finite() && fast.is_finite() => Tier::Signs { safe, fast },
            _ => return Err(Error::InvalidRecord),
        };
        fields.take::<4>()?;
        let mut sections = [const { (0..0, 0) }; SECTIONS];
        for section in &mut sections {
            let start = usize::try_from(fields.u64()?).map_err(|_| Error::InvalidRecord)?;
            let length = usize::try_from(fields.u64()?).map_err(|_| Error::InvalidRecord)?;
            let end = start
                .checked_add(length)
                .filter(|end| *end <= bytes.len())
                .ok_or(Error::InvalidRecord)?;
            *section = (start..end, fields.u64()?);
        }
        let layout = Self {
            dimensions,
            rows,
            tier,
            sections,
        };
        if layout.has_consistent_lengths() {
            Ok(layout)
        } else {
            Err(Error::InvalidRecord)
        }
    }

    /// Where a section is.
    pub(super) fn range(&self, section: Section) -> Range<usize> {
        self.sections
            .get(section as usize)
            .map_or(0..0, |(range, _)| range.clone())
    }

    /// The same rows scanned in another way; without signs their sections are dropped.
    pub(crate) fn with_tier(mut self, tier: Tier) -> Self {
        self.tier = tier;
        if tier == Tier::Bytes {
            let end = self.range(Section::Embeddings).end.next_multiple_of(ALIGNMENT);
            for dropped in self.sections.iter_mut().skip(Section::Centre as usize) {
                *dropped = (end..end, checksum(&[]));
            }
        }
        self
    }

    /// What every opening reads: all before the codes, and all behind the embeddings.
    #[cfg(feature = "files")]
    pub(crate) fn read_in_full(&self) -> [Range<usize>; 2] {
        [
            0..self.range(Section::Records).end,
            self.range(Section::Centre).start..self.end(),
        ]
    }

    /// How many bytes the segment has.
    pub(crate) fn end(&self) -> usize {
        self.range(Section::Blocks).end
    }

    /// Rows as blocks, the last one perhaps not full.
    pub(super) fn blocks(&self) -> usize {
        self.rows.div_ceil(BLOCK_ROWS)
    }

    fn has_consistent_lengths(&self) -> bool {
        // With these limits no product below overflows.
        if !DIMENSIONS.contains(&self.dimensions) || self.rows > u32::MAX as usize / 2 {
            return false;
        }
        let rows = self.rows as u64;
        let (centre, blocks) = match self.tier {
            Tier::Bytes => (0, 0),
            Tier::Signs { .. } => (
                4 * rotated_dimensions(self.dimensions),
                self.blocks() as u64 * block_bytes(self.dimensions) as u64,
            ),
        };
        let lengths = [
            (Section::Ids, 8 * rows),
            (Section::Columns, 6 * rows),
            (Section::Records, RowRecord::BYTES as u64 * rows),
            (Section::Codes, stride(self.dimensions) as u64 * rows),
            (Section::Embeddings, 4 * self.dimensions as u64 * rows),
            (Section::Centre, centre as u64),
            (Section::Blocks, blocks),
        ];
        lengths
            .into_iter()
            .all(|(section, length)| self.range(section).len() as u64 == length)
    }
}

/// Reads fields of fixed size off the front of bytes.
pub(crate) struct Fields<'a>(pub(crate) &'a [u8]);

impl<'a> Fields<'a> {
    pub(crate) fn bytes(&mut self, length: usize) -> Result<&'a [u8], Error> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Error::InvalidRecord)?;
        self.0 = rest;
        Ok(taken)
    }

    pub(crate) fn take<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(Error::InvalidRecord)?;
        self.0 = rest;
        Ok(*taken)
    }

    pub(crate) fn u16(&mut self) -> Result<u16, Error> {
        self.take().map(u16::from_le_bytes)
    }

    pub(crate) fn u32(&mut self) -> Result<u32, Error> {
        self.take().map(u32::from_le_bytes)
    }

    pub(crate) fn u64(&mut self) -> Result<u64, Error> {
        self.take().map(u64::from_le_bytes)
    }

    fn f32(&mut self) -> Result<f32, Error> {
        self.take().map(f32::from_le_bytes)
    }

    /// A string after its length in two bytes.
    pub(crate) fn label(&mut self) -> Result<&'a str, Error> {
        let length = usize::from(self.u16()?);
        core::str::from_utf8(self.bytes(length)?).map_err(|_| Error::InvalidRecord)
    }
}
