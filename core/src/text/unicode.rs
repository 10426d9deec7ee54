//! What a character counts as, and how its script writes words.

use super::tables::{CLASSES, EXTEND, FOLD, FOLD_LENGTH};

/// How a script writes its words; it decides how a run of its characters becomes tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// With spaces between them: Latin, Cyrillic, Arabic, Devanagari, digits.
    Spaced,
    /// With spaces, and particles glued to the word.
    Hangul,
    /// Without spaces, a character close to a word.
    Cjk,
    /// Without spaces, a character close to a letter: Thai, Lao, Khmer, Myanmar.
    Sea,
}

/// The class of a folded character, or `None` for what separates words.
pub fn class(c: char) -> Option<Class> {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric().then_some(Class::Spaced);
    }
    let after = CLASSES.partition_point(|&(start, _, _)| start <= c);
    let &(_, end, class) = CLASSES.get(after.checked_sub(1)?)?;
    (c <= end).then_some(class)
}

/// Whether the character belongs to the one before it: an accent, a vowel sign, a joiner, a skin tone.
pub fn extends(c: char) -> bool {
    if c.is_ascii() {
        return false;
    }
    let after = EXTEND.partition_point(|&(start, _)| start <= c);
    after
        .checked_sub(1)
        .and_then(|i| EXTEND.get(i))
        .is_some_and(|&(_, end)| c <= end)
}

/// The text as it is compared: lower case, without accents, digits of every script as ASCII.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            folded.push(c.to_ascii_lowercase());
        } else if let Some(&(_, to)) = find(FOLD, c) {
            folded.push(to);
        } else if let Some(&(_, to)) = find(FOLD_LENGTH, c) {
            folded.push_str(to);
        } else {
            folded.push(c);
        }
    }
    folded
}

fn find<T>(table: &[(char, T)], c: char) -> Option<&(char, T)> {
    table
        .binary_search_by_key(&c, |&(from, _)| from)
        .ok()
        .and_then(|i| table.get(i))
}
