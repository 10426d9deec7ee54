//! The index against plain ranking: the same rows, the same bits, on rows of every kind.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail by a panic"
)]

use mxchat_core::Error;
use mxchat_core::index::{Filter, Labels, Match, Recall, Row, Search, Segment, build, checksum, search};
use mxchat_core::similarity::rank;

/// A small generator of numbers (xorshift64*), the same on every machine.
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// Nearly normal: a sum of twelve even ones.
    fn normal(&mut self) -> f32 {
        (0..12)
            .map(|_| (self.next() >> 40) as f32 / (1 << 24) as f32)
            .sum::<f32>()
            - 6.0
    }

    fn normals(&mut self, count: usize) -> Vec<f32> {
        (0..count).map(|_| self.normal()).collect()
    }
}

fn packed(numbers: &[f32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

fn segment(dimensions: usize, numbers: &[f32]) -> Segment<Vec<u8>> {
    let bytes = packed(numbers);
    let rows: Vec<Row<'_>> = bytes
        .chunks_exact(4 * dimensions)
        .enumerate()
        .map(|(id, embedding)| Row {
            id: id as u64,
            embedding,
            labels: Labels::default(),
        })
        .collect();
    Segment::open(build(dimensions, rows.as_slice()).unwrap()).unwrap()
}

fn ranked(query: &[f32], numbers: &[f32], limit: usize, threshold: f64) -> Vec<Match> {
    let ranked = rank(query, numbers, limit, threshold).unwrap();
    ranked
        .iter()
        .map(|found| Match {
            id: found.position as u64,
            score: found.score,
        })
        .collect()
}

#[test]
fn small_collections_are_searched_exactly() {
    let mut noise = Noise(1);
    for dimensions in [1, 2, 31, 32, 33, 64, 100, 384, 1536, 4096] {
        let numbers = noise.normals(60 * dimensions);
        let segment = segment(dimensions, &numbers);
        assert!(segment.is_exact());
        for (limit, threshold) in [(1, -1.0), (10, -1.0), (60, -1.0), (100, 0.0), (5, 0.05)] {
            let query = noise.normals(dimensions);
            let found = search(
                &[&segment],
                &Search {
                    threshold,
                    ..Search::new(&query, limit)
                },
            )
            .unwrap();
            assert_eq!(
                found,
                ranked(&query, &numbers, limit, threshold),
                "{dimensions} dimensions"
            );
        }
    }
}

#[test]
fn rows_of_every_kind_are_found() {
    let mut noise = Noise(2);
    let dimensions = 48;
    let mut numbers = Vec::new();
    for row in 0..3_000 {
        let scale = [1.0, 1e-30, 1e30, 1e-3][row % 4];
        match row % 5 {
            0 => numbers.extend(vec![0.0; dimensions]),
            1 => numbers.extend((0..dimensions).map(|i| if i == row % dimensions { scale } else { 0.0 })),
            2 => numbers.extend((0..dimensions).map(|i| (i % 7) as f32 * scale)),
            _ => numbers.extend(noise.normals(dimensions).iter().map(|number| number * scale)),
        }
    }
    let segment = segment(dimensions, &numbers);
    for query in [
        noise.normals(dimensions),
        vec![0.0; dimensions],
        numbers[dimensions..2 * dimensions].to_vec(),
    ] {
        let found = search(&[&segment], &Search::new(&query, 20)).unwrap();
        assert_eq!(found, ranked(&query, &numbers, 20, -1.0));
    }
}

#[test]
fn equal_rows_come_by_id() {
    let numbers: Vec<f32> = [1.0, 2.0, 3.0, 4.0].repeat(5_000);
    let segment = segment(4, &numbers);
    let found = search(&[&segment], &Search::new(&[4.0, 3.0, 2.0, 1.0], 10)).unwrap();
    assert_eq!(
        found.iter().map(|found| found.id).collect::<Vec<_>>(),
        (0..10).collect::<Vec<_>>()
    );
}

/// Rows around topics, as embeddings of texts lie.
fn topics(noise: &mut Noise, dimensions: usize, rows: usize) -> (Vec<f32>, Vec<Vec<f32>>) {
    let centres: Vec<Vec<f32>> = (0..40).map(|_| noise.normals(dimensions)).collect();
    let row = |noise: &mut Noise| -> Vec<f32> {
        let centre = &centres[noise.next() as usize % centres.len()];
        centre.iter().map(|x| x + 0.5 + 1.1 * noise.normal()).collect()
    };
    let numbers = (0..rows).flat_map(|_| row(noise)).collect();
    let queries = (0..40).map(|_| row(noise)).collect();
    (numbers, queries)
}

#[test]
fn large_collections_keep_their_promised_recall() {
    let mut noise = Noise(3);
    for dimensions in [64, 200, 384] {
        let (numbers, queries) = topics(&mut noise, dimensions, 6_000);
        let segment = segment(dimensions, &numbers);
        for (recall, least) in [(Recall::Safe, 399), (Recall::Fast, 396)] {
            let mut hits = 0;
            for query in &queries {
                let found = search(
                    &[&segment],
                    &Search {
                        recall,
                        ..Search::new(query, 10)
                    },
                )
                .unwrap();
                let expected = ranked(query, &numbers, 10, -1.0);
                hits += expected.iter().filter(|row| found.contains(row)).count();
            }
            assert!(
                hits >= least,
                "{recall:?} finds {hits} of 400 in {dimensions} dimensions"
            );
        }
    }
}

#[test]
fn filters_are_applied_before_the_best_are_chosen() {
    let mut noise = Noise(4);
    let (dimensions, rows) = (64, 4_000);
    let numbers = noise.normals(dimensions * rows);
    let bytes = packed(&numbers);
    let label = |id: usize| Labels {
        bot: ["sales", "help"][id % 2],
        role: ["", "member", "staff"][id % 3],
        content_type: if id % 100 == 7 { "rare" } else { "page" },
    };
    let rows: Vec<Row<'_>> = (bytes.chunks_exact(4 * dimensions).enumerate())
        .map(|(id, embedding)| Row {
            id: id as u64,
            embedding,
            labels: label(id),
        })
        .collect();
    let segment = Segment::open(build(dimensions, rows.as_slice()).unwrap()).unwrap();
    let query = noise.normals(dimensions);
    let all = ranked(&query, &numbers, rows.len(), -1.0);
    let filters = [
        Filter {
            bots: &["help"],
            ..Filter::default()
        },
        Filter {
            roles: &["", "staff", "nobody"],
            ..Filter::default()
        },
        Filter {
            bots: &["sales"],
            roles: &["member"],
            content_types: &["page", "rare"],
        },
        Filter {
            content_types: &["rare"],
            ..Filter::default()
        },
        Filter {
            bots: &["nobody"],
            ..Filter::default()
        },
    ];
    for filter in filters {
        let found = search(
            &[&segment],
            &Search {
                filter,
                ..Search::new(&query, 10)
            },
        )
        .unwrap();
        let passing = all.iter().filter(|found| filter.passes(label(found.id as usize)));
        assert_eq!(found, passing.take(10).copied().collect::<Vec<_>>());
    }
}

#[test]
fn segments_are_searched_as_one() {
    let mut noise = Noise(5);
    let numbers = noise.normals(64 * 3_000);
    let whole = segment(64, &numbers);
    let bytes = packed(&numbers);
    let rows: Vec<Row<'_>> = (bytes.chunks_exact(4 * 64).enumerate())
        .map(|(id, embedding)| Row {
            id: id as u64,
            embedding,
            labels: Labels::default(),
        })
        .collect();
    let parts: Vec<Segment<Vec<u8>>> = rows
        .chunks(1_000)
        .map(|part| Segment::open(build(64, part).unwrap()).unwrap())
        .collect();
    let query = noise.normals(64);
    let found = search(&parts.iter().collect::<Vec<_>>(), &Search::new(&query, 10)).unwrap();
    assert_eq!(found, ranked(&query, &numbers, 10, -1.0));
    assert_eq!(found, search(&[&whole], &Search::new(&query, 10)).unwrap());
}

#[test]
fn the_last_row_of_an_id_counts() {
    let rows: Vec<Vec<u8>> = [[1.0, 0.0], [0.0, 1.0], [3.0, 4.0]]
        .iter()
        .map(|row| packed(row))
        .collect();
    let row = |id, embedding| Row {
        id,
        embedding,
        labels: Labels::default(),
    };
    let rows = [row(5, &rows[0]), row(6, &rows[1]), row(5, &rows[2])];
    let segment = Segment::open(build(2, rows.as_slice()).unwrap()).unwrap();
    let found = search(&[&segment], &Search::new(&[1.0, 0.0], 10)).unwrap();
    assert_eq!(found, [Match { id: 5, score: 0.6 }, Match { id: 6, score: 0.0 }]);
}

#[test]
fn a_search_stops_when_it_is_told_to_and_keeps_its_budget() {
    let mut noise = Noise(6);
    let numbers = noise.normals(64 * 4_000);
    let segment = segment(64, &numbers);
    let query = noise.normals(64);
    let stopped = search(
        &[&segment],
        &Search {
            should_stop: &|| true,
            ..Search::new(&query, 10)
        },
    );
    assert_eq!(stopped, Err(Error::Stopped));
    let poor = search(
        &[&segment],
        &Search {
            max_bytes: 100,
            ..Search::new(&query, 4_000)
        },
    );
    assert_eq!(poor, Err(Error::OverBudget));
}

#[test]
fn wrong_input_is_an_error() {
    let segment = segment(2, &[1.0, 0.0]);
    let ask = |query: &[f32], threshold| {
        search(
            &[&segment],
            &Search {
                threshold,
                ..Search::new(query, 1)
            },
        )
    };
    assert_eq!(
        ask(&[1.0], 0.0),
        Err(Error::DimensionMismatch {
            expected: 2,
            found: 1
        })
    );
    assert_eq!(ask(&[1.0, f32::NAN], 0.0), Err(Error::NotFinite));
    assert_eq!(ask(&[1.0, 0.0], f64::NAN), Err(Error::NotFinite));
    let build_one = |dimensions, numbers: &[f32]| build(dimensions, [row(&packed(numbers))].as_slice());
    assert_eq!(build_one(1, &[f32::INFINITY]), Err(Error::NotFinite));
    assert_eq!(build_one(0, &[]), Err(Error::OutOfRange));
    assert_eq!(build_one(4097, &[]), Err(Error::OutOfRange));
    let long = "x".repeat(256);
    let labels = Labels {
        bot: &long,
        ..Labels::default()
    };
    let rows = [Row {
        labels,
        ..row(&[0; 4])
    }];
    assert_eq!(build(1, rows.as_slice()), Err(Error::OutOfRange));
}

fn row(embedding: &[u8]) -> Row<'_> {
    Row {
        id: 1,
        embedding,
        labels: Labels::default(),
    }
}

/// Damage is noticed when a segment is opened or when the damaged row is used; else nothing changes.
#[test]
fn a_flipped_bit_is_noticed_or_changes_nothing() {
    let mut noise = Noise(7);
    for rows in [40, 2_100] {
        let numbers = noise.normals(64 * rows);
        let bytes = packed(&numbers);
        let rows: Vec<Row<'_>> = (bytes.chunks_exact(4 * 64).enumerate())
            .map(|(id, embedding)| Row {
                id: id as u64,
                embedding,
                labels: Labels::default(),
            })
            .collect();
        let whole = build(64, rows.as_slice()).unwrap();
        let query = noise.normals(64);
        let ask = |bytes: &[u8]| search(&[&Segment::open(bytes)?], &Search::new(&query, 10));
        let expected = ask(&whole).unwrap();
        let flips = (0..256 * 8).chain((0..2_000).map(|_| noise.next() as usize % (8 * whole.len())));
        let mut bytes = whole.clone();
        for bit in flips {
            bytes[bit / 8] ^= 1 << (bit % 8);
            match ask(&bytes) {
                Ok(found) => assert_eq!(found, expected, "bit {bit}"),
                Err(error) => assert_eq!(error, Error::InvalidRecord),
            }
            bytes[bit / 8] ^= 1 << (bit % 8);
        }
        for length in (0..whole.len()).step_by(997) {
            assert_eq!(ask(&whole[..length]), Err(Error::InvalidRecord));
        }
    }
}

/// Whoever can write the bytes can write their checksums too.
#[test]
fn hostile_bytes_with_right_checksums_are_refused_or_searched() {
    let mut noise = Noise(8);
    for rows in [40, 2_100] {
        let numbers = noise.normals(64 * rows);
        let bytes = packed(&numbers);
        let rows: Vec<Row<'_>> = (bytes.chunks_exact(4 * 64).enumerate())
            .map(|(id, embedding)| Row {
                id: id as u64,
                ..row(embedding)
            })
            .collect();
        let whole = build(64, rows.as_slice()).unwrap();
        let query = noise.normals(64);
        let mut refused = 0;
        for _ in 0..3_000 {
            let mut hostile = whole.clone();
            let at = 8 + noise.next() as usize % 232;
            let value = [0, 1, 0x7F, 0xFF, noise.next() as u8][noise.next() as usize % 5];
            hostile[at] = value;
            for section in 0..8 {
                let field = |at: usize| u64::from_le_bytes(hostile[at..at + 8].try_into().unwrap()) as usize;
                let (start, length) = (field(40 + 24 * section), field(48 + 24 * section));
                if let Some(part) = start.checked_add(length).and_then(|end| hostile.get(start..end)) {
                    let sum = checksum(part).to_le_bytes();
                    hostile[56 + 24 * section..64 + 24 * section].copy_from_slice(&sum);
                }
            }
            let sum = checksum(&hostile[..248]).to_le_bytes();
            hostile[248..256].copy_from_slice(&sum);
            let filter = Filter {
                bots: &["a"],
                ..Filter::default()
            };
            let opened = Segment::open(hostile.as_slice());
            refused += usize::from(opened.is_err());
            if let Ok(segment) = opened {
                let _ = search(&[&segment], &Search::new(&query, 10));
                let _ = search(
                    &[&segment],
                    &Search {
                        filter,
                        ..Search::new(&query, 10)
                    },
                );
                for position in 0..50 {
                    let _ = (
                        segment.labels(position),
                        segment.id(position),
                        segment.packed_embedding(position),
                    );
                }
            }
        }
        assert!(refused > 1_000, "only {refused} were refused");
    }
}
