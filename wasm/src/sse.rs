//! Server-sent events.

use mxchat_core::sse;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::convert::plain;
use crate::error::Result;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = "
/** One event of a stream. */
export interface StreamEvent {
    event: string;
    data: string;
    id: string;
}

/** The events that are complete, and what to hand in with the next bytes. */
export interface DecodedStream {
    state: string;
    events: StreamEvent[];
}
";

#[derive(Serialize)]
struct Decoded {
    state: String,
    events: Vec<Event>,
}

#[derive(Serialize)]
struct Event {
    event: String,
    data: String,
    id: String,
}

/// The events that further bytes of an event stream complete, and the state after them.
#[wasm_bindgen(js_name = decodeSse, unchecked_return_type = "DecodedStream")]
pub fn decode_sse(state: &str, bytes: &[u8]) -> Result<JsValue> {
    let decoded = sse::decode(state, bytes)?;
    let events = decoded.events.into_iter().map(|event| Event {
        event: event.event,
        data: event.data,
        id: event.id,
    });
    Ok(plain(&Decoded {
        state: decoded.state,
        events: events.collect(),
    })?)
}
