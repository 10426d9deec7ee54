//! The types of arguments and results at the border. Each takes exactly what its PHP twin takes
//! under `strict_types`.

use core::ops::Range;
use std::path::Path;

use ext_php_rs::binary_slice::BinarySlice;
use ext_php_rs::boxed::ZBox;
use ext_php_rs::convert::FromZval;
use ext_php_rs::error::Result as ZendResult;
use ext_php_rs::flags::DataType;
use ext_php_rs::types::{ZendHashTable, Zval};
use mxchat_core::Error;
use mxchat_core::files::MappedFile;

/// A PHP string as bytes, without a copy. PHP does not promise UTF-8.
pub type Bytes<'a> = BinarySlice<'a, u8>;

/// A PHP array.
pub type Array = ZBox<ZendHashTable>;

/// A PHP string of packed little-endian 32-bit floats, without a copy.
pub struct Floats<'a>(Option<&'a [f32]>);

impl<'a> Floats<'a> {
    /// The floats.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidEmbedding`] if the string is not a whole number of them.
    pub fn get(&self) -> Result<&'a [f32], Error> {
        self.0.ok_or(Error::InvalidEmbedding)
    }
}

impl<'a> FromZval<'a> for Floats<'a> {
    const TYPE: DataType = DataType::String;

    fn from_zval(zval: &'a Zval) -> Option<Self> {
        zval.zend_str()?;
        Some(Self(zval.binary_slice()))
    }
}

/// A PHP float; as in PHP, an integer is taken for one.
pub struct Float(pub f64);

impl FromZval<'_> for Float {
    const TYPE: DataType = DataType::Double;

    fn from_zval(zval: &Zval) -> Option<Self> {
        zval.double()
            .or_else(|| zval.long().map(|integer| integer as f64))
            .map(Self)
    }
}

/// A number of things.
///
/// # Errors
///
/// [`Error::OutOfRange`] if it is negative.
pub fn count(number: i64) -> Result<usize, Error> {
    usize::try_from(number).map_err(|_| Error::OutOfRange)
}

/// A PHP string as text.
///
/// # Errors
///
/// [`Error::InvalidUtf8`].
pub fn utf8<'a>(bytes: &Bytes<'a>) -> Result<&'a str, Error> {
    core::str::from_utf8(bytes).map_err(|_| Error::InvalidUtf8)
}

/// A PHP list of strings as bytes.
pub fn slices<'a>(strings: &[Bytes<'a>]) -> Vec<&'a [u8]> {
    strings.iter().map(|bytes| **bytes).collect()
}

/// What a segment's string begins with if the rest is the path of the file that holds it.
const FILE: &[u8] = b"file://";

/// A lexical segment: its bytes, or the file that holds them.
pub enum Segment<'a> {
    Bytes(&'a [u8]),
    File(MappedFile),
}

impl<'a> Segment<'a> {
    /// Takes the string for bytes, or for the path of a file that is then mapped.
    ///
    /// # Errors
    ///
    /// [`Error::Storage`] if the file cannot be read.
    pub fn open(string: &Bytes<'a>) -> Result<Self, Error> {
        let Some(path) = string.strip_prefix(FILE) else {
            return Ok(Self::Bytes(string));
        };
        let path = core::str::from_utf8(path).map_err(|_| Error::Storage)?;
        MappedFile::open(Path::new(path)).map(Self::File)
    }

    /// The segments of a collection.
    ///
    /// # Errors
    ///
    /// Those of [`Self::open`].
    pub fn open_all(strings: &[Bytes<'a>]) -> Result<Vec<Self>, Error> {
        strings.iter().map(Self::open).collect()
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Bytes(bytes) => bytes,
            Self::File(file) => file.as_ref(),
        }
    }
}

/// Where a part of a text starts and ends, in bytes.
pub fn span(fields: &mut ZendHashTable, range: &Range<usize>) -> ZendResult<()> {
    fields.insert("start", range.start as i64)?;
    fields.insert("end", range.end as i64)
}

/// A PHP list of what `convert` makes of each item.
pub fn list<T>(items: Vec<T>, convert: impl Fn(T) -> ZendResult<Array>) -> ZendResult<Vec<Array>> {
    items.into_iter().map(convert).collect()
}
