//! Writing a collection anew.

use std::fs::File;

use super::log::{Carried, Entry};
use super::manifest::Manifest;
use super::map::Map;
use super::writeback::begin_writeback;
use super::{Collection, write};
use crate::Error;
use crate::index::calibrate::calibrate;
use crate::index::layout::{HEADER, Layout};
use crate::index::{Row, Rows, Segment, checksum, write_segment};

/// Bytes after which the disk is told to begin with them, while the next are made.
const WRITEBACK_BYTES: u64 = 1 << 23;

/// The rows of a collection that count, as the source of a new segment.
struct Living<'a> {
    collection: &'a Collection,
    /// Rows of the segment.
    rows: Vec<u32>,
    /// Where in the log the records of the others begin.
    offsets: Vec<usize>,
}

impl Rows for Living<'_> {
    fn count(&self) -> usize {
        self.rows.len() + self.offsets.len()
    }

    fn row(&self, position: usize) -> Option<Row<'_>> {
        let Collection {
            segment,
            log,
            manifest,
            ..
        } = self.collection;
        if let Some(row) = self.rows.get(position) {
            let (segment, row) = (segment.as_ref()?, *row as usize);
            let embedding = segment.stored_embedding(row)?;
            return Some(Row {
                id: segment.id(row)?,
                embedding,
                labels: segment.labels(row),
            });
        }
        let bytes = log
            .as_ref()
            .get(*self.offsets.get(position - self.rows.len())?..)?;
        let carried = Carried::read(bytes, manifest.dimensions)?;
        let id = Entry::id(bytes)?;
        Some(Row {
            id,
            embedding: carried.embedding.as_flattened(),
            labels: carried.labels,
        })
    }
}

impl Collection {
    /// Writes all rows that count into a new segment, and begins a new log.
    ///
    /// Takes seconds for a hundred thousand rows, and memory of 40 bytes for each: run it outside
    /// requests. Readers go on with the old files until the new ones are there; writers wait.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRecord`] if a row is damaged: then nothing is changed, and the collection has to be
    /// reset. [`Error::Storage`] if the files cannot be written: then nothing is changed either.
    pub fn compact(&mut self) -> Result<(), Error> {
        let _lock = self.begin_change()?;
        let mut manifest = Manifest {
            generation: self.manifest.generation + 1,
            sequence: self.delta.sequence,
            ..self.manifest
        };
        let written = self.write_generation(&mut manifest);
        if written.is_err() {
            write::sweep(&self.disk, self.manifest.generation);
            return written;
        }
        write::sweep(&self.disk, manifest.generation);
        self.refresh()
    }

    fn write_generation(&self, manifest: &mut Manifest) -> Result<(), Error> {
        let living = self.living()?;
        (manifest.segment_bytes, manifest.segment_check) = (0, 0);
        if living.count() > 0 {
            let temporary = format!("{}.seg.tmp", manifest.generation);
            let file = self.disk.create(&temporary)?;
            let layout = self.write_rows(&living, &file)?;
            let header = layout.to_bytes();
            self.disk.write(&file, 0, &header)?;
            self.disk.truncate(&file, layout.end() as u64)?;
            self.disk.sync(&file)?;
            self.disk.rename(&temporary, &manifest.segment_name())?;
            (manifest.segment_bytes, manifest.segment_check) = (layout.end() as u64, checksum(&header));
        }
        write::create_log(&self.disk, manifest)?;
        manifest.publish(&self.disk)
    }

    /// Writes the sections of a segment, looks how it is best searched, and returns its header.
    fn write_rows(&self, living: &Living<'_>, file: &File) -> Result<Layout, Error> {
        let (mut offset, mut begun) = (0, 0);
        let layout = write_segment(self.manifest.dimensions, living, &mut |part: &[u8]| {
            self.disk.write(file, offset, part)?;
            offset += part.len() as u64;
            if offset - begun >= WRITEBACK_BYTES {
                begin_writeback(file, begun, offset - begun);
                begun = offset;
            }
            Ok::<(), Error>(())
        })?;
        debug_assert!(offset > HEADER as u64);
        self.disk.write(file, 0, &layout.to_bytes())?;
        let map = Map::new(file, offset)?;
        let tier = calibrate(&Segment::open_unchecked(map)?)?;
        Ok(layout.with_tier(tier))
    }

    /// The rows that count, after a check that none of them is damaged.
    fn living(&self) -> Result<Living<'_>, Error> {
        let rows = self.segment.as_ref().map_or(0, Segment::rows);
        let rows: Vec<u32> = (0..rows as u32)
            .filter(|row| self.delta.is_alive(*row as usize))
            .collect();
        if let Some(segment) = &self.segment
            && rows
                .iter()
                .any(|row| segment.packed_embedding(*row as usize).is_none())
        {
            return Err(Error::InvalidRecord);
        }
        let offsets: Vec<usize> = self.delta.offsets().collect();
        for offset in &offsets {
            let bytes = self.log.as_ref().get(*offset..).unwrap_or_default();
            Entry::read(bytes, self.manifest.dimensions).ok_or(Error::InvalidRecord)?;
        }
        Ok(Living {
            collection: self,
            rows,
            offsets,
        })
    }
}
