//! A segment as it is read.

use core::cell::Cell;

use super::checksum::{Checksum, checksum};
use super::codes::{Packed, RowRecord, stride};
use super::layout::{Fields, Layout, SECTIONS, Section, Tier};
use super::rotation::Rotation;
use super::signs::block_bytes;
use super::{Filter, Labels};
use crate::Error;
use crate::kernels::BLOCK_ROWS;

/// Columns by which rows can be filtered.
pub(crate) const COLUMNS: usize = 3;

/// Rows that can be scored: those of a segment, or those of a log.
pub(crate) trait CodedRows {
    /// The id of a row.
    fn id(&self, row: u32) -> u64;
    /// What is stored beside its codes.
    fn record(&self, row: u32) -> RowRecord;
    /// One byte per dimension, padded.
    fn codes(&self, row: u32) -> &[u8];
    /// The embedding itself.
    fn embedding(&self, row: u32) -> &[Packed];
}

/// An immutable index over bytes: of a file that is mapped, of a download, of memory.
#[derive(Debug)]
pub struct Segment<B> {
    bytes: B,
    layout: Layout,
    /// The distinct labels of each column, by code.
    dictionaries: [Vec<String>; COLUMNS],
    /// How queries are rotated, where there are signs.
    rotation: Rotation,
    /// Whether nobody has to check the blocks any more.
    has_checked_blocks: Cell<bool>,
}

impl<B: AsRef<[u8]>> Segment<B> {
    /// Reads a segment and checks all that a search reads in full: everything but the codes and the
    /// embeddings of single rows, which are checked whenever they are used.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRecord`] if the bytes are damaged, cut, or of another version.
    pub fn open(bytes: B) -> Result<Self, Error> {
        let segment = Self::open_to_scan(bytes)?;
        segment.check_blocks()?;
        Ok(segment)
    }

    /// Like [`Segment::open`], but leaves the blocks to the first scan, which reads them anyway.
    pub(crate) fn open_to_scan(bytes: B) -> Result<Self, Error> {
        let layout = Layout::from_bytes(bytes.as_ref())?;
        let read_in_full = [
            Section::Labels,
            Section::Ids,
            Section::Columns,
            Section::Records,
            Section::Centre,
        ];
        Self::checked(bytes, layout, &read_in_full)
    }

    /// Like [`Segment::open`], for bytes that this process has just written.
    pub(crate) fn open_unchecked(bytes: B) -> Result<Self, Error> {
        let layout = Layout::from_bytes(bytes.as_ref())?;
        let segment = Self::checked(bytes, layout, &[])?;
        segment.has_checked_blocks.set(true);
        Ok(segment)
    }

