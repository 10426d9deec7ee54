//! `MxChat\Core`: server-sent events.

use ext_php_rs::prelude::*;
use ext_php_rs::types::ZendHashTable;
use mxchat_core::{Error, sse};

use crate::convert::{Array, Bytes, list};
use crate::error::guard;

/// The events that further bytes of an event stream complete, and the state after them.
#[php_function]
#[php(name = "MxChat\\Core\\decode_sse")]
pub fn decode_sse(state: Bytes, bytes: Bytes) -> PhpResult<Array> {
    let decoded = guard(|| {
        let state = core::str::from_utf8(&state).map_err(|_| Error::InvalidRecord)?;
        sse::decode(state, &bytes)
    })?;
    let events = list(decoded.events, |event| {
        let mut fields = ZendHashTable::with_capacity(3);
        fields.insert("event", event.event)?;
        fields.insert("data", event.data)?;
        fields.insert("id", event.id)?;
        Ok(fields)
    })?;
    let mut fields = ZendHashTable::with_capacity(2);
    fields.insert("state", decoded.state)?;
    fields.insert("events", events)?;
    Ok(fields)
}

/// Adds this file's functions to the module.
pub fn register(module: ModuleBuilder) -> ModuleBuilder {
    module.function(wrap_function!(decode_sse))
}
