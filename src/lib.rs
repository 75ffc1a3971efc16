//! Duet: a two-person video room. Two people type the same name and see each other; the server introduces them and
//! then gets out of the way.
//!
//! # Layout, in the order of a call
//! - [`app`]: the root of the page, and the document around it
//! - [`ui`]: what is seen and pressed: permission, room dialog, the two pictures
//! - [`call`]: decides everything the page does (pure)
//! - [`protocol`]: what page and server say to each other (pure)
//! - `runtime` (feature `hydrate`): camera, socket, peer connection, address bar; does what `call` decides
//! - `browser` (feature `hydrate`): the browser's APIs with types
//! - [`words`]: every text, in every language
//! - [`features`]: what is loaded when it is first used: settings, everything beside the call, and the page that tests devices and network
//! - [`clock`]: time as the pure parts know it
//! - [`api`]: server functions
//! - `server` (feature `ssr`): seats people and passes their signals on

// The type of the whole page is nested deeper than the compiler expects.
#![recursion_limit = "256"]

pub mod call;
pub mod clock;
pub mod protocol;
pub mod words;

pub mod api;
pub mod app;
#[cfg(feature = "hydrate")]
pub mod browser;
pub mod features;
#[cfg(feature = "hydrate")]
pub mod runtime;
#[cfg(feature = "ssr")]
pub mod server;
pub mod ui;

/// Starts the page of the call; `texts` are those of its language.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn start(texts: &js_sys::Array) {
    browser::guard::watch_panics();
    words::receive(texts);
    ui::base::set(browser::told::base());
    app::take_over();
}

/// Shows the doctor in the page that the server rendered for it, with the texts of its language; `failed` is called if the
/// doctor cannot be loaded.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn check(texts: &js_sys::Array, failed: js_sys::Function) {
    browser::guard::watch_panics();
    words::receive(texts);
    ui::base::set(browser::told::base());
    features::diagnostics::load::begin(failed);
}
