//! The fitted numbers: from similarities to a logit that means the same for every action.
//!
//! They were fitted on actions simulated inside ordinary messages, one row for each number of phrases.
//! A logit of 0 is as likely as not.

use crate::math::ln;

/// Weights for actions of at least so many phrases.
type Row<const N: usize> = (usize, [f64; N]);

/// Semantic, without a head: constant, and weight of the similarity.
const PLAIN: [Row<2>; 5] = [
    (1, [-5.12, 15.38]),
    (2, [-5.88, 16.22]),
    (3, [-6.71, 17.0]),
    (5, [-7.79, 19.4]),
    (10, [-8.09, 17.91]),
];

/// Semantic, with a trained head: constant, and weight of head and similarity.
const HEADED: [Row<2>; 5] = [
    (1, [-1.31, 1.39]),
    (2, [-2.32, 1.44]),
    (3, [-3.32, 1.55]),
    (5, [-4.16, 1.77]),
    (10, [-5.07, 1.68]),
];

/// Lexical: constant, and weights of gram similarity, word odds and coverage.
const LEXICAL: [Row<4>; 5] = [
    (1, [-4.42, 11.35, 0.36, 1.62]),
    (2, [-4.95, 11.2, 0.33, 2.3]),
    (3, [-5.48, 11.06, 0.30, 2.93]),
    (5, [-5.74, 10.95, 0.49, 2.79]),
    (10, [-6.32, 8.97, 0.58, 3.39]),
];

/// Weight of the similarity beside the head.
const BESIDE_HEAD: f64 = 5.0;
/// What an embedding loses that lies close to many ordinary messages.
const HUBNESS: f64 = 0.3;
/// What a message loses that is closer to a counter-example than to the action's own phrases.
const COUNTER_SEMANTIC: f64 = 40.0;
const COUNTER_LEXICAL: f64 = 20.0;
/// An action's phrases are messages that no other action may take: what they score there sets the bar.
const BAR: f64 = 3.0;
const BAR_PER_LOGIT: f64 = 0.95;

/// Both kinds of evidence together. Semantic: constant, weight of the head, of the hub, and of the logarithm of the
/// number of phrases; without a head, the middle of all phrases stands for it.
const SHARE_HEADED: [f64; 4] = [3.6, 2.7, -4.7, -2.0];
const SHARE_PLAIN: [f64; 4] = [-4.2, 17.5, -9.5, -0.9];
/// Lexical: weights of word odds and coverage. Runs of characters add nothing to what an embedding tells.
const SHARE_LEXICAL: [f64; 2] = [0.24, 1.6];
/// What the shares lose of what the logits do where a counter-example is closer.
const COUNTER_SHARE_SEMANTIC: f64 = 0.8 * COUNTER_SEMANTIC;
const COUNTER_SHARE_LEXICAL: f64 = 0.2 * COUNTER_LEXICAL;
/// More phrases than this are seen as so many: the weights were fitted up to here.
const MOST_PHRASES: usize = 11;

/// Semantic, where ordinary messages have no embeddings: constant, weights of the nearest phrase, of the middle of all,
/// of the mean over the actions, and of the logarithm of the number of phrases.
const BARE: [f64; 5] = [-4.73, 3.61, 15.62, -9.63, -0.29];
/// The bar then rises by so much per similarity of phrases to the best action but their own.
const BARE_BAR: f64 = 6.75;
/// That similarity where there is no other action.
const BARE_USUAL: f64 = 0.4;
/// Both logits together: constant, weight of the semantic one and of the lexical one.
const BARE_FUSED: [f64; 3] = [0.65, 0.76, 0.32];

fn row<const N: usize>(table: &[Row<N>; 5], phrases: usize) -> [f64; N] {
    let found = table.iter().rev().find(|(least, _)| *least <= phrases);
    found.or(table.first()).map_or([0.0; N], |(_, weights)| *weights)
}

/// What the embeddings say of a message and an action.
pub struct Semantic {
    /// Similarity to the nearest phrase, and to the middle of all.
    pub best: f64,
    pub middle: f64,
    /// Similarity to the nearest counter-example, if there is one.
    pub counter: Option<f64>,
    /// Mean similarity to the nearest ordinary messages.
    pub hub: f64,
    /// What the trained head says.
    pub head: Option<f64>,
}

