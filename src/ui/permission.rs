//! Camera and microphone cannot be had: why, and what to do about it.

use leptos::prelude::*;

use super::base::{CHECK_FROM_ROOM, at};
use super::call_handle::CallHandle;
use super::changing_text::changing;
use super::icon::{Icon, drawing};
use super::text;
use crate::call::view::{Intent, MediaError, Phase, View};
use crate::words::{Word, say};

/// The panel of a media error.
#[component]
pub fn MediaProblem(
    /// The call.
    context: CallHandle,
) -> impl IntoView {
    let why = context.part(|view| words(view).0);
    let what_to_do = context.part(|view| words(view).1);
    let ill = context.part(|view| matches!(view.phase, Phase::MediaError(_)));
    let healthy = context.part(|view| !matches!(view.phase, Phase::MediaError(_)));
    let not_denied = context.part(|view| view.phase != Phase::MediaError(MediaError::Denied));

    view! {
        <section class="panel" hidden=healthy>
            <div role="alert">
                <h1 tabindex="-1" data-focus=ill>
                    <Icon drawing=drawing::WARNING />
                    {say(Word::MediaRequired)}
                </h1>
                <p class="lead">{changing(why)}</p>
                <p class="lead">{changing(what_to_do)}</p>
            </div>
            <p class="actions">
                <button type="button" class="button primary" on:click:capture=move |_| context.send(Intent::RetryMedia)>
                    {say(Word::TryAgain)}
                </button>
                <a class="button" href=at(CHECK_FROM_ROOM)>
                    {say(Word::CheckAll)}
                </a>
            </p>
            <dl class="steps" hidden=not_denied>
                {text::PERMISSION_STEPS
                    .map(|(browser, step)| {
                        view! {
                            <dt>{browser}</dt>
                            <dd>{say(step)}</dd>
                        }
                    })}
            </dl>
        </section>
    }
}

/// Why they cannot be had and what to do; empty while they can.
fn words(view: &View) -> (&'static str, &'static str) {
    match view.phase {
        Phase::MediaError(error) => text::media_error(error, view.at_fault),
        _ => ("", ""),
    }
}
