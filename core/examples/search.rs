//! Searches a file of embeddings for each embedding of another.
//!
//! ```text
//! search VECTORS.f32 DIM QUERIES.f32 LIMIT [--fast]
//! ```
//!
//! Both files hold row-major little-endian `f32`. Prints one JSON line per query,
//! `{"ids":[rows],"ms":…}`, then `{"build_ms":…,"bytes":…}`.

use std::error::Error;
use std::fs;
use std::io::{BufWriter, Write};
use std::time::Instant;

use mxchat_core::index::{Labels, Recall, Row, Rows, Search, Segment, build, search};

/// The rows of a file; their numbers are their ids.
struct File {
    bytes: Vec<u8>,
    row_bytes: usize,
}

impl Rows for File {
    fn count(&self) -> usize {
        self.bytes.len() / self.row_bytes
    }

    fn row(&self, position: usize) -> Option<Row<'_>> {
        let embedding = self
            .bytes
            .get(position * self.row_bytes..(position + 1) * self.row_bytes)?;
        Some(Row {
            id: position as u64,
            embedding,
            labels: Labels::default(),
        })
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [vectors, dimensions, queries, limit, options @ ..] = arguments.as_slice() else {
        return Err("usage: search VECTORS.f32 DIM QUERIES.f32 LIMIT [--fast]".into());
    };
    let dimensions: usize = dimensions.parse()?;
    let limit: usize = limit.parse()?;
    let recall = if options.iter().any(|option| option == "--fast") {
        Recall::Fast
    } else {
        Recall::Safe
    };
    let file = File {
        bytes: fs::read(vectors)?,
        row_bytes: 4 * dimensions.max(1),
    };
    let queries = fs::read(queries)?;

    let started = Instant::now();
    let segment = Segment::open(build(dimensions, &file)?)?;
    let build_ms = started.elapsed().as_secs_f64() * 1e3;
    drop(file);

    let mut out = BufWriter::new(std::io::stdout().lock());
    for query in queries.chunks_exact(4 * dimensions) {
        let query: Vec<f32> = query
            .as_chunks()
            .0
            .iter()
            .map(|number| f32::from_le_bytes(*number))
            .collect();
        let started = Instant::now();
        let found = search(
            &[&segment],
            &Search {
                recall,
                ..Search::new(&query, limit)
            },
        )?;
        let ms = started.elapsed().as_secs_f64() * 1e3;
        let ids: Vec<String> = found.iter().map(|found| found.id.to_string()).collect();
        writeln!(out, "{{\"ids\":[{}],\"ms\":{ms:.4}}}", ids.join(","))?;
    }
    writeln!(
        out,
        "{{\"build_ms\":{build_ms:.1},\"bytes\":{}}}",
        segment.bytes()
    )?;
    Ok(())
}
