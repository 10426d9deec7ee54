//! The core in the browser: what a page needs, under the PHP functions' names in camelCase.
//!
//! One file per module of the core; each body is "convert, call the core, convert". Embeddings are
//! `Float32Array`, offsets into a text count UTF-16 units as JavaScript's strings do, and errors
//! are an `Error` with the name `MxChatError` and a `code`. Tokens and threads stay on the server.
#![deny(unsafe_code)]

mod action;
mod answer;
mod convert;
mod error;
mod index;
mod similarity;
mod sse;
mod text;
mod threshold;
