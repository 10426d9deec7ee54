//! A segment: an inverted index of chunks as immutable bytes.
//!
//! Little-endian, one part after the other:
//!
//! | part | bytes |
//! |---|---|
//! | header: `MXLS`, version u32, rows u32, features u32, postings u32, width u32, total length u64, checksum of the rest u32, checksum of the header u32 | 40 |
//! | ids, ascending | 8 × rows |
//! | lengths in words | 4 × rows |
//! | hashes of the features, ascending | 4 × features |
//! | end of each feature's postings | 4 × features |
//! | row of each posting, ascending within a feature | width × postings |
//! | amount of each posting | 1 × postings |
//!
//! `width` is 2 where the rows fit into 16 bits, 4 otherwise. Opening checks the header and the size,
//! and a reader checks every number that it follows, so that no byte of a segment can lead outside of
//! it. [`Segment::is_intact`] reads all of it against its checksum: for the day it comes from a disk.

use super::crc::crc32;
use super::features::Record;
use crate::Error;

const MAGIC: [u8; 4] = *b"MXLS";
const VERSION: u32 = 1;
const HEADER: usize = 40;
const HEADER_CHECKED: usize = 36;

/// One row that has a feature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posting {
    pub row: u32,
    pub amount: u8,
}

/// The bytes of a segment, taken apart.
#[derive(Clone, Copy)]
pub struct Segment<'a> {
    pub rows: usize,
    pub total_length: u64,
    width: usize,
    checksum: u32,
    body: &'a [u8],
    ids: &'a [u8],
    lengths: &'a [u8],
    hashes: &'a [u8],
    ends: &'a [u8],
    posting_rows: &'a [u8],
    amounts: &'a [u8],
}

