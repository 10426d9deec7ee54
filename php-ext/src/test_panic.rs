//! A function that panics, for the test of the panic guard. Only built with the feature `test-panic`.

use ext_php_rs::prelude::*;

use crate::convert::Bytes;
use crate::error::guard;

/// Panics with its argument in the message.
#[php_function]
#[php(name = "MxChat\\Core\\test_panic")]
pub fn test_panic(message: Bytes) -> PhpResult<bool> {
    #[expect(clippy::panic, reason = "it is what the guard is tested with")]
    guard(|| panic!("{}", String::from_utf8_lossy(&message)))
}

/// Adds this file's functions to the module.
pub fn register(module: ModuleBuilder) -> ModuleBuilder {
    module.function(wrap_function!(test_panic))
}
