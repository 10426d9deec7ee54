//! Cutting a text into chunks.

use super::sentences::{push_trimmed, sentences};
use super::unicode::extends;
use core::ops::Range;

const JOINER: char = '\u{200d}';

/// The chunks of a text; see [`super::chunk_text`].
pub fn chunks(text: &str, max_characters: usize) -> Vec<Range<usize>> {
    let mut chunks = Vec::new();
    let mut open: Option<Range<usize>> = None;
    for piece in pieces(text, max_characters) {
        open = Some(match open {
            Some(chunk) if fits(text, chunk.start..piece.end, max_characters) => chunk.start..piece.end,
            Some(chunk) => {
                chunks.push(chunk);
                piece
            }
            None => piece,
        });
    }
    chunks.extend(open);
    chunks
}

fn fits(text: &str, range: Range<usize>, max_characters: usize) -> bool {
    text.get(range)
        .is_some_and(|part| part.chars().take(max_characters.saturating_add(1)).count() <= max_characters)
}

/// Sentences, and parts of the sentences that are too long.
pub fn pieces(text: &str, max_characters: usize) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    for sentence in sentences(text) {
        let mut rest = sentence;
        while !fits(text, rest.clone(), max_characters) {
            let cut = cut_at(text.get(rest.clone()).unwrap_or_default(), max_characters);
            push_trimmed(&mut pieces, text, rest.start..rest.start + cut);
            rest.start += cut;
        }
        push_trimmed(&mut pieces, text, rest);
    }
    pieces
}

/// Where to cut a part that is longer than `max_characters`: behind its last space, or between two
/// characters that do not belong together.
pub fn cut_at(part: &str, max_characters: usize) -> usize {
    let mut space = 0;
    let mut seam = 0;
    let mut before = JOINER;
    let mut hard = part.len();
    for (count, (at, c)) in part.char_indices().enumerate() {
        if before == ' ' {
            space = at;
        }
        if before != JOINER && !extends(c) {
            seam = at;
        }
        if count >= max_characters {
            hard = at;
            break;
        }
        before = c;
    }
    let half = hard / 2;
    [space, seam]
        .into_iter()
        .find(|&cut| cut > half)
        .unwrap_or(if seam > 0 { seam } else { hard })
}
