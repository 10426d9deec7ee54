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
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for prediction in predictions(&file)? {
        writeln!(out, "{}", line(&prediction))?;
    }
    Ok(())
}

/// What the engine says to one question.
pub struct Prediction {
    /// The question's id.
    pub id: Value,
    /// Ids of the documents that fit, best first.
    pub docs: Vec<Value>,
    /// How sure the engine is that they answer it.
    pub score: f64,
    /// The answer; `None` where the engine declines.
    pub answer: Option<String>,
}

/// What the engine says to the questions of a file, then to the foreign ones.
pub fn predictions(file: &Value) -> Result<Vec<Prediction>, Box<dyn Error>> {
    let docs = list(file, "docs");
    let mut packed = Vec::new();
    for doc in docs {
        packed.push(text::lexical_features(field(doc, "title"), field(doc, "text"))?);
    }
    let ids: Vec<u64> = (0..docs.len() as u64).collect();
    let features: Vec<&[u8]> = packed.iter().map(Vec::as_slice).collect();
    let segment = text::build_segment(&ids, &features)?;
    let questions = list(file, "questions").iter().chain(list(file, "foreign"));
    questions
        .map(|question| predict(question, docs, &segment))
        .collect()
}

fn predict(question: &Value, docs: &[Value], segment: &[u8]) -> Result<Prediction, Box<dyn Error>> {
    let text = field(question, "q");
    let found: Vec<&Value> = text::search_segments(&[segment], text, PASSAGES)?
        .iter()
        .filter_map(|found| docs.get(usize::try_from(found.id).ok()?))
        .collect();
    let passages: Vec<Passage<'_>> = found
        .iter()
        .map(|doc| Passage {
            title: field(doc, "title"),
            text: field(doc, "text"),
        })
        .collect();
    let answer = extract_answer(text, &passages, &[segment])?;
    let mut ranked: Vec<(&Value, f64)> = found.into_iter().zip(answer.scores).collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
    Ok(Prediction {
        id: question.get("id").cloned().unwrap_or_default(),
        docs: ranked
            .iter()
            .filter_map(|(doc, _)| doc.get("id").cloned())
            .take(DOCS)
            .collect(),
        score: answer.confidence,
        answer: answer.text,
    })
}

/// A line of JSON; the score in fixed notation, which every language writes alike.
pub fn line(prediction: &Prediction) -> String {
    let Prediction {
        id,
        docs,
        score,
        answer,
    } = prediction;
    format!(
        r#"{{"id":{},"docs":{},"score":{score:.17},"answer":{}}}"#,
        id,
        json!(docs),
        json!(answer)
    )
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
