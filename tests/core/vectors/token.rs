use mxchat_core::token;

use super::case::{Args, Outcome, json};

pub fn run(function: &str, args: &Args) -> Option<Outcome> {
    Some(match function {
        "mint_token" => token::mint(&args.bytes(0)).and_then(json),
        "mint_test_token" => token::mint_test(&args.bytes(0)).and_then(json),
        "is_test_token" => json(token::is_test(&args.bytes(0))),
        "is_token" => json(token::is_token(&args.bytes(0))),
        "hash_token" => json(token::hash(&args.bytes(0))),
        "verify_token" => json(token::verify(&args.bytes(0), &args.bytes(1))),
        _ => return None,
    })
}
