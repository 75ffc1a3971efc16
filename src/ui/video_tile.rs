//! The two pictures. Each is one element for the whole life of the page: moving, hiding and covering them is the style
//! sheet's business, because a picture that is made anew goes black and may not play without a tap.

use leptos::prelude::*;

use super::call_handle::CallHandle;
use super::changing_text::changing;
use super::emblem::Emblem;
use super::icon::{Badge, drawing};
use super::lean::memo;
use super::stage::is_linked;
use crate::call::view::{Phase, View};
use crate::words::{Word, say};

/// The name of the element of one's own picture, as `data-testid` (contract).
pub const LOCAL_VIDEO: &str = "local-video";

/// The same for the other person's.
pub const REMOTE_VIDEO: &str = "remote-video";

/// One's own picture: mirrored, as everybody knows themselves, and without sound.
#[component]
pub fn OwnTile(
    /// The call.
    context: CallHandle,
) -> impl IntoView {
    let cover = context.part(own_cover);
    let muted = context.part(|view| match (view.phase.seated(), view.wanted.microphone, view.microphone_trouble) {
        (false, _, _) | (true, true, None) => "",
        (true, _, Some(_)) => say(Word::OwnMicrophoneTrouble),
        (true, false, None) => say(Word::OwnMuted),
    });

    view! {
        <figure class="tile own" aria-label=say(Word::Own)>
            <video data-testid=LOCAL_VIDEO autoplay=true playsinline=true muted=true prop:muted=true></video>
            <Cover words=cover />
            <Badge drawing=drawing::MICROPHONE_OFF words=muted />
        </figure>
    }
}

/// The other person's picture, which is also where their voice comes from.
#[component]
pub fn PeerTile(
    /// The call.
    context: CallHandle,
) -> impl IntoView {
    let absent = context.part(|view| if is_linked(&view.phase) { "false" } else { "true" });
    let cover =
        context.part(|view| match (is_linked(&view.phase) && !view.peer_devices.camera, view.picture_missing) {
            (true, _) => say(Word::PeerCameraOff),
            (false, true) => say(Word::PeerPictureMissing),
            (false, false) => "",
        });

    view! {
        <figure class="tile peer" aria-label=say(Word::Peer) aria-hidden=absent>
            <video data-testid=REMOTE_VIDEO autoplay=true playsinline=true></video>
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
            {changing(words)}
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
        | Phase::Reconnecting(_) => match (view.wanted.camera, view.camera_starting, view.camera_trouble) {
            (true, false, None) => "",
            (true, true, None) => say(Word::OwnCameraStarting),
            (true, _, Some(_)) => say(Word::OwnCameraTrouble),
            (false, _, _) => say(Word::OwnCameraOff),
        },
    }
}
