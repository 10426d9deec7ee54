use mxchat_core::{Error, threshold};

use super::case::{Args, Outcome, json};

pub fn run(function: &str, args: &Args) -> Option<Outcome> {
    Some(match function {
        "parse_threshold" => parse_threshold(args),
        "format_threshold" => threshold::format(args.float(0)).and_then(json),
        _ => return None,
    })
}

fn parse_threshold(args: &Args) -> Outcome {
    json(threshold::parse(
        &args.text(0).map_err(|_| Error::InvalidThreshold)?,
    )?)
}
