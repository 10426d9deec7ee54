//! A file as bytes: mapped, so that all processes share its memory.
#![allow(unsafe_code)]

use core::ops::Range;
use std::fs::File;

use memmap2::{Mmap, MmapOptions};

use crate::Error;

/// The first bytes of a file, read-only.
///
/// Files of an index never shrink below what a map covers: segments are immutable, and a log is only
/// ever cut behind its last whole batch, where no map reaches.
#[derive(Debug)]
pub(super) struct Map(Option<Mmap>);

impl Map {
    /// Maps `length` bytes of a file that has at least as many.
    pub(super) fn new(file: &File, length: u64) -> Result<Self, Error> {
        if file.metadata().map_err(|_| Error::Storage)?.len() < length {
            return Err(Error::InvalidRecord);
        }
        let length = usize::try_from(length).map_err(|_| Error::OverBudget)?;
        if length == 0 {
            return Ok(Self(None));
        }
        // SAFETY: the map is only read, as bytes that are checked before they are believed. Other
        // processes append behind it or replace the file by another; the length was checked above.
        let map = unsafe { MmapOptions::new().len(length).map(file) };
        map.map(|map| Self(Some(map))).map_err(|_| Error::Storage)
    }
}

impl Map {
    /// Brings a range into memory at once, instead of page by page when it is read.
    pub(super) fn populate(&self, range: Range<usize>) {
        #[cfg(target_os = "linux")]
        if let Some(map) = &self.0 {
            // Kernels before 5.14 do not know this; then the pages come one by one.
            let _ = map.advise_range(memmap2::Advice::PopulateRead, range.start, range.len());
        }
        #[cfg(not(target_os = "linux"))]
        let _ = range;
    }
}

impl AsRef<[u8]> for Map {
    fn as_ref(&self) -> &[u8] {
        self.0.as_deref().unwrap_or_default()
    }
}

/// Reads bytes of a file that may be growing or shrinking; fewer where it ends.
pub(super) fn read_at(file: &File, offset: u64, bytes: &mut [u8]) -> Result<usize, Error> {
    let mut read = 0;
    while let Some(rest) = bytes.get_mut(read..).filter(|rest| !rest.is_empty()) {
        match read_some(file, offset + read as u64, rest) {
            Ok(0) => break,
            Ok(count) => read += count,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => return Err(Error::Storage),
        }
    }
    Ok(read)
}

#[cfg(unix)]
fn read_some(file: &File, offset: u64, bytes: &mut [u8]) -> std::io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, bytes, offset)
}

#[cfg(windows)]
fn read_some(file: &File, offset: u64, bytes: &mut [u8]) -> std::io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, bytes, offset)
}
