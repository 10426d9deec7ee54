//! `MxChat\Core`: the vector index, in memory and in files.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, Instant};

use ext_php_rs::binary::Binary;
use ext_php_rs::prelude::*;
use ext_php_rs::types::ZendHashTable;
use mxchat_core::Error;
use mxchat_core::files::{Collection, Stats};
use mxchat_core::index::{self, Filter, Match, PackedRows, Search, Segment};

use crate::convert::{Array, Bytes, Float, Floats, count, list, utf8};
use crate::error::guard;

/// Collections that stay open in a worker, from request to request.
const MAX_OPEN: usize = 32;

thread_local! {
    static OPEN: RefCell<HashMap<Vec<u8>, Collection>> = RefCell::default();
}

/// The bytes of an index over some rows.
#[php_function]
#[php(name = "MxChat\\Core\\build_index")]
pub fn build_index(
    dimensions: i64,
    ids: Bytes,
    embeddings: Bytes,
    bots: Vec<Bytes>,
    roles: Vec<Bytes>,
    content_types: Vec<Bytes>,
) -> PhpResult<Binary<u8>> {
    guard(|| {
        let labels = Labels::new(&bots, &roles, &content_types)?;
        let dimensions = count(dimensions)?;
        let rows = PackedRows::new(dimensions, &ids, &embeddings, labels.filter())?;
        index::build(dimensions, &rows).map(Binary::new)
    })
}

/// The rows of an index most like a query, best first.
#[php_function]
#[php(name = "MxChat\\Core\\search_index")]
pub fn search_index(
    index: Bytes,
    query: Floats,
    limit: i64,
    threshold: Float,
    bots: Vec<Bytes>,
    roles: Vec<Bytes>,
    content_types: Vec<Bytes>,
) -> PhpResult<Vec<Array>> {
    let found = guard(|| {
        let labels = Labels::new(&bots, &roles, &content_types)?;
        let search = Search {
            threshold: threshold.0,
            filter: labels.filter(),
            ..Search::new(query.get()?, count(limit)?)
        };
        index::search(&[&Segment::open(&*index)?], &search)
    })?;
    matches(found)
}

/// Opens the collection of a directory, or begins one.
#[php_function]
#[php(name = "MxChat\\Core\\index_open")]
pub fn index_open(directory: Bytes, dimensions: i64) -> PhpResult<Array> {
    let stats = guard(|| {
        keep(
            &directory,
            Collection::open(path(&directory)?, count(dimensions)?)?,
        )
    })?;
    fields(&stats)
}

/// Drops what a directory holds and begins an empty collection.
#[php_function]
#[php(name = "MxChat\\Core\\index_reset")]
pub fn index_reset(directory: Bytes, dimensions: i64) -> PhpResult<Array> {
    let stats = guard(|| {
        keep(
            &directory,
            Collection::reset(path(&directory)?, count(dimensions)?)?,
        )
    })?;
    fields(&stats)
}

/// Adds rows to a collection, each in the place of one with its id.
#[php_function]
#[php(name = "MxChat\\Core\\index_upsert")]
pub fn index_upsert(
    directory: Bytes,
    ids: Bytes,
    embeddings: Bytes,
    bots: Vec<Bytes>,
    roles: Vec<Bytes>,
    content_types: Vec<Bytes>,
) -> PhpResult<i64> {
    guard(|| {
        with(&directory, |collection| {
            let labels = Labels::new(&bots, &roles, &content_types)?;
            let rows = PackedRows::new(collection.dimensions(), &ids, &embeddings, labels.filter())?;
            collection.upsert(&rows).map(u64::cast_signed)
        })
    })
}

/// Deletes rows from a collection.
#[php_function]
#[php(name = "MxChat\\Core\\index_delete")]
pub fn index_delete(directory: Bytes, ids: Bytes) -> PhpResult<i64> {
    guard(|| {
        with(&directory, |collection| {
            let (ids, []) = ids.as_chunks() else {
                return Err(Error::InvalidRecord);
            };
            let ids: Vec<u64> = ids.iter().map(|id| u64::from_le_bytes(*id)).collect();
            collection.delete(&ids).map(|deleted| deleted as i64)
        })
    })
}

/// The rows of a collection most like a query, best first.
#[allow(clippy::too_many_arguments, reason = "its PHP signature")]
#[php_function]
#[php(name = "MxChat\\Core\\index_search")]
pub fn index_search(
    directory: Bytes,
    query: Floats,
    limit: i64,
    threshold: Float,
    bots: Vec<Bytes>,
    roles: Vec<Bytes>,
    content_types: Vec<Bytes>,
    max_milliseconds: i64,
) -> PhpResult<Vec<Array>> {
    let found = guard(|| {
        let labels = Labels::new(&bots, &roles, &content_types)?;
        let milliseconds = u64::try_from(max_milliseconds).map_err(|_| Error::OutOfRange)?;
        let (started, longest) = (Instant::now(), Duration::from_millis(milliseconds));
        let search = Search {
            threshold: threshold.0,
            filter: labels.filter(),
            should_stop: &|| milliseconds > 0 && started.elapsed() > longest,
            ..Search::new(query.get()?, count(limit)?)
        };
        with(&directory, |collection| collection.search(&search))
    })?;
    matches(found)
}

