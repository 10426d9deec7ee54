//! The floors of retrieval and of answers without a model, on the development set.
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test")]

#[path = "../../core/examples/retrieve.rs"]
#[allow(dead_code)]
mod retrieve;

mod development_set;

use development_set::{Test, polyfill_agrees};
use retrieve::{Prediction, line, predictions};
use serde_json::Value;
use std::path::Path;
use std::process::ExitCode;

const LANGUAGES: [&str; 6] = ["en", "de", "ar", "ru", "th", "zh"];
/// Name, floor or ceiling, and whether it is a floor: of the mean of the six languages.
const FLOORS: [(&str, f64, bool); 7] = [
    ("r@1", 0.94, true),
    ("r@5", 0.99, true),
    ("hit", 0.88, true),
    ("auroc", 0.98, true),
    ("declined@5", 0.92, true),
    ("own_false", 0.05, false),
    ("own_declined", 0.85, true),
];

const TESTS: [Test; 2] = [
    ("retrieval_floors", retrieval_floors),
    ("polyfill_says_the_same", polyfill_says_the_same),
];

fn main() -> ExitCode {
    development_set::run("retrieval", "dev-en.json", &TESTS)
}

fn retrieval_floors(folder: &Path) -> Result<(), String> {
    let mut mean = [0.0; FLOORS.len()];
    for language in LANGUAGES {
        let file = read(folder, language)?;
        let predictions = predictions(&file).map_err(|error| error.to_string())?;
        let figures = figures(&file, &predictions);
        println!("{language} {figures:.4?}");
        for (sum, figure) in mean.iter_mut().zip(figures) {
            *sum += figure / LANGUAGES.len() as f64;
        }
    }
    println!("mean {mean:.4?}");
    let missed: Vec<String> = FLOORS
        .iter()
        .zip(mean)
        .filter(|&(&(_, bound, is_floor), figure)| if is_floor { figure < bound } else { figure > bound })
        .map(|((name, bound, _), figure)| format!("{name} is {figure:.4}, bound {bound}"))
        .collect();
    if missed.is_empty() {
        Ok(())
    } else {
        Err(missed.join("\n"))
    }
}

fn polyfill_says_the_same(folder: &Path) -> Result<(), String> {
    let predictions = predictions(&read(folder, "de")?).map_err(|error| error.to_string())?;
    let ours: Vec<String> = predictions.iter().map(line).collect();
    polyfill_agrees("retrieve.php", &[folder.join("dev-de.json")], &ours)
}

fn read(folder: &Path, language: &str) -> Result<Value, String> {
    let text = std::fs::read_to_string(folder.join(format!("dev-{language}.json")))
        .map_err(|error| error.to_string())?;
    serde_json::from_str(&text).map_err(|error| error.to_string())
}

/// The figures of [`FLOORS`], as the set's own scorer defines them.
fn figures(file: &Value, predictions: &[Prediction]) -> [f64; FLOORS.len()] {
    let questions = file["questions"].as_array().expect("questions");
    let (own, foreign) = predictions.split_at(questions.len());
    let share = |count: usize, of: usize| count as f64 / of as f64;
    let pairs = || own.iter().zip(questions);
    let first = pairs().filter(|(p, q)| p.docs.first() == q.get("doc")).count();
    let fifth = pairs().filter(|(p, q)| p.docs.contains(&q["doc"])).count();
    let hits = pairs()
        .filter(|(p, q)| p.answer.as_ref().is_some_and(|answer| has_gold(answer, q)))
        .count();
    let mut scores: Vec<f64> = own.iter().map(|prediction| prediction.score).collect();
    scores.sort_by(f64::total_cmp);
    let twentieth = scores[scores.len() / 20];
    let wins: f64 = foreign
        .iter()
        .map(|f| scores.iter().map(|&s| win(s, f.score)).sum::<f64>())
        .sum();
    let nulls = |of: &[Prediction]| of.iter().filter(|prediction| prediction.answer.is_none()).count();
    [
        share(first, own.len()),
        share(fifth, own.len()),
        share(hits, own.len()),
        wins / (own.len() * foreign.len()) as f64,
        share(
            foreign
                .iter()
                .filter(|prediction| prediction.score < twentieth)
                .count(),
            foreign.len(),
        ),
        share(nulls(own), own.len()),
        share(nulls(foreign), foreign.len()),
    ]
}

fn win(own: f64, foreign: f64) -> f64 {
    match own.total_cmp(&foreign) {
        std::cmp::Ordering::Greater => 1.0,
        std::cmp::Ordering::Equal => 0.5,
        std::cmp::Ordering::Less => 0.0,
    }
}

fn has_gold(answer: &str, question: &Value) -> bool {
    assert!(
        answer.chars().count() <= 400,
        "an answer is longer than 400 characters"
    );
    let gold = question["answers"].as_array().expect("answers");
    gold.iter()
        .filter_map(Value::as_str)
        .any(|gold| answer.contains(gold))
}
