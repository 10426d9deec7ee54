//! Any UTF-8: tokens, chunks, features; what is indexed can be searched.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mxchat_core::text::{
    build_segment, chunk_text, lexical_features, search_segments, tokenize, verify_segment,
};

fuzz_target!(|input: (u8, &str)| {
    let (max_characters, text) = input;
    let tokens = tokenize(text);
    assert!(tokens.iter().all(|token| !token.is_empty()));
    assert_chunks(text, max_characters.into());
    let (title, body) = text.split_once('\n').unwrap_or(("", text));
    let features = lexical_features(title, body).unwrap();
    let segment = build_segment(&[9], &[&features]).unwrap();
    assert!(verify_segment(&segment));
    let found = search_segments(&[&segment], text, 3).unwrap();
    assert!(
        found
            .iter()
            .all(|found| found.id == 9 && found.score.is_finite() && found.score >= 0.0)
    );
});

/// Chunks stand in order, on borders of characters, in their length; only spaces are between them.
fn assert_chunks(text: &str, max_characters: usize) {
    let Ok(chunks) = chunk_text(text, max_characters) else {
        assert_eq!(max_characters, 0);
        return;
    };
    let mut end = 0;
    for chunk in chunks {
        assert!(text[end..chunk.start].trim().is_empty());
        let count = text[chunk.clone()].chars().count();
        assert!((1..=max_characters).contains(&count));
        end = chunk.end;
    }
    assert!(text[end..].trim().is_empty());
}
