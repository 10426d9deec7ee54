//! Writing a segment.

use std::collections::{BTreeSet, HashMap};

use super::Labels;
use super::calibrate::calibrate;
use super::checksum::{Checksum, checksum};
use super::codes::{Packed, RowRecord, encode, packed_norm, stride};
use super::layout::{ALIGNMENT, DIMENSIONS, HEADER, Layout, SECTIONS, Tier};
use super::segment::{COLUMNS, Segment};
use super::signs::{SignEncoder, block_bytes};
use crate::Error;
use crate::kernels::BLOCK_ROWS;

/// Up to this many rows are searched by their bytes alone, always exactly.
pub(crate) const EXACT_ROWS: usize = 2_048;
/// Bytes that are handed to the sink at once.
const CHUNK: usize = 1 << 18;
/// The longest label, in bytes.
pub(crate) const LABEL_BYTES: usize = 255;

/// One row of an index.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The id by which it is found, replaced and deleted.
    pub id: u64,
    /// Its embedding as packed little-endian `f32`.
    pub embedding: &'a [u8],
    /// What it can be filtered by.
    pub labels: Labels<'a>,
}

/// Where rows come from. They are read several times, so that none has to be kept in memory.
pub trait Rows {
    /// How many rows there are.
    fn count(&self) -> usize;
    /// One of them, counted from zero.
    fn row(&self, position: usize) -> Option<Row<'_>>;
}

impl Rows for [Row<'_>] {
    fn count(&self) -> usize {
        self.len()
    }

    fn row(&self, position: usize) -> Option<Row<'_>> {
        self.get(position).copied()
    }
}

/// The bytes of a segment with the given rows. Of rows with the same id the last one counts.
///
/// # Errors
///
/// [`Error::OutOfRange`] for dimensions outside 1 to 4,096, a label above 255 bytes or more rows than
/// a segment holds, [`Error::DimensionMismatch`] for a row of other dimensions, [`Error::NotFinite`]
/// for a number that is NaN or infinite.
pub fn build<R: Rows + ?Sized>(dimensions: usize, rows: &R) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let layout = write_segment(dimensions, rows, &mut |part| {
        bytes.try_reserve(part.len()).map_err(|_| Error::OverBudget)?;
        bytes.extend_from_slice(part);
        Ok(())
    })?;
    let put = |bytes: &mut Vec<u8>, layout: &Layout| {
        bytes
            .iter_mut()
            .zip(layout.to_bytes())
            .for_each(|(to, from)| *to = from);
    };
    put(&mut bytes, &layout);
    let tier = calibrate(&Segment::open_unchecked(bytes.as_slice())?)?;
    if tier != layout.tier {
        let layout = layout.with_tier(tier);
        bytes.truncate(layout.end());
        put(&mut bytes, &layout);
    }
    Ok(bytes)
}

/// Writes a segment to a sink, with zeros for its header, and says what belongs there.
pub(crate) fn write_segment<R: Rows + ?Sized, E: From<Error>>(
    dimensions: usize,
    rows: &R,
    sink: &mut dyn FnMut(&[u8]) -> Result<(), E>,
) -> Result<Layout, E> {
    if !DIMENSIONS.contains(&dimensions) || rows.count() > u32::MAX as usize / 2 {
        return Err(Error::OutOfRange.into());
    }
    let plan = Plan::new(dimensions, rows)?;
    let mut writer = Writer::new(sink);
    writer.put(&[0; HEADER])?;
    plan.write_labels(&mut writer)?;
    plan.write_rows(&mut writer)?;
    let tier = plan.write_signs(&mut writer)?;
    Ok(Layout {
        dimensions,
        rows: plan.order.len(),
        tier,
        sections: writer.finish()?,
    })
}

