use mxchat_core::similarity;
use serde_json::json;

use super::case::{self, Args, Outcome};

pub fn run(function: &str, args: &Args) -> Option<Outcome> {
    Some(match function {
        "cosine_similarity" => cosine_similarity(args),
        "rank_embeddings" => rank_embeddings(args),
        _ => return None,
    })
}

fn cosine_similarity(args: &Args) -> Outcome {
    case::json(similarity::cosine(&args.floats(0)?, &args.floats(1)?)?)
}

fn rank_embeddings(args: &Args) -> Outcome {
    let ranked = similarity::rank(&args.floats(0)?, &args.floats(1)?, args.count(2)?, args.float(3))?;
    let ranked = ranked
        .iter()
        .map(|found| json!({ "position": found.position, "score": found.score }));
    case::json(ranked.collect::<Vec<_>>())
}
