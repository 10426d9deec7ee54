//! `MxChat\Core`: similarity.

use ext_php_rs::prelude::*;
use ext_php_rs::types::ZendHashTable;
use mxchat_core::similarity;

use crate::convert::{Array, Float, Floats, count, list};
use crate::error::guard;

/// Cosine similarity of two packed embeddings.
#[php_function]
#[php(name = "MxChat\\Core\\cosine_similarity")]
pub fn cosine_similarity(a: Floats, b: Floats) -> PhpResult<f64> {
    guard(|| similarity::cosine(a.get()?, b.get()?))
}

/// The packed embeddings most like a query, best first.
#[php_function]
#[php(name = "MxChat\\Core\\rank_embeddings")]
pub fn rank_embeddings(
    query: Floats,
    embeddings: Floats,
    limit: i64,
    threshold: Float,
) -> PhpResult<Vec<Array>> {
    let ranked = guard(|| {
        let limit = count(limit)?;
        similarity::rank(query.get()?, embeddings.get()?, limit, threshold.0)
    })?;
    Ok(list(ranked, |embedding| {
        let mut row = ZendHashTable::with_capacity(2);
        row.insert("position", embedding.position as i64)?;
        row.insert("score", embedding.score)?;
        Ok(row)
    })?)
}

/// Adds this file's functions to the module.
pub fn register(module: ModuleBuilder) -> ModuleBuilder {
    module
        .function(wrap_function!(cosine_similarity))
        .function(wrap_function!(rank_embeddings))
}
