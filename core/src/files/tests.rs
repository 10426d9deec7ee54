use std::path::PathBuf;

use super::*;
use crate::index::{Labels, Row};

const DIMENSIONS: usize = 8;

/// A directory of its own for a test.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("mxchat-files-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        Self(path)
    }

    fn open(&self) -> Result<Collection, Error> {
        Collection::open(&self.0, DIMENSIONS)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// An embedding that tells its id and version: all that the tests want to find again.
fn embedding(id: u64, version: u64) -> Vec<u8> {
    let numbers: [f32; DIMENSIONS] =
        std::array::from_fn(|i| (id * 7 + version * 13 + i as u64 * i as u64) as f32);
    numbers.map(f32::to_le_bytes).concat()
}

fn put(collection: &mut Collection, ids: std::ops::Range<u64>, version: u64) -> Result<u64, Error> {
    let embeddings: Vec<Vec<u8>> = ids.clone().map(|id| embedding(id, version)).collect();
    put_embeddings(collection, ids, &embeddings)
}

fn put_embeddings(
    collection: &mut Collection,
    ids: impl Iterator<Item = u64>,
    embeddings: &[Vec<u8>],
) -> Result<u64, Error> {
    let rows: Vec<Row<'_>> = ids
        .zip(embeddings)
        .map(|(id, embedding)| Row {
            id,
            embedding,
            labels: Labels::default(),
        })
        .collect();
    collection.upsert(rows.as_slice())
}

/// Every id with its version, from a search that returns all.
fn contents(collection: &mut Collection) -> Result<Vec<(u64, f64)>, Error> {
    let query: [f32; DIMENSIONS] = [1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 21.0, 34.0];
    let mut found: Vec<(u64, f64)> = collection
        .search(&Search::new(&query, 10_000))?
        .iter()
        .map(|found| (found.id, found.score))
        .collect();
    found.sort_by_key(|(id, _)| *id);
    Ok(found)
}

fn expected(rows: impl IntoIterator<Item = (u64, u64)>) -> Vec<(u64, f64)> {
    let query = [1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 21.0, 34.0];
    let score = |id, version| {
        let packed = embedding(id, version);
        let numbers: Vec<f32> = packed
            .as_chunks()
            .0
            .iter()
            .map(|x| f32::from_le_bytes(*x))
            .collect();
        crate::similarity::cosine(&query, &numbers).unwrap()
    };
    rows.into_iter()
        .map(|(id, version)| (id, score(id, version)))
        .collect()
}

#[test]
fn what_was_put_is_found_by_another_opening() {
    let place = Place::new("found");
    let mut writer = place.open().unwrap();
    let mut reader = place.open().unwrap();
    assert_eq!(put(&mut writer, 0..10, 0), Ok(10));
    assert_eq!(
        contents(&mut reader).unwrap(),
        expected((0..10).map(|id| (id, 0)))
    );
    assert_eq!(writer.delete(&[3, 4, 99]), Ok(2));
    put(&mut writer, 5..7, 1).unwrap();
    let after = expected([(0, 0), (1, 0), (2, 0), (5, 1), (6, 1), (7, 0), (8, 0), (9, 0)]);
    assert_eq!(contents(&mut reader).unwrap(), after);
    writer.compact().unwrap();
    assert_eq!(contents(&mut reader).unwrap(), after);
    assert_eq!(contents(&mut place.open().unwrap()).unwrap(), after);
    let stats = reader.stats().unwrap();
    assert_eq!(
        (stats.rows, stats.log_rows, stats.sequence, stats.generation),
        (8, 0, 14, 2)
    );
}

#[test]
fn rows_of_the_segment_are_replaced_and_deleted_through_the_log() {
    let place = Place::new("replaced");
    let mut collection = place.open().unwrap();
    put(&mut collection, 0..100, 0).unwrap();
    collection.compact().unwrap();
    put(&mut collection, 10..20, 1).unwrap();
    put(&mut collection, 15..20, 2).unwrap();
    assert_eq!(collection.delete(&[0, 10, 15]), Ok(3));
    assert_eq!(collection.delete(&[0, 10, 15]), Ok(0));
    let after = expected((1..100).filter(|id| ![10, 15].contains(id)).map(|id| {
        (
            id,
            match id {
                11..=14 => 1,
                16..=19 => 2,
                _ => 0,
            },
        )
    }));
    assert_eq!(contents(&mut collection).unwrap(), after);
    assert_eq!(contents(&mut place.open().unwrap()).unwrap(), after);
    assert_eq!(collection.stats().unwrap().rows, 97);
    collection.compact().unwrap();
    assert_eq!(contents(&mut collection).unwrap(), after);
}

#[test]
fn filters_reach_the_log_and_the_segment() {
    let place = Place::new("filters");
    let mut collection = place.open().unwrap();
    for round in 0..2 {
        let embeddings: Vec<Vec<u8>> = (0..6).map(|id| embedding(id, round)).collect();
        let rows: Vec<Row<'_>> = (0..6)
            .zip(&embeddings)
            .map(|(id, embedding)| Row {
                id: id + 10 * round,
                embedding,
                labels: Labels {
                    bot: if id < 3 { "sales" } else { "help" },
                    role: if id % 2 == 0 { "" } else { "member" },
                    content_type: "page",
                },
            })
            .collect();
        collection.upsert(rows.as_slice()).unwrap();
        if round == 0 {
            collection.compact().unwrap();
        }
    }
    let filter = crate::index::Filter {
        bots: &["sales"],
        roles: &["", "editor"],
        content_types: &[],
    };
    let found = collection
        .search(&Search {
            filter,
            ..Search::new(&[1.0; DIMENSIONS], 100)
        })
        .unwrap();
    let mut ids: Vec<u64> = found.iter().map(|found| found.id).collect();
    ids.sort_unstable();
    assert_eq!(ids, [0, 2, 10, 12]);
}

#[test]
fn a_refused_row_changes_nothing() {
    let place = Place::new("refused");
    let mut collection = place.open().unwrap();
    put(&mut collection, 0..3, 0).unwrap();
    let good = embedding(7, 0);
    let nan = [f32::NAN; DIMENSIONS].map(f32::to_le_bytes).concat();
    let row = |id, embedding| Row {
        id,
        embedding,
        labels: Labels::default(),
    };
    assert_eq!(
        collection.upsert([row(7, &good), row(8, &nan)].as_slice()),
        Err(Error::NotFinite)
    );
    let short = Error::DimensionMismatch {
        expected: DIMENSIONS,
        found: 1,
    };
    assert_eq!(
        collection.upsert([row(7, &good), row(8, &good[..4])].as_slice()),
        Err(short)
    );
    assert_eq!(
        collection.upsert([row(7, &good), row(8, &good[..5])].as_slice()),
        Err(Error::InvalidEmbedding)
    );
    assert_eq!(
        contents(&mut collection).unwrap(),
        expected((0..3).map(|id| (id, 0)))
    );
}

#[test]
fn a_disk_that_is_full_at_any_write_keeps_the_old_state_or_has_the_new_one() {
    let before = expected((0..40).map(|id| (id, u64::from(id >= 30))));
    let after = expected((0..40).map(|id| (id, if id < 5 { 2 } else { u64::from(id >= 30) })));
    for operation in ["upsert", "compact"] {
        let mut succeeded = false;
        for writes in 0..20 {
            let place = Place::new(&format!("full-{operation}-{writes}"));
            let mut collection = place.open().unwrap();
            put(&mut collection, 0..40, 0).unwrap();
            collection.compact().unwrap();
            put(&mut collection, 30..40, 1).unwrap();
            collection.disk.writes_left.set(Some(writes));
            let result = match operation {
                "upsert" => put(&mut collection, 0..5, 2).map(|_| ()),
                _ => collection.compact(),
            };
            let wanted = if operation == "upsert" && result.is_ok() {
                &after
            } else {
                &before
            };
            match place.open().and_then(|mut collection| contents(&mut collection)) {
                Ok(found) => assert!(
                    found == *wanted || (result.is_err() && found == after),
                    "{operation}, write {writes}"
                ),
                // Only a header that was half written: noticed, and the owner begins anew.
                Err(error) => assert_eq!(error, Error::InvalidRecord),
            }
            assert!(result.is_ok() || result == Err(Error::Storage));
            succeeded |= result.is_ok();
        }
        assert!(succeeded, "{operation} never had enough writes");
    }
}

#[test]
fn a_reset_begins_anew_even_over_damage() {
    let place = Place::new("reset");
    put(&mut place.open().unwrap(), 0..3, 0).unwrap();
    fs::write(place.0.join("MANIFEST"), b"nonsense").unwrap();
    assert_eq!(place.open().unwrap_err(), Error::InvalidRecord);
    let mut collection = Collection::reset(&place.0, DIMENSIONS).unwrap();
    assert_eq!(contents(&mut collection), Ok(vec![]));
    put(&mut collection, 0..1, 4).unwrap();
    assert_eq!(contents(&mut place.open().unwrap()).unwrap(), expected([(0, 4)]));
}

const SCANNED_DIMENSIONS: usize = 256;
/// Bytes of 125 blocks: the signs of 32 rows, and two factors for each.
const SCANNED_BLOCKS: usize = 125 * (SCANNED_DIMENSIONS * 32 / 8 + 2 * 4 * 32);

/// Enough rows to be scanned by their signs, a hundred around each of forty topics.
fn put_scanned(collection: &mut Collection) {
    let noise = |i: u64| f64::from(crate::index::checksum(&i.to_le_bytes()) as u32) / 2_147_483_648.0 - 1.0;
    let dimensions = SCANNED_DIMENSIONS as u64;
    let number =
        |id: u64, i: u64| noise(id * dimensions + i) + 2.0 * noise((id % 40 + 1_000_000) * dimensions + i);
    let embeddings: Vec<Vec<u8>> = (0..4_000)
        .map(|id| {
            (0..dimensions)
                .flat_map(|i| (number(id, i) as f32).to_le_bytes())
                .collect()
        })
        .collect();
    put_embeddings(collection, 0.., &embeddings).unwrap();
    collection.compact().unwrap();
    assert!(!collection.stats().unwrap().is_exact);
}

#[test]
fn codes_that_are_first_read_by_a_search_are_checked_by_it() {
    let place = Place::new("scanned");
    put_scanned(&mut Collection::open(&place.0, SCANNED_DIMENSIONS).unwrap());
    let query: [f32; SCANNED_DIMENSIONS] = std::array::from_fn(|i| i as f32 - 100.0);
    let search = Search::new(&query, 10);
    let mut whole = Collection::open_existing(&place.0).unwrap();
    let found = whole.search(&search).unwrap();
    assert_eq!(whole.search(&search).unwrap(), found);
    let path = place.0.join("2.seg");
    let bytes = fs::read(&path).unwrap();
    for before_end in [1, 2_000, SCANNED_BLOCKS / 2, SCANNED_BLOCKS] {
        let mut damaged = bytes.clone();
        damaged[bytes.len() - before_end] ^= 4;
        fs::write(&path, &damaged).unwrap();
        let mut reader = Collection::open_existing(&place.0).unwrap();
        assert_eq!(reader.search(&search), Err(Error::InvalidRecord));
        assert_eq!(reader.search(&search), Err(Error::InvalidRecord));
        assert_eq!(
            Collection::open(&place.0, SCANNED_DIMENSIONS).unwrap_err(),
            Error::InvalidRecord
        );
    }
    fs::write(&path, &bytes).unwrap();
    let mut restored = Collection::open_existing(&place.0).unwrap();
    assert_eq!(restored.search(&search).unwrap(), found);
}

#[test]
fn other_dimensions_are_refused() {
    let place = Place::new("dimensions");
    place.open().unwrap();
    let error = Error::DimensionMismatch {
        expected: DIMENSIONS,
        found: 9,
    };
    assert_eq!(Collection::open(&place.0, 9).unwrap_err(), error);
    assert_eq!(Collection::open(&place.0, 0).unwrap_err(), Error::OutOfRange);
    assert_eq!(Collection::open(&place.0, 4097).unwrap_err(), Error::OutOfRange);
}
