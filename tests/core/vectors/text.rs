use core::ops::Range;

use mxchat_core::{Error, text};
use serde_json::{Value, json};

use super::case::{self, Args, Given, Outcome};

pub fn run(function: &str, args: &Args) -> Option<Outcome> {
    Some(match function {
        "tokenize" => tokenize(args),
        "chunk_text" => chunk_text(args),
        "lexical_features" => lexical_features(args),
        "build_segment" => build_segment(args),
        "verify_segment" => case::json(text::verify_segment(&args.bytes(0))),
        "search_segments" => search_segments(args),
        "fuse_ranks" => fuse_ranks(args),
        _ => return None,
    })
}

fn tokenize(args: &Args) -> Outcome {
    case::json(text::tokenize(&args.text(0)?))
}

fn chunk_text(args: &Args) -> Outcome {
    let ranges = text::chunk_text(&args.text(0)?, args.count(1)?)?;
    case::json(ranges.iter().map(span).collect::<Vec<_>>())
}

fn lexical_features(args: &Args) -> Outcome {
    Ok(Given::Bytes(text::lexical_features(
        &args.text(0)?,
        &args.text(1)?,
    )?))
}

fn build_segment(args: &Args) -> Outcome {
    Ok(Given::Bytes(text::build_segment(
        &args.ids(0)?,
        &slices(&args.strings(1)),
    )?))
}

fn search_segments(args: &Args) -> Outcome {
    let found = text::search_segments(&slices(&args.strings(0)), &args.text(1)?, args.count(2)?)?;
    scored(&found)
}

fn fuse_ranks(args: &Args) -> Outcome {
    let lists = args
        .strings(0)
        .iter()
        .map(|list| match list.as_chunks::<8>() {
            (ids, []) => Ok(ids.iter().map(|&id| u64::from_le_bytes(id)).collect()),
            _ => Err(Error::InvalidRecord),
        })
        .collect::<Result<Vec<Vec<u64>>, _>>()?;
    let lists: Vec<&[u64]> = lists.iter().map(Vec::as_slice).collect();
    scored(&text::fuse_ranks(&lists, args.count(1)?)?)
}

fn scored(found: &[text::Found]) -> Outcome {
    let rows = found
        .iter()
        .map(|found| json!({ "id": found.id, "score": found.score }));
    case::json(rows.collect::<Vec<_>>())
}

fn span(range: &Range<usize>) -> Value {
    json!({ "start": range.start, "end": range.end })
}

pub fn slices(strings: &[Vec<u8>]) -> Vec<&[u8]> {
    strings.iter().map(Vec::as_slice).collect()
}
