//! The log of what has changed since the segment was written.
//!
//! A header, then records. A batch is a run of records of which only the last says so: readers take in
//! whole batches. The header says how far the log was acknowledged, so that a log that has lost its end
//! is noticed; what comes behind a crash is either a whole batch or not there.

use crate::Error;
use crate::index::codes::{Packed, RowRecord, encode, packed_norm, stride};
use crate::index::layout::Fields;
use crate::index::{Labels, Row, checked_embedding, checksum};

const MAGIC: &[u8; 8] = b"MXCHATLG";
const VERSION: u32 = 2;
/// Bytes of the header.
pub(super) const HEADER: usize = 64;
/// Bytes of a record before what an upsert carries.
const FRONT: usize = 32;
/// The row of the segment that an entry replaces, if it replaces none.
const NONE: u32 = u32::MAX;

/// The head of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) dimensions: usize,
    pub(super) generation: u64,
    /// Bytes of the log that were acknowledged to someone.
    pub(super) committed: u64,
    /// The sequence number of the last record among them.
    pub(super) sequence: u64,
}

impl Header {
    pub(super) fn to_bytes(self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER);
        bytes.extend(MAGIC);
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend((self.dimensions as u32).to_le_bytes());
        for number in [self.generation, self.committed, self.sequence, 0, 0] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(checksum(&bytes).to_le_bytes());
        bytes
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let (body, check) = (bytes.get(..HEADER - 8), bytes.get(HEADER - 8..HEADER));
        let (Some(body), Some(check)) = (body, check) else {
            return Err(Error::InvalidRecord);
        };
        let mut fields = Fields(body);
        if checksum(body).to_le_bytes() != check || fields.take::<8>()? != *MAGIC || fields.u32()? != VERSION
        {
            return Err(Error::InvalidRecord);
        }
        Ok(Self {
            dimensions: fields.u32()? as usize,
            generation: fields.u64()?,
            committed: fields.u64()?,
            sequence: fields.u64()?,
        })
    }
}

/// One change, as it is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) sequence: u64,
    pub(super) id: u64,
    /// The row of the segment that no longer counts.
    pub(super) replaces: Option<u32>,
    /// Whether there is a new row, or only none any more.
    pub(super) is_upsert: bool,
    /// Whether the batch ends here.
    pub(super) is_last: bool,
    /// Bytes of the record.
    pub(super) length: usize,
}

impl Entry {
    /// Reads the record at the front of `bytes`, or nothing where none is whole.
    pub(super) fn read(bytes: &[u8], dimensions: usize) -> Option<Self> {
        let mut fields = Fields(bytes);
        let length = fields.u32().ok()? as usize;
        let [operation, last] = fields.take().ok()?;
        let labels = usize::from(fields.u16().ok()?);
        let entry = Self {
            sequence: fields.u64().ok()?,
            id: fields.u64().ok()?,
            replaces: Some(fields.u32().ok()?).filter(|row| *row != NONE),
            is_upsert: operation == 1,
            is_last: last == 1,
            length,
        };
        let carried = if entry.is_upsert {
            carried_bytes(dimensions, labels)
        } else {
            0
        };
        if operation > 1 || last > 1 || length != FRONT + carried + 8 {
            return None;
        }
        let (body, check) = bytes.get(..length)?.split_at_checked(length - 8)?;
        (checksum(body).to_le_bytes() == check).then_some(entry)
    }

    /// The id in the record at the front of `bytes`.
    pub(super) fn id(bytes: &[u8]) -> Option<u64> {
        bytes
            .get(16..)
            .and_then(<[u8]>::first_chunk)
            .map(|id| u64::from_le_bytes(*id))
    }
}

/// The most bytes that a record can have.
pub(super) fn longest_record(dimensions: usize) -> usize {
    FRONT + carried_bytes(dimensions, 3 * (2 + crate::index::LABEL_BYTES)) + 8
}

fn carried_bytes(dimensions: usize, labels: usize) -> usize {
    (RowRecord::BYTES + stride(dimensions) + 4 * dimensions + labels).next_multiple_of(8)
}

