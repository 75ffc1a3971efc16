//! What browsers say when they refuse, in Duet's words.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::DomException;

use crate::call::view::MediaError;

/// The name of a `DOMException` or error, or nothing.
pub fn name(error: &JsValue) -> String {
    match (error.dyn_ref::<DomException>(), error.dyn_ref::<js_sys::Error>()) {
        (Some(exception), _) => exception.name(),
        (None, Some(error)) => error.name().into(),
        (None, None) => String::new(),
    }
}

/// The reason behind a refused `getUserMedia` (W3C Media Capture section 10.2). `NotAllowedError` stands for a refusal
/// and for a question that was only closed; `denied` tells which.
pub fn media_error(error: &JsValue, denied: bool) -> MediaError {
    match name(error).as_str() {
        "NotAllowedError" if denied => MediaError::Denied,
        "NotAllowedError" => MediaError::Dismissed,
        "NotFoundError" => MediaError::NotFound,
        "NotReadableError" => MediaError::InUse,
        "OverconstrainedError" => MediaError::Overconstrained,
        "AbortError" => MediaError::Aborted,
        "SecurityError" => MediaError::Forbidden,
        _ => MediaError::Other,
    }
}