/// What is known of all rows before the first is written.
struct Plan<'r, R: ?Sized> {
    dimensions: usize,
    rows: &'r R,
    /// Which row comes where: by bot and content type, so that these are ranges.
    order: Vec<u32>,
    records: Vec<RowRecord>,
    /// The sum of all rows, each divided by its length.
    sums: Vec<f64>,
    dictionaries: [Vec<&'r str>; COLUMNS],
}

impl<'r, R: Rows + ?Sized> Plan<'r, R> {
    fn new(dimensions: usize, rows: &'r R) -> Result<Self, Error> {
        let order = order(rows);
        let mut distinct = [const { BTreeSet::new() }; COLUMNS];
        let mut records = Vec::with_capacity(order.len());
        let mut sums = vec![0.0_f64; dimensions];
        let mut codes = vec![0; dimensions];
        for position in &order {
            let row = rows.row(*position as usize).ok_or(Error::InvalidRecord)?;
            let embedding = checked_embedding(dimensions, &row)?;
            let norm = packed_norm(embedding)?;
            let inverse = if norm > 0.0 { 1.0 / norm } else { 0.0 };
            for (sum, number) in sums.iter_mut().zip(embedding) {
                *sum += f64::from(f32::from_le_bytes(*number)) * inverse;
            }
            records.push(encode(embedding, norm, checksum(row.embedding), &mut codes));
            for (labels, label) in distinct.iter_mut().zip(row.labels.columns()) {
                if label.len() > LABEL_BYTES {
                    return Err(Error::OutOfRange);
                }
                labels.insert(label);
            }
        }
        let dictionaries = distinct.map(|labels| labels.into_iter().collect::<Vec<_>>());
        if dictionaries
            .iter()
            .any(|labels| labels.len() > usize::from(u16::MAX))
        {
            return Err(Error::OutOfRange);
        }
        Ok(Self {
            dimensions,
            rows,
            order,
            records,
            sums,
            dictionaries,
        })
    }

    fn ordered(&self) -> impl Iterator<Item = Row<'r>> {
        self.order
            .iter()
            .filter_map(|position| self.rows.row(*position as usize))
    }

    fn write_labels<E: From<Error>>(&self, writer: &mut Writer<'_, E>) -> Result<(), E> {
        writer.begin()?;
        for dictionary in &self.dictionaries {
            writer.put(&(dictionary.len() as u32).to_le_bytes())?;
            for label in dictionary {
                writer.put(&(label.len() as u16).to_le_bytes())?;
                writer.put(label.as_bytes())?;
            }
        }
        writer.end();
        Ok(())
    }

    fn write_rows<E: From<Error>>(&self, writer: &mut Writer<'_, E>) -> Result<(), E> {
        writer.begin()?;
        for row in self.ordered() {
            writer.put(&row.id.to_le_bytes())?;
        }
        writer.end();
        writer.begin()?;
        for (column, dictionary) in self.dictionaries.iter().enumerate() {
            for row in self.ordered() {
                let label = row.labels.columns().into_iter().nth(column).unwrap_or_default();
                let code = dictionary.binary_search(&label).unwrap_or_default();
                writer.put(&(code as u16).to_le_bytes())?;
            }
        }
        writer.end();
        writer.begin()?;
        for record in &self.records {
            writer.put(&record.to_bytes())?;
        }
        writer.end();
        writer.begin()?;
        let mut codes = vec![0; stride(self.dimensions)];
        for (row, record) in self.ordered().zip(&self.records) {
            let used = codes.get_mut(..self.dimensions).unwrap_or_default();
            encode(row.embedding.as_chunks().0, record.norm, record.checksum, used);
            writer.put(&codes)?;
        }
        writer.end();
        writer.begin()?;
        for row in self.ordered() {
            writer.put(row.embedding)?;
        }
        writer.end();
        Ok(())
    }

    fn write_signs<E: From<Error>>(&self, writer: &mut Writer<'_, E>) -> Result<Tier, E> {
        if self.order.len() <= EXACT_ROWS {
            for _ in 0..2 {
                writer.begin()?;
                writer.end();
            }
            return Ok(Tier::Bytes);
        }
        let count = self.order.len() as f64;
        let mut encoder = SignEncoder::new(self.dimensions, self.sums.iter().map(|sum| (sum / count) as f32));
        writer.begin()?;
        for number in encoder.centre() {
            writer.put(&number.to_le_bytes())?;
        }
        writer.end();
        writer.begin()?;
        let mut block = vec![0; block_bytes(self.dimensions)];
        let mut place = 0;
        for (row, record) in self.ordered().zip(&self.records) {
            let inverse = if record.norm > 0.0 { 1.0 / record.norm } else { 0.0 };
            let numbers = row.embedding.as_chunks().0.iter();
            let unit = numbers.map(|x| (f64::from(f32::from_le_bytes(*x)) * inverse) as f32);
            encoder.encode(unit, place, &mut block);
            place += 1;
            if place == BLOCK_ROWS {
                writer.put(&block)?;
                block.fill(0);
                place = 0;
            }
        }
        if place > 0 {
            writer.put(&block)?;
        }
        writer.end();
        Ok(Tier::UNCALIBRATED)
    }
}

