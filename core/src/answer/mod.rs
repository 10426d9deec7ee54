//! Answers without a model: the sentences of the best passages that answer a question.
//!
//! Each passage is scored by how much of the question it has ([`Answer::scores`]). Whether it answers at
//! all is judged by the best score, after what any page of this collection would have by chance. The
//! answer is made of whole sentences, most telling first, until 400 characters are full.
//!
//! ```
//! use mxchat_core::answer::{Passage, extract_answer};
//! use mxchat_core::text;
//!
//! let page = "You can return shoes within 30 days. The refund takes a week.";
//! let segment = text::build_segment(&[1], &[&text::lexical_features("Returns", page)?])?;
//! let passages = [Passage { title: "Returns", text: page }];
//!
//! let answer = extract_answer("How long can I return shoes?", &passages, &[&segment])?;
//! assert!(answer.text.unwrap().starts_with("You can return shoes within 30 days."));
//!
//! let nothing = extract_answer("What is the capital of Peru?", &passages, &[&segment])?;
//! assert_eq!(nothing.text, None);
//! # Ok::<(), mxchat_core::Error>(())
//! ```

mod compose;
mod relevance;

use crate::Error;
use crate::math::logistic;
use crate::text::{Collection, Query};
use core::ops::Range;
use relevance::{Judged, judge};

/// Longest answer, in characters.
pub const MAX_CHARACTERS: usize = 400;
/// The relevance beyond chance from which on passages answer more often than not.
const THRESHOLD: f64 = 0.2;
/// Share of the question that a single word may have and be missing.
const MAY_MISS: f64 = 0.15;
/// What a missing word costs beyond that: "laptops" in "Do you sell laptops?".
const MISSING: f64 = 0.5;
/// How fast the confidence rises around the threshold.
const STEEPNESS: f64 = 18.0;

/// A chunk that was found for the question.
#[derive(Clone, Copy, Debug)]
pub struct Passage<'a> {
    /// Title of its source.
    pub title: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// A part of a passage that stands in the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// Position of the passage in the given list.
    pub passage: usize,
    /// Byte range in the passage's text.
    pub range: Range<usize>,
}

/// What the passages say to a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The quotes as one text of at most [`MAX_CHARACTERS`] characters, with ` … ` where something is left
    /// out; `None` where the passages do not say.
    pub text: Option<String>,
    /// How sure it is that the passages answer the question, 0…1; below 0.5 it declines.
    pub confidence: f64,
    /// Where the answer stands, in its order; empty where there is none.
    pub quotes: Vec<Quote>,
    /// How close each passage is to the question, 0…1.
    pub scores: Vec<f64>,
}

