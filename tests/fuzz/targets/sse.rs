//! Event streams: any bytes, cut anywhere, give the same events; any state is refused or is one.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mxchat_core::sse::decode;

fuzz_target!(|input: (u16, &str, &[u8])| {
    let (cut, hostile, bytes) = input;
    let whole = decode("", bytes).unwrap();
    let (head, tail) = bytes.split_at(usize::from(cut) % (bytes.len() + 1));
    let first = decode("", head).unwrap();
    let second = decode(&first.state, tail).unwrap();
    assert_eq!([first.events, second.events].concat(), whole.events);
    assert_eq!(second.state, whole.state);
    if let Ok(unchanged) = decode(hostile, b"") {
        assert!(hostile.is_empty() || unchanged.state == hostile);
        let _ = decode(hostile, bytes);
    }
});
