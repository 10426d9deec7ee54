//! Packed features that are damaged: refused, or a segment that is whole.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mxchat_core::text::{build_segment, lexical_features, search_segments, verify_segment};
use mxchat_fuzz::Damage;

fuzz_target!(|input: (Vec<(u16, u8)>, u16, Vec<(u64, &[u8])>, &str)| {
    let (writes, cut, rows, text) = input;
    let mut damaged = lexical_features("Zips", text).unwrap();
    Damage { writes: &writes, cut }.apply(&mut damaged);
    let (mut ids, mut records): (Vec<u64>, Vec<&[u8]>) = rows.into_iter().unzip();
    ids.push(7);
    records.push(&damaged);
    if let Ok(segment) = build_segment(&ids, &records) {
        assert!(verify_segment(&segment));
        for found in search_segments(&[&segment], text, 10).unwrap() {
            assert!(ids.contains(&found.id) && found.score.is_finite());
        }
    }
});
