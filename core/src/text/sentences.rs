//! Where sentences end.

use super::unicode::{Class, class};
use core::ops::Range;

/// Longest word before a full stop that may be an abbreviation, in characters.
const ABBREVIATION: usize = 3;

/// The sentences of a text as byte ranges, without the space around them, in order.
///
/// A sentence ends at `。！？｡`, at a line break, and at `. ! ? … ؟ ۔ ।` before a space, if what stands
/// before a full stop is no abbreviation, initial or ordinal and no small letter follows. In scripts
/// that separate only phrases (Thai), a space ends one.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    let mut before = None;
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|&(_, next)| next);
        if ends_here(text, at, c, before, next) {
            // Closing quotes and brackets belong to the sentence.
            while chars.next_if(|&(_, next)| is_closing(next)).is_some() {}
            let end = chars.peek().map_or(text.len(), |&(at, _)| at);
            push_trimmed(&mut sentences, text, start..end);
            start = end;
        }
        before = Some(c);
    }
    push_trimmed(&mut sentences, text, start..text.len());
    sentences
}

fn ends_here(text: &str, at: usize, c: char, before: Option<char>, next: Option<char>) -> bool {
    match c {
        '\n' | '\r' | '\u{2029}' | '。' | '！' | '？' | '｡' => true,
        '.' => is_gap(text, at + 1) && !is_abbreviation(text, at),
        '!' | '?' | '…' | '؟' | '۔' | '।' | '॥' => is_gap(text, at + c.len_utf8()),
        ' ' => is_sea(before) && is_sea(next),
        _ => false,
    }
}

/// Whether the last character is one that ends a sentence.
pub fn ends_with_stop(text: &str) -> bool {
    text.ends_with(['.', '!', '?', '…', '؟', '۔', '।', '॥', '。', '！', '？', '｡'])
}

fn is_sea(c: Option<char>) -> bool {
    c.and_then(class) == Some(Class::Sea)
}

fn is_closing(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | ')' | ']' | '}' | '”' | '’' | '»' | '」' | '』' | '）' | '】' | '》'
    )
}

/// Whether a space or the end follows, perhaps behind closing quotes.
fn is_gap(text: &str, from: usize) -> bool {
    let rest = text.get(from..).unwrap_or_default();
    let rest = rest.trim_start_matches(is_closing);
    rest.chars().next().is_none_or(is_space)
}

fn is_space(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\n' | '\r' | '\u{a0}' | '\u{3000}' | '\u{2028}' | '\u{2029}'
    )
}

/// `Dr.`, `J.`, `z. B.`, `3. Mai`, and any stop before a small letter.
fn is_abbreviation(text: &str, at: usize) -> bool {
    let rest = text
        .get(at + 1..)
        .unwrap_or_default()
        .trim_start_matches(is_closing);
    let Some(after) = rest.trim_start_matches([' ', '\u{a0}']).chars().next() else {
        return false;
    };
    if is_small(after) {
        return true;
    }
    let head = text.get(..at).unwrap_or_default();
    let tail: Vec<char> = head
        .chars()
        .rev()
        .take(ABBREVIATION + 1)
        .take_while(|&c| is_word(c))
        .collect();
    let is_number = !tail.is_empty() && tail.iter().all(char::is_ascii_digit);
    let is_capital = tail.last().is_some_and(|&c| is_large(c));
    (is_number && tail.len() <= 2) || tail.len() == 1 || (is_capital && tail.len() <= ABBREVIATION)
}

fn is_word(c: char) -> bool {
    class(c).is_some() || is_large(c)
}

fn is_small(c: char) -> bool {
    matches!(c, 'a'..='z' | 'ß'..='ö' | 'ø'..='ÿ' | 'ά'..='ώ' | 'а'..='џ' | 'ա'..='և')
}

fn is_large(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' | 'Ά'..='Ϋ' | 'Ѐ'..='Я' | 'Ա'..='Ֆ')
}

/// Keeps a range without the space at its ends, unless nothing is left.
pub fn push_trimmed(ranges: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    let part = text.get(range.clone()).unwrap_or_default();
    let start = range.start + (part.len() - part.trim_start_matches(is_space).len());
    let end = range.end - (part.len() - trim_end(part).len());
    if start < end {
        ranges.push(start..end);
    }
}

/// The text without the space at its end.
pub fn trim_end(text: &str) -> &str {
    text.trim_end_matches(is_space)
}
