//! What tests on the development set have in common: where it is, how it runs, and what the polyfill says.
//!
//! `MXCHAT_DATA` names the folder that holds it (`../shared/data` beside the project if unset). The set is read in place
//! and not part of the project: where it is missing, nothing is counted, and a line says so, here and at the head of
//! `make test`.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// Its name, and the test itself, which is given the folder of its part of the set.
pub type Test = (&'static str, fn(&Path) -> Result<(), String>);

/// Runs the tests of one part of the set.
///
/// `witness` is a file of the part, without which the set is not there.
pub fn run(part: &str, witness: &str, tests: &[Test]) -> ExitCode {
    let data = std::env::var_os("MXCHAT_DATA").map_or_else(|| root().join("../shared/data"), PathBuf::from);
    let folder = data.join(part);
    println!("\nrunning {} tests", tests.len());
    if !folder.join(witness).is_file() {
        println!("not run: MXCHAT_DATA names no folder with {part}/{witness}");
        println!("\ntest result: ok. 0 passed; 0 failed; 0 ignored");
        return ExitCode::SUCCESS;
    }
    let mut failed = 0;
    for (name, test) in tests {
        match test(&folder) {
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
        tests.len() - failed
    );
    if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Whether a script of `tests/php` says the same, line by line.
pub fn polyfill_agrees(script: &str, arguments: &[PathBuf], ours: &[String]) -> Result<(), String> {
    let php = Command::new("php")
        .arg(root().join("tests/php").join(script))
        .args(arguments)
        .output()
        .map_err(|error| format!("php: {error}"))?;
    let theirs = String::from_utf8_lossy(&php.stdout);
    if ours.is_empty() || ours.len() != theirs.lines().count() {
        return Err(format!(
            "{} lines here, {} there\n{}",
            ours.len(),
            theirs.lines().count(),
            String::from_utf8_lossy(&php.stderr)
        ));
    }
    let differing = ours
        .iter()
        .zip(theirs.lines())
        .find(|(ours, theirs)| ours != theirs);
    differing.map_or(Ok(()), |(ours, theirs)| {
        Err(format!("here:  {ours}\nthere: {theirs}"))
    })
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
