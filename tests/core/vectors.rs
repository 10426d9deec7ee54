//! Runs the golden vectors of `tests/vectors` on the core. `tests/README.md` describes the format.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail by a panic"
)]

mod vectors {
    pub mod action;
    pub mod answer;
    pub mod case;
    pub mod index;
    pub mod similarity;
    pub mod sse;
    pub mod text;
    pub mod thread;
    pub mod threshold;
    pub mod token;
    pub mod transient;
}

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use vectors::case::{Args, Outcome, Runner, check, read};
use vectors::{action, answer, index, similarity, sse, text, thread, threshold, token, transient};

/// Which runner knows the functions of which file.
const RUNNERS: &[(&str, Runner)] = &[
    ("action", action::run),
    ("answer", answer::run),
    ("index", index::run),
    ("similarity", similarity::run),
    ("sse", sse::run),
    ("text", text::run),
    ("thread", thread::run),
    ("threshold", threshold::run),
    ("token", token::run),
    ("transient", transient::run),
];

fn tests_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests")
}

/// Runs one file and says how many vectors it holds.
fn run_file(stem: &str) -> usize {
    let (_, runner) = RUNNERS
        .iter()
        .find(|(name, _)| *name == stem)
        .expect("a runner for the file");
    let cases = read(&tests_folder().join(format!("vectors/{stem}.json")));
    let failures: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let outcome: Option<Outcome> = runner(&case.function, &Args::new(&case.args));
            check(case, outcome).err()
        })
        .collect();
    assert!(
        failures.is_empty(),
        "{} of {} vectors fail:\n{}",
        failures.len(),
        cases.len(),
        failures.join("\n")
    );
    assert!(!cases.is_empty(), "{stem}.json holds no vector");
    cases.len()
}

macro_rules! files {
    ($($stem:ident)*) => {
        $(#[test]
        fn $stem() {
            println!("{} vectors of {}", run_file(stringify!($stem)), stringify!($stem));
        })*

        const TESTED: &[&str] = &[$(stringify!($stem)),*];
    };
}

files!(action answer index similarity sse text thread threshold token transient);

#[test]
fn every_file_has_a_runner_and_a_test() {
    let files: BTreeSet<String> = fs::read_dir(tests_folder().join("vectors"))
        .expect("the folder of vectors")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
        .collect();
    assert_eq!(files, TESTED.iter().map(|stem| (*stem).to_owned()).collect());
    assert_eq!(
        files,
        RUNNERS.iter().map(|(stem, _)| (*stem).to_owned()).collect()
    );
}

/// Functions on a directory are more than arguments and a result: `tests/core/files.rs` and
/// `tests/php/FilesTest.php` are about them.
fn works_on_files(function: &str) -> bool {
    function.starts_with("index_")
}

#[test]
fn every_public_function_has_vectors() {
    let bootstrap = tests_folder().join("../wordpress-plugin/polyfill/bootstrap.php");
    let bootstrap = fs::read_to_string(bootstrap).expect("the table of functions");
    let functions: BTreeSet<String> = bootstrap
        .lines()
        .filter_map(|line| line.strip_prefix("\tfunction ")?.split_once('('))
        .map(|(name, _)| name.to_owned())
        .filter(|name| !works_on_files(name))
        .collect();
    let tested: BTreeSet<String> = TESTED
        .iter()
        .flat_map(|stem| read(&tests_folder().join(format!("vectors/{stem}.json"))))
        .map(|case| case.function)
        .collect();
    assert!(functions.len() > 10, "the table could not be read");
    assert_eq!(functions, tested);
}