/// The sentences of `passages` that answer the question.
///
/// `segments` are those of the collection that the passages come from: what is rare in it tells the most.
///
/// # Errors
///
/// [`Error::InvalidRecord`] if a segment is damaged.
pub fn extract_answer(question: &str, passages: &[Passage<'_>], segments: &[&[u8]]) -> Result<Answer, Error> {
    let collection = Collection::open(segments)?;
    let query = Query::new(question, &collection);
    let judged: Vec<Judged> = passages
        .iter()
        .map(|passage| judge(&query, &collection, passage))
        .collect();
    let scores = judged.iter().map(|passage| passage.relevance).collect();
    let mut answer = Answer {
        text: None,
        confidence: 0.0,
        quotes: Vec::new(),
        scores,
    };
    let Some(best) = judged.iter().reduce(|best, other| {
        if other.relevance > best.relevance {
            other
        } else {
            best
        }
    }) else {
        return Ok(answer);
    };
    answer.confidence = confidence(best, query.expected);
    if answer.confidence >= 0.5 {
        (answer.quotes, answer.text) = compose::compose(passages, &judged);
    }
    Ok(answer)
}

fn confidence(best: &Judged, expected: f64) -> f64 {
    let beyond_chance = (best.relevance - expected) / (1.0 - expected);
    let missing = MISSING * (best.missing - MAY_MISS).max(0.0);
    logistic(STEEPNESS * (beyond_chance - missing - THRESHOLD))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{build_segment, lexical_features, search_segments};

    /// Asks a site of these pages as a caller does: search, read, answer.
    fn ask(pages: &[(&str, &str)], question: &str) -> Answer {
        let records: Vec<Vec<u8>> = pages
            .iter()
            .map(|(title, text)| lexical_features(title, text).unwrap())
            .collect();
        let ids: Vec<u64> = (0..pages.len() as u64).collect();
        let segment = build_segment(&ids, &records.iter().map(Vec::as_slice).collect::<Vec<_>>()).unwrap();
        let found = search_segments(&[&segment], question, 10).unwrap();
        let passages: Vec<Passage<'_>> = found
            .iter()
            .map(|found| pages[found.id as usize])
            .map(|(title, text)| Passage { title, text })
            .collect();
        extract_answer(question, &passages, &[&segment]).unwrap()
    }

    const SHOP: [(&str, &str); 4] = [
        (
            "Returns",
            "You have 45 days to return shoes. Send them in their box. The refund takes a week.",
        ),
        (
            "Repairs",
            "We repair zips, soles and heels. A new zip costs 12 euros and takes three days.",
        ),
        (
            "Opening hours",
            "The shop is open from nine to six. On Sundays it is closed.",
        ),
        (
            "Gift cards",
            "A gift card is valid for three years. It cannot be exchanged for money.",
        ),
    ];

    #[test]
    fn a_small_shop_answers_what_it_says_and_declines_the_rest() {
        for (question, fact) in [
            ("How long do I have to return shoes?", "45 days"),
            ("Do you repair zips?", "We repair zips"),
            (
                "Hi, could you please tell me whether you repair zips?",
                "We repair zips",
            ),
            ("When are you open?", "from nine to six"),
            ("How long is a gift card valid?", "three years"),
        ] {
            let answer = ask(&SHOP, question).text;
            assert!(
                answer.as_ref().is_some_and(|answer| answer.contains(fact)),
                "{question} {answer:?}"
            );
        }
        for question in [
            "What is the capital of Peru?",
            "Who are you?",
            "Do you sell laptops?",
            "Can you write me a poem about the sea?",
            "Thanks!",
            "",
        ] {
            assert_eq!(ask(&SHOP, question).text, None, "{question}");
        }
    }

    #[test]
    fn a_site_of_one_page_is_no_different() {
        let page = &SHOP[..1];
        assert!(ask(page, "How long do I have to return shoes?").text.is_some());
        assert_eq!(ask(page, "Do you repair zips?").text, None);
        assert_eq!(ask(page, "What is the capital of Peru?").text, None);
    }

    #[test]
    fn other_scripts_are_answered_too() {
        let pages = [
            ("退货", "鞋子可以在三十天内退货。退款需要一周。"),
            ("การคืนสินค้า", "คุณสามารถคืนรองเท้าได้ภายในสามสิบวัน"),
            ("반품", "신발은 30일 이내에 반품할 수 있습니다."),
            ("वापसी", "आप जूते तीस दिनों के भीतर लौटा सकते हैं।"),
        ];
        for (question, fact) in [
            ("鞋子多久可以退货？", "三十天"),
            ("คืนรองเท้าได้ภายในกี่วัน", "สามสิบวัน"),
            ("신발을 언제까지 반품할 수 있나요?", "30일"),
            ("जूते कितने दिनों में लौटा सकते हैं?", "तीस"),
        ] {
            let answer = ask(&pages, question).text;
            assert!(
                answer.as_ref().is_some_and(|answer| answer.contains(fact)),
                "{question} {answer:?}"
            );
        }
        assert_eq!(ask(&pages, "秘鲁的首都是哪里？").text, None);
        assert_eq!(ask(&pages, "페루의 수도는 어디입니까?").text, None);
    }

    #[test]
    fn an_answer_keeps_to_its_length_and_its_quotes_are_the_text() {
        let sentence =
            "The repair of a zip takes three days because each zip is sewn by hand in our workshop.";
        let text = [sentence; 9].join(" ");
        let answer = ask(&[("Repairs", &text)], "How long does the repair of a zip take?");
        let shown = answer.text.unwrap();
        assert!(
            shown.chars().count() <= MAX_CHARACTERS && shown.ends_with(" …"),
            "{shown}"
        );
        let quoted: Vec<&str> = answer
            .quotes
            .iter()
            .map(|quote| &text[quote.range.clone()])
            .collect();
        assert_eq!(quoted.join(" … ") + " …", shown);
    }

    #[test]
    fn a_text_without_a_space_is_cut_between_characters() {
        let text = "zip".repeat(400);
        let answer = ask(&[("", &text)], "zipzipzip");
        assert!(
            answer
                .text
                .is_none_or(|text| text.chars().count() <= MAX_CHARACTERS)
        );
    }
}
