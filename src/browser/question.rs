//! Asks a server function, or only whether anybody is there.

use js_sys::{Array, JSON, Promise, encode_uri_component};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestInit, Response, window};

use super::told::base;
use crate::protocol::codec;
use crate::protocol::reading::Read;

/// A knock that has no answer after this long, in milliseconds, is withdrawn: browsers have only a few connections to each
/// server, and those that hang would keep the later ones waiting.
const KNOCK_MAX_MS: u32 = 2_000;

/// Whether the server can be reached.
pub async fn knock() -> bool {
    let request = RequestInit::new();
    request.set_signal(Some(&AbortSignal::timeout_with_u32(KNOCK_MAX_MS)));
    let Some(window) = window() else { return false };
    let answer = window.fetch_with_str_and_init(&base().of("/healthz"), &request);
    JsFuture::from(answer.unchecked_into::<Promise>()).await.is_ok()
}

/// The texts in the file at that address, if it can be had.
pub async fn texts(address: &str) -> Option<Array> {
    let response = JsFuture::from(window()?.fetch_with_str(address).unchecked_into::<Promise>()).await.ok()?;
    let response: Response = response.unchecked_into();
    let text = JsFuture::from(response.text().ok()?.unchecked_into::<Promise>()).await.ok()?.as_string()?;
    JSON::parse(&text).ok()?.dyn_into().ok()
}

/// The answer to a GET of `path` with `value` escaped at its end, if there is a good one.
pub async fn ask<A: Read>(path: &str, value: &str) -> Option<A> {
    let url = base().of(&format!("{path}{}", encode_uri_component(value)));
    let response = JsFuture::from(window()?.fetch_with_str(&url).unchecked_into::<Promise>()).await.ok()?;
    let response: Response = response.unchecked_into();
    if !response.ok() {
        return None;
    }
    let text = JsFuture::from(response.text().ok()?.unchecked_into::<Promise>()).await.ok()?.as_string()?;
    codec::read::<JsValue, _>(&text).ok()
}
