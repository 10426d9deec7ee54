//! The hashed features of a text, and the packed record of a chunk's features.
//!
//! A record is `version u8 · length u32 · count u32 · count × hash u32, ascending · count × amount u8`,
//! little-endian. The amount holds how often the feature stands in the text, up to 127, and in its
//! highest bit whether the title has it.

use super::crc::crc32;
use super::unicode::{Class, fold};
use super::words::{Run, codes, full_grams, grams, runs};
use crate::Error;

const VERSION: u8 = 1;
const HEADER: usize = 9;
/// Marks a feature of the title in the amount.
pub const IN_TITLE: u8 = 0x80;
const MAX_AMOUNT: u8 = 0x7f;

/// What a feature was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word; a pair of characters in Chinese and Japanese, three in Thai.
    Word,
    /// Four letters of a word, or two syllables in Korean: they find inflected forms and parts of compounds.
    Part,
    /// The first three letters of a word, or two syllables: they find the other forms of a short one.
    Stem,
    /// A character of Chinese or Japanese.
    Character,
    /// A part number or error code.
    Code,
}

impl Kind {
    /// How much a feature counts beside the others of the same rarity.
    pub const fn weight(self) -> f64 {
        match self {
            Self::Word => 1.0,
            Self::Part => 0.5,
            Self::Stem => 0.4,
            Self::Character => 0.8,
            Self::Code => 2.0,
        }
    }

    /// Keeps features apart that are spelled alike.
    const fn tag(self) -> u8 {
        match self {
            Self::Word => b'w',
            Self::Part => b'p',
            Self::Stem => b's',
            Self::Character => b'k',
            Self::Code => b'c',
        }
    }
}

/// One occurrence of a feature in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feature {
    pub hash: u32,
    pub kind: Kind,
    /// Position of the first feature of the same word; its own where a word is not told from the next.
    pub word: usize,
}

/// The features of a text in its order, codes last.
pub fn features(text: &str) -> Vec<Feature> {
    let folded = fold(text);
    let mut features = Vec::new();
    for run in runs(&folded) {
        push_run(&mut features, &run);
    }
    push(&mut features, Kind::Code, codes(&folded));
    features
}

fn push_run(features: &mut Vec<Feature>, run: &Run<'_>) {
    let first = features.len();
    match run.class {
        Class::Spaced => {
            push(features, Kind::Word, [run.text]);
            push(features, Kind::Part, full_grams(run.text, 4));
            push(features, Kind::Stem, full_grams(run.text, 3).into_iter().take(1));
        }
        Class::Hangul => {
            push(features, Kind::Word, [run.text]);
            push(features, Kind::Part, full_grams(run.text, 2));
            push(features, Kind::Stem, full_grams(run.text, 2).into_iter().take(1));
        }
        Class::Cjk => {
            push(features, Kind::Word, grams(run.text, 2));
            push(features, Kind::Character, grams(run.text, 1));
        }
        Class::Sea => push(features, Kind::Word, grams(run.text, 3)),
    }
    if matches!(run.class, Class::Spaced | Class::Hangul) {
        let of_run = features.get_mut(first..).unwrap_or_default();
        of_run.iter_mut().for_each(|feature| feature.word = first);
    }
}

fn push<'a>(features: &mut Vec<Feature>, kind: Kind, texts: impl IntoIterator<Item = &'a str>) {
    for text in texts {
        let hash = crc32(&[&[kind.tag()], text.as_bytes()]);
        features.push(Feature {
            hash,
            kind,
            word: features.len(),
        });
    }
}

