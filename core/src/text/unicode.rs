//! What a character counts as, and how its script writes words.

use super::tables::{CLASSES, EXTEND, FOLD, FOLD_LENGTH, FOLD_WIDE};

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
        } else if let Some(to) = fold_to_one(c) {
            folded.push(to);
        } else if let Some(to) = find(FOLD_LENGTH, &c) {
            folded.push_str(to);
        } else {
            folded.push(c);
        }
    }
    folded
}

fn fold_to_one(c: char) -> Option<char> {
    let small = u16::try_from(u32::from(c))
        .ok()
        .and_then(|code| find(FOLD, &code));
    small.map_or_else(|| find(FOLD_WIDE, &c), |to| char::from_u32(u32::from(to)))
}

fn find<K: Ord + Copy, V: Copy>(table: &[(K, V)], wanted: &K) -> Option<V> {
    let place = table.binary_search_by_key(wanted, |&(from, _)| from).ok()?;
    table.get(place).map(|&(_, to)| to)
}
