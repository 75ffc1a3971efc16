//! The root of the page, which knows everybody.
//!
//! # Layout
//! - `document`: what the server sends around the app
//! - `services`: what the views are given
//! - `start`: starts the call in the browser; `takeover`: puts the program's page in the place of the server's

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

/// What the page asks of camera and microphone, unless the person prefers some of them. The document's first script asks before the app is
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
