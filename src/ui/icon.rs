//! Small drawings from the sprite `public/icons.svg`. They never carry meaning alone: a name or a text stands beside.

use leptos::prelude::*;

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawing {
    /// A microphone.
    Microphone,
    /// A microphone, crossed out.
    MicrophoneOff,
    /// A camera.
    Camera,
    /// A camera, crossed out.
    CameraOff,
    /// Two links of a chain.
    Link,
    /// A telephone receiver, put down.
    Leave,
    /// A loudspeaker.
    Sound,
    /// An exclamation mark in a circle.
    Warning,
    /// A broken line.
    Offline,
}

impl Drawing {
    fn address(self) -> &'static str {
        match self {
            Self::Microphone => "/icons.svg#mic",
            Self::MicrophoneOff => "/icons.svg#mic-off",
            Self::Camera => "/icons.svg#cam",
            Self::CameraOff => "/icons.svg#cam-off",
            Self::Link => "/icons.svg#link",
            Self::Leave => "/icons.svg#leave",
            Self::Sound => "/icons.svg#sound",
            Self::Warning => "/icons.svg#warning",
            Self::Offline => "/icons.svg#offline",
        }
    }
}

/// One drawing, as high as the text around it wants.
#[component]
pub fn Icon(
    /// What is drawn.
    #[prop(into)]
    drawing: Signal<Drawing>,
) -> impl IntoView {
    view! {
        <svg class="icon" aria-hidden="true" focusable="false">
            <use href=move || drawing.get().address()></use>
        </svg>
    }
}

/// A drawing and a few words, small at the edge of a picture.
#[component]
pub fn Badge(
    /// What is drawn.
    drawing: Drawing,
    /// What is said.
    words: &'static str,
) -> impl IntoView {
    view! {
        <p class="badge">
            <Icon drawing/>
            <span>{words}</span>
        </p>
    }
}
