//! Index files: a collection of embeddings in a directory.
//!
//! Embeddings live in a database; these files are a cache of them that can be rebuilt at any time, fast
//! enough to be searched within a request. A directory holds one collection of one dimension count: an
//! immutable segment, a log of what has changed since, and a manifest that names both. Many processes
//! read without locks; one writes at a time. What is acknowledged survives a killed process; what is
//! damaged is noticed and answered with [`Error::InvalidRecord`], upon which the owner calls
//! [`Collection::reset`] and adds the rows again.
//!
//! No thread, no pool, nothing that a `fork` breaks. Memory is that of mapped files, which all processes
//! of a host share.
//!
//! # Examples
//!
//! ```
//! # let directory = std::env::temp_dir().join(format!("mxchat-example-{}", std::process::id()));
//! use mxchat_core::files::Collection;
//! use mxchat_core::index::{Labels, Row, Search};
//!
//! let mut collection = Collection::open(&directory, 2)?;
//! let embedding = [1.0_f32, 0.0].map(f32::to_le_bytes).concat();
//! collection.upsert([Row { id: 1, embedding: &embedding, labels: Labels::default() }].as_slice())?;
//! assert_eq!(collection.search(&Search::new(&[2.0, 0.0], 1))?[0].id, 1);
//! # std::fs::remove_dir_all(&directory).unwrap();
//! # Ok::<(), mxchat_core::Error>(())
//! ```

mod compact;
mod delta;
mod disk;
mod log;
mod manifest;
mod map;
mod mapped_file;
mod write;
mod writeback;

#[cfg(test)]
mod tests;

use std::fs::{self, File};
use std::path::Path;

use delta::Delta;
use disk::Disk;
use log::{HEADER, Header};
use manifest::{Manifest, Stamp};
use map::{Map, read_at};
pub use mapped_file::MappedFile;

use crate::Error;
use crate::index::cascade::Cascade;
use crate::index::layout::Layout;
use crate::index::{Match, Search, Segment};

/// Rows in the log from which on a compaction pays, if they are more than one in twenty.
const COMPACT_ROWS: usize = 2_000;
const COMPACT_SHARE: usize = 20;

/// A collection of embeddings in a directory.
#[derive(Debug)]
pub struct Collection {
    disk: Disk,
    manifest: Manifest,
    stamp: Stamp,
    segment: Option<Segment<Map>>,
    /// The file that the segment maps.
    segment_file: Option<File>,
    log_file: File,
    log: Map,
    delta: Delta,
}

/// What is known of a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stats {
    /// Rows that a search can find.
    pub rows: usize,
    /// Their dimensions.
    pub dimensions: usize,
    /// Counts every change of a row; two collections fed alike have the same.
    pub sequence: u64,
    /// Counts compactions.
    pub generation: u64,
    /// Rows in the log.
    pub log_rows: usize,
    /// Bytes of all files.
    pub bytes: u64,
    /// Bytes that every search reads.
    pub hot_bytes: u64,
    /// Whether every search is exact.
    pub is_exact: bool,
    /// Whether a compaction would pay.
    pub needs_compaction: bool,
}

impl Collection {
    /// Opens the collection of a directory, or begins one.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRecord`] if a file is damaged, missing or of another version,
    /// [`Error::DimensionMismatch`] if the collection has other dimensions, [`Error::OutOfRange`] for
    /// dimensions outside 1 to 4,096, [`Error::Storage`] if a file cannot be read or written.
    pub fn open(directory: &Path, dimensions: usize) -> Result<Self, Error> {
        if !crate::index::layout::DIMENSIONS.contains(&dimensions) {
            return Err(Error::OutOfRange);
        }
        let disk = Disk::new(directory);
        if Manifest::read(&disk)?.is_none() {
            fs::create_dir_all(directory).map_err(|_| Error::Storage)?;
            let _lock = write::lock(&disk)?;
            // Another process may have been first.
            if Manifest::read(&disk)?.is_none() {
                write::begin(&disk, dimensions)?;
            }
        }
        let collection = Self::load(disk)?;
        if collection.manifest.dimensions != dimensions {
            return Err(Error::DimensionMismatch {
                expected: collection.manifest.dimensions,
                found: dimensions,
            });
        }
        if let Some(segment) = &collection.segment {
            segment.check_blocks()?;
        }
        Ok(collection)
    }

    /// Opens the collection of a directory, whatever its dimensions, to be searched at once: damage of the
    /// codes that every search reads is noticed by the first that reads them.
    ///
    /// # Errors
    ///
    /// [`Error::Storage`] if there is none, else as for [`Collection::open`].
    pub fn open_existing(directory: &Path) -> Result<Self, Error> {
        let disk = Disk::new(directory);
        if Manifest::read(&disk)?.is_none() {
            return Err(Error::Storage);
        }
        Self::load(disk)
    }

    /// The dimensions of every row.
    #[must_use]
    pub fn dimensions(&self) -> usize {
        self.manifest.dimensions
    }

    /// Drops what a directory holds and begins an empty collection.
    ///
    /// # Errors
    ///
    /// As for [`Collection::open`].
    pub fn reset(directory: &Path, dimensions: usize) -> Result<Self, Error> {
        if !crate::index::layout::DIMENSIONS.contains(&dimensions) {
            return Err(Error::OutOfRange);
        }
        fs::create_dir_all(directory).map_err(|_| Error::Storage)?;
        let disk = Disk::new(directory);
        {
            let _lock = write::lock(&disk)?;
            write::begin(&disk, dimensions)?;
        }
        Self::load(disk)
    }

