//! Speaks to the browser's objects by name. Every function that is bound by type is an import of the page's program and a
//! line of its glue, which the first visit pays for; what only the features need is called through these few instead. Each
//! adapter gives such calls a typed face.

use js_sys::{Array, Function, Promise, Reflect, global};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A property; undefined if there is none.
pub fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

/// A property that is a text.
pub fn text(object: &JsValue, name: &str) -> Option<String> {
    get(object, name).as_string()
}

/// A property that is a number.
pub fn number(object: &JsValue, name: &str) -> Option<f64> {
    get(object, name).as_f64()
}

/// Whether a property is true.
pub fn truth(object: &JsValue, name: &str) -> bool {
    get(object, name).is_truthy()
}

/// Whether there is such a property.
pub fn has(object: &JsValue, name: &str) -> bool {
    !get(object, name).is_undefined()
}

/// Sets a property. Objects that do not let it be set stay as they are.
pub fn set(object: &JsValue, name: &str, value: impl Into<JsValue>) {
    let _ = Reflect::set(object, &name.into(), &value.into());
}

/// Calls a method.
///
/// # Errors
/// What it throws, or undefined if there is none.
pub fn call(object: &JsValue, name: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let method: Function = get(object, name).dyn_into().map_err(|_| JsValue::UNDEFINED)?;
    Reflect::apply(&method, object, &arguments.iter().collect::<Array>())
}

/// Calls a method and waits for the promise that it answers with.
///
/// # Errors
/// What it throws, or how the promise fails.
pub async fn ask(object: &JsValue, name: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let answer = call(object, name, arguments)?;
    JsFuture::from(Promise::resolve(&answer)).await
}

/// Makes an object of a class of the browser, of the global scope or, with a dot between, of an object there.
///
/// # Errors
/// What its constructor throws, or undefined if this browser has no such class.
pub fn make(class: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let class = class.split('.').fold(global().into(), |scope, name| get(&scope, name));
    let class: Function = class.dyn_into().map_err(|_| JsValue::UNDEFINED)?;
    Reflect::construct(&class, &arguments.iter().collect())
}
