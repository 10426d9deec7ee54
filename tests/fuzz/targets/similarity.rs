//! Embeddings of any bits: refused, or ranked best first within -1 to 1.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mxchat_core::similarity::{cosine, rank};

fuzz_target!(|input: (u8, u8, f64, Vec<f32>)| {
    let (dimensions, limit, threshold, numbers) = input;
    let (query, embeddings) = numbers.split_at(usize::from(dimensions).min(numbers.len()));
    let Ok(ranked) = rank(query, embeddings, limit.into(), threshold) else {
        return;
    };
    assert!(ranked.len() <= limit.into());
    assert!(ranked.is_sorted_by(|a, b| (b.score, a.position) < (a.score, b.position)));
    for found in ranked {
        let embedding = embeddings.chunks_exact(query.len()).nth(found.position).unwrap();
        assert_eq!(cosine(query, embedding), Ok(found.score));
        assert!((-1.0..=1.0).contains(&found.score) && found.score >= threshold);
    }
});
