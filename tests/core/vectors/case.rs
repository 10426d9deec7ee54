//! One vector: its arguments, what it expects, and how the two are compared.

use std::fs;
use std::path::Path;

use mxchat_core::Error;
use serde_json::Value;

/// What a call gave: a value as JSON would say it, bytes, or an error.
pub enum Given {
    Json(Value),
    Bytes(Vec<u8>),
}

pub type Outcome = Result<Given, Error>;

/// Calls a function by its PHP name; `None` if it is not one of the file's.
pub type Runner = fn(&str, &Args) -> Option<Outcome>;

pub struct Case {
    pub function: String,
    pub name: String,
    pub args: Vec<Value>,
    expected: Expected,
}

enum Expected {
    Returns(Value),
    Throws(String),
}

/// A value as the outcome of a function that cannot fail.
pub fn json(value: impl Into<Value>) -> Outcome {
    Ok(Given::Json(value.into()))
}

/// Reads the vectors of a file.
pub fn read(path: &Path) -> Vec<Case> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let functions: Value =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let functions = functions.as_object().expect("an object of functions");
    functions
        .iter()
        .flat_map(|(function, cases)| {
            let cases = cases.as_array().expect("a list of vectors");
            cases.iter().map(|case| Case::new(function, case))
        })
        .collect()
}

impl Case {
    fn new(function: &str, case: &Value) -> Self {
        let expected = match (case.get("returns"), case.get("throws")) {
            (Some(value), None) => Expected::Returns(value.clone()),
            (None, Some(code)) => Expected::Throws(code.as_str().expect("an error code").to_owned()),
            _ => panic!("{function}: a vector either returns or throws"),
        };
        Self {
            function: function.to_owned(),
            name: case
                .get("name")
                .and_then(Value::as_str)
                .expect("a name")
                .to_owned(),
            args: case
                .get("args")
                .and_then(Value::as_array)
                .expect("arguments")
                .clone(),
            expected,
        }
    }
}

/// Compares an outcome with what the vector expects.
pub fn check(case: &Case, outcome: Option<Outcome>) -> Result<(), String> {
    let outcome = outcome.ok_or_else(|| format!("{}: no such function", case.function))?;
    let (is_same, given) = match (&outcome, &case.expected) {
        (Ok(Given::Json(value)), Expected::Returns(expected)) => (same(value, expected), value.to_string()),
        (Ok(Given::Bytes(bytes)), Expected::Returns(expected)) => (
            bytes_of(expected).as_ref() == Some(bytes),
            format!("{bytes:02x?}"),
        ),
        (Err(error), Expected::Throws(code)) => (error.code() == code, error.code().to_owned()),
        (Ok(Given::Json(value)), Expected::Throws(_)) => (false, value.to_string()),
        (Ok(Given::Bytes(bytes)), Expected::Throws(_)) => (false, format!("{bytes:02x?}")),
        (Err(error), Expected::Returns(_)) => (false, error.code().to_owned()),
    };
    if is_same {
        Ok(())
    } else {
        Err(format!("{}, {}: {given}", case.function, case.name))
    }
}

/// Equal, floats by their bits. JSON may write a float without a point; an integer has none.
fn same(given: &Value, expected: &Value) -> bool {
    match (given, expected) {
        (Value::Array(given), Value::Array(expected)) => {
            given.len() == expected.len()
                && given
                    .iter()
                    .zip(expected)
                    .all(|(given, expected)| same(given, expected))
        }
        (Value::Object(given), Value::Object(expected)) => {
            given.len() == expected.len()
                && given
                    .iter()
                    .all(|(key, given)| expected.get(key).is_some_and(|expected| same(given, expected)))
        }
        (Value::Number(number), expected) if number.is_f64() => {
            number.as_f64().map(f64::to_bits) == expected.as_f64().map(f64::to_bits)
        }
        _ => given == expected,
    }
}

