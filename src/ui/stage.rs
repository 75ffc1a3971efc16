//! The whole page. Two halves that are always there, one's own picture and the place of the other person: until they
//! come, that place holds what there is to say and to type. Linked, their picture takes the whole stage.

use leptos::prelude::*;

use super::{
    announcer::Announcer,
    context::CallContext,
    controls::Controls,
    emblem::Emblem,
    ended::Ended,
    focus,
    in_call::InCall,
    permission::{MediaProblem, Requesting},
    progress::{Connecting, Joining, Waiting},
    room_dialog::RoomDialog,
    text,
    video_tile::{OwnTile, PeerTile},
};
use crate::call::view::Phase;

/// Whether the other's picture has the stage, even if it stands still at the moment.
pub(super) fn is_linked(phase: &Phase) -> bool {
    matches!(phase, Phase::Connected | Phase::Reconnecting(_))
}

/// Which parts are on the page in which state.
#[component]
pub fn Stage() -> impl IntoView {
    let context = CallContext::expect();
    let phase = context.phase();
    let handle = context.part(|view| view.phase.handle());
    let seated = context.part(|view| view.phase.seated());
    let linked = context.part(|view| is_linked(&view.phase));
    focus::follow(context);

    let panel = move || match phase.get() {
        Phase::RequestingMedia => view! { <Requesting/> }.into_any(),
        Phase::MediaError(error) => view! { <MediaProblem error/> }.into_any(),
        Phase::Joining => view! { <Joining/> }.into_any(),
        Phase::Waiting => view! { <Waiting/> }.into_any(),
        Phase::Connecting => view! { <Connecting/> }.into_any(),
        Phase::Ended(reason) => view! { <Ended reason/> }.into_any(),
        Phase::ChoosingRoom(_) | Phase::RoomFull(_) | Phase::Connected | Phase::Reconnecting(_) => ().into_any(),
    };
    let foot = move || {
        if seated.get() {
            view! { <Controls/> }.into_any()
        } else {
            view! { <p class="promise">{text::PROMISE}</p> }.into_any()
        }
    };

    view! {
        <main class:linked=linked data-call-state=move || handle.get()>
            <header>
                <p class="wordmark">
                    <Emblem/>
                    <span>{text::APP}</span>
                </p>
            </header>
            <PeerTile/>
            <OwnTile/>
            <div class="place">
                <RoomDialog/>
                {panel}
            </div>
            <InCall/>
            <footer>{foot}</footer>
            <Announcer/>
        </main>
    }
}
