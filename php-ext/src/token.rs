//! `MxChat\Core`: API tokens.

use ext_php_rs::prelude::*;
use mxchat_core::token;

use crate::convert::Bytes;
use crate::error::guard;
use crate::zend;

/// A new API token from 32 random bytes.
#[php_function]
#[php(name = "MxChat\\Core\\mint_token")]
pub fn mint_token(random_bytes: Bytes) -> PhpResult<String> {
    guard(|| token::mint(&random_bytes))
}

/// A new test token from 32 random bytes.
#[php_function]
#[php(name = "MxChat\\Core\\mint_test_token")]
pub fn mint_test_token(random_bytes: Bytes) -> PhpResult<String> {
    guard(|| token::mint_test(&random_bytes))
}

/// Whether a text has the shape and the checksum of a token.
#[php_function]
#[php(name = "MxChat\\Core\\is_token")]
pub fn is_token(token: Bytes) -> PhpResult<bool> {
    guard(|| Ok(token::is_token(&token)))
}

/// Whether a text is a test token.
#[php_function]
#[php(name = "MxChat\\Core\\is_test_token")]
pub fn is_test_token(token: Bytes) -> PhpResult<bool> {
    guard(|| Ok(token::is_test(&token)))
}

/// The SHA-256 of a token in hex.
#[php_function]
#[php(name = "MxChat\\Core\\hash_token")]
pub fn hash_token(token: Bytes) -> PhpResult<String> {
    guard(|| Ok(token::hash(&token)))
}

/// Whether a token belongs to a stored hash, in constant time.
#[php_function]
#[php(name = "MxChat\\Core\\verify_token")]
pub fn verify_token(token: Bytes, hash: Bytes) -> PhpResult<bool> {
    guard(|| Ok(token::verify(&token, &hash)))
}

/// Adds this file's functions to the module.
pub fn register(module: ModuleBuilder) -> ModuleBuilder {
    module
        .function(wrap_function!(mint_token))
        .function(wrap_function!(mint_test_token))
        .function(wrap_function!(is_token))
        .function(wrap_function!(is_test_token))
        .function(wrap_function!(hash_token))
        .function(wrap_function!(verify_token))
}

/// Keeps tokens out of stack traces.
pub fn hide_secrets() {
    for function in [
        "mint_token",
        "mint_test_token",
        "is_token",
        "is_test_token",
        "hash_token",
        "verify_token",
    ] {
        zend::hide_from_traces(&format!("MxChat\\Core\\{function}"), 0);
    }
}
