//! Small drawings. They never carry meaning alone: a name or a text stands beside.

use leptos::prelude::*;

use super::changing_text::changing;
use super::lean::memo;

/// All drawings, as they lie unseen in the document: a file of their own would be loaded and read just when the camera
/// starts.
#[cfg(feature = "ssr")]
pub const SPRITE: &str = include_str!("icons.svg");

/// Addresses in the sprite.
pub mod drawing {
    /// A microphone.
    pub const MICROPHONE: &str = "#icon-mic";
    /// A microphone, crossed out.
    pub const MICROPHONE_OFF: &str = "#icon-mic-off";
    /// A camera.
    pub const CAMERA: &str = "#icon-cam";
    /// A camera, crossed out.
    pub const CAMERA_OFF: &str = "#icon-cam-off";
    /// Two links of a chain.
    pub const LINK: &str = "#icon-link";
    /// A telephone receiver, put down.
    pub const LEAVE: &str = "#icon-leave";
    /// A loudspeaker.
    pub const SOUND: &str = "#icon-sound";
    /// An exclamation mark in a circle.
    pub const WARNING: &str = "#icon-warning";
    /// Three sliders.
    pub const SETTINGS: &str = "#icon-settings";
    /// A cross; drawn among the features.
    pub const CLOSE: &str = "#icon-close";
    /// A broken line.
    pub const OFFLINE: &str = "#icon-offline";
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
            <Icon drawing />
            {changing(words)}
        </p>
    }
}
