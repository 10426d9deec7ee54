//! Limits: any numbers are refused or add up; keys have one shape.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mxchat_core::transient::{check_rate, key, rate_window};

fuzz_target!(|input: ([i64; 5], [u32; 5], &[u8], &[u8])| {
    let (anywhere, near, purpose, subject) = input;
    check(anywhere);
    check(near.map(i64::from));
    if let Ok(key) = key(b"secret", anywhere[0], purpose, subject) {
        assert!(key.len() <= 172 && key.starts_with("mxchat_") && key.is_ascii());
    }
});

fn check([limit, window, previous, current, now]: [i64; 5]) {
    let start = rate_window(now, window);
    if let Ok(rate) = check_rate(limit, window, previous, current, now) {
        let start = start.unwrap();
        assert!((start..start + window).contains(&now) && rate.resets_at == start + window);
        assert!((0..=limit).contains(&rate.allowance) && (0..=rate.allowance).contains(&rate.remaining));
        assert_eq!(rate.remaining > 0, current < rate.allowance);
        assert_eq!(rate.retry_after_seconds == 0, current < rate.allowance);
        assert!((0..=2 * window).contains(&rate.retry_after_seconds));
    }
}
