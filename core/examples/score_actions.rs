//! Scores of actions over a folder of scenarios, one prediction line per message.
//!
//! `cargo run --release -p mxchat-core --example score_actions -- METHOD DIR [BACKGROUND_DIR]` reads every
//! scenario `DIR/*.json` (`{vectors, dim, actions:[{id,label,phrases,vec,vec_label}], messages:[{id,text,vec}]}`, vectors as
//! rows of half floats) and prints `{"id","action","best","score"}`, the score as a logit: 0 is as likely as not.
//!
//! METHOD is `A` (embeddings and words) or `B` (words alone); `A-plain` is without a trained head, `A-meaning` by
//! embeddings alone, `A-meaning-plain` both. `B-plain` is without the project's synonyms. `B-typo` takes each message with its typing errors, `B-75` and `B-50` its first
//! 75 and 50 percent. BACKGROUND_DIR holds `background.json` (`{messages:[{text}], vectors}`) and the
//! embeddings that it names. The project's own background, which is taken otherwise, is text: it has no embeddings of
//! the scenarios' model. `A` then sees the actions against one another, without a head.

use mxchat_core::action::{Action, Decision, build_background, score, train};
use serde_json::{Value, json};
use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

const STRICTNESS: f64 = 0.5;

type Failure = Box<dyn Error>;

fn main() -> Result<(), Failure> {
    let mut args = std::env::args().skip(1);
    let usage = "usage: score_actions A|B DIR [BACKGROUND_DIR]";
    let (name, folder) = (args.next().ok_or(usage)?, args.next().ok_or(usage)?);
    let method = Method::named(&name).ok_or(usage)?;
    let ordinary = match args.next() {
        Some(folder) => Ordinary::of_folder(Path::new(&folder))?,
        None => Ordinary::own()?,
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for file in json_files(Path::new(&folder))? {
        for prediction in predictions(&file, &method, &ordinary)? {
            writeln!(out, "{}", line(&prediction))?;
        }
    }
    Ok(())
}

/// What is asked of the core, and with which form of a message.
pub struct Method {
    has_words: bool,
    has_meaning: bool,
    has_head: bool,
    has_typos: bool,
    has_synonyms: bool,
    /// The share of a message that has been typed.
    share: f64,
}

impl Method {
    /// A method by its name on the command line.
    pub fn named(name: &str) -> Option<Self> {
        let method = Self {
            has_words: true,
            has_meaning: name.starts_with('A'),
            has_head: false,
            has_typos: false,
            has_synonyms: true,
            share: 1.0,
        };
        Some(match name {
            "A" => Self {
                has_head: true,
                ..method
            },
            "A-meaning" => Self {
                has_head: true,
                has_words: false,
                ..method
            },
            "A-meaning-plain" => Self {
                has_words: false,
                ..method
            },
            "A-plain" | "B" => method,
            "B-plain" => Self {
                has_synonyms: false,
                ..method
            },
            "B-typo" => Self {
                has_typos: true,
                ..method
            },
            "B-75" => Self {
                share: 0.75,
                ..method
            },
            "B-50" => Self { share: 0.5, ..method },
            _ => return None,
        })
    }

    fn text(&self, message: &Value) -> String {
        let text = field(message, if self.has_typos { "text_typo" } else { "text" });
        let characters = text.chars().count();
        let typed = ((characters as f64 * self.share) as usize).max(1);
        text.chars().take(typed).collect()
    }
}

/// Ordinary messages, with their embeddings or none.
pub struct Ordinary {
    texts: Vec<String>,
    synonyms: Vec<String>,
    embeddings: Vec<f32>,
}

impl Ordinary {
    /// Those of a folder in the benchmark's format.
    pub fn of_folder(folder: &Path) -> Result<Self, Failure> {
        let file = read_json(&folder.join("background.json"))?;
        let texts: Vec<String> = list(&file, "messages")
            .iter()
            .map(|message| field(message, "text").to_owned())
            .collect();
        let vectors = file
            .get("vectors")
            .and_then(Value::as_str)
            .unwrap_or("background.f16");
        let path = folder.join(vectors);
        let embeddings = if path.is_file() {
            half_floats(&fs::read(path)?)
        } else {
            Vec::new()
        };
        Ok(Self {
            texts,
            synonyms: own_lines("synonyms")?,
            embeddings,
        })
    }

    /// The project's own, in every language.
    pub fn own() -> Result<Self, Failure> {
        Ok(Self {
            texts: own_lines("")?,
            synonyms: own_lines("synonyms")?,
            embeddings: Vec::new(),
        })
    }

    /// As the core packs them.
    fn packed(&self, method: &Method) -> Result<Vec<u8>, Failure> {
        let texts: Vec<&str> = self.texts.iter().map(String::as_str).collect();
        let synonyms: Vec<&str> = self.synonyms.iter().map(String::as_str).collect();
        let synonyms = if method.has_synonyms { &synonyms[..] } else { &[] };
        let embeddings = if method.has_meaning {
            &self.embeddings[..]
        } else {
            &[]
        };
        Ok(build_background(&texts, synonyms, embeddings)?)
    }
}

/// The lines of the project's own files on ordinary messages.
fn own_lines(part: &str) -> Result<Vec<String>, Failure> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../wordpress-plugin/background");
    let mut lines = Vec::new();
    for file in files(&folder.join(part), "txt")? {
        let text = fs::read_to_string(file)?;
        lines.extend(text.lines().filter(|line| !line.is_empty()).map(str::to_owned));
    }
    Ok(lines)
}