/// Bytes as the format writes them: text, packed floats, hex digits or packed 64-bit integers.
fn bytes_of(value: &Value) -> Option<Vec<u8>> {
    match value {
        Value::String(text) => Some(text.clone().into_bytes()),
        Value::Array(numbers) => floats_of(numbers),
        Value::Object(object) => {
            let (kind, value) = object.iter().next()?;
            match (kind.as_str(), value) {
                ("hex", Value::String(digits)) => unhex(digits),
                ("f32", Value::Array(numbers)) => floats_of(numbers),
                ("u64", Value::Array(numbers)) => numbers
                    .iter()
                    .map(|number| Some(number.as_u64()?.to_le_bytes()))
                    .collect::<Option<Vec<_>>>()
                    .map(|bytes| bytes.concat()),
                _ => None,
            }
        }
        _ => None,
    }
}

fn floats_of(numbers: &[Value]) -> Option<Vec<u8>> {
    let floats: Option<Vec<_>> = numbers
        .iter()
        .map(|number| Some((number.as_f64()? as f32).to_le_bytes()))
        .collect();
    Some(floats?.concat())
}

fn unhex(digits: &str) -> Option<Vec<u8>> {
    let (pairs, []) = digits.as_bytes().as_chunks::<2>() else {
        return None;
    };
    pairs
        .iter()
        .map(|pair| u8::from_str_radix(core::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

/// The arguments of a vector, converted as the extension converts them.
pub struct Args<'a>(&'a [Value]);

impl<'a> Args<'a> {
    pub fn new(values: &'a [Value]) -> Self {
        Self(values)
    }

    fn get(&self, position: usize) -> &'a Value {
        self.0
            .get(position)
            .unwrap_or_else(|| panic!("no argument {position}"))
    }

    pub fn bytes(&self, position: usize) -> Vec<u8> {
        bytes_of(self.get(position)).unwrap_or_else(|| panic!("argument {position} is no string"))
    }

    pub fn text(&self, position: usize) -> Result<String, Error> {
        String::from_utf8(self.bytes(position)).map_err(|_| Error::InvalidUtf8)
    }

    pub fn floats(&self, position: usize) -> Result<Vec<f32>, Error> {
        let bytes = self.bytes(position);
        let (floats, []) = bytes.as_chunks::<4>() else {
            return Err(Error::InvalidEmbedding);
        };
        Ok(floats.iter().map(|&float| f32::from_le_bytes(float)).collect())
    }

    pub fn ids(&self, position: usize) -> Result<Vec<u64>, Error> {
        let bytes = self.bytes(position);
        let (ids, []) = bytes.as_chunks::<8>() else {
            return Err(Error::InvalidRecord);
        };
        Ok(ids.iter().map(|&id| u64::from_le_bytes(id)).collect())
    }

    pub fn strings(&self, position: usize) -> Vec<Vec<u8>> {
        let list = self
            .get(position)
            .as_array()
            .unwrap_or_else(|| panic!("argument {position} is no list"));
        list.iter()
            .map(|item| bytes_of(item).expect("a list of strings"))
            .collect()
    }

    pub fn texts(&self, position: usize) -> Result<Vec<String>, Error> {
        self.list(position).iter().map(text_of).collect()
    }

    pub fn list(&self, position: usize) -> &'a [Value] {
        self.get(position)
            .as_array()
            .unwrap_or_else(|| panic!("argument {position} is no list"))
    }

    pub fn integer(&self, position: usize) -> i64 {
        self.get(position)
            .as_i64()
            .unwrap_or_else(|| panic!("argument {position} is no integer"))
    }

    pub fn count(&self, position: usize) -> Result<usize, Error> {
        usize::try_from(self.integer(position)).map_err(|_| Error::OutOfRange)
    }

    pub fn boolean(&self, position: usize) -> bool {
        self.get(position)
            .as_bool()
            .unwrap_or_else(|| panic!("argument {position} is no boolean"))
    }

    pub fn float(&self, position: usize) -> f64 {
        self.get(position)
            .as_f64()
            .unwrap_or_else(|| panic!("argument {position} is no number"))
    }
}

/// The bytes that stand for a text inside of a list or an object.
pub fn text_of(value: &Value) -> Result<String, Error> {
    String::from_utf8(bytes_of(value).expect("a string")).map_err(|_| Error::InvalidUtf8)
}
