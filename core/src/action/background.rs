//! What ordinary messages are like: how often each word stands in them, and where their embeddings lie.
//!
//! Little-endian, one part after the other:
//!
//! | part | bytes |
//! |---|---|
//! | header: `MXAB`, version u32, messages u32, words u32, grams u32, bytes of the vocabulary u32, dimensions u32, synonyms u32, checksum of the rest u32, checksum of the header u32 | 40 |
//! | hashes of the words, ascending | 4 × words |
//! | messages that have each word, see [`Tally`] | 2 × words |
//! | hashes of the grams, ascending | 4 × grams |
//! | messages that have each gram | 2 × grams |
//! | vocabulary: the words of two messages or more, ascending, a line break after each | vocabulary |
//! | hashes of words that have synonyms, ascending, then of the word that stands for each | 8 × synonyms |
//! | mean of the embeddings | 8 × dimensions |
//! | embeddings seen from the mean, unit length, f32 | 4 × dimensions × messages |
//!
//! Opening checks the header and the size; every number read later is checked where it is used.

use super::packed::{Counts, Reader, find, lines, put_u32};
use super::tally::Tally;
use super::vector::{centred, unit};
use super::words::word_hash;
use crate::Error;
use crate::text::crc32;
use std::collections::{BTreeMap, BTreeSet};

const MAGIC: [u8; 4] = *b"MXAB";
const VERSION: u32 = 1;
const HEADER_CHECKED: usize = 36;
/// Messages that must have a word before a misspelt one is repaired to it.
const VOCABULARY_FROM: u32 = 2;
/// The most messages of a background: beyond that nothing becomes better.
pub const MAX_MESSAGES: usize = 50_000;
/// A term that fewer messages have counts as if it were this rare.
const IDF_CAP: f64 = 5.5;

/// The bytes of a background, taken apart.
#[derive(Clone, Copy)]
pub struct Background<'a> {
    pub messages: usize,
    pub dimensions: usize,
    /// Tells one background from another.
    pub checksum: u32,
    words: Counts<'a>,
    grams: Counts<'a>,
    vocabulary: &'a str,
    synonyms: &'a [[u8; 4]],
    concepts: &'a [[u8; 4]],
    mean: &'a [[u8; 8]],
    rows: &'a [[u8; 4]],
}

impl<'a> Background<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Self, Error> {
        let mut reader = Reader::open(bytes, MAGIC, VERSION, HEADER_CHECKED)?;
        let [messages, words, grams, vocabulary, dimensions, synonyms] = reader.counts()?;
        let checksum = reader.u32()?;
        reader.u32()?;
        let background = Self {
            messages,
            dimensions,
            checksum,
            words: reader.hashed_counts(words)?,
            grams: reader.hashed_counts(grams)?,
            vocabulary: core::str::from_utf8(reader.bytes(vocabulary)?).map_err(|_| Error::InvalidRecord)?,
            synonyms: reader.chunks(synonyms)?,
            concepts: reader.chunks(synonyms)?,
            mean: reader.chunks(dimensions)?,
            rows: reader.chunks(dimensions.checked_mul(messages).ok_or(Error::InvalidRecord)?)?,
        };
        reader.end()?;
        if messages == 0 || messages > MAX_MESSAGES {
            return Err(Error::InvalidRecord);
        }
        Ok(background)
    }

    /// The hash of the word that stands for a word and its synonyms.
    pub fn concept(&self, hash: u32) -> u32 {
        let place = find(self.synonyms, hash);
        let found = place.and_then(|place| self.concepts.get(place));
        found.map_or(hash, |&concept| u32::from_le_bytes(concept))
    }

    /// Whether a word is one of the messages' or has synonyms.
    pub fn knows(&self, hash: u32) -> bool {
        find(self.synonyms, hash).is_some() || self.words.get(hash).is_some()
    }

    /// How many messages have a word, by the hash of what stands for it.
    pub fn word(&self, hash: u32) -> Option<u16> {
        self.words.get(hash)
    }

    /// How many messages have a gram.
    pub fn gram(&self, hash: u32) -> Option<u16> {
        self.grams.get(hash)
    }

    /// How much a term tells that so many messages have.
    pub fn idf(&self, count: Option<u16>) -> f64 {
        let count = f64::from(count.unwrap_or(0));
        crate::math::ln((self.messages as f64 + 1.0) / (count + 0.5)).min(IDF_CAP)
    }

    /// The words of two messages or more, ascending.
    pub fn vocabulary(&self) -> impl Iterator<Item = &'a str> {
        lines(self.vocabulary)
    }

    /// An embedding as it is compared: seen from the mean of ordinary messages, of unit length.
    ///
    /// Of unit length alone where the messages have no embeddings.
    pub fn seen_from_mean(&self, embedding: &[f32]) -> Result<Vec<f32>, Error> {
        if self.dimensions == 0 {
            return Ok(unit(embedding)?.iter().map(|&number| number as f32).collect());
        }
        if embedding.len() != self.dimensions {
            return Err(Error::DimensionMismatch {
                expected: self.dimensions,
                found: embedding.len(),
            });
        }
        let mean: Vec<f64> = self
            .mean
            .iter()
            .map(|&number| f64::from_le_bytes(number))
            .collect();
        if mean.iter().any(|number| !number.is_finite()) {
            return Err(Error::InvalidRecord);
        }
        Ok(centred(&unit(embedding)?, &mean))
    }

    /// The embeddings of the messages, as they are compared.
    pub fn rows(&self) -> impl Iterator<Item = &'a [[u8; 4]]> {
        self.rows.chunks_exact(self.dimensions.max(1))
    }
}

