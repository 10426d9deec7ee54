//! From text to words, and from words to the hashed features that are matched.

use super::unicode::{Class, class, fold};

/// Longest part number or error code that is kept whole, in bytes.
const MAX_CODE: usize = 48;

/// A run of characters of one class in folded text.
pub struct Run<'a> {
    pub text: &'a str,
    pub class: Class,
}

/// The runs of word characters, in the order of the text.
pub fn runs(folded: &str) -> Vec<Run<'_>> {
    let mut runs = Vec::new();
    let mut open: Option<(usize, Class)> = None;
    for (at, c) in folded.char_indices() {
        let found = class(c);
        if let Some((start, kind)) = open
            && found != Some(kind)
        {
            runs.push(Run {
                text: folded.get(start..at).unwrap_or_default(),
                class: kind,
            });
            open = None;
        }
        if open.is_none() {
            open = found.map(|kind| (at, kind));
        }
    }
    if let Some((start, kind)) = open {
        runs.push(Run {
            text: folded.get(start..).unwrap_or_default(),
            class: kind,
        });
    }
    runs
}

/// Part numbers, versions and error codes, whole: ASCII parts joined by `- _ . /` with a digit among them.
pub fn codes(folded: &str) -> Vec<&str> {
    folded
        .split(|c: char| !c.is_ascii_alphanumeric() && !is_joint(c))
        .filter_map(code)
        .collect()
}

fn is_joint(c: char) -> bool {
    matches!(c, '-' | '_' | '.' | '/')
}

fn code(run: &str) -> Option<&str> {
    let run = run.trim_matches(is_joint);
    let has_joint = run.contains(is_joint);
    let has_digit = run.bytes().any(|b| b.is_ascii_digit());
    (has_joint && has_digit && run.len() <= MAX_CODE).then_some(run)
}

/// Overlapping runs of `n` characters; the whole where it is shorter.
pub fn grams(run: &str, n: usize) -> Vec<&str> {
    let grams = full_grams(run, n);
    if grams.is_empty() { vec![run] } else { grams }
}

/// Overlapping runs of `n` characters; none where it is shorter.
pub fn full_grams(run: &str, n: usize) -> Vec<&str> {
    let starts = run.char_indices().map(|(at, _)| at);
    let ends = run.char_indices().map(|(at, _)| at).skip(n).chain([run.len()]);
    let is_long = run.chars().nth(n.saturating_sub(1)).is_some();
    if is_long {
        starts
            .zip(ends)
            .filter_map(|(start, end)| run.get(start..end))
            .collect()
    } else {
        Vec::new()
    }
}

/// The tokens of a text: its words, then whole codes.
pub fn tokens(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut tokens = folded_words(&folded);
    tokens.extend(codes(&folded).into_iter().map(str::to_owned));
    tokens
}

/// The words of folded text; runs of two or three characters in scripts without spaces.
pub fn folded_words(folded: &str) -> Vec<String> {
    let mut words = Vec::new();
    for run in runs(folded) {
        match run.class {
            Class::Spaced | Class::Hangul => words.push(run.text.to_owned()),
            Class::Cjk => words.extend(grams(run.text, 2).into_iter().map(str::to_owned)),
            Class::Sea => words.extend(grams(run.text, 3).into_iter().map(str::to_owned)),
        }
    }
    words
}
