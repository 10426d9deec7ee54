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
    search(
        &Segment::open(bytes)?,
        query,
        limit,
        threshold,
        [&bots, &roles, &content_types],
    )
}

/// An index that stays in the module's memory: its bytes are copied and checked once, not for each query.
#[wasm_bindgen]
pub struct VectorIndex(Segment<Vec<u8>>);

#[wasm_bindgen]
impl VectorIndex {
    /// Takes the bytes over.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: Vec<u8>) -> Result<Self> {
        Ok(Self(Segment::open(bytes)?))
    }

    /// What `searchIndex` finds in the bytes.
    #[wasm_bindgen(unchecked_return_type = "Found[]")]
    pub fn search(
        &self,
        query: &[f32],
        limit: f64,
        threshold: f64,
        bots: Vec<String>,
        roles: Vec<String>,
        #[wasm_bindgen(js_name = contentTypes)] content_types: Vec<String>,
    ) -> Result<JsValue> {
        search(&self.0, query, limit, threshold, [&bots, &roles, &content_types])
    }
}

fn search<B: AsRef<[u8]>>(
    segment: &Segment<B>,
    query: &[f32],
    limit: f64,
    threshold: f64,
    labels: [&Vec<String>; 3],
) -> Result<JsValue> {
    let [bots, roles, content_types] = labels.map(|labels| texts(labels));
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
        index::search(&[segment], &search)?
            .iter()
            .map(|row| (row.id, row.score)),
    )
}

fn texts(labels: &[String]) -> Vec<&str> {
    labels.iter().map(String::as_str).collect()
}
