//! What the targets share: ways to damage bytes, and to hide the damage from checksums.
//!
//! A fuzzer guesses no checksum. Targets therefore seal what they have damaged, as a hostile writer
//! would, so that every check behind the checksum is reached.

use std::path::PathBuf;

use mxchat_core::Error;
use mxchat_core::files::Collection;
use mxchat_core::index::{Filter, PackedRows, checksum};

/// Where a vector segment keeps its sections (first byte, length, checksum) and its own checksum.
const VECTOR_SECTIONS: std::ops::Range<usize> = 40..232;
const VECTOR_HEADER: usize = 256;
/// Where a lexical segment keeps the checksums of its body and of its header.
const LEXICAL_BODY_SUM: usize = 32;
const LEXICAL_HEADER_SUM: usize = 36;
const LEXICAL_HEADER: usize = 40;
/// Bytes of a manifest, and of the header of a log.
const FILE_HEADER: usize = 64;

/// Damage: bytes to overwrite (the place counts modulo the length), and where to cut.
#[derive(Debug)]
pub struct Damage<'a> {
    pub writes: &'a [(u16, u8)],
    /// Cuts so many bytes off the end.
    pub cut: u16,
}

impl Damage<'_> {
    pub fn apply(&self, bytes: &mut Vec<u8>) {
        bytes.truncate(bytes.len() - bytes.len().min(usize::from(self.cut)));
        // The first half of the places reach the front, where headers are; the others all of the bytes.
        for &(place, byte) in self.writes {
            let place = usize::from(place);
            let place = if place < 1 << 15 {
                place % 512
            } else {
                place.wrapping_mul(40_503)
            };
            let length = bytes.len().max(1);
            if let Some(damaged) = bytes.get_mut(place % length) {
                *damaged = byte;
            }
        }
    }
}

/// A folder of this process that does not exist yet, in memory where the host has such a place.
#[must_use]
pub fn place(name: &str) -> PathBuf {
    let memory = PathBuf::from("/dev/shm");
    let base = if memory.is_dir() {
        memory
    } else {
        std::env::temp_dir()
    };
    let place = base.join(format!("mxchat-fuzz-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&place);
    place
}

/// The embedding of two dimensions that tells an id and its version.
#[must_use]
pub fn embedding(id: u8, version: u8) -> [f32; 2] {
    [f32::from(id) - 100.5, f32::from(version) + 1.0]
}

/// Adds rows of an id and a version.
///
/// # Errors
///
/// As for [`Collection::upsert`].
pub fn put(collection: &mut Collection, rows: &[(u8, u8)]) -> Result<u64, Error> {
    let ids: Vec<u8> = rows
        .iter()
        .flat_map(|row| u64::from(row.0).to_le_bytes())
        .collect();
    let numbers = rows.iter().flat_map(|row| embedding(row.0, row.1));
    let embeddings: Vec<u8> = numbers.flat_map(f32::to_le_bytes).collect();
    collection.upsert(&PackedRows::new(2, &ids, &embeddings, Filter::default())?)
}

/// Makes the checksums of a lexical segment true.
pub fn seal_lexical(segment: &mut [u8]) {
    if segment.len() < LEXICAL_HEADER {
        return;
    }
    let body = crc32(&segment[LEXICAL_HEADER..]).to_le_bytes();
    segment[LEXICAL_BODY_SUM..LEXICAL_HEADER_SUM].copy_from_slice(&body);
    let header = crc32(&segment[..LEXICAL_HEADER_SUM]).to_le_bytes();
    segment[LEXICAL_HEADER_SUM..LEXICAL_HEADER].copy_from_slice(&header);
}

/// Makes the checksums of a vector segment true: those of its sections, then that of its header.
pub fn seal_vectors(segment: &mut [u8]) {
    if segment.len() < VECTOR_HEADER {
        return;
    }
    for at in VECTOR_SECTIONS.step_by(24) {
        let number = |at: usize| {
            segment[at..]
                .first_chunk()
                .map_or(0, |bytes| u64::from_le_bytes(*bytes) as usize)
        };
        let range = number(at)..number(at).saturating_add(number(at + 8));
        if let Some(sum) = segment.get(range).map(checksum) {
            segment[at + 16..at + 24].copy_from_slice(&sum.to_le_bytes());
        }
    }
    seal_front(segment, VECTOR_HEADER);
}

/// Makes the checksum of a manifest true.
pub fn seal_manifest(manifest: &mut [u8]) {
    seal_front(manifest, FILE_HEADER);
}

/// Makes the checksums of a log true: that of its header and those of its records.
pub fn seal_log(log: &mut [u8]) {
    seal_front(log, FILE_HEADER);
    let mut rest = log.get_mut(FILE_HEADER..).unwrap_or_default();
    while let Some(length) = rest
        .first_chunk()
        .map(|length| u32::from_le_bytes(*length) as usize)
    {
        let Some((record, next)) = rest.split_at_mut_checked(length.max(8)) else {
            return;
        };
        seal_front(record, record.len());
        rest = next;
    }
}

/// Makes the checksum of a header true that stands behind the bytes it is about.
pub fn seal_header(bytes: &mut [u8], at: usize) {
    if bytes.len() >= at + 4 {
        let sum = crc32(&bytes[..at]).to_le_bytes();
        bytes[at..at + 4].copy_from_slice(&sum);
    }
}

/// Writes the checksum of the first `length` bytes into the last eight of them.
fn seal_front(bytes: &mut [u8], length: usize) {
    if let Some((body, sum)) = bytes
        .get_mut(..length)
        .and_then(|front| front.split_last_chunk_mut())
    {
        *sum = checksum(body).to_le_bytes();
    }
}

/// CRC-32 of ISO 3309, bit by bit.
#[must_use]
pub fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use mxchat_core::index::{Labels, Row, Segment, build};
    use mxchat_core::text::{build_segment, lexical_features, verify_segment};

    /// A seal that breaks nothing is put where the checksums are.
    #[test]
    fn seals_are_those_of_the_core() {
        let mut lexical =
            build_segment(&[1], &[&lexical_features("Zips", "We repair zips.").unwrap()]).unwrap();
        let whole = lexical.clone();
        seal_lexical(&mut lexical);
        assert_eq!(lexical, whole);
        lexical[60] ^= 1;
        assert!(!verify_segment(&lexical));
        seal_lexical(&mut lexical);
        assert!(verify_segment(&lexical));

        let embedding = [1.0_f32, 2.0].map(f32::to_le_bytes).concat();
        let row = Row {
            id: 7,
            embedding: &embedding,
            labels: Labels::default(),
        };
        let mut vectors = build(2, [row].as_slice()).unwrap();
        let whole = vectors.clone();
        seal_vectors(&mut vectors);
        assert_eq!(vectors, whole);
        let ids = u64::from_le_bytes(vectors[64..72].try_into().unwrap()) as usize;
        vectors[ids] = 9;
        assert!(Segment::open(&vectors).is_err());
        seal_vectors(&mut vectors);
        assert_eq!(Segment::open(&vectors).unwrap().id(0), Some(9));
    }
}
