//! Which action a draft asks for.

use mxchat_core::action;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::convert::plain;
use crate::error::Result;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = "
/** What a model says of a message and an action. */
export interface ScoredAction {
    id: string;
    score: number;
    threshold: number;
    margin: number | null;
    phrase: number;
    similarity: number;
    semantic: number | null;
    lexical: number | null;
    decision: 'sure' | 'likely' | 'none';
}
";

#[derive(Serialize)]
struct Scored {
    id: String,
    score: f64,
    threshold: f64,
    margin: Option<f64>,
    phrase: usize,
    similarity: f64,
    semantic: Option<f64>,
    lexical: Option<f64>,
    decision: &'static str,
}

/// What a model says of a message, the best action first. The embedding may be empty, and so may the message.
#[wasm_bindgen(js_name = scoreActions, unchecked_return_type = "ScoredAction[]")]
pub fn score_actions(
    model: &[u8],
    background: &[u8],
    message: &str,
    embedding: &[f32],
    strictness: f64,
) -> Result<JsValue> {
    let scored = action::score(model, background, message, embedding, strictness)?;
    let scored: Vec<Scored> = scored
        .into_iter()
        .map(|scored| Scored {
            id: scored.id,
            score: scored.score,
            threshold: scored.threshold,
            margin: scored.margin,
            phrase: scored.phrase,
            similarity: scored.similarity,
            semantic: scored.semantic,
            lexical: scored.lexical,
            decision: scored.decision.as_str(),
        })
        .collect();
    Ok(plain(&scored)?)
}

/// A model that stays in the module's memory with its background: neither is copied for each key pressed.
#[wasm_bindgen]
pub struct ActionModel {
    model: Vec<u8>,
    background: Vec<u8>,
}

#[wasm_bindgen]
impl ActionModel {
    /// Takes the bytes over.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(model: Vec<u8>, background: Vec<u8>) -> Self {
        Self { model, background }
    }

    /// What `scoreActions` says of a draft by its words.
    #[wasm_bindgen(unchecked_return_type = "ScoredAction[]")]
    pub fn score(&self, draft: &str, strictness: f64) -> Result<JsValue> {
        score_actions(&self.model, &self.background, draft, &[], strictness)
    }
}
