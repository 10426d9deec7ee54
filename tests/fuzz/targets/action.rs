//! Backgrounds and models of any bytes, their checksums made true: an error or finite scores, for any message.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mxchat_core::action::{Action, Decision, build_background, score, train};
use mxchat_fuzz::{Damage, seal_header};

/// Where the checksums of the headers stand.
const BACKGROUND_SUM: usize = 36;
const MODEL_SUM: usize = 52;

fuzz_target!(|input: (Vec<&str>, &str, Vec<(u16, u8)>, u16, bool)| {
    let (texts, message, writes, cut, is_model) = input;
    let Some((label, phrases)) = texts.split_first() else {
        return;
    };
    let rows: Vec<f32> = texts
        .iter()
        .enumerate()
        .flat_map(|(i, text)| [i as f32 + 0.5, text.len() as f32, 1.0])
        .collect();
    let Ok(mut background) = build_background(&texts, phrases, &rows) else {
        return;
    };
    let half = phrases.len() / 2;
    let actions = [
        Action {
            id: "a",
            label: "first",
            phrases: phrases[..half].to_vec(),
            ..Action::default()
        },
        Action {
            id: "b",
            label: "second",
            phrases: phrases[half..].to_vec(),
            counter_phrases: vec![label],
            ..Action::default()
        },
    ];
    let count = phrases.len() + 3;
    let embeddings: Vec<f32> = (0..3 * count).map(|i| (i * i % 7) as f32 - 2.5).collect();
    let mut model = train(&actions, &background, &embeddings, true).unwrap();
    let whole = score(&model, &background, message, &[1.0, -2.0, 0.5], 0.5).unwrap();
    assert_eq!(whole.len(), 2);
    assert!(
        whole
            .iter()
            .skip(1)
            .all(|scored| scored.decision != Decision::Sure)
    );
    let damage = Damage { writes: &writes, cut };
    if is_model {
        damage.apply(&mut model);
        seal_header(&mut model, MODEL_SUM);
    } else {
        damage.apply(&mut background);
        seal_header(&mut background, BACKGROUND_SUM);
        let _ = train(&actions, &background, &embeddings, true);
    }
    for embedding in [&[][..], &[1.0, -2.0, 0.5]] {
        if let Ok(scored) = score(&model, &background, message, embedding, 0.5) {
            assert!(scored.iter().all(|scored| (0.0..=1.0).contains(&scored.score)));
            assert!(scored.is_sorted_by(|a, b| a.score >= b.score));
        }
    }
});
