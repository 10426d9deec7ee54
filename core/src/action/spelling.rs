//! Misspelt words.

use super::background::Background;
use super::packed::lines;
use super::words::word_hash;

/// Characters that a word has at least if it is repaired, and one that it is repaired to.
const SHORTEST: usize = 4;
const SHORTEST_TARGET: usize = 3;
/// A word of a phrase is preferred to every ordinary one.
const OF_A_PHRASE: u32 = 1_000_000;

/// Words that are spelt right: those of the phrases and those of ordinary messages.
pub struct Vocabulary<'a> {
    /// Words of the phrases, one in each line.
    pub of_phrases: &'a str,
    pub background: &'a Background<'a>,
    /// Whether a word, or one with its meaning, is one of the phrases'.
    pub is_of_phrase: &'a dyn Fn(u32) -> bool,
}

impl Vocabulary<'_> {
    /// The word itself where it is known or too short, else the most likely one with one slip less.
    ///
    /// A slip is a letter too many, too few, wrong, or changed with its neighbour.
    pub fn repair(&self, word: String) -> String {
        let hash = word_hash(&word);
        let is_known = (self.is_of_phrase)(self.background.concept(hash)) || self.background.knows(hash);
        let letters: Vec<char> = word.chars().collect();
        if letters.len() < SHORTEST || is_known {
            return word;
        }
        let is_near = |candidate: &&str| is_within_one(&letters, candidate);
        let of_phrases = lines(self.of_phrases).map(|candidate| (OF_A_PHRASE, candidate));
        let ordinary = self.background.vocabulary().map(|candidate| (0, candidate));
        let found = of_phrases
            .chain(ordinary)
            .filter(|(_, candidate)| is_near(candidate))
            .map(|(count, candidate)| {
                let frequency = self.frequency(candidate);
                (count.max(u32::from(frequency)), candidate)
            })
            .max();
        found.map_or(word, |(_, candidate)| candidate.to_owned())
    }

    /// How many ordinary messages have a word, or one with its meaning.
    fn frequency(&self, word: &str) -> u16 {
        let concept = self.background.concept(word_hash(word));
        self.background.word(concept).unwrap_or(0)
    }
}

/// Whether one slip makes the one of the other.
fn is_within_one(word: &[char], candidate: &str) -> bool {
    // At most four bytes are a character: far lengths need no counting.
    if candidate.len() > 4 * (word.len() + 1) || candidate.len() + 1 < word.len() {
        return false;
    }
    let same = word
        .iter()
        .zip(candidate.chars())
        .take_while(|(a, b)| **a == *b)
        .count();
    let mut rest_of_candidate = candidate.chars().skip(same);
    let other: Vec<char> = rest_of_candidate.by_ref().take(word.len() + 3).collect();
    let length = same + other.len();
    if length < SHORTEST_TARGET || length.abs_diff(word.len()) > 1 {
        return false;
    }
    let rest = word.get(same..).unwrap_or_default();
    is_one_slip(rest, &other)
}

/// Whether one slip at the front makes the one of the other.
fn is_one_slip(a: &[char], b: &[char]) -> bool {
    let (after_a, after_b) = (a.get(1..).unwrap_or_default(), b.get(1..).unwrap_or_default());
    let is_swapped = match (a, b) {
        ([a0, a1, a_rest @ ..], [b0, b1, b_rest @ ..]) => a0 == b1 && a1 == b0 && a_rest == b_rest,
        _ => false,
    };
    after_a == after_b || after_a == b || a == after_b || is_swapped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_is_one_letter_or_two_neighbours() {
        let near = |a: &str, b: &str| is_within_one(&a.chars().collect::<Vec<_>>(), b);
        assert!(near("refudn", "refund") && near("refnd", "refund") && near("refuund", "refund"));
        assert!(near("refumd", "refund") && near("refund", "refund") && near("xefund", "refund"));
        assert!(!near("грузка", "груша") && near("загрзка", "загрузка"));
        assert!(!near("refund", "refused") && !near("erfudn", "refund") && !near("abcd", "ab"));
        assert!(!near("abc", "ab"), "too short to be a target");
    }
}
