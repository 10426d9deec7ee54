//! Answers without a model.

use js_sys::Uint8Array;
use mxchat_core::answer;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::convert::{Span, plain};
use crate::error::Result;
use crate::text::{bytes, slices};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = "
/** A chunk that was found for a question. */
export interface Passage {
    title: string;
    text: string;
}

/** A part of a passage that stands in an answer. */
export interface Quote extends Span {
    passage: number;
}

/** What passages say to a question. */
export interface Answer {
    answer: string | null;
    confidence: number;
    quotes: Quote[];
    scores: number[];
}
";

#[wasm_bindgen]
extern "C" {
    /// A passage as the page holds it.
    #[wasm_bindgen(typescript_type = "Passage")]
    pub type Passage;

    #[wasm_bindgen(method, getter, structural)]
    fn title(this: &Passage) -> String;

    #[wasm_bindgen(method, getter, structural)]
    fn text(this: &Passage) -> String;
}

#[derive(Serialize)]
struct Quote {
    passage: usize,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct Answer {
    answer: Option<String>,
    confidence: f64,
    quotes: Vec<Quote>,
    scores: Vec<f64>,
}

/// The sentences of the best passages that answer a question, or null where they do not say.
#[wasm_bindgen(js_name = extractAnswer, unchecked_return_type = "Answer")]
pub fn extract_answer(question: &str, passages: Vec<Passage>, segments: Vec<Uint8Array>) -> Result<JsValue> {
    let texts: Vec<(String, String)> = passages
        .iter()
        .map(|passage| (passage.title(), passage.text()))
        .collect();
    let passages: Vec<answer::Passage<'_>> = texts
        .iter()
        .map(|(title, text)| answer::Passage { title, text })
        .collect();
    let segments = bytes(&segments);
    let answer = answer::extract_answer(question, &passages, &slices(&segments))?;
    let quotes = answer.quotes.iter().map(|quote| {
        let text = passages.get(quote.passage).map_or("", |passage| passage.text);
        let Span { start, end } = Span::new(text, &quote.range);
        Quote {
            passage: quote.passage,
            start,
            end,
        }
    });
    let plain_answer = Answer {
        quotes: quotes.collect(),
        answer: answer.text,
        confidence: answer.confidence,
        scores: answer.scores,
    };
    Ok(plain(&plain_answer)?)
}
