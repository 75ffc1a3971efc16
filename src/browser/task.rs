//! Work that waits for the browser.

use std::pin::Pin;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Does work that waits, beside everything else. What runs it is compiled once and not for each kind of work, which would
/// cost the page a kilobyte.
pub fn spawn(work: impl Future<Output = ()> + 'static) {
    fn erased(work: Pin<Box<dyn Future<Output = ()>>>) {
        spawn_local(work);
    }
    erased(Box::pin(work));
}

/// Lets a promise take its course where nothing hangs on how it ends.
pub fn disregard(promise: JsValue) {
    spawn(async move {
        let _ = JsFuture::from(Promise::resolve(&promise)).await;
    });
}
