use mxchat_core::thread;
use serde_json::json;

use super::case::{self, Args, Outcome};

pub fn run(function: &str, args: &Args) -> Option<Outcome> {
    Some(match function {
        "mint_session_id" => thread::mint_session_id(&args.bytes(0)).and_then(case::json),
        "mint_thread_id" => thread::mint_thread_id(&args.bytes(0)).and_then(case::json),
        "is_session_id" => case::json(thread::is_session_id(&args.bytes(0))),
        "is_thread_id" => case::json(thread::is_thread_id(&args.bytes(0))),
        "thread_record" => thread_record(args),
        "read_thread_record" => read_thread_record(args),
        "thread_status" => thread_status(args),
        _ => return None,
    })
}

fn thread_record(args: &Args) -> Outcome {
    let record = thread::write_record(&args.bytes(0), &args.bytes(1), args.integer(2), args.integer(3))?;
    case::json(record)
}

fn read_thread_record(args: &Args) -> Outcome {
    let record = thread::read_record(&args.bytes(0))?;
    case::json(json!({
        "thread_id": record.thread_id,
        "session_id": record.session_id,
        "started_at": record.started_at,
        "last_active_at": record.last_active_at,
    }))
}

fn thread_status(args: &Args) -> Outcome {
    case::json(thread::status(args.integer(0), args.integer(1), args.integer(2))?.as_str())
}
