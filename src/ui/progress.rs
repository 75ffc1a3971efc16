//! From the press of Join to the first picture: joining, waiting for the other person, connecting.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{
    context::CallContext,
    icon::{Drawing, Icon},
    text,
};
use crate::api;
use crate::call::view::Intent;

/// The server is asked for a seat.
#[component]
pub fn Joining() -> impl IntoView {
    view! {
        <section class="panel">
            <RoomTitle words=text::JOINING/>
            <p class="lead">{text::JOINING_LEAD}</p>
        </section>
    }
}

/// Alone in the room: how to get the other person here.
#[component]
pub fn Waiting() -> impl IntoView {
    let context = CallContext::expect();
    let link = address_of_page();

    view! {
        <section class="panel">
            <RoomTitle words=text::WAITING/>
            <p class="lead">{text::WAITING_LEAD}</p>
            <p class="link">{link}</p>
            <p class="actions">
                <button type="button" class="button primary" on:click=move |_| context.send(Intent::CopyLink)>
                    <Icon drawing=Drawing::Link/>
                    {text::button::COPY_LINK}
                </button>
            </p>
        </section>
    }
}

/// Both are here, and no picture yet.
#[component]
pub fn Connecting() -> impl IntoView {
    let slow = CallContext::expect().part(|view| view.slow);
    let relay = ask_for_relay(slow);

    view! {
        <section class="panel">
            <h1 tabindex="-1" data-focus>
                {text::CONNECTING}
            </h1>
            <p class="lead">{text::CONNECTING_LEAD}</p>
            <p class="more" class:shown=slow>
                {move || slow.get().then_some(text::CONNECTING_SLOW)}
                {move || (slow.get() && relay.get() == Some(false)).then(|| format!(" {}", text::CONNECTING_NO_RELAY))}
            </p>
        </section>
    }
}

/// The room's name, large, below what is the case with it.
#[component]
fn RoomTitle(
    /// What is the case.
    words: &'static str,
) -> impl IntoView {
    let room = CallContext::expect().part(|view| view.room.clone());
    view! {
        <h1 class="room-title" tabindex="-1" data-focus>
            <small>{words}</small>
            " "
            <bdi>{room}</bdi>
        </h1>
    }
}

/// The link to the room, once the address bar has it.
fn address_of_page() -> RwSignal<String> {
    let link = RwSignal::new(String::new());
    Effect::new(move |_| {
        // The address is changed in the same turn as the state; the next frame sees it.
        request_animation_frame(move || {
            if let Ok(address) = location().href() {
                link.try_set(address);
            }
        });
    });
    link
}

/// Whether the server has a relay: asked only when it could explain something.
fn ask_for_relay(slow: Memo<bool>) -> RwSignal<Option<bool>> {
    let relay = RwSignal::new(None);
    Effect::new(move |_| {
        if slow.get() {
            spawn_local(async move {
                // Without an answer, less is said.
                if let Ok(configuration) = api::configuration().await {
                    relay.try_set(Some(configuration.relay));
                }
            });
        }
    });
    relay
}
