//! The rules of MxChat Engine.
//!
//! This crate scores, ranks, cuts and checks. It has no I/O, no clock, no randomness, and it knows
//! neither PHP nor JavaScript nor WordPress: time and random bytes are arguments. The same code is
//! compiled as a PHP extension and as WASM, and a pure-PHP twin gives the same bits.
//!
//! Wrong input is an [`Error`]; a normal "no" is a `bool` or an `Option`.
#![deny(unsafe_code)]

mod error;
pub mod text;
pub mod math;
pub mod answer;
mod hex;
mod kernels;
pub mod thread;
pub mod threshold;
mod time;
pub mod token;
pub mod transient;

#[cfg(feature = "files")]
pub mod files;
pub mod index;
pub mod similarity;

pub use error::Error;
use hex::hex;
