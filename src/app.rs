//! The page: what the server sends around the app, and the app itself.

#[cfg(feature = "ssr")]
mod document;
#[cfg(feature = "hydrate")]
mod takeover;

use leptos::prelude::*;

use crate::extras;
use crate::ui::{context::CallContext, lean::effect, stage::Stage};

/// The element that has the page of the call in it: the server's, then the program's own.
pub const ROOT: &str = "duet";

/// What the page asks of camera and microphone, unless the person prefers some of them. The shell asks before the app is
/// there, so it is JavaScript's text. All of it are wishes: a device that cannot fulfil them is no error.
#[cfg(feature = "ssr")]
const MEDIA_CONSTRAINTS: &str = concat!(
    r#"{"audio":{"echoCancellation":true,"noiseSuppression":true,"autoGainControl":true},"#,
    r#""video":{"width":{"ideal":1280},"height":{"ideal":720},"frameRate":{"ideal":30},"facingMode":"user"}}"#
);

/// The property of `window` under which the shell's script leaves its request for the app.
pub const EARLY_MEDIA: &str = "duetEarlyMedia";

/// The property of `window` with those wishes, which the app asks for again when it has to ask again.
pub const MEDIA_WISHES: &str = "duetWishes";

/// What a browser keeps of the person's preferences: an entry of localStorage, see `crate::extras::preferences`.
pub const PREFERENCES: &str = "duet";

/// Duet, from the first question to the end of the call.
#[component]
pub fn App() -> impl IntoView {
    let context = CallContext::new();
    effect(move || {
        context.start();
        extras::load::follow(context);
    });

    view! { <Stage context /> }
}

#[cfg(feature = "ssr")]
pub use document::{Build, CHECK_STYLE, Hide, Site, check, nowhere, shell};
#[cfg(feature = "hydrate")]
pub use takeover::take_over;
