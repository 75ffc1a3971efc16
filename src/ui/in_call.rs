//! What lies over the other's picture: the room's name, small signs, and words while a broken line is repaired.

use leptos::prelude::*;

use super::call_handle::CallHandle;
use super::icon::{Badge, Icon, drawing};
use super::stage::is_linked;
use super::text;
use crate::call::view::{Intent, Phase, View};
use crate::words::{Word, say};

/// Everything over the other's picture but the buttons of the call.
#[component]
pub fn InCall(
    /// The call.
    context: CallHandle,
) -> impl IntoView {
    let shown = context.part(|view| is_linked(&view.phase));
    let absent = context.part(|view| !is_linked(&view.phase));
    let room = context.part(|view| if is_linked(&view.phase) { view.room.clone() } else { String::new() });
    let muted = context.part(|view| if is_peer_muted(view) { say(Word::PeerMuted) } else { "" });
    let line = context.part(|view| match (&view.phase, view.server_lost, view.peer_quiet) {
        (Phase::Connected, true, _) => say(Word::ServerLostSign),
        (Phase::Connected, false, true) => say(Word::PeerQuietSign),
        _ => "",
    });
    let repair_title = context.part(|view| repair(view).0);
    let repair_lead = context.part(|view| repair(view).1);
    let unbroken = context.part(|view| !matches!(view.phase, Phase::Reconnecting(_)));
    let playing = context.part(|view| !view.playback_blocked);

    view! {
        <div class="over" hidden=absent>
            <div class="signs">
                <h1 class="room" tabindex="-1" data-focus=shown>
                    <bdi translate="no" prop:textContent=room></bdi>
                </h1>
                <Badge drawing=drawing::MICROPHONE_OFF words=muted />
                <Badge drawing=drawing::OFFLINE words=line />
            </div>
            <div class="repair" hidden=unbroken>
                <h2 prop:textContent=repair_title></h2>
                <p prop:textContent=repair_lead></p>
            </div>
            <button
                type="button"
                class="button primary tap"
                hidden=playing
                on:click:capture=move |_| context.send(Intent::TapToHear)
            >
                <Icon drawing=drawing::SOUND />
                {say(Word::TapToHear)}
            </button>
        </div>
    }
}

fn repair(view: &View) -> (&'static str, &'static str) {
    match view.phase {
        Phase::Reconnecting(repair) => text::repair(repair),
        _ => ("", ""),
    }
}

fn is_peer_muted(view: &View) -> bool {
    is_linked(&view.phase) && !view.peer_devices.microphone
}
