//! What stands in the other person's place until they are there, unless it is the room dialog or a problem: a heading,
//! some words, and what can be pressed. One panel with changing content, not one for each state: every state of its own
//! would cost the page some kilobytes of generated code.

use leptos::prelude::*;

use super::call_handle::CallHandle;
use super::changing_text::changing;
use super::lean::{effect, memo, spawn};
use super::slots::INVITE;
use super::text::{self, Panel};
use crate::call::view::{Intent, Phase, View};
use crate::words::{Word, say};

/// The panel of every state that has one.
#[component]
pub fn PanelOfPhase(
    /// The call.
    context: CallHandle,
) -> impl IntoView {
    let shown = context.part(|view| panel(view) != Panel::default());
    let absent = context.part(|view| panel(view) == Panel::default());
    let title = context.part(|view| panel(view).title);
    let titled_by_room = context.part(|view| panel(view).titled_by_room);
    let room = context.part(|view| if panel(view).titled_by_room { view.room.clone() } else { String::new() });
    let lead = context.part(|view| panel(view).lead);
    let slow = context.part(|view| view.slow && !panel(view).when_slow.is_empty());
    let more = context.part(|view| if view.slow { panel(view).when_slow } else { "" });
    let why = why_slow(context);
    let elsewhere = context.part(|view| view.phase != Phase::Waiting);
    let (first, second) = (context.part(|view| panel(view).first), context.part(|view| panel(view).second));
    let (no_first, no_second) = (memo(move || first.get().is_empty()), memo(move || second.get().is_empty()));

    let press_first = move |_| {
        let waiting = context.view().read_untracked().phase == Phase::Waiting;
        context.send(if waiting { Intent::CopyLink } else { Intent::JoinAgain });
    };

    view! {
        <section class="panel" hidden=absent>
            <h1 tabindex="-1" class:room-title=titled_by_room data-focus=shown>
                {changing(title)}
                " "
                <bdi translate="no" prop:textContent=room></bdi>
            </h1>
            <p class="lead">{changing(lead)}</p>
            <p class="more" class:shown=slow>
                <span>{changing(more)} " " {changing(why)}</span>
            </p>
            <p class="link" translate="no" hidden=elsewhere prop:textContent=address_of_page(context, elsewhere)></p>
            <p class="actions">
                <button type="button" class="button primary" hidden=no_first on:click:capture=press_first>
                    {changing(first)}
                </button>
                <button
                    type="button"
                    class="button"
                    hidden=no_second
                    on:click:capture=move |_| context.send(Intent::ChooseAnother)
                >
                    {changing(second)}
                </button>
            </p>
            <div id=INVITE hidden=elsewhere></div>
        </section>
    }
}

fn panel(view: &View) -> Panel {
    text::panel(&view.phase)
}

/// The link to the room, once the address bar has it.
fn address_of_page(context: CallHandle, elsewhere: Memo<bool>) -> RwSignal<String> {
    let link = RwSignal::new(String::new());
    effect(move || {
        link.set(String::new());
        if !elsewhere.get() {
            // The address is changed in the same turn as the state; the next frame sees it.
            request_animation_frame(move || {
                if let Some(address) = (context.services().link)() {
                    link.set(address);
                }
            });
        }
    });
    link
}

/// One more reason for slow connecting: that the server has no relay. It is asked only when that could be the reason.
fn why_slow(context: CallHandle) -> RwSignal<String> {
    let due = context.part(|view| view.phase == Phase::Connecting && view.slow);
    let why = RwSignal::new(String::new());
    effect(move || {
        why.set(String::new());
        if due.get() {
            spawn(async move {
                // Without an answer, less is said.
                if let Some(configuration) = (context.services().configuration)().await
                    && !configuration.relay
                    && due.get_untracked()
                {
                    why.set(say(Word::NoRelay).into());
                }
            });
        }
    });
    why
}
