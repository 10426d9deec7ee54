//! The rules of MxChat Engine.
//!
//! This crate scores, ranks, cuts and checks. It has no I/O, no clock, no randomness, and it knows
//! neither PHP nor JavaScript nor WordPress: time and random bytes are arguments. The same code is
//! compiled as a PHP extension and as WASM, and a pure-PHP twin gives the same bits.
//!
//! Wrong input is an [`Error`]; a normal "no" is a `bool` or an `Option`.
#![deny(unsafe_code)]

pub mod action;
pub mod answer;
mod error;
#[cfg(feature = "files")]
pub mod files;
mod hex;
pub mod index;
mod kernels;
pub mod math;
pub mod similarity;
pub mod sse;
pub mod text;
pub mod thread;
pub mod threshold;
mod time;
pub mod token;
pub mod transient;

pub use error::Error;
use hex::hex;
