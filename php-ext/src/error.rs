//! From a core error, or a panic, to `MxChat\Core\Core_Exception`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use ext_php_rs::boxed::ZBox;
use ext_php_rs::convert::IntoZval;
use ext_php_rs::exception::{PhpException, PhpResult};
use ext_php_rs::types::{ZendObject, Zval};
use ext_php_rs::zend::ClassEntry;
use mxchat_core::Error;

use crate::zend;

/// Declared in PHP: an exception class of an extension would come without file, line and trace.
const CLASS: &str = "MxChat\\Core\\Core_Exception";

/// Calls the core and turns what goes wrong into an exception.
///
/// A panic becomes `internal_error`: its message, which may hold something of the input, goes nowhere.
pub fn guard<T>(call: impl FnOnce() -> Result<T, Error>) -> PhpResult<T> {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(exception(error.code(), &error.to_string())),
        Err(_) => Err(exception("internal_error", "The core failed to answer.")),
    }
}

/// Keeps panic messages out of the server's error log. Run once, at module startup.
pub fn silence_panics() {
    // The hook belongs to this library's copy of the standard library, and to no other extension.
    std::panic::set_hook(Box::new(|_| {}));
}

/// The exception with its code; where the class is not loaded, a plain one that names the code.
fn exception(code: &str, message: &str) -> PhpException {
    match zend::loaded_class(CLASS).and_then(|class| object(class, code, message)) {
        Some(object) => PhpException::from_message(message.into()).with_object(object),
        None => PhpException::from_message(format!("{code}: {message}")),
    }
}

/// An instance with its message and code, made without running its constructor.
fn object(class: &'static ClassEntry, code: &str, message: &str) -> Option<Zval> {
    let mut object: ZBox<ZendObject> = ZendObject::new(class);
    zend::write_property(class, &mut object, "message", message);
    zend::write_property(class, &mut object, "error_code", code);
    object.into_zval(false).ok()
}