    /// The rows most alike to a query, best first, equal scores by id.
    ///
    /// Sees everything that any process has acknowledged before.
    ///
    /// # Errors
    ///
    /// As for [`crate::index::search`], and [`Error::Storage`] if a file cannot be read.
    pub fn search(&mut self, search: &Search<'_>) -> Result<Vec<Match>, Error> {
        self.refresh()?;
        let dimensions = self.manifest.dimensions;
        if search.query.len() != dimensions {
            return Err(Error::DimensionMismatch {
                expected: dimensions,
                found: search.query.len(),
            });
        }
        let mut cascade = Cascade::new(search)?;
        // The few rows of the log first: what they reach, the many of the segment need not be looked at for.
        let rows = self.delta.view(self.log.as_ref(), dimensions);
        cascade.search_rows(&rows, rows.passing(&search.filter))?;
        if let Some(segment) = &self.segment {
            cascade.search_segment(segment, self.delta.alive())?;
        }
        Ok(cascade.finish())
    }

    /// What is known of the collection now.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRecord`] or [`Error::Storage`] if its files are damaged or cannot be read.
    pub fn stats(&mut self) -> Result<Stats, Error> {
        self.refresh()?;
        let (rows, hot, is_exact) = self.segment.as_ref().map_or((0, 0, true), |segment| {
            (segment.rows(), segment.hot_bytes(), segment.is_exact())
        });
        let changed = self.delta.all_rows() + self.delta.dead_in_segment();
        Ok(Stats {
            rows: rows - self.delta.dead_in_segment() + self.delta.live_rows(),
            dimensions: self.manifest.dimensions,
            sequence: self.delta.sequence,
            generation: self.manifest.generation,
            log_rows: self.delta.all_rows(),
            bytes: self.manifest.segment_bytes + self.delta.end as u64,
            hot_bytes: hot as u64,
            is_exact,
            needs_compaction: changed > COMPACT_ROWS.max(rows / COMPACT_SHARE),
        })
    }

    fn load(disk: Disk) -> Result<Self, Error> {
        // A compaction can replace the files between two steps; the new ones are there at the next try.
        let mut last = Error::InvalidRecord;
        for _ in 0..3 {
            let (manifest, stamp) = Manifest::read(&disk)?.ok_or(Error::InvalidRecord)?;
            match Self::load_generation(disk.clone(), manifest, stamp) {
                Ok(collection) => return Ok(collection),
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    fn load_generation(disk: Disk, manifest: Manifest, stamp: Stamp) -> Result<Self, Error> {
        let open = |name: &str| File::open(disk.path(name)).map_err(|_| Error::InvalidRecord);
        let segment_file = (manifest.segment_bytes > 0)
            .then(|| open(&manifest.segment_name()))
            .transpose()?;
        let segment = segment_file
            .as_ref()
            .map(|file| load_segment(file, &manifest))
            .transpose()?;
        let log_file = open(&manifest.log_name())?;
        let header = read_header(&log_file)?;
        if header.dimensions != manifest.dimensions || header.generation != manifest.generation {
            return Err(Error::InvalidRecord);
        }
        let mut delta = Delta::new(HEADER, manifest.sequence);
        delta.take_in(&log_file, manifest.dimensions, segment.as_ref())?;
        if (delta.end as u64) < header.committed || delta.sequence < header.sequence {
            return Err(Error::InvalidRecord);
        }
        let log = Map::new(&log_file, delta.end as u64)?;
        Ok(Self {
            disk,
            manifest,
            stamp,
            segment,
            segment_file,
            log_file,
            log,
            delta,
        })
    }

    /// Takes in what other processes have changed. Costs a look at three files if nothing has.
    fn refresh(&mut self) -> Result<(), Error> {
        if Manifest::stamp(&self.disk)? != self.stamp {
            *self = Self::load(self.disk.clone())?;
            return Ok(());
        }
        let length_of = |file: &File| {
            file.metadata()
                .map(|metadata| metadata.len())
                .map_err(|_| Error::Storage)
        };
        // Reading a map behind the end of its file would kill the process.
        let segment_bytes = self.segment_file.as_ref().map_or(Ok(0), length_of)?;
        let length = length_of(&self.log_file)?;
        if segment_bytes < self.manifest.segment_bytes || length < self.delta.end as u64 {
            return Err(Error::InvalidRecord);
        }
        if length > self.delta.end as u64 {
            self.delta
                .take_in(&self.log_file, self.manifest.dimensions, self.segment.as_ref())?;
            self.log = Map::new(&self.log_file, self.delta.end as u64)?;
        }
        Ok(())
    }
}

/// The segment that a manifest names.
fn load_segment(file: &File, manifest: &Manifest) -> Result<Segment<Map>, Error> {
    let map = Map::new(file, manifest.segment_bytes)?;
    let header = map
        .as_ref()
        .get(..crate::index::layout::HEADER)
        .map(crate::index::checksum);
    if header != Some(manifest.segment_check) {
        return Err(Error::InvalidRecord);
    }
    for range in Layout::from_bytes(map.as_ref())?.read_in_full() {
        map.populate(range);
    }
    Segment::open_to_scan(map)
}

/// The header of a log, which a writer may just be replacing.
fn read_header(log: &File) -> Result<Header, Error> {
    let mut last = Error::InvalidRecord;
    for _ in 0..100 {
        let mut bytes = [0; HEADER];
        read_at(log, 0, &mut bytes)?;
        match Header::from_bytes(&bytes) {
            Ok(header) => return Ok(header),
            Err(error) => last = error,
        }
    }
    Err(last)
}
