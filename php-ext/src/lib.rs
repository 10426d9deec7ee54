//! The PHP extension `mxchat`: the core's functions under `MxChat\Core`.
//!
//! One file per module of the core; each body is "convert, call the core, convert". What the
//! functions do is documented in the plugin's `polyfill/bootstrap.php`, whose signatures they share.
#![deny(unsafe_code)]
// `#[php_module]` exports a second name for its function, which cannot carry a comment.
#![allow(missing_docs)]

#[cfg(target_endian = "big")]
compile_error!("Embeddings are packed little-endian and read in place: build for a little-endian target.");

mod action;
mod answer;
mod convert;
mod error;
mod index;
mod info;
mod similarity;
mod sse;
#[cfg(feature = "test-panic")]
mod test_panic;
mod text;
mod thread;
mod threshold;
mod token;
mod transient;
mod zend;

use ext_php_rs::prelude::*;

/// The entry point that PHP looks for.
#[php_module]
pub fn get_module(module: ModuleBuilder) -> ModuleBuilder {
    let module = module
        .name("mxchat")
        .startup_function(startup)
        .info_function(info::print);
    let module = similarity::register(module);
    let module = index::register(module);
    let module = sse::register(module);
    let module = text::register(module);
    let module = answer::register(module);
    let module = action::register(module);
    let module = threshold::register(module);
    let module = token::register(module);
    let module = thread::register(module);
    let module = transient::register(module);
    #[cfg(feature = "test-panic")]
    let module = test_panic::register(module);
    module
}

/// Runs once, when PHP has loaded the module.
extern "C" fn startup(_type: i32, _module_number: i32) -> i32 {
    error::silence_panics();
    token::hide_secrets();
    transient::hide_secrets();
    0
}
