//! From actions and their phrases to the bytes of a model.

use super::background::Background;
use super::calibration::{bar, bare_bar};
use super::model::{BARS, HEADER_CHECKED, MAGIC, MAX_TEXTS, Model, NO_BAR, VERSION};
use super::packed::put_u32;
use super::score::{Logit, Scorer, or_one};
use super::vector::dot;
use super::words::{Terms, words};
use super::{Action, head};
use crate::Error;
use crate::math::ln;
use crate::text::crc32;
use std::collections::{BTreeMap, BTreeSet};

/// Longest id, in bytes.
const MAX_ID: usize = 128;
/// Without a head, the bar is set by so many phrases at most: it is wanted at once, and the polyfill is slow.
const QUICK_BAR: usize = 32;
/// Owner's bars are kept this far from never and always.
const EDGE: f64 = 1e-9;

/// The texts of an action, as the model has them: phrases, label, counter-examples.
struct Texts<'a> {
    phrases: Vec<&'a str>,
    counters: &'a [&'a str],
}

/// Trains a model; `embeddings` are those of all texts in their order, or none.
pub fn train(
    actions: &[Action<'_>],
    background: &Background<'_>,
    embeddings: &[f32],
    has_head: bool,
) -> Result<Vec<u8>, Error> {
    let texts: Vec<Texts<'_>> = actions.iter().map(Texts::of).collect::<Result<_, _>>()?;
    check_ids(actions)?;
    let rows = embedded(&texts, background, embeddings)?;
    let heads = if has_head {
        heads(&texts, &rows, background)?
    } else {
        Vec::new()
    };
    let mut bytes = encode(actions, &texts, background, &rows, &heads)?;
    let bars = bars(&texts, background, &rows, &Model::open(&bytes)?)?;
    let packed: Vec<u8> = bars.iter().flat_map(|bar| bar.to_le_bytes()).collect();
    if let Some(place) = bytes.get_mut(BARS) {
        place.copy_from_slice(&packed);
    }
    Ok(bytes)
}

impl<'a> Texts<'a> {
    fn of(action: &'a Action<'a>) -> Result<Self, Error> {
        let label = Some(action.label).filter(|label| !label.is_empty());
        let phrases: Vec<&str> = action.phrases.iter().copied().chain(label).collect();
        if phrases.is_empty() {
            return Err(Error::OutOfRange);
        }
        Ok(Self {
            phrases,
            counters: &action.counter_phrases,
        })
    }

    fn all(&self) -> impl Iterator<Item = &'a str> {
        self.phrases.iter().chain(self.counters).copied()
    }

    fn count(&self) -> usize {
        self.phrases.len() + self.counters.len()
    }
}

