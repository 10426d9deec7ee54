//! One byte per dimension, with a scale per row.

use crate::Error;
use crate::kernels::{Coding, PreparedBytes, STRIDE, dot, write_codes};
use crate::similarity::ratio;

/// A stored number: four little-endian bytes.
pub(crate) type Packed = [u8; 4];

/// Bytes of a row's codes.
pub(crate) fn stride(dimensions: usize) -> usize {
    dimensions.next_multiple_of(STRIDE)
}

/// What is stored beside a row's codes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct RowRecord {
    /// The length of the embedding.
    pub(crate) norm: f64,
    /// The checksum of the embedding.
    pub(crate) checksum: u64,
    /// What a code is worth, as a part of the embedding divided by its length.
    pub(crate) scale: f32,
    /// How far the codes are from that embedding: the length of the difference, rounded up.
    pub(crate) error: f32,
    /// The sum of the codes: a check of them that costs nothing while they are read.
    pub(crate) sum: i32,
}

impl RowRecord {
    pub(crate) const BYTES: usize = 32;

    /// A record that no codes belong to.
    pub(crate) const fn damaged() -> Self {
        Self {
            norm: 0.0,
            checksum: 0,
            scale: 0.0,
            error: 0.0,
            sum: i32::MIN,
        }
    }

    pub(crate) fn to_bytes(self) -> [u8; Self::BYTES] {
        let mut bytes = [0; Self::BYTES];
        let fields = (self.norm.to_le_bytes().into_iter())
            .chain(self.checksum.to_le_bytes())
            .chain(self.scale.to_le_bytes())
            .chain(self.error.to_le_bytes())
            .chain(self.sum.to_le_bytes());
        bytes
            .iter_mut()
            .zip(fields)
            .for_each(|(byte, field)| *byte = field);
        bytes
    }

    pub(crate) fn from_bytes(bytes: &[u8; Self::BYTES]) -> Self {
        let [norm, checksum, floats, rest] = bytes.as_chunks::<8>().0 else {
            return Self::damaged();
        };
        let [n0, n1, n2, n3, e0, e1, e2, e3] = *floats;
        let [s0, s1, s2, s3, ..] = *rest;
        Self {
            norm: f64::from_le_bytes(*norm),
            checksum: u64::from_le_bytes(*checksum),
            scale: f32::from_le_bytes([n0, n1, n2, n3]),
            error: f32::from_le_bytes([e0, e1, e2, e3]),
            sum: i32::from_le_bytes([s0, s1, s2, s3]),
        }
    }
}

/// The length of a packed embedding.
pub(crate) fn packed_norm(embedding: &[Packed]) -> Result<f64, Error> {
    let squares = dot(embedding, embedding);
    if squares.is_finite() {
        Ok(squares.sqrt())
    } else {
        Err(Error::NotFinite)
    }
}

/// The largest magnitude of some finite numbers. Without their signs they are ordered as their bits are.
fn largest_magnitude(embedding: &[Packed]) -> f32 {
    let bits = embedding.iter().map(|x| u32::from_le_bytes(*x) & 0x7FFF_FFFF);
    f32::from_bits(bits.fold(0, u32::max))
}

/// Codes an embedding into `codes`, which are as long as it.
///
/// A code is the number times 127 over the largest magnitude, to the nearest integer, halves up.
pub(crate) fn encode(embedding: &[Packed], norm: f64, checksum: u64, codes: &mut [u8]) -> RowRecord {
    let largest = largest_magnitude(embedding);
    if largest == 0.0 {
        codes.fill(0);
        return RowRecord {
            norm,
            checksum,
            scale: 0.0,
            error: 0.0,
            sum: 0,
        };
    }
    let steps = 127.0 / f64::from(largest);
    let coding = Coding {
        steps,
        inverse: 1.0 / norm,
        scale: (1.0 / (steps * norm)) as f32,
    };
    let (sum, squares) = write_codes(embedding, coding, codes);
    RowRecord {
        norm,
        checksum,
        scale: coding.scale,
        error: (squares.sqrt() * 1.000_001) as f32,
        sum,
    }
}

/// A query, ready to be compared with codes and with embeddings.
pub(super) struct Query<'a> {
    pub(super) embedding: &'a [f32],
    pub(super) norm: f64,
    /// The query divided by its length.
    pub(super) unit: Vec<f32>,
    pub(super) integers: PreparedBytes,
    /// What an integer is worth.
    pub(super) scale: f64,
    /// How far the integers are from the query divided by its length.
    pub(super) error: f64,
}

impl<'a> Query<'a> {
    pub(super) fn new(embedding: &'a [f32]) -> Result<Self, Error> {
        let norm = crate::similarity::norm(embedding)?;
        let inverse = if norm > 0.0 { 1.0 / norm } else { 0.0 };
        let unit: Vec<f32> = embedding
            .iter()
            .map(|x| (f64::from(*x) * inverse) as f32)
            .collect();
        let largest = unit.iter().fold(0.0_f32, |most, x| most.max(x.abs()));
        let scale = if largest > 0.0 {
            f64::from(largest) / f64::from(PreparedBytes::MAX)
        } else {
            1.0
        };
        let integers: Vec<i16> = unit
            .iter()
            .map(|x| ((f64::from(*x) / scale + 2048.5) as i32 - 2048) as i16)
            .collect();
        let squares: f64 = (unit.iter().zip(&integers))
            .map(|(x, i)| f64::from(*x) - f64::from(*i) * scale)
            .map(|difference| difference * difference)
            .sum();
        let integers = PreparedBytes::new(integers);
        Ok(Self {
            embedding,
            norm,
            unit,
            integers,
            scale,
            error: squares.sqrt(),
        })
    }

    /// The score of a stored embedding, the same bits as `similarity::cosine`.
    pub(super) fn score(&self, embedding: &[Packed], norm: f64) -> f64 {
        ratio(dot(self.embedding, embedding), self.norm * norm)
    }
}
