//! What a reader knows of the log.

use std::collections::HashMap;
use std::fs::File;

use super::log::{Carried, CodedRow, Entry, coded_row, longest_record};
use super::map::{Map, read_at};
use crate::Error;
use crate::index::codes::{Packed, RowRecord};
use crate::index::segment::CodedRows;
use crate::index::{Filter, Segment};
use crate::kernels::BLOCK_ROWS;

/// The rows of the log, and which rows of the segment still count.
#[derive(Debug, Default)]
pub(super) struct Delta {
    /// Where the record of each row begins, and whether the row still counts.
    rows: Vec<(usize, bool)>,
    by_id: HashMap<u64, u32>,
    /// One bit per row of the segment, once a row of it does not count.
    alive: Option<Vec<u32>>,
    dead_in_segment: usize,
    /// Bytes of the log that are taken in.
    pub(super) end: usize,
    /// The sequence number of the last change that is taken in.
    pub(super) sequence: u64,
}

impl Delta {
    /// Before anything is taken in: the log's records begin at `end`.
    pub(super) fn new(end: usize, sequence: u64) -> Self {
        Self {
            end,
            sequence,
            ..Self::default()
        }
    }

    /// Takes in the whole batches of a log that were not there yet.
    ///
    /// The end of a log can be the beginning of a batch whose writer was killed, and the next writer cuts
    /// it off: it is read, never mapped.
    pub(super) fn take_in(
        &mut self,
        log: &File,
        dimensions: usize,
        segment: Option<&Segment<Map>>,
    ) -> Result<(), Error> {
        let mut window = Window::new(log, self.end, dimensions);
        let mut batch = Vec::new();
        let (mut offset, mut sequence) = (self.end, self.sequence);
        while let Some(entry) = Entry::read(window.at(offset)?, dimensions) {
            if entry.sequence != sequence + 1 {
                return Err(Error::InvalidRecord);
            }
            sequence = entry.sequence;
            batch.push((offset, entry));
            offset += entry.length;
            if entry.is_last {
                for (offset, entry) in batch.drain(..) {
                    self.apply(offset, &entry, segment)?;
                }
                (self.end, self.sequence) = (offset, sequence);
            }
        }
        Ok(())
    }

    fn apply(&mut self, offset: usize, entry: &Entry, segment: Option<&Segment<Map>>) -> Result<(), Error> {
        if let Some(row) = entry.replaces {
            let segment = segment.filter(|segment| segment.id(row as usize) == Some(entry.id));
            let rows = segment.ok_or(Error::InvalidRecord)?.rows();
            let alive = self
                .alive
                .get_or_insert_with(|| vec![u32::MAX; rows.div_ceil(BLOCK_ROWS)]);
            if let Some(block) = alive.get_mut(row as usize / BLOCK_ROWS) {
                let bit = 1 << (row % 32);
                self.dead_in_segment += usize::from(*block & bit != 0);
                *block &= !bit;
            }
        }
        let replaced = if entry.is_upsert {
            let row = u32::try_from(self.rows.len()).map_err(|_| Error::OverBudget)?;
            self.rows.push((offset, true));
            self.by_id.insert(entry.id, row)
        } else {
            self.by_id.remove(&entry.id)
        };
        if let Some((_, counts)) = replaced.and_then(|row| self.rows.get_mut(row as usize)) {
            *counts = false;
        }
        Ok(())
    }

    /// Rows of the segment that count, one bit each, unless all do.
    pub(super) fn alive(&self) -> Option<&[u32]> {
        self.alive.as_deref()
    }

    /// Whether a row of the segment counts.
    pub(super) fn is_alive(&self, row: usize) -> bool {
        self.alive().is_none_or(|alive| {
            alive
                .get(row / BLOCK_ROWS)
                .is_some_and(|block| block >> (row % BLOCK_ROWS) & 1 == 1)
        })
    }

