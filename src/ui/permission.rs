//! Camera and microphone cannot be had: why, and what to do about it.

use leptos::prelude::*;

use super::{
    context::CallContext,
    icon::{Icon, drawing},
    text,
};
use crate::call::view::{Intent, MediaError, Phase};

/// The panel of a media error.
#[component]
pub fn MediaProblem() -> impl IntoView {
    let context = CallContext::expect();
    let error = context.part(|view| match view.phase {
        Phase::MediaError(error) => Some(error),
        _ => None,
    });
    let healthy = context.part(|view| !matches!(view.phase, Phase::MediaError(_)));
    let not_denied = context.part(|view| view.phase != Phase::MediaError(MediaError::Denied));

    // An alert is heard when it appears, so it is made anew each time instead of being hidden.
    let alert = move || {
        error.get().map(text::media_error).map(|words| {
            view! {
                <div role="alert">
                    <h1 tabindex="-1" data-focus>
                        <Icon drawing=drawing::WARNING/>
                        {words.title}
                    </h1>
                    <p class="lead">{words.why}</p>
                    <p class="lead">{words.what_to_do}</p>
                </div>
            }
        })
    };

    view! {
        <section class="panel" hidden=healthy>
            {alert}
            <p class="actions">
                <button type="button" class="button primary" on:click=move |_| context.send(Intent::RetryMedia)>
                    {text::button::TRY_AGAIN}
                </button>
            </p>
            <dl class="steps" hidden=not_denied>
                {text::PERMISSION_STEPS.map(|(browser, step)| view! { <dt>{browser}</dt> <dd>{step}</dd> })}
            </dl>
        </section>
    }
}
