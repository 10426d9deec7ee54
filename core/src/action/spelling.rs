//! Misspelt words.

use super::background::Background;
use super::packed::lines;
use super::words::word_hash;

/// Characters that a word has at least if it is repaired, and one that it is repaired to.
const SHORTEST: usize = 4;
const SHORTEST_TARGET: usize = 3;
/// The most words of a message that are repaired: what has more is in another language.
const MAX_REPAIRS: usize = 16;
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
    /// The words, the first unknown ones repaired.
    pub fn repair_all(&self, words: Vec<String>) -> Vec<String> {
        let mut left = MAX_REPAIRS;
        let repair = |word: String| {
            if left == 0 || self.is_right(&word) {
                return word;
            }
            left -= 1;
            self.repair(word)
        };
        words.into_iter().map(repair).collect()
    }

    /// Whether a word is known, or too short to tell.
    fn is_right(&self, word: &str) -> bool {
        let hash = word_hash(word);
        let is_short = word.chars().nth(SHORTEST - 1).is_none();
        is_short || (self.is_of_phrase)(self.background.concept(hash)) || self.background.knows(hash)
    }

    /// The most likely word with one slip less; the word itself if there is none.
    ///
    /// A slip is a letter too many, too few, wrong, or changed with its neighbour.
    fn repair(&self, word: String) -> String {
        let letters: Vec<char> = word.chars().collect();
        let is_near = |candidate: &str| may_be_near(&word, candidate) && is_within_one(&letters, candidate);
        let of_phrases = lines(self.of_phrases).map(|candidate| (OF_A_PHRASE, candidate));
        let ordinary = self.background.vocabulary().map(|candidate| (0, candidate));
        let found = of_phrases
            .chain(ordinary)
            .filter(|(_, candidate)| is_near(candidate))
            .map(|(count, candidate)| (u32::from(self.frequency(candidate)).max(count), candidate))
            .max();
        match found {
            Some((_, candidate)) => candidate.to_owned(),
            None => word,
        }
    }

    /// How many ordinary messages have a word, or one with its meaning.
    fn frequency(&self, word: &str) -> u16 {
        let concept = self.background.concept(word_hash(word));
        self.background.word(concept).unwrap_or(0)
    }
}

/// Whether so few bytes differ that one slip can be all: two characters of four bytes each.
fn may_be_near(word: &str, candidate: &str) -> bool {
    let (a, b) = (word.as_bytes(), candidate.as_bytes());
    let longer = a.len().max(b.len());
    if a.len().abs_diff(b.len()) > 4 {
        return false;
    }
    let front = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let back = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    front + back + 8 >= longer
}

/// Whether one slip makes the one of the other.
fn is_within_one(word: &[char], candidate: &str) -> bool {
    let candidate: Vec<char> = candidate.chars().collect();
    if candidate.len() < SHORTEST_TARGET || candidate.len().abs_diff(word.len()) > 1 {
        return false;
    }
    let same = word.iter().zip(&candidate).take_while(|(a, b)| a == b).count();
    is_one_slip(
        word.get(same..).unwrap_or_default(),
        candidate.get(same..).unwrap_or_default(),
    )
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
