//! Trained actions as bytes.
//!
//! Little-endian, one part after the other. The texts are those of the actions in their order, each
//! action's phrases, then its label, then its counter-examples.
//!
//! | part | bytes |
//! |---|---|
//! | header: `MXAM`, version u32, actions u32, texts u32, words u32, postings of words u32, grams u32, postings of grams u32, bytes of the vocabulary u32, bytes of the ids u32, dimensions u32, numbers of a head u32, checksum of the background u32, checksum of the header u32 | 56 |
//! | bar of the semantic and of the lexical logits, f64 | 16 |
//! | each action: phrases with the label u32, counter-examples u32, own bar f64, length of the lexical middle f64, of the semantic one f64 | 32 × actions |
//! | ids, a line break after each | ids |
//! | each text: length of its grams f64, weight of its words f64 | 16 × texts |
//! | hashes of the words, end of each one's postings, text of each posting u16 | 8 × words + 2 × postings |
//! | the same for grams | 8 × grams + 2 × postings |
//! | vocabulary: the words of the texts, ascending, a line break after each | vocabulary |
//! | embeddings of the texts as they are compared, f32 | 4 × dimensions × texts |
//! | each action's head, its constant last, f32 | 4 × numbers of a head × actions |

use super::packed::{Reader, find, lines};
use crate::Error;
use core::ops::Range;

pub const MAGIC: [u8; 4] = *b"MXAM";
pub const VERSION: u32 = 1;
pub const HEADER_CHECKED: usize = 52;
/// Where the two bars stand.
pub const BARS: Range<usize> = 56..72;
/// The own bar of an action that has none.
pub const NO_BAR: f64 = f64::MAX;
/// A row of a text fits 16 bits.
pub const MAX_TEXTS: usize = 65_535;

/// The bytes of a model, taken apart.
pub struct Model<'a> {
    pub dimensions: usize,
    /// That of the background that it was trained on.
    pub background: u32,
    pub semantic_bar: f64,
    pub lexical_bar: f64,
    pub actions: Vec<Action<'a>>,
    pub texts: Vec<Text>,
    pub words: Postings<'a>,
    pub grams: Postings<'a>,
    pub vocabulary: &'a str,
    rows: &'a [[u8; 4]],
    heads: &'a [[u8; 4]],
    head_length: usize,
}

/// What is kept of an action.
pub struct Action<'a> {
    pub id: &'a str,
    /// Texts that are phrases; the label is the last.
    pub phrases: Range<usize>,
    pub counters: Range<usize>,
    /// The logit that it needs, if its owner insists.
    pub own_bar: Option<f64>,
    pub lexical_middle: f64,
    pub semantic_middle: f64,
}

/// What is kept of a text.
pub struct Text {
    pub length: f64,
    pub weight: f64,
}

/// Which texts have a term.
pub struct Postings<'a> {
    hashes: &'a [[u8; 4]],
    ends: &'a [[u8; 4]],
    texts: &'a [[u8; 2]],
}

impl<'a> Postings<'a> {
    fn read(reader: &mut Reader<'a>, terms: usize, postings: usize) -> Result<Self, Error> {
        Ok(Self {
            hashes: reader.chunks(terms)?,
            ends: reader.chunks(terms)?,
            texts: reader.chunks(postings)?,
        })
    }

    /// The texts that have a term; `None` if no text has it.
    pub fn get(&self, hash: u32) -> Option<impl Iterator<Item = usize> + use<'a>> {
        let place = find(self.hashes, hash)?;
        let end = |place: usize| self.ends.get(place).map(|&end| u32::from_le_bytes(end) as usize);
        let start = place.checked_sub(1).map_or(Some(0), end)?;
        let texts = self.texts.get(start..end(place)?)?;
        Some(texts.iter().map(|&text| usize::from(u16::from_le_bytes(text))))
    }
}

impl<'a> Model<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Self, Error> {
        let mut reader = Reader::open(bytes, MAGIC, VERSION, HEADER_CHECKED)?;
        let [
            actions,
            texts,
            words,
            word_postings,
            grams,
            gram_postings,
            vocabulary,
            ids,
            dimensions,
            head_length,
        ] = reader.counts()?;
        let background = reader.u32()?;
        reader.u32()?;
        let (semantic_bar, lexical_bar) = (reader.finite()?, reader.finite()?);
        let mut place = 0;
        let mut rows: Vec<Action<'_>> = (0..actions)
            .map(|_| action(&mut reader, &mut place))
            .collect::<Result<_, _>>()?;
        let mut names = lines(text(reader.bytes(ids)?)?);
        for row in &mut rows {
            row.id = names.next().ok_or(Error::InvalidRecord)?;
        }
        let model = Self {
            dimensions,
            background,
            semantic_bar,
            lexical_bar,
            actions: rows,
            texts: (0..texts)
                .map(|_| text_row(&mut reader))
                .collect::<Result<_, _>>()?,
            words: Postings::read(&mut reader, words, word_postings)?,
            grams: Postings::read(&mut reader, grams, gram_postings)?,
            vocabulary: text(reader.bytes(vocabulary)?)?,
            rows: reader.chunks(dimensions.checked_mul(texts).ok_or(Error::InvalidRecord)?)?,
            heads: reader.chunks(head_length.checked_mul(actions).ok_or(Error::InvalidRecord)?)?,
            head_length,
        };
        reader.end()?;
        let is_sound =
            place == texts && names.next().is_none() && (head_length == 0 || head_length == dimensions + 1);
        if is_sound {
            Ok(model)
        } else {
            Err(Error::InvalidRecord)
        }
    }

    /// The embedding of a text, as it is compared.
    pub fn embedding(&self, text: usize) -> Option<&'a [[u8; 4]]> {
        let start = text.checked_mul(self.dimensions)?;
        self.rows.get(start..start.checked_add(self.dimensions)?)
    }

    /// The head of an action and its constant, if it was trained.
    pub fn head(&self, action: usize) -> Option<(&'a [[u8; 4]], f64)> {
        let start = action.checked_mul(self.head_length)?;
        let (&constant, weights) = self
            .heads
            .get(start..start.checked_add(self.head_length)?)?
            .split_last()?;
        Some((weights, f64::from(f32::from_le_bytes(constant))))
    }
}

/// Reads an action whose texts begin at `place`, and moves it behind them. Its id stands elsewhere.
fn action<'a>(reader: &mut Reader<'a>, place: &mut usize) -> Result<Action<'a>, Error> {
    let [phrases, counters] = reader.counts()?;
    let own_bar = reader.finite()?;
    let middle = place.checked_add(phrases).ok_or(Error::InvalidRecord)?;
    let end = middle.checked_add(counters).ok_or(Error::InvalidRecord)?;
    let start = core::mem::replace(place, end);
    Ok(Action {
        id: "",
        phrases: start..middle,
        counters: middle..end,
        own_bar: (own_bar != NO_BAR).then_some(own_bar),
        lexical_middle: reader.length()?,
        semantic_middle: reader.length()?,
    })
}

fn text_row(reader: &mut Reader<'_>) -> Result<Text, Error> {
    Ok(Text {
        length: reader.length()?,
        weight: reader.length()?,
    })
}

fn text(bytes: &[u8]) -> Result<&str, Error> {
    core::str::from_utf8(bytes).map_err(|_| Error::InvalidRecord)
}
