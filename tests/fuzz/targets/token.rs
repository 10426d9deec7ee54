//! Tokens: only what was minted verifies, against any stored text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mxchat_core::token::{hash, is_test, is_token, mint, mint_test, verify};

fuzz_target!(|input: ([u8; 32], &[u8], &[u8])| {
    let (random, text, stored) = input;
    let token = mint(&random).unwrap();
    assert!(is_token(token.as_bytes()) && token.len() == 48);
    assert!(verify(token.as_bytes(), hash(token.as_bytes()).as_bytes()));
    assert!(!verify(token.as_bytes(), text));
    let test_token = mint_test(&random).unwrap();
    assert!(is_test(test_token.as_bytes()) && !is_test(token.as_bytes()));
    assert!(verify(
        test_token.as_bytes(),
        hash(test_token.as_bytes()).as_bytes()
    ));
    assert_eq!(verify(text, hash(text).as_bytes()), is_token(text));
    assert!(!verify(text, stored) || hash(text).as_bytes() == stored);
    assert!(text.len() == 32 || mint(text).is_err());
});
