//! The floors of retrieval and of answers without a model, on the development set.
//!
//! `MXCHAT_DATA` names the folder that holds `retrieval/dev-*.json` (`../shared/data` beside the project if
//! unset). The set is read in place and not part of the project: where it is missing, nothing
//! is counted, and a line says so, here and at the head of `make test`.
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test")]

#[path = "../../core/examples/retrieve.rs"]
#[allow(dead_code)]
mod retrieve;

use retrieve::{Prediction, line, predictions};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

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

type Test = (&'static str, fn(&Path) -> Result<(), String>);
const TESTS: [Test; 2] = [
    ("retrieval_floors", retrieval_floors),
    ("polyfill_says_the_same", polyfill_says_the_same),
];

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let data = std::env::var_os("MXCHAT_DATA").map_or_else(|| root.join("../shared/data"), PathBuf::from);
    println!("\nrunning {} tests", TESTS.len());
    if !data.join("retrieval/dev-en.json").is_file() {
        println!("not run: MXCHAT_DATA names no folder with retrieval/dev-en.json");
        println!("\ntest result: ok. 0 passed; 0 failed; 0 ignored");
        return ExitCode::SUCCESS;
    }
    let mut failed = 0;
    for (name, test) in TESTS {
        match test(&data.join("retrieval")) {
            Ok(()) => println!("test {name} ... ok"),
            Err(why) => {
                println!("test {name} ... FAILED\n{why}");
                failed += 1;
            }
        }
    }
    let result = if failed == 0 { "ok" } else { "FAILED" };
    println!(
        "\ntest result: {result}. {} passed; {failed} failed; 0 ignored",
        TESTS.len() - failed
    );
    if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
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
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/php/retrieve.php");
    let path = folder.join("dev-de.json");
    let php = Command::new("php")
        .arg(script)
        .arg(&path)
        .output()
        .map_err(|error| format!("php: {error}"))?;
    let theirs = String::from_utf8_lossy(&php.stdout);
    let ours = predictions(&read(folder, "de")?).map_err(|error| error.to_string())?;
    if ours.is_empty() || ours.len() != theirs.lines().count() {
        return Err(format!(
            "{} lines here, {} there",
            ours.len(),
            theirs.lines().count()
        ));
    }
    let differing = ours
        .iter()
        .map(line)
        .zip(theirs.lines())
        .find(|(ours, theirs)| ours != theirs);
    differing.map_or(Ok(()), |(ours, theirs)| {
        Err(format!("here:  {ours}\nthere: {theirs}"))
    })
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
