//! Index files under kill, damage and competition.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail by a panic"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use mxchat_core::Error;
use mxchat_core::files::Collection;
use mxchat_core::index::{Labels, Row, Search};
use mxchat_core::similarity::cosine;

const DIMENSIONS: usize = 16;
const QUERY: [f32; DIMENSIONS] = [
    1.0, -2.0, 3.0, 5.0, -8.0, 13.0, 21.0, 34.0, 2.0, 4.0, 8.0, -16.0, 3.0, 9.0, 27.0, 81.0,
];
/// Tells a run of this file's own binary to be a writer, and where.
const WRITER: &str = "MXCHAT_TEST_WRITER";
/// How often a writer is killed, if not 25 times.
const KILLS: &str = "MXCHAT_KILLS";
/// How many bits of each file are flipped behind its header, if not 300. With it, every bit of the header.
const FLIPS: &str = "MXCHAT_FLIPS";

fn directory(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("mxchat-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&path);
    path
}

fn embedding(id: u64, version: u64) -> [f32; DIMENSIONS] {
    std::array::from_fn(|i| ((id * 31 + version * 17 + (i * i) as u64) % 97) as f32 - 40.0)
}

fn put(collection: &mut Collection, rows: &[(u64, u64)]) -> Result<u64, Error> {
    let embeddings: Vec<Vec<u8>> = rows
        .iter()
        .map(|(id, version)| embedding(*id, *version).map(f32::to_le_bytes).concat())
        .collect();
    let rows: Vec<Row<'_>> = (rows.iter().zip(&embeddings))
        .map(|((id, _), embedding)| Row {
            id: *id,
            embedding,
            labels: Labels::default(),
        })
        .collect();
    collection.upsert(rows.as_slice())
}

/// All rows by id, with the bits of their scores.
fn contents(collection: &mut Collection) -> Result<BTreeMap<u64, u64>, Error> {
    let found = collection.search(&Search::new(&QUERY, 1_000_000))?;
    Ok(found
        .iter()
        .map(|found| (found.id, found.score.to_bits()))
        .collect())
}

fn score(id: u64, version: u64) -> u64 {
    cosine(&QUERY, &embedding(id, version)).unwrap().to_bits()
}

/// What a writer does in its round: three rows of which one is replaced in a later round, a deletion now
/// and then, and a compaction now and then.
fn write_round(collection: &mut Collection, round: u64) -> Result<(), Error> {
    put(
        collection,
        &[(round * 2, round), (round * 2 + 1, round), (round / 2, round)],
    )?;
    if round % 5 == 4 {
        collection.delete(&[round * 2 - 1])?;
    }
    if round % 16 == 15 {
        collection.compact()?;
    }
    Ok(())
}

/// The versions after some rounds.
fn model(rounds: u64) -> BTreeMap<u64, u64> {
    let mut rows = BTreeMap::new();
    for round in 0..rounds {
        rows.extend([(round * 2, round), (round * 2 + 1, round), (round / 2, round)]);
        if round % 5 == 4 {
            rows.remove(&(round * 2 - 1));
        }
    }
    rows.into_iter()
        .map(|(id, version)| (id, score(id, version)))
        .collect()
}

/// Not a test of its own: the process that the test below kills.
#[test]
fn writer_process() {
    let Some(directory) = std::env::var_os(WRITER) else {
        return;
    };
    let mut collection = Collection::open(Path::new(&directory), DIMENSIONS).unwrap();
    for round in 0.. {
        write_round(&mut collection, round).unwrap();
        println!("acknowledged {round}");
    }
}

#[test]
fn a_killed_writer_loses_nothing_that_it_acknowledged() {
    let kills: u64 = std::env::var(KILLS).map_or(25, |kills| kills.parse().unwrap());
    for kill in 0..kills {
        let directory = directory(&format!("kill-{kill}"));
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "writer_process", "--nocapture"])
            .env(WRITER, &directory)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let wanted = 1 + kill * 7 % 37;
        let mut rounds = 0;
        for line in lines.map_while(Result::ok) {
            if line.contains("acknowledged") {
                rounds += 1;
                if rounds == wanted {
                    std::thread::sleep(std::time::Duration::from_micros(kill * 131 % 3_000));
                    child.kill().unwrap();
                }
            }
        }
        child.wait().unwrap();
        assert!(rounds >= wanted, "the writer ended before it was killed");
        let mut collection = Collection::open(&directory, DIMENSIONS).unwrap();
        let found = contents(&mut collection).unwrap();
        // The batch of the round after the last acknowledged one may have arrived, with its deletion or without.
        let mut next = model(rounds);
        let round = rounds;
        next.extend(
            [(round * 2, round), (round * 2 + 1, round), (round / 2, round)]
                .map(|(id, version)| (id, score(id, version))),
        );
        assert!(
            [model(rounds), next, model(rounds + 1)].contains(&found),
            "after {rounds} rounds"
        );
        write_round(&mut collection, 1_000).unwrap();
        assert!(
            contents(&mut Collection::open(&directory, DIMENSIONS).unwrap())
                .unwrap()
                .contains_key(&2_001)
        );
        fs::remove_dir_all(&directory).unwrap();
    }
}

