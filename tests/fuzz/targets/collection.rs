//! Changes in any order through two openings of one collection, against a map of what it should hold.
#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use mxchat_core::files::Collection;
use mxchat_core::index::Search;
use mxchat_core::similarity::cosine;
use mxchat_fuzz::{embedding, place, put};

const QUERY: [f32; 2] = [3.0, -2.0];

fuzz_target!(|steps: Vec<(u8, u8, u8)>| {
    let directory = place("collection");
    let mut model = BTreeMap::new();
    let mut handles = [(); 2].map(|()| Collection::open(&directory, QUERY.len()).unwrap());
    for (count, &(operation, id, version)) in steps.iter().take(40).enumerate() {
        let [one, other] = &mut handles;
        match operation % 8 {
            0 => one.compact().unwrap(),
            1 => *other = Collection::open_existing(&directory).unwrap(),
            2 => {
                let held =
                    usize::from(model.remove(&id).is_some()) + usize::from(model.remove(&version).is_some());
                assert_eq!(other.delete(&[id.into(), version.into()]).unwrap(), held);
            }
            // The same id twice in a batch: the later row counts.
            3 => {
                put(one, &[(id, version), (version, id), (id, 7)]).unwrap();
                model.extend([(id, version), (version, id), (id, 7)]);
            }
            _ => {
                put(one, &[(id, version)]).unwrap();
                model.insert(id, version);
            }
        }
        handles.swap(0, usize::from(count % 3 == 0));
        assert_holds(&mut handles[1], &model);
    }
    handles.iter_mut().for_each(|handle| assert_holds(handle, &model));
    std::fs::remove_dir_all(&directory).unwrap();
});

fn assert_holds(collection: &mut Collection, model: &BTreeMap<u8, u8>) {
    let found = collection.search(&Search::new(&QUERY, 1_000)).unwrap();
    assert!(found.is_sorted_by(|a, b| (b.score, a.id) < (a.score, b.id)));
    let found: BTreeMap<u64, u64> = found
        .iter()
        .map(|found| (found.id, found.score.to_bits()))
        .collect();
    let score = |id, version| cosine(&QUERY, &embedding(id, version)).unwrap().to_bits();
    let wanted = model
        .iter()
        .map(|(&id, &version)| (id.into(), score(id, version)))
        .collect();
    assert_eq!(found, wanted);
    assert_eq!(collection.stats().unwrap().rows, model.len());
}
