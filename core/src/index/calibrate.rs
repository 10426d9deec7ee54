//! The self-check of a new segment: how its rows are to be scanned so that the promised recall holds.

use super::cascade::Cascade;
use super::layout::Tier;
use super::segment::CodedRows;
use super::{Search, Segment};
use crate::Error;

/// Rows of the segment that are searched for.
const QUERIES: usize = 32;
/// Matches that are looked at, apart from the row itself.
const LIMIT: usize = 10;
/// Rows whose codes stay in a core's own cache while all queries are compared with them.
const ROWS_AT_ONCE: usize = 512;
/// If more than one row in this many has to be compared by its bytes, the signs do not pay.
const WORTHWHILE: usize = 3;
/// Deviations that are tried, upwards from what theory asks for: the last of the best rows is missed
/// once in 2,000 or once in 93 times, those before it much less. More than the last of these means that
/// the rows are not what the estimate expects.
const SAFE: [f32; 4] = [3.3, 3.8, 4.4, 5.0];
const FAST: [f32; 4] = [2.3, 2.7, 3.2, 4.0];

/// The tier of a segment, found by searching it for some of its own rows in each way.
pub(crate) fn calibrate<B: AsRef<[u8]>>(segment: &Segment<B>) -> Result<Tier, Error> {
    let Tier::Signs { .. } = segment.tier() else {
        return Ok(segment.tier());
    };
    let samples = samples(segment)?;
    let safe = SAFE
        .into_iter()
        .find(|deviations| passes(&samples, segment, *deviations, 0.999));
    let fast = FAST
        .into_iter()
        .find(|deviations| passes(&samples, segment, *deviations, 0.99));
    Ok(match (safe, fast) {
        (Some(safe), Some(fast)) => Tier::Signs { safe, fast },
        _ => Tier::Bytes,
    })
}

/// A row that is searched for, and the ids of the rows that are most alike to it.
struct Sample {
    query: Vec<f32>,
    expected: Vec<u64>,
}

fn samples<B: AsRef<[u8]>>(segment: &Segment<B>) -> Result<Vec<Sample>, Error> {
    let every = (segment.rows() / QUERIES).max(1);
    let rows = (0..segment.rows() as u32)
        .skip(every / 2)
        .step_by(every)
        .take(QUERIES);
    let queries: Vec<Vec<f32>> = rows
        .map(|row| {
            let embedding = segment.embedding(row).iter();
            embedding.map(|number| f32::from_le_bytes(*number)).collect()
        })
        .collect();
    let expected = nearest(segment, &queries)?;
    let samples = queries.into_iter().zip(expected);
    Ok(samples
        .map(|(query, expected)| Sample { query, expected })
        .collect())
}

/// The ids of the rows most alike to each query. All are compared with some rows before the next are read
/// from memory, which is slower than the comparison.
fn nearest<B: AsRef<[u8]>>(segment: &Segment<B>, queries: &[Vec<f32>]) -> Result<Vec<Vec<u64>>, Error> {
    let searches: Vec<Search<'_>> = queries
        .iter()
        .map(|query| Search::new(query, LIMIT + 1))
        .collect();
    let mut cascades = searches.iter().map(Cascade::new).collect::<Result<Vec<_>, _>>()?;
    let rows = segment.rows() as u32;
    for first in (0..rows).step_by(ROWS_AT_ONCE) {
        for cascade in &mut cascades {
            cascade.search_rows(segment, first..(first + ROWS_AT_ONCE as u32).min(rows))?;
        }
    }
    let ids = |cascade: Cascade<'_>| cascade.finish().iter().map(|found| found.id).collect();
    Ok(cascades.into_iter().map(ids).collect())
}

/// Whether the signs find the share `recall` of what is expected, without too much work.
fn passes<B: AsRef<[u8]>>(samples: &[Sample], segment: &Segment<B>, deviations: f32, recall: f64) -> bool {
    let (mut found, mut expected, mut compared) = (0, 0, 0);
    for sample in samples {
        let search = Search::new(&sample.query, LIMIT + 1);
        let Ok(mut cascade) = Cascade::new(&search) else {
            return false;
        };
        if cascade.search_signs(segment, None, deviations).is_err() {
            return false;
        }
        compared += cascade.compared();
        expected += sample.expected.len();
        found += cascade
            .finish()
            .iter()
            .filter(|found| sample.expected.contains(&found.id))
            .count();
    }
    found as f64 >= recall * expected as f64 && compared * WORTHWHILE <= samples.len() * segment.rows()
}
