//! Similarity.

use mxchat_core::similarity;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::convert::{count, plain};
use crate::error::Result;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = "
/** One embedding that a search found. */
export interface Ranked {
    position: number;
    score: number;
}
";

#[derive(Serialize)]
struct Ranked {
    position: usize,
    score: f64,
}

/// Cosine similarity of two embeddings, from -1 (opposite) to 1 (same direction).
#[wasm_bindgen(js_name = cosineSimilarity)]
pub fn cosine_similarity(a: &[f32], b: &[f32]) -> Result<f64> {
    Ok(similarity::cosine(a, b)?)
}

/// The embeddings most like a query, best first; ties by position.
#[wasm_bindgen(js_name = rankEmbeddings, unchecked_return_type = "Ranked[]")]
pub fn rank_embeddings(query: &[f32], embeddings: &[f32], limit: f64, threshold: f64) -> Result<JsValue> {
    let ranked: Vec<Ranked> = similarity::rank(query, embeddings, count(limit)?, threshold)?
        .into_iter()
        .map(|found| Ranked {
            position: found.position,
            score: found.score,
        })
        .collect();
    Ok(plain(&ranked)?)
}
