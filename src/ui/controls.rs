//! The buttons of a call. A button's name says what it does next, so it changes with the state.

use leptos::prelude::*;

use super::{
    context::CallContext,
    icon::{Icon, drawing},
    text::button,
};
use crate::call::view::{Intent, Phase};

/// Microphone, camera, link, leave: there as long as a seat is held.
#[component]
pub fn Controls() -> impl IntoView {
    let context = CallContext::expect();
    let standing = context.part(|view| !view.phase.seated());
    let muted = context.part(|view| !view.devices.microphone);
    let dark = context.part(|view| !view.devices.camera);
    let camera_starting = context.part(|view| view.camera_starting);
    // While one waits, that button is the large one beside the link: one name, one button.
    let link_is_elsewhere = context.part(|view| view.phase == Phase::Waiting);
    let microphone_name = context.part(|view| if view.devices.microphone { button::MUTE } else { button::UNMUTE });
    let camera_name = context.part(|view| if view.devices.camera { button::CAMERA_OFF } else { button::CAMERA_ON });

    view! {
        <div class="bar" role="group" aria-label=button::CONTROLS hidden=standing>
            <button
                type="button"
                class="control"
                class:off=muted
                on:click=move |_| context.send(Intent::ToggleMicrophone)
            >
                <Icon drawing=drawing::MICROPHONE/>
                <Icon drawing=drawing::MICROPHONE_OFF/>
                <span>{microphone_name}</span>
            </button>
            <button
                type="button"
                class="control"
                class:off=dark
                disabled=camera_starting
                on:click=move |_| context.send(Intent::ToggleCamera)
            >
                <Icon drawing=drawing::CAMERA/>
                <Icon drawing=drawing::CAMERA_OFF/>
                <span>{camera_name}</span>
            </button>
            <button
                type="button"
                class="control"
                hidden=link_is_elsewhere
                on:click=move |_| context.send(Intent::CopyLink)
            >
                <Icon drawing=drawing::LINK/>
                <span>{button::COPY_LINK}</span>
            </button>
            <button type="button" class="control leave" on:click=move |_| context.send(Intent::Leave)>
                <Icon drawing=drawing::LEAVE/>
                <span>{button::LEAVE}</span>
            </button>
        </div>
    }
}
