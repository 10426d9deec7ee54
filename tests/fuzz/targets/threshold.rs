//! Thresholds: any text is a number from 0 to 1 or refused, and what is shown reads back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mxchat_core::threshold::{format, parse};

fuzz_target!(|input: (f64, &str)| {
    let (number, text) = input;
    if let Ok(threshold) = parse(text) {
        assert!((0.0..=1.0).contains(&threshold));
        assert_shown(threshold);
    }
    match format(number) {
        Ok(_) => assert_shown(number),
        Err(_) => assert!(!(0.0..=1.0).contains(&number)),
    }
});

fn assert_shown(threshold: f64) {
    let shown = format(threshold).unwrap();
    let read = parse(&(shown + "%")).unwrap();
    assert!((read - threshold).abs() <= 0.000_050_1);
}
