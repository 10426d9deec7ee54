//! Everything that changes a disk, so that a test can let any of it fail.

use std::fs::{self, File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::Error;

/// A directory that is written to.
#[derive(Clone, Debug)]
pub(super) struct Disk {
    directory: PathBuf,
    /// How many more writes succeed.
    #[cfg(test)]
    pub(super) writes_left: std::rc::Rc<std::cell::Cell<Option<usize>>>,
}

impl Disk {
    pub(super) fn new(directory: &Path) -> Self {
        Self {
            directory: directory.to_owned(),
            #[cfg(test)]
            writes_left: std::rc::Rc::default(),
        }
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }

    pub(super) fn directory(&self) -> &Path {
        &self.directory
    }

    /// Creates a file, or empties it.
    pub(super) fn create(&self, name: &str) -> Result<File, Error> {
        self.may_write()?;
        let options = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(true)
            .open(self.path(name));
        options.map_err(|_| Error::Storage)
    }

    /// Opens a file that is there for writing.
    pub(super) fn open(&self, name: &str) -> Result<File, Error> {
        OpenOptions::new()
            .read(true)
            .write(true)
            .open(self.path(name))
            .map_err(|_| Error::Storage)
    }

    /// Writes bytes at an offset.
    pub(super) fn write(&self, mut file: &File, offset: u64, bytes: &[u8]) -> Result<(), Error> {
        let written = file.seek(SeekFrom::Start(offset)).and_then(|_| {
            if let Err(error) = self.may_write() {
                // A full disk may take a part.
                file.write_all(bytes.get(..bytes.len() / 2).unwrap_or_default())?;
                return Err(std::io::Error::other(error));
            }
            file.write_all(bytes)
        });
        written.map_err(|_| Error::Storage)
    }

    /// Makes what was written to a file last.
    pub(super) fn sync(&self, file: &File) -> Result<(), Error> {
        self.may_write()?;
        file.sync_data().map_err(|_| Error::Storage)
    }

    /// Cuts a file.
    pub(super) fn truncate(&self, file: &File, length: u64) -> Result<(), Error> {
        file.set_len(length).map_err(|_| Error::Storage)
    }

    /// Gives a file the name of another, which it replaces for whoever looks next, and makes that last.
    pub(super) fn rename(&self, from: &str, to: &str) -> Result<(), Error> {
        self.may_write()?;
        fs::rename(self.path(from), self.path(to)).map_err(|_| Error::Storage)?;
        let synced = File::open(&self.directory).and_then(|directory| directory.sync_all());
        synced.map_err(|_| Error::Storage)
    }

    /// Removes a file if it is there.
    pub(super) fn remove(&self, name: &str) {
        // A file that stays behind costs space, nothing else; the next compaction tries again.
        let _ = fs::remove_file(self.path(name));
    }

    #[cfg(not(test))]
    fn may_write(&self) -> Result<(), Error> {
        Ok(())
    }

    #[cfg(test)]
    fn may_write(&self) -> Result<(), Error> {
        match self.writes_left.get() {
            None => Ok(()),
            Some(0) => Err(Error::Storage),
            Some(left) => {
                self.writes_left.set(Some(left - 1));
                Ok(())
            }
        }
    }
}