fn check_ids(actions: &[Action<'_>]) -> Result<(), Error> {
    let ids: BTreeSet<&str> = actions.iter().map(|action| action.id).collect();
    let is_sound =
        |id: &str| !id.is_empty() && id.len() <= MAX_ID && id.bytes().all(|byte| byte.is_ascii_graphic());
    if ids.len() == actions.len() && ids.into_iter().all(is_sound) {
        Ok(())
    } else {
        Err(Error::InvalidId)
    }
}

/// The embeddings of the texts, as they are compared.
fn embedded(
    texts: &[Texts<'_>],
    background: &Background<'_>,
    embeddings: &[f32],
) -> Result<Vec<Vec<f32>>, Error> {
    let count: usize = texts.iter().map(Texts::count).sum();
    if count > MAX_TEXTS {
        return Err(Error::OutOfRange);
    }
    if embeddings.is_empty() {
        return Ok(Vec::new());
    }
    let dimensions = match background.dimensions {
        0 => embeddings.len() / count.max(1),
        dimensions => dimensions,
    };
    if dimensions == 0 || embeddings.len() != count * dimensions {
        return Err(Error::DimensionMismatch {
            expected: count * dimensions.max(1),
            found: embeddings.len(),
        });
    }
    embeddings
        .chunks_exact(dimensions)
        .map(|embedding| background.seen_from_mean(embedding))
        .collect()
}

/// Which rows belong to each action's phrases.
fn phrase_ranges(texts: &[Texts<'_>]) -> Vec<core::ops::Range<usize>> {
    let mut start = 0;
    texts
        .iter()
        .map(|texts| {
            let range = start..start + texts.phrases.len();
            start += texts.count();
            range
        })
        .collect()
}

fn heads(
    texts: &[Texts<'_>],
    rows: &[Vec<f32>],
    background: &Background<'_>,
) -> Result<Vec<Vec<f32>>, Error> {
    if rows.is_empty() || background.dimensions == 0 {
        return Ok(Vec::new());
    }
    let own = rows
        .iter()
        .map(|row| row.iter().copied().map(f64::from).collect());
    let ordinary = background.rows().map(|row| {
        row.iter()
            .map(|&number| f64::from(f32::from_le_bytes(number)))
            .collect()
    });
    let all: Vec<Vec<f64>> = own.chain(ordinary).collect();
    let heads: Vec<Vec<f32>> = phrase_ranges(texts)
        .iter()
        .map(|range| {
            let is_own: Vec<bool> = (0..all.len()).map(|row| range.contains(&row)).collect();
            head::train(&all, &is_own)
        })
        .collect();
    if heads.iter().flatten().all(|number| number.is_finite()) {
        Ok(heads)
    } else {
        Err(Error::InvalidRecord)
    }
}

/// The bars: what phrases score for the best action but their own, by meaning and by words.
fn bars(
    texts: &[Texts<'_>],
    background: &Background<'_>,
    rows: &[Vec<f32>],
    model: &Model<'_>,
) -> Result<[f64; 2], Error> {
    let scorer = Scorer { model, background };
    let (mut semantic, mut lexical) = (Vec::new(), Vec::new());
    let phrases: usize = texts.iter().map(|texts| texts.phrases.len()).sum();
    let is_quick = model.head(0).is_none();
    let step = if is_quick {
        phrases.div_ceil(QUICK_BAR).max(1)
    } else {
        1
    };
    let is_bare = scorer.is_bare();
    let mut place = 0_usize;
    for (own, (texts, range)) in texts.iter().zip(phrase_ranges(texts)).enumerate() {
        for phrase in &texts.phrases {
            lexical.extend(best_other(&scorer.by_words(phrase), own, |found| found.logit));
        }
        for row in rows.get(range).unwrap_or_default() {
            if place.is_multiple_of(step) {
                let key = |found: &Logit| if is_bare { found.similarity } else { found.logit };
                semantic.extend(best_other(&scorer.by_meaning(row, false), own, key));
            }
            place += 1;
        }
    }
    if semantic.iter().chain(&lexical).any(|logit| !logit.is_finite()) {
        return Err(Error::InvalidRecord);
    }
    let semantic = match is_bare {
        true if rows.is_empty() => 0.0,
        true => bare_bar(&semantic),
        false => bar(&semantic),
    };
    Ok([semantic, bar(&lexical)])
}

fn best_other(logits: &[Logit], own: usize, key: impl Fn(&Logit) -> f64) -> Option<f64> {
    let others = logits.iter().enumerate().filter(|&(action, _)| action != own);
    others.map(|(_, logit)| key(logit)).max_by(f64::total_cmp)
}

/// The bytes with bars of zero.
fn encode(
    actions: &[Action<'_>],
    texts: &[Texts<'_>],
    background: &Background<'_>,
    rows: &[Vec<f32>],
    heads: &[Vec<f32>],
) -> Result<Vec<u8>, Error> {
    let index = Index::of(texts, background);
    let dimensions = rows.first().map_or(0, Vec::len);
    let ids: String = actions.iter().flat_map(|action| [action.id, "\n"]).collect();
    let vocabulary: String = index
        .vocabulary
        .iter()
        .flat_map(|word| [word.as_str(), "\n"])
        .collect();
    let mut bytes = MAGIC.to_vec();
    let counts = [
        VERSION as usize,
        actions.len(),
        index.lengths.len(),
        index.words.len(),
        postings(&index.words),
        index.grams.len(),
        postings(&index.grams),
        vocabulary.len(),
        ids.len(),
        dimensions,
        heads.first().map_or(0, Vec::len),
        background.checksum as usize,
    ];
    for count in counts {
        put_u32(&mut bytes, count)?;
    }
    debug_assert_eq!(bytes.len(), HEADER_CHECKED);
    bytes.extend(crc32(&[&bytes]).to_le_bytes());
    bytes.extend([0; 16]);
    for ((action, texts), range) in actions.iter().zip(texts).zip(phrase_ranges(texts)) {
        put_u32(&mut bytes, texts.phrases.len())?;
        put_u32(&mut bytes, texts.counters.len())?;
        bytes.extend(own_bar(action.threshold)?.to_le_bytes());
        bytes.extend(index.middle(&range, background).to_le_bytes());
        bytes.extend(middle(rows.get(range).unwrap_or_default()).to_le_bytes());
    }
    bytes.extend(ids.as_bytes());
    for (length, weight) in index.lengths.iter().zip(&index.weights) {
        bytes.extend(length.to_le_bytes());
        bytes.extend(weight.to_le_bytes());
    }
    put_postings(&mut bytes, &index.words)?;
    put_postings(&mut bytes, &index.grams)?;
    bytes.extend(vocabulary.as_bytes());
    bytes.extend(
        rows.iter()
            .chain(heads)
            .flatten()
            .flat_map(|number| number.to_le_bytes()),
    );
    Ok(bytes)
}

/// An owner's threshold as a logit.
fn own_bar(threshold: Option<f64>) -> Result<f64, Error> {
    match threshold {
        None => Ok(NO_BAR),
        Some(threshold) if (0.0..=1.0).contains(&threshold) => {
            let threshold = threshold.clamp(EDGE, 1.0 - EDGE);
            Ok(ln(threshold / (1.0 - threshold)))
        }
        Some(_) => Err(Error::InvalidThreshold),
    }
}

/// The length of the sum of some rows.
fn middle(rows: &[Vec<f32>]) -> f64 {
    let mut sums = vec![0.0; rows.first().map_or(0, Vec::len)];
    for row in rows {
        for (sum, &number) in sums.iter_mut().zip(row) {
            *sum += f64::from(number);
        }
    }
    or_one(dot(&sums, &sums).sqrt())
}

/// The terms of the texts.
struct Index {
    words: BTreeMap<u32, Vec<u16>>,
    grams: BTreeMap<u32, Vec<u16>>,
    vocabulary: BTreeSet<String>,
    /// Of each text: the length of its weighted grams, the weight of its words.
    lengths: Vec<f64>,
    weights: Vec<f64>,
}

impl Index {
    fn of(texts: &[Texts<'_>], background: &Background<'_>) -> Self {
        let mut index = Self {
            words: BTreeMap::new(),
            grams: BTreeMap::new(),
            vocabulary: BTreeSet::new(),
            lengths: Vec::new(),
            weights: Vec::new(),
        };
        for (place, text) in (0_u16..).zip(texts.iter().flat_map(Texts::all)) {
            let own = words(text);
            let terms = Terms::of(&own, |hash| background.concept(hash));
            let (mut squares, mut weight) = (0.0, 0.0);
            for &gram in &terms.grams {
                let idf = background.idf(background.gram(gram));
                squares += idf * idf;
                index.grams.entry(gram).or_default().push(place);
            }
            for &word in &terms.words {
                weight += background.idf(background.word(word));
                index.words.entry(word).or_default().push(place);
            }
            index.lengths.push(or_one(squares.sqrt()));
            index.weights.push(or_one(weight));
            index.vocabulary.extend(own);
        }
        index
    }

    /// The length of the sum of some texts' grams, each of unit length.
    fn middle(&self, range: &core::ops::Range<usize>, background: &Background<'_>) -> f64 {
        let mut squares = 0.0;
        for (&gram, texts) in &self.grams {
            let mut share = 0.0;
            for text in texts
                .iter()
                .map(|&text| usize::from(text))
                .filter(|text| range.contains(text))
            {
                share += self.lengths.get(text).map_or(0.0, |length| 1.0 / length);
            }
            let sum = share * background.idf(background.gram(gram));
            squares += sum * sum;
        }
        or_one(squares.sqrt())
    }
}

fn postings(terms: &BTreeMap<u32, Vec<u16>>) -> usize {
    terms.values().map(Vec::len).sum()
}

fn put_postings(bytes: &mut Vec<u8>, terms: &BTreeMap<u32, Vec<u16>>) -> Result<(), Error> {
    bytes.extend(terms.keys().flat_map(|hash| hash.to_le_bytes()));
    let mut end = 0;
    for texts in terms.values() {
        end += texts.len();
        put_u32(bytes, end)?;
    }
    bytes.extend(terms.values().flatten().flat_map(|text| text.to_le_bytes()));
    Ok(())
}
