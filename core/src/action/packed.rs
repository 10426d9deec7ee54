//! Reading and writing the numbers of packed bytes.

use crate::Error;
use crate::text::crc32;

/// Takes bytes apart from the front; a part that is not there is [`Error::InvalidRecord`].
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// Checks magic, version and the header's checksum, which stands at `checked`, and goes on behind the version.
    pub fn open(bytes: &'a [u8], magic: [u8; 4], version: u32, checked: usize) -> Result<Self, Error> {
        let (header, rest) = bytes.split_at_checked(checked).ok_or(Error::InvalidRecord)?;
        let sum = rest.first_chunk().ok_or(Error::InvalidRecord)?;
        let mut reader = Self(bytes);
        let is_ours = reader.bytes(4)? == magic && reader.u32()? == version;
        if is_ours && crc32(&[header]) == u32::from_le_bytes(*sum) {
            Ok(reader)
        } else {
            Err(Error::InvalidRecord)
        }
    }

    pub fn bytes(&mut self, count: usize) -> Result<&'a [u8], Error> {
        let (part, rest) = self.0.split_at_checked(count).ok_or(Error::InvalidRecord)?;
        self.0 = rest;
        Ok(part)
    }

    /// So many numbers of `N` bytes.
    pub fn chunks<const N: usize>(&mut self, count: usize) -> Result<&'a [[u8; N]], Error> {
        let bytes = self.bytes(count.checked_mul(N).ok_or(Error::InvalidRecord)?)?;
        Ok(bytes.as_chunks().0)
    }

    fn number<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        self.chunks::<N>(1)?.first().copied().ok_or(Error::InvalidRecord)
    }

    pub fn u32(&mut self) -> Result<u32, Error> {
        self.number().map(u32::from_le_bytes)
    }

    /// A number that is finite.
    pub fn finite(&mut self) -> Result<f64, Error> {
        let number = f64::from_le_bytes(self.number()?);
        if number.is_finite() {
            Ok(number)
        } else {
            Err(Error::InvalidRecord)
        }
    }

    /// A length: a finite number above zero.
    pub fn length(&mut self) -> Result<f64, Error> {
        self.finite().and_then(|number| {
            if number > 0.0 {
                Ok(number)
            } else {
                Err(Error::InvalidRecord)
            }
        })
    }

    pub fn count(&mut self) -> Result<usize, Error> {
        self.u32().map(|count| count as usize)
    }

    pub fn counts<const N: usize>(&mut self) -> Result<[usize; N], Error> {
        let mut counts = [0; N];
        for count in &mut counts {
            *count = self.count()?;
        }
        Ok(counts)
    }

    /// Hashes, then what is counted of each.
    pub fn hashed_counts(&mut self, count: usize) -> Result<Counts<'a>, Error> {
        Ok(Counts {
            hashes: self.chunks(count)?,
            counts: self.chunks(count)?,
        })
    }

    /// Refuses bytes that nobody asked for.
    pub fn end(self) -> Result<(), Error> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Error::InvalidRecord)
        }
    }
}

/// Counts by hash.
#[derive(Clone, Copy)]
pub struct Counts<'a> {
    hashes: &'a [[u8; 4]],
    counts: &'a [[u8; 2]],
}

impl Counts<'_> {
    pub fn get(&self, hash: u32) -> Option<u16> {
        let place = find(self.hashes, hash)?;
        self.counts.get(place).map(|&count| u16::from_le_bytes(count))
    }
}

/// The place of a hash among ascending ones.
///
/// Written out: where a damaged record is out of order, every form of the core must go the same way.
pub fn find(hashes: &[[u8; 4]], hash: u32) -> Option<usize> {
    let (mut low, mut high) = (0, hashes.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let found = u32::from_le_bytes(*hashes.get(middle)?);
        if found == hash {
            return Some(middle);
        }
        if found < hash {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    None
}

/// The lines of a text, each with a line break after it.
pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split_terminator('\n')
}

/// Appends a number.
///
/// # Errors
///
/// [`Error::OutOfRange`] if it takes more than 32 bits.
pub fn put_u32(bytes: &mut Vec<u8>, number: usize) -> Result<(), Error> {
    bytes.extend(
        u32::try_from(number)
            .map_err(|_| Error::OutOfRange)?
            .to_le_bytes(),
    );
    Ok(())
}
