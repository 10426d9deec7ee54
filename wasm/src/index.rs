//! The vector index, over the same bytes as on the server.

use mxchat_core::index::{self, Filter, Search, Segment};
use wasm_bindgen::prelude::*;

use crate::convert::count;
use crate::error::Result;
use crate::text::found;

/// The rows of an index most like a query, best first; ties by id. An empty list of labels lets all pass.
#[wasm_bindgen(js_name = searchIndex, unchecked_return_type = "Found[]")]
pub fn search_index(
    #[wasm_bindgen(js_name = index)] bytes: &[u8],
    query: &[f32],
    limit: f64,
    threshold: f64,
    bots: Vec<String>,
    roles: Vec<String>,
    #[wasm_bindgen(js_name = contentTypes)] content_types: Vec<String>,
) -> Result<JsValue> {
    let [bots, roles, content_types] = [&bots, &roles, &content_types].map(|labels| texts(labels));
    let search = Search {
        threshold,
        filter: Filter {
            bots: &bots,
            roles: &roles,
            content_types: &content_types,
        },
        ..Search::new(query, count(limit)?)
    };
    found(
        index::search(&[&Segment::open(bytes)?], &search)?
            .iter()
            .map(|row| (row.id, row.score)),
    )
}

fn texts(labels: &[String]) -> Vec<&str> {
    labels.iter().map(String::as_str).collect()
}
