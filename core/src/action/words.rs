//! A text as words, and the words as hashed terms.

use crate::text::{crc32, fold, folded_words, full_grams};

/// What is read of a text, in bytes: a message is shorter, and what is longer is no request.
const MAX_BYTES: usize = 4096;
/// Lengths of the runs of characters that are compared, with a mark before and after each word.
const GRAMS: [usize; 3] = [3, 4, 5];

/// The terms of some words, each once, ascending by hash.
pub struct Terms {
    pub words: Vec<u32>,
    pub grams: Vec<u32>,
}

impl Terms {
    /// The terms of words; `concept` tells which word stands for a word and its synonyms.
    pub fn of(words: &[String], concept: impl Fn(u32) -> u32) -> Self {
        let grams = words.iter().flat_map(|word| Self::grams_of(word)).collect();
        Self {
            words: ascending(words.iter().map(|word| concept(word_hash(word))).collect()),
            grams: ascending(grams),
        }
    }

    /// The hashes of a word's grams.
    pub fn grams_of(word: &str) -> Vec<u32> {
        let marked = format!("^{word}$");
        let grams = GRAMS.iter().flat_map(|&n| full_grams(&marked, n));
        grams.map(|gram| crc32(&[gram.as_bytes()])).collect()
    }
}

/// The folded words of a text, in its order; "don't" is one.
pub fn words(text: &str) -> Vec<String> {
    let end = (0..=MAX_BYTES).rev().find(|&at| text.is_char_boundary(at));
    let text = if text.len() <= MAX_BYTES {
        text
    } else {
        end.and_then(|end| text.get(..end)).unwrap_or_default()
    };
    let joined: String = text.chars().filter(|c| !matches!(c, '\'' | '\u{2019}')).collect();
    folded_words(&fold(&joined))
}

/// The hash of a word.
pub fn word_hash(word: &str) -> u32 {
    crc32(&[word.as_bytes()])
}

fn ascending(mut hashes: Vec<u32>) -> Vec<u32> {
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_apostrophe_joins() {
        assert_eq!(words("I don’t, you don't"), ["i", "dont", "you", "dont"]);
    }

    #[test]
    fn the_runs_of_a_word_have_marks_at_its_ends() {
        let mut expected: Vec<u32> = ["^ab", "ab$", "^ab$"]
            .iter()
            .map(|gram| word_hash(gram))
            .collect();
        expected.sort_unstable();
        assert_eq!(Terms::of(&["ab".to_owned()], |hash| hash).grams, expected);
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(words(&"é".repeat(3000)), ["e".repeat(2048)]);
    }
}
