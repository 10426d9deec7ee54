//! Which action a message asks for, if any, without a fixed threshold.
//!
//! Two kinds of evidence: the meaning of the message by its embedding, and its words. Both are seen against a
//! background of ordinary messages, so that a score means the same for every action and every
//! embedding model. Either is enough; together they are better.
//!
//! It keeps no state: [`build_background`] packs what is known of ordinary messages, [`train`] turns actions into
//! a model, [`score`] asks it.
//!
//! ```
//! use mxchat_core::action::{Action, Decision, build_background, score, train};
//!
//! let background = build_background(&["Do you ship to Spain?", "Is it waterproof?"], &[], &[])?;
//! let refund = Action {
//!     id: "refund",
//!     label: "Refund an order",
//!     phrases: vec!["I want my money back", "give me a refund"],
//!     ..Action::default()
//! };
//! let model = train(&[refund], &background, &[], false)?;
//! let scored = score(&model, &background, "please give me a refund", &[], 0.5)?;
//! assert_eq!((scored[0].id.as_str(), scored[0].decision), ("refund", Decision::Sure));
//! # Ok::<(), mxchat_core::Error>(())
//! ```

mod background;
mod calibration;
mod decide;
mod head;
mod model;
mod packed;
mod score;
mod spelling;
mod tally;
mod train;
mod vector;
mod words;

use crate::Error;
use background::Background;
use model::Model;
use score::Scorer;

pub use decide::{Decision, Scored};

/// An action as its owner describes it.
#[derive(Clone, Debug, Default)]
pub struct Action<'a> {
    /// 1 to 128 visible ASCII characters.
    pub id: &'a str,
    /// Its name, which counts as a phrase unless it is empty.
    pub label: &'a str,
    /// What visitors say who want it.
    pub phrases: Vec<&'a str>,
    /// What visitors say who want something else, though it sounds alike.
    pub counter_phrases: Vec<&'a str>,
    /// The score it needs, whatever the strictness.
    pub threshold: Option<f64>,
}

/// Packs what is known of ordinary messages; `embeddings` holds one of each, or nothing.
///
/// Each of `synonyms` is some words that mean the same to those who ask: "buy purchase order".
///
/// # Errors
///
/// [`Error::OutOfRange`] if there are no messages or more than 50,000; [`Error::InvalidEmbedding`] if the embeddings
/// do not divide among them; [`Error::NotFinite`].
pub fn build_background(messages: &[&str], synonyms: &[&str], embeddings: &[f32]) -> Result<Vec<u8>, Error> {
    background::build(messages, synonyms, embeddings)
}

/// The trained actions as bytes.
///
/// `embeddings` holds, for each action in order, those of its phrases, of its label unless that is empty, and
/// of its counter-phrases; or nothing. Where the background has no embeddings, actions are seen against one another, a little
/// less sure and much faster, and no head is trained. A head makes scores by meaning better; training takes seconds.
///
/// # Errors
///
/// [`Error::InvalidRecord`] if the background is damaged; [`Error::InvalidId`] if an id is not of its shape or comes
/// twice; [`Error::OutOfRange`] if an action has neither phrase nor label, or all have more than 65,535;
/// [`Error::InvalidThreshold`]; [`Error::DimensionMismatch`] if the embeddings are not as many numbers as the background asks
/// for; [`Error::NotFinite`].
pub fn train(
    actions: &[Action<'_>],
    background: &[u8],
    embeddings: &[f32],
    has_head: bool,
) -> Result<Vec<u8>, Error> {
    train::train(actions, &Background::open(background)?, embeddings, has_head)
}

/// What a model says of a message, the best action first; equal scores keep the order of the actions.
///
/// The words count unless `message` is empty, the meaning unless `embedding` is. A `strictness` of 0.5 asks for
/// a score of 0.5; 1 for almost certainty, 0 for a hint.
///
/// # Errors
///
/// [`Error::InvalidRecord`] if a part is damaged or the model was trained on another background;
/// [`Error::DimensionMismatch`] if the embedding is not one of the model's; [`Error::OutOfRange`] if the strictness is not from 0 to
/// 1; [`Error::NotFinite`].
pub fn score(
    model: &[u8],
    background: &[u8],
    message: &str,
    embedding: &[f32],
    strictness: f64,
) -> Result<Vec<Scored>, Error> {
    let (model, background) = (Model::open(model)?, Background::open(background)?);
    if model.background != background.checksum {
        return Err(Error::InvalidRecord);
    }
    decide::decide(
        &Scorer {
            model: &model,
            background: &background,
        },
        message,
        embedding,
        strictness,
    )
}
