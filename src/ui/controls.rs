//! The buttons of a call. A button's name says what it does next, so it changes with the state.

use leptos::prelude::*;

use super::call_handle::CallHandle;
use super::changing_text::changing;
use super::icon::{Icon, drawing};
use super::slots::BUTTONS;
use crate::call::view::{Intent, Phase};
use crate::words::{Word, say};

/// Microphone, camera, link, leave: there as long as a seat is held.
#[component]
pub fn Controls(
    /// The call.
    context: CallHandle,
) -> impl IntoView {
    let standing = context.part(|view| !view.phase.seated());
    let muted = context.part(|view| !view.wanted.microphone);
    let dark = context.part(|view| !view.wanted.camera);
    // While one waits, that button is the large one beside the link: one name, one button.
    let link_is_elsewhere = context.part(|view| view.phase == Phase::Waiting);
    let microphone_name = context.part(|view| say(if view.wanted.microphone { Word::Mute } else { Word::Unmute }));
    let camera_name = context.part(|view| say(if view.wanted.camera { Word::CameraOff } else { Word::CameraOn }));

    view! {
        <div class="bar" role="group" aria-label=say(Word::Controls) hidden=standing>
            <button
                type="button"
                class="control"
                class:off=muted
                on:click:capture=move |_| context.send(Intent::ToggleMicrophone)
            >
                <Icon drawing=drawing::MICROPHONE />
                <Icon drawing=drawing::MICROPHONE_OFF />
                {changing(microphone_name)}
            </button>
            <button
                type="button"
                class="control"
                class:off=dark
                on:click:capture=move |_| context.send(Intent::ToggleCamera)
            >
                <Icon drawing=drawing::CAMERA />
                <Icon drawing=drawing::CAMERA_OFF />
                {changing(camera_name)}
            </button>
            <button
                type="button"
                class="control copy"
                hidden=link_is_elsewhere
                on:click:capture=move |_| context.send(Intent::CopyLink)
            >
                <Icon drawing=drawing::LINK />
                <span>{say(Word::CopyLink)}</span>
            </button>
            <div class="extra-buttons" id=BUTTONS></div>
            <button type="button" class="control leave" on:click:capture=move |_| context.send(Intent::Leave)>
                <Icon drawing=drawing::LEAVE />
                <span>{say(Word::Leave)}</span>
            </button>
        </div>
    }
}
