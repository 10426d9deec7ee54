//! The scores of actions on the development set: those of its reference, the floors, and the polyfill's.
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test")]

#[path = "../../core/examples/score_actions.rs"]
#[allow(dead_code)]
mod score_actions;

mod development_set;

use development_set::{Test, polyfill_agrees};
use score_actions::{Method, Ordinary, Prediction, json_files, line, predictions};
use serde_json::Value;
use std::collections::HashMap;
use std::path::Path;
use std::process::ExitCode;

/// How far a score may be from the reference's, which computes in `f64` throughout.
const TOLERANCE: f64 = 1e-6;

const TESTS: [Test; 4] = [
    (
        "scores_by_meaning_are_the_references",
        scores_by_meaning_are_the_references,
    ),
    (
        "scores_by_words_are_the_references",
        scores_by_words_are_the_references,
    ),
    ("floors", floors),
    ("polyfill_says_the_same", polyfill_says_the_same),
];

fn main() -> ExitCode {
    development_set::run("actions", "dev/golden.jsonl", &TESTS)
}

fn scores_by_meaning_are_the_references(folder: &Path) -> Result<(), String> {
    compare_with_golden(folder, "A", "A-meaning")
}

fn scores_by_words_are_the_references(folder: &Path) -> Result<(), String> {
    compare_with_golden(folder, "B", "B-plain")
}

/// Every action's score of every message.
fn compare_with_golden(folder: &Path, reference: &str, method: &str) -> Result<(), String> {
    let golden =
        std::fs::read_to_string(folder.join("dev/golden.jsonl")).map_err(|error| error.to_string())?;
    let mut compared = 0;
    for golden in golden.lines() {
        let golden: Value = serde_json::from_str(golden).expect("a line of JSON");
        if golden["method"] != reference {
            continue;
        }
        let file = folder.join(format!(
            "dev/{}.json",
            golden["scenario"].as_str().expect("a name")
        ));
        for prediction in run(folder, &file, method)? {
            let logits: HashMap<&str, f64> = prediction
                .logits
                .iter()
                .map(|(id, logit)| (id.as_str(), *logit))
                .collect();
            let expected = golden["scores"][prediction.id.as_str().expect("an id")]
                .as_array()
                .expect("scores");
            for (id, expected) in golden["actions"].as_array().expect("ids").iter().zip(expected) {
                let (id, expected) = (id.as_str().expect("an id"), expected.as_f64().expect("a score"));
                let distance = (logits[id] - expected).abs();
                if distance.is_nan() || distance > TOLERANCE {
                    return Err(format!(
                        "{} and {id}: {} instead of {expected}",
                        prediction.id, logits[id]
                    ));
                }
                compared += 1;
            }
        }
    }
    println!("{compared} scores");
    if compared > 1000 {
        Ok(())
    } else {
        Err("too few scores".to_owned())
    }
}

/// Accuracy, recall at 2 percent false triggers, false triggers at 80 percent recall: of the mean of the scenarios.
fn floors(folder: &Path) -> Result<(), String> {
    let mut missed = Vec::new();
    for (method, accuracy, recall, triggers) in [("A", 0.92, 0.78, 0.035), ("B", 0.875, 0.0, 1.0)] {
        let files = json_files(&folder.join("dev")).map_err(|error| error.to_string())?;
        let mut mean = [0.0; 3];
        for file in &files {
            let figures = figures(file, &run(folder, file, method)?)?;
            for (sum, figure) in mean.iter_mut().zip(figures) {
                *sum += figure / files.len() as f64;
            }
        }
        println!("{method} {mean:.4?}");
        if mean[0] < accuracy || mean[1] < recall || mean[2] > triggers {
            missed.push(format!("{method} {mean:.4?}"));
        }
    }
    if missed.is_empty() {
        Ok(())
    } else {
        Err(missed.join("\n"))
    }
}

fn figures(file: &Path, predictions: &[Prediction]) -> Result<[f64; 3], String> {
    let text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
    let scenario: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let messages = scenario["messages"].as_array().expect("messages");
    // Messages that were chosen to be hard are reported apart by the set's own scorer.
    let pairs: Vec<(&Value, &Prediction)> = messages
        .iter()
        .zip(predictions)
        .filter(|(message, _)| message["kind"] != "hard")
        .collect();
    let wanted = |message: &Value| message["expected"].as_str().map(str::to_owned);
    let right = pairs
        .iter()
        .filter(|(message, prediction)| wanted(message) == prediction.action)
        .count();
    let (asking, ordinary): (Vec<_>, Vec<_>) =
        pairs.iter().partition(|(message, _)| wanted(message).is_some());
    let mut hits: Vec<f64> = asking
        .iter()
        .filter(|(message, prediction)| wanted(message) == prediction.best)
        .map(|(_, prediction)| prediction.logit)
        .collect();
    let mut others: Vec<f64> = ordinary.iter().map(|(_, prediction)| prediction.logit).collect();
    hits.sort_by(|a, b| b.total_cmp(a));
    others.sort_by(|a, b| b.total_cmp(a));
    let limit = others[others.len() / 50];
    let needed = hits.get((asking.len() * 4).div_ceil(5) - 1);
    let triggers = needed.map_or(others.len(), |needed| {
        others.iter().filter(|&other| other >= needed).count()
    });
    Ok([
        right as f64 / pairs.len() as f64,
        hits.iter().filter(|&&hit| hit > limit).count() as f64 / asking.len() as f64,
        triggers as f64 / others.len() as f64,
    ])
}

/// Line by line, by words: a head takes the polyfill minutes to train.
fn polyfill_says_the_same(folder: &Path) -> Result<(), String> {
    let mut ours = Vec::new();
    for file in json_files(&folder.join("dev")).map_err(|error| error.to_string())? {
        ours.extend(run(folder, &file, "B")?.iter().map(line));
    }
    let arguments = ["B".into(), folder.join("dev"), folder.join("background")];
    polyfill_agrees("score_actions.php", &arguments, &ours)
}

fn run(folder: &Path, file: &Path, method: &str) -> Result<Vec<Prediction>, String> {
    let ordinary = Ordinary::of_folder(&folder.join("background")).map_err(|error| error.to_string())?;
    let method = Method::named(method).expect("a method");
    predictions(file, &method, &ordinary).map_err(|error| error.to_string())
}
