//! Vector segments that are damaged are noticed, or nothing changes; sealed or made up, they are searched within
//! their bytes.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use mxchat_core::Error;
use mxchat_core::index::{Filter, Labels, Recall, Row, Search, Segment, build, search};
use mxchat_fuzz::{Damage, seal_vectors};

const QUERY: [f32; 4] = [1.0, -2.0, 3.0, 0.5];

/// A small segment, which is scanned by bytes, and one that is large enough for signs.
static SAMPLES: LazyLock<[Vec<u8>; 2]> = LazyLock::new(|| [40, 2_100].map(sample));

fn sample(count: u64) -> Vec<u8> {
    let embeddings: Vec<Vec<u8>> = (0..count)
        .map(|id| [id * 31 % 97, id * 17 % 89, id % 7, id * id % 101])
        .map(|numbers| {
            numbers
                .map(|number| number as f32 - 40.0)
                .map(f32::to_le_bytes)
                .concat()
        })
        .collect();
    let bots = ["shop", "help", ""];
    let rows: Vec<Row<'_>> = (0..count)
        .zip(&embeddings)
        .map(|(id, embedding)| Row {
            id,
            embedding,
            labels: Labels {
                bot: bots[id as usize % 3],
                role: "",
                content_type: "page",
            },
        })
        .collect();
    build(QUERY.len(), rows.as_slice()).unwrap()
}

fuzz_target!(|input: (u8, u8, f64, Vec<(u16, u8)>, u16, &[u8])| {
    let (choice, limit, threshold, writes, cut, made_up) = input;
    // One in sixteen is large: they take a hundred times as long.
    let sample = &SAMPLES[usize::from(choice % 16 == 0)];
    let whole = Segment::open(sample.as_slice()).unwrap();
    let recall = if choice & 32 == 0 {
        Recall::Safe
    } else {
        Recall::Fast
    };
    let filter = if choice & 64 == 0 {
        Filter::default()
    } else {
        Filter {
            bots: &["shop"],
            ..Filter::default()
        }
    };
    let asked = Search {
        threshold,
        recall,
        filter,
        ..Search::new(&QUERY, limit.into())
    };

    // Of two damaged bytes, one may hide the other from the sum of a row.
    let mut damaged = sample.clone();
    Damage {
        writes: &writes[..writes.len().min(1)],
        cut: 0,
    }
    .apply(&mut damaged);
    assert_noticed_or_unchanged(&damaged, &whole, &asked);

    let mut damaged = sample.clone();
    Damage { writes: &writes, cut }.apply(&mut damaged);
    let mut made_up = made_up.to_vec();
    seal_vectors(&mut damaged);
    seal_vectors(&mut made_up);
    for bytes in [damaged, made_up] {
        if let Ok(segment) = Segment::open(bytes.as_slice()) {
            read_all(&segment);
            assert_in_order(&[&segment, &whole], &asked);
        }
    }
});

/// A damaged byte is seen, or it changes nothing.
fn assert_noticed_or_unchanged(damaged: &[u8], whole: &Segment<&[u8]>, asked: &Search<'_>) {
    match Segment::open(damaged).and_then(|segment| search(&[&segment], asked)) {
        Ok(found) => assert_eq!(found, search(&[whole], asked).unwrap()),
        Err(Error::InvalidRecord) => {}
        Err(error) => assert_eq!(search(&[whole], asked), Err(error)),
    }
}

fn read_all(segment: &Segment<&[u8]>) {
    let _ = (
        segment.is_exact(),
        segment.bytes(),
        segment.hot_bytes(),
        segment.dimensions(),
    );
    for row in 0..segment.rows().min(5_000) + 1 {
        let _ = (
            segment.id(row),
            segment.labels(row),
            segment.packed_embedding(row),
        );
    }
}

fn assert_in_order(segments: &[&Segment<&[u8]>], asked: &Search<'_>) {
    if let Ok(found) = search(segments, asked) {
        assert!(found.len() <= asked.limit);
        assert!(found.is_sorted_by(|a, b| a.score >= b.score));
        assert!(
            found
                .iter()
                .all(|found| found.score >= asked.threshold && found.score.abs() <= 1.0)
        );
    }
}
