//! The two pictures. Each is one element for the whole life of the page: moving, hiding and covering them is the style
//! sheet's business, because a picture that is made anew goes black and may not play without a tap.

use leptos::html;
use leptos::prelude::*;

use super::{
    context::{CallContext, Tile},
    emblem::Emblem,
    icon::{Badge, drawing},
    lean::memo,
    stage::is_linked,
};
use crate::call::view::{Phase, View};
use crate::words::{Word, say};

/// One's own picture: mirrored, as everybody knows themselves, and without sound.
#[component]
pub fn OwnTile(
    /// The call.
    context: CallContext,
) -> impl IntoView {
    let element = NodeRef::<html::Video>::new();
    context.show_in(Tile::Local, element);
    let cover = context.part(own_cover);
    let muted = context.part(|view| {
        let muted = view.phase.seated() && !view.devices.microphone;
        if muted { say(Word::OwnMuted) } else { "" }
    });

    view! {
        <figure class="tile own" aria-label=say(Word::Own)>
            <video
                node_ref=element
                data-testid="local-video"
                autoplay=true
                playsinline=true
                muted=true
                prop:muted=true
            ></video>
            <Cover words=cover />
            <Badge drawing=drawing::MICROPHONE_OFF words=muted />
        </figure>
    }
}

/// The other person's picture, which is also where their voice comes from.
#[component]
pub fn PeerTile(
    /// The call.
    context: CallContext,
) -> impl IntoView {
    let element = NodeRef::<html::Video>::new();
    context.show_in(Tile::Remote, element);
    let absent = context.part(|view| if is_linked(&view.phase) { "false" } else { "true" });
    let cover = context.part(|view| {
        let dark = is_linked(&view.phase) && !view.peer_devices.camera;
        if dark { say(Word::PeerCameraOff) } else { "" }
    });

    view! {
        <figure class="tile peer" aria-label=say(Word::Peer) aria-hidden=absent>
            <video node_ref=element data-testid="remote-video" autoplay=true playsinline=true></video>
            <Cover words=cover />
        </figure>
    }
}

/// Lies over a picture that is not there, and says why.
#[component]
fn Cover(
    /// Why there is no picture; empty while there is one.
    words: Memo<&'static str>,
) -> impl IntoView {
    view! {
        <figcaption class="cover" hidden=memo(move || words.read().is_empty())>
            <Emblem />
            <span>{words}</span>
        </figcaption>
    }
}

fn own_cover(view: &View) -> &'static str {
    match view.phase {
        Phase::RequestingMedia => say(Word::OwnTileEmpty),
        Phase::MediaError(_) => say(Word::OwnTileMissing),
        Phase::Ended(_) => say(Word::OwnTileEnded),
        Phase::ChoosingRoom(_)
        | Phase::Joining
        | Phase::RoomFull(_)
        | Phase::Waiting
        | Phase::Connecting
        | Phase::Connected
        | Phase::Reconnecting(_) => match (view.devices.camera, view.camera_starting) {
            (_, true) => say(Word::OwnCameraStarting),
            (false, false) => say(Word::OwnCameraOff),
            (true, false) => "",
        },
    }
}
