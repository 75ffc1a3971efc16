//! What stands in the other person's place until they are there, unless it is the room dialog or a problem: a heading,
//! some words, and what can be pressed. One panel with changing content, not one for each state: every state of its own
//! would cost the page some kilobytes of generated code.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{
    context::CallContext,
    text::{self, Panel},
};
use crate::api;
use crate::call::view::{Intent, Phase};

/// The panel of every state that has one.
#[component]
pub fn PanelOfPhase() -> impl IntoView {
    let context = CallContext::expect();
    let words = context.part(|view| text::panel(&view.phase));
    let shown = context.part(|view| text::panel(&view.phase) != Panel::default());
    let absent = context.part(|view| text::panel(&view.phase) == Panel::default());
    let title = context.part(|view| text::panel(&view.phase).title);
    let lead = context.part(|view| text::panel(&view.phase).lead);
    let titled_by_room = context.part(|view| text::panel(&view.phase).titled_by_room);
    let room =
        context.part(|view| if text::panel(&view.phase).titled_by_room { view.room.clone() } else { String::new() });
    let waiting = context.part(|view| view.phase == Phase::Waiting);
    let elsewhere = context.part(|view| view.phase != Phase::Waiting);
    let slow = context.part(|view| view.slow && !text::panel(&view.phase).when_slow.is_empty());
    let more = context.part(|view| if view.slow { text::panel(&view.phase).when_slow } else { "" });
    let relay = ask_for_relay(context);

    let more_without_relay =
        memo(move || if slow.get() && titled_by_other.get() && relay.get() == Some(false) { text::NO_RELAY } else { "" });
    let press = move |pick: fn(&Panel) -> Option<&(&'static str, Intent)>| {
        if let Some((_, intent)) = pick(&words.read_untracked()) {
            context.send(intent.clone());
        }
    };
    let name = move |pick: fn(&Panel) -> Option<&(&'static str, Intent)>| {
        Memo::new(move |_| pick(&words.read()).map_or("", |(name, _)| *name))
    };
    let (first, second) = (name(first), name(second));

    view! {
        <section class="panel" hidden=move || !shown.get()>
            <h1 tabindex="-1" class:room-title=titled_by_room data-focus=shown>
                <span>{Memo::new(move |_| words.read().title)}</span>
                " "
                <bdi>{room}</bdi>
            </h1>
            <p class="lead">{Memo::new(move |_| words.read().lead)}</p>
            <p class="more" class:shown=move || !more.get().is_empty()>
                {more}
                " "
                {more_without_relay}
            </p>
            <p class="link" hidden=move || !waiting.get()>
                {address_of_page(waiting)}
            </p>
            <p class="actions">
                <button
                    type="button"
                    class="button primary"
                    hidden=move || first.get().is_empty()
                    on:click=move |_| press(self::first)
                >
                    {first}
                </button>
                <button
                    type="button"
                    class="button"
                    hidden=move || second.get().is_empty()
                    on:click=move |_| press(self::second)
                >
                    {second}
                </button>
            </p>
        </section>
    }
}

fn first(panel: &Panel) -> Option<&(&'static str, Intent)> {
    panel.first.as_ref()
}

fn second(panel: &Panel) -> Option<&(&'static str, Intent)> {
    panel.second.as_ref()
}

/// The link to the room, once the address bar has it.
fn address_of_page(waiting: Memo<bool>) -> RwSignal<String> {
    let link = RwSignal::new(String::new());
    Effect::new(move |_| {
        link.set(String::new());
        if waiting.get() {
            // The address is changed in the same turn as the state; the next frame sees it.
            request_animation_frame(move || {
                if let Ok(address) = location().href() {
                    link.set(address);
                }
            });
        }
    });
    link
}

/// Whether the server has a relay: asked only when that could explain why connecting takes long.
fn ask_for_relay(context: CallContext) -> RwSignal<Option<bool>> {
    let due = context.part(|view| view.phase == Phase::Connecting && view.slow);
    let relay = RwSignal::new(None);
    Effect::new(move |_| {
        if due.get() {
            spawn_local(async move {
                // Without an answer, less is said.
                if let Ok(configuration) = api::configuration().await {
                    relay.set(Some(configuration.relay));
                }
            });
        }
    });
    relay
}
