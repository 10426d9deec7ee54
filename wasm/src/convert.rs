//! Numbers, texts and results between Rust and JavaScript.

use core::ops::Range;

use mxchat_core::Error;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

/// The largest integer that JavaScript's numbers hold without a gap below it.
const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// A number of things.
///
/// # Errors
///
/// [`Error::OutOfRange`] unless it is a whole number from 0 on.
pub fn count(number: f64) -> Result<usize, Error> {
    if number.fract() == 0.0 && (0.0..=MAX_SAFE_INTEGER as f64).contains(&number) {
        // More than a 32-bit address space can hold means "all" like its largest number does.
        Ok(usize::try_from(number as u64).unwrap_or(usize::MAX))
    } else {
        Err(Error::OutOfRange)
    }
}

/// An id as a JavaScript number.
///
/// # Errors
///
/// [`Error::OutOfRange`] if it would lose digits.
pub fn id(id: u64) -> Result<f64, Error> {
    if id <= MAX_SAFE_INTEGER {
        Ok(id as f64)
    } else {
        Err(Error::OutOfRange)
    }
}

/// A result as plain JavaScript objects; what is missing is `null`.
///
/// # Errors
///
/// None that a result of the core could cause.
pub fn plain(result: &impl Serialize) -> Result<JsValue, Error> {
    result
        .serialize(&Serializer::new().serialize_missing_as_null(true))
        .map_err(|_| Error::OutOfRange)
}

/// A part of a text, in UTF-16 units.
#[derive(Serialize)]
pub struct Span {
    /// Where it starts.
    pub start: usize,
    /// Where it ends, exclusive.
    pub end: usize,
}

impl Span {
    /// From a range in bytes.
    pub fn new(text: &str, range: &Range<usize>) -> Self {
        let start = units(text.get(..range.start));
        Self {
            start,
            end: start + units(text.get(range.clone())),
        }
    }
}

fn units(text: Option<&str>) -> usize {
    text.map_or(0, |text| text.encode_utf16().count())
}
