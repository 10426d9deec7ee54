//! `MxChat\Core`: thresholds.

use ext_php_rs::prelude::*;
use mxchat_core::{Error, threshold};

use crate::convert::{Bytes, Float, utf8};
use crate::error::guard;

/// A threshold from 0 to 1 as people write it.
#[php_function]
#[php(name = "MxChat\\Core\\parse_threshold")]
pub fn parse_threshold(text: Bytes) -> PhpResult<f64> {
    guard(|| threshold::parse(utf8(&text).map_err(|_| Error::InvalidThreshold)?))
}

/// A threshold as a percentage without its sign.
#[php_function]
#[php(name = "MxChat\\Core\\format_threshold")]
pub fn format_threshold(threshold: Float) -> PhpResult<String> {
    guard(|| threshold::format(threshold.0))
}

/// Adds this file's functions to the module.
pub fn register(module: ModuleBuilder) -> ModuleBuilder {
    module
        .function(wrap_function!(parse_threshold))
        .function(wrap_function!(format_threshold))
}