    /// Rows of the segment that do not count any more.
    pub(super) fn dead_in_segment(&self) -> usize {
        self.dead_in_segment
    }

    /// Rows of the log that count.
    pub(super) fn live_rows(&self) -> usize {
        self.by_id.len()
    }

    /// Rows of the log, counting or not.
    pub(super) fn all_rows(&self) -> usize {
        self.rows.len()
    }

    /// Whether the log holds a row with this id.
    pub(super) fn holds(&self, id: u64) -> bool {
        self.by_id.contains_key(&id)
    }

    /// Where the records of the counting rows begin.
    pub(super) fn offsets(&self) -> impl Iterator<Item = usize> {
        self.rows
            .iter()
            .filter(|(_, counts)| *counts)
            .map(|(offset, _)| *offset)
    }

    /// The rows as they can be searched.
    pub(super) fn view<'a>(&'a self, log: &'a [u8], dimensions: usize) -> LogRows<'a> {
        LogRows {
            delta: self,
            log,
            dimensions,
        }
    }
}

/// A part of a file that moves on.
struct Window<'f> {
    file: &'f File,
    bytes: Vec<u8>,
    start: usize,
    /// Bytes that a look needs to see ahead.
    ahead: usize,
}

impl<'f> Window<'f> {
    const BYTES: usize = 1 << 18;

    fn new(file: &'f File, start: usize, dimensions: usize) -> Self {
        Self {
            file,
            bytes: Vec::new(),
            start,
            ahead: longest_record(dimensions),
        }
    }

    /// The bytes from an offset on, as many as the longest record has if the file has them.
    fn at(&mut self, offset: usize) -> Result<&[u8], Error> {
        if offset + self.ahead > self.start + self.bytes.len() {
            self.start = offset;
            self.bytes.resize(Self::BYTES.max(self.ahead), 0);
            let read = read_at(self.file, offset as u64, &mut self.bytes)?;
            self.bytes.truncate(read);
        }
        Ok(self.bytes.get(offset - self.start..).unwrap_or_default())
    }
}

/// The rows of a log, to be scored.
pub(super) struct LogRows<'a> {
    delta: &'a Delta,
    log: &'a [u8],
    dimensions: usize,
}

impl LogRows<'_> {
    /// The rows that count and that a filter lets pass.
    pub(super) fn passing(&self, filter: &Filter<'_>) -> impl Iterator<Item = u32> {
        let rows = self
            .delta
            .rows
            .iter()
            .enumerate()
            .filter(|(_, (_, counts))| *counts);
        let passing = rows.filter(|(_, (offset, _))| {
            filter.is_empty()
                || self
                    .bytes(*offset)
                    .and_then(|bytes| Carried::read(bytes, self.dimensions))
                    .is_some_and(|carried| filter.passes(carried.labels))
        });
        passing.map(|(row, _)| row as u32)
    }

    fn bytes(&self, offset: usize) -> Option<&[u8]> {
        self.log.get(offset..)
    }

    fn parts(&self, row: u32) -> Option<CodedRow<'_>> {
        let (offset, _) = self.delta.rows.get(row as usize)?;
        coded_row(self.bytes(*offset)?, self.dimensions)
    }
}

impl CodedRows for LogRows<'_> {
    fn id(&self, row: u32) -> u64 {
        let offset = self.delta.rows.get(row as usize).map(|(offset, _)| *offset);
        offset
            .and_then(|offset| Entry::id(self.bytes(offset)?))
            .unwrap_or_default()
    }

    fn record(&self, row: u32) -> RowRecord {
        self.parts(row)
            .map_or_else(RowRecord::damaged, |(record, _, _)| record)
    }

    fn codes(&self, row: u32) -> &[u8] {
        self.parts(row).map_or(&[], |(_, codes, _)| codes)
    }

    fn embedding(&self, row: u32) -> &[Packed] {
        self.parts(row).map_or(&[], |(_, _, embedding)| embedding)
    }
}