/// Positions of the rows that count, sorted.
fn order<R: Rows + ?Sized>(rows: &R) -> Vec<u32> {
    let mut last: HashMap<u64, u32> = HashMap::with_capacity(rows.count());
    for position in 0..rows.count() {
        if let Some(row) = rows.row(position) {
            last.insert(row.id, position as u32);
        }
    }
    let mut order: Vec<u32> = last.into_values().collect();
    order.sort_unstable();
    order.sort_by_cached_key(|position| {
        rows.row(*position as usize)
            .map(|row| (row.labels.bot, row.labels.content_type))
    });
    order
}

/// The embedding of a row, if it has the dimensions it must have.
pub(crate) fn checked_embedding<'a>(dimensions: usize, row: &Row<'a>) -> Result<&'a [Packed], Error> {
    let (embedding, rest) = row.embedding.as_chunks();
    if !rest.is_empty() {
        return Err(Error::InvalidEmbedding);
    }
    if embedding.len() != dimensions {
        return Err(Error::DimensionMismatch {
            expected: dimensions,
            found: embedding.len(),
        });
    }
    Ok(embedding)
}

/// Cuts what is written into sections.
struct Writer<'s, E> {
    sink: &'s mut dyn FnMut(&[u8]) -> Result<(), E>,
    waiting: Vec<u8>,
    written: usize,
    start: usize,
    sum: Checksum,
    sections: Vec<(core::ops::Range<usize>, u64)>,
}

impl<'s, E: From<Error>> Writer<'s, E> {
    fn new(sink: &'s mut dyn FnMut(&[u8]) -> Result<(), E>) -> Self {
        Self {
            sink,
            waiting: Vec::with_capacity(2 * CHUNK),
            written: 0,
            start: 0,
            sum: Checksum::new(),
            sections: Vec::new(),
        }
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), E> {
        self.sum.update(bytes);
        self.waiting.extend_from_slice(bytes);
        self.written += bytes.len();
        if self.waiting.len() >= CHUNK {
            (self.sink)(&self.waiting)?;
            self.waiting.clear();
        }
        Ok(())
    }

    fn begin(&mut self) -> Result<(), E> {
        let gap = self.written.next_multiple_of(ALIGNMENT) - self.written;
        self.put([0; ALIGNMENT].get(..gap).unwrap_or_default())?;
        self.start = self.written;
        self.sum = Checksum::new();
        Ok(())
    }

    fn end(&mut self) {
        self.sections.push((self.start..self.written, self.sum.finish()));
    }

    fn finish(self) -> Result<[(core::ops::Range<usize>, u64); SECTIONS], E> {
        (self.sink)(&self.waiting)?;
        self.sections.try_into().map_err(|_| Error::InvalidRecord.into())
    }
}
