use std::fs::File;
use std::path::Path;

use super::map::Map;
use crate::Error;

/// A file as bytes, mapped: all processes of a host share its memory.
///
/// For files that are written once and replaced by rename, such as lexical segments: a file that is cut
/// while it is mapped ends the process that reads it.
///
/// # Examples
///
/// ```
/// use mxchat_core::files::MappedFile;
///
/// let path = std::env::temp_dir().join(format!("mxchat-mapped-{}", std::process::id()));
/// std::fs::write(&path, "written once").unwrap();
/// assert_eq!(MappedFile::open(&path)?.as_ref(), b"written once");
/// # std::fs::remove_file(&path).unwrap();
/// # Ok::<(), mxchat_core::Error>(())
/// ```
#[derive(Debug)]
pub struct MappedFile(Map);

impl MappedFile {
    /// Maps the whole file.
    ///
    /// # Errors
    ///
    /// [`Error::Storage`] if it cannot be read.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let file = File::open(path).map_err(|_| Error::Storage)?;
        let length = file.metadata().map_err(|_| Error::Storage)?.len();
        Map::new(&file, length).map(Self)
    }
}

impl AsRef<[u8]> for MappedFile {
    fn as_ref(&self) -> &[u8] {
        self.0.as_ref()
    }
}