#[test]
fn writers_take_turns() {
    let directory = directory("turns");
    let threads: Vec<_> = (0..8_u64)
        .map(|writer| {
            let directory = directory.clone();
            std::thread::spawn(move || {
                let mut collection = Collection::open(&directory, DIMENSIONS).unwrap();
                for round in 0..10 {
                    put(
                        &mut collection,
                        &[(writer * 100 + round, round), (10_000 + round, 7)],
                    )
                    .unwrap();
                    if round == 5 {
                        collection.compact().unwrap();
                    }
                }
                collection.delete(&[writer * 100]).unwrap();
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    let own = (0..8).flat_map(|writer| {
        (1..10).map(move |round| (writer * 100 + round, score(writer * 100 + round, round)))
    });
    let shared = (0..10).map(|round| (10_000 + round, score(10_000 + round, 7)));
    let mut collection = Collection::open(&directory, DIMENSIONS).unwrap();
    assert_eq!(contents(&mut collection).unwrap(), own.chain(shared).collect());
    assert_eq!(collection.stats().unwrap().sequence, 8 * 21);
    fs::remove_dir_all(&directory).unwrap();
}

/// A collection with a segment and a log, its files, and what it holds.
fn sample(name: &str) -> (PathBuf, Vec<PathBuf>, BTreeMap<u64, u64>) {
    let directory = directory(name);
    let mut collection = Collection::open(&directory, DIMENSIONS).unwrap();
    put(&mut collection, &(0..300).map(|id| (id, 1)).collect::<Vec<_>>()).unwrap();
    collection.compact().unwrap();
    put(&mut collection, &(250..350).map(|id| (id, 2)).collect::<Vec<_>>()).unwrap();
    collection.delete(&[3, 4, 5]).unwrap();
    let files = fs::read_dir(&directory)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let files = files.filter(|path| !path.ends_with("LOCK")).collect();
    let held = contents(&mut collection).unwrap();
    (directory, files, held)
}

fn noticed_or_unchanged(directory: &Path, held: &BTreeMap<u64, u64>, what: &str) {
    match Collection::open(directory, DIMENSIONS).and_then(|mut collection| contents(&mut collection)) {
        Ok(found) => assert_eq!(found, *held, "{what}"),
        Err(error) => assert_eq!(error, Error::InvalidRecord, "{what}"),
    }
}

#[test]
fn a_file_that_is_cut_is_noticed() {
    let (directory, files, held) = sample("cut");
    for file in files {
        let whole = fs::read(&file).unwrap();
        let lengths = (0..whole.len())
            .step_by(4_096)
            .chain([1, 40, 63, 64, whole.len() - 1]);
        for length in lengths.filter(|length| *length < whole.len()) {
            fs::write(&file, &whole[..length]).unwrap();
            let error = Collection::open(&directory, DIMENSIONS).unwrap_err();
            assert_eq!(error, Error::InvalidRecord, "{} at {length}", file.display());
        }
        fs::write(&file, &whole).unwrap();
    }
    noticed_or_unchanged(&directory, &held, "restored");
    fs::remove_dir_all(&directory).unwrap();
}

#[test]
fn a_file_that_is_cut_under_a_reader_is_noticed() {
    for kind in ["seg", "log"] {
        let (directory, files, _) = sample(&format!("cut-under-{kind}"));
        let mut reader = Collection::open(&directory, DIMENSIONS).unwrap();
        let file = files
            .iter()
            .find(|file| file.extension().is_some_and(|found| found == kind))
            .unwrap();
        fs::File::options()
            .write(true)
            .open(file)
            .unwrap()
            .set_len(300)
            .unwrap();
        assert_eq!(contents(&mut reader).unwrap_err(), Error::InvalidRecord);
        fs::remove_dir_all(&directory).unwrap();
    }
}

#[test]
fn a_flipped_bit_in_a_file_is_noticed_or_changes_nothing() {
    let (directory, files, held) = sample("flip");
    for file in files {
        let whole = fs::read(&file).unwrap();
        let head = 0..8 * whole.len().min(256);
        let flips = std::env::var(FLIPS).map(|flips| flips.parse::<usize>().unwrap());
        let step = if flips.is_ok() { 1 } else { 3 };
        let body = (0..flips.unwrap_or(300))
            .map(|i| i * 7_919 * 8 + i % 8)
            .map(|bit| bit % (8 * whole.len()));
        for bit in head.step_by(step).chain(body) {
            let mut damaged = whole.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            fs::write(&file, &damaged).unwrap();
            noticed_or_unchanged(&directory, &held, &format!("{} bit {bit}", file.display()));
        }
        fs::write(&file, &whole).unwrap();
    }
    fs::remove_dir_all(&directory).unwrap();
}

#[test]
fn a_missing_file_is_noticed() {
    let (directory, files, _) = sample("missing");
    for file in files.iter().filter(|file| !file.ends_with("MANIFEST")) {
        let whole = fs::read(file).unwrap();
        fs::remove_file(file).unwrap();
        assert_eq!(
            Collection::open(&directory, DIMENSIONS).unwrap_err(),
            Error::InvalidRecord
        );
        fs::write(file, &whole).unwrap();
    }
    fs::remove_dir_all(&directory).unwrap();
}
