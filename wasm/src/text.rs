//! The lexical half of retrieval.

use js_sys::Uint8Array;
use mxchat_core::text;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::convert::{Span, count, id, plain};
use crate::error::Result;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = "
/** A part of a text, in UTF-16 units as of `String.prototype.slice`. */
export interface Span {
    start: number;
    end: number;
}

/** A chunk that a search found. */
export interface Found {
    id: number;
    score: number;
}
";

#[derive(Serialize)]
struct Found {
    id: f64,
    score: f64,
}

/// The folded tokens of a text.
#[wasm_bindgen]
#[must_use]
pub fn tokenize(text: &str) -> Vec<String> {
    text::tokenize(text)
}

/// Parts of at most so many characters that hold a text in order.
#[wasm_bindgen(js_name = chunkText, unchecked_return_type = "Span[]")]
pub fn chunk_text(
    text: &str,
    #[wasm_bindgen(js_name = maxCharacters)] max_characters: f64,
) -> Result<JsValue> {
    let ranges = text::chunk_text(text, count(max_characters)?)?;
    let spans: Vec<Span> = ranges.iter().map(|range| Span::new(text, range)).collect();
    Ok(plain(&spans)?)
}

/// The chunks that match a question best, best first, from segments that form one collection.
#[wasm_bindgen(js_name = searchSegments, unchecked_return_type = "Found[]")]
pub fn search_segments(segments: Vec<Uint8Array>, question: &str, limit: f64) -> Result<JsValue> {
    let segments = bytes(&segments);
    let rows = text::search_segments(&slices(&segments), question, count(limit)?)?;
    found(rows.iter().map(|row| (row.id, row.score)))
}

/// What a search found, as JavaScript takes it.
pub(crate) fn found(rows: impl Iterator<Item = (u64, f64)>) -> Result<JsValue> {
    let rows: Vec<Found> = rows
        .map(|(number, score)| {
            Ok(Found {
                id: id(number)?,
                score,
            })
        })
        .collect::<Result<_>>()?;
    Ok(plain(&rows)?)
}

/// A copy of each segment in the module's own memory.
pub(crate) fn bytes(segments: &[Uint8Array]) -> Vec<Vec<u8>> {
    segments.iter().map(Uint8Array::to_vec).collect()
}

pub(crate) fn slices(segments: &[Vec<u8>]) -> Vec<&[u8]> {
    segments.iter().map(Vec::as_slice).collect()
}
