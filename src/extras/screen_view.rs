//! The button that shows one's screen, and the place of the other's.

use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::HtmlVideoElement;

use super::conversation::Conversation;
use super::screen::Screens;
use super::sprite;
use crate::browser::object::{call, set};
use crate::ui::context::CallContext;
use crate::ui::icon::Icon;
use crate::ui::lean::effect;
use crate::words::{Extra, tell};

/// Shows one's screen and ends that; absent where the browser cannot.
#[component]
pub fn ScreenButton(
    /// What is shown.
    screens: StoredValue<Screens, LocalStorage>,
    /// What the other page is told.
    conversation: Conversation,
) -> impl IntoView {
    let shown = conversation.own_shows;
    let name = move || tell(if shown.get() { Extra::StopSharing } else { Extra::ShareScreen });

    Screens::are_possible().then(|| {
        view! {
            <button
                type="button"
                class="control"
                class:on=shown
                on:click:capture=move |_| screens.with_value(Screens::toggle)
            >
                <Icon drawing=sprite::SCREEN />
                <span prop:textContent=name></span>
            </button>
        }
    })
}

/// The other's screen: it has the stage, and their picture goes into a corner.
#[component]
pub fn ScreenTile(
    /// The call.
    context: CallContext,
    /// What the other page tells.
    conversation: Conversation,
) -> impl IntoView {
    let element = NodeRef::<html::Video>::new();
    let shown = conversation.peer_shows;
    effect(move || {
        let shown = shown.get();
        conversation.opened.track();
        if let Ok(Some(page)) = document().query_selector("html") {
            // It does not fail for a name that is fixed and valid.
            let _ = if shown { page.set_attribute("data-screen", "") } else { page.remove_attribute("data-screen") };
        }
        if let Some(element) = element.get() {
            let stream = if shown { Screens::incoming() } else { None };
            set(&element, "srcObject", stream.unwrap_or(wasm_bindgen::JsValue::NULL));
            play(&element);
        }
    });
    let waits_for_tap = context.part(|view| view.playback_blocked);
    effect(move || {
        if !waits_for_tap.get()
            && let Some(element) = element.get_untracked()
        {
            play(&element);
        }
    });

    view! {
        <figure class="tile screen" aria-label=tell(Extra::PeerScreen) hidden=move || !shown.get()>
            <video node_ref=element data-testid="screen-video" autoplay=true playsinline=true></video>
        </figure>
    }
}

/// Refused where it wants a tap; the one that lets the other be heard is offered by the call.
fn play(element: &HtmlVideoElement) {
    drop(call(element, "play", &[]).map(super::disregard));
}
