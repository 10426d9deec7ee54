//! From a core error to a JavaScript error.

use js_sys::Reflect;
use mxchat_core::Error;
use wasm_bindgen::JsValue;

/// An `Error` named `MxChatError` that carries the core's code.
pub struct MxChatError(Error);

impl From<Error> for MxChatError {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl From<MxChatError> for JsValue {
    fn from(MxChatError(error): MxChatError) -> Self {
        let object = js_sys::Error::new(&error.to_string());
        object.set_name("MxChatError");
        // Setting a property of an object made here cannot fail.
        let _ = Reflect::set(&object, &"code".into(), &error.code().into());
        object.into()
    }
}

/// What an exported function answers.
pub type Result<T> = core::result::Result<T, MxChatError>;