    fn checked(bytes: B, layout: Layout, sections: &[Section]) -> Result<Self, Error> {
        for section in sections {
            let (range, expected) = layout
                .sections
                .get(*section as usize)
                .ok_or(Error::InvalidRecord)?;
            let found = bytes.as_ref().get(range.clone()).map(checksum);
            if found != Some(*expected) {
                return Err(Error::InvalidRecord);
            }
        }
        let dictionaries = dictionaries(
            bytes
                .as_ref()
                .get(layout.range(Section::Labels))
                .unwrap_or_default(),
        )?;
        let rotation = Rotation::new(if layout.tier == Tier::Bytes {
            0
        } else {
            layout.dimensions
        });
        let segment = Self {
            bytes,
            layout,
            dictionaries,
            rotation,
            has_checked_blocks: Cell::new(false),
        };
        if segment.codes_are_in_dictionaries() {
            Ok(segment)
        } else {
            Err(Error::InvalidRecord)
        }
    }

    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.layout.rows
    }

    /// The dimensions of every row.
    #[must_use]
    pub fn dimensions(&self) -> usize {
        self.layout.dimensions
    }

    /// Whether a search compares every row with a bound that always holds.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.layout.tier == Tier::Bytes
    }

    /// Bytes of the segment.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.bytes.as_ref().len()
    }

    /// Bytes that every search reads.
    #[must_use]
    pub fn hot_bytes(&self) -> usize {
        let section = match self.layout.tier {
            Tier::Bytes => Section::Codes,
            Tier::Signs { .. } => Section::Blocks,
        };
        self.layout.range(section).len()
    }

    /// The id of a row.
    #[must_use]
    pub fn id(&self, row: usize) -> Option<u64> {
        self.section(Section::Ids)
            .as_chunks()
            .0
            .get(row)
            .map(|id| u64::from_le_bytes(*id))
    }

    /// The labels of a row.
    #[must_use]
    pub fn labels(&self, row: usize) -> Labels<'_> {
        let mut labels = self
            .columns()
            .zip(&self.dictionaries)
            .map(|(column, dictionary)| {
                let code = column.get(row).map_or(0, |code| u16::from_le_bytes(*code));
                dictionary.get(usize::from(code)).map_or("", String::as_str)
            });
        let mut next = || labels.next().unwrap_or_default();
        Labels {
            bot: next(),
            role: next(),
            content_type: next(),
        }
    }

    /// The embedding of a row, packed, as it is stored.
    #[must_use]
    pub(crate) fn stored_embedding(&self, row: usize) -> Option<&[u8]> {
        let bytes = 4 * self.dimensions();
        self.section(Section::Embeddings)
            .get(row * bytes..(row + 1) * bytes)
    }

    /// The embedding of a row, packed, or nothing if its bytes are damaged.
    #[must_use]
    pub fn packed_embedding(&self, row: usize) -> Option<&[u8]> {
        let embedding = self.stored_embedding(row)?;
        let record = self.record(u32::try_from(row).ok()?);
        (checksum(embedding) == record.checksum).then_some(embedding)
    }

    pub(super) fn tier(&self) -> Tier {
        self.layout.tier
    }

    pub(super) fn section(&self, section: Section) -> &[u8] {
        self.bytes
            .as_ref()
            .get(self.layout.range(section))
            .unwrap_or_default()
    }

    pub(super) fn rotation(&self) -> &Rotation {
        &self.rotation
    }

    /// The rotated mean of the rows.
    pub(super) fn centre(&self) -> impl Iterator<Item = f32> {
        self.section(Section::Centre)
            .as_chunks()
            .0
            .iter()
            .map(|x| f32::from_le_bytes(*x))
    }

    /// The one-bit codes of some blocks.
    pub(super) fn blocks(&self, first: usize, count: usize) -> &[u8] {
        let bytes = block_bytes(self.layout.dimensions);
        let blocks = self.section(Section::Blocks);
        blocks
            .get(first * bytes..((first + count) * bytes).min(blocks.len()))
            .unwrap_or_default()
    }

    /// Checks the blocks, unless that was done.
    pub(crate) fn check_blocks(&self) -> Result<(), Error> {
        if let Some(mut check) = self.begin_check() {
            check.update(self.section(Section::Blocks));
            self.end_check(&check)?;
        }
        Ok(())
    }

    /// What all blocks have to be put through, unless that was done.
    pub(super) fn begin_check(&self) -> Option<Checksum> {
        (!self.has_checked_blocks.get()).then(Checksum::new)
    }

    /// Believes the blocks, or fails.
    pub(super) fn end_check(&self, check: &Checksum) -> Result<(), Error> {
        let (_, expected) = self
            .layout
            .sections
            .get(Section::Blocks as usize)
            .ok_or(Error::InvalidRecord)?;
        if check.finish() != *expected {
            return Err(Error::InvalidRecord);
        }
        self.has_checked_blocks.set(true);
        Ok(())
    }

    /// For each block of 32 rows one bit per row that a filter lets pass and that is alive, or nothing
    /// where every row is.
    pub(super) fn allowed(&self, filter: &Filter<'_>, alive: Option<&[u32]>) -> Option<Vec<u32>> {
        if filter.is_empty() && alive.is_none() {
            return None;
        }
        let mut allowed = vec![u32::MAX; self.layout.blocks()];
        if let Some(alive) = alive {
            allowed
                .iter_mut()
                .zip(alive)
                .for_each(|(allowed, alive)| *allowed &= alive);
        }
        for ((column, dictionary), wanted) in self.columns().zip(&self.dictionaries).zip(filter.columns()) {
            if wanted.is_empty() {
                continue;
            }
            let passes: Vec<bool> = dictionary
                .iter()
                .map(|label| wanted.contains(&label.as_str()))
                .collect();
            for (allowed, codes) in allowed.iter_mut().zip(column.chunks(BLOCK_ROWS)) {
                *allowed &= codes.iter().enumerate().fold(0, |bits, (row, code)| {
                    let code = usize::from(u16::from_le_bytes(*code));
                    bits | (u32::from(passes.get(code) == Some(&true)) << row)
                });
            }
        }
        Some(allowed)
    }

    fn columns(&self) -> impl Iterator<Item = &[[u8; 2]]> {
        let (codes, _) = self.section(Section::Columns).as_chunks();
        codes.chunks(self.layout.rows.max(1))
    }

    fn codes_are_in_dictionaries(&self) -> bool {
        self.columns()
            .zip(&self.dictionaries)
            .all(|(column, dictionary)| {
                let largest = column.iter().map(|code| u16::from_le_bytes(*code)).max();
                largest.is_none_or(|code| usize::from(code) < dictionary.len())
            })
    }
}

impl<B: AsRef<[u8]>> CodedRows for Segment<B> {
    #[inline]
    fn id(&self, row: u32) -> u64 {
        Self::id(self, row as usize).unwrap_or_default()
    }

    #[inline]
    fn record(&self, row: u32) -> RowRecord {
        let records = self.section(Section::Records).as_chunks().0;
        records
            .get(row as usize)
            .map_or_else(RowRecord::damaged, RowRecord::from_bytes)
    }

    #[inline]
    fn codes(&self, row: u32) -> &[u8] {
        let stride = stride(self.dimensions());
        let start = row as usize * stride;
        self.section(Section::Codes)
            .get(start..start + stride)
            .unwrap_or_default()
    }

    #[inline]
    fn embedding(&self, row: u32) -> &[Packed] {
        let bytes = 4 * self.dimensions();
        let start = row as usize * bytes;
        self.section(Section::Embeddings)
            .get(start..start + bytes)
            .unwrap_or_default()
            .as_chunks()
            .0
    }
}

fn dictionaries(bytes: &[u8]) -> Result<[Vec<String>; COLUMNS], Error> {
    let mut fields = Fields(bytes);
    let mut dictionaries = [const { Vec::new() }; COLUMNS];
    for dictionary in &mut dictionaries {
        for _ in 0..fields.u32()? {
            dictionary.push(fields.label()?.to_owned());
        }
    }
    Ok(dictionaries)
}

const _: () = assert!(SECTIONS == Section::Blocks as usize + 1);