impl Semantic {
    pub fn logit(&self, phrases: usize) -> f64 {
        let similarity = 0.5 * self.best + 0.5 * self.middle - HUBNESS * self.hub;
        let logit = match self.head {
            Some(head) => {
                let [constant, weight] = row(&HEADED, phrases);
                constant + weight * (head + BESIDE_HEAD * similarity)
            }
            None => {
                let [constant, weight] = row(&PLAIN, phrases);
                constant + weight * similarity
            }
        };
        logit - COUNTER_SEMANTIC * excess(self.counter, self.best)
    }

    /// What it adds to the logit of both kinds of evidence.
    pub fn share(&self, phrases: usize) -> f64 {
        let ([constant, wanted, hub, number], evidence) = match self.head {
            Some(head) => (SHARE_HEADED, head),
            None => (SHARE_PLAIN, self.middle),
        };
        let phrases = phrases.clamp(1, MOST_PHRASES) as f64;
        let share = constant + wanted * evidence + hub * self.hub + number * ln(phrases);
        share - COUNTER_SHARE_SEMANTIC * excess(self.counter, self.best)
    }
}

/// What the embeddings say where ordinary messages have none.
pub struct Bare {
    /// Similarity to the nearest phrase, and to the middle of all.
    pub best: f64,
    pub middle: f64,
    /// Similarity to the nearest counter-example, if there is one.
    pub counter: Option<f64>,
    /// Mean over the actions of the similarity to their nearest phrase.
    pub mean: f64,
}

impl Bare {
    pub fn logit(&self, phrases: usize) -> f64 {
        let [constant, best, middle, mean, number] = BARE;
        let logit = constant + best * self.best + middle * self.middle + mean * self.mean;
        logit + number * ln(phrases.max(1) as f64) - COUNTER_SEMANTIC * excess(self.counter, self.best)
    }
}

/// The logit that counts as 0 where ordinary messages have no embeddings, from how near each phrase is to the best
/// action but its own.
pub fn bare_bar(similarities: &[f64]) -> f64 {
    if similarities.is_empty() {
        return BARE_BAR * BARE_USUAL;
    }
    let mut sum = 0.0;
    for similarity in similarities {
        sum += similarity;
    }
    BARE_BAR * (sum / similarities.len() as f64)
}

/// What the words say of a message and an action.
pub struct Lexical {
    pub best: f64,
    pub middle: f64,
    pub counter: Option<f64>,
    /// Log odds of the message's words in the action's phrases and in ordinary messages.
    pub odds: f64,
    /// Share of a phrase's words that the message has.
    pub coverage: f64,
}

impl Lexical {
    pub fn logit(&self, phrases: usize) -> f64 {
        let [constant, grams, odds, coverage] = row(&LEXICAL, phrases);
        let logit = constant
            + grams * (0.5 * (self.best + self.middle))
            + odds * self.odds
            + coverage * self.coverage;
        logit - COUNTER_LEXICAL * excess(self.counter, self.best)
    }

    /// What it adds to the logit of both kinds of evidence.
    pub fn share(&self) -> f64 {
        let [odds, coverage] = SHARE_LEXICAL;
        odds * self.odds + coverage * self.coverage - COUNTER_SHARE_LEXICAL * excess(self.counter, self.best)
    }
}

fn excess(counter: Option<f64>, best: f64) -> f64 {
    counter.map_or(0.0, |counter| (counter - best).max(0.0))
}

/// The logit that counts as 0, from what each phrase scores for the best action but its own.
pub fn bar(logits: &[f64]) -> f64 {
    if logits.is_empty() {
        return 0.0;
    }
    let mut sum = 0.0;
    for logit in logits {
        sum += logit;
    }
    (BAR + BAR_PER_LOGIT * (sum / logits.len() as f64)).max(0.0)
}

/// Both logits as one where ordinary messages have no embeddings.
pub fn fuse_bare(semantic: f64, lexical: f64) -> f64 {
    let [constant, by_meaning, by_words] = BARE_FUSED;
    constant + by_meaning * semantic + by_words * lexical
}
