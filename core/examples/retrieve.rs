//! Retrieval and answers without a model over a JSON file, one prediction line per question.
//!
//! `cargo run --release -p mxchat-core --example retrieve -- FILE.json` with
//! `{docs:[{id,title,text}], questions:[{id,q}], foreign:[{id,q}]}` prints for each question
//! `{"id","docs":[best first, up to 5],"score":confidence,"answer":text or null}`.

use mxchat_core::answer::{Passage, extract_answer};
use mxchat_core::text;
use serde_json::{Value, json};
use std::error::Error;
use std::io::Write;

/// Passages that are read for an answer.
const PASSAGES: usize = 10;
const DOCS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: retrieve FILE.json")?;
    let file: Value = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    let docs = list(&file, "docs");
    let packed: Vec<Vec<u8>> = docs
        .iter()
        .map(|doc| text::lexical_features(field(doc, "title"), field(doc, "text")))
        .collect::<Result<_, _>>()?;
    let ids: Vec<u64> = (0..docs.len() as u64).collect();
    let features: Vec<&[u8]> = packed.iter().map(Vec::as_slice).collect();
    let segment = text::build_segment(&ids, &features)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for question in list(&file, "questions").iter().chain(list(&file, "foreign")) {
        writeln!(out, "{}", predict(question, docs, &segment)?)?;
    }
    Ok(())
}

fn predict(question: &Value, docs: &[Value], segment: &[u8]) -> Result<Value, Box<dyn Error>> {
    let text = field(question, "q");
    let found: Vec<&Value> = text::search_segments(&[segment], text, PASSAGES)?
        .iter()
        .filter_map(|found| docs.get(found.id as usize))
        .collect();
    let passages: Vec<Passage<'_>> = found
        .iter()
        .map(|doc| Passage {
            title: field(doc, "title"),
            text: field(doc, "text"),
        })
        .collect();
    let answer = extract_answer(text, &passages, &[segment])?;
    let mut order: Vec<(usize, f64)> = answer.scores.iter().copied().enumerate().collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1));
    let ids: Vec<&str> = order
        .iter()
        .filter_map(|&(i, _)| found.get(i))
        .map(|doc| field(doc, "id"))
        .take(DOCS)
        .collect();
    Ok(json!({ "id": field(question, "id"), "docs": ids, "score": answer.confidence, "answer": answer.text }))
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value
        .get(key)
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default()
}

fn field<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}
