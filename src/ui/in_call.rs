//! What lies over the other's picture: the room's name, small signs, and words while a broken line is repaired.

use leptos::prelude::*;

use super::{
    context::CallContext,
    icon::{Badge, Drawing, Icon},
    stage::is_linked,
    text,
};
use crate::call::view::{Intent, Phase};

/// Everything over the other's picture but the buttons of the call.
#[component]
pub fn InCall() -> impl IntoView {
    let context = CallContext::expect();
    let shown = context.part(|view| is_linked(&view.phase));
    let room = context.part(|view| view.room.clone());

    move || {
        shown.get().then(|| {
            view! {
                <div class="over">
                    <div class="signs">
                        <h1 class="room" tabindex="-1" data-focus>
                            <bdi>{room}</bdi>
                        </h1>
                        <Signs/>
                    </div>
                    <RepairNote/>
                    <TapToHear/>
                </div>
            }
        })
    }
}

/// The other's microphone, and lines to the server that are lost while the call itself goes on.
#[component]
fn Signs() -> impl IntoView {
    let context = CallContext::expect();
    let muted = context.part(|view| !view.peer_devices.microphone);
    let line = context.part(|view| match (&view.phase, view.server_lost, view.peer_quiet) {
        (Phase::Connected, true, _) => Some(text::tile::SERVER_LOST),
        (Phase::Connected, false, true) => Some(text::tile::PEER_QUIET),
        _ => None,
    });
    view! {
        {move || muted.get().then(|| view! { <Badge drawing=Drawing::MicrophoneOff words=text::tile::PEER_MUTED/> })}
        {move || line.get().map(|words| view! { <Badge drawing=Drawing::Offline words/> })}
    }
}

/// What is being done while the last picture is dimmed.
#[component]
fn RepairNote() -> impl IntoView {
    let repair = CallContext::expect().part(|view| match view.phase {
        Phase::Reconnecting(repair) => Some(repair),
        _ => None,
    });
    move || {
        repair.get().map(|repair| {
            let (title, what_is_done) = text::repair(repair);
            view! {
                <div class="repair">
                    <h2>{title}</h2>
                    <p>{what_is_done}</p>
                </div>
            }
        })
    }
}

/// Some browsers let a picture with sound play only after a tap.
#[component]
fn TapToHear() -> impl IntoView {
    let context = CallContext::expect();
    let blocked = context.part(|view| view.playback_blocked);
    move || {
        blocked.get().then(|| {
            view! {
                <button type="button" class="button primary tap" on:click=move |_| context.send(Intent::TapToHear)>
                    <Icon drawing=Drawing::Sound/>
                    {text::button::TAP_TO_HEAR}
                </button>
            }
        })
    }
}
