//! `MxChat\Core`: answers without a model.

use ext_php_rs::convert::FromZval;
use ext_php_rs::flags::DataType;
use ext_php_rs::prelude::*;
use ext_php_rs::types::{ZendHashTable, Zval};
use mxchat_core::{Error, answer};

use crate::convert::{Array, Bytes, Segment, list, span, utf8};
use crate::error::guard;

/// An array with the strings `title` and `text`.
pub struct Passage<'a> {
    title: Bytes<'a>,
    text: Bytes<'a>,
}

impl<'a> Passage<'a> {
    fn read(&self) -> Result<answer::Passage<'a>, Error> {
        Ok(answer::Passage {
            title: utf8(&self.title)?,
            text: utf8(&self.text)?,
        })
    }
}

impl<'a> FromZval<'a> for Passage<'a> {
    const TYPE: DataType = DataType::Array;

    fn from_zval(zval: &'a Zval) -> Option<Self> {
        let fields = zval.array()?;
        Some(Self {
            title: Bytes::from_zval(fields.get("title")?)?,
            text: Bytes::from_zval(fields.get("text")?)?,
        })
    }
}

/// The sentences of the best passages that answer a question, or null where they do not say.
#[php_function]
#[php(name = "MxChat\\Core\\extract_answer")]
pub fn extract_answer(question: Bytes, passages: Vec<Passage>, segments: Vec<Bytes>) -> PhpResult<Array> {
    let answer = guard(|| {
        let passages: Vec<_> = passages.iter().map(Passage::read).collect::<Result<_, _>>()?;
        let segments = Segment::open_all(&segments)?;
        let segments: Vec<&[u8]> = segments.iter().map(Segment::bytes).collect();
        answer::extract_answer(utf8(&question)?, &passages, &segments)
    })?;
    let quotes = list(answer.quotes, |quote| {
        let mut fields = ZendHashTable::with_capacity(3);
        fields.insert("passage", quote.passage as i64)?;
        span(&mut fields, &quote.range)?;
        Ok(fields)
    })?;
    let mut fields = ZendHashTable::with_capacity(4);
    fields.insert("answer", answer.text)?;
    fields.insert("confidence", answer.confidence)?;
    fields.insert("quotes", quotes)?;
    fields.insert("scores", answer.scores)?;
    Ok(fields)
}

/// Adds this file's functions to the module.
pub fn register(module: ModuleBuilder) -> ModuleBuilder {
    module.function(wrap_function!(extract_answer))
}
