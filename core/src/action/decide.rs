//! From logits to what is done about a message.

use super::score::{Logit, Scorer};
use crate::Error;
use crate::math::logistic;

/// The logit that the greatest strictness asks for, and minus it the least.
const STRICTEST: f64 = 4.0;
/// How far below its bar an action may score and still be offered to the model.
const LIKELY: f64 = 2.5;
/// Two actions closer than this are told apart by the model, not by the score.
const AMBIGUOUS: f64 = 0.25;

/// What is done about an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It runs, or asks for confirmation.
    Sure,
    /// It is offered to the model as a tool.
    Likely,
    /// Nothing.
    None,
}

impl Decision {
    /// The word for it in every layer.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sure => "sure",
            Self::Likely => "likely",
            Self::None => "none",
        }
    }
}

/// What a model says of a message and an action.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    /// The action's id.
    pub id: String,
    /// How likely it is wanted, 0 to 1.
    pub score: f64,
    /// The score that it needs.
    pub threshold: f64,
    /// How far its logit is ahead of the best other action's; `None` if there is no other.
    pub margin: Option<f64>,
    /// The nearest of its phrases, counted from 0; their number for the label.
    pub phrase: usize,
    /// How near that is, −1 to 1.
    pub similarity: f64,
    /// The score by meaning alone, if there is an embedding.
    pub semantic: Option<f64>,
    /// The score by words alone, if there is a text.
    pub lexical: Option<f64>,
    /// What is done about it.
    pub decision: Decision,
}

pub fn decide(
    scorer: &Scorer<'_>,
    message: &str,
    embedding: &[f32],
    strictness: f64,
) -> Result<Vec<Scored>, Error> {
    if !(0.0..=1.0).contains(&strictness) {
        return Err(Error::OutOfRange);
    }
    let model = scorer.model;
    let semantic = by_meaning(scorer, embedding)?;
    // Of a message without text and embedding, the words say "no".
    let has_words = !message.is_empty() || embedding.is_empty();
    let lexical = if has_words {
        scorer.by_words(message)
    } else {
        Vec::new()
    };
    let mut rows: Vec<(f64, usize, Scored)> = Vec::with_capacity(model.actions.len());
    for (place, action) in model.actions.iter().enumerate() {
        let by_meaning = semantic.get(place);
        let by_words = lexical.get(place);
        let meaning = by_meaning.map(|found| found.logit - model.semantic_bar);
        let words = by_words.map(|found| found.logit - model.lexical_bar);
        let logit = match (by_meaning, by_words) {
            (Some(by_meaning), Some(by_words)) => scorer.together(by_meaning, by_words),
            _ => meaning.or(words).unwrap_or_default(),
        };
        if !logit.is_finite() {
            return Err(Error::InvalidRecord);
        }
        let nearest = by_meaning.or(by_words);
        let bar = action.own_bar.unwrap_or(STRICTEST * (2.0 * strictness - 1.0));
        rows.push((
            logit,
            place,
            Scored {
                id: action.id.to_owned(),
                score: logistic(logit),
                threshold: logistic(bar),
                margin: None,
                phrase: nearest.map_or(0, |found| found.nearest - action.phrases.start),
                similarity: nearest.map_or(0.0, |found| found.similarity),
                semantic: meaning.map(logistic),
                lexical: words.map(logistic),
                decision: tier(logit - bar),
            },
        ));
    }
    rows.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    Ok(with_margins(rows))
}

fn by_meaning(scorer: &Scorer<'_>, embedding: &[f32]) -> Result<Vec<Logit>, Error> {
    if embedding.is_empty() {
        return Ok(Vec::new());
    }
    if embedding.len() != scorer.model.dimensions {
        return Err(Error::DimensionMismatch {
            expected: scorer.model.dimensions,
            found: embedding.len(),
        });
    }
    Ok(scorer.by_meaning(&scorer.background.seen_from_mean(embedding)?, true))
}

fn tier(above: f64) -> Decision {
    if above >= 0.0 {
        Decision::Sure
    } else if above >= -LIKELY {
        Decision::Likely
    } else {
        Decision::None
    }
}

/// Rows best first, with their distance to the best other; only the first can be sure, if it is ahead.
fn with_margins(rows: Vec<(f64, usize, Scored)>) -> Vec<Scored> {
    let first = rows.first().map(|row| row.0);
    let second = rows.get(1).map(|row| row.0);
    rows.into_iter()
        .enumerate()
        .map(|(rank, (logit, _, mut scored))| {
            scored.margin = if rank == 0 { second } else { first }.map(|other| logit - other);
            let is_ahead = rank == 0 && scored.margin.is_none_or(|margin| margin >= AMBIGUOUS);
            if scored.decision == Decision::Sure && !is_ahead {
                scored.decision = Decision::Likely;
            }
            scored
        })
        .collect()
}
