//! What a model says of a message.

use super::background::Background;
use super::calibration::{Bare, Lexical, Semantic, fuse_bare};
use super::model::{Action, Model};
use super::spelling::Vocabulary;
use super::words::{Terms, words};
use crate::kernels::dot;
use crate::math::ln;

/// Weight, in the length of a message, of grams that neither background nor phrases have.
const UNKNOWN: f64 = 0.5;
/// How many of the nearest ordinary messages tell how crowded a place is.
const HUB: usize = 50;
/// What is added to shares of words, so that none is impossible.
const SMOOTHING: f64 = 1e-3;
const PRIOR: f64 = 0.5;

/// A model with the background that it was trained on.
pub struct Scorer<'a> {
    pub model: &'a Model<'a>,
    pub background: &'a Background<'a>,
}

/// A logit, and the text that is nearest to the message.
#[derive(Clone, Copy)]
pub struct Logit {
    pub logit: f64,
    /// What it adds where there are both kinds of evidence, and ordinary messages have embeddings.
    pub share: f64,
    pub similarity: f64,
    pub nearest: usize,
}

impl Scorer<'_> {
    /// What the words of a message say, an entry for each action; the bar is not taken off.
    pub fn by_words(&self, message: &str) -> Vec<Logit> {
        let terms = self.repaired(message);
        let similarities = self.gram_similarities(&terms);
        let found = self.find_words(&terms);
        self.model
            .actions
            .iter()
            .enumerate()
            .map(|(place, action)| {
                let (best, nearest) = best_of(&similarities, &action.phrases);
                let sum = sum_of(&similarities, &action.phrases);
                let lexical = Lexical {
                    best,
                    middle: sum / action.lexical_middle,
                    counter: counter(&similarities, action),
                    odds: found.odds.get(place).copied().unwrap_or_default(),
                    coverage: best_of(&found.coverage, &action.phrases).0,
                };
                Logit {
                    logit: lexical.logit(action.phrases.len()),
                    share: lexical.share(),
                    similarity: best,
                    nearest,
                }
            })
            .collect()
    }

    fn repaired(&self, message: &str) -> Terms {
        let vocabulary = Vocabulary {
            of_phrases: self.model.vocabulary,
            background: self.background,
            is_of_phrase: &|hash| self.model.words.get(hash).is_some(),
        };
        let words = vocabulary.repair_all(words(message));
        Terms::of(&words, |hash| self.background.concept(hash))
    }

    /// The cosine of the message's grams and those of each text, weighted by rarity.
    fn gram_similarities(&self, terms: &Terms) -> Vec<f64> {
        let mut products = vec![0.0; self.model.texts.len()];
        let mut squares = 0.0;
        for &gram in &terms.grams {
            let count = self.background.gram(gram);
            let square = self.background.idf(count) * self.background.idf(count);
            let texts = self.model.grams.get(gram);
            squares += square
                * if count.is_some() || texts.is_some() {
                    1.0
                } else {
                    UNKNOWN
                };
            for text in texts.into_iter().flatten() {
                if let Some(product) = products.get_mut(text) {
                    *product += square;
                }
            }
        }
        let length = or_one(squares.sqrt());
        for (product, text) in products.iter_mut().zip(&self.model.texts) {
            *product /= length * text.length;
        }
        products
    }

    /// Which of the message's words stand in the texts.
    fn find_words(&self, terms: &Terms) -> FoundWords {
        let mut coverage = vec![0.0; self.model.texts.len()];
        let mut odds = vec![0.0; self.model.actions.len()];
        let messages = self.background.messages as f64;
        for &word in &terms.words {
            let count = self.background.word(word);
            let (idf, share) = (
                self.background.idf(count),
                f64::from(count.unwrap_or(0)) / messages,
            );
            let texts: Vec<usize> = self.model.words.get(word).into_iter().flatten().collect();
            for &text in &texts {
                if let Some(sum) = coverage.get_mut(text) {
                    *sum += idf;
                }
            }
            for (sum, action) in odds.iter_mut().zip(&self.model.actions) {
                let having = texts.iter().filter(|text| action.phrases.contains(text)).count();
                let own = (having as f64 + PRIOR * share) / (action.phrases.len() as f64 + PRIOR);
                *sum += ln((own + SMOOTHING) / (share + SMOOTHING));
            }
        }
        for (sum, text) in coverage.iter_mut().zip(&self.model.texts) {
            *sum /= text.weight;
        }
        let scale = (terms.words.len().max(1) as f64).sqrt();
        for sum in &mut odds {
            *sum /= scale;
        }
        FoundWords { coverage, odds }
    }

    /// What an embedding as it is compared says, an entry for each action; the bar is not taken off.
    pub fn by_meaning(&self, embedding: &[f32], has_head: bool) -> Vec<Logit> {
        let rows = 0..self.model.texts.len();
        let similarities: Vec<f64> = rows
            .map(|text| self.model.embedding(text).map_or(0.0, |row| dot(embedding, row)))
            .collect();
        if self.is_bare() {
            return self.by_meaning_alone(&similarities);
        }
        let hub = self.hub(embedding);
        self.model
            .actions
            .iter()
            .enumerate()
            .map(|(place, action)| {
                let (best, nearest) = best_of(&similarities, &action.phrases);
                let head = self.model.head(place).filter(|_| has_head);
                let semantic = Semantic {
                    best,
                    middle: sum_of(&similarities, &action.phrases) / action.semantic_middle,
                    counter: counter(&similarities, action),
                    hub,
                    head: head.map(|(weights, constant)| dot(embedding, weights) + constant),
                };
                Logit {
                    logit: semantic.logit(action.phrases.len()),
                    share: semantic.share(action.phrases.len()),
                    similarity: best,
                    nearest,
                }
            })
            .collect()
    }

    /// The same where ordinary messages have no embeddings: actions are seen against one another.
    fn by_meaning_alone(&self, similarities: &[f64]) -> Vec<Logit> {
        let actions = &self.model.actions;
        let mut sum = 0.0;
        for action in actions {
            sum += best_of(similarities, &action.phrases).0;
        }
        let mean = sum / actions.len() as f64;
        let logit = |action: &Action<'_>| {
            let (best, nearest) = best_of(similarities, &action.phrases);
            let bare = Bare {
                best,
                middle: sum_of(similarities, &action.phrases) / action.semantic_middle,
                counter: counter(similarities, action),
                mean,
            };
            Logit {
                logit: bare.logit(action.phrases.len()),
                share: 0.0,
                similarity: best,
                nearest,
            }
        };
        actions.iter().map(logit).collect()
    }

    /// Both kinds of evidence of an action as one logit, from which the bar is taken off.
    pub fn together(&self, meaning: &Logit, words: &Logit) -> f64 {
        let (semantic_bar, lexical_bar) = (self.model.semantic_bar, self.model.lexical_bar);
        if self.is_bare() {
            fuse_bare(meaning.logit - semantic_bar, words.logit - lexical_bar)
        } else {
            meaning.share + words.share - semantic_bar
        }
    }

    /// Whether ordinary messages have no embeddings.
    pub fn is_bare(&self) -> bool {
        self.background.dimensions == 0
    }

    /// Mean similarity to the nearest ordinary messages.
    fn hub(&self, embedding: &[f32]) -> f64 {
        let mut similarities: Vec<f64> = self.background.rows().map(|row| dot(embedding, row)).collect();
        if similarities.iter().any(|similarity| !similarity.is_finite()) {
            return f64::NAN;
        }
        let count = similarities.len().min(HUB);
        if count == 0 {
            return 0.0;
        }
        similarities.select_nth_unstable_by(count - 1, |a, b| b.total_cmp(a));
        similarities.truncate(count);
        similarities.sort_unstable_by(|a, b| b.total_cmp(a));
        let mut sum = 0.0;
        for similarity in similarities {
            sum += similarity;
        }
        sum / count as f64
    }
}

struct FoundWords {
    /// Of each text: share of its words that the message has, by weight.
    coverage: Vec<f64>,
    /// Of each action.
    odds: Vec<f64>,
}

/// The largest of some values and its place, the first of equal ones.
fn best_of(values: &[f64], range: &core::ops::Range<usize>) -> (f64, usize) {
    let mut best = (0.0, range.start);
    let mut is_first = true;
    for (place, &value) in values.iter().enumerate().take(range.end).skip(range.start) {
        if is_first || value > best.0 {
            best = (value, place);
            is_first = false;
        }
    }
    best
}

fn sum_of(values: &[f64], range: &core::ops::Range<usize>) -> f64 {
    let mut sum = 0.0;
    for value in values.get(range.clone()).unwrap_or_default() {
        sum += value;
    }
    sum
}

fn counter(similarities: &[f64], action: &Action<'_>) -> Option<f64> {
    (!action.counters.is_empty()).then(|| best_of(similarities, &action.counters).0)
}

/// What nothing can be divided by counts as one.
pub fn or_one(number: f64) -> f64 {
    if number > 0.0 { number } else { 1.0 }
}
