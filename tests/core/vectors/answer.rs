use mxchat_core::Error;
use mxchat_core::answer::{self, Passage};
use serde_json::json;

use super::case::{self, Args, Outcome, text_of};
use super::text::slices;

pub fn run(function: &str, args: &Args) -> Option<Outcome> {
    Some(match function {
        "extract_answer" => extract_answer(args),
        _ => return None,
    })
}

fn extract_answer(args: &Args) -> Outcome {
    let texts = args
        .list(1)
        .iter()
        .map(|passage| Ok((text_of(&passage["title"])?, text_of(&passage["text"])?)))
        .collect::<Result<Vec<_>, Error>>()?;
    let passages: Vec<Passage> = texts
        .iter()
        .map(|(title, text)| Passage { title, text })
        .collect();
    let answer = answer::extract_answer(&args.text(0)?, &passages, &slices(&args.strings(2)))?;
    let quotes = answer
        .quotes
        .iter()
        .map(|quote| json!({ "passage": quote.passage, "start": quote.range.start, "end": quote.range.end }));
    case::json(json!({
        "answer": answer.text,
        "confidence": answer.confidence,
        "quotes": quotes.collect::<Vec<_>>(),
        "scores": answer.scores,
    }))
}
