//! Which files make up a collection.

use std::fs::{self, Metadata};
use std::io::ErrorKind;

use super::disk::Disk;
use crate::Error;
use crate::index::checksum;
use crate::index::layout::Fields;

const NAME: &str = "MANIFEST";
const TEMPORARY: &str = "MANIFEST.tmp";
const MAGIC: &[u8; 8] = b"MXCHATMF";
const VERSION: u32 = 2;
/// Bytes of a manifest.
const BYTES: usize = 64;

/// The content of the file `MANIFEST`, which is only ever replaced as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) dimensions: usize,
    /// Counts compactions; the files of a generation carry its number.
    pub(super) generation: u64,
    /// Bytes of the segment, zero if there is none.
    pub(super) segment_bytes: u64,
    /// The checksum of the segment's header, so that no other segment takes its place.
    pub(super) segment_check: u64,
    /// The sequence number that the segment holds; the log goes on from it.
    pub(super) sequence: u64,
}

impl Manifest {
    pub(super) fn segment_name(&self) -> String {
        format!("{}.seg", self.generation)
    }

    pub(super) fn log_name(&self) -> String {
        format!("{}.log", self.generation)
    }

    /// Reads the manifest of a directory, or nothing if there is none.
    pub(super) fn read(disk: &Disk) -> Result<Option<(Self, Stamp)>, Error> {
        let path = disk.path(NAME);
        // The stamp is taken first: a manifest replaced in between is read again next time.
        let stamp = match fs::metadata(&path) {
            Ok(metadata) => Stamp::of(&metadata),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(_) => return Err(Error::Storage),
        };
        let bytes = fs::read(&path).map_err(|_| Error::Storage)?;
        Self::from_bytes(&bytes).map(|manifest| Some((manifest, stamp)))
    }

    /// What the manifest's file looks like now.
    pub(super) fn stamp(disk: &Disk) -> Result<Stamp, Error> {
        fs::metadata(disk.path(NAME))
            .map(|metadata| Stamp::of(&metadata))
            .map_err(|_| Error::Storage)
    }

    /// Makes this the manifest of a directory.
    pub(super) fn publish(&self, disk: &Disk) -> Result<(), Error> {
        let file = disk.create(TEMPORARY)?;
        disk.write(&file, 0, &self.to_bytes())?;
        disk.sync(&file)?;
        disk.rename(TEMPORARY, NAME)
    }

    fn to_bytes(self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(BYTES);
        bytes.extend(MAGIC);
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend((self.dimensions as u32).to_le_bytes());
        for number in [
            self.generation,
            self.segment_bytes,
            self.segment_check,
            self.sequence,
            0,
        ] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(checksum(&bytes).to_le_bytes());
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let (body, check) = bytes.split_at_checked(BYTES - 8).ok_or(Error::InvalidRecord)?;
        if checksum(body).to_le_bytes() != check {
            return Err(Error::InvalidRecord);
        }
        let mut fields = Fields(body);
        if fields.take::<8>()? != *MAGIC || fields.u32()? != VERSION {
            return Err(Error::InvalidRecord);
        }
        Ok(Self {
            dimensions: fields.u32()? as usize,
            generation: fields.u64()?,
            segment_bytes: fields.u64()?,
            segment_check: fields.u64()?,
            sequence: fields.u64()?,
        })
    }
}

/// What tells a file from one that has replaced it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp([u64; 4]);

impl Stamp {
    #[cfg(unix)]
    fn of(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self([
            metadata.dev(),
            metadata.ino(),
            metadata.mtime().cast_unsigned(),
            metadata.mtime_nsec().cast_unsigned(),
        ])
    }

    #[cfg(not(unix))]
    fn of(metadata: &Metadata) -> Self {
        let modified = metadata
            .modified()
            .ok()
            .and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        let modified = modified.unwrap_or_default();
        Self([
            metadata.len(),
            0,
            modified.as_secs(),
            u64::from(modified.subsec_nanos()),
        ])
    }
}
