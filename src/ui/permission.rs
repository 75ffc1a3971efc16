//! Asking for camera and microphone, and what to do when they cannot be had.

use leptos::prelude::*;

use super::{
    context::CallContext,
    icon::{Drawing, Icon},
    text,
};
use crate::call::view::{Intent, MediaError};

/// The browser is asking; this says what to press.
#[component]
pub fn Requesting() -> impl IntoView {
    let slow = CallContext::expect().part(|view| view.slow);

    view! {
        <section class="panel">
            <h1 tabindex="-1" data-focus>
                {text::REQUESTING.title}
            </h1>
            <p class="lead">{text::REQUESTING.why}</p>
            <p class="lead">{text::REQUESTING.what_to_do}</p>
            <p class="more" class:shown=slow>
                {move || slow.get().then_some(text::REQUESTING_SLOW)}
            </p>
        </section>
    }
}

/// They cannot be had: why, and what to do about it.
#[component]
pub fn MediaProblem(
    /// What went wrong.
    error: MediaError,
) -> impl IntoView {
    let context = CallContext::expect();
    let words = text::media_error(error);
    let steps = (error == MediaError::Denied).then(|| {
        view! {
            <dl class="steps">
                {text::PERMISSION_STEPS.map(|(browser, step)| view! { <dt>{browser}</dt> <dd>{step}</dd> }).collect_view()}
            </dl>
        }
    });

    view! {
        <section class="panel">
            <div role="alert">
                <h1 tabindex="-1" data-focus>
                    <Icon drawing=Drawing::Warning/>
                    {words.title}
                </h1>
                <p class="lead">{words.why}</p>
                <p class="lead">{words.what_to_do}</p>
            </div>
            <p class="actions">
                <button type="button" class="button primary" on:click=move |_| context.send(Intent::RetryMedia)>
                    {text::button::TRY_AGAIN}
                </button>
            </p>
            {steps}
        </section>
    }
}
