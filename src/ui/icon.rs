//! Small drawings from the sprite `public/icons.svg`. They never carry meaning alone: a name or a text stands beside.

use leptos::prelude::*;

use super::lean::memo;

/// Addresses in the sprite.
pub mod drawing {
    /// A microphone.
    pub const MICROPHONE: &str = "/icons.svg#mic";
    /// A microphone, crossed out.
    pub const MICROPHONE_OFF: &str = "/icons.svg#mic-off";
    /// A camera.
    pub const CAMERA: &str = "/icons.svg#cam";
    /// A camera, crossed out.
    pub const CAMERA_OFF: &str = "/icons.svg#cam-off";
    /// Two links of a chain.
    pub const LINK: &str = "/icons.svg#link";
    /// A telephone receiver, put down.
    pub const LEAVE: &str = "/icons.svg#leave";
    /// A loudspeaker.
    pub const SOUND: &str = "/icons.svg#sound";
    /// An exclamation mark in a circle.
    pub const WARNING: &str = "/icons.svg#warning";
    /// A broken line.
    pub const OFFLINE: &str = "/icons.svg#offline";
}

/// One drawing, as high as the text around it wants.
#[component]
pub fn Icon(
    /// Its address in the sprite.
    drawing: &'static str,
) -> impl IntoView {
    view! {
        <svg class="icon" aria-hidden="true" focusable="false">
            <use href=drawing></use>
        </svg>
    }
}

/// A drawing and a few words, small at the edge of a picture; absent while there is nothing to say.
#[component]
pub fn Badge(
    /// The drawing's address in the sprite.
    drawing: &'static str,
    /// What is said, if anything.
    words: Memo<&'static str>,
) -> impl IntoView {
    view! {
        <p class="badge" hidden=memo(move || words.read().is_empty())>
            <Icon drawing/>
            <span>{words}</span>
        </p>
    }
}