/// Packs the chunks' features as a segment; `ids[i]` belongs to `records[i]`.
///
/// # Errors
///
/// [`Error::InvalidRecord`] if a record is damaged, [`Error::OutOfRange`] if ids and records differ in
/// number, an id comes twice or exceeds 2⁶³ − 1, or there are 2³² postings or more.
pub fn build(ids: &[u64], records: &[&[u8]]) -> Result<Vec<u8>, Error> {
    if ids.len() != records.len() {
        return Err(Error::OutOfRange);
    }
    let mut chunks: Vec<(u64, Record<'_>)> = Vec::with_capacity(ids.len());
    for (&id, packed) in ids.iter().zip(records) {
        chunks.push((id, Record::read(packed)?));
    }
    chunks.sort_by_key(|chunk| chunk.0);
    let is_twice = !chunks.is_sorted_by(|a, b| a.0 < b.0);
    if is_twice || chunks.last().is_some_and(|chunk| chunk.0 > i64::MAX as u64) {
        return Err(Error::OutOfRange);
    }
    encode(&chunks)
}

fn encode(chunks: &[(u64, Record<'_>)]) -> Result<Vec<u8>, Error> {
    let mut postings: Vec<(u32, u32, u8)> = Vec::new();
    for (row, (_, record)) in (0u32..).zip(chunks) {
        postings.extend(record.rows().map(|(hash, amount)| (hash, row, amount)));
    }
    postings.sort_unstable();
    let features: Vec<&[(u32, u32, u8)]> = postings.chunk_by(|a, b| a.0 == b.0).collect();
    let mut body = Vec::new();
    body.extend(chunks.iter().flat_map(|chunk| chunk.0.to_le_bytes()));
    body.extend(chunks.iter().flat_map(|chunk| chunk.1.length.to_le_bytes()));
    body.extend(
        features
            .iter()
            .filter_map(|same| same.first())
            .flat_map(|first| first.0.to_le_bytes()),
    );
    let mut end = 0u32;
    for same in &features {
        end = u32::try_from(same.len())
            .ok()
            .and_then(|n| end.checked_add(n))
            .ok_or(Error::OutOfRange)?;
        body.extend(end.to_le_bytes());
    }
    let width = row_width(chunks.len());
    body.extend(
        postings
            .iter()
            .flat_map(|posting| posting.1.to_le_bytes().into_iter().take(width)),
    );
    body.extend(postings.iter().map(|posting| posting.2));
    let total_length: u64 = chunks.iter().map(|chunk| u64::from(chunk.1.length)).sum();
    let mut packed = header(
        [chunks.len(), features.len(), postings.len(), width],
        total_length,
        &body,
    )?;
    packed.extend(body);
    Ok(packed)
}

const fn row_width(rows: usize) -> usize {
    if rows <= 1 << 16 { 2 } else { 4 }
}

fn header(counts: [usize; 4], total_length: u64, body: &[u8]) -> Result<Vec<u8>, Error> {
    let mut header = Vec::with_capacity(HEADER + body.len());
    header.extend(MAGIC);
    header.extend(VERSION.to_le_bytes());
    for count in counts {
        header.extend(u32::try_from(count).map_err(|_| Error::OutOfRange)?.to_le_bytes());
    }
    header.extend(total_length.to_le_bytes());
    header.extend(crc32(&[body]).to_le_bytes());
    header.extend(crc32(&[&header]).to_le_bytes());
    Ok(header)
}

impl<'a> Segment<'a> {
    /// Takes the bytes apart; a header that is damaged or does not fit them is [`Error::InvalidRecord`].
    pub fn open(bytes: &'a [u8]) -> Result<Self, Error> {
        let (header, body) = bytes.split_at_checked(HEADER).ok_or(Error::InvalidRecord)?;
        let (checked, header_checksum) = header
            .split_at_checked(HEADER_CHECKED)
            .ok_or(Error::InvalidRecord)?;
        let is_ours = checked.starts_with(&MAGIC)
            && u32_at(checked, 1) == Some(VERSION)
            && u32_at(header_checksum, 0) == Some(crc32(&[checked]));
        let sizes = [2, 3, 4, 5, 8].map(|i| u32_at(checked, i));
        let (
            [
                Some(rows),
                Some(features),
                Some(postings),
                Some(width),
                Some(checksum),
            ],
            true,
        ) = (sizes, is_ours)
        else {
            return Err(Error::InvalidRecord);
        };
        let [rows, features, postings, width] = [rows, features, postings, width].map(|n| n as usize);
        let mut parts = Parts(body);
        let segment = Self {
            rows,
            total_length: u64_at(checked, 3).ok_or(Error::InvalidRecord)?,
            width,
            checksum,
            body,
            ids: parts.take(rows, 8)?,
            lengths: parts.take(rows, 4)?,
            hashes: parts.take(features, 4)?,
            ends: parts.take(features, 4)?,
            posting_rows: parts.take(postings, width)?,
            amounts: parts.take(postings, 1)?,
        };
        let fits = parts.0.is_empty() && width == row_width(rows);
        if fits {
            Ok(segment)
        } else {
            Err(Error::InvalidRecord)
        }
    }

    /// Whether every byte is as it was built.
    pub fn is_intact(&self) -> bool {
        crc32(&[self.body]) == self.checksum
    }

    pub fn id(&self, row: u32) -> Option<u64> {
        u64_at(self.ids, row as usize)
    }

    pub fn length(&self, row: u32) -> Option<u32> {
        u32_at(self.lengths, row as usize)
    }

    pub fn contains(&self, id: u64) -> bool {
        let (ids, _) = self.ids.as_chunks();
        ids.binary_search_by_key(&id, |&bytes| u64::from_le_bytes(bytes))
            .is_ok()
    }

    /// The rows that have a feature; none where no row has it or where the bytes make no sense.
    pub fn postings(&self, hash: u32) -> impl Iterator<Item = Posting> + use<'a> {
        let range = self.range(hash).unwrap_or(0..0);
        let rows = self
            .posting_rows
            .get(range.start * self.width..range.end * self.width)
            .unwrap_or_default();
        let amounts = self.amounts.get(range).unwrap_or_default();
        let limit = self.rows;
        let rows = rows.chunks_exact(self.width).map(|bytes| match *bytes {
            [a, b] => u32::from(u16::from_le_bytes([a, b])),
            [a, b, c, d] => u32::from_le_bytes([a, b, c, d]),
            _ => u32::MAX,
        });
        let postings = rows.zip(amounts).map(|(row, &amount)| Posting { row, amount });
        postings.filter(move |posting| (posting.row as usize) < limit)
    }

    /// How many rows have a feature.
    pub fn frequency(&self, hash: u32) -> usize {
        self.range(hash).map_or(0, |range| range.len())
    }

    fn range(&self, hash: u32) -> Option<core::ops::Range<usize>> {
        let (hashes, _) = self.hashes.as_chunks();
        let feature = hashes
            .binary_search_by_key(&hash, |&bytes| u32::from_le_bytes(bytes))
            .ok()?;
        let start = feature
            .checked_sub(1)
            .map_or(Some(0), |before| u32_at(self.ends, before))? as usize;
        let end = u32_at(self.ends, feature)? as usize;
        (start <= end && end <= self.amounts.len()).then_some(start..end)
    }
}

struct Parts<'a>(&'a [u8]);

impl<'a> Parts<'a> {
    fn take(&mut self, count: usize, width: usize) -> Result<&'a [u8], Error> {
        let size = count.checked_mul(width).ok_or(Error::InvalidRecord)?;
        let (part, rest) = self.0.split_at_checked(size).ok_or(Error::InvalidRecord)?;
        self.0 = rest;
        Ok(part)
    }
}

