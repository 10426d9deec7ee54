//! Answers from any texts to any question: quotes that are there, of a length and a confidence in bounds.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mxchat_core::answer::{MAX_CHARACTERS, Passage, extract_answer};
use mxchat_core::text::{build_segment, lexical_features, search_segments};

fuzz_target!(|pages: Vec<&str>| {
    let Some((question, pages)) = pages.split_first() else {
        return;
    };
    let pages: Vec<(&str, &str)> = pages
        .iter()
        .map(|page| page.split_once('\n').unwrap_or(("", page)))
        .collect();
    let records: Vec<Vec<u8>> = pages
        .iter()
        .map(|(title, text)| lexical_features(title, text).unwrap())
        .collect();
    let ids: Vec<u64> = (0..pages.len() as u64).collect();
    let segment = build_segment(&ids, &records.iter().map(Vec::as_slice).collect::<Vec<_>>()).unwrap();
    let found = search_segments(&[&segment], question, 10).unwrap();
    assert!(found.is_sorted_by(|a, b| a.score >= b.score));
    let ranked: Vec<Passage<'_>> = found
        .iter()
        .map(|found| pages[found.id as usize])
        // The question among the passages: it is what they say for certain.
        .chain([("", *question)])
        .map(|(title, text)| Passage { title, text })
        .collect();
    let answer = extract_answer(question, &ranked, &[&segment]).unwrap();
    assert!((0.0..=1.0).contains(&answer.confidence));
    assert_eq!(answer.scores.len(), ranked.len());
    assert!(answer.scores.iter().all(|score| (0.0..=1.0).contains(score)));
    assert_eq!(answer.text.is_some(), !answer.quotes.is_empty());
    assert!(
        answer
            .text
            .is_none_or(|text| text.chars().count() <= MAX_CHARACTERS && !text.is_empty())
    );
    for quote in answer.quotes {
        assert!(!ranked[quote.passage].text[quote.range].is_empty());
    }
});
