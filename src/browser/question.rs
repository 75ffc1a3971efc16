//! Asks a server function.

use js_sys::{Promise, encode_uri_component};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Response, window};

/// The text of the answer to a GET of `path` with `value` escaped at its end, if there is a good one.
pub async fn ask(path: &str, value: &str) -> Option<String> {
    let url = format!("{path}{}", encode_uri_component(value));
    let response = JsFuture::from(window()?.fetch_with_str(&url).unchecked_into::<Promise>()).await.ok()?;
    let response: Response = response.unchecked_into();
    if !response.ok() {
        return None;
    }
    JsFuture::from(response.text().ok()?.unchecked_into::<Promise>()).await.ok()?.as_string()
}
