//! How many messages have each term, as if all messages were written in its script.
//!
//! A particle that every second Japanese message has must not look rare because most messages are
//! English: counts are scaled by how many messages have the script at all.

use super::words::{Terms, word_hash};
use std::collections::{BTreeMap, BTreeSet};

/// The first character of each script that is told from the ones before, ascending.
const SCRIPTS: [char; 12] = [
    '\0',       // Latin and all that is not listed
    '\u{0370}', // Greek
    '\u{0400}', // Cyrillic
    '\u{0530}', // Armenian, Hebrew, Arabic
    '\u{0900}', // Indic
    '\u{0E00}', // Thai, Lao, Tibetan, Myanmar
    '\u{10A0}', // Georgian, Hangul, Ethiopic, Khmer
    '\u{1E00}', // more Latin
    '\u{3040}', // Kana
    '\u{3400}', // Han
    '\u{AC00}', // Hangul
    '\u{D7B0}', // all that follows
];

/// Counts by hash, each with the script of the first word that had the term.
type Counts = BTreeMap<u32, (u32, usize)>;

/// The counts of some messages.
#[derive(Default)]
pub struct Tally {
    messages: u32,
    /// Messages with words, but with none of this script.
    without: [u32; SCRIPTS.len()],
    words: Counts,
    grams: Counts,
}

impl Tally {
    /// Counts the words of a message.
    pub fn add(&mut self, words: &[String], concept: impl Fn(u32) -> u32) {
        let (mut own_words, mut own_grams) = (BTreeMap::new(), BTreeMap::new());
        let mut scripts = BTreeSet::new();
        for word in words {
            let script = script_of(word);
            scripts.insert(script);
            own_words.entry(concept(word_hash(word))).or_insert(script);
            for gram in Terms::grams_of(word) {
                own_grams.entry(gram).or_insert(script);
            }
        }
        self.messages += 1;
        count(&mut self.words, own_words);
        count(&mut self.grams, own_grams);
        for (script, without) in self.without.iter_mut().enumerate() {
            if !scripts.is_empty() && !scripts.contains(&script) {
                *without += 1;
            }
        }
    }

    /// How many messages have a word, by the hash of what stands for it.
    pub fn word(&self, hash: u32) -> u32 {
        self.words.get(&hash).map_or(0, |&(count, _)| count)
    }

    /// The scaled counts of words.
    pub fn words(&self) -> BTreeMap<u32, u16> {
        self.scaled(&self.words)
    }

    /// The scaled counts of grams.
    pub fn grams(&self) -> BTreeMap<u32, u16> {
        self.scaled(&self.grams)
    }

    fn scaled(&self, counts: &Counts) -> BTreeMap<u32, u16> {
        let scale = |&(count, script): &(u32, usize)| {
            let without = self.without.get(script).copied().unwrap_or_default();
            let having = self.messages.saturating_sub(without).max(1);
            let scaled = u64::from(count) * u64::from(self.messages) / u64::from(having);
            u16::try_from(scaled.min(self.messages.into())).unwrap_or(u16::MAX)
        };
        counts.iter().map(|(&hash, count)| (hash, scale(count))).collect()
    }
}

fn count(counts: &mut Counts, own: BTreeMap<u32, usize>) {
    for (hash, script) in own {
        counts.entry(hash).or_insert((0, script)).0 += 1;
    }
}

/// The script of a word's first character.
fn script_of(word: &str) -> usize {
    let first = word.chars().next().unwrap_or_default();
    let script = SCRIPTS.partition_point(|&start| start <= first).saturating_sub(1);
    // More Latin is Latin.
    if SCRIPTS.get(script) == Some(&'\u{1E00}') {
        0
    } else {
        script
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_counts_among_the_messages_of_its_script() {
        let mut tally = Tally::default();
        for message in ["where is it", "open today", "near you", "где вы", ""] {
            tally.add(&super::super::words::words(message), |hash| hash);
        }
        // One of the two messages that are not in another script, as of five.
        assert_eq!(tally.words().get(&word_hash("где")), Some(&2));
        // One of four.
        assert_eq!(tally.words().get(&word_hash("open")), Some(&1));
        assert_eq!(tally.word(word_hash("где")), 1);
    }
}
