//! The buttons of a call. A button's name says what it does next, so it changes with the state.

use leptos::prelude::*;

use super::{
    context::CallContext,
    icon::{Drawing, Icon},
    text::button,
};
use crate::call::view::{Intent, Phase};

/// Microphone, camera, link, leave: there as long as a seat is held.
#[component]
pub fn Controls() -> impl IntoView {
    let context = CallContext::expect();
    let microphone = context.part(|view| view.devices.microphone);
    let camera = context.part(|view| view.devices.camera);
    let camera_starting = context.part(|view| view.camera_starting);
    // While one waits, that button is the large one beside the link: one name, one button.
    let link_is_elsewhere = context.part(|view| view.phase == Phase::Waiting);

    let microphone_drawing = move || if microphone.get() { Drawing::Microphone } else { Drawing::MicrophoneOff };
    let camera_drawing = move || if camera.get() { Drawing::Camera } else { Drawing::CameraOff };

    view! {
        <div class="bar" role="group" aria-label=button::CONTROLS>
            <button
                type="button"
                class="control"
                class:off=move || !microphone.get()
                on:click=move |_| context.send(Intent::ToggleMicrophone)
            >
                <Icon drawing=Signal::derive(microphone_drawing)/>
                <span>{move || if microphone.get() { button::MUTE } else { button::UNMUTE }}</span>
            </button>
            <button
                type="button"
                class="control"
                class:off=move || !camera.get()
                disabled=camera_starting
                on:click=move |_| context.send(Intent::ToggleCamera)
            >
                <Icon drawing=Signal::derive(camera_drawing)/>
                <span>{move || if camera.get() { button::CAMERA_OFF } else { button::CAMERA_ON }}</span>
            </button>
            <button
                type="button"
                class="control"
                hidden=link_is_elsewhere
                on:click=move |_| context.send(Intent::CopyLink)
            >
                <Icon drawing=Drawing::Link/>
                <span>{button::COPY_LINK}</span>
            </button>
            <button type="button" class="control leave" on:click=move |_| context.send(Intent::Leave)>
                <Icon drawing=Drawing::Leave/>
                <span>{button::LEAVE}</span>
            </button>
        </div>
    }
}
