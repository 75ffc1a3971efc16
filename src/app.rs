//! The page: what the server sends around the app, and the app itself.

#[cfg(feature = "ssr")]
mod document;
mod services;
#[cfg(feature = "hydrate")]
mod start;
#[cfg(feature = "hydrate")]
mod takeover;

use leptos::prelude::*;

use crate::features::lazy;
use crate::ui::call_handle::CallHandle;
use crate::ui::lean::effect;
use crate::ui::stage::Stage;

/// The element that has the page of the call in it: the server's, then the program's own.
pub const ROOT: &str = "duet";

/// What the page asks of camera and microphone, unless the person prefers some of them. The shell asks before the app is
/// there, so it is JavaScript's text. All of it are wishes: a device that cannot fulfil them is no error.
#[cfg(feature = "ssr")]
const MEDIA_CONSTRAINTS: &str = concat!(
    r#"{"audio":{"echoCancellation":true,"noiseSuppression":true,"autoGainControl":true},"#,
    r#""video":{"width":{"ideal":1280},"height":{"ideal":720},"frameRate":{"ideal":30},"facingMode":"user"}}"#
);

/// Duet, from the first question to the end of the call.
#[component]
pub fn App() -> impl IntoView {
    let context = CallHandle::new(&services::SERVICES);
    effect(move || {
        #[cfg(feature = "hydrate")]
        start::start(context);
        lazy::follow(context);
    });

    view! { <Stage context /> }
}

#[cfg(feature = "ssr")]
pub use document::render;
#[cfg(feature = "hydrate")]
pub use takeover::take_over;
