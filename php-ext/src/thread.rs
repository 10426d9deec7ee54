//! `MxChat\Core`: sessions and threads.

use ext_php_rs::prelude::*;
use ext_php_rs::types::ZendHashTable;
use mxchat_core::thread;

use crate::convert::{Array, Bytes};
use crate::error::guard;

/// A new session id from 16 random bytes.
#[php_function]
#[php(name = "MxChat\\Core\\mint_session_id")]
pub fn mint_session_id(random_bytes: Bytes) -> PhpResult<String> {
    guard(|| thread::mint_session_id(&random_bytes))
}

/// A new thread id from 16 random bytes.
#[php_function]
#[php(name = "MxChat\\Core\\mint_thread_id")]
pub fn mint_thread_id(random_bytes: Bytes) -> PhpResult<String> {
    guard(|| thread::mint_thread_id(&random_bytes))
}

/// Whether a text is a session id.
#[php_function]
#[php(name = "MxChat\\Core\\is_session_id")]
pub fn is_session_id(session_id: Bytes) -> PhpResult<bool> {
    guard(|| Ok(thread::is_session_id(&session_id)))
}

/// Whether a text is a thread id.
#[php_function]
#[php(name = "MxChat\\Core\\is_thread_id")]
pub fn is_thread_id(thread_id: Bytes) -> PhpResult<bool> {
    guard(|| Ok(thread::is_thread_id(&thread_id)))
}

/// The pointer of a session to its thread, as a text to store.
#[php_function]
#[php(name = "MxChat\\Core\\thread_record")]
pub fn thread_record(
    thread_id: Bytes,
    session_id: Bytes,
    started_at: i64,
    last_active_at: i64,
) -> PhpResult<String> {
    guard(|| thread::write_record(&thread_id, &session_id, started_at, last_active_at))
}

/// What a stored record says.
#[php_function]
#[php(name = "MxChat\\Core\\read_thread_record")]
pub fn read_thread_record(record: Bytes) -> PhpResult<Array> {
    let record = guard(|| thread::read_record(&record))?;
    let mut fields = ZendHashTable::with_capacity(4);
    fields.insert("thread_id", record.thread_id)?;
    fields.insert("session_id", record.session_id)?;
    fields.insert("started_at", record.started_at)?;
    fields.insert("last_active_at", record.last_active_at)?;
    Ok(fields)
}

/// Whether a thread goes on: "alive", "renew" or "expired".
#[php_function]
#[php(name = "MxChat\\Core\\thread_status")]
pub fn thread_status(last_active_at: i64, ttl_seconds: i64, now: i64) -> PhpResult<&'static str> {
    guard(|| Ok(thread::status(last_active_at, ttl_seconds, now)?.as_str()))
}

/// Adds this file's functions to the module.
pub fn register(module: ModuleBuilder) -> ModuleBuilder {
    module
        .function(wrap_function!(mint_session_id))
        .function(wrap_function!(mint_thread_id))
        .function(wrap_function!(is_session_id))
        .function(wrap_function!(is_thread_id))
        .function(wrap_function!(thread_record))
        .function(wrap_function!(read_thread_record))
        .function(wrap_function!(thread_status))
}