/// What the core says of a message.
pub struct Prediction {
    /// The message's id.
    pub id: Value,
    /// The action that would run.
    pub action: Option<String>,
    /// The action with the highest score.
    pub best: Option<String>,
    /// Its score as a logit.
    pub logit: f64,
    /// The logits of all actions.
    pub logits: Vec<(String, f64)>,
}

/// What the core says of the messages of a scenario.
pub fn predictions(path: &Path, method: &Method, ordinary: &Ordinary) -> Result<Vec<Prediction>, Failure> {
    let scenario = read_json(path)?;
    let background = ordinary.packed(method)?;
    let vectors = if method.has_meaning {
        Vectors::of(&scenario, path)?
    } else {
        Vectors::none()
    };
    let actions = list(&scenario, "actions");
    let mut embeddings = Vec::new();
    let mut described = Vec::new();
    for action in actions {
        described.push(Action {
            id: field(action, "id"),
            label: field(action, "label"),
            phrases: list(action, "phrases").iter().filter_map(Value::as_str).collect(),
            ..Action::default()
        });
        let rows = list(action, "vec").iter().chain(action.get("vec_label"));
        rows.for_each(|row| embeddings.extend(vectors.row(row)));
    }
    let model = train(&described, &background, &embeddings, method.has_head)?;
    list(&scenario, "messages")
        .iter()
        .map(|message| {
            let text = if method.has_words {
                method.text(message)
            } else {
                String::new()
            };
            let embedding = message.get("vec").map_or(&[][..], |row| vectors.row(row));
            let scored = score(&model, &background, &text, embedding, STRICTNESS)?;
            let first = scored.first();
            Ok(Prediction {
                id: message.get("id").cloned().unwrap_or_default(),
                action: first
                    .filter(|first| first.decision == Decision::Sure)
                    .map(|first| first.id.clone()),
                best: first.map(|first| first.id.clone()),
                logit: first.map_or(0.0, |first| logit(first.score)),
                logits: scored
                    .iter()
                    .map(|scored| (scored.id.clone(), logit(scored.score)))
                    .collect(),
            })
        })
        .collect()
}

/// A score as a logit.
fn logit(score: f64) -> f64 {
    mxchat_core::math::ln(score / (1.0 - score))
}

/// A line of JSON; the score in fixed notation, which every language writes alike.
pub fn line(prediction: &Prediction) -> String {
    let Prediction {
        id,
        action,
        best,
        logit,
        ..
    } = prediction;
    format!(
        r#"{{"id":{id},"action":{},"best":{},"score":{logit:.9}}}"#,
        json!(action),
        json!(best)
    )
}

/// The scenarios of a folder, in the order of their names.
pub fn json_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    files(folder, "json")
}

fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|found| found == extension) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Rows of embeddings.
struct Vectors {
    dimensions: usize,
    numbers: Vec<f32>,
}

impl Vectors {
    fn none() -> Self {
        Self {
            dimensions: 0,
            numbers: Vec::new(),
        }
    }

    /// Those of a scenario; they stand in a file beside it.
    fn of(scenario: &Value, path: &Path) -> Result<Self, Failure> {
        let file = path.with_file_name(
            scenario
                .get("vectors")
                .and_then(Value::as_str)
                .unwrap_or("vectors.f16"),
        );
        let dimensions = scenario
            .get("dim")
            .and_then(Value::as_u64)
            .ok_or("a scenario has no dim")?;
        Ok(Self {
            dimensions: usize::try_from(dimensions)?,
            numbers: half_floats(&fs::read(file)?),
        })
    }

    fn row(&self, row: &Value) -> &[f32] {
        let start = row
            .as_u64()
            .and_then(|row| usize::try_from(row).ok()?.checked_mul(self.dimensions));
        start
            .and_then(|start| self.numbers.get(start..start.checked_add(self.dimensions)?))
            .unwrap_or_default()
    }
}

/// Little-endian half floats.
fn half_floats(bytes: &[u8]) -> Vec<f32> {
    bytes
        .as_chunks()
        .0
        .iter()
        .map(|&half| half_float(u16::from_le_bytes(half)))
        .collect()
}

fn half_float(bits: u16) -> f32 {
    let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
    let fraction = f32::from(bits & 0x3ff) / 1024.0;
    sign * match i32::from(bits >> 10 & 0x1f) {
        0 => fraction * 2.0_f32.powi(-14),
        31 => f32::NAN,
        exponent => (1.0 + fraction) * 2.0_f32.powi(exponent - 15),
    }
}

fn read_json(path: &Path) -> Result<Value, Failure> {
    Ok(serde_json::from_str(&fs::read_to_string(path)?)?)
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value
        .get(key)
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default()
}

fn field<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}
