//! Files of a collection that are damaged are noticed, or nothing changes; sealed, they are refused or used. A reset
//! always begins anew.
#![no_main]

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use mxchat_core::Error;
use mxchat_core::files::Collection;
use mxchat_core::index::{Filter, PackedRows, Search, checksum};
use mxchat_core::similarity::cosine;
use mxchat_fuzz::{Damage, embedding, place, put, seal_log, seal_manifest, seal_vectors};

const QUERY: [f32; 2] = [1.0, -2.0];

/// What the collection below holds: ids and versions.
const HELD: [(u8, u8); 3] = [(1, 1), (2, 2), (5, 2)];

/// The files of a collection with a segment and a log, by name.
static SAMPLE: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let directory = place("files-sample");
    let mut collection = Collection::open(&directory, QUERY.len()).unwrap();
    put(&mut collection, &[(1, 1), (2, 1), (3, 1)]).unwrap();
    collection.compact().unwrap();
    put(&mut collection, &[(2, 2), (5, 2)]).unwrap();
    collection.delete(&[3]).unwrap();
    let files = fs::read_dir(&directory)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut files: Vec<(String, Vec<u8>)> = files
        .map(|path| {
            (
                path.file_name().unwrap().to_str().unwrap().into(),
                fs::read(path).unwrap(),
            )
        })
        .collect();
    fs::remove_dir_all(&directory).unwrap();
    files.sort();
    files
});

fuzz_target!(|input: (u8, bool, u16, Vec<(u16, u8)>)| {
    let (choice, is_sealed, cut, writes) = input;
    let directory = place("files");
    fs::create_dir_all(&directory).unwrap();
    let mut files = SAMPLE.clone();
    let chosen = usize::from(choice) % files.len();
    Damage { writes: &writes, cut }.apply(&mut files[chosen].1);
    if is_sealed {
        seal(&mut files);
    }
    for (name, bytes) in &files {
        fs::write(directory.join(name), bytes).unwrap();
    }
    if !is_sealed && writes.len() < 2 {
        assert_noticed_or_unchanged(&directory);
    }
    for use_of in [read, change, compact] {
        if let Err(error) = Collection::open_existing(&directory).and_then(use_of) {
            assert_ne!(error, Error::Storage);
        }
    }
    let mut collection = Collection::reset(&directory, QUERY.len()).unwrap();
    assert!(collection.search(&Search::new(&QUERY, 9)).unwrap().is_empty());
    put(&mut collection, &[(7, 7)]).unwrap();
    assert_eq!(collection.search(&Search::new(&QUERY, 9)).unwrap().len(), 1);
    fs::remove_dir_all(&directory).unwrap();
});

/// A cut and a damaged byte are seen, or they change nothing. Of two, one may hide the other from the sum of a row.
fn assert_noticed_or_unchanged(directory: &Path) {
    match Collection::open_existing(directory)
        .and_then(|mut collection| collection.search(&Search::new(&QUERY, 9)))
    {
        Ok(found) => {
            let score = |(id, version)| cosine(&QUERY, &embedding(id, version)).unwrap();
            let mut found: Vec<_> = found.iter().map(|found| (found.id, found.score)).collect();
            found.sort_by_key(|(id, _)| *id);
            assert_eq!(found, HELD.map(|row| (row.0.into(), score(row))));
        }
        Err(error) => assert_eq!(error, Error::InvalidRecord),
    }
}

/// Makes every checksum true, that of the segment in the manifest too.
fn seal(files: &mut [(String, Vec<u8>)]) {
    let mut segment_check = None;
    for (name, bytes) in files.iter_mut() {
        if name.ends_with(".seg") {
            seal_vectors(bytes);
            segment_check = bytes.get(..256).map(checksum);
        } else if name.ends_with(".log") {
            seal_log(bytes);
        }
    }
    for (_, manifest) in files.iter_mut().filter(|(name, _)| name == "MANIFEST") {
        if let (Some(check), Some(place)) = (segment_check, manifest.get_mut(32..40)) {
            place.copy_from_slice(&check.to_le_bytes());
        }
        seal_manifest(manifest);
    }
}

fn read(mut collection: Collection) -> Result<(), Error> {
    collection.stats()?;
    let found = collection.search(&Search::new(&QUERY, 9))?;
    assert!(found.is_sorted_by(|a, b| a.score >= b.score));
    Ok(())
}

fn change(mut collection: Collection) -> Result<(), Error> {
    let ids = [2_u64, 8].map(u64::to_le_bytes).concat();
    let embedding: Vec<u8> = (0..collection.dimensions())
        .flat_map(|i| (i as f32).to_le_bytes())
        .collect();
    let embeddings = embedding.repeat(2);
    collection.upsert(&PackedRows::new(
        collection.dimensions(),
        &ids,
        &embeddings,
        Filter::default(),
    )?)?;
    collection.delete(&[1, 8, 9])?;
    Ok(())
}

fn compact(mut collection: Collection) -> Result<(), Error> {
    collection.compact()
}