/// Appends the record of a row.
pub(super) fn put_upsert(
    batch: &mut Vec<u8>,
    dimensions: usize,
    sequence: u64,
    replaces: Option<u32>,
    row: &Row<'_>,
) -> Result<(), Error> {
    let embedding = checked_embedding(dimensions, row)?;
    let mut labels = Vec::new();
    for label in row.labels.columns() {
        if label.len() > crate::index::LABEL_BYTES {
            return Err(Error::OutOfRange);
        }
        labels.extend((label.len() as u16).to_le_bytes());
        labels.extend(label.as_bytes());
    }
    let mut codes = vec![0; stride(dimensions)];
    let used = codes.get_mut(..dimensions).unwrap_or_default();
    let record = encode(embedding, packed_norm(embedding)?, checksum(row.embedding), used);
    let carried = carried_bytes(dimensions, labels.len());
    let start = batch.len();
    batch
        .try_reserve(FRONT + carried + 8)
        .map_err(|_| Error::OverBudget)?;
    put_front(batch, carried, 1, labels.len(), sequence, row.id, replaces);
    batch.extend(record.to_bytes());
    batch.extend(&codes);
    batch.extend(row.embedding);
    batch.extend(&labels);
    batch.resize(start + FRONT + carried, 0);
    put_check(batch, start);
    Ok(())
}

/// Appends the record of a deletion.
pub(super) fn put_delete(batch: &mut Vec<u8>, sequence: u64, replaces: Option<u32>, id: u64) {
    let start = batch.len();
    put_front(batch, 0, 0, 0, sequence, id, replaces);
    put_check(batch, start);
}

/// Marks the record that begins at `start` as the last of its batch.
pub(super) fn end_batch(batch: &mut Vec<u8>, start: usize) {
    if let Some(last) = batch.get_mut(start + 5) {
        *last = 1;
    }
    batch.truncate(batch.len() - 8);
    put_check(batch, start);
}

fn put_front(
    batch: &mut Vec<u8>,
    carried: usize,
    operation: u8,
    labels: usize,
    sequence: u64,
    id: u64,
    replaces: Option<u32>,
) {
    batch.extend(((FRONT + carried + 8) as u32).to_le_bytes());
    batch.extend([operation, 0]);
    batch.extend((labels as u16).to_le_bytes());
    batch.extend(sequence.to_le_bytes());
    batch.extend(id.to_le_bytes());
    batch.extend(replaces.unwrap_or(NONE).to_le_bytes());
    batch.extend([0; 4]);
}

fn put_check(batch: &mut Vec<u8>, start: usize) {
    let check = checksum(batch.get(start..).unwrap_or_default());
    batch.extend(check.to_le_bytes());
}

/// What the record of an upsert carries beside its codes.
pub(super) struct Carried<'a> {
    pub(super) embedding: &'a [Packed],
    pub(super) labels: Labels<'a>,
}

impl<'a> Carried<'a> {
    /// Reads what the record at the front of `bytes` carries.
    pub(super) fn read(bytes: &'a [u8], dimensions: usize) -> Option<Self> {
        let (_, _, embedding) = coded_row(bytes, dimensions)?;
        let front = FRONT + RowRecord::BYTES + stride(dimensions) + 4 * dimensions;
        let mut fields = Fields(bytes.get(front..)?);
        let mut label = || fields.label().ok();
        Some(Self {
            embedding,
            labels: Labels {
                bot: label()?,
                role: label()?,
                content_type: label()?,
            },
        })
    }
}

/// A row as a search reads it.
pub(super) type CodedRow<'a> = (RowRecord, &'a [u8], &'a [Packed]);

/// The row that the record at the front of `bytes` carries.
pub(super) fn coded_row(bytes: &[u8], dimensions: usize) -> Option<CodedRow<'_>> {
    let mut fields = Fields(bytes.get(FRONT..)?);
    let record = RowRecord::from_bytes(&fields.take().ok()?);
    let codes = fields.bytes(stride(dimensions)).ok()?;
    Some((record, codes, fields.bytes(4 * dimensions).ok()?.as_chunks().0))
}
