//! Changing a collection.

use std::collections::HashMap;
use std::fs::{self, File};

use super::Collection;
use super::disk::Disk;
use super::log::{self, HEADER, Header};
use super::manifest::Manifest;
use crate::Error;
use crate::index::Rows;

/// Takes the writer's lock of a directory; it ends with the file, or with the process.
pub(super) fn lock(disk: &Disk) -> Result<File, Error> {
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(disk.path("LOCK"));
    let file = file.map_err(|_| Error::Storage)?;
    file.lock().map_err(|_| Error::Storage)?;
    Ok(file)
}

/// Begins an empty collection under a number that no file of the directory has.
pub(super) fn begin(disk: &Disk, dimensions: usize) -> Result<(), Error> {
    let generation = generations(disk).max().map_or(1, |last| last + 1);
    let manifest = Manifest {
        dimensions,
        generation,
        segment_bytes: 0,
        segment_check: 0,
        sequence: 0,
    };
    create_log(disk, &manifest)?;
    manifest.publish(disk)?;
    sweep(disk, generation);
    Ok(())
}

/// Writes the empty log of a manifest.
pub(super) fn create_log(disk: &Disk, manifest: &Manifest) -> Result<(), Error> {
    let file = disk.create(&manifest.log_name())?;
    let header = Header {
        dimensions: manifest.dimensions,
        generation: manifest.generation,
        committed: HEADER as u64,
        sequence: manifest.sequence,
    };
    disk.write(&file, 0, &header.to_bytes())?;
    disk.sync(&file)
}

/// Removes the files of other generations.
pub(super) fn sweep(disk: &Disk, keep: u64) {
    let old: Vec<u64> = generations(disk)
        .filter(|generation| *generation != keep)
        .collect();
    for generation in old {
        for kind in ["seg", "seg.tmp", "log"] {
            disk.remove(&format!("{generation}.{kind}"));
        }
    }
}

fn generations(disk: &Disk) -> impl Iterator<Item = u64> {
    let entries = fs::read_dir(disk.directory()).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.split_once('.')?.0.parse().ok())
}

impl Collection {
    /// Adds rows, each in the place of one with its id. All of them, or none.
    ///
    /// Returns the sequence number of the last change. What is returned from here lasts.
    ///
    /// # Errors
    ///
    /// [`Error::DimensionMismatch`], [`Error::InvalidEmbedding`], [`Error::NotFinite`] or
    /// [`Error::OutOfRange`] for a row that cannot be stored, [`Error::InvalidRecord`] if the collection
    /// is damaged, [`Error::Storage`] if it cannot be written.
    pub fn upsert<R: Rows + ?Sized>(&mut self, rows: &R) -> Result<u64, Error> {
        let _lock = self.begin_change()?;
        let ids = (0..rows.count())
            .filter_map(|position| rows.row(position))
            .map(|row| row.id);
        let places = self.places(ids);
        let mut batch = Batch::default();
        for row in (0..rows.count()).filter_map(|position| rows.row(position)) {
            let sequence = self.delta.sequence + batch.next();
            let replaces = places.get(&row.id).copied().flatten();
            log::put_upsert(
                &mut batch.bytes,
                self.manifest.dimensions,
                sequence,
                replaces,
                &row,
            )?;
        }
        self.append(batch)
    }

    /// Deletes the rows with these ids. Returns how many there were.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRecord`] if the collection is damaged, [`Error::Storage`] if it cannot be written.
    pub fn delete(&mut self, ids: &[u64]) -> Result<usize, Error> {
        let _lock = self.begin_change()?;
        let places = self.places(ids.iter().copied());
        let mut batch = Batch::default();
        for (id, place) in &places {
            let counts = place.is_some_and(|row| self.delta.is_alive(row as usize)) || self.delta.holds(*id);
            if counts {
                let sequence = self.delta.sequence + batch.next();
                log::put_delete(&mut batch.bytes, sequence, *place, *id);
            }
        }
        let deleted = batch.count as usize;
        self.append(batch)?;
        Ok(deleted)
    }

    /// Locks the collection, takes in all changes, and cuts off what a killed writer has left.
    pub(super) fn begin_change(&mut self) -> Result<File, Error> {
        let lock = lock(&self.disk)?;
        self.refresh()?;
        let file = self.disk.open(&self.manifest.log_name())?;
        if file.metadata().map_err(|_| Error::Storage)?.len() > self.delta.end as u64 {
            self.disk.truncate(&file, self.delta.end as u64)?;
        }
        Ok(lock)
    }

    /// For each id the row of the segment that has it.
    fn places(&self, ids: impl Iterator<Item = u64>) -> HashMap<u64, Option<u32>> {
        let mut places: HashMap<u64, Option<u32>> = ids.map(|id| (id, None)).collect();
        if let Some(segment) = &self.segment {
            for row in 0..segment.rows() {
                if let Some(place) = segment.id(row).and_then(|id| places.get_mut(&id)) {
                    *place = Some(row as u32);
                }
            }
        }
        places
    }

    /// Appends a batch, makes it last, and says so in the header.
    fn append(&mut self, mut batch: Batch) -> Result<u64, Error> {
        if batch.count == 0 {
            return Ok(self.delta.sequence);
        }
        log::end_batch(&mut batch.bytes, batch.last);
        let file = self.disk.open(&self.manifest.log_name())?;
        let end = self.delta.end as u64;
        let written = self
            .disk
            .write(&file, end, &batch.bytes)
            .and_then(|()| self.disk.sync(&file));
        if let Err(error) = written {
            // If this fails too, the next writer does it: the batch has no end.
            let _ = self.disk.truncate(&file, end);
            return Err(error);
        }
        let header = Header {
            dimensions: self.manifest.dimensions,
            generation: self.manifest.generation,
            committed: end + batch.bytes.len() as u64,
            sequence: self.delta.sequence + batch.count,
        };
        self.disk.write(&file, 0, &header.to_bytes())?;
        self.refresh()?;
        Ok(self.delta.sequence)
    }
}

/// Records on their way to the log.
#[derive(Default)]
struct Batch {
    bytes: Vec<u8>,
    count: u64,
    /// Where the last record begins.
    last: usize,
}

impl Batch {
    /// Begins a record; returns its number in the batch, from one.
    fn next(&mut self) -> u64 {
        self.last = self.bytes.len();
        self.count += 1;
        self.count
    }
}
