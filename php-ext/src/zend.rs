//! The few calls into the engine that `ext-php-rs` does not wrap: the one file of this crate with
//! `unsafe` of its own.
#![allow(unsafe_code)]

use core::ffi::{c_char, c_void};

use ext_php_rs::ffi;
use ext_php_rs::types::{ZendObject, ZendStr};
use ext_php_rs::zend::ClassEntry;

unsafe extern "C" {
    /// Writes a property as code of the class `scope` would, so also a readonly one, once.
    fn zend_update_property_stringl(
        scope: *mut ffi::zend_class_entry,
        object: *mut ffi::zend_object,
        name: *const c_char,
        name_length: usize,
        value: *const c_char,
        value_length: usize,
    );

    /// Adds an attribute to a table that it creates where there is none; copies the name.
    fn zend_add_attribute(
        attributes: *mut *mut ffi::HashTable,
        name: *mut ffi::zend_string,
        argument_count: u32,
        flags: u32,
        offset: u32,
        line: u32,
    ) -> *mut c_void;
}

/// A class by its name, if PHP has loaded it. No autoloader runs: PHP code is never called from here.
pub fn loaded_class(name: &str) -> Option<&'static ClassEntry> {
    const NO_AUTOLOAD: u32 = 0x80;
    let mut name = ZendStr::new(name, false);
    // SAFETY: the name lives through the call. A class entry lives until the end of the request, and
    // callers use it within one function call of it.
    unsafe { ffi::zend_lookup_class_ex(&raw mut *name, core::ptr::null_mut(), NO_AUTOLOAD).as_ref() }
}

/// Writes a property of an object from within its class.
pub fn write_property(class: &'static ClassEntry, object: &mut ZendObject, name: &str, value: &str) {
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

/// Keeps an argument of one of our functions out of stack traces, as `#[\SensitiveParameter]` does.
/// For module startup only, when the functions are registered and no request runs yet.
pub fn hide_from_traces(function: &str, position: u32) {
    const PERSISTENT: u32 = 1;
    let mut attribute = ZendStr::new("SensitiveParameter", true);
    // SAFETY: at startup one thread runs, and the table of functions is complete and alive. An entry
    // of it is a function, whose attributes are a table or null. The engine counts its use of the name.
    unsafe {
        let table = (*ffi::ext_php_rs_compiler_globals()).function_table;
        let entry = ffi::zend_hash_str_find_ptr_lc(table, function.as_ptr().cast(), function.len());
        if let Some(function) = entry.cast::<ffi::zend_function>().as_mut() {
            let attributes = &raw mut function.common.attributes;
            zend_add_attribute(attributes, &raw mut *attribute, 0, PERSISTENT, position + 1, 0);
        }
    }
}