/// Writes a collection anew, without what does not count any more.
#[php_function]
#[php(name = "MxChat\\Core\\index_compact")]
pub fn index_compact(directory: Bytes) -> PhpResult<Array> {
    let stats = guard(|| {
        with(&directory, |collection| {
            collection.compact()?;
            collection.stats()
        })
    })?;
    fields(&stats)
}

/// What is known of a collection.
#[php_function]
#[php(name = "MxChat\\Core\\index_stats")]
pub fn index_stats(directory: Bytes) -> PhpResult<Array> {
    let stats = guard(|| with(&directory, Collection::stats))?;
    fields(&stats)
}

/// Three lists of labels as text.
struct Labels<'a>([Vec<&'a str>; 3]);

impl<'a> Labels<'a> {
    fn new(bots: &[Bytes<'a>], roles: &[Bytes<'a>], content_types: &[Bytes<'a>]) -> Result<Self, Error> {
        let texts = |labels: &[Bytes<'a>]| labels.iter().map(utf8).collect::<Result<Vec<_>, _>>();
        Ok(Self([texts(bots)?, texts(roles)?, texts(content_types)?]))
    }

    fn filter(&self) -> Filter<'_> {
        let [bots, roles, content_types] = &self.0;
        Filter {
            bots,
            roles,
            content_types,
        }
    }
}

/// A directory that PHP names.
fn path<'a>(directory: &Bytes<'a>) -> Result<&'a Path, Error> {
    match utf8(directory)? {
        "" => Err(Error::Storage),
        path if path.contains('\0') => Err(Error::Storage),
        path => Ok(Path::new(path)),
    }
}

/// Calls with the collection of a directory, which then stays open. One that fails is opened anew next time.
fn with<T>(directory: &Bytes, call: impl FnOnce(&mut Collection) -> Result<T, Error>) -> Result<T, Error> {
    let path = path(directory)?;
    let open = OPEN.with_borrow_mut(|open| open.remove::<[u8]>(directory));
    let mut collection = match open {
        Some(collection) => collection,
        None => Collection::open_existing(path)?,
    };
    let result = call(&mut collection);
    if !matches!(result, Err(Error::InvalidRecord | Error::Storage)) {
        OPEN.with_borrow_mut(|open| {
            if open.len() >= MAX_OPEN {
                open.clear();
            }
            open.insert(directory.to_vec(), collection);
        });
    }
    result
}

/// Keeps a collection open and says what is known of it.
fn keep(directory: &Bytes, collection: Collection) -> Result<Stats, Error> {
    OPEN.with_borrow_mut(|open| open.insert(directory.to_vec(), collection));
    with(directory, Collection::stats)
}

fn matches(found: Vec<Match>) -> PhpResult<Vec<Array>> {
    Ok(list(found, |found| {
        let mut fields = ZendHashTable::with_capacity(2);
        fields.insert("id", found.id.cast_signed())?;
        fields.insert("score", found.score)?;
        Ok(fields)
    })?)
}

fn fields(stats: &Stats) -> PhpResult<Array> {
    let mut fields = ZendHashTable::with_capacity(9);
    fields.insert("rows", stats.rows as i64)?;
    fields.insert("dimensions", stats.dimensions as i64)?;
    fields.insert("sequence", stats.sequence.cast_signed())?;
    fields.insert("generation", stats.generation.cast_signed())?;
    fields.insert("log_rows", stats.log_rows as i64)?;
    fields.insert("bytes", stats.bytes.cast_signed())?;
    fields.insert("hot_bytes", stats.hot_bytes.cast_signed())?;
    fields.insert("is_exact", stats.is_exact)?;
    fields.insert("needs_compaction", stats.needs_compaction)?;
    Ok(fields)
}

/// Adds this file's functions to the module.
pub fn register(module: ModuleBuilder) -> ModuleBuilder {
    module
        .function(wrap_function!(build_index))
        .function(wrap_function!(search_index))
        .function(wrap_function!(index_open))
        .function(wrap_function!(index_reset))
        .function(wrap_function!(index_upsert))
        .function(wrap_function!(index_delete))
        .function(wrap_function!(index_search))
        .function(wrap_function!(index_compact))
        .function(wrap_function!(index_stats))
}
