//! `MxChat\Core`: transient keys and rate limits.

use ext_php_rs::prelude::*;
use ext_php_rs::types::ZendHashTable;
use mxchat_core::transient;

use crate::convert::{Array, Bytes};
use crate::error::guard;
use crate::zend;

/// The name of a transient or a counter.
#[php_function]
#[php(name = "MxChat\\Core\\transient_key")]
pub fn transient_key(
    install_secret: Bytes,
    blog_id: i64,
    purpose: Bytes,
    subject: Bytes,
) -> PhpResult<String> {
    guard(|| transient::key(&install_secret, blog_id, &purpose, &subject))
}

/// The start of the window that `now` falls in.
#[php_function]
#[php(name = "MxChat\\Core\\rate_window")]
pub fn rate_window(now: i64, window_seconds: i64) -> PhpResult<i64> {
    guard(|| transient::rate_window(now, window_seconds))
}

/// How many hits the current window may hold now.
#[php_function]
#[php(name = "MxChat\\Core\\check_rate")]
pub fn check_rate(
    limit: i64,
    window_seconds: i64,
    previous: i64,
    current: i64,
    now: i64,
) -> PhpResult<Array> {
    let rate = guard(|| transient::check_rate(limit, window_seconds, previous, current, now))?;
    let mut fields = ZendHashTable::with_capacity(4);
    fields.insert("allowance", rate.allowance)?;
    fields.insert("remaining", rate.remaining)?;
    fields.insert("retry_after_seconds", rate.retry_after_seconds)?;
    fields.insert("resets_at", rate.resets_at)?;
    Ok(fields)
}

/// Adds this file's functions to the module.
pub fn register(module: ModuleBuilder) -> ModuleBuilder {
    module
        .function(wrap_function!(transient_key))
        .function(wrap_function!(rate_window))
        .function(wrap_function!(check_rate))
}

/// Keeps the installation's secret out of stack traces.
pub fn hide_secrets() {
    zend::hide_from_traces("MxChat\\Core\\transient_key", 0);
}
