//! From a core error, or a panic, to `MxChat\Core\Core_Exception`.
//!
//! The one file of this crate with `unsafe` of its own.
#![allow(unsafe_code)]

use std::panic::{AssertUnwindSafe, catch_unwind};

use ext_php_rs::boxed::ZBox;
use ext_php_rs::exception::{PhpException, PhpResult};
use ext_php_rs::ffi;
use ext_php_rs::types::{ZendObject, ZendStr, Zval};
use ext_php_rs::zend::ClassEntry;
use mxchat_core::Error;

/// Declared in PHP: an exception class of an extension would come without file, line and trace.
const CLASS: &str = "MxChat\\Core\\Core_Exception";

unsafe extern "C" {
    /// Writes a property as code of the class `scope` would, so also a readonly one, once.
    fn zend_update_property_stringl(
        scope: *mut ffi::zend_class_entry,
        object: *mut ffi::zend_object,
        name: *const core::ffi::c_char,
        name_length: usize,
        value: *const core::ffi::c_char,
        value_length: usize,
    );
}

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
pub extern "C" fn silence_panics(_type: i32, _module_number: i32) -> i32 {
    // The hook belongs to this library's copy of the standard library, and to no other extension.
    std::panic::set_hook(Box::new(|_| {}));
    0
}

/// The exception with its code; where the class is not loaded, a plain one that names the code.
fn exception(code: &str, message: &str) -> PhpException {
    match loaded_class().and_then(|class| object(class, code, message)) {
        Some(object) => PhpException::from_message(message.into()).with_object(object),
        None => PhpException::from_message(format!("{code}: {message}")),
    }
}

/// The exception's class, if PHP has loaded it. No autoloader runs: PHP code is never called from here.
fn loaded_class() -> Option<&'static ClassEntry> {
    const ZEND_FETCH_CLASS_NO_AUTOLOAD: u32 = 0x80;
    let mut name = ZendStr::new(CLASS, false);
    // SAFETY: the name lives through the call. A class entry lives as long as the request, and the
    // reference does not leave this call of the function.
    unsafe {
        ffi::zend_lookup_class_ex(
            &raw mut *name,
            core::ptr::null_mut(),
            ZEND_FETCH_CLASS_NO_AUTOLOAD,
        )
        .as_ref()
    }
}

/// An instance with its message and code, made without running its constructor.
fn object(class: &'static ClassEntry, code: &str, message: &str) -> Option<Zval> {
    let mut object: ZBox<ZendObject> = ZendObject::new(class);
    write_property(class, &mut object, "message", message);
    write_property(class, &mut object, "error_code", code);
    let mut zval = Zval::new();
    zval.set_object(&mut object);
    Some(zval)
}

fn write_property(class: &'static ClassEntry, object: &mut ZendObject, name: &str, value: &str) {
    // SAFETY: the class and the object are live; the engine copies the name and the value, whose
    // lengths it is told.
    unsafe {
        zend_update_property_stringl(
            core::ptr::from_ref(class).cast_mut(),
            object,
            name.as_ptr().cast(),
            name.len(),
            value.as_ptr().cast(),
            value.len(),
        );
    }
}
