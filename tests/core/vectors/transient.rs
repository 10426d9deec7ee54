use mxchat_core::transient;
use serde_json::json;

use super::case::{self, Args, Outcome};

pub fn run(function: &str, args: &Args) -> Option<Outcome> {
    Some(match function {
        "transient_key" => transient::key(&args.bytes(0), args.integer(1), &args.bytes(2), &args.bytes(3))
            .and_then(case::json),
        "rate_window" => transient::rate_window(args.integer(0), args.integer(1)).and_then(case::json),
        "check_rate" => check_rate(args),
        _ => return None,
    })
}

fn check_rate(args: &Args) -> Outcome {
    let rate = transient::check_rate(
        args.integer(0),
        args.integer(1),
        args.integer(2),
        args.integer(3),
        args.integer(4),
    )?;
    case::json(json!({
        "allowance": rate.allowance,
        "remaining": rate.remaining,
        "retry_after_seconds": rate.retry_after_seconds,
        "resets_at": rate.resets_at,
    }))
}
