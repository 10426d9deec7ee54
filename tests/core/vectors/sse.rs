use mxchat_core::{Error, sse};
use serde_json::{Value, json};

use super::case::{self, Args, Outcome};

pub fn run(function: &str, args: &Args) -> Option<Outcome> {
    Some(match function {
        "decode_sse" => decode_sse(args),
        _ => return None,
    })
}

fn decode_sse(args: &Args) -> Outcome {
    let state = args.text(0).map_err(|_| Error::InvalidRecord)?;
    let decoded = sse::decode(&state, &args.bytes(1))?;
    let events: Vec<Value> = decoded
        .events
        .iter()
        .map(|event| json!({"event": event.event, "data": event.data, "id": event.id}))
        .collect();
    case::json(json!({"state": decoded.state, "events": events}))
}
