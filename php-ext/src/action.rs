//! `MxChat\Core`: which action a message asks for.

use ext_php_rs::binary::Binary;
use ext_php_rs::convert::FromZval;
use ext_php_rs::flags::DataType;
use ext_php_rs::prelude::*;
use ext_php_rs::types::{ZendHashTable, Zval};
use mxchat_core::{Error, action};

use crate::convert::{Array, Bytes, Float, Floats, Segment, list, utf8};
use crate::error::guard;

/// An array with `id`, `label`, `phrases`, and perhaps `counter_phrases` and `threshold`.
pub struct Action<'a> {
    id: Bytes<'a>,
    label: Bytes<'a>,
    phrases: Vec<Bytes<'a>>,
    counter_phrases: Vec<Bytes<'a>>,
    threshold: Option<f64>,
}

impl<'a> Action<'a> {
    fn read(&self) -> Result<action::Action<'a>, Error> {
        Ok(action::Action {
            id: utf8(&self.id)?,
            label: utf8(&self.label)?,
            phrases: texts(&self.phrases)?,
            counter_phrases: texts(&self.counter_phrases)?,
            threshold: self.threshold,
        })
    }
}

impl<'a> FromZval<'a> for Action<'a> {
    const TYPE: DataType = DataType::Array;

    fn from_zval(zval: &'a Zval) -> Option<Self> {
        let fields = zval.array()?;
        let given = |name: &str| fields.get(name).filter(|value| !value.is_null());
        Some(Self {
            id: Bytes::from_zval(fields.get("id")?)?,
            label: Bytes::from_zval(fields.get("label")?)?,
            phrases: Vec::from_zval(fields.get("phrases")?)?,
            counter_phrases: given("counter_phrases").map_or(Some(Vec::new()), Vec::from_zval)?,
            threshold: match given("threshold") {
                Some(threshold) => Some(Float::from_zval(threshold)?.0),
                None => None,
            },
        })
    }
}

fn texts<'a>(strings: &[Bytes<'a>]) -> Result<Vec<&'a str>, Error> {
    strings.iter().map(utf8).collect()
}

/// What is known of ordinary messages, packed.
#[php_function]
#[php(name = "MxChat\\Core\\build_background")]
pub fn build_background(
    messages: Vec<Bytes>,
    synonyms: Vec<Bytes>,
    embeddings: Floats,
) -> PhpResult<Binary<u8>> {
    guard(|| {
        let (messages, synonyms) = (texts(&messages)?, texts(&synonyms)?);
        action::build_background(&messages, &synonyms, embeddings.get()?).map(Binary::new)
    })
}

/// Actions with their phrases as a model.
#[php_function]
#[php(name = "MxChat\\Core\\train_actions")]
pub fn train_actions(
    actions: Vec<Action>,
    background: Bytes,
    embeddings: Floats,
    has_head: bool,
) -> PhpResult<Binary<u8>> {
    guard(|| {
        let actions: Vec<_> = actions.iter().map(Action::read).collect::<Result<_, _>>()?;
        let embeddings = embeddings.get()?;
        let background = Segment::open(&background)?;
        action::train(&actions, background.bytes(), embeddings, has_head).map(Binary::new)
    })
}

/// What a model says of a message, the best action first.
#[php_function]
#[php(name = "MxChat\\Core\\score_actions")]
pub fn score_actions(
    model: Bytes,
    background: Bytes,
    message: Bytes,
    embedding: Floats,
    strictness: Float,
) -> PhpResult<Vec<Array>> {
    let scored = guard(|| {
        let (message, embedding) = (utf8(&message)?, embedding.get()?);
        let background = Segment::open(&background)?;
        action::score(&model, background.bytes(), message, embedding, strictness.0)
    })?;
    Ok(list(scored, |scored| {
        let mut fields = ZendHashTable::with_capacity(9);
        fields.insert("id", scored.id)?;
        fields.insert("score", scored.score)?;
        fields.insert("threshold", scored.threshold)?;
        fields.insert("margin", scored.margin)?;
        fields.insert("phrase", scored.phrase as i64)?;
        fields.insert("similarity", scored.similarity)?;
        fields.insert("semantic", scored.semantic)?;
        fields.insert("lexical", scored.lexical)?;
        fields.insert("decision", scored.decision.as_str())?;
        Ok(fields)
    })?)
}

/// Adds this file's functions to the module.
pub fn register(module: ModuleBuilder) -> ModuleBuilder {
    module
        .function(wrap_function!(build_background))
        .function(wrap_function!(train_actions))
        .function(wrap_function!(score_actions))
}
