use mxchat_core::Error;
use mxchat_core::index::{self, Filter, PackedRows, Search, Segment};
use serde_json::json;

use super::case::{self, Args, Given, Outcome};

pub fn run(function: &str, args: &Args) -> Option<Outcome> {
    Some(match function {
        "build_index" => build_index(args),
        "search_index" => search_index(args),
        _ => return None,
    })
}

fn build_index(args: &Args) -> Outcome {
    let labels = Labels::of(args, 3)?;
    let (dimensions, ids, embeddings) = (args.count(0)?, args.bytes(1), args.bytes(2));
    let filter = labels.texts();
    let rows = PackedRows::new(dimensions, &ids, &embeddings, filter.filter())?;
    Ok(Given::Bytes(index::build(dimensions, &rows)?))
}

fn search_index(args: &Args) -> Outcome {
    let labels = Labels::of(args, 4)?;
    let (limit, bytes, query) = (args.count(2)?, args.bytes(0), args.floats(1)?);
    let texts = labels.texts();
    let search = Search {
        threshold: args.float(3),
        filter: texts.filter(),
        ..Search::new(&query, limit)
    };
    let found = index::search(&[&Segment::open(&*bytes)?], &search)?;
    let rows = found
        .iter()
        .map(|row| json!({ "id": row.id, "score": row.score }));
    case::json(rows.collect::<Vec<_>>())
}

/// Lists of labels: bots, roles, content types.
struct Labels([Vec<String>; 3]);

struct Texts<'a>([Vec<&'a str>; 3]);

impl Labels {
    fn of(args: &Args, first: usize) -> Result<Self, Error> {
        Ok(Self([
            args.texts(first)?,
            args.texts(first + 1)?,
            args.texts(first + 2)?,
        ]))
    }

    fn texts(&self) -> Texts<'_> {
        Texts(
            self.0
                .each_ref()
                .map(|labels| labels.iter().map(String::as_str).collect()),
        )
    }
}

impl Texts<'_> {
    fn filter(&self) -> Filter<'_> {
        let [bots, roles, content_types] = &self.0;
        Filter {
            bots,
            roles,
            content_types,
        }
    }
}