fn u32_at(bytes: &[u8], index: usize) -> Option<u32> {
    bytes
        .as_chunks()
        .0
        .get(index)
        .map(|&bytes| u32::from_le_bytes(bytes))
}

fn u64_at(bytes: &[u8], index: usize) -> Option<u64> {
    bytes
        .as_chunks()
        .0
        .get(index)
        .map(|&bytes| u64::from_le_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{build_segment, lexical_features, search_segments, verify_segment};

    fn small() -> Vec<u8> {
        let records = ["We repair zips.", "Returns within 30 days.", "Zips, MX-200-BLK"]
            .map(|text| lexical_features("Title", text).unwrap());
        build_segment(&[1, 2, 3], &records.each_ref().map(Vec::as_slice)).unwrap()
    }

    #[test]
    fn every_flipped_bit_is_detected_and_does_no_harm() {
        let segment = small();
        assert!(verify_segment(&segment));
        for byte in 0..segment.len() {
            for bit in 0..8 {
                let mut damaged = segment.clone();
                damaged[byte] ^= 1 << bit;
                assert!(!verify_segment(&damaged), "byte {byte}, bit {bit}");
                let found = search_segments(&[&damaged], "zips mx-200-blk", 9);
                assert!(found.is_err() == (byte < HEADER), "byte {byte}, bit {bit}");
            }
        }
    }

    #[test]
    fn every_cut_is_refused() {
        let segment = small();
        for end in 0..segment.len() {
            assert!(Segment::open(&segment[..end]).is_err(), "{end}");
        }
    }

    /// A header with a good checksum over any numbers: what an attacker would write.
    #[test]
    fn sizes_of_a_forged_header_lead_nowhere() {
        let body = small().split_off(HEADER);
        let numbers = [
            0,
            1,
            2,
            3,
            255,
            65_536,
            65_537,
            u32::MAX / 8,
            u32::MAX - 1,
            u32::MAX,
        ];
        for rows in numbers {
            for features in numbers {
                for postings in numbers {
                    for width in [0, 1, 2, 4, u32::MAX] {
                        let counts = [rows, features, postings, width].map(|n| n as usize);
                        let mut forged = header(counts, u64::MAX, &body).unwrap();
                        forged.extend(&body);
                        let _ = search_segments(&[&forged], "zips returns", 9);
                    }
                }
            }
        }
    }

    #[test]
    fn rows_beyond_16_bits_take_4_bytes() {
        let record = lexical_features("", "common").unwrap();
        let last = lexical_features("", "common rare").unwrap();
        let mut records = vec![record.as_slice(); 65_536];
        records.push(&last);
        let ids: Vec<u64> = (0..65_537).collect();
        let segment = build_segment(&ids, &records).unwrap();
        let found = search_segments(&[&segment], "rare", 2).unwrap();
        assert_eq!(found.iter().map(|found| found.id).collect::<Vec<_>>(), [65_536]);
    }
}