/// The packed features of a chunk: what an index keeps of it.
///
/// # Errors
///
/// [`Error::OutOfRange`] if the text has 2³² words or more.
pub fn pack(title: &str, text: &str) -> Result<Vec<u8>, Error> {
    let body = features(text);
    let length = body.iter().filter(|feature| feature.kind == Kind::Word).count();
    let mut hashes: Vec<(u32, bool)> = body.iter().map(|feature| (feature.hash, false)).collect();
    hashes.extend(features(title).iter().map(|feature| (feature.hash, true)));
    hashes.sort_unstable();
    let rows: Vec<(u32, u8)> = hashes.chunk_by(|a, b| a.0 == b.0).filter_map(amount).collect();
    let mut packed = Vec::with_capacity(HEADER + rows.len() * 5);
    packed.push(VERSION);
    packed.extend(
        u32::try_from(length)
            .map_err(|_| Error::OutOfRange)?
            .to_le_bytes(),
    );
    packed.extend(
        u32::try_from(rows.len())
            .map_err(|_| Error::OutOfRange)?
            .to_le_bytes(),
    );
    packed.extend(rows.iter().flat_map(|row| row.0.to_le_bytes()));
    packed.extend(rows.iter().map(|row| row.1));
    Ok(packed)
}

fn amount(same: &[(u32, bool)]) -> Option<(u32, u8)> {
    let &(hash, _) = same.first()?;
    let in_text = same.iter().filter(|(_, title)| !title).count();
    let in_title = if same.iter().any(|&(_, title)| title) {
        IN_TITLE
    } else {
        0
    };
    Some((
        hash,
        u8::try_from(in_text).unwrap_or(MAX_AMOUNT).min(MAX_AMOUNT) | in_title,
    ))
}

/// A chunk's packed features, checked and taken apart.
pub struct Record<'a> {
    pub length: u32,
    hashes: &'a [u8],
    amounts: &'a [u8],
}

impl<'a> Record<'a> {
    /// An empty string is a record without features: the row of a deleted chunk.
    pub fn read(packed: &'a [u8]) -> Result<Self, Error> {
        if packed.is_empty() {
            return Ok(Self {
                length: 0,
                hashes: &[],
                amounts: &[],
            });
        }
        let (header, rows) = packed.split_at_checked(HEADER).ok_or(Error::InvalidRecord)?;
        let [VERSION, l0, l1, l2, l3, c0, c1, c2, c3] = *header else {
            return Err(Error::InvalidRecord);
        };
        let count = u32::from_le_bytes([c0, c1, c2, c3]) as usize;
        if count.checked_mul(5) != Some(rows.len()) {
            return Err(Error::InvalidRecord);
        }
        let (hashes, amounts) = rows.split_at_checked(count * 4).ok_or(Error::InvalidRecord)?;
        let record = Self {
            length: u32::from_le_bytes([l0, l1, l2, l3]),
            hashes,
            amounts,
        };
        let sorted = record.rows().map(|(hash, _)| hash).is_sorted_by(|a, b| a < b);
        if sorted && !amounts.contains(&0) {
            Ok(record)
        } else {
            Err(Error::InvalidRecord)
        }
    }

    /// Hash and amount of each feature, by ascending hash.
    pub fn rows(&self) -> impl Iterator<Item = (u32, u8)> + use<'a> {
        let (hashes, _) = self.hashes.as_chunks();
        hashes
            .iter()
            .map(|&bytes| u32::from_le_bytes(bytes))
            .zip(self.amounts.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_record_is_refused_or_read_in_its_bounds() {
        let packed = pack("Zips", "We repair zips: MX-200-BLK").unwrap();
        for end in 1..packed.len() {
            assert!(Record::read(&packed[..end]).is_err(), "{end}");
        }
        for byte in 0..packed.len() {
            let mut damaged = packed.clone();
            damaged[byte] ^= 0x55;
            if let Ok(record) = Record::read(&damaged) {
                assert!(record.rows().count() <= packed.len());
            }
        }
    }

    #[test]
    fn the_features_of_a_word_share_its_number() {
        let words: Vec<usize> = features("two zips").iter().map(|feature| feature.word).collect();
        // "two" and its stem; "zips", its one part and its stem.
        assert_eq!(words, [0, 0, 2, 2, 2]);
    }
}
