use mxchat_core::Error;
use mxchat_core::action::{self, Action, Scored};
use serde_json::{Value, json};

use super::case::{self, Args, Given, Outcome, text_of};

pub fn run(function: &str, args: &Args) -> Option<Outcome> {
    Some(match function {
        "build_background" => build_background(args),
        "train_actions" => train_actions(args),
        "score_actions" => score_actions(args),
        _ => return None,
    })
}

fn build_background(args: &Args) -> Outcome {
    let (messages, synonyms) = (args.texts(0)?, args.texts(1)?);
    let background = action::build_background(&slices(&messages), &slices(&synonyms), &args.floats(2)?)?;
    Ok(Given::Bytes(background))
}

fn train_actions(args: &Args) -> Outcome {
    let described: Vec<Described> = args
        .list(0)
        .iter()
        .map(Described::read)
        .collect::<Result<_, _>>()?;
    let actions: Vec<Action<'_>> = described.iter().map(Described::action).collect();
    let has_head = args.boolean(3);
    Ok(Given::Bytes(action::train(
        &actions,
        &args.bytes(1),
        &args.floats(2)?,
        has_head,
    )?))
}

/// An action with texts of its own.
struct Described {
    id: String,
    label: String,
    phrases: Vec<String>,
    counter_phrases: Vec<String>,
    threshold: Option<f64>,
}

impl Described {
    fn read(value: &Value) -> Result<Self, Error> {
        let list = |key: &str| -> Result<Vec<String>, Error> {
            let texts = value.get(key).and_then(Value::as_array);
            texts.into_iter().flatten().map(text_of).collect()
        };
        Ok(Self {
            id: text_of(&value["id"])?,
            label: text_of(&value["label"])?,
            phrases: list("phrases")?,
            counter_phrases: list("counter_phrases")?,
            threshold: value.get("threshold").and_then(Value::as_f64),
        })
    }

    fn action(&self) -> Action<'_> {
        Action {
            id: &self.id,
            label: &self.label,
            phrases: slices(&self.phrases),
            counter_phrases: slices(&self.counter_phrases),
            threshold: self.threshold,
        }
    }
}

fn score_actions(args: &Args) -> Outcome {
    let scored = action::score(
        &args.bytes(0),
        &args.bytes(1),
        &args.text(2)?,
        &args.floats(3)?,
        args.float(4),
    )?;
    case::json(scored.iter().map(row).collect::<Vec<_>>())
}

fn row(scored: &Scored) -> Value {
    json!({
        "id": scored.id,
        "score": scored.score,
        "threshold": scored.threshold,
        "margin": scored.margin,
        "phrase": scored.phrase,
        "similarity": scored.similarity,
        "semantic": scored.semantic,
        "lexical": scored.lexical,
        "decision": scored.decision.as_str(),
    })
}

fn slices(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}
