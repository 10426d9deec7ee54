//! `MxChat\Core`: the lexical half of retrieval.

use ext_php_rs::binary::Binary;
use ext_php_rs::prelude::*;
use ext_php_rs::types::ZendHashTable;
use mxchat_core::{Error, text};

use crate::convert::{Array, Bytes, Segment, count, list, slices, span, utf8};
use crate::error::guard;

/// The folded tokens of a text.
#[php_function]
#[php(name = "MxChat\\Core\\tokenize")]
pub fn tokenize(text: Bytes) -> PhpResult<Vec<String>> {
    guard(|| Ok(text::tokenize(utf8(&text)?)))
}

/// Byte ranges of at most so many characters that hold a text in order.
#[php_function]
#[php(name = "MxChat\\Core\\chunk_text")]
pub fn chunk_text(text: Bytes, max_characters: i64) -> PhpResult<Vec<Array>> {
    let ranges = guard(|| text::chunk_text(utf8(&text)?, count(max_characters)?))?;
    Ok(list(ranges, |range| {
        let mut fields = ZendHashTable::with_capacity(2);
        span(&mut fields, &range)?;
        Ok(fields)
    })?)
}

/// The packed features of a chunk.
#[php_function]
#[php(name = "MxChat\\Core\\lexical_features")]
pub fn lexical_features(title: Bytes, text: Bytes) -> PhpResult<Binary<u8>> {
    guard(|| text::lexical_features(utf8(&title)?, utf8(&text)?).map(Binary::new))
}

/// The features of chunks as one immutable segment.
#[php_function]
#[php(name = "MxChat\\Core\\build_segment")]
pub fn build_segment(ids: Bytes, features: Vec<Bytes>) -> PhpResult<Binary<u8>> {
    guard(|| text::build_segment(&packed_ids(&ids)?, &slices(&features)).map(Binary::new))
}

/// Whether every byte of a segment is as it was built.
#[php_function]
#[php(name = "MxChat\\Core\\verify_segment")]
pub fn verify_segment(segment: Bytes) -> PhpResult<bool> {
    guard(|| Ok(text::verify_segment(Segment::open(&segment)?.bytes())))
}

/// The chunks that match a question best, best first.
#[php_function]
#[php(name = "MxChat\\Core\\search_segments")]
pub fn search_segments(segments: Vec<Bytes>, question: Bytes, limit: i64) -> PhpResult<Vec<Array>> {
    let found = guard(|| {
        let segments = Segment::open_all(&segments)?;
        let segments: Vec<&[u8]> = segments.iter().map(Segment::bytes).collect();
        text::search_segments(&segments, utf8(&question)?, count(limit)?)
    })?;
    scored(found)
}

/// Several rankings of chunks as one, best first.
#[php_function]
#[php(name = "MxChat\\Core\\fuse_ranks")]
pub fn fuse_ranks(lists: Vec<Bytes>, limit: i64) -> PhpResult<Vec<Array>> {
    let fused = guard(|| {
        let lists = lists
            .iter()
            .map(|list| packed_ids(list))
            .collect::<Result<Vec<_>, _>>()?;
        let lists: Vec<&[u64]> = lists.iter().map(Vec::as_slice).collect();
        text::fuse_ranks(&lists, count(limit)?)
    })?;
    scored(fused)
}

fn scored(found: Vec<text::Found>) -> PhpResult<Vec<Array>> {
    Ok(list(found, |found| {
        let mut fields = ZendHashTable::with_capacity(2);
        // The core refuses ids that do not fit PHP's integers.
        fields.insert("id", found.id.cast_signed())?;
        fields.insert("score", found.score)?;
        Ok(fields)
    })?)
}

/// Packed little-endian 64-bit ids.
fn packed_ids(bytes: &[u8]) -> Result<Vec<u64>, Error> {
    let (ids, []) = bytes.as_chunks::<8>() else {
        return Err(Error::InvalidRecord);
    };
    Ok(ids.iter().map(|&id| u64::from_le_bytes(id)).collect())
}

/// Adds this file's functions to the module.
pub fn register(module: ModuleBuilder) -> ModuleBuilder {
    module
        .function(wrap_function!(tokenize))
        .function(wrap_function!(chunk_text))
        .function(wrap_function!(lexical_features))
        .function(wrap_function!(build_segment))
        .function(wrap_function!(verify_segment))
        .function(wrap_function!(fuse_ranks))
        .function(wrap_function!(search_segments))
}
