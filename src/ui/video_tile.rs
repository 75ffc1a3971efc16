//! The two pictures. Each is one element for the whole life of the page: moving, hiding and covering them is the style
//! sheet's business, because a picture that is made anew goes black and may not play without a tap.

use leptos::html;
use leptos::prelude::*;

use super::{
    context::{CallContext, Tile},
    emblem::Emblem,
    icon::{Badge, Drawing},
    stage::is_linked,
    text,
};
use crate::call::view::{Phase, View};

/// One's own picture: mirrored, as everybody knows themselves, and without sound.
#[component]
pub fn OwnTile() -> impl IntoView {
    let context = CallContext::expect();
    let element = NodeRef::<html::Video>::new();
    context.show_in(Tile::Local, element);
    let cover = context.part(own_cover);
    let muted = context.part(|view| view.phase.seated() && !view.devices.microphone);

    view! {
        <figure class="tile own" aria-label=text::tile::OWN class:covered=move || cover.get().is_some()>
            <video
                node_ref=element
                data-testid="local-video"
                autoplay=true
                playsinline=true
                muted=true
                prop:muted=true
            ></video>
            <Cover words=cover/>
            {move || muted.get().then(|| view! { <Badge drawing=Drawing::MicrophoneOff words=text::tile::OWN_MUTED/> })}
        </figure>
    }
}

/// The other person's picture, which is also where their voice comes from.
#[component]
pub fn PeerTile() -> impl IntoView {
    let context = CallContext::expect();
    let element = NodeRef::<html::Video>::new();
    context.show_in(Tile::Remote, element);
    let absent = context.part(|view| (!is_linked(&view.phase)).then_some("true"));
    let cover = context
        .part(|view| (is_linked(&view.phase) && !view.peer_devices.camera).then_some(text::tile::PEER_CAMERA_OFF));

    view! {
        <figure class="tile peer" aria-label=text::tile::PEER aria-hidden=absent class:covered=move || cover.get().is_some()>
            <video node_ref=element data-testid="remote-video" autoplay=true playsinline=true></video>
            <Cover words=cover/>
        </figure>
    }
}

/// Lies over a picture that is not there, and says why.
#[component]
fn Cover(
    /// Why there is no picture; nothing while there is one.
    words: Memo<Option<&'static str>>,
) -> impl IntoView {
    move || {
        words.get().map(|words| {
            view! {
                <figcaption class="cover">
                    <Emblem/>
                    <span>{words}</span>
                </figcaption>
            }
        })
    }
}

fn own_cover(view: &View) -> Option<&'static str> {
    match view.phase {
        Phase::RequestingMedia => Some(text::tile::EMPTY),
        Phase::MediaError(_) => Some(text::tile::MISSING),
        Phase::Ended(_) => Some(text::tile::ENDED),
        Phase::ChoosingRoom(_)
        | Phase::Joining
        | Phase::RoomFull(_)
        | Phase::Waiting
        | Phase::Connecting
        | Phase::Connected
        | Phase::Reconnecting(_) => match (view.devices.camera, view.camera_starting) {
            (_, true) => Some(text::tile::OWN_CAMERA_STARTING),
            (false, false) => Some(text::tile::OWN_CAMERA_OFF),
            (true, false) => None,
        },
    }
}
