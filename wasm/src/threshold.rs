//! Thresholds.

use mxchat_core::threshold;
use wasm_bindgen::prelude::*;

use crate::error::Result;

/// A threshold from 0 to 1 as people write it: "75", "75%" and "0.75" are 0.75.
#[wasm_bindgen(js_name = parseThreshold)]
pub fn parse_threshold(text: &str) -> Result<f64> {
    Ok(threshold::parse(text)?)
}

/// A threshold as a percentage without its sign and with at most two decimals: 0.71 is "71".
#[wasm_bindgen(js_name = formatThreshold)]
pub fn format_threshold(threshold: f64) -> Result<String> {
    Ok(threshold::format(threshold)?)
}
