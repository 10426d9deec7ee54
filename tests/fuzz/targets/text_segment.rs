//! Lexical segments that are damaged and sealed, or made up: refused, or searched within their bytes.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use mxchat_core::answer::{Passage, extract_answer};
use mxchat_core::text::{build_segment, lexical_features, search_segments, verify_segment};
use mxchat_fuzz::{Damage, seal_lexical};

const QUESTION: &str = "Do you repair zips, MX-200? 鞋子多久可以退货？";

static SAMPLE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let texts = [
        "We repair zips.",
        "Returns within 30 days. 鞋子可以退货。",
        "Zips, MX-200-BLK",
        "You repair.",
    ];
    let mut records: Vec<Vec<u8>> = texts
        .iter()
        .map(|text| lexical_features("Zips", text).unwrap())
        .collect();
    records.push(Vec::new());
    let ids: Vec<u64> = (1..=5).collect();
    build_segment(&ids, &records.iter().map(Vec::as_slice).collect::<Vec<_>>()).unwrap()
});

fuzz_target!(|input: (bool, Vec<(u16, u8)>, u16, &[u8])| {
    let (is_sealed, writes, cut, made_up) = input;
    let mut damaged = SAMPLE.clone();
    Damage { writes: &writes, cut }.apply(&mut damaged);
    let mut made_up = made_up.to_vec();
    if is_sealed {
        seal_lexical(&mut damaged);
        seal_lexical(&mut made_up);
    }
    for segments in [
        [damaged.as_slice(), &SAMPLE],
        [&SAMPLE, &damaged],
        [&made_up, &SAMPLE],
    ] {
        let _ = verify_segment(segments[0]);
        if let Ok(found) = search_segments(&segments, QUESTION, 10) {
            assert!(found.len() <= 10);
            assert!(found.iter().all(|found| !found.score.is_nan()));
        }
        let passages = [Passage {
            title: "Zips",
            text: "We repair zips.",
        }];
        if let Ok(answer) = extract_answer(QUESTION, &passages, &segments) {
            assert!(!answer.confidence.is_nan());
        }
    }
});
