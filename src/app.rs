//! The page: what the server sends around the app, and the app itself.

#[cfg(feature = "ssr")]
mod document;

use leptos::prelude::*;

use crate::ui::{context::CallContext, lean::effect, stage::Stage};

/// What the page asks of camera and microphone. The shell asks before the app is there, so it is JavaScript's text; the
/// app asks for the same when it has to ask again. All of it are wishes: a device that cannot fulfil them is no error.
pub const MEDIA_CONSTRAINTS: &str = concat!(
    r#"{"audio":{"echoCancellation":true,"noiseSuppression":true,"autoGainControl":true},"#,
    r#""video":{"width":{"ideal":1280},"height":{"ideal":720},"frameRate":{"ideal":30},"facingMode":"user"}}"#
);

/// The property of `window` under which the shell's script leaves its request for the app.
pub const EARLY_MEDIA: &str = "duetEarlyMedia";

/// Duet, from the first question to the end of the call.
#[component]
pub fn App() -> impl IntoView {
    let context = CallContext::provide();
    effect(move || context.start());

    view! { <Stage/> }
}

#[cfg(feature = "ssr")]
pub use document::shell;