/// Packs the statistics of messages, with their embeddings or with none.
///
/// Each of `synonyms` is some words that mean the same; the first stands for all.
pub fn build(messages: &[&str], synonyms: &[&str], embeddings: &[f32]) -> Result<Vec<u8>, Error> {
    if messages.is_empty() || messages.len() > MAX_MESSAGES {
        return Err(Error::OutOfRange);
    }
    if !embeddings.len().is_multiple_of(messages.len()) {
        return Err(Error::InvalidEmbedding);
    }
    let dimensions = embeddings.len() / messages.len();
    let concepts = concepts(synonyms);
    let concept = |hash: u32| concepts.get(&hash).copied().unwrap_or(hash);
    let mut tally = Tally::default();
    let mut vocabulary: BTreeSet<String> = BTreeSet::new();
    for message in messages {
        let own = super::words::words(message);
        tally.add(&own, concept);
        vocabulary.extend(own);
    }
    let (words, grams) = (tally.words(), tally.grams());
    let is_common = |word: &String| tally.word(concept(word_hash(word))) >= VOCABULARY_FROM;
    let vocabulary: String = vocabulary
        .into_iter()
        .filter(is_common)
        .flat_map(|word| [word, "\n".to_owned()])
        .collect();
    let mut body = Vec::new();
    put_counts(&mut body, &words);
    put_counts(&mut body, &grams);
    body.extend(vocabulary.as_bytes());
    body.extend(
        concepts
            .keys()
            .chain(concepts.values())
            .flat_map(|hash| hash.to_le_bytes()),
    );
    put_embeddings(&mut body, embeddings, dimensions)?;
    let mut bytes = MAGIC.to_vec();
    for number in [
        VERSION as usize,
        messages.len(),
        words.len(),
        grams.len(),
        vocabulary.len(),
        dimensions,
        concepts.len(),
    ] {
        put_u32(&mut bytes, number)?;
    }
    bytes.extend(crc32(&[&body]).to_le_bytes());
    bytes.extend(crc32(&[&bytes]).to_le_bytes());
    bytes.extend(body);
    Ok(bytes)
}

/// By the hash of a word with synonyms, that of the one that stands for it; a word keeps its first meaning.
fn concepts(synonyms: &[&str]) -> BTreeMap<u32, u32> {
    let mut concepts = BTreeMap::new();
    for line in synonyms {
        let hashes: Vec<u32> = super::words::words(line)
            .iter()
            .map(|word| word_hash(word))
            .collect();
        let Some(first) = hashes.first() else {
            continue;
        };
        let concept = concepts.get(first).copied().unwrap_or(*first);
        for hash in hashes {
            concepts.entry(hash).or_insert(concept);
        }
    }
    concepts
}

fn put_counts(body: &mut Vec<u8>, counts: &BTreeMap<u32, u16>) {
    body.extend(counts.keys().flat_map(|hash| hash.to_le_bytes()));
    body.extend(counts.values().flat_map(|count| count.to_le_bytes()));
}

fn put_embeddings(body: &mut Vec<u8>, embeddings: &[f32], dimensions: usize) -> Result<(), Error> {
    let units: Vec<Vec<f64>> = embeddings
        .chunks_exact(dimensions.max(1))
        .map(unit)
        .collect::<Result<_, _>>()?;
    let mut mean = vec![0.0; dimensions];
    for row in &units {
        for (sum, number) in mean.iter_mut().zip(row) {
            *sum += number;
        }
    }
    for sum in &mut mean {
        *sum /= units.len() as f64;
    }
    body.extend(mean.iter().flat_map(|number| number.to_le_bytes()));
    for row in &units {
        body.extend(centred(row, &mean).iter().flat_map(|number| number.to_le_bytes()));
    }
    Ok(())
}
