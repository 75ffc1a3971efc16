//! The mark of Duet: two halves of one circle, each in its own ink. They stand apart while somebody is missing and meet
//! when both are there.

use leptos::prelude::*;

use super::text::APP;

/// The two halves; the style sheet moves them as the call goes on.
#[component]
pub fn Emblem() -> impl IntoView {
    view! {
        <svg class="emblem" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
            <path class="voice-one" d="M23 6a18 18 0 0 0 0 36z"></path>
            <path class="voice-two" d="M25 6a18 18 0 0 1 0 36z"></path>
        </svg>
    }
}

/// The mark with the name beside it, at the head of each page.
#[component]
pub fn Wordmark() -> impl IntoView {
    view! {
        <p class="wordmark">
            <Emblem />
            <span>{APP}</span>
        </p>
    }
}
